//! The states between which `diff` tells the difference.

use std::fmt;
use std::path::{Path, PathBuf};

use ::schema::Schema;
use prismoid_build::Paths;

use crate::codes;
use crate::context::Context;
use crate::database::{self, Address};
use crate::failure::{Failure, Result, any_error, file};
use crate::project;

/// Where a state is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    /// An empty database.
    Empty,
    /// What `schema.prisma` asks for; another file or folder where one is named.
    Schema(Option<PathBuf>),
    /// What the migrations lead to; another folder where one is named.
    Migrations(Option<PathBuf>),
    /// What a database contains: the command's, or that of a URL.
    Database(Option<Url>),
}

/// The URL of a database, which may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Url(String);

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Url(…)")
    }
}

impl State {
    /// Reads `empty`, `schema`, `migrations`, `database`, a URL or a path.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let path = Path::new(text);
        match text {
            "empty" => Ok(Self::Empty),
            "schema" => Ok(Self::Schema(None)),
            "migrations" => Ok(Self::Migrations(None)),
            "database" => Ok(Self::Database(None)),
            _ if text.contains("://") => Ok(Self::Database(Some(Url(text.to_owned())))),
            _ if holds_sql(path) => Ok(Self::Migrations(Some(path.to_owned()))),
            _ if path.exists() => Ok(Self::Schema(Some(path.to_owned()))),
            _ => Err(Failure::new(
                &codes::BAD_ARGUMENT,
                format!("`{text}` is neither a state nor a path"),
            )
            .help("name `schema`, `migrations`, `database`, `empty`, a URL, or a path to a schema or migrations")),
        }
    }

    /// The renames that the comments of a schema file tell of.
    pub(crate) fn renames(&self, ctx: &Context) -> Result<Vec<::schema::Rename>> {
        let layout = ctx.layout()?;
        let mut paths = layout.paths();
        match self {
            Self::Empty | Self::Migrations(_) | Self::Database(_) => return Ok(Vec::new()),
            Self::Schema(None) => {}
            Self::Schema(Some(path)) => {
                let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
                paths.schema = layout.shown(&path);
            }
        }
        let inputs = load(&layout.root, &paths)?;
        Ok(psl::renames(&project::schema(&inputs).0))
    }

    /// The schema of this state. Its texts must be in order: a difference to half a state would say
    /// nothing.
    pub(crate) fn read(&self, ctx: &Context) -> Result<Schema> {
        if matches!(self, Self::Migrations(None)) {
            project::refuse_missing(ctx)?;
        }
        let layout = ctx.layout()?;
        let mut paths = layout.paths();
        let named = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
        match self {
            Self::Empty => return Ok(Schema::default()),
            Self::Schema(Some(path)) => paths.schema = layout.shown(&named(path)),
            Self::Migrations(Some(path)) => paths.migrations = layout.shown(&named(path)),
            Self::Schema(None) | Self::Migrations(None) => {}
            Self::Database(url) => {
                let address = match url {
                    Some(Url(url)) => Address::parse(url, "the command line")?,
                    None => database::address(ctx)?,
                };
                return database::introspect(ctx, &address);
            }
        }
        let inputs = load(&layout.root, &paths)?;
        let (schema, findings) = if matches!(self, Self::Schema(_)) {
            let (datamodel, findings) = project::schema(&inputs);
            let mut schema = psl::lower(&datamodel);
            sql::resolve(&mut schema);
            (schema, findings)
        } else {
            let checked = project::applicable_migrations(&inputs);
            (checked.history, checked.findings)
        };
        if any_error(&findings) {
            return Err(Failure::findings(findings, inputs.sources));
        }
        Ok(schema)
    }
}

/// The two sides of a difference, made comparable: a schema file has no words for checks, triggers,
/// views and the like, so beside migrations or a database it is completed with theirs. Two schema
/// files say the same kind of things, and an empty database has nothing to complete one with.
pub(crate) fn comparable(
    (from, before): (&State, Schema),
    (to, after): (&State, Schema),
) -> (Schema, Schema) {
    let is_whole = |state: &State| match state {
        State::Migrations(_) | State::Database(_) => true,
        State::Schema(_) | State::Empty => false,
    };
    match (from, to) {
        (whole, State::Schema(_)) if is_whole(whole) => {
            let after = diff::complete(&after, &before);
            (before, after)
        }
        (State::Schema(_), whole) if is_whole(whole) => {
            let before = diff::complete(&before, &after);
            (before, after)
        }
        _ => (before, after),
    }
}

fn load(root: &Path, paths: &Paths) -> Result<prismoid_build::Inputs> {
    prismoid_build::load(root, paths).map_err(|e| file("read the project in", root, &e))
}

/// Whether a folder holds migrations rather than a schema.
fn holds_sql(folder: &Path) -> bool {
    let is_sql = |entry: std::fs::DirEntry| entry.path().extension().is_some_and(|e| e == "sql");
    folder
        .read_dir()
        .is_ok_and(|entries| entries.flatten().any(is_sql))
}
