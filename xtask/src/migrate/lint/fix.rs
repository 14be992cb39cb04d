//! `migrate lint --fix`.

use std::path::PathBuf;

use ::lint::{Fixed, Options};
use diag::Diagnostic;
use migrations::{MigrationFile, NewMigration, Project};
use prismoid_build::{Checked, Inputs};
use serde_json::json;

use crate::codes;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::outcome::Outcome;
use crate::terminal::plural;
use crate::write::write_all;

/// Rewrites migrations that no lock file holds yet: one that is locked may have run somewhere.
pub(super) fn run(
    ctx: &Context,
    inputs: &Inputs,
    checked: &Checked,
    options: &Options,
    wanted: impl Fn(&MigrationFile) -> bool,
) -> Result<Outcome> {
    let project = &checked.migrations;
    if !project.layout.is_own() {
        let message = "only migrations in this tool's own layout can be rewritten";
        return Err(Failure::new(&codes::BAD_ARGUMENT, message)
            .help("move them over first: `cargo xtask migrate import`"));
    }
    let open = |file: &MigrationFile| wanted(file) && !is_locked(project, file);
    let Some(fixed) = prismoid_build::fix(inputs, project, options, open) else {
        let message = "the rewritten migrations would not build the same schema";
        return Err(Failure::new(&codes::BAD_ARGUMENT, message)
            .help("rewrite them by hand: `cargo xtask migrate lint` says what and how")
            .help("name the files to rewrite, one at a time"));
    };
    let locked = project
        .migrations
        .iter()
        .filter(|file| wanted(file) && is_locked(project, file));
    let locked = locked.count();
    if fixed.is_empty() {
        let also = if locked > 0 {
            format!(
                "; {} locked already, and may have run",
                plural(locked, "migration")
            )
        } else {
            String::new()
        };
        ctx.terminal.line(format!("Nothing to rewrite{also}."));
        return Ok(Outcome::of(json!({ "files": [] })));
    }
    let files = files(ctx, inputs, project, &fixed)?;
    let written = write_all(&files)?;
    let layout = ctx.layout()?;
    let shown: Vec<String> = written.iter().map(|path| layout.shown(path)).collect();
    for path in &shown {
        ctx.terminal.done("Wrote", path);
    }
    let count = plural(shown.len(), "file");
    ctx.terminal
        .done("Finished", format!("{count}; next: cargo xtask codegen"));
    Ok(Outcome::of(json!({ "files": shown })))
}

/// The texts that are edited, and those that are new.
fn files(
    ctx: &Context,
    inputs: &Inputs,
    project: &Project,
    fixed: &Fixed,
) -> Result<Vec<(PathBuf, String)>> {
    let layout = ctx.layout()?;
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    for file in &project.migrations {
        for source in [Some(file.up), file.down].into_iter().flatten() {
            let text = inputs.sources.get(source);
            let edited = fixed.apply(source, text.text());
            if edited != text.text() {
                files.push((layout.root.join(text.name()), edited));
            }
        }
    }
    let author = super::super::create::author();
    let date = chrono::Local::now().date_naive().to_string();
    let mut project = project.clone();
    for added in &fixed.added {
        let new = NewMigration {
            name: &added.name,
            description: &added.description,
            author: &author,
            date: &date,
            up: &added.up,
            down: &added.down,
        };
        let pair = migrations::create(&project, new);
        let pair = pair.map_err(|finding: Box<Diagnostic>| Failure::from(*finding))?;
        for file in &pair {
            let text = if added.transaction {
                file.text.clone()
            } else {
                file.text
                    .replacen("\n\n", "\n-- prismoid: no-transaction\n\n", 1)
            };
            files.push((layout.migrations.join(&file.path), text));
        }
        // The next one counts on from it.
        if let Some(last) = project.migrations.last() {
            let mut next = last.clone();
            next.version = project.next_version();
            next.stem = project.next_stem(&added.name);
            next.name.clone_from(&added.name);
            project.migrations.push(next);
        }
    }
    Ok(files)
}

fn is_locked(project: &Project, file: &MigrationFile) -> bool {
    let lines = project.lock.iter().flat_map(|lock| &lock.lines);
    lines
        .into_iter()
        .any(|(line, _)| line.version == file.version)
}
