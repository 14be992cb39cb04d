//! The codes of this crate's findings.

mod syntax {
    diag::codes! {

        /// A block does not begin with a keyword of Prisma's schema language.
        ///
        /// The keywords are `model`, `view`, `enum`, `type`, `datasource` and `generator`.
        UNKNOWN_BLOCK = "unknown-block";

        /// A line outside of every block is neither a comment nor the beginning of a block.
        ///
        /// A block begins with its keyword, its name and an opening brace, all in one line; its
        /// content begins in the next line.
        INVALID_TOP_LEVEL_LINE = "invalid-top-level-line";

        /// A whole block stands in one line, or its content begins or ends in the line of a brace.
        ///
        /// The language is one of lines: the opening brace ends its line, and the closing brace begins
        /// one.
        ///
        /// ```prisma
        /// model User {
        ///   id Int @id
        /// }
        /// ```
        ONE_LINE_BLOCK = "one-line-block";

        /// A block has no closing brace at the beginning of a line.
        ///
        /// What follows the block then counts as its content, or the block is not read at all.
        UNCLOSED_BLOCK = "unclosed-block";

        /// `type Name = …` gives a type another name: the language had that in its first version.
        ///
        /// Write the type where it is used.
        TYPE_ALIAS = "type-alias";

        /// Text behind an opening brace is not read.
        ///
        /// The grammar ignores the rest of that line, so a field that stands there does not exist.
        IGNORED_TEXT = "ignored-text";

        /// A line inside a block is not what this kind of block holds.
        ///
        /// A model holds fields (`name Type @attribute`) and block attributes (`@@index([name])`), an
        /// enum holds values and block attributes, a configuration block holds properties
        /// (`key = value`).
        INVALID_BLOCK_LINE = "invalid-block-line";

        /// A list of arguments or an array goes on in the next line.
        ///
        /// The language is one of lines: a bracket is closed in the line in which it is opened.
        UNCLOSED_BRACKET = "unclosed-bracket";

        /// A string goes on in the next line, or holds a quote without a backslash before it.
        ///
        /// A line end inside a string is written `\n`, a quote `\"`.
        UNCLOSED_STRING = "unclosed-string";

        /// Values are nested deeper than 100 levels.
        ///
        /// No meaningful schema does that, and the reader keeps to a bound so that no text can exhaust
        /// its stack.
        NESTED_TOO_DEEP = "nested-too-deep";

        /// A field has no type.
        ///
        /// A field is a name followed by a type: `email String`.
        MISSING_FIELD_TYPE = "missing-field-type";

        /// A colon stands between a field's name and its type.
        ///
        /// That is how the language's first version wrote fields; now a blank separates the two.
        LEGACY_COLON = "legacy-colon";

        /// A type is followed by `!`, which once meant that a value is required.
        ///
        /// A field is required unless its type is followed by `?`.
        LEGACY_REQUIRED = "legacy-required";

        /// A list is written as `[Type]`, as in the language's first version.
        ///
        /// Write `Type[]`.
        LEGACY_LIST = "legacy-list";

        /// A list is marked as optional.
        ///
        /// A list is never absent, only empty: write `Type[]`, or `Type?` for a single value.
        OPTIONAL_LIST = "optional-list";

        /// A name begins with a digit or `_`, or contains a hyphen.
        ///
        /// Generated code uses these names as its own, and there they could not stand. The name in the
        /// database may be anything: `@map("2fa-code")`.
        INVALID_NAME = "invalid-name";

        /// A backslash in a string begins no escape sequence.
        ///
        /// The sequences are those of JSON: `\"`, `\\`, `\/`, `\b`, `\f`, `\n`, `\r`, `\t` and `\uXXXX`.
        UNKNOWN_ESCAPE = "unknown-escape";

        /// `\u` in a string is not followed by the four hexadecimal digits of a character.
        ///
        /// Characters beyond U+FFFF take two sequences, a surrogate pair as in UTF-16.
        INVALID_UNICODE_ESCAPE = "invalid-unicode-escape";
    }
}

mod attributes;
mod columns;
mod configuration;
mod database;
mod declarations;
mod keys;
mod postgres;
mod pull;
mod relations;

pub use attributes::*;
pub use columns::*;
pub use configuration::*;
pub use database::*;
pub use declarations::*;
pub use keys::*;
pub use postgres::*;
pub use pull::*;
pub use relations::*;
pub use syntax::*;

use diag::Code;

/// The tables of the codes that are not about the syntax.
const TABLES: &[&[&Code]] = &[
    declarations::ALL,
    configuration::ALL,
    attributes::ALL,
    keys::ALL,
    columns::ALL,
    relations::ALL,
    database::ALL,
    postgres::ALL,
];

/// Every code about what a schema means.
pub static MEANING: &[&Code] = &join::<{ count(TABLES) }>(TABLES);

/// The tables of all codes.
const EVERY: &[&[&Code]] = &[syntax::ALL, MEANING, pull::ALL];

/// Every code of this crate: those of the syntax, those of the meaning, then those of a pull.
pub static ALL: &[&Code] = &join::<{ count(EVERY) }>(EVERY);

const fn count(tables: &[&[&Code]]) -> usize {
    let mut count = 0;
    let mut table = 0;
    while table < tables.len() {
        count += tables[table].len();
        table += 1;
    }
    count
}

/// The tables behind each other; `N` is the [`count`] of their codes.
const fn join<const N: usize>(tables: &[&[&'static Code]]) -> [&'static Code; N] {
    let mut all = [tables[0][0]; N];
    let (mut at, mut table) = (0, 0);
    while table < tables.len() {
        let mut row = 0;
        while row < tables[table].len() {
            all[at] = tables[table][row];
            at += 1;
            row += 1;
        }
        table += 1;
    }
    all
}
