//! The concrete tree: every line of a source in order, with the ones that make no sense.
//!
//! The formatter prints it again; [`declarations`](super::declarations) turns it into the syntax
//! tree and into findings. Together its items cover the whole text but for blanks between them.

use diag::Span;

use super::ast::{Attribute, EnumValue, Expression, FieldType, Name};

/// One source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tree<'a> {
    /// In order.
    pub(crate) items: Vec<Item<'a>>,
}

/// What can stand outside of blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item<'a> {
    /// A declaration with braces.
    Block(Block<'a>),
    /// Comments that follow each other directly.
    Comments(CommentBlock<'a>),
    /// One or more line ends with nothing but blanks before them.
    EmptyLines,
    /// What the grammar has no place for; the span includes the line end.
    Invalid(Invalid, Span),
}

/// Why an [`Item::Invalid`] is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Invalid {
    /// A line that begins nothing.
    Line,
    /// `word { … }`
    Block,
    /// `type Name = Type …`
    TypeAlias,
}

/// The word a block begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keyword {
    /// `model`
    Model,
    /// `type`
    Type,
    /// `view`
    View,
    /// `enum`
    Enum,
    /// `datasource`
    Datasource,
    /// `generator`
    Generator,
}

/// A declaration with braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block<'a> {
    /// What it declares.
    pub(crate) keyword: Keyword,
    /// Its name.
    pub(crate) name: Name<'a>,
    /// What follows the opening brace on its line: the grammar ignores it.
    pub(crate) ignored: Name<'a>,
    /// Its lines.
    pub(crate) items: Vec<BlockItem<'a>>,
    /// From the keyword to the closing brace.
    pub(crate) span: Span,
}

/// What can stand in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BlockItem<'a> {
    /// A line of a model, a view or a composite type.
    Field(FieldLine<'a>),
    /// A line of an enum.
    Value(ValueLine<'a>),
    /// A line of a datasource or a generator.
    Property(PropertyLine<'a>),
    /// A block attribute.
    Attribute(Attribute<'a>, Option<Comment<'a>>),
    /// Comments that follow each other directly.
    Comments(CommentBlock<'a>),
    /// One or more line ends with nothing but blanks before them.
    EmptyLines,
    /// A line that the grammar has no place for; the span includes the line end.
    Invalid(Span),
    /// A line whose values are nested too deep; the span includes the line end.
    TooDeep(Span),
}

/// A field, or something close enough to be told what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldLine<'a> {
    /// Its name.
    pub(crate) name: Name<'a>,
    /// A `:` behind the name, as in the first version of Prisma.
    pub(crate) colon: Option<Span>,
    /// Its type.
    pub(crate) ty: Option<TypeTerm<'a>>,
    /// Its attributes.
    pub(crate) attributes: Vec<Attribute<'a>>,
    /// A comment behind it.
    pub(crate) trailing: Option<Comment<'a>>,
    /// Without the line end.
    pub(crate) span: Span,
}

/// A type with what marks its arity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypeTerm<'a> {
    /// Without the marks.
    pub(crate) base: FieldType<'a>,
    /// Which marks there are.
    pub(crate) shape: TypeShape,
    /// With the marks.
    pub(crate) span: Span,
}

/// The marks around a base type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TypeShape {
    /// `T`
    Required,
    /// `T?`
    Optional,
    /// `T[]`
    List,
    /// `T[]?`, which is refused
    OptionalList,
    /// `T!`, as in the first version of Prisma
    LegacyRequired,
    /// `[T]`, as in the first version of Prisma
    LegacyList,
}

/// An enum value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ValueLine<'a> {
    /// The value; its documentation is not set yet.
    pub(crate) value: EnumValue<'a>,
    /// A comment behind it.
    pub(crate) trailing: Option<Comment<'a>>,
}

/// `key = value`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PropertyLine<'a> {
    /// The key.
    pub(crate) name: Name<'a>,
    /// The value, if any.
    pub(crate) value: Option<Expression<'a>>,
    /// A comment behind it.
    pub(crate) trailing: Option<Comment<'a>>,
    /// Without the line end.
    pub(crate) span: Span,
}

/// Comments that follow each other directly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CommentBlock<'a> {
    /// In order.
    pub(crate) comments: Vec<Comment<'a>>,
}

/// A comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Comment<'a> {
    /// How it is delimited.
    pub(crate) kind: CommentKind,
    /// As written, with the blanks before it that belong to it.
    pub(crate) text: &'a str,
}

/// How a comment is delimited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CommentKind {
    /// `/// …`
    Documentation,
    /// `// …`
    Line,
    /// `/* … */`
    Enclosed,
}

impl Keyword {
    /// All of them, in the order in which they are tried.
    pub(crate) const ALL: [Keyword; 6] = [
        Keyword::Model,
        Keyword::Type,
        Keyword::View,
        Keyword::Enum,
        Keyword::Datasource,
        Keyword::Generator,
    ];

    /// As written.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Keyword::Model => "model",
            Keyword::Type => "type",
            Keyword::View => "view",
            Keyword::Enum => "enum",
            Keyword::Datasource => "datasource",
            Keyword::Generator => "generator",
        }
    }
}

impl<'a> Comment<'a> {
    /// What stands behind the slashes of a line comment.
    pub(crate) fn content(&self) -> &'a str {
        let text = self.text.trim_start();
        match self.kind {
            CommentKind::Documentation => text.get(3..).unwrap_or_default(),
            CommentKind::Line => text.get(2..).unwrap_or_default(),
            CommentKind::Enclosed => text
                .strip_prefix("/*")
                .and_then(|text| text.strip_suffix("*/"))
                .unwrap_or_default(),
        }
    }
}
