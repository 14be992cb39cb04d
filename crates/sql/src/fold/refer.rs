//! What expressions refer to: worked out as they are written, and followed when names change.

use schema::{
    Column, Constraint, Expression, Function, Index, IndexElement, IndexKey, PartitionKey,
    QualifiedName, Reference, Table, Type, ViewColumn,
};

use super::Fold;
use super::drop::mentions;
use crate::resolve::{self, Scope};

impl Fold {
    /// A view's query, in which the server writes the columns for `*`; returns the columns that are
    /// known. Those that the view has already give theirs their names.
    pub(super) fn resolve_query(
        &self,
        view: &QualifiedName,
        known: &[ViewColumn],
        query: &mut Expression,
    ) -> Vec<ViewColumn> {
        resolve::freeze(&self.schema, &self.path, &view.schema, query);
        resolve::query(&self.schema, &self.path, &view.schema, known, query)
    }

    /// The defaults of a routine's arguments.
    pub(super) fn resolve_function(&self, function: &mut Function) {
        for argument in &mut function.arguments {
            if let Some(default) = &mut argument.default {
                self.resolve_default(&argument.ty, default);
            }
        }
    }

    /// A default of a column, argument or domain.
    pub(super) fn resolve_default(&self, ty: &Type, default: &mut Expression) {
        self.resolve(Scope::Nothing, Some(ty), default);
    }

    /// A check of a domain.
    pub(super) fn resolve_domain(&self, base: &Type, check: &mut Expression) {
        self.resolve(Scope::Domain(base), None, check);
    }

    /// A condition on the rows of a table.
    pub(super) fn resolve_in_table(&self, table: &QualifiedName, condition: &mut Expression) {
        self.resolve(Scope::Table(table), None, condition);
    }

    /// The generated columns of a table, when all its columns are known.
    pub(super) fn resolve_generated(&mut self, table: &QualifiedName) {
        let found = self.schema.tables.get(table);
        let columns = found.into_iter().flat_map(|table| &table.columns);
        let resolved: Vec<(usize, Expression)> = columns
            .enumerate()
            .filter_map(|(at, column)| {
                let mut expression = column.generated.as_ref()?.expression.clone();
                expression.canonical.is_none().then_some(())?;
                self.resolve(Scope::Table(table), Some(&column.ty), &mut expression);
                Some((at, expression))
            })
            .collect();
        let Some(found) = self.schema.tables.get_mut(table) else {
            return;
        };
        for (at, expression) in resolved {
            if let Some(generated) = &mut found.columns[at].generated {
                generated.expression = expression;
            }
        }
    }

    /// What was copied from another table names the columns of the table that it is in now.
    pub(super) fn own_expressions(&mut self, table: &QualifiedName) {
        let found = self.schema.tables.get_mut(table);
        for expression in found
            .map(|table| Own::of(table).expressions())
            .unwrap_or_default()
        {
            refer_to(expression, None, table);
        }
    }

    /// After a table got another name: its expressions name their columns by that.
    pub(super) fn follow_own(&mut self, old: &QualifiedName, new: &QualifiedName) {
        let Some(table) = self.schema.tables.get_mut(new) else {
            return;
        };
        for expression in expressions(table) {
            refer_to(expression, Some(old), new);
        }
    }

    /// The condition of a trigger.
    pub(super) fn resolve_in_trigger(&self, table: &QualifiedName, condition: &mut Expression) {
        self.resolve(Scope::Trigger(table), None, condition);
    }

    fn resolve(&self, scope: Scope<'_>, target: Option<&Type>, expression: &mut Expression) {
        let (schema, path, memo) = (&self.schema, &self.path, &self.memo);
        resolve::expression(schema, path, memo, scope, target, expression);
    }

    /// Before something is renamed: the expressions that name it follow.
    pub(super) fn rename_reference(&mut self, before: &Reference, after: &Reference) {
        resolve::rename(&mut self.schema, &self.path, before, after);
    }
}

/// Every expression of a table.
pub(super) fn expressions(table: &mut Table) -> Vec<&mut Expression> {
    // Each list is borrowed by itself, so that all can be at hand together.
    let mut all: Vec<&mut Expression> = Vec::new();
    for policy in &mut table.policies {
        all.extend(policy.using.iter_mut().chain(&mut policy.check));
    }
    for trigger in &mut table.triggers {
        all.extend(&mut trigger.condition);
    }
    for rule in &mut table.rules {
        all.push(&mut rule.definition);
    }
    let own = Own {
        columns: &mut table.columns,
        constraints: &mut table.constraints,
        indexes: &mut table.indexes,
        key: table.partition_key.as_mut(),
    };
    all.extend(own.expressions());
    all
}

/// The parts of a table whose expressions name columns of their own table alone.
struct Own<'a> {
    columns: &'a mut Vec<Column>,
    constraints: &'a mut Vec<Constraint>,
    indexes: &'a mut Vec<Index>,
    key: Option<&'a mut PartitionKey>,
}

impl<'a> Own<'a> {
    fn of(table: &'a mut Table) -> Self {
        Self {
            columns: &mut table.columns,
            constraints: &mut table.constraints,
            indexes: &mut table.indexes,
            key: table.partition_key.as_mut(),
        }
    }

    fn expressions(self) -> Vec<&'a mut Expression> {
        let mut all: Vec<&mut Expression> = Vec::new();
        for column in self.columns {
            all.extend(&mut column.default);
            all.extend(column.generated.as_mut().map(|it| &mut it.expression));
        }
        for constraint in self.constraints {
            match constraint {
                Constraint::Check(check) => all.push(&mut check.expression),
                Constraint::Exclusion(exclusion) => {
                    let elements = exclusion.elements.iter_mut();
                    all.extend(elements.filter_map(|(element, _)| of_element(element)));
                    all.extend(&mut exclusion.predicate);
                }
                Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => {}
            }
        }
        for index in self.indexes {
            let elements = index.elements.iter_mut().filter_map(of_element);
            all.extend(elements.chain(&mut index.predicate));
        }
        let key = self.key.into_iter().flat_map(|key| &mut key.elements);
        all.extend(key.filter_map(of_element));
        all
    }
}

fn of_element(element: &mut IndexElement) -> Option<&mut Expression> {
    match &mut element.key {
        IndexKey::Expression(expression) => Some(expression),
        IndexKey::Column(_) => None,
    }
}

/// Columns of one table, or of any, become columns of another.
fn refer_to(expression: &mut Expression, from: Option<&QualifiedName>, to: &QualifiedName) {
    let foreign = |table: &QualifiedName| match from {
        Some(from) => table == from,
        None => table != to,
    };
    let mut changed = false;
    for used in &mut expression.uses {
        if let Reference::Column(table, _) = used
            && foreign(table)
        {
            *table = to.clone();
            changed = true;
        }
    }
    if changed {
        expression.uses.sort();
        expression.uses.dedup();
    }
}

/// Whether an expression of a table uses one of its columns.
pub(super) fn uses_column(expression: &Expression, table: &QualifiedName, column: &str) -> bool {
    if expression.canonical.is_none() && expression.uses.is_empty() {
        return mentions(&expression.sql, column);
    }
    expression
        .uses
        .iter()
        .any(|used| matches!(used, Reference::Column(of, name) if of == table && name == column))
}
