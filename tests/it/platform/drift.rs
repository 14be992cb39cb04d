//! The migrations as they are understood without a database: they agree with `schema.prisma`, and
//! what they were understood to build is what they build on a real server.

use diag::Sources;
use schema::Schema;

use super::{catalog, migrated::MIGRATIONS, read, wanted};
use crate::support::Database;

/// What the platform's migrations build, told from their text.
fn folded() -> Schema {
    let mut sources = Sources::new();
    let mut scripts = Vec::new();
    for migration in MIGRATIONS {
        let path = format!("{migration}.sql");
        let text = read(&path);
        let id = sources.add(path, text.clone());
        let (script, findings) = sql::parse(id, &text);
        assert!(findings.is_empty(), "{findings:#?}");
        scripts.push(script);
    }
    let (schema, findings) = sql::fold(&scripts);
    assert!(findings.is_empty(), "{findings:#?}");
    assert!(schema.opaque.is_empty(), "{:#?}", schema.opaque);
    schema
}

#[test]
fn the_schema_says_what_the_migrations_build() {
    let history = folded();
    let schema = wanted("schema.prisma", &read("schema.prisma"));
    let complete = diff::complete(&schema, &history);
    for (before, after) in [(&history, &complete), (&complete, &history)] {
        let changes: Vec<String> = diff::changes(before, after)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(changes, Vec::<String>::new());
    }
}

#[tokio::test]
async fn the_migrations_build_what_was_understood() {
    let database = Database::empty().await;
    let client = database.session().await;
    let script = diff::create(&folded()).to_string();
    let understood = catalog::after(&client, &[&script]).await;
    for migration in MIGRATIONS {
        catalog::run(&client, &read(format!("{migration}.sql"))).await;
    }
    let built = catalog::read(&client).await;
    catalog::assert_equal("fold", &built, &understood);
}
