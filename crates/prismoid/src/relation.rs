//! What the structs of models need for their relations.

use std::fmt;

use serde::{Deserialize, Deserializer};

/// A relation was read that the query did not fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelationNotFetchedError {
    field: &'static str,
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

/// What the accessors of generated structs do.
pub mod fetched {
    use super::RelationNotFetchedError;

    /// The rows of a relation to many.
    ///
    /// # Errors
    /// Where they were not fetched.
    pub fn many<'a, T>(
        relation: &'a Option<Vec<T>>,
        field: &'static str,
    ) -> Result<&'a Vec<T>, RelationNotFetchedError> {
        relation.as_ref().ok_or(RelationNotFetchedError { field })
    }

    /// The row of a required relation.
    ///
    /// # Errors
    /// Where it was not fetched.
    pub fn one<'a, T>(
        relation: &'a Option<Box<T>>,
        field: &'static str,
    ) -> Result<&'a T, RelationNotFetchedError> {
        relation.as_deref().ok_or(RelationNotFetchedError { field })
    }

    /// The row of an optional relation, where there is one.
    ///
    /// # Errors
    /// Where it was not fetched.
    pub fn optional<'a, T>(
        relation: &'a Option<Option<Box<T>>>,
        field: &'static str,
    ) -> Result<Option<&'a T>, RelationNotFetchedError> {
        let fetched = relation.as_ref().ok_or(RelationNotFetchedError { field })?;
        Ok(fetched.as_deref())
    }
}

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
