//! Data types in the tree.

use diag::Span;
use schema::Type;

use crate::grammar::symbol as s;
use crate::name::identifier;
use crate::tree::Node;

/// A type as written, before it is known what its name means.
#[derive(Debug, Clone)]
pub(crate) struct WrittenType {
    /// The type; `schema` is as written.
    pub(crate) ty: Type,
    /// Whether its words are SQL's own (`double precision`), so that no name is to be resolved.
    pub(crate) own: bool,
    /// `serial` and its kind: the type of the column is an integer with a sequence.
    pub(crate) serial: bool,
    pub(crate) span: Span,
}

/// Reads `Typename`, or a type that was passed on without a node of its own.
pub(crate) fn read(node: Node<'_>) -> WrittenType {
    let tokens: Vec<Node<'_>> = node.tokens().filter(|token| !token.is(s::SETOF)).collect();
    let array = tokens
        .iter()
        .any(|token| token.is(s::LEFT_BRACKET) || token.is(s::ARRAY));
    let (mut ty, own) = match tokens.first() {
        Some(first) => match own_name(*first, &tokens) {
            Some(name) => (with_modifiers(Type::builtin(name), &tokens), true),
            None => (generic(&tokens), false),
        },
        None => (Type::builtin(""), true),
    };
    let serial = !own && ty.schema.is_none();
    let integer = serial.then(|| serial_integer(&ty.name)).flatten();
    if let Some(integer) = integer {
        integer.clone_into(&mut ty.name);
    }
    ty.array = array;
    WrittenType {
        ty,
        own: own || integer.is_some(),
        serial: integer.is_some(),
        span: node.span(),
    }
}

fn serial_integer(name: &str) -> Option<&'static str> {
    match name {
        "serial" | "serial4" => Some("int4"),
        "bigserial" | "serial8" => Some("int8"),
        "smallserial" | "serial2" => Some("int2"),
        _ => None,
    }
}

/// The internal name of a type that SQL has words of its own for.
fn own_name(first: Node<'_>, tokens: &[Node<'_>]) -> Option<String> {
    let has = |symbol| tokens.iter().any(|token| token.is(symbol));
    let zone = has(s::WITH_LA);
    let name = match first.symbol() {
        s::INT_P | s::INTEGER => "int4",
        s::SMALLINT => "int2",
        s::BIGINT => "int8",
        s::REAL => "float4",
        s::FLOAT_P => match integers(tokens).first() {
            Some(1..=24) => "float4",
            Some(_) | None => "float8",
        },
        s::DOUBLE_P => "float8",
        s::DECIMAL_P | s::DEC | s::NUMERIC => "numeric",
        s::BOOLEAN_P => "bool",
        s::JSON => "json",
        s::BIT if has(s::VARYING) => "varbit",
        s::BIT => "bit",
        s::VARCHAR => "varchar",
        s::CHARACTER | s::CHAR_P | s::NCHAR | s::NATIONAL if has(s::VARYING) => "varchar",
        s::CHARACTER | s::CHAR_P | s::NCHAR | s::NATIONAL => "bpchar",
        s::TIMESTAMP if zone => "timestamptz",
        s::TIMESTAMP => "timestamp",
        s::TIME if zone => "timetz",
        s::TIME => "time",
        s::INTERVAL => return Some(interval(tokens)),
        _ => return None,
    };
    Some(name.to_owned())
}

fn with_modifiers(ty: Type, tokens: &[Node<'_>]) -> Type {
    let takes = !matches!(ty.name.as_str(), "float4" | "float8");
    let modifiers = if takes { integers(tokens) } else { Vec::new() };
    ty.with_modifiers(modifiers).stored()
}

/// `interval` with its fields, which the server prints behind the word.
fn interval(tokens: &[Node<'_>]) -> String {
    let fields = tokens
        .iter()
        .skip(1)
        .take_while(|token| !token.is(s::LEFT_PAREN) && !token.is(s::LEFT_BRACKET));
    let words = fields.map(|token| token.text().to_ascii_lowercase());
    std::iter::once("interval".to_owned())
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The integers in the first parentheses.
fn integers(tokens: &[Node<'_>]) -> Vec<i32> {
    modifiers(tokens)
        .filter_map(|token| token.text().replace('_', "").parse().ok())
        .collect()
}

/// What stands in the first parentheses, without commas.
fn modifiers<'a>(tokens: &'a [Node<'a>]) -> impl Iterator<Item = &'a Node<'a>> {
    tokens
        .iter()
        .skip_while(|token| !token.is(s::LEFT_PAREN))
        .skip(1)
        .take_while(|token| !token.is(s::RIGHT_PAREN))
        .filter(|token| !token.is(s::COMMA))
}

/// A type that is named.
fn generic(tokens: &[Node<'_>]) -> Type {
    let is_end = |token: &&Node<'_>| {
        !token.is(s::LEFT_PAREN) && !token.is(s::LEFT_BRACKET) && !token.is(s::ARRAY)
    };
    let mut parts: Vec<String> = tokens
        .iter()
        .take_while(is_end)
        .filter(|token| !token.is(s::DOT))
        .map(|token| identifier(*token))
        .collect();
    let mut name = parts.pop().unwrap_or_default();
    let schema = parts.pop().filter(|schema| schema != "pg_catalog");
    let mut numbers = Vec::new();
    if modifiers(tokens).all(|token| token.is(s::ICONST)) {
        numbers = integers(tokens);
    } else {
        let words: Vec<&str> = modifiers(tokens).map(|token| token.text()).collect();
        name = format!("{name}({})", words.join(","));
    }
    Type {
        schema,
        ..Type::builtin(name)
    }
    .with_modifiers(numbers)
}

/// Whether PostgreSQL has a type of that internal name.
pub(crate) fn is_builtin(name: &str) -> bool {
    crate::volatility::catalog().has_type(name)
}
