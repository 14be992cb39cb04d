//! Statements that read and write rows.

use std::fmt::Write as _;

use schema::{QualifiedName, Reference};

use super::expr::{name_text, qualified_text};
use super::raw;
use super::reader::{Level, Reader, Relation};
use crate::grammar::symbol as s;
use crate::name::{identifier, identifiers};
use crate::tree::Node;

/// Statements that nest deeper are kept as their tokens.
const MAX_DEPTH: usize = 100;

impl Reader<'_> {
    /// Any statement in one spelling; what it refers to is noted.
    pub(super) fn statement(&mut self, node: Node<'_>) -> String {
        self.depth += 1;
        let text = if self.depth > MAX_DEPTH {
            raw::tokens(node)
        } else {
            self.statement_within(node)
        };
        self.depth -= 1;
        text
    }

    fn statement_within(&mut self, node: Node<'_>) -> String {
        match node.symbol() {
            s::SIMPLE_SELECT | s::SELECT_NO_PARENS | s::SELECT_WITH_PARENS => self.query(node).text,
            s::INSERT_STMT | s::UPDATE_STMT | s::DELETE_STMT | s::MERGE_STMT => self.writes(node),
            s::QUALIFIED_NAME => self.relation_name(node).0,
            s::TYPENAME => self.ty(node).to_string(),
            s::A_EXPR
            | s::B_EXPR
            | s::C_EXPR
            | s::COLUMNREF
            | s::FUNC_EXPR
            | s::FUNC_EXPR_COMMON_SUBEXPR
            | s::FUNC_APPLICATION
            | s::FUNC_EXPR_WINDOWLESS
            | s::CASE_EXPR
            | s::AEXPR_CONST
            | s::EXPLICIT_ROW
            | s::IMPLICIT_ROW => self.read(node).text(),
            s::INSERT_COLUMN_ITEM | s::SET_TARGET => self.written_column(node),
            s::TARGET_LIST => {
                let outputs = self.outputs_of(node);
                Self::output_list(&outputs, None)
            }
            // What is so without being said.
            s::OPT_INSTEAD if node.text().eq_ignore_ascii_case("also") => String::new(),
            s::RULE_ACTION_LIST => {
                let parts: Vec<String> = node
                    .descendants()
                    .filter(|part| part.is(s::RULE_ACTION_STMT))
                    .filter_map(|part| part.child(0))
                    .collect::<Vec<_>>()
                    .into_iter()
                    .map(|part| self.statement(part))
                    .collect();
                if parts.is_empty() {
                    raw::tokens(node)
                } else {
                    parts.join("; ")
                }
            }
            _ if node.is_token() => raw::token(node),
            _ => {
                let parts = node.children().filter(|part| !part.is_empty());
                let parts: Vec<Node<'_>> = parts.collect();
                let parts: Vec<String> = parts
                    .into_iter()
                    .map(|part| self.statement(part))
                    .filter(|text| !text.is_empty())
                    .collect();
                parts.join(" ")
            }
        }
    }

    /// `INSERT`, `UPDATE`, `DELETE`, `MERGE`: the target and the relations beside it are known to
    /// the expressions.
    fn writes(&mut self, node: Node<'_>) -> String {
        self.levels.push(Level::default());
        let mut parts = Vec::new();
        let mut level = Level::default();
        if let Some(with) = node.descend(s::WITH_CLAUSE).filter(|with| {
            node.child(0)
                .is_some_and(|first| first.start() <= with.start() && with.end() <= first.end())
        }) {
            parts.push(self.with(with));
        }
        let target = node
            .children()
            .find(|part| part.is(s::INSERT_TARGET) || part.is(s::RELATION_EXPR_OPT_ALIAS));
        let mut target_text = String::new();
        let mut columns = Vec::new();
        if let Some(target) = target {
            let insert = node.is(s::INSERT_STMT);
            (target_text, columns) = self.written_table(target, insert, &mut level);
        }
        let from = node
            .children()
            .filter(|part| part.is(s::FROM_CLAUSE) || part.is(s::USING_CLAUSE))
            .find_map(|clause| clause.find(s::FROM_LIST));
        let mut from_text = from.map(|list| self.from(list, &mut level));
        if node.is(s::MERGE_STMT)
            && let Some(reference) = node.find(s::TABLE_REF)
        {
            from_text = Some(self.table_reference(reference, &mut level));
        }
        // The rows of an INSERT know nothing of its target.
        let rest = node.find(s::INSERT_REST);
        let rest = rest.map(|rest| self.insert_rest(rest, &level, &columns));
        self.levels.push(level);
        for part in node.children().filter(|part| !part.is_empty()) {
            match part.symbol() {
                s::OPT_WITH_CLAUSE => {}
                s::INSERT_TARGET | s::RELATION_EXPR_OPT_ALIAS => parts.push(target_text.clone()),
                s::FROM_CLAUSE | s::USING_CLAUSE => {
                    let word = if part.is(s::FROM_CLAUSE) {
                        "from"
                    } else {
                        "using"
                    };
                    parts.push(format!("{word} {}", from_text.clone().unwrap_or_default()));
                }
                s::TABLE_REF => parts.push(from_text.clone().unwrap_or_default()),
                s::INSERT_REST => parts.push(rest.clone().unwrap_or_default()),
                _ => parts.push(self.statement(part)),
            }
        }
        self.levels.pop();
        self.levels.pop();
        parts.join(" ")
    }

    /// The table that is written to: its text and its columns.
    fn written_table(
        &mut self,
        target: Node<'_>,
        insert: bool,
        level: &mut Level,
    ) -> (String, Vec<String>) {
        let name = target.descend(s::QUALIFIED_NAME).unwrap_or(target);
        let (text, found) = self.relation_name(name);
        let label = target
            .children()
            .last()
            .filter(|last| last.is_token() && target.children().count() > 1);
        let plain = identifiers(name).pop().unwrap_or_default();
        let alias = label.map_or(plain.clone(), identifier);
        let mut target_text = text;
        if alias != plain {
            let _ = write!(target_text, " {}", name_text(&alias));
        }
        let known = found.as_ref().and_then(|found| self.names.columns(found));
        let columns = known
            .iter()
            .flat_map(|known| known.iter())
            .map(|(name, _)| name.clone())
            .collect();
        let relation = |alias: &str, hidden| Relation {
            alias: alias.to_owned(),
            shown: alias.to_owned(),
            qualify: true,
            hidden,
            table: found.clone(),
            columns: known.clone(),
            originals: Vec::new(),
            by_table: alias == plain && !hidden,
        };
        level.relations.push(relation(&alias, false));
        if insert {
            level.relations.push(relation("excluded", true));
        }
        (target_text, columns)
    }

    /// The columns and rows of an `INSERT`. Columns that are not listed are the table's first.
    fn insert_rest(&mut self, rest: Node<'_>, level: &Level, columns: &[String]) -> String {
        let mut parts = Vec::new();
        let query = rest.children().find(|part| {
            matches!(
                part.symbol(),
                s::SIMPLE_SELECT | s::SELECT_NO_PARENS | s::SELECT_WITH_PARENS
            )
        });
        if let Some(list) = rest.find(s::INSERT_COLUMN_LIST) {
            self.levels.push(level.clone());
            let names: Vec<String> = list.elements().map(|item| self.statement(item)).collect();
            self.levels.pop();
            parts.push(format!("({})", names.join(", ")));
        }
        let written = query.map(|query| self.query(query));
        if parts.is_empty()
            && let Some(width) = written.as_ref().and_then(|query| query.columns.as_ref())
            && columns.len() >= width.len()
        {
            let names: Vec<String> = columns[..width.len()]
                .iter()
                .map(|name| name_text(name))
                .collect();
            parts.push(format!("({})", names.join(", ")));
        }
        if let Some(kind) = rest.find(s::OVERRIDE_KIND) {
            parts.push(format!("overriding {} value", raw::tokens(kind)));
        }
        match written {
            Some(query) => parts.push(query.text),
            None => parts.push("default values".to_owned()),
        }
        parts.join(" ")
    }

    /// A column that is written to.
    fn written_column(&mut self, node: Node<'_>) -> String {
        let Some(first) = node.child(0) else {
            return raw::tokens(node);
        };
        let name = identifier(first);
        let target = self.levels.last().and_then(|level| level.relations.first());
        let known = target.and_then(|target| {
            let columns = target.columns.as_ref()?;
            let has = columns.iter().any(|(column, _)| *column == name);
            has.then(|| target.table.clone()).flatten()
        });
        if let Some(table) = known {
            let whole = first.start() as usize..first.end() as usize;
            self.mention(Reference::Column(table, name.clone()), whole, first);
        }
        let rest: Vec<String> = node.children().skip(1).map(raw::tokens).collect();
        format!("{}{}", name_text(&name), rest.concat())
    }

    /// The name of a relation, and the relation where it is known.
    pub(super) fn relation_name(&mut self, node: Node<'_>) -> (String, Option<QualifiedName>) {
        let mut parts = identifiers(node);
        let name = parts.pop().unwrap_or_default();
        let schema = parts.pop();
        let Some((found, _)) = self.names.relation(schema.as_deref(), &name) else {
            let schema = schema.unwrap_or_default();
            return (qualified_text(&schema, &name), None);
        };
        let tokens: Vec<Node<'_>> = node.tokens().filter(|part| !part.is(s::DOT)).collect();
        if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
            let whole = first.start() as usize..last.end() as usize;
            self.mention(Reference::Relation(found.clone()), whole, *last);
        }
        (qualified_text(&found.schema, &found.name), Some(found))
    }
}
