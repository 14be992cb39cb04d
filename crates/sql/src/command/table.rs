//! `CREATE TABLE`, and the columns and constraints that `ALTER TABLE` shares with it.

use diag::Span;

use super::part::{Part, Word, WrittenTypeName};
use crate::grammar::symbol as s;
use crate::name::Name;
use crate::tree::Node;

/// `CREATE TABLE`.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of PostgreSQL's own"
)]
pub struct CreateTable<'a> {
    /// The table.
    pub name: Name,
    /// `TEMPORARY`.
    pub temporary: bool,
    /// `UNLOGGED`.
    pub unlogged: bool,
    /// `IF NOT EXISTS`.
    pub if_not_exists: bool,
    /// Its columns.
    pub columns: Vec<ColumnDefinition<'a>>,
    /// Constraints that stand beside the columns; those of columns are theirs.
    pub constraints: Vec<ConstraintDefinition<'a>>,
    /// `PARTITION OF`: the partitioned table.
    pub partition_of: Option<Name>,
    /// `INHERITS`.
    pub inherits: Vec<Name>,
    /// `PARTITION BY`.
    pub partitioned: bool,
}

/// A new table or materialized view with the rows of a query.
#[derive(Debug, Clone)]
pub struct TableAs<'a> {
    /// The table.
    pub name: Name,
    /// Whether it is a materialized view.
    pub materialized: bool,
    /// `TEMPORARY`.
    pub temporary: bool,
    /// `IF NOT EXISTS`.
    pub if_not_exists: bool,
    /// The query; with `SELECT INTO` the whole statement.
    pub query: Part<'a>,
}

/// A column as it is declared.
#[derive(Debug, Clone)]
pub struct ColumnDefinition<'a> {
    /// Its name.
    pub name: Word,
    /// Its type.
    pub ty: WrittenTypeName,
    /// `NOT NULL`.
    pub not_null: Option<Span>,
    /// `DEFAULT`.
    pub default: Option<Part<'a>>,
    /// `GENERATED … AS IDENTITY`.
    pub identity: Option<Span>,
    /// `GENERATED ALWAYS AS (…)`.
    pub generated: Option<GeneratedDefinition<'a>>,
    /// Its constraints: checks, keys and references.
    pub constraints: Vec<ConstraintDefinition<'a>>,
    /// All of it.
    pub span: Span,
}

/// The expression of a generated column.
#[derive(Debug, Clone, Copy)]
pub struct GeneratedDefinition<'a> {
    /// The expression.
    pub expression: Part<'a>,
    /// `STORED`; else `VIRTUAL` (PostgreSQL 18).
    pub stored: bool,
}

/// A constraint as it is declared.
#[derive(Debug, Clone)]
pub struct ConstraintDefinition<'a> {
    /// Its name, where one is given.
    pub name: Option<Word>,
    /// What it demands.
    pub kind: ConstraintKind<'a>,
    /// The columns that it stands at or names; empty for a check.
    pub columns: Vec<Word>,
    /// `NOT VALID`.
    pub not_valid: bool,
    /// All of it, the name included.
    pub span: Span,
}

/// What a constraint demands.
#[derive(Debug, Clone)]
pub enum ConstraintKind<'a> {
    /// `CHECK`: the condition.
    Check(Part<'a>),
    /// `NOT NULL` as a constraint of the table (PostgreSQL 18).
    NotNull,
    /// `PRIMARY KEY`, with the index of `USING INDEX`.
    PrimaryKey(Option<Word>),
    /// `UNIQUE`, with the index of `USING INDEX`.
    Unique(Option<Word>),
    /// `FOREIGN KEY`: the referenced table and columns.
    ForeignKey(Name, Vec<Word>),
    /// `EXCLUDE`.
    Exclusion,
}

impl<'a> CreateTable<'a> {
    pub(super) fn read(node: Node<'a>) -> Option<Self> {
        let mut names = node.children().filter(|part| part.is(s::QUALIFIED_NAME));
        let name = Name::read(names.next()?);
        let partition = node.has(s::PARTITION);
        let lists = node.children().filter_map(|part| {
            part.descend(s::TABLE_ELEMENT_LIST)
                .or_else(|| part.descend(s::TYPED_TABLE_ELEMENT_LIST))
        });
        let elements: Vec<Node<'a>> = lists.flat_map(Node::elements).collect();
        let of = |symbol| elements.iter().copied().filter(move |part| part.is(symbol));
        let inherits = node
            .find(s::OPT_INHERIT)
            .and_then(|clause| clause.find(s::QUALIFIED_NAME_LIST));
        Some(Self {
            name,
            temporary: is_temporary(node),
            unlogged: node
                .find(s::OPT_TEMP)
                .is_some_and(|words| words.has(s::UNLOGGED)),
            if_not_exists: node.has(s::IF_P),
            columns: of(s::COLUMN_DEF)
                .filter_map(ColumnDefinition::read)
                .collect(),
            constraints: of(s::TABLE_CONSTRAINT)
                .filter_map(ConstraintDefinition::of_table)
                .collect(),
            partition_of: partition.then(|| names.next().map(Name::read)).flatten(),
            inherits: inherits
                .into_iter()
                .flat_map(Node::elements)
                .map(Name::read)
                .collect(),
            partitioned: node.has(s::OPT_PARTITION_SPEC),
        })
    }

    /// All constraints, those of columns first.
    pub fn all_constraints(&self) -> impl Iterator<Item = &ConstraintDefinition<'a>> {
        let own = self.columns.iter().flat_map(|column| &column.constraints);
        own.chain(&self.constraints)
    }
}

impl<'a> TableAs<'a> {
    pub(super) fn read(node: Node<'a>) -> Option<Self> {
        let target = node
            .find(s::CREATE_AS_TARGET)
            .or_else(|| node.find(s::CREATE_MV_TARGET))?;
        let query = node.after(s::AS).next()?;
        Some(Self {
            name: Name::read(target.find(s::QUALIFIED_NAME)?),
            materialized: node.is(s::CREATE_MAT_VIEW_STMT),
            temporary: is_temporary(node),
            if_not_exists: node.has(s::IF_P),
            query: Part { node: query },
        })
    }

    /// `SELECT … INTO`.
    pub(super) fn read_into(node: Node<'a>) -> Option<Self> {
        let simple = node.descendants().find(|part| part.is(s::SIMPLE_SELECT))?;
        let clause = simple.find(s::INTO_CLAUSE)?;
        let words = clause.find(s::OPT_TEMP_TABLE_NAME)?;
        let temporary = |token: Node<'_>| token.is(s::TEMP) || token.is(s::TEMPORARY);
        Some(Self {
            name: Name::read(words.find(s::QUALIFIED_NAME)?),
            materialized: false,
            temporary: words.children().any(temporary),
            if_not_exists: false,
            query: Part { node },
        })
    }
}

impl<'a> ColumnDefinition<'a> {
    pub(super) fn read(node: Node<'a>) -> Option<Self> {
        let mut column = Self::empty(Word::read(node.child(0)?), node.child(1)?);
        column.span = node.span();
        let list = node.find(s::COL_QUAL_LIST);
        for part in list.into_iter().flat_map(Node::children) {
            column.qualify(part);
        }
        Some(column)
    }

    /// A column that has nothing besides its type.
    pub(super) fn empty(name: Word, ty: Node<'a>) -> Self {
        Self {
            ty: WrittenTypeName::read(ty),
            span: name.span,
            name,
            not_null: None,
            default: None,
            identity: None,
            generated: None,
            constraints: Vec::new(),
        }
    }

    /// One of the clauses behind the type.
    pub(super) fn qualify(&mut self, part: Node<'a>) {
        let named = part.is(s::COL_CONSTRAINT) && part.has(s::CONSTRAINT);
        let element = part.descend(s::COL_CONSTRAINT_ELEM);
        let Some(element) = element else {
            return;
        };
        let name = if named {
            part.child(1).map(Word::read)
        } else {
            None
        };
        match element.child(0).map(Node::symbol) {
            Some(s::NOT) => self.not_null = Some(part.span()),
            Some(s::DEFAULT) => self.default = element.child(1).map(|node| Part { node }),
            Some(s::GENERATED) if element.has(s::IDENTITY_P) => self.identity = Some(part.span()),
            Some(s::GENERATED) => {
                self.generated =
                    element
                        .after(s::LEFT_PAREN)
                        .next()
                        .map(|node| GeneratedDefinition {
                            expression: Part { node },
                            stored: element.tokens().any(|token| token.is(s::STORED)),
                        });
            }
            Some(_) | None => {
                let columns = vec![self.name.clone()];
                let read = ConstraintDefinition::read(name, element, columns, part.span());
                self.constraints.extend(read);
            }
        }
    }
}

impl<'a> ConstraintDefinition<'a> {
    /// Reads `TableConstraint`.
    pub(super) fn of_table(node: Node<'a>) -> Option<Self> {
        let named = node.has(s::CONSTRAINT);
        let name = if named {
            node.child(1).map(Word::read)
        } else {
            None
        };
        let element = node.descend(s::CONSTRAINT_ELEM)?;
        let columns = match element.child(0).map(Node::symbol) {
            Some(s::NOT) => element.child(2).map(Word::read).into_iter().collect(),
            Some(_) | None => Word::list(element.find(s::COLUMN_LIST)),
        };
        Self::read(name, element, columns, node.span())
    }

    fn read(name: Option<Word>, element: Node<'a>, columns: Vec<Word>, span: Span) -> Option<Self> {
        let index = element
            .find(s::EXISTING_INDEX)
            .and_then(|clause| clause.children().last());
        let index = index.map(Word::read);
        let kind = match element.child(0)?.symbol() {
            s::CHECK => ConstraintKind::Check(Part {
                node: element.after(s::LEFT_PAREN).next()?,
            }),
            s::NOT => ConstraintKind::NotNull,
            s::PRIMARY => ConstraintKind::PrimaryKey(index),
            s::UNIQUE => ConstraintKind::Unique(index),
            s::FOREIGN | s::REFERENCES => {
                let list = element.children().filter(|part| {
                    part.is(s::OPT_COLUMN_AND_PERIOD_LIST) || part.is(s::OPT_COLUMN_LIST)
                });
                let list = list.filter_map(|part| part.find(s::COLUMN_LIST)).last();
                let table = Name::read(element.find(s::QUALIFIED_NAME)?);
                ConstraintKind::ForeignKey(table, Word::list(list))
            }
            s::EXCLUDE => ConstraintKind::Exclusion,
            _ => return None,
        };
        let attributes = element.find(s::CONSTRAINT_ATTRIBUTE_SPEC);
        Some(Self {
            name,
            kind,
            columns,
            not_valid: attributes.is_some_and(|list| list.tokens().any(|word| word.is(s::VALID))),
            span,
        })
    }

    /// Whether an index is built for it: a key without `USING INDEX`, or an exclusion.
    pub fn builds_index(&self) -> bool {
        matches!(
            self.kind,
            ConstraintKind::PrimaryKey(None)
                | ConstraintKind::Unique(None)
                | ConstraintKind::Exclusion
        )
    }
}

/// Whether a statement makes something temporary.
pub(super) fn is_temporary(node: Node<'_>) -> bool {
    node.find(s::OPT_TEMP)
        .is_some_and(|words| words.has(s::TEMP) || words.has(s::TEMPORARY))
}
