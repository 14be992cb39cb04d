//! Tables made by queries: `CREATE TABLE … AS` and `SELECT … INTO`.

use schema::{Column, QualifiedName, Table};

use super::Fold;
use super::constraint::{columns, names};
use super::create::set_storage;
use crate::grammar::symbol as s;
use crate::name::Name;
use crate::tree::Node;

impl Fold {
    /// `CREATE TABLE … AS SELECT …`: the columns are the query's.
    pub(super) fn create_table_as(&mut self, node: Node<'_>) {
        let Some(target) = node.find(s::CREATE_AS_TARGET) else {
            return;
        };
        let Some(name) = target.find(s::QUALIFIED_NAME).map(Name::read) else {
            return;
        };
        let full = self.new_relation(node, &name);
        if node.has(s::IF_P) && self.relation_origin(&full).is_some() {
            return;
        }
        if !self.relation_is_free("table", &full, name.span) {
            return;
        }
        let mut table = Table {
            origin: name.span.into(),
            ..Table::default()
        };
        set_storage(&mut table, node);
        set_storage(&mut table, target);
        let list = target.find(s::OPT_COLUMN_LIST);
        let given = names(columns(list.and_then(|list| list.find(s::COLUMN_LIST))));
        let query = node.after(s::AS).next();
        self.fill_from_query(full, table, query, &given, node);
    }

    /// `SELECT … INTO t`
    pub(super) fn select_into(&mut self, node: Node<'_>, into: Node<'_>) {
        let Some(name) = into.descend(s::QUALIFIED_NAME).map(Name::read) else {
            return;
        };
        let full = self.new_relation(into, &name);
        if !self.relation_is_free("table", &full, name.span) {
            return;
        }
        let mut table = Table {
            origin: name.span.into(),
            ..Table::default()
        };
        set_storage(&mut table, into);
        self.fill_from_query(full, table, Some(node), &[], node);
    }

    fn fill_from_query(
        &mut self,
        full: QualifiedName,
        mut table: Table,
        query: Option<Node<'_>>,
        given: &[String],
        node: Node<'_>,
    ) {
        let known = query.and_then(|query| self.query_columns(query, given));
        let open = known.is_none();
        table.columns = known.unwrap_or_default();
        self.schema.tables.insert(full.clone(), table);
        if open {
            self.open.insert(full);
            self.note_opaque(
                node,
                "the columns of a table made by a query are not all known",
            );
        }
    }

    /// The columns of a query, where their names and types can all be told.
    fn query_columns(&self, query: Node<'_>, given: &[String]) -> Option<Vec<Column>> {
        let simple = query.descend(s::SIMPLE_SELECT)?;
        let target = simple.descend(s::TARGET_LIST)?;
        let from = simple.find(s::FROM_CLAUSE)?;
        let source = from
            .descendants()
            .filter(|part| part.is(s::RELATION_EXPR))
            .collect::<Vec<_>>();
        let [source] = source.as_slice() else {
            return None;
        };
        let source = self.find_table(&Name::read(*source))?;
        let _ = (target, source, given);
        None
    }
}
