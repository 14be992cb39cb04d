//! What goes and comes again under its name: one sentence that says what differs.

use std::mem::discriminant;

use schema::{Constraint, Index, QualifiedName};

use super::{definition, named};
use crate::{Change, TableChange};

/// The sentence of a change among all. A constraint or an index that goes and comes again under its
/// name is one difference, told where it goes; `None` where it comes.
pub fn sentence(change: &Change<'_>, changes: &[Change<'_>]) -> Option<String> {
    let Change::Table { table, change: it } = change else {
        return Some(change.to_string());
    };
    match told(*it, of_table(table, changes)) {
        Told::Alone => Some(change.to_string()),
        Told::With(text) => Some(format!("table `{table}`: {text}")),
        Told::Before => None,
    }
}

/// Where a change is told.
enum Told {
    /// By itself.
    Alone,
    /// With what comes in its place.
    With(String),
    /// With what goes for it.
    Before,
}

fn of_table<'a>(
    table: &QualifiedName,
    changes: &[Change<'a>],
) -> impl Iterator<Item = TableChange<'a>> {
    changes.iter().filter_map(move |other| {
        if let Change::Table { table: it, change } = other
            && *it == table
        {
            Some(*change)
        } else {
            None
        }
    })
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else a table has is changed in its place"
)]
fn told<'a>(change: TableChange<'a>, mut others: impl Iterator<Item = TableChange<'a>>) -> Told {
    match change {
        TableChange::DropConstraint(before) => {
            let after = others.find_map(|it| match it {
                TableChange::AddConstraint(after) if is_same(before, after) => Some(after),
                _ => None,
            });
            after.map_or(Told::Alone, |after| Told::With(constraint(before, after)))
        }
        TableChange::AddConstraint(after) => {
            let is_told = others.any(
                |it| matches!(it, TableChange::DropConstraint(before) if is_same(before, after)),
            );
            if is_told { Told::Before } else { Told::Alone }
        }
        TableChange::DropIndex(before) => {
            let after = others.find_map(|it| match it {
                TableChange::CreateIndex(after) if before.name == after.name => Some(after),
                _ => None,
            });
            after.map_or(Told::Alone, |after| Told::With(index(before, after)))
        }
        TableChange::CreateIndex(after) => {
            let is_told = others.any(
                |it| matches!(it, TableChange::DropIndex(before) if before.name == after.name),
            );
            if is_told { Told::Before } else { Told::Alone }
        }
        _ => Told::Alone,
    }
}

/// Whether one constraint is another in a new form.
fn is_same(before: &Constraint, after: &Constraint) -> bool {
    before.name() == after.name() && discriminant(before) == discriminant(after)
}

fn constraint(before: &Constraint, after: &Constraint) -> String {
    let words = |it| definition::constraint_words(it, true);
    format!(
        "{}{}",
        named(after),
        difference(&words(before), &words(after))
    )
}

fn index(before: &Index, after: &Index) -> String {
    let words = |it: &Index| {
        let mut words = definition::index_words(it);
        words.extend(it.unique.then(|| "unique".to_owned()));
        words
    };
    let difference = difference(&words(before), &words(after));
    format!("index `{}`{difference}", after.name)
}

/// What one list has other than the other: `: on update no action becomes on update cascade`.
fn difference(before: &[String], after: &[String]) -> String {
    let beyond = |list: &[String], other: &[String]| -> String {
        let own = list.iter().filter(|word| !other.contains(word));
        own.cloned().collect::<Vec<_>>().join(", ")
    };
    let (gone, new) = (beyond(before, after), beyond(after, before));
    match (gone.is_empty(), new.is_empty()) {
        (false, false) => format!(": {gone} becomes {new}"),
        (false, true) => format!(": no longer {gone}"),
        (true, false) => format!(": now {new}"),
        (true, true) => " is made anew".to_owned(),
    }
}
