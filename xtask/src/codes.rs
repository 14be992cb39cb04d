//! The findings of the command line itself: what is wrong with the call, the machine or the server;
//! and the codes of all crates together.

use diag::Code;

diag::codes! {
    /// A file or folder could not be read or written.
    ///
    /// The message ends with the system's own reason. Nothing was written by halves: files are
    /// first written under a temporary name and renamed when all of them are complete.
    FILE_ACCESS = "file-access";

    /// The arguments do not fit the command.
    ///
    /// `cargo xtask COMMAND --help` shows them with an example.
    BAD_ARGUMENT = "bad-argument";

    /// What `migrate import` or `migrate squash` would write builds another schema than what it was
    /// made from.
    ///
    /// Nothing was written. It is a fault of this tool: the differences that it names belong into a
    /// report of it.
    IMPORT_DIFFERS = "import-differs";

    /// PostgreSQL's programs were not found on this machine.
    ///
    /// The development server needs `initdb`, `pg_ctl` and `postgres` of version 13 or newer. They
    /// are looked for on the `PATH`, where packages put them, and where `pg_config` says.
    /// `cargo xtask setup` installs them; `--postgres-bin` or `PRISMOID_POSTGRES_BIN` names their
    /// folder where they are somewhere else.
    PROGRAMS_NOT_FOUND = "postgres-not-found";

    /// PostgreSQL could not be installed with the system's package manager.
    ///
    /// Install it by hand, or use a server that is there already with `--database-url`.
    INSTALL_FAILED = "install-failed";

    /// The embedded development server did not start.
    ///
    /// Its log names the reason; the end of it is shown. `cargo xtask db reset --all` begins with
    /// an empty cluster and loses what the development database holds.
    SERVER_NOT_STARTED = "server-not-started";

    /// The embedded development server did not stop.
    SERVER_NOT_STOPPED = "server-not-stopped";

    /// Running as root, and no account was found under which PostgreSQL could run.
    ///
    /// PostgreSQL refuses to run as root, so the development server is started as `postgres` or
    /// `nobody`. One of them must exist.
    NO_SERVER_ACCOUNT = "no-server-account";

    /// The database could not be reached, or it refused the connection.
    DATABASE_UNREACHABLE = "database-unreachable";

    /// The server is of a version whose catalogs are not known.
    ///
    /// PostgreSQL 13 and all that came after can be read.
    UNKNOWN_SERVER_VERSION = "unknown-server-version";

    /// The database refused a statement.
    DATABASE_ERROR = "database-error";

    /// A database URL is not valid.
    ///
    /// The form is `postgres://USER:PASSWORD@HOST:PORT/DATABASE`; special characters in the user
    /// or the password are percent-encoded.
    BAD_DATABASE_URL = "bad-database-url";

    /// A program that the command runs failed or could not be started.
    PROGRAM_FAILED = "program-failed";

    /// A plan loses data: a table or a column goes, or a type keeps less of each value.
    ///
    /// Nothing is written or shown before `--accept-data-loss` is given; each step then says what it
    /// loses. Something that only has another name loses nothing: `--rename old=new`, or
    /// `/// @renamed from old` above it in the schema.
    DATA_LOSS = "data-loss";

    /// Something goes and something alike appears: perhaps it was only renamed.
    ///
    /// A rename is never guessed. Say it with `--rename old=new`, or with `/// @renamed from old`
    /// above the model, field, enum or value in the schema; the old name is that in the database.
    LIKELY_RENAME = "likely-rename";

    /// Something that the migrations made stays and yet uses what goes.
    ///
    /// A schema file has no words for views, policies, triggers and functions: they are the
    /// migrations', and PostgreSQL drops no column, table or enum under them. Whether they go too or
    /// are made without it is not for a plan to say. Write a migration that drops or changes them,
    /// and plan again. Checks, indexes and statistics simply go with their column.
    STILL_USED = "still-used";

    /// A migration that was planned does not do on a real server what the plan says.
    ///
    /// It is run on a database that is thrown away. Nothing is written; `--no-proof` writes it all
    /// the same, to be corrected by hand.
    PLAN_REFUTED = "plan-refuted";

    /// A file of Prisma's schema language is not in its canonical form.
    ///
    /// `cargo xtask schema format` rewrites it.
    NOT_FORMATTED = "not-formatted";

    /// The database has something else than the schema says, and `schema pull --check` was asked.
    SCHEMA_BEHIND = "schema-behind";

    /// `schema pull` found a database without tables.
    ///
    /// Following it would take every model out of the schema, so nothing is written. Most likely
    /// another database was meant, or its migrations are not applied yet.
    NOTHING_TO_PULL = "nothing-to-pull";

    /// PostgreSQL has something otherwise than it was understood from the migrations' text.
    ///
    /// Nothing is wrong with the migrations: `migrate test` compares what is told about them without
    /// a database with what a server makes of them, and found a place where the first falls short.
    /// Checks without a database know this object as it is described, not as it is. Please report it.
    UNDERSTOOD_OTHERWISE = "understood-otherwise";

    /// A rollback does not lead back to the state before its migration.
    ///
    /// `migrate test` applied the migration to an empty database, undid it, and compared: what is
    /// listed is what the database has besides, or lacks. Write the missing statements into the
    /// `.down.sql`, or declare the migration irreversible with `-- prismoid: irreversible <reason>`.
    INCOMPLETE_ROLLBACK = "incomplete-rollback";

    /// Loading the same seeds twice leaves another number of rows than loading them once.
    SEEDS_NOT_IDEMPOTENT = "seeds-not-idempotent";

    /// What is pending makes others wait or loses data, and nobody said yes.
    ///
    /// On a database other than the embedded development server `migrate up` asks before it runs a
    /// statement that is *dangerous*: one that removes rows or values which are there, or that makes reads or
    /// writes of a table wait for an estimated second or longer. `cargo xtask migrate plan` lists them with
    /// what would be safer. Where nobody can be asked, `--yes` says that it is meant.
    NOT_CONFIRMED = "not-confirmed";

    /// `explain` was asked about a code that no finding has.
    UNKNOWN_CODE = "unknown-code";
}

/// Every code that a finding of any crate can have, by name.
pub(crate) fn every() -> Vec<&'static Code> {
    let tables: [&[&'static Code]; 7] = [
        ALL,
        emit::codes::ALL,
        migrations::codes::ALL,
        prismoid_build::codes::ALL,
        psl::codes::ALL,
        runner::codes::ALL,
        sql::codes::ALL,
    ];
    let mut every = tables.concat();
    every.extend(lint::codes::every());
    every.sort_by_key(|code| code.name);
    every.dedup();
    every
}
