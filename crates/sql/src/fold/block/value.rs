//! Values that can be told without a server.

use std::borrow::Cow;

use schema::{QualifiedName, quote_identifier, quote_literal};

use crate::fold::Fold;
use crate::grammar::keyword;
use crate::name::Name;

/// The state in which values are worked out, and the place of what asks for them.
#[derive(Clone, Copy)]
pub(super) struct World<'a> {
    pub(super) fold: &'a Fold,
    pub(super) span: diag::Span,
}

/// A value. What is not known has none.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    Text(Cow<'a, str>),
    /// A relation or type by its identity.
    Object(Cow<'a, QualifiedName>),
    List(Vec<Value<'a>>),
}

impl Value<'_> {
    pub(super) fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Integer(value) => Value::Integer(value),
            Self::Text(text) => Value::Text(text.into_owned().into()),
            Self::Object(name) => Value::Object(Cow::Owned(name.into_owned())),
            Self::List(values) => Value::List(values.into_iter().map(Value::into_owned).collect()),
        }
    }

    /// As text; `None` of null and of lists.
    pub(super) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Bool(true) => Some("t".into()),
            Self::Bool(false) => Some("f".into()),
            Self::Integer(value) => Some(value.to_string().into()),
            Self::Text(text) => Some(text.as_ref().into()),
            Self::Object(name) if name.schema == "public" => Some(quote_name(&name.name).into()),
            Self::Object(name) => {
                let (schema, name) = (quote_name(&name.schema), quote_name(&name.name));
                Some(format!("{schema}.{name}").into())
            }
            Self::Null | Self::List(_) => None,
        }
    }

    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Null => Some(false),
            Self::Integer(_) | Self::Text(_) | Self::Object(_) | Self::List(_) => None,
        }
    }

    /// How two values compare; `None` where one is null or they cannot be compared.
    pub(super) fn compare(&self, other: &Self, world: World<'_>) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (Self::Bool(one), Self::Bool(other)) => Some(one.cmp(other)),
            (Self::Integer(one), Self::Integer(other)) => Some(one.cmp(other)),
            (Self::Text(one), Self::Text(other)) => Some(one.cmp(other)),
            (Self::Object(one), Self::Object(other)) => Some(one.cmp(other)),
            (Self::Object(one), Self::Text(name)) => {
                let found = find(world, name)?;
                Some(one.as_ref().cmp(&found))
            }
            (Self::Text(_), Self::Object(_)) => Some(other.compare(self, world)?.reverse()),
            (Self::Integer(one), Self::Text(text)) => Some(one.cmp(&text.parse().ok()?)),
            (Self::Text(text), Self::Integer(other)) => Some(text.parse::<i64>().ok()?.cmp(other)),
            (Self::Bool(one), Self::Text(text)) => match text.as_ref() {
                "t" | "true" => Some(one.cmp(&true)),
                "f" | "false" => Some(one.cmp(&false)),
                _ => None,
            },
            (_, _) => None,
        }
    }
}

/// The relation or type of a name as it stands in a text.
pub(super) fn find(world: World<'_>, text: &str) -> Option<QualifiedName> {
    let mut parts: Vec<String> = lexer::tokens(text)
        .filter(|token| !token.kind.is_trivia() && token.text(text) != ".")
        .map(|token| lexer::identifier(token.text(text)).into_owned())
        .collect();
    let name = Name {
        name: parts.pop()?,
        schema: parts.pop(),
        span: world.span,
    };
    let fold = world.fold;
    fold.find_relation(&name).or_else(|| fold.find_type(&name))
}

/// An identifier in quotes where it needs them (`quote_ident`).
pub(super) fn quote_name(name: &str) -> String {
    let plain = name.bytes().enumerate().all(|(at, byte)| {
        byte.is_ascii_lowercase() || byte == b'_' || (at > 0 && byte.is_ascii_digit())
    });
    if plain && !name.is_empty() && keyword(name).is_none() {
        name.to_owned()
    } else {
        quote_identifier(name)
    }
}

/// `format(…)`; `None` for what it does not know.
pub(super) fn format_text(pattern: &str, arguments: &[Value<'_>]) -> Option<String> {
    let mut text = String::new();
    let mut rest = pattern;
    let mut next = 0;
    while let Some((before, after)) = rest.split_once('%') {
        text.push_str(before);
        let digits = after.find(|c: char| !c.is_ascii_digit())?;
        let after = match after.get(digits..)?.strip_prefix('$') {
            Some(positioned) if digits > 0 => {
                next = after.get(..digits)?.parse::<usize>().ok()?.checked_sub(1)?;
                positioned
            }
            Some(_) | None if digits > 0 => return None,
            Some(_) | None => after,
        };
        let kind = after.chars().next()?;
        rest = after.get(kind.len_utf8()..)?;
        if kind == '%' {
            text.push('%');
            continue;
        }
        let value = arguments.get(next)?;
        next += 1;
        match (kind, value.text()) {
            ('s', value) => text.push_str(&value.unwrap_or_default()),
            // What prints a name prints it quoted already.
            ('I', Some(value)) => text.push_str(&quote_name(&value)),
            ('L', Some(value)) => text.push_str(&quote_literal(&value)),
            ('L', None) => text.push_str("NULL"),
            (_, _) => return None,
        }
    }
    text.push_str(rest);
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_as_the_server_does() {
        let text = |text: &'static str| Value::Text(text.into());
        let arguments = [text("a b"), text("it's"), Value::Integer(3)];
        assert_eq!(
            format_text("%% %I %L %s %2$s", &arguments).as_deref(),
            Some("% \"a b\" 'it''s' 3 it's")
        );
        for broken in ["%", "%q", "%I %I %I %I", "%10s", "%9$s"] {
            assert_eq!(format_text(broken, &arguments), None, "{broken}");
        }
    }
}
