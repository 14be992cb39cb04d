//! What a schema says, as it is written: nothing is resolved, every node knows its place.
//!
//! Texts are borrowed from the sources. Only what the grammar accepts has a node here; what it
//! does not accept has been reported by [`parse`](super::parse) and left out.

use std::borrow::Cow;

use diag::{SourceId, Span};

/// All files of one schema, in the order they were given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ast<'a> {
    /// One entry per source.
    pub files: Vec<File<'a>>,
}

/// One source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File<'a> {
    /// The text that was read.
    pub source: SourceId,
    /// Its blocks, in order.
    pub tops: Vec<Top<'a>>,
}

/// A block at the top level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Top<'a> {
    /// `model Name { … }` or `view Name { … }`: see [`Model::kind`].
    Model(Model<'a>),
    /// `type Name { … }`: a composite type, which PostgreSQL does not have.
    CompositeType(Model<'a>),
    /// `enum Name { … }`
    Enum(Enum<'a>),
    /// `datasource name { … }`
    Datasource(ConfigBlock<'a>),
    /// `generator name { … }`
    Generator(ConfigBlock<'a>),
}

/// A name with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<'a> {
    /// As written.
    pub text: &'a str,
    /// Where.
    pub span: Span,
}

/// Which keyword a [`Model`] was declared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelKind {
    /// `model`
    Model,
    /// `view`
    View,
    /// `type`, only in [`Top::CompositeType`]
    CompositeType,
}

/// A model, a view or a composite type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model<'a> {
    /// The keyword.
    pub kind: ModelKind,
    /// Its name.
    pub name: Name<'a>,
    /// Its fields, in order.
    pub fields: Vec<Field<'a>>,
    /// Its block attributes (`@@…`), in order.
    pub attributes: Vec<Attribute<'a>>,
    /// The `///` lines directly above, joined by `\n`.
    pub documentation: Option<String>,
    /// From the keyword to the closing brace.
    pub span: Span,
}

/// A field of a [`Model`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<'a> {
    /// Its name.
    pub name: Name<'a>,
    /// Its type without `[]` and `?`.
    pub ty: FieldType<'a>,
    /// Required, optional or list.
    pub arity: Arity,
    /// Its attributes (`@…`), in order.
    pub attributes: Vec<Attribute<'a>>,
    /// The `///` lines above and the `///` comment behind, joined by `\n`.
    pub documentation: Option<String>,
    /// The whole declaration, its line end included.
    pub span: Span,
}

/// How many values a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Arity {
    /// Exactly one.
    Required,
    /// None or one: `?`.
    Optional,
    /// Any number: `[]`.
    List,
}

/// The base type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType<'a> {
    /// A scalar, an enum, a model: what it is depends on the other declarations.
    Named(Name<'a>),
    /// `Unsupported("…")`
    Unsupported {
        /// The database's type, escapes resolved.
        name: Cow<'a, str>,
        /// From `Unsupported` to the closing parenthesis.
        span: Span,
    },
}

/// `enum Name { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum<'a> {
    /// Its name.
    pub name: Name<'a>,
    /// Its values, in order.
    pub values: Vec<EnumValue<'a>>,
    /// Its block attributes (`@@…`), in order.
    pub attributes: Vec<Attribute<'a>>,
    /// The `///` lines directly above, joined by `\n`.
    pub documentation: Option<String>,
    /// From the keyword to the closing brace.
    pub span: Span,
}

/// A value of an [`Enum`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValue<'a> {
    /// Its name.
    pub name: Name<'a>,
    /// Its attributes (`@…`), in order.
    pub attributes: Vec<Attribute<'a>>,
    /// The `///` lines above and the `///` comment behind, joined by `\n`.
    pub documentation: Option<String>,
    /// The whole declaration, its line end included.
    pub span: Span,
}

/// A `datasource` or `generator` block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigBlock<'a> {
    /// Its name.
    pub name: Name<'a>,
    /// Its properties, in order, duplicates included.
    pub properties: Vec<Property<'a>>,
    /// The `///` lines directly above and inside, joined by `\n`.
    pub documentation: Option<String>,
    /// From the keyword to the closing brace.
    pub span: Span,
}

/// `key = value` in a [`ConfigBlock`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property<'a> {
    /// The key.
    pub name: Name<'a>,
    /// The value; `None` where nothing follows the equals sign.
    pub value: Option<Expression<'a>>,
    /// From the key to the end of the value.
    pub span: Span,
}

/// `@name(…)` or `@@name(…)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// What follows the `@`: a name or a dotted path (`db.VarChar`).
    pub name: Name<'a>,
    /// What stands in the parentheses; empty without them.
    pub arguments: Arguments<'a>,
    /// From the `@` to the closing parenthesis (a block attribute's trailing comment included).
    pub span: Span,
}

/// A list of arguments in parentheses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arguments<'a> {
    /// Those with a value, in order.
    pub list: Vec<Argument<'a>>,
    /// Those without: `name:`.
    pub empty: Vec<Name<'a>>,
    /// A comma before the closing parenthesis.
    pub trailing_comma: Option<Span>,
}

/// `value` or `name: value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument<'a> {
    /// The name, where it is given.
    pub name: Option<Name<'a>>,
    /// The value.
    pub value: Expression<'a>,
    /// From the name, or else the value, to the end of the value.
    pub span: Span,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression<'a> {
    /// `1`, `-2.50`: as written.
    Number(&'a str, Span),
    /// `"text"`: with the escapes resolved.
    String(Cow<'a, str>, Span),
    /// A bare word or a dotted path: a field, an enum value, `true`, `Cascade`.
    Constant(&'a str, Span),
    /// `[a, b]`
    Array(Vec<Expression<'a>>, Span),
    /// `name(…)`
    Function(Function<'a>),
    /// `{ key: value, … }`, in the `where:` of an index.
    Object(Vec<Member<'a>>, Span),
}

/// `name(…)` as a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function<'a> {
    /// What is called.
    pub name: Name<'a>,
    /// With what.
    pub arguments: Arguments<'a>,
    /// From the name to the closing parenthesis.
    pub span: Span,
}

/// `key: value` in an [`Expression::Object`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member<'a> {
    /// The key.
    pub key: Name<'a>,
    /// The value.
    pub value: Expression<'a>,
    /// From the key to the end of the value.
    pub span: Span,
}

impl<'a> Ast<'a> {
    /// All blocks of all files, in order.
    pub fn tops(&self) -> impl Iterator<Item = &Top<'a>> {
        self.files.iter().flat_map(|file| &file.tops)
    }
}

impl<'a> Top<'a> {
    /// The block's name.
    pub fn name(&self) -> Name<'a> {
        match self {
            Top::Model(block) | Top::CompositeType(block) => block.name,
            Top::Enum(block) => block.name,
            Top::Datasource(block) | Top::Generator(block) => block.name,
        }
    }

    /// The whole block.
    pub fn span(&self) -> Span {
        match self {
            Top::Model(block) | Top::CompositeType(block) => block.span,
            Top::Enum(block) => block.span,
            Top::Datasource(block) | Top::Generator(block) => block.span,
        }
    }
}

impl FieldType<'_> {
    /// The type without `[]` and `?`.
    pub fn span(&self) -> Span {
        match self {
            FieldType::Named(name) => name.span,
            FieldType::Unsupported { span, .. } => *span,
        }
    }
}

impl Expression<'_> {
    /// The whole value.
    pub fn span(&self) -> Span {
        match self {
            Expression::Number(_, span)
            | Expression::String(_, span)
            | Expression::Constant(_, span)
            | Expression::Array(_, span)
            | Expression::Object(_, span) => *span,
            Expression::Function(function) => function.span,
        }
    }
}
