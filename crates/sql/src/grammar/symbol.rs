//! The symbols of the grammar that this crate names, by number.
//!
//! A test compares every number with `symbols.txt`, so that another version's tables cannot
//! silently mean something else.

macro_rules! symbols {
    ($($name:ident = $number:literal $text:literal)*) => {
        $(
            #[doc = concat!("`", $text, "`")]
            pub(crate) const $name: crate::grammar::Symbol = $number;
        )*

        /// The constants with the names they have in PostgreSQL's grammar.
        #[cfg(test)]
        pub(crate) static NAMED: &[(crate::grammar::Symbol, &str)] = &[$(($name, $text)),*];
    };
}

mod rule;
mod token;

pub(crate) use rule::*;
pub(crate) use token::*;

/// The constants of both kinds.
#[cfg(test)]
pub(crate) static NAMED: [&[(super::Symbol, &str)]; 2] = [token::NAMED, rule::NAMED];
