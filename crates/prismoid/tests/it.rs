//! What generated structs of models rely on.

#![cfg(feature = "models")]

use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
#[expect(
    clippy::option_option,
    reason = "not fetched and fetched without a row differ"
)]
struct Data {
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "prismoid::double_option"
    )]
    profile: Option<Option<Box<u8>>>,
    posts: Option<Vec<u8>>,
}

#[test]
fn a_relation_that_was_not_fetched_is_told_from_one_without_a_row() {
    let read = |json: &str| serde_json::from_str::<Data>(json).unwrap();
    let not_fetched = read("{}");
    let without_row = read(r#"{"profile":null,"posts":[]}"#);
    let with_row = read(r#"{"profile":1,"posts":[2]}"#);

    let error = prismoid::fetched::optional(&not_fetched.profile, "profile").unwrap_err();
    assert_eq!(
        error.to_string(),
        "Attempted to access field 'profile' but did not fetch it using the .with() syntax"
    );
    assert!(prismoid::fetched::many(&not_fetched.posts, "posts").is_err());
    assert_eq!(
        prismoid::fetched::optional(&without_row.profile, "profile"),
        Ok(None)
    );
    assert_eq!(
        prismoid::fetched::optional(&with_row.profile, "profile"),
        Ok(Some(&1))
    );
    assert_eq!(
        prismoid::fetched::many(&with_row.posts, "posts"),
        Ok(&vec![2])
    );
    assert_eq!(
        serde_json::to_string(&not_fetched).unwrap(),
        r#"{"posts":null}"#
    );
    assert_eq!(
        serde_json::to_string(&without_row).unwrap(),
        r#"{"profile":null,"posts":[]}"#
    );
}
