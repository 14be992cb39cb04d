//! All that is wrong with a project, from its texts alone.

use diag::{Diagnostic, SourceId};
use migrations::{Layout, Project};
use psl::datamodel::Datamodel;
use schema::Schema;
use sql::{Fold, Script};

use crate::inputs::Inputs;
use crate::{codes, drift};

/// A project as it was understood.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What the schema says.
    pub datamodel: Datamodel,
    /// The migrations and their lock file.
    pub migrations: Project,
    /// What the migrations build, as far as it was understood.
    pub history: Schema,
    /// Everything found, sorted by file and place.
    pub findings: Vec<Diagnostic>,
}

impl Checked {
    /// Whether anything is an error.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(Diagnostic::is_error)
    }

    /// Whether the generated files can be told: nothing is wrong, but for what the schema is ahead
    /// of the migrations.
    pub fn can_generate(&self) -> bool {
        let mut findings = self.findings.iter();
        findings.all(|it| !it.is_error() || *it.code == codes::SCHEMA_DRIFT)
    }
}

/// Reads the schema and the migrations and judges them: the schema by itself, the folder of
/// migrations by its rules, and each migration's SQL against those before it.
pub fn check(inputs: &Inputs) -> Checked {
    let sources = &inputs.sources;
    let mut findings = inputs.findings.clone();
    let (datamodel, more) = psl::parse(sources, &inputs.schema);
    findings.extend(more);
    let (migrations, more) = inputs.read_migrations();
    findings.extend(more);
    let (history, more) = check_sql(inputs, &migrations);
    findings.extend(more);
    if !findings.iter().any(is_serious) {
        findings.extend(drift::findings(&datamodel, &history, sources));
    }
    Diagnostic::sort(&mut findings, sources);
    Checked {
        datamodel,
        migrations,
        history,
        findings,
    }
}

/// Whether a finding leaves open what the schema or the migrations say; a lock file that is merely
/// behind does not.
fn is_serious(finding: &Diagnostic) -> bool {
    finding.is_error() && !migrations::is_settled_by_codegen(finding.code, false)
}

/// Syntax and transactions of every script, and what the migrations build one after the other.
fn check_sql(inputs: &Inputs, project: &Project) -> (Schema, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let mut read = |id: SourceId, transaction: bool| -> Script {
        let (script, more) = sql::parse(id, inputs.sources.get(id).text());
        findings.extend(more);
        let is_control = |finding: &Diagnostic| {
            *finding.code == sql::codes::TRANSACTION_CONTROL
                || *finding.code == sql::codes::NEEDLESS_NO_TRANSACTION
        };
        let mut more = sql::check_transaction(&script, transaction);
        // Other tools hand a file to the server with the transactions that it has.
        more.retain(|finding| project.layout.is_own() || !is_control(finding));
        for finding in &mut more {
            if *finding.code == sql::codes::NEEDS_NO_TRANSACTION
                && let Some(help) = without_transaction(project.layout)
            {
                finding.help = vec![help.to_owned()];
            }
        }
        findings.extend(more);
        script
    };
    let mut ups = Vec::new();
    let mut downs = Vec::new();
    for migration in &project.migrations {
        ups.push(read(migration.up, migration.transaction()));
        let down = migration.down;
        downs.push(down.map(|down| read(down, migration.down_transaction())));
    }
    // What follows a script that was not understood would only follow from that.
    let incomplete = ups.iter().position(Script::is_incomplete);
    let (history, more) = sql::fold(&ups[..incomplete.unwrap_or(ups.len())]);
    if incomplete.is_none() && !more.iter().any(Diagnostic::is_error) {
        findings.extend(check_way_back(&ups, &downs));
    }
    findings.extend(more);
    (history, findings)
}

/// How a migration of another tool is told to run without a transaction; `None` where our own words
/// say it too.
fn without_transaction(layout: Layout) -> Option<&'static str> {
    Some(match layout {
        Layout::Sqlx => {
            "put it into a migration of its own that begins with the line `-- no-transaction`"
        }
        Layout::Diesel => {
            "put it into a migration of its own with `run_in_transaction = false` in its \
             `metadata.toml`"
        }
        Layout::Flyway => {
            "put it into a migration of its own with `executeInTransaction=false` in its \
             `.sql.conf`"
        }
        Layout::Dbmate => {
            "put it into a migration of its own with `-- migrate:up transaction:false`"
        }
        Layout::Goose => {
            "put it into a migration of its own with the line `-- +goose NO TRANSACTION`"
        }
        // Their files run as they are, so that a file with nothing else needs no word.
        Layout::Prisma | Layout::GolangMigrate => {
            "put it into a migration of its own, which then runs without a transaction"
        }
        Layout::Prismoid | Layout::Refinery => return None,
    })
}

/// Each rollback over what the migrations up to its own have built: what it does not find there, it
/// would not find in a database either.
fn check_way_back(ups: &[Script], downs: &[Option<Script>]) -> Vec<Diagnostic> {
    let run = |fold: &mut Fold, script: &Script| {
        fold.begin(script);
        script.statements().for_each(|it| fold.step(it));
        fold.end(script);
    };
    let mut findings = Vec::new();
    let mut there = Fold::new();
    for (up, down) in ups.iter().zip(downs) {
        run(&mut there, up);
        let Some(down) = down.as_ref().filter(|script| !script.is_incomplete()) else {
            continue;
        };
        let mut back = there.clone();
        let known = back.findings().len();
        run(&mut back, down);
        findings.extend_from_slice(&back.findings()[known..]);
    }
    findings
}
