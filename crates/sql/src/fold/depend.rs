//! What depends on what: which objects a dropped one takes along, or which keep it from being dropped.

use schema::{Column, Constraint, Expression, QualifiedName, Reference, Table, Type};

use super::Fold;
use super::drop::mentions;
use super::routine::RoutineKey;

/// Something that uses something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Dependent {
    View(QualifiedName),
    Column(QualifiedName, String),
    Default(QualifiedName, String),
    Constraint(QualifiedName, String),
    Index(QualifiedName, String),
    Policy(QualifiedName, String),
    Trigger(QualifiedName, String),
    Rule(QualifiedName, String),
    Routine(RoutineKey),
    Statistics(QualifiedName),
    /// A domain, composite or range type.
    Type(QualifiedName),
    DomainCheck(QualifiedName, String),
    DomainDefault(QualifiedName),
    Attribute(QualifiedName, String),
    EventTrigger(String),
    /// A table of a publication that has the column in its list or filter.
    Published(String, QualifiedName),
}

/// Whether something is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    No,
    /// The name occurs in a text of which more is not known.
    Perhaps,
    Yes,
}

impl Fold {
    /// Everything that uses something.
    pub(super) fn dependents(&self, of: &Reference) -> Vec<(Dependent, Certainty)> {
        let mut found = Vec::new();
        let mut note = |make: &dyn Fn() -> Dependent, certainty: Certainty| {
            if certainty == Certainty::No {
                return;
            }
            let dependent = make();
            if !found.iter().any(|(known, _)| *known == dependent) {
                found.push((dependent, certainty));
            }
        };
        for (name, table) in &self.schema.tables {
            of_table(name, table, of, &mut note);
        }
        for (name, view) in &self.schema.views {
            note(
                &|| Dependent::View(name.clone()),
                refers(&view.query, of, None),
            );
            for rule in &view.rules {
                let dependent = || Dependent::Rule(name.clone(), rule.name.clone());
                note(&dependent, refers(&rule.definition, of, Some(name)));
            }
            for trigger in &view.triggers {
                let dependent = || Dependent::Trigger(name.clone(), trigger.name.clone());
                note(&dependent, certain(is_function(of, &trigger.function)));
            }
        }
        self.of_types(of, &mut note);
        for (key, function) in &self.schema.functions {
            let typed = function.arguments.iter().any(|it| is_type(of, &it.ty))
                || function
                    .returns
                    .as_ref()
                    .is_some_and(|returns| returns_type(of, returns));
            let body = Expression::new(&*function.body);
            let body = Some(body).filter(|_| function.sql_body);
            let body = body.map_or(Certainty::No, |body| refers(&body, of, None));
            let state = matches!(of, Reference::Function(name) if function.kind == schema::FunctionKind::Aggregate
                && mentions(&function.body, &name.name));
            let defaults = function.arguments.iter();
            let defaults = defaults.filter_map(|argument| argument.default.as_ref());
            let default = defaults.map(|it| refers(it, of, None)).max();
            let certainty = certain(typed || state).max(body);
            note(
                &|| Dependent::Routine(key.clone()),
                certainty.max(default.unwrap_or(Certainty::No)),
            );
        }
        for (name, trigger) in &self.schema.event_triggers {
            let dependent = || Dependent::EventTrigger(name.clone());
            note(&dependent, certain(is_function(of, &trigger.function)));
        }
        for (name, statistics) in &self.schema.statistics {
            let table = Some(&statistics.table);
            let uses = statistics
                .expressions
                .iter()
                .map(|it| refers(it, of, table));
            note(
                &|| Dependent::Statistics(name.clone()),
                uses.max().unwrap_or(Certainty::No),
            );
        }
        for (name, publication) in &self.schema.publications {
            for (table, published) in &publication.tables {
                let listed = matches!(of, Reference::Column(of, column)
                    if of == table && published.columns.contains(column));
                let filter = published.filter.as_ref();
                let filter = filter.map_or(Certainty::No, |it| refers(it, of, Some(table)));
                let dependent = || Dependent::Published(name.clone(), table.clone());
                note(&dependent, filter.max(certain(listed)));
            }
        }
        found
    }

    fn of_types(&self, of: &Reference, note: &mut impl FnMut(&dyn Fn() -> Dependent, Certainty)) {
        for (name, domain) in &self.schema.domains {
            note(
                &|| Dependent::Type(name.clone()),
                certain(is_type(of, &domain.base)),
            );
            for check in &domain.checks {
                let dependent = || Dependent::DomainCheck(name.clone(), check.name.clone());
                note(&dependent, refers(&check.expression, of, None));
            }
            if let Some(default) = &domain.default {
                let dependent = || Dependent::DomainDefault(name.clone());
                note(&dependent, refers(default, of, None));
            }
        }
        for (name, composite) in &self.schema.composites {
            for attribute in &composite.attributes {
                let dependent = || Dependent::Attribute(name.clone(), attribute.name.clone());
                note(&dependent, certain(is_type(of, &attribute.ty)));
            }
        }
        for (name, range) in &self.schema.ranges {
            let functions = range.canonical.iter().chain(&range.subtype_diff);
            let mut called = functions.map(|name| is_function(of, name));
            let uses = is_type(of, &range.subtype) || called.any(|it| it);
            note(&|| Dependent::Type(name.clone()), certain(uses));
        }
    }
}

fn of_table(
    name: &QualifiedName,
    table: &Table,
    of: &Reference,
    note: &mut impl FnMut(&dyn Fn() -> Dependent, Certainty),
) {
    let here = Some(name);
    for column in &table.columns {
        of_column(name, column, of, note);
    }
    for constraint in &table.constraints {
        let uses = match constraint {
            Constraint::Check(check) => refers(&check.expression, of, here),
            Constraint::ForeignKey(key) => certain(match of {
                Reference::Relation(of) => key.references == *of,
                Reference::Column(of, column) => {
                    key.references == *of && key.referenced_columns.contains(column)
                }
                Reference::Type(_) | Reference::Function(_) => false,
            }),
            Constraint::Exclusion(exclusion) => exclusion
                .predicate
                .as_ref()
                .map_or(Certainty::No, |it| refers(it, of, here)),
            Constraint::PrimaryKey(_) | Constraint::Unique(_) => Certainty::No,
        };
        let dependent = || Dependent::Constraint(name.clone(), constraint.name().to_owned());
        note(&dependent, uses);
    }
    for index in &table.indexes {
        let expressions = index
            .elements
            .iter()
            .filter_map(|element| match &element.key {
                schema::IndexKey::Expression(expression) => Some(expression),
                schema::IndexKey::Column(_) => None,
            });
        let uses = expressions.chain(&index.predicate);
        let uses = uses.map(|it| refers(it, of, here)).max();
        let dependent = || Dependent::Index(name.clone(), index.name.clone());
        note(&dependent, uses.unwrap_or(Certainty::No));
    }
    for policy in &table.policies {
        let uses = policy.using.iter().chain(&policy.check);
        let uses = uses.map(|it| refers(it, of, here)).max();
        let dependent = || Dependent::Policy(name.clone(), policy.name.clone());
        note(&dependent, uses.unwrap_or(Certainty::No));
    }
    for trigger in &table.triggers {
        let from =
            matches!(of, Reference::Relation(of) if trigger.constraint_table.as_ref() == Some(of));
        let updates = matches!(of, Reference::Column(of, column)
            if of == name && trigger.update_columns.contains(column));
        let condition = trigger.condition.as_ref();
        let condition = condition.map_or(Certainty::No, |it| refers(it, of, here));
        let uses = certain(is_function(of, &trigger.function) || from || updates);
        let dependent = || Dependent::Trigger(name.clone(), trigger.name.clone());
        note(&dependent, uses.max(condition));
    }
    for rule in &table.rules {
        let dependent = || Dependent::Rule(name.clone(), rule.name.clone());
        note(&dependent, refers(&rule.definition, of, here));
    }
}

fn of_column(
    table: &QualifiedName,
    column: &Column,
    of: &Reference,
    note: &mut impl FnMut(&dyn Fn() -> Dependent, Certainty),
) {
    let here = Some(table);
    let place = || Dependent::Column(table.clone(), column.name.clone());
    note(&place, certain(is_type(of, &column.ty)));
    if let Some(generated) = &column.generated {
        let itself =
            matches!(of, Reference::Column(of, name) if of == table && *name == column.name);
        let uses = refers(&generated.expression, of, here);
        if !itself {
            note(&place, uses);
        }
    }
    if let Some(default) = &column.default {
        // A sequence that a column merely owns goes without harm to the column.
        let sequence = column.identity.is_some()
            && matches!(of, Reference::Relation(of) if column.sequence.as_ref() == Some(of));
        let uses = refers(default, of, here).max(certain(sequence));
        let dependent = || Dependent::Default(table.clone(), column.name.clone());
        note(&dependent, uses);
    }
}

fn certain(uses: bool) -> Certainty {
    if uses { Certainty::Yes } else { Certainty::No }
}

/// Whether a reference is to something, or to a part of it.
fn is_use(used: &Reference, of: &Reference) -> bool {
    // Most names differ and most schemas do not: this is asked of every use in a schema.
    let same = |one: &QualifiedName, other: &QualifiedName| {
        one.name == other.name && one.schema == other.schema
    };
    match (used, of) {
        (Reference::Column(table, column), Reference::Column(of, name)) => {
            column == name && same(table, of)
        }
        (Reference::Relation(used) | Reference::Column(used, _), Reference::Relation(of))
        | (Reference::Type(used), Reference::Type(of))
        | (Reference::Function(used), Reference::Function(of)) => same(used, of),
        (
            Reference::Relation(_)
            | Reference::Column(..)
            | Reference::Type(_)
            | Reference::Function(_),
            _,
        ) => false,
    }
}

/// Whether an expression uses something; `here` is the table whose columns it names.
fn refers(expression: &Expression, of: &Reference, here: Option<&QualifiedName>) -> Certainty {
    if expression.canonical.is_some() || !expression.uses.is_empty() {
        return certain(expression.uses.iter().any(|used| is_use(used, of)));
    }
    let text = &expression.sql;
    let mentioned = match of {
        Reference::Column(table, column) => {
            mentions(text, column) && (here == Some(table) || mentions(text, &table.name))
        }
        Reference::Relation(name) | Reference::Type(name) | Reference::Function(name) => {
            here != Some(name) && mentions(text, &name.name)
        }
    };
    if mentioned {
        Certainty::Perhaps
    } else {
        Certainty::No
    }
}

fn is_function(of: &Reference, name: &QualifiedName) -> bool {
    matches!(of, Reference::Function(of) if of == name)
}

/// Whether a type is the one that is meant, or the row type of the relation.
pub(super) fn is_type(of: &Reference, ty: &Type) -> bool {
    match of {
        Reference::Type(of) | Reference::Relation(of) => {
            ty.schema.as_ref() == Some(&of.schema) && ty.name == of.name
        }
        Reference::Column(..) | Reference::Function(_) => false,
    }
}

/// Whether a function's result, as text, is of a type.
fn returns_type(of: &Reference, returns: &str) -> bool {
    match of {
        Reference::Type(of) | Reference::Relation(of) => {
            let ty = returns.strip_prefix("SETOF ").unwrap_or(returns);
            ty.trim_end_matches("[]") == of.to_string()
        }
        Reference::Column(..) | Reference::Function(_) => false,
    }
}
