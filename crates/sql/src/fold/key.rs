//! Primary keys, unique and exclusion constraints: those that own an index.

use schema::{
    Constraint, Exclusion, Index, IndexElement, IndexKey, IndexStorage, Key, QualifiedName,
};

use super::Fold;
use super::column::expression;
use super::constraint::{WrittenConstraint, columns_of, names};
use super::index::without_default_classes;
use super::naming::{addition, column_names};
use super::options::storage;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

impl Fold {
    pub(super) fn key(
        &mut self,
        table: &QualifiedName,
        written: &WrittenConstraint<'_>,
    ) -> Option<Constraint> {
        if let Some(existing) = written.element.find(s::EXISTING_INDEX) {
            return self.key_from_index(table, written, existing);
        }
        let primary = written.kind() == Some(s::PRIMARY);
        let element = written.element;
        let columns = names(written.columns());
        let include = names(columns_of(element, s::OPT_C_INCLUDE));
        let name = written.given_name().unwrap_or_else(|| {
            if primary {
                return self.choose_relation(&table.schema, &table.name, "", "pkey", true);
            }
            let all = columns.iter().chain(&include);
            let parts = column_names(all.cloned().map(Some));
            let middle = addition(parts.iter().map(String::as_str));
            self.choose_relation(&table.schema, &table.name, &middle, "key", true)
        });
        let key = Key {
            name,
            columns,
            include,
            nulls_not_distinct: element
                .find(s::OPT_UNIQUE_NULL_TREATMENT)
                .is_some_and(|nulls| nulls.has(s::NOT)),
            without_overlaps: element.has(s::OPT_WITHOUT_OVERLAPS),
            deferral: written.deferral(),
            storage: index_storage(element),
            origin: written.span().into(),
            ..Key::default()
        };
        Some(if primary {
            Constraint::PrimaryKey(key)
        } else {
            Constraint::Unique(key)
        })
    }

    /// `ADD CONSTRAINT … UNIQUE USING INDEX …`: the index becomes the constraint's.
    fn key_from_index(
        &mut self,
        table: &QualifiedName,
        written: &WrittenConstraint<'_>,
        existing: Node<'_>,
    ) -> Option<Constraint> {
        let node = existing.children().last()?;
        let index = identifier(node);
        let full = QualifiedName::new(&table.schema, &index);
        let found = self.schema.tables.get_mut(table)?;
        let Some(at) = found.indexes.iter().position(|known| known.name == index) else {
            self.unknown_index(&Name::read(node));
            return None;
        };
        let index: Index = found.indexes.remove(at);
        self.indexes.remove(&full);
        if let Some(name) = written.given_name() {
            self.index_renamed(table, &index.name, &name);
        }
        let column = |key: IndexKey| match key {
            IndexKey::Column(name) => Some(name),
            IndexKey::Expression(_) => None,
        };
        let key = Key {
            name: written.name.map_or(index.name, identifier),
            columns: index
                .elements
                .into_iter()
                .filter_map(|element| column(element.key))
                .collect(),
            include: index.include,
            nulls_not_distinct: index.nulls_not_distinct,
            storage: index.storage,
            comment: index.comment,
            deferral: written.deferral(),
            origin: written.span().into(),
            ..Key::default()
        };
        Some(if written.kind() == Some(s::PRIMARY) {
            Constraint::PrimaryKey(key)
        } else {
            Constraint::Unique(key)
        })
    }

    pub(super) fn exclusion(
        &mut self,
        table: &QualifiedName,
        written: &WrittenConstraint<'_>,
    ) -> Constraint {
        let element = written.element;
        let list = element.find(s::EXCLUSION_CONSTRAINT_LIST);
        let method = element
            .find(s::ACCESS_METHOD_CLAUSE)
            .and_then(|clause| clause.child(1));
        let method = method.map_or_else(|| "btree".to_owned(), identifier);
        let elements: Vec<_> = list
            .into_iter()
            .flat_map(Node::elements)
            .filter_map(|part| {
                let operator = part.children().last()?.text().to_owned();
                Some((self.index_element(table, part.child(0)?), operator))
            })
            .collect();
        let name = written.given_name().unwrap_or_else(|| {
            let parts = column_names(super::index::element_labels(list));
            let middle = addition(parts.iter().map(String::as_str));
            self.choose_relation(&table.schema, &table.name, &middle, "excl", true)
        });
        let predicate = element
            .find(s::OPT_WHERE_CLAUSE)
            .and_then(|clause| clause.after(s::LEFT_PAREN).next());
        let mut predicate = predicate.map(expression);
        if let Some(predicate) = &mut predicate {
            self.resolve_in_table(table, predicate);
        }
        Constraint::Exclusion(Exclusion {
            name,
            elements: with_operators(&method, elements),
            method,
            predicate,
            deferral: written.deferral(),
            storage: index_storage(element),
            origin: written.span().into(),
            ..Exclusion::default()
        })
    }
}

fn with_operators(
    method: &str,
    elements: Vec<(IndexElement, String)>,
) -> Vec<(IndexElement, String)> {
    let (elements, operators): (Vec<_>, Vec<_>) = elements.into_iter().unzip();
    let elements = without_default_classes(method, elements);
    elements.into_iter().zip(operators).collect()
}

/// `WITH (…)` and `USING INDEX TABLESPACE`
fn index_storage(element: Node<'_>) -> IndexStorage {
    let tablespace = element.find(s::OPT_CONS_TABLE_SPACE);
    IndexStorage {
        options: storage(element.find(s::OPT_DEFINITION)),
        tablespace: tablespace
            .and_then(|clause| clause.tokens().last())
            .map(identifier),
    }
}
