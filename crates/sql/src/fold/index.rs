//! `CREATE INDEX`.

use diag::Diagnostic;
use schema::{Index, IndexElement, IndexKey, NullsOrder, QualifiedName, SortOrder};

use super::column::expression;
use super::label::label;
use super::naming::{addition, column_names};
use super::{Class, Fold};
use crate::codes::UNKNOWN_INDEX;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier, identifiers};
use crate::tree::Node;

impl Fold {
    pub(super) fn create_index(&mut self, node: Node<'_>) {
        let Some(relation) = node.find(s::RELATION_EXPR) else {
            return;
        };
        let name = Name::read(relation);
        let view = self.found(&name, |name| self.schema.views.contains_key(name));
        if let Some(view) = view {
            self.index_of_view(node, &view);
            return;
        }
        let Some(table) = self.need_table(&name, false) else {
            return;
        };
        let params = node.find(s::INDEX_PARAMS);
        let elements: Vec<IndexElement> = self.index_elements(&table, params);
        let included = node.find(s::OPT_INCLUDE);
        let included = included.and_then(|clause| clause.find(s::INDEX_INCLUDING_PARAMS));
        let include: Vec<IndexElement> = self.index_elements(&table, included);
        let given = given_name(node);
        let chosen = given.map_or_else(
            || {
                let names = element_labels(params).chain(element_labels(included));
                self.index_name(&table, names)
            },
            identifier,
        );
        let full = QualifiedName::new(&table.schema, &chosen);
        let span = given.map_or(relation.span(), Node::span);
        if node.has(s::IF_P) && self.relation_origin(&full).is_some() {
            return;
        }
        if !self.relation_is_free("relation", &full, span) {
            return;
        }
        let predicate = node
            .find(s::WHERE_CLAUSE)
            .and_then(|clause| clause.child(1));
        self.columns_used(&table, predicate, true);
        if let Some(predicate) = predicate {
            self.must_be_immutable(&table, predicate, "the predicate of an index");
        }
        let method = node
            .find(s::ACCESS_METHOD_CLAUSE)
            .and_then(|clause| clause.child(1));
        let method = method.map_or_else(|| "btree".to_owned(), identifier);
        let index = Index {
            name: chosen,
            unique: node.has(s::OPT_UNIQUE),
            elements: without_default_classes(&method, elements),
            method,
            include: include
                .iter()
                .filter_map(|element| element_name(element))
                .map(str::to_owned)
                .collect(),
            nulls_not_distinct: node
                .find(s::OPT_UNIQUE_NULL_TREATMENT)
                .is_some_and(|nulls| nulls.has(s::NOT)),
            predicate: predicate.map(expression),
            origin: node.span().into(),
            ..Index::default()
        };
        self.indexes.insert(full, table.clone());
        if let Some(found) = self.schema.tables.get_mut(&table) {
            found.indexes.push(index);
        }
    }

    /// An index of a materialized view: only its name is followed.
    fn index_of_view(&mut self, node: Node<'_>, view: &QualifiedName) {
        let given = given_name(node);
        let chosen = given.map_or_else(
            || self.index_name(view, element_labels(node.find(s::INDEX_PARAMS))),
            identifier,
        );
        let full = QualifiedName::new(&view.schema, chosen);
        let span = given.map_or(node.span(), Node::span);
        if node.has(s::IF_P) && self.relation_origin(&full).is_some() {
            return;
        }
        if self.relation_is_free("relation", &full, span) {
            self.indexes.insert(full, view.clone());
        }
    }

    fn index_elements(
        &mut self,
        table: &QualifiedName,
        list: Option<Node<'_>>,
    ) -> Vec<IndexElement> {
        let elements: Vec<Node<'_>> = list.into_iter().flat_map(Node::elements).collect();
        elements
            .into_iter()
            .map(|element| self.index_element(table, element))
            .collect()
    }

    /// Reads `index_elem`.
    pub(super) fn index_element(
        &mut self,
        table: &QualifiedName,
        element: Node<'_>,
    ) -> IndexElement {
        let first = element.child(0).unwrap_or(element);
        let key = if let Some(column) = plain_column(element) {
            let name = identifier(column);
            self.need_column(table, &name, column.span());
            IndexKey::Column(name)
        } else {
            let inner = if first.is(s::LEFT_PAREN) {
                element.child(1)
            } else {
                Some(first)
            };
            let inner = inner.unwrap_or(element);
            self.columns_used(table, Some(inner), true);
            self.must_be_immutable(table, inner, "the expression of an index");
            IndexKey::Expression(expression(inner))
        };
        let options = element.find(s::INDEX_ELEM_OPTIONS);
        let part = |rule| options.and_then(|options| options.find(rule));
        let collation = part(s::OPT_COLLATE).and_then(|clause| clause.child(1));
        let opclass = part(s::OPT_QUALIFIED_NAME).or(part(s::ANY_NAME));
        IndexElement {
            key,
            collation: collation.and_then(|name| identifiers(name).pop()),
            opclass: opclass.and_then(|name| identifiers(name).pop()),
            order: match part(s::OPT_ASC_DESC) {
                Some(order) if order.has(s::DESC) => SortOrder::Descending,
                Some(_) | None => SortOrder::Ascending,
            },
            nulls: part(s::OPT_NULLS_ORDER).map(|nulls| {
                if nulls.has(s::FIRST_P) {
                    NullsOrder::First
                } else {
                    NullsOrder::Last
                }
            }),
            opclass_options: std::collections::BTreeMap::new(),
        }
    }

    fn index_name(
        &self,
        table: &QualifiedName,
        labels: impl Iterator<Item = Option<String>>,
    ) -> String {
        let names = column_names(labels);
        let middle = addition(names.iter().map(String::as_str));
        self.choose_relation(&table.schema, &table.name, &middle, "idx", false)
    }

    /// Says that an index does not exist, unless it may.
    pub(super) fn unknown_index(&mut self, name: &Name) {
        // Partitions and copies of tables get indexes whose names the server makes up.
        if self.may_exist(name) || !self.open.is_empty() {
            return;
        }
        let full = self.created(name);
        let key = (Class::Relation, full.clone(), String::new());
        if let Some(place) = self.dropped.get(&key).copied() {
            self.used_after_drop("index", &full.to_string(), name.span, place);
            return;
        }
        let known: Vec<String> = self
            .indexes
            .keys()
            .filter(|known| known.schema == full.schema)
            .map(|known| known.name.clone())
            .collect();
        let finding = Diagnostic::error(&UNKNOWN_INDEX, format!("index `{full}` does not exist"))
            .at(name.span, "no earlier statement creates it");
        self.findings
            .push(super::lookup::with_suggestion(finding, &name.name, &known));
    }
}

/// A catalog does not show an operator class that is the default.
fn without_default_classes(method: &str, mut elements: Vec<IndexElement>) -> Vec<IndexElement> {
    for element in &mut elements {
        let class = element.opclass.take();
        element.opclass = class.filter(|class| !schema::is_default_opclass(method, class));
    }
    elements
}

/// The column of an element that is one; `None` for an expression.
pub(super) fn element_name(element: &IndexElement) -> Option<&str> {
    match &element.key {
        IndexKey::Column(name) => Some(name),
        IndexKey::Expression(_) => None,
    }
}

/// The column of an element that is nothing else, whatever parentheses stand around it.
fn plain_column(element: Node<'_>) -> Option<Node<'_>> {
    let mut node = element.child(0)?;
    if node.is(s::LEFT_PAREN) {
        node = element.child(1)?;
    }
    while node.is(s::C_EXPR) && node.child(0)?.is(s::LEFT_PAREN) {
        node = node.child(1)?;
    }
    if node.is(s::COLUMNREF) {
        return node
            .children()
            .count()
            .eq(&1)
            .then(|| node.first_token())
            .flatten();
    }
    Some(node).filter(|node| node.is_token() && !node.is(s::LEFT_PAREN))
}

/// The names that the elements have in a generated index name.
pub(super) fn element_labels(list: Option<Node<'_>>) -> impl Iterator<Item = Option<String>> {
    list.into_iter().flat_map(Node::elements).map(|element| {
        // An exclusion's element stands beside its operator.
        let element = element.descend(s::INDEX_ELEM).unwrap_or(element);
        let first = element.child(0)?;
        if first.is(s::LEFT_PAREN) {
            label(element.child(1)?)
        } else if first.is_token() {
            Some(identifier(first))
        } else {
            label(first)
        }
    })
}

/// The name in `CREATE INDEX name ON …`.
fn given_name(node: Node<'_>) -> Option<Node<'_>> {
    let before: Vec<Node<'_>> = node.children().take_while(|part| !part.is(s::ON)).collect();
    let last = *before.last()?;
    let named = !last.is_empty() && !last.is(s::INDEX) && !last.is(s::OPT_CONCURRENTLY);
    if named { last.first_token() } else { None }
}
