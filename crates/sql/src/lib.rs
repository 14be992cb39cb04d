//! PostgreSQL's SQL: statements with spans, and the schema that a history of them builds.
