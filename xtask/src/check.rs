//! `check`: everything that needs no database.

use clap::Args;
use serde_json::json;

use crate::codegen;
use crate::context::Context;
use crate::failure::{Result, any_error};
use crate::migrate::lint;
use crate::outcome::Outcome;
use crate::project;
use crate::schema::Contents;
use crate::terminal::plural;

/// Find every mistake that can be found without a database
///
/// The schema, the migrations and their SQL, and whether the generated files are what these ask for.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask check --format github")]
pub(crate) struct Check {}

impl Check {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let mut inputs = project::read(ctx)?;
        let checked = prismoid_build::check(&inputs);
        let mut findings = checked.findings.clone();
        // Files that nobody could generate from these texts are not worth a word.
        if !checked.has_errors() {
            findings.extend(lint::of_project(ctx, &inputs, &checked)?);
            findings.extend(codegen::stale(ctx, &checked, &mut inputs.sources)?);
        }
        let contents = Contents::of(&checked.datamodel);
        let migrations = checked.migrations.migrations.len();
        if !any_error(&findings) {
            let migrations = plural(migrations, "migration");
            let text = format!("{}, {migrations}", contents.words());
            ctx.terminal.done("Checked", text);
        }
        let value = json!({
            "models": contents.models,
            "views": contents.views,
            "enums": contents.enums,
            "migrations": migrations,
        });
        let (options, _) = lint::options(ctx)?;
        let advice = lint::advice(&findings, &checked, &options);
        let outcome = Outcome::of(value).advising(advice);
        Ok(outcome.with(findings, inputs.sources))
    }
}
