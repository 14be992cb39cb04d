//! What of tables stays as it is and yet has to be made anew, because what it stands on moves: a
//! foreign key whose columns change their type or whose key is replaced, a check over a column that
//! changes its type, everything over a column that is computed anew.

use std::collections::BTreeSet;

use schema::{Column, Constraint, Index, QualifiedName, Table};

use super::constraint::is_inherited;
use crate::task::{self, Context};
use crate::thing::{self, Thing};
use crate::{Change, TableChange};

/// Adds the changes that take such things away and make them again. What is there already is not
/// added again; what would be changed in place is made as it becomes. Says whether there was any.
pub(crate) fn add<'a>(ctx: &Context<'a>, changes: &mut Vec<Change<'a>>) -> bool {
    let moved = task::moved(ctx, changes);
    if moved.is_empty() {
        return false;
    }
    let anew = dropped_columns(changes);
    let moved = Moved {
        ctx,
        things: moved,
        anew,
    };
    let mut rebuilt = Rebuilt::default();
    for (name, old) in &ctx.before.tables {
        let Some(new) = ctx.after.tables.get(name) else {
            continue;
        };
        if moved.has(&Thing::Relation(name.clone())) {
            continue;
        }
        let here = changes.iter().filter_map(|change| {
            let Change::Table { table, change } = change else {
                return None;
            };
            (*table == name).then_some(*change)
        });
        let here: Vec<TableChange<'a>> = here.collect();
        moved.columns(name, old, new, &mut rebuilt.more);
        moved.constraints(name, (old, new), &here, &mut rebuilt);
        moved.indexes(name, (old, new), &here, &mut rebuilt);
    }
    let Rebuilt { mut more, instead } = rebuilt;
    more.retain(|change| !changes.contains(change));
    changes.retain(|change| !instead.contains(change));
    let any = !more.is_empty();
    changes.extend(more);
    any
}

/// What is dropped and made again, and the changes in place that this makes needless.
#[derive(Default)]
struct Rebuilt<'a> {
    more: Vec<Change<'a>>,
    instead: Vec<Change<'a>>,
}

/// The columns that are dropped; those of them that stay are made anew.
fn dropped_columns(changes: &[Change<'_>]) -> BTreeSet<Thing> {
    let dropped = changes.iter().filter_map(|change| {
        let Change::Table {
            table,
            change: TableChange::DropColumn(column),
        } = change
        else {
            return None;
        };
        Some(Thing::column(table, &column.name))
    });
    dropped.collect()
}

/// What moves underneath.
struct Moved<'c, 'a> {
    ctx: &'c Context<'a>,
    /// Everything that goes or becomes another.
    things: BTreeSet<Thing>,
    /// Columns that go, also where they come again.
    anew: BTreeSet<Thing>,
}

impl<'a> Moved<'_, 'a> {
    fn has(&self, thing: &Thing) -> bool {
        self.things.contains(thing)
    }

    /// Computed columns are made anew, and other defaults are taken away for the time being.
    fn columns(
        &self,
        table: &'a QualifiedName,
        before: &'a Table,
        after: &'a Table,
        changes: &mut Vec<Change<'a>>,
    ) {
        for old in before.columns.iter().filter(|it| !it.inherited) {
            let Some(new) = after.column(&old.name) else {
                continue;
            };
            if self.has(&Thing::column(table, &old.name)) || !self.under_column(table, old) {
                continue;
            }
            let pair = if old.generated.is_some() && new.generated.is_some() {
                [TableChange::DropColumn(old), TableChange::AddColumn(new)]
            } else if old.default.is_some() && new.default.is_some() {
                [
                    TableChange::LiftDefault(old),
                    TableChange::RestoreDefault(new),
                ]
            } else {
                continue;
            };
            changes.extend(pair.map(|it| it.of(table)));
        }
    }

    fn under_column(&self, table: &QualifiedName, column: &Column) -> bool {
        thing::expressions(column).any(|expression| {
            let mut uses = self.ctx.uses_in(table, expression).into_iter();
            uses.any(|it| self.has(&it) && !is_own_sequence(&it, column))
        })
    }

    fn constraints(
        &self,
        table: &'a QualifiedName,
        (before, after): (&'a Table, &'a Table),
        here: &[TableChange<'a>],
        rebuilt: &mut Rebuilt<'a>,
    ) {
        for old in before.constraints.iter().filter(|it| !is_inherited(it)) {
            let renamed = here.iter().find_map(|change| {
                let TableChange::RenameConstraint { before, after } = change else {
                    return None;
                };
                (*before == old.name()).then_some(*after)
            });
            let Some(new) = after.constraint(renamed.unwrap_or(old.name())) else {
                continue;
            };
            let gone = here.contains(&TableChange::DropConstraint(old));
            if gone || !self.under_constraint(table, old) {
                continue;
            }
            let in_place = here.iter().filter(|change| {
                matches!(change, TableChange::RenameConstraint { before, .. }
                    if *before == old.name())
                    || matches!(change, TableChange::ValidateConstraint(it)
                        if it.name() == new.name())
                    || matches!(change, TableChange::DeferConstraint(it)
                        if it.name == new.name())
            });
            rebuilt.instead.extend(in_place.map(|it| it.of(table)));
            let anew = [
                TableChange::DropConstraint(old),
                TableChange::AddConstraint(new),
            ];
            rebuilt.more.extend(anew.map(|it| it.of(table)));
        }
    }

    fn under_constraint(&self, table: &QualifiedName, constraint: &Constraint) -> bool {
        let mut stands_on = task::stands_on(table, constraint).into_iter();
        match constraint {
            Constraint::ForeignKey(_) => {
                stands_on.any(|it| !matches!(it, Thing::NotNull(..)) && self.has(&it))
            }
            Constraint::PrimaryKey(_) | Constraint::Unique(_) => {
                stands_on.any(|it| self.anew.contains(&it))
            }
            Constraint::Check(_) | Constraint::Exclusion(_) => {
                let expressions = task::constraint_expressions(constraint);
                stands_on.any(|it| self.anew.contains(&it))
                    || expressions.into_iter().any(|expression| {
                        let mut uses = self.ctx.uses_in(table, expression).into_iter();
                        uses.any(|it| self.has(&it))
                    })
            }
        }
    }

    fn indexes(
        &self,
        table: &'a QualifiedName,
        (before, after): (&'a Table, &'a Table),
        here: &[TableChange<'a>],
        rebuilt: &mut Rebuilt<'a>,
    ) {
        for old in before.indexes.iter().filter(|it| it.part_of.is_none()) {
            let renamed = here.iter().find_map(|change| {
                let TableChange::RenameIndex { before, after } = change else {
                    return None;
                };
                (*before == old.name).then_some(*after)
            });
            let Some(new) = after.index(renamed.unwrap_or(&old.name)) else {
                continue;
            };
            let gone = here.contains(&TableChange::DropIndex(old));
            if gone || !self.under_index(table, old) {
                continue;
            }
            let in_place = here.iter().filter(|change| {
                matches!(change, TableChange::RenameIndex { before, .. } if *before == old.name)
                    || matches!(change, TableChange::SetIndex { after, .. }
                        if after.name == new.name)
            });
            rebuilt.instead.extend(in_place.map(|it| it.of(table)));
            let drop = TableChange::DropIndex(old);
            rebuilt.more.push(drop.of(table));
            super::index::create(table, new, &mut rebuilt.more);
        }
    }

    fn under_index(&self, table: &QualifiedName, index: &Index) -> bool {
        let mut columns = task::indexed_columns(index);
        columns.any(|it| self.anew.contains(&Thing::column(table, it)))
            || task::index_expressions(index).any(|expression| {
                let mut uses = self.ctx.uses_in(table, expression).into_iter();
                uses.any(|it| self.has(&it))
            })
    }
}

fn is_own_sequence(thing: &Thing, column: &Column) -> bool {
    let own = column.sequence.clone().map(Thing::Relation);
    own.as_ref() == Some(thing)
}
