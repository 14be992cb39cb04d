//! What is not read: what belongs to PostgreSQL, to extensions and to the tools' history; and what
//! lies outside of the schemas that are asked for.

use introspect::Options;

use super::read;
use crate::support::Database;

#[tokio::test]
async fn what_nobody_made_is_not_there() {
    let database = Database::empty().await;
    let schema = read(&database, &Options::default()).await;
    let (empty, findings) = sql::fold(&[]);
    assert!(findings.is_empty());
    assert_eq!(super::differences(&empty, &schema), Vec::<String>::new());
}

#[tokio::test]
async fn histories_and_extensions_keep_theirs() {
    let database = Database::empty().await;
    database
        .execute(
            "CREATE TABLE schema_migrations (version bigint PRIMARY KEY);
             CREATE TABLE _prisma_migrations (id text PRIMARY KEY);
             CREATE TABLE goose_db_version (id serial PRIMARY KEY);
             CREATE SCHEMA audit;
             CREATE TABLE audit.own_history (id serial PRIMARY KEY);
             CREATE TABLE audit.own_history_log (id bigint GENERATED ALWAYS AS IDENTITY);
             CREATE EXTENSION hstore; CREATE EXTENSION pg_stat_statements;",
        )
        .await;
    let options = Options {
        without: vec![
            "audit.own_history".to_owned(),
            "audit.own_history_log".to_owned(),
        ],
        ..Options::default()
    };
    let schema = read(&database, &options).await;
    assert!(schema.tables.is_empty(), "{:#?}", schema.tables.keys());
    assert!(
        schema.sequences.is_empty(),
        "{:#?}",
        schema.sequences.keys()
    );
    assert!(schema.functions.is_empty() && schema.views.is_empty());
    let names: Vec<&String> = schema.extensions.keys().collect();
    assert_eq!(names, ["hstore", "pg_stat_statements"]);
}

#[tokio::test]
async fn only_the_schemas_that_are_asked_for() {
    let database = Database::empty().await;
    database
        .execute(
            "CREATE SCHEMA a; CREATE SCHEMA \"b's\"; CREATE TYPE a.e AS ENUM ('x');
             CREATE TABLE \"b's\".t (id serial PRIMARY KEY, e a.e);
             CREATE TABLE a.t (id integer PRIMARY KEY); CREATE TABLE public.t (id integer);",
        )
        .await;
    let options = Options {
        schemas: vec!["b's".to_owned()],
        ..Options::default()
    };
    let schema = read(&database, &options).await;
    let tables: Vec<String> = schema.tables.keys().map(ToString::to_string).collect();
    assert_eq!(tables, ["b's.t"]);
    assert!(schema.enums.is_empty());
    let table = schema.tables.values().next().expect("a table");
    let types: Vec<String> = table.columns.iter().map(|it| it.ty.to_string()).collect();
    assert_eq!(types, ["integer", "a.e"]);
}
