//! `codegen`: writes the generated crate and the lock file, or says what is stale.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use diag::{Diagnostic, Severity, Sources};
use prismoid_build::{Checked, Generated, Inputs};
use serde_json::json;

use crate::context::Context;
use crate::failure::{Failure, Result, any_error, file};
use crate::outcome::Outcome;
use crate::project;
use crate::terminal::plural;
use crate::write::write_all;

/// Write the generated crate and migrations.lock from the schema and the migrations
///
/// All files are written or none. Files that belong to nothing any more are deleted.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cargo xtask codegen\n  cargo xtask codegen --check")]
pub(crate) struct Codegen {
    /// Write nothing; fail if something would change
    #[arg(long)]
    check: bool,
    /// Take edited migrations as they are now, for those that no database has run yet
    #[arg(long, conflicts_with = "check")]
    relock: bool,
}

impl Codegen {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        // Read.
        if self.check {
            let (findings, sources) = freshness(ctx)?;
            if !any_error(&findings) {
                ctx.terminal
                    .done("Fresh", "the generated files are what codegen would write");
            }
            return Ok(Outcome::fine().with(findings, sources));
        }
        let inputs = project::read(ctx)?;
        let checked = self.acceptable(&inputs)?;
        // Generate.
        let generated = generate(ctx, &checked, &inputs.sources)?;
        // Write.
        let written = write(ctx, &generated)?;
        let count = plural(generated.files.len(), "generated file");
        match written.len() {
            0 => ctx
                .terminal
                .done("Fresh", format!("{count}; nothing to write")),
            changed => ctx
                .terminal
                .done("Finished", format!("{count}, {changed} changed")),
        }
        let findings = [checked.findings, generated.findings].concat();
        Ok(Outcome::of(json!({ "changed": written })).with(findings, inputs.sources))
    }

    /// The project, if nothing is wrong with it but what this command settles.
    fn acceptable(&self, inputs: &Inputs) -> Result<Checked> {
        let mut checked = prismoid_build::check(inputs);
        let settled = |d: &Diagnostic| migrations::is_settled_by_codegen(d.code, self.relock);
        checked.findings.retain(|finding| !settled(finding));
        // Whoever changes the schema wants its types before the migration is written.
        for finding in &mut checked.findings {
            if *finding.code == prismoid_build::codes::SCHEMA_DRIFT {
                finding.severity = finding.severity.min(Severity::Warning);
            }
        }
        if any_error(&checked.findings) {
            return Err(Failure::findings(checked.findings, inputs.sources.clone()));
        }
        Ok(checked)
    }
}

/// What is wrong with the project or its generated files.
pub(crate) fn freshness(ctx: &Context) -> Result<(Vec<Diagnostic>, Sources)> {
    let mut inputs = project::read(ctx)?;
    let checked = prismoid_build::check(&inputs);
    let mut findings = checked.findings.clone();
    // Files that nobody could generate from these texts are not worth a word.
    if checked.can_generate() {
        findings.extend(stale(ctx, &checked, &mut inputs.sources)?);
    }
    Ok((findings, inputs.sources))
}

/// What is wrong with the generated files of a project that is in order.
pub(crate) fn stale(
    ctx: &Context,
    checked: &Checked,
    sources: &mut Sources,
) -> Result<Vec<Diagnostic>> {
    let layout = ctx.layout()?;
    if !checked.migrations.layout.is_own() && !layout.generated.is_dir() {
        // A project of another tool, of which nothing was generated yet.
        return Ok(Vec::new());
    }
    let generated = prismoid_build::generate(checked, &layout.config.package());
    let mut findings = generated.findings;
    let actual = prismoid_build::load_generated(&layout.generated)
        .map_err(|e| file("read", &layout.generated, &e))?;
    let folder = layout.shown(&layout.generated);
    findings.extend(prismoid_build::stale(
        &generated.files,
        &actual,
        &folder,
        sources,
    ));
    Ok(findings)
}

fn generate(ctx: &Context, checked: &Checked, sources: &Sources) -> Result<Generated> {
    let generated = prismoid_build::generate(checked, &ctx.layout()?.config.package());
    if any_error(&generated.findings) {
        return Err(Failure::findings(generated.findings, sources.clone()));
    }
    Ok(generated)
}

/// Writes the files and the lock, and deletes what belongs to nothing. Returns what changed.
fn write(ctx: &Context, generated: &Generated) -> Result<Vec<String>> {
    let layout = ctx.layout()?;
    let folder = &layout.generated;
    let mut files: Vec<(PathBuf, String)> = generated
        .files
        .iter()
        .map(|file| (folder.join(&file.path), file.text.clone()))
        .collect();
    if !generated.lock.is_empty() {
        let lock = layout.migrations.join(migrations::LOCK_FILE);
        files.push((lock, generated.lock.clone()));
    }
    let present = prismoid_build::load_generated(folder).map_err(|e| file("read", folder, &e))?;
    let orphans = present
        .iter()
        .filter(|old| generated.files.iter().all(|new| new.path != old.path))
        .map(|old| folder.join(&old.path));
    let mut changed = Vec::new();
    for path in write_all(&files)? {
        ctx.terminal.done("Wrote", layout.shown(path));
        changed.push(layout.shown(path));
    }
    for path in orphans {
        fs::remove_file(&path).map_err(|e| file("delete", &path, &e))?;
        ctx.terminal.done("Deleted", layout.shown(&path));
        changed.push(layout.shown(&path));
    }
    Ok(changed)
}
