//! What a text consists of.

use std::ops::Range;

/// A piece of the text. The tokens of a text follow one another without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Offset of its first byte.
    pub start: u32,
    /// Offset after its last byte.
    pub end: u32,
}

/// The kinds of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Spaces, tabs and line ends.
    Whitespace,
    /// U+FEFF at the start of the text. The server does not know it: leave it out of what is sent.
    ByteOrderMark,
    /// `-- …` without the line end.
    LineComment,
    /// `/* … */`, others inside it included.
    BlockComment,
    /// A keyword or an identifier without quotes.
    Word,
    /// `"…"`
    QuotedIdentifier,
    /// `U&"…"`
    UnicodeIdentifier,
    /// The `N` of `N'…'`; the string follows as a token of its own.
    NationalPrefix,
    /// `'…'`, with its continuations on further lines.
    String,
    /// `E'…'`, with its continuations.
    EscapeString,
    /// `U&'…'`, with its continuations.
    UnicodeString,
    /// `$tag$…$tag$`
    DollarString,
    /// `B'…'`, with its continuations.
    BitString,
    /// `X'…'`, with its continuations.
    HexString,
    /// `42`, `0x2A`, `0o52`, `0b101010`, `1_000`
    Integer,
    /// `1.5`, `.5`, `1e9`
    Decimal,
    /// `$1`
    Parameter,
    /// One of `, ( ) [ ] . ; : + - * / % ^ < > =`
    Symbol(u8),
    /// `::`
    Typecast,
    /// `..`
    DotDot,
    /// `:=`
    ColonEquals,
    /// `=>`
    EqualsGreater,
    /// `<=`
    LessEquals,
    /// `>=`
    GreaterEquals,
    /// `<>` or `!=`
    NotEquals,
    /// Any other operator.
    Operator,
    /// A command of psql, from the backslash to the end of the line.
    Command,
    /// The lines after `COPY … FROM stdin;`, up to and with the line `\.`
    CopyData,
    /// What the server's scanner refuses.
    Error(Error),
}

/// Why the server's scanner refuses a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Error {
    /// A string without its closing quote; reaches to the end of the text.
    UnterminatedString,
    /// A dollar-quoted string without its closing tag; reaches to the end of the text.
    UnterminatedDollarString,
    /// A bit string without its closing quote; reaches to the end of the text.
    UnterminatedBitString,
    /// A hexadecimal string without its closing quote; reaches to the end of the text.
    UnterminatedHexString,
    /// An identifier without its closing quote; reaches to the end of the text.
    UnterminatedIdentifier,
    /// A comment without its closing `*/`; reaches to the end of the text.
    UnterminatedComment,
    /// `""`
    EmptyIdentifier,
    /// Letters follow a number: `1a`, `1e+`.
    JunkAfterNumber,
    /// Letters follow a parameter: `$1a`.
    JunkAfterParameter,
    /// `$99999999999`
    ParameterTooLarge,
    /// `0x` without digits.
    EmptyHexInteger,
    /// `0o` without digits.
    EmptyOctalInteger,
    /// `0b` without digits.
    EmptyBinaryInteger,
    /// An operator of 64 or more characters.
    OperatorTooLong,
    /// A character that begins no token.
    UnknownCharacter,
}

impl Token {
    /// The range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The token's text within the text that it was read from; empty where it does not fit.
    pub fn text(self, sql: &str) -> &str {
        sql.get(self.range()).unwrap_or_default()
    }
}

impl Kind {
    /// Whether it has no meaning to the server: spacing, comments, the byte order mark.
    pub fn is_trivia(self) -> bool {
        matches!(
            self,
            Self::Whitespace | Self::ByteOrderMark | Self::LineComment | Self::BlockComment
        )
    }

    /// Whether it is a comment.
    pub fn is_comment(self) -> bool {
        matches!(self, Self::LineComment | Self::BlockComment)
    }
}

impl Error {
    /// One lower-case sentence without full stop.
    pub fn message(self) -> &'static str {
        match self {
            Self::UnterminatedString => "this string has no closing quote",
            Self::UnterminatedDollarString => "this dollar-quoted string has no closing tag",
            Self::UnterminatedBitString => "this bit string has no closing quote",
            Self::UnterminatedHexString => "this hexadecimal string has no closing quote",
            Self::UnterminatedIdentifier => "this quoted identifier has no closing quote",
            Self::UnterminatedComment => "this comment has no closing `*/`",
            Self::EmptyIdentifier => "a quoted identifier is empty",
            Self::JunkAfterNumber => "letters follow a number without a space",
            Self::JunkAfterParameter => "letters follow a parameter without a space",
            Self::ParameterTooLarge => "the number of a parameter is too large",
            Self::EmptyHexInteger => "a hexadecimal number has no digits",
            Self::EmptyOctalInteger => "an octal number has no digits",
            Self::EmptyBinaryInteger => "a binary number has no digits",
            Self::OperatorTooLong => "an operator is longer than 63 characters",
            Self::UnknownCharacter => "this character begins no token of SQL",
        }
    }
}
