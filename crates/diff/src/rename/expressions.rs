//! All expressions of a schema.

use schema::{Constraint, Expression, IndexElement, IndexKey, QualifiedName, Schema, Table};

/// Calls a function with every expression, and with the table or view that it belongs to.
pub(super) fn each(schema: &mut Schema, call: &mut impl FnMut(&QualifiedName, &mut Expression)) {
    for (name, table) in &mut schema.tables {
        of_table(name, table, call);
    }
    let nowhere = QualifiedName::default();
    for (name, view) in &mut schema.views {
        call(&nowhere, &mut view.query);
        for index in &mut view.indexes {
            elements(name, &mut index.elements, call);
            index.predicate.iter_mut().for_each(|it| call(name, it));
        }
        for trigger in &mut view.triggers {
            trigger.condition.iter_mut().for_each(|it| call(name, it));
        }
        for rule in &mut view.rules {
            call(&nowhere, &mut rule.definition);
        }
    }
    for domain in schema.domains.values_mut() {
        domain.default.iter_mut().for_each(|it| call(&nowhere, it));
        for check in &mut domain.checks {
            call(&nowhere, &mut check.expression);
        }
    }
    for statistics in schema.statistics.values_mut() {
        let table = statistics.table.clone();
        for expression in &mut statistics.expressions {
            call(&table, expression);
        }
    }
    for publication in schema.publications.values_mut() {
        for (table, published) in &mut publication.tables {
            published.filter.iter_mut().for_each(|it| call(table, it));
        }
    }
}

fn of_table(
    name: &QualifiedName,
    table: &mut Table,
    call: &mut impl FnMut(&QualifiedName, &mut Expression),
) {
    let nowhere = QualifiedName::default();
    for column in &mut table.columns {
        column.default.iter_mut().for_each(|it| call(name, it));
        if let Some(generated) = &mut column.generated {
            call(name, &mut generated.expression);
        }
    }
    for constraint in &mut table.constraints {
        match constraint {
            Constraint::Check(check) => call(name, &mut check.expression),
            Constraint::Exclusion(exclusion) => {
                for (element, _) in &mut exclusion.elements {
                    elements(name, std::slice::from_mut(element), call);
                }
                exclusion.predicate.iter_mut().for_each(|it| call(name, it));
            }
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => {}
        }
    }
    for index in &mut table.indexes {
        elements(name, &mut index.elements, call);
        index.predicate.iter_mut().for_each(|it| call(name, it));
    }
    if let Some(key) = &mut table.partition_key {
        elements(name, &mut key.elements, call);
    }
    for trigger in &mut table.triggers {
        trigger.condition.iter_mut().for_each(|it| call(name, it));
    }
    for policy in &mut table.policies {
        let expressions = policy.using.iter_mut().chain(&mut policy.check);
        expressions.for_each(|it| call(name, it));
    }
    for rule in &mut table.rules {
        call(&nowhere, &mut rule.definition);
    }
}

fn elements(
    table: &QualifiedName,
    elements: &mut [IndexElement],
    call: &mut impl FnMut(&QualifiedName, &mut Expression),
) {
    for element in elements {
        if let IndexKey::Expression(expression) = &mut element.key {
            call(table, expression);
        }
    }
}
