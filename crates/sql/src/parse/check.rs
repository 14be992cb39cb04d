//! What PostgreSQL's grammar checks in code and not in rules.

use crate::grammar::Symbol;
use crate::tree::Node;

/// A statement that the grammar takes and the server refuses all the same.
#[derive(Debug)]
pub(super) struct Fault {
    /// Where the server points.
    pub(super) start: u32,
    pub(super) end: u32,
    /// The start of the token that was read last.
    pub(super) last: u32,
    pub(super) message: String,
    pub(super) help: Option<&'static str>,
}

/// Checks a node that a rule has just made; `last` is the start of the token read last.
pub(super) fn reduced(node: Node<'_>, left: Symbol, last: u32) -> Option<Fault> {
    let _ = (node, left, last);
    None
}
