//! `migrate drift`: the schema, the migrations and the database, each against the others.

mod fix;
mod item;
mod pattern;
mod prove;
mod show;
mod states;

use clap::{Args, ValueEnum};

use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use item::Item;
use pattern::Pattern;
use states::States;

/// Tell where the schema, the migrations and the database differ, who is ahead, and what to do
///
/// The database is compared with what its applied migrations build, object by object: tables with all
/// that belongs to them, types, views, functions, triggers, policies, privileges, comments and the
/// rest. Migrations that are pending are told apart, and what schema.prisma asks for beyond the
/// migrations as well. Before something is called a difference, the migrations are run in a throwaway
/// database where one can be had, so that two spellings of one expression are no drift; where none can
/// be had, such a difference is listed as one that cannot be told.
///
/// Ends with 0 if nothing differs, 1 if something does or the schema is not in order, 2 if it could not
/// be found out.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cargo xtask migrate drift\n  cargo xtask migrate drift --ignore 'cron.*' --ignore 'function:audit_*'\n  cargo xtask migrate drift --fix database\n\nEach --fix settles what differs in another way:\n  database   prints the SQL that brings this database back to what the migrations build\n  migration  writes a migration with what the database has, and records it here as applied\n  schema     changes schema.prisma to what the database has, as `schema pull` does"
)]
pub(crate) struct Drift {
    /// Leave out objects of this name, where `*` stands for anything: `audit.*`, `function:pg_*`
    #[arg(long, value_name = "PATTERN")]
    ignore: Vec<String>,
    /// Compare without a throwaway database
    #[arg(long)]
    no_proof: bool,
    /// Settle what differs: bring the database back, or keep what it has in a migration or the schema
    #[arg(long, value_name = "WHERE", value_enum)]
    fix: Option<Fix>,
    /// The name of the migration that `--fix migration` writes
    #[arg(
        long,
        value_name = "NAME",
        default_value = "keep_what_the_database_has"
    )]
    name: String,
}

/// What is brought in line with the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Fix {
    /// The database: SQL that undoes what differs.
    Database,
    /// The migrations: one that does what was done by hand.
    Migration,
    /// schema.prisma.
    Schema,
}

impl Drift {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let mut states = States::read(ctx, self.ignored(ctx)?)?;
        let cheap = item::database(&states, &states.applied);
        if !cheap.is_empty() && !self.no_proof {
            states.prove(ctx);
        }
        let items = Items::find(&states);
        match self.fix {
            None => Ok(show::report(ctx, states, &items)),
            Some(Fix::Database) => Ok(fix::database(ctx, &states, &items)),
            Some(Fix::Migration) => fix::migration(ctx, &states, &items, &self.name),
            Some(Fix::Schema) => fix::schema(ctx),
        }
    }

    /// What is left out: by the configuration and by the command line.
    fn ignored(&self, ctx: &Context) -> Result<Vec<Pattern>> {
        let configured = &ctx.layout()?.config.drift_ignore;
        let all = configured.iter().chain(&self.ignore);
        Ok(all.map(|text| Pattern::new(text)).collect())
    }
}

/// All that differs.
struct Items {
    /// What the database has other than its migrations have made.
    database: Vec<Item>,
    /// What the schema asks for beyond the migrations.
    schema: Vec<Item>,
}

impl Items {
    fn find(states: &States) -> Self {
        let built = states.proved.as_ref().unwrap_or(&states.applied);
        Self {
            database: item::database(states, built),
            schema: item::schema(states),
        }
    }

    /// Whether something differs for certain.
    fn is_drift(&self) -> bool {
        let all = self.database.iter().chain(&self.schema);
        { all }.any(|item| item.is_certain)
    }
}
