//! Expressions as the server understands them, and their one spelling.

use std::fmt::Write as _;

use schema::{Type, quote_identifier, quote_literal};

use super::coerce::{is_number, is_text, is_unknown, plain};

/// An expression with its type, `None` where that is not known.
#[derive(Debug, Clone)]
pub(super) struct Expr {
    pub(super) kind: Kind,
    pub(super) ty: Option<Type>,
}

/// What an expression is.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// A column, with the relation's name in this query where there is one.
    Column(Option<String>, String),
    /// A constant: what would stand between quotes.
    Constant(String),
    Null,
    /// A function with its arguments, and what follows or stands in the parentheses besides them.
    Call {
        name: String,
        arguments: Vec<Expr>,
        /// `DISTINCT ` or `VARIADIC ` before the arguments.
        before: String,
        /// ` ORDER BY …` within, and `FILTER`, `OVER` behind the parentheses.
        within: String,
        behind: String,
    },
    /// An operator with one operand or two.
    Operator(String, Vec<Expr>),
    /// `left = ANY (right)`, or `ALL`.
    AnyAll {
        operator: String,
        all: bool,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    /// `IS NULL` and its like; the words behind.
    Test(Box<Expr>, String),
    /// A cast to the expression's type.
    Cast(Box<Expr>),
    Case {
        subject: Option<Box<Expr>>,
        branches: Vec<(Expr, Expr)>,
        otherwise: Option<Box<Expr>>,
    },
    /// `COALESCE`, `GREATEST`, `LEAST`, `NULLIF`.
    Common(&'static str, Vec<Expr>),
    Array(Vec<Expr>),
    Row(Vec<Expr>),
    /// A value, and what of it is taken: `.field`, `[1]`.
    Part(Box<Expr>, Vec<String>),
    Collate(Box<Expr>, String),
    /// A query with what stands before it: `EXISTS`, `ARRAY`, `a IN`.
    Query(String, String),
    /// Text that is not looked into.
    Raw(String),
}

impl Expr {
    pub(super) fn new(kind: Kind, ty: Option<Type>) -> Self {
        Self { kind, ty }
    }

    pub(super) fn of(kind: Kind, ty: &str) -> Self {
        Self::new(kind, Some(Type::builtin(ty)))
    }

    pub(super) fn raw(text: impl Into<String>) -> Self {
        Self::new(Kind::Raw(text.into()), None)
    }

    pub(super) fn constant(value: impl Into<String>, ty: &str) -> Self {
        Self::of(Kind::Constant(value.into()), ty)
    }

    pub(super) fn is_untyped(&self) -> bool {
        self.ty.as_ref().is_some_and(is_unknown)
    }

    pub(super) fn is_constant(&self) -> bool {
        matches!(self.kind, Kind::Constant(_) | Kind::Null)
    }

    /// Whether a column occurs in it, or what may hold one.
    pub(super) fn has_column(&self) -> bool {
        match &self.kind {
            Kind::Column(..) | Kind::Query(..) | Kind::Raw(_) => true,
            Kind::Constant(_) | Kind::Null => false,
            _ => self.parts().into_iter().any(Self::has_column),
        }
    }

    /// The expressions that it directly consists of.
    fn parts(&self) -> Vec<&Self> {
        match &self.kind {
            Kind::Column(..) | Kind::Query(..) | Kind::Raw(_) | Kind::Constant(_) | Kind::Null => {
                Vec::new()
            }
            Kind::Call { arguments: all, .. }
            | Kind::Operator(_, all)
            | Kind::And(all)
            | Kind::Or(all)
            | Kind::Common(_, all)
            | Kind::Array(all)
            | Kind::Row(all) => all.iter().collect(),
            Kind::AnyAll { left, right, .. } => vec![left, right],
            Kind::Not(inner)
            | Kind::Test(inner, _)
            | Kind::Cast(inner)
            | Kind::Part(inner, _)
            | Kind::Collate(inner, _) => vec![inner],
            Kind::Case {
                subject,
                branches,
                otherwise,
            } => {
                let both = branches.iter().flat_map(|(when, then)| [when, then]);
                let ends = subject.iter().chain(otherwise).map(AsRef::as_ref);
                both.chain(ends).collect()
            }
        }
    }

    /// The one spelling.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) {
        match &self.kind {
            Kind::Column(relation, name) => {
                if let Some(relation) = relation {
                    let _ = write!(out, "{}.", name_text(relation));
                }
                out.push_str(&name_text(name));
            }
            Kind::Constant(value) => out.push_str(&constant(value, self.ty.as_ref())),
            Kind::Null => out.push_str("NULL"),
            Kind::Call {
                name,
                arguments,
                before,
                within,
                behind,
            } => {
                let _ = write!(out, "{name}({before}");
                list(out, arguments);
                let _ = write!(out, "{within}){behind}");
            }
            Kind::Operator(name, operands) => match operands.as_slice() {
                [left, right] => {
                    out.push('(');
                    left.write(out);
                    let _ = write!(out, " {name} ");
                    right.write(out);
                    out.push(')');
                }
                other => {
                    let _ = write!(out, "({name} ");
                    list(out, other);
                    out.push(')');
                }
            },
            Kind::AnyAll {
                operator,
                all,
                left,
                right,
            } => {
                out.push('(');
                left.write(out);
                let word = if *all { "ALL" } else { "ANY" };
                let _ = write!(out, " {operator} {word} (");
                right.write(out);
                out.push_str("))");
            }
            _ => self.write_compound(out),
        }
    }

    /// Writes what is neither a name, a constant, a call nor an operator.
    fn write_compound(&self, out: &mut String) {
        match &self.kind {
            Kind::And(parts) => joined(out, parts, " AND "),
            Kind::Or(parts) => joined(out, parts, " OR "),
            Kind::Not(inner) => wrapped(out, "(NOT ", inner, ")"),
            Kind::Test(inner, words) => wrapped(out, "(", inner, &format!(" {words})")),
            Kind::Cast(inner) => {
                let ty = self.ty.as_ref().map(type_text).unwrap_or_default();
                wrapped(out, "", inner, &format!("::{ty}"));
            }
            Kind::Case {
                subject,
                branches,
                otherwise,
            } => {
                out.push_str("CASE");
                if let Some(subject) = subject {
                    wrapped(out, " ", subject, "");
                }
                for (when, then) in branches {
                    wrapped(out, " WHEN ", when, "");
                    wrapped(out, " THEN ", then, "");
                }
                if let Some(otherwise) = otherwise {
                    wrapped(out, " ELSE ", otherwise, "");
                }
                out.push_str(" END");
            }
            Kind::Common(word, parts) => {
                let _ = write!(out, "{word}(");
                list(out, parts);
                out.push(')');
            }
            Kind::Array(parts) => {
                out.push_str("ARRAY[");
                list(out, parts);
                out.push(']');
                if let (true, Some(ty)) = (parts.is_empty(), &self.ty) {
                    let _ = write!(out, "::{}", type_text(ty));
                }
            }
            Kind::Row(parts) => {
                out.push_str("ROW(");
                list(out, parts);
                out.push(')');
            }
            Kind::Part(inner, parts) => wrapped(out, "(", inner, &format!("){}", parts.concat())),
            Kind::Collate(inner, name) => wrapped(out, "(", inner, &format!(" COLLATE {name})")),
            Kind::Query(before, query) => {
                let _ = write!(out, "({before}({query}))");
            }
            Kind::Raw(text) => out.push_str(text),
            _ => {}
        }
    }
}

fn wrapped(out: &mut String, before: &str, inner: &Expr, behind: &str) {
    out.push_str(before);
    inner.write(out);
    out.push_str(behind);
}

fn joined(out: &mut String, parts: &[Expr], word: &str) {
    out.push('(');
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push_str(word);
        }
        part.write(out);
    }
    out.push(')');
}

fn list(out: &mut String, parts: &[Expr]) {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        part.write(out);
    }
}

/// A constant with its type, where that is not what the constant has by itself.
fn constant(value: &str, ty: Option<&Type>) -> String {
    let Some(ty) = ty.filter(|ty| !is_unknown(ty)) else {
        return quote_literal(value);
    };
    let plain_type = ty.modifiers.is_empty() && !ty.array && ty.schema.is_none();
    let by_itself = match ty.name.as_str() {
        "numeric" if plain_type && value.contains(['.', 'e']) => Some(value.to_owned()),
        "int4" | "bool" if plain_type => Some(value.to_owned()),
        _ => None,
    };
    if let Some(text) = by_itself.filter(|_| is_number(ty) || ty.name == "bool") {
        return text;
    }
    let literal = if is_number(ty) {
        value.to_owned()
    } else {
        quote_literal(value)
    };
    // A constant is a text where nothing else is said.
    if is_text(ty) && plain(ty) == *ty && ty.name == "text" {
        return literal;
    }
    format!("{literal}::{}", type_text(ty))
}

/// A type in the one spelling: names as the server prints them, without the schema `public`.
pub(super) fn type_text(ty: &Type) -> String {
    ty.to_string()
}

/// A name, quoted where it must be.
pub(super) fn name_text(name: &str) -> String {
    let plain = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if plain && !name.is_empty() && !name.as_bytes()[0].is_ascii_digit() {
        name.to_owned()
    } else {
        quote_identifier(name)
    }
}

/// A name with its schema, which is left out where it is `public`.
pub(super) fn qualified_text(schema: &str, name: &str) -> String {
    if schema.is_empty() || schema == "public" {
        name_text(name)
    } else {
        format!("{}.{}", name_text(schema), name_text(name))
    }
}
