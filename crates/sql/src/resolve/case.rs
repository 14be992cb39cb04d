//! `CASE`.

use super::expr::{Expr, Kind};
use super::reader::Reader;
use crate::grammar::symbol as s;
use crate::tree::Node;

impl Reader<'_> {
    pub(super) fn case(&mut self, node: Node<'_>) -> Expr {
        let subject = node
            .find(s::CASE_ARG)
            .and_then(|part| self.operands(part).pop());
        let mut branches: Vec<(Expr, Expr)> = Vec::new();
        if let Some(list) = node.find(s::WHEN_CLAUSE_LIST) {
            for clause in list.children() {
                let mut parts = self.operands(clause);
                if let (Some(then), Some(when)) = (parts.pop(), parts.pop()) {
                    branches.push((when, then));
                }
            }
        }
        let otherwise = node
            .find(s::CASE_DEFAULT)
            .and_then(|part| self.operands(part).pop());
        self.case_of(subject, branches, otherwise)
    }

    /// The expressions of a part of `CASE`.
    fn operands(&mut self, rule: Node<'_>) -> Vec<Expr> {
        let parts = rule.children().filter(|part| !is_case_word(*part));
        let parts: Vec<Node<'_>> = parts.collect();
        parts.into_iter().map(|part| self.read(part)).collect()
    }

    /// A `CASE` from its parts: what is compared and what comes out have a type in common.
    fn case_of(
        &mut self,
        subject: Option<Expr>,
        mut branches: Vec<(Expr, Expr)>,
        otherwise: Option<Expr>,
    ) -> Expr {
        if let Some(subject) = &subject {
            for (when, _) in &mut branches {
                let comparison = self.operator("=", vec![subject.clone(), when.clone()]);
                if let Kind::Operator(_, mut operands) = comparison.kind
                    && let Some(right) = operands.pop()
                {
                    *when = right;
                }
            }
        }
        let mut values: Vec<Expr> = branches.iter().map(|(_, then)| then.clone()).collect();
        let null = Expr::of(Kind::Null, super::coerce::UNKNOWN);
        values.push(otherwise.unwrap_or(null));
        let ty = self.unify(&mut values);
        let otherwise = values.pop().map(Box::new);
        for ((_, then), value) in branches.iter_mut().zip(values) {
            *then = value;
        }
        Expr::new(
            Kind::Case {
                subject: subject.map(Box::new),
                branches,
                otherwise,
            },
            ty,
        )
    }
}

fn is_case_word(node: Node<'_>) -> bool {
    matches!(
        node.symbol(),
        s::WHEN | s::THEN | s::ELSE | s::CASE | s::END_P
    )
}
