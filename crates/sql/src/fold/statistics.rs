//! Extended statistics.

use schema::{QualifiedName, Statistics};

use super::Fold;
use super::column::expression;
use crate::codes::UNKNOWN_OBJECT;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

/// The kinds of statistics that there are, sorted.
const KINDS: &[&str] = &["dependencies", "mcv", "ndistinct"];

impl Fold {
    pub(super) fn create_statistics(&mut self, node: Node<'_>) {
        let relation = node
            .descend(s::FROM_LIST)
            .and_then(|list| list.descend(s::QUALIFIED_NAME));
        let Some(on) = relation.map(Name::read) else {
            return;
        };
        let Some(table) = self.need_rows(&on, false) else {
            return;
        };
        let list = node
            .find(s::OPT_NAME_LIST)
            .and_then(|list| list.find(s::NAME_LIST));
        let kinds = list.into_iter().flat_map(Node::elements).map(identifier);
        let mut found = Statistics {
            table: table.clone(),
            kinds: kinds.collect(),
            origin: node.span().into(),
            ..Statistics::default()
        };
        let mut labels = Vec::new();
        for parameter in node
            .find(s::STATS_PARAMS)
            .into_iter()
            .flat_map(Node::elements)
        {
            match parameter.children().collect::<Vec<_>>().as_slice() {
                [one] if one.is_token() => {
                    found.columns.push(identifier(*one));
                    labels.push(identifier(*one));
                }
                parts => {
                    let inner = parts.iter().find(|part| !part.is(s::LEFT_PAREN));
                    let mut inner = expression(*inner.unwrap_or(&parameter));
                    self.resolve_in_table(&table, &mut inner);
                    found.expressions.push(inner);
                    labels.push("expr".to_owned());
                }
            }
        }
        if found.kinds.is_empty() && (found.expressions.len() != 1 || !found.columns.is_empty()) {
            found.kinds = KINDS.iter().map(|kind| (*kind).to_owned()).collect();
        }
        found.kinds.sort();
        self.sort_columns(&table, &mut found.columns);
        let name_node = node.children().find(|part| {
            part.is(s::ANY_NAME) || part.is(s::QUALIFIED_NAME) || part.is(s::OPT_QUALIFIED_NAME)
        });
        let name = name_node.filter(|name| !name.is_empty()).map(Name::read);
        let (full, span) = match name {
            Some(name) => (self.created(&name), name.span),
            None => (self.statistics_name(&table, &labels), node.span()),
        };
        if let Some(first) = self.schema.statistics.get(&full) {
            let first = first.origin;
            if !node.has(s::IF_P) {
                self.duplicate("statistics", &full.to_string(), span, first);
            }
            return;
        }
        self.schema.statistics.insert(full, found);
    }

    /// The name that the server gives (`ChooseExtendedStatisticName`).
    fn statistics_name(&self, table: &QualifiedName, labels: &[String]) -> QualifiedName {
        let mut columns = String::new();
        for label in labels {
            if !columns.is_empty() {
                columns.push('_');
            }
            columns.push_str(label);
            if columns.len() > schema::MAX_IDENTIFIER_BYTES {
                break;
            }
        }
        let name = |label: &str| {
            let name = schema::generated_name(&table.name, &columns, label);
            QualifiedName::new(&table.schema, name)
        };
        let numbered = (1_u32..).map(|number| name(&format!("stat{number}")));
        let mut names = std::iter::once(name("stat")).chain(numbered);
        names
            .find(|name| !self.schema.statistics.contains_key(name))
            .unwrap_or_default()
    }

    /// The statistics that a statement needs. Where there are none, that is said.
    pub(super) fn need_statistics(
        &mut self,
        name: &Name,
        missing_ok: bool,
    ) -> Option<QualifiedName> {
        let found = self.found(name, |name| self.schema.statistics.contains_key(name));
        if found.is_none() && !missing_ok {
            self.unknown_relation(name, "statistics", &UNKNOWN_OBJECT);
        }
        found
    }

    /// `ALTER STATISTICS … SET STATISTICS`
    pub(super) fn alter_statistics(&mut self, node: Node<'_>) {
        let Some(name) = node.find(s::ANY_NAME).map(Name::read) else {
            return;
        };
        let target: String = node
            .after(s::SET)
            .skip(1)
            .flat_map(Node::tokens)
            .map(Node::text)
            .collect();
        let target = target.parse::<i32>().ok().filter(|target| *target >= 0);
        if let Some(full) = self.need_statistics(&name, node.has(s::IF_P))
            && let Some(found) = self.schema.statistics.get_mut(&full)
        {
            found.target = target;
        }
    }
}
