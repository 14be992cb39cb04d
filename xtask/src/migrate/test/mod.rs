//! `migrate test`: the migrations on a real server, in a database that nobody needs.

mod rollback;
mod seeds;
mod witness;

use std::time::Instant;

use clap::Args;
use serde_json::{Value, json};

use super::session::Session;
use crate::context::Context;
use crate::database::Throwaway;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::project;
use crate::terminal::{duration, plural};
use rollback::Rollbacks;
use witness::{Difference, Witness};

/// Try the migrations on a throwaway database: up, down, up again, and the seeds
///
/// Each migration is applied, undone and applied again by the runner; a rollback that does not lead
/// back is named with what stays or is missing. The seeds of every environment are loaded twice. And
/// what PostgreSQL's catalogs say in the end is compared with what was understood without a database.
///
/// The database is made on the server of --database-url or `DATABASE_URL` where its role may create
/// databases, else on the development server; it is always dropped again.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cargo xtask migrate test\n  cargo xtask migrate test --up-only --migrations ../other/migrations"
)]
pub(crate) struct Test {
    /// Only apply and compare: no rollbacks, no seeds
    #[arg(long)]
    up_only: bool,
    /// Compare with what was understood after each migration, not only at the end
    #[arg(long)]
    each: bool,
}

impl Test {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let begin = Instant::now();
        let runnable = project::runnable_migrations(ctx)?;
        let mut database = Throwaway::new(ctx)?;
        let mut session = Session::at(ctx, database.address.clone(), runnable);
        let size = Size::of(&session);
        ctx.say("Testing", &format!("{size} on {}", session.address));
        let mut rollbacks = Rollbacks::default();
        let mut witness = Witness::new(&session)?;
        let live = if self.up_only && !self.each {
            witness.apply_all(&session)?
        } else {
            let rollbacks = (!self.up_only).then_some(&mut rollbacks);
            witness.walk(ctx, &mut session, &mut database, rollbacks, self.each)?
        };
        witness.compare(&session, &session.checked.history, &live);
        ctx.terminal.done("Applied", &size);
        rollbacks.tell_all(ctx);
        tell_differences(ctx, &live, &witness.differences);

        let mut findings = std::mem::take(&mut session.checked.findings);
        let mut sources = session.inputs.sources.clone();
        findings.append(&mut rollbacks.findings);
        findings.extend(witness.differences.iter().map(Difference::finding));
        let mut loaded = Vec::new();
        if !self.up_only {
            let (seeds, more) = seeds::load_twice(ctx, &database, &live, &mut sources)?;
            loaded = seeds;
            findings.extend(more);
        }
        let elapsed_ms = begin.elapsed().as_millis() as u64;
        ctx.terminal
            .done("Finished", format!("in {}", duration(elapsed_ms)));
        let value = json!({
            "migrations": size.migrations,
            "statements": size.statements,
            "opaque": size.opaque,
            "differences": witness.differences.iter().map(Difference::json).collect::<Vec<Value>>(),
            "rollbacks": rollbacks.json(),
            "seeds": loaded,
            "elapsed_ms": elapsed_ms,
        });
        Ok(Outcome::of(value).with(findings, sources))
    }
}

/// How much there is to try.
struct Size {
    migrations: usize,
    statements: usize,
    /// Why statements were not understood.
    opaque: Vec<String>,
}

impl Size {
    fn of(session: &Session<'_>) -> Self {
        let sources = &session.inputs.sources;
        let texts = session.manifest.migrations.iter().map(|it| it.up.as_ref());
        let opaque = session.checked.history.opaque.iter().map(|it| {
            let place = it.origin.0.map(|span| sources.place(span));
            let place = place.map_or_else(String::new, |place| format!("{place}: "));
            format!("{place}{}", it.reason)
        });
        Self {
            migrations: session.manifest.migrations.len(),
            statements: texts.map(|text| lexer::statements(text).len()).sum(),
            opaque: opaque.collect(),
        }
    }
}

/// `3 migrations, 57 statements, 1 of them not understood`
impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let migrations = plural(self.migrations, "migration");
        write!(f, "{migrations}, {}", plural(self.statements, "statement"))?;
        match self.opaque.len() {
            0 => Ok(()),
            opaque => write!(f, ", {opaque} of them not understood"),
        }
    }
}

fn tell_differences(ctx: &Context, live: &::schema::Schema, differences: &[Difference]) {
    let tables = plural(live.tables.len(), "table");
    let others = live.enums.len() + live.views.len() + live.functions.len();
    let others = plural(others, "other object");
    let text = match differences.len() {
        0 => format!("{tables} and {others} are in PostgreSQL as they were understood"),
        count => format!(
            "{tables} and {others}: {} of what was understood",
            plural(count, "difference")
        ),
    };
    ctx.terminal.done("Compared", text);
}
