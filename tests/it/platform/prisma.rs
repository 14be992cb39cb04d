//! The SQL that we print for a schema and the SQL that Prisma prints for it give the same catalog.
//! Prisma's is recorded beside each case.

use super::{cases, catalog, read, wanted};
use crate::support::Database;

#[tokio::test]
async fn creates_what_prisma_creates() {
    let database = Database::empty().await;
    let client = database.session().await;
    for (name, path) in cases() {
        let schema = wanted(&name, &read(path.with_extension("prisma")));
        let theirs = catalog::after(&client, &[&read(path.with_extension("sql"))]).await;
        let ours = catalog::after(&client, &[&diff::create(&schema).to_string()]).await;
        catalog::assert_equal(&name, &theirs, &ours);
    }
}
