//! Finds what of an expression is not immutable. Where types or overloads are not known for
//! certain it says nothing.

use diag::Span;

use super::operator::is_word;
use super::routine::takes;
use super::{Routine, catalog};
use crate::grammar::symbol as s;
use crate::name::Name;
use crate::tree::Node;

/// Expressions that nest deeper are not looked into.
const MAX_DEPTH: usize = 200;

/// What is known of a value's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Known {
    /// A string constant or NULL: it takes the type that is needed.
    Literal,
    /// A type by internal name, `_` before that of an array.
    Type(String),
    /// An enumerated type.
    Enum,
    /// Nothing.
    Unsure,
}

/// What an expression may refer to.
pub(crate) trait Typing {
    /// The type of a column.
    fn column(&self, name: &str) -> Known;
    /// The volatility of a function that the scripts created, `None` where unsure.
    fn function(&self, name: &Name) -> Option<char>;
    /// The type of a written type.
    fn ty(&self, node: Node<'_>) -> Known;
}

/// A part of an expression that is not immutable.
#[derive(Debug, Clone)]
pub(crate) struct Mutable {
    pub(crate) span: Span,
    /// What it is, for people: the word function and its name in backticks.
    pub(crate) what: String,
    /// `s` or `v`.
    pub(crate) volatility: char,
}

/// The parts of an expression that are not immutable, in order.
pub(crate) fn check(expression: Node<'_>, typing: &dyn Typing) -> Vec<Mutable> {
    let mut checker = Checker {
        typing,
        found: Vec::new(),
    };
    checker.infer(expression, 0);
    checker.found
}

pub(super) struct Checker<'a> {
    pub(super) typing: &'a dyn Typing,
    found: Vec<Mutable>,
}

pub(super) fn named(name: &str) -> Known {
    Known::Type(name.to_owned())
}

impl Checker<'_> {
    pub(super) fn report(&mut self, span: Span, what: String, volatility: char) {
        if volatility != 'i' {
            self.found.push(Mutable {
                span,
                what,
                volatility,
            });
        }
    }

    pub(super) fn infer(&mut self, node: Node<'_>, depth: usize) -> Known {
        if depth > MAX_DEPTH {
            return Known::Unsure;
        }
        match node.symbol() {
            s::ICONST => named("int4"),
            s::FCONST => named("numeric"),
            s::BCONST | s::XCONST => named("bit"),
            s::TRUE_P | s::FALSE_P => named("bool"),
            s::SCONST | s::NULL_P => Known::Literal,
            s::COLUMNREF => match node.tokens().filter(|token| !token.is(s::DOT)).last() {
                Some(last) => self.typing.column(&crate::name::identifier(last)),
                None => Known::Unsure,
            },
            s::A_EXPR | s::B_EXPR => self.sequence(node, depth + 1),
            s::C_EXPR | s::FUNC_EXPR | s::FUNC_EXPR_WINDOWLESS => self.wrapped(node, depth + 1),
            s::FUNC_APPLICATION => self.application(node, depth + 1),
            s::FUNC_EXPR_COMMON_SUBEXPR => self.special(node, depth + 1),
            s::AEXPR_CONST => match node.child(0) {
                Some(first) if first.is(s::FUNC_NAME) || !first.is_token() => self.typing.ty(first),
                Some(_) | None => Known::Unsure,
            },
            s::SELECT_WITH_PARENS => Known::Unsure,
            s::CASE_EXPR => self.case(node, depth + 1),
            _ => {
                self.all(node.children(), depth + 1);
                Known::Unsure
            }
        }
    }

    /// Looks into several parts.
    fn all<'n>(&mut self, nodes: impl Iterator<Item = Node<'n>>, depth: usize) -> Vec<Known> {
        nodes.map(|node| self.infer(node, depth)).collect()
    }

    /// Parentheses, and a function call with what may follow it.
    fn wrapped(&mut self, node: Node<'_>, depth: usize) -> Known {
        let mut parts = node
            .children()
            .filter(|part| !part.is_token() || part.is(s::ICONST) || part.is(s::SCONST));
        let Some(inner) = parts.next() else {
            return Known::Unsure;
        };
        let known = self.infer(inner, depth);
        let plain = parts.all(Node::is_empty);
        if plain { known } else { Known::Unsure }
    }

    fn case(&mut self, node: Node<'_>, depth: usize) -> Known {
        let mut result = Known::Unsure;
        for part in node.descendants().filter(|part| part.is(s::WHEN_CLAUSE)) {
            let operands = part.children().filter(|part| !is_word(*part));
            if let Some(known) = self.all(operands, depth).pop() {
                result = known;
            }
        }
        for part in [s::CASE_ARG, s::CASE_DEFAULT] {
            if let Some(part) = node.find(part) {
                self.all(part.children().filter(|part| !is_word(*part)), depth);
            }
        }
        result
    }

    fn application(&mut self, node: Node<'_>, depth: usize) -> Known {
        let Some(function) = node.child(0) else {
            return Known::Unsure;
        };
        let name = Name::read(function);
        let mut arguments = Vec::new();
        let mut unsure = false;
        for part in node.children().skip(1) {
            match part.symbol() {
                s::FUNC_ARG_LIST => {
                    for argument in part.elements() {
                        unsure |= argument.is(s::FUNC_ARG_EXPR);
                        arguments.push(self.infer(argument, depth));
                    }
                }
                s::VARIADIC | s::ALL | s::DISTINCT | s::STAR => unsure = true,
                _ => {}
            }
        }
        let what = format!("function `{}`", name.name);
        let own = matches!(name.schema.as_deref(), None | Some("pg_catalog"));
        let routines = catalog().functions(&name.name);
        if own && !routines.is_empty() {
            let fitting: Vec<Routine> = routines
                .iter()
                .filter(|routine| unsure || takes(routine, arguments.len()))
                .cloned()
                .collect();
            let arguments = if unsure { Vec::new() } else { arguments };
            return self.routine(&fitting, &arguments, name.span, &what);
        }
        if let Some(volatility) = self.typing.function(&name) {
            self.report(name.span, what, volatility);
        }
        Known::Unsure
    }

    /// The functions that SQL writes in ways of their own.
    fn special(&mut self, node: Node<'_>, depth: usize) -> Known {
        let Some(first) = node.child(0) else {
            return Known::Unsure;
        };
        let word = |ty: &str| Some(named(ty));
        let stable = match first.symbol() {
            s::CURRENT_DATE => word("date"),
            s::CURRENT_TIME => word("timetz"),
            s::CURRENT_TIMESTAMP => word("timestamptz"),
            s::LOCALTIME => word("time"),
            s::LOCALTIMESTAMP => word("timestamp"),
            s::CURRENT_ROLE
            | s::CURRENT_USER
            | s::SESSION_USER
            | s::SYSTEM_USER
            | s::USER
            | s::CURRENT_CATALOG
            | s::CURRENT_SCHEMA => word("name"),
            _ => None,
        };
        if let Some(ty) = stable {
            self.report(
                first.span(),
                format!("`{}`", first.text().to_uppercase()),
                's',
            );
            return ty;
        }
        let operands: Vec<Node<'_>> = node
            .children()
            .filter(|part| !is_word(*part) && !part.is(s::COMMA))
            .collect();
        match (first.symbol(), operands.as_slice()) {
            (s::CAST, [value, target]) => {
                let value = self.infer(*value, depth);
                self.cast(&value, *target, first.span())
            }
            (s::EXTRACT, [list]) => {
                let source = list.children().last().filter(|source| !is_word(*source));
                let known = source.map_or(Known::Unsure, |source| self.infer(source, depth));
                let routines = catalog().functions("extract");
                self.routine(routines, &[named("text"), known], first.span(), "`EXTRACT`")
            }
            (s::COALESCE | s::GREATEST | s::LEAST, [list]) => {
                let known = self.all(list.elements(), depth);
                let ty = known
                    .into_iter()
                    .find(|known| matches!(known, Known::Type(_)));
                ty.unwrap_or(Known::Unsure)
            }
            (s::NULLIF, [value, other]) => {
                let value = self.infer(*value, depth);
                let other = self.infer(*other, depth);
                self.operator("=", first, &[value.clone(), other]);
                value
            }
            (_, operands) => {
                self.all(operands.iter().copied(), depth);
                Known::Unsure
            }
        }
    }
}
