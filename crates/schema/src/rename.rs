//! Renames, as people tell them: which object of the state before is which of the state after.

use std::fmt;

use crate::QualifiedName;

/// An object that got another name, or moved into another schema. All names are names in the
/// database.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rename {
    /// A table.
    Table {
        /// Its name before.
        from: QualifiedName,
        /// Its name after.
        to: QualifiedName,
    },
    /// A column.
    Column {
        /// The table, by its name after.
        table: QualifiedName,
        /// The column's name before.
        from: String,
        /// The column's name after.
        to: String,
    },
    /// An enum.
    Enum {
        /// Its name before.
        from: QualifiedName,
        /// Its name after.
        to: QualifiedName,
    },
    /// A value of an enum.
    EnumValue {
        /// The enum, by its name after.
        name: QualifiedName,
        /// The value before.
        from: String,
        /// The value after.
        to: String,
    },
}

/// `users=people`, `users.name=users.title`: as the option `--rename` takes it.
impl fmt::Display for Rename {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table { from, to } | Self::Enum { from, to } => write!(f, "{from}={to}"),
            Self::Column { table, from, to } => write!(f, "{table}.{from}={table}.{to}"),
            Self::EnumValue { name, from, to } => write!(f, "{name}.{from}={name}.{to}"),
        }
    }
}
