//! The codes of findings about defaults and native types.

diag::codes! {
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
}
