//! The order of changes: what stands on something comes after it, and goes before it.

use schema::{Constraint, Schema};

use crate::{Change, TableChange};

/// When a change is made. The order of the variants is the order of execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are what they are called")]
pub enum Stage {
    CreateSchemas,
    CreateExtensions,
    DropViews,
    DropTriggers,
    DropForeignKeys,
    DropTables,
    DropIndexes,
    DropConstraints,
    CreateEnums,
    AlterEnums,
    CreateSequences,
    /// Functions that a default, a check, an index or a generated column calls.
    CreateFunctionsForTables,
    CreateTables,
    AlterTables,
    OwnSequences,
    AddConstraints,
    CreateIndexes,
    AddForeignKeys,
    DropFunctions,
    CreateFunctions,
    CreateViews,
    CreateTriggers,
    Comment,
    DropSequences,
    DropEnums,
    DropExtensions,
    DropSchemas,
}

impl Stage {
    /// The stage of a change on the way to the state `after`.
    pub(crate) fn of(change: &Change<'_>, after: &Schema) -> Self {
        match change {
            Change::CreateSchema { .. } => Self::CreateSchemas,
            Change::DropSchema { .. } => Self::DropSchemas,
            Change::CreateExtension { .. } => Self::CreateExtensions,
            Change::DropExtension { .. } => Self::DropExtensions,
            Change::CreateEnum { .. } => Self::CreateEnums,
            Change::AddEnumValue { .. } | Change::ReplaceEnum { .. } => Self::AlterEnums,
            Change::DropEnum { .. } | Change::DropReplacedEnum { .. } => Self::DropEnums,
            Change::CreateSequence { .. } => Self::CreateSequences,
            Change::OwnSequence { .. } => Self::OwnSequences,
            Change::DropSequence { .. } => Self::DropSequences,
            Change::CreateTable { .. } => Self::CreateTables,
            Change::DropTable { .. } => Self::DropTables,
            Change::Table { change, .. } => Self::of_table(change),
            Change::CreateView { .. } => Self::CreateViews,
            Change::DropView { .. } => Self::DropViews,
            Change::CreateFunction { name, .. } if is_called_by_tables(&name.name, after) => {
                Self::CreateFunctionsForTables
            }
            Change::CreateFunction { .. } => Self::CreateFunctions,
            Change::DropFunction { .. } => Self::DropFunctions,
        }
    }

    fn of_table(change: &TableChange<'_>) -> Self {
        let is_foreign_key =
            |constraint: &&Constraint| matches!(constraint, Constraint::ForeignKey(_));
        match change {
            TableChange::AddColumn(_)
            | TableChange::AlterColumn { .. }
            | TableChange::DropColumn(_)
            | TableChange::RenameConstraint { .. }
            | TableChange::RenameIndex { .. } => Self::AlterTables,
            TableChange::AddConstraint(it) if is_foreign_key(it) => Self::AddForeignKeys,
            TableChange::AddConstraint(_) => Self::AddConstraints,
            TableChange::DropConstraint(it) if is_foreign_key(it) => Self::DropForeignKeys,
            TableChange::DropConstraint(_) => Self::DropConstraints,
            TableChange::CreateIndex(_) => Self::CreateIndexes,
            TableChange::DropIndex(_) => Self::DropIndexes,
            TableChange::CreateTrigger(_) => Self::CreateTriggers,
            TableChange::DropTrigger(_) => Self::DropTriggers,
            TableChange::Comment(_) | TableChange::CommentColumn { .. } => Self::Comment,
        }
    }

    /// What steps of this stage do, for people.
    pub fn heading(self) -> &'static str {
        match self {
            Self::CreateSchemas => "Create schemas",
            Self::CreateExtensions => "Create extensions",
            Self::DropViews => "Drop views",
            Self::DropTriggers => "Drop triggers",
            Self::DropForeignKeys => "Drop foreign keys",
            Self::DropIndexes => "Drop indexes",
            Self::DropConstraints => "Drop constraints",
            Self::CreateEnums => "Create enums",
            Self::AlterEnums => "Alter enums",
            Self::CreateSequences => "Create sequences",
            Self::CreateFunctionsForTables | Self::CreateFunctions => "Create functions",
            Self::DropTables => "Drop tables",
            Self::CreateTables => "Create tables",
            Self::AlterTables => "Alter tables",
            Self::OwnSequences => "Tie sequences to their columns",
            Self::AddConstraints => "Add constraints",
            Self::CreateIndexes => "Create indexes",
            Self::AddForeignKeys => "Add foreign keys",
            Self::DropFunctions => "Drop functions",
            Self::CreateViews => "Create views",
            Self::CreateTriggers => "Create triggers",
            Self::Comment => "Comment",
            Self::DropSequences => "Drop sequences",
            Self::DropEnums => "Drop enums",
            Self::DropExtensions => "Drop extensions",
            Self::DropSchemas => "Drop schemas",
        }
    }
}

/// Whether some table's expression contains the function's name. A name that merely looks the same
/// does no harm: the function is then created earlier than it must be.
fn is_called_by_tables(name: &str, after: &Schema) -> bool {
    after.tables.values().any(|table| {
        let columns = table.columns.iter().flat_map(|column| {
            let generated = column.generated.as_ref().map(|it| &it.expression);
            column.default.iter().chain(generated)
        });
        let checks = table
            .constraints
            .iter()
            .filter_map(|constraint| match constraint {
                Constraint::Check(check) => Some(&check.expression),
                Constraint::Exclusion(exclusion) => exclusion.predicate.as_ref(),
                Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => {
                    None
                }
            });
        let indexes = table.indexes.iter().flat_map(|index| {
            let keys = index
                .elements
                .iter()
                .filter_map(|element| match &element.key {
                    schema::IndexKey::Expression(expression) => Some(expression),
                    schema::IndexKey::Column(_) => None,
                });
            keys.chain(&index.predicate)
        });
        columns
            .chain(checks)
            .chain(indexes)
            .any(|expression| expression.sql.contains(name))
    })
}
