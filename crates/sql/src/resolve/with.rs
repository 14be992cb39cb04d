//! `WITH`: queries with names.

use std::fmt::Write as _;

use super::expr::name_text;
use super::names::Columns;
use super::query::{Query, is_query};
use super::raw;
use super::reader::Reader;
use crate::grammar::symbol as s;
use crate::name::identifier;
use crate::tree::Node;

impl Reader<'_> {
    /// `WITH …`; its names are known from here on.
    pub(super) fn with(&mut self, node: Node<'_>) -> String {
        let recursive = node.has(s::RECURSIVE);
        let list = node.find(s::CTE_LIST);
        let mut parts = Vec::new();
        for query in list.into_iter().flat_map(Node::elements) {
            let name = query.child(0).map(identifier).unwrap_or_default();
            let names: Vec<String> = query
                .find(s::OPT_NAME_LIST)
                .and_then(|list| list.descend(s::NAME_LIST))
                .into_iter()
                .flat_map(Node::elements)
                .map(identifier)
                .collect();
            let open = query.children().position(|part| part.is(s::LEFT_PAREN));
            let body = open.and_then(|open| query.child(open + 1));
            let known = names.iter().map(|name| (name.clone(), None)).collect();
            let before = (!names.is_empty()).then_some(known);
            if recursive && let Some(level) = self.levels.last_mut() {
                level.named.push((name.clone(), before));
            }
            let inner = match body {
                Some(body) if is_query(body) => {
                    let mut columns = recursive.then(|| self.first_columns(body)).flatten();
                    for (column, name) in columns.iter_mut().flatten().zip(&names) {
                        column.0.clone_from(name);
                    }
                    if let (Some(columns), Some(level)) = (columns, self.levels.last_mut()) {
                        level.named.push((name.clone(), Some(columns)));
                    }
                    self.named_query_of(body, (!names.is_empty()).then_some(&names))
                }
                Some(body) => Query {
                    text: self.unknown(body).text(),
                    columns: None,
                },
                None => Query {
                    text: String::new(),
                    columns: None,
                },
            };
            let mut columns = inner.columns;
            for (column, name) in columns.iter_mut().flatten().zip(&names) {
                column.0.clone_from(name);
            }
            if let Some(level) = self.levels.last_mut() {
                level.named.push((name.clone(), columns));
            }
            let material = query.find(s::OPT_MATERIALIZED).map(raw::tokens);
            let material = material.map(|text| format!(" {text}")).unwrap_or_default();
            let mut text = format!("{} AS{material} ({})", name_text(&name), inner.text);
            for part in [s::OPT_SEARCH_CLAUSE, s::OPT_CYCLE_CLAUSE] {
                if let Some(part) = query.find(part) {
                    let _ = write!(text, " {}", raw::tokens(part));
                }
            }
            parts.push(text);
        }
        let word = if recursive { "WITH RECURSIVE" } else { "WITH" };
        format!("{word} {}", parts.join(", "))
    }

    /// The columns of the part of a recursive query that does not recur.
    fn first_columns(&mut self, body: Node<'_>) -> Option<Columns> {
        let mut first = body;
        for _ in 0..50 {
            let inner = first.children().find(|part| {
                part.is(s::SIMPLE_SELECT)
                    || part.is(s::SELECT_WITH_PARENS)
                    || part.is(s::SELECT_NO_PARENS)
            });
            match inner {
                Some(inner) => first = inner,
                None => break,
            }
        }
        let mentions = self.mentions.len();
        let counts = self.counts.clone();
        let columns = self.query(first).columns;
        self.counts = counts;
        self.mentions.truncate(mentions);
        columns
    }
}
