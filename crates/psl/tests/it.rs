//! The schema language, case by case: a file of `tests/cases/psl` each.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, also outside of its own function"
)]

use prismoid_psl as psl;

mod cases;
mod dmmf;
mod format;
mod lower;
mod syntax;
mod validate;
