//! The migration files of a project: versions, order, checksums, lock file. No IO.
//!
//! A [`Migration`] is one version with its SQL; a [`Manifest`] is the ordered list of them that an
//! application carries in its binary and that the runner applies. [`read`] turns the files of a
//! folder into a [`Project`] and says all that is wrong with them.
//!
//! This crate does not know SQL beyond its tokens, and it knows no database.

mod checksum;
pub mod codes;
mod create;
mod directive;
mod header;
mod layout;
mod lock;
mod locked;
mod manifest;
mod name;
mod project;
mod read;
mod renumber;
mod row;
mod sequence;
mod squash;

pub use checksum::{Checksum, NotAChecksum};
pub use create::{File, NewMigration, create, file_names, refuse_other_layout};
pub use directive::{Directive, DirectiveKind, directives, runs_in_transaction};
pub use header::{Field, Header};
pub use layout::{
    Adopted, Adoption, Doubt, Doubtful, Folder, Foreign, Imported, Layout, NotALayout, Record,
    WayBack, adoption, detect, import, imported,
};
pub use lock::{Conflict, Lock, LockedMigration, parse_lock, print_lock};
pub use locked::is_settled_by_codegen;
pub use manifest::{Manifest, Migration};
pub use name::{
    LOCK_FILE, bad_file_name, bad_migration_name, is_migration_name, snake_case, stem,
    unread_folder,
};
pub use project::{MigrationFile, Project};
pub use read::read;
pub use renumber::{Renumbering, mine, renumber};
pub use row::{Row, RowFault, RowPart, check_rows};
pub use sequence::{Fault, sequence};
pub use squash::{squash, squashed};
