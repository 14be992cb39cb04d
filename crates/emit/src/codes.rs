//! The kinds of findings about generated code.

diag::codes! {
    /// Two names of the schema become one name in Rust.
    ///
    /// Models and fields are called in snake case in Rust, enums and their values in Pascal case, so
    /// `userId` and `user_id` cannot stand in one model. Rename one, and keep its name in the
    /// database with `@map` or `@@map`.
    GENERATED_NAME_CLASH = "generated-name-clash";
}
