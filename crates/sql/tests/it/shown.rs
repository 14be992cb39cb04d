//! Schemas as cases show them: a line for each object, and what is not as it is by default.

use std::fmt::{Debug, Write as _};

use schema::{Column, Constraint, Expression, Index, IndexKey, Schema, Table};

/// Notes a value that is not the default.
fn note<T: Debug + Default + PartialEq>(line: &mut String, name: &str, value: &T) {
    if *value == T::default() {
        return;
    }
    let text = format!("{value:?}");
    let text = text
        .strip_prefix("Some(")
        .and_then(|text| text.strip_suffix(')'))
        .unwrap_or(&text);
    let _ = match text {
        "true" => write!(line, " {name}"),
        text => write!(line, " {name} {text}"),
    };
}

fn of_table(table: &Table) -> String {
    let mut line = String::new();
    note(&mut line, "unlogged", &table.unlogged);
    if let Some(key) = &table.partition_key {
        let _ = write!(line, " partitioned by {}", key.strategy);
    }
    if let Some(partition) = &table.partition_of {
        let _ = write!(
            line,
            " partition of {} {}",
            partition.parent, partition.bound.sql
        );
    }
    for parent in &table.inherits {
        let _ = write!(line, " inherits {parent}");
    }
    if let Some(ty) = &table.of_type {
        let _ = write!(line, " of {ty}");
    }
    note(&mut line, "foreign", &table.foreign);
    note(&mut line, "options", &table.options);
    note(&mut line, "tablespace", &table.tablespace);
    note(&mut line, "row security", &table.row_security);
    note(&mut line, "replica identity", &table.replica_identity);
    note(&mut line, "clustered on", &table.clustered_on);
    note(&mut line, "comment", &table.comment);
    line
}

fn of_index(index: &Index) -> String {
    let mut line = String::new();
    note(&mut line, "include", &index.include);
    note(&mut line, "nulls not distinct", &index.nulls_not_distinct);
    note(&mut line, "storage", &index.storage);
    note(&mut line, "only", &index.only);
    if let Some(whole) = &index.part_of {
        let _ = write!(line, " part of {whole}");
    }
    note(&mut line, "comment", &index.comment);
    line
}

/// A line for each object of a schema.
pub(crate) fn summary(schema: &Schema) -> String {
    let mut shown = String::new();
    for (name, table) in &schema.tables {
        let _ = writeln!(shown, "table {name}{}", of_table(table));
        for column in &table.columns {
            let _ = writeln!(shown, "  {}", column_line(column));
        }
        for constraint in &table.constraints {
            let _ = writeln!(shown, "  {}", constraint_line(constraint));
        }
        for index in &table.indexes {
            let keys: Vec<String> = index
                .elements
                .iter()
                .map(|element| match &element.key {
                    IndexKey::Column(column) => column.clone(),
                    IndexKey::Expression(expression) => format!("({})", expression.sql),
                })
                .collect();
            let unique = if index.unique { "unique " } else { "" };
            let filter = index
                .predicate
                .as_ref()
                .map_or(String::new(), |filter| format!(" where {}", filter.sql));
            let _ = writeln!(
                shown,
                "  {unique}index {} {} ({}){filter}{}",
                index.name,
                index.method,
                keys.join(", "),
                of_index(index)
            );
        }
        for trigger in &table.triggers {
            let _ = writeln!(shown, "  trigger {} {}", trigger.name, trigger.function);
        }
        for policy in &table.policies {
            let sql = |condition: &Option<Expression>| condition.as_ref().map(|it| it.sql.clone());
            let mut line = String::new();
            note(&mut line, "using", &sql(&policy.using));
            note(&mut line, "check", &sql(&policy.check));
            let _ = writeln!(
                shown,
                "  policy {} {}{line}",
                policy.name,
                policy.command.sql()
            );
        }
        for rule in &table.rules {
            let _ = writeln!(shown, "  rule {}", rule.name);
        }
    }
    for (name, found) in &schema.enums {
        let values: Vec<&str> = found
            .values
            .iter()
            .map(|value| value.name.as_str())
            .collect();
        let _ = writeln!(shown, "enum {name} {}", values.join(", "));
    }
    for (name, sequence) in &schema.sequences {
        let owner = sequence
            .owned_by
            .as_ref()
            .map(|(table, column)| format!(" of {table}.{column}"));
        let _ = writeln!(shown, "sequence {name}{}", owner.unwrap_or_default());
    }
    for (name, view) in &schema.views {
        let columns: Vec<&str> = view.columns.iter().map(|it| it.name.as_str()).collect();
        let _ = writeln!(shown, "view {name} ({})", columns.join(", "));
    }
    for ((name, arguments), function) in &schema.functions {
        let _ = writeln!(
            shown,
            "function {name}({arguments}) {} {}",
            function.language, function.volatility
        );
    }
    for name in schema.extensions.keys() {
        let _ = writeln!(shown, "extension {name}");
    }
    for opaque in &schema.opaque {
        let _ = writeln!(shown, "opaque: {}", opaque.reason);
    }
    shown
}

fn column_line(column: &Column) -> String {
    let mut line = format!("{} {}", column.name, column.ty);
    if !column.nullable {
        line.push_str(" not null");
    }
    if let Some(default) = &column.default {
        let _ = write!(line, " default {}", default.sql);
    }
    if let Some(identity) = column.identity {
        let _ = write!(line, " identity {identity:?}");
    }
    if let Some(generated) = &column.generated {
        let _ = write!(line, " generated {}", generated.expression.sql);
    }
    note(&mut line, "collation", &column.collation);
    note(&mut line, "storage", &column.storage);
    note(&mut line, "compression", &column.compression);
    note(&mut line, "statistics", &column.statistics);
    note(&mut line, "options", &column.options);
    note(&mut line, "inherited", &column.inherited);
    if let Some(comment) = &column.comment {
        let _ = write!(line, " comment {comment}");
    }
    line
}

fn constraint_line(constraint: &Constraint) -> String {
    let mut rest = String::new();
    match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => {
            note(&mut rest, "include", &key.include);
            note(&mut rest, "nulls not distinct", &key.nulls_not_distinct);
            note(&mut rest, "without overlaps", &key.without_overlaps);
            note(&mut rest, "storage", &key.storage);
            note(&mut rest, "deferral", &key.deferral);
            note(&mut rest, "inherited", &key.inherited);
        }
        Constraint::ForeignKey(key) => {
            note(&mut rest, "on delete columns", &key.on_delete_columns);
            note(&mut rest, "match", &key.match_type);
            note(&mut rest, "not enforced", &key.not_enforced);
            note(&mut rest, "deferral", &key.deferral);
            note(&mut rest, "inherited", &key.inherited);
        }
        Constraint::Check(check) => {
            note(&mut rest, "no inherit", &check.no_inherit);
            note(&mut rest, "not valid", &!check.validated);
            note(&mut rest, "not enforced", &check.not_enforced);
            note(&mut rest, "inherited", &check.inherited);
        }
        Constraint::Exclusion(exclusion) => {
            note(&mut rest, "storage", &exclusion.storage);
            note(&mut rest, "deferral", &exclusion.deferral);
            note(&mut rest, "inherited", &exclusion.inherited);
        }
    }
    let line = match constraint {
        Constraint::PrimaryKey(key) => {
            format!("primary key {} ({})", key.name, key.columns.join(", "))
        }
        Constraint::Unique(key) => format!("unique {} ({})", key.name, key.columns.join(", ")),
        Constraint::ForeignKey(key) => format!(
            "foreign key {} ({}) references {} ({}) on delete {} on update {}{}",
            key.name,
            key.columns.join(", "),
            key.references,
            key.referenced_columns.join(", "),
            key.on_delete.sql(),
            key.on_update.sql(),
            if key.validated { "" } else { " not valid" }
        ),
        Constraint::Check(check) => format!("check {} ({})", check.name, check.expression.sql),
        Constraint::Exclusion(exclusion) => {
            format!("exclude {} {}", exclusion.name, exclusion.method)
        }
    };
    line + &rest
}
