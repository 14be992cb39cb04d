//! Columns as they are declared.

use diag::{Diagnostic, Span};
use schema::{Column, Expression, Generated, QualifiedName, Type};

use super::constraint::WrittenConstraint;
use super::options::generic;
use super::sequence::identity;
use super::{Class, Fold};
use crate::codes::UNKNOWN_TYPE;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;
use crate::types::{WrittenType, is_builtin, read};

/// A column with the constraints that stand beside it.
pub(super) struct Declared<'a> {
    pub(super) column: Column,
    /// Its constraints.
    pub(super) constraints: Vec<WrittenConstraint<'a>>,
    /// The generated column's expression.
    pub(super) generated: Option<Node<'a>>,
}

impl Fold {
    /// Reads `columnDef` for a table. A serial or identity column creates its sequence.
    pub(super) fn column<'a>(
        &mut self,
        table: &QualifiedName,
        node: Node<'a>,
    ) -> Option<Declared<'a>> {
        let name = identifier(node.child(0)?);
        let written = read(node.child(1)?);
        let ty = self.resolve_type(&written);
        let mut declared = Declared {
            column: Column {
                origin: node.span().into(),
                ..Column::new(name.clone(), ty)
            },
            constraints: Vec::new(),
            generated: None,
        };
        if written.serial {
            let ty = declared.column.ty.clone();
            let sequence = self.own_sequence(table, &name, &ty, None, written.span.into());
            let mut default = next_value(&sequence);
            self.resolve_default(&ty, &mut default);
            declared.column.default = Some(default);
            declared.column.sequence = Some(sequence);
            declared.column.nullable = false;
        }
        let column = &mut declared.column;
        column.storage = last_word(node.find(s::OPT_COLUMN_STORAGE))
            .and_then(|word| other_storage(&column.ty, &word));
        column.compression =
            last_word(node.find(s::OPT_COLUMN_COMPRESSION)).filter(|it| it != "default");
        column.options = generic(node.find(s::CREATE_GENERIC_OPTIONS));
        self.qualify_all(table, &mut declared, node);
        Some(declared)
    }

    /// Reads `columnOptions` for a column that a partition or a typed table has already.
    pub(super) fn column_options<'a>(
        &mut self,
        table: &QualifiedName,
        node: Node<'a>,
    ) -> Option<Declared<'a>> {
        let name = node.child(0)?;
        if !self.need_column(table, &identifier(name), name.span()) {
            return None;
        }
        let known = self.schema.tables.get(table)?.column(&identifier(name))?;
        let mut declared = Declared {
            column: known.clone(),
            constraints: Vec::new(),
            generated: None,
        };
        self.qualify_all(table, &mut declared, node);
        Some(declared)
    }

    fn qualify_all<'a>(
        &mut self,
        table: &QualifiedName,
        declared: &mut Declared<'a>,
        node: Node<'a>,
    ) {
        let list = node.find(s::COL_QUAL_LIST);
        for part in list.into_iter().flat_map(Node::children) {
            self.qualify(table, declared, part);
        }
    }

    /// One of the clauses behind a column's type.
    fn qualify<'a>(&mut self, table: &QualifiedName, declared: &mut Declared<'a>, part: Node<'a>) {
        let (name, element) = if part.is(s::COL_CONSTRAINT) {
            if part.child(0).is_some_and(|first| first.is(s::COLLATE)) {
                declared.column.collation = part.child(1).and_then(collation);
                return;
            }
            (part.child(1), part.child(2))
        } else {
            (None, Some(part))
        };
        if part.is(s::CONSTRAINT_ATTR)
            && let Some(last) = declared.constraints.last_mut()
        {
            last.attributes.push(part);
        }
        let Some(element) = element.filter(|element| element.is(s::COL_CONSTRAINT_ELEM)) else {
            return;
        };
        let constraint = WrittenConstraint {
            name,
            element,
            attributes: Vec::new(),
            column: Some(declared.column.name.clone()),
            fresh: true,
        };
        let column = &mut declared.column;
        match element.child(0).map(Node::symbol) {
            Some(s::NOT) => column.nullable = false,
            Some(s::DEFAULT) => {
                column.default = element
                    .child(1)
                    .map(expression)
                    .filter(|default| !is_null(default));
                if let Some(default) = &mut column.default {
                    self.resolve_default(&column.ty, default);
                }
            }
            Some(s::GENERATED) if element.has(s::IDENTITY_P) => {
                column.identity = Some(identity(element));
                column.nullable = false;
                let options = element.find(s::OPT_PARENTHESIZED_SEQ_OPT_LIST);
                let origin = element.span().into();
                column.sequence =
                    Some(self.own_sequence(table, &column.name, &column.ty, options, origin));
            }
            Some(s::GENERATED) => {
                let inner = element.after(s::LEFT_PAREN).next();
                declared.generated = inner;
                column.generated = inner.map(|inner| Generated {
                    expression: expression(inner),
                    stored: element.tokens().any(|token| token.is(s::STORED)),
                });
            }
            Some(s::PRIMARY) => {
                column.nullable = false;
                declared.constraints.push(constraint);
            }
            Some(s::UNIQUE | s::CHECK | s::REFERENCES) => declared.constraints.push(constraint),
            Some(_) | None => {}
        }
    }

    /// What a written type means: one of PostgreSQL's own, or one that was created.
    pub(super) fn resolve_type(&mut self, written: &WrittenType) -> Type {
        let mut ty = written.ty.clone();
        if written.own || (ty.schema.is_none() && is_builtin(&ty.name)) {
            return ty;
        }
        if ty.schema.is_none()
            && let Some(element) = ty.name.strip_prefix('_').filter(|name| is_builtin(name))
        {
            ty.name = String::from(element);
            ty.array = true;
            return ty;
        }
        let name = Name {
            schema: ty.schema.clone(),
            name: ty.name.clone(),
            span: written.span,
        };
        match self.find_type(&name) {
            Some(found) => ty.schema = Some(found.schema),
            None => self.unknown_type(&name),
        }
        ty
    }

    /// A type that the history created: also a table's row type.
    pub(super) fn find_type(&self, name: &Name) -> Option<QualifiedName> {
        self.found(name, |name| {
            self.schema.enums.contains_key(name)
                || self.types.contains_key(name)
                || self.schema.tables.contains_key(name)
                || self.schema.views.contains_key(name)
        })
    }

    pub(super) fn unknown_type(&mut self, name: &Name) {
        if self.may_exist(name) || self.extended || is_of_extension(&name.name) {
            return;
        }
        let full = self.created(name);
        let key = (Class::Type, full.clone(), String::new());
        if let Some(place) = self.dropped.get(&key).copied() {
            self.used_after_drop("type", &full.to_string(), name.span, place);
            return;
        }
        let known: Vec<String> = self
            .schema
            .enums
            .keys()
            .chain(self.types.keys())
            .map(|known| known.name.clone())
            .chain(COMMON_TYPES.iter().map(|name| (*name).to_owned()))
            .collect();
        let finding = Diagnostic::error(&UNKNOWN_TYPE, format!("type `{full}` does not exist"))
            .at(name.span, "no earlier statement creates it");
        let finding = match foreign_type(&name.name) {
            Some(help) => finding.help(help),
            None => super::lookup::with_suggestion(finding, &name.name, &known),
        };
        self.findings.push(finding);
    }
}

const COMMON_TYPES: &[&str] = &[
    "bigserial",
    "boolean",
    "bytea",
    "date",
    "double precision",
    "integer",
    "jsonb",
    "numeric",
    "serial",
    "smallint",
    "text",
    "timestamp",
    "timestamptz",
    "uuid",
    "varchar",
];

/// What to write in place of another database's type.
fn foreign_type(name: &str) -> Option<&'static str> {
    match name {
        "datetime" => Some("write `timestamptz`, or `timestamp` without time zone"),
        "tinyint" => Some("write `smallint` or `boolean`"),
        "mediumint" => Some("write `integer`"),
        "double" => Some("write `double precision`"),
        "blob" | "longblob" | "binary" | "varbinary" => Some("write `bytea`"),
        "longtext" | "mediumtext" | "tinytext" | "clob" | "nvarchar" | "string" => {
            Some("write `text`")
        }
        _ => None,
    }
}

/// Types of extensions, which may be installed beforehand.
fn is_of_extension(name: &str) -> bool {
    let name = name.split('(').next().unwrap_or(name);
    matches!(
        name,
        "citext"
            | "hstore"
            | "ltree"
            | "lquery"
            | "ltxtquery"
            | "cube"
            | "seg"
            | "isbn"
            | "isbn13"
            | "issn"
            | "ean13"
            | "vector"
            | "halfvec"
            | "sparsevec"
            | "geometry"
            | "geography"
            | "raster"
            | "box2d"
            | "box3d"
            | "query_int"
            | "ulid"
            | "semver"
    )
}

/// The source text of an expression.
pub(super) fn expression(node: Node<'_>) -> Expression {
    Expression::new(node.text())
}

/// Whether a value is null, whatever it is cast to: such a default is none.
pub(super) fn is_null(expression: &Expression) -> bool {
    let sql = &expression.sql;
    let mut tokens = lexer::tokens(sql).filter(|token| !token.kind.is_trivia());
    let first = tokens.next().map(|token| token.text(sql));
    let second = tokens.next().map(|token| token.text(sql));
    first.is_some_and(|word| word.eq_ignore_ascii_case("null"))
        && second.is_none_or(|word| word == "::")
}

/// `nextval('…'::regclass)`
pub(super) fn next_value(sequence: &QualifiedName) -> Expression {
    let name = regclass(sequence);
    Expression::new(format!(
        "nextval({}::regclass)",
        schema::quote_literal(&name)
    ))
}

/// A relation's name as `regclass` prints it: quoted only where it must be.
fn regclass(name: &QualifiedName) -> String {
    let quote = |part: &str| {
        let plain = part.bytes().enumerate().all(|(at, byte)| {
            byte.is_ascii_lowercase() || byte == b'_' || (at > 0 && byte.is_ascii_digit())
        });
        if plain && crate::grammar::keyword(part).is_none() {
            part.to_owned()
        } else {
            schema::quote_identifier(part)
        }
    };
    if name.schema == "public" {
        quote(&name.name)
    } else {
        format!("{}.{}", quote(&name.schema), quote(&name.name))
    }
}

/// A collation other than the one that every type has.
pub(super) fn collation(name: Node<'_>) -> Option<String> {
    Some(Name::read(name).name).filter(|name| name != "default")
}

fn last_word(clause: Option<Node<'_>>) -> Option<String> {
    let word = clause.and_then(|clause| clause.tokens().last());
    word.map(identifier)
}

/// A way of storing values that is not the type's own.
pub(super) fn other_storage(ty: &Type, word: &str) -> Option<String> {
    let word = word.to_ascii_uppercase();
    let own = word == "DEFAULT" || word == own_storage(ty);
    (!own).then_some(word)
}

/// `typstorage` of a type.
fn own_storage(ty: &Type) -> &'static str {
    if ty.array || ty.schema.is_some() {
        return "EXTENDED";
    }
    match ty.name.as_str() {
        "numeric" | "inet" | "cidr" => "MAIN",
        "bit" | "bpchar" | "bytea" | "json" | "jsonb" | "jsonpath" | "path" | "polygon"
        | "refcursor" | "text" | "tsvector" | "txid_snapshot" | "pg_snapshot" | "varbit"
        | "varchar" | "xml" => "EXTENDED",
        name if name.ends_with("range") => "EXTENDED",
        name if is_builtin(name) => "PLAIN",
        _ => "EXTENDED",
    }
}

/// The place of a node that may be missing.
pub(super) fn span_or(node: Option<Node<'_>>, other: Span) -> Span {
    node.map_or(other, Node::span)
}
