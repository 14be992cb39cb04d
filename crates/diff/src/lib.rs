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
mod gone;
mod loss;
mod object;
mod options;
mod order;
mod place;
mod rename;
mod script;
mod spelling;
mod sql;
mod stage;
mod task;
mod thing;

pub use change::{Change, EnumColumn, TableChange};
pub use compare::changes;
pub use complete::complete;
pub use describe::sentence;
pub use gone::{Obstacle, obstacles};
pub use loss::Loss;
pub use object::{Difference, Object, ObjectChange};
pub use options::{Options, Reader};
pub use schema::Rename;
pub use script::{Part, Script, Step};
pub use spelling::{Spelled, same_but_expressions};
pub use stage::Stage;

use schema::Schema;

use task::{Context, Task};

/// The steps that turn a database in the state `before` into the state `after`, in an order that
/// respects what depends on what. Equal schemas give an empty script; the same schemas always give
/// the same text.
pub fn plan(before: &Schema, after: &Schema, options: &Options) -> Script {
    let (renamed, followed) = rename::apply(before, after, options);
    let before = &renamed;
    let mut ctx = Context::new(before, after, options);
    let mut changes: Vec<Change<'_>> = followed.iter().map(Change::Rename).collect();
    changes.extend(compare::changes(before, after));
    let words = changes
        .iter()
        .filter_map(|it| sentence(it, &changes))
        .collect();
    compare::add_consequences(&ctx, &mut changes);
    drops::untangle(&mut changes);
    ctx.note(&changes);
    let tasks: Vec<Task> = changes.iter().flat_map(|it| task::of(&ctx, it)).collect();
    let files = order::files(&tasks);
    let numbered = files.into_iter().enumerate();
    let steps = numbered.flat_map(|(file, numbers)| {
        let tasks = &tasks;
        numbers
            .into_iter()
            .map(move |number| tasks[number].step(file))
    });
    Script {
        steps: steps.collect(),
        changes: words,
        likely: rename::likely_renames(before, after),
        renames: followed.clone(),
    }
}

/// The state before under the names that renames give to its things: what a wanted state must be
/// completed from.
pub fn renamed(before: &Schema, after: &Schema, options: &Options) -> Schema {
    rename::apply(before, after, options).0
}

/// The steps that create a schema in an empty database.
pub fn create(schema: &Schema) -> Script {
    plan(&Schema::default(), schema, &Options::offline())
}

/// The steps that drop everything in a schema.
pub fn drop(schema: &Schema) -> Script {
    plan(schema, &Schema::default(), &Options::offline())
}
