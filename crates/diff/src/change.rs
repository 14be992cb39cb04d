//! What can differ between two schemas.

use schema::{Column, Constraint, Enum, Index, QualifiedName, Sequence, Table, Type};

use crate::object::ObjectChange;

/// One difference. Names are those of the state in which the change is made.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are what their names and types say")]
pub enum Change<'a> {
    /// An enum appears.
    CreateEnum {
        name: &'a QualifiedName,
        after: &'a Enum,
    },
    /// An enum gets a value; `before` is the value that follows it, if any does.
    AddEnumValue {
        name: &'a QualifiedName,
        value: &'a str,
        before: Option<&'a str>,
    },
    /// An enum's values change in a way that needs a new type: some go, the order is another, or a
    /// new one is a column's default at once, which PostgreSQL refuses within a transaction.
    ReplaceEnum {
        name: &'a QualifiedName,
        after: &'a Enum,
        /// The columns that have the type before and after; their defaults change with it.
        columns: Vec<EnumColumn<'a>>,
    },
    /// The type that was replaced goes, when nothing uses it any more.
    DropReplacedEnum { name: &'a QualifiedName },
    /// An enum goes.
    DropEnum { name: &'a QualifiedName },
    /// A sequence appears that no serial or identity column brings with it.
    CreateSequence {
        name: &'a QualifiedName,
        after: &'a Sequence,
        /// The type of the values where the options do not say it: a serial column's.
        ty: Option<&'a Type>,
    },
    /// A sequence begins to belong to a column.
    OwnSequence {
        name: &'a QualifiedName,
        table: &'a QualifiedName,
        column: &'a str,
        /// Whether it goes on behind the values that the column already has.
        continues: bool,
    },
    /// A sequence goes that does not go with its column.
    DropSequence { name: &'a QualifiedName },
    /// A table appears, with its columns and all constraints but foreign keys.
    CreateTable {
        name: &'a QualifiedName,
        after: &'a Table,
    },
    /// A table goes, with everything that belongs to it.
    DropTable {
        name: &'a QualifiedName,
        before: &'a Table,
    },
    /// Something of a table changes, or is made after its table.
    Table {
        table: &'a QualifiedName,
        change: TableChange<'a>,
    },
    /// An object of another kind changes, or the comment or privileges of any object.
    Object(ObjectChange<'a>),
}

/// A column whose type is an enum before and after a change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EnumColumn<'a> {
    /// Its table.
    pub table: &'a QualifiedName,
    /// As it was.
    pub before: &'a Column,
    /// As it becomes.
    pub after: &'a Column,
}

/// One difference of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TableChange<'a> {
    /// A column appears.
    AddColumn(&'a Column),
    /// A column changes its type, nullability, default or kind of generation.
    AlterColumn {
        /// As it was.
        before: &'a Column,
        /// As it becomes.
        after: &'a Column,
    },
    /// A column goes.
    DropColumn(&'a Column),
    /// A constraint appears; a foreign key also with a new table.
    AddConstraint(&'a Constraint),
    /// A constraint gets another name.
    RenameConstraint {
        /// The old name.
        before: &'a str,
        /// The new name.
        after: &'a str,
    },
    /// A constraint goes.
    DropConstraint(&'a Constraint),
    /// An index appears.
    CreateIndex(&'a Index),
    /// An index gets another name.
    RenameIndex {
        /// The old name.
        before: &'a str,
        /// The new name.
        after: &'a str,
    },
    /// An index goes.
    DropIndex(&'a Index),
}

impl<'a> TableChange<'a> {
    /// The change, of that table.
    pub(crate) fn of(self, table: &'a QualifiedName) -> Change<'a> {
        Change::Table {
            table,
            change: self,
        }
    }
}
