//! The kinds of errors of a run, each with the text that `explain` prints.
//!
//! What the runner refuses in a migration's SQL before it sends it bears the same names as the
//! findings of the tools, which explain them: `transaction-control`, `psql-command`,
//! `copy-from-stdin`, `needs-no-transaction`, `new-enum-value-used`.

diag::codes! {
    /// No connection to the server could be opened.
    ///
    /// The address, the role, its password or the database's name may be wrong, or the server does
    /// not run. The runner needs two connections when there is something to do.
    NO_CONNECTION = "no-connection";

    /// The connection was lost in the middle.
    ///
    /// Nothing is half recorded: a migration with a transaction was committed together with its
    /// history row or not at all, and of one without a transaction the history says how many
    /// statements are done. Run the same command again.
    CONNECTION_LOST = "connection-lost";

    /// The server is older than PostgreSQL 13.
    SERVER_TOO_OLD = "server-too-old";

    /// The server is a standby, which cannot be written to.
    ///
    /// Connect to the primary. With several hosts in the URL, `target_session_attrs=read-write` finds it.
    SERVER_IS_STANDBY = "server-is-standby";

    /// The session has no schema in which the history's table could be.
    ///
    /// An unqualified `history-table` is looked for by the search path of the role. None of its schemas
    /// exists; name one in `history-table`.
    NO_SCHEMA = "no-schema";

    /// The setting `history-table` is no name of a table.
    ///
    /// It is `table` or `schema.table`, each written as in SQL: with double quotes where it has capital
    /// letters or other characters. The table's own name may have 59 bytes, for its log's is four longer.
    BAD_HISTORY_TABLE = "bad-history-table";

    /// The table that should be the history is another tool's, or somebody's own.
    ///
    /// Several tools keep their history in a table `schema_migrations`. It is recognised by its columns
    /// and never written to. To take the database over: set `history-table` to another name, and run
    /// `cargo xtask migrate adopt`, or `cargo xtask migrate baseline --to N` with the last version that
    /// the database has where the tool is not known.
    FOREIGN_HISTORY = "foreign-history";

    /// The history's table is there but cannot be read or written.
    HISTORY_UNREADABLE = "history-unreadable";

    /// The history's table has a row in a state that this program does not know.
    ///
    /// A newer version of it wrote the row. Use that one.
    UNKNOWN_STATE = "unknown-state";

    /// The history of the database and the migrations do not agree.
    ///
    /// An applied migration was edited or is missing, the database is ahead, or a pending migration stands
    /// before an applied one. Nothing is run until that is settled: put the file back, write the change as
    /// a new migration, `renumber`, `repair` or `resolve`, whichever is true.
    HISTORY_CONFLICT = "history-conflict";

    /// Another runner works on the same database.
    ///
    /// Only one may. The message names its session, as far as the role may see it. Its lock ends with
    /// its session; of a runner that was killed, the statement that it had begun is waited for as well.
    ANOTHER_RUNNER = "another-runner";

    /// The session that holds the runner's lock ended in the middle of a run.
    ///
    /// The run stopped before the next migration was recorded, since another runner may have begun.
    LOCK_LOST = "lock-lost";

    /// The connection goes through a pooler that lends a session for one transaction at a time.
    ///
    /// Locks and settings belong to a session. Through such a pooler they would be lost, or would stay with
    /// the session of somebody else. Connect to the server itself, or use session mode.
    TRANSACTION_POOLING = "transaction-pooling";

    /// A migration did not get the locks that it needs.
    ///
    /// A statement that waits for a lock makes everybody wait who comes after it. So it waits for a short
    /// time only (`lock_timeout`), is rolled back, and tries again after a pause. The sessions that were in
    /// the way are named; most often one is idle in a transaction.
    LOCK_TIMEOUT = "lock-timeout";

    /// A migration without a transaction has stopped in the middle, and the part of it that is done was edited.
    ///
    /// The run goes on at the statement that failed. Those after it may be edited, those before it not.
    EDITED_HALFWAY = "edited-halfway";

    /// A statement outside of a transaction was interrupted, and the catalog does not tell whether it took effect.
    ///
    /// It is so for CALL and for DO blocks that commit. Look at the data, then say what is true:
    /// `cargo xtask migrate resolve N --statement-done` or `--statement-undone`.
    IN_DOUBT = "in-doubt";

    /// A rollback without a transaction has stopped in the middle.
    HALF_UNDONE = "half-undone";

    /// A migration without a transaction has stopped in the middle.
    HALF_APPLIED = "half-applied";

    /// A migration without a down script was to be undone.
    IRREVERSIBLE = "irreversible";

    /// There is no migration of that version.
    UNKNOWN_VERSION = "unknown-version";

    /// What was asked for makes no sense for the state of the history.
    BAD_REQUEST = "bad-request";

    /// The run was cancelled.
    ///
    /// The running statement was cancelled and rolled back; nothing after it was begun.
    CANCELLED = "cancelled";

    /// The server reported an error in a migration.
    ///
    /// The migration was rolled back, and nothing behind it was run. Those before it stay.
    MIGRATION_FAILED = "migration-failed";

    /// The role lacks a privilege.
    PERMISSION_DENIED = "permission-denied";

    /// The server has no room left.
    ///
    /// What ran was rolled back. Make room and run it again.
    DISK_FULL = "disk-full";

    /// The server is out of memory, or of shared memory for locks.
    ///
    /// A transaction that touches thousands of tables needs a lock for each:
    /// `max_locks_per_transaction` times `max_connections` is how many there are.
    OUT_OF_MEMORY = "out-of-memory";

    /// A statement was cancelled: by a `statement_timeout`, or by somebody.
    STATEMENT_CANCELLED = "statement-cancelled";

    /// The session may only read.
    READ_ONLY = "read-only";

    /// The server accepts no more connections.
    TOO_MANY_CONNECTIONS = "too-many-connections";

    /// A migration has text that the server's scanner refuses, such as a string without its end.
    ///
    /// It is not sent: what follows it in the message, the history row, might become a part of it.
    SQL_NOT_SENT = "sql-not-sent";

    /// `COPY … TO stdout` in a migration has nobody to return its rows to.
    COPY_TO_STDOUT = "copy-to-stdout";
}
