//! Indexes.

use schema::{
    Index, IndexElement, IndexKey, NullsOrder, QualifiedName, SortOrder, quote_identifier,
};

use super::{columns, table::collation_name};

/// `CREATE INDEX "t_a_idx" ON "t" ("a");`
pub(super) fn create(table: &QualifiedName, index: &Index) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let method = if index.method == "btree" {
        String::new()
    } else {
        format!(" USING {}", index.method)
    };
    let elements: Vec<String> = index.elements.iter().map(element).collect();
    let include = if index.include.is_empty() {
        String::new()
    } else {
        format!(" INCLUDE ({})", columns(&index.include))
    };
    let nulls = if index.nulls_not_distinct {
        " NULLS NOT DISTINCT"
    } else {
        ""
    };
    let predicate = index
        .predicate
        .as_ref()
        .map(|predicate| format!(" WHERE {}", predicate.sql))
        .unwrap_or_default();
    format!(
        "CREATE {unique}INDEX {} ON {}{method} ({}){include}{nulls}{predicate};",
        quote_identifier(&index.name),
        table.sql(),
        elements.join(", "),
    )
}

/// A column or expression with its collation, operator class and order.
pub(super) fn element(element: &IndexElement) -> String {
    let mut words = vec![match &element.key {
        IndexKey::Column(name) => quote_identifier(name),
        IndexKey::Expression(expression) => format!("({})", expression.sql),
    }];
    if let Some(collation) = &element.collation {
        words.push(format!("COLLATE {}", collation_name(collation)));
    }
    words.extend(element.opclass.clone());
    if element.order == SortOrder::Descending {
        words.push("DESC".to_owned());
    }
    match element.nulls {
        Some(NullsOrder::First) => words.push("NULLS FIRST".to_owned()),
        Some(NullsOrder::Last) => words.push("NULLS LAST".to_owned()),
        None => {}
    }
    words.join(" ")
}
