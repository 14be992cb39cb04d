//! Types as the server's parser compares them: categories, implicit casts, common types
//! (`parse_coerce.c`).

use schema::Type;

use super::names::Names;
use crate::volatility::catalog;

/// The pseudo type of a constant in quotes, until it is known what is needed.
pub(super) const UNKNOWN: &str = "unknown";

/// A type of PostgreSQL's own by its name in the catalogs, where an array is `_name`.
pub(super) fn catalog_type(name: &str) -> Type {
    match name.strip_prefix('_') {
        Some(element) => Type::builtin(element).array(),
        None => Type::builtin(name),
    }
}

/// Its name in the catalogs, if it is one of PostgreSQL's own.
pub(super) fn catalog_name(ty: &Type) -> Option<String> {
    if ty.schema.is_some() {
        return None;
    }
    let name = without_fields(&ty.name);
    Some(if ty.array {
        format!("_{name}")
    } else {
        name.to_owned()
    })
}

/// `interval` of `interval day to second`.
fn without_fields(name: &str) -> &str {
    if name.starts_with("interval ") {
        "interval"
    } else {
        name
    }
}

pub(super) fn is_unknown(ty: &Type) -> bool {
    ty.schema.is_none() && ty.name == UNKNOWN && !ty.array
}

/// Whether two types are the same but for modifiers.
pub(super) fn same(one: &Type, other: &Type) -> bool {
    one.array == other.array
        && one.schema == other.schema
        && without_fields(&one.name) == without_fields(&other.name)
}

/// The type without modifiers.
pub(super) fn plain(ty: &Type) -> Type {
    Type {
        schema: ty.schema.clone(),
        name: without_fields(&ty.name).to_owned(),
        modifiers: Vec::new(),
        array: ty.array,
    }
}

/// `typcategory`.
pub(super) fn category(names: Names<'_>, ty: &Type) -> char {
    if ty.array {
        return 'A';
    }
    if names.is_enum(ty) {
        return 'E';
    }
    if ty.schema.is_some() {
        return 'U';
    }
    // citext calls itself a string.
    if ty.name == "citext" {
        return 'S';
    }
    catalog()
        .ty(without_fields(&ty.name))
        .map_or('U', |facts| facts.category)
}

/// `typispreferred`.
pub(super) fn is_preferred(ty: &Type) -> bool {
    !ty.array
        && ty.schema.is_none()
        && matches!(
            ty.name.as_str(),
            "bool" | "text" | "oid" | "float8" | "inet" | "timestamptz" | "interval" | "varbit"
        )
}

pub(super) fn is_number(ty: &Type) -> bool {
    !ty.array
        && ty.schema.is_none()
        && matches!(
            ty.name.as_str(),
            "int2" | "int4" | "int8" | "numeric" | "float4" | "float8"
        )
}

pub(super) fn is_text(ty: &Type) -> bool {
    !ty.array
        && ty.schema.is_none()
        && matches!(ty.name.as_str(), "text" | "varchar" | "bpchar" | "name")
}

/// Whether a value of one type can stand where another is needed, without a written cast.
pub(super) fn implicitly(names: Names<'_>, from: &Type, to: &Type) -> bool {
    if is_unknown(from) || same(from, to) {
        return true;
    }
    if from.array && to.array {
        let element = |ty: &Type| Type {
            array: false,
            ..plain(ty)
        };
        return implicitly(names, &element(from), &element(to));
    }
    if let Some(fits) = polymorphic(names, from, to) {
        return fits;
    }
    let base = names.base(from);
    if !same(&base, from) {
        return implicitly(names, &base, to);
    }
    // citext is made to be taken for text.
    if from.schema.is_none() && from.name == "citext" {
        return is_text(to) && !from.array;
    }
    match (catalog_name(from), catalog_name(to)) {
        (Some(from), Some(to)) => catalog()
            .cast(&from, &to)
            .is_some_and(|(_, context)| context == 'i'),
        (_, _) => false,
    }
}

/// Whether a polymorphic parameter takes a type; `None` where the parameter is not polymorphic.
fn polymorphic(names: Names<'_>, from: &Type, to: &Type) -> Option<bool> {
    if to.schema.is_some() || to.array {
        return None;
    }
    Some(match to.name.as_str() {
        "any" | "anyelement" | "anycompatible" => true,
        "anyarray" | "anycompatiblearray" => from.array,
        "anynonarray" | "anycompatiblenonarray" => !from.array,
        "anyenum" => names.is_enum(from),
        "anyrange" | "anycompatiblerange" => names.is_range(from),
        "anymultirange" | "anycompatiblemultirange" => {
            !from.array && from.name.ends_with("multirange")
        }
        "record" => !from.array && from.name == "record",
        _ => return None,
    })
}

/// Whether a parameter's type depends on the other arguments.
pub(super) fn is_polymorphic(ty: &Type) -> bool {
    ty.schema.is_none() && !ty.array && ty.name.starts_with("any")
}

/// The type that several values have in common (`select_common_type`): `None` where one of them is
/// not known, or where there is none.
pub(super) fn common(names: Names<'_>, types: &[Option<&Type>]) -> Option<Type> {
    let mut chosen: Option<Type> = None;
    for ty in types {
        let ty = (*ty)?;
        if is_unknown(ty) {
            continue;
        }
        let Some(current) = &chosen else {
            chosen = Some(plain(ty));
            continue;
        };
        if same(current, ty) {
            continue;
        }
        let (current, ty) = (names.base(current), names.base(ty));
        if category(names, &current) != category(names, &ty) {
            return None;
        }
        let widens = !is_preferred(&current)
            && implicitly(names, &current, &ty)
            && !implicitly(names, &ty, &current);
        chosen = Some(plain(if widens { &ty } else { &current }));
    }
    Some(chosen.unwrap_or_else(|| Type::builtin("text")))
}
