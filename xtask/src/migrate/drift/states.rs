//! What is compared: the schema, the migrations that were applied, all migrations, the database.

use ::schema::Schema;
use diag::Diagnostic;
use prismoid_build::{Checked, Inputs};
use runner::{Runner, Status, StatusKind};

use super::super::adopt::Known;
use super::super::session::Session;
use super::pattern::{Pattern, leave_out};
use super::prove;
use crate::context::Context;
use crate::database;
use crate::failure::{Failure, Result};
use crate::project;

/// The states, each in the model that all share.
pub(super) struct States {
    /// What schema.prisma asks for, without what it has no words for; `None` where it is not there,
    /// or not in order.
    pub(super) wanted: Option<Schema>,
    /// Why it is not in order.
    pub(super) schema_findings: Vec<Diagnostic>,
    /// What all migrations build.
    pub(super) all: Schema,
    /// What the migrations build that the database has.
    pub(super) applied: Schema,
    /// The same as a server reads it back.
    pub(super) proved: Option<Schema>,
    /// Why there is no such proof.
    pub(super) unproved: Option<String>,
    /// What the database contains.
    pub(super) live: Schema,
    /// What others own.
    pub(super) ignored: Vec<Pattern>,
    pub(super) pending: Vec<Status>,
    /// The versions that the database has.
    pub(super) versions: Vec<i64>,
    pub(super) address: database::Address,
    pub(super) inputs: Inputs,
    pub(super) checked: Checked,
}

impl States {
    /// Reads all of them, without the objects that others own.
    pub(super) fn read(ctx: &Context, ignored: Vec<Pattern>) -> Result<Self> {
        let inputs = project::read(ctx)?;
        let (datamodel, mut schema_findings) = project::schema(&inputs);
        schema_findings.retain(Diagnostic::is_error);
        let has_schema = !inputs.schema.is_empty();
        let wanted = (has_schema && schema_findings.is_empty()).then(|| psl::lower(&datamodel));
        if !has_schema {
            schema_findings.clear();
        }
        let checked = project::applicable_migrations(&inputs);
        let incomplete = checked.findings.iter().any(Diagnostic::is_error);
        if incomplete {
            return Err(Failure::findings(checked.findings, inputs.sources));
        }
        let session = Session::new(ctx, (inputs, checked))?;
        let mut rows = session.run(async |runner: &Runner| runner.status().await)?;
        if let Some(known) = Known::of(&session)? {
            known.overlay(&mut rows);
        }
        let live = database::introspect(ctx, &session.address)?;
        let Session {
            inputs,
            checked,
            address,
            ..
        } = session;
        let (pending, applied): (Vec<Status>, Vec<Status>) =
            rows.into_iter().partition(|row| is_pending(row.kind));
        let versions: Vec<i64> = applied.iter().map(|row| row.version).collect();
        let mut states = Self {
            wanted,
            schema_findings,
            all: checked.history.clone(),
            applied: fold(&inputs, &checked, &versions),
            proved: None,
            unproved: None,
            live,
            ignored,
            pending,
            versions,
            address,
            inputs,
            checked,
        };
        let all = [&mut states.all, &mut states.applied, &mut states.live];
        for schema in all {
            sql::resolve(schema);
            leave_out(schema, &states.ignored);
        }
        states.wanted.iter_mut().for_each(sql::resolve);
        Ok(states)
    }

    /// Asks a server what the applied migrations build.
    pub(super) fn prove(&mut self, ctx: &Context) {
        match prove::built(ctx, &self.inputs, &self.checked, &self.versions) {
            Ok(mut schema) => {
                sql::resolve(&mut schema);
                leave_out(&mut schema, &self.ignored);
                self.proved = Some(schema);
            }
            Err(failure) => {
                let first = failure.findings.first();
                self.unproved = Some(first.map_or_else(String::new, |it| it.message.clone()));
            }
        }
    }
}

/// Whether the database has nothing of a migration.
fn is_pending(kind: StatusKind) -> bool {
    match kind {
        StatusKind::Pending | StatusKind::OutOfOrder => true,
        StatusKind::Applied
        | StatusKind::Baselined
        | StatusKind::Running
        | StatusKind::Failed
        | StatusKind::Reverting
        | StatusKind::Edited
        | StatusKind::Missing => false,
    }
}

/// What the migrations of these versions build.
fn fold(inputs: &Inputs, checked: &Checked, versions: &[i64]) -> Schema {
    let all = &checked.migrations.migrations;
    let applied = all.iter().filter(|it| versions.contains(&it.version));
    let scripts: Vec<sql::Script> = applied
        .map(|migration| {
            let text = inputs.sources.get(migration.up).text();
            sql::parse(migration.up, text).0
        })
        .collect();
    sql::fold(&scripts).0
}
