//! Tables made by queries: `CREATE TABLE … AS` and `SELECT … INTO`.

use schema::{Column, Expression, QualifiedName, Reference, Table, ViewColumn};

use super::Fold;
use super::constraint::{columns, names};
use super::create::set_storage;
use super::lookup::TEMPORARY;
use crate::grammar::symbol as s;
use crate::name::Name;
use crate::resolve;
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
        let query = node.after(s::AS).next().map(Node::text);
        self.fill_from_query(full, table, query.unwrap_or_default(), &given, node);
    }

    /// `SELECT … INTO t`
    pub(super) fn select_into(&mut self, node: Node<'_>, into: Node<'_>) {
        let Some(name) = into.descend(s::QUALIFIED_NAME).map(Name::read) else {
            return;
        };
        let target = into.find(s::OPT_TEMP_TABLE_NAME).unwrap_or(into);
        let mut full = self.created(&name);
        let temporary = target.has(s::TEMP) || target.has(s::TEMPORARY);
        if temporary {
            TEMPORARY.clone_into(&mut full.schema);
        }
        if !self.relation_is_free("table", &full, name.span) {
            return;
        }
        let table = Table {
            unlogged: target.has(s::UNLOGGED),
            origin: name.span.into(),
            ..Table::default()
        };
        let (start, end) = (into.start() - node.start(), into.end() - node.start());
        let text = node.text();
        let before = text.get(..start as usize).unwrap_or_default();
        let after = text.get(end as usize..).unwrap_or_default();
        self.fill_from_query(full, table, &format!("{before}{after}"), &[], node);
    }

    fn fill_from_query(
        &mut self,
        full: QualifiedName,
        mut table: Table,
        query: &str,
        given: &[String],
        node: Node<'_>,
    ) {
        let known = self.columns_of_query(&full, query, given);
        let open = known.is_none();
        table.columns = known.unwrap_or_default();
        for column in &mut table.columns {
            column.origin = table.origin;
        }
        table.privileges = self.default_privileges("TABLES", &full.schema);
        let lasts = full.schema != TEMPORARY;
        self.schema.tables.insert(full.clone(), table);
        if open {
            self.open.insert(full);
        }
        if open && lasts {
            self.note_opaque(
                node,
                "the columns of a table made by a query are not all known",
            );
        }
    }

    /// The columns of a query, where their names and types can all be told.
    fn columns_of_query(
        &self,
        full: &QualifiedName,
        query: &str,
        given: &[String],
    ) -> Option<Vec<Column>> {
        let given: Vec<ViewColumn> = given.iter().cloned().map(ViewColumn::named).collect();
        let mut path = vec![TEMPORARY.to_owned()];
        path.extend(self.path.iter().cloned());
        let mut query = Expression::new(query);
        let found = resolve::query(&self.schema, &path, &full.schema, &given, &mut query);
        let reads_open = query.uses.iter().any(|used| match used {
            Reference::Relation(name) | Reference::Column(name, _) => self.open.contains(name),
            Reference::Type(_) | Reference::Function(_) => false,
        });
        if reads_open || found.is_empty() {
            return None;
        }
        found
            .into_iter()
            .map(|column| Some(Column::new(column.name, column.ty?)))
            .collect()
    }
}
