//! `schema validate`.

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::failure::{Result, any_error};
use crate::outcome::Outcome;
use crate::project;
use crate::terminal::plural;

/// Find mistakes in the schema
///
/// Everything that Prisma refuses, and what PostgreSQL would refuse or cut although Prisma lets it
/// pass.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask schema validate")]
pub(crate) struct Validate {}

impl Validate {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let inputs = project::read(ctx)?;
        let (datamodel, findings) = project::schema(&inputs);
        let (models, enums) = (datamodel.models.len(), datamodel.enums.len());
        if !any_error(&findings) {
            let counted = format!("{}, {}", plural(models, "model"), plural(enums, "enum"));
            ctx.terminal.done("Valid", counted);
        }
        let value = json!({ "models": models, "enums": enums });
        Ok(Outcome::of(value).with(findings, inputs.sources))
    }
}
