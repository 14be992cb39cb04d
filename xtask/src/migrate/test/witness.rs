//! The second witness of what migrations do: PostgreSQL's catalogs, beside the fold.

use std::collections::BTreeSet;

use ::schema::Schema;
use diag::{Diagnostic, Severity, Span};
use introspect::Options;
use runner::{Down, Runner};
use serde_json::{Value, json};
use sql::Fold;

use super::rollback::Rollbacks;
use crate::codes;
use crate::context::Context;
use crate::database::{Catalogs, Throwaway, wait};
use crate::failure::Result;
use crate::migrate::session::{Session, title};

/// What was understood and what is there.
pub(super) struct Witness {
    options: Options,
    pub(super) differences: Vec<Difference>,
    /// What was told before.
    told: BTreeSet<String>,
}

/// Something that PostgreSQL has otherwise than it was understood.
pub(super) struct Difference {
    words: String,
    place: Option<Span>,
    shown: String,
}

impl Difference {
    /// It is no mistake of the migrations.
    pub(super) fn finding(&self) -> Diagnostic {
        let message = format!(
            "PostgreSQL's catalogs say more than was understood: {}",
            self.words
        );
        let finding = Diagnostic::new(Severity::Note, &codes::UNDERSTOOD_OTHERWISE, message);
        match self.place {
            Some(span) => finding.at(span, "understood from here"),
            None => finding,
        }
    }

    pub(super) fn json(&self) -> Value {
        json!({ "difference": self.words, "place": self.shown })
    }
}

impl Witness {
    pub(super) fn new(session: &Session<'_>) -> Result<Self> {
        let table = session.history_table()?;
        let log = format!("{table}_log");
        Ok(Self {
            options: Options {
                schemas: Vec::new(),
                without: vec![table, log],
            },
            differences: Vec::new(),
            told: BTreeSet::new(),
        })
    }

    /// Applies everything as a user would.
    pub(super) fn apply_all(&self, session: &Session<'_>) -> Result<Schema> {
        self.up(session, None)
    }

    /// Applies the migrations, those one by one that have a way back where that is wanted, or all.
    pub(super) fn walk(
        &mut self,
        ctx: &Context,
        session: &mut Session<'_>,
        database: &mut Throwaway,
        mut rollbacks: Option<&mut Rollbacks>,
        each: bool,
    ) -> Result<Schema> {
        let progress = ctx
            .terminal
            .progress("Testing", session.manifest.migrations.len() as u64);
        let mut fold = Fold::new();
        let mut state = self.read(session)?;
        // The version that the state is of, and the one that was passed last.
        let (mut known, mut previous) = (0, 0);
        for at in 0..session.manifest.migrations.len() {
            let migration = session.manifest.migrations[at].clone();
            progress.at(title(migration.version, &migration.name));
            let has_way_back = rollbacks.is_some() && migration.down.is_some();
            if has_way_back && known != previous {
                state = self.up(session, Some(previous))?;
                known = previous;
            }
            previous = migration.version;
            if !has_way_back && !each {
                // Nobody asks for the state here: it is applied together with what follows.
                if let Some(rollbacks) = rollbacks.as_deref_mut() {
                    rollbacks.none();
                }
                progress.step();
                continue;
            }
            let after = self.up(session, Some(migration.version))?;
            if each {
                let understood = understood_after(&mut fold, session, at);
                self.compare(session, &understood, &after);
            }
            if let Some(rollbacks) = rollbacks.as_deref_mut() {
                let way = super::rollback::Way {
                    migration: &migration,
                    previous: known,
                    before: &state,
                    after: &after,
                };
                let is_whole = rollbacks.try_one(self, session, &way)?;
                if !is_whole {
                    // What a rollback left is not what the next migration is written for.
                    *database = Throwaway::new(ctx)?;
                    session.address = database.address.clone();
                    self.up(session, Some(migration.version))?;
                }
            }
            known = migration.version;
            state = after;
            progress.step();
        }
        if known != previous {
            state = self.up(session, None)?;
        }
        Ok(state)
    }

    /// Applies up to a version, and reads what is there.
    pub(super) fn up(&self, session: &Session<'_>, to: Option<i64>) -> Result<Schema> {
        session.run_silently(async |runner: &Runner| runner.up(to).await)?;
        self.read(session)
    }

    /// Undoes everything after a version, and reads what is there.
    pub(super) fn down(&self, session: &Session<'_>, to: i64) -> Result<Schema> {
        session.run_silently(async |runner: &Runner| runner.down(Down::To(to)).await)?;
        self.read(session)
    }

    fn read(&self, session: &Session<'_>) -> Result<Schema> {
        wait(async {
            let catalogs = Catalogs::open(&session.address).await?;
            catalogs.read(&self.options).await
        })
    }

    /// Tells what differs, unless it was told before.
    pub(super) fn compare(&mut self, session: &Session<'_>, understood: &Schema, live: &Schema) {
        for change in diff::changes(understood, live) {
            let words = change.to_string();
            if !self.told.insert(words.clone()) {
                continue;
            }
            let (place, _) = change.origins(understood, live);
            let shown = place.0.map(|span| session.inputs.sources.place(span));
            self.differences.push(Difference {
                words,
                place: place.0,
                shown: shown.unwrap_or_default(),
            });
        }
    }
}

/// What is understood of a history when one more migration is done.
fn understood_after(fold: &mut Fold, session: &Session<'_>, at: usize) -> Schema {
    let file = &session.checked.migrations.migrations[at];
    let text = session.inputs.sources.get(file.up).text();
    let (script, _) = sql::parse(file.up, text);
    fold.begin(&script);
    script.statements().for_each(|it| fold.step(it));
    fold.end(&script);
    let (understood, _) = fold.clone().finish();
    understood
}
