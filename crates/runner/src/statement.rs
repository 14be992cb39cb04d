//! What a statement outside of a transaction is, as far as its recovery depends on it.

use std::borrow::Cow;

use lexer::{Kind, Token};

/// How a statement of a script without a transaction is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Run {
    /// In a transaction of its own, together with its progress: it happens once or not at all.
    Together,
    /// By itself, as the server demands; how to find out later whether it took effect.
    Alone(Alone),
}

/// A statement that cannot run in a transaction. Names are as written in the SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Alone {
    /// CREATE INDEX CONCURRENTLY
    CreateIndex {
        /// The name, without quotes and cut to PostgreSQL's length; `None` leaves it to the server.
        name: Option<String>,
        table: String,
    },
    /// DROP INDEX CONCURRENTLY
    DropIndex { name: String },
    /// REINDEX … CONCURRENTLY: may be repeated, but leaves invalid indexes behind.
    Reindex { what: ReindexOf, name: String },
    /// ALTER TABLE … DETACH PARTITION … CONCURRENTLY
    Detach { parent: String, child: String },
    /// CREATE DATABASE
    CreateDatabase { name: String },
    /// DROP DATABASE
    DropDatabase { name: String },
    /// VACUUM, ALTER SYSTEM, …: running it twice does no harm.
    Repeatable,
    /// CALL, and a DO block that commits: only its author knows.
    Opaque,
}

/// What REINDEX names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReindexOf {
    Index,
    Table,
    Other,
}

impl Alone {
    /// Whether it lets others read and write while it waits for its locks.
    pub(crate) fn is_concurrent(&self) -> bool {
        matches!(
            self,
            Self::CreateIndex { .. }
                | Self::DropIndex { .. }
                | Self::Reindex { .. }
                | Self::Detach { .. }
        )
    }
}

/// Whether a statement sets something for the rest of the session, so that a run that resumes
/// after it must repeat it.
pub(crate) fn sets_session(statement: &str) -> bool {
    let mut reader = Reader::new(statement);
    if reader.eat("reset") {
        return true;
    }
    reader.eat("set")
        && !["local", "transaction", "constraints"]
            .iter()
            .any(|word| reader.eat(word))
}

/// How to run a statement.
pub(crate) fn classify(statement: &str) -> Run {
    let mut reader = Reader::new(statement);
    alone(&mut reader, statement).map_or(Run::Together, Run::Alone)
}

fn alone(reader: &mut Reader<'_>, statement: &str) -> Option<Alone> {
    if reader.eat("create") {
        create(reader)
    } else if reader.eat("drop") {
        drop_(reader)
    } else if reader.eat("reindex") {
        Some(reindex(reader, statement))
    } else if reader.eat("alter") {
        alter(reader)
    } else if reader.eat("vacuum") || reader.eat("cluster") || reader.eat("checkpoint") {
        Some(Alone::Repeatable)
    } else if reader.eat("call") || (reader.eat("do") && commits(statement)) {
        Some(Alone::Opaque)
    } else {
        None
    }
}

fn create(reader: &mut Reader<'_>) -> Option<Alone> {
    if reader.eat("database") {
        return Some(Alone::CreateDatabase {
            name: reader.name()?,
        });
    }
    if reader.eat("tablespace") || reader.eat("subscription") {
        return Some(Alone::Opaque);
    }
    reader.eat("unique");
    if !(reader.eat("index") && reader.eat("concurrently")) {
        return None;
    }
    if reader.eat("if") {
        reader.eat("not");
        reader.eat("exists");
    }
    let name = if reader.eat("on") {
        None
    } else {
        let name = lexer::identifier(reader.name()?.as_str()).into_owned();
        reader.eat("on");
        Some(cut(name))
    };
    reader.eat("only");
    Some(Alone::CreateIndex {
        name,
        table: reader.name()?,
    })
}

fn drop_(reader: &mut Reader<'_>) -> Option<Alone> {
    if reader.eat("tablespace") || reader.eat("subscription") {
        return Some(Alone::Opaque);
    }
    let database = reader.eat("database");
    let index = !database && reader.eat("index") && reader.eat("concurrently");
    if !database && !index {
        return None;
    }
    if reader.eat("if") {
        reader.eat("exists");
    }
    let name = reader.name()?;
    Some(if database {
        Alone::DropDatabase { name }
    } else {
        Alone::DropIndex { name }
    })
}

fn reindex(reader: &mut Reader<'_>, statement: &str) -> Alone {
    let concurrently =
        crate::script::words(statement).any(|it| it.eq_ignore_ascii_case("concurrently"));
    reader.skip_parentheses();
    let what = if reader.eat("index") {
        ReindexOf::Index
    } else if reader.eat("table") {
        ReindexOf::Table
    } else {
        reader.advance();
        ReindexOf::Other
    };
    reader.eat("concurrently");
    match reader.name() {
        Some(name) if concurrently => Alone::Reindex { what, name },
        Some(_) | None => Alone::Repeatable,
    }
}

fn alter(reader: &mut Reader<'_>) -> Option<Alone> {
    if reader.eat("system") {
        return Some(Alone::Repeatable);
    }
    if reader.eat("subscription") || reader.eat("database") {
        return Some(Alone::Opaque);
    }
    if !reader.eat("table") {
        return None;
    }
    if reader.eat("if") {
        reader.eat("exists");
    }
    reader.eat("only");
    let parent = reader.name()?;
    if !(reader.eat("detach") && reader.eat("partition")) {
        return None;
    }
    let child = reader.name()?;
    reader
        .eat("concurrently")
        .then_some(Alone::Detach { parent, child })
}

/// Whether a DO block may commit: its body is a string, so that only its words can be looked at.
fn commits(statement: &str) -> bool {
    let lower = statement.to_ascii_lowercase();
    ["commit", "rollback", "call"]
        .iter()
        .any(|word| lower.contains(word))
}

/// PostgreSQL cuts names to 63 bytes, at a character's boundary.
fn cut(mut name: String) -> String {
    while name.len() > 63 {
        name.pop();
    }
    name
}

/// Reads a statement's significant tokens from the front.
struct Reader<'a> {
    sql: &'a str,
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
}

impl<'a> Reader<'a> {
    fn new(sql: &'a str) -> Self {
        let tokens: Vec<Token> = lexer::tokens(sql)
            .filter(|token| !token.kind.is_trivia())
            // What is asked here stands at the front; a body of a megabyte does not matter.
            .take(40)
            .collect();
        Self {
            sql,
            tokens: tokens.into_iter().peekable(),
        }
    }

    fn eat(&mut self, word: &str) -> bool {
        let sql = self.sql;
        self.tokens
            .next_if(|it| it.kind == Kind::Word && it.text(sql).eq_ignore_ascii_case(word))
            .is_some()
    }

    fn advance(&mut self) {
        self.tokens.next();
    }

    fn skip_parentheses(&mut self) {
        if self
            .tokens
            .next_if(|it| it.kind == Kind::Symbol(b'('))
            .is_some()
        {
            let closes = |it: Token| it.kind == Kind::Symbol(b')');
            self.tokens.find(|it| closes(*it));
        }
    }

    /// A name, qualified or not, as written.
    fn name(&mut self) -> Option<String> {
        let is_part = |it: &Token| {
            matches!(
                it.kind,
                Kind::Word | Kind::QuotedIdentifier | Kind::UnicodeIdentifier
            )
        };
        let mut name = String::new();
        loop {
            let part = self.tokens.next_if(|it| is_part(it))?;
            name.push_str(&spelled(part, self.sql));
            if self
                .tokens
                .next_if(|it| it.kind == Kind::Symbol(b'.'))
                .is_none()
            {
                return Some(name);
            }
            name.push('.');
        }
    }
}

/// `U&"…"` is not understood by `to_regclass`: its value in plain quotes is.
fn spelled(token: Token, sql: &str) -> Cow<'_, str> {
    let text = token.text(sql);
    if token.kind != Kind::UnicodeIdentifier {
        return Cow::Borrowed(text);
    }
    match lexer::unicode_identifier(text, '\\') {
        Ok(name) => Cow::Owned(crate::wire::identifier(&name)),
        Err(_) => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{Alone, ReindexOf, Run, classify, sets_session};

    #[test]
    fn statements() {
        let check = |sql: &str, expected: Option<Alone>| {
            assert_eq!(
                classify(sql),
                expected.map_or(Run::Together, Run::Alone),
                "{sql}"
            );
        };
        let index = |name: Option<&str>, table: &str| {
            Some(Alone::CreateIndex {
                name: name.map(str::to_owned),
                table: table.to_owned(),
            })
        };
        check("CREATE INDEX i ON t (a)", None);
        check(
            "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)",
            index(Some("i"), "t"),
        );
        check(
            "create /* now */ index concurrently if not exists \"My\"\"I\" on only s.\"T\" (a)",
            index(Some("My\"I"), "s.\"T\""),
        );
        check("CREATE INDEX CONCURRENTLY ON t (a)", index(None, "t"));
        check(
            "CREATE INDEX CONCURRENTLY U&\"\\0041\" ON t (a)",
            index(Some("A"), "t"),
        );
        check(
            &format!("CREATE INDEX CONCURRENTLY {} ON t (a)", "x".repeat(70)),
            index(Some(&"x".repeat(63)), "t"),
        );
        check(
            "DROP INDEX CONCURRENTLY IF EXISTS s.i",
            Some(Alone::DropIndex {
                name: "s.i".to_owned(),
            }),
        );
        check(
            "REINDEX (VERBOSE, CONCURRENTLY) TABLE t",
            Some(Alone::Reindex {
                what: ReindexOf::Table,
                name: "t".to_owned(),
            }),
        );
        check(
            "REINDEX INDEX CONCURRENTLY i",
            Some(Alone::Reindex {
                what: ReindexOf::Index,
                name: "i".to_owned(),
            }),
        );
        check("REINDEX TABLE t", Some(Alone::Repeatable));
        check(
            "ALTER TABLE p DETACH PARTITION c CONCURRENTLY",
            Some(Alone::Detach {
                parent: "p".to_owned(),
                child: "c".to_owned(),
            }),
        );
        check("ALTER TABLE p DETACH PARTITION c", None);
        check("ALTER TYPE mood ADD VALUE 'great'", None);
        check("VACUUM (ANALYZE) t", Some(Alone::Repeatable));
        check("ALTER SYSTEM SET work_mem = '8MB'", Some(Alone::Repeatable));
        check(
            "CREATE DATABASE d",
            Some(Alone::CreateDatabase {
                name: "d".to_owned(),
            }),
        );
        check("CALL fill()", Some(Alone::Opaque));
        check("DO $$ BEGIN PERFORM 1; END $$", None);
        check(
            "DO $$ BEGIN UPDATE t SET a = 1; COMMIT; END $$",
            Some(Alone::Opaque),
        );
        check("UPDATE t SET a = 1", None);
    }

    #[test]
    fn settings() {
        assert!(sets_session("SET search_path = app"));
        assert!(sets_session("reset role"));
        assert!(!sets_session("SET LOCAL search_path = app"));
        assert!(!sets_session("SET CONSTRAINTS ALL DEFERRED"));
        assert!(!sets_session("UPDATE t SET a = 1"));
    }
}
