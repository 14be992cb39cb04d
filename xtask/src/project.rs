//! The project's texts, read from disk.

use std::fs;
use std::path::{Path, PathBuf};

use diag::{Diagnostic, SourceId, Sources};

use crate::codes;
use crate::failure::{Failure, Result, file};
use crate::layout::Layout;

/// Texts that were read, and what is wrong with their bytes.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    pub(crate) sources: Sources,
    /// The files of the schema, by name.
    pub(crate) schema: Vec<SourceId>,
    /// The files of the migrations folder, by name.
    pub(crate) migrations: Vec<SourceId>,
    /// Files that are not text.
    pub(crate) findings: Vec<Diagnostic>,
}

impl Texts {
    /// The schema and the migrations.
    pub(crate) fn read(layout: &Layout) -> Result<Self> {
        let mut texts = Self::default();
        texts.read_schema(layout)?;
        texts.read_migrations(layout)?;
        Ok(texts)
    }

    /// The schema alone.
    pub(crate) fn schema(layout: &Layout) -> Result<Self> {
        let mut texts = Self::default();
        texts.read_schema(layout)?;
        Ok(texts)
    }

    /// The migrations alone.
    pub(crate) fn migrations(layout: &Layout) -> Result<Self> {
        let mut texts = Self::default();
        texts.read_migrations(layout)?;
        Ok(texts)
    }

    fn read_schema(&mut self, layout: &Layout) -> Result<()> {
        let paths = schema_files(&layout.schema)?;
        if paths.is_empty() {
            let shown = layout.shown(&layout.schema);
            return Err(Failure::new(
                &codes::FILE_ACCESS,
                format!("there is no `.prisma` file in `{shown}`"),
            )
            .help("name the schema with `--schema PATH` or in Cargo.toml"));
        }
        for path in paths {
            if let Some(id) = self.add(layout, &path)? {
                self.schema.push(id);
            }
        }
        Ok(())
    }

    fn read_migrations(&mut self, layout: &Layout) -> Result<()> {
        let folder = &layout.migrations;
        // A project without a migration is in order: its first one makes the folder.
        if !folder.exists() {
            return Ok(());
        }
        for path in files(folder)? {
            if let Some(id) = self.add(layout, &path)? {
                self.migrations.push(id);
            }
        }
        Ok(())
    }

    fn add(&mut self, layout: &Layout, path: &Path) -> Result<Option<SourceId>> {
        let bytes = fs::read(path).map_err(|e| file("read", path, &e))?;
        let name = layout.shown(path);
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(self.sources.add(name, text))),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                self.findings.push(
                    Diagnostic::error(
                        &migrations::codes::NOT_UTF8,
                        format!("`{name}` is not UTF-8 text: byte {at} belongs to no character"),
                    )
                    .help("save it as UTF-8"),
                );
                Ok(None)
            }
        }
    }
}

/// The files of a schema: itself, or all `.prisma` files of the folder and its folders.
fn schema_files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        if !path.exists() {
            return Err(Failure::new(
                &codes::FILE_ACCESS,
                format!("there is no schema at `{}`", path.display()),
            )
            .help("name it with `--schema PATH` or in Cargo.toml"));
        }
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder)? {
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "prisma")
            {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The files right in a folder, by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = entries(folder)?;
    paths.retain(|path| path.is_file());
    paths.sort();
    Ok(paths)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|e| file("read", folder, &e))?;
    entries
        .map(|entry| match entry {
            Ok(entry) => Ok(entry.path()),
            Err(error) => Err(file("read", folder, &error)),
        })
        .collect()
}
