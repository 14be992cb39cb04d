//! Who may do what: `GRANT`, `REVOKE` and the rules for new objects.

use std::collections::BTreeSet;

/// The privileges on one object, as differences from what every new object of its kind has. What
/// the owner holds is not listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Privileges {
    /// Granted beyond the default.
    pub granted: BTreeSet<Grant>,
    /// Privileges that `PUBLIC` has by default and that were taken from it: `EXECUTE` on functions,
    /// `USAGE` on types.
    pub revoked: BTreeSet<String>,
}

/// One privilege of one role.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grant {
    /// The role; `None` is `PUBLIC`.
    pub grantee: Option<String>,
    /// The privilege in upper case: `SELECT`, `USAGE`, `EXECUTE`. `ALL` is never stored, but what it
    /// stands for.
    pub privilege: String,
    /// The column, for a privilege on one column.
    pub column: Option<String>,
    /// `WITH GRANT OPTION`.
    pub grantable: bool,
}

/// Privileges that new objects will have: `ALTER DEFAULT PRIVILEGES`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefaultPrivilege {
    /// `FOR ROLE`; `None` is the role that runs the statement.
    pub owner: Option<String>,
    /// `IN SCHEMA`; `None` is every schema.
    pub schema: Option<String>,
    /// The kind of objects in upper case: `TABLES`, `SEQUENCES`, `FUNCTIONS`, `TYPES`, `SCHEMAS`.
    pub objects: String,
    /// What is granted; with `revoked` what is taken away.
    pub grant: Grant,
    /// Whether a default of `PUBLIC` is taken away.
    pub revoked: bool,
}

impl Privileges {
    /// Whether they are those of every new object.
    pub fn is_default(&self) -> bool {
        self.granted.is_empty() && self.revoked.is_empty()
    }
}
