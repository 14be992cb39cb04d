//! From changes to tasks: what is run, and what it makes, needs and takes away.

mod column;
mod constraint;
mod context;
mod enums;
mod index;
mod object;
mod rename;
mod sequence;
mod table;

pub(crate) use constraint::{expressions as constraint_expressions, stands_on};
pub(crate) use context::Context;
pub(crate) use index::{columns as indexed_columns, expressions as index_expressions};

use std::collections::BTreeSet;

use schema::{Expression, QualifiedName};

use crate::thing::Thing;
use crate::{Change, Loss, Stage, Step};

/// What is run as one step, and how it hangs together with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Task {
    /// Where it stands among what could come next, and its heading.
    pub(crate) stage: Stage,
    /// The statements.
    pub(crate) sql: String,
    /// Whether it may stand in a transaction.
    pub(crate) transaction: bool,
    /// Whether it reads whole tables while others work on, so that it must not stand in one
    /// transaction with what keeps them waiting.
    pub(crate) apart: bool,
    /// What is gone afterwards.
    pub(crate) loses: Vec<Loss>,
    /// What may stop it, and what else one should know.
    pub(crate) cautions: Vec<String>,
    /// What stands after it.
    pub(crate) makes: Vec<Thing>,
    /// What is gone after it, or is another than it was.
    pub(crate) takes: Vec<Thing>,
    /// What must stand before it.
    pub(crate) needs: Vec<Thing>,
    /// What nothing may take away before it.
    pub(crate) frees: Vec<Thing>,
    /// What must be committed before it.
    pub(crate) committed: Vec<Thing>,
}

impl Task {
    pub(crate) fn new(stage: Stage, sql: impl Into<String>) -> Self {
        Self {
            stage,
            sql: sql.into(),
            transaction: true,
            apart: false,
            loses: Vec::new(),
            cautions: Vec::new(),
            makes: Vec::new(),
            takes: Vec::new(),
            needs: Vec::new(),
            frees: Vec::new(),
            committed: Vec::new(),
        }
    }

    pub(crate) fn makes(mut self, things: impl IntoIterator<Item = Thing>) -> Self {
        self.makes.extend(things);
        self
    }

    pub(crate) fn takes(mut self, things: impl IntoIterator<Item = Thing>) -> Self {
        self.takes.extend(things);
        self
    }

    pub(crate) fn needs(mut self, things: impl IntoIterator<Item = Thing>) -> Self {
        self.needs.extend(things);
        self
    }

    pub(crate) fn frees(mut self, things: impl IntoIterator<Item = Thing>) -> Self {
        self.frees.extend(things);
        self
    }

    /// Needs things that other transactions must see before.
    pub(crate) fn committed(mut self, things: impl IntoIterator<Item = Thing>) -> Self {
        self.committed.extend(things);
        self
    }

    /// In a transaction with its like alone.
    pub(crate) fn apart(mut self) -> Self {
        self.apart = true;
        self
    }

    /// Without a transaction.
    pub(crate) fn alone(mut self) -> Self {
        self.transaction = false;
        self
    }

    pub(crate) fn loses(mut self, losses: impl IntoIterator<Item = Loss>) -> Self {
        self.loses.extend(losses);
        self
    }

    pub(crate) fn cautions(mut self, cautions: impl IntoIterator<Item = String>) -> Self {
        self.cautions.extend(cautions);
        self
    }

    /// Without needing what it makes itself.
    pub(crate) fn without_own(mut self) -> Self {
        let Self { makes, needs, .. } = &mut self;
        needs.retain(|thing| !makes.contains(thing));
        self
    }

    /// The step in a file.
    pub(crate) fn step(&self, file: usize) -> Step {
        Step {
            stage: self.stage,
            sql: self.sql.clone(),
            transaction: self.transaction,
            file,
            loses: self.loses.clone(),
            cautions: self.cautions.clone(),
        }
    }

    /// Needs what expressions of a table of the state after refer to.
    pub(crate) fn using_all<'a>(
        mut self,
        ctx: &Context<'_>,
        table: &QualifiedName,
        expressions: impl IntoIterator<Item = &'a Expression>,
    ) -> Self {
        for expression in expressions {
            self.needs.extend(ctx.uses_in(table, expression));
            self.committed.extend(ctx.new_values(&expression.sql));
        }
        self
    }

    /// Lets go of what expressions of a table of the state before refer to.
    pub(crate) fn releasing_all<'a>(
        mut self,
        ctx: &Context<'_>,
        table: &QualifiedName,
        expressions: impl IntoIterator<Item = &'a Expression>,
    ) -> Self {
        for expression in expressions {
            self.frees.extend(ctx.uses_in(table, expression));
        }
        self
    }
}

/// The tasks of a change, in their order.
pub(crate) fn of(ctx: &Context<'_>, change: &Change<'_>) -> Vec<Task> {
    match change {
        Change::Rename(rename) => rename::tasks(ctx, rename),
        Change::CreateEnum { .. }
        | Change::AddEnumValue { .. }
        | Change::ReplaceEnum { .. }
        | Change::DropReplacedEnum { .. }
        | Change::DropEnum { .. } => enums::tasks(change),
        Change::CreateSequence { .. }
        | Change::OwnSequence { .. }
        | Change::ReleaseSequence { .. }
        | Change::RenameSequence { .. }
        | Change::AlterSequence { .. }
        | Change::DropSequence { .. } => sequence::tasks(ctx, change),
        Change::CreateTable { name, after } => table::create(ctx, name, after),
        Change::DropTable { name, before } => vec![table::drop(ctx, name, before)],
        Change::Table { table, change } => table::tasks(ctx, table, *change),
        Change::Object(change) => object::tasks(ctx, *change),
    }
}

/// What changes take away, or make into something else: whatever stands on it must let go of it
/// before, and can be made anew after.
pub(crate) fn moved(ctx: &Context<'_>, changes: &[Change<'_>]) -> BTreeSet<Thing> {
    let tasks = changes.iter().flat_map(|change| of(ctx, change));
    tasks.flat_map(|task| task.takes).collect()
}
