//! Where a project keeps its things: found from the current folder, said by its Cargo.toml, and
//! overridden by flags.

mod prisma;

use std::fs;
use std::path::{Path, PathBuf};

use diag::Sources;
use prismoid_build::{Config, Paths};

use crate::failure::{Failure, Result, any_error, file};

/// The flags that say where things are.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct PathFlags {
    /// The project's folder; found from the current folder upwards if not given
    #[arg(long, global = true, value_name = "DIR", help_heading = "Project")]
    pub(crate) project: Option<PathBuf>,
    /// schema.prisma, or a folder of such files
    #[arg(long, global = true, value_name = "PATH", help_heading = "Project")]
    pub(crate) schema: Option<PathBuf>,
    /// The folder of migrations
    #[arg(long, global = true, value_name = "DIR", help_heading = "Project")]
    pub(crate) migrations: Option<PathBuf>,
    /// Whose layout the folder of migrations has [default: auto]
    #[arg(long, global = true, value_parser = layout, help_heading = "Project")]
    #[arg(
        value_name = "auto|prismoid|prisma|sqlx|diesel|refinery|flyway|golang-migrate|dbmate|goose"
    )]
    #[arg(hide_short_help = true)]
    pub(crate) layout: Option<Wanted>,
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

/// `auto`, or a layout.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wanted {
    Auto,
    Layout(migrations::Layout),
}

fn layout(text: &str) -> std::result::Result<Wanted, migrations::NotALayout> {
    match text {
        "auto" => Ok(Wanted::Auto),
        text => text.parse().map(Wanted::Layout),
    }
}

/// Where a project keeps its things. Paths are absolute.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// The folder to which shown paths are relative.
    pub(crate) root: PathBuf,
    pub(crate) migrations: PathBuf,
    pub(crate) generated: PathBuf,
    pub(crate) seeds: PathBuf,
    /// Cargo's target folder, in which the development server lives.
    pub(crate) target: PathBuf,
    /// What Cargo.toml and the flags say; its paths are relative to the root, unless a flag leads
    /// out of it.
    pub(crate) config: Config,
}

impl Layout {
    /// Finds the project of the current folder.
    pub(crate) fn find(flags: &PathFlags) -> Result<Self> {
        let here = std::env::current_dir()
            .map_err(|e| file("find", Path::new("the current folder"), &e))?;
        let (root, mut config) = match &flags.project {
            Some(folder) => project(&here.join(folder))?,
            None => search(&here)?,
        };
        prisma::take_places(&root, &mut config);
        let overridden = [
            (&flags.schema, &mut config.schema),
            (&flags.migrations, &mut config.migrations),
            (&flags.generated, &mut config.generated),
            (&flags.seeds, &mut config.seeds),
        ];
        for (flag, value) in overridden {
            if let Some(path) = flag {
                *value = relative(&root, &here.join(path));
            }
        }
        if let Some(table) = &flags.history_table {
            config.history_table = Some(table.clone());
        }
        match flags.layout {
            Some(Wanted::Auto) => config.layout = None,
            Some(Wanted::Layout(layout)) => config.layout = Some(layout),
            None => {}
        }
        Ok(Self {
            migrations: root.join(&config.migrations),
            generated: root.join(&config.generated),
            seeds: root.join(&config.seeds),
            target: target(&here, &root),
            root,
            config,
        })
    }

    /// Where the project's texts are.
    pub(crate) fn paths(&self) -> Paths {
        self.config.paths()
    }

    /// The tables in which histories are kept, ours with its log and that of the tool whose layout the
    /// migrations have: they are no part of what the migrations build.
    pub(crate) fn history_tables(&self) -> Vec<String> {
        let detected = || prismoid_build::detect(&self.migrations).unwrap_or_default();
        let layout = self.config.layout.unwrap_or_else(detected);
        let configured = self.config.history_table.clone();
        let ours = configured.unwrap_or_else(|| layout.own_history_table().to_owned());
        let mut tables = vec![format!("{ours}_log"), ours];
        if !layout.is_own() {
            tables.push(layout.history_table().to_owned());
        }
        tables
    }

    /// A path as it is shown: relative to the project, with forward slashes.
    pub(crate) fn shown(&self, path: &Path) -> String {
        relative(&self.root, path)
    }
}

/// A path relative to a folder, with forward slashes; as it is where it lies outside.
fn relative(folder: &Path, path: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

/// Reads the configuration in a Cargo.toml.
fn read(path: &Path) -> Result<Config> {
    let text = fs::read_to_string(path).map_err(|e| file("read", path, &e))?;
    let mut sources = Sources::new();
    let source = sources.add("Cargo.toml", text.as_str());
    let (config, findings) = prismoid_build::config(source, &text);
    if any_error(&findings) {
        return Err(Failure::findings(findings, sources));
    }
    Ok(config)
}

/// The named folder as the project.
fn project(folder: &Path) -> Result<(PathBuf, Config)> {
    let folder = fs::canonicalize(folder).map_err(|e| file("open", folder, &e))?;
    let manifest = folder.join("Cargo.toml");
    let config = if manifest.is_file() {
        read(&manifest)?
    } else {
        Config::default()
    };
    Ok((folder, config))
}

/// The nearest folder upwards whose Cargo.toml has the section; without any, the nearest that has a
/// schema or migrations; without any, the root of the cargo workspace; without any, this one.
fn search(here: &Path) -> Result<(PathBuf, Config)> {
    for folder in here.ancestors() {
        let manifest = folder.join("Cargo.toml");
        if manifest.is_file() {
            let config = read(&manifest)?;
            if config.is_configured {
                return Ok((folder.to_owned(), config));
            }
        }
    }
    let nearest = |is_root: fn(&Path) -> bool| here.ancestors().find(|folder| is_root(folder));
    let root = nearest(has_content)
        .or_else(|| nearest(is_workspace))
        .or_else(|| nearest(|folder| folder.join("Cargo.toml").is_file()))
        .unwrap_or(here);
    Ok((root.to_owned(), Config::default()))
}

/// A folder called `migrations` alone proves nothing: it may hold the source of a crate.
fn has_content(folder: &Path) -> bool {
    let is_there = |path: &&str| folder.join(path).exists();
    let schemas = ["schema.prisma", "prisma/schema.prisma", "prisma/migrations"];
    let migrations = folder.join("migrations");
    schemas.iter().any(is_there) || holds_sql(&migrations) || {
        let inner = fs::read_dir(migrations).into_iter().flatten().flatten();
        inner
            .map(|entry| entry.path())
            .any(|path| path.is_dir() && holds_sql(&path))
    }
}

fn holds_sql(folder: &Path) -> bool {
    let is_sql = |entry: fs::DirEntry| entry.path().extension().is_some_and(|e| e == "sql");
    fs::read_dir(folder).is_ok_and(|entries| entries.flatten().any(is_sql))
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
