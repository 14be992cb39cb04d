//! `migrate import`.

use std::path::{Path, PathBuf};

use ::migrations::{Folder, Imported, LOCK_FILE, WayBack, is_settled_by_codegen};
use ::schema::Schema;
use clap::Args;
use diag::{Diagnostic, Sources};
use prismoid_build::Checked;
use serde_json::json;
use sql::Fold;

use super::create::author;
use crate::codes;
use crate::context::Context;
use crate::failure::{Failure, Result, any_error, file};
use crate::outcome::Outcome;
use crate::project;
use crate::terminal::plural;
use crate::write::write_all;

/// Write the migrations of another tool as ours: numbered, with headers, rollbacks and a lock file
///
/// What they build stays the same, which is checked. A rollback that the tool does not have is made
/// from the difference; where none can be, the file says why. The old files stay where they are.
/// A database that has run them is told by `migrate adopt`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  cargo xtask migrate import --from prisma/migrations --to migrations"
)]
pub(crate) struct Import {
    /// The folder to read [default: the project's migrations]
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// The folder to write, which must be empty or new [default: migrations]
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// Show what would be done
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let layout = ctx.layout()?;
        let mut paths = layout.paths();
        if let Some(from) = &self.from {
            if !from.is_dir() {
                return Err(no_folder(from));
            }
            paths.migrations =
                layout.shown(&std::path::absolute(from).unwrap_or_else(|_| from.clone()));
        }
        let inputs = prismoid_build::load(&layout.root, &paths)
            .map_err(|e| file("read the project in", &layout.root, &e))?;
        let checked = project::applicable_migrations(&inputs);
        if any_error(&checked.findings) {
            return Err(Failure::findings(checked.findings, inputs.sources));
        }
        let project = &checked.migrations;
        if project.layout.is_own() {
            return Err(already_ours(&paths.migrations));
        }
        let folder = self.folder(ctx)?;
        let (list, mut notes) = ::migrations::import(project, &inputs.sources);
        let (ways, history) = ways_back(&list, &mut notes);
        same(&checked, &history)?;
        let (files, kept) = files(&list, &ways, &layout.shown(&folder))?;
        show(ctx, &list, &ways, &notes);
        if self.dry_run {
            ctx.terminal
                .line("Nothing was changed: this was a dry run.");
        } else {
            let files: Vec<(PathBuf, String)> = files
                .iter()
                .map(|file| (folder.join(&file.path), file.text.clone()))
                .collect();
            write_all(&files)?;
            let shown = layout.shown(&folder);
            let count = plural(list.len(), "migration");
            ctx.terminal.done(
                "Finished",
                format!("{count} of {} in {shown}", project.layout.tool()),
            );
            next(ctx, project.layout, &shown, &paths.migrations);
        }
        let value = json!({
            "layout": project.layout.name(),
            "folder": layout.shown(&folder),
            "migrations": list.iter().map(|it| json!({ "from": it.from, "to": it.stem() })).collect::<Vec<_>>(),
            "changes": notes,
            "dry_run": self.dry_run,
        });
        Ok(Outcome::of(value).with(kept, inputs.sources))
    }

    /// Where to write; nothing may be there.
    fn folder(&self, ctx: &Context) -> Result<PathBuf> {
        let layout = ctx.layout()?;
        let folder = match &self.to {
            Some(path) => std::path::absolute(path).unwrap_or_else(|_| path.clone()),
            None => layout.root.join("migrations"),
        };
        if is_taken(&folder) {
            let message = format!("`{}` holds files already", layout.shown(&folder));
            return Err(Failure::new(&codes::BAD_ARGUMENT, message)
                .help("name a new folder with `--to`; it can be renamed afterwards"));
        }
        Ok(folder)
    }
}

fn is_taken(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

fn no_folder(path: &Path) -> Failure {
    let message = format!("there is no folder `{}`", path.display());
    Failure::new(&codes::BAD_ARGUMENT, message)
        .help("name the folder of the other tool's migrations with `--from`")
}

fn already_ours(path: &str) -> Failure {
    let message = format!("the migrations in `{path}` are laid out as ours already");
    Failure::new(&codes::BAD_ARGUMENT, message)
        .help("name another folder with `--from`, and its layout with `--layout` where it is not recognised")
}

/// How each migration is undone, and what all of them build.
fn ways_back(list: &[Imported], notes: &mut Vec<String>) -> (Vec<WayBack>, Schema) {
    let mut sources = Sources::new();
    let mut read = |text: &str| sql::parse(sources.add("", text), text);
    let mut fold = Fold::new();
    let mut ways = Vec::new();
    // What the migrations so far build, where a rollback was made of it.
    let mut known = Some(Schema::default());
    for migration in list {
        let previous = fold.clone();
        step(&mut fold, &read(&migration.up).0);
        let before = known.take();
        let own = migration.down.as_ref();
        let fault = own.and_then(|sql| fault(&fold, read(sql)));
        let way = match (own, fault) {
            (Some(sql), None) => WayBack::Sql {
                sql: sql.clone(),
                transaction: migration.down_transaction,
            },
            (_, fault) => {
                notes.extend(fault.map(|fault| {
                    let from = &migration.from;
                    format!("`{from}` gets another rollback, for its own cannot run: {fault}")
                }));
                let before = before.unwrap_or_else(|| previous.finish().0);
                let (after, _) = fold.clone().finish();
                let way = generated(&fold, (&before, &after), &mut read);
                known = Some(after);
                way
            }
        };
        ways.push(way);
    }
    (ways, fold.finish().0)
}

pub(super) fn step(fold: &mut Fold, script: &sql::Script) {
    fold.begin(script);
    script
        .statements()
        .for_each(|statement| fold.step(statement));
    fold.end(script);
}

/// Why a rollback cannot run where it would have to; `None` where nothing speaks against it.
fn fault(fold: &Fold, (script, findings): (sql::Script, Vec<Diagnostic>)) -> Option<String> {
    let mut back = fold.clone();
    let known = back.findings().len();
    step(&mut back, &script);
    let mut all = findings.iter().chain(back.findings().iter().skip(known));
    all.find(|it| it.is_error()).map(|it| it.message.clone())
}

/// The way back by the difference, if following it leads back.
fn generated(
    fold: &Fold,
    (before, after): (&Schema, &Schema),
    read: &mut impl FnMut(&str) -> (sql::Script, Vec<Diagnostic>),
) -> WayBack {
    let because = |reason: &str| WayBack::Irreversible(reason.to_owned());
    if after.opaque.len() > before.opaque.len() {
        return because("a statement of it could not be followed");
    }
    let plan = diff::plan(after, before, &diff::Options::offline());
    if plan.is_empty() {
        return because("it changes data, not the schema");
    }
    let text = plan.to_string();
    let mut back = fold.clone();
    step(&mut back, &read(&text).0);
    let (reached, _) = back.finish();
    if !diff::changes(&reached, before).is_empty() {
        return because("no rollback could be made from the difference");
    }
    let is_one = plan.files().len() == 1;
    WayBack::Sql {
        transaction: is_one && plan.files().iter().all(|part| part.transaction),
        sql: text,
    }
}

/// What the files of ours build must be what the others have built.
fn same(checked: &Checked, history: &Schema) -> Result<()> {
    let changes = diff::changes(&checked.history, history);
    if changes.is_empty() {
        return Ok(());
    }
    let message = "what would be written builds another schema than what was read";
    let finding = Diagnostic::error(&codes::IMPORT_DIFFERS, message);
    let finding = changes
        .iter()
        .take(8)
        .fold(finding, |finding, change| finding.note(change.to_string()));
    Err(finding.into())
}

/// All files with the lock file, and warnings about them.
fn files(
    list: &[Imported],
    ways: &[WayBack],
    folder: &str,
) -> Result<(Vec<::migrations::File>, Vec<Diagnostic>)> {
    let author = author();
    let today = chrono::Local::now().date_naive().to_string();
    let mut files = Vec::new();
    let mut before: Option<String> = None;
    for (migration, way) in list.iter().zip(ways) {
        files.extend(migration.files(before.as_deref(), &author, &today, way));
        before = Some(migration.stem());
    }
    let mut sources = Sources::new();
    let ids = files
        .iter()
        .map(|file| sources.add(format!("{folder}/{}", file.path), file.text.as_str()))
        .collect();
    let (project, mut findings) = Folder::own(ids).read(&sources);
    findings.retain(|finding| !is_settled_by_codegen(finding.code, false));
    if any_error(&findings) {
        return Err(Failure::findings(findings, sources));
    }
    files.push(::migrations::File {
        path: LOCK_FILE.to_owned(),
        text: project.print_lock(),
    });
    Ok((files, Vec::new()))
}

fn show(ctx: &Context, list: &[Imported], ways: &[WayBack], notes: &[String]) {
    for migration in list {
        ctx.terminal.done(
            "Imported",
            format!("{} from {}", migration.stem(), migration.from),
        );
    }
    for note in notes {
        ctx.terminal.line(format!("note: {note}"));
    }
    let is_kept = |(migration, way): &(&Imported, &WayBack)| match way {
        WayBack::Sql { sql, .. } => migration.down.as_ref() == Some(sql),
        WayBack::Irreversible(_) => false,
    };
    let own = list.iter().zip(ways).filter(is_kept).count();
    let made = ways
        .iter()
        .filter(|way| matches!(way, WayBack::Sql { .. }))
        .count()
        - own;

    let without = ways.len() - own - made;
    ctx.terminal.line(format!(
        "Rollbacks: {own} kept, {made} made from the difference, {without} irreversible with the reason in the header"
    ));
}

fn next(ctx: &Context, layout: ::migrations::Layout, to: &str, from: &str) {
    let table = layout.own_history_table();
    let usual = ::migrations::Layout::Prismoid.own_history_table();
    ctx.terminal.line("");
    ctx.terminal.line("Next:");
    if to != "migrations" {
        ctx.terminal.line(format!(
            "  write `migrations = \"{to}\"` into [workspace.metadata.prismoid] of Cargo.toml"
        ));
    }
    if table != usual {
        ctx.terminal.line(format!(
            "  write `history-table = \"{table}\"` there too: `{usual}` is, or was, {}'s",
            layout.tool()
        ));
    }
    ctx.terminal.line(format!(
        "  run `cargo xtask migrate adopt --tool {layout}` on each database that has run them"
    ));
    ctx.terminal
        .line(format!("  delete {from} when all is well"));
}
