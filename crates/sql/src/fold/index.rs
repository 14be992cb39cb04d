//! `CREATE INDEX`.

use diag::Diagnostic;
use schema::{
    Expression, Index, IndexElement, IndexKey, IndexStorage, NullsOrder, QualifiedName, SortOrder,
};

use super::column::expression;
use super::label::label;
use super::naming::{addition, column_names};
use super::options::storage;
use super::{Class, Fold};
use crate::codes::UNKNOWN_INDEX;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier, identifiers};
use crate::tree::Node;

impl Fold {
    /// Of a table, a partitioned table with parts on its partitions, or a materialized view.
    pub(super) fn create_index(&mut self, node: Node<'_>) {
        let Some(relation) = node.find(s::RELATION_EXPR) else {
            return;
        };
        let name = Name::read(relation);
        let view = self.found(&name, |name| self.schema.views.contains_key(name));
        let Some(owner) = view.or_else(|| self.need_table(&name, false)) else {
            return;
        };
        let given = given_name(node);
        let Some((index, span)) = self.index(node, &owner, given) else {
            return;
        };
        let full = QualifiedName::new(&owner.schema, &index.name);
        if node.has(s::IF_P) && self.relation_origin(&full).is_some() {
            return;
        }
        if !self.relation_is_free("relation", &full, span) {
            return;
        }
        self.indexes.insert(full.clone(), owner.clone());
        if let Some(view) = self.schema.views.get_mut(&owner) {
            view.indexes.push(index);
        } else if let Some(table) = self.schema.tables.get_mut(&owner) {
            let only = index.only;
            table.indexes.push(index);
            if !only {
                self.pass_index(&owner, &full.name);
            }
        }
    }

    /// Reads the statement, for a table or view; with the place of the index's name.
    fn index(
        &mut self,
        node: Node<'_>,
        owner: &QualifiedName,
        given: Option<Node<'_>>,
    ) -> Option<(Index, diag::Span)> {
        let params = node.find(s::INDEX_PARAMS);
        let method = node
            .find(s::ACCESS_METHOD_CLAUSE)
            .and_then(|clause| clause.child(1));
        let method = method.map_or_else(|| "btree".to_owned(), identifier);
        let elements: Vec<IndexElement> = self.index_elements(owner, params);
        let included = node.find(s::OPT_INCLUDE);
        let included = included.and_then(|clause| clause.find(s::INDEX_INCLUDING_PARAMS));
        let include: Vec<IndexElement> = self.index_elements(owner, included);
        let name = given.map_or_else(
            || {
                let names = element_labels(params).chain(element_labels(included));
                self.index_name(owner, names)
            },
            identifier,
        );
        let predicate = node
            .find(s::WHERE_CLAUSE)
            .and_then(|clause| clause.child(1));
        let predicate = predicate.map(|predicate| self.index_predicate(owner, predicate));
        let relation = node.find(s::RELATION_EXPR)?;
        let partitioned = self
            .schema
            .tables
            .get(owner)
            .is_some_and(|table| table.partition_key.is_some());
        let tablespace = node.find(s::OPT_TABLE_SPACE);
        let index = Index {
            name,
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
            predicate,
            storage: IndexStorage {
                options: storage(node.find(s::OPT_RELOPTIONS)),
                tablespace: tablespace
                    .and_then(|clause| clause.tokens().last())
                    .map(identifier),
            },
            // Of a table that has no partitions, all of it is the table alone.
            only: partitioned
                && relation.tokens().any(|token| token.is(s::ONLY))
                && !self.partitions(owner).is_empty(),
            origin: node.span().into(),
            ..Index::default()
        };
        Some((index, given.map_or(relation.span(), Node::span)))
    }

    fn index_predicate(&mut self, owner: &QualifiedName, node: Node<'_>) -> Expression {
        self.columns_used(owner, Some(node), true);
        self.must_be_immutable(owner, node, "the predicate of an index");
        let mut predicate = expression(node);
        self.resolve_in_table(owner, &mut predicate);
        predicate
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
            let mut inner = expression(inner);
            self.resolve_in_table(table, &mut inner);
            IndexKey::Expression(inner)
        };
        // A partition key's element has its options without a node around them.
        let options = element.find(s::INDEX_ELEM_OPTIONS).unwrap_or(element);
        let part = |rule| options.find(rule);
        let collation = part(s::OPT_COLLATE).and_then(|clause| clause.child(1));
        let collation = collation.and_then(|name| identifiers(name).pop());
        let opclass = part(s::OPT_QUALIFIED_NAME).or(part(s::ANY_NAME));
        let order = match part(s::OPT_ASC_DESC) {
            Some(order) if order.has(s::DESC) => SortOrder::Descending,
            Some(_) | None => SortOrder::Ascending,
        };
        IndexElement {
            collation: self.other_collation(table, &key, collation),
            key,
            opclass: opclass.and_then(|name| identifiers(name).pop()),
            opclass_options: storage(part(s::RELOPTIONS)),
            order,
            nulls: part(s::OPT_NULLS_ORDER).and_then(|nulls| nulls_order(nulls, order)),
        }
    }

    /// A collation that is not the column's own anyway.
    fn other_collation(
        &self,
        table: &QualifiedName,
        key: &IndexKey,
        collation: Option<String>,
    ) -> Option<String> {
        let own = match key {
            IndexKey::Column(name) => {
                let table = self.schema.tables.get(table);
                let column = table.and_then(|table| table.column(name));
                column.and_then(|column| column.collation.clone())
            }
            IndexKey::Expression(_) => None,
        };
        let own = own.unwrap_or_else(|| "default".to_owned());
        collation.filter(|collation| *collation != own)
    }

    pub(super) fn index_name(
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

/// Where nulls stand, if that is not where the order puts them.
fn nulls_order(clause: Node<'_>, order: SortOrder) -> Option<NullsOrder> {
    match (clause.has(s::FIRST_P), order) {
        (true, SortOrder::Ascending) => Some(NullsOrder::First),
        (false, SortOrder::Descending) => Some(NullsOrder::Last),
        (true, SortOrder::Descending) | (false, SortOrder::Ascending) => None,
    }
}

/// A catalog does not show an operator class that is the default.
pub(super) fn without_default_classes(
    method: &str,
    mut elements: Vec<IndexElement>,
) -> Vec<IndexElement> {
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
    let first = element.child(0)?;
    if first.is_token() && !first.is(s::LEFT_PAREN) {
        return Some(first);
    }
    let mut node = first;
    if node.is(s::LEFT_PAREN) {
        node = element.child(1)?;
    }
    while node.is(s::C_EXPR) && node.child(0)?.is(s::LEFT_PAREN) {
        node = node.child(1)?;
    }
    // In parentheses a token alone is a constant, such as `TRUE`.
    let is_column = node.is(s::COLUMNREF) && node.children().count() == 1;
    is_column.then(|| node.first_token()).flatten()
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
