//! `migrate squash`.

use std::fs;
use std::path::{Path, PathBuf};

use ::migrations::{
    Folder, LOCK_FILE, LockedMigration, Manifest, MigrationFile, Project, is_settled_by_codegen,
};
use ::schema::Schema;
use clap::Args;
use diag::{Diagnostic, Sources};
use prismoid_build::{Checked, Inputs};
use runner::{Options, Runner};
use serde_json::json;

use super::create::author;
use super::import::step;
use crate::codes;
use crate::context::Context;
use crate::database::{self, Throwaway};
use crate::failure::{Failure, Result, any_error, file};
use crate::outcome::Outcome;
use crate::project;
use crate::terminal::plural;

/// Put one migration in the place of all up to a version
///
/// It builds the same schema, which is checked, on a throwaway database too where one can be had. It
/// keeps the last one's version and names all that it stands for, so that a database that has those
/// counts as having it; one that has only some of them must be brought up to it before.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask migrate squash --to 40 --name base --dry-run")]
pub(crate) struct Squash {
    /// The last version that it takes the place of
    #[arg(long, value_name = "VERSION")]
    to: i64,
    /// Its name, in snake case
    #[arg(long, default_value = "base")]
    name: String,
    /// Leave out what the migrations do to data: a new database lacks the rows that they insert
    #[arg(long)]
    without_data: bool,
    /// Show what would be done
    #[arg(long)]
    dry_run: bool,
}

impl Squash {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let (inputs, checked) = project::runnable_migrations(ctx)?;
        let project = &checked.migrations;
        let old = self.chosen(project)?;
        let before = built(&inputs.sources, old);
        self.refuse(&inputs.sources, old, &before)?;
        let sql = diff::create(&before).to_string();
        let lines: Vec<LockedMigration> = replaced(&inputs.sources, old);
        let today = chrono::Local::now().date_naive().to_string();
        let text = ::migrations::squash(&lines, &self.name, (&author(), &today), &sql);
        same(&before, &text)?;
        let plan = Plan::new(ctx, &inputs, project, old.len(), (&self.stem(), &text))?;
        let proof = prove(ctx, &inputs, &checked, (self.to, &self.name, &text))?;
        let count = plural(old.len(), "migration");
        if self.dry_run {
            ctx.terminal.line(text.trim_end());
            ctx.terminal
                .line("Nothing was changed: this was a dry run.");
        } else {
            plan.carry_out()?;
            let into = format!("{count} into {}.sql", self.stem());
            ctx.terminal.done("Squashed", into);
        }
        ctx.terminal.line(proof);
        if !self.dry_run {
            ctx.terminal.line("Next: cargo xtask codegen");
        }
        let value = json!({
            "file": format!("{}.sql", self.stem()),
            "squashed": old.len(),
            "dry_run": self.dry_run,
        });
        Ok(Outcome::of(value).with(checked.findings, inputs.sources))
    }

    fn stem(&self) -> String {
        ::migrations::stem(self.to, &self.name)
    }

    fn chosen<'a>(&self, project: &'a Project) -> Result<&'a [MigrationFile]> {
        let bad = |message: String| Failure::new(&codes::BAD_ARGUMENT, message);
        if !project.layout.is_own() {
            let message = format!("these are migrations of {}", project.layout.tool());
            return Err(bad(message).help("run `cargo xtask migrate import` first"));
        }
        if !::migrations::is_migration_name(&self.name) {
            return Err(Failure::from(::migrations::bad_migration_name(&self.name)));
        }
        let all = &project.migrations;
        match all.iter().position(|it| it.version == self.to) {
            Some(at) if at > 0 => Ok(&all[..=at]),
            Some(_) => Err(bad("there is nothing before it to put together".to_owned())
                .help("name a later version with `--to`")),
            None => Err(bad(format!("there is no migration {}", self.to))
                .help("run `cargo xtask migrate status` to see their versions")),
        }
    }

    /// What a schema cannot say would be lost.
    fn refuse(&self, sources: &Sources, old: &[MigrationFile], before: &Schema) -> Result<()> {
        if !before.opaque.is_empty() {
            let message =
                "a statement of these migrations could not be followed, and would be lost";
            return Err(Failure::new(&codes::BAD_ARGUMENT, message)
                .help("run `cargo xtask migrate validate` to see which")
                .help("name a version before it with `--to`"));
        }
        let changes_data: Vec<&str> = old
            .iter()
            .filter(|it| writes_rows(sources.get(it.up).text()))
            .map(|it| it.stem.as_str())
            .collect();
        if self.without_data || changes_data.is_empty() {
            return Ok(());
        }
        let message = "these migrations write rows, which one made from the schema would not";
        Err(Diagnostic::error(&codes::BAD_ARGUMENT, message)
            .note(changes_data.join(", "))
            .help(
                "put the rows that every database needs into the seeds, then add `--without-data`",
            )
            .into())
    }
}

/// What the migrations build together.
fn built(sources: &Sources, files: &[MigrationFile]) -> Schema {
    let mut fold = sql::Fold::new();
    for file in files {
        step(
            &mut fold,
            &sql::parse(file.up, sources.get(file.up).text()).0,
        );
    }
    fold.finish().0
}

/// All that the new one stands for: what an earlier one already stood for included.
fn replaced(sources: &Sources, old: &[MigrationFile]) -> Vec<LockedMigration> {
    let mut lines = Vec::new();
    for file in old {
        let earlier = ::migrations::squashed(sources.get(file.up).text());
        if earlier.is_empty() {
            lines.push(file.locked());
        } else {
            lines.extend(earlier);
        }
    }
    lines
}

/// Whether a statement of it writes rows.
fn writes_rows(text: &str) -> bool {
    lexer::statements(text).iter().any(|statement| {
        let text = &text[statement.range.clone()];
        let mut words = lexer::tokens(text).filter(|token| token.kind == lexer::Kind::Word);
        let first = words
            .next()
            .map(|token| token.text(text).to_ascii_lowercase());
        let writes = [
            "insert", "update", "delete", "copy", "merge", "truncate", "with", "do", "call",
        ];
        first.is_some_and(|word| writes.contains(&word.as_str()))
    })
}

fn same(before: &Schema, text: &str) -> Result<()> {
    let mut sources = Sources::new();
    let (after, _) = sql::fold(&[sql::parse(sources.add("", text), text).0]);
    differ(before, &after)
}

fn differ(before: &Schema, after: &Schema) -> Result<()> {
    let changes = diff::changes(before, after);
    if changes.is_empty() {
        return Ok(());
    }
    let message = "what would be written builds another schema than what it is to replace";
    let finding = Diagnostic::error(&codes::IMPORT_DIFFERS, message);
    let named = changes.iter().take(8);
    Err(named
        .fold(finding, |it, change| it.note(change.to_string()))
        .into())
}

/// Builds both on databases of their own and compares their catalogs; says whether it could.
fn prove(
    ctx: &Context,
    inputs: &Inputs,
    checked: &Checked,
    (version, name, text): (i64, &str, &str),
) -> Result<String> {
    let old = checked.migrations.manifest(&inputs.sources);
    let name = name.to_owned();
    let new = ::migrations::Migration::from_sql(version, name, text.to_owned(), None);
    let new: Manifest = [new].into_iter().collect();
    let Ok(first) = Throwaway::new(ctx) else {
        return Ok("Not tried on a server: no database for it could be made.".to_owned());
    };
    let second = Throwaway::new(ctx)?;
    let mut schemas = Vec::new();
    for (place, manifest) in [(&first, &old), (&second, &new)] {
        let runner = Runner::new(&place.address, manifest, Options::default());
        let done = database::wait(async { Ok(runner.up(Some(version)).await) })?;
        if let Err(error) = done {
            let message = format!("on a throwaway database: {error}");
            return Err(Failure::new(&codes::IMPORT_DIFFERS, message));
        }
        schemas.push(database::introspect(ctx, &place.address)?);
    }
    if let [before, after] = schemas.as_slice() {
        differ(before, after)?;
    }
    Ok("Tried on a server: its catalogs are the same with either.".to_owned())
}

/// What is done to files: all or nothing.
struct Plan {
    /// Away with these, the last thing.
    old: Vec<PathBuf>,
    /// The new texts, under their names.
    new: Vec<(PathBuf, String)>,
}

impl Plan {
    fn new(
        ctx: &Context,
        inputs: &Inputs,
        project: &Project,
        count: usize,
        (stem, text): (&str, &str),
    ) -> Result<Self> {
        let folder = &ctx.layout()?.migrations;
        let (gone, rest) = project.migrations.split_at(count);
        let path = |id| {
            let name = inputs.sources.get(id).name();
            folder.join(name.rsplit('/').next().unwrap_or(name))
        };
        let ups = gone.iter().map(|it| path(it.up));
        let downs = gone.iter().filter_map(|it| it.down.map(path));
        let old = ups.chain(downs).collect();
        let mut sources = Sources::new();
        let mut ids = vec![sources.add(format!("{stem}.sql"), text)];
        let mut new = vec![(folder.join(format!("{stem}.sql")), text.to_owned())];
        for id in rest.iter().flat_map(|it| [Some(it.up), it.down]).flatten() {
            let source = inputs.sources.get(id);
            let text = depending_on(source.text(), gone, stem);
            ids.push(sources.add(source.name(), text.as_str()));
            if text != source.text() {
                new.push((path(id), text));
            }
        }
        let (after, mut findings) = Folder::own(ids).read(&sources);
        findings.retain(|finding| !is_settled_by_codegen(finding.code, false));
        if any_error(&findings) {
            return Err(Failure::findings(findings, sources));
        }
        new.push((folder.join(LOCK_FILE), after.print_lock()));
        Ok(Self { old, new })
    }

    /// The old files step aside under hidden names, the new ones are written, and only then the old
    /// ones go. If anything fails, all is as it was.
    fn carry_out(&self) -> Result<()> {
        let mut aside = Aside(Vec::new());
        for path in self.old.iter().filter(|path| path.exists()) {
            let hidden = hidden(path);
            fs::rename(path, &hidden).map_err(|e| file("rename", path, &e))?;
            aside.0.push((hidden, path.clone()));
        }
        crate::write::write_all(&self.new)?;
        for (hidden, _) in std::mem::take(&mut aside.0) {
            fs::remove_file(&hidden).map_err(|e| file("delete", &hidden, &e))?;
        }
        Ok(())
    }
}

/// A text whose header depends on the new migration where it depended on one that is gone.
fn depending_on(text: &str, gone: &[MigrationFile], stem: &str) -> String {
    let is_gone = |name: &str| {
        let number = name.parse::<i64>().ok();
        gone.iter()
            .any(|it| it.stem == name || Some(it.version) == number)
    };
    let line = |line: &str| {
        let Some((key, names)) = line
            .split_once("Depends on:")
            .filter(|(key, _)| key.starts_with("--"))
        else {
            return line.to_owned();
        };
        let mut kept: Vec<&str> = Vec::new();
        for name in names.split(',').map(str::trim) {
            let name = if is_gone(name) { stem } else { name };
            if !kept.contains(&name) {
                kept.push(name);
            }
        }
        let end = if line.ends_with('\n') { "\n" } else { "" };
        format!("{key}Depends on: {}{end}", kept.join(", "))
    };
    text.split_inclusive('\n').map(line).collect()
}

fn hidden(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.squashed"))
}

/// Files that stepped aside, and where they belong if not all is done.
struct Aside(Vec<(PathBuf, PathBuf)>);

impl Drop for Aside {
    fn drop(&mut self) {
        for (hidden, path) in self.0.drain(..).rev() {
            // What cannot be put back stays beside its place under the other name.
            let _ = fs::rename(hidden, path);
        }
    }
}
