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
        let contents = Contents::of(&datamodel);
        if !any_error(&findings) {
            ctx.terminal.done("Valid", contents.words());
        }
        let value = json!({
            "models": contents.models,
            "views": contents.views,
            "enums": contents.enums,
        });
        Ok(Outcome::of(value).with(findings, inputs.sources))
    }
}

/// How much a schema holds.
pub(crate) struct Contents {
    pub(crate) models: usize,
    pub(crate) views: usize,
    pub(crate) enums: usize,
}

impl Contents {
    pub(crate) fn of(datamodel: &psl::Datamodel) -> Self {
        let views = datamodel
            .models
            .iter()
            .filter(|model| model.is_view())
            .count();
        Self {
            models: datamodel.models.len() - views,
            views,
            enums: datamodel.enums.len(),
        }
    }

    /// `10 models, 3 views, 2 enums`; what there is none of is left out.
    pub(crate) fn words(&self) -> String {
        let counts = [
            (self.models, "model"),
            (self.views, "view"),
            (self.enums, "enum"),
        ];
        let parts = counts
            .iter()
            .filter(|(count, noun)| *count > 0 || *noun == "model");
        let parts: Vec<String> = parts.map(|(count, noun)| plural(*count, noun)).collect();
        parts.join(", ")
    }
}
