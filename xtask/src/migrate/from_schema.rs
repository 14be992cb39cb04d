//! `migrate create NAME --from-schema`: the difference of schema.prisma and the migrations as the
//! next migrations, with their ways back.

use ::schema::{Rename, Schema};
use diag::Diagnostic;
use diff::{Options, Part, Script, Stage};
use migrations::{NewMigration, Project};
use prismoid_build::{Checked, Inputs};
use serde_json::json;

use super::planning::{Plan, Planning, Way, likely, reader, size, unobstructed};
use super::proof;
use crate::codes;
use crate::context::Context;
use crate::failure::{Failure, Result, any_error};
use crate::outcome::Outcome;
use crate::project;
use crate::terminal::plural;
use crate::write::write_all;

/// What the new migrations are called, and how they are made.
pub(super) struct Request<'a> {
    pub(super) name: &'a str,
    pub(super) description: &'a str,
    pub(super) author: &'a str,
    pub(super) date: &'a str,
    pub(super) planning: &'a Planning,
    pub(super) proves: bool,
    pub(super) dry_run: bool,
}

/// One migration to be written.
pub(super) struct Draft {
    name: String,
    description: String,
    pub(super) up: String,
    pub(super) down: String,
    pub(super) transaction: bool,
    pub(super) down_transaction: bool,
}

impl Request<'_> {
    pub(super) fn run(&self, ctx: &Context) -> Result<Outcome> {
        // Read.
        let inputs = project::read_to_begin(ctx)?;
        let checked = acceptable(&inputs)?;
        // Before anything is asked or proved.
        migrations::refuse_other_layout(&checked.migrations).map_err(|it| Failure::from(*it))?;
        // Plan.
        let mut wanted = psl::lower(&checked.datamodel);
        sql::resolve(&mut wanted);
        let way = Way {
            before: &checked.history,
            wanted: &wanted,
            hints: psl::renames(&checked.datamodel),
        };
        let plan = self.planning.plan(ctx, way, diff::complete)?;
        if plan.script.is_empty() {
            ctx.terminal
                .line("The migrations build what the schema asks for; nothing to write.");
            return Ok(Outcome::of(json!({ "files": [], "changes": [] })));
        }
        unobstructed(&checked.history, &plan, Some(&inputs.sources))?;
        self.planning.allow(&plan.script)?;
        let drafts = self.drafts(&inputs, &checked, &plan)?;
        // Prove.
        if self.proves {
            proof::prove(ctx, &inputs, &checked, &plan.after, &drafts)?;
        }
        // Write.
        self.write(ctx, inputs, &plan.script, &drafts)
    }

    /// The files of the plan, each with the way back that the fold of it tells.
    fn drafts(&self, inputs: &Inputs, checked: &Checked, plan: &Plan) -> Result<Vec<Draft>> {
        let files = plan.script.files();
        let mut scripts = scripts(inputs, &checked.migrations);
        let mut sources = inputs.sources.clone();
        let mut before = checked.history.clone();
        let mut drafts: Vec<Draft> = Vec::new();
        for (number, file) in files.iter().enumerate() {
            let up = file.to_string();
            let id = sources.add("planned.sql", &up);
            let (script, findings) = sql::parse(id, &up);
            if any_error(&findings) {
                return Err(Failure::findings(findings, sources));
            }
            scripts.push(script);
            let (after, _) = sql::fold(&scripts);
            let (down, down_transaction) = way_back(&before, &after, &plan.script, file);
            let name = self.file_name(file, number, &drafts);
            drafts.push(Draft {
                description: self.describe(file, number),
                name,
                up,
                down,
                transaction: file.transaction,
                down_transaction,
            });
            before = after;
        }
        let left = diff::plan(&before, &plan.after, &Options::offline());
        if !left.is_empty() {
            return Err(incomplete(&left));
        }
        Ok(drafts)
    }

    /// The name itself for the first file, and what the others do behind it.
    fn file_name(&self, file: &Part<'_>, number: usize, drafts: &[Draft]) -> String {
        if number == 0 {
            return self.name.to_owned();
        }
        let does = match file.steps.first().map(|step| step.stage) {
            Some(Stage::CreateIndexes | Stage::DropIndexes) => "indexes",
            Some(Stage::FillColumns) => "fill",
            Some(Stage::ValidateConstraints | Stage::SetNotNull) => "validate",
            Some(Stage::AddConstraints) => "constraints",
            _ => "then",
        };
        let name = format!("{}_{does}", self.name);
        let mut free = name.clone();
        let mut count = 1;
        while drafts.iter().any(|draft| draft.name == free) {
            count += 1;
            free = format!("{name}_{count}");
        }
        free
    }

    fn describe(&self, file: &Part<'_>, number: usize) -> String {
        if number == 0 {
            return self.description.to_owned();
        }
        let mut headings: Vec<&str> = file.steps.iter().map(|it| it.stage.heading()).collect();
        headings.dedup();
        headings.join(", ")
    }

    fn write(
        &self,
        ctx: &Context,
        mut inputs: Inputs,
        script: &Script,
        drafts: &[Draft],
    ) -> Result<Outcome> {
        let layout = ctx.layout()?;
        let mut written = Vec::new();
        let (mut project, _) = inputs.read_migrations();
        for draft in drafts {
            let (up, down) = (draft.text(true), draft.text(false));
            let new = NewMigration {
                name: &draft.name,
                description: &draft.description,
                author: self.author,
                date: self.date,
                up: &up,
                down: &down,
            };
            let files =
                migrations::create(&project, new).map_err(|finding| Failure::from(*finding))?;
            for file in files {
                let path = layout.migrations.join(&file.path);
                let id = inputs.sources.add(layout.shown(&path), &file.text);
                inputs.migrations.push(id);
                written.push((path, file.text));
            }
            project = migrations::read(&inputs.sources, &inputs.migrations).0;
        }
        let names: Vec<String> = written.iter().map(|it| layout.shown(&it.0)).collect();
        if self.dry_run {
            for (name, (_, text)) in names.iter().zip(&written) {
                ctx.terminal.line(format!("-- {name}\n{text}"));
            }
        } else {
            let lock = layout.migrations.join(migrations::LOCK_FILE);
            written.push((lock, project.print_lock()));
            let paths = write_all(&written)?;
            for path in paths {
                ctx.terminal.done("Wrote", layout.shown(path));
            }
            let text = format!(
                "{}; next: cargo xtask codegen && cargo xtask migrate",
                size(script)
            );
            ctx.terminal.done("Planned", text);
        }
        let losses: Vec<String> = script.losses().iter().map(ToString::to_string).collect();
        let value = json!({
            "files": names,
            "changes": script.changes,
            "losses": losses,
            "dry_run": self.dry_run,
        });
        Ok(Outcome::of(value).with(likely(script), inputs.sources))
    }
}

impl Draft {
    /// The SQL with its directive.
    fn text(&self, up: bool) -> String {
        let (sql, transaction) = if up {
            (&self.up, self.transaction)
        } else {
            (&self.down, self.down_transaction)
        };
        if transaction {
            sql.clone()
        } else {
            format!("-- prismoid: no-transaction\n\n{sql}")
        }
    }
}

/// The project, if nothing is wrong with it but that the schema is ahead, and what codegen settles.
fn acceptable(inputs: &Inputs) -> Result<Checked> {
    let mut checked = prismoid_build::check(inputs);
    checked.findings.retain(|finding| {
        *finding.code != prismoid_build::codes::SCHEMA_DRIFT
            && !migrations::is_settled_by_codegen(finding.code, false)
    });
    if any_error(&checked.findings) {
        return Err(Failure::findings(checked.findings, inputs.sources.clone()));
    }
    Ok(checked)
}

/// The scripts of the history.
fn scripts(inputs: &Inputs, project: &Project) -> Vec<sql::Script> {
    let ups = project.migrations.iter().map(|it| it.up);
    ups.map(|id| sql::parse(id, inputs.sources.get(id).text()).0)
        .collect()
}

/// The SQL that leads back over one file, and whether it may be run in a transaction.
fn way_back(before: &Schema, after: &Schema, script: &Script, file: &Part<'_>) -> (String, bool) {
    let mut options = Options {
        renames: script.renames.iter().map(reversed).collect(),
        online: !file.transaction,
        reader: Some(reader()),
    };
    let mut back = diff::plan(after, before, &options);
    if back.files().len() > 1 {
        options.online = false;
        back = diff::plan(after, before, &options);
    }
    let lost: Vec<String> = file
        .steps
        .iter()
        .flat_map(|step| &step.loses)
        .map(|loss| format!("-- WARNING: does not bring back {loss}.\n"))
        .collect();
    let mut text = lost.concat();
    if !text.is_empty() {
        text.push('\n');
    }
    if back.is_empty() {
        text.push_str("-- There is nothing to undo.\n");
    }
    let files = back.files();
    let in_one = files.len() <= 1;
    for file in &files {
        text.push_str(&file.to_string());
    }
    let transaction = files.first().is_none_or(|file| in_one && file.transaction);
    (text, transaction)
}

/// The same rename the other way round.
fn reversed(rename: &Rename) -> Rename {
    match rename.clone() {
        Rename::Table { from, to } => Rename::Table { from: to, to: from },
        Rename::Enum { from, to } => Rename::Enum { from: to, to: from },
        Rename::Column { table, from, to } => Rename::Column {
            table,
            from: to,
            to: from,
        },
        Rename::EnumValue { name, from, to } => Rename::EnumValue {
            name,
            from: to,
            to: from,
        },
    }
}

/// The fold of what was written is not what was wanted: nothing is written then.
fn incomplete(left: &Script) -> Failure {
    let count = plural(left.changes.len(), "difference");
    let message = format!("the migrations would still leave {count} to the schema");
    let mut finding = Diagnostic::error(&codes::PLAN_REFUTED, message);
    finding.notes.extend(left.changes.iter().cloned());
    finding
        .help
        .push("write this one by hand, with `cargo xtask migrate diff --from migrations --to schema --script` to begin with".to_owned());
    Failure::from(finding)
}
