//! What can differ between two schemas.

use schema::{
    Column, Constraint, Enum, Extension, Function, Index, QualifiedName, Sequence, Table, Trigger,
    View,
};

/// One difference. Names are those of the state in which the change is made.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are what their names and types say")]
pub enum Change<'a> {
    /// A schema (namespace) appears.
    CreateSchema { name: &'a str },
    /// A schema (namespace) goes.
    DropSchema { name: &'a str },
    /// An extension is installed.
    CreateExtension {
        name: &'a str,
        extension: &'a Extension,
    },
    /// An extension goes.
    DropExtension { name: &'a str },
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
        /// The columns that have the type before and after.
        columns: Vec<(&'a QualifiedName, &'a Column)>,
    },
    /// An enum goes.
    DropEnum { name: &'a QualifiedName },
    /// A sequence appears that no serial or identity column brings with it.
    CreateSequence {
        name: &'a QualifiedName,
        after: &'a Sequence,
    },
    /// A sequence begins to belong to a column.
    OwnSequence {
        name: &'a QualifiedName,
        table: &'a QualifiedName,
        column: &'a str,
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
    /// A column appears in a table that stays.
    AddColumn {
        table: &'a QualifiedName,
        column: &'a Column,
    },
    /// A column of a table changes its type, nullability, default or kind of generation.
    AlterColumn {
        table: &'a QualifiedName,
        before: &'a Column,
        after: &'a Column,
    },
    /// A column goes from a table that stays.
    DropColumn {
        table: &'a QualifiedName,
        column: &'a Column,
    },
    /// A constraint appears; a foreign key also with a new table.
    AddConstraint {
        table: &'a QualifiedName,
        constraint: &'a Constraint,
    },
    /// A constraint gets another name.
    RenameConstraint {
        table: &'a QualifiedName,
        before: &'a str,
        after: &'a str,
    },
    /// A constraint goes.
    DropConstraint {
        table: &'a QualifiedName,
        constraint: &'a Constraint,
    },
    /// An index appears.
    CreateIndex {
        table: &'a QualifiedName,
        index: &'a Index,
    },
    /// An index gets another name.
    RenameIndex {
        table: &'a QualifiedName,
        before: &'a str,
        after: &'a str,
    },
    /// An index goes.
    DropIndex {
        table: &'a QualifiedName,
        index: &'a Index,
    },
    /// A trigger appears.
    CreateTrigger {
        table: &'a QualifiedName,
        trigger: &'a Trigger,
    },
    /// A trigger goes.
    DropTrigger {
        table: &'a QualifiedName,
        trigger: &'a Trigger,
    },
    /// A view appears.
    CreateView {
        name: &'a QualifiedName,
        view: &'a View,
    },
    /// A view goes.
    DropView {
        name: &'a QualifiedName,
        view: &'a View,
    },
    /// A function or procedure appears; `arguments` is the text of its argument types.
    CreateFunction {
        name: &'a QualifiedName,
        arguments: &'a str,
        function: &'a Function,
    },
    /// A function or procedure goes.
    DropFunction {
        name: &'a QualifiedName,
        arguments: &'a str,
        function: &'a Function,
    },
    /// The comment of a table changes.
    CommentTable {
        table: &'a QualifiedName,
        comment: Option<&'a str>,
    },
    /// The comment of a column changes.
    CommentColumn {
        table: &'a QualifiedName,
        column: &'a str,
        comment: Option<&'a str>,
    },
}
