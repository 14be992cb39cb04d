//! What is written alike for objects of all kinds: `DROP`, `RENAME`, `SET SCHEMA`.

use super::part::{Part, Word};
use crate::grammar::symbol as s;
use crate::name::Name;
use crate::tree::Node;

/// The kinds of objects that `DROP`, `RENAME` and `SET SCHEMA` name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what its name says")]
pub enum ObjectKind {
    Table,
    View,
    MaterializedView,
    Index,
    Sequence,
    Schema,
    Database,
    Type,
    Domain,
    Function,
    Trigger,
    Policy,
    Rule,
    Extension,
    Role,
    Other,
}

/// `DROP`.
#[derive(Debug, Clone)]
pub struct Drop<'a> {
    /// What kind of objects.
    pub kind: ObjectKind,
    /// Their names; of schemas, extensions and roles the plain names, of functions without arguments.
    pub names: Vec<Name>,
    /// The table of a trigger, policy or rule.
    pub on: Option<Name>,
    /// `IF EXISTS`.
    pub if_exists: bool,
    /// `CASCADE`.
    pub cascade: bool,
    /// `CONCURRENTLY`.
    pub concurrently: bool,
    /// All of it.
    pub all: Part<'a>,
}

/// `ALTER … RENAME`.
#[derive(Debug, Clone)]
pub struct Rename {
    /// What kind of object is named, or holds what is renamed.
    pub kind: ObjectKind,
    /// The object.
    pub name: Name,
    /// What of it is renamed.
    pub what: Renamed,
    /// The new name.
    pub to: Word,
}

/// What `RENAME` renames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Renamed {
    /// The object itself.
    Itself,
    /// A column of it, or an attribute of a composite type.
    Column(Word),
    /// A constraint of it.
    Constraint(Word),
    /// A trigger, policy or rule of the table.
    Part(Word),
}

/// `ALTER … SET SCHEMA`.
#[derive(Debug, Clone)]
pub struct SetSchema {
    /// What kind of object.
    pub kind: ObjectKind,
    /// The object.
    pub name: Name,
    /// Its new schema.
    pub schema: Word,
}

/// Whether a statement says CASCADE.
pub(super) fn is_cascade(node: Node<'_>) -> bool {
    node.find(s::OPT_DROP_BEHAVIOR)
        .is_some_and(|behavior| behavior.has(s::CASCADE))
}

impl ObjectKind {
    /// The kind that the words behind `DROP` or `ALTER` name.
    fn read(node: Node<'_>) -> Self {
        let words: Vec<u16> = node.tokens().skip(1).take(2).map(Node::symbol).collect();
        match words.as_slice() {
            [s::TABLE | s::FOREIGN, s::TABLE] | [s::TABLE, ..] => Self::Table,
            [s::VIEW, ..] => Self::View,
            [s::MATERIALIZED, ..] => Self::MaterializedView,
            [s::INDEX, ..] => Self::Index,
            [s::SEQUENCE, ..] => Self::Sequence,
            [s::SCHEMA, ..] => Self::Schema,
            [s::DATABASE, ..] => Self::Database,
            [s::TYPE_P, ..] => Self::Type,
            [s::DOMAIN_P, ..] => Self::Domain,
            [s::FUNCTION | s::PROCEDURE | s::ROUTINE | s::AGGREGATE, ..] => Self::Function,
            [s::TRIGGER, ..] => Self::Trigger,
            [s::POLICY, ..] => Self::Policy,
            [s::RULE, ..] => Self::Rule,
            [s::EXTENSION, ..] => Self::Extension,
            [s::ROLE | s::USER | s::GROUP_P, ..] => Self::Role,
            _ => Self::Other,
        }
    }
}

impl<'a> Drop<'a> {
    pub(super) fn read(node: Node<'a>) -> Self {
        let kind = ObjectKind::read(node);
        let list = node.children().find(|part| {
            part.is(s::ANY_NAME_LIST)
                || part.is(s::NAME_LIST)
                || part.is(s::TYPE_NAME_LIST)
                || part.is(s::FUNCTION_WITH_ARGTYPES_LIST)
        });
        let on = node.after(s::ON).next().map(Name::read);
        let names = match (list, &on) {
            (Some(list), _) => list.elements().map(drop_name).collect(),
            (None, Some(_)) => {
                let name = node.children().take_while(|part| !part.is(s::ON)).last();
                name.map(Name::read).into_iter().collect()
            }
            (None, None) => {
                let words = node
                    .children()
                    .filter(|part| part.is_token() && !part.is(s::RIGHT_PAREN));
                let name = words.last().filter(|word| !word.is(s::ROLE));
                name.map(Name::read).into_iter().collect()
            }
        };
        Self {
            kind,
            names,
            on,
            if_exists: node.has(s::IF_P),
            cascade: is_cascade(node),
            concurrently: node.has(s::CONCURRENTLY),
            all: Part { node },
        }
    }
}

/// The name of what is dropped, without the arguments of a function.
pub(super) fn drop_name(node: Node<'_>) -> Name {
    match node.find(s::FUNC_NAME) {
        Some(name) => Name::read(name),
        None if node.is(s::FUNCTION_WITH_ARGTYPES) => Name::read(node.child(0).unwrap_or(node)),
        None => Name::read(node),
    }
}

impl Rename {
    pub(super) fn read(node: Node<'_>) -> Option<Self> {
        let parts: Vec<Node<'_>> = node
            .children()
            .filter(|part| !part.is_empty() && !part.is(s::OPT_DROP_BEHAVIOR))
            .collect();
        let at = parts.iter().position(|part| part.is(s::RENAME))?;
        let between: Vec<Node<'_>> = parts[at + 1..]
            .iter()
            .copied()
            .take_while(|part| !part.is(s::TO))
            .collect();
        let kind = ObjectKind::read(node);
        let on = parts[..at].iter().position(|part| part.is(s::ON));
        let what = match (between.as_slice(), on) {
            ([word, name], _) if word.is(s::CONSTRAINT) => Renamed::Constraint(Word::read(*name)),
            ([.., name], _) => Renamed::Column(Word::read(*name)),
            ([], Some(on)) => Renamed::Part(Word::read(*parts.get(on.checked_sub(1)?)?)),
            ([], None) => Renamed::Itself,
        };
        Some(Self {
            kind,
            name: drop_name(*parts.get(at.checked_sub(1)?)?),
            what,
            to: Word::read(*parts.last()?),
        })
    }
}

impl SetSchema {
    pub(super) fn read(node: Node<'_>) -> Option<Self> {
        let parts: Vec<Node<'_>> = node.children().filter(|part| !part.is_empty()).collect();
        let at = parts.iter().position(|part| part.is(s::SET))?;
        let name = *parts.get(at.checked_sub(1)?)?;
        Some(Self {
            kind: ObjectKind::read(node),
            name: drop_name(name),
            schema: Word::read(*parts.last()?),
        })
    }
}
