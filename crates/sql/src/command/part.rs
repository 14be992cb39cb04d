//! Parts of a statement that are handed on as they are written.

use diag::Span;
use schema::Type;

use crate::grammar::symbol as s;
use crate::name::{Name, identifier, identifiers};
use crate::tree::Node;
use crate::types::read;

/// A part of a statement as it is written: an expression, a query, a clause.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    pub(crate) node: Node<'a>,
}

/// A data type as it is written, before it is known what its name means.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenTypeName {
    /// The type; `schema` is as written, and a name that is not SQL's own may be anyone's.
    pub ty: Type,
    /// `serial` and its kind: an integer with a sequence of its own.
    pub serial: bool,
    /// Whether it is one of PostgreSQL's own types, unless a schema's type hides it.
    pub builtin: bool,
    /// Its place.
    pub span: Span,
}

/// A plain name, such as a column's or a constraint's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The name as the server takes it: folded to lower case unless quoted, cut to 63 bytes.
    pub name: String,
    /// Its place.
    pub span: Span,
}

impl Word {
    pub(super) fn read(token: Node<'_>) -> Self {
        Self {
            name: identifier(token),
            span: token.span(),
        }
    }

    /// The names in a list.
    pub(super) fn list(list: Option<Node<'_>>) -> Vec<Self> {
        list.into_iter()
            .flat_map(Node::elements)
            .filter_map(Node::first_token)
            .map(Self::read)
            .collect()
    }
}

impl WrittenTypeName {
    pub(super) fn read(node: Node<'_>) -> Self {
        let written = read(node);
        let builtin = written.own
            || (written.ty.schema.is_none() && crate::types::is_builtin(&written.ty.name));
        Self {
            ty: written.ty,
            serial: written.serial,
            builtin,
            span: written.span,
        }
    }
}

impl std::fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.text())
    }
}

impl<'a> Part<'a> {
    /// Its place.
    pub fn span(self) -> Span {
        self.node.span()
    }

    /// Its text.
    pub fn text(self) -> &'a str {
        self.node.text()
    }

    /// Whether it is the constant `NULL`, with a cast or without.
    pub fn is_null(self) -> bool {
        let value = match self.node.symbol() {
            s::A_EXPR | s::B_EXPR => self.node.child(0),
            _ => Some(self.node),
        };
        let cast_only =
            self.node.is_token() || self.node.child(1).is_some_and(|c| c.is(s::TYPECAST));
        cast_only && value.is_some_and(|value| value.is(s::NULL_P))
    }

    /// Whether it holds a query of its own.
    pub fn has_query(self) -> bool {
        self.node.descend(s::SELECT_WITH_PARENS).is_some()
    }

    /// The columns that it mentions: of `t.a` the `a`. Names of other things that look the same
    /// (a PL/pgSQL variable, a whole row) are among them.
    pub fn columns(self) -> Vec<Word> {
        let references = self.node.descendants().filter(|node| node.is(s::COLUMNREF));
        references
            .filter_map(|node| node.tokens().filter(|token| !token.is(s::DOT)).last())
            .filter(|token| !token.is(s::STAR))
            .map(Word::read)
            .collect()
    }

    /// The functions that it calls, by name; those that SQL writes in ways of their own are left out.
    pub fn functions(self) -> Vec<Name> {
        self.node
            .descendants()
            .filter(|node| node.is(s::FUNC_APPLICATION))
            .filter_map(|node| node.child(0))
            .map(Name::read)
            .collect()
    }

    /// The relations that it names in FROM, as targets of data changes and in locks.
    pub fn relations(self) -> Vec<Name> {
        let own = self
            .node
            .descendants()
            .filter(|node| node.is(s::RELATION_EXPR) || node.is(s::INSERT_TARGET));
        own.map(|node| Name::read(node.find(s::QUALIFIED_NAME).unwrap_or(node)))
            .collect()
    }

    /// The keywords and names of which it consists, keywords in upper case and names as the server
    /// takes them: for clauses that are nothing but words.
    pub fn words(self) -> Vec<String> {
        identifiers(self.node)
    }

    /// If it is `column IS NOT NULL`, possibly in parentheses: the column.
    pub fn is_not_null_of(self) -> Option<String> {
        let tokens: Vec<Node<'_>> = self
            .node
            .tokens()
            .filter(|token| !token.is(s::LEFT_PAREN) && !token.is(s::RIGHT_PAREN))
            .collect();
        match tokens.as_slice() {
            [column, is, not, null] if is.is(s::IS) && not.is(s::NOT) && null.is(s::NULL_P) => {
                Some(identifier(*column))
            }
            _ => None,
        }
    }
}
