//! The crates `lexer` and `sql` against their cases and against made-up input.
//!
//! Cases are data: the files of `tests/cases/sql`. A file holds many, each under a line `=== name`:
//! the input, a line `---`, and what is expected.

use prismoid_sql as sql;

#[path = "it/canonical.rs"]
mod canonical;
#[path = "it/cases.rs"]
mod cases;
#[path = "it/resolved.rs"]
mod resolved;
#[path = "it/robust.rs"]
mod robust;
#[path = "it/shown.rs"]
mod shown;
