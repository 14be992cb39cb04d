//! What changes make, need and take away: the knots between steps.

use schema::{Column, Expression, QualifiedName, Reference, Type};

/// Something that can stand in a database and that other things stand on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Thing {
    /// A schema (namespace).
    Schema(String),
    /// An extension.
    Extension(String),
    /// A table, view, sequence or index, which share their names.
    Relation(QualifiedName),
    /// A column of a table or view.
    Column(QualifiedName, String),
    /// That a column is never null.
    NotNull(QualifiedName, String),
    /// A user-defined type.
    Type(QualifiedName),
    /// A function, whatever its arguments.
    Function(QualifiedName),
    /// That columns are unique together; sorted.
    Key(QualifiedName, Vec<String>),
    /// A constraint of a table.
    Constraint(QualifiedName, String),
    /// A value of an enum.
    EnumValue(QualifiedName, String),
    /// Something with a name within a table or view, or without any: its kind, where, and its name.
    Part(&'static str, QualifiedName, String),
}

impl Thing {
    /// The thing that an expression refers to.
    pub(crate) fn of(reference: &Reference) -> Self {
        match reference {
            Reference::Relation(name) => Self::Relation(name.clone()),
            Reference::Column(table, column) => Self::Column(table.clone(), column.clone()),
            Reference::Type(name) => Self::Type(name.clone()),
            Reference::Function(name) => Self::Function(name.clone()),
        }
    }

    /// The user-defined type of a column, with its schema.
    pub(crate) fn of_type(ty: &Type) -> Option<Self> {
        let schema = ty.schema.as_ref()?;
        Some(Self::Type(QualifiedName::new(schema, &ty.name)))
    }

    /// A unique key over columns, whatever their order.
    pub(crate) fn key<'a>(
        table: &QualifiedName,
        columns: impl IntoIterator<Item = &'a String>,
    ) -> Self {
        let mut columns: Vec<String> = columns.into_iter().cloned().collect();
        columns.sort_unstable();
        Self::Key(table.clone(), columns)
    }

    /// A column of a table.
    pub(crate) fn column(table: &QualifiedName, column: &str) -> Self {
        Self::Column(table.clone(), column.to_owned())
    }
}

/// The expressions of a column: its default and what it is computed from.
pub(crate) fn expressions(column: &Column) -> impl Iterator<Item = &Expression> {
    let generated = column.generated.as_ref().map(|it| &it.expression);
    column.default.iter().chain(generated)
}
