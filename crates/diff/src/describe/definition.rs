//! What an index or a constraint is, in few words.

use schema::{
    Constraint, Deferral, ForeignKey, Index, IndexElement, IndexKey, Key, MatchType, NullsOrder,
    ReferentialAction, SortOrder,
};

/// What an index covers, and how: `name desc, by hash, where age > 18`.
pub(super) fn index(index: &Index) -> String {
    index_words(index).join(", ")
}

/// The same in parts, of which the first are the columns.
pub(super) fn index_words(index: &Index) -> Vec<String> {
    let elements: Vec<String> = index.elements.iter().map(element).collect();
    let mut words = vec![elements.join(", ")];
    if !matches!(index.method.as_str(), "btree" | "") {
        words.push(format!("by {}", index.method));
    }
    if !index.include.is_empty() {
        words.push(format!("including {}", index.include.join(", ")));
    }
    if index.nulls_not_distinct {
        words.push("nulls not distinct".to_owned());
    }
    let filter = index.predicate.as_ref();
    words.extend(filter.map(|it| format!("where {}", it.sql)));
    if index.invalid {
        words.push("left invalid by a failed build".to_owned());
    }
    words
}

fn element(element: &IndexElement) -> String {
    let mut words = match &element.key {
        IndexKey::Column(name) => vec![name.clone()],
        IndexKey::Expression(expression) => vec![expression.sql.clone()],
    };
    let collation = element.collation.as_ref();
    words.extend(collation.map(|it| format!("collate {it}")));
    words.extend(element.opclass.clone());
    if element.order == SortOrder::Descending {
        words.push("desc".to_owned());
    }
    words.extend(element.nulls.map(|it| match it {
        NullsOrder::First => "nulls first".to_owned(),
        NullsOrder::Last => "nulls last".to_owned(),
    }));
    words.join(" ")
}

/// What a constraint says: `email, deferrable`, `team_id to teams (id), on delete cascade`.
pub(super) fn constraint(constraint: &Constraint) -> String {
    constraint_words(constraint, false).join(", ")
}

/// The same in parts; in full also what a foreign key does by default.
pub(super) fn constraint_words(constraint: &Constraint, in_full: bool) -> Vec<String> {
    match constraint {
        Constraint::PrimaryKey(it) | Constraint::Unique(it) => key(it),
        Constraint::ForeignKey(it) => foreign_key(it, in_full),
        Constraint::Check(it) => {
            let mut words = vec![it.expression.sql.clone()];
            words.extend((!it.validated).then(|| "not validated".to_owned()));
            words
        }
        Constraint::Exclusion(it) => {
            let elements = it.elements.iter();
            let elements = elements.map(|(it, operator)| format!("{} {operator}", element(it)));
            let elements: Vec<String> = elements.collect();
            vec![format!("by {}: {}", it.method, elements.join(", "))]
        }
    }
}

fn key(key: &Key) -> Vec<String> {
    let mut words = vec![key.columns.join(", ")];
    if !key.include.is_empty() {
        words.push(format!("including {}", key.include.join(", ")));
    }
    if key.nulls_not_distinct {
        words.push("nulls not distinct".to_owned());
    }
    words.extend(deferral(key.deferral));
    words
}

fn foreign_key(key: &ForeignKey, in_full: bool) -> Vec<String> {
    let mut words = vec![format!(
        "{} to {} ({})",
        key.columns.join(", "),
        key.references,
        key.referenced_columns.join(", ")
    )];
    for (when, action) in [("delete", key.on_delete), ("update", key.on_update)] {
        if in_full || action != ReferentialAction::NoAction {
            words.push(format!("on {when} {}", action.sql().to_lowercase()));
        }
    }
    if key.match_type == MatchType::Full {
        words.push("match full".to_owned());
    }
    words.extend(deferral(key.deferral));
    if !key.validated {
        words.push("not validated".to_owned());
    }
    words
}

fn deferral(deferral: Deferral) -> Option<String> {
    match deferral {
        Deferral::NotDeferrable => None,
        Deferral::InitiallyImmediate => Some("deferrable".to_owned()),
        Deferral::InitiallyDeferred => Some("deferred".to_owned()),
    }
}
