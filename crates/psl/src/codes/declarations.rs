//! The codes of findings about blocks, fields and their types.

diag::codes! {
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
}
