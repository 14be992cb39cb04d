//! Indexes.

use schema::{
    Index, IndexElement, IndexKey, IndexStorage, NullsOrder, QualifiedName, SortOrder,
    quote_identifier,
};

use super::{columns, settings, table::collation_name};

/// `CREATE INDEX "t_a_idx" ON "t" ("a");`
pub(crate) fn create(table: &QualifiedName, index: &Index, concurrently: bool) -> String {
    let concurrently = if concurrently { "CONCURRENTLY " } else { "" };
    let only = if index.only { "ONLY " } else { "" };
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
        "CREATE {unique}INDEX {concurrently}{} ON {only}{}{method} ({}){include}{nulls}{}{predicate};",
        quote_identifier(&index.name),
        table.sql(),
        elements.join(", "),
        storage(&index.storage, "TABLESPACE"),
    )
}

/// Storage parameters and tablespace.
pub(super) fn storage(storage: &IndexStorage, tablespace: &str) -> String {
    let mut words = String::new();
    if !storage.options.is_empty() {
        words = format!(" WITH ({})", settings::list(&storage.options));
    }
    if let Some(name) = &storage.tablespace {
        words = format!("{words} {tablespace} {}", quote_identifier(name));
    }
    words
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
    if let Some(opclass) = &element.opclass {
        let options = if element.opclass_options.is_empty() {
            String::new()
        } else {
            format!(" ({})", settings::list(&element.opclass_options))
        };
        words.push(format!("{opclass}{options}"));
    }
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
