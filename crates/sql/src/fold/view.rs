//! Views and materialized views.

use schema::{Expression, QualifiedName, View, ViewColumn};

use super::Fold;
use super::options::storage;
use super::quote::quoted;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

impl Fold {
    pub(super) fn create_view(&mut self, node: Node<'_>) {
        let Some(name) = node.find(s::QUALIFIED_NAME).map(Name::read) else {
            return;
        };
        let full = self.new_relation(node, &name);
        let replaces = node.has(s::OR) && self.schema.views.contains_key(&full);
        if !replaces && !self.relation_is_free("view", &full, name.span) {
            return;
        }
        let names = column_names(node);
        let query = node.after(s::AS).next();
        let mut view = View {
            query: Expression::new(query.map(Node::text).unwrap_or_default()),
            options: storage(node.find(s::OPT_RELOPTIONS)),
            origin: name.span.into(),
            ..View::default()
        };
        if let Some(check) = node.find(s::OPT_CHECK_OPTION) {
            let local = check.tokens().any(|token| token.is(s::LOCAL));
            let word = if local { "local" } else { "cascaded" };
            view.options
                .insert("check_option".to_owned(), word.to_owned());
        }
        if node.has(s::RECURSIVE) {
            view.query.sql = recursive(&full.name, &names, &view.query.sql);
        }
        self.set_view_columns(&full, &mut view, query, &names);
        if let Some(old) = self.schema.views.remove(&full) {
            replace(&mut view, old);
        } else {
            view.privileges = self.default_privileges("TABLES", &full.schema);
        }
        self.schema.views.insert(full, view);
    }

    pub(super) fn create_materialized_view(&mut self, node: Node<'_>) {
        let Some(target) = node.find(s::CREATE_MV_TARGET) else {
            return;
        };
        let Some(name) = target.find(s::QUALIFIED_NAME).map(Name::read) else {
            return;
        };
        let full = self.created(&name);
        if node.has(s::IF_P) && self.relation_origin(&full).is_some() {
            return;
        }
        if !self.relation_is_free("materialized view", &full, name.span) {
            return;
        }
        if target.has(s::OPT_TABLE_SPACE) || target.has(s::TABLE_ACCESS_METHOD_CLAUSE) {
            let reason = "where a materialized view is stored is not followed";
            self.note_opaque(target, reason);
        }
        let query = node.after(s::AS).next();
        let mut view = View {
            materialized: true,
            query: Expression::new(query.map(Node::text).unwrap_or_default()),
            options: storage(target.find(s::OPT_RELOPTIONS)),
            privileges: self.default_privileges("TABLES", &full.schema),
            origin: name.span.into(),
            ..View::default()
        };
        self.set_view_columns(&full, &mut view, query, &column_names(target));
        self.schema.views.insert(full, view);
    }

    /// The columns of a view: those of its query, the first of them under the names that are given.
    fn set_view_columns(
        &self,
        full: &QualifiedName,
        view: &mut View,
        query: Option<Node<'_>>,
        names: &[String],
    ) {
        let given: Vec<ViewColumn> = names.iter().map(ViewColumn::named).collect();
        let mut columns = self.resolve_query(full, &given, &mut view.query);
        if columns.is_empty() {
            let plain = query.and_then(query_columns).unwrap_or_default();
            columns = plain.into_iter().map(ViewColumn::named).collect();
        }
        for (at, known) in given.into_iter().enumerate() {
            match columns.get_mut(at) {
                Some(column) => column.name = known.name,
                None => columns.push(known),
            }
        }
        view.columns = columns;
    }
}

/// `OR REPLACE` keeps all but the query, the columns' types and the options.
fn replace(view: &mut View, old: View) {
    for column in &mut view.columns {
        if let Some(known) = old.columns.iter().find(|known| known.name == column.name) {
            column.comment.clone_from(&known.comment);
            column.default.clone_from(&known.default);
        }
    }
    view.comment = old.comment;
    view.privileges = old.privileges;
    view.triggers = old.triggers;
    view.rules = old.rules;
}

fn column_names(node: Node<'_>) -> Vec<String> {
    let list = node
        .find(s::OPT_COLUMN_LIST)
        .and_then(|list| list.find(s::COLUMN_LIST))
        .or(node.find(s::COLUMN_LIST));
    list.into_iter()
        .flat_map(Node::elements)
        .map(identifier)
        .collect()
}

/// What `CREATE RECURSIVE VIEW` stands for.
fn recursive(name: &str, columns: &[String], query: &str) -> String {
    let columns: Vec<_> = columns.iter().map(|column| quoted(column)).collect();
    let (name, columns) = (quoted(name), columns.join(", "));
    format!("WITH RECURSIVE {name}({columns}) AS ({query}) SELECT {columns} FROM {name}")
}

/// The names of a query's columns, where all of them are plain.
fn query_columns(query: Node<'_>) -> Option<Vec<String>> {
    let targets = query.descend(s::TARGET_LIST)?;
    targets.elements().map(query_column).collect()
}

fn query_column(element: Node<'_>) -> Option<String> {
    let last = element.tokens().last()?;
    let alias = element.children().count() > 1;
    let reference = element.descend(s::COLUMNREF);
    let column = reference.is_some_and(|reference| reference.text() == element.text());
    let plain = (alias || column) && !last.is(s::STAR);
    plain.then(|| identifier(last))
}
