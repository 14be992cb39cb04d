//! The tables that a statement names, under the names that its expressions know them by.

use schema::QualifiedName;

use super::Fold;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

/// The tables of a statement and of all queries in it.
pub(super) struct Scope {
    /// Each with its alias or name; `None` is a relation whose columns are not known.
    relations: Vec<(String, Option<QualifiedName>)>,
    /// Whether columns may come from elsewhere: from queries or functions in FROM.
    vague: bool,
}

impl Scope {
    pub(super) fn read(fold: &Fold, statement: Node<'_>) -> Self {
        let mut scope = Self {
            relations: Vec::new(),
            vague: false,
        };
        let is_trigger = statement.is(s::CREATE_TRIG_STMT);
        let speaks_of_one = matches!(
            statement.symbol(),
            s::CREATE_STMT
                | s::ALTER_TABLE_STMT
                | s::INDEX_STMT
                | s::CREATE_POLICY_STMT
                | s::ALTER_POLICY_STMT
                | s::CREATE_TRIG_STMT
        );
        let own = statement
            .children()
            .filter(|_| speaks_of_one)
            .find(|part| part.is(s::RELATION_EXPR) || part.is(s::QUALIFIED_NAME));
        if let Some(name) = own {
            scope.add(fold, name, None);
            if is_trigger {
                for row in ["new", "old"] {
                    scope.add(fold, name, Some(row.to_owned()));
                }
            }
        }
        for part in statement.descendants() {
            scope.visit(fold, part);
        }
        // What a WITH clause names hides a table of that name.
        for query in statement
            .descendants()
            .filter(|part| part.is(s::COMMON_TABLE_EXPR))
        {
            let name = query.first_token().map(identifier);
            for (label, table) in &mut scope.relations {
                let hidden = table
                    .as_ref()
                    .is_some_and(|table| Some(&table.name) == name.as_ref());
                if hidden || Some(&*label) == name.as_ref() {
                    *table = None;
                }
            }
        }
        scope
    }

    fn visit(&mut self, fold: &Fold, part: Node<'_>) {
        let alias = |node: Node<'_>| {
            let mut words = node.after(s::AS);
            words.next().map(identifier)
        };
        match part.symbol() {
            s::INSERT_TARGET => {
                if let Some(name) = part.find(s::QUALIFIED_NAME) {
                    self.add(fold, name, alias(part));
                }
            }
            s::RELATION_EXPR_OPT_ALIAS => {
                if let Some(name) = part.find(s::RELATION_EXPR) {
                    let last = part.children().last().filter(|last| last.id() != name.id());
                    self.add(fold, name, last.map(identifier));
                }
            }
            s::TABLE_REF => match part.child(0) {
                Some(name) if name.is(s::RELATION_EXPR) => {
                    let clause = part.descend(s::ALIAS_CLAUSE);
                    let mut words = clause
                        .into_iter()
                        .flat_map(Node::children)
                        .filter(|word| !word.is(s::AS));
                    let label = words.next().map(identifier);
                    // An alias may name the columns anew.
                    self.vague |= words.next().is_some();
                    self.add(fold, name, label);
                }
                Some(first) if first.is(s::JOINED_TABLE) => {}
                Some(_) | None => self.vague = true,
            },
            _ => {}
        }
    }

    fn add(&mut self, fold: &Fold, node: Node<'_>, alias: Option<String>) {
        let name = Name::read(node);
        let table = fold.find_table(&name);
        self.relations.push((alias.unwrap_or(name.name), table));
    }

    /// The enumerated type of a column that is written as `column` or `table.column`; `None` where
    /// it has another type, or where it is not sure which column is meant.
    pub(super) fn column(&self, fold: &Fold, parts: &[String]) -> Option<QualifiedName> {
        let (label, column) = match parts {
            [column] if !self.vague => (None, column),
            [label, column] => (Some(label), column),
            _ => return None,
        };
        let mut found = None;
        for (known, table) in &self.relations {
            let is_row = label.is_none() && matches!(known.as_str(), "new" | "old");
            if is_row || label.is_some_and(|label| label != known) {
                continue;
            }
            let table = table.as_ref()?;
            let Some(column) = fold.schema.tables.get(table)?.column(column) else {
                if fold.open.contains(table) || label.is_some() {
                    return None;
                }
                continue;
            };
            let ty = fold.enum_of(&column.ty)?;
            if found.as_ref().is_some_and(|known| *known != ty) {
                return None;
            }
            found = Some(ty);
        }
        found
    }
}
