//! The codes of findings about what a schema means.

diag::codes! {
    // names and types

    /// Two blocks that share a namespace have the same name.
    ///
    /// Models, views, enums and types share one; datasources have their own, and so have
    /// generators. Rename one of them; `@@map` keeps the name in the database.
    DUPLICATE_DECLARATION = "duplicate-declaration";

    /// A model has two fields of the same name.
    ///
    /// Rename or remove one of them. A field's column can have another name than the field:
    /// `@map("…")`.
    DUPLICATE_FIELD = "duplicate-field";

    /// An enum has two values of the same name.
    ///
    /// Rename or remove one of them.
    DUPLICATE_ENUM_VALUE = "duplicate-enum-value";

    /// A property is given twice in a datasource or generator.
    ///
    /// Only one of them could count. Remove the other.
    DUPLICATE_PROPERTY = "duplicate-property";

    /// A block has the name of a scalar type.
    ///
    /// `Int`, `BigInt`, `Float`, `Decimal`, `Boolean`, `String`, `DateTime`, `Json` and `Bytes`
    /// always mean the scalar types.
    RESERVED_TYPE_NAME = "reserved-type-name";

    /// A model or enum has a name that generated clients cannot use.
    ///
    /// The name is a keyword of the client's language, or that of the client itself. Rename it and
    /// keep the table's name with `@@map("…")`.
    RESERVED_NAME = "reserved-name";

    /// The type of a field is not declared.
    ///
    /// It is a scalar type, or a model, view or enum of this schema; case matters. A type that only
    /// the database knows is written `Unsupported("…")`.
    UNKNOWN_TYPE = "unknown-type";

    /// An enum has no values.
    ///
    /// PostgreSQL could create such a type, but no column could ever hold a value of it. Add a
    /// value, or remove the enum.
    EMPTY_ENUM = "empty-enum";

    /// A `type` block declares a composite type.
    ///
    /// Only MongoDB embeds records in others. With PostgreSQL, make it a model with a relation, or
    /// use a field of type `Json`.
    COMPOSITE_TYPE = "composite-type";

    // configuration

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

    // attributes and their arguments

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

    // ids

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

    // indexes

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

    // defaults

    /// A default is not a value of the field's type.
    ///
    /// Numbers have no quotes; strings, times, JSON and bytes have; lists have brackets; enum
    /// values are bare words.
    WRONG_DEFAULT_VALUE = "wrong-default-value";

    /// A default or condition is not one of the enum's values.
    ///
    /// Values have their name of the schema here, not that of the database.
    UNKNOWN_ENUM_VALUE = "unknown-enum-value";

    /// A function makes values of another type.
    ///
    /// `autoincrement()` makes numbers, `now()` times, and `uuid()`, `cuid()`, `ulid()`, `nanoid()`
    /// strings.
    WRONG_DEFAULT_FUNCTION = "wrong-default-function";

    /// A function is called with the wrong arguments.
    ///
    /// `uuid(4)`, `uuid(7)`, `cuid(1)`, `cuid(2)`, `nanoid(2…255)` and `dbgenerated("…")` may have
    /// one; the others have none.
    WRONG_FUNCTION_ARGUMENTS = "wrong-function-arguments";

    /// There is no such function, or PostgreSQL does not have it.
    ///
    /// The functions are `autoincrement()`, `now()`, `uuid()`, `cuid()`, `ulid()`, `nanoid()` and
    /// `dbgenerated("…")`, which takes any expression of the database.
    UNKNOWN_DEFAULT_FUNCTION = "unknown-default-function";

    /// A field of an unsupported type has a default that is no expression of the database.
    ///
    /// Write `@default(dbgenerated("…"))`.
    DEFAULT_OF_UNSUPPORTED = "default-of-unsupported";

    /// A default has a name in the database.
    ///
    /// PostgreSQL's defaults have no names.
    NAMED_DEFAULT = "named-default";

    /// A default cannot be read as a value of its type.
    ///
    /// JSON must be valid, bytes are base64, times are written as in RFC 3339 with their zone,
    /// whole numbers fit into 64 bits.
    INVALID_DEFAULT_LITERAL = "invalid-default-literal";

    // native types

    /// The prefix of a native type is not the datasource's name.
    ///
    /// With `datasource db`, native types are written `@db.VarChar(30)`.
    WRONG_NATIVE_PREFIX = "wrong-native-prefix";

    /// A native type is used without a datasource.
    ///
    /// Which native types exist depends on the database.
    NATIVE_TYPE_WITHOUT_DATASOURCE = "native-type-without-datasource";

    /// PostgreSQL does not have such a native type.
    ///
    /// Case matters. A type without a name in the language is written `Unsupported("…")` in place
    /// of the scalar type.
    UNKNOWN_NATIVE_TYPE = "unknown-native-type";

    /// A native type belongs to another scalar type.
    ///
    /// Change one of the two.
    NATIVE_TYPE_MISMATCH = "native-type-mismatch";

    /// The arguments of a native type are wrong.
    ///
    /// Types with a length or precision take one number, `Decimal` takes precision and scale, the
    /// others take none.
    NATIVE_TYPE_ARGUMENTS = "native-type-arguments";

    /// The argument of a native type is out of range.
    ///
    /// A decimal has a precision from 1 to 1000 and a scale no larger; times have a precision from
    /// 0 to 6; bit strings have a positive length.
    NATIVE_TYPE_OUT_OF_RANGE = "native-type-out-of-range";

    /// `Unsupported` names a type that is supported.
    ///
    /// Use the scalar type with the native type: the client can then read and write the field.
    SUPPORTED_TYPE = "supported-type";

    // relations

    /// `fields` or `references` names a field that does not exist.
    ///
    /// `fields` are columns of the model itself, `references` columns of the related model.
    UNKNOWN_RELATION_FIELD = "unknown-relation-field";

    /// `fields` or `references` names a relation.
    ///
    /// They are the columns that hold the key and those that it refers to.
    RELATION_IN_RELATION = "relation-in-relation";

    /// The name of a relation is an empty string.
    ///
    /// Give it a name, or leave the name out.
    EMPTY_RELATION_NAME = "empty-relation-name";

    /// There is no such referential action.
    ///
    /// The actions are `Cascade`, `Restrict`, `NoAction`, `SetNull` and `SetDefault`.
    UNKNOWN_REFERENTIAL_ACTION = "unknown-referential-action";

    /// The client cannot do a referential action.
    ///
    /// With `relationMode = "prisma"` the database has no foreign keys, and the client knows
    /// `Restrict`, `Cascade` and `SetNull`.
    UNSUPPORTED_REFERENTIAL_ACTION = "unsupported-referential-action";

    /// It is not clear which two fields belong to one relation.
    ///
    /// When two models have several relations, or a model has several with itself, each needs a
    /// name of its own, given on both sides: `@relation("author")`.
    AMBIGUOUS_RELATION = "ambiguous-relation";

    /// A relation has a field on one side only.
    ///
    /// A relation is seen from both models. `schema format` adds the missing field.
    MISSING_OPPOSITE_FIELD = "missing-opposite-field";

    /// A relation does not say which columns hold the key.
    ///
    /// Give `fields` on the side that holds them.
    MISSING_RELATION_FIELDS = "missing-relation-fields";

    /// A relation does not say which columns the key refers to.
    ///
    /// Give `references` beside `fields`.
    MISSING_RELATION_REFERENCES = "missing-relation-references";

    /// Both sides of a relation say where its key is.
    ///
    /// One side holds the key. Give `fields` and `references` there only, both of them.
    RELATION_ON_BOTH_SIDES = "relation-on-both-sides";

    /// The key of a relation is given on a side that cannot hold it.
    ///
    /// A list cannot hold a key, and of a 1-1 relation with one required side, that side holds it.
    RELATION_ON_WRONG_SIDE = "relation-on-wrong-side";

    /// `onDelete` or `onUpdate` stands on the side without the key.
    ///
    /// They belong to the foreign key. Move them to the other side.
    ACTION_ON_WRONG_SIDE = "action-on-wrong-side";

    /// A key refers to columns that are not unique.
    ///
    /// A foreign key identifies one row. Make the columns unique, or refer to the id.
    REFERENCES_NOT_UNIQUE = "references-not-unique";

    /// `fields` and `references` have different lengths.
    ///
    /// Each column refers to one column.
    RELATION_LENGTH_MISMATCH = "relation-length-mismatch";

    /// A relation is required, and a column of its key is optional.
    ///
    /// Where the column is null, there is nothing to refer to. Make both required, or the relation
    /// optional.
    RELATION_ARITY_MISMATCH = "relation-arity-mismatch";

    /// A column and the one it refers to have different types.
    ///
    /// Values can only be equal when their types are.
    RELATION_TYPE_MISMATCH = "relation-type-mismatch";

    /// The columns of a 1-1 relation are not unique.
    ///
    /// Without that, several rows could refer to the same one, and it would be 1-n.
    ONE_TO_ONE_NOT_UNIQUE = "one-to-one-not-unique";

    /// The side of a 1-1 relation without the key is required.
    ///
    /// No constraint can demand that another row refers to this one. Make it optional.
    REQUIRED_BACK_RELATION = "required-back-relation";

    /// A referential action sets required columns to null.
    ///
    /// PostgreSQL creates such a foreign key, but the deletion or update then always fails.
    SET_NULL_ON_REQUIRED = "set-null-on-required";

    /// A model of an m-n relation has no id of a single field.
    ///
    /// The table that keeps the relation refers to the ids. Add one, or write that table as a model
    /// of its own.
    MANY_TO_MANY_WITHOUT_ID = "many-to-many-without-id";

    /// A side of an m-n relation has `references`.
    ///
    /// A table of its own keeps the relation, and always refers to the ids.
    MANY_TO_MANY_REFERENCES = "many-to-many-references";

    /// A side of an m-n relation has `fields`.
    ///
    /// A table of its own keeps the relation; neither side has a column for it.
    MANY_TO_MANY_FIELDS = "many-to-many-fields";

    /// A side of an m-n relation has a referential action.
    ///
    /// The rows of the table that keeps the relation always go with the rows they refer to. For
    /// anything else, write that table as a model of its own.
    MANY_TO_MANY_ACTION = "many-to-many-action";

    /// Relations that the client keeps change each other in a circle.
    ///
    /// With `relationMode = "prisma"`, one relation of a circle must have `onDelete: Restrict` and
    /// `onUpdate: Restrict`.
    REFERENTIAL_CYCLE = "referential-cycle";

    /// A relation that the client keeps has no index.
    ///
    /// With `relationMode = "prisma"` there are no foreign keys, and following a relation looks its
    /// columns up. Without an index that reads all rows.
    MISSING_RELATION_INDEX = "missing-relation-index";

    /// A relation refers to an ignored model.
    ///
    /// The client does not have that model, so it cannot have the relation: add `@ignore`.
    IGNORED_MODEL = "ignored-model";

    // the database as a whole

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

    // what PostgreSQL refuses or changes, and Prisma lets pass

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
    /// The index cannot be created. Prisma lets it pass.
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
