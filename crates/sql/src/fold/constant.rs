//! Constants of enumerated types in expressions: the server keeps which value is meant, so that they
//! follow when a value gets another name.

use schema::{Expression, QualifiedName, Reference, quote_literal};

use super::Fold;
use super::refer::expressions;

impl Fold {
    /// Before a value of an enumerated type is renamed.
    pub(super) fn follow_value(&mut self, ty: &QualifiedName, old: &str, new: &str) {
        let tables = self.schema.tables.values_mut().flat_map(expressions);
        let views = self.schema.views.values_mut().map(|view| &mut view.query);
        let domains = self.schema.domains.values_mut().flat_map(|domain| {
            let checks = domain.checks.iter_mut().map(|check| &mut check.expression);
            checks.chain(&mut domain.default)
        });
        let functions = self.schema.functions.values_mut();
        let defaults = functions
            .flat_map(|function| &mut function.arguments)
            .filter_map(|argument| argument.default.as_mut());
        let of_type = Reference::Type(ty.clone());
        for expression in tables.chain(views).chain(domains).chain(defaults) {
            // A default says nothing of the type of the column that it is for.
            if expression.uses.contains(&of_type) || expression.canonical.is_some() {
                replace(expression, ty, old, new);
            }
        }
    }
}

/// Writes another name in the constants of a type. Where a text has the word in other constants too the
/// spelling that has the types beside them is taken.
fn replace(expression: &mut Expression, ty: &QualifiedName, old: &str, new: &str) {
    let (typed, others) = constants(&expression.sql, ty, old);
    let written = [typed, others].concat();
    let Some(canonical) = &mut expression.canonical else {
        write(&mut expression.sql, written, new);
        return;
    };
    let (typed, others) = constants(canonical, ty, old);
    if typed.is_empty() {
        return;
    }
    let alike = others.is_empty() && written.len() == typed.len();
    write(canonical, typed, new);
    if alike {
        write(&mut expression.sql, written, new);
    } else {
        expression.sql.clone_from(canonical);
    }
}

fn write(sql: &mut String, mut places: Places, value: &str) {
    places.sort_by_key(|range| std::cmp::Reverse(range.start));
    for range in places {
        sql.replace_range(range, &quote_literal(value));
    }
}

type Places = Vec<std::ops::Range<usize>>;

/// The constants of a text that are a word: those with a cast to the type behind them, and the others.
fn constants(sql: &str, ty: &QualifiedName, word: &str) -> (Places, Places) {
    let tokens: Vec<lexer::Token> = lexer::tokens(sql)
        .filter(|token| !token.kind.is_trivia())
        .collect();
    let (mut typed, mut others) = (Vec::new(), Vec::new());
    for (at, token) in tokens.iter().enumerate() {
        let is_word = token.kind == lexer::Kind::String
            && lexer::string(token.text(sql)).is_ok_and(|value| value == word);
        if !is_word {
            continue;
        }
        let mut rest = tokens[at + 1..].iter().map(|token| token.text(sql));
        let cast = rest.next() == Some("::");
        let mut names = rest.step_by(2).take(2).map(lexer::identifier);
        if cast && names.any(|name| name == ty.name) {
            typed.push(token.range());
        } else {
            others.push(token.range());
        }
    }
    (typed, others)
}
