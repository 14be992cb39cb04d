//! What expressions refer to: worked out as they are written, and followed when names change.

use schema::{Expression, Function, QualifiedName, Reference, Type, ViewColumn};

use super::Fold;

impl Fold {
    /// A view's query; returns the columns that are known.
    pub(super) fn resolve_query(&self, query: &mut Expression) -> Vec<ViewColumn> {
        let _ = (&self.schema, query);
        Vec::new()
    }

    pub(super) fn resolve_function(&self, function: &mut Function) {
        let _ = (&self.schema, function);
    }

    /// A default of an argument or domain.
    pub(super) fn resolve_default(&self, ty: &Type, default: &mut Expression) {
        let _ = (&self.schema, ty, default);
    }

    /// A check of a domain.
    pub(super) fn resolve_domain(&self, base: &Type, check: &mut Expression) {
        let _ = (&self.schema, base, check);
    }

    /// A condition on the rows of a table.
    pub(super) fn resolve_in_table(&self, table: &QualifiedName, condition: &mut Expression) {
        let _ = (&self.schema, table, condition);
    }

    /// The condition of a trigger.
    pub(super) fn resolve_in_trigger(&self, table: &QualifiedName, condition: &mut Expression) {
        let _ = (&self.schema, table, condition);
    }

    /// Before something is renamed: the expressions that name it follow.
    pub(super) fn rename_reference(&mut self, before: &Reference, after: &Reference) {
        let _ = (&self.schema, before, after);
    }
}
