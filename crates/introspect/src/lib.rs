//! The live database as a schema: catalog queries and the reading of their rows.
//!
//! [`script`] is one text of SQL that reads everything in one snapshot and one round trip; [`read`]
//! turns its rows into a [`Schema`]. Each kind of object has a module with both halves: the query, and
//! what its fields mean, in the same order. What differs between PostgreSQL 13 and 18 stands in one
//! table (`version.rs`), so that a query names nothing that a server does not have.
//!
//! This crate runs nothing: whoever has a connection sends the script and hands over the rows.
//!
//! # What is left out
//! What PostgreSQL itself owns, what an extension owns, and the tables in which tools keep the
//! history of migrations ([`HISTORY_TABLES`]). Defaults that a catalog spells out are left out too, so
//! that a schema read from a database equals one that was folded from migrations.

mod catalog;
mod column;
mod comment;
mod constraint;
mod element;
mod event_trigger;
mod index;
mod inheritance;
mod namespace;
mod other;
mod policy;
mod printed;
mod privilege;
mod publication;
mod relation;
mod routine;
mod row;
mod rule;
mod script;
mod sequence;
mod statistics;
mod trigger;
mod types;
mod version;

pub use schema::HISTORY_TABLES;
pub use script::{Options, script};
pub use version::Version;

use schema::Schema;

/// Reads what the rows of [`script`] say, in their order: the fields of each as text, `None` for null.
/// Rows of another form are passed over.
///
/// Expressions are as the server prints them, with [`sql::resolve`] carried out.
pub fn read<'a>(rows: impl IntoIterator<Item = Vec<Option<&'a str>>>) -> Schema {
    let mut catalog = catalog::Catalog::default();
    for fields in rows {
        let mut row = row::Row::new(fields);
        let tag = row.text();
        if let Some(kind) = script::KINDS.iter().find(|kind| kind.tag == tag) {
            (kind.read)(&mut catalog, &mut row);
        }
    }
    catalog.finish()
}
