//! Up, down, redo, and the commands that only look or only change the history.

use runner::{Down, Event, ProblemKind, RepairKind, Resolution, StatusKind};

use super::*;

#[tokio::test]
async fn applies_what_is_pending_once() {
    let database = Database::empty().await;
    let three = manifest(tables(3));
    let report = runner::migrate(&database.config(), &three).await.unwrap();
    let versions: Vec<i64> = report.done.iter().map(|done| done.version).collect();
    assert_eq!(versions, [1, 2, 3]);
    assert!(report.single_transaction);
    assert_eq!(states(&database).await, "1|applied\n2|applied\n3|applied");
    assert_eq!(log(&database).await, "1|applied\n2|applied\n3|applied");

    let again = runner::migrate(&database.config(), &three).await.unwrap();
    assert!(again.is_empty());

    let five = manifest(tables(5));
    let report = runner::migrate(&database.config(), &five).await.unwrap();
    assert_eq!(report.done.len(), 2);
    assert!(!report.single_transaction);
    let columns = "SELECT name, length(checksum), applied_by = current_user, tool_version <> '', \
                   execution_ms >= 0 FROM schema_migrations WHERE version = 5";
    assert_eq!(database.query(columns).await, "table_5|64|t|t|t");
}
