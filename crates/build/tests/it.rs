//! What is read from disk, and what is said where that is not what was meant.

use std::path::Path;
use std::{fs, io};

use diag::render::{Style, human};
use prismoid_build::{Paths, load};

/// The names that are read from a project of these files, and what is said about them.
fn loaded(files: &[(&str, &[u8])], paths: &Paths) -> io::Result<(Vec<String>, String)> {
    let project = tempfile::tempdir()?;
    for (path, bytes) in files {
        let path = project.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        fs::write(path, bytes)?;
    }
    let inputs = load(project.path(), paths)?;
    let ids = inputs.schema.iter().chain(&inputs.migrations);
    let names = ids.map(|id| inputs.sources.get(*id).name().to_owned());
    let findings = human(&inputs.findings, &inputs.sources, Style::Plain);
    Ok((names.collect(), findings))
}

#[test]
fn reads_a_schema_and_a_folder_of_migrations_by_name() {
    let files: [(&str, &[u8]); 5] = [
        ("schema.prisma", b""),
        ("migrations/002_b.sql", b""),
        ("migrations/001_a.sql", b""),
        ("migrations/migrations.lock", b""),
        ("migrations/.gitkeep", b""),
    ];
    let (names, findings) = loaded(&files, &Paths::default()).unwrap();
    let expected = [
        "schema.prisma",
        "migrations/001_a.sql",
        "migrations/002_b.sql",
        "migrations/migrations.lock",
    ];
    assert_eq!(names, expected);
    assert_eq!(findings, "");
}

#[test]
fn reads_a_schema_of_many_files() {
    let paths = Paths {
        schema: "prisma".to_owned(),
        ..Paths::default()
    };
    let files: [(&str, &[u8]); 4] = [
        ("prisma/schema.prisma", b""),
        ("prisma/models/b.prisma", b""),
        ("prisma/models/a.prisma", b""),
        ("prisma/README.md", b""),
    ];
    let (names, findings) = loaded(&files, &paths).unwrap();
    let expected = [
        "prisma/models/a.prisma",
        "prisma/models/b.prisma",
        "prisma/schema.prisma",
    ];
    assert_eq!(names, expected);
    assert_eq!(findings, "");
}

#[test]
fn passes_nothing_over_in_silence() {
    let files: [(&str, &[u8]); 3] = [
        ("migrations/001_a.sql", b"SELECT 1;\n-- \xff\n"),
        ("migrations/20260101120000_init/migration.sql", b""),
        ("migrations/notes/later.txt", b""),
    ];
    let (names, findings) = loaded(&files, &Paths::default()).unwrap();
    assert_eq!(names, Vec::<String>::new());
    assert_eq!(
        findings,
        "\
error[missing-schema]: there is no schema at `schema.prisma`
 |
 = help: write it there, or name it as `schema` in `[workspace.metadata.prismoid]`

error[not-utf8]: `migrations/001_a.sql` is not UTF-8 text: line 2 holds a byte of no character
 |
 = help: save it as UTF-8

error[unread-folder]: `migrations/20260101120000_init` is a folder, so nothing reads what is in it
 |
 = note: migrations are files: `NNN_name.sql` and `NNN_name.down.sql`
 = help: move its SQL into files of the migrations folder

warning[unread-folder]: `migrations/notes` is a folder, so nothing reads what is in it
 |
 = help: move it out of the migrations folder
"
    );
}
