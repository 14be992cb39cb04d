//! All expressions and queries of a schema, and the one pass that resolves them.

use std::collections::{BTreeMap, HashMap};

use schema::{
    Check, Constraint, Expression, Function, Index, IndexElement, IndexKey, QualifiedName,
    Reference, Schema, Table, Trigger, Type, View,
};

use super::memo::Memo;
use super::names::Pass;
use super::{Scope, bound, definition, query, resolve_expression};

/// Where an expression stands in a schema.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// A value or condition among the columns of a table or view, perhaps assigned to a column of a
    /// type.
    Table(QualifiedName, Option<Type>),
    Trigger(QualifiedName),
    Domain(Type),
    /// A value without names, assigned to a type.
    Value(Option<Type>),
    /// `FOR VALUES …`, with the types of the parent's keys.
    Bound(Vec<Option<Type>>),
    /// A rule of a table.
    Rule(QualifiedName),
    /// A whole statement.
    Statement,
    View(QualifiedName),
}

/// What is called for each expression of a schema; where it stands is worked out when it is asked for.
pub(super) type Visit<'a> = dyn FnMut(&dyn Fn() -> Place, &mut Expression) + 'a;

/// Fills `canonical` and `uses` of everything in a schema, whatever its source: the `canonical` of
/// an expression is one spelling for all texts that say the same, `uses` is what it refers to.
/// The columns of views are filled in where they can be worked out. Doing it again changes nothing.
pub fn resolve(schema: &mut Schema) {
    resolve_with(schema, None);
}

/// The same, after expressions of the schema were resolved before.
pub(crate) fn resolve_with(schema: &mut Schema, memo: Option<&Memo>) {
    let mut jobs: Vec<(Place, Expression)> = Vec::new();
    each(schema, &mut |place, found| {
        jobs.push((place(), std::mem::take(found)));
    });
    views(schema, &mut jobs);
    let path = ["public".to_owned()];
    let pass = Pass::with(schema, &path, memo);
    // Most defaults are the same few words in many tables.
    let mut known: HashMap<(String, Type), Expression> = HashMap::new();
    for (place, found) in &mut jobs {
        let Place::Table(_, Some(target)) = place else {
            one(&pass, place, found);
            continue;
        };
        let key = (std::mem::take(&mut found.sql), target.clone());
        if let Some(same) = known.get(&key) {
            found.clone_from(same);
            continue;
        }
        found.sql.clone_from(&key.0);
        one(&pass, place, found);
        // What names nothing says the same everywhere.
        if found.uses.is_empty() {
            known.insert(key, found.clone());
        }
    }
    let mut done = jobs.into_iter();
    each(schema, &mut |_, found| {
        if let Some((_, expression)) = done.next() {
            *found = expression;
        }
    });
    bodies(schema, &path);
}

/// Resolves one expression other than a view's query.
pub(super) fn one(pass: &Pass<'_>, place: &Place, found: &mut Expression) {
    match place {
        Place::Table(table, target) => {
            resolve_expression(pass, Scope::Table(table), target.as_ref(), found);
        }
        Place::Trigger(table) => resolve_expression(pass, Scope::Trigger(table), None, found),
        Place::Domain(ty) => resolve_expression(pass, Scope::Domain(ty), None, found),
        Place::Value(target) => resolve_expression(pass, Scope::Nothing, target.as_ref(), found),
        Place::Bound(types) => bound::resolve(pass, types, found),
        Place::Rule(table) => definition::rule(pass, table, found),
        Place::Statement => definition::statement(found),
        Place::View(_) => {}
    }
}

/// Resolves the queries of views, those first that others are made of, and notes their columns.
fn views(schema: &mut Schema, jobs: &mut [(Place, Expression)]) {
    let path = ["public".to_owned()];
    let mut waiting: BTreeMap<QualifiedName, usize> = BTreeMap::new();
    for (at, (place, _)) in jobs.iter().enumerate() {
        if let Place::View(name) = place {
            waiting.insert(name.clone(), at);
        }
    }
    // Depth first over the names of views in the queries; the stack bounds no recursion.
    let mut order = Vec::new();
    let mut seen: BTreeMap<QualifiedName, bool> = BTreeMap::new();
    for start in waiting.keys() {
        let mut stack = vec![(start.clone(), false)];
        while let Some((name, ready)) = stack.pop() {
            if ready {
                order.push(name);
                continue;
            }
            if seen.insert(name.clone(), true).is_some() {
                continue;
            }
            let Some(at) = waiting.get(&name) else {
                continue;
            };
            let mut trial = Expression::new(jobs[*at].1.sql.clone());
            let columns = columns_of(schema, &name);
            query(schema, &path, &name.schema, &columns, &mut trial);
            stack.push((name.clone(), true));
            for used in trial.uses {
                if let Reference::Relation(other) = used
                    && waiting.contains_key(&other)
                    && !seen.contains_key(&other)
                {
                    stack.push((other, false));
                }
            }
        }
    }
    for name in order {
        let Some(at) = waiting.get(&name) else {
            continue;
        };
        let known = columns_of(schema, &name);
        let columns = query(schema, &path, &name.schema, &known, &mut jobs[*at].1);
        if let Some(view) = schema.views.get_mut(&name) {
            note_columns(view, columns);
        }
    }
}

fn columns_of(schema: &Schema, name: &QualifiedName) -> Vec<schema::ViewColumn> {
    schema
        .views
        .get(name)
        .map(|view| view.columns.clone())
        .unwrap_or_default()
}

/// Fills in the columns that are not known, and their types.
fn note_columns(view: &mut View, columns: Vec<schema::ViewColumn>) {
    if view.columns.is_empty() {
        view.columns = columns;
        return;
    }
    for (known, found) in view.columns.iter_mut().zip(columns) {
        if known.ty.is_none() {
            known.ty = found.ty;
        }
    }
}

/// Notes what the bodies of functions refer to.
fn bodies(schema: &mut Schema, path: &[String]) {
    let callers = super::body::callers(schema);
    let pass = Pass::new(schema, path);
    let uses: Vec<Vec<Reference>> = schema
        .functions
        .iter()
        .map(|((name, _), function)| super::body::uses(&pass, name, function, &callers))
        .collect();
    for (function, uses) in schema.functions.values_mut().zip(uses) {
        function.uses = uses;
    }
}

/// Calls a function with every expression of a schema, always in the same order.
pub(super) fn each(schema: &mut Schema, visit: &mut Visit<'_>) {
    let keys: BTreeMap<QualifiedName, Vec<Option<Type>>> = schema
        .tables
        .iter()
        .filter_map(|(name, table)| {
            let types = key_types(table)?;
            Some((name.clone(), types))
        })
        .collect();
    for (name, table) in &mut schema.tables {
        each_of_table(name, table, &keys, visit);
    }
    for (name, view) in &mut schema.views {
        each_of_view(name, view, visit);
    }
    for domain in schema.domains.values_mut() {
        for check in &mut domain.checks {
            visit(
                &|| Place::Domain(domain.base.clone()),
                &mut check.expression,
            );
        }
        if let Some(default) = &mut domain.default {
            visit(&|| Place::Value(Some(domain.base.clone())), default);
        }
    }
    for function in schema.functions.values_mut() {
        each_of_function(function, visit);
    }
    for statistics in schema.statistics.values_mut() {
        for found in &mut statistics.expressions {
            visit(&|| Place::Table(statistics.table.clone(), None), found);
        }
    }
    for publication in schema.publications.values_mut() {
        for (table, published) in &mut publication.tables {
            if let Some(filter) = &mut published.filter {
                visit(&|| Place::Table(table.clone(), None), filter);
            }
        }
    }
    for other in schema.others.values_mut() {
        visit(&|| Place::Statement, &mut other.definition);
    }
}

fn key_types(table: &Table) -> Option<Vec<Option<Type>>> {
    let key = table.partition_key.as_ref()?;
    let types = key.elements.iter().map(|element| match &element.key {
        IndexKey::Column(name) => table.column(name).map(|column| column.ty.clone()),
        IndexKey::Expression(_) => None,
    });
    Some(types.collect())
}

fn each_of_table(
    name: &QualifiedName,
    table: &mut Table,
    keys: &BTreeMap<QualifiedName, Vec<Option<Type>>>,
    visit: &mut Visit<'_>,
) {
    let plain = || Place::Table(name.clone(), None);
    for column in &mut table.columns {
        let target = || Place::Table(name.clone(), Some(column.ty.clone()));
        if let Some(default) = &mut column.default {
            visit(&target, default);
        }
        if let Some(generated) = &mut column.generated {
            visit(&target, &mut generated.expression);
        }
    }
    for constraint in &mut table.constraints {
        match constraint {
            Constraint::Check(Check { expression, .. }) => visit(&plain, expression),
            Constraint::Exclusion(exclusion) => {
                for (element, _) in &mut exclusion.elements {
                    each_of_element(name, element, visit);
                }
                if let Some(predicate) = &mut exclusion.predicate {
                    visit(&plain, predicate);
                }
            }
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => {}
        }
    }
    for index in &mut table.indexes {
        each_of_index(name, index, visit);
    }
    for trigger in &mut table.triggers {
        each_of_trigger(name, trigger, visit);
    }
    for policy in &mut table.policies {
        for found in [&mut policy.using, &mut policy.check].into_iter().flatten() {
            visit(&plain, found);
        }
    }
    for rule in &mut table.rules {
        visit(&|| Place::Rule(name.clone()), &mut rule.definition);
    }
    if let Some(key) = &mut table.partition_key {
        for element in &mut key.elements {
            each_of_element(name, element, visit);
        }
    }
    if let Some(partition) = &mut table.partition_of {
        let types = keys.get(&partition.parent).cloned().unwrap_or_default();
        visit(&|| Place::Bound(types.clone()), &mut partition.bound);
    }
}

fn each_of_view(name: &QualifiedName, view: &mut View, visit: &mut Visit<'_>) {
    visit(&|| Place::View(name.clone()), &mut view.query);
    for column in &mut view.columns {
        if let Some(default) = &mut column.default {
            visit(&|| Place::Value(column.ty.clone()), default);
        }
    }
    for index in &mut view.indexes {
        each_of_index(name, index, visit);
    }
    for trigger in &mut view.triggers {
        each_of_trigger(name, trigger, visit);
    }
    for rule in &mut view.rules {
        visit(&|| Place::Rule(name.clone()), &mut rule.definition);
    }
}

fn each_of_index(name: &QualifiedName, index: &mut Index, visit: &mut Visit<'_>) {
    for element in &mut index.elements {
        each_of_element(name, element, visit);
    }
    if let Some(predicate) = &mut index.predicate {
        visit(&|| Place::Table(name.clone(), None), predicate);
    }
}

fn each_of_element(name: &QualifiedName, element: &mut IndexElement, visit: &mut Visit<'_>) {
    match &mut element.key {
        IndexKey::Expression(found) => visit(&|| Place::Table(name.clone(), None), found),
        IndexKey::Column(_) => {}
    }
}

fn each_of_trigger(name: &QualifiedName, trigger: &mut Trigger, visit: &mut Visit<'_>) {
    if let Some(condition) = &mut trigger.condition {
        visit(&|| Place::Trigger(name.clone()), condition);
    }
}

fn each_of_function(function: &mut Function, visit: &mut Visit<'_>) {
    for argument in &mut function.arguments {
        let target = || Place::Value(Some(argument.ty.clone()));
        if let Some(default) = &mut argument.default {
            visit(&target, default);
        }
    }
}
