//! What a plan may take for granted, and what it should care for.

use schema::Rename;

/// How a plan is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// What got another name. A rename whose object is not there any more, or whose new name is
    /// taken, is left out: hints in a schema file stay true after they have been followed.
    pub renames: Vec<Rename>,
    /// Whether readers and writers of tables that are already there are kept from waiting: indexes
    /// are built concurrently, constraints are validated after they are added, values are filled in
    /// by batches. Such plans have several files.
    pub online: bool,
}

impl Options {
    /// For a database in use.
    pub fn online() -> Self {
        Self {
            online: true,
            ..Self::default()
        }
    }

    /// The shortest SQL, for a database that nobody uses in the meantime.
    pub fn offline() -> Self {
        Self::default()
    }
}
