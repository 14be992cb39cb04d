//! Which of several functions or operators is meant (`parse_func.c`, `parse_oper.c`).

use schema::Type;

use super::coerce::{
    UNKNOWN, catalog_name, catalog_type, category, implicitly, is_polymorphic, is_preferred,
    is_unknown, plain, same,
};
use super::names::Names;
use crate::volatility::{Routine, catalog};

/// A function or operator that may be meant.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// As many as there are arguments.
    pub(super) parameters: Vec<Type>,
    /// `None` where it is not known: a set or a record.
    pub(super) returns: Option<Type>,
}

impl Candidate {
    fn of(routine: &Routine, count: usize) -> Option<Self> {
        let mut parameters: Vec<Type> = routine
            .arguments
            .iter()
            .map(|name| catalog_type(name))
            .collect();
        if routine.variadic {
            // The catalog gives the element's type of `VARIADIC "any"`, else an array.
            let last = parameters.pop()?;
            let last = Type {
                array: false,
                ..last
            };
            if count < parameters.len() + 1 {
                return None;
            }
            parameters.resize(count, last);
        } else if count > parameters.len() || count + routine.defaults < parameters.len() {
            return None;
        }
        parameters.truncate(count);
        let returns = (routine.returns != "setof" && routine.returns != "record")
            .then(|| catalog_type(routine.returns));
        Some(Self {
            parameters,
            returns,
        })
    }
}

/// The one of PostgreSQL's own operators that is meant, with its concrete parameters.
pub(super) fn operator(
    names: Names<'_>,
    name: &str,
    arguments: &[Option<&Type>],
) -> Option<Candidate> {
    let known: Vec<Type> = known(names, arguments)?;
    // A constant in quotes beside a value is first taken for the same type.
    let alike = match known.as_slice() {
        [left, right] if is_unknown(left) => vec![right.clone(), right.clone()],
        [left, right] if is_unknown(right) => vec![left.clone(), left.clone()],
        other => other.to_vec(),
    };
    let routines = catalog().operators(name);
    if let Some(exact) = exact(routines, &alike) {
        return Some(exact);
    }
    choose(names, fitting(names, routines, &known), &known)
}

/// The one of several functions that is meant, with its concrete parameters.
pub(super) fn function(
    names: Names<'_>,
    name: &str,
    arguments: &[Option<&Type>],
) -> Option<Candidate> {
    let known: Vec<Type> = known(names, arguments)?;
    let routines = catalog().functions(name);
    if let Some(exact) = exact(routines, &known) {
        return Some(exact);
    }
    choose(names, fitting(names, routines, &known), &known)
}

/// The routines that take arguments of these types.
fn fitting(names: Names<'_>, routines: &[Routine], arguments: &[Type]) -> Vec<Candidate> {
    let own: Vec<Option<String>> = arguments.iter().map(catalog_name).collect();
    routines
        .iter()
        .filter(|routine| {
            // A look at the names spares making most candidates.
            routine.variadic
                || routine.arguments.len() >= arguments.len()
                    && routine.arguments.iter().zip(&own).all(|(parameter, own)| {
                        let Some(own) = own else { return true };
                        own == parameter
                            || own == UNKNOWN
                            || own.starts_with('_')
                            || parameter.starts_with("any")
                            || *parameter == "record"
                            || own == "citext"
                            || catalog()
                                .cast(own, parameter)
                                .is_some_and(|(_, context)| context == 'i')
                    })
        })
        .filter_map(|routine| Candidate::of(routine, arguments.len()))
        .filter(|candidate| {
            let mut pairs = candidate.parameters.iter().zip(arguments);
            pairs.all(|(parameter, argument)| implicitly(names, argument, parameter))
                && consistent(candidate, arguments)
        })
        .collect()
}

/// The arguments' types under their domains; `None` where one is not known.
fn known(names: Names<'_>, arguments: &[Option<&Type>]) -> Option<Vec<Type>> {
    arguments
        .iter()
        .map(|ty| ty.map(|ty| plain(&names.base(ty))))
        .collect()
}

/// The routine whose parameters are of exactly these types.
fn exact(routines: &[Routine], arguments: &[Type]) -> Option<Candidate> {
    let names: Option<Vec<String>> = arguments.iter().map(catalog_name).collect();
    let names = names?;
    let routine = routines.iter().find(|routine| {
        !routine.variadic
            && routine.arguments.len() == names.len()
            && routine
                .arguments
                .iter()
                .zip(&names)
                .all(|(one, other)| one == other)
    })?;
    Candidate::of(routine, arguments.len())
}

/// `func_select_candidate`.
fn choose(
    names: Names<'_>,
    mut candidates: Vec<Candidate>,
    arguments: &[Type],
) -> Option<Candidate> {
    let keep_best = |candidates: &mut Vec<Candidate>, count: &dyn Fn(&Candidate) -> usize| {
        let best = candidates.iter().map(count).max().unwrap_or(0);
        candidates.retain(|candidate| count(candidate) == best);
    };
    if candidates.len() > 1 {
        keep_best(&mut candidates, &|candidate| {
            let pairs = candidate.parameters.iter().zip(arguments);
            pairs
                .filter(|(parameter, argument)| !is_unknown(argument) && same(parameter, argument))
                .count()
        });
    }
    if candidates.len() > 1 {
        keep_best(&mut candidates, &|candidate| {
            let pairs = candidate.parameters.iter().zip(arguments);
            pairs
                .filter(|(parameter, argument)| {
                    !is_unknown(argument)
                        && (same(parameter, argument)
                            || is_preferred(parameter)
                                && category(names, parameter) == category(names, argument))
                })
                .count()
        });
    }
    if candidates.len() > 1 {
        by_category(names, &mut candidates, arguments);
    }
    if candidates.len() > 1 {
        same_as_known(names, &mut candidates, arguments);
    }
    if candidates.len() != 1 {
        return None;
    }
    candidates
        .pop()
        .map(|candidate| concrete(names, candidate, arguments))
}

/// Whether the arguments of polymorphic parameters agree.
fn consistent(candidate: &Candidate, arguments: &[Type]) -> bool {
    let mut element: Option<Type> = None;
    for (parameter, argument) in candidate.parameters.iter().zip(arguments) {
        if is_unknown(argument) || parameter.schema.is_some() || parameter.array {
            continue;
        }
        let found = match parameter.name.as_str() {
            "anyelement" | "anynonarray" | "anyenum" | "anyrange" | "anymultirange" => {
                plain(argument)
            }
            "anyarray" => Type {
                array: false,
                ..plain(argument)
            },
            _ => continue,
        };
        // A range and its element are both polymorphic, and their types differ.
        let range = |name: &str| name.ends_with("range");
        if range(&found.name) {
            continue;
        }
        match &element {
            Some(element) if !same(element, &found) => return false,
            Some(_) => {}
            None => element = Some(found),
        }
    }
    true
}

/// Constants in quotes are strings where a candidate takes strings, else of the one category
/// that all candidates have.
fn by_category(names: Names<'_>, candidates: &mut Vec<Candidate>, arguments: &[Type]) {
    for (at, argument) in arguments.iter().enumerate() {
        if !is_unknown(argument) {
            continue;
        }
        let categories: Vec<char> = candidates
            .iter()
            .filter_map(|candidate| candidate.parameters.get(at))
            .map(|parameter| category(names, parameter))
            .collect();
        let wanted = if categories.contains(&'S') {
            'S'
        } else if categories.windows(2).all(|pair| pair[0] == pair[1]) {
            match categories.first() {
                Some(only) => *only,
                None => continue,
            }
        } else {
            continue;
        };
        let preferred = candidates.iter().any(|candidate| {
            let parameter = candidate.parameters.get(at);
            parameter.is_some_and(|ty| category(names, ty) == wanted && is_preferred(ty))
        });
        candidates.retain(|candidate| {
            let parameter = candidate.parameters.get(at);
            parameter
                .is_some_and(|ty| category(names, ty) == wanted && (!preferred || is_preferred(ty)))
        });
    }
}

/// Where all known arguments are of one type, constants in quotes are taken for that type.
fn same_as_known(names: Names<'_>, candidates: &mut Vec<Candidate>, arguments: &[Type]) {
    let mut known = arguments.iter().filter(|argument| !is_unknown(argument));
    let Some(first) = known.next() else { return };
    if !known.all(|other| same(first, other)) {
        return;
    }
    let fits = |candidate: &Candidate| {
        let mut parameters = candidate.parameters.iter();
        parameters.all(|parameter| implicitly(names, first, parameter))
    };
    if candidates
        .iter()
        .filter(|candidate| fits(candidate))
        .count()
        == 1
    {
        candidates.retain(fits);
    }
}

/// Puts types in the place of polymorphic ones.
fn concrete(names: Names<'_>, mut candidate: Candidate, arguments: &[Type]) -> Candidate {
    let mut element: Option<Type> = None;
    let mut all = Vec::new();
    for (parameter, argument) in candidate.parameters.iter().zip(arguments) {
        if is_unknown(argument) || !is_polymorphic(parameter) {
            continue;
        }
        let is_array = parameter.name.ends_with("array") && !parameter.name.ends_with("nonarray");
        let found = Type {
            array: argument.array && !is_array,
            ..plain(argument)
        };
        if parameter.name.starts_with("anycompatible") {
            all.push(found.clone());
        }
        if parameter.name != "any" {
            element.get_or_insert(found);
        }
    }
    if !all.is_empty() {
        let types: Vec<Option<&Type>> = all.iter().map(Some).collect();
        element = super::coerce::common(names, &types).or(element);
    }
    let fill = |ty: &Type| {
        if !is_polymorphic(ty) || ty.name == "any" {
            return Some(ty.clone());
        }
        let element = element.clone()?;
        let is_array = ty.name.ends_with("array") && !ty.name.ends_with("nonarray");
        let is_range = |name: &str| name.ends_with("range");
        if is_range(&ty.name) != is_range(&element.name) {
            return None;
        }
        Some(if is_array { element.array() } else { element })
    };
    candidate.returns = candidate.returns.as_ref().and_then(fill);
    for parameter in &mut candidate.parameters {
        if let Some(ty) = fill(parameter) {
            *parameter = ty;
        }
    }
    candidate
}
