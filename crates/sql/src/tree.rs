//! The concrete syntax tree of a script.
//!
//! All nodes of a script lie in one list and point at one another by number: building, walking and
//! dropping need no recursion, and a list of 100,000 rows is one node with 100,000 children.

use diag::{SourceId, Span};

use crate::grammar::{Symbol, is_token, symbol};

/// The number of a node.
pub(crate) type NodeId = u32;

/// No node.
const NONE: NodeId = NodeId::MAX;

#[derive(Debug, Clone, Copy)]
struct Data {
    start: u32,
    end: u32,
    first: NodeId,
    last: NodeId,
    next: NodeId,
    symbol: Symbol,
}

/// Where the text of a tree stands in its source.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    /// From an offset on.
    From(u32),
    /// Nowhere: it was made by what stands here.
    Made(Span),
}

/// A script's text and the tree over it.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    source: SourceId,
    place: Place,
    text: String,
    nodes: Vec<Data>,
}

/// A node: a token, or a rule of the grammar with what it consists of.
///
/// A rule that only passes another symbol on (an expression that is a constant) has no node of its
/// own; a rule that repeats itself at its left (lists, `a + b + c`) has one node with all parts in a
/// row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'a> {
    tree: &'a Tree,
    id: NodeId,
}

impl Tree {
    pub(crate) fn new(source: SourceId, text: &str) -> Self {
        Self {
            source,
            place: Place::From(0),
            text: text.to_owned(),
            nodes: Vec::with_capacity(text.len() / 4),
        }
    }

    /// The same text as a part of its source.
    pub(crate) fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    pub(crate) fn source(&self) -> SourceId {
        self.source
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn node(&self, id: NodeId) -> Node<'_> {
        Node { tree: self, id }
    }

    /// Adds a node without children.
    pub(crate) fn add(&mut self, symbol: Symbol, start: u32, end: u32) -> NodeId {
        self.nodes.push(Data {
            start,
            end,
            first: NONE,
            last: NONE,
            next: NONE,
            symbol,
        });
        self.nodes.len() as NodeId - 1
    }

    /// Puts a node behind the last child of another.
    pub(crate) fn append(&mut self, parent: NodeId, child: NodeId) {
        let (start, end) = self.range(child);
        let data = &mut self.nodes[parent as usize];
        let last = data.last;
        if start < end {
            if data.start == data.end {
                data.start = start;
            }
            data.end = end;
        }
        data.last = child;
        if last == NONE {
            data.first = child;
        } else {
            self.nodes[last as usize].next = child;
        }
    }

    pub(crate) fn symbol(&self, id: NodeId) -> Symbol {
        self.nodes[id as usize].symbol
    }

    /// Gives a node that stands for a rule that it was passed through.
    pub(crate) fn range(&self, id: NodeId) -> (u32, u32) {
        let data = &self.nodes[id as usize];
        (data.start, data.end)
    }
}

impl<'a> Node<'a> {
    pub(crate) fn id(self) -> NodeId {
        self.id
    }

    pub(crate) fn symbol(self) -> Symbol {
        self.data().symbol
    }

    pub(crate) fn is(self, symbol: Symbol) -> bool {
        self.symbol() == symbol
    }

    pub(crate) fn is_token(self) -> bool {
        is_token(self.symbol())
    }

    /// Whether nothing was written here: an optional part that is left out.
    pub(crate) fn is_empty(self) -> bool {
        self.data().start == self.data().end
    }

    /// The text of the whole script.
    pub(crate) fn script(self) -> &'a str {
        &self.tree.text
    }

    pub(crate) fn start(self) -> u32 {
        self.data().start
    }

    pub(crate) fn end(self) -> u32 {
        self.data().end
    }

    pub(crate) fn text(self) -> &'a str {
        self.tree
            .text
            .get(self.start() as usize..self.end() as usize)
            .unwrap_or_default()
    }

    pub(crate) fn span(self) -> Span {
        match self.tree.place {
            Place::From(offset) => Span {
                source: self.tree.source,
                start: self.start() + offset,
                end: self.end() + offset,
            },
            Place::Made(span) => span,
        }
    }

    pub(crate) fn children(self) -> Children<'a> {
        Children {
            tree: self.tree,
            next: self.data().first,
        }
    }

    /// The child at an index.
    pub(crate) fn child(self, index: usize) -> Option<Node<'a>> {
        self.children().nth(index)
    }

    /// The first child of a symbol that is not empty.
    pub(crate) fn find(self, symbol: Symbol) -> Option<Node<'a>> {
        self.children()
            .find(|child| child.is(symbol) && !child.is_empty())
    }

    /// Whether a child is of a symbol and not empty.
    pub(crate) fn has(self, symbol: Symbol) -> bool {
        self.find(symbol).is_some()
    }

    /// The children after the first of a symbol.
    pub(crate) fn after(self, symbol: Symbol) -> Children<'a> {
        let mut children = self.children();
        children.find(|child| child.is(symbol));
        children
    }

    /// The elements of a list: its children without the commas.
    pub(crate) fn elements(self) -> impl Iterator<Item = Node<'a>> {
        self.children().filter(|child| !child.is(symbol::COMMA))
    }

    /// This node and all below, parents before children, in the order of the text.
    pub(crate) fn descendants(self) -> Descendants<'a> {
        Descendants {
            tree: self.tree,
            stack: vec![self.id],
            skip: false,
        }
    }

    /// The first node of a symbol, this one included.
    pub(crate) fn descend(self, symbol: Symbol) -> Option<Node<'a>> {
        self.descendants().find(|node| node.is(symbol))
    }

    /// The tokens of which it consists.
    pub(crate) fn tokens(self) -> impl Iterator<Item = Node<'a>> {
        self.descendants().filter(|node| node.is_token())
    }

    /// The first token.
    pub(crate) fn first_token(self) -> Option<Node<'a>> {
        self.tokens().next()
    }

    fn data(self) -> &'a Data {
        &self.tree.nodes[self.id as usize]
    }
}

/// The children of a node in order.
#[derive(Debug, Clone)]
pub(crate) struct Children<'a> {
    tree: &'a Tree,
    next: NodeId,
}

impl<'a> Iterator for Children<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        let data = self.tree.nodes.get(self.next as usize)?;
        let id = std::mem::replace(&mut self.next, data.next);
        Some(self.tree.node(id))
    }
}

/// A node and all below it; see [`Node::descendants`].
#[derive(Debug, Clone)]
pub(crate) struct Descendants<'a> {
    tree: &'a Tree,
    /// Nodes still to visit; of brothers only the first stands here.
    stack: Vec<NodeId>,
    skip: bool,
}

impl<'a> Iterator for Descendants<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        let root = !self.skip;
        let id = self.stack.pop()?;
        let data = self.tree.nodes[id as usize];
        self.skip = true;
        if data.next != NONE && !root {
            self.stack.push(data.next);
        }
        if data.first != NONE {
            self.stack.push(data.first);
        }
        Some(self.tree.node(id))
    }
}
