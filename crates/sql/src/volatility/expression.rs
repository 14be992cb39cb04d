//! Finds what of an expression is not immutable. Where types or overloads are not known for
//! certain it says nothing.

use diag::Span;

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
    /// What it is, for people: `function `now``.
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

struct Checker<'a> {
    typing: &'a dyn Typing,
    found: Vec<Mutable>,
}

fn named(name: &str) -> Known {
    Known::Type(name.to_owned())
}

impl Checker<'_> {
    fn report(&mut self, span: Span, what: String, volatility: char) {
        if volatility != 'i' {
            self.found.push(Mutable {
                span,
                what,
                volatility,
            });
        }
    }

    fn infer(&mut self, node: Node<'_>, depth: usize) -> Known {
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

    /// Operands with operators between them, to be read from the left.
    fn sequence(&mut self, node: Node<'_>, depth: usize) -> Known {
        let mut parts = node.children().peekable();
        let Some(first) = parts.next() else {
            return Known::Unsure;
        };
        let mut left = if first.is(s::NOT) || first.is(s::NOT_LA) {
            let operand = parts.next();
            operand.map(|operand| self.infer(operand, depth));
            named("bool")
        } else if let Some(operator) = operator(first) {
            let operand = parts.next().map(|operand| self.infer(operand, depth));
            self.operator(&operator, first, &[operand.unwrap_or(Known::Unsure)])
        } else {
            self.infer(first, depth)
        };
        while let Some(part) = parts.next() {
            left = match part.symbol() {
                s::TYPECAST => match parts.next() {
                    Some(target) => self.cast(&left, target, part.span().to(target.span())),
                    None => Known::Unsure,
                },
                s::COLLATE => {
                    parts.next();
                    left
                }
                s::AT => {
                    let words = parts.by_ref().take_while(|part| !part.is(s::ZONE)).last();
                    if words.is_some_and(|word| word.is(s::LOCAL)) {
                        self.report(part.span(), "`AT LOCAL`".to_owned(), 's');
                    }
                    let zone = parts.next().map(|zone| self.infer(zone, depth));
                    let zone = match zone {
                        Some(Known::Literal) => named("text"),
                        Some(other) => other,
                        None => Known::Unsure,
                    };
                    self.routine(
                        catalog().functions("timezone"),
                        &[zone, left],
                        part.span(),
                        "`AT TIME ZONE`",
                    )
                }
                s::AND | s::OR => {
                    parts.next().map(|operand| self.infer(operand, depth));
                    named("bool")
                }
                s::IN_P => {
                    let list = parts.next();
                    self.in_list(&left, part, list, depth)
                }
                s::BETWEEN => {
                    let bounds: Vec<_> = parts.by_ref().filter(|part| !is_word(*part)).collect();
                    for bound in bounds
                        .into_iter()
                        .filter(|bound| !bound.is(s::OPT_ASYMMETRIC))
                    {
                        let bound = self.infer(bound, depth);
                        self.operator(">=", part, &[left.clone(), bound]);
                    }
                    named("bool")
                }
                _ => match (
                    operator(part),
                    parts.peek().is_some_and(|next| !next.is(s::SUB_TYPE)),
                ) {
                    (Some(operator), true) => {
                        let right = parts
                            .next()
                            .map_or(Known::Unsure, |right| self.infer(right, depth));
                        self.operator(&operator, part, &[left, right])
                    }
                    _ => {
                        if !is_word(part) {
                            self.infer(part, depth);
                        }
                        predicate(part)
                    }
                },
            };
        }
        left
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

    fn operator(&mut self, name: &str, at: Node<'_>, operands: &[Known]) -> Known {
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

    fn cast(&mut self, value: &Known, target: Node<'_>, span: Span) -> Known {
        let target = self.typing.ty(target);
        let text = matches!(&target, Known::Type(name) if category(name) == Some('S'));
        match (value, &target) {
            (Known::Enum, Known::Type(_)) if text => {
                self.report(
                    span,
                    "the cast of an enumerated type to text".to_owned(),
                    's',
                );
            }
            (Known::Type(source), Known::Enum) if category(source) == Some('S') => {
                self.report(
                    span,
                    "the cast of text to an enumerated type".to_owned(),
                    's',
                );
            }
            (Known::Type(source), Known::Type(name)) if source != name => {
                if let Some(volatility) = cast_volatility(source, name) {
                    let what = format!("the cast from `{source}` to `{name}`");
                    self.report(span, what, volatility);
                }
            }
            (_, _) => {}
        }
        target
    }

    /// The one of several routines that fits the arguments. Where more than one may be meant,
    /// only what all of them have in common is used.
    fn routine(
        &mut self,
        routines: &[Routine],
        arguments: &[Known],
        span: Span,
        what: &str,
    ) -> Known {
        let exact = routines
            .iter()
            .find(|routine| !arguments.is_empty() && matches(&routine.arguments, arguments));
        let fitting: Vec<&Routine> = match exact {
            Some(routine) => vec![routine],
            None => routines
                .iter()
                .filter(|routine| {
                    routine.variadic
                        || arguments
                            .iter()
                            .zip(&routine.arguments)
                            .all(|(argument, parameter)| may_be(argument, parameter))
                })
                .collect(),
        };
        let Some(first) = fitting.first() else {
            return Known::Unsure;
        };
        if fitting
            .iter()
            .all(|routine| routine.volatility == first.volatility)
        {
            self.report(span, what.to_owned(), first.volatility);
        }
        let polymorphic = first.returns.starts_with("any") || first.returns == "setof";
        if !polymorphic
            && fitting
                .iter()
                .all(|routine| routine.returns == first.returns)
        {
            named(first.returns)
        } else {
            Known::Unsure
        }
    }
}

/// Whether a part of a rule is a keyword or sign rather than a value.
fn is_word(node: Node<'_>) -> bool {
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
    let sign = matches!(
        node.symbol(),
        s::PLUS
            | s::MINUS
            | s::STAR
            | s::SLASH
            | s::PERCENT
            | s::CARET
            | s::LESS
            | s::GREATER
            | s::EQUAL
            | s::LESS_EQUALS
            | s::GREATER_EQUALS
            | s::NOT_EQUALS
    );
    if sign {
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

fn category(name: &str) -> Option<char> {
    catalog().ty(name).map(|ty| ty.category)
}

/// The volatility of a cast between two of PostgreSQL's own types; `None` where unsure.
fn cast_volatility(source: &str, target: &str) -> Option<char> {
    if let Some((Some(volatility), _)) = catalog().cast(source, target) {
        return Some(volatility);
    }
    let (from, to) = (catalog().ty(source)?, catalog().ty(target)?);
    if to.category == 'S' {
        Some(from.output)
    } else if from.category == 'S' {
        Some(to.input)
    } else {
        None
    }
}

fn takes(routine: &Routine, arguments: usize) -> bool {
    let most = routine.arguments.len();
    if routine.variadic {
        return arguments + 1 >= most;
    }
    arguments <= most && arguments + routine.defaults >= most
}

/// Whether arguments are exactly of the parameters' types.
fn matches(parameters: &[&str], arguments: &[Known]) -> bool {
    parameters.len() == arguments.len()
        && parameters
            .iter()
            .zip(arguments)
            .all(|(parameter, argument)| matches!(argument, Known::Type(name) if name == parameter))
}

/// Whether an argument can stand for a parameter.
fn may_be(argument: &Known, parameter: &str) -> bool {
    let polymorphic = parameter.starts_with("any") || parameter == "record";
    match argument {
        Known::Literal | Known::Unsure => true,
        Known::Enum => polymorphic,
        Known::Type(name) => {
            name == parameter
                || polymorphic
                || catalog()
                    .cast(name, parameter)
                    .is_some_and(|(_, context)| context == 'i')
        }
    }
}
