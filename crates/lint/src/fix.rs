//! Rewrites migrations into forms that hold nobody up.
//!
//! What must run outside of a transaction, or later than the rest, moves into migrations of its own
//! behind all others. Whoever uses the result holds it against the original: it must build the same
//! schema.

use diag::{Edit, Span};
use schema::{Constraint, Schema};
use sql::command::{Action, ConstraintKind, ObjectKind};
use sql::{Command, Fold};

use crate::context::Step;
use crate::history::{History, Migration};
use crate::options::Options;
use crate::scene::Scene;

/// What a fix does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fixed {
    /// Changes of texts that are there, migrations and rollbacks.
    pub edits: Vec<Edit>,
    /// Migrations to add behind all others, in order.
    pub added: Vec<Added>,
}

/// A migration that a fix adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Its name without a number: `build_orders_state_idx`.
    pub name: String,
    /// One sentence for its header.
    pub description: String,
    /// Whether it runs in a transaction.
    pub transaction: bool,
    /// What it does.
    pub up: String,
    /// What undoes it.
    pub down: String,
}

/// The rewritten forms of what in the judged migrations makes others wait and has a form that does not.
/// What a file or a statement allows is left alone.
pub fn fix(history: &History<'_>, options: &Options) -> Fixed {
    let mut fixed = Fixed::default();
    let found = crate::check(history, options);
    let mut fold = Fold::new();
    for migration in &history.migrations {
        fold.begin(migration.script);
        for statement in migration.script.statements() {
            let before = fold.schema().clone();
            fold.step(statement);
            let wanted = |name: &str| {
                found.iter().any(|finding| {
                    let place = finding.primary.as_ref().map(|label| label.span);
                    finding.code.name == name
                        && place.is_some_and(|place| within(place, statement.span()))
                })
            };
            if migration.judged && migration.transaction {
                let step = Step {
                    command: statement.command(),
                    statement,
                };
                let rewriter = Rewriter {
                    migration,
                    step: &step,
                    before: &before,
                    after: fold.schema(),
                };
                rewriter.rewrite(&wanted, &mut fixed);
            }
        }
        fold.end(migration.script);
    }
    fixed
}

fn within(inner: Span, outer: Span) -> bool {
    inner.source == outer.source && outer.start <= inner.start && inner.end <= outer.end
}

struct Rewriter<'a> {
    migration: &'a Migration<'a>,
    step: &'a Step<'a>,
    before: &'a Schema,
    after: &'a Schema,
}

impl Rewriter<'_> {
    fn rewrite(&self, wanted: &dyn Fn(&str) -> bool, fixed: &mut Fixed) {
        if wanted("index-blocks-writes") {
            self.build_concurrently(fixed);
        } else if wanted("drop-index-blocks") {
            self.drop_concurrently(fixed);
        } else if wanted("foreign-key-scans") || wanted("check-scans") {
            self.validate_later(fixed);
        } else if wanted("refresh-blocks") {
            self.refresh_concurrently(fixed);
        }
    }

    /// `CREATE INDEX` moves into a migration of its own; so does its drop in the rollback.
    fn build_concurrently(&self, fixed: &mut Fixed) {
        let Command::CreateIndex(index) = &self.step.command else {
            return;
        };
        // An index without a name gets another one when others come before it.
        let Some(name) = &index.name else {
            return;
        };
        let Some(down) = self.without_drop(&name.name) else {
            return;
        };
        let text = self.step.statement.text();
        let Some(at) = find_word(text, "index") else {
            return;
        };
        fixed.edits.push(self.removal());
        fixed.edits.extend(down);
        let quoted = schema::quote_identifier(&name.name);
        fixed.added.push(Added {
            name: format!("build_{}", plain(&name.name)),
            description: format!("Builds the index {} while writes go on", name.name),
            transaction: false,
            up: format!("{} CONCURRENTLY{};", &text[..at], &text[at..]),
            down: format!("DROP INDEX CONCURRENTLY {quoted};"),
        });
    }

    /// `DROP INDEX` moves into a migration of its own; its rollback builds the index again.
    fn drop_concurrently(&self, fixed: &mut Fixed) {
        let Command::Drop(drop) = &self.step.command else {
            return;
        };
        let [name] = drop.names.as_slice() else {
            return;
        };
        // The statement that builds it again is one that stands in the rollback already.
        let Some(down) = self.migration.down else {
            return;
        };
        let built = down.statements().find(|statement| {
            matches!(statement.command(), Command::CreateIndex(index)
                if index.name.as_ref().is_some_and(|it| it.name == name.name))
        });
        let Some(built) = built.filter(|_| drop.kind == ObjectKind::Index) else {
            return;
        };
        let Some(at) = find_word(built.text(), "index") else {
            return;
        };
        let exists = if drop.if_exists { " IF EXISTS" } else { "" };
        let shown = match &name.schema {
            Some(schema) => schema::QualifiedName::new(schema, &name.name).sql(),
            None => schema::quote_identifier(&name.name),
        };
        fixed.edits.push(self.removal());
        fixed.edits.push(removal(down.text(), built.span()));
        fixed.added.push(Added {
            name: format!("drop_{}", plain(&name.name)),
            description: format!("Drops the index {} while reads and writes go on", name.name),
            transaction: false,
            up: format!("DROP INDEX CONCURRENTLY{exists} {shown};"),
            down: format!(
                "{} CONCURRENTLY{};",
                &built.text()[..at],
                &built.text()[at..]
            ),
        });
    }

    /// A constraint is added `NOT VALID`, and a migration of its own validates it.
    fn validate_later(&self, fixed: &mut Fixed) {
        let Command::AlterTable(alter) = &self.step.command else {
            return;
        };
        let nothing = std::collections::BTreeSet::new();
        let scene = Scene {
            schema: self.before,
            path: &["public".to_owned()],
            created: &nothing,
            version: Options::OLDEST,
        };
        let Some((table, _)) = scene.table(&alter.name) else {
            return;
        };
        for (action, _) in &alter.actions {
            let Action::AddConstraint(constraint) = action else {
                continue;
            };
            let scans = matches!(
                constraint.kind,
                ConstraintKind::Check(_) | ConstraintKind::ForeignKey(..)
            );
            if !scans || constraint.not_valid {
                continue;
            }
            // The fold knows the name that the server gives where none is written.
            let made = self.after.tables.get(&table).and_then(|found| {
                let mut constraints = found.constraints.iter();
                constraints.find(|made| {
                    made.origin()
                        .0
                        .is_some_and(|origin| within(origin, constraint.span))
                })
            });
            let Some(name) = made.map(Constraint::name) else {
                continue;
            };
            let end = Span {
                start: constraint.span.end,
                ..constraint.span
            };
            fixed.edits.push(Edit {
                span: end,
                replacement: " NOT VALID".to_owned(),
            });
            let (owner, quoted) = (table.sql(), schema::quote_identifier(name));
            let text = self.migration.script.text();
            let written = text.get(constraint.span.range()).unwrap_or_default();
            let named = match &constraint.name {
                Some(_) => written.to_owned(),
                None => format!("CONSTRAINT {quoted} {written}"),
            };
            fixed.added.push(Added {
                name: format!("validate_{}", plain(name)),
                description: format!("Validates the constraint {name} while reads and writes go on"),
                transaction: true,
                up: format!("ALTER TABLE {owner} VALIDATE CONSTRAINT {quoted};"),
                down: format!(
                    "ALTER TABLE {owner} DROP CONSTRAINT {quoted};\nALTER TABLE {owner} ADD {named} NOT VALID;"
                ),
            });
        }
    }

    /// `REFRESH` becomes concurrent where the view has a unique index.
    fn refresh_concurrently(&self, fixed: &mut Fixed) {
        let Command::Refresh(refresh) = &self.step.command else {
            return;
        };
        let view = self
            .before
            .views
            .iter()
            .find(|(name, _)| name.name == refresh.view.name);
        let unique = view.is_some_and(|(_, view)| {
            view.indexes
                .iter()
                .any(|index| index.unique && index.predicate.is_none())
        });
        if unique {
            let start = Span {
                end: refresh.view.span.start,
                ..refresh.view.span
            };
            fixed.edits.push(Edit {
                span: start,
                replacement: "CONCURRENTLY ".to_owned(),
            });
        }
    }

    fn removal(&self) -> Edit {
        removal(self.migration.script.text(), self.step.statement.span())
    }

    /// What takes the drop of an index out of the rollback, if it is there; `None` where the rollback
    /// cannot be told to go on without it.
    fn without_drop(&self, index: &str) -> Option<Vec<Edit>> {
        let Some(down) = self.migration.down else {
            return Some(Vec::new());
        };
        for statement in down.statements() {
            let Command::Drop(drop) = statement.command() else {
                continue;
            };
            let names_it = drop.names.iter().any(|name| name.name == index);
            if drop.kind == ObjectKind::Index && names_it {
                let alone = drop.names.len() == 1;
                return alone.then(|| vec![removal(down.text(), statement.span())]);
            }
        }
        Some(Vec::new())
    }
}

/// Takes a statement out, with its semicolon and the rest of its line.
fn removal(text: &str, span: Span) -> Edit {
    let mut end = span.end as usize;
    let rest = text.get(end..).unwrap_or_default();
    if let Some(at) = rest.find(';')
        && rest[..at].trim().is_empty()
    {
        end += at + 1;
    }
    if text.get(end..).is_some_and(|rest| rest.starts_with('\n')) {
        end += 1;
    }
    Edit {
        span: Span::new(span.source, span.start as usize, end),
        replacement: String::new(),
    }
}

/// Where a keyword ends in a statement's text.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find(word)?;
    let bounded = lower[at + word.len()..].starts_with(char::is_whitespace);
    bounded.then_some(at + word.len())
}

/// A name as a file may be called.
fn plain(name: &str) -> String {
    let letters = name.chars().map(|letter| {
        if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '_'
        }
    });
    let name: String = letters.collect();
    name.trim_matches('_').to_owned()
}

impl Fixed {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty() && self.added.is_empty()
    }

    /// A text with the edits of its source.
    pub fn apply(&self, source: diag::SourceId, text: &str) -> String {
        let mut edits: Vec<&Edit> = self
            .edits
            .iter()
            .filter(|edit| edit.span.source == source)
            .collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        let mut text = text.to_owned();
        for edit in edits {
            if text.get(edit.span.range()).is_some() {
                text.replace_range(edit.span.range(), &edit.replacement);
            }
        }
        text
    }
}
