//! What settles drift: SQL for the database, a migration, or another schema.

use runner::Runner;
use serde_json::json;

use super::super::create;
use super::super::session::Session;
use super::Items;
use super::states::States;
use crate::codes;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::outcome::Outcome;
use crate::project;
use crate::schema::Pull;
use crate::write::write_all;

/// Prints the SQL that brings the database back to what its migrations build. It is not run: what it
/// drops is lost.
pub(super) fn database(ctx: &Context, states: &States, items: &Items) -> Outcome {
    let built = states.proved.as_ref().unwrap_or(&states.applied);
    let script = if items.database.is_empty() {
        diff::Script::default()
    } else {
        diff::plan(&states.live, built, &diff::Options::offline())
    };
    ctx.terminal.line(script.to_string().trim_end());
    let value = json!({
        "database": states.address.to_string(),
        "script": script.to_string(),
    });
    Outcome::of(value)
}

/// Writes a migration with what the database has other than its migrations build, and records it as
/// applied in this database, which has it already. Other databases get it like any migration.
pub(super) fn migration(
    ctx: &Context,
    states: &States,
    items: &Items,
    name: &str,
) -> Result<Outcome> {
    if items.database.is_empty() {
        ctx.terminal
            .line("The database has nothing beyond its migrations; nothing to write.");
        return Ok(Outcome::of(json!({ "files": [] })));
    }
    if let Some(first) = states.pending.first() {
        let message = "a migration that keeps what the database has would come after pending ones";
        return Err(Failure::new(&codes::BAD_ARGUMENT, message).help(format!(
            "run `cargo xtask migrate` first, so that {} {} and what follows is applied",
            first.version, first.name
        )));
    }
    let built = states.proved.as_ref().unwrap_or(&states.applied);
    let options = diff::Options::offline();
    let up = diff::plan(built, &states.live, &options).to_string();
    let down = diff::plan(&states.live, built, &options).to_string();
    let project = &states.checked.migrations;
    let new = migrations::NewMigration {
        name,
        description: "Keep what a database has that no migration made",
        author: &create::author(),
        date: &chrono::Local::now().date_naive().to_string(),
        up: &up,
        down: &down,
    };
    let files = migrations::create(project, new).map_err(|finding| Failure::from(*finding))?;
    let layout = ctx.layout()?;
    let files: Vec<_> = files
        .into_iter()
        .map(|file| (layout.migrations.join(file.path), file.text))
        .collect();
    let written = write_all(&files)?;
    let shown: Vec<String> = written.iter().map(|path| layout.shown(path)).collect();
    for path in &shown {
        ctx.terminal.done("Created", path);
    }
    let version = project.next_version();
    let session = Session::new(ctx, project::runnable_migrations(ctx)?)?;
    session.run(async |runner: &Runner| runner.baseline(version).await)?;
    ctx.terminal.done(
        "Recorded",
        format!("{version} as applied in {}", states.address),
    );
    ctx.terminal.line(
        "Read it, then: cargo xtask codegen. A database that was changed by hand in the same way \
         takes it with `cargo xtask migrate baseline --to` and its number.",
    );
    Ok(Outcome::of(json!({ "version": version, "files": shown })))
}

/// Changes schema.prisma to what the database has.
pub(super) fn schema(ctx: &Context) -> Result<Outcome> {
    Pull::of_database().run(ctx)
}
