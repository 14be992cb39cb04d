//! The codes of findings about datasources and generators.

diag::codes! {
    /// A property has no value.
    ///
    /// Add one after the equals sign, or remove the property.
    MISSING_PROPERTY_VALUE = "missing-property-value";

    /// A datasource or generator has no `provider`.
    ///
    /// The provider says which database it is, or which generator runs. It must be given.
    MISSING_PROVIDER = "missing-provider";

    /// The provider of a datasource is not a plain string.
    ///
    /// What a schema means depends on the provider, so it cannot be empty, a list, or come from the
    /// environment.
    INVALID_PROVIDER = "invalid-provider";

    /// There is no such provider.
    ///
    /// Write `provider = "postgresql"`.
    UNKNOWN_PROVIDER = "unknown-provider";

    /// The datasource is another database than PostgreSQL.
    ///
    /// Prisma knows it, but this tool is made for PostgreSQL only. CockroachDB differs from
    /// PostgreSQL in types and defaults and is no exception.
    UNSUPPORTED_PROVIDER = "unsupported-provider";

    /// A schema has more than one datasource.
    ///
    /// A schema describes one database. Keep one datasource, and give other databases schemas of
    /// their own.
    SEVERAL_DATASOURCES = "several-datasources";

    /// A datasource has a property that it does not know.
    ///
    /// It knows `provider`, `url`, `directUrl`, `shadowDatabaseUrl`, `relationMode`, `schemas` and
    /// `extensions`.
    UNKNOWN_PROPERTY = "unknown-property";

    /// `env` is not called with one string.
    ///
    /// It takes the name of an environment variable: `env("DATABASE_URL")`.
    INVALID_ENV = "invalid-env";

    /// The argument of `env` has a name.
    ///
    /// The name says nothing and is ignored. Write `env("DATABASE_URL")`.
    NAMED_ENV_ARGUMENT = "named-env-argument";

    /// There is no such relation mode.
    ///
    /// `foreignKeys` keeps relations by foreign keys of the database; `prisma` leaves that to the
    /// client.
    UNKNOWN_RELATION_MODE = "unknown-relation-mode";

    /// The relation mode is given under its old and its new name.
    ///
    /// `referentialIntegrity` is what `relationMode` was called once. Remove it.
    RELATION_MODE_TWICE = "relation-mode-twice";

    /// The relation mode is given under its old name.
    ///
    /// `referentialIntegrity` is called `relationMode` now. It still works.
    OLD_RELATION_MODE = "old-relation-mode";

    /// The list of schemas is empty.
    ///
    /// Name the schemas that models and enums live in, or remove the property: then everything
    /// lives in the connection's own schema.
    EMPTY_SCHEMAS = "empty-schemas";

    /// A schema is listed twice in `schemas`.
    ///
    /// Remove one of them.
    DUPLICATE_SCHEMA = "duplicate-schema";

    /// The shadow database is the database itself.
    ///
    /// The shadow database is emptied whenever migrations are tried out. Give it a database of its
    /// own.
    SHADOW_DATABASE_IN_USE = "shadow-database-in-use";

    /// `previewFeatures` stands in a datasource.
    ///
    /// Preview features are asked for in a generator.
    PREVIEW_FEATURES_IN_DATASOURCE = "preview-features-in-datasource";

    /// There is no such preview feature.
    ///
    /// The features are those of Prisma 7.10.
    UNKNOWN_PREVIEW_FEATURE = "unknown-preview-feature";

    /// A preview feature is none any more.
    ///
    /// It became part of the language, or was given up. Remove it from the list; nothing changes.
    OBSOLETE_PREVIEW_FEATURE = "obsolete-preview-feature";

    /// A preview feature has another name now.
    ///
    /// The old name still works.
    RENAMED_PREVIEW_FEATURE = "renamed-preview-feature";

    /// `extensions` is used, and no generator asks for it.
    ///
    /// It is a preview feature: add `previewFeatures = ["postgresqlExtensions"]` to a generator.
    EXTENSIONS_WITHOUT_PREVIEW = "extensions-without-preview";

    /// The name of an extension cannot be used in a schema.
    ///
    /// It begins with a digit or contains a dash. Give it another name and say what the database
    /// calls it: `uuid_ossp(map: "uuid-ossp")`.
    INVALID_EXTENSION_NAME = "invalid-extension-name";

    /// The argument of an extension has no name.
    ///
    /// An extension takes `map`, `schema` and `version`: `pgcrypto(schema: "extensions")`.
    INVALID_EXTENSION_ARGUMENT = "invalid-extension-argument";
}
