//! Statements that cannot be followed, and blocks of PL/pgSQL of which the plain parts can.

use schema::Opaque;

use super::Fold;
use crate::grammar::symbol as s;
use crate::name::{Name, string};
use crate::parse::parse;
use crate::statement::Statement;
use crate::tree::Node;
use crate::volatility::catalog;

impl Fold {
    /// Keeps a statement that may have done anything.
    pub(super) fn opaque(&mut self, node: Node<'_>, reason: &str) {
        self.note_opaque(node, reason);
        self.doubt = true;
    }

    /// Keeps a statement whose effect is known but for a part.
    pub(super) fn note_opaque(&mut self, node: Node<'_>, reason: &str) {
        self.schema.opaque.push(Opaque {
            reason: reason.to_owned(),
            origin: node.span().into(),
        });
    }

    /// `SELECT`: without effect, unless it calls a function that has one.
    pub(super) fn select(&mut self, node: Node<'_>) {
        let into = node
            .descend(s::INTO_CLAUSE)
            .filter(|clause| !clause.is_empty());
        if let Some(into) = into {
            self.select_into(node, into);
        }
        for call in node
            .descendants()
            .filter(|part| part.is(s::FUNC_APPLICATION))
        {
            let Some(name) = call.child(0).map(Name::read) else {
                continue;
            };
            if name.name == "set_config" {
                self.set_config(call);
            } else if catalog().functions(&name.name).is_empty() {
                let reason = format!(
                    "the function `{}` is called, and may do anything",
                    name.name
                );
                self.opaque(node, &reason);
                return;
            }
        }
    }

    /// `set_config('search_path', …)`, as dumps begin.
    fn set_config(&mut self, call: Node<'_>) {
        let constants: Vec<String> = call
            .tokens()
            .filter(|token| token.is(s::SCONST))
            .map(string)
            .collect();
        if let [name, value, ..] = constants.as_slice()
            && name == "search_path"
        {
            let schemas = value
                .split(',')
                .map(|schema| schema.trim().trim_matches('"').to_owned());
            self.path = schemas
                .filter(|schema| !schema.is_empty() && schema != "$user")
                .collect();
        }
    }

    /// `DO`: the plain statements in it are followed, as far as they apply; a block that builds
    /// statements from text is opaque.
    pub(super) fn block(&mut self, node: Node<'_>) {
        let Some(body) = node.tokens().find(|token| token.is(s::SCONST)) else {
            return;
        };
        let text = body.text();
        let tag = text[1..].find('$').map_or(0, |at| at + 2);
        if !text.starts_with('$') || text.len() < 2 * tag {
            self.opaque(node, "the block's text is not in dollar quotes");
            return;
        }
        let start = body.start() as usize + tag;
        let inner = &text[tag..text.len() - tag];
        let mut plain = Vec::new();
        for piece in lexer::statements(inner) {
            match read_piece(&inner[piece.range.clone()]) {
                Piece::Nothing => {}
                Piece::Dynamic => {
                    self.opaque(
                        node,
                        "the block executes statements that it builds from text",
                    );
                    return;
                }
                Piece::Sql(offset) => {
                    plain.push(start + piece.range.start + offset..start + piece.range.end);
                }
            }
        }
        self.blocks.push(body.span());
        for range in plain {
            // Blanks in front, so that places in the statement are places in the script.
            let sql = node.script().get(range.clone()).unwrap_or_default();
            let word = sql.get(..7).unwrap_or_default().to_ascii_lowercase();
            // `PERFORM` is a query whose result is thrown away.
            let sql = match sql.get(7..) {
                Some(rest) if word == "perform" => format!("SELECT {rest}"),
                Some(_) | None => sql.to_owned(),
            };
            let padded = format!("{}{sql}", " ".repeat(range.start));
            let (script, findings) = parse(node.span().source, &padded);
            if !findings.is_empty() {
                // Rows can go to variables in ways of PL/pgSQL's own; no object changes by that.
                if matches!(word.get(..6), Some("insert" | "update" | "delete")) {
                    continue;
                }
                self.opaque(node, "a statement of the block could not be read");
                return;
            }
            let guarded = std::mem::replace(&mut self.guarded, true);
            script
                .statements()
                .for_each(|statement: Statement<'_>| self.statement(statement));
            self.guarded = guarded;
        }
    }
}

/// A part of a block up to a semicolon.
enum Piece {
    /// It changes no object.
    Nothing,
    /// It runs text.
    Dynamic,
    /// A statement of SQL that begins at an offset.
    Sql(usize),
}

/// Finds the statement behind the words of PL/pgSQL that lead to it: `BEGIN`, `IF … THEN`, `ELSE`.
fn read_piece(text: &str) -> Piece {
    let mut depth = 0_u32;
    let mut start = true;
    let mut sql = None;
    for token in lexer::tokens(text).filter(|token| !token.kind.is_trivia()) {
        let word = token.text(text).to_ascii_lowercase();
        match word.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 {
            start = false;
            continue;
        }
        if matches!(word.as_str(), "begin" | "then" | "else" | "loop") && sql.is_none() {
            start = true;
            continue;
        }
        if start {
            match word.as_str() {
                "execute" | "call" => return Piece::Dynamic,
                "create" | "alter" | "drop" | "comment" | "insert" | "update" | "delete"
                | "truncate" | "perform" => {
                    sql = Some(token.start as usize);
                }
                _ => {}
            }
        }
        start = false;
    }
    sql.map_or(Piece::Nothing, Piece::Sql)
}
