//! `migrate create`.

use std::process::Command;

use clap::Args;
use serde_json::json;

use super::from_schema::Request;
use super::planning::Planning;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::outcome::Outcome;
use crate::project;
use crate::write::write_all;

/// Begin a new migration: the next number, with a header and a rollback beside it
///
/// With `--from-schema` the SQL is the difference of schema.prisma and the migrations: several files
/// where a database in use needs them, each with its way back.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cargo xtask migrate create add_alerts\n  cargo xtask migrate create add_alerts --from-schema\n  cargo xtask migrate create rename_user --from-schema --rename users.name=users.title"
)]
pub(crate) struct Create {
    /// The name, in snake case
    name: String,
    /// One sentence for the header [default: made from the name]
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    description: String,
    /// Who writes it [default: git's user.name]
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// Write the SQL that the schema asks for beyond the migrations, and the way back
    #[arg(long)]
    from_schema: bool,
    /// Do not run it on a database that is thrown away
    #[arg(long, requires = "from_schema")]
    no_proof: bool,
    /// Print the files instead of writing them
    #[arg(long, requires = "from_schema")]
    dry_run: bool,
    #[command(flatten)]
    planning: Planning,
}

impl Create {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let author = self.author.clone().unwrap_or_else(author);
        let date = chrono::Local::now().date_naive().to_string();
        if self.from_schema {
            let request = Request {
                name: &self.name,
                description: &self.description,
                author: &author,
                date: &date,
                planning: &self.planning,
                proves: !self.no_proof,
                dry_run: self.dry_run,
            };
            return request.run(ctx);
        }
        let layout = ctx.layout()?;
        let texts = project::read_to_begin(ctx)?;
        let (project, _) = texts.read_migrations();
        let new = migrations::NewMigration {
            name: &self.name,
            description: &self.description,
            author: &author,
            date: &date,
            up: "",
            down: "",
        };
        let files = migrations::create(&project, new).map_err(|finding| Failure::from(*finding))?;
        let files: Vec<_> = files
            .into_iter()
            .map(|file| (layout.migrations.join(file.path), file.text))
            .collect();
        let written = write_all(&files)?;
        let shown: Vec<String> = written.iter().map(|path| layout.shown(path)).collect();
        for path in &shown {
            ctx.terminal.done("Created", path);
        }
        ctx.terminal.line("");
        ctx.terminal.line(
            "Write the SQL and the way back, then: cargo xtask codegen && cargo xtask migrate",
        );
        Ok(Outcome::of(
            json!({ "version": project.next_version(), "files": shown }),
        ))
    }
}

/// Git's name for the user, else the system's.
pub(super) fn author() -> String {
    let git = Command::new("git").args(["config", "user.name"]).output();
    let name = git.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    match name {
        Ok(name) if !name.is_empty() => name,
        Ok(_) | Err(_) => std::env::var("USER").unwrap_or_else(|_| "unknown".to_owned()),
    }
}
