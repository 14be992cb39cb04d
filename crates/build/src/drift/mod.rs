//! Where the schema and the migrations disagree, each difference with both places.

mod column;
mod enums;
mod key;
mod opaque;
mod said;

use std::collections::BTreeSet;

use diag::{Diagnostic, Sources};
use diff::{Change, Difference, ObjectChange, TableChange};
use psl::datamodel::Datamodel;
use schema::{QualifiedName, Schema};

use said::Said;

/// Compares what the schema asks for with what the migrations build. What a schema file has no
/// words for belongs to the migrations and is no difference.
///
/// A difference that a statement which could not be followed may explain is told as a note.
pub(crate) fn findings(
    datamodel: &Datamodel,
    history: &Schema,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let mut wanted = diff::complete(&psl::lower(datamodel), history);
    sql::resolve(&mut wanted);
    let changes = diff::changes(history, &wanted);
    let told: Vec<Said> = tell(&changes, history, &wanted);
    opaque::findings(told, history, sources)
}

/// What is to be said of each difference. A table that is missing as a whole is told once.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what has no words of its own is told by its sentence"
)]
fn tell(changes: &[Change<'_>], history: &Schema, wanted: &Schema) -> Vec<Said> {
    let whole: BTreeSet<&QualifiedName> = changes
        .iter()
        .filter_map(|change| {
            if let Change::CreateTable { name, .. } | Change::DropTable { name, .. } = change {
                Some(*name)
            } else {
                None
            }
        })
        .collect();
    let mut told = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        let rest = &changes[at + 1..];
        match change {
            Change::CreateTable { name, after } => {
                let list: Vec<&str> = after.columns.iter().map(|it| it.name.as_str()).collect();
                told.push(
                    Said::missing(
                        format!("table `{name}`"),
                        "makes",
                        change.origins(history, wanted),
                    )
                    .in_schema(format!("with the columns {}", list.join(", "))),
                );
            }
            Change::DropTable { name, .. } => {
                told.push(Said::extra(
                    format!("table `{name}`"),
                    "make",
                    change.origins(history, wanted),
                ));
            }
            Change::Table { table, .. } if whole.contains(*table) => {}
            Change::Table { table, change: it } => {
                let origins = change.origins(history, wanted);
                told.extend(table_change(table, *it, rest, &changes[..at], origins));
            }
            Change::CreateEnum { .. }
            | Change::AddEnumValue { .. }
            | Change::ReplaceEnum { .. }
            | Change::DropEnum { .. } => told.extend(enums::tell(change, history, wanted)),
            // A sequence stands and falls with its column, which is told by itself.
            Change::CreateSequence { .. }
            | Change::AlterSequence { .. }
            | Change::OwnSequence { .. }
            | Change::DropSequence { .. }
            | Change::DropReplacedEnum { .. } => {}
            Change::Object(ObjectChange::Schema(name, Difference::Added(_))) => {
                let origins = change.origins(history, wanted);
                told.push(Said::missing(format!("schema `{name}`"), "makes", origins));
            }
            Change::Object(ObjectChange::Extension(name, Difference::Added(_))) => {
                let origins = change.origins(history, wanted);
                let what = format!("extension `{name}`");
                told.push(Said::missing(what, "installs", origins));
            }
            Change::Object(ObjectChange::Extension(name, Difference::Gone(_))) => {
                let origins = change.origins(history, wanted);
                let what = format!("extension `{name}`");
                told.push(Said::extra(what, "install", origins));
            }
            other => told.push(Said::other(other, other.origins(history, wanted))),
        }
    }
    told
}

/// A difference of a table that is on both sides. What goes and comes under one name is one
/// difference, told at the first of the two.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what has no words of its own is told by its sentence"
)]
fn table_change(
    table: &QualifiedName,
    change: TableChange<'_>,
    later: &[Change<'_>],
    earlier: &[Change<'_>],
    origins: said::Origins,
) -> Vec<Said> {
    let of_table = |list: &[Change<'_>], is: &dyn Fn(TableChange<'_>) -> bool| {
        list.iter().any(|it| {
            matches!(it, Change::Table { table: other, change } if *other == table && is(*change))
        })
    };
    match change {
        TableChange::AddColumn(after) => {
            vec![column::missing(table, after, later, earlier, origins)]
        }
        TableChange::DropColumn(before) => vec![column::extra(table, before, origins)],
        TableChange::AlterColumn { before, after } => {
            column::differs(table, before, after, origins)
        }
        TableChange::DropConstraint(before) => {
            let after = key::constraint_in(table, before, later);
            vec![key::constraint(table, Some(before), after, origins)]
        }
        TableChange::AddConstraint(after) => {
            let told = |it: TableChange<'_>| {
                matches!(it, TableChange::DropConstraint(before)
                    if key::answers(before, after))
            };
            if of_table(earlier, &told) {
                return Vec::new();
            }
            vec![key::constraint(table, None, Some(after), origins)]
        }
        TableChange::DropIndex(before) => {
            let after = key::index_in(table, &before.name, later);
            vec![key::index(table, Some(before), after, origins)]
        }
        TableChange::CreateIndex(after) => {
            let told = |it: TableChange<'_>| matches!(it, TableChange::DropIndex(before) if before.name == after.name);
            if of_table(earlier, &told) {
                return Vec::new();
            }
            vec![key::index(table, None, Some(after), origins)]
        }
        TableChange::RenameConstraint { before, after } => {
            vec![Said::renamed(
                &format!("a constraint of `{table}`"),
                before,
                after,
                origins,
            )]
        }
        TableChange::RenameIndex { before, after } => {
            vec![Said::renamed(
                &format!("an index of `{table}`"),
                before,
                after,
                origins,
            )]
        }
        other => vec![Said::other(
            &Change::Table {
                table,
                change: other,
            },
            origins,
        )],
    }
}
