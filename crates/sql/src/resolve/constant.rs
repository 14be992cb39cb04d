//! Values of constants, in the spelling that the server prints for their type.

use schema::Type;

use super::coerce::{is_number, is_text, is_unknown, plain, same};
use super::expr::{Expr, Kind};
use super::names::Names;
use super::value;

/// The constant as one of a type: a constant in quotes takes the type that is needed, a number or a
/// string becomes one of the other types of its kind. What cannot be converted without a cast of
/// its own stays as it is.
pub(super) fn retyped(names: Names<'_>, constant: Expr, ty: &Type) -> Expr {
    if matches!(constant.kind, Kind::Null) {
        return constant;
    }
    let Kind::Constant(text) = &constant.kind else {
        return constant;
    };
    let Some(from) = constant.ty.clone() else {
        return constant;
    };
    let base = names.base(ty);
    let number = is_number(&from) && is_number(&base) && from.modifiers.is_empty();
    let string = is_text(&from) && is_text(&base) && from.modifiers.is_empty();
    if !is_unknown(&from) && !number && !string || is_polymorphic_any(&base) {
        return constant;
    }
    if number && !fits(text, &base) {
        return constant;
    }
    typed(names, text, &plain_unless_interval(&base))
}

fn is_polymorphic_any(ty: &Type) -> bool {
    ty.schema.is_none() && !ty.array && ty.name == "any"
}

fn plain_unless_interval(ty: &Type) -> Type {
    plain(ty)
}

/// Whether a number stays the same number in a type.
fn fits(text: &str, ty: &Type) -> bool {
    !matches!(ty.name.as_str(), "int2" | "int4" | "int8") || !text.contains(['.', 'e', 'E'])
}

/// A constant of a type from the text in its quotes.
pub(super) fn typed(names: Names<'_>, text: &str, ty: &Type) -> Expr {
    if ty.array {
        if let Some(array) = array(names, text, ty) {
            return array;
        }
        return Expr::new(Kind::Constant(text.to_owned()), Some(ty.clone()));
    }
    let ty = names.base(ty);
    let value = value::normal(&ty, text);
    Expr::new(Kind::Constant(value), Some(ty))
}

/// An array of one dimension from its text: `{a,"b c",NULL}`.
fn array(names: Names<'_>, text: &str, ty: &Type) -> Option<Expr> {
    let inner = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let element = Type {
        array: false,
        ..ty.clone()
    };
    let mut elements = Vec::new();
    let mut rest = inner.trim();
    while !rest.is_empty() {
        let (value, quoted, behind) = element_text(rest)?;
        let is_null = !quoted && value.eq_ignore_ascii_case("null");
        elements.push(if is_null {
            Expr::new(Kind::Null, Some(element.clone()))
        } else {
            typed(names, &value, &element)
        });
        rest = match behind.strip_prefix(',') {
            Some(next) if next.trim().is_empty() => return None,
            Some(next) => next.trim_start(),
            None if behind.is_empty() => behind,
            None => return None,
        };
    }
    Some(Expr::new(Kind::Array(elements), Some(ty.clone())))
}

/// The first element's value, whether it stands in quotes, and what follows it.
fn element_text(text: &str) -> Option<(String, bool, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    if text.starts_with('"') {
        chars.next();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => return Some((value, true, text[at + 1..].trim_start())),
                '\\' => value.push(chars.next()?.1),
                other => value.push(other),
            }
        }
        return None;
    }
    for (at, c) in chars {
        match c {
            ',' => return Some((value.trim_end().to_owned(), false, &text[at..])),
            '{' | '}' | '"' | '\\' => return None,
            other => value.push(other),
        }
    }
    Some((value.trim_end().to_owned(), false, ""))
}

/// A written cast of an expression.
pub(super) fn cast(names: Names<'_>, inner: Expr, target: &Type) -> Expr {
    match (&inner.kind, &inner.ty) {
        (Kind::Constant(text), Some(ty)) if is_unknown(ty) => {
            let typed = typed(names, text, &plain(target));
            return with_modifiers(typed, target);
        }
        (Kind::Null, _) => return Expr::new(Kind::Null, Some(target.clone())),
        // A number is the same number in another type that holds it.
        (Kind::Constant(text), Some(ty))
            if is_number(ty)
                && is_number(target)
                && ty.modifiers.is_empty()
                && fits(text, target) =>
        {
            let typed = typed(names, text, &plain(target));
            return with_modifiers(typed, target);
        }
        (Kind::Constant(text), Some(ty))
            if is_text(ty) && is_text(target) && ty.modifiers.is_empty() =>
        {
            let typed = typed(names, text, &plain(target));
            return with_modifiers(typed, target);
        }
        // The elements of an array take the type that it is cast to.
        (Kind::Array(elements), _) if target.array => {
            let element = Type {
                array: false,
                ..target.clone()
            };
            let elements = elements
                .iter()
                .map(|part| cast(names, part.clone(), &element))
                .collect();
            return Expr::new(Kind::Array(elements), Some(plain(target)));
        }
        (Kind::Cast(deeper), Some(ty))
            if same(ty, target) && ty.modifiers.is_empty() && !target.modifiers.is_empty() =>
        {
            // The server prints the cast and the change of length one after the other.
            return Expr::new(Kind::Cast(deeper.clone()), Some(target.clone()));
        }
        (_, Some(ty)) if same(ty, target) && target.modifiers.is_empty() => {
            // Nothing is converted; a length that is already there stays.
            return inner;
        }
        (_, Some(ty)) if ty == target && matches!(inner.kind, Kind::Cast(_)) => return inner,
        (_, _) => {}
    }
    Expr::new(Kind::Cast(Box::new(inner)), Some(target.clone()))
}

/// The constant with the length that it is cut or rounded to.
fn with_modifiers(mut constant: Expr, target: &Type) -> Expr {
    if !target.modifiers.is_empty()
        && let Some(ty) = &mut constant.ty
    {
        ty.modifiers.clone_from(&target.modifiers);
    }
    constant
}
