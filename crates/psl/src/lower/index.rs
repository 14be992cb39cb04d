//! Indexes and unique constraints.

use schema::{
    Expression, Index, IndexElement, IndexKey, SortOrder, is_default_opclass, quote_identifier,
};

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
            .map(OperatorClass::postgres_name)
            .filter(|class| !is_default_opclass(method.postgres_name(), class))
            .map(str::to_owned),
        order: match field.sort {
            Some(datamodel::SortOrder::Descending) => SortOrder::Descending,
            Some(datamodel::SortOrder::Ascending) | None => SortOrder::Ascending,
        },
        nulls: None,
        opclass_options: std::collections::BTreeMap::new(),
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
        ..Index::default()
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
