//! Where a project keeps its things: found from the current folder, said by its Cargo.toml, and
//! overridden by flags.

use std::fs;
use std::path::{Path, PathBuf};

use diag::{Diagnostic, Sources, Span};

use crate::codes;
use crate::failure::{Failure, Result, file};

/// The table of history where nothing else is said.
pub(crate) const HISTORY_TABLE: &str = "schema_migrations";

/// The flags that say where things are.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Paths {
    /// The project's folder; found from the current folder upwards if not given
    #[arg(long, global = true, value_name = "DIR", help_heading = "Project")]
    pub(crate) project: Option<PathBuf>,
    /// schema.prisma, or a folder of such files
    #[arg(long, global = true, value_name = "PATH", help_heading = "Project")]
    pub(crate) schema: Option<PathBuf>,
    /// The folder of migrations
    #[arg(long, global = true, value_name = "DIR", help_heading = "Project")]
    pub(crate) migrations: Option<PathBuf>,
    /// The folder of the generated crate
    #[arg(long, global = true, value_name = "DIR", help_heading = "Project")]
    pub(crate) generated: Option<PathBuf>,
    /// The folder of seeds
    #[arg(long, global = true, value_name = "DIR", help_heading = "Project")]
    pub(crate) seeds: Option<PathBuf>,
    /// The table that holds the history of a database
    #[arg(long, global = true, value_name = "NAME", help_heading = "Project")]
    pub(crate) history_table: Option<String>,
}

/// Where a project keeps its things; all paths are absolute.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// The folder to which shown paths are relative.
    pub(crate) root: PathBuf,
    pub(crate) schema: PathBuf,
    pub(crate) migrations: PathBuf,
    pub(crate) generated: PathBuf,
    pub(crate) seeds: PathBuf,
    pub(crate) history_table: String,
    /// Cargo's target folder, in which the development server lives.
    pub(crate) target: PathBuf,
}

impl Layout {
    /// Finds the project of the current folder.
    pub(crate) fn find(flags: &Paths) -> Result<Self> {
        let here = std::env::current_dir()
            .map_err(|e| file("find", Path::new("the current folder"), &e))?;
        let (root, section) = match &flags.project {
            Some(folder) => project(&here.join(folder))?,
            None => search(&here)?,
        };
        let path = |flag: &Option<PathBuf>, key: &str, default: &str| match flag {
            Some(path) => here.join(path),
            None => root.join(section.get(key).unwrap_or(default)),
        };
        let history_table = flags.history_table.as_deref();
        Ok(Self {
            schema: path(&flags.schema, "schema", "schema.prisma"),
            migrations: path(&flags.migrations, "migrations", "migrations"),
            generated: path(&flags.generated, "generated", "generated"),
            seeds: path(&flags.seeds, "seeds", "seeds"),
            history_table: history_table
                .or(section.get("history-table"))
                .unwrap_or(HISTORY_TABLE)
                .to_owned(),
            target: target(&here, &root),
            root,
        })
    }

    /// A path as it is shown: relative to the project, with forward slashes.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let shown = path.strip_prefix(&self.root).unwrap_or(path);
        let shown = shown.to_string_lossy().replace('\\', "/");
        if shown.is_empty() {
            ".".to_owned()
        } else {
            shown
        }
    }
}

/// The values of a `[*.metadata.prismoid]` section.
#[derive(Debug, Default)]
struct Section(Vec<(String, String)>);

const KEYS: [&str; 7] = [
    "schema",
    "migrations",
    "generated",
    "idb",
    "seeds",
    "history-table",
    "lint",
];

impl Section {
    fn get(&self, key: &str) -> Option<&str> {
        let found = self.0.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str())
    }

    /// The section of a Cargo.toml, if it has one.
    fn read(path: &Path) -> Result<Option<Self>> {
        let text = fs::read_to_string(path).map_err(|e| file("read", path, &e))?;
        let name = path.display().to_string();
        let document: toml::Table = toml::from_str(&text)
            .map_err(|e| invalid(&name, &text, e.span(), e.message().to_owned()))?;
        let section = ["workspace", "package"]
            .iter()
            .find_map(|kind| document.get(*kind)?.get("metadata")?.get("prismoid"));
        let Some(section) = section else {
            return Ok(None);
        };
        let Some(table) = section.as_table() else {
            return Err(invalid(
                &name,
                &text,
                None,
                "`metadata.prismoid` is not a table".to_owned(),
            ));
        };
        let mut values = Vec::new();
        for (key, value) in table {
            if !KEYS.contains(&key.as_str()) {
                let message = format!("`metadata.prismoid` has no key `{key}`");
                return Err(invalid(&name, &text, None, message)
                    .note(format!("known keys are {}", KEYS.join(", "))));
            }
            match value.as_str() {
                Some(value) => values.push((key.clone(), value.to_owned())),
                None if key == "lint" => {}
                None => {
                    let message = format!("`metadata.prismoid.{key}` is not a string");
                    return Err(invalid(&name, &text, None, message));
                }
            }
        }
        Ok(Some(Self(values)))
    }
}

fn invalid(
    name: &str,
    text: &str,
    span: Option<std::ops::Range<usize>>,
    message: String,
) -> Failure {
    let mut sources = Sources::new();
    let source = sources.add(name, text);
    let mut finding = Diagnostic::error(&codes::BAD_CONFIGURATION, message);
    finding = match span {
        Some(span) => finding.at(Span::new(source, span.start, span.end), ""),
        None => finding.note(format!("in {name}")),
    };
    Failure::findings(vec![finding], sources)
}

/// The named folder as the project.
fn project(folder: &Path) -> Result<(PathBuf, Section)> {
    let folder = fs::canonicalize(folder).map_err(|e| file("open", folder, &e))?;
    let manifest = folder.join("Cargo.toml");
    let section = if manifest.is_file() {
        Section::read(&manifest)?
    } else {
        None
    };
    Ok((folder, section.unwrap_or_default()))
}

/// The nearest folder upwards whose Cargo.toml has the section; without any, the nearest that has a
/// schema or migrations; without any, the root of the cargo workspace; without any, this one.
fn search(here: &Path) -> Result<(PathBuf, Section)> {
    for folder in here.ancestors() {
        let manifest = folder.join("Cargo.toml");
        if manifest.is_file()
            && let Some(section) = Section::read(&manifest)?
        {
            return Ok((folder.to_owned(), section));
        }
    }
    let nearest = |is_root: fn(&Path) -> bool| here.ancestors().find(|folder| is_root(folder));
    let root = nearest(has_content)
        .or_else(|| nearest(is_workspace))
        .or_else(|| nearest(|folder| folder.join("Cargo.toml").is_file()))
        .unwrap_or(here);
    Ok((root.to_owned(), Section::default()))
}

/// A folder called `migrations` alone proves nothing: it may hold the source of a crate.
fn has_content(folder: &Path) -> bool {
    let is_sql = |entry: fs::DirEntry| entry.path().extension().is_some_and(|e| e == "sql");
    folder.join("schema.prisma").is_file()
        || fs::read_dir(folder.join("migrations"))
            .is_ok_and(|entries| entries.flatten().any(is_sql))
}

fn is_workspace(folder: &Path) -> bool {
    fs::read_to_string(folder.join("Cargo.toml"))
        .is_ok_and(|text| text.lines().any(|line| line.trim() == "[workspace]"))
}

/// Cargo's target folder: as its environment variable says, else the project's own.
fn target(here: &Path, root: &Path) -> PathBuf {
    ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"]
        .iter()
        .find_map(std::env::var_os)
        .map_or_else(|| root.join("target"), |folder| here.join(folder))
}
