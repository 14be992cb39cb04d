//! Prisma's schema language for PostgreSQL: what a schema.prisma means, and what comes of it.
//!
//! This crate reads no SQL and knows nothing of a live database or of files on disk.
//!
//! # The path
//!
//! [`parse`] goes two steps, each of which reports what is wrong: [`syntax`] reads every file into
//! a tree, and `validate` makes one [`Datamodel`] of the trees of all files. Of that come
//! [`dmmf()`], the description that Prisma's generators read, and [`lower()`], the database that
//! the schema asks for.
//!
//! [`format()`] stands beside the path: it prints the lines of [`syntax`] anew, so that it works on
//! schemas with mistakes too.
//!
//! # Terminology
//!
//! - A *model* has *fields*; a *table* has *columns*. The first word of each pair is what the
//!   schema says, the second what the database has.
//! - A *name* is what the schema calls something; a *database name* is what the database calls
//!   it: the name, unless `@map`, `@@map` or `map:` say otherwise.
//! - *Syntax* is what one file says on its own: the grammar and the tree. *Validation* is what
//!   the declarations of all files mean together.
//! - A *block* is a declaration with braces; a *block attribute* begins with `@@`, a *field
//!   attribute* with `@`.

pub mod codes;
pub mod datamodel;
mod dmmf;
mod format;
mod lower;
mod pull;
pub mod syntax;
mod validate;

pub use datamodel::Datamodel;
pub use dmmf::{dmmf, write_dmmf};
pub use format::format;
pub use lower::{lower, renames};
pub use pull::{Existing, Pulled, pull};

use diag::{Diagnostic, SourceId, Sources};

/// Reads a schema: what it means, and everything that is wrong with it, sorted by place.
///
/// A schema with errors gives its configuration only.
pub fn parse(sources: &Sources, ids: &[SourceId]) -> (Datamodel, Vec<Diagnostic>) {
    let (ast, mut findings) = syntax::parse(sources, ids);
    let errors = findings.iter().any(Diagnostic::is_error);
    let (datamodel, more) = validate::validate(sources, &ast, errors);
    findings.extend(more);
    Diagnostic::sort(&mut findings, sources);
    (datamodel, findings)
}
