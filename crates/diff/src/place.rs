//! What a change is about, and where that was declared.

use schema::{Origin, QualifiedName, Rename, Schema, Table};

use crate::{Change, Object, TableChange};

impl<'a> Change<'a> {
    /// What changes.
    pub fn object(&self) -> Object<'a> {
        match self {
            Self::Rename(rename) => match rename {
                Rename::Table { to, .. } => Object::Table(to),
                Rename::Column { table, to, .. } => Object::Column(table, to),
                Rename::Enum { to: name, .. } | Rename::EnumValue { name, .. } => {
                    Object::Enum(name)
                }
            },
            Self::CreateEnum { name, .. }
            | Self::AddEnumValue { name, .. }
            | Self::ReplaceEnum { name, .. }
            | Self::DropReplacedEnum { name }
            | Self::DropEnum { name } => Object::Enum(name),
            Self::CreateSequence { name, .. }
            | Self::OwnSequence { name, .. }
            | Self::ReleaseSequence { name }
            | Self::RenameSequence { after: name, .. }
            | Self::AlterSequence { name, .. }
            | Self::DropSequence { name } => Object::Sequence(name),
            Self::CreateTable { name, .. } | Self::DropTable { name, .. } => Object::Table(name),
            Self::Table { table, change } => change.object(table),
            Self::Object(change) => change.object(),
        }
    }

    /// Where the object stands in the state before and in the state after; for one that is not
    /// there, what it would belong to.
    pub fn origins(&self, before: &Schema, after: &Schema) -> (Origin, Origin) {
        let object = self.object();
        let old = if let Self::Table { table, change } = self {
            change.object_before(table)
        } else {
            object
        };
        (place(before, old), place(after, object))
    }
}

impl<'a> TableChange<'a> {
    fn object(self, table: &'a QualifiedName) -> Object<'a> {
        match self {
            Self::AddColumn(column)
            | Self::AlterColumn { after: column, .. }
            | Self::SetColumn { after: column, .. }
            | Self::LiftDefault(column)
            | Self::RestoreDefault(column)
            | Self::DropColumn(column) => Object::Column(table, &column.name),
            Self::AddConstraint(it)
            | Self::ValidateConstraint(it)
            | Self::AdoptIndex(it)
            | Self::DropConstraint(it) => Object::Constraint(table, it.name()),
            Self::DeferConstraint(key) => Object::Constraint(table, &key.name),
            Self::ColumnOrder
            | Self::SetLogged(_)
            | Self::SetOptions { .. }
            | Self::SetAccessMethod(_)
            | Self::SetTablespace(_)
            | Self::Inherit(_)
            | Self::NoInherit(_)
            | Self::Attach(_)
            | Self::Detach(_)
            | Self::OfType(_)
            | Self::SetRowSecurity { .. }
            | Self::SetReplicaIdentity(_)
            | Self::ClusterOn(_)
            | Self::SetForeignOptions { .. } => Object::Table(table),
            Self::RenameConstraint { after, .. } => Object::Constraint(table, after),
            Self::CreateIndex(index)
            | Self::SetIndex { after: index, .. }
            | Self::DropIndex(index) => Object::Index(table, &index.name),
            Self::RenameIndex { after, .. } => Object::Index(table, after),
        }
    }

    /// The same under the name that it had before.
    fn object_before(self, table: &'a QualifiedName) -> Object<'a> {
        if let Self::RenameConstraint { before, .. } = self {
            Object::Constraint(table, before)
        } else if let Self::RenameIndex { before, .. } = self {
            Object::Index(table, before)
        } else {
            self.object(table)
        }
    }
}

/// Where an object was declared, or what it belongs to.
fn place(schema: &Schema, object: Object<'_>) -> Origin {
    let origin = origin(schema, object);
    if origin.is_some_and(|it| it.0.is_some()) {
        return origin.unwrap_or_default();
    }
    let owner = object.owner();
    let owner = owner.and_then(|owner| relation(schema, owner));
    owner.or(origin).unwrap_or_default()
}

/// The origin of a table or view.
fn relation(schema: &Schema, name: &QualifiedName) -> Option<Origin> {
    let table = schema.tables.get(name).map(|it| it.origin);
    let view = || schema.views.get(name).map(|it| it.origin);
    table
        .or_else(view)
        .or_else(|| schema.domains.get(name).map(|it| it.origin))
}

fn origin(schema: &Schema, object: Object<'_>) -> Option<Origin> {
    match object {
        Object::Schema(name) => schema.schemas.get(name).map(|it| it.origin),
        Object::Extension(name) => schema.extensions.get(name).map(|it| it.origin),
        Object::Enum(name) => schema.enums.get(name).map(|it| it.origin),
        Object::Domain(name) => schema.domains.get(name).map(|it| it.origin),
        Object::Composite(name) => schema.composites.get(name).map(|it| it.origin),
        Object::Range(name) => schema.ranges.get(name).map(|it| it.origin),
        Object::Sequence(name) => schema.sequences.get(name).map(|it| it.origin),
        Object::Table(name)
        | Object::ForeignTable(name)
        | Object::View(name)
        | Object::MaterializedView(name) => relation(schema, name),
        Object::Routine(_, name, arguments) => {
            let key = (name.clone(), arguments.to_owned());
            schema.functions.get(&key).map(|it| it.origin)
        }
        Object::EventTrigger(name) => schema.event_triggers.get(name).map(|it| it.origin),
        Object::Statistics(name) => schema.statistics.get(name).map(|it| it.origin),
        Object::Publication(name) => schema.publications.get(name).map(|it| it.origin),
        Object::Other(kind, identity) => {
            let key = (kind.to_owned(), identity.to_owned());
            schema.others.get(&key).map(|it| it.origin)
        }
        Object::DomainConstraint(domain, name) => {
            let mut checks = schema.domains.get(domain)?.checks.iter();
            checks.find(|it| it.name == name).map(|it| it.origin)
        }
        Object::DefaultPrivilege(_) => None,
        Object::Column(owner, _)
        | Object::Constraint(owner, _)
        | Object::Index(owner, _)
        | Object::Trigger(owner, _)
        | Object::Policy(owner, _)
        | Object::Rule(owner, _) => match schema.tables.get(owner) {
            Some(table) => part_of_table(table, object),
            None => part_of_view(schema, owner, object),
        },
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is not a part has no place in it"
)]
fn part_of_table(table: &Table, object: Object<'_>) -> Option<Origin> {
    match object {
        Object::Column(_, name) => table.column(name).map(|it| it.origin),
        Object::Constraint(_, name) => table.constraint(name).map(schema::Constraint::origin),
        Object::Index(_, name) => table.index(name).map(|it| it.origin),
        Object::Trigger(_, name) => {
            let mut triggers = table.triggers.iter();
            triggers.find(|it| it.name == name).map(|it| it.origin)
        }
        Object::Policy(_, name) => {
            let mut policies = table.policies.iter();
            policies.find(|it| it.name == name).map(|it| it.origin)
        }
        Object::Rule(_, name) => {
            let mut rules = table.rules.iter();
            rules.find(|it| it.name == name).map(|it| it.origin)
        }
        _ => None,
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is not a part has no place in it"
)]
fn part_of_view(schema: &Schema, view: &QualifiedName, object: Object<'_>) -> Option<Origin> {
    let view = schema.views.get(view)?;
    match object {
        Object::Index(_, name) => {
            let mut indexes = view.indexes.iter();
            indexes.find(|it| it.name == name).map(|it| it.origin)
        }
        Object::Trigger(_, name) => {
            let mut triggers = view.triggers.iter();
            triggers.find(|it| it.name == name).map(|it| it.origin)
        }
        Object::Rule(_, name) => {
            let mut rules = view.rules.iter();
            rules.find(|it| it.name == name).map(|it| it.origin)
        }
        _ => None,
    }
}
