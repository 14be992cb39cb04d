//! What a plan may take for granted, and what it should care for.

use schema::{Reference, Rename, Schema};

/// How a plan is made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What got another name. A rename whose object is not there any more, or whose new name is
    /// taken, is left out: hints in a schema file stay true after they have been followed.
    pub renames: Vec<Rename>,
    /// Whether readers and writers of tables that are already there are kept from waiting: indexes
    /// are built concurrently, constraints are validated after they are added, values are filled in
    /// by batches. Such plans have several files.
    pub online: bool,
    /// What carries renames over into queries and expressions. Without it they are looked for word
    /// by word, which does for plain expressions and not for every query.
    pub reader: Option<Reader>,
}

/// What reads SQL, which this crate cannot.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// Rewrites all that names something which is about to get another name: the old one, the new
    /// one.
    pub rename: fn(&mut Schema, &Reference, &Reference),
    /// Works out again what expressions say and refer to.
    pub resolve: fn(&mut Schema),
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
