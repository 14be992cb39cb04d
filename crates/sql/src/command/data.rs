//! Statements that change or lock rows and tables.

use super::index::relations;
use super::part::{Part, Word};
use crate::grammar::symbol as s;
use crate::name::Name;
use crate::tree::Node;

/// `INSERT`, `UPDATE`, `DELETE`, `MERGE` or `COPY … FROM`.
#[derive(Debug, Clone)]
pub struct DataChange<'a> {
    /// Which.
    pub kind: DataKind,
    /// The table.
    pub table: Name,
    /// `WHERE`.
    pub condition: Option<Part<'a>>,
    /// The columns that are set or inserted into; empty where none is named.
    pub columns: Vec<Word>,
    /// All of it.
    pub all: Part<'a>,
}

/// The statements that change rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataKind {
    /// `INSERT`.
    Insert,
    /// `UPDATE`.
    Update,
    /// `DELETE`.
    Delete,
    /// `MERGE`.
    Merge,
    /// `COPY … FROM`.
    Copy,
}

/// `TRUNCATE`.
#[derive(Debug, Clone)]
pub struct Truncate {
    /// The tables.
    pub tables: Vec<Name>,
    /// `CASCADE`.
    pub cascade: bool,
}

/// `REFRESH MATERIALIZED VIEW`.
#[derive(Debug, Clone)]
pub struct Refresh {
    /// The view.
    pub view: Name,
    /// `CONCURRENTLY`.
    pub concurrently: bool,
    /// `WITH NO DATA`.
    pub no_data: bool,
}

/// `LOCK TABLE`.
#[derive(Debug, Clone)]
pub struct Lock {
    /// The tables.
    pub tables: Vec<Name>,
    /// The mode in upper case, `ACCESS EXCLUSIVE` by default.
    pub mode: String,
}

impl<'a> DataChange<'a> {
    pub(super) fn read(node: Node<'a>) -> Option<Self> {
        let (kind, target) = match node.symbol() {
            s::INSERT_STMT => (DataKind::Insert, node.find(s::INSERT_TARGET)?),
            s::UPDATE_STMT => (DataKind::Update, target(node)?),
            s::DELETE_STMT => (DataKind::Delete, target(node)?),
            _ => (DataKind::Merge, target(node)?),
        };
        let clause = node.find(s::WHERE_OR_CURRENT_CLAUSE);
        let condition = clause.and_then(|clause| clause.child(1));
        let set = node
            .descendants()
            .filter(|part| part.is(s::SET_TARGET) || part.is(s::INSERT_COLUMN_ITEM));
        let columns = set.filter_map(Node::first_token).map(Word::read).collect();
        Some(Self {
            kind,
            table: Name::read(target.find(s::QUALIFIED_NAME).unwrap_or(target)),
            condition: condition.map(|node| Part { node }),
            columns,
            all: Part { node },
        })
    }

    /// `COPY … FROM`; `None` for a copy to elsewhere.
    pub(super) fn read_copy(node: Node<'a>) -> Option<Self> {
        let from = node.find(s::COPY_FROM)?.has(s::FROM);
        let table = node.find(s::QUALIFIED_NAME)?;
        from.then(|| Self {
            kind: DataKind::Copy,
            table: Name::read(table),
            condition: None,
            columns: Vec::new(),
            all: Part { node },
        })
    }
}

/// The table of `UPDATE`, `DELETE` and `MERGE`, without its alias.
fn target(node: Node<'_>) -> Option<Node<'_>> {
    let named = node.find(s::RELATION_EXPR_OPT_ALIAS)?;
    Some(named.find(s::RELATION_EXPR).unwrap_or(named))
}

impl Truncate {
    pub(super) fn read(node: Node<'_>) -> Self {
        Self {
            tables: relations(node),
            cascade: super::object::is_cascade(node),
        }
    }
}

impl Refresh {
    pub(super) fn read(node: Node<'_>) -> Option<Self> {
        Some(Self {
            view: Name::read(node.find(s::QUALIFIED_NAME)?),
            concurrently: node.has(s::OPT_CONCURRENTLY),
            no_data: node
                .find(s::OPT_WITH_DATA)
                .is_some_and(|clause| clause.has(s::NO)),
        })
    }
}

impl Lock {
    pub(super) fn read(node: Node<'_>) -> Self {
        let mode = node.find(s::OPT_LOCK).and_then(|clause| clause.child(1));
        let words = mode.map(|mode| {
            mode.text()
                .split_ascii_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        });
        Self {
            tables: relations(node),
            mode: words.map_or_else(
                || "ACCESS EXCLUSIVE".to_owned(),
                |words| words.to_uppercase(),
            ),
        }
    }
}
