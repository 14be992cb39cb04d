//! Levels, and what else a project says about the rules.

use std::collections::BTreeMap;

use diag::Diagnostic;

use crate::codes;
use crate::rule::{Group, Rule};
use crate::rules::RULES;

/// How a rule is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing is said.
    Allow,
    /// A warning.
    Warn,
    /// An error: the build fails.
    Deny,
}

/// What a project says about the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The levels that differ from the rules' own, by rule, by group or for `all`.
    pub levels: BTreeMap<String, Level>,
    /// The oldest major version of PostgreSQL that the migrations run on.
    pub version: u32,
    /// Migrations up to this version are not judged.
    pub start_after: Option<i64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            levels: BTreeMap::new(),
            version: Self::OLDEST,
            start_after: None,
        }
    }
}

const POSTGRES: &str = "postgres";
const START_AFTER: &str = "start-after";
const ALL: &str = "all";

impl Level {
    /// `allow`, `warn` or `deny`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "allow" => Some(Self::Allow),
            "warn" => Some(Self::Warn),
            "deny" => Some(Self::Deny),
            _ => None,
        }
    }

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }
}

impl Options {
    /// The oldest version that is supported.
    pub const OLDEST: u32 = 13;

    /// Reads the table of the configuration: `rule = "level"`, `group = "level"`, `all = "level"`,
    /// `postgres = "15"`, `start-after = "12"`.
    pub fn read(table: &BTreeMap<String, String>) -> (Self, Vec<Diagnostic>) {
        let mut options = Self::default();
        let mut findings = Vec::new();
        for (key, value) in table {
            let understood = match key.as_str() {
                POSTGRES => value
                    .parse()
                    .map(|version| options.version = version)
                    .map_err(|_| ("number", "a major version such as \"15\"")),
                START_AFTER => value
                    .parse()
                    .map(|version| options.start_after = Some(version))
                    .map_err(|_| ("number", "the version of a migration such as \"12\"")),
                _ => Level::parse(value)
                    .map(|level| {
                        options.levels.insert(key.clone(), level);
                    })
                    .ok_or(("level", "\"allow\", \"warn\" or \"deny\"")),
            };
            if let Err((what, wanted)) = understood {
                let message =
                    format!("`{key} = \"{value}\"` in the lint configuration is no {what}");
                let finding = Diagnostic::error(&codes::BAD_LEVEL, message);
                findings.push(finding.help(format!("write {wanted}")));
            } else if ![POSTGRES, START_AFTER].contains(&key.as_str()) && !is_known(key) {
                let message = format!("the lint configuration names `{key}`, which is no rule");
                findings.push(with_nearest(
                    Diagnostic::warning(&codes::UNKNOWN_RULE, message),
                    key,
                ));
            }
        }
        (options, findings)
    }

    /// How a rule is taken: by its own name, else its group's, else `all`, else by default.
    pub fn level(&self, rule: &Rule) -> Level {
        let names = [rule.code.name, rule.group.name(), ALL];
        let said = names.iter().find_map(|name| self.levels.get(*name));
        said.copied().unwrap_or(rule.level)
    }
}

fn is_known(name: &str) -> bool {
    name == ALL
        || Group::ALL.iter().any(|group| group.name() == name)
        || RULES.iter().any(|rule| rule.code.name == name)
}

/// Adds the rule or group that was probably meant.
pub(crate) fn with_nearest(finding: Diagnostic, name: &str) -> Diagnostic {
    let rules = RULES.iter().map(|rule| rule.code.name);
    let groups = Group::ALL.iter().map(|group| group.name());
    let near = rules
        .chain(groups)
        .map(|known| (distance(name, known), known))
        .min()
        .filter(|(distance, _)| *distance <= 3.max(name.len() / 3));
    match near {
        Some((_, known)) => finding.help(format!("did you mean `{known}`?")),
        None => finding.help("list the rules: `cargo xtask migrate lint --rules`"),
    }
}

/// The number of letters to add, take away or change.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in other.iter().enumerate() {
            let changed = corner + usize::from(a != *b);
            corner = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(corner + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}
