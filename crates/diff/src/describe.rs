//! Changes in words: one line each, as a list for people.

mod anew;
mod definition;
mod object;
mod parts;

use std::fmt;

use schema::{Column, Constraint, Rename};

use crate::{Change, TableChange};

pub use anew::sentence;

/// "table `watchlists` is added (7 columns)", without full stop.
impl fmt::Display for Change<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rename(rename) => match rename {
                Rename::Table { from, to } => write!(f, "table `{from}` is called `{to}`"),
                Rename::Column { table, from, to } => {
                    write!(f, "table `{table}`: column `{from}` is called `{to}`")
                }
                Rename::Enum { from, to } => write!(f, "enum `{from}` is called `{to}`"),
                Rename::EnumValue { name, from, to } => {
                    write!(f, "enum `{name}`: value `{from}` is called `{to}`")
                }
            },
            Self::CreateEnum { name, after } => {
                write!(f, "enum `{name}` is added ({})", values(after))
            }
            Self::AddEnumValue { name, value, .. } => {
                write!(f, "enum `{name}`: value `{value}` is added")
            }
            Self::ReplaceEnum { name, after, .. } => {
                write!(f, "enum `{name}`: its values become {}", values(after))
            }
            Self::DropReplacedEnum { name } => {
                write!(f, "enum `{name}`: the type with the former values goes")
            }
            Self::DropEnum { name } => write!(f, "enum `{name}` goes"),
            Self::CreateSequence { name, .. } => write!(f, "sequence `{name}` is added"),
            Self::OwnSequence {
                name,
                table,
                column,
                ..
            } => write!(
                f,
                "sequence `{name}` belongs to `{table}.{column}` from now on"
            ),
            Self::ReleaseSequence { name } => {
                write!(f, "sequence `{name}` belongs to no column any more")
            }
            Self::RenameSequence { before, after } => {
                write!(f, "sequence `{before}` is called `{after}`")
            }
            Self::AlterSequence { name, after, .. } => write!(
                f,
                "sequence `{name}` counts from {} by {} up to {}",
                after.start, after.increment, after.maximum
            ),
            Self::DropSequence { name } => write!(f, "sequence `{name}` goes"),
            Self::CreateTable { name, after } => {
                let count = after.columns.len();
                let plural = if count == 1 { "" } else { "s" };
                write!(f, "table `{name}` is added ({count} column{plural})")
            }
            Self::DropTable { name, .. } => write!(f, "table `{name}` goes, with its rows"),
            Self::Table { table, change } => write!(f, "table `{table}`: {change}"),
            Self::Object(change) => change.fmt(f),
        }
    }
}

/// "column `notes` is added (text)", without the table and without full stop.
impl fmt::Display for TableChange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AddColumn(column) => {
                write!(f, "column `{}` is added ({})", column.name, summary(column))
            }
            Self::AlterColumn { before, after } => write!(
                f,
                "column `{}` changes from {} to {}",
                after.name,
                summary(before),
                summary(after)
            ),
            Self::DropColumn(column) => write!(f, "column `{}` goes, with its values", column.name),
            Self::AddConstraint(constraint) => write!(
                f,
                "{} is added ({})",
                named(constraint),
                definition::constraint(constraint)
            ),
            Self::RenameConstraint { before, after } => {
                write!(f, "constraint `{before}` is called `{after}`")
            }
            Self::DropConstraint(constraint) => write!(
                f,
                "{} goes ({})",
                named(constraint),
                definition::constraint(constraint)
            ),
            Self::LiftDefault(column) => {
                write!(f, "column `{}` loses its default for a while", column.name)
            }
            Self::RestoreDefault(column) => {
                write!(f, "column `{}` has its default again", column.name)
            }
            Self::SetColumn { after, .. } => {
                write!(f, "column `{}` is stored in another way", after.name)
            }
            Self::ColumnOrder => f.write_str("its columns stand in another order"),
            Self::ValidateConstraint(constraint) => {
                write!(f, "{} is validated", named(constraint))
            }
            Self::DeferConstraint(key) => {
                write!(f, "foreign key `{}` is checked at another time", key.name)
            }
            Self::AdoptIndex(constraint) => {
                let name = constraint.name();
                write!(f, "unique index `{name}` becomes a constraint")
            }
            Self::SetIndex { after, .. } => {
                write!(f, "index `{}` is stored in another way", after.name)
            }
            Self::CreateIndex(index) => {
                let unique = if index.unique { "unique " } else { "" };
                write!(
                    f,
                    "{unique}index `{}` is added ({})",
                    index.name,
                    definition::index(index)
                )
            }
            Self::RenameIndex { before, after } => {
                write!(f, "index `{before}` is called `{after}`")
            }
            Self::DropIndex(index) => write!(
                f,
                "index `{}` goes ({})",
                index.name,
                definition::index(index)
            ),
            Self::SetLogged(_)
            | Self::SetOptions { .. }
            | Self::SetAccessMethod(_)
            | Self::SetTablespace(_)
            | Self::Inherit(_)
            | Self::NoInherit(_)
            | Self::Attach(_)
            | Self::Detach(_)
            | Self::OfType(_)
            | Self::SetRowSecurity { .. }
            | Self::SetReplicaIdentity(_)
            | Self::ClusterOn(_)
            | Self::SetForeignOptions { .. } => self.of_whole(f),
        }
    }
}

impl TableChange<'_> {
    /// A change of the table as a whole.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what belongs to columns, constraints and indexes is told by the caller"
    )]
    fn of_whole(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SetLogged(true) => f.write_str("it is logged"),
            Self::SetLogged(false) => f.write_str("it is not logged any more"),
            Self::SetOptions { .. } => f.write_str("its storage parameters change"),
            Self::SetAccessMethod(method) => {
                write!(f, "its access method is `{}`", method.unwrap_or("heap"))
            }
            Self::SetTablespace(name) => {
                write!(f, "its tablespace is `{}`", name.unwrap_or("pg_default"))
            }
            Self::Inherit(parent) => write!(f, "it inherits from `{parent}`"),
            Self::NoInherit(parent) => write!(f, "it does not inherit from `{parent}` any more"),
            Self::Attach(partition) => write!(
                f,
                "it is a partition of `{}` ({})",
                partition.parent, partition.bound.sql
            ),
            Self::Detach(partition) => {
                write!(f, "it is no partition of `{}` any more", partition.parent)
            }
            Self::OfType(Some(ty)) => write!(f, "it is of type `{ty}`"),
            Self::OfType(None) => f.write_str("it is of no type any more"),
            Self::SetRowSecurity { after, .. } => write!(
                f,
                "row level security is {}{}",
                if after.enabled { "on" } else { "off" },
                if after.forced {
                    ", for the owner too"
                } else {
                    ""
                }
            ),
            Self::SetReplicaIdentity(_) => f.write_str("its replica identity changes"),
            Self::ClusterOn(Some(index)) => write!(f, "it is clustered on `{index}`"),
            Self::ClusterOn(None) => f.write_str("it is clustered on no index any more"),
            Self::SetForeignOptions { .. } => f.write_str("its options change"),
            _ => Ok(()),
        }
    }
}

/// `a`, `b` and what else an enum has.
fn values(declared: &schema::Enum) -> String {
    let values: Vec<&str> = declared.values.iter().map(|it| it.name.as_str()).collect();
    values.join(", ")
}

/// `text not null default 'x'`
fn summary(column: &Column) -> String {
    let mut words = vec![column.ty.to_string()];
    if let Some(collation) = &column.collation {
        words.push(format!("collate {collation}"));
    }
    if !column.nullable {
        words.push("not null".to_owned());
    }
    if let Some(default) = &column.default {
        words.push(format!("default {}", default.sql));
    }
    if column.identity.is_some() {
        words.push("identity".to_owned());
    }
    if let Some(generated) = &column.generated {
        words.push(format!("generated as {}", generated.expression.sql));
    }
    words.join(" ")
}

/// The kind of a constraint and its name.
fn named(constraint: &Constraint) -> String {
    let kind = match constraint {
        Constraint::PrimaryKey(_) => "primary key",
        Constraint::Unique(_) => "unique constraint",
        Constraint::ForeignKey(_) => "foreign key",
        Constraint::Check(_) => "check",
        Constraint::Exclusion(_) => "exclusion constraint",
    };
    format!("{kind} `{}`", constraint.name())
}
