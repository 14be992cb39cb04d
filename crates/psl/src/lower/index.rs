//! Indexes and unique constraints.

use schema::{Expression, Index, IndexElement, IndexKey, SortOrder, quote_identifier};

use super::default::literal;
use crate::datamodel::{
    self, Comparison, Condition, Datamodel, IndexKind, IndexMethod, Model, OperatorClass, Predicate,
};

/// The index behind `@unique`, `@@unique` or `@@index`.
pub(super) fn lower(datamodel: &Datamodel, model: &Model, index: &datamodel::Index) -> Index {
    let method = index.method.unwrap_or(IndexMethod::BTree);
    let element = |field: &datamodel::IndexField| IndexElement {
        key: IndexKey::Column(model[field.field].database_name().to_owned()),
        collation: None,
        opclass: field
            .operator_class
            .as_ref()
            .filter(|class| !is_default(method, class))
            .map(|class| class.postgres_name().to_owned()),
        order: match field.sort {
            Some(datamodel::SortOrder::Descending) => SortOrder::Descending,
            Some(datamodel::SortOrder::Ascending) | None => SortOrder::Ascending,
        },
        nulls: None,
    };
    Index {
        name: index.database_name.clone(),
        unique: index.kind == IndexKind::Unique,
        method: method.postgres_name().to_owned(),
        elements: index.fields.iter().map(element).collect(),
        include: Vec::new(),
        nulls_not_distinct: false,
        predicate: index
            .predicate
            .as_ref()
            .map(|predicate| lower_predicate(datamodel, model, predicate)),
        origin: index.span.into(),
    }
}

/// Whether a class is what the method takes anyway, so that a catalog does not show it.
fn is_default(method: IndexMethod, class: &OperatorClass) -> bool {
    let name = class.postgres_name();
    match method {
        IndexMethod::Gin => matches!(name, "jsonb_ops" | "array_ops" | "tsvector_ops"),
        // Addresses alone have another default: `inet_inclusion_ops`.
        IndexMethod::Brin => {
            name == "inet_inclusion_ops"
                || name != "inet_minmax_ops" && name.ends_with("_minmax_ops")
        }
        IndexMethod::SpGist => matches!(
            name,
            "inet_ops" | "text_ops" | "range_ops" | "box_ops" | "poly_ops" | "quad_point_ops"
        ),
        IndexMethod::BTree | IndexMethod::Hash | IndexMethod::Gist => false,
    }
}

fn lower_predicate(datamodel: &Datamodel, model: &Model, predicate: &Predicate) -> Expression {
    match predicate {
        Predicate::Raw(sql) => Expression::new(sql.trim()),
        Predicate::Conditions(conditions) => {
            let conditions: Vec<String> = conditions
                .iter()
                .map(|condition| lower_condition(datamodel, model, condition))
                .collect();
            Expression::new(conditions.join(" AND "))
        }
    }
}

/// `"profit" > 0`, `"zone_id" IS NOT NULL`
fn lower_condition(datamodel: &Datamodel, model: &Model, condition: &Condition) -> String {
    let field = &model[condition.field];
    let column = quote_identifier(field.database_name());
    let value = field.scalar().zip(condition.value.as_ref());
    match (condition.comparison, value) {
        (Comparison::Equal, None) => format!("{column} IS NULL"),
        (Comparison::NotEqual, None) => format!("{column} IS NOT NULL"),
        (Comparison::Equal, Some((scalar, value))) => {
            format!("{column} = {}", literal(datamodel, scalar, value))
        }
        (Comparison::NotEqual, Some((scalar, value))) => {
            format!("{column} <> {}", literal(datamodel, scalar, value))
        }
    }
}
