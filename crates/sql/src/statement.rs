//! A script and its statements.

use diag::{SourceId, Span};

use crate::grammar::symbol;
use crate::tree::{Node, NodeId, Tree};

/// A script: its text, and the statements that were understood.
#[derive(Debug, Clone)]
pub struct Script {
    tree: Tree,
    statements: Vec<NodeId>,
    incomplete: bool,
}

/// A statement of a script.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'a> {
    pub(crate) node: Node<'a>,
}

impl Script {
    pub(crate) fn new(tree: Tree, statements: Vec<NodeId>, incomplete: bool) -> Self {
        Self {
            tree,
            statements,
            incomplete,
        }
    }

    /// The text it was read from.
    pub fn source(&self) -> SourceId {
        self.tree.source()
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.tree.text()
    }

    /// Whether statements are missing because of syntax errors.
    pub fn is_incomplete(&self) -> bool {
        self.incomplete
    }

    /// The statements in order.
    pub fn statements(&self) -> impl ExactSizeIterator<Item = Statement<'_>> {
        self.statements.iter().map(|id| Statement {
            node: self.tree.node(*id),
        })
    }
}

impl Statement<'_> {
    /// From its first token to its last, without the semicolon.
    pub fn span(&self) -> Span {
        self.node.span()
    }

    /// Its text.
    pub fn text(&self) -> &str {
        self.node.text()
    }

    /// Whether it takes rows from the client's connection.
    pub fn reads_stdin(&self) -> bool {
        let of = |rule, token| self.node.find(rule).is_some_and(|part| part.has(token));
        self.node.is(symbol::COPY_STMT)
            && of(symbol::COPY_FROM, symbol::FROM)
            && of(symbol::COPY_FILE_NAME, symbol::STDIN)
    }

    /// The tree as indented text, a line for each rule and token.
    pub fn dump(&self) -> String {
        let mut text = String::new();
        let mut stack = vec![(self.node, 0_usize)];
        while let Some((node, depth)) = stack.pop() {
            text.push_str(&"  ".repeat(depth));
            text.push_str(crate::grammar::name(node.symbol()));
            if node.is_token() {
                text.push(' ');
                text.push_str(node.text());
            }
            text.push('\n');
            let children: Vec<_> = node.children().collect();
            stack.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
        }
        text
    }
}
