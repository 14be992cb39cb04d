//! What a table is beside its columns, constraints and indexes: partition, heir, options, row
//! security.

use schema::{QualifiedName, Table};

use crate::{Change, TableChange};

/// What `CREATE TABLE` has no words for.
pub(super) fn created<'a>(
    name: &'a QualifiedName,
    table: &'a Table,
    changes: &mut Vec<Change<'a>>,
) {
    security(name, &Table::default(), table, changes);
}

pub(super) fn compare<'a>(
    name: &'a QualifiedName,
    before: &'a Table,
    after: &'a Table,
    changes: &mut Vec<Change<'a>>,
) {
    let mut push = |change: TableChange<'a>| changes.push(change.of(name));
    for parent in &before.inherits {
        if !after.inherits.contains(parent) {
            push(TableChange::NoInherit(parent));
        }
    }
    for parent in &after.inherits {
        if !before.inherits.contains(parent) {
            push(TableChange::Inherit(parent));
        }
    }
    if before.partition_of != after.partition_of {
        if let Some(partition) = &before.partition_of {
            push(TableChange::Detach(partition));
        }
        if let Some(partition) = &after.partition_of {
            push(TableChange::Attach(partition));
        }
    }
    if before.of_type != after.of_type {
        push(TableChange::OfType(after.of_type.as_ref()));
    }
    if before.unlogged != after.unlogged {
        push(TableChange::SetLogged(!after.unlogged));
    }
    if before.options != after.options {
        push(TableChange::SetOptions {
            before: &before.options,
            after: &after.options,
        });
    }
    if before.access_method != after.access_method {
        push(TableChange::SetAccessMethod(after.access_method.as_deref()));
    }
    if before.tablespace != after.tablespace {
        push(TableChange::SetTablespace(after.tablespace.as_deref()));
    }
    if let (Some(before), Some(after)) = (&before.foreign, &after.foreign)
        && before.options != after.options
    {
        push(TableChange::SetForeignOptions {
            before: &before.options,
            after: &after.options,
        });
    }
    security(name, before, after, changes);
}

fn security<'a>(
    name: &'a QualifiedName,
    before: &Table,
    after: &'a Table,
    changes: &mut Vec<Change<'a>>,
) {
    let mut push = |change: TableChange<'a>| changes.push(change.of(name));
    if before.row_security != after.row_security {
        push(TableChange::SetRowSecurity {
            before: before.row_security,
            after: after.row_security,
        });
    }
    if before.replica_identity != after.replica_identity {
        push(TableChange::SetReplicaIdentity(&after.replica_identity));
    }
    if before.clustered_on != after.clustered_on {
        push(TableChange::ClusterOn(after.clustered_on.as_deref()));
    }
}
