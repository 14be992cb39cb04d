//! What is said of a syntax error, and what may help.

use diag::{Diagnostic, Edit, SourceId, Span};

use super::driver::{Problem, accepts, states_after};
use super::filter::{Refusal, Terminal};
use crate::codes::SYNTAX_ERROR;
use crate::grammar::{keyword, symbol};

/// The finding for a problem.
pub(super) fn problem(source: SourceId, text: &str, problem: &Problem) -> Diagnostic {
    let span = |start: u32, end: u32| Span { source, start, end };
    match problem {
        Problem::Unexpected {
            token,
            statement,
            next,
        } => {
            let before = text.get(*statement as usize..token.start as usize);
            let context = Context {
                source,
                text,
                token: *token,
                next: *next,
                states: states_after(before.unwrap_or_default()),
                statement: *statement,
            };
            context.finding()
        }
        Problem::Refused(refusal) => refused(source, text, *refusal),
        Problem::Fault(fault) => {
            let finding = Diagnostic::error(&SYNTAX_ERROR, fault.message.clone())
                .at(span(fault.start, fault.end), "");
            fault
                .help
                .iter()
                .fold(finding, |finding, help| finding.help(*help))
        }
        Problem::TooDeep(token) => Diagnostic::error(&SYNTAX_ERROR, "the statement nests too deep")
            .at(
                span(token.start, token.end),
                "the server's parser gives up here",
            ),
    }
}

fn refused(source: SourceId, text: &str, refusal: Refusal) -> Diagnostic {
    let error = |start: u32, end: u32, message: &str, label: &str| {
        Diagnostic::error(&SYNTAX_ERROR, message).at(Span { source, start, end }, label)
    };
    match refusal {
        Refusal::Token(problem, token) => {
            let width = opening(token.text(text), problem);
            let end = token.start + width as u32;
            let unterminated = end < token.end || is_unterminated(problem);
            let label = if unterminated { "begins here" } else { "" };
            let finding = error(token.start, end, problem.message(), label);
            if problem == lexer::Error::JunkAfterNumber {
                finding.help("put a space after the number")
            } else if problem == lexer::Error::UnknownCharacter {
                let character = token.text(text).escape_debug();
                finding.note(format!("the character is `{character}`"))
            } else {
                finding
            }
        }
        Refusal::Escape {
            problem,
            start,
            token,
        } => {
            let end = (start + 2).min(token.end).max(start);
            let end = (end..=token.end)
                .find(|at| text.is_char_boundary(*at as usize))
                .unwrap_or(token.end);
            error(start, end, problem.message(), "")
        }
        Refusal::Uescape(token) => error(
            token.start,
            token.end,
            "`UESCAPE` is not followed by a string of one character",
            "",
        )
        .help("write `UESCAPE '!'`, with a character that is no digit, quote, plus or space"),
    }
}

fn is_unterminated(problem: lexer::Error) -> bool {
    use lexer::Error;
    matches!(
        problem,
        Error::UnterminatedString
            | Error::UnterminatedDollarString
            | Error::UnterminatedBitString
            | Error::UnterminatedHexString
            | Error::UnterminatedIdentifier
            | Error::UnterminatedComment
    )
}

/// How much of an unterminated token is shown: what opens it.
fn opening(token: &str, problem: lexer::Error) -> usize {
    if !is_unterminated(problem) {
        return token.len();
    }
    if problem == lexer::Error::UnterminatedComment {
        2
    } else if problem == lexer::Error::UnterminatedDollarString {
        token[1..].find('$').map_or(token.len(), |at| at + 2)
    } else {
        token.find(['\'', '"']).map_or(token.len(), |at| at + 1)
    }
}

/// A token that cannot stand where it does.
struct Context<'a> {
    source: SourceId,
    text: &'a str,
    token: Terminal,
    next: Option<Terminal>,
    /// After the token before.
    states: Vec<u16>,
    statement: u32,
}

impl Context<'_> {
    fn finding(&self) -> Diagnostic {
        let finding = if self.token.symbol == symbol::END_OF_INPUT {
            let end = self.text.trim_end().len();
            let before = self.text[..end]
                .char_indices()
                .last()
                .map_or(0, |(at, _)| at);
            Diagnostic::error(&SYNTAX_ERROR, "syntax error at the end of the text").at(
                Span::new(self.source, before, end),
                "something is missing here",
            )
        } else {
            let found = self.found();
            Diagnostic::error(&SYNTAX_ERROR, format!("syntax error at or near `{found}`"))
                .at(self.span(self.token.start, self.token.end), "")
        };
        self.with_help(finding)
    }

    fn found(&self) -> &str {
        let range = self.token.start as usize..self.token.end as usize;
        let token = self.text.get(range).unwrap_or_default();
        let line = token.lines().next().unwrap_or(token);
        match line.char_indices().nth(60) {
            Some((at, _)) => &line[..at],
            None => line,
        }
    }

    fn span(&self, start: u32, end: u32) -> Span {
        Span {
            source: self.source,
            start,
            end,
        }
    }

    fn with_help(&self, finding: Diagnostic) -> Diagnostic {
        let token = self.token;
        let previous = self.previous();
        if token.symbol == symbol::RIGHT_PAREN
            && let Some(comma) = previous.filter(|before| before.symbol == symbol::COMMA)
        {
            let edit = self.edit(comma.start, comma.end, "");
            return finding
                .help("remove the comma before the closing parenthesis")
                .fix("remove the comma", vec![edit]);
        }
        if let Some(help) = self.missing_guard() {
            return finding.help(help);
        }
        if token.symbol == symbol::IDENT && self.found().eq_ignore_ascii_case("auto_increment") {
            return finding.help("write `GENERATED BY DEFAULT AS IDENTITY` after the type");
        }
        if self.has_backtick() {
            return finding.help("write names in double quotes, or without quotes");
        }
        let Some(previous) = previous else {
            return finding;
        };
        if previous.end == token.start && self.text[..token.start as usize].ends_with('\'') {
            return finding.help("write a quote inside a string twice: `''`");
        }
        let line_break = self.text[previous.end as usize..token.start as usize].contains('\n');
        let before = self.text[previous.start as usize..previous.end as usize].to_owned();
        let insert = |text: &str| vec![self.edit(previous.end, previous.end, text)];
        if line_break && self.accepts(&[symbol::SEMICOLON, token.symbol]) && self.begins_statement()
        {
            return finding
                .help(format!(
                    "end the statement before with `;` after `{before}`"
                ))
                .fix("add the semicolon", insert(";"));
        }
        if self.is_keyword() && self.accepts_with_next(symbol::IDENT) {
            let name = self.found().to_ascii_lowercase();
            let edit = self.edit(token.start, token.end, &format!("\"{name}\""));
            return finding
                .help(format!(
                    "put the name in double quotes: `\"{name}\"` is a keyword"
                ))
                .fix("quote the name", vec![edit]);
        }
        if line_break && self.accepts_after(symbol::COMMA) {
            return finding
                .help(format!("add a comma after `{before}`"))
                .fix("add the comma", insert(","));
        }
        if token.symbol == symbol::SCONST && self.accepts_with_next(symbol::IDENT) {
            return finding.help("write names in double quotes; single quotes are for strings");
        }
        if token.symbol == symbol::RIGHT_PAREN && self.accepts(&[symbol::SEMICOLON]) {
            return finding.help("remove the parenthesis: none is open here");
        }
        if matches!(token.symbol, symbol::SEMICOLON | symbol::END_OF_INPUT)
            && self.accepts(&[symbol::RIGHT_PAREN, symbol::SEMICOLON])
        {
            return finding.help("close the parenthesis with `)`");
        }
        finding
    }

    /// Whether a backtick stands in the statement so far: other databases quote names so.
    fn has_backtick(&self) -> bool {
        let range = self.statement as usize..self.token.end as usize;
        let head = self.text.get(range).unwrap_or_default();
        lexer::tokens(head)
            .any(|token| token.kind == lexer::Kind::Operator && token.text(head) == "`")
    }

    fn accepts(&self, tokens: &[u16]) -> bool {
        accepts(&self.states, tokens)
    }

    /// Whether the text goes on when a symbol stands before the token.
    fn accepts_after(&self, inserted: u16) -> bool {
        let mut tokens = vec![inserted, self.token.symbol];
        tokens.extend(self.next.map(|next| next.symbol));
        self.accepts(&tokens)
    }

    /// Whether the text goes on when a symbol stands in place of the token.
    fn accepts_with_next(&self, replacement: u16) -> bool {
        let mut tokens = vec![replacement];
        tokens.extend(self.next.map(|next| next.symbol));
        self.accepts(&tokens)
    }

    fn is_keyword(&self) -> bool {
        keyword(self.found()).is_some()
    }

    fn begins_statement(&self) -> bool {
        matches!(
            self.token.symbol,
            symbol::CREATE
                | symbol::ALTER
                | symbol::DROP
                | symbol::INSERT
                | symbol::UPDATE
                | symbol::DELETE_P
                | symbol::SELECT
                | symbol::COMMENT
                | symbol::GRANT
                | symbol::REVOKE
                | symbol::SET
                | symbol::DO
                | symbol::TRUNCATE
                | symbol::BEGIN_P
                | symbol::COMMIT
        )
    }

    /// `IF NOT EXISTS` and `IF EXISTS` where PostgreSQL has none.
    fn missing_guard(&self) -> Option<String> {
        let start = self.statement as usize;
        let head = self.text.get(start..self.token.start as usize)?;
        let words: Vec<String> = lexer::tokens(head)
            .filter(|token| token.kind == lexer::Kind::Word)
            .map(|token| token.text(head).to_ascii_lowercase())
            .collect();
        let object = |count: usize| {
            words
                .get(1..count)
                .map(|words| words.join(" ").to_uppercase())
        };
        let last = words.iter().rposition(|word| word != "not")?;
        let guarded = match self.token.symbol {
            symbol::NOT => last + 1 == words.len(),
            symbol::EXISTS => last + 2 == words.len(),
            _ => false,
        };
        if !guarded || words[last] != "if" {
            return None;
        }
        let guard = "IF NOT EXISTS";
        let first = words.first()?;
        if first == "create" && last <= 3 {
            let object = object(last)?;
            let way = match object.as_str() {
                "TYPE" | "DOMAIN" => "guard it with a `DO` block that catches `duplicate_object`",
                "TRIGGER" | "OR REPLACE TRIGGER" => {
                    "write `CREATE OR REPLACE TRIGGER` (PostgreSQL 14), or drop it before"
                }
                "POLICY" | "RULE" => "drop it before with `DROP … IF EXISTS`",
                "DATABASE" | "ROLE" | "USER" => "create it outside of the migrations",
                "FUNCTION" | "PROCEDURE" | "VIEW" => "write `CREATE OR REPLACE`",
                _ => "remove it",
            };
            return Some(format!("{way}: `CREATE {object}` has no `{guard}`"));
        }
        if first == "alter" && words.iter().any(|word| word == "constraint") {
            let way = "write `DROP CONSTRAINT IF EXISTS` before it";
            return Some(format!("{way}: `ADD CONSTRAINT` has no `{guard}`"));
        }
        None
    }

    /// The token before.
    fn previous(&self) -> Option<Terminal> {
        let start = self.statement as usize;
        let before = self.text.get(start..self.token.start as usize)?;
        let token = lexer::tokens(before)
            .filter(|token| !token.kind.is_trivia())
            .last()?;
        let symbol = if let lexer::Kind::Symbol(byte) = token.kind {
            crate::grammar::character(byte)
        } else {
            symbol::IDENT
        };
        Some(Terminal {
            symbol,
            start: token.start + self.statement,
            end: token.end + self.statement,
        })
    }

    fn edit(&self, start: u32, end: u32, replacement: &str) -> Edit {
        Edit {
            span: self.span(start, end),
            replacement: replacement.to_owned(),
        }
    }
}
