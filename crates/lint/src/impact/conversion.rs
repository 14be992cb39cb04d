//! What a change of a column's type costs.

use schema::{Column, Constraint, IndexElement, IndexKey, QualifiedName, Table, Type};
use sql::Name;
use sql::command::{Part, WrittenTypeName};

use super::Rewrite;
use crate::scene::Scene;

/// What becomes of a column's values when its type changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Conversion {
    /// The type it had.
    pub(crate) from: Type,
    /// The type it gets.
    pub(crate) to: Type,
    /// Whether the values are stored otherwise, or must be looked at one by one.
    pub(crate) rewrites: bool,
    /// Whether indexes must be built again though the table stays.
    pub(crate) reindexes: bool,
}

impl Conversion {
    pub(super) fn rewrite(&self, table: &Table, column: &str) -> Rewrite {
        if self.rewrites {
            Rewrite::Table
        } else if self.reindexes && is_indexed(table, column) {
            Rewrite::Indexes
        } else {
            Rewrite::None
        }
    }

    /// Checks that name the column are held against every row again.
    pub(super) fn scans(&self, table: &Table, column: &str) -> bool {
        let checks = || {
            table.constraints.iter().any(|constraint| {
                matches!(constraint, Constraint::Check(check) if mentions(&check.expression.sql, column))
            })
        };
        self.rewrite(table, column) > Rewrite::None || (self.from != self.to && checks())
    }
}

/// Whether an index of the table, be it a constraint's, holds the column.
fn is_indexed(table: &Table, column: &str) -> bool {
    let holds = |element: &IndexElement| match &element.key {
        IndexKey::Column(name) => name == column,
        IndexKey::Expression(expression) => mentions(&expression.sql, column),
    };
    let keys = table.constraints.iter().any(|constraint| match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => {
            key.columns.iter().any(|name| name == column)
        }
        Constraint::Exclusion(exclusion) => {
            exclusion.elements.iter().any(|(element, _)| holds(element))
        }
        Constraint::ForeignKey(_) | Constraint::Check(_) => false,
    });
    keys || table
        .indexes
        .iter()
        .any(|index| index.elements.iter().any(holds))
}

/// Whether a text of SQL holds a word.
pub(crate) fn mentions(sql: &str, word: &str) -> bool {
    sql.split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|part| part == word)
}

/// What a written type means where it stands.
pub(crate) fn resolve(written: &WrittenTypeName, scene: &Scene<'_>) -> Type {
    let mut ty = written.ty.clone();
    if written.builtin {
        return ty.stored();
    }
    let name = Name {
        schema: ty.schema.clone(),
        name: ty.name.clone(),
        span: written.span,
    };
    let known = scene.find(&name, |full| {
        scene.schema.domains.contains_key(full)
            || scene.schema.enums.contains_key(full)
            || scene.schema.composites.contains_key(full)
            || scene.schema.ranges.contains_key(full)
    });
    if let Some(full) = known {
        ty.schema = Some(full.schema);
    }
    ty
}

/// What `ALTER COLUMN … TYPE` does to a column's values.
pub(crate) fn conversion(
    column: &Column,
    written: &WrittenTypeName,
    collation: Option<&Name>,
    using: Option<Part<'_>>,
    scene: &Scene<'_>,
) -> Conversion {
    let to = resolve(written, scene);
    let from = column.ty.clone();
    let plain = using.is_none_or(|using| is_cast_of(using, &column.name));
    let stored_alike = plain && is_stored_alike(&from, &to, scene);
    let collated = collation.map(|name| &name.name) != column.collation.as_ref();
    Conversion {
        rewrites: !stored_alike,
        // The same text is ordered otherwise.
        reindexes: collated || (from.name == "citext") != (to.name == "citext"),
        from,
        to,
    }
}

/// Whether an expression is the column itself, with a cast or without.
fn is_cast_of(using: Part<'_>, column: &str) -> bool {
    let columns = using.columns();
    let text = using.text().trim_matches(['(', ')', ' ']);
    let head = text.split("::").next().unwrap_or_default();
    let bare = head.trim_matches(['(', ')', ' ', '"']);
    columns.len() == 1 && columns[0].name == column && bare.eq_ignore_ascii_case(column)
}

/// Whether values of one type are values of the other as they are stored, and fit without a look.
fn is_stored_alike(from: &Type, to: &Type, scene: &Scene<'_>) -> bool {
    if from == to {
        return true;
    }
    if from.array != to.array {
        return false;
    }
    let (from, to) = (base(from, scene), base(to, scene));
    let (Some(from), Some(to)) = (from, to) else {
        return false;
    };
    if from.schema.is_some() || to.schema.is_some() {
        return from == to;
    }
    let fits = |from: &[i32], to: &[i32]| match (from, to) {
        (_, []) => true,
        ([], _) => false,
        (from, to) => from.first() <= to.first(),
    };
    let (old, new) = (from.modifiers.as_slice(), to.modifiers.as_slice());
    match (from.name.as_str(), to.name.as_str()) {
        // The elements of an array are looked at unless nothing is asked of them.
        _ if from.array => from.name == to.name && (old == new || new.is_empty()),
        ("varchar", "varchar") | ("bit" | "varbit", "varbit") => fits(old, new),
        ("varchar" | "text", "text" | "varchar") => {
            new.is_empty() || from.name == "varchar" && fits(old, new)
        }
        ("numeric", "numeric") => match (old, new) {
            (_, []) => true,
            ([precision, scale], [wider, same]) => precision <= wider && scale == same,
            (_, _) => false,
        },
        ("timestamp", "timestamp")
        | ("timestamptz", "timestamptz")
        | ("time", "time")
        | ("timetz", "timetz")
        | ("interval", "interval") => fits(&precision(old), &precision(new)),
        ("cidr", "inet")
        | ("xml" | "citext", "text" | "varchar")
        | ("text" | "varchar", "citext") => new.is_empty(),
        ("int4", "oid" | "regclass") | ("oid", "int4" | "regclass") => true,
        (old_name, new_name) => old_name == new_name && old == new,
    }
}

/// A precision of times; six digits are all there are.
fn precision(modifiers: &[i32]) -> Vec<i32> {
    modifiers
        .iter()
        .copied()
        .filter(|digits| *digits < 6)
        .collect()
}

/// The type below domains without constraints; `None` where the domain restricts its values.
fn base(ty: &Type, scene: &Scene<'_>) -> Option<Type> {
    let mut ty = ty.clone();
    for _ in 0..16 {
        let Some(schema) = &ty.schema else {
            return Some(ty);
        };
        let name = QualifiedName::new(schema, &ty.name);
        let Some(domain) = scene.schema.domains.get(&name) else {
            return Some(ty);
        };
        if domain.not_null || !domain.checks.is_empty() {
            return None;
        }
        ty = domain.base.clone();
    }
    None
}
