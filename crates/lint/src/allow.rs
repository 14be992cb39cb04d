//! `-- prismoid: allow`: which findings it takes away, and which allows nobody needed.

use diag::{Diagnostic, Span};

use crate::codes;
use crate::history::{Allow, Migration};
use crate::options::{Level, Options, with_nearest};
use crate::rules::RULES;

/// The allows of one migration.
pub(crate) struct Allows<'a> {
    list: Vec<Entry<'a>>,
}

struct Entry<'a> {
    allow: &'a Allow,
    /// What it speaks for.
    reach: Option<Span>,
    used: bool,
}

impl<'a> Allows<'a> {
    pub(crate) fn of(migration: &'a Migration<'a>) -> Self {
        let reach = |allow: &Allow| {
            if allow.in_header {
                let end = migration.script.text().len();
                return Some(Span::new(migration.script.source(), 0, end));
            }
            let mut spans = migration
                .script
                .statements()
                .map(|statement| statement.span());
            spans.find(|span| span.start >= allow.span.end)
        };
        let list = migration.allows.iter().map(|allow| Entry {
            allow,
            reach: reach(allow),
            used: false,
        });
        Self {
            list: list.collect(),
        }
    }

    /// Whether a finding is allowed.
    pub(crate) fn takes(&mut self, finding: &Diagnostic) -> bool {
        let Some(place) = finding.primary.as_ref().map(|label| label.span) else {
            return false;
        };
        let mut taken = false;
        for entry in &mut self.list {
            let reaches = entry.reach.is_some_and(|reach| {
                reach.source == place.source && reach.start <= place.start && place.end <= reach.end
            });
            if reaches && entry.allow.rule == finding.code.name {
                entry.used = true;
                taken = true;
            }
        }
        taken
    }

    /// Allows that took nothing away, and rules that nobody knows.
    pub(crate) fn complaints(&self, options: &Options) -> Vec<Diagnostic> {
        let unused = self.list.iter().filter(|entry| !entry.used);
        unused
            .filter_map(|entry| {
                let name = &entry.allow.rule;
                match RULES.iter().find(|rule| rule.code.name == name) {
                    Some(rule) if options.level(rule) == Level::Allow => None,
                    Some(_) => {
                        let message = format!("nothing here breaks the rule `{name}`");
                        let finding = Diagnostic::warning(&codes::UNUSED_ALLOW, message);
                        Some(finding.at(entry.allow.span, "allowed without need").help(
                            "remove it, or move it directly above the statement it is meant for",
                        ))
                    }
                    None => {
                        let message = format!("there is no rule `{name}`");
                        let finding = Diagnostic::warning(&codes::UNKNOWN_RULE, message)
                            .at(entry.allow.span, "");
                        Some(with_nearest(finding, name))
                    }
                }
            })
            .collect()
    }
}
