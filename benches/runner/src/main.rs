//! The runner against sqlx, refinery and diesel_migrations: 1,000 small migrations, a transaction
//! each, on one server in one run; the same behind a network of 10 ms a round trip; and with nothing
//! to do.
//!
//! `PRISMOID_BENCH_DATABASE_URL=postgres://… cargo run --release` prints the table. The role must be
//! able to create databases; the server must be reached by TCP.

mod database;
mod delay;
mod shapes;
mod table;

use std::str::FromStr;

use shapes::{Files, Shape};
use table::Table;
use tokio_postgres::Config;

/// How many migrations.
const MIGRATIONS: usize = 1_000;

/// Runs of each shape on the local server, unless `PRISMOID_BENCH_ROUNDS` says otherwise; the median
/// counts.
const ROUNDS: usize = 5;

/// Half of a round trip of the slow network.
const ONE_WAY_MS: u64 = 5;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<()> {
    let url = std::env::var("PRISMOID_BENCH_DATABASE_URL")
        .map_err(|_| "set PRISMOID_BENCH_DATABASE_URL to a server's URL")?;
    let server = Config::from_str(&url)?;
    let rounds = std::env::var("PRISMOID_BENCH_ROUNDS")
        .ok()
        .and_then(|it| it.parse().ok());
    let rounds: usize = rounds.unwrap_or(ROUNDS);
    let files = Files::write(MIGRATIONS)?;

    let mut local = Table::new(
        &format!("{MIGRATIONS} migrations, local server"),
        Shape::Prismoid,
    );
    let mut nothing = Table::new("nothing to do, local server", Shape::Prismoid);
    for _ in 0..rounds {
        for shape in Shape::ALL {
            let database = database::create(&server).await?;
            local.add(shape, shape.time(&database, &files).await?);
            if shape.is_tool() {
                nothing.add(shape, shape.time(&database, &files).await?);
            }
            database::drop(&server, &database).await?;
        }
    }
    local.print();
    nothing.print();

    let slow = delay::proxy(&server, ONE_WAY_MS).await?;
    let title = format!(
        "{MIGRATIONS} migrations, {} ms a round trip, one run",
        2 * ONE_WAY_MS
    );
    let mut distant = Table::new(&title, Shape::Prismoid);
    for shape in Shape::ALL {
        let database = database::create(&server).await?;
        distant.add(shape, shape.time(&slow.of(&database), &files).await?);
        database::drop(&server, &database).await?;
    }
    distant.print();
    Ok(())
}
