//! What the structs of models need for their relations.

use std::fmt;

use serde::{Deserialize, Deserializer};

/// A relation was read that the query did not fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelationNotFetchedError {
    field: &'static str,
}

impl RelationNotFetchedError {
    /// For the field of that name.
    pub const fn new(field: &'static str) -> Self {
        Self { field }
    }
}

impl fmt::Display for RelationNotFetchedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.field;
        write!(
            f,
            "Attempted to access field '{field}' but did not fetch it using the .with() syntax"
        )
    }
}

impl std::error::Error for RelationNotFetchedError {}

/// Tells a relation that was fetched and is empty (`null`) from one that was not fetched (absent):
/// for `#[serde(default, deserialize_with = "…")]`.
///
/// # Errors
/// Where the value is not null and cannot be read.
pub fn double_option<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}
