//! Reads a project's texts from disk.

use std::path::{Path, PathBuf};
use std::{fs, io};

use diag::{Diagnostic, SourceId};
use emit::File;
use migrations::{Folder, Layout};

use crate::codes;
use crate::inputs::{Inputs, Paths};

/// Reads the schema and the migrations of the project at `root`.
///
/// A missing schema and bytes that are no text are findings; a missing migrations folder is an
/// empty one. Hidden files are left out.
///
/// # Errors
/// Where the disk refuses.
pub fn load(root: &Path, paths: &Paths) -> io::Result<Inputs> {
    let mut inputs = Inputs::default();
    let schema = root.join(&paths.schema);
    let files = if schema.is_dir() {
        let mut files = Vec::new();
        walk(&schema, &mut files)?;
        files.retain(|path| path.extension().is_some_and(|ext| ext == "prisma"));
        files
    } else {
        vec![schema.clone()]
    };
    if files.is_empty() || !schema.exists() {
        inputs.findings.push(missing_schema(&paths.schema));
    } else {
        for path in files {
            let id = add(&mut inputs, root, &path)?;
            inputs.schema.extend(id);
        }
    }
    let folder = root.join(&paths.migrations);
    if folder.is_dir() {
        let layout = match paths.layout {
            Some(layout) => layout,
            None => detect(&folder)?,
        };
        if layout.is_own() {
            load_own(&mut inputs, root, &folder)?;
        } else {
            load_foreign(&mut inputs, root, &folder, layout)?;
        }
        inputs.migrations.clone_from(&inputs.folder.files);
    }
    Ok(inputs)
}

/// A folder of ours: all files in it, and none of the folders.
fn load_own(inputs: &mut Inputs, root: &Path, folder: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() {
            let mut inner = Vec::new();
            walk(&path, &mut inner)?;
            let with_sql = inner.iter().any(|path| has_extension(path, &["sql"]));
            let finding = migrations::unread_folder(&shown(root, &path), with_sql);
            inputs.findings.push(finding);
        } else {
            let id = add(inputs, root, &path)?;
            files.extend(id);
        }
    }
    inputs.folder = Folder::own(files);
    Ok(())
}

/// A folder of another tool: SQL and configuration at any depth.
fn load_foreign(inputs: &mut Inputs, root: &Path, folder: &Path, layout: Layout) -> io::Result<()> {
    let mut paths = Vec::new();
    walk(folder, &mut paths)?;
    let (mut files, mut others) = (Vec::new(), Vec::new());
    for path in paths {
        let name = shown(folder, &path);
        if !has_extension(&path, &["sql", "toml", "conf"]) {
            others.push(name);
        } else if let Some(id) = add(inputs, root, &path)? {
            files.push((name, id));
        }
    }
    inputs.folder = Folder::arrange(layout, &mut inputs.sources, &files, &others);
    Ok(())
}

/// Whose layout a folder of migrations has, by what is in it.
///
/// # Errors
/// Where the disk refuses.
pub fn detect(folder: &Path) -> io::Result<Layout> {
    let mut files = Vec::new();
    walk(folder, &mut files)?;
    let names: Vec<String> = files.iter().map(|path| shown(folder, path)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    // A file that cannot be read shows nothing here, and is a finding when it is loaded.
    let read = |name: &str| fs::read_to_string(folder.join(name)).ok();
    Ok(migrations::detect(&names, read))
}

fn has_extension(path: &Path, known: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| known.contains(&extension))
}

/// Reads what stands in the generated crate: its `Cargo.toml`, its build script and all under
/// `src`, with paths relative to `folder`, sorted; nothing where the folder does not exist.
///
/// # Errors
/// Where the disk refuses.
pub fn load_generated(folder: &Path) -> io::Result<Vec<File>> {
    let mut paths = Vec::new();
    for name in ["Cargo.toml", "build.rs"] {
        let path = folder.join(name);
        if path.is_file() {
            paths.push(path);
        }
    }
    if folder.join("src").is_dir() {
        walk(&folder.join("src"), &mut paths)?;
    }
    let mut files = Vec::new();
    for path in paths {
        let text = String::from_utf8_lossy(&read(&path)?).into_owned();
        files.push(File {
            path: shown(folder, &path),
            text,
        });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn add(inputs: &mut Inputs, root: &Path, path: &Path) -> io::Result<Option<SourceId>> {
    let name = shown(root, path);
    match String::from_utf8(read(path)?) {
        Ok(text) => Ok(Some(inputs.sources.add(name, text))),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(&error.as_bytes()[..at]);
            let line = before.split('\n').count();
            inputs.findings.push(not_utf8(&name, line));
            Ok(None)
        }
    }
}

/// The files under a folder that are not hidden, each folder's by name.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for path in entries(folder)? {
        // A link to a folder could lead in a circle.
        if path.is_dir() && !path.is_symlink() {
            walk(&path, files)?;
        } else if path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path).map_err(|error| named(path, &error))
}

/// The error with the path that the system leaves out.
fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))
}

/// What a folder holds, by name, without what is hidden.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut list = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| named(folder, &error))? {
        let entry = entry.map_err(|error| named(folder, &error))?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            list.push(entry.path());
        }
    }
    list.sort();
    Ok(list)
}

fn shown(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    relative.to_string_lossy().replace('\\', "/")
}

fn missing_schema(path: &str) -> Diagnostic {
    let message = format!("there is no schema at `{path}`");
    Diagnostic::error(&codes::MISSING_SCHEMA, message)
        .help("write it there, or name it as `schema` in `[workspace.metadata.prismoid]`")
}

fn not_utf8(name: &str, line: usize) -> Diagnostic {
    let message = format!("`{name}` is not UTF-8 text: line {line} holds a byte of no character");
    Diagnostic::error(&migrations::codes::NOT_UTF8, message).help("save it as UTF-8")
}
