//! `migrate lint`.

mod fix;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use ::lint::{Level, Options, RULES};
use clap::Args;
use diag::Diagnostic;
use migrations::MigrationFile;
use prismoid_build::{Checked, Inputs};
use serde_json::json;

use crate::codes;
use crate::context::Context;
use crate::failure::{Failure, Result, any_error};
use crate::outcome::Outcome;
use crate::project;
use crate::terminal::{BOLD, paint, plural};

/// Find what migrations do to a database in use: locks, rewrites, lost data, and likely mistakes
///
/// Every rule knows the schema that the migrations before have built. Levels stand in
/// `[workspace.metadata.prismoid.lint]` of Cargo.toml, `-- prismoid: allow RULE REASON` in a migration
/// speaks for the file (in its header) or for the statement below it.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cargo xtask migrate lint --since origin/main\n  \
                        cargo xtask migrate lint migrations/012_add_alerts.sql\n  \
                        cargo xtask migrate lint --format markdown --since origin/main > comment.md"
)]
pub(crate) struct Lint {
    /// Only these migrations [default: all after `start-after`]
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,
    /// Only migrations that are new or changed since this revision of git
    #[arg(long, value_name = "REV", conflicts_with = "files")]
    since: Option<String>,
    /// Rewrite what has a form that holds nobody up: indexes concurrently in migrations of their own,
    /// constraints `NOT VALID` and validated later
    #[arg(long)]
    fix: bool,
    /// List the rules with their levels
    #[arg(long, conflicts_with_all = ["files", "since", "fix"])]
    rules: bool,
}

impl Lint {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let (options, mut findings) = options(ctx)?;
        if self.rules {
            let list = list_rules(ctx, &options);
            return Ok(list.with(findings, diag::Sources::new()));
        }
        let inputs = project::read(ctx)?;
        let checked = project::applicable_migrations(&inputs);
        if any_error(&checked.findings) {
            return Err(Failure::findings(checked.findings, inputs.sources));
        }
        let names = self.names(ctx, &inputs, &checked)?;
        let wanted = |file: &MigrationFile| {
            let name = inputs.sources.get(file.up).name();
            names.as_ref().is_none_or(|names| names.contains(name))
        };
        if self.fix {
            return fix::run(ctx, &inputs, &checked, &options, wanted);
        }
        let judged = checked.migrations.migrations.iter().filter(|file| {
            wanted(file) && options.start_after.is_none_or(|after| file.version > after)
        });
        let count = judged.count();
        findings.extend(prismoid_build::lint(
            &inputs,
            &checked.migrations,
            &options,
            wanted,
        ));
        if findings.is_empty() {
            let rules = RULES
                .iter()
                .filter(|rule| options.level(rule) != Level::Allow);
            let rules = plural(rules.count(), "rule");
            let text = format!("{} by {rules}", plural(count, "migration"));
            ctx.terminal.done("Linted", text);
        }
        let advice = advice(&findings, &checked, &options);
        let outcome = Outcome::of(json!({ "migrations": count })).advising(advice);
        Ok(outcome.with(findings, inputs.sources))
    }

    /// The files to judge, as they are shown; `None` for all.
    fn names(
        &self,
        ctx: &Context,
        inputs: &Inputs,
        checked: &Checked,
    ) -> Result<Option<BTreeSet<String>>> {
        if let Some(revision) = &self.since {
            return changed(ctx, revision).map(Some);
        }
        if self.files.is_empty() {
            return Ok(None);
        }
        let layout = ctx.layout()?;
        let mut names = BTreeSet::new();
        for path in &self.files {
            let absolute = std::path::absolute(path).unwrap_or_else(|_| path.clone());
            let name = layout.shown(&absolute);
            let mut files = checked.migrations.migrations.iter();
            if !files.any(|file| inputs.sources.get(file.up).name() == name) {
                let message = format!("`{}` is no migration of this project", path.display());
                let failure = Failure::new(&codes::BAD_ARGUMENT, message);
                let folder = &layout.config.migrations;
                return Err(failure.help(format!("name a file of `{folder}`")));
            }
            names.insert(name);
        }
        Ok(Some(names))
    }
}

/// What the rules say about a project for commands that look at everything.
pub(crate) fn of_project(
    ctx: &Context,
    inputs: &Inputs,
    checked: &Checked,
) -> Result<Vec<Diagnostic>> {
    let (options, mut findings) = options(ctx)?;
    let more = prismoid_build::lint(inputs, &checked.migrations, &options, |_| true);
    findings.extend(more);
    Ok(findings)
}

/// What to do about a long history that nobody has judged before.
pub(crate) fn advice(
    findings: &[Diagnostic],
    checked: &Checked,
    options: &Options,
) -> Option<String> {
    const MANY: usize = 30;
    let is_rule = |it: &&Diagnostic| RULES.iter().any(|rule| rule.code == it.code);
    let count = findings.iter().filter(is_rule).count();
    let migrations = checked.migrations.migrations.iter();
    let last = migrations
        .filter(|it| !it.is_repeatable())
        .map(|it| it.version)
        .max()?;
    (count > MANY && options.start_after.is_none()).then(|| {
        format!(
            "set `start-after = \"{last}\"` in `[workspace.metadata.prismoid.lint]`: what is \
             applied everywhere needs no judging"
        )
    })
}

/// What the project's configuration says about the rules.
pub(crate) fn options(ctx: &Context) -> Result<(Options, Vec<Diagnostic>)> {
    Ok(Options::read(&ctx.layout()?.config.lint))
}

fn list_rules(ctx: &Context, options: &Options) -> Outcome {
    let mut list = Vec::new();
    for rule in RULES {
        let level = options.level(rule).word();
        let summary = rule
            .code
            .explanation
            .lines()
            .next()
            .unwrap_or_default()
            .trim();
        let name = paint(BOLD, format!("{:<32}", rule.code.name));
        let group = rule.group.name();
        ctx.terminal
            .line(format!("{name} {level:<5} {group:<14} {summary}"));
        list.push(json!({
            "rule": rule.code.name,
            "level": level,
            "group": group,
            "summary": summary,
        }));
    }
    Outcome::of(json!({ "rules": list }))
}

/// The migrations that differ from a revision, those that git does not know yet included.
fn changed(ctx: &Context, revision: &str) -> Result<BTreeSet<String>> {
    let layout = ctx.layout()?;
    let folder = layout.migrations.as_path();
    // Relative to the common ancestor, as a pull request shows it.
    let base = git(&layout.root, &["merge-base", revision, "HEAD"])
        .unwrap_or_else(|_| revision.to_owned());
    let base = base.trim();
    let path = folder.to_string_lossy();
    let differing = [
        "diff",
        "--name-only",
        "--relative",
        "--no-renames",
        base,
        "--",
        &path,
    ];
    let new = ["ls-files", "--others", "--exclude-standard", "--", &path];
    let mut names = BTreeSet::new();
    for arguments in [differing.as_slice(), new.as_slice()] {
        let listed = git(&layout.root, arguments)?;
        names.extend(listed.lines().map(str::to_owned));
    }
    Ok(names)
}

/// What git says.
fn git(root: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git")
        .current_dir(root)
        .args(["-c", "core.quotePath=false"])
        .args(arguments)
        .output()
        .map_err(|error| {
            let message = format!("git could not be started: {error}");
            Failure::new(&codes::PROGRAM_FAILED, message)
        })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let reason = String::from_utf8_lossy(&output.stderr);
    let message = format!("git refused: {}", reason.lines().next().unwrap_or_default());
    Err(Failure::new(&codes::PROGRAM_FAILED, message))
}
