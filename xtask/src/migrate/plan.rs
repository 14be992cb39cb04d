//! `migrate plan`, and the question that `migrate up` asks.

mod estimate;
mod show;

use std::collections::BTreeMap;
use std::io::{BufRead, IsTerminal};

use ::lint::{Group, Options, RULES, Surveyed};
use clap::Args;
use diag::{Diagnostic, Span};
use runner::{Planned, Runner};
use serde_json::json;

use super::lint::options;
use super::session::{Session, title};
use crate::codes;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::outcome::Outcome;
use crate::project;
use crate::terminal::{BAD, BOLD, DIM, GOOD, paint, plural};
use estimate::{Danger, Effect, Sizes};

/// Show what pending migrations would do to the database: locks, rewrites, time, lost data
///
/// For each statement: which lock it takes on which table, whom that makes wait, whether the table or an
/// index is written anew or every row read, how big the table is by the database's own statistics, about how
/// long that takes, what is lost, and what would be safer. Nothing is run.
///
/// A statement is dangerous when it removes rows or values that are there, or when it makes reads or
/// writes wait for an estimated second or longer. `migrate up` asks before it runs one on any database but the
/// embedded development server; without a terminal it wants `--yes`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cargo xtask migrate plan\n  cargo xtask migrate plan --to 12 --format json"
)]
pub(crate) struct Plan {
    /// The last version to plan for
    #[arg(long, value_name = "VERSION")]
    to: Option<i64>,
}

/// A pending migration and what its statements do.
struct Pending {
    planned: Planned,
    statements: Vec<Statement>,
}

/// A pending statement.
struct Statement {
    /// Its text, white space made one.
    sql: String,
    /// What it does to each table that others may be using.
    effects: Vec<Effect>,
    /// What to do instead, as the rules say.
    safer: Vec<String>,
}

impl Plan {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let session = Session::new(ctx, project::runnable_migrations(ctx)?)?;
        let pending = pending(ctx, &session, self.to)?;
        show::people(ctx, &session.address.to_string(), &pending);
        let value = json!({
            "database": session.address.to_string(),
            "assumed_bytes_read_per_second": estimate::READ_PER_SECOND,
            "assumed_bytes_written_per_second": estimate::WRITTEN_PER_SECOND,
            "migrations": show::value(&pending),
        });
        Ok(Outcome::of(value).with(session.checked.findings, session.inputs.sources))
    }
}

/// Asks before what is dangerous is run on a database that is not the development server's.
///
/// # Errors
/// Where the answer is no, or nobody can be asked.
pub(super) fn ask(ctx: &Context, session: &Session<'_>, to: Option<i64>) -> Result<()> {
    if session.address.origin == "the development server" {
        return Ok(());
    }
    let pending = pending(ctx, session, to)?;
    let dangers: Vec<(&Pending, &Statement, &Effect, Danger)> = pending
        .iter()
        .flat_map(|migration| migration.statements.iter().map(move |it| (migration, it)))
        .flat_map(|(migration, statement)| {
            let effects = statement.effects.iter();
            effects.filter_map(move |effect| Some((migration, statement, effect, effect.danger()?)))
        })
        .collect();
    if dangers.is_empty() {
        return Ok(());
    }
    if std::io::stdin().is_terminal() && ctx.terminal.talks() {
        for (migration, statement, effect, danger) in &dangers {
            let heading = title(migration.planned.version, &migration.planned.name);
            ctx.terminal
                .aside(&format!("{}: {}\n", paint(BOLD, heading), statement.sql));
            ctx.terminal
                .aside(&format!("  {}\n", paint(BAD, danger.sentence(effect))));
            for safer in &statement.safer {
                ctx.terminal
                    .aside(&format!("  {} {safer}\n", paint(GOOD, "safer:")));
            }
        }
        ctx.terminal
            .aside(&format!("Run this on {}? [y/N] ", session.address));
        let mut answer = String::new();
        let read = std::io::stdin().lock().read_line(&mut answer);
        if read.is_ok() && ["y", "yes"].contains(&answer.trim().to_ascii_lowercase().as_str()) {
            return Ok(());
        }
    }
    Err(refusal(&dangers))
}

fn refusal(dangers: &[(&Pending, &Statement, &Effect, Danger)]) -> Failure {
    let count = plural(dangers.len(), "effect");
    let message = format!("what is pending has {count} that nobody said yes to");
    let mut finding = Diagnostic::error(&codes::NOT_CONFIRMED, message);
    for (migration, _, effect, danger) in dangers.iter().take(8) {
        let heading = title(migration.planned.version, &migration.planned.name);
        finding = finding.note(format!("{heading}: {}", danger.sentence(effect)));
    }
    let finding = finding
        .help("look at it: `cargo xtask migrate plan`")
        .help("run it all the same: `cargo xtask migrate up --yes`");
    let mut failure = Failure::from(finding);
    failure.blame = crate::failure::Blame::Project;
    failure
}

/// What is pending, with what each statement does by the database's statistics.
fn pending(ctx: &Context, session: &Session<'_>, to: Option<i64>) -> Result<Vec<Pending>> {
    let planned = session.run(async |runner: &Runner| runner.plan_up(to).await)?;
    if planned.is_empty() {
        return Ok(Vec::new());
    }
    let (options, _) = options(ctx)?;
    // What an earlier setting leaves out of the lint is still run.
    let options = Options {
        start_after: None,
        ..options
    };
    let versions: Vec<i64> = planned.iter().map(|it| it.version).collect();
    let migrations = &session.checked.migrations;
    let wanted = |file: &migrations::MigrationFile| versions.contains(&file.version);
    let surveyed = prismoid_build::survey(&session.inputs, migrations, &options, wanted);
    let findings = prismoid_build::lint(&session.inputs, migrations, &options, wanted);
    let sizes = Sizes::read(&session.address)?;
    let mut by_source: BTreeMap<_, Vec<Statement>> = BTreeMap::new();
    for statement in surveyed {
        let source = statement.span.source;
        let list = by_source.entry(source).or_default();
        list.push(described(session, &statement, &findings, &sizes));
    }
    let pending = planned.into_iter().map(|planned| {
        let mut files = migrations.migrations.iter();
        let file = files.find(|file| file.version == planned.version);
        let statements = file.and_then(|file| by_source.remove(&file.up));
        let done = planned.statements_done;
        Pending {
            statements: statements
                .unwrap_or_default()
                .into_iter()
                .skip(done)
                .collect(),
            planned,
        }
    });
    Ok(pending.collect())
}

/// Whether a finding is about those who wait, or about what is lost: the rest is for whoever writes the
/// migration.
fn is_felt(finding: &Diagnostic) -> bool {
    let rule = RULES.iter().find(|rule| rule.code == finding.code);
    rule.is_some_and(|rule| matches!(rule.group, Group::Locks | Group::Rewrites | Group::DataLoss))
}

fn described(
    session: &Session<'_>,
    statement: &Surveyed,
    findings: &[Diagnostic],
    sizes: &Sizes,
) -> Statement {
    let text = session.inputs.sources.slice(statement.span);
    let lies_in = |place: Span| {
        place.source == statement.span.source
            && place.start >= statement.span.start
            && place.end <= statement.span.end
    };
    let mut safer: Vec<String> = Vec::new();
    for finding in findings.iter().filter(|it| is_felt(it)) {
        let place = finding.primary.as_ref().map(|label| label.span);
        if place.is_some_and(lies_in) {
            for help in &finding.help {
                if !safer.contains(help) {
                    safer.push(help.clone());
                }
            }
        }
    }
    let felt = statement.impacts.iter().filter(|impact| !impact.is_new);
    Statement {
        sql: text.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
        effects: felt.map(|impact| sizes.effect(impact)).collect(),
        safer,
    }
}
