//! The order of changes: what stands on something comes after it, and goes before it.

use schema::Constraint;

use crate::object::{Difference, ObjectChange};
use crate::{Change, TableChange};

/// When a change is made. The order of the variants is the order of execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are what they are called")]
pub enum Stage {
    CreateSchemas,
    CreateExtensions,
    Rename,
    DropEventTriggers,
    DropPublications,
    DropRules,
    DropPolicies,
    DropViews,
    DropTriggers,
    DropStatistics,
    DropForeignKeys,
    DropTables,
    DropIndexes,
    DropConstraints,
    CreateEnums,
    AlterEnums,
    CreateOthers,
    CreateTypes,
    CreateSequences,
    CreateTables,
    AlterTables,
    OwnSequences,
    AlterSequences,
    /// Values of a column that is new, in batches.
    FillColumns,
    AddConstraints,
    CreateIndexes,
    SetIndexes,
    AddForeignKeys,
    ValidateConstraints,
    /// What a validated check has proved.
    SetNotNull,
    DropFunctions,
    CreateFunctions,
    CreateViews,
    CreateTriggers,
    CreatePolicies,
    CreateRules,
    CreateStatistics,
    CreatePublications,
    CreateEventTriggers,
    Grant,
    Comment,
    DropSequences,
    DropTypes,
    DropEnums,
    DropOthers,
    DropExtensions,
    DropSchemas,
}

impl Stage {
    /// The stage of a change.
    pub(crate) fn of(change: &Change<'_>) -> Self {
        match change {
            Change::Rename(_) => Self::Rename,
            Change::CreateEnum { .. } => Self::CreateEnums,
            Change::AddEnumValue { .. } | Change::ReplaceEnum { .. } => Self::AlterEnums,
            Change::DropEnum { .. } | Change::DropReplacedEnum { .. } => Self::DropEnums,
            Change::CreateSequence { .. } => Self::CreateSequences,
            Change::OwnSequence { .. } | Change::ReleaseSequence { .. } => Self::OwnSequences,
            Change::RenameSequence { .. } | Change::AlterSequence { .. } => Self::AlterSequences,
            Change::DropSequence { .. } => Self::DropSequences,
            Change::CreateTable { .. } => Self::CreateTables,
            Change::DropTable { .. } => Self::DropTables,
            Change::Table { change, .. } => Self::of_table(change),
            Change::Object(change) => Self::of_object(*change),
        }
    }

    /// Where a change stands among what could come next.
    pub(crate) fn of_object(change: ObjectChange<'_>) -> Self {
        use ObjectChange as It;
        let of = |is_made: bool, made: Self, gone: Self| if is_made { made } else { gone };
        match change {
            It::Schema(_, it) => of(made(it), Self::CreateSchemas, Self::DropSchemas),
            It::Extension(_, it) => of(made(it), Self::CreateExtensions, Self::DropExtensions),
            It::Domain(_, it) => of(made(it), Self::CreateTypes, Self::DropTypes),
            It::Composite(_, it) => of(made(it), Self::CreateTypes, Self::DropTypes),
            It::Range(_, it) => of(made(it), Self::CreateTypes, Self::DropTypes),
            It::View(_, it) => of(made(it), Self::CreateViews, Self::DropViews),
            It::ViewIndex(_, it) => of(made(it), Self::CreateViews, Self::DropIndexes),
            It::Function(_, it) => of(made(it), Self::CreateFunctions, Self::DropFunctions),
            It::Trigger(_, it) => of(made(it), Self::CreateTriggers, Self::DropTriggers),
            It::Policy(_, it) => of(made(it), Self::CreatePolicies, Self::DropPolicies),
            It::Rule(_, it) => of(made(it), Self::CreateRules, Self::DropRules),
            It::EventTrigger(_, it) => {
                of(made(it), Self::CreateEventTriggers, Self::DropEventTriggers)
            }
            It::Statistics(_, it) => of(made(it), Self::CreateStatistics, Self::DropStatistics),
            It::Publication(_, it) => {
                of(made(it), Self::CreatePublications, Self::DropPublications)
            }
            It::Other(_, it) => of(made(it), Self::CreateOthers, Self::DropOthers),
            It::DefaultPrivilege(_) | It::Privileges { .. } => Self::Grant,
            It::Comment { .. } => Self::Comment,
        }
    }

    fn of_table(change: &TableChange<'_>) -> Self {
        let is_foreign_key =
            |constraint: &&Constraint| matches!(constraint, Constraint::ForeignKey(_));
        match change {
            TableChange::ValidateConstraint(_) => Self::ValidateConstraints,
            TableChange::SetIndex { .. }
            | TableChange::ClusterOn(_)
            | TableChange::SetReplicaIdentity(_) => Self::SetIndexes,
            TableChange::AddColumn(_)
            | TableChange::SetColumn { .. }
            | TableChange::LiftDefault(_)
            | TableChange::RestoreDefault(_)
            | TableChange::ColumnOrder
            | TableChange::DeferConstraint(_)
            | TableChange::SetLogged(_)
            | TableChange::SetOptions { .. }
            | TableChange::SetAccessMethod(_)
            | TableChange::SetTablespace(_)
            | TableChange::Inherit(_)
            | TableChange::NoInherit(_)
            | TableChange::Attach(_)
            | TableChange::Detach(_)
            | TableChange::OfType(_)
            | TableChange::SetRowSecurity { .. }
            | TableChange::SetForeignOptions { .. }
            | TableChange::AlterColumn { .. }
            | TableChange::DropColumn(_)
            | TableChange::RenameConstraint { .. }
            | TableChange::RenameIndex { .. } => Self::AlterTables,
            TableChange::AddConstraint(it) if is_foreign_key(it) => Self::AddForeignKeys,
            TableChange::AddConstraint(_) | TableChange::AdoptIndex(_) => Self::AddConstraints,
            TableChange::DropConstraint(it) if is_foreign_key(it) => Self::DropForeignKeys,
            TableChange::DropConstraint(_) => Self::DropConstraints,
            TableChange::CreateIndex(_) => Self::CreateIndexes,
            TableChange::DropIndex(_) => Self::DropIndexes,
        }
    }

    /// What steps of this stage do, for people.
    pub fn heading(self) -> &'static str {
        match self {
            Self::CreateSchemas => "Create schemas",
            Self::Rename => "Rename",
            Self::CreateExtensions => "Create extensions",
            Self::DropViews => "Drop views",
            Self::DropTriggers => "Drop triggers",
            Self::DropForeignKeys => "Drop foreign keys",
            Self::DropIndexes => "Drop indexes",
            Self::DropConstraints => "Drop constraints",
            Self::CreateEnums => "Create enums",
            Self::AlterEnums => "Alter enums",
            Self::CreateSequences => "Create sequences",
            Self::CreateFunctions => "Create functions",
            Self::DropEventTriggers => "Drop event triggers",
            Self::DropPublications => "Drop publications",
            Self::DropRules => "Drop rules",
            Self::DropPolicies => "Drop policies",
            Self::DropStatistics => "Drop statistics",
            Self::CreateOthers => "Create other objects",
            Self::CreateTypes => "Create types",
            Self::CreatePolicies => "Create policies",
            Self::CreateRules => "Create rules",
            Self::CreateStatistics => "Create statistics",
            Self::CreatePublications => "Create publications",
            Self::CreateEventTriggers => "Create event triggers",
            Self::Grant => "Grant and revoke",
            Self::DropTypes => "Drop types",
            Self::DropOthers => "Drop other objects",
            Self::DropTables => "Drop tables",
            Self::CreateTables => "Create tables",
            Self::AlterTables => "Alter tables",
            Self::OwnSequences => "Tie sequences to their columns",
            Self::AlterSequences => "Alter sequences",
            Self::FillColumns => "Fill in the values of new columns",
            Self::SetIndexes => "Alter indexes",
            Self::ValidateConstraints => "Validate constraints",
            Self::SetNotNull => "Set columns not null",
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

/// Whether something is there afterwards.
fn made<T>(difference: Difference<'_, T>) -> bool {
    difference.after().is_some()
}
