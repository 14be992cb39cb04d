//! When two objects are the same but for their comments and privileges, which are compared apart.
//! Expressions that say the same in other words count as equal.

use schema::{
    Argument, Check, Composite, Domain, EventTrigger, Expression, Extension, Function, Other,
    Policy, Publication, Range, Rule, Statistics, Trigger, View,
};

use crate::expression;

/// What nobody said is no difference: a file may leave the version and the schema to the server.
pub(super) fn extension(before: &Extension, after: &Extension) -> bool {
    let agree = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
    agree(&before.version, &after.version) && agree(&before.schema, &after.schema)
}

pub(super) fn domain(before: &Domain, after: &Domain) -> bool {
    before.base == after.base
        && before.collation == after.collation
        && before.not_null == after.not_null
        && same(before.default.as_ref(), after.default.as_ref())
        && before.checks.len() == after.checks.len()
        && after
            .checks
            .iter()
            .all(|check| before.checks.iter().any(|it| domain_check(it, check)))
}

/// Whether a domain's checks are the same, names included.
pub(crate) fn domain_check(before: &Check, after: &Check) -> bool {
    before.name == after.name
        && before.validated == after.validated
        && same(Some(&before.expression), Some(&after.expression))
}

pub(super) fn composite(before: &Composite, after: &Composite) -> bool {
    before.attributes == after.attributes
}

pub(super) fn range(before: &Range, after: &Range) -> bool {
    let agree = before.multirange.is_none()
        || after.multirange.is_none()
        || before.multirange == after.multirange;
    let before = Range {
        multirange: after.multirange.clone(),
        comment: after.comment.clone(),
        privileges: after.privileges.clone(),
        ..before.clone()
    };
    agree && before == *after
}

pub(super) fn view(before: &View, after: &View) -> bool {
    before.materialized == after.materialized
        && before.options == after.options
        && same(Some(&before.query), Some(&after.query))
        && view_columns(before, after)
}

/// Where the columns of one side are not known, the query alone says what they are.
fn view_columns(before: &View, after: &View) -> bool {
    let known = !before.columns.is_empty() && !after.columns.is_empty();
    let mut pairs = before.columns.iter().zip(&after.columns);
    !known
        || before.columns.len() == after.columns.len()
            && pairs.all(|(a, b)| {
                a.name == b.name
                    && (a.ty.is_none() || b.ty.is_none() || a.ty == b.ty)
                    && same(a.default.as_ref(), b.default.as_ref())
            })
}

pub(super) fn function(before: &Function, after: &Function) -> bool {
    let body = if before.sql_body && after.sql_body {
        expression::same_text(&before.body, &after.body)
    } else {
        before.body == after.body
    };
    let arguments = before.arguments.iter().zip(&after.arguments);
    let aligned = Function {
        arguments: after.arguments.clone(),
        returns: after.returns.clone(),
        body: after.body.clone(),
        uses: after.uses.clone(),
        comment: after.comment.clone(),
        privileges: after.privileges.clone(),
        ..before.clone()
    };
    body && returns(before, after)
        && before.arguments.len() == after.arguments.len()
        && { arguments }.all(|(a, b)| argument(a, b))
        && aligned == *after
}

/// Whether two functions give back the same.
pub(crate) fn returns(before: &Function, after: &Function) -> bool {
    match (&before.returns, &after.returns) {
        (Some(a), Some(b)) => a == b || expression::same_text(a, b),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn argument(before: &Argument, after: &Argument) -> bool {
    before.mode == after.mode
        && before.name == after.name
        && before.ty == after.ty
        && same(before.default.as_ref(), after.default.as_ref())
}

pub(crate) fn trigger(before: &Trigger, after: &Trigger) -> bool {
    let aligned = Trigger {
        condition: after.condition.clone(),
        comment: after.comment.clone(),
        ..before.clone()
    };
    same(before.condition.as_ref(), after.condition.as_ref()) && aligned == *after
}

pub(super) fn policy(before: &Policy, after: &Policy) -> bool {
    let aligned = Policy {
        using: after.using.clone(),
        check: after.check.clone(),
        comment: after.comment.clone(),
        ..before.clone()
    };
    same(before.using.as_ref(), after.using.as_ref())
        && same(before.check.as_ref(), after.check.as_ref())
        && aligned == *after
}

pub(super) fn rule(before: &Rule, after: &Rule) -> bool {
    before.enabled == after.enabled && same(Some(&before.definition), Some(&after.definition))
}

pub(super) fn event_trigger(before: &EventTrigger, after: &EventTrigger) -> bool {
    let aligned = EventTrigger {
        comment: after.comment.clone(),
        ..before.clone()
    };
    aligned == *after
}

pub(super) fn statistics(before: &Statistics, after: &Statistics) -> bool {
    let expressions = before.expressions.iter().zip(&after.expressions);
    let aligned = Statistics {
        expressions: after.expressions.clone(),
        comment: after.comment.clone(),
        ..before.clone()
    };
    before.expressions.len() == after.expressions.len()
        && { expressions }.all(|(a, b)| same(Some(a), Some(b)))
        && aligned == *after
}

pub(super) fn publication(before: &Publication, after: &Publication) -> bool {
    let aligned = Publication {
        tables: after.tables.clone(),
        comment: after.comment.clone(),
        ..before.clone()
    };
    before.tables.len() == after.tables.len()
        && before.tables.iter().all(|(name, table)| {
            after.tables.get(name).is_some_and(|other| {
                table.columns == other.columns && same(table.filter.as_ref(), other.filter.as_ref())
            })
        })
        && aligned == *after
}

pub(super) fn other(before: &Other, after: &Other) -> bool {
    same(Some(&before.definition), Some(&after.definition))
}

fn same(before: Option<&Expression>, after: Option<&Expression>) -> bool {
    expression::same(before, after)
}
