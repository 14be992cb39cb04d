//! How often an expression may give another value.

use schema::{QualifiedName, Schema, Table};

use super::part::Part;
use crate::name::Name;
use crate::tree::Node;
use crate::types::{is_builtin, read};
use crate::volatility::{Known, Typing, catalog, check};

/// How often an expression may give another value, the more often the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Volatility {
    /// Never: constants and pure functions.
    Immutable,
    /// From statement to statement: `now()`.
    Stable,
    /// It calls a function of which nothing is known.
    Unknown,
    /// From row to row: `random()`, `gen_random_uuid()`, `nextval(…)`.
    Volatile,
}

impl Part<'_> {
    /// How often the expression may give another value, with the schema that it is used in and the
    /// table whose columns it may name.
    pub fn volatility(self, schema: &Schema, table: Option<&Table>) -> Volatility {
        let known = Surroundings { schema, table };
        let mutable = check(self.node, &known);
        let strictest = mutable.iter().map(|part| match part.volatility {
            's' => Volatility::Stable,
            _ => Volatility::Volatile,
        });
        let foreign = self
            .functions()
            .into_iter()
            .map(|name| known.of_function(&name));
        strictest
            .chain(foreign)
            .max()
            .unwrap_or(Volatility::Immutable)
    }
}

struct Surroundings<'a> {
    schema: &'a Schema,
    table: Option<&'a Table>,
}

impl Surroundings<'_> {
    fn of_function(&self, name: &Name) -> Volatility {
        let own = matches!(name.schema.as_deref(), None | Some("pg_catalog"));
        if own && !catalog().functions(&name.name).is_empty() {
            // Its overloads were told apart already.
            return Volatility::Immutable;
        }
        match self.declared(name) {
            Some('i') => Volatility::Immutable,
            Some('s') => Volatility::Stable,
            Some(_) => Volatility::Volatile,
            // The commonest functions of extensions.
            None if name.name.starts_with("uuid_generate") || name.name == "gen_random_bytes" => {
                Volatility::Volatile
            }
            None => Volatility::Unknown,
        }
    }

    /// The greatest volatility that functions of the name were declared with.
    fn declared(&self, name: &Name) -> Option<char> {
        let same = |found: &QualifiedName| {
            found.name == name.name
                && name
                    .schema
                    .as_ref()
                    .is_none_or(|schema| *schema == found.schema)
        };
        let functions = self.schema.functions.iter();
        let volatilities = functions
            .filter(|((found, _), _)| same(found))
            .map(|(_, function)| function.volatility);
        volatilities.max_by_key(|letter| "isv".find(*letter))
    }

    fn known(ty: &schema::Type) -> Known {
        let array = if ty.array { "_" } else { "" };
        match &ty.schema {
            None if is_builtin(&ty.name) => Known::Type(format!("{array}{}", ty.name)),
            None | Some(_) => Known::Unsure,
        }
    }
}

impl Typing for Surroundings<'_> {
    fn column(&self, name: &str) -> Known {
        let column = self.table.and_then(|table| table.column(name));
        column.map_or(Known::Unsure, |column| Self::known(&column.ty))
    }

    fn function(&self, name: &Name) -> Option<char> {
        self.declared(name)
    }

    fn ty(&self, node: Node<'_>) -> Known {
        Self::known(&read(node).ty)
    }
}
