//! The walk over a history.

use std::collections::BTreeSet;

use diag::{Diagnostic, Label, Severity, Span};
use schema::QualifiedName;
use sql::command::{Renamed, Set};
use sql::{Command, Fold, Name};

use crate::allow::Allows;
use crate::context::{Chain, Context, Ended, Step, Timeouts};
use crate::history::{History, Migration};
use crate::impact::{Impact, impact};
use crate::options::{Level, Options};
use crate::rule::{Check, Group, Rule};
use crate::rules::{RULES, work_under_lock};
use crate::scene::Scene;

/// Judges the migrations that are to be judged.
///
/// The findings come in the order of migrations, rule by rule within a statement; those of level
/// deny are errors.
pub fn check(history: &History<'_>, options: &Options) -> Vec<Diagnostic> {
    let rules: Vec<&Rule> = RULES
        .iter()
        .copied()
        .filter(|rule| options.level(rule) != Level::Allow)
        .collect();
    let mut walk = Walk::new(options, &rules);
    let mut found: Vec<Diagnostic> = Vec::new();
    for migration in &history.migrations {
        found.extend(walk.migration(migration));
    }
    let chain = Chain {
        history,
        schema: walk.ahead.schema(),
        options,
    };
    for rule in &rules {
        if let Check::History(check) = rule.check {
            found.extend(check(&chain));
        }
    }
    settle(&found, history, options)
}

/// A statement of a migration that is judged, and what it does.
#[derive(Debug, Clone)]
pub struct Surveyed {
    /// The statement; its source says of which migration.
    pub span: Span,
    /// Its first words: `ALTER TABLE`.
    pub title: String,
    /// What it does to each relation.
    pub impacts: Vec<Impact>,
}

/// What the statements of the migrations that are to be judged do, in order, whatever the rules say.
pub fn survey(history: &History<'_>, options: &Options) -> Vec<Surveyed> {
    let mut walk = Walk::new(options, &[]);
    for migration in &history.migrations {
        walk.migration(migration);
    }
    walk.surveyed
}

/// Keeps what is neither allowed nor of a migration that is not judged, with the severity of its level.
fn settle(found: &[Diagnostic], history: &History<'_>, options: &Options) -> Vec<Diagnostic> {
    let mut settled = Vec::new();
    let source_of = |finding: &Diagnostic| finding.primary.as_ref().map(|label| label.span.source);
    for migration in history
        .migrations
        .iter()
        .filter(|migration| migration.judged)
    {
        let mut allows = Allows::of(migration);
        let start = settled.len();
        for finding in found {
            if source_of(finding) != Some(migration.script.source()) || allows.takes(finding) {
                continue;
            }
            let mut finding = finding.clone();
            let rule = RULES.iter().find(|rule| rule.code == finding.code);
            if rule.is_some_and(|rule| options.level(rule) == Level::Deny) {
                finding.severity = Severity::Error;
            }
            settled.push(finding);
        }
        let of_migration = settled.split_off(start);
        settled.extend(merged(of_migration, migration));
        settled.extend(allows.complaints(options));
    }
    settled
}

/// Findings of which those about work under an earlier lock are told with what else makes others wait
/// in the same statement: that is where the work is, and the lock is one place more to look at.
fn merged(findings: Vec<Diagnostic>, migration: &Migration<'_>) -> Vec<Diagnostic> {
    let statement = |finding: &Diagnostic| -> Option<Span> {
        let place = finding.primary.as_ref()?.span;
        let mut spans = migration.script.statements().map(|it| it.span());
        spans.find(|span| span.start <= place.start && place.end <= span.end)
    };
    let (earlier, mut rest): (Vec<Diagnostic>, Vec<Diagnostic>) = findings
        .into_iter()
        .partition(|it| it.code == work_under_lock::RULE.code);
    for finding in earlier {
        let place = statement(&finding);
        let other = rest.iter_mut().find(|it| {
            let rule = RULES.iter().find(|rule| rule.code == it.code);
            let waits = rule.is_some_and(|it| matches!(it.group, Group::Locks | Group::Rewrites));
            // A stricter level is kept.
            waits && place.is_some() && statement(it) == place && it.severity == finding.severity
        });
        match other {
            Some(other) => {
                for held in finding.secondary {
                    let message = format!("{}, to the end of the migration", held.message);
                    other.secondary.push(Label { message, ..held });
                }
            }
            None => rest.push(finding),
        }
    }
    rest
}

struct Walk<'o> {
    /// The schema before the statement that is judged; it follows `ahead` by one, so that none has to be
    /// copied.
    behind: Fold,
    /// The schema after it.
    ahead: Fold,
    options: &'o Options,
    rules: &'o [&'static Rule],
    surveyed: Vec<Surveyed>,
}

/// What a migration has set and made so far.
struct Session {
    path: Vec<String>,
    created: BTreeSet<QualifiedName>,
    timeouts: Timeouts,
}

impl<'o> Walk<'o> {
    fn new(options: &'o Options, rules: &'o [&'static Rule]) -> Self {
        Self {
            behind: Fold::new(),
            ahead: Fold::new(),
            options,
            rules,
            surveyed: Vec::new(),
        }
    }

    fn migration(&mut self, migration: &Migration<'_>) -> Vec<Diagnostic> {
        let script = migration.script;
        self.behind.begin(script);
        self.ahead.begin(script);
        let mut found = Vec::new();
        if migration.judged {
            found = self.judge(migration);
        } else {
            for statement in script.statements() {
                self.behind.step(statement);
                self.ahead.step(statement);
            }
        }
        self.behind.end(script);
        self.ahead.end(script);
        found
    }

    fn judge(&mut self, migration: &Migration<'_>) -> Vec<Diagnostic> {
        let statements = migration.script.statements();
        let steps: Vec<Step<'_>> = statements
            .map(|statement| Step {
                command: statement.command(),
                statement,
            })
            .collect();
        let mut session = Session {
            path: vec!["public".to_owned()],
            created: BTreeSet::new(),
            timeouts: Timeouts::default(),
        };
        let mut past: Vec<Vec<Impact>> = Vec::new();
        let mut found = Vec::new();
        for step in &steps {
            self.ahead.step(step.statement);
            let scene = session.scene(&self.behind, self.options);
            let impacts = impact(&step.command, &scene);
            let ctx = Context {
                statement: step.statement,
                command: &step.command,
                scene,
                after: self.ahead.schema(),
                impacts: &impacts,
                migration,
                steps: &steps,
                past: &past,
                timeouts: session.timeouts,
                options: self.options,
            };
            for rule in self.rules {
                if let Check::Statement(check) = rule.check {
                    found.extend(check(&ctx));
                }
            }
            past.push(impacts);
            session.follow(&step.command, &self.behind, &self.ahead);
            self.behind.step(step.statement);
        }
        let seen = steps.iter().zip(&past);
        self.surveyed.extend(seen.map(|(step, impacts)| Surveyed {
            span: step.statement.span(),
            title: step.statement.title(),
            impacts: impacts.clone(),
        }));
        let ended = Ended {
            migration,
            steps: &steps,
            impacts: &past,
            scene: session.scene(&self.behind, self.options),
            options: self.options,
        };
        for rule in self.rules {
            if let Check::Migration(check) = rule.check {
                found.extend(check(&ended));
            }
        }
        found
    }
}

impl Session {
    fn scene<'a>(&'a self, fold: &'a Fold, options: &Options) -> Scene<'a> {
        Scene {
            schema: fold.schema(),
            path: &self.path,
            created: &self.created,
            version: options.version,
        }
    }

    /// Takes in what a statement set and made.
    fn follow(&mut self, command: &Command<'_>, behind: &Fold, ahead: &Fold) {
        if let Command::Set(set) = command {
            self.set(set);
        } else if let Command::Rename(rename) = command
            && rename.what == Renamed::Itself
        {
            self.move_to(&rename.name, |old| {
                QualifiedName::new(&old.schema, &rename.to.name)
            });
        } else if let Command::SetSchema(set) = command {
            self.move_to(&set.name, |old| {
                QualifiedName::new(&set.schema.name, &old.name)
            });
        }
        let (old, new) = (behind.schema(), ahead.schema());
        if old.tables.len() != new.tables.len() || old.views.len() != new.views.len() {
            let tables = new
                .tables
                .keys()
                .filter(|name| !old.tables.contains_key(name));
            let views = new
                .views
                .keys()
                .filter(|name| !old.views.contains_key(name));
            self.created.extend(tables.chain(views).cloned());
            self.created
                .retain(|made| new.tables.contains_key(made) || new.views.contains_key(made));
        }
    }

    fn set(&mut self, set: &Set) {
        match set.name.as_str() {
            "search_path" => {
                let words = set.value.as_deref().unwrap_or("public");
                let names = words.split(' ').filter(|name| !name.starts_with('$'));
                self.path = names.map(str::to_owned).collect();
            }
            "lock_timeout" => self.timeouts.lock = set.milliseconds(),
            "statement_timeout" => self.timeouts.statement = set.milliseconds(),
            "all" => {
                self.timeouts = Timeouts::default();
                self.path = vec!["public".to_owned()];
            }
            _ => {}
        }
    }

    /// What the migration made keeps being its own under another name.
    fn move_to(&mut self, name: &Name, to: impl Fn(&QualifiedName) -> QualifiedName) {
        let schema = &name.schema;
        let old = self.created.iter().find(|made| {
            made.name == name.name && schema.as_ref().is_none_or(|schema| *schema == made.schema)
        });
        if let Some(old) = old.cloned() {
            self.created.insert(to(&old));
            self.created.remove(&old);
        }
    }
}
