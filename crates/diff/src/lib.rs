//! The difference of two schemas: changes, ordered steps, SQL.
//!
//! Everything is a difference: the SQL that creates a schema is the plan from nothing to it, and
//! dropping it is the plan back. This crate does not know where a schema came from, it sees no
//! syntax, and it runs nothing.
//!
//! # Terminology
//! A *change* is one difference of two schemas ([`changes`]), a *step* is a change with its SQL at
//! its place in an order that works ([`plan`]), a *script* is the list of steps.

mod change;
mod compare;
mod complete;
mod describe;
mod drops;
mod expression;
mod script;
mod sql;
mod stage;

pub use change::{Change, EnumColumn, TableChange};
pub use compare::changes;
pub use complete::complete;
pub use script::{Script, Step};
pub use stage::Stage;

use schema::Schema;

/// The steps that turn a database in the state `before` into the state `after`, in an order that
/// respects what depends on what. Equal schemas give an empty script; the same schemas always give
/// the same text.
pub fn plan(before: &Schema, after: &Schema) -> Script {
    let mut changes = changes(before, after);
    compare::add_consequences(before, after, &mut changes);
    drops::untangle(&mut changes);
    // The sort is stable, so that within a stage the order is that of names.
    changes.sort_by_cached_key(|change| Stage::of(change, after));
    let steps = changes
        .iter()
        .map(|change| Step {
            stage: Stage::of(change, after),
            sql: sql::of(change),
        })
        .collect();
    Script { steps }
}

/// The steps that create a schema in an empty database.
pub fn create(schema: &Schema) -> Script {
    plan(&Schema::default(), schema)
}

/// The steps that drop everything in a schema.
pub fn drop(schema: &Schema) -> Script {
    plan(schema, &Schema::default())
}
