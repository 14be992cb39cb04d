//! What expressions came out as, kept with all that was asked of the schema on the way, so that the
//! same expression need not be read again while the answers are the same.

use std::cell::RefCell;
use std::collections::HashMap;

use schema::{Expression, QualifiedName, Reference, Type};

use super::Scope;
use super::names::{Asked, Columns, Names, Pass, RelationKind};

/// Expressions that were resolved before.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memo(RefCell<HashMap<Key, Known>>);

/// All that is given with an expression.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    sql: String,
    place: Place,
    target: Option<Type>,
    path: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Place {
    Nothing,
    Table(QualifiedName),
    Trigger(QualifiedName),
    Domain(Type),
}

/// What came out, and the answers that it rests on.
#[derive(Debug, Clone)]
struct Known {
    canonical: Option<String>,
    uses: Vec<Reference>,
    answers: Vec<Answer>,
}

#[derive(Debug, Clone)]
enum Answer {
    /// The columns of a relation.
    Columns(QualifiedName, Option<Columns>),
    /// Of the columns of a relation those that a text may name: other columns do not matter to it.
    Named(QualifiedName, Named),
    Relation(
        Option<String>,
        String,
        Option<(QualifiedName, RelationKind)>,
    ),
    UserType(Option<String>, String, Option<QualifiedName>),
    NoFunction(Option<String>, String),
    Base(Type, Type),
    Enum(Type, bool),
    Range(Type, bool),
}

/// The columns that a text may name, and the names of which there are none.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Named {
    columns: Columns,
    missing: Vec<String>,
}

impl Memo {
    /// Fills `canonical` and `uses`, where they are known and still hold.
    pub(super) fn recall(&self, key: &Key, names: Names<'_>, found: &mut Expression) -> bool {
        let all = self.0.borrow();
        let Some(known) = all.get(key) else {
            return false;
        };
        if !known.answers.iter().all(|answer| holds(answer, names)) {
            return false;
        }
        found.canonical.clone_from(&known.canonical);
        found.uses.clone_from(&known.uses);
        true
    }

    /// Keeps what an expression came out as.
    pub(super) fn keep(&self, key: Key, asked: &[Asked], found: &Expression) {
        let alone = asked
            .iter()
            .filter(|one| matches!(one, Asked::Columns(..) | Asked::Relation(..)))
            .count()
            == 1;
        let words = words(&key.sql).filter(|_| alone);
        let answers: Option<Vec<Answer>> = asked
            .iter()
            .map(|one| answer(one, words.as_deref()))
            .collect();
        let Some(answers) = answers else {
            return;
        };
        let known = Known {
            canonical: found.canonical.clone(),
            uses: found.uses.clone(),
            answers,
        };
        self.0.borrow_mut().insert(key, known);
    }
}

/// What an expression is kept by; `None` where it is not kept.
pub(super) fn key(
    pass: &Pass<'_>,
    scope: Scope<'_>,
    target: Option<&Type>,
    sql: &str,
) -> Option<Key> {
    let place = match scope {
        Scope::Nothing => Place::Nothing,
        Scope::Table(table) => Place::Table(table.clone()),
        Scope::Trigger(table) => Place::Trigger(table.clone()),
        Scope::Domain(ty) => Place::Domain(ty.clone()),
        Scope::Arguments(_) => return None,
    };
    Some(Key {
        sql: sql.to_owned(),
        place,
        target: target.cloned(),
        path: pass.path().to_vec(),
    })
}

/// The identifiers of a text; `None` where more than the columns of these names may count: in a query,
/// or where all columns are taken.
fn words(sql: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut dot = false;
    for token in lexer::tokens(sql).filter(|token| !token.kind.is_trivia()) {
        match token.kind {
            lexer::Kind::Word | lexer::Kind::QuotedIdentifier => {
                let word = lexer::identifier(token.text(sql));
                if matches!(&*word, "select" | "values" | "table" | "with") {
                    return None;
                }
                words.push(schema::truncate_identifier(&word).to_owned());
            }
            lexer::Kind::UnicodeIdentifier => return None,
            lexer::Kind::Symbol(b'*') if dot => return None,
            _ => {}
        }
        dot = token.kind == lexer::Kind::Symbol(b'.');
    }
    words.sort();
    words.dedup();
    Some(words)
}

/// An answer to keep. `words` are the names that a text may look up, where those are all that count.
fn answer(asked: &Asked, words: Option<&[String]>) -> Option<Answer> {
    Some(match asked.clone() {
        Asked::Columns(table, columns) => match (words, columns) {
            (Some(words), Some(columns)) => Answer::Named(table, Named::of(words, &columns)),
            (_, columns) => Answer::Columns(table, columns.map(|all| (*all).clone())),
        },
        Asked::Relation(schema, name, found) => Answer::Relation(schema, name, found),
        Asked::UserType(schema, name, found) => Answer::UserType(schema, name, found),
        Asked::NoFunction(schema, name) => Answer::NoFunction(schema, name),
        Asked::Base(ty, base) => Answer::Base(ty, base),
        Asked::Enum(ty, is) => Answer::Enum(ty, is),
        Asked::Range(ty, is) => Answer::Range(ty, is),
        Asked::Other => return None,
    })
}

impl Named {
    fn of(words: &[String], all: &Columns) -> Self {
        let mut named = Self {
            columns: Columns::new(),
            missing: Vec::new(),
        };
        for word in words {
            match all.iter().find(|(name, _)| name == word) {
                Some(column) => named.columns.push(column.clone()),
                None => named.missing.push(word.clone()),
            }
        }
        named
    }

    fn holds(&self, all: &Columns) -> bool {
        let mut present = self.columns.iter();
        let mut missing = self.missing.iter();
        present.all(|(name, ty)| {
            let found = all.iter().find(|(known, _)| known == name);
            found.is_some_and(|(_, known)| known == ty)
        }) && missing.all(|word| all.iter().all(|(known, _)| known != word))
    }
}

/// Whether the schema gives the same answer now.
fn holds(answer: &Answer, names: Names<'_>) -> bool {
    match answer {
        Answer::Columns(table, columns) => names.columns(table).as_deref() == columns.as_ref(),
        Answer::Named(table, some) => names
            .columns(table)
            .is_some_and(|columns| some.holds(&columns)),
        Answer::Relation(schema, name, found) => names.relation(schema.as_deref(), name) == *found,
        Answer::UserType(schema, name, found) => names.user_type(schema.as_deref(), name) == *found,
        Answer::NoFunction(schema, name) => names.functions(schema.as_deref(), name).is_none(),
        Answer::Base(ty, base) => names.base(ty) == *base,
        Answer::Enum(ty, is) => names.is_enum(ty) == *is,
        Answer::Range(ty, is) => names.is_range(ty) == *is,
    }
}
