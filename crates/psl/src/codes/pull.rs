//! Bringing a schema up to the state of a database.

diag::codes! {
    /// The database has something that Prisma's schema language has no words for.
    ///
    /// Checks, triggers, functions, policies, partial indexes and the like are the migrations':
    /// nothing of them is lost by not standing in the schema, and comparing the two leaves them
    /// out. A column of a type that the language does not know becomes a field of type
    /// `Unsupported("…")`.
    PULL_LEFT_OUT = "not-in-schema-language";

    /// A table, column, type or value is called otherwise in the schema than in the database.
    ///
    /// Names in the schema begin with a letter and hold letters, digits and `_`; some words are
    /// reserved. `@map` and `@@map` say the database's name. The name in the schema may be changed:
    /// the next pull keeps it.
    PULL_RENAMED = "renamed-in-schema";
}
