//! Joins of `FROM`.

use std::rc::Rc;

use schema::Reference;

use super::expr::{Expr, Kind, name_text};
use super::from::{Alias, renamed};
use super::names::Columns;
use super::raw;
use super::reader::{Level, Reader, Relation};
use crate::grammar::symbol as s;
use crate::name::identifier;
use crate::tree::Node;

impl Reader<'_> {
    /// Makes one relation of those of a join that has an alias.
    pub(super) fn one_of_many(
        level: &mut Level,
        start: usize,
        merged: usize,
        name: &str,
        shown: String,
    ) {
        let relations = level.relations.split_off(start);
        let shared = level.merged.split_off(merged);
        let first = shared
            .iter()
            .map(|(name, value)| (name.clone(), value.ty.clone()));
        let mut columns: Option<Columns> = Some(first.collect());
        for relation in relations {
            let more = relation.columns.map(Rc::unwrap_or_clone);
            columns = columns.zip(more).map(|(mut all, more)| {
                let is_shared = |name: &String| shared.iter().any(|(known, _)| known == name);
                all.extend(more.into_iter().filter(|(name, _)| !is_shared(name)));
                all
            });
        }
        let mut relation = renamed(name, None, columns.map(Rc::new), &Alias::default());
        relation.shown = shown;
        level.relations.push(relation);
    }

    /// Two sides with what joins them.
    pub(super) fn join(&mut self, node: Node<'_>, level: &mut Level) -> String {
        let sides: Vec<Node<'_>> = node
            .children()
            .filter(|part| part.is(s::TABLE_REF) || part.is(s::JOINED_TABLE))
            .collect();
        let [left, right] = sides.as_slice() else {
            // Parentheses around a join.
            return match sides.first() {
                Some(inner) => self.table_reference(*inner, level),
                None => raw::tokens(node),
            };
        };
        let start = level.relations.len();
        let left = self.table_reference(*left, level);
        let middle = level.relations.len();
        let right = self.table_reference(*right, level);
        let kind = node.find(s::JOIN_TYPE).and_then(Node::first_token);
        let word = match kind.map(Node::symbol) {
            Some(s::LEFT) => "LEFT JOIN",
            Some(s::RIGHT) => "RIGHT JOIN",
            Some(s::FULL) => "FULL JOIN",
            _ => "JOIN",
        };
        if node.has(s::CROSS) {
            return format!("({left} CROSS JOIN {right})");
        }
        let full = word == "FULL JOIN";
        if node.has(s::NATURAL) {
            let names = shared(&level.relations[start..middle], &level.relations[middle..]);
            merge(level, start, middle, &names, word);
            let _ = full;
            return format!("({left} {word} {right} USING ({}))", names.join(", "));
        }
        let Some(condition) = node.find(s::JOIN_QUAL) else {
            return format!("({left} {word} {right})");
        };
        if condition.has(s::USING) {
            let names = condition.find(s::NAME_LIST);
            let names: Vec<String> = names
                .into_iter()
                .flat_map(Node::elements)
                .map(identifier)
                .collect();
            for name in &names {
                self.use_joined(level, start, name);
            }
            merge(level, start, middle, &names, word);
            let names: Vec<String> = names.iter().map(|name| name_text(name)).collect();
            return format!("({left} {word} {right} USING ({}))", names.join(", "));
        }
        let of = Level {
            relations: level.relations[start..].to_vec(),
            merged: level.merged.clone(),
            named: Vec::new(),
        };
        self.levels.push(of);
        let value = condition.children().last().map(|value| self.read(value));
        self.levels.pop();
        let value = value.map(|value| value.text()).unwrap_or_default();
        format!("({left} {word} {right} ON {value})")
    }

    /// Notes the columns that `USING` names.
    fn use_joined(&mut self, level: &Level, start: usize, name: &str) {
        for relation in &level.relations[start..] {
            let at = relation
                .columns
                .iter()
                .flat_map(|columns| columns.iter())
                .position(|(known, _)| known == name);
            if let (Some(at), Some(table)) = (at, &relation.table) {
                let name = relation.originals.get(at).map_or(name, String::as_str);
                self.uses
                    .insert(Reference::Column(table.clone(), name.to_owned()));
            }
        }
    }
}

/// The columns that both sides have, in the order of the left.
fn shared(left: &[Relation], right: &[Relation]) -> Vec<String> {
    let names = |side: &[Relation]| -> Vec<String> {
        let columns = side.iter().filter_map(|relation| relation.columns.as_ref());
        columns
            .flat_map(|columns| columns.iter())
            .map(|(name, _)| name.clone())
            .collect()
    };
    let right = names(right);
    names(left)
        .into_iter()
        .filter(|name| right.contains(name))
        .collect()
}

/// Makes one column of those that `USING` names: that of the side whose rows are all kept.
fn merge(level: &mut Level, start: usize, middle: usize, names: &[String], word: &str) {
    for name in names {
        if level.merged.iter().any(|(known, _)| known == name) {
            continue;
        }
        let side = if word == "RIGHT JOIN" {
            &level.relations[middle..]
        } else {
            &level.relations[start..middle]
        };
        let holder = side.iter().find_map(|relation| {
            let columns = relation.columns.as_ref()?;
            let (_, ty) = columns.iter().find(|(known, _)| known == name)?;
            Some((relation.shown.clone(), ty.clone()))
        });
        let value = match holder {
            Some((alias, ty)) if word != "FULL JOIN" => {
                Expr::new(Kind::Column(Some(alias), name.clone()), ty)
            }
            Some((_, ty)) => Expr::new(Kind::Column(None, name.clone()), ty),
            None => Expr::new(Kind::Column(None, name.clone()), None),
        };
        level.merged.push((name.clone(), value));
    }
}
