//! Columns: types, nullability, and the sequences of serial columns.

use std::collections::BTreeSet;

use schema::{Column, Expression, QualifiedName, Schema, Sequence, Type, generated_name};

use super::{default, qualified, table_name};
use crate::datamodel::{
    Arity, Datamodel, DefaultFunction, Field, FieldType, Model, NativeKind, ScalarField, ScalarType,
};

/// The column behind a field. A serial column refers to its sequence by a provisional name until
/// [`name_sequences`] has seen all tables.
pub(super) fn lower(
    datamodel: &Datamodel,
    model: &Model,
    field: &Field,
    scalar: &ScalarField,
) -> Column {
    let mut ty = column_type(datamodel, scalar);
    if field.is_list() {
        ty = ty.array();
    }
    let serial = is_serial(scalar, &ty);
    let sequence = serial.then(|| {
        let name = generated_name(model.database_name(), field.database_name(), "seq");
        QualifiedName::new(table_name(model).schema, name)
    });
    Column {
        default: scalar
            .default
            .as_ref()
            .and_then(|default| default::lower(datamodel, scalar, &ty, &default.kind)),
        // A serial column is never null, whatever the field says.
        nullable: !serial && field.arity != Arity::Required,
        sequence,
        origin: field.span.into(),
        ..Column::new(field.database_name(), ty)
    }
}

/// Whether a sequence gives the values. PostgreSQL has serial columns of the three integer types;
/// for any other type Prisma leaves `autoincrement()` out.
fn is_serial(scalar: &ScalarField, ty: &Type) -> bool {
    let asked = scalar
        .default
        .as_ref()
        .is_some_and(|default| default.function() == Some(&DefaultFunction::Autoincrement));
    asked && !ty.array && matches!(ty.name.as_str(), "int2" | "int4" | "int8")
}

/// The type of a single value of a field.
pub(super) fn column_type(datamodel: &Datamodel, scalar: &ScalarField) -> Type {
    match &scalar.ty {
        FieldType::Enum(id) => {
            let declared = &datamodel[*id];
            let name = qualified(declared.schema.as_ref(), declared.database_name());
            Type {
                schema: Some(name.schema),
                ..Type::builtin(name.name)
            }
        }
        FieldType::Unsupported(text) => unsupported_type(text),
        FieldType::Scalar(ty) => match &scalar.native_type {
            Some(native) => {
                let modifiers: Vec<i32> = native
                    .args
                    .iter()
                    .map(|arg| i32::try_from(*arg).unwrap_or(i32::MAX))
                    .collect();
                Type::builtin(native.kind.postgres_name())
                    .with_modifiers(modifiers)
                    .stored()
            }
            None => default_type(*ty),
        },
    }
}

/// The type when no `@db.…` is given.
fn default_type(ty: ScalarType) -> Type {
    let native = ty.default_native();
    let modifiers: &[i32] = if native == NativeKind::Decimal {
        &[65, 30]
    } else if native == NativeKind::Timestamp {
        &[3]
    } else {
        &[]
    };
    Type::builtin(native.postgres_name()).with_modifiers(modifiers)
}

/// SQL's own words for types, with the names that they have inside of PostgreSQL.
const SPELLED: [(&str, &str); 15] = [
    ("bigint", "int8"),
    ("bit varying", "varbit"),
    ("boolean", "bool"),
    ("character", "bpchar"),
    ("character varying", "varchar"),
    ("decimal", "numeric"),
    ("double precision", "float8"),
    ("int", "int4"),
    ("integer", "int4"),
    ("real", "float4"),
    ("smallint", "int2"),
    ("time with time zone", "timetz"),
    ("time without time zone", "time"),
    ("timestamp with time zone", "timestamptz"),
    ("timestamp without time zone", "timestamp"),
];

/// The type of `Unsupported("…")`: its text stands for itself. Numbers in parentheses are its
/// modifiers; other modifiers stay in the name.
fn unsupported_type(text: &str) -> Type {
    let text = text.trim();
    let (text, array) = match text.strip_suffix("[]") {
        Some(element) => (element.trim_end(), true),
        None => (text, false),
    };
    let mut ty = split_modifiers(text).map_or_else(
        || Type::builtin(text.replace(", ", ",")),
        |(name, modifiers)| Type::builtin(name).with_modifiers(modifiers),
    );
    if let Some((_, name)) = SPELLED.iter().find(|(words, _)| *words == ty.name) {
        ty.name = String::from(*name);
    }
    let parts = ty.name.split_once('.');
    if let Some((schema, name)) = parts.filter(|(a, b)| is_plain(a) && is_plain(b)) {
        ty.schema = Some(schema.to_owned());
        ty.name = name.to_owned();
    }
    ty.array = array;
    ty
}

/// `interval(6)` as its name and numbers; `None` where that is not its form.
fn split_modifiers(text: &str) -> Option<(&str, Vec<i32>)> {
    let (name, rest) = text.split_once('(')?;
    let list = rest.strip_suffix(')')?;
    let modifiers = list
        .split(',')
        .map(|number| number.trim().parse().ok())
        .collect::<Option<Vec<i32>>>()?;
    Some((name.trim_end(), modifiers))
}

/// Whether an identifier means the same with and without quotes.
fn is_plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Gives the sequences of serial columns the names that the server would choose when the tables
/// are created by name, and sets the columns' defaults.
pub(super) fn name_sequences(schema: &mut Schema) {
    let mut taken: BTreeSet<QualifiedName> = BTreeSet::new();
    for (table_name, table) in &mut schema.tables {
        for column in &mut table.columns {
            let Some(sequence) = &mut column.sequence else {
                continue;
            };
            let mut count = 0_u32;
            while taken.contains(sequence) {
                count += 1;
                let label = format!("seq{count}");
                sequence.name = generated_name(&table_name.name, &column.name, &label);
            }
            taken.insert(sequence.clone());
            column.default = Some(next_value(sequence));
            let owned = Sequence {
                owned_by: Some((table_name.clone(), column.name.clone())),
                origin: column.origin,
                ..Sequence::of(column.ty.name.clone())
            };
            schema.sequences.insert(sequence.clone(), owned);
        }
        taken.insert(table_name.clone());
        if let Some(key) = table.primary_key() {
            taken.insert(QualifiedName::new(&table_name.schema, &key.name));
        }
    }
}

/// `nextval('"users_id_seq"'::regclass)`
fn next_value(sequence: &QualifiedName) -> Expression {
    let name = schema::quote_literal(&sequence.sql());
    Expression::new(format!("nextval({name}::regclass)"))
}
