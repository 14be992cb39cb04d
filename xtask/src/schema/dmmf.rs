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
        // A large schema's document is longer than one would want to hold at once.
        psl::write_dmmf(&datamodel, &mut |part: &str| ctx.terminal.raw(part));
        ctx.terminal.raw("\n");
        Ok(Outcome::printed().with(findings, sources))
    }
}
