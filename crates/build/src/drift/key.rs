//! Keys, relations and indexes.

use diff::{Change, TableChange};
use schema::{Constraint, Index, IndexKey, QualifiedName, SortOrder};

use super::said::{Origins, Said};

/// The constraint that takes the place of one that goes.
pub(super) fn constraint_in<'a>(
    table: &QualifiedName,
    gone: &Constraint,
    changes: &[Change<'a>],
) -> Option<&'a Constraint> {
    changes.iter().find_map(|change| {
        let Change::Table {
            table: other,
            change: TableChange::AddConstraint(it),
        } = change
        else {
            return None;
        };
        (*other == table && answers(gone, it)).then_some(*it)
    })
}

/// Whether one constraint takes the place of another: it has its name, or is a table's primary key
/// as that was.
pub(super) fn answers(gone: &Constraint, new: &Constraint) -> bool {
    let both_primary = matches!(
        (gone, new),
        (Constraint::PrimaryKey(_), Constraint::PrimaryKey(_))
    );
    both_primary || gone.name() == new.name()
}

/// The index that takes the place of one that goes.
pub(super) fn index_in<'a>(
    table: &QualifiedName,
    name: &str,
    changes: &[Change<'a>],
) -> Option<&'a Index> {
    changes.iter().find_map(|change| {
        let Change::Table {
            table: other,
            change: TableChange::CreateIndex(it),
        } = change
        else {
            return None;
        };
        (*other == table && it.name == name).then_some(*it)
    })
}

pub(super) fn constraint(
    table: &QualifiedName,
    before: Option<&Constraint>,
    after: Option<&Constraint>,
    origins: Origins,
) -> Said {
    let what = |it: &Constraint| match it {
        Constraint::PrimaryKey(_) => format!("the primary key of `{table}`"),
        Constraint::Unique(_) => format!("unique constraint `{}` of `{table}`", it.name()),
        Constraint::ForeignKey(_) => format!("foreign key `{}` of `{table}`", it.name()),
        Constraint::Check(_) => format!("check `{}` of `{table}`", it.name()),
        Constraint::Exclusion(_) => format!("exclusion constraint `{}` of `{table}`", it.name()),
    };
    match (before, after) {
        (Some(before), Some(after)) => {
            let (what, old, new) = (what(after), definition(before), definition(after));
            let message = format!("{what} is not the same in the schema and in the migrations");
            Said::differs(message, old, new, origins)
        }
        (None, Some(after)) => Said::missing(what(after), "adds", origins)
            .in_schema(definition(after))
            .in_migrations(format!("`{table}` is made here, without it")),
        (Some(before), None) => Said::extra(what(before), "add", origins)
            .in_migrations(definition(before))
            .in_schema(format!("`{table}` is here, without it")),
        (None, None) => Said::other(&format!("a constraint of `{table}` changes"), origins),
    }
}

fn definition(constraint: &Constraint) -> String {
    match constraint {
        Constraint::PrimaryKey(key) => format!("over ({})", key.columns.join(", ")),
        Constraint::Unique(key) => format!("unique over ({})", key.columns.join(", ")),
        Constraint::ForeignKey(key) => format!(
            "({}) to {} ({}), on delete {}, on update {}",
            key.columns.join(", "),
            key.references,
            key.referenced_columns.join(", "),
            key.on_delete.sql().to_lowercase(),
            key.on_update.sql().to_lowercase(),
        ),
        Constraint::Check(check) => format!("check ({})", check.expression.sql),
        Constraint::Exclusion(exclusion) => format!("excludes by {}", exclusion.method),
    }
}

pub(super) fn index(
    table: &QualifiedName,
    before: Option<&Index>,
    after: Option<&Index>,
    origins: Origins,
) -> Said {
    let what = |it: &Index| {
        let unique = if it.unique { "unique " } else { "" };
        format!("{unique}index `{}` of `{table}`", it.name)
    };
    match (before, after) {
        (Some(before), Some(after)) => {
            let (what, old, new) = (what(after), coverage(before), coverage(after));
            let message = format!("{what} is not the same in the schema and in the migrations");
            Said::differs(message, old, new, origins)
        }
        (None, Some(after)) => Said::missing(what(after), "makes", origins)
            .in_schema(coverage(after))
            .in_migrations(format!("`{table}` is made here, without it")),
        (Some(before), None) => Said::extra(what(before), "make", origins)
            .in_migrations(coverage(before))
            .in_schema(format!("`{table}` is here, without it")),
        (None, None) => Said::other(&format!("an index of `{table}` changes"), origins),
    }
}

/// `unique, by gin over (a, b desc) where x > 0`
fn coverage(index: &Index) -> String {
    let keys: Vec<String> = index.elements.iter().map(element).collect();
    let unique = if index.unique { "unique " } else { "" };
    let method = match index.method.as_str() {
        "btree" | "" => String::new(),
        other => format!("{other} "),
    };
    let filter = index.predicate.as_ref();
    let filter = filter.map_or_else(String::new, |it| format!(" where {}", it.sql));
    format!("{unique}{method}over ({}){filter}", keys.join(", "))
}

fn element(element: &schema::IndexElement) -> String {
    let mut words = match &element.key {
        IndexKey::Column(name) => vec![name.clone()],
        IndexKey::Expression(expression) => vec![expression.sql.clone()],
    };
    words.extend(element.opclass.clone());
    words.extend((element.order == SortOrder::Descending).then(|| "desc".to_owned()));
    words.join(" ")
}
