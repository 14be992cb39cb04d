//! The findings of this crate.

diag::codes! {
    /// PostgreSQL's parser would refuse the text.
    ///
    /// The place is where the server would report it: the first word or sign that cannot stand
    /// where it does. The mistake itself is there or shortly before: a missing comma, a keyword
    /// used as a name without quotes, a quote that was never closed.
    SYNTAX_ERROR = "syntax-error";

    /// A line begins with a backslash: a command of the program `psql`.
    ///
    /// Commands such as `\connect`, `\i` or `\restrict` are carried out by `psql` itself; the server
    /// does not know them, so a migration cannot contain them. Dumps made by `pg_dump` contain
    /// some: delete these lines, or write what they do as SQL.
    PSQL_COMMAND = "psql-command";

    /// `COPY … FROM stdin` takes its rows from the client's connection.
    ///
    /// A migration is sent to the server as statements, and nothing sends rows after them. Write
    /// the rows as `INSERT` statements: `pg_dump --inserts` makes a dump in that form.
    COPY_FROM_STDIN = "copy-from-stdin";

    /// A statement names a table or view that no earlier statement created.
    ///
    /// The statement would fail on the server. The name may be misspelt, or the table is created by a
    /// later migration. Nothing is said of tables in schemas that the migrations do not create, of
    /// system catalogs, or after a statement that could not be followed.
    UNKNOWN_TABLE = "unknown-table";

    /// A statement names a column that the table does not have at that point of the history.
    UNKNOWN_COLUMN = "unknown-column";

    /// A statement names a constraint that the table does not have at that point of the history.
    ///
    /// A constraint without a name of its own has one that the server made up: `users_email_key` for
    /// a unique column, `users_org_id_fkey` for a foreign key, `users_age_check` for a check.
    UNKNOWN_CONSTRAINT = "unknown-constraint";

    /// A statement names an index that does not exist at that point of the history.
    UNKNOWN_INDEX = "unknown-index";

    /// A column or statement names a data type that neither PostgreSQL has nor an earlier statement
    /// created.
    UNKNOWN_TYPE = "unknown-type";

    /// A statement names another kind of object (a schema, sequence, function or trigger, or a value
    /// of an enumerated type) that does not exist at that point of the history.
    UNKNOWN_OBJECT = "unknown-object";

    /// A statement creates what already exists.
    ///
    /// Tables, views, indexes and sequences of a schema share one set of names, so an index cannot be
    /// called like a table. Either the name is taken by mistake, or two branches created the same
    /// thing.
    DUPLICATE_OBJECT = "duplicate-object";

    /// A statement uses what an earlier statement dropped.
    USE_AFTER_DROP = "use-after-drop";

    /// A statement drops something that other objects need, and does not say CASCADE.
    ///
    /// The server refuses it: a view needs the tables it reads, a column its type, a trigger its function,
    /// a foreign key the table it refers to. Drop those first, or write `CASCADE`, which drops them too.
    /// With `CASCADE` look at what goes: it may be more than was thought of.
    DROPPED_IN_USE = "dropped-in-use";

    /// An index or a generated column uses a function or operator that is not immutable.
    ///
    /// What an index holds must not change by itself: its expressions, its predicate and the
    /// expression of a generated column may depend on the row and on nothing else. `now()`,
    /// `CURRENT_DATE` and `random()` change with time; casts between `timestamptz` and `date` or `text`
    /// change with the session's time zone. The server refuses the statement.
    ///
    /// Instead of `WHERE date > CURRENT_DATE - 90`, index the whole table, or a fixed range. Instead of
    /// `created_at::date` for a `timestamptz`, write `(created_at AT TIME ZONE 'UTC')::date`.
    NOT_IMMUTABLE = "not-immutable";

    /// A migration contains BEGIN, COMMIT, ROLLBACK or another statement that controls transactions.
    ///
    /// A migration and its entry in the history are committed together, in a transaction that the
    /// runner opens. A COMMIT inside would end it halfway: after a failure nobody knows what was
    /// done. Remove these statements. What cannot run in a transaction goes into a file of its own
    /// with the header `-- prismoid: no-transaction`.
    TRANSACTION_CONTROL = "transaction-control";

    /// A statement that the server refuses inside a transaction stands in a migration that runs in
    /// one.
    ///
    /// Put it into a migration of its own with the header `-- prismoid: no-transaction`.
    NEEDS_NO_TRANSACTION = "needs-no-transaction";

    /// A migration asks to run without a transaction, and none of its statements needs that.
    ///
    /// With a transaction a failure leaves nothing behind, so remove the directive
    /// `-- prismoid: no-transaction`. Statements that hold a lock for long may be a reason to keep it;
    /// this is only a warning.
    NEEDLESS_NO_TRANSACTION = "needless-no-transaction";

    /// A value is added to an enumerated type and used in the same transaction.
    ///
    /// The server refuses it: a value added by `ALTER TYPE … ADD VALUE` can be used once its
    /// transaction is committed. Use the value in the next migration. Nothing is said of a type that the
    /// same migration creates, whose values are free of this from PostgreSQL 17 on.
    NEW_ENUM_VALUE_USED = "new-enum-value-used";
}
