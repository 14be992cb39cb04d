//! What can differ between two schemas.

use std::collections::BTreeMap;

use schema::{
    Column, Constraint, Enum, ForeignKey, Index, Partition, QualifiedName, Rename, ReplicaIdentity,
    RowSecurity, Sequence, Table, Type,
};

use crate::object::ObjectChange;

/// One difference. Names are those of the state in which the change is made.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are what their names and types say")]
pub enum Change<'a> {
    /// Something gets another name, or moves into another schema.
    Rename(&'a Rename),
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
    /// An enum's values change in a way that needs a new type: some go, or the order is another.
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
    /// A sequence does not belong to a column any more.
    ReleaseSequence { name: &'a QualifiedName },
    /// A sequence gets another name.
    RenameSequence {
        before: QualifiedName,
        after: &'a QualifiedName,
    },
    /// The numbers of a sequence change; without `before` they were those of every new one.
    AlterSequence {
        name: &'a QualifiedName,
        before: Option<&'a Sequence>,
        after: &'a Sequence,
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
    /// A default goes for the time being, because what it stands on is made anew.
    LiftDefault(&'a Column),
    /// A default comes again.
    RestoreDefault(&'a Column),
    /// What a column's values are stored like, and what is kept about them.
    SetColumn {
        /// As it was; nothing for a column that is new.
        before: Option<&'a Column>,
        /// As it becomes.
        after: &'a Column,
    },
    /// A column goes.
    DropColumn(&'a Column),
    /// The columns stand in another order, which no statement changes.
    ColumnOrder,
    /// A constraint appears; a foreign key also with a new table.
    AddConstraint(&'a Constraint),
    /// A constraint gets another name.
    RenameConstraint {
        /// The old name.
        before: &'a str,
        /// The new name.
        after: &'a str,
    },
    /// Existing rows are held against a constraint that was added without.
    ValidateConstraint(&'a Constraint),
    /// A foreign key is checked at another time.
    DeferConstraint(&'a ForeignKey),
    /// A unique index becomes a constraint of the table.
    AdoptIndex(&'a Constraint),
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
    /// The storage parameters, tablespace or statistics of an index change.
    SetIndex {
        /// As it was; nothing for an index that is new.
        before: Option<&'a Index>,
        /// As it becomes.
        after: &'a Index,
    },
    /// An index goes.
    DropIndex(&'a Index),
    /// The table is written to the log from now on, or not any more.
    SetLogged(bool),
    /// Storage parameters change.
    SetOptions {
        /// As they were.
        before: &'a BTreeMap<String, String>,
        /// As they become.
        after: &'a BTreeMap<String, String>,
    },
    /// Another access method; `heap` where there is none.
    SetAccessMethod(Option<&'a str>),
    /// Another tablespace; the database's where there is none.
    SetTablespace(Option<&'a str>),
    /// The table begins to inherit from another.
    Inherit(&'a QualifiedName),
    /// The table does not inherit from another any more.
    NoInherit(&'a QualifiedName),
    /// The table becomes a partition of another.
    Attach(&'a Partition),
    /// The table is no partition of another any more.
    Detach(&'a Partition),
    /// The type that the table is made from changes.
    OfType(Option<&'a QualifiedName>),
    /// Row level security is switched.
    SetRowSecurity {
        /// As it was.
        before: RowSecurity,
        /// As it becomes.
        after: RowSecurity,
    },
    /// Another replica identity.
    SetReplicaIdentity(&'a ReplicaIdentity),
    /// Another index to cluster on.
    ClusterOn(Option<&'a str>),
    /// Options of a foreign table change.
    SetForeignOptions {
        /// As they were.
        before: &'a BTreeMap<String, String>,
        /// As they become.
        after: &'a BTreeMap<String, String>,
    },
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
