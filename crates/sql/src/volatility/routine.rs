//! Which of several functions or casts is meant, and how volatile it is.

use diag::Span;

use super::expression::{Checker, Known, named};
use super::{Routine, catalog};
use crate::tree::Node;

impl Checker<'_> {
    pub(super) fn cast(&mut self, value: &Known, target: Node<'_>, span: Span) -> Known {
        let target = self.typing.ty(target);
        let text = matches!(&target, Known::Type(name) if category(name) == Some('S'));
        match (value, &target) {
            (Known::Enum, Known::Type(_)) if text => {
                self.report(
                    span,
                    "the cast of an enumerated type to text".to_owned(),
                    's',
                );
            }
            (Known::Type(source), Known::Enum) if category(source) == Some('S') => {
                self.report(
                    span,
                    "the cast of text to an enumerated type".to_owned(),
                    's',
                );
            }
            (Known::Type(source), Known::Type(name)) if source != name => {
                if let Some(volatility) = cast_volatility(source, name) {
                    let what = format!("the cast from `{source}` to `{name}`");
                    self.report(span, what, volatility);
                }
            }
            (_, _) => {}
        }
        target
    }

    /// The one of several routines that fits the arguments. Where more than one may be meant,
    /// only what all of them have in common is used.
    pub(super) fn routine(
        &mut self,
        routines: &[Routine],
        arguments: &[Known],
        span: Span,
        what: &str,
    ) -> Known {
        let exact = routines
            .iter()
            .find(|routine| !arguments.is_empty() && matches(&routine.arguments, arguments));
        let fitting: Vec<&Routine> = match exact {
            Some(routine) => vec![routine],
            None => routines
                .iter()
                .filter(|routine| {
                    routine.variadic
                        || arguments
                            .iter()
                            .zip(&routine.arguments)
                            .all(|(argument, parameter)| may_be(argument, parameter))
                })
                .collect(),
        };
        let Some(first) = fitting.first() else {
            return Known::Unsure;
        };
        if fitting
            .iter()
            .all(|routine| routine.volatility == first.volatility)
        {
            self.report(span, what.to_owned(), first.volatility);
        }
        let polymorphic = first.returns.starts_with("any") || first.returns == "setof";
        if !polymorphic
            && fitting
                .iter()
                .all(|routine| routine.returns == first.returns)
        {
            named(first.returns)
        } else {
            Known::Unsure
        }
    }
}

fn category(name: &str) -> Option<char> {
    catalog().ty(name).map(|ty| ty.category)
}

/// The volatility of a cast between two of PostgreSQL's own types; `None` where unsure.
fn cast_volatility(source: &str, target: &str) -> Option<char> {
    if let Some((Some(volatility), _)) = catalog().cast(source, target) {
        return Some(volatility);
    }
    let (from, to) = (catalog().ty(source)?, catalog().ty(target)?);
    if to.category == 'S' {
        Some(from.output)
    } else if from.category == 'S' {
        Some(to.input)
    } else {
        None
    }
}

pub(super) fn takes(routine: &Routine, arguments: usize) -> bool {
    let most = routine.arguments.len();
    if routine.variadic {
        return arguments + 1 >= most;
    }
    arguments <= most && arguments + routine.defaults >= most
}

/// Whether arguments are exactly of the parameters' types.
pub(super) fn matches(parameters: &[&str], arguments: &[Known]) -> bool {
    parameters.len() == arguments.len()
        && parameters
            .iter()
            .zip(arguments)
            .all(|(parameter, argument)| matches!(argument, Known::Type(name) if name == parameter))
}

/// Whether an argument can stand for a parameter.
fn may_be(argument: &Known, parameter: &str) -> bool {
    let polymorphic = parameter.starts_with("any") || parameter == "record";
    match argument {
        Known::Literal | Known::Unsure => true,
        Known::Enum => polymorphic,
        Known::Type(name) => {
            name == parameter
                || polymorphic
                || catalog()
                    .cast(name, parameter)
                    .is_some_and(|(_, context)| context == 'i')
        }
    }
}
