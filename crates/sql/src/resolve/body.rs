//! What function bodies refer to.

use std::collections::BTreeMap;

use lexer::Kind;
use schema::{Function, QualifiedName, Reference, Schema};

use super::names::Pass;
use super::reader::Reader;
use super::{Scope, level, plpgsql};
use crate::statement::Script;

/// The tables whose triggers call a function.
pub(super) type Callers = BTreeMap<QualifiedName, Vec<QualifiedName>>;

/// The tables and views whose triggers call functions, by function.
pub(super) fn callers(schema: &Schema) -> Callers {
    let mut callers = Callers::new();
    let tables = schema
        .tables
        .iter()
        .map(|(name, table)| (name, &table.triggers));
    let views = schema
        .views
        .iter()
        .map(|(name, view)| (name, &view.triggers));
    for (name, triggers) in tables.chain(views) {
        for trigger in triggers {
            let tables = callers.entry(trigger.function.clone()).or_default();
            if !tables.contains(name) {
                tables.push(name.clone());
            }
        }
    }
    callers
}

/// What the body of a function refers to; nothing where its language is not understood. Of `NEW`
/// and `OLD` the columns of the tables whose triggers call it.
pub(super) fn uses(
    pass: &Pass<'_>,
    name: &QualifiedName,
    function: &Function,
    callers: &Callers,
) -> Vec<Reference> {
    let names = pass.names(&name.schema);
    let mut reader = Reader::new(names, level(names, Scope::Arguments(&function.arguments)));
    match function.language.as_str() {
        _ if function.sql_body => sql_body(&mut reader, &function.body),
        "sql" => script(&mut reader, &function.body),
        "plpgsql" => plpgsql::walk(&mut reader, &function.body),
        _ => return Vec::new(),
    }
    let mut uses = reader.uses;
    for table in callers.get(name).into_iter().flatten() {
        let Some(columns) = names.columns(table) else {
            continue;
        };
        for column in row_columns(&function.body) {
            if columns.iter().any(|(known, _)| *known == column) {
                uses.insert(Reference::Column(table.clone(), column));
            }
        }
    }
    uses.into_iter().collect()
}

/// The columns of `NEW` and `OLD` that a text names.
fn row_columns(text: &str) -> Vec<String> {
    let tokens: Vec<lexer::Token> = lexer::tokens(text)
        .filter(|token| !token.kind.is_trivia())
        .collect();
    let is_row = |token: &lexer::Token| {
        let word = token.text(text);
        token.kind == Kind::Word
            && (word.eq_ignore_ascii_case("new") || word.eq_ignore_ascii_case("old"))
    };
    tokens
        .windows(3)
        .filter(|three| {
            is_row(&three[0])
                && three[1].kind == Kind::Symbol(b'.')
                && matches!(three[2].kind, Kind::Word | Kind::QuotedIdentifier)
        })
        .map(|three| lexer::identifier(three[2].text(text)).into_owned())
        .collect()
}

/// `RETURN expression` or `BEGIN ATOMIC … END`.
fn sql_body(reader: &mut Reader<'_>, body: &str) {
    let text = body.trim();
    let word = |word: &str| {
        text.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    if word("return") {
        script(reader, &format!("SELECT {}", &text["return".len()..]));
    } else if word("begin") {
        let inner = text["begin".len()..].trim_start();
        let inner = inner.get("atomic".len()..).unwrap_or_default().trim_end();
        let end = inner.len().saturating_sub("end".len());
        script(reader, inner.get(..end).unwrap_or_default());
    }
}

/// All statements of a text.
pub(super) fn script(reader: &mut Reader<'_>, sql: &str) {
    let script: Script = super::parsed(sql).0;
    for statement in script.statements() {
        reader.statement(statement.node);
    }
}
