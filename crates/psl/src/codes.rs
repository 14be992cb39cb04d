//! The codes of this crate's findings.

diag::codes! {
    // syntax

    /// A block does not begin with a keyword of Prisma's schema language.
    ///
    /// The keywords are `model`, `view`, `enum`, `type`, `datasource` and `generator`.
    UNKNOWN_BLOCK = "unknown-block";

    /// A line outside of every block is neither a comment nor the beginning of a block.
    ///
    /// A block begins with its keyword, its name and an opening brace, all in one line; its
    /// content begins in the next line.
    INVALID_TOP_LEVEL_LINE = "invalid-top-level-line";

    /// A line inside a block is not what this kind of block holds.
    ///
    /// A model holds fields (`name Type @attribute`) and block attributes (`@@index([name])`), an
    /// enum holds values and block attributes, a configuration block holds properties
    /// (`key = value`).
    INVALID_BLOCK_LINE = "invalid-block-line";

    /// A field has no type.
    ///
    /// A field is a name followed by a type: `email String`.
    MISSING_FIELD_TYPE = "missing-field-type";

    // validate
}
