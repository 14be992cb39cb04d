//! Statements that are kept whole: rules, and objects of rare kinds.

use schema::{Expression, QualifiedName};

use super::names::Pass;
use super::reader::Reader;
use super::{Scope, level, raw, with_statement};

/// A rule: what follows its name.
pub(super) fn rule(pass: &Pass<'_>, table: &QualifiedName, definition: &mut Expression) {
    let names = pass.names(&table.schema);
    let mut reader = Reader::new(names, level(names, Scope::Trigger(table)));
    let sql = format!("CREATE RULE r {}", definition.sql);
    let text = with_statement(&sql, |node| reader.statement(node));
    definition.canonical = Some(text.unwrap_or_else(|| raw::text(&definition.sql)));
    definition.uses = reader.uses.into_iter().collect();
}

/// A statement of which only the tokens count.
pub(super) fn statement(definition: &mut Expression) {
    definition.canonical = Some(raw::text(&definition.sql));
}
