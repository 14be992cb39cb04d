//! A new migration: its number, its names and the texts to start from.

use diag::Diagnostic;

use crate::codes::OTHER_LAYOUT;
use crate::project::Project;
use crate::{name, stem};

/// A file to write: a path and its whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Forward slashes; relative to a folder that the maker of the file names.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// Refuses to write into a folder that is laid out as another tool's.
///
/// # Errors
/// The one finding, where it is.
pub fn refuse_other_layout(project: &Project) -> Result<(), Box<Diagnostic>> {
    if project.layout.is_own() {
        return Ok(());
    }
    let tool = project.layout.tool();
    let message = format!("the folder is laid out as {tool}'s, which names and writes its own");
    Err(Diagnostic::error(&OTHER_LAYOUT, message)
        .help(format!(
            "write it with {tool}, and apply it with `cargo xtask migrate`"
        ))
        .help("take the migrations over for good: `cargo xtask migrate import`")
        .into())
}

/// What a new migration is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewMigration<'a> {
    /// The name in snake case, without a number.
    pub name: &'a str,
    /// One sentence for the header; made from the name where it is empty.
    pub description: &'a str,
    /// Who writes it.
    pub author: &'a str,
    /// Today, as `YYYY-MM-DD`.
    pub date: &'a str,
    /// The SQL that applies it; empty to write it later.
    pub up: &'a str,
    /// The SQL that undoes it; empty to write it later.
    pub down: &'a str,
}

/// The two files of a new migration after those of `project`, relative to the migrations folder.
///
/// # Errors
/// A name that no migration can have, and a folder that is another tool's.
pub fn create(project: &Project, new: NewMigration<'_>) -> Result<[File; 2], Box<Diagnostic>> {
    refuse_other_layout(project)?;
    if !name::is_migration_name(new.name) {
        return Err(name::bad_migration_name(new.name).into());
    }
    let stem = project.next_stem(new.name);
    let before = project.migrations.last();
    let depends_on = before.map_or_else(|| "none".to_owned(), |m| m.stem.clone());
    let described = if new.description.is_empty() {
        sentence(new.name)
    } else {
        new.description.to_owned()
    };
    let header = |description: &str| {
        let NewMigration { author, date, .. } = new;
        format!(
            "-- Migration: {stem}\n-- Description: {description}\n-- Author: {author}\n\
             -- Date: {date}\n-- Depends on: {depends_on}\n\n"
        )
    };
    Ok([
        File {
            path: format!("{stem}.sql"),
            text: header(&described) + &body(new.up),
        },
        File {
            path: format!("{stem}.down.sql"),
            text: header(&format!("Undoes: {described}")) + &body(new.down),
        },
    ])
}

/// `add_alerts` as "Add alerts".
pub(crate) fn sentence(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_ascii_uppercase().to_string() + chars.as_str()
    })
}

fn body(sql: &str) -> String {
    match sql.trim() {
        "" => String::new(),
        sql => format!("{sql}\n"),
    }
}

/// The file names of a migration: the SQL that applies it and the SQL that undoes it.
pub fn file_names(version: i64, migration_name: &str) -> [String; 2] {
    let stem = stem(version, migration_name);
    [format!("{stem}.sql"), format!("{stem}.down.sql")]
}
