//! `migrate renumber`.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use diag::Diagnostic;
use serde_json::json;

use crate::codes;
use crate::context::Context;
use crate::failure::{Failure, Result, file};
use crate::outcome::Outcome;
use crate::project;
use crate::terminal::plural;
use crate::write::write_all;

/// Move my migrations behind those of another branch, after a merge
///
/// Mine are those on my side of the conflict in migrations.lock; without a conflict, those that are
/// not locked yet although later ones are. Dependencies in headers follow.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask migrate renumber --dry-run")]
pub(crate) struct Renumber {
    /// The migrations to move, as `004_add_alerts` [default: mine]
    #[arg(value_name = "MIGRATION")]
    migrations: Vec<String>,
    /// During a rebase, where git shows my side below theirs
    #[arg(long)]
    rebase: bool,
    /// Move migrations too that are locked, which a database may have run already
    #[arg(long)]
    force: bool,
    /// Show what would be done
    #[arg(long)]
    dry_run: bool,
}

impl Renumber {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let layout = ctx.layout()?;
        let texts = project::read(ctx)?;
        let (project, _) = texts.read_migrations();
        migrations::refuse_other_layout(&project).map_err(|it| Failure::from(*it))?;
        let mine = if self.migrations.is_empty() {
            migrations::mine(&project, self.rebase)
        } else {
            self.named(&project)?
        };
        let plan = migrations::renumber(&project, &texts.sources, &mine);
        if plan.renames.is_empty() {
            ctx.terminal
                .line("The migrations are in order; nothing to do.");
            return Ok(Outcome::of(json!({ "renames": [] })));
        }
        if !plan.locked.is_empty() && !self.force {
            let message = format!("{} would move although locked", plan.locked.join(", "));
            return Err(
                Failure::from(Diagnostic::error(&codes::BAD_ARGUMENT, message))
                    .note("a database that has run one of them knows it under its present number")
                    .help("add `--force` if no database has run them"),
            );
        }
        for (from, to) in &plan.renames {
            ctx.terminal.done("Renamed", format!("{from} to {to}"));
        }
        if self.dry_run {
            ctx.terminal
                .line("Nothing was changed: this was a dry run.");
        } else {
            let folder = &layout.migrations;
            rename_all(folder, &plan.renames)?;
            let mut files: Vec<(PathBuf, String)> = plan
                .rewrites
                .iter()
                .map(|file| (folder.join(&file.path), file.text.clone()))
                .collect();
            files.push((folder.join(migrations::LOCK_FILE), plan.lock.clone()));
            write_all(&files)?;
            let count = plural(plan.renames.len(), "file");
            ctx.terminal
                .done("Finished", format!("{count}; next: cargo xtask codegen"));
        }
        let renames: Vec<_> = plan
            .renames
            .iter()
            .map(|(from, to)| json!({ "from": from, "to": to }))
            .collect();
        Ok(Outcome::of(
            json!({ "renames": renames, "dry_run": self.dry_run }),
        ))
    }

    /// The named migrations; each must be there.
    fn named(&self, project: &migrations::Project) -> Result<Vec<String>> {
        for stem in &self.migrations {
            if !project.migrations.iter().any(|m| m.stem == *stem) {
                let message = format!("there is no migration `{stem}`");
                return Err(Failure::new(&codes::BAD_ARGUMENT, message)
                    .help("name it as its file without `.sql`: `004_add_alerts`"));
            }
        }
        Ok(self.migrations.clone())
    }
}

/// Renames together, as one file may take another's old name: all away first, then all back.
fn rename_all(folder: &std::path::Path, renames: &[(String, String)]) -> Result<()> {
    let away = |name: &str| folder.join(format!(".{name}.renumbered"));
    for (from, _) in renames {
        let path = folder.join(from);
        fs::rename(&path, away(from)).map_err(|e| file("rename", &path, &e))?;
    }
    for (from, to) in renames {
        let path = folder.join(to);
        fs::rename(away(from), &path).map_err(|e| file("rename", &path, &e))?;
    }
    Ok(())
}
