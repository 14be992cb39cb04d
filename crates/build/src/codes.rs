//! The kinds of findings about a project as a whole.

diag::codes! {
    /// The generated code is not what the schema and the migrations ask for.
    ///
    /// One of them changed, or a generated file was edited. `cargo xtask codegen` writes the files
    /// anew.
    STALE_GENERATED_CODE = "stale-generated-code";

    /// The schema and the migrations disagree.
    ///
    /// A database that ran all migrations would not be what the schema says, and the generated types
    /// would not fit it. Each difference in a table, column, type, default, key, relation, index or
    /// enum is shown at both places; that values of an enum are in another order is a warning.
    /// `cargo xtask migrate create NAME --from-schema` writes the migration that follows the schema;
    /// if the migrations are right, change the schema.
    /// `cargo xtask migrate diff --from migrations --to schema` lists all that differs.
    ///
    /// What a schema has no words for (checks, triggers, views, functions, policies) belongs to the
    /// migrations alone and is no difference. Where a migration has a statement that cannot be
    /// followed, such as dynamic SQL, the differences that it may explain are left open and told as
    /// a note.
    SCHEMA_DRIFT = "schema-drift";

    /// The project has no schema where it is looked for.
    ///
    /// The path is `schema` in `[workspace.metadata.prismoid]`, by default `schema.prisma`; it may
    /// be a folder of `.prisma` files.
    MISSING_SCHEMA = "missing-schema";

    /// The configuration has a key that does not exist.
    ///
    /// Keys of `[workspace.metadata.prismoid]` are `schema`, `migrations`, `generated`, `package`,
    /// `idb`, `seeds`, `history-table`, `lint` and `drift-ignore`.
    UNKNOWN_CONFIGURATION_KEY = "unknown-configuration-key";

    /// A value of the configuration is not of the kind that its key takes.
    ///
    /// All values are text, but for `lint`, which is a table, and `drift-ignore`, a list of texts.
    BAD_CONFIGURATION_VALUE = "bad-configuration-value";

    /// `Cargo.toml` cannot be read as TOML.
    INVALID_TOML = "invalid-toml";
}
