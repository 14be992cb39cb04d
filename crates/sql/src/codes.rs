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
}
