//! `ALTER TABLE … DROP CONSTRAINT`, `VALIDATE CONSTRAINT` and `ALTER CONSTRAINT`.

use diag::Span;
use schema::{Constraint, QualifiedName};

use super::alter::Target;
use super::constraint::WrittenConstraint;
use super::inherit::{is_inherited, set_inherited};
use super::part::same_key;
use super::{Class, Fold};
use crate::grammar::symbol as s;
use crate::name::identifier;
use crate::tree::Node;

impl Fold {
    fn need_constraint(&mut self, table: &QualifiedName, node: Node<'_>) -> bool {
        let name = identifier(node);
        let found = self.schema.tables.get(table);
        let exists = found.is_some_and(|table| table.constraint(&name).is_some());
        if !exists {
            self.unknown_constraint(table, &name, node.span());
        }
        exists
    }

    pub(super) fn validate_constraint(&mut self, target: Target<'_>, node: Node<'_>) {
        self.need_constraint(target.table, node);
        self.each_constraint(target, &identifier(node), |constraint| match constraint {
            Constraint::Check(check) => check.validated = true,
            Constraint::ForeignKey(key) => key.validated = true,
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclusion(_) => {}
        });
    }

    /// `DEFERRABLE`, `INITIALLY DEFERRED`, and from PostgreSQL 18 on `ENFORCED`
    pub(super) fn alter_constraint(
        &mut self,
        target: Target<'_>,
        node: Node<'_>,
        command: Node<'_>,
    ) {
        self.need_constraint(target.table, node);
        let Some(attributes) = command.find(s::CONSTRAINT_ATTRIBUTE_SPEC) else {
            return;
        };
        let written = WrittenConstraint {
            name: None,
            element: command,
            attributes: vec![attributes],
            column: None,
            fresh: false,
        };
        let enforced = written.has(s::ENFORCED);
        let deferral = (!enforced || written.has(s::DEFERRABLE) || written.has(s::INITIALLY))
            .then(|| written.deferral());
        let not_enforced = written.negates(s::ENFORCED);
        self.each_constraint(target, &identifier(node), |constraint| {
            if let Constraint::ForeignKey(key) = constraint {
                key.deferral = deferral.unwrap_or(key.deferral);
                if enforced {
                    key.not_enforced = not_enforced;
                    key.validated = !not_enforced;
                }
            }
        });
    }

    /// Does the same to a constraint of a table and to those that children have from it.
    fn each_constraint(
        &mut self,
        target: Target<'_>,
        name: &str,
        change: impl Fn(&mut Constraint),
    ) {
        for table in self.family(target.table, target.only) {
            let own = table == *target.table;
            let found = self.schema.tables.get_mut(&table);
            for constraint in found.into_iter().flat_map(|table| &mut table.constraints) {
                if constraint.name() == name && (own || is_inherited(constraint)) {
                    change(constraint);
                }
            }
        }
    }

    pub(super) fn drop_constraint(
        &mut self,
        target: Target<'_>,
        node: Node<'_>,
        missing_ok: bool,
        cascade: bool,
    ) {
        let name = identifier(node);
        let table = target.table;
        let exists = self
            .schema
            .tables
            .get(table)
            .is_some_and(|table| table.constraint(&name).is_some());
        if exists {
            if target.only {
                self.keep_in_children(table, &name);
            }
            self.remove_constraint(table, &name, node.span(), cascade);
        } else if !missing_ok {
            self.unknown_constraint(table, &name, node.span());
        }
    }

    /// `ONLY`: what the children had from the table becomes their own.
    fn keep_in_children(&mut self, table: &QualifiedName, name: &str) {
        for child in self.children(table) {
            let found = self.schema.tables.get_mut(&child);
            for constraint in found.into_iter().flat_map(|table| &mut table.constraints) {
                if constraint.name() == name {
                    set_inherited(constraint, false);
                }
            }
        }
    }

    /// Takes a constraint away, with its index, what children have from it and, in a cascade, the
    /// keys that refer to it.
    pub(super) fn remove_constraint(
        &mut self,
        table: &QualifiedName,
        name: &str,
        span: Span,
        cascade: bool,
    ) {
        let Some(found) = self.schema.tables.get_mut(table) else {
            return;
        };
        let Some(at) = found
            .constraints
            .iter()
            .position(|known| known.name() == name)
        else {
            return;
        };
        let constraint = found.constraints.remove(at);
        if constraint.owns_index() {
            self.indexes
                .remove(&QualifiedName::new(&table.schema, name));
            self.index_dropped(table, name);
        }
        self.mark_dropped(Class::Constraint, table, name, span);
        self.remove_from_children(table, &constraint, span, cascade);
        if let (true, Constraint::PrimaryKey(key) | Constraint::Unique(key)) =
            (cascade, &constraint)
        {
            for other in self.schema.tables.values_mut() {
                other.constraints.retain(|known| match known {
                    Constraint::ForeignKey(foreign) => {
                        foreign.references != *table || foreign.referenced_columns != key.columns
                    }
                    Constraint::PrimaryKey(_)
                    | Constraint::Unique(_)
                    | Constraint::Check(_)
                    | Constraint::Exclusion(_) => true,
                });
            }
        }
    }

    fn remove_from_children(
        &mut self,
        table: &QualifiedName,
        constraint: &Constraint,
        span: Span,
        cascade: bool,
    ) {
        let same = |other: &Constraint| match (constraint, other) {
            (Constraint::Check(one), Constraint::Check(other)) => one.name == other.name,
            (Constraint::ForeignKey(one), Constraint::ForeignKey(other)) => {
                one.columns == other.columns && one.references == other.references
            }
            (_, _) => same_key(constraint, other),
        };
        for child in self.children(table) {
            let found = self.schema.tables.get(&child);
            let part = found.and_then(|child| {
                let mut constraints = child.constraints.iter();
                constraints.find(|part| is_inherited(part) && same(part))
            });
            let Some(part) = part.map(|part| part.name().to_owned()) else {
                continue;
            };
            let other =
                self.has_other_parent(&child, table, |parent| parent.constraint(&part).is_some());
            if !other {
                self.remove_constraint(&child, &part, span, cascade);
            }
        }
    }
}
