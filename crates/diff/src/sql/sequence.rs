//! Sequences, and the columns that bring theirs with them.

use schema::{
    Column, QualifiedName, Sequence, Type, generated_name, quote_identifier, quote_literal,
};

pub(super) fn create(name: &QualifiedName, sequence: &Sequence, ty: Option<&Type>) -> String {
    let mut words = vec![format!("CREATE SEQUENCE {}", name.sql())];
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
