//! Operators of expressions.

use std::iter::Peekable;

use super::catalog;
use super::expression::{Checker, Known, named};
use super::routine::matches;
use crate::grammar::{is_sign, symbol as s};
use crate::tree::{Children, Node};
use crate::volatility::Routine;

/// What follows of a row of operands and operators.
type Parts<'a> = Peekable<Children<'a>>;

impl Checker<'_> {
    /// Operands with operators between them, to be read from the left.
    pub(super) fn sequence(&mut self, node: Node<'_>, depth: usize) -> Known {
        let mut parts = node.children().peekable();
        let Some(first) = parts.next() else {
            return Known::Unsure;
        };
        let mut left = if first.is(s::NOT) || first.is(s::NOT_LA) {
            self.operand(&mut parts, depth);
            named("bool")
        } else if let Some(operator) = operator(first) {
            let operand = self.operand(&mut parts, depth);
            self.operator(&operator, first, &[operand])
        } else {
            self.infer(first, depth)
        };
        while let Some(part) = parts.next() {
            left = self.step(left, part, &mut parts, depth);
        }
        left
    }

    fn operand(&mut self, parts: &mut Parts<'_>, depth: usize) -> Known {
        parts
            .next()
            .map_or(Known::Unsure, |operand| self.infer(operand, depth))
    }

    /// What an operator and what follows it make of the value at its left.
    fn step(&mut self, left: Known, part: Node<'_>, parts: &mut Parts<'_>, depth: usize) -> Known {
        match part.symbol() {
            s::TYPECAST => match parts.next() {
                Some(target) => self.cast(&left, target, part.span().to(target.span())),
                None => Known::Unsure,
            },
            s::COLLATE => {
                parts.next();
                left
            }
            s::AT => self.at_time_zone(left, part, parts, depth),
            s::AND | s::OR => {
                self.operand(parts, depth);
                named("bool")
            }
            s::IN_P => {
                let list = parts.next();
                self.in_list(&left, part, list, depth)
            }
            s::BETWEEN => {
                let bounds: Vec<_> = parts.filter(|part| !is_word(*part)).collect();
                for bound in bounds
                    .into_iter()
                    .filter(|bound| !bound.is(s::OPT_ASYMMETRIC))
                {
                    let bound = self.infer(bound, depth);
                    self.operator(">=", part, &[left.clone(), bound]);
                }
                named("bool")
            }
            _ => {
                // `= ANY (…)` compares with what a subquery or array holds.
                let plain = parts.peek().is_some_and(|next| !next.is(s::SUB_TYPE));
                if let Some(operator) = operator(part).filter(|_| plain) {
                    let right = self.operand(parts, depth);
                    return self.operator(&operator, part, &[left, right]);
                }
                if !is_word(part) {
                    self.infer(part, depth);
                }
                predicate(part)
            }
        }
    }

    fn at_time_zone(
        &mut self,
        left: Known,
        part: Node<'_>,
        parts: &mut Parts<'_>,
        depth: usize,
    ) -> Known {
        if parts.next().is_some_and(|word| word.is(s::LOCAL)) {
            self.report(part.span(), "`AT LOCAL`".to_owned(), 's');
            return Known::Unsure;
        }
        // The word ZONE.
        parts.next();
        let zone = match self.operand(parts, depth) {
            Known::Literal => named("text"),
            other @ (Known::Type(_) | Known::Enum | Known::Unsure) => other,
        };
        let routines = catalog().functions("timezone");
        self.routine(routines, &[zone, left], part.span(), "`AT TIME ZONE`")
    }

    fn in_list(
        &mut self,
        left: &Known,
        at: Node<'_>,
        list: Option<Node<'_>>,
        depth: usize,
    ) -> Known {
        let elements = list.and_then(|list| list.descend(s::EXPR_LIST));
        for element in elements.into_iter().flat_map(Node::elements) {
            let element = self.infer(element, depth);
            self.operator("=", at, &[left.clone(), element]);
        }
        named("bool")
    }

    pub(super) fn operator(&mut self, name: &str, at: Node<'_>, operands: &[Known]) -> Known {
        let arity = operands.len();
        let routines: Vec<Routine> = catalog()
            .operators(if name == "!=" { "<>" } else { name })
            .iter()
            .filter(|routine| routine.arguments.len() == arity)
            .cloned()
            .collect();
        // An untyped constant beside a value takes that value's type.
        let operands: Vec<Known> = match operands {
            [Known::Literal, right @ Known::Type(_)] => vec![right.clone(), right.clone()],
            [left @ Known::Type(_), Known::Literal] => {
                let same = routines
                    .iter()
                    .any(|routine| matches(&routine.arguments, &[left.clone(), left.clone()]));
                let right = if same { left.clone() } else { Known::Literal };
                vec![left.clone(), right]
            }
            other => other.to_vec(),
        };
        self.routine(
            &routines,
            &operands,
            at.span(),
            &format!("operator `{name}`"),
        )
    }
}

/// Whether a part of a rule is a keyword or sign rather than a value.
pub(super) fn is_word(node: Node<'_>) -> bool {
    let value = matches!(
        node.symbol(),
        s::ICONST
            | s::FCONST
            | s::SCONST
            | s::BCONST
            | s::XCONST
            | s::TRUE_P
            | s::FALSE_P
            | s::NULL_P
    );
    node.is_token() && !value
}

/// What a test such as `IS NULL` or `LIKE` gives.
fn predicate(part: Node<'_>) -> Known {
    let test = matches!(
        part.symbol(),
        s::IS
            | s::ISNULL
            | s::NOTNULL
            | s::LIKE
            | s::ILIKE
            | s::SIMILAR
            | s::NULL_P
            | s::NOT
            | s::NOT_LA
            | s::TRUE_P
            | s::FALSE_P
            | s::UNKNOWN
            | s::DISTINCT
            | s::FROM
            | s::SCONST
            | s::TO
    );
    if test { named("bool") } else { Known::Unsure }
}

fn operator(node: Node<'_>) -> Option<String> {
    if is_sign(node.symbol()) {
        return Some(node.text().to_owned());
    }
    if !node.is(s::QUAL_OP) && !node.is(s::OPERATOR) {
        return None;
    }
    let last = node
        .tokens()
        .filter(|token| !token.is(s::RIGHT_PAREN))
        .last();
    last.map(|token| token.text().to_owned())
}
