//! Heirs and partitions: what a change of their parent brings along is not done twice.

use super::{differences, follow, run};
use crate::introspect;
use crate::support::Database;
use ::introspect::Options;

/// Before, after, and how many steps lead there.
const CASES: [(&str, &str, usize); 5] = [
    (
        "CREATE TABLE p (id int, n int);
         CREATE TABLE a () INHERITS (p);
         CREATE TABLE b (own text) INHERITS (a);",
        "CREATE TABLE p (id bigint DEFAULT 1, n int NOT NULL);
         CREATE TABLE a () INHERITS (p);
         CREATE TABLE b (own text) INHERITS (a);",
        2,
    ),
    (
        "CREATE TABLE p (id int NOT NULL, n int DEFAULT 1) PARTITION BY LIST (id);
         CREATE TABLE a PARTITION OF p FOR VALUES IN (1);",
        "CREATE TABLE p (id int NOT NULL, n numeric(8,2) DEFAULT 2, m text) PARTITION BY LIST (id);
         CREATE TABLE a PARTITION OF p FOR VALUES IN (1);",
        2,
    ),
    (
        "CREATE TABLE p (id int NOT NULL, n int NOT NULL) PARTITION BY LIST (id);
         CREATE TABLE a PARTITION OF p FOR VALUES IN (1);",
        "CREATE TABLE p (id int NOT NULL, n int) PARTITION BY LIST (id);
         CREATE TABLE a PARTITION OF p FOR VALUES IN (1);",
        1,
    ),
    (
        "CREATE TABLE p (id int, n int);
         CREATE TABLE a () INHERITS (p);",
        "CREATE TABLE p (id int, n bigint DEFAULT 1);
         CREATE TABLE a (n bigint DEFAULT 2) INHERITS (p);",
        2,
    ),
    (
        "CREATE TYPE e AS ENUM ('a', 'b');
         CREATE TABLE p (id int, kind e DEFAULT 'a');
         CREATE TABLE a () INHERITS (p);
         CREATE TABLE b () INHERITS (p);
         ALTER TABLE b ALTER COLUMN kind SET DEFAULT 'b';",
        "CREATE TYPE e AS ENUM ('b', 'a');
         CREATE TABLE p (id int, kind e DEFAULT 'a');
         CREATE TABLE a () INHERITS (p);
         CREATE TABLE b () INHERITS (p);
         ALTER TABLE b ALTER COLUMN kind SET DEFAULT 'b';",
        2,
    ),
];

#[tokio::test]
async fn parents_bring_their_changes() -> Result<(), String> {
    for (from, to, steps) in CASES {
        let wanted = Database::empty().await;
        run(&wanted.session().await, to).await?;
        let after = introspect::read(&wanted, &Options::default()).await;
        let database = Database::empty().await;
        run(&database.session().await, from).await?;
        let before = introspect::read(&database, &Options::default()).await;
        let plan = diff::plan(&before, &after, &diff::Options::offline());
        follow(&database.session().await, &plan).await?;
        let found = introspect::read(&database, &Options::default()).await;
        let left = differences(&found, &after);
        assert!(left.is_empty(), "{left:#?}\n{plan}");
        assert_eq!(plan.steps.len(), steps, "{plan}");
    }
    Ok(())
}
