//! `CREATE INDEX` and the upkeep of indexes and tables.

use super::part::{Part, Word};
use crate::grammar::symbol as s;
use crate::name::Name;
use crate::tree::Node;

/// `CREATE INDEX`.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of PostgreSQL's own"
)]
pub struct CreateIndex<'a> {
    /// Its name, where one is given.
    pub name: Option<Word>,
    /// The table or materialized view.
    pub table: Name,
    /// `UNIQUE`.
    pub unique: bool,
    /// `CONCURRENTLY`.
    pub concurrently: bool,
    /// `IF NOT EXISTS`.
    pub if_not_exists: bool,
    /// `ON ONLY`.
    pub only: bool,
    /// The access method, `btree` by default.
    pub method: String,
    /// What is indexed, in order.
    pub elements: Vec<Part<'a>>,
    /// `WHERE`.
    pub predicate: Option<Part<'a>>,
}

/// `REINDEX`.
#[derive(Debug, Clone)]
pub struct Reindex {
    /// What is rebuilt.
    pub target: ReindexTarget,
    /// `CONCURRENTLY`.
    pub concurrently: bool,
}

/// What `REINDEX` rebuilds.
#[derive(Debug, Clone)]
pub enum ReindexTarget {
    /// `INDEX`.
    Index(Name),
    /// `TABLE`.
    Table(Name),
    /// `SCHEMA`, `DATABASE` or `SYSTEM`.
    Many,
}

/// `VACUUM`.
#[derive(Debug, Clone)]
pub struct Vacuum {
    /// `FULL`.
    pub full: bool,
    /// The tables; empty for all.
    pub tables: Vec<Name>,
}

/// `CLUSTER`.
#[derive(Debug, Clone)]
pub struct Cluster {
    /// The table; `None` for all that were clustered before.
    pub table: Option<Name>,
}

impl<'a> CreateIndex<'a> {
    pub(super) fn read(node: Node<'a>) -> Option<Self> {
        let relation = node.find(s::RELATION_EXPR)?;
        let before_on: Vec<Node<'a>> = node.children().take_while(|part| !part.is(s::ON)).collect();
        let optional = |part: &&Node<'a>| part.is(s::OPT_SINGLE_NAME) && !part.is_empty();
        let name = match before_on.last() {
            Some(last) if node.has(s::IF_P) => Some(*last),
            Some(_) | None => before_on.iter().find(optional).copied().or_else(|| {
                let last = before_on.last().copied();
                last.filter(|last| last.is_token() && !last.is(s::INDEX))
            }),
        };
        let list = node.find(s::INDEX_PARAMS);
        let predicate = node
            .find(s::WHERE_CLAUSE)
            .and_then(|clause| clause.child(1));
        let method = node
            .find(s::ACCESS_METHOD_CLAUSE)
            .and_then(|clause| clause.child(1));
        Some(Self {
            name: name.and_then(Node::first_token).map(Word::read),
            table: Name::read(relation),
            unique: node.has(s::OPT_UNIQUE),
            concurrently: node.has(s::OPT_CONCURRENTLY),
            if_not_exists: node.has(s::IF_P),
            only: relation.tokens().any(|token| token.is(s::ONLY)),
            method: method.map_or_else(|| "btree".to_owned(), |node| Word::read(node).name),
            elements: list
                .into_iter()
                .flat_map(Node::elements)
                .map(|node| Part { node })
                .collect(),
            predicate: predicate.map(|node| Part { node }),
        })
    }
}

impl Reindex {
    pub(super) fn read(node: Node<'_>) -> Self {
        let name = node.find(s::QUALIFIED_NAME).map(Name::read);
        let table = node.find(s::REINDEX_TARGET_RELATION).map_or_else(
            || node.tokens().any(|token| token.is(s::TABLE)),
            |kind| kind.has(s::TABLE),
        );
        Self {
            target: match name {
                Some(name) if table => ReindexTarget::Table(name),
                Some(name) => ReindexTarget::Index(name),
                None => ReindexTarget::Many,
            },
            concurrently: is_asked(node, "concurrently"),
        }
    }
}

impl Vacuum {
    pub(super) fn read(node: Node<'_>) -> Self {
        Self {
            full: node.has(s::OPT_FULL) || is_asked(node, "full"),
            tables: relations(node),
        }
    }
}

impl Cluster {
    pub(super) fn read(node: Node<'_>) -> Self {
        Self {
            table: node.find(s::QUALIFIED_NAME).map(Name::read),
        }
    }
}

/// The relations that a statement of upkeep names.
pub(super) fn relations(node: Node<'_>) -> Vec<Name> {
    node.descendants()
        .filter(|part| part.is(s::RELATION_EXPR))
        .map(Name::read)
        .collect()
}

/// Whether an option stands as a word, or in the list in parentheses without being switched off.
fn is_asked(node: Node<'_>, option: &str) -> bool {
    let tokens: Vec<Node<'_>> = node.tokens().collect();
    let at = tokens
        .iter()
        .position(|token| token.text().eq_ignore_ascii_case(option));
    let value = at.and_then(|at| tokens.get(at + 1));
    let off = value.is_some_and(|value| {
        ["false", "off", "0"]
            .iter()
            .any(|word| value.text().eq_ignore_ascii_case(word))
    });
    at.is_some() && !off
}
