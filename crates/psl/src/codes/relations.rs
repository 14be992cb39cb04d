//! The codes of findings about relations.

diag::codes! {
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
}
