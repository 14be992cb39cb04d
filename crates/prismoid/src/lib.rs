//! The facade an application depends on.
//!
//! A [`Manifest`] is the list of migrations that the crate which `cargo xtask codegen` writes
//! carries in the binary; [`migrations!`] is how it is written down there, checked by the compiler.
//!
//! An application applies it when it starts, with no files at hand:
//!
//! ```ignore
//! let report = prismoid::migrate(&pool, &database::MIGRATIONS).await?;
//! ```
//!
//! This crate adds little of its own but names: what an application compiles stands in the crates
//! of the run wing, and no crate of the tool wing is among them.
//!
//! Features: `migrate` has [`migrate`] and [`runner`], `pool` lets them take connections from a
//! deadpool-postgres pool, and `models` is what generated structs need. All three are on by default.

#[cfg(feature = "models")]
mod relation;

#[cfg(feature = "models")]
pub use crate::relation::{RelationNotFetchedError, double_option, fetched};
pub use migrations::{Checksum, Manifest, Migration};
#[cfg(feature = "migrate")]
pub use runner::{self, migrate};

/// Declares `pub static MIGRATIONS`, a [`Manifest`], from a row per migration.
///
/// A row is a version, a name, a checksum and the files, relative to the crate; `down` is left out
/// for an irreversible migration. `cargo xtask codegen` writes the rows.
///
/// ```ignore
/// prismoid::migrations! {
///     (1, "initial_schema", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
///         up: "../migrations/001_initial_schema.sql",
///         down: "../migrations/001_initial_schema.down.sql"),
/// }
/// ```
///
/// It does not compile when two rows carry one version, when rows are out of order or leave a
/// version out, when a name is not in snake case, when a file is missing, and when a file's SQL is
/// not the text that the row was made from. Each error stands at its row; all are reported at once.
#[macro_export]
macro_rules! migrations {
    ($($row:tt)*) => {
        $crate::__private::migrations! { ($crate) $($row)* }
    };
}

/// What the macros' output refers to; not for use by hand.
#[doc(hidden)]
pub mod __private {
    pub use prismoid_macros::migrations;
    pub use std::borrow::Cow;
}
