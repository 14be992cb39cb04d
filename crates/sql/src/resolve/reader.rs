//! Reads expressions of the tree: names are looked up, types inferred, and what the server's parser
//! replaces is replaced.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use schema::{QualifiedName, Reference, Type};

use super::coerce::{catalog_type, plain};
use super::expr::{Expr, Kind, name_text};
use super::names::{Columns, Names};
use super::{constant, raw};
use crate::grammar::symbol as s;
use crate::name::{identifier, string};
use crate::tree::Node;

/// Expressions that nest deeper are kept as their tokens.
const MAX_DEPTH: usize = 120;

/// A place in the text where something is named.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    /// The name itself: of a qualified name the last part, unless `schema` gives the whole.
    pub(crate) range: Range<usize>,
    /// The range with the schema, where the name is qualified by one.
    pub(crate) whole: Range<usize>,
    pub(crate) reference: Reference,
    /// Whether the name is also that of a column of the query's result.
    pub(crate) names_output: bool,
    /// Whether the column is named with its table, by the table's own name.
    pub(crate) by_table: bool,
}

/// What plain names mean at a place: the relations of a query, or those that an expression may
/// speak of.
#[derive(Debug, Clone, Default)]
pub(super) struct Level {
    pub(super) relations: Vec<Relation>,
    /// Columns that `USING` merges, with what they stand for.
    pub(super) merged: Vec<(String, Expr)>,
    /// Names of queries in `WITH`, with their columns.
    pub(super) named: Vec<Named>,
}

/// A query of `WITH`: its name and its columns.
pub(super) type Named = (String, Option<Columns>);

/// A relation of a query.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    /// The name that it has there.
    pub(super) alias: String,
    /// The name that it has in the one spelling: that of what it is, with a number where there are
    /// several, since the server changes aliases when it prints them.
    pub(super) shown: String,
    /// Whether the alias stands before its columns in the one spelling.
    pub(super) qualify: bool,
    /// Whether columns are only found by the alias: `NEW` and `OLD`.
    pub(super) hidden: bool,
    pub(super) table: Option<QualifiedName>,
    /// `None` where the columns are not known.
    pub(super) columns: Option<Rc<Columns>>,
    /// The names that its columns have in the table, where an alias gives others.
    pub(super) originals: Vec<String>,
    /// Whether it is known by its own name, not by an alias.
    pub(super) by_table: bool,
}

/// Reads the expressions of one text.
pub(super) struct Reader<'a> {
    pub(super) names: Names<'a>,
    pub(super) levels: Vec<Level>,
    pub(super) uses: BTreeSet<Reference>,
    pub(super) mentions: Vec<Mention>,
    pub(super) depth: usize,
    /// How many relations of a name were met.
    pub(super) counts: BTreeMap<String, usize>,
    /// Where `*` stands, and the columns that it stands for.
    pub(super) stars: Vec<(Range<usize>, String)>,
    /// The types of `$1` and so on.
    pub(super) parameters: Vec<Option<Type>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(names: Names<'a>, level: Level) -> Self {
        Self {
            names,
            levels: vec![level],
            uses: BTreeSet::new(),
            mentions: Vec::new(),
            counts: BTreeMap::new(),
            stars: Vec::new(),
            depth: 0,
            parameters: Vec::new(),
        }
    }

    /// A name of its own for a relation.
    pub(super) fn shown(&mut self, name: &str) -> String {
        let count = self.counts.entry(name.to_owned()).or_default();
        *count += 1;
        match *count {
            1 => name.to_owned(),
            more => format!("{name}_{}", more - 1),
        }
    }

    /// Notes what a name refers to.
    pub(super) fn mention(&mut self, reference: Reference, whole: Range<usize>, last: Node<'_>) {
        self.uses.insert(reference.clone());
        self.mentions.push(Mention {
            range: last.start() as usize..last.end() as usize,
            whole,
            reference,
            names_output: false,
            by_table: false,
        });
    }

    /// Reads an expression.
    pub(super) fn read(&mut self, node: Node<'_>) -> Expr {
        if self.depth > MAX_DEPTH {
            return Expr::raw(raw::tokens(node));
        }
        self.depth += 1;
        let expr = self.dispatch(node);
        self.depth -= 1;
        expr
    }

    fn dispatch(&mut self, node: Node<'_>) -> Expr {
        match node.symbol() {
            s::ICONST | s::FCONST => number(node.text()),
            s::SCONST => Expr::constant(string(node), super::coerce::UNKNOWN),
            s::BCONST | s::XCONST => Expr::of(Kind::Raw(raw::tokens(node)), "bit"),
            s::TRUE_P => Expr::constant("true", "bool"),
            s::FALSE_P => Expr::constant("false", "bool"),
            s::NULL_P => Expr::of(Kind::Null, super::coerce::UNKNOWN),
            s::COLUMNREF => self.column_reference(node),
            s::A_EXPR | s::B_EXPR => self.sequence(node),
            s::C_EXPR => self.primary(node),
            s::FUNC_EXPR | s::FUNC_EXPR_WINDOWLESS | s::FUNC_APPLICATION => self.call(node),
            s::FUNC_EXPR_COMMON_SUBEXPR => self.special(node),
            s::AEXPR_CONST => self.typed_constant(node),
            s::CASE_EXPR => self.case(node),
            s::EXPLICIT_ROW | s::IMPLICIT_ROW | s::ROW_RULE => {
                let parts = self.row(node);
                Expr::of(Kind::Row(parts), "record")
            }
            s::ARRAY_EXPR => self.array(node),
            s::SELECT_WITH_PARENS => self.scalar_query(node, "", None),
            s::PARAM => self.parameter(node),
            s::IDENT => self.plain_column(node),
            _ if node.is_token() => self.plain_column(node),
            _ => self.unknown(node),
        }
    }

    /// A rule that is not known: its parts are read for what they use.
    pub(super) fn unknown(&mut self, node: Node<'_>) -> Expr {
        let parts: Vec<String> = node
            .children()
            .filter(|part| !part.is_empty())
            .map(|part| {
                let expression = matches!(
                    part.symbol(),
                    s::A_EXPR
                        | s::B_EXPR
                        | s::C_EXPR
                        | s::COLUMNREF
                        | s::FUNC_EXPR
                        | s::FUNC_EXPR_COMMON_SUBEXPR
                        | s::FUNC_APPLICATION
                        | s::CASE_EXPR
                        | s::AEXPR_CONST
                        | s::SELECT_WITH_PARENS
                );
                if expression {
                    self.read(part).text()
                } else if part.is_token() {
                    raw::token(part)
                } else {
                    self.depth += 1;
                    let text = if self.depth > MAX_DEPTH {
                        raw::tokens(part)
                    } else {
                        self.unknown(part).text()
                    };
                    self.depth -= 1;
                    text
                }
            })
            .collect();
        Expr::raw(parts.join(" "))
    }

    /// A token that stands for a column: keywords may be names of columns too.
    fn plain_column(&mut self, node: Node<'_>) -> Expr {
        let name = identifier(node);
        self.column(&[(name, node)])
    }

    fn parameter(&mut self, node: Node<'_>) -> Expr {
        let number: usize = node.text().trim_start_matches('$').parse().unwrap_or(0);
        let ty = number
            .checked_sub(1)
            .and_then(|at| self.parameters.get(at).cloned().flatten());
        Expr::new(Kind::Raw(node.text().to_owned()), ty)
    }

    /// Parentheses with what is taken of the value, `EXISTS`, `ARRAY`, parameters.
    fn primary(&mut self, node: Node<'_>) -> Expr {
        let Some(first) = node.child(0) else {
            return self.unknown(node);
        };
        match first.symbol() {
            s::EXISTS => match node.find(s::SELECT_WITH_PARENS) {
                Some(query) => {
                    let mut expr = self.scalar_query(query, "EXISTS ", None);
                    expr.ty = Some(Type::builtin("bool"));
                    expr
                }
                None => self.unknown(node),
            },
            s::ARRAY => match node.find(s::SELECT_WITH_PARENS) {
                Some(query) => {
                    let mut expr = self.scalar_query(query, "ARRAY ", None);
                    expr.ty = expr.ty.map(Type::array);
                    expr
                }
                None => match node.find(s::ARRAY_EXPR) {
                    Some(list) => self.array(list),
                    None => self.unknown(node),
                },
            },
            s::LEFT_PAREN => match node.child(1) {
                Some(inner) => {
                    let value = self.read(inner);
                    self.parts_of(value, node)
                }
                None => self.unknown(node),
            },
            _ => {
                let value = self.read(first);
                self.parts_of(value, node)
            }
        }
    }

    /// What of a value is taken: fields and elements.
    fn parts_of(&mut self, value: Expr, node: Node<'_>) -> Expr {
        let indirection = node
            .children()
            .find(|part| part.is(s::OPT_INDIRECTION) || part.is(s::INDIRECTION));
        match indirection.filter(|part| !part.is_empty()) {
            Some(list) => {
                let elements: Vec<Node<'_>> = list.children().collect();
                self.taken(value, &elements)
            }
            None => value,
        }
    }

    /// The value's fields and elements.
    pub(super) fn taken(&mut self, value: Expr, elements: &[Node<'_>]) -> Expr {
        if elements.is_empty() {
            return value;
        }
        let mut ty = value.ty.clone();
        let mut parts = Vec::new();
        for element in elements {
            let words: Vec<Node<'_>> = element.children().collect();
            match words.as_slice() {
                [dot, name] if dot.is(s::DOT) && !name.is(s::STAR) => {
                    let name = identifier(*name);
                    ty = ty.and_then(|ty| self.attribute(&ty, &name));
                    parts.push(format!(".{}", name_text(&name)));
                }
                [open, index, _] if open.is(s::LEFT_BRACKET) => {
                    let index = self.read(*index);
                    parts.push(format!("[{}]", index.text()));
                    ty = ty.map(|ty| {
                        if ty.array {
                            Type {
                                array: false,
                                ..plain(&ty)
                            }
                        } else {
                            ty
                        }
                    });
                }
                _ => {
                    let text = self.unknown(*element).text();
                    parts.push(text.replace(' ', ""));
                }
            }
        }
        if let Kind::Part(inner, mut before) = value.kind {
            before.extend(parts);
            return Expr::new(Kind::Part(inner, before), ty);
        }
        Expr::new(Kind::Part(Box::new(value), parts), ty)
    }

    fn attribute(&self, ty: &Type, name: &str) -> Option<Type> {
        let schema = ty.schema.as_ref()?;
        let composite = QualifiedName::new(schema, &ty.name);
        self.names.asks_more();
        if let Some(found) = self.names.schema.composites.get(&composite) {
            let mut attributes = found.attributes.iter();
            return attributes
                .find(|attribute| attribute.name == name)
                .map(|attribute| attribute.ty.clone());
        }
        let table = self.names.schema.tables.get(&composite)?;
        Some(table.column(name)?.ty.clone())
    }

    /// A written type.
    pub(super) fn ty(&mut self, node: Node<'_>) -> Type {
        let written = crate::types::read(node);
        let ty = self.names.ty(&written);
        if let Some(schema) = &ty.schema {
            let name = QualifiedName::new(schema, &ty.name);
            if self.names.user_type(Some(schema), &ty.name).is_some() {
                let names = node.tokens().take_while(|token| {
                    !token.is(s::LEFT_PAREN) && !token.is(s::LEFT_BRACKET) && !token.is(s::ARRAY)
                });
                let names: Vec<Node<'_>> = names
                    .filter(|token| !token.is(s::DOT) && !token.is(s::SETOF))
                    .collect();
                if let (Some(first), Some(last)) = (names.first(), names.last()) {
                    let whole = first.start() as usize..last.end() as usize;
                    self.mention(Reference::Type(name), whole, *last);
                }
            }
        }
        ty
    }

    /// A written cast.
    pub(super) fn cast(&mut self, inner: Expr, target: &Type) -> Expr {
        if let (Kind::Constant(text), "regclass") = (&inner.kind, target.name.as_str()) {
            self.regclass(text);
        }
        let base = self.names.base(target);
        if base != *target && inner.is_constant() {
            let inner = constant::cast(self.names, inner, &base);
            return Expr::new(Kind::Cast(Box::new(inner)), Some(target.clone()));
        }
        constant::cast(self.names, inner, target)
    }

    /// The relation that a constant names.
    pub(super) fn regclass(&mut self, text: &str) {
        let tokens = lexer::tokens(text);
        let mut parts: Vec<String> = tokens
            .filter(|token| {
                matches!(
                    token.kind,
                    lexer::Kind::Word | lexer::Kind::QuotedIdentifier
                )
            })
            .map(|token| lexer::identifier(token.text(text)).into_owned())
            .collect();
        let Some(name) = parts.pop() else { return };
        if let Some((found, _)) = self.names.relation(parts.last().map(String::as_str), &name) {
            self.uses.insert(Reference::Relation(found));
        }
    }

    /// `DATE '…'`, `INTERVAL '…' DAY`, and types called like functions.
    fn typed_constant(&mut self, node: Node<'_>) -> Expr {
        let Some(text) = node.children().find(|part| part.is(s::SCONST)).map(string) else {
            return self.unknown(node);
        };
        let Some(first) = node.child(0) else {
            return self.unknown(node);
        };
        let mut ty = self.ty(first);
        if let Some(fields) = node.find(s::OPT_INTERVAL) {
            let fields = raw::tokens(fields);
            if text
                .trim()
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'-')
            {
                // The field gives the number its unit.
                let unit = fields.split(' ').next_back().unwrap_or_default();
                let inner = Expr::constant(format!("{text} {unit}"), super::coerce::UNKNOWN);
                return self.cast(inner, &Type::builtin("interval"));
            }
            ty.name = format!("interval {fields}");
        }
        self.cast(Expr::constant(text, super::coerce::UNKNOWN), &ty)
    }

    /// The elements of a row.
    pub(super) fn row(&mut self, node: Node<'_>) -> Vec<Expr> {
        let mut parts = Vec::new();
        for part in node.children() {
            match part.symbol() {
                s::EXPR_LIST => parts.extend(self.list(part)),
                s::EXPLICIT_ROW | s::IMPLICIT_ROW => parts.extend(self.row(part)),
                s::ROW if part.is_token() => {}
                s::LEFT_PAREN | s::RIGHT_PAREN | s::COMMA => {}
                _ => parts.push(self.read(part)),
            }
        }
        parts
    }

    pub(super) fn list(&mut self, node: Node<'_>) -> Vec<Expr> {
        node.elements().map(|element| self.read(element)).collect()
    }

    /// `[a, b]` behind `ARRAY`; elements may be such lists again.
    fn array(&mut self, node: Node<'_>) -> Expr {
        let mut elements = Vec::new();
        for part in node.children() {
            match part.symbol() {
                s::EXPR_LIST => elements.extend(self.list(part)),
                s::ARRAY_EXPR_LIST => {
                    for inner in part.elements() {
                        elements.push(self.read(inner));
                    }
                }
                _ => {}
            }
        }
        let nested = elements
            .iter()
            .any(|element| matches!(element.kind, Kind::Array(_)));
        let ty = if elements.is_empty() {
            None
        } else {
            self.unify(&mut elements)
        };
        let ty = ty.map(|ty| if nested { ty } else { ty.array() });
        Expr::new(Kind::Array(elements), ty)
    }

    /// Gives values the type that they have in common.
    pub(super) fn unify(&mut self, values: &mut [Expr]) -> Option<Type> {
        let types: Vec<Option<&Type>> = values.iter().map(|value| value.ty.as_ref()).collect();
        let ty = super::coerce::common(self.names, &types)?;
        for value in values {
            *value = self.coerced(value.clone(), &ty);
        }
        Some(ty)
    }
}

/// A number without a sign.
fn number(text: &str) -> Expr {
    let digits = text.replace('_', "").to_ascii_lowercase();
    let based = |prefix: &str, base: u32| {
        let digits = digits.strip_prefix(prefix)?;
        i128::from_str_radix(digits, base).ok()
    };
    let whole = based("0x", 16)
        .or_else(|| based("0o", 8))
        .or_else(|| based("0b", 2))
        .or_else(|| digits.parse().ok());
    match whole {
        Some(number) if i32::try_from(number).is_ok() => Expr::constant(number.to_string(), "int4"),
        Some(number) if i64::try_from(number).is_ok() => Expr::constant(number.to_string(), "int8"),
        Some(number) => Expr::constant(number.to_string(), "numeric"),
        None => {
            let ty = catalog_type("numeric");
            Expr::constant(super::value::normal(&ty, &digits), "numeric")
        }
    }
}
