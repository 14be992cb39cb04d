//! Indexes of a table that stands.

use schema::{Index, IndexKey, QualifiedName, Table};

use super::constraint;
use crate::{Change, TableChange, expression};

pub(super) fn compare<'a>(
    table: &'a QualifiedName,
    before: &'a Table,
    after: &'a Table,
    changes: &mut Vec<Change<'a>>,
) {
    // The index of a partition comes and goes with that of the whole.
    let own = |index: &&Index| index.part_of.is_none();
    let is_new = |index: &&Index| before.index(&index.name).is_none();
    let mut new: Vec<&Index> = after.indexes.iter().filter(own).filter(is_new).collect();
    for old in before.indexes.iter().filter(own) {
        let adopted = after
            .constraints
            .iter()
            .any(|it| it.name() == old.name && constraint::is_index_of(old, it));
        if adopted {
            continue;
        }
        let found = after.index(&old.name);
        let renamed = || new.iter().position(|other| same_definition(old, other));
        let same = match found {
            Some(same) => Some(same),
            None => renamed().map(|at| new.remove(at)),
        };
        let Some(same) = same.filter(|it| same_definition(old, it)) else {
            changes.push(TableChange::DropIndex(old).of(table));
            if let Some(index) = found {
                create(table, index, changes);
            }
            continue;
        };
        if same.name != old.name {
            changes.push(
                TableChange::RenameIndex {
                    before: &old.name,
                    after: &same.name,
                }
                .of(table),
            );
        }
        if old.storage != same.storage || old.statistics != same.statistics {
            changes.push(
                TableChange::SetIndex {
                    before: Some(old),
                    after: same,
                }
                .of(table),
            );
        }
    }
    for index in new {
        create(table, index, changes);
    }
}

/// An index, and what its statement has no words for.
pub(super) fn create<'a>(
    table: &'a QualifiedName,
    index: &'a Index,
    changes: &mut Vec<Change<'a>>,
) {
    changes.push(TableChange::CreateIndex(index).of(table));
    if !index.statistics.is_empty() {
        let change = TableChange::SetIndex {
            before: None,
            after: index,
        };
        changes.push(change.of(table));
    }
}

/// Whether two indexes are the same, whatever they are called.
pub(super) fn same_index(before: &Index, after: &Index) -> bool {
    same_definition(before, after)
        && before.storage == after.storage
        && before.statistics == after.statistics
}

/// Whether two indexes are the same but for what can be changed in place. One that is not valid is
/// never the same as one that should be.
fn same_definition(before: &Index, after: &Index) -> bool {
    let mut unnamed = before.clone();
    unnamed.name.clone_from(&after.name);
    unnamed.comment.clone_from(&after.comment);
    unnamed.storage.clone_from(&after.storage);
    unnamed.statistics.clone_from(&after.statistics);
    if expression::same(before.predicate.as_ref(), after.predicate.as_ref()) {
        unnamed.predicate.clone_from(&after.predicate);
    }
    for (one, other) in unnamed.elements.iter_mut().zip(&after.elements) {
        let (IndexKey::Expression(a), IndexKey::Expression(b)) = (&one.key, &other.key) else {
            continue;
        };
        if expression::same(Some(a), Some(b)) {
            one.key.clone_from(&other.key);
        }
    }
    unnamed == *after
}
