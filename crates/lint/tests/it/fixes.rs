//! What is fixed builds the same schema, holds nobody up any more, and is left alone by a second fix.

use diag::Sources;
use prismoid_lint as lint;
use prismoid_lint::{Fixed, History, Level, Migration, Options};
use schema::Schema;
use sql::Script;

const TABLES: &str = "CREATE TABLE customers (id bigint PRIMARY KEY, name text);
CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, amount int);
CREATE INDEX orders_amount_idx ON orders (amount);
CREATE MATERIALIZED VIEW totals AS SELECT id FROM orders;
CREATE UNIQUE INDEX totals_id_idx ON totals (id);";

/// A migration and its rollback.
const CASES: &[(&str, &str)] = &[
    (
        "CREATE INDEX orders_customer_idx ON orders (customer);",
        "DROP INDEX orders_customer_idx;",
    ),
    (
        "ALTER TABLE orders ADD COLUMN note text;\nCREATE UNIQUE INDEX IF NOT EXISTS \"Odd name\" ON orders (note) WHERE note <> '';",
        "DROP INDEX \"Odd name\";\nALTER TABLE orders DROP COLUMN note;",
    ),
    (
        "ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount > 0);",
        "ALTER TABLE orders DROP CONSTRAINT orders_amount_check;",
    ),
    (
        "ALTER TABLE orders ADD CHECK (amount > 0), ADD FOREIGN KEY (customer) REFERENCES customers ON DELETE CASCADE;",
        "ALTER TABLE orders DROP CONSTRAINT orders_customer_fkey, DROP CONSTRAINT orders_amount_check;",
    ),
    (
        "DROP INDEX orders_amount_idx;",
        "CREATE INDEX orders_amount_idx ON orders (amount);",
    ),
    (
        "ALTER TABLE orders ADD COLUMN a int;\nREFRESH MATERIALIZED VIEW totals;",
        "ALTER TABLE orders DROP COLUMN a;",
    ),
];

/// The rules that a fix answers to.
const FIXED: [&str; 5] = [
    "index-blocks-writes",
    "drop-index-blocks",
    "foreign-key-scans",
    "check-scans",
    "refresh-blocks",
];

struct Text {
    up: String,
    down: String,
    transaction: bool,
}

fn with<T>(texts: &[Text], then: impl FnOnce(&History<'_>) -> T) -> T {
    let mut sources = Sources::new();
    let scripts: Vec<(Script, Script)> = texts
        .iter()
        .map(|text| {
            let mut parse = |sql: &str| {
                let (script, findings) = sql::parse(sources.add("x.sql", sql), sql);
                assert!(findings.is_empty(), "{sql}: {findings:?}");
                script
            };
            (parse(&text.up), parse(&text.down))
        })
        .collect();
    let migrations = scripts.iter().zip(texts).enumerate();
    let migrations = migrations.map(|(at, ((up, down), text))| Migration {
        name: format!("{at:03}"),
        script: up,
        transaction: text.transaction,
        down: Some(down),
        irreversible: None,
        allows: Vec::new(),
        judged: at > 0,
    });
    then(&History {
        migrations: migrations.collect(),
    })
}

fn options() -> Options {
    let mut options = Options::default();
    options.levels.insert("all".to_owned(), Level::Allow);
    for rule in FIXED {
        options.levels.insert(rule.to_owned(), Level::Warn);
    }
    options
}

fn fold(history: &History<'_>) -> Schema {
    let scripts: Vec<Script> = history
        .migrations
        .iter()
        .map(|it| it.script.clone())
        .collect();
    let (schema, findings) = sql::fold(&scripts);
    assert!(
        !findings.iter().any(diag::Diagnostic::is_error),
        "{findings:?}"
    );
    schema
}

fn applied(texts: &[Text], fixed: &Fixed) -> Vec<Text> {
    let edited = with(texts, |history| {
        let texts = history.migrations.iter().map(|migration| {
            let of = |script: &Script| fixed.apply(script.source(), script.text());
            (
                of(migration.script),
                migration.down.map(of).unwrap_or_default(),
                migration.transaction,
            )
        });
        texts.collect::<Vec<_>>()
    });
    let edited = edited.into_iter().map(|(up, down, transaction)| Text {
        up,
        down,
        transaction,
    });
    let added = fixed.added.iter().map(|added| Text {
        up: added.up.clone(),
        down: added.down.clone(),
        transaction: added.transaction,
    });
    edited.chain(added).collect()
}

#[test]
fn fixes_build_the_same_and_hold_nobody_up() {
    for (up, down) in CASES {
        let text = |up: &str, down: &str| Text {
            up: up.to_owned(),
            down: down.to_owned(),
            transaction: true,
        };
        let texts = [text(TABLES, ""), text(up, down)];
        let (fixed, before) = with(&texts, |history| {
            (lint::fix(history, &options()), fold(history))
        });
        assert!(!fixed.is_empty(), "{up}");
        let after = applied(&texts, &fixed);
        with(&after, |history| {
            assert_eq!(fold(history), before, "{up}");
            let left = lint::check(history, &options());
            assert!(left.is_empty(), "{up}: {left:?}");
            assert!(lint::fix(history, &options()).is_empty(), "{up}");
            // All the way back, and what was there before is there again.
            let mut way: Vec<Script> = history
                .migrations
                .iter()
                .map(|it| it.script.clone())
                .collect();
            way.extend(
                history.migrations[1..]
                    .iter()
                    .rev()
                    .filter_map(|it| it.down.cloned()),
            );
            let (undone, findings) = sql::fold(&way);
            assert!(
                !findings.iter().any(diag::Diagnostic::is_error),
                "{up}: {findings:?}"
            );
            let (first, _) = sql::fold(&way[..1]);
            assert_eq!(undone, first, "{up}");
        });
    }
}
