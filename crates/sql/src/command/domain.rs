//! User-defined types: enumerated types, domains and the rest.

use diag::Span;

use super::part::{Part, Word, WrittenTypeName};
use super::table::{ColumnDefinition, ConstraintDefinition};
use crate::grammar::symbol as s;
use crate::name::{Name, string};
use crate::tree::Node;

/// `CREATE TYPE`.
#[derive(Debug, Clone)]
pub struct CreateType<'a> {
    /// The type.
    pub name: Name,
    /// Its form.
    pub form: TypeForm<'a>,
}

/// The forms of `CREATE TYPE`.
#[derive(Debug, Clone)]
pub enum TypeForm<'a> {
    /// `AS ENUM`: the values.
    Enum(Vec<Word>),
    /// `AS (…)`.
    Composite,
    /// `AS RANGE`, a base type or a shell.
    Other(Part<'a>),
}

/// `ALTER TYPE … ADD VALUE` or `RENAME VALUE`.
#[derive(Debug, Clone)]
pub struct AlterEnum {
    /// The type.
    pub name: Name,
    /// What is done.
    pub action: EnumAction,
}

/// What is done to an enumerated type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnumAction {
    /// `ADD VALUE`.
    Add {
        /// The value.
        value: Word,
        /// `IF NOT EXISTS`.
        if_not_exists: bool,
        /// Whether `BEFORE` or `AFTER` says where.
        placed: bool,
    },
    /// `RENAME VALUE … TO`.
    Rename(Word, Word),
}

/// `CREATE DOMAIN`.
#[derive(Debug, Clone)]
pub struct CreateDomain<'a> {
    /// The domain.
    pub name: Name,
    /// The type it restricts.
    pub ty: WrittenTypeName,
    /// `NOT NULL`.
    pub not_null: Option<Span>,
    /// Its checks.
    pub constraints: Vec<ConstraintDefinition<'a>>,
}

/// `ALTER DOMAIN`.
#[derive(Debug, Clone)]
pub struct AlterDomain<'a> {
    /// The domain.
    pub name: Name,
    /// What is done.
    pub action: DomainAction,
    /// All of it.
    pub all: Part<'a>,
}

/// What is done to a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DomainAction {
    /// `SET NOT NULL`.
    SetNotNull,
    /// `DROP NOT NULL`.
    DropNotNull,
    /// `ADD` of a constraint, with the place of it and whether it is `NOT VALID`.
    AddConstraint(Span, bool),
    /// `DROP CONSTRAINT`.
    DropConstraint,
    /// `VALIDATE CONSTRAINT`.
    ValidateConstraint,
    /// `SET` or `DROP DEFAULT`.
    Default,
}

impl<'a> CreateType<'a> {
    /// `None` for what else is defined so: aggregates, operators, collations.
    pub(super) fn read(node: Node<'a>) -> Option<Self> {
        if !node.child(1)?.is(s::TYPE_P) {
            return None;
        }
        let form = if node.has(s::ENUM_P) {
            let list = node.descend(s::ENUM_VAL_LIST);
            TypeForm::Enum(
                list.into_iter()
                    .flat_map(Node::elements)
                    .map(literal)
                    .collect(),
            )
        } else if node
            .children()
            .any(|part| part.is(s::OPT_TABLE_FUNC_ELEMENT_LIST))
        {
            TypeForm::Composite
        } else {
            TypeForm::Other(Part { node })
        };
        Some(Self {
            name: Name::read(node.find(s::ANY_NAME)?),
            form,
        })
    }
}

/// The value of a string constant, with its place.
fn literal(token: Node<'_>) -> Word {
    Word {
        name: string(token),
        span: token.span(),
    }
}

impl AlterEnum {
    pub(super) fn read(node: Node<'_>) -> Option<Self> {
        let mut values = node
            .children()
            .filter(|part| part.is(s::SCONST))
            .map(literal);
        let value = values.next()?;
        let action = if node.has(s::RENAME) {
            EnumAction::Rename(value, values.next()?)
        } else {
            EnumAction::Add {
                value,
                if_not_exists: node.has(s::OPT_IF_NOT_EXISTS),
                placed: node.has(s::BEFORE) || node.has(s::AFTER),
            }
        };
        Some(Self {
            name: Name::read(node.find(s::ANY_NAME)?),
            action,
        })
    }
}

impl<'a> CreateDomain<'a> {
    pub(super) fn read(node: Node<'a>) -> Option<Self> {
        let name = node.find(s::ANY_NAME)?;
        let base = node.find(s::TYPENAME)?;
        // What may stand behind the type is what may stand behind a column's.
        let mut column = ColumnDefinition::empty(Word::read(name.first_token()?), base);
        let list = node.find(s::COL_QUAL_LIST);
        for part in list.into_iter().flat_map(Node::children) {
            column.qualify(part);
        }
        Some(Self {
            name: Name::read(name),
            ty: column.ty,
            not_null: column.not_null,
            constraints: column.constraints,
        })
    }
}

impl<'a> AlterDomain<'a> {
    pub(super) fn read(node: Node<'a>) -> Option<Self> {
        let name = node.find(s::ANY_NAME)?;
        let rest = node.after(s::ANY_NAME);
        let words: Vec<u16> = rest
            .flat_map(Node::tokens)
            .take(2)
            .map(Node::symbol)
            .collect();
        let action = match words.as_slice() {
            [s::SET, s::NOT] => DomainAction::SetNotNull,
            [s::DROP, s::NOT] => DomainAction::DropNotNull,
            [s::ADD_P, ..] => {
                let constraint = node
                    .find(s::DOMAIN_CONSTRAINT)
                    .or_else(|| node.children().last())?;
                let not_valid = constraint.tokens().any(|token| token.is(s::VALID));
                DomainAction::AddConstraint(constraint.span(), not_valid)
            }
            [s::DROP, s::CONSTRAINT] => DomainAction::DropConstraint,
            [s::VALIDATE, ..] => DomainAction::ValidateConstraint,
            [_, s::DEFAULT] => DomainAction::Default,
            _ => return None,
        };
        Some(Self {
            name: Name::read(name),
            action,
            all: Part { node },
        })
    }
}
