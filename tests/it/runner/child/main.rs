//! A process that applies thirty migrations, to be killed by the tests.
//!
//! Arguments: the server's address, port, role and database; the kind of the migrations; and
//! whether an empty database gets one transaction.

#[path = "../thirty.rs"]
mod thirty;

use std::process::ExitCode;

use runner::{Options, Runner};
use thirty::{Kind, thirty};
use tokio_postgres::Config;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [host, port, user, database, kind, single] = arguments.as_slice() else {
        return ExitCode::from(2);
    };
    let kinds = [Kind::Transactions, Kind::Plain, Kind::Mixed];
    let kind = kinds.into_iter().find(|known| known.name() == kind);
    let (Ok(port), Some(kind)) = (port.parse(), kind) else {
        return ExitCode::from(2);
    };
    let mut config = Config::new();
    config.host(host).port(port).user(user).dbname(database);
    let options = Options {
        single_transaction_when_empty: single == "single",
        ..Options::default()
    };
    let result = Runner::new(&config, &thirty(kind), options).up(None).await;
    ExitCode::from(u8::from(result.is_err()))
}
