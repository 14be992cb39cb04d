//! `DO`: blocks of PL/pgSQL. What they do is followed where the history tells what their conditions find
//! and what their texts say.

mod catalog;
mod read;
mod scope;
mod search;
mod text;
mod value;

use std::ops::Range;

use diag::Span;
use schema::Opaque;

use self::read::{Block, Item};
use self::scope::{Scope, Variables};
use self::text::{assignment, brief, count, cut, first_word, into, raised};
use self::value::{Value, World};
use super::Fold;
use crate::grammar::symbol as s;
use crate::name::string;
use crate::parse::parse_part;
use crate::statement::Script;
use crate::tree::{Node, Place};

/// How deep blocks may run others.
const DEPTH: usize = 8;

/// How the block goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    Next,
    /// `RETURN`, or what was not understood.
    Stop,
    /// Something failed.
    Failed,
}

/// A block that runs.
struct Run<'a> {
    text: &'a str,
    /// Where the text stands.
    place: Place,
    /// The statement.
    span: Span,
    variables: Variables,
}

impl Run<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        match self.place {
            Place::From(offset) => {
                let start = offset as usize + range.start;
                Span::new(self.span.source, start, start + range.len())
            }
            Place::Made(span) => span,
        }
    }

    fn part(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// Whether something of it may change the schema.
    fn acts(&self, items: &[Item]) -> bool {
        count(self.text, items) > 0
    }

    /// The place of a part, for statements that stand in it as they are.
    fn place(&self, range: &Range<usize>) -> Place {
        match self.place {
            Place::From(offset) => Place::From(offset + range.start as u32),
            made @ Place::Made(_) => made,
        }
    }
}

impl Fold {
    pub(super) fn block(&mut self, node: Node<'_>) {
        let Some(body) = node.tokens().find(|token| token.is(s::SCONST)) else {
            return;
        };
        let text = body.text();
        let tag = text[1..].find('$').map_or(0, |at| at + 2);
        let dollars = text.starts_with('$') && text.len() >= 2 * tag;
        let quoted;
        let (inner, place) = if dollars {
            let offset = body.span().start + tag as u32;
            let exact = body.span().range().len() == text.len();
            let place = if exact {
                Place::From(offset)
            } else {
                Place::Made(body.span())
            };
            (&text[tag..text.len() - tag], place)
        } else {
            quoted = string(body);
            (quoted.as_str(), Place::Made(body.span()))
        };
        let plain = node
            .descend(s::LANGUAGE)
            .is_none_or(|_| node.text().to_ascii_lowercase().contains("plpgsql"));
        let Some(block) = read::read(inner).filter(|_| plain) else {
            self.opaque(node, "the block is not understood");
            return;
        };
        if self.depth >= DEPTH {
            self.opaque(node, "blocks run blocks too deep");
            return;
        }
        self.depth += 1;
        let mut run = Run {
            text: inner,
            place,
            span: node.span(),
            variables: Variables::new(),
        };
        let guarded = std::mem::replace(&mut self.guarded, true);
        self.run_block(&mut run, &block);
        self.guarded = guarded;
        self.depth -= 1;
        self.blocks.push(body.span());
    }

    /// Keeps a part of a block that may have done anything.
    fn opaque_part(&mut self, run: &Run<'_>, range: &Range<usize>, reason: &str) {
        self.schema.opaque.push(Opaque {
            reason: reason.to_owned(),
            origin: run.span(range).into(),
        });
        self.doubt = true;
    }

    fn run_block(&mut self, run: &mut Run<'_>, block: &Block) -> Flow {
        for (name, first) in &block.variables {
            let value = match first {
                Some(range) => self.evaluate(run, run.part(range)),
                None => Some(Value::Null),
            };
            run.variables.insert(name.clone(), value);
        }
        if block.handlers.is_empty() {
            return self.run_items(run, &block.body);
        }
        // What a block did before it failed is undone; a single statement that fails does nothing.
        let before = (count(run.text, &block.body) > 1).then(|| self.clone());
        match self.run_items(run, &block.body) {
            Flow::Failed => {
                if let Some(before) = before {
                    *self = before;
                }
                match block.handlers.first() {
                    Some(handler) => self.run_items(run, handler),
                    None => Flow::Failed,
                }
            }
            flow @ (Flow::Next | Flow::Stop) => flow,
        }
    }

    fn run_items(&mut self, run: &mut Run<'_>, items: &[Item]) -> Flow {
        for item in items {
            let flow = match item {
                Item::Line(range) => self.run_line(run, range),
                Item::Choice { arms, otherwise } => self.run_choice(run, arms, otherwise),
                Item::Loop { head, body } => self.run_loop(run, head, body),
                Item::Block(block) => self.run_block(run, block),
            };
            if flow != Flow::Next {
                return flow;
            }
        }
        Flow::Next
    }

    fn run_choice(
        &mut self,
        run: &mut Run<'_>,
        arms: &[(Option<Range<usize>>, Vec<Item>)],
        otherwise: &[Item],
    ) -> Flow {
        for (at, (condition, items)) in arms.iter().enumerate() {
            let value = condition
                .as_ref()
                .and_then(|condition| self.evaluate(run, run.part(condition)));
            match value.and_then(|value| value.truth()) {
                Some(true) => return self.run_items(run, items),
                Some(false) => {}
                None => {
                    let rest = arms.get(at..).unwrap_or_default();
                    let acts = rest.iter().any(|(_, items)| run.acts(items));
                    if acts || run.acts(otherwise) {
                        let shown = condition.as_ref().map_or("CASE", |range| run.part(range));
                        let reason = format!(
                            "what the block does depends on `{}`, which the history does not tell",
                            brief(shown)
                        );
                        let range = condition.clone().unwrap_or(0..0);
                        self.opaque_part(run, &range, &reason);
                    }
                    return Flow::Next;
                }
            }
        }
        self.run_items(run, otherwise)
    }

    /// `FOREACH name IN ARRAY …` over known values is followed, and so is a loop that changes nothing.
    fn run_loop(&mut self, run: &mut Run<'_>, head: &Range<usize>, body: &[Item]) -> Flow {
        if !run.acts(body) {
            return Flow::Next;
        }
        let text = run.part(head).to_owned();
        let words: Vec<&str> = text.split_whitespace().collect();
        if let [foreach, name, of, array, ..] = words.as_slice()
            && foreach.eq_ignore_ascii_case("foreach")
            && of.eq_ignore_ascii_case("in")
            && array.eq_ignore_ascii_case("array")
            && let Some(at) = text.find(array)
            && let Some(Value::List(values)) =
                self.evaluate(run, text.get(at + array.len()..).unwrap_or_default())
        {
            let name = lexer::identifier(name);
            for value in values {
                run.variables.insert(name.to_string(), Some(value));
                let flow = self.run_items(run, body);
                if flow != Flow::Next {
                    return flow;
                }
            }
            return Flow::Next;
        }
        let reason = format!(
            "the block repeats statements for what it finds: `{}`",
            brief(&text)
        );
        self.opaque_part(run, head, &reason);
        Flow::Next
    }

    fn run_line(&mut self, run: &mut Run<'_>, range: &Range<usize>) -> Flow {
        let text = run.part(range).to_owned();
        let word = first_word(&text);
        let rest = text.get(word.len()..).unwrap_or_default();
        match word.to_ascii_lowercase().as_str() {
            "null" | "assert" | "get" | "open" | "fetch" | "close" | "move" | "exit"
            | "continue" | "commit" | "rollback" => Flow::Next,
            "return" => Flow::Stop,
            "raise" => raised(rest),
            "execute" => self.run_text(run, range, rest),
            "call" => {
                self.opaque_part(run, range, "a procedure is called, and may do anything");
                Flow::Next
            }
            // `PERFORM` is a query whose result is thrown away.
            "perform" => {
                self.run_sql(run, range, &format!("SELECT {rest}"), run.place(range));
                Flow::Next
            }
            "select" if self.run_select_into(run, &text) => Flow::Next,
            "insert" | "update" | "delete" | "merge" | "with" => {
                // Rows can go to variables in ways of PL/pgSQL's own; no object changes by that.
                if let Some(script) = parse_part(run.span.source, &text, run.place(range)) {
                    self.carry_out(&script);
                }
                Flow::Next
            }
            _ => match assignment(&text) {
                Some((name, value)) => {
                    let value = self.evaluate(run, value);
                    run.variables.insert(name, value);
                    Flow::Next
                }
                None => self.run_sql(run, range, &text, run.place(range)),
            },
        }
    }

    /// A statement; it fails where the server would have refused it.
    fn run_sql(&mut self, run: &Run<'_>, range: &Range<usize>, text: &str, place: Place) -> Flow {
        let Some(script) = parse_part(run.span.source, text, place) else {
            let reason = format!("the block's statement `{}` is not understood", brief(text));
            self.opaque_part(run, range, &reason);
            return Flow::Next;
        };
        if self.carry_out(&script) {
            Flow::Next
        } else {
            Flow::Failed
        }
    }

    /// Whether the statements can be carried out.
    fn carry_out(&mut self, script: &Script) -> bool {
        let findings = self.findings.len();
        let guarded = std::mem::replace(&mut self.guarded, false);
        for statement in script.statements() {
            self.statement(statement);
        }
        self.guarded = guarded;
        let fine = self.findings.len() == findings;
        // The block may be meant for databases that are further or less far.
        self.findings.truncate(findings);
        fine
    }

    /// `EXECUTE`: the text is run where it can be told.
    fn run_text(&mut self, run: &Run<'_>, range: &Range<usize>, rest: &str) -> Flow {
        let expression = cut(rest, &["using", "into"]);
        let Some(Value::Text(text)) = self.evaluate(run, expression) else {
            let reason = format!(
                "the block executes a text that it builds: `{}`",
                brief(expression)
            );
            self.opaque_part(run, range, &reason);
            return Flow::Next;
        };
        self.run_sql(run, range, &text, Place::Made(run.span(range)))
    }

    /// `SELECT … INTO variable …`; false where it is none.
    fn run_select_into(&mut self, run: &mut Run<'_>, text: &str) -> bool {
        let Some((before, names, after)) = into(text) else {
            return false;
        };
        let value = match names.as_slice() {
            [_] => self.evaluate(run, &format!("({before} {after})")),
            _ => None,
        };
        for name in names {
            run.variables.insert(name, value.clone());
        }
        true
    }

    /// The value of an expression as it stands in a block.
    fn evaluate(&self, run: &Run<'_>, text: &str) -> Option<Value<'static>> {
        let query = format!("SELECT {text}");
        let script = parse_part(run.span.source, &query, Place::Made(run.span))?;
        let statement = script.statements().next()?;
        let target = statement.node.descend(s::TARGET_LIST)?;
        let target = target.elements().next()?.child(0)?;
        let world = World {
            fold: self,
            span: run.span,
        };
        let value = Scope::new(world, &run.variables).value(target)?;
        Some(value.into_owned())
    }
}
