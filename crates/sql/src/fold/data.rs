//! Statements that change rows: their tables and columns must exist.

use schema::QualifiedName;

use super::Fold;
use crate::codes::UNKNOWN_TABLE;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

impl Fold {
    pub(super) fn insert(&mut self, node: Node<'_>) {
        let target = node
            .find(s::INSERT_TARGET)
            .and_then(|target| target.find(s::QUALIFIED_NAME));
        let Some(table) = target.and_then(|target| self.target(target)) else {
            return;
        };
        let list = node
            .find(s::INSERT_REST)
            .and_then(|rest| rest.find(s::INSERT_COLUMN_LIST));
        self.need_columns(&table, list);
    }

    pub(super) fn update(&mut self, node: Node<'_>) {
        let Some(table) = node
            .find(s::RELATION_EXPR_OPT_ALIAS)
            .and_then(|target| self.target(target))
        else {
            return;
        };
        let clauses = node
            .find(s::SET_CLAUSE_LIST)
            .into_iter()
            .flat_map(Node::elements);
        for clause in clauses {
            let list = clause.find(s::SET_TARGET_LIST).or(Some(clause));
            let targets: Vec<Node<'_>> = list
                .into_iter()
                .flat_map(Node::elements)
                .filter(|part| part.is(s::SET_TARGET))
                .collect();
            for target in targets {
                self.need_first(&table, target);
            }
        }
    }

    pub(super) fn delete(&mut self, node: Node<'_>) {
        if let Some(target) = node.find(s::RELATION_EXPR_OPT_ALIAS) {
            self.target(target);
        }
    }

    pub(super) fn truncate(&mut self, node: Node<'_>) {
        let list: Vec<Node<'_>> = node
            .find(s::RELATION_EXPR_LIST)
            .into_iter()
            .flat_map(Node::elements)
            .collect();
        for relation in list {
            self.target(relation);
        }
    }

    /// The table whose rows change; `None` for a view, and where there is none.
    fn target(&mut self, node: Node<'_>) -> Option<QualifiedName> {
        let node = node.descend(s::RELATION_EXPR).unwrap_or(node);
        let name = Name::read(node);
        let found = self.find_table(&name);
        if found.is_none() && self.find_relation(&name).is_none() {
            self.unknown_relation(&name, "table", &UNKNOWN_TABLE);
        }
        found
    }

    fn need_columns(&mut self, table: &QualifiedName, list: Option<Node<'_>>) {
        let items: Vec<Node<'_>> = list.into_iter().flat_map(Node::elements).collect();
        for item in items {
            self.need_first(table, item);
        }
    }

    /// The column is the first word; what follows is a part of its value.
    fn need_first(&mut self, table: &QualifiedName, item: Node<'_>) {
        if let Some(token) = item.first_token() {
            self.need_column(table, &identifier(token), token.span());
        }
    }
}
