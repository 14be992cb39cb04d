//! The kinds of findings about a folder of migrations.

diag::codes! {
    /// A file in the migrations folder has a name that is not `NNN_snake_case.sql` or
    /// `NNN_snake_case.down.sql`.
    ///
    /// The number is the version: at least three digits, counted from 1. The rest is lower-case
    /// letters, digits and single underscores. A file with another name would be skipped by a tool
    /// that is not looking closely, and its SQL would never run; so it is an error.
    BAD_FILE_NAME = "bad-file-name";

    /// A file in the migrations folder is neither a migration nor the lock file.
    ///
    /// Nothing reads it. Move it elsewhere; files that begin with a dot and `README.md` are left
    /// alone.
    STRAY_FILE = "stray-file";

    /// The migrations folder holds another folder.
    ///
    /// Nothing reads it. Some tools keep each migration in a folder of its own
    /// (`20260101120000_init/migration.sql`); here a migration is a pair of files, `NNN_name.sql` and
    /// `NNN_name.down.sql`.
    UNREAD_FOLDER = "unread-folder";

    /// A file is not UTF-8.
    ///
    /// PostgreSQL would store other characters than you meant. Save the file as UTF-8.
    NOT_UTF8 = "not-utf8";

    /// Two migrations carry the same version.
    ///
    /// Only one of them could be recorded as applied; the other would be lost, silently in some
    /// tools. It happens when two branches each add the next migration.
    /// `cargo xtask migrate renumber` moves yours after theirs.
    DUPLICATE_VERSION = "duplicate-version";

    /// A version is missing between two others, or the first is not 1.
    ///
    /// A gap means that a file was lost or never committed: a database built from this folder would
    /// differ from one that ran the missing migration. Restore the file, or close the gap with
    /// `cargo xtask migrate renumber` if no database has run the later ones.
    VERSION_GAP = "version-gap";

    /// A migration stands before one with a smaller version.
    ///
    /// Migrations are listed in the order in which they run.
    OUT_OF_ORDER = "out-of-order";

    /// A version is below 1.
    ///
    /// Versions count from 1; 0 is the state before the first migration.
    VERSION_OUT_OF_RANGE = "version-out-of-range";

    /// A migration has no rollback and does not say why.
    ///
    /// Beside `NNN_name.sql` stands `NNN_name.down.sql` with the SQL that leads back. Where no SQL
    /// can lead back, say so in the header: `-- prismoid: irreversible <reason>`.
    MISSING_DOWN = "missing-down";

    /// A rollback contains no statement.
    ///
    /// Running it would record the version as undone while nothing was undone. Write the SQL, or
    /// delete the file and put `-- prismoid: irreversible <reason>` into the migration's header.
    EMPTY_DOWN = "empty-down";

    /// A migration contains no statement.
    ///
    /// It would be recorded as applied and do nothing; usually the SQL was not written yet.
    EMPTY_MIGRATION = "empty-migration";

    /// A rollback belongs to no migration.
    ///
    /// Its migration was deleted or renamed, or the rollback's own name is misspelt.
    DOWN_WITHOUT_UP = "down-without-up";

    /// A migration says that it is irreversible and yet has a rollback.
    ///
    /// One of the two is wrong: delete the directive or the file.
    IRREVERSIBLE_WITH_DOWN = "irreversible-with-down";

    /// A field of the header is missing or empty.
    ///
    /// A migration begins with comments that say what it is: `-- Migration:`, `-- Description:`,
    /// `-- Author:`, `-- Date:` and `-- Depends on:`. Whoever reads the history in five years will
    /// need them.
    MISSING_HEADER_FIELD = "missing-header-field";

    /// A field of the header contradicts the file or cannot be read.
    ///
    /// `Migration` is the file's name without `.sql`, `Date` is `YYYY-MM-DD`.
    HEADER_MISMATCH = "header-mismatch";

    /// A migration depends on one that does not exist or that runs later.
    ///
    /// `Depends on` names earlier migrations by file name, separated by commas, or `none`.
    BAD_DEPENDENCY = "bad-dependency";

    /// A directive is not one that exists.
    ///
    /// Directives are `-- prismoid: no-transaction`, `-- prismoid: irreversible <reason>` and
    /// `-- prismoid: allow <rule> <reason>`. A misspelt one would be a comment without effect.
    UNKNOWN_DIRECTIVE = "unknown-directive";

    /// A comment looks like a directive but is not written as one.
    ///
    /// A directive is a comment of its own from `--` to the end of the line that begins with
    /// `prismoid:`.
    MALFORMED_DIRECTIVE = "malformed-directive";

    /// A directive that switches off a safeguard gives no reason.
    ///
    /// The next reader has to know why it was right.
    DIRECTIVE_WITHOUT_REASON = "directive-without-reason";

    /// A directive stands where it has no effect.
    ///
    /// `no-transaction` and `irreversible` speak for the whole file and stand before its first
    /// statement; `irreversible` stands in the migration, not in a rollback.
    MISPLACED_DIRECTIVE = "misplaced-directive";

    /// A migration's SQL changed after it was locked.
    ///
    /// A database that ran the old text never runs the new one, so two databases would differ under
    /// the same version. Comments, spacing and line ends do not count. Restore the text and write a
    /// new migration; only if no database has run it yet, `cargo xtask codegen --relock` accepts
    /// the new text.
    EDITED_AFTER_LOCKING = "edited-after-locking";

    /// A migration is not in the lock file yet.
    ///
    /// The generated code does not know it either, so an application would not apply it.
    /// `cargo xtask codegen` takes it in.
    NOT_LOCKED = "not-locked";

    /// There are migrations, but no lock file.
    ///
    /// `migrations.lock` is what tells an edit from the text that databases have run. Restore it
    /// from version control; for a new project, `cargo xtask codegen` writes it.
    MISSING_LOCK = "missing-lock";

    /// The lock file names a migration whose file is not there.
    ///
    /// A database may have run it, and a new database could not. Restore the file.
    LOCKED_FILE_MISSING = "locked-file-missing";

    /// A migration's name changed after it was locked.
    ///
    /// The history of databases knows it under the old name.
    RENAMED_AFTER_LOCKING = "renamed-after-locking";

    /// A line of the lock file does not continue the line before it.
    ///
    /// Each line ends in a SHA-256 over the line before and its own fields, so a line that was
    /// changed, moved or removed by hand or by a merge shows. Restore the file from version
    /// control; `cargo xtask codegen --relock` writes it anew from the files.
    BROKEN_CHAIN = "broken-chain";

    /// A line of the lock file cannot be read.
    ///
    /// A line is `<version> <name> <checksum> <chain>`, or begins with `#`.
    MALFORMED_LOCK_LINE = "malformed-lock-line";

    /// The lock file holds the markers of an unresolved merge.
    ///
    /// Two branches each added a migration. `cargo xtask migrate renumber` moves yours after theirs
    /// and writes the lock file anew.
    MERGE_CONFLICT = "merge-conflict";

    /// A name that was asked for cannot be the name of a migration.
    ///
    /// Names are lower-case letters, digits and single underscores.
    BAD_MIGRATION_NAME = "bad-migration-name";

    /// A migration that the manifest names has no file.
    ///
    /// The generated code is older than the folder. `cargo xtask codegen` writes it anew.
    MISSING_FILE = "missing-file";

    /// A row of a manifest is not written as one.
    ///
    /// A row is `(1, "initial_schema", "<checksum>", up: "<path>", down: "<path>")`, with `down` left
    /// out for an irreversible migration; paths are relative to the crate. Rows are generated:
    /// `cargo xtask codegen` writes them anew.
    MALFORMED_ROW = "malformed-row";

    /// A file in a folder of another tool is no migration of that tool.
    ///
    /// It is passed over, as the tool itself would pass over it. If its SQL was meant to run, give it
    /// the name that the tool expects.
    IGNORED_FILE = "ignored-file";

    /// A migration is written in a programming language.
    ///
    /// Only SQL is read. What such a migration builds is not known, so that findings about what comes
    /// after it may be wrong.
    MIGRATION_IN_CODE = "migration-in-code";

    /// A text has a variable that its tool would replace before it runs.
    ///
    /// Variables are not followed: the text is read, and would be run, as it is written.
    PLACEHOLDER = "placeholder";

    /// A file lacks the line that tells its tool where the SQL begins.
    MISSING_SECTION = "missing-section";

    /// The migrations are for another kind of database.
    OTHER_DATABASE = "other-database";

    /// The history of another tool has a migration that is not here.
    ///
    /// The database was changed by it, so that the migrations here do not build what the database
    /// is. Bring the file back from version control.
    RECORDED_FILE_MISSING = "recorded-file-missing";

    /// A file of ours would be written among the migrations of another tool.
    ///
    /// Neither would read it right: that tool has its own names, and we would take the folder for ours.
    /// Write the migration with that tool, or take all of them over by `cargo xtask migrate import`.
    OTHER_LAYOUT = "other-layout";

    /// The history of another tool says that a migration failed.
    ///
    /// How much of it is in the database only its author can tell. Resolve it with that tool, or undo
    /// by hand what there is of it.
    RECORDED_FAILURE = "recorded-failure";

    /// A migration is not the text that another tool has applied.
    ///
    /// That tool's checksum is over the bytes of the file, so that a comment or the spacing may be all
    /// that changed. Compare it with what the database has before it is accepted.
    EDITED_SINCE_RECORDED = "edited-since-recorded";
}
