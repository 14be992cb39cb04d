//! `migrate repair`.

use clap::Args;
use runner::{Repair as Row, RepairKind, Runner};
use serde_json::json;

use super::session::{Session, title};
use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::project;

/// Make the history agree with the files: accept edits and new names, forget failed attempts
///
/// For migrations whose files were changed on purpose, without a change of what they do.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask migrate repair --dry-run")]
pub(crate) struct Repair {
    /// Show what would be changed, and change nothing
    #[arg(long)]
    dry_run: bool,
}

impl Repair {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let session = Session::new(ctx, project::runnable_migrations(ctx)?)?;
        let repairs = session.run(async |runner: &Runner| runner.repair(self.dry_run).await)?;
        for repair in &repairs {
            let text = format!("{}: {}", title(repair.version, &repair.name), what(repair));
            ctx.terminal.done("Repaired", text);
        }
        if repairs.is_empty() {
            ctx.terminal
                .line("The history agrees with the files; nothing to do.");
        } else if self.dry_run {
            ctx.terminal
                .line("Nothing was changed: this was a dry run.");
        }
        let list: Vec<_> = repairs
            .iter()
            .map(|one| json!({ "version": one.version, "name": one.name, "change": what(one) }))
            .collect();
        let value = json!({ "repairs": list, "dry_run": self.dry_run });
        Ok(Outcome::of(value).with(session.checked.findings, session.inputs.sources))
    }
}

fn what(repair: &Row) -> String {
    match &repair.kind {
        RepairKind::Checksum { before, after } => {
            format!(
                "edit accepted, checksum {} is {} now",
                short(before),
                short(after)
            )
        }
        RepairKind::Name { before } => format!("new name accepted, it was {before}"),
        RepairKind::Failed => "failed attempt forgotten".to_owned(),
    }
}

fn short(checksum: &str) -> &str {
    checksum.get(..12).unwrap_or(checksum)
}
