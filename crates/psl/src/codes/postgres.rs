//! The codes of findings about what Prisma lets pass and PostgreSQL refuses or changes.

diag::codes! {
    /// A name in the database is empty.
    ///
    /// PostgreSQL refuses an empty identifier, so the migration would fail. Prisma lets it pass.
    EMPTY_DATABASE_NAME = "empty-database-name";

    /// The name of a table, column, type, schema or enum label is longer than 63 bytes.
    ///
    /// PostgreSQL cuts the names of objects silently and then knows them by another name than the
    /// schema; two long names can become the same. Labels of enums it refuses. Prisma lets both
    /// pass.
    DATABASE_NAME_TOO_LONG = "database-name-too-long";

    /// Two objects of different kinds have the same name in the database.
    ///
    /// Tables, views and indexes share their names in a schema, the tables of m-n relations
    /// included, and a table is a type as well, so it cannot have the name of an enum. Prisma lets
    /// it pass, and the migration fails.
    DATABASE_NAME_TAKEN = "database-name-taken";

    /// A column has the name of one that every table has.
    ///
    /// `tableoid`, `xmin`, `cmin`, `xmax`, `cmax` and `ctid` belong to PostgreSQL. Prisma lets it
    /// pass, and the migration fails.
    SYSTEM_COLUMN = "system-column";

    /// A name or default contains a NUL character.
    ///
    /// PostgreSQL stores no NUL characters. Prisma lets it pass.
    NUL_CHARACTER = "nul-character";

    /// Two values of an enum have the same label in the database.
    ///
    /// PostgreSQL refuses to create such a type. Prisma lets it pass.
    DUPLICATE_LABEL = "duplicate-label";

    /// The length of a `VarChar` or `Char` is out of range.
    ///
    /// PostgreSQL takes 1 to 10485760. Prisma lets others pass, and the migration fails.
    TEXT_LENGTH_OUT_OF_RANGE = "text-length-out-of-range";

    /// A list has a function as its default that makes one value.
    ///
    /// PostgreSQL refuses it: a list of `autoincrement()` or `now()` does not exist. Prisma lets it
    /// pass.
    FUNCTION_DEFAULT_OF_LIST = "function-default-of-list";

    /// A default or condition is no value of the column's native type.
    ///
    /// PostgreSQL reads it when it creates the table, and refuses it. Prisma only looks at the
    /// scalar type.
    DEFAULT_OF_WRONG_FORM = "default-of-wrong-form";

    /// A default does not fit into its column.
    ///
    /// PostgreSQL takes it, and fails when a row is inserted without a value.
    DEFAULT_OUT_OF_RANGE = "default-out-of-range";

    /// An optional field has `autoincrement()`.
    ///
    /// It becomes a `SERIAL` column, which is never null.
    OPTIONAL_AUTOINCREMENT = "optional-autoincrement";

    /// PostgreSQL has no operator class for the type of a column in this kind of index or key.
    ///
    /// The index cannot be created. Prisma lets it pass. For a `Gist` index it is a warning: the
    /// extension `btree_gist` provides the classes.
    NO_OPERATOR_CLASS = "no-operator-class";

    /// A hash index has several fields.
    ///
    /// PostgreSQL's hash indexes have one column. Prisma lets it pass, and the migration fails.
    HASH_INDEX_COLUMNS = "hash-index-columns";

    /// An index has more than 32 fields.
    ///
    /// PostgreSQL allows 32. Prisma lets it pass, and the migration fails.
    TOO_MANY_INDEX_COLUMNS = "too-many-index-columns";

    /// The condition of an index compares an enum with what is none of its values.
    ///
    /// PostgreSQL refuses the index. Prisma lets it pass. The value's name and its label in the
    /// database are both understood.
    UNKNOWN_VALUE_IN_PREDICATE = "unknown-value-in-predicate";

    /// The condition of an index compares a time with what is none.
    ///
    /// PostgreSQL refuses the index. Prisma lets it pass. Write it like `2026-01-31T23:59:00Z`.
    INVALID_TIME_IN_PREDICATE = "invalid-time-in-predicate";

    /// The condition of an index compares a list with a single value.
    ///
    /// PostgreSQL has no such operator, and refuses the index. Prisma lets it pass.
    LIST_IN_PREDICATE = "list-in-predicate";

    /// Nothing identifies a row of a view.
    ///
    /// The client can list its rows, but not find one. If a field's values are unique, say so with
    /// `@unique`.
    VIEW_WITHOUT_KEY = "view-without-key";

    /// A foreign key is between columns that PostgreSQL cannot compare.
    ///
    /// Prisma compares scalar types only; PostgreSQL needs an equality between the columns' own
    /// types, and refuses the foreign key without one.
    FOREIGN_KEY_TYPE_MISMATCH = "foreign-key-type-mismatch";

    /// A foreign key is between columns of different types.
    ///
    /// PostgreSQL converts on each comparison. A smaller referencing column cannot hold all values
    /// of the other one.
    FOREIGN_KEY_WIDTH_MISMATCH = "foreign-key-width-mismatch";

    /// A foreign key refers to columns that are unique in some rows only.
    ///
    /// PostgreSQL does not take a partial unique index for a foreign key. Prisma lets it pass, and
    /// the migration fails.
    REFERENCES_PARTIAL_INDEX = "references-partial-index";

    /// A referential action sets columns to their default, and they have none.
    ///
    /// Without a default they become null, which a required column refuses, so the deletion or
    /// update always fails.
    SET_DEFAULT_WITHOUT_DEFAULT = "set-default-without-default";
}
