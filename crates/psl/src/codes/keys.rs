//! The codes of findings about ids, unique constraints and indexes.

diag::codes! {
    /// Nothing identifies a row of a model.
    ///
    /// A model needs an `@id`, `@@id`, `@unique` or `@@unique` whose fields are all required. A
    /// table without one can be kept with `@@ignore`.
    MISSING_UNIQUE_CRITERION = "missing-unique-criterion";

    /// A model has more than one id.
    ///
    /// A table has one primary key. Join several fields in one `@@id([…])`.
    SEVERAL_IDS = "several-ids";

    /// A field of an id is not required.
    ///
    /// The columns of a primary key are never null and are no lists.
    OPTIONAL_ID = "optional-id";

    /// A primary key has `sort`.
    ///
    /// PostgreSQL's primary keys have no order of their own.
    SORTED_ID = "sorted-id";

    /// A model has a shard key.
    ///
    /// PostgreSQL does not have shard keys. Remove `@shardKey` and `@@shardKey`.
    SHARD_KEY = "shard-key";

    /// A key or index has no fields.
    ///
    /// Name at least one field.
    EMPTY_INDEX = "empty-index";

    /// A key or index names a field that the model does not have.
    ///
    /// Names are those of the schema, not of the database: with `@map`, the field's own name
    /// counts.
    UNKNOWN_INDEX_FIELD = "unknown-index-field";

    /// A key or index names a relation.
    ///
    /// It consists of columns. Name the fields in the relation's `fields`.
    RELATION_FIELD_IN_INDEX = "relation-field-in-index";

    /// A list of fields names a field twice.
    ///
    /// Remove one of them.
    REPEATED_INDEX_FIELD = "repeated-index-field";

    /// There is no such sort order.
    ///
    /// Write `Asc` or `Desc`.
    UNKNOWN_SORT_ORDER = "unknown-sort-order";

    /// There is no such index type.
    ///
    /// The types are `BTree`, `Hash`, `Gist`, `Gin`, `SpGist` and `Brin`.
    UNKNOWN_INDEX_TYPE = "unknown-index-type";

    /// There is no such operator class.
    ///
    /// Those without a name in the language are written `ops: raw("…")`.
    UNKNOWN_OPERATOR_CLASS = "unknown-operator-class";

    /// The value of `ops` is no operator class.
    ///
    /// It is a name like `JsonbPathOps`, or `raw("…")` with PostgreSQL's name.
    INVALID_OPERATOR_CLASS = "invalid-operator-class";

    /// An operator class belongs to another index type.
    ///
    /// The index type is given with `type: …`; without it, the index is a b-tree.
    OPERATOR_CLASS_OF_OTHER_INDEX = "operator-class-of-other-index";

    /// An operator class does not fit a field.
    ///
    /// It is made for one type of column. Without a native type the column is of the scalar's
    /// default type: see the manual on operator classes.
    OPERATOR_CLASS_MISMATCH = "operator-class-mismatch";

    /// A unique constraint has an operator class.
    ///
    /// Only the fields of `@@index` can have one.
    OPERATOR_CLASS_ON_UNIQUE = "operator-class-on-unique";

    /// An index type cannot hold a field.
    ///
    /// PostgreSQL has no default operator class for this type of column and index.
    INDEX_TYPE_MISMATCH = "index-type-mismatch";

    /// An index has both `name` and `map`.
    ///
    /// Both mean its name in the database, for an index has no name in the client. Keep `map`.
    INDEX_NAME_AND_MAP = "index-name-and-map";

    /// A hash index has `sort`.
    ///
    /// A hash index finds equal values only and has no order.
    SORTED_HASH_INDEX = "sorted-hash-index";

    /// An `SpGist` index has several fields.
    ///
    /// PostgreSQL's SP-GiST indexes have one column.
    SPGIST_COLUMNS = "spgist-columns";

    /// A field of type `Xml` is part of a key or index.
    ///
    /// PostgreSQL cannot compare XML values.
    XML_INDEX = "xml-index";

    /// A field of a key or index has `length`.
    ///
    /// PostgreSQL indexes whole values. An index on an expression, written in a migration, can hold
    /// a part.
    LENGTH_ARGUMENT = "length-argument";

    /// A key or index has `clustered`.
    ///
    /// PostgreSQL's tables are not kept in the order of an index.
    CLUSTERED_ARGUMENT = "clustered-argument";

    /// A model has `@@fulltext`.
    ///
    /// PostgreSQL searches text with a `Gin` index over a `tsvector`, which a migration can add.
    FULLTEXT_INDEX = "fulltext-index";

    /// An index has `where`, and no generator asks for it.
    ///
    /// It is a preview feature: add `previewFeatures = ["partialIndexes"]` to a generator.
    PARTIAL_INDEX_WITHOUT_PREVIEW = "partial-index-without-preview";

    /// The `where` of an index cannot be understood.
    ///
    /// It is an SQL condition, `raw("status = 'active'")`, or an object of fields with values, `{
    /// active: true, deletedAt: null, kind: { not: "draft" } }`.
    INVALID_PREDICATE = "invalid-predicate";

    /// The name of a constraint is longer than 63 bytes.
    ///
    /// PostgreSQL would cut it, and the name in the database would be another one than in the
    /// schema.
    CONSTRAINT_NAME_TOO_LONG = "constraint-name-too-long";

    /// Two constraints or indexes have the same name in the database.
    ///
    /// Primary keys, unique constraints and indexes share the names of a database schema; all
    /// constraints of a table share that table's. Names that are not given are made of table and
    /// columns and cut to 63 bytes, so two long ones can meet. Name one with `map`.
    DUPLICATE_CONSTRAINT_NAME = "duplicate-constraint-name";

    /// Two keys of a model have the same `name`.
    ///
    /// The client names keys by it. Change one of them.
    DUPLICATE_CLIENT_NAME = "duplicate-client-name";

    /// A key has the `name` of a field.
    ///
    /// The client could not tell them apart. Change the `name` of the key.
    CLIENT_NAME_OF_FIELD = "client-name-of-field";

    /// A key of several fields would be called like a field.
    ///
    /// The client calls it by its fields' names, joined by `_`. Give it another `name`.
    CLIENT_NAME_CLASH = "client-name-clash";
}
