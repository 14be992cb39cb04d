//! The functions that SQL writes in ways of their own.

use super::coerce::UNKNOWN;
use super::expr::{Expr, Kind};
use super::raw;
use super::reader::Reader;
use crate::grammar::symbol as s;
use crate::name::{identifier, string};
use crate::tree::Node;

impl Reader<'_> {
    pub(super) fn special(&mut self, node: Node<'_>) -> Expr {
        let Some(first) = node.child(0) else {
            return self.unknown(node);
        };
        if let Some(expr) = self.word(first, node) {
            return expr;
        }
        let operands: Vec<Node<'_>> = node
            .children()
            .skip(1)
            .filter(|part| {
                !matches!(
                    part.symbol(),
                    s::LEFT_PAREN | s::RIGHT_PAREN | s::COMMA | s::AS
                )
            })
            .collect();
        match (first.symbol(), operands.as_slice()) {
            (s::CAST, [value, target]) => {
                let value = self.read(*value);
                let target = self.ty(*target);
                self.cast(value, &target)
            }
            (s::COALESCE, [list]) => self.common("COALESCE", *list),
            (s::GREATEST, [list]) => self.common("GREATEST", *list),
            (s::LEAST, [list]) => self.common("LEAST", *list),
            (s::NULLIF, [value, other]) => {
                let (value, other) = (self.read(*value), self.read(*other));
                self.null_if(value, other)
            }
            (s::EXTRACT, [list]) => self.extract(*list),
            (s::POSITION, [list]) => {
                let mut parts = self.operands_of(*list);
                parts.reverse();
                self.function("position", parts)
            }
            (s::SUBSTRING, [list]) => self.substring(*list),
            (s::OVERLAY, [list]) => {
                let parts = self.operands_of(*list);
                self.function("overlay", parts)
            }
            (s::TRIM, [side, list]) => self.trim(Some(*side), *list),
            (s::TRIM, [list]) => self.trim(None, *list),
            (s::NORMALIZE, [value]) => {
                let value = self.read(*value);
                self.function("normalize", vec![value])
            }
            (s::NORMALIZE, [value, form]) => {
                let value = self.read(*value);
                let form = Expr::constant(raw::tokens(*form).to_ascii_uppercase(), UNKNOWN);
                self.function("normalize", vec![value, form])
            }
            (s::COLLATION, [_, value]) => {
                let value = self.read(*value);
                self.function("pg_collation_for", vec![value])
            }
            (_, _) => self.unknown(node),
        }
    }

    /// The words that are values by themselves.
    fn word(&mut self, first: Node<'_>, node: Node<'_>) -> Option<Expr> {
        let ty = match first.symbol() {
            s::CURRENT_DATE => "date",
            s::CURRENT_TIME => "timetz",
            s::CURRENT_TIMESTAMP => "timestamptz",
            s::LOCALTIME => "time",
            s::LOCALTIMESTAMP => "timestamp",
            s::CURRENT_ROLE
            | s::CURRENT_USER
            | s::SESSION_USER
            | s::SYSTEM_USER
            | s::USER
            | s::CURRENT_CATALOG
            | s::CURRENT_SCHEMA => "name",
            _ => return None,
        };
        let precision = node.find(s::ICONST);
        if first.is(s::CURRENT_TIMESTAMP) && precision.is_none() {
            return Some(self.function("now", Vec::new()));
        }
        let word = match first.symbol() {
            s::CURRENT_ROLE | s::USER => "CURRENT_USER".to_owned(),
            _ => first.text().to_ascii_uppercase(),
        };
        let text = match precision {
            Some(digits) => format!("{word}({})", digits.text()),
            None => word,
        };
        Some(Expr::of(Kind::Raw(text), ty))
    }

    fn common(&mut self, word: &'static str, list: Node<'_>) -> Expr {
        let mut parts = if list.is(s::EXPR_LIST) {
            self.list(list)
        } else {
            vec![self.read(list)]
        };
        let ty = self.unify(&mut parts);
        Expr::new(Kind::Common(word, parts), ty)
    }

    fn null_if(&mut self, value: Expr, other: Expr) -> Expr {
        let ty = value.ty.clone();
        let compared = self.operator("=", vec![value.clone(), other.clone()]);
        match compared.kind {
            // The result is of the type that the first was compared as.
            Kind::Operator(_, operands) => {
                let ty = operands.first().and_then(|first| first.ty.clone());
                Expr::new(Kind::Common("NULLIF", operands), ty)
            }
            _ => Expr::new(Kind::Common("NULLIF", vec![value, other]), ty),
        }
    }

    fn extract(&mut self, list: Node<'_>) -> Expr {
        let Some(field) = list.find(s::EXTRACT_ARG).or_else(|| list.child(0)) else {
            return self.unknown(list);
        };
        let name = match field.first_token() {
            Some(token) if token.is(s::SCONST) => string(token),
            Some(token) => identifier(token),
            None => String::new(),
        };
        let field = Expr::constant(name.to_ascii_lowercase(), UNKNOWN);
        let Some(source) = list.children().last() else {
            return self.unknown(list);
        };
        let source = self.read(source);
        self.function("extract", vec![field, source])
    }

    /// The expressions of a list whose parts stand between words or commas.
    fn operands_of(&mut self, list: Node<'_>) -> Vec<Expr> {
        let mut parts = Vec::new();
        if list.is(s::FUNC_ARG_LIST) {
            return self.list(list);
        }
        for part in list.children() {
            match part.symbol() {
                s::FROM | s::FOR | s::IN_P | s::PLACING | s::COMMA | s::SIMILAR | s::ESCAPE => {}
                s::EXPR_LIST | s::FUNC_ARG_LIST => parts.extend(self.list(part)),
                _ => parts.push(self.read(part)),
            }
        }
        parts
    }

    fn substring(&mut self, list: Node<'_>) -> Expr {
        let words: Vec<u16> = list.children().map(Node::symbol).collect();
        let mut parts = self.operands_of(list);
        let at = |symbol| words.iter().position(|word| *word == symbol);
        match (at(s::FROM), at(s::FOR), at(s::SIMILAR)) {
            (None, Some(_), _) if parts.len() == 2 => {
                parts.insert(1, Expr::constant("1", "int4"));
            }
            (Some(from), Some(length), _) if length < from && parts.len() == 3 => {
                parts.swap(1, 2);
            }
            (_, _, Some(_)) if parts.len() == 3 => {
                let escape = parts.split_off(1);
                let pattern = self.function("similar_to_escape", escape);
                parts.push(pattern);
            }
            (_, _, _) => {}
        }
        self.function("substring", parts)
    }

    fn trim(&mut self, side: Option<Node<'_>>, list: Node<'_>) -> Expr {
        let name = match side.map(Node::symbol) {
            Some(s::LEADING) => "ltrim",
            Some(s::TRAILING) => "rtrim",
            _ => "btrim",
        };
        let from = list.children().any(|part| part.is(s::FROM));
        let mut parts = self.operands_of(list);
        if from && parts.len() > 1 {
            parts.rotate_left(1);
        }
        self.function(name, parts)
    }
}
