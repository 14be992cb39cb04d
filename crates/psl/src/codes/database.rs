//! The codes of findings about tables, schemas and views.

diag::codes! {
    /// Two models or views are the same table.
    ///
    /// Change the `@@map` or `@@schema` of one of them.
    DUPLICATE_TABLE = "duplicate-table";

    /// Two enums are the same type of the database.
    ///
    /// Change the `@@map` or `@@schema` of one of them.
    DUPLICATE_DATABASE_TYPE = "duplicate-database-type";

    /// A model or enum is in a schema that the datasource does not list.
    ///
    /// List it: `schemas = ["public", "audit"]`.
    UNKNOWN_SCHEMA = "unknown-schema";

    /// A model or enum does not say which schema it is in.
    ///
    /// When the datasource lists `schemas`, each model, view and enum names its own:
    /// `@@schema("public")`.
    MISSING_SCHEMA = "missing-schema";

    /// A schema has views, and no generator asks for them.
    ///
    /// They are a preview feature: add `previewFeatures = ["views"]` to a generator.
    VIEW_WITHOUT_PREVIEW = "view-without-preview";

    /// A view has a primary key or an index.
    ///
    /// PostgreSQL's views have neither. `@unique` and `@@unique` tell the client what is unique.
    KEY_ON_VIEW = "key-on-view";
}
