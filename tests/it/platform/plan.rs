//! Plans from one schema to another do on a real server what they say.

use super::{cases, catalog, read, wanted};
use crate::support::Database;

#[tokio::test]
async fn drops_what_it_creates() {
    let database = Database::empty().await;
    let client = database.session().await;
    let empty = catalog::read(&client).await;
    for (name, path) in cases() {
        let schema = wanted(&name, &read(path.with_extension("prisma")));
        let scripts = [diff::create(&schema), diff::drop(&schema)].map(|it| it.to_string());
        let left = catalog::after(&client, &[&scripts[0], &scripts[1]]).await;
        catalog::assert_equal(&name, &empty, &left);
    }
}

/// From every case to every other one: nothing of the first is left, nothing of the second missing.
#[tokio::test]
async fn reaches_the_wanted_state() {
    let database = Database::empty().await;
    let client = database.session().await;
    let schemas: Vec<_> = cases()
        .into_iter()
        .map(|(name, path)| {
            let schema = wanted(&name, &read(path.with_extension("prisma")));
            (name, schema)
        })
        .collect();
    for (to, after) in &schemas {
        let mut expected = catalog::after(&client, &[&diff::create(after).to_string()]).await;
        // A column that is added stands behind those that were there.
        expected.sort();
        for (from, before) in &schemas {
            let create = diff::create(before).to_string();
            let plan = diff::plan(before, after, &diff::Options::offline());
            assert_eq!(plan.is_empty(), from == to, "{from} to {to}");
            let mut found = catalog::after(&client, &[&create, &plan.to_string()]).await;
            found.sort();
            catalog::assert_equal(&format!("{from} to {to}"), &expected, &found);
        }
    }
}
