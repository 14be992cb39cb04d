//! `seed`: loads an environment's data.

use std::fs;

use clap::Args;
use diag::{Diagnostic, Sources};
use serde_json::json;

use crate::codes;
use crate::context::Context;
use crate::database;
use crate::failure::{Failure, Result, file};
use crate::outcome::Outcome;
use crate::terminal::duration;

/// Load seeds/ENVIRONMENT.sql into the database, all of it or nothing
///
/// Seeds are written so that loading them again does no harm.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cargo xtask seed\n  cargo xtask seed --env production")]
pub(crate) struct Seed {
    /// The environment: the name of a file in seeds/
    #[arg(long, value_name = "NAME", default_value = "development")]
    env: String,
}

impl Seed {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let layout = ctx.layout()?;
        let path = layout.seeds.join(format!("{}.sql", self.env));
        let name = layout.shown(&path);
        if !path.is_file() {
            return Err(no_seeds(ctx, &self.env, &name));
        }
        let text = fs::read_to_string(&path).map_err(|e| file("read", &path, &e))?;
        let address = database::address(ctx)?;
        let begin = std::time::Instant::now();
        database::wait(async {
            let client = database::connect(&address).await?;
            // A run that fails is rolled back with its connection.
            client
                .batch_execute("BEGIN")
                .await
                .map_err(|e| database::refused(&e))?;
            client
                .batch_execute(&text)
                .await
                .map_err(|e| at_fault(&e, &name, &text))?;
            client
                .batch_execute("COMMIT")
                .await
                .map_err(|e| database::refused(&e))
        })?;
        let time_ms = begin.elapsed().as_millis() as u64;
        let shown = format!("{name} into {address} in {}", duration(time_ms));
        ctx.terminal.done("Loaded", shown);
        let value = json!({ "file": name, "database": address.to_string(), "time_ms": time_ms });
        Ok(Outcome::of(value))
    }
}

/// The statement that the database refused, with its line.
fn at_fault(error: &tokio_postgres::Error, name: &str, text: &str) -> Failure {
    let mut sources = Sources::new();
    let source = sources.add(name, text);
    let failure = database::refused_at(error, source, &sources);
    Failure::findings(failure.findings, sources)
        .note("nothing of this file was loaded")
        .help("have the migrations been applied? `cargo xtask migrate status`")
}

fn no_seeds(ctx: &Context, env: &str, name: &str) -> Failure {
    let finding = Diagnostic::error(&codes::BAD_ARGUMENT, format!("there is no `{name}`"));
    let present = ctx
        .layout()
        .map(|layout| environments(&layout.seeds))
        .unwrap_or_default();
    if present.is_empty() {
        return Failure::from(finding.help(format!("write the data of `{env}` as SQL into it")));
    }
    Failure::from(finding.help(format!("environments are {}", present.join(", "))))
}

/// The names of the files in the folder of seeds.
fn environments(folder: &std::path::Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let names = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names
        .filter_map(|name| Some(name.strip_suffix(".sql")?.to_owned()))
        .collect();
    names.sort();
    names
}
