//! PostgreSQL's lexical rules: tokens, comments, quotes, and where a statement ends.
//!
//! The rules are those of PostgreSQL 18's scanner (`scan.l`), written by hand; every version since
//! 13 reads the same tokens, but for numbers such as `0x1F` and `1_000`, which are newer.
//! Keywords are plain [words](Kind::Word) here: which words are keywords is the grammar's business.
//!
//! Any text gives tokens that cover it without gaps, in linear time and without allocation.
//! What the server would refuse is a token too, of kind [`Kind::Error`].
//!
//! This crate knows no grammar, no diagnostics and no files, and depends on nothing.

mod canonical;
mod number;
mod operator;
mod quoted;
mod scan;
mod split;
mod token;
mod value;

pub use canonical::canonical;
pub use scan::{Tokens, tokens};
pub use split::{Statement, statements};
pub use token::{Error, Kind, Token};
pub use value::{
    EscapeError, EscapeProblem, identifier, string, unicode_identifier, unicode_string,
};
