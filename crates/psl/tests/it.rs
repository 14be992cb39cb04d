//! The schema language, case by case: a file of `tests/cases/psl` each.

use prismoid_psl as psl;

mod cases;
mod format;
mod syntax;
