//! The migration files of a project: versions, order, checksums, lock file. No IO.
//!
//! A [`Migration`] is one version with its SQL; a [`Manifest`] is the ordered list of them that an
//! application carries in its binary and that the runner applies.

mod checksum;
mod manifest;

pub use checksum::Checksum;
pub use manifest::{Manifest, Migration};
