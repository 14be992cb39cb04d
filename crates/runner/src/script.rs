//! What must be known of a migration's SQL before it is sent.

use std::ops::Range;

use lexer::{Kind, Statement};

/// The text of a migration, without the byte order mark that the server does not know.
#[derive(Debug)]
pub(crate) struct Script<'a> {
    /// What is sent.
    pub(crate) text: &'a str,
    /// How many bytes of the file precede it.
    pub(crate) skipped: usize,
    /// Its statements, as ranges of `text`.
    pub(crate) statements: Vec<Statement>,
    /// Which of these are several: what stands between BEGIN and COMMIT, in a script that runs
    /// without a transaction of ours.
    blocks: Vec<usize>,
    /// Whether it may leave settings or another role behind in the session.
    pub(crate) changes_session: bool,
}

/// Why a script is not sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Which bytes of the file.
    pub(crate) range: Range<usize>,
    /// A stable code.
    pub(crate) code: &'static str,
    /// What is wrong.
    pub(crate) message: String,
    /// The way out.
    pub(crate) help: &'static str,
}

impl<'a> Script<'a> {
    /// Reads a file's text. Without a transaction around it, transactions of its own are taken each
    /// as one statement.
    pub(crate) fn read(file: &'a str, transaction: bool) -> Result<Self, Refusal> {
        let text = file.strip_prefix('\u{feff}').unwrap_or(file);
        let statements = lexer::statements(text);
        let (statements, blocks) = if transaction {
            (statements, Vec::new())
        } else {
            with_blocks(text, statements)
        };
        let script = Self {
            text,
            skipped: file.len() - text.len(),
            statements,
            blocks,
            changes_session: lexer::tokens(text)
                .any(|token| token.kind == Kind::Word && may_change_session(token.text(text))),
        };
        match script.refusal() {
            Some(mut refusal) => {
                refusal.range.start += script.skipped;
                refusal.range.end += script.skipped;
                Err(refusal)
            }
            None => Ok(script),
        }
    }

    /// The text of a statement.
    pub(crate) fn statement(&self, index: usize) -> &'a str {
        let range = self.statements.get(index).map(|it| it.range.clone());
        range
            .and_then(|range| self.text.get(range))
            .unwrap_or_default()
    }

    /// Whether a statement is a transaction of the file's own: everything in it.
    pub(crate) fn is_block(&self, index: usize) -> bool {
        self.blocks.contains(&index)
    }

    /// The text up to the end of a number of statements.
    pub(crate) fn prefix(&self, statements: usize) -> &'a str {
        let last = statements
            .checked_sub(1)
            .and_then(|last| self.statements.get(last));
        last.and_then(|last| self.text.get(..last.range.end))
            .unwrap_or_default()
    }

    /// The lint of the tool says all of this earlier and better; here it protects the history.
    fn refusal(&self) -> Option<Refusal> {
        let broken = lexer::tokens(self.text).find_map(|token| {
            let (code, message, help) = if let Kind::Error(error) = token.kind {
                (
                    "sql-not-sent",
                    error.message().to_owned(),
                    "correct the file",
                )
            } else if token.kind == Kind::Command {
                let command = token.text(self.text).trim_end();
                let help = "write it in SQL: the server does not know psql's commands";
                (
                    "psql-command",
                    format!("`{command}` is a command of psql"),
                    help,
                )
            } else {
                return None;
            };
            Some(Refusal {
                range: token.range(),
                code,
                message,
                help,
            })
        });
        let ends = || (0..self.statements.len()).find_map(|index| self.transaction_control(index));
        let copies = || (0..self.statements.len()).find_map(|index| self.copy(index));
        broken.or_else(ends).or_else(copies)
    }

    fn copy(&self, index: usize) -> Option<Refusal> {
        let mut words = words(self.statement(index));
        let is = |word: &str, name: &str| word.eq_ignore_ascii_case(name);
        words.next().filter(|word| is(word, "copy"))?;
        let words: Vec<&str> = words.collect();
        let has = |first, second| {
            let mut pairs = words.iter().zip(words.iter().skip(1));
            pairs.any(|(a, b)| is(a, first) && is(b, second))
        };
        let (code, message, help) = if has("from", "stdin") {
            let message = "`COPY … FROM stdin` has no standard input to read";
            ("copy-from-stdin", message, "write the rows as INSERT")
        } else if has("to", "stdout") {
            let message = "`COPY … TO stdout` has no standard output to write";
            (
                "copy-to-stdout",
                message,
                "remove it: a migration returns no data",
            )
        } else {
            return None;
        };
        Some(Refusal {
            range: self.statements.get(index)?.range.clone(),
            code,
            message: message.to_owned(),
            help,
        })
    }

    fn transaction_control(&self, index: usize) -> Option<Refusal> {
        let statement = self.statement(index);
        let mut words = words(statement);
        let first = words.next()?;
        let is = |word: &str, name: &str| word.eq_ignore_ascii_case(name);
        let control = ["begin", "start", "commit", "end", "abort"]
            .iter()
            .any(|it| is(first, it))
            || (is(first, "rollback") && !words.clone().any(|word| is(word, "to")))
            || (is(first, "prepare") && words.next().is_some_and(|it| is(it, "transaction")));
        control.then(|| Refusal {
            range: self.statements[index].range.clone(),
            code: "transaction-control",
            message: format!(
                "`{}` would end or begin the runner's transaction",
                first.to_uppercase()
            ),
            help: "remove it: the runner commits a migration together with its history row",
        })
    }
}

/// Puts what stands between a plain BEGIN and its COMMIT together; leaves everything as it is where
/// they do not pair.
fn with_blocks(text: &str, statements: Vec<Statement>) -> (Vec<Statement>, Vec<usize>) {
    let (mut merged, mut blocks) = (Vec::new(), Vec::new());
    let mut open: Option<Vec<Statement>> = None;
    for statement in &statements {
        let sql = text.get(statement.range.clone()).unwrap_or_default();
        match (control(sql), &mut open) {
            (Some(Control::Begin), None) => open = Some(Vec::new()),
            (Some(Control::Commit), Some(inside)) => {
                if let (Some(first), Some(last)) = (inside.first(), inside.last()) {
                    blocks.push(merged.len());
                    merged.push(Statement {
                        range: first.range.start..last.range.end,
                        data: None,
                    });
                }
                open = None;
            }
            (None, Some(inside)) => inside.push(statement.clone()),
            (None, None) => merged.push(statement.clone()),
            (Some(_), _) => return (statements, Vec::new()),
        }
    }
    if open.is_some() {
        return (statements, Vec::new());
    }
    (merged, blocks)
}

/// A plain beginning or end of a transaction.
enum Control {
    Begin,
    Commit,
    Other,
}

fn control(statement: &str) -> Option<Control> {
    let words: Vec<String> = words(statement).map(str::to_ascii_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["begin"] | ["begin" | "start", "transaction"] | ["begin", "work"] => Some(Control::Begin),
        ["commit" | "end"] | ["commit" | "end", "transaction" | "work"] => Some(Control::Commit),
        [
            "begin" | "start" | "commit" | "end" | "rollback" | "abort",
            ..,
        ] => Some(Control::Other),
        _ => None,
    }
}

/// Whether a word of a script may change settings of the session, itself or through a function
/// that it calls. Too many only cost a few microseconds.
fn may_change_session(word: &str) -> bool {
    const WORDS: [&str; 12] = [
        "set",
        "reset",
        "set_config",
        "discard",
        "do",
        "call",
        "select",
        "execute",
        "load",
        "values",
        "perform",
        "deallocate",
    ];
    WORDS.iter().any(|it| word.eq_ignore_ascii_case(it))
}

/// The words of a statement without quotes.
pub(crate) fn words(statement: &str) -> impl Iterator<Item = &str> + Clone {
    lexer::tokens(statement)
        .filter(|token| token.kind == Kind::Word)
        .map(|token| token.text(statement))
}
