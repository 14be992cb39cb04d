//! What migrations build, asked of a server: they are run in a throwaway database, whose catalogs
//! are read like those of the real one.

use std::borrow::Cow;

use ::migrations::Manifest;
use ::schema::Schema;
use prismoid_build::{Checked, Inputs};
use runner::{Options, Runner};

use crate::codes;
use crate::context::Context;
use crate::database::{self, Throwaway};
use crate::failure::{Failure, Result};

/// The schema that the migrations of these versions build.
///
/// # Errors
/// Where there is no server for it, or one that cannot run the migrations.
pub(super) fn built(
    ctx: &Context,
    inputs: &Inputs,
    checked: &Checked,
    versions: &[i64],
) -> Result<Schema> {
    let throwaway = Throwaway::new(ctx)?;
    let manifest = checked.migrations.manifest(&inputs.sources);
    let migrations = manifest.migrations.iter();
    let applied = migrations.filter(|it| versions.contains(&it.version));
    let manifest = Manifest {
        migrations: Cow::Owned(applied.cloned().collect()),
    };
    let layout = checked.migrations.layout;
    let configured = ctx.layout()?.config.history_table.clone();
    let options = Options {
        history_table: configured.unwrap_or_else(|| layout.own_history_table().to_owned()),
        out_of_order: layout.is_free_of_order(),
        ..Options::default()
    };
    let runner = Runner::new(&throwaway.address, &manifest, options);
    let result = database::wait(async { Ok(runner.up(None).await) })?;
    result.map_err(|error| Failure::new(&codes::PROGRAM_FAILED, error.to_string()))?;
    database::introspect(ctx, &throwaway.address)
}
