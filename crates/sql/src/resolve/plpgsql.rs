//! The static statements and expressions of PL/pgSQL.
//!
//! A body is cut at its semicolons and at the words that begin and end blocks; each piece is an
//! expression or a statement of SQL, or one of PL/pgSQL's own, whose expressions are read.
//! Variables need no list of their own: a name that is no column's refers to nothing.

use lexer::{Kind, Token};

use super::body::script;
use super::reader::Reader;

/// Notes what a body refers to.
pub(super) fn walk(reader: &mut Reader<'_>, body: &str) {
    let tokens: Vec<Token> = lexer::tokens(body)
        .filter(|token| !token.kind.is_trivia())
        .collect();
    let mut walker = Walker {
        reader,
        body,
        tokens: &tokens,
        at: 0,
    };
    while walker.at < tokens.len() {
        let before = walker.at;
        walker.statement();
        // Whatever stands there, the walk goes on.
        walker.at = walker.at.max(before + 1);
    }
}

struct Walker<'r, 'a, 't> {
    reader: &'r mut Reader<'a>,
    body: &'t str,
    tokens: &'t [Token],
    at: usize,
}

impl<'t> Walker<'_, '_, 't> {
    fn word(&self, ahead: usize) -> String {
        match self.tokens.get(self.at + ahead) {
            Some(token) if token.kind == Kind::Word => token.text(self.body).to_ascii_lowercase(),
            Some(_) | None => String::new(),
        }
    }

    fn is(&self, ahead: usize, symbol: u8) -> bool {
        self.tokens
            .get(self.at + ahead)
            .is_some_and(|token| token.kind == Kind::Symbol(symbol))
    }

    /// The tokens up to one of some words or a semicolon outside of parentheses, which is taken too.
    fn until(&mut self, words: &[&str]) -> &'t [Token] {
        let start = self.at;
        let (mut depth, mut cases) = (0_usize, 0_usize);
        while let Some(token) = self.tokens.get(self.at) {
            match token.kind {
                Kind::Symbol(b'(' | b'[') => depth += 1,
                Kind::Symbol(b')' | b']') => depth = depth.saturating_sub(1),
                Kind::Symbol(b';') if depth == 0 => break,
                Kind::Word if depth == 0 => {
                    let word = token.text(self.body).to_ascii_lowercase();
                    if cases == 0 && words.contains(&word.as_str()) {
                        break;
                    }
                    match word.as_str() {
                        "case" => cases += 1,
                        "end" if cases > 0 => cases -= 1,
                        _ => {}
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        let piece = &self.tokens[start..self.at];
        self.at += 1;
        piece
    }

    /// The text of tokens.
    fn text(&self, piece: &[Token]) -> &'t str {
        match (piece.first(), piece.last()) {
            (Some(first), Some(last)) => self
                .body
                .get(first.start as usize..last.end as usize)
                .unwrap_or_default(),
            (_, _) => "",
        }
    }

    fn expression(&mut self, piece: &[Token]) {
        let text = self.text(piece);
        if !text.is_empty() {
            script(self.reader, &format!("SELECT {text}"));
        }
    }

    /// Expressions with commas between them.
    fn expressions(&mut self, piece: &[Token]) {
        let mut depth = 0_usize;
        let mut start = 0;
        for (at, token) in piece.iter().enumerate() {
            match token.kind {
                Kind::Symbol(b'(' | b'[') => depth += 1,
                Kind::Symbol(b')' | b']') => depth = depth.saturating_sub(1),
                Kind::Symbol(b',') if depth == 0 => {
                    self.expression(&piece[start..at]);
                    start = at + 1;
                }
                _ => {}
            }
        }
        self.expression(&piece[start..]);
    }

    fn statement(&mut self) {
        let word = self.word(0);
        match word.as_str() {
            "declare" => {
                self.at += 1;
                self.declarations();
            }
            "begin" | "then" | "else" | "loop" | "exception" => self.at += 1,
            "if" | "elsif" | "elseif" | "when" => {
                self.at += 1;
                let piece = self.until(&["then"]);
                if word == "when" {
                    // Names of conditions are no expressions; those of a CASE are.
                    self.expressions(piece);
                } else {
                    self.expression(piece);
                }
            }
            "while" => {
                self.at += 1;
                let piece = self.until(&["loop"]);
                self.expression(piece);
            }
            "case" => {
                self.at += 1;
                let piece = self.until(&["when"]);
                self.at -= 1;
                self.expression(piece);
            }
            "for" | "foreach" => self.loop_head(),
            "return" => self.returned(),
            "raise" | "assert" => {
                self.at += 1;
                let piece = self.until(&[]);
                self.raised(piece);
            }
            "perform" => {
                self.at += 1;
                let piece = self.until(&[]);
                self.expression(piece);
            }
            "execute" => {
                self.at += 1;
                let piece = self.until(&["into", "using"]);
                self.expression(piece);
            }
            "exit" | "continue" => {
                self.until(&["when"]);
                if self
                    .tokens
                    .get(self.at - 1)
                    .is_some_and(|token| token.kind == Kind::Word)
                {
                    let condition = self.until(&[]);
                    self.expression(condition);
                }
            }
            "open" => {
                self.until(&["for"]);
                if self.word(0) == "execute" {
                    return;
                }
                self.sql();
            }
            "end" | "into" | "using" | "get" | "fetch" | "move" | "close" | "null" => {
                self.until(&[]);
            }
            _ => self.other(),
        }
    }

    /// Declarations up to `BEGIN`.
    fn declarations(&mut self) {
        while self.at < self.tokens.len() && self.word(0) != "begin" {
            // The name, and CONSTANT.
            self.at += 1;
            if self.word(0) == "constant" {
                self.at += 1;
            }
            if matches!(self.word(0).as_str(), "cursor" | "scroll" | "no") {
                self.until(&["for", "is"]);
                self.sql();
                continue;
            }
            let piece = self.until(&[]);
            let value = piece.iter().position(|token| {
                matches!(token.kind, Kind::ColonEquals | Kind::Symbol(b'='))
                    || token.kind == Kind::Word
                        && token.text(self.body).eq_ignore_ascii_case("default")
            });
            let (ty, value) = piece.split_at(value.unwrap_or(piece.len()));
            self.declared_type(ty);
            if let Some((_, value)) = value.split_first() {
                self.expression(value);
            }
        }
    }

    /// The type of a variable: `t.c%TYPE` and `t%ROWTYPE` name a table.
    fn declared_type(&mut self, piece: &[Token]) {
        let percent = piece
            .iter()
            .position(|token| token.kind == Kind::Symbol(b'%'));
        if let Some(at) = percent {
            let kind = piece.get(at + 1).map(|token| token.text(self.body));
            let row = kind.is_some_and(|kind| kind.eq_ignore_ascii_case("rowtype"));
            let name = self.text(&piece[..at]);
            if row {
                script(self.reader, &format!("TABLE {name}"));
            } else if let Some((table, column)) = name.rsplit_once('.') {
                script(self.reader, &format!("SELECT {column} FROM {table}"));
            }
        } else {
            let end = piece.iter().position(|token| {
                token.kind == Kind::Word
                    && ["not", "collate"]
                        .iter()
                        .any(|word| token.text(self.body).eq_ignore_ascii_case(word))
            });
            let ty = self.text(&piece[..end.unwrap_or(piece.len())]);
            if !ty.is_empty() {
                script(self.reader, &format!("SELECT NULL::{ty}"));
            }
        }
    }

    /// `FOR x IN … LOOP`
    fn loop_head(&mut self) {
        self.until(&["in"]);
        match self.word(0).as_str() {
            "execute" => {
                self.at += 1;
                let piece = self.until(&["using", "loop"]);
                self.expression(piece);
                return;
            }
            "reverse" | "array" => self.at += 1,
            _ => {}
        }
        let is_query = matches!(
            self.word(0).as_str(),
            "select" | "with" | "values" | "table" | "insert" | "update" | "delete"
        ) || self.is(0, b'(');
        let piece = self.until(&["loop"]);
        let range = piece.iter().position(|token| token.kind == Kind::DotDot);
        match range {
            Some(at) => {
                self.expression(&piece[..at]);
                let end = piece[at + 1..].iter().position(|token| {
                    token.kind == Kind::Word && token.text(self.body).eq_ignore_ascii_case("by")
                });
                let end = end.map_or(piece.len(), |end| at + 1 + end);
                self.expression(&piece[at + 1..end]);
            }
            None if is_query => script(self.reader, self.text(piece)),
            None => self.expression(piece),
        }
    }

    fn returned(&mut self) {
        self.at += 1;
        match self.word(0).as_str() {
            "query" if self.word(1) == "execute" => {
                self.at += 2;
                let piece = self.until(&["using"]);
                self.expression(piece);
            }
            "query" => {
                self.at += 1;
                self.sql();
            }
            other => {
                if other == "next" {
                    self.at += 1;
                }
                let piece = self.until(&[]);
                let row = matches!(
                    self.text(piece).to_ascii_lowercase().as_str(),
                    "new" | "old"
                );
                if !row {
                    self.expression(piece);
                }
            }
        }
    }

    /// What is told: the values behind the format, and options.
    fn raised(&mut self, piece: &[Token]) {
        let comma = piece
            .iter()
            .position(|token| token.kind == Kind::Symbol(b','));
        let using = piece.iter().position(|token| {
            token.kind == Kind::Word && token.text(self.body).eq_ignore_ascii_case("using")
        });
        let end = using.unwrap_or(piece.len());
        if let Some(comma) = comma.filter(|comma| *comma < end) {
            self.expressions(&piece[comma + 1..end]);
        }
    }

    /// A statement of SQL; where it puts its results is left out.
    fn sql(&mut self) {
        let piece = self.until(&[]);
        let insert = piece.first().is_some_and(|token| {
            let word = token.text(self.body);
            word.eq_ignore_ascii_case("insert") || word.eq_ignore_ascii_case("merge")
        });
        let into = piece.iter().enumerate().position(|(at, token)| {
            token.kind == Kind::Word
                && token.text(self.body).eq_ignore_ascii_case("into")
                && !(insert && at == 1)
        });
        let Some(into) = into else {
            script(self.reader, self.text(piece));
            return;
        };
        let mut end = into + 1;
        let strict = |token: &Token| token.text(self.body).eq_ignore_ascii_case("strict");
        if piece.get(end).is_some_and(strict) {
            end += 1;
        }
        // Names with dots and subscripts, commas between them.
        while let Some(token) = piece.get(end) {
            if !matches!(token.kind, Kind::Word | Kind::QuotedIdentifier) {
                break;
            }
            end += 1;
            while piece
                .get(end)
                .is_some_and(|token| token.kind == Kind::Symbol(b'.'))
            {
                end += 2;
            }
            if piece
                .get(end)
                .is_none_or(|token| token.kind != Kind::Symbol(b','))
            {
                break;
            }
            end += 1;
        }
        let before = self.text(&piece[..into]);
        let behind = self.text(piece.get(end..).unwrap_or_default());
        script(self.reader, &format!("{before} {behind}"));
    }

    /// An assignment, a label, or a statement of SQL.
    fn other(&mut self) {
        if self
            .tokens
            .get(self.at)
            .is_some_and(|token| token.text(self.body) == "<<")
        {
            self.at += 3;
            return;
        }
        let known = matches!(
            self.word(0).as_str(),
            "select"
                | "insert"
                | "update"
                | "delete"
                | "merge"
                | "with"
                | "values"
                | "truncate"
                | "lock"
                | "call"
                | "create"
                | "alter"
                | "drop"
                | "refresh"
                | "notify"
                | "set"
                | "grant"
                | "revoke"
                | "comment"
                | "analyze"
                | "copy"
                | "table"
                | "do"
        );
        if known && !self.assigns() {
            self.sql();
            return;
        }
        let piece = self.until(&[]);
        let sign = piece
            .iter()
            .position(|token| matches!(token.kind, Kind::ColonEquals | Kind::Symbol(b'=')));
        if let Some(at) = sign {
            self.expression(&piece[at + 1..]);
        }
    }

    /// Whether a word that may begin a statement is a variable that is assigned to.
    fn assigns(&self) -> bool {
        self.tokens
            .get(self.at + 1)
            .is_some_and(|token| matches!(token.kind, Kind::ColonEquals | Kind::Symbol(b'.')))
    }
}
