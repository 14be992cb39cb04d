//! What a migration does to its session must not reach the next one, nor the history.

use super::*;

#[tokio::test]
async fn settings_and_roles_do_not_leak() {
    let database = Database::empty().await;
    let role = format!("prismoid_leak_{}", std::process::id());
    database
        .execute(&format!("DROP ROLE IF EXISTS {role}; CREATE ROLE {role}"))
        .await;
    let check = "CREATE TABLE seen_N AS SELECT current_setting('search_path') AS path, \
                 current_user = session_user AS own, current_setting('lock_timeout') AS timeout, \
                 current_setting('work_mem') AS memory, \
                 current_setting('standard_conforming_strings') AS strings, \
                 current_setting('session_replication_role') AS replication";
    let changes = [
        "CREATE SCHEMA app; SET search_path = app; CREATE TABLE here (id bigint)".to_owned(),
        format!("SET ROLE {role}"),
        format!("SET SESSION AUTHORIZATION {role}"),
        format!("SET LOCAL ROLE {role}; SET LOCAL search_path = ''"),
        format!("SELECT set_config('role', '{role}', false), set_config('search_path', '', false)"),
        "DO $$ BEGIN PERFORM set_config('work_mem', '64MB', false); END $$".to_owned(),
        "SET lock_timeout = 0; SET standard_conforming_strings = off".to_owned(),
        "SET session_replication_role = replica".to_owned(),
        "RESET ALL".to_owned(),
        "DEALLOCATE ALL".to_owned(),
        "SET CONSTRAINTS ALL DEFERRED; SET LOCAL lock_timeout = 1".to_owned(),
        "SELECT pg_advisory_unlock_all()".to_owned(),
    ];
    for head in ["", "-- prismoid: no-transaction\n"] {
        for single_transaction_when_empty in [true, false] {
            let mut all = Vec::new();
            for (index, change) in changes.iter().enumerate() {
                all.push(Sql::new("change", format!("{head}{change}")));
                all.push(Sql::new("check", check.replace('N', &index.to_string())));
            }
            let all = manifest(all);
            let database = Database::empty().await;
            let options = Options {
                single_transaction_when_empty,
                ..Options::default()
            };
            Runner::new(&database.config(), &all, options)
                .up(None)
                .await
                .unwrap();
            for (index, change) in changes.iter().enumerate() {
                let seen = database.query(&format!("SELECT * FROM seen_{index}")).await;
                let expected = "\"$user\", public|t|3s|4MB|on|origin";
                assert_eq!(seen, expected, "{head}{change}");
            }
        }
    }
    database.execute(&format!("DROP ROLE {role}")).await;
}

#[tokio::test]
async fn a_script_without_a_transaction_keeps_its_settings_when_it_resumes() {
    let database = Database::empty().await;
    let script = "-- prismoid: no-transaction\nCREATE SCHEMA app;\nSET search_path = app;\n\
                  CREATE TABLE here (id bigint);\nINSERT INTO here VALUES (1 / 0);";
    let all = manifest([Sql::new("app", script)]);
    runner::migrate(&database.config(), &all).await.unwrap_err();
    let mended = manifest([Sql::new("app", script.replace("1 / 0", "1"))]);
    let report = runner::migrate(&database.config(), &mended).await.unwrap();
    assert!(report.done[0].resumed);
    assert_eq!(database.query("SELECT id FROM app.here").await, "1");
}
