//! The tables that are not a project's own, but its tool's.

/// Tables in which this and other tools keep the history of migrations.
///
/// A tool makes its table before the first migration, so that a migration may use it; no schema
/// has it.
pub const HISTORY_TABLES: [&str; 11] = [
    "schema_migrations",
    "schema_migrations_log",
    "prismoid_migrations",
    "prismoid_migrations_log",
    "_prisma_migrations",
    "_sqlx_migrations",
    "__diesel_schema_migrations",
    "refinery_schema_history",
    "flyway_schema_history",
    "goose_db_version",
    "seaql_migrations",
];
