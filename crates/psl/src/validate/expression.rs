//! Reading values as what an argument wants.

use std::borrow::Cow;

use diag::{Diagnostic, Span};

use super::context::Context;
use crate::codes;
use crate::syntax::ast::Expression;

/// The kind of a value in words, with its article.
pub(super) fn kind(expression: &Expression<'_>) -> &'static str {
    match expression {
        Expression::Number(..) => "a number",
        Expression::String(..) => "a string",
        Expression::Constant(..) => "a bare word",
        Expression::Array(..) => "a list",
        Expression::Function(_) => "a function call",
        Expression::Object(..) => "an object",
    }
}

impl<'a> Context<'a> {
    /// The text of a value as it is written, in backticks and shortened to a line.
    pub(super) fn quote(&self, span: Span) -> String {
        const LONGEST: usize = 60;
        let text = self.sources.slice(span).trim();
        let line = text.lines().next().unwrap_or_default();
        if line.len() == text.len() && line.chars().count() <= LONGEST {
            return format!("`{text}`");
        }
        let head: String = line.chars().take(LONGEST).collect();
        format!("`{head}…`")
    }

    /// Reports a value of the wrong kind.
    fn expected(&mut self, wanted: &str, found: &Expression<'_>) {
        let message = format!(
            "expected {wanted}, found {} {}",
            kind(found),
            self.quote(found.span())
        );
        let mut finding = Diagnostic::error(&codes::WRONG_VALUE_KIND, message).at(found.span(), "");
        if wanted == "a string" && matches!(found, Expression::Constant(..)) {
            finding = finding.help("put it in double quotes");
        }
        self.push(finding);
    }

    /// The value as a string.
    pub(super) fn string(&mut self, expression: &'a Expression<'a>) -> Option<&'a str> {
        if let Expression::String(text, _) = expression {
            return Some(Cow::as_ref(text));
        }
        self.expected("a string", expression);
        None
    }

    /// The value as a bare word.
    pub(super) fn constant(&mut self, expression: &'a Expression<'a>) -> Option<&'a str> {
        if let Expression::Constant(text, _) = expression {
            return Some(text);
        }
        self.expected("a bare word", expression);
        None
    }

    /// The value as a whole number.
    pub(super) fn integer(&mut self, expression: &'a Expression<'a>) -> Option<i64> {
        if let Expression::Number(text, _) = expression
            && let Ok(number) = text.parse()
        {
            return Some(number);
        }
        self.expected("a whole number", expression);
        None
    }

    /// The value as `true` or `false`.
    pub(super) fn boolean(&mut self, expression: &'a Expression<'a>) -> Option<bool> {
        if let Expression::Constant(text, _) = expression
            && let Ok(value) = text.parse()
        {
            return Some(value);
        }
        self.expected("`true` or `false`", expression);
        None
    }

    /// The value as a name or a call.
    pub(super) fn name_or_call(&mut self, found: &Expression<'_>) {
        self.expected("a name, or a name with arguments", found);
    }

    /// The values of a list; a value that is no list counts as a list of it. `None` when any of
    /// them is not what `read` wants, which then has been reported.
    pub(super) fn array<T>(
        &mut self,
        expression: &'a Expression<'a>,
        mut read: impl FnMut(&mut Self, &'a Expression<'a>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Expression::Array(list, _) = expression else {
            return read(self, expression).map(|value| vec![value]);
        };
        let values: Vec<Option<T>> = list.iter().map(|item| read(self, item)).collect();
        values.into_iter().collect()
    }
}
