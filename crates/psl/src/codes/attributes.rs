//! The codes of findings about attributes and their arguments.

diag::codes! {
    /// There is no such attribute here.
    ///
    /// Fields take `@id`, `@unique`, `@default`, `@map`, `@updatedAt`, `@ignore`, `@relation` and
    /// native types; models take `@@id`, `@@unique`, `@@index`, `@@map`, `@@schema` and `@@ignore`;
    /// enums take `@@map` and `@@schema`, and their values `@map`.
    UNKNOWN_ATTRIBUTE = "unknown-attribute";

    /// An attribute stands twice where it can stand once.
    ///
    /// Only `@@index` and `@@unique` can be repeated.
    REPEATED_ATTRIBUTE = "repeated-attribute";

    /// An attribute lacks an argument that it needs.
    ///
    /// Add it in parentheses.
    MISSING_ARGUMENT = "missing-argument";

    /// An argument has a name and no value.
    ///
    /// Add a value after the colon, or remove the argument.
    MISSING_ARGUMENT_VALUE = "missing-argument-value";

    /// There is no such argument.
    ///
    /// Remove it, or correct its name.
    UNKNOWN_ARGUMENT = "unknown-argument";

    /// An argument is given twice.
    ///
    /// Only one of them could count. Remove the other.
    REPEATED_ARGUMENT = "repeated-argument";

    /// An attribute has several arguments without a name.
    ///
    /// Only its main argument can stand without its name. Several fields are a list, and a list has
    /// brackets: `@@index([a, b])`.
    SEVERAL_UNNAMED_ARGUMENTS = "several-unnamed-arguments";

    /// A comma follows the last argument.
    ///
    /// Remove it.
    TRAILING_COMMA = "trailing-comma";

    /// A value is of another kind than what is wanted here.
    ///
    /// Strings have double quotes; names of fields, enum values, and words like `Cascade` have
    /// none; lists have brackets.
    WRONG_VALUE_KIND = "wrong-value-kind";

    /// A name in the database or in the client is an empty string.
    ///
    /// Give a name, or leave the argument out.
    EMPTY_NAME = "empty-name";

    /// The `name` of a key has characters that a client cannot use.
    ///
    /// It becomes a name in the client: use letters, digits and `_`. For a name in the database
    /// there is `map`.
    INVALID_CLIENT_NAME = "invalid-client-name";

    /// `@ignore` stands on what is ignored already.
    ///
    /// Fields of an unsupported type and the fields of an ignored model are left out of the client
    /// anyway.
    REDUNDANT_IGNORE = "redundant-ignore";

    /// `@updatedAt` stands on a field that cannot hold a time.
    ///
    /// The field must be a single `DateTime`.
    INVALID_UPDATED_AT = "invalid-updated-at";

    /// Two fields of a model are the same column.
    ///
    /// Each field has a column of its own. Change the `@map` of one of them.
    DUPLICATE_COLUMN = "duplicate-column";

    /// A column has the name of a field that is mapped to another column further down.
    ///
    /// Prisma reads the fields in order and takes the later one for a column of that name still.
    /// Declare the field that gives up its name first; two fields cannot change their names with
    /// each other.
    COLUMN_OF_LATER_FIELD = "column-of-later-field";

    /// `@relation` stands on a field that is a column.
    ///
    /// It belongs to the field whose type is the related model.
    RELATION_ON_COLUMN = "relation-on-column";

    /// `@id` stands on a relation.
    ///
    /// A relation has no column of its own. Put it on the column that holds the key: the one in
    /// `fields`.
    ID_ON_RELATION = "id-on-relation";

    /// `@unique` stands on a relation.
    ///
    /// A relation has no column of its own. Put it on the column that holds the key, or write
    /// `@@unique([…])` for several.
    UNIQUE_ON_RELATION = "unique-on-relation";

    /// `@default` stands on a relation.
    ///
    /// A relation has no column of its own. Put it on the column that holds the key.
    DEFAULT_ON_RELATION = "default-on-relation";

    /// `@map` stands on a relation.
    ///
    /// A relation has no column of its own. Put it on the column that holds the key; the foreign
    /// key's name is `@relation(map: "…")`.
    MAP_ON_RELATION = "map-on-relation";
}
