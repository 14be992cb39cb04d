//! From a database to a schema file: what stands is kept as it is written, and only what differs is
//! written anew.
//!
//! A model keeps its name, its comments, the order of its fields and everything that a database
//! does not know (`@updatedAt`, `@ignore`, values that the client makes). What the database has and
//! the schema language cannot say is a finding, never a silent loss.
//!
//! New names are those of Prisma's own introspection, so that both tools give the same models.

mod attribute;
mod block;
mod edit;
mod enums;
mod field;
mod key;
mod names;
mod note;
mod relation;
mod relation_name;
mod types;
mod value;

use diag::{Diagnostic, SourceId, Sources};
use schema::Schema;

use crate::datamodel::Datamodel;
use crate::syntax;
use block::Blocks;
use edit::Edits;
use names::Names;

/// The files of a schema and what they mean.
#[derive(Debug, Clone, Copy)]
pub struct Existing<'a> {
    /// All texts of the run.
    pub sources: &'a Sources,
    /// The schema's files. New models go to the end of the last one.
    pub ids: &'a [SourceId],
    /// What they mean; without errors.
    pub datamodel: &'a Datamodel,
    /// The database they ask for ([`crate::lower()`]), its expressions resolved like those of the
    /// live one, so that both compare.
    pub wanted: &'a Schema,
}

/// What a pull gives.
#[derive(Debug, Clone)]
pub struct Pulled {
    /// The new text of every file, in the order of [`Existing::ids`]. A file with nothing to
    /// change has its old text to the byte; the others are formatted.
    pub texts: Vec<String>,
    /// What the database has and the schema language has no words for, and what was renamed.
    pub findings: Vec<Diagnostic>,
}

/// Brings a schema up to the state of a database.
///
/// Tables of the schemas (namespaces) that the datasource names are read, of `public` where it names
/// none. Views are read with the preview feature `views`.
pub fn pull(existing: &Existing<'_>, live: &Schema) -> Pulled {
    let (ast, _) = syntax::parse(existing.sources, existing.ids);
    let live = &names::in_scope(existing.datamodel, live);
    let mut findings = Vec::new();
    let names = Names::choose(existing.datamodel, live, &mut findings);
    note::inexpressible(existing.datamodel, live, &names, &mut findings);
    let mut edits = Edits::new(existing.sources);
    let blocks = Blocks {
        existing,
        ast: &ast,
        live,
        names: &names,
        relations: relation::all(existing.datamodel, live, &names),
    };
    let mut new = blocks.write(&mut edits);
    new.extend(enums::write(&blocks, &mut edits));
    let formatted = edits.finish(existing, &new);
    Pulled {
        texts: formatted,
        findings,
    }
}
