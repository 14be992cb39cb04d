//! `schema dmmf`.

use clap::Args;

use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::project;

/// Print the schema as Prisma's DMMF, the JSON that generators read
///
/// The output is the document itself, whatever the format.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask schema dmmf | jq '.datamodel.models[].name'")]
pub(crate) struct Dmmf {}

impl Dmmf {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let (datamodel, findings, sources) = project::valid_schema(ctx)?;
        ctx.terminal.raw(&(psl::dmmf(&datamodel) + "\n"));
        Ok(Outcome::printed().with(findings, sources))
    }
}
