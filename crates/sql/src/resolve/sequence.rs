//! Operands with operators between them.

use std::iter::Peekable;

use schema::Type;

use super::expr::{Expr, Kind};
use super::raw;
use super::reader::Reader;
use crate::grammar::{is_sign, symbol as s};
use crate::name::identifiers;
use crate::tree::{Children, Node};

/// What follows of a row of operands and operators.
type Parts<'a> = Peekable<Children<'a>>;

/// What a name of a pattern match and its operator are.
const PATTERNS: [(&str, &str); 2] = [("~~", "!~~"), ("~~*", "!~~*")];

impl Reader<'_> {
    /// Operands and operators, to be read from the left.
    pub(super) fn sequence(&mut self, node: Node<'_>) -> Expr {
        let mut parts = node.children().peekable();
        let Some(first) = parts.next() else {
            return self.unknown(node);
        };
        let mut left = if first.is(s::NOT) || first.is(s::NOT_LA) {
            let operand = self.operand(&mut parts);
            Self::negated(operand)
        } else if first.is(s::DEFAULT) {
            Expr::raw("DEFAULT")
        } else if let Some(name) = operator_name(first) {
            let operand = self.operand(&mut parts);
            self.prefix(&name, operand)
        } else if first.is(s::ROW) || first.is(s::UNIQUE) {
            return self.unknown(node);
        } else {
            self.read(first)
        };
        while let Some(part) = parts.next() {
            left = self.step(left, part, &mut parts);
        }
        left
    }

    fn operand(&mut self, parts: &mut Parts<'_>) -> Expr {
        match parts.next() {
            Some(node) => self.read(node),
            None => Expr::raw(""),
        }
    }

    fn prefix(&mut self, name: &str, operand: Expr) -> Expr {
        if let (Kind::Constant(value), "-") = (&operand.kind, name)
            && operand.ty.as_ref().is_some_and(super::coerce::is_number)
            && operand
                .ty
                .as_ref()
                .is_some_and(|ty| ty.modifiers.is_empty())
        {
            let value = match value.strip_prefix('-') {
                Some(digits) => digits.to_owned(),
                None if value == "0" => value.clone(),
                None => format!("-{value}"),
            };
            return Expr::new(Kind::Constant(value), operand.ty);
        }
        self.operator(name, vec![operand])
    }

    /// What an operator and what follows it make of the value at its left.
    fn step(&mut self, left: Expr, part: Node<'_>, parts: &mut Parts<'_>) -> Expr {
        match part.symbol() {
            s::TYPECAST => match parts.next() {
                Some(target) => {
                    let target = self.ty(target);
                    self.cast(left, &target)
                }
                None => left,
            },
            s::AND => {
                let right = self.operand(parts);
                both(left, right)
            }
            s::OR => {
                let right = self.operand(parts);
                either(left, right)
            }
            s::COLLATE => match parts.next() {
                Some(name) => {
                    let mut names = identifiers(name);
                    let name = names.pop().unwrap_or_default();
                    let ty = left.ty.clone();
                    let name = super::expr::name_text(&name);
                    let left = match ty {
                        Some(ty) if super::coerce::is_unknown(&ty) => {
                            let text = Type::builtin("text");
                            super::constant::retyped(self.names, left, &text)
                        }
                        _ => left,
                    };
                    let ty = left.ty.clone();
                    Expr::new(Kind::Collate(Box::new(left), name), ty)
                }
                None => left,
            },
            s::AT => self.at_time_zone(left, parts),
            s::LIKE => self.pattern(left, "~~", parts),
            s::ILIKE => self.pattern(left, "~~*", parts),
            s::SIMILAR => self.similar(left, "~", parts),
            s::BETWEEN => self.between(&left, false, parts),
            s::IN_P => self.in_list(left, false, parts),
            s::NOT_LA | s::NOT => self.negative(left, parts),
            s::IS => self.test(left, parts),
            s::OVERLAPS => {
                let right = self.operand(parts);
                match (left.kind, right.kind) {
                    (Kind::Row(mut ends), Kind::Row(others)) => {
                        ends.extend(others);
                        self.function("overlaps", ends)
                    }
                    (left, right) => {
                        let text = |kind| Expr::new(kind, None).text();
                        Expr::raw(format!("{} overlaps {}", text(left), text(right)))
                    }
                }
            }
            s::ISNULL => test(left, "IS NULL"),
            s::NOTNULL => test(left, "IS NOT NULL"),
            _ => {
                if let Some(name) = operator_name(part) {
                    self.infix(left, &name, parts)
                } else {
                    let rest = self.read(part).text();
                    Expr::raw(format!("{} {rest}", left.text()))
                }
            }
        }
    }

    /// What follows `NOT` between operands.
    fn negative(&mut self, left: Expr, parts: &mut Parts<'_>) -> Expr {
        match parts.next() {
            Some(part) if part.is(s::LIKE) => self.pattern(left, "!~~", parts),
            Some(part) if part.is(s::ILIKE) => self.pattern(left, "!~~*", parts),
            Some(part) if part.is(s::SIMILAR) => self.similar(left, "!~", parts),
            Some(part) if part.is(s::BETWEEN) => self.between(&left, true, parts),
            Some(part) if part.is(s::IN_P) => self.in_list(left, true, parts),
            Some(part) => {
                let text = raw::tokens(part);
                Expr::raw(format!("{} not {text}", left.text()))
            }
            None => left,
        }
    }

    fn at_time_zone(&mut self, left: Expr, parts: &mut Parts<'_>) -> Expr {
        if parts.next().is_some_and(|word| word.is(s::LOCAL)) {
            return self.function("timezone", vec![left]);
        }
        // The word ZONE.
        parts.next();
        let zone = self.operand(parts);
        self.function("timezone", vec![zone, left])
    }

    /// `LIKE` and `ILIKE`, with what escapes.
    fn pattern(&mut self, left: Expr, operator: &str, parts: &mut Parts<'_>) -> Expr {
        let mut right = self.operand(parts);
        if parts.next_if(|part| part.is(s::ESCAPE)).is_some() {
            let escape = self.operand(parts);
            right = self.function("like_escape", vec![right, escape]);
        }
        self.operator(operator, vec![left, right])
    }

    fn similar(&mut self, left: Expr, operator: &str, parts: &mut Parts<'_>) -> Expr {
        // The word TO.
        parts.next();
        let mut arguments = vec![self.operand(parts)];
        if parts.next_if(|part| part.is(s::ESCAPE)).is_some() {
            arguments.push(self.operand(parts));
        }
        let right = self.function("similar_to_escape", arguments);
        self.operator(operator, vec![left, right])
    }

    fn between(&mut self, left: &Expr, not: bool, parts: &mut Parts<'_>) -> Expr {
        let mut symmetric = false;
        while let Some(word) = parts.next_if(|part| {
            part.is(s::OPT_ASYMMETRIC) || part.is(s::SYMMETRIC) || part.is(s::ASYMMETRIC)
        }) {
            symmetric |= word.is(s::SYMMETRIC);
        }
        let low = self.operand(parts);
        parts.next_if(|part| part.is(s::AND));
        let high = self.operand(parts);
        let mut range = |low: Expr, high: Expr| {
            let (from, to) = if not { ("<", ">") } else { (">=", "<=") };
            let from = self.operator(from, vec![left.clone(), low]);
            let to = self.operator(to, vec![left.clone(), high]);
            if not {
                either(from, to)
            } else {
                both(from, to)
            }
        };
        let straight = range(low.clone(), high.clone());
        if !symmetric {
            return straight;
        }
        let reverse = range(high, low);
        if not {
            both(straight, reverse)
        } else {
            either(straight, reverse)
        }
    }

    fn in_list(&mut self, left: Expr, not: bool, parts: &mut Parts<'_>) -> Expr {
        let Some(mut next) = parts.next() else {
            return left;
        };
        if next.is(s::LEFT_PAREN) {
            let Some(list) = parts.next() else {
                return left;
            };
            parts.next_if(|part| part.is(s::RIGHT_PAREN));
            next = list;
        }
        if let Some(query) = next
            .descend(s::SELECT_WITH_PARENS)
            .filter(|query| next.id() == query.id() || !next.is(s::EXPR_LIST))
        {
            return self.in_query(&left, not, query);
        }
        let list = next.descend(s::EXPR_LIST).unwrap_or(next);
        let elements = self.list(list);
        self.one_of(&left, not, elements)
    }

    /// `IS …` and `IS NOT …`
    fn test(&mut self, left: Expr, parts: &mut Parts<'_>) -> Expr {
        let not = parts
            .next_if(|part| part.is(s::NOT) || part.is(s::NOT_LA))
            .is_some();
        let not_word = if not { "NOT " } else { "" };
        match parts.next() {
            Some(part) if part.is(s::DISTINCT) => {
                // The word FROM.
                parts.next();
                let right = self.operand(parts);
                let distinct = self.distinct(left, right);
                if not {
                    Expr::of(Kind::Not(Box::new(distinct)), "bool")
                } else {
                    distinct
                }
            }
            Some(part) => {
                let mut words = vec![raw::tokens(part).to_ascii_uppercase()];
                while let Some(more) = parts.next_if(|part| {
                    matches!(
                        part.symbol(),
                        s::NORMALIZED
                            | s::JSON_PREDICATE_TYPE_CONSTRAINT
                            | s::JSON_KEY_UNIQUENESS_CONSTRAINT_OPT
                    )
                }) {
                    words.push(raw::tokens(more).to_ascii_uppercase());
                }
                let words: Vec<String> =
                    words.into_iter().filter(|word| !word.is_empty()).collect();
                test(left, &format!("IS {not_word}{}", words.join(" ")))
            }
            None => left,
        }
    }

    /// An operator between two values, or between a value and many.
    fn infix(&mut self, left: Expr, name: &str, parts: &mut Parts<'_>) -> Expr {
        let Some(kind) = parts.next_if(|part| part.is(s::SUB_TYPE)) else {
            let right = self.operand(parts);
            return self.operator(name, vec![left, right]);
        };
        let all = kind.first_token().is_some_and(|word| word.is(s::ALL));
        let Some(next) = parts.next() else {
            return left;
        };
        if next.is(s::SELECT_WITH_PARENS) {
            if !all && name == "=" {
                return self.in_query(&left, false, next);
            }
            if all && name == "<>" {
                return self.in_query(&left, true, next);
            }
            let word = if all { "ALL" } else { "ANY" };
            let before = format!("{} {name} {word} ", left.text());
            let mut expr = self.scalar_query(next, &before, None);
            expr.ty = Some(Type::builtin("bool"));
            return expr;
        }
        let right = self.operand(parts);
        parts.next_if(|part| part.is(s::RIGHT_PAREN));
        self.any_all(name, all, left, right)
    }

    /// `a IN (SELECT …)`
    fn in_query(&mut self, left: &Expr, not: bool, query: Node<'_>) -> Expr {
        let before = format!("{} IN ", left.text());
        let mut expr = self.scalar_query(query, &before, left.ty.as_ref());
        expr.ty = Some(Type::builtin("bool"));
        if not {
            Expr::of(Kind::Not(Box::new(expr)), "bool")
        } else {
            expr
        }
    }
}

/// `a AND b`, flat.
pub(super) fn both(left: Expr, right: Expr) -> Expr {
    let mut parts = Vec::new();
    for side in [left, right] {
        match boolean(side) {
            Expr {
                kind: Kind::And(inner),
                ..
            } => parts.extend(inner),
            other => parts.push(other),
        }
    }
    Expr::of(Kind::And(parts), "bool")
}

/// `a OR b`, flat.
pub(super) fn either(left: Expr, right: Expr) -> Expr {
    let mut parts = Vec::new();
    for side in [left, right] {
        match boolean(side) {
            Expr {
                kind: Kind::Or(inner),
                ..
            } => parts.extend(inner),
            other => parts.push(other),
        }
    }
    Expr::of(Kind::Or(parts), "bool")
}

/// A constant in quotes where a condition is needed.
fn boolean(expr: Expr) -> Expr {
    match &expr.kind {
        Kind::Constant(text) if expr.is_untyped() => {
            let ty = Type::builtin("bool");
            Expr::constant(super::value::normal(&ty, text), "bool")
        }
        _ => expr,
    }
}

fn test(left: Expr, words: &str) -> Expr {
    let left = if words.ends_with("TRUE") || words.ends_with("FALSE") {
        boolean(left)
    } else {
        left
    };
    let words = words.replace("UNKNOWN", "NULL");
    Expr::of(Kind::Test(Box::new(left), words), "bool")
}

/// The name of an operator, without the schema `pg_catalog`; words that stand for operators are
/// replaced.
pub(super) fn operator_name(node: Node<'_>) -> Option<String> {
    if is_sign(node.symbol()) || node.is(s::OP) {
        let text = node.text();
        return Some(if text == "!=" { "<>" } else { text }.to_owned());
    }
    if !matches!(
        node.symbol(),
        s::QUAL_OP | s::QUAL_ALL_OP | s::SUBQUERY_OP | s::ALL_OP | s::MATH_OP
    ) {
        return None;
    }
    let words: Vec<Node<'_>> = node.tokens().collect();
    let first = words.first()?;
    let not = usize::from(first.is(s::NOT_LA) || first.is(s::NOT));
    let at = |symbol| words.iter().any(|word| word.is(symbol));
    if at(s::LIKE) || at(s::ILIKE) {
        let (plain, negative) = PATTERNS[usize::from(at(s::ILIKE))];
        return Some(if not == 1 { negative } else { plain }.to_owned());
    }
    let last = words.iter().rfind(|word| !word.is(s::RIGHT_PAREN))?;
    Some(
        if last.text() == "!=" {
            "<>"
        } else {
            last.text()
        }
        .to_owned(),
    )
}
