//! Sequences, and the columns that bring theirs with them.

use schema::{
    Column, QualifiedName, Sequence, Type, generated_name, quote_identifier, quote_literal,
};

use super::{alter, table};

pub(super) fn create(name: &QualifiedName, sequence: &Sequence, ty: Option<&Type>) -> String {
    let unlogged = if sequence.unlogged { "UNLOGGED " } else { "" };
    let mut words = vec![format!("CREATE {unlogged}SEQUENCE {}", name.sql())];
    let named = (sequence.ty != "int8").then(|| Type::builtin(sequence.ty.clone()));
    words.extend(ty.or(named.as_ref()).map(|ty| format!("AS {}", ty.sql())));
    words.extend(options(sequence));
    words.join(" ") + ";"
}

/// What of a sequence is not as every new one has it.
fn options(sequence: &Sequence) -> Vec<String> {
    let (least, greatest) = Sequence::range(&sequence.ty);
    let (minimum, maximum) = if sequence.increment < 0 {
        (least, -1)
    } else {
        (1, greatest)
    };
    let start = if sequence.increment < 0 {
        sequence.maximum
    } else {
        sequence.minimum
    };
    let mut words = Vec::new();
    let mut say = |word: &str, value: i64, usual: i64| {
        if value != usual {
            words.push(format!("{word} {value}"));
        }
    };
    say("INCREMENT BY", sequence.increment, 1);
    say("MINVALUE", sequence.minimum, minimum);
    say("MAXVALUE", sequence.maximum, maximum);
    say("START WITH", sequence.start, start);
    say("CACHE", sequence.cache, 1);
    words.extend(sequence.cycle.then(|| "CYCLE".to_owned()));
    words
}

/// Whether two sequences count alike.
pub(crate) fn same_numbers(before: &Sequence, after: &Sequence) -> bool {
    let numbers = |it: &Sequence| {
        let range = (it.minimum, it.maximum, it.start);
        (
            it.ty.clone(),
            range,
            it.increment,
            it.cache,
            it.cycle,
            it.unlogged,
        )
    };
    numbers(before) == numbers(after)
}

/// What differs of two sequences, in one statement.
pub(super) fn alter_numbers(
    name: &QualifiedName,
    before: Option<&Sequence>,
    after: &Sequence,
) -> String {
    let usual = Sequence::of(after.ty.clone());
    let is_new = before.is_none();
    let before = before.unwrap_or(&usual);
    let mut words = Vec::new();
    // With the type the server changes limits that were the type's.
    let (mut minimum, mut maximum) = (before.minimum, before.maximum);
    if before.ty != after.ty {
        words.push(format!("AS {}", Type::builtin(after.ty.clone()).sql()));
        let ((old_least, old_most), (least, most)) =
            (Sequence::range(&before.ty), Sequence::range(&after.ty));
        minimum = if minimum == old_least { least } else { minimum };
        maximum = if maximum == old_most { most } else { maximum };
    }
    let mut say = |word: &str, old: i64, new: i64| {
        if old != new {
            words.push(format!("{word} {new}"));
        }
    };
    say("INCREMENT BY", before.increment, after.increment);
    say("MINVALUE", minimum, after.minimum);
    say("MAXVALUE", maximum, after.maximum);
    say("START WITH", before.start, after.start);
    say("CACHE", before.cache, after.cache);
    if before.cycle != after.cycle {
        words.push(if after.cycle { "CYCLE" } else { "NO CYCLE" }.to_owned());
    }
    let mut statements = Vec::new();
    if !words.is_empty() {
        statements.push(format!(
            "ALTER SEQUENCE {} {};",
            name.sql(),
            words.join(" ")
        ));
    }
    if before.unlogged != after.unlogged {
        let kind = if after.unlogged { "UNLOGGED" } else { "LOGGED" };
        statements.push(format!("ALTER SEQUENCE {} SET {kind};", name.sql()));
    }
    // A new column's sequence has given no value yet, and begins where it should.
    if is_new && before.start != after.start {
        statements.push(format!("ALTER SEQUENCE {} RESTART;", name.sql()));
    }
    statements.join("\n")
}

/// From a serial column or one without numbers of its own to an identity, and back: where the
/// numbers stand is carried over.
pub(super) fn change_kind(
    table: &QualifiedName,
    before: &Column,
    after: &Column,
) -> Option<String> {
    let column = quote_identifier(&after.name);
    let action = |action: &str| alter(table, &format!("ALTER COLUMN {column} {action}"));
    let (owner, own) = (quote_literal(&table.sql()), quote_literal(&after.name));
    let sequence = format!("pg_get_serial_sequence({owner}, {own})");
    match (before.identity, after.identity) {
        (None, Some(identity)) => {
            let words = table::identity_words(identity);
            let add = action(&format!("ADD GENERATED {words} AS IDENTITY"));
            let drop = before.default.is_some().then(|| action("DROP DEFAULT"));
            let mut statements: Vec<String> = drop.into_iter().collect();
            if let Some(old) = &before.sequence {
                let aside = aside(old);
                let rename = quote_identifier(&aside.name);
                statements.push(format!("ALTER SEQUENCE {} OWNED BY NONE;", old.sql()));
                statements.push(format!("ALTER SEQUENCE {} RENAME TO {rename};", old.sql()));
                statements.push(add);
                let from = aside.sql();
                statements.push(format!(
                    "SELECT setval({sequence}, last_value, is_called) FROM {from};"
                ));
                statements.push(format!("DROP SEQUENCE {from};"));
            } else {
                statements.push(add);
                let from = table.sql();
                statements.push(format!(
                    "SELECT setval({sequence}, COALESCE(max({column}), 0) + 1, false) FROM {from};"
                ));
            }
            Some(statements.join("\n"))
        }
        (Some(_), None) => {
            let drop = action("DROP IDENTITY");
            let Some((old, new)) = before.sequence.as_ref().zip(after.sequence.as_ref()) else {
                return match &after.default {
                    Some(default) => {
                        let set = action(&format!("SET DEFAULT {}", default.sql));
                        Some(format!("{drop}\n{set}"))
                    }
                    None => Some(drop),
                };
            };
            let aside = aside(new);
            let (name, ty) = (quote_identifier(&new.name), after.ty.sql());
            let default = after.default.as_ref().map(|it| it.sql.as_str());
            let default = default.map_or_else(String::new, str::to_owned);
            let statements = [
                format!("CREATE SEQUENCE {} AS {ty};", aside.sql()),
                format!(
                    "SELECT setval({}, last_value, is_called) FROM {};",
                    quote_literal(&aside.sql()),
                    old.sql()
                ),
                drop,
                format!("ALTER SEQUENCE {} RENAME TO {name};", aside.sql()),
                format!(
                    "ALTER SEQUENCE {} OWNED BY {}.{column};",
                    new.sql(),
                    table.sql()
                ),
                action(&format!("SET DEFAULT {default}")),
            ];
            Some(statements.join("\n"))
        }
        (Some(_), Some(_)) | (None, None) => None,
    }
}

/// The name that a sequence has while another takes its own.
fn aside(name: &QualifiedName) -> QualifiedName {
    QualifiedName::new(&name.schema, generated_name(&name.name, "", "aside"))
}

/// Ties a sequence to its column; one that continues begins behind the column's greatest value.
pub(super) fn own(
    name: &QualifiedName,
    table: &QualifiedName,
    column: &str,
    continues: bool,
) -> String {
    let (table, column) = (table.sql(), quote_identifier(column));
    let own = format!("ALTER SEQUENCE {} OWNED BY {table}.{column};", name.sql());
    if !continues {
        return own;
    }
    let sequence = quote_literal(&name.sql());
    format!("{own}\nSELECT setval({sequence}, COALESCE(max({column}), 0) + 1, false) FROM {table};")
}

/// Whether a column can be written as `SERIAL`: an integer, never null, whose default draws from a
/// sequence of the name that the server would choose.
pub(crate) fn is_serial(table: &QualifiedName, column: &Column) -> bool {
    let Some(sequence) = &column.sequence else {
        return false;
    };
    let draws = column
        .default
        .as_ref()
        .is_some_and(|default| default.sql.trim_start().starts_with("nextval("));
    draws
        && !column.nullable
        && column.identity.is_none()
        && serial_type(column).is_some()
        && sequence.schema == table.schema
        && is_generated_name(&sequence.name, &table.name, &column.name)
}

/// Whether the server gives this name to the sequence of that column, counted up or not.
fn is_generated_name(name: &str, table: &str, column: &str) -> bool {
    let label = name
        .rfind("seq")
        .map(|at| &name[at..])
        .filter(|label| label[3..].chars().all(|c| c.is_ascii_digit()));
    label.is_some_and(|label| name == generated_name(table, column, label))
}

/// `SERIAL` and its kin, by the column's type.
pub(super) fn serial_type(column: &Column) -> Option<&'static str> {
    if column.ty.array || column.ty.schema.is_some() {
        return None;
    }
    match column.ty.name.as_str() {
        "int2" => Some("SMALLSERIAL"),
        "int4" => Some("SERIAL"),
        "int8" => Some("BIGSERIAL"),
        _ => None,
    }
}
