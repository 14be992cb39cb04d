//! Tables and columns.

use schema::{Column, Constraint, Identity, QualifiedName, Table, quote_identifier, quote_literal};

use super::{alter, constraint, conversion, index, sequence, settings};
use crate::expression;

/// A table with its columns and constraints; foreign keys are added when all tables stand.
pub(super) fn create(name: &QualifiedName, table: &Table) -> String {
    let own = table.columns.iter().filter(|column| !column.inherited);
    let columns = own.map(|column| match table.of_type {
        Some(_) => typed(column),
        None => Some(definition(name, column)),
    });
    let constraints = table
        .constraints
        .iter()
        .filter(|constraint| !matches!(constraint, Constraint::ForeignKey(_)))
        .filter(|constraint| !is_inherited(constraint))
        .map(constraint::definition);
    let lines: Vec<String> = columns.flatten().chain(constraints).collect();
    let kind = match (&table.foreign, table.unlogged) {
        (Some(_), _) => "FOREIGN TABLE",
        (None, true) => "UNLOGGED TABLE",
        (None, false) => "TABLE",
    };
    let of = if let Some(partition) = &table.partition_of {
        format!(" PARTITION OF {}", partition.parent.sql())
    } else if let Some(ty) = &table.of_type {
        format!(" OF {}", ty.sql())
    } else {
        String::new()
    };
    let body = match (lines.is_empty(), of.is_empty()) {
        (true, true) => " ()".to_owned(),
        (true, false) => String::new(),
        (false, _) => format!(" (\n    {}\n)", lines.join(",\n    ")),
    };
    format!("CREATE {kind} {}{of}{body}{};", name.sql(), options(table))
}

/// What follows the columns of a new table.
fn options(table: &Table) -> String {
    let mut words = Vec::new();
    if let Some(partition) = &table.partition_of {
        words.push(partition.bound.sql.clone());
    }
    if !table.inherits.is_empty() {
        let parents: Vec<String> = table.inherits.iter().map(QualifiedName::sql).collect();
        words.push(format!("INHERITS ({})", parents.join(", ")));
    }
    if let Some(key) = &table.partition_key {
        let elements: Vec<String> = key.elements.iter().map(index::element).collect();
        let strategy = key.strategy.to_ascii_uppercase();
        words.push(format!("PARTITION BY {strategy} ({})", elements.join(", ")));
    }
    if let Some(foreign) = &table.foreign {
        words.push(format!("SERVER {}", quote_identifier(&foreign.server)));
        if !foreign.options.is_empty() {
            let list = foreign.options.iter();
            let list: Vec<String> = list
                .map(|(name, value)| foreign_option(name, value))
                .collect();
            words.push(format!("OPTIONS ({})", list.join(", ")));
        }
    }
    if let Some(method) = &table.access_method {
        words.push(format!("USING {}", quote_identifier(method)));
    }
    if !table.options.is_empty() {
        words.push(format!("WITH ({})", settings::list(&table.options)));
    }
    if let Some(tablespace) = &table.tablespace {
        words.push(format!("TABLESPACE {}", quote_identifier(tablespace)));
    }
    words.insert(0, String::new());
    words.join(" ")
}

/// `host 'localhost'`
pub(super) fn foreign_option(name: &str, value: &str) -> String {
    format!("{} {}", quote_identifier(name), quote_literal(value))
}

/// Whether a constraint comes with the parent table.
fn is_inherited(constraint: &Constraint) -> bool {
    match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => key.inherited,
        Constraint::ForeignKey(key) => key.inherited,
        Constraint::Check(check) => check.inherited,
        Constraint::Exclusion(exclusion) => exclusion.inherited,
    }
}

/// What a column of a typed table has beside its type.
fn typed(column: &Column) -> Option<String> {
    let mut words = Vec::new();
    if !column.nullable {
        words.push("NOT NULL".to_owned());
    }
    if let Some(default) = &column.default {
        words.push(format!("DEFAULT {}", default.sql));
    }
    let name = quote_identifier(&column.name);
    (!words.is_empty()).then(|| format!("{name} WITH OPTIONS {}", words.join(" ")))
}

pub(super) fn add_column(table: &QualifiedName, column: &Column) -> String {
    alter(table, &format!("ADD COLUMN {}", definition(table, column)))
}

/// `"id" VARCHAR(30) NOT NULL`
fn definition(table: &QualifiedName, column: &Column) -> String {
    let name = quote_identifier(&column.name);
    let serial = sequence::serial_type(column).filter(|_| sequence::is_serial(table, column));
    if let Some(serial) = serial {
        return format!("{name} {serial} NOT NULL");
    }
    let mut words = vec![name, column.ty.sql()];
    if let Some(collation) = &column.collation {
        words.push(format!("COLLATE {}", collation_name(collation)));
    }
    if !column.nullable {
        words.push("NOT NULL".to_owned());
    }
    if let Some(generated) = &column.generated {
        let kind = if generated.stored {
            "STORED"
        } else {
            "VIRTUAL"
        };
        words.push(format!(
            "GENERATED ALWAYS AS ({}) {kind}",
            generated.expression.sql
        ));
    } else if let Some(identity) = column.identity {
        words.push(format!(
            "GENERATED {} AS IDENTITY",
            identity_words(identity)
        ));
    } else if let Some(default) = &column.default {
        words.push(format!("DEFAULT {}", default.sql));
    }
    words.join(" ")
}

pub(super) fn identity_words(identity: Identity) -> &'static str {
    match identity {
        Identity::Always => "ALWAYS",
        Identity::ByDefault => "BY DEFAULT",
    }
}

/// A collation as SQL; one that is quoted or qualified already stands as it is.
pub(super) fn collation_name(name: &str) -> String {
    if name.contains(['"', '.']) {
        name.to_owned()
    } else {
        quote_identifier(name)
    }
}

/// The actions that turn one column into another, in one statement where they can be.
pub(super) fn alter_column(table: &QualifiedName, before: &Column, after: &Column) -> String {
    let name = quote_identifier(&after.name);
    if let Some(sql) = sequence::change_kind(table, before, after) {
        let mut plain = before.clone();
        plain.default = None;
        plain.identity = after.identity;
        plain.sequence.clone_from(&after.sequence);
        let mut rest = after.clone();
        rest.default = None;
        let rest = actions(&name, &plain, &rest);
        return if rest.is_empty() {
            sql
        } else {
            // The type comes first: an identity column takes that of its sequence.
            format!("{}\n{sql}", alter_all(table, &name, &rest))
        };
    }
    let mut statements = Vec::new();
    if before.generated.is_some() && after.generated.is_none() {
        // A type is changed before it would be an expression's no more.
        let drop = ["DROP EXPRESSION".to_owned()];
        statements.push(alter_all(table, &name, &drop));
    }
    let list = actions(&name, before, after);
    if !list.is_empty() {
        statements.push(alter_all(table, &name, &list));
    }
    statements.join("\n")
}

/// `ALTER TABLE "t" ALTER COLUMN "c" …, ALTER COLUMN "c" …;`
fn alter_all(table: &QualifiedName, name: &str, actions: &[String]) -> String {
    let actions: Vec<String> = actions
        .iter()
        .map(|action| format!("ALTER COLUMN {name} {action}"))
        .collect();
    alter(table, &actions.join(", "))
}

/// What follows `ALTER COLUMN name`, action by action.
fn actions(name: &str, before: &Column, after: &Column) -> Vec<String> {
    let mut actions = Vec::new();
    // The type of an inherited column changes with the parent's, and only so.
    let inherited = before.inherited && after.inherited;
    let retyped = !inherited && (before.ty != after.ty || before.collation != after.collation);
    // A default of the old type may not fit the new one, so that it is set anew.
    let redefaulted = retyped || !expression::same(before.default.as_ref(), after.default.as_ref());
    if before.default.is_some() && (after.default.is_none() || retyped) {
        actions.push("DROP DEFAULT".to_owned());
    }
    if retyped {
        let using = conversion::of(name, before, after).using;
        let using = using.map_or_else(String::new, |it| format!(" USING {it}"));
        let collation = after.collation.as_deref().map(collation_name);
        let collation = collation.map_or_else(String::new, |it| format!(" COLLATE {it}"));
        let ty = after.ty.sql();
        actions.push(format!("TYPE {ty}{collation}{using}"));
    }
    if before.nullable != after.nullable {
        let verb = if after.nullable { "DROP" } else { "SET" };
        actions.push(format!("{verb} NOT NULL"));
    }
    if let Some(default) = after.default.as_ref().filter(|_| redefaulted) {
        actions.push(format!("SET DEFAULT {}", default.sql));
    }
    if let (Some(old), Some(new)) = (before.identity, after.identity)
        && old != new
    {
        actions.push(format!("SET GENERATED {}", identity_words(new)));
    }
    actions
}
