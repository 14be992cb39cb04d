//! Bounds of partitions.

use schema::{Expression, Type};

use super::expr::{Expr, Kind};
use super::names::Pass;
use super::reader::{Level, Reader};
use super::{constant, raw, with_statement};
use crate::grammar::symbol as s;
use crate::tree::Node;

/// Fills `canonical` and `uses` of `FOR VALUES …` or `DEFAULT`; constants take the keys' types.
pub(super) fn resolve(pass: &Pass<'_>, types: &[Option<Type>], bound: &mut Expression) {
    let names = pass.names("public");
    let mut reader = Reader::new(names, Level::default());
    let sql = format!("CREATE TABLE t PARTITION OF p {}", bound.sql);
    let text = with_statement(&sql, |node| {
        let spec = node.descend(s::PARTITION_BOUND_SPEC)?;
        Some(spelled(&mut reader, spec, types))
    });
    let text = text.flatten();
    bound.canonical = Some(text.unwrap_or_else(|| raw::text(&bound.sql)));
    bound.uses = reader.uses.into_iter().collect();
}

fn spelled(reader: &mut Reader<'_>, spec: Node<'_>, types: &[Option<Type>]) -> String {
    let is_list = spec.has(s::IN_P);
    let mut parts = Vec::new();
    for part in spec.children() {
        if part.is(s::EXPR_LIST) {
            let values: Vec<String> = part
                .elements()
                .enumerate()
                .map(|(at, value)| {
                    let ty = types.get(if is_list { 0 } else { at }).cloned().flatten();
                    one(reader, value, ty.as_ref())
                })
                .collect();
            parts.push(values.join(", "));
        } else {
            parts.push(raw::tokens(part));
        }
    }
    parts.join(" ")
}

/// A value without its type, which is the key's.
fn one(reader: &mut Reader<'_>, node: Node<'_>, ty: Option<&Type>) -> String {
    let word = node.text().to_ascii_uppercase();
    if matches!(word.as_str(), "MINVALUE" | "MAXVALUE") {
        return word;
    }
    let value = reader.read(node);
    match (&value.kind, ty) {
        (Kind::Constant(text), Some(ty)) => {
            let typed = constant::typed(reader.names, text, &super::coerce::plain(ty));
            match typed.kind {
                Kind::Constant(text) => schema::quote_literal(&text),
                _ => typed.text(),
            }
        }
        (Kind::Constant(text), None) => schema::quote_literal(text),
        (_, _) => Expr::text(&value),
    }
}
