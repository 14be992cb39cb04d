//! The platform's migrations on a real server: they give what `schema.prisma` says, and each is
//! undone exactly by its rollback.

use super::{catalog, read, wanted};
use crate::support::Database;

/// The migrations in order, without extension.
pub(super) const MIGRATIONS: [&str; 3] = [
    "migrations/001_initial_schema",
    "migrations/002_add_user_preferences",
    "migrations/003_update_indexes",
];

#[tokio::test]
async fn agrees_with_the_schema() {
    let database = Database::empty().await;
    let client = database.session().await;
    let schema = wanted("schema.prisma", &read("schema.prisma"));
    let expected = catalog::after(&client, &[&diff::create(&schema).to_string()]).await;
    for migration in MIGRATIONS {
        catalog::run(&client, &read(format!("{migration}.sql"))).await;
    }
    let found = catalog::sayable(catalog::read(&client).await);
    catalog::assert_equal("migrations", &expected, &found);
}

#[tokio::test]
async fn each_rollback_undoes_its_migration() {
    let database = Database::empty().await;
    let client = database.session().await;
    let mut states = vec![catalog::read(&client).await];
    for round in 1..=2 {
        for (step, migration) in MIGRATIONS.iter().enumerate() {
            catalog::run(&client, &read(format!("{migration}.sql"))).await;
            let found = catalog::read(&client).await;
            if round == 1 {
                states.push(found);
            } else {
                catalog::assert_equal(migration, &states[step + 1], &found);
            }
        }
        for (step, migration) in MIGRATIONS.iter().enumerate().rev() {
            catalog::run(&client, &read(format!("{migration}.down.sql"))).await;
            let found = catalog::read(&client).await;
            catalog::assert_equal(&format!("{migration} down"), &states[step], &found);
        }
    }
}
