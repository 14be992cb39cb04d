//! Renames inside of expressions and queries, which the server keeps by identity and not by name.

use schema::{Expression, QualifiedName, Reference, Schema, quote_identifier};

use super::names::Pass;
use super::reader::{Level, Mention, Reader};
use super::walk::{Place, each};
use super::{Scope, level, parsed};

/// Rewrites every expression and query of a schema that names an object which is about to be
/// renamed or moved. Bodies of functions in quotes keep their text, as they do on the server.
///
/// It must be called while the object still has its old name.
pub(crate) fn rename(schema: &mut Schema, path: &[String], before: &Reference, after: &Reference) {
    let word = last_name(before).to_owned();
    let mut hits: Vec<(Place, Expression)> = Vec::new();
    let mut numbers = Vec::new();
    let mut number = 0;
    each(schema, &mut |place, found| {
        if may_name(&found.sql, &word) {
            hits.push((place(), found.clone()));
            numbers.push(number);
        }
        number += 1;
    });
    let mut changed = Vec::new();
    let pass = Pass::new(schema, path);
    for (number, (place, mut found)) in numbers.into_iter().zip(hits) {
        if one(&pass, &place, &mut found, before, after) {
            changed.push((number, found));
        }
    }
    if changed.is_empty() {
        return;
    }
    let mut changed = changed.into_iter().peekable();
    let mut number = 0;
    each(schema, &mut |_, found| {
        if let Some((_, new)) = changed.next_if(|(at, _)| *at == number) {
            *found = new;
        }
        number += 1;
    });
}

/// The same for a schema by itself, in which names without a schema mean those in `public`; to be
/// followed by the rename itself and by [`resolve`](super::resolve).
pub fn follow_rename(schema: &mut Schema, before: &Reference, after: &Reference) {
    rename(schema, &["public".to_owned()], before, after);
}

/// Whether a name may stand in a text: in the same letters, or in those of the other case where the name
/// is one without quotes.
fn may_name(sql: &str, word: &str) -> bool {
    let (sql, word) = (sql.as_bytes(), word.as_bytes());
    let exact = word.iter().any(u8::is_ascii_uppercase);
    let same = |one: u8, other: u8| one == other || !exact && one.to_ascii_lowercase() == other;
    let Some((first, rest)) = word.split_first() else {
        return true;
    };
    // Every text of the schema is looked through at each rename, so the first letter decides mostly.
    sql.len() >= word.len()
        && (0..=sql.len() - word.len()).any(|at| {
            same(sql[at], *first)
                && sql[at + 1..][..rest.len()]
                    .iter()
                    .zip(rest)
                    .all(|(one, other)| same(*one, *other))
        })
}

fn last_name(reference: &Reference) -> &str {
    match reference {
        Reference::Relation(name) | Reference::Type(name) | Reference::Function(name) => &name.name,
        Reference::Column(_, column) => column,
    }
}

/// Rewrites one text; false where it does not name the object.
fn one(
    pass: &Pass<'_>,
    place: &Place,
    found: &mut Expression,
    before: &Reference,
    after: &Reference,
) -> bool {
    let Some((prefix, mentions)) = mentions(pass, place, &found.sql) else {
        return false;
    };
    let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    for mention in mentions {
        let Some((range, text)) = edit(&mention, before, after) else {
            continue;
        };
        if let (Some(start), Some(end)) = (
            range.start.checked_sub(prefix),
            range.end.checked_sub(prefix),
        ) {
            edits.push((start..end, text));
        }
    }
    if let Reference::Relation(name) = before {
        edits.extend(constants(&found.sql, name, after));
    }
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    edits.dedup_by_key(|(range, _)| range.start);
    let any = !edits.is_empty();
    for (range, text) in edits {
        if found.sql.get(range.clone()).is_some() {
            found.sql.replace_range(range, &text);
        }
    }
    if any {
        found.canonical = None;
        for used in &mut found.uses {
            *used = moved(used, before, after);
        }
        found.uses.sort();
        found.uses.dedup();
    }
    any
}

/// A reference after the rename: columns move with their table.
fn moved(used: &Reference, before: &Reference, after: &Reference) -> Reference {
    match (used, before, after) {
        (Reference::Column(table, column), Reference::Relation(old), Reference::Relation(new))
            if table == old =>
        {
            Reference::Column(new.clone(), column.clone())
        }
        (used, before, after) if used == before => after.clone(),
        (used, _, _) => used.clone(),
    }
}

/// What is written in the place of a mention.
fn edit(
    mention: &Mention,
    before: &Reference,
    after: &Reference,
) -> Option<(std::ops::Range<usize>, String)> {
    let new = last_name(after);
    if mention.reference == *before {
        // A view's column keeps its name.
        let as_old = match (&mention.reference, mention.names_output) {
            (Reference::Column(..), true) => {
                format!(" AS {}", quote_identifier(last_name(before)))
            }
            (_, _) => String::new(),
        };
        return Some(match after {
            Reference::Column(..) => (
                mention.range.clone(),
                format!("{}{as_old}", quote_identifier(new)),
            ),
            Reference::Relation(name) | Reference::Type(name) | Reference::Function(name) => {
                (mention.whole.clone(), name.sql())
            }
        });
    }
    // The table's own name before a column's.
    match (&mention.reference, before) {
        (Reference::Column(table, column), Reference::Relation(old))
            if table == old && mention.by_table =>
        {
            let (table, column) = (quote_identifier(new), quote_identifier(column));
            Some((mention.whole.clone(), format!("{table}.{column}")))
        }
        (_, _) => None,
    }
}

/// Relations that are named in constants: `nextval('"x_seq"'::regclass)`.
fn constants(
    sql: &str,
    name: &QualifiedName,
    after: &Reference,
) -> Vec<(std::ops::Range<usize>, String)> {
    let Reference::Relation(new) = after else {
        return Vec::new();
    };
    let call = sql.contains("regclass")
        || ["nextval", "currval", "setval"]
            .iter()
            .any(|function| sql.to_ascii_lowercase().contains(function));
    if !call {
        return Vec::new();
    }
    let wanted = super::expr::qualified_text(&name.schema, &name.name);
    lexer::tokens(sql)
        .filter(|token| token.kind == lexer::Kind::String)
        .filter(|token| {
            lexer::string(token.text(sql))
                .is_ok_and(|value| super::value::without_public(&value) == wanted)
        })
        .map(|token| (token.range(), schema::quote_literal(&new.sql())))
        .collect()
}

/// The places of names in a text, and how much longer the text is that was read.
fn mentions(pass: &Pass<'_>, place: &Place, sql: &str) -> Option<(usize, Vec<Mention>)> {
    let (scope, home) = match place {
        Place::Table(table, _) => (Scope::Table(table), table.schema.as_str()),
        Place::Trigger(table) | Place::Rule(table) => {
            (Scope::Trigger(table), table.schema.as_str())
        }
        Place::Domain(ty) => (Scope::Domain(ty), "public"),
        Place::View(name) => (Scope::Nothing, name.schema.as_str()),
        Place::Value(_) | Place::Bound(_) | Place::Statement => (Scope::Nothing, "public"),
    };
    let prefix = match place {
        Place::View(_) | Place::Statement => "",
        Place::Rule(_) => "CREATE RULE r ",
        Place::Bound(_) => "CREATE TABLE t PARTITION OF p ",
        Place::Table(..) | Place::Trigger(_) | Place::Domain(_) | Place::Value(_) => "SELECT ",
    };
    let names = pass.names(home);
    let level = match place {
        Place::View(_) | Place::Statement => Level::default(),
        _ => level(names, scope),
    };
    let mut reader = Reader::new(names, level);
    let (script, whole) = parsed(&format!("{prefix}{sql}"));
    let statement = script.statements().next().filter(|_| whole)?;
    reader.statement(statement.node);
    Some((prefix.len(), reader.mentions))
}
