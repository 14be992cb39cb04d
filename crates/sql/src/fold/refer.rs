//! What expressions refer to: worked out as they are written, and followed when names change.

use schema::{Expression, Function, QualifiedName, Reference, Type, ViewColumn};

use super::Fold;
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

    /// A default of an argument or domain.
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

    /// The condition of a trigger.
    pub(super) fn resolve_in_trigger(&self, table: &QualifiedName, condition: &mut Expression) {
        self.resolve(Scope::Trigger(table), None, condition);
    }

    fn resolve(&self, scope: Scope<'_>, target: Option<&Type>, expression: &mut Expression) {
        resolve::expression(&self.schema, &self.path, scope, target, expression);
    }

    /// Before something is renamed: the expressions that name it follow.
    pub(super) fn rename_reference(&mut self, before: &Reference, after: &Reference) {
        resolve::rename(&mut self.schema, &self.path, before, after);
    }
}
