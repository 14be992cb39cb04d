//! `ALTER TABLE` and what is written like it.

use diag::Span;

use super::part::{Part, Word, WrittenTypeName};
use super::table::{ColumnDefinition, ConstraintDefinition};
use crate::grammar::symbol as s;
use crate::name::Name;
use crate::tree::Node;

/// `ALTER TABLE`, or `ALTER INDEX`, `VIEW`, `SEQUENCE` … in the forms they share with it.
#[derive(Debug, Clone)]
pub struct AlterTable<'a> {
    /// What is altered.
    pub kind: RelationKind,
    /// The relation.
    pub name: Name,
    /// `ONLY`.
    pub only: bool,
    /// `IF EXISTS`.
    pub if_exists: bool,
    /// What is done to it, in order, each with its place.
    pub actions: Vec<(Action<'a>, Span)>,
}

/// The kinds of relations that `ALTER TABLE`'s forms are written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationKind {
    /// A table, partitioned table or foreign table.
    Table,
    /// An index.
    Index,
    /// A sequence.
    Sequence,
    /// A view.
    View,
    /// A materialized view.
    MaterializedView,
}

/// One action of `ALTER TABLE`.
#[derive(Debug, Clone)]
pub enum Action<'a> {
    /// `ADD COLUMN`, and whether `IF NOT EXISTS` stands there.
    AddColumn(ColumnDefinition<'a>, bool),
    /// `DROP COLUMN`, and whether `IF EXISTS` stands there.
    DropColumn {
        /// The column.
        column: Word,
        /// `IF EXISTS`.
        if_exists: bool,
        /// `CASCADE`.
        cascade: bool,
    },
    /// `ALTER COLUMN`.
    AlterColumn(Word, ColumnAction<'a>),
    /// `ADD CONSTRAINT`.
    AddConstraint(ConstraintDefinition<'a>),
    /// `DROP CONSTRAINT`.
    DropConstraint {
        /// The constraint.
        name: Word,
        /// `IF EXISTS`.
        if_exists: bool,
        /// `CASCADE`.
        cascade: bool,
    },
    /// `VALIDATE CONSTRAINT`.
    ValidateConstraint(Word),
    /// `ALTER CONSTRAINT`.
    AlterConstraint(Word),
    /// `ATTACH PARTITION`, with the bound.
    AttachPartition(Name, Option<Part<'a>>),
    /// `DETACH PARTITION`.
    DetachPartition {
        /// The partition.
        partition: Name,
        /// `CONCURRENTLY`.
        concurrently: bool,
        /// `FINALIZE`.
        finalize: bool,
    },
    /// `SET LOGGED` (true) or `SET UNLOGGED`.
    SetLogged(bool),
    /// `SET ACCESS METHOD`.
    SetAccessMethod(Word),
    /// `SET TABLESPACE`.
    SetTablespace(Word),
    /// `SET (…)` (true) or `RESET (…)` of storage parameters, by name.
    SetOptions(bool, Vec<String>),
    /// `ENABLE` (true) or `DISABLE TRIGGER`, with its name, `ALL` or `USER`.
    Trigger(bool, String),
    /// `ENABLE` (true) or `DISABLE RULE`.
    Rule(bool, String),
    /// `INHERIT` (true) or `NO INHERIT`.
    Inherit(bool, Name),
    /// `ENABLE` or `DISABLE`, `FORCE` or `NO FORCE ROW LEVEL SECURITY`: the words before `ROW`.
    RowSecurity(&'static str),
    /// `REPLICA IDENTITY`.
    ReplicaIdentity,
    /// `CLUSTER ON` or `SET WITHOUT CLUSTER`.
    ClusterOn,
    /// `OWNER TO`.
    Owner,
    /// Any other form.
    Other(Part<'a>),
}

/// What `ALTER COLUMN` does.
#[derive(Debug, Clone)]
pub enum ColumnAction<'a> {
    /// `TYPE`.
    Type {
        /// The new type.
        ty: WrittenTypeName,
        /// `COLLATE`.
        collation: Option<Name>,
        /// `USING`.
        using: Option<Part<'a>>,
    },
    /// `SET DEFAULT`.
    SetDefault(Part<'a>),
    /// `DROP DEFAULT`.
    DropDefault,
    /// `SET NOT NULL`.
    SetNotNull,
    /// `DROP NOT NULL`.
    DropNotNull,
    /// `SET EXPRESSION AS` of a generated column.
    SetExpression,
    /// `DROP EXPRESSION`.
    DropExpression,
    /// `ADD GENERATED … AS IDENTITY`.
    AddIdentity,
    /// `SET GENERATED` and the sequence's options.
    SetIdentity,
    /// `DROP IDENTITY`.
    DropIdentity,
    /// `SET STATISTICS`.
    SetStatistics,
    /// `SET STORAGE`.
    SetStorage,
    /// `SET COMPRESSION`.
    SetCompression,
    /// `SET (…)` or `RESET (…)`.
    SetOptions,
    /// Any other form.
    Other,
}

impl<'a> AlterTable<'a> {
    pub(super) fn read(node: Node<'a>) -> Option<Self> {
        let kind = match node.child(1)?.symbol() {
            s::TABLE | s::FOREIGN => RelationKind::Table,
            s::INDEX => RelationKind::Index,
            s::SEQUENCE => RelationKind::Sequence,
            s::VIEW => RelationKind::View,
            s::MATERIALIZED => RelationKind::MaterializedView,
            _ => return None,
        };
        let relation = node
            .children()
            .find(|part| part.is(s::RELATION_EXPR) || part.is(s::QUALIFIED_NAME))?;
        let commands = node.find(s::ALTER_TABLE_CMDS);
        let commands = commands.into_iter().flat_map(Node::elements);
        let partition = node
            .children()
            .filter(|part| part.is(s::PARTITION_CMD) || part.is(s::INDEX_PARTITION_CMD));
        Some(Self {
            kind,
            name: Name::read(relation),
            only: relation.tokens().any(|token| token.is(s::ONLY)),
            if_exists: node.has(s::IF_P),
            actions: commands
                .chain(partition)
                .map(|command| (Action::read(command), command.span()))
                .collect(),
        })
    }
}

impl<'a> Action<'a> {
    fn read(node: Node<'a>) -> Self {
        Self::understood(node).unwrap_or(Self::Other(Part { node }))
    }

    fn understood(node: Node<'a>) -> Option<Self> {
        let words: Vec<u16> = node.children().take(3).map(Node::symbol).collect();
        let guarded = node.has(s::IF_P);
        let cascade = crate::command::object::is_cascade(node);
        Some(match words.as_slice() {
            [s::ADD_P, s::TABLE_CONSTRAINT, ..] => {
                Self::AddConstraint(ConstraintDefinition::of_table(node.child(1)?)?)
            }
            [s::ADD_P, ..] => {
                Self::AddColumn(ColumnDefinition::read(node.find(s::COLUMN_DEF)?)?, guarded)
            }
            [s::DROP, s::CONSTRAINT, ..] => Self::DropConstraint {
                name: name_before_behavior(node)?,
                if_exists: guarded,
                cascade,
            },
            [s::DROP, ..] => Self::DropColumn {
                column: name_before_behavior(node)?,
                if_exists: guarded,
                cascade,
            },
            [s::VALIDATE, ..] => Self::ValidateConstraint(Word::read(node.child(2)?)),
            [s::ALTER, s::CONSTRAINT, ..] => Self::AlterConstraint(Word::read(node.child(2)?)),
            [s::ALTER, ..] => alter_column(node)?,
            [s::ATTACH, ..] => {
                let bound = node.find(s::PARTITION_BOUND_SPEC).map(|node| Part { node });
                Self::AttachPartition(Name::read(node.find(s::QUALIFIED_NAME)?), bound)
            }
            [s::DETACH, ..] => Self::DetachPartition {
                partition: Name::read(node.find(s::QUALIFIED_NAME)?),
                concurrently: node.has(s::OPT_CONCURRENTLY),
                finalize: node.has(s::FINALIZE),
            },
            [
                s::ENABLE_P | s::DISABLE_P | s::FORCE | s::NO | s::INHERIT,
                ..,
            ] => {
                return switch(node, &words);
            }
            [s::OWNER, ..] => Self::Owner,
            [s::REPLICA, ..] => Self::ReplicaIdentity,
            [s::CLUSTER, ..] | [s::SET, s::WITHOUT, s::CLUSTER] => Self::ClusterOn,
            [s::SET, s::LOGGED, ..] => Self::SetLogged(true),
            [s::SET, s::UNLOGGED, ..] => Self::SetLogged(false),
            [s::SET, s::ACCESS, ..] => Self::SetAccessMethod(Word::read(node.children().last()?)),
            [s::SET, s::TABLESPACE, ..] => Self::SetTablespace(Word::read(node.child(2)?)),
            [set @ (s::SET | s::RESET), s::RELOPTIONS, ..] => {
                let options = node.descendants().filter(|part| part.is(s::RELOPTION_ELEM));
                let names = options.filter_map(Node::first_token);
                let names = names.map(|token| Word::read(token).name).collect();
                Self::SetOptions(*set == s::SET, names)
            }
            _ => return None,
        })
    }
}

/// Triggers, rules, row security and inheritance that are switched on or off.
fn switch<'a>(node: Node<'a>, words: &[u16]) -> Option<Action<'a>> {
    let on = !words.starts_with(&[s::DISABLE_P]);
    let last = || node.children().last().map(|token| token.text().to_owned());
    let has = |symbol| words.contains(&symbol);
    if has(s::TRIGGER) {
        return Some(Action::Trigger(on, last()?));
    }
    if has(s::RULE) {
        return Some(Action::Rule(on, last()?));
    }
    if has(s::INHERIT) {
        let parent = Name::read(node.find(s::QUALIFIED_NAME)?);
        return Some(Action::Inherit(!has(s::NO), parent));
    }
    if has(s::ROW) || node.has(s::ROW) {
        return Some(Action::RowSecurity(match words {
            [s::ENABLE_P, ..] => "ENABLE",
            [s::DISABLE_P, ..] => "DISABLE",
            [s::FORCE, ..] => "FORCE",
            _ => "NO FORCE",
        }));
    }
    None
}

fn alter_column(node: Node<'_>) -> Option<Action<'_>> {
    let mut parts = node
        .children()
        .skip(1)
        .filter(|part| !part.is(s::OPT_COLUMN));
    let column = Word::read(parts.next()?);
    let rest: Vec<Node<'_>> = parts.collect();
    let at = rest.iter().position(|part| part.is(s::TYPE_P));
    if let Some(ty) = at.and_then(|at| rest.get(at + 1)) {
        let collation = node.find(s::OPT_COLLATE_CLAUSE);
        let using = node.find(s::ALTER_USING).and_then(|clause| clause.child(1));
        let action = ColumnAction::Type {
            ty: WrittenTypeName::read(*ty),
            collation: collation.and_then(|clause| clause.child(1)).map(Name::read),
            using: using.map(|node| Part { node }),
        };
        return Some(Action::AlterColumn(column, action));
    }
    let tokens = rest.iter().flat_map(|part| part.tokens());
    let words: Vec<u16> = tokens.map(Node::symbol).take(2).collect();
    let default = rest.iter().find(|part| part.is(s::ALTER_COLUMN_DEFAULT));
    let default = default.and_then(|part| part.after(s::DEFAULT).next());
    let action = match (words.as_slice(), default) {
        ([s::SET, s::DEFAULT], Some(node)) => ColumnAction::SetDefault(Part { node }),
        ([s::DROP, s::DEFAULT], _) => ColumnAction::DropDefault,
        ([s::SET, s::NOT], _) => ColumnAction::SetNotNull,
        ([s::DROP, s::NOT], _) => ColumnAction::DropNotNull,
        ([s::SET, s::EXPRESSION], _) => ColumnAction::SetExpression,
        ([s::DROP, s::EXPRESSION], _) => ColumnAction::DropExpression,
        ([s::ADD_P, ..], _) => ColumnAction::AddIdentity,
        ([s::DROP, s::IDENTITY_P], _) => ColumnAction::DropIdentity,
        ([s::SET, s::STATISTICS], _) => ColumnAction::SetStatistics,
        ([s::SET, s::STORAGE], _) => ColumnAction::SetStorage,
        ([s::SET, s::COMPRESSION], _) => ColumnAction::SetCompression,
        ([s::SET | s::RESET, s::LEFT_PAREN], _) => ColumnAction::SetOptions,
        ([s::SET | s::RESTART, ..], _) => ColumnAction::SetIdentity,
        (_, _) => ColumnAction::Other,
    };
    Some(Action::AlterColumn(column, action))
}

/// The name in front of `CASCADE` or `RESTRICT`.
fn name_before_behavior(command: Node<'_>) -> Option<Word> {
    let parts = command
        .children()
        .filter(|part| !part.is(s::OPT_DROP_BEHAVIOR));
    parts.last().filter(|part| part.is_token()).map(Word::read)
}
