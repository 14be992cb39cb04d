//! Which functions, operators and casts are immutable, as PostgreSQL's own catalogs say.

mod expression;
mod operator;
mod routine;

use std::collections::HashMap;
use std::sync::LazyLock;

pub(crate) use expression::{Known, Mutable, Typing, check};

/// What PostgreSQL's catalogs say of its own functions.
pub(crate) struct Catalog {
    types: HashMap<&'static str, TypeFacts>,
    functions: HashMap<&'static str, Vec<Routine>>,
    operators: HashMap<&'static str, Vec<Routine>>,
    /// Source and target type; `None` where the cast goes through text.
    casts: HashMap<(&'static str, &'static str), (Option<char>, char)>,
}

/// A data type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TypeFacts {
    /// `typcategory`: `S` for strings, `D` for date and time, `N` for numbers, …
    pub(crate) category: char,
    /// The volatility of reading it from text.
    pub(crate) input: char,
    /// The volatility of writing it as text.
    pub(crate) output: char,
}

/// A function or operator.
#[derive(Debug, Clone)]
pub(crate) struct Routine {
    /// `i`, `s` or `v`.
    pub(crate) volatility: char,
    pub(crate) returns: &'static str,
    pub(crate) arguments: Vec<&'static str>,
    /// How many arguments may be left out.
    pub(crate) defaults: usize,
    pub(crate) variadic: bool,
}

/// The catalog, read at first use.
pub(crate) fn catalog() -> &'static Catalog {
    static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::read);
    &CATALOG
}

impl Catalog {
    pub(crate) fn has_type(&self, name: &str) -> bool {
        self.types.contains_key(name)
    }

    pub(crate) fn ty(&self, name: &str) -> Option<TypeFacts> {
        self.types.get(name).copied()
    }

    pub(crate) fn functions(&self, name: &str) -> &[Routine] {
        self.functions.get(name).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn operators(&self, name: &str) -> &[Routine] {
        self.operators.get(name).map_or(&[], Vec::as_slice)
    }

    /// The volatility of a cast, `None` where it goes through text, and whether it is done without
    /// being asked for (`i`), in assignments (`a`) or only when written (`e`).
    pub(crate) fn cast(&self, source: &str, target: &str) -> Option<(Option<char>, char)> {
        self.casts.get(&(source, target)).copied()
    }

    fn read() -> Self {
        let mut catalog = Self {
            types: HashMap::new(),
            functions: HashMap::new(),
            operators: HashMap::new(),
            casts: HashMap::new(),
        };
        for [name, category, input, output] in rows(include_str!("types.txt")) {
            let facts = TypeFacts {
                category: letter(category),
                input: letter(input),
                output: letter(output),
            };
            catalog.types.insert(name, facts);
        }
        for [name, volatility, returns, defaults, arguments] in rows(include_str!("functions.txt"))
        {
            let routine = Routine {
                volatility: letter(volatility),
                returns,
                arguments: list(arguments),
                defaults: defaults.parse().unwrap_or(0),
                variadic: defaults == "v",
            };
            catalog.functions.entry(name).or_default().push(routine);
        }
        for [name, volatility, returns, left, right] in rows(include_str!("operators.txt")) {
            let routine = Routine {
                volatility: letter(volatility),
                returns,
                arguments: list(left).into_iter().chain([right]).collect(),
                defaults: 0,
                variadic: false,
            };
            catalog.operators.entry(name).or_default().push(routine);
        }
        for [source, target, volatility, context] in rows(include_str!("casts.txt")) {
            let volatility = (volatility != "-").then(|| letter(volatility));
            let cast = (volatility, letter(context));
            catalog.casts.insert((source, target), cast);
        }
        catalog
    }
}

fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines()
        .filter_map(|line| line.split(' ').collect::<Vec<_>>().try_into().ok())
}

fn letter(text: &str) -> char {
    text.chars().next().unwrap_or('v')
}

fn list(text: &'static str) -> Vec<&'static str> {
    if text == "-" {
        Vec::new()
    } else {
        text.split(',').collect()
    }
}
