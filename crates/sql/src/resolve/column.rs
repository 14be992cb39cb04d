//! References to columns.

use schema::{QualifiedName, Reference, Type};

use super::expr::{Expr, Kind, name_text};
use super::reader::{Reader, Relation};
use crate::grammar::symbol as s;
use crate::name::identifier;
use crate::tree::Node;

/// A part of a dotted name, with its place.
type Part<'n> = (String, Node<'n>);

/// What the levels say of a name.
struct Found {
    relation: Option<String>,
    name: String,
    ty: Option<Type>,
    /// The table's column.
    column: Option<(QualifiedName, String)>,
    by_table: bool,
}

impl Reader<'_> {
    pub(super) fn column_reference(&mut self, node: Node<'_>) -> Expr {
        let Some(first) = node.child(0) else {
            return self.unknown(node);
        };
        let mut names = vec![(identifier(first), first)];
        let mut rest = Vec::new();
        if let Some(indirection) = node.child(1) {
            for element in indirection.children() {
                let words: Vec<Node<'_>> = element.children().collect();
                match words.as_slice() {
                    [dot, name] if dot.is(s::DOT) && !name.is(s::STAR) && rest.is_empty() => {
                        names.push((identifier(*name), *name));
                    }
                    _ => rest.push(element),
                }
            }
        }
        let is_star = |element: &Node<'_>| {
            element.is(s::INDIRECTION_EL)
                && element
                    .children()
                    .last()
                    .is_some_and(|last| last.is(s::STAR))
        };
        if rest.last().is_some_and(is_star) {
            // A whole row; its columns are listed where a query lists them.
            if let Some(row) = names.last().and_then(|(name, _)| self.whole_row(name)) {
                return row;
            }
            let names: Vec<String> = names.iter().map(|(name, _)| name_text(name)).collect();
            return Expr::raw(format!("{}.*", names.join(".")));
        }
        let value = self.column(&names);
        self.taken(value, &rest)
    }

    /// A column by its parts: `column`, `relation.column`, `schema.relation.column`, each perhaps
    /// with fields behind.
    pub(super) fn column(&mut self, parts: &[Part<'_>]) -> Expr {
        let most = parts.len().min(3);
        for length in (1..=most).rev() {
            let (head, fields) = parts.split_at(length);
            let Some(found) = self.look_up(head) else {
                continue;
            };
            let Some((_, last)) = head.last() else {
                continue;
            };
            let whole =
                head.first().map_or(0, |(_, first)| first.start() as usize)..last.end() as usize;
            if let Some((table, column)) = found.column {
                self.uses.insert(Reference::Relation(table.clone()));
                self.mention(Reference::Column(table, column), whole, *last);
                if let Some(mention) = self.mentions.last_mut() {
                    mention.by_table = found.by_table && length > 1;
                }
            }
            let mut value = Expr::new(Kind::Column(found.relation, found.name), found.ty);
            if !fields.is_empty() {
                let text = fields
                    .iter()
                    .map(|(name, _)| format!(".{}", name_text(name)))
                    .collect();
                value = Expr::new(Kind::Part(Box::new(value), text), None);
            }
            return value;
        }
        if let [(name, _)] = parts
            && let Some(merged) = self.merged(name)
        {
            return merged;
        }
        if let [(name, _)] = parts
            && let Some(row) = self.whole_row(name)
        {
            return row;
        }
        let names: Vec<&String> = parts.iter().map(|(name, _)| name).collect();
        match names.as_slice() {
            [name] => Expr::new(Kind::Column(None, (*name).clone()), None),
            [relation, name] => Expr::new(
                Kind::Column(Some((*relation).clone()), (*name).clone()),
                None,
            ),
            other => {
                let text: Vec<String> = other.iter().map(|name| name_text(name)).collect();
                Expr::raw(text.join("."))
            }
        }
    }

    /// A row of a relation as a value.
    fn whole_row(&self, name: &str) -> Option<Expr> {
        let mut levels = self.levels.iter().rev();
        let relation = levels.find_map(|level| {
            let mut relations = level.relations.iter();
            relations.find(|known| known.alias == name && !name.is_empty())
        })?;
        let ty = relation.table.as_ref().map(|table| Type {
            schema: Some(table.schema.clone()),
            ..Type::builtin(&table.name)
        });
        let row = Kind::Raw(format!("{}.*", name_text(&relation.shown)));
        Some(Expr::new(row, ty))
    }

    /// What `USING` made of a column's name.
    fn merged(&self, name: &str) -> Option<Expr> {
        let mut levels = self.levels.iter().rev();
        levels.find_map(|level| {
            let mut merged = level.merged.iter();
            merged
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.clone())
        })
    }

    fn look_up(&self, parts: &[Part<'_>]) -> Option<Found> {
        let (schema, relation, name) = match parts {
            [(name, _)] => (None, None, name),
            [(relation, _), (name, _)] => (None, Some(relation), name),
            [(schema, _), (relation, _), (name, _)] => (Some(schema), Some(relation), name),
            _ => return None,
        };
        for level in self.levels.iter().rev() {
            if relation.is_none() && level.merged.iter().any(|(known, _)| known == name) {
                return None;
            }
            let fits = |known: &&Relation| match relation {
                None => !known.hidden,
                Some(relation) => {
                    known.alias == *relation
                        && schema.is_none_or(|schema| {
                            known
                                .table
                                .as_ref()
                                .is_some_and(|table| table.schema == *schema)
                        })
                }
            };
            let mut relations: Vec<&Relation> = level.relations.iter().filter(fits).collect();
            // An inner relation hides an outer one of the same name.
            relations.reverse();
            relations.sort_by_key(|known| known.columns.is_none());
            let alone = relations.len() == 1;
            for known in relations {
                match &known.columns {
                    Some(columns) => {
                        let at = columns.iter().position(|(column, _)| column == name);
                        if let Some(at) = at {
                            return Some(found(known, name, columns[at].1.clone(), at));
                        }
                        if relation.is_some() && is_system_column(name) {
                            return Some(found(known, name, None, usize::MAX));
                        }
                    }
                    None if alone || relation.is_some() => {
                        return Some(found(known, name, None, usize::MAX));
                    }
                    None => {}
                }
            }
            // What is not known may have the column.
            if relation.is_none() && level.relations.iter().any(|known| known.columns.is_none()) {
                return None;
            }
        }
        None
    }
}

fn found(relation: &Relation, name: &str, ty: Option<Type>, at: usize) -> Found {
    let original = relation.originals.get(at).map_or(name, String::as_str);
    let known = relation.columns.is_some() && at != usize::MAX;
    let column = relation.table.clone().filter(|_| known);
    Found {
        relation: relation.qualify.then(|| relation.shown.clone()),
        name: name.to_owned(),
        ty,
        column: column.map(|table| (table, original.to_owned())),
        by_table: relation.by_table,
    }
}

fn is_system_column(name: &str) -> bool {
    matches!(
        name,
        "ctid" | "xmin" | "xmax" | "cmin" | "cmax" | "tableoid"
    )
}
