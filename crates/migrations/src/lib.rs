//! The migration files of a project: versions, order, checksums, lock file. No IO.
//!
//! A [`Migration`] is one version with its SQL; a [`Manifest`] is the ordered list of them that an
//! application carries in its binary and that the runner applies.

mod checksum;
pub mod codes;
mod directive;
mod manifest;
mod name;
mod sequence;

pub use checksum::{Checksum, NotAChecksum};
pub use directive::{Directive, DirectiveKind, directives};
pub use manifest::{Manifest, Migration, runs_in_transaction};
pub use name::{LOCK_FILE, bad_migration_name, is_migration_name, snake_case, stem};
pub use sequence::{Fault, sequence};
