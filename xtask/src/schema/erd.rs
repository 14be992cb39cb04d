//! `schema erd`: the tables and how they refer to each other, as a Mermaid diagram.

use std::fmt::Write;

use ::schema::{Column, Constraint, ForeignKey, Index, IndexKey, QualifiedName, Schema, Table};
use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::project;

/// Print an entity-relationship diagram in Mermaid's language
///
/// GitHub and many editors draw it from a code block marked `mermaid`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask schema erd > docs/erd.mmd")]
pub(crate) struct Erd {}

impl Erd {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let (datamodel, findings, sources) = project::valid_schema(ctx)?;
        let diagram = mermaid(&psl::lower(&datamodel));
        ctx.terminal.line(diagram.trim_end());
        Ok(Outcome::of(json!({ "mermaid": diagram })).with(findings, sources))
    }
}

fn mermaid(schema: &Schema) -> String {
    let mut text = "erDiagram\n".to_owned();
    for (name, table) in &schema.tables {
        let _ = writeln!(text, "    {} {{", entity(name));
        for column in &table.columns {
            let _ = writeln!(text, "        {}", attribute(column, table));
        }
        text.push_str("    }\n");
    }
    for (name, table) in &schema.tables {
        for key in foreign_keys(table) {
            let _ = writeln!(text, "    {}", relation(name, table, key));
        }
    }
    text
}

/// `VARCHAR(30) id PK`: Mermaid's types and names are single words.
fn attribute(column: &Column, table: &Table) -> String {
    let ty = column.ty.sql().replace('"', "").replace([' ', ','], "_");
    let mut marks = Vec::new();
    if table
        .primary_key()
        .is_some_and(|key| key.columns.contains(&column.name))
    {
        marks.push("PK");
    }
    if foreign_keys(table).any(|key| key.columns.contains(&column.name)) {
        marks.push("FK");
    }
    if is_unique(table, std::slice::from_ref(&column.name)) && !marks.contains(&"PK") {
        marks.push("UK");
    }
    let optional = if column.nullable { " \"optional\"" } else { "" };
    let line = format!("{ty} {} {}", word(&column.name), marks.join(", "));
    format!("{}{optional}", line.trim_end())
}

/// `watchlists ||--o{ watchlist_items : watchlist_id`.
fn relation(name: &QualifiedName, table: &Table, key: &ForeignKey) -> String {
    let nullable = |column: &String| table.column(column).is_some_and(|c| c.nullable);
    let one = if key.columns.iter().any(nullable) {
        "|o"
    } else {
        "||"
    };
    let many = if is_unique(table, &key.columns) {
        "o|"
    } else {
        "o{"
    };
    let label = key.columns.join(", ");
    let (from, to) = (entity(&key.references), entity(name));
    format!(
        "{from} {one}--{many} {to} : \"{}\"",
        label.replace('"', "'")
    )
}

fn foreign_keys(table: &Table) -> impl Iterator<Item = &ForeignKey> {
    table
        .constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::ForeignKey(key) => Some(key),
            Constraint::PrimaryKey(_)
            | Constraint::Unique(_)
            | Constraint::Check(_)
            | Constraint::Exclusion(_) => None,
        })
}

/// Whether at most one row has the same values in these columns.
fn is_unique(table: &Table, columns: &[String]) -> bool {
    let by_constraint = table.constraints.iter().any(|constraint| match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => key.columns == columns,
        Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclusion(_) => false,
    });
    by_constraint
        || table
            .indexes
            .iter()
            .any(|index| index.unique && is_on(index, columns))
}

/// Whether an index is on these columns, all rows, and nothing else.
fn is_on(index: &Index, columns: &[String]) -> bool {
    let keys = index.elements.iter().map(|element| match &element.key {
        IndexKey::Column(name) => Some(name),
        IndexKey::Expression(_) => None,
    });
    index.predicate.is_none() && keys.eq(columns.iter().map(Some))
}

fn entity(name: &QualifiedName) -> String {
    format!("\"{}\"", name.to_string().replace('"', "'"))
}

/// A name with every character that Mermaid would not read replaced.
fn word(name: &str) -> String {
    let plain = |c: char| {
        if c.is_alphanumeric() || c == '_' {
            c
        } else {
            '_'
        }
    };
    name.chars().map(plain).collect()
}
