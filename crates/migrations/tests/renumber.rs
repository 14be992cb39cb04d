//! What happens to a folder after a merge, and to a new migration.

use diag::Sources;
use prismoid_migrations::{NewMigration, create, mine, read, renumber};

use crate::{folder, sections};

fn case(text: &str) -> (Sources, Vec<diag::SourceId>) {
    folder(&sections(text))
}

/// The plan as text.
fn plan(text: &str, rebasing: bool) -> String {
    let (sources, ids) = case(text);
    let (project, _) = read(&sources, &ids);
    let mine = mine(&project, rebasing);
    let plan = renumber(&project, &sources, &mine);
    let mut shown = Vec::new();
    shown.extend(
        plan.renames
            .iter()
            .map(|(from, to)| format!("{from} -> {to}")),
    );
    shown.extend(
        plan.rewrites
            .iter()
            .map(|f| format!("{}: {}", f.path, f.text.trim())),
    );
    shown.extend(plan.locked.iter().map(|stem| format!("asks for {stem}")));
    let lock = plan.lock.lines().filter(|line| !line.starts_with('#'));
    shown.extend(lock.map(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        format!("locks {} {} {}", words[0], words[1], &words[2][..4])
    }));
    shown.join("\n")
}

#[test]
fn moves_what_is_not_locked_behind_what_is() {
    let text = "\
=== 001_users.sql
SELECT 1;
=== 002_orders.sql
SELECT 2;
=== 002_orders.down.sql
SELECT -2;
=== migrations.lock = files
=== 002_alerts.sql
-- Migration: 002_alerts
SELECT 3;
=== 002_alerts.down.sql
SELECT -3;
=== 003_more_alerts.sql
-- Migration: 003_more_alerts
-- Depends on: 002_alerts, 001_users
SELECT 4;
";
    assert_eq!(
        plan(text, false),
        "\
002_alerts.sql -> 003_alerts.sql
002_alerts.down.sql -> 003_alerts.down.sql
003_more_alerts.sql -> 004_more_alerts.sql
003_alerts.sql: -- Migration: 003_alerts
SELECT 3;
004_more_alerts.sql: -- Migration: 004_more_alerts
-- Depends on: 003_alerts, 001_users
SELECT 4;
locks 1 users 21f6
locks 2 orders 3896"
    );
}

#[test]
fn moves_one_side_of_a_conflict_behind_the_other() {
    let hash = "0123456789abcdef".repeat(4);
    let line = |text: &str| format!("{text} {hash} {hash}\n");
    let text = [
        "=== 001_users.sql\nSELECT 1;\n=== 002_alerts.sql\nSELECT 3;\n",
        "=== 002_orders.sql\nSELECT 2;\n=== 003_items.sql\nSELECT 4;\n=== migrations.lock\n",
        &line("1 users"),
        "<<<<<<< HEAD\n",
        &line("2 alerts"),
        "=======\n",
        &line("2 orders"),
        &line("3 items"),
        ">>>>>>> main\n",
    ]
    .concat();
    assert_eq!(
        plan(&text, false),
        "\
002_alerts.sql -> 004_alerts.sql
locks 1 users 0123
locks 2 orders 0123
locks 3 items 0123
locks 4 alerts 0123"
    );
    assert_eq!(
        plan(&text, true),
        "\
002_orders.sql -> 003_orders.sql
003_items.sql -> 004_items.sql
locks 1 users 0123
locks 2 alerts 0123
locks 3 orders 0123
locks 4 items 0123"
    );
}

#[test]
fn closes_a_gap_and_asks_where_it_moves_what_is_locked() {
    let text = "\
=== 001_users.sql
SELECT 1;
=== 003_items.sql
SELECT 4;
=== migrations.lock = files
";
    assert_eq!(
        plan(text, false),
        "\
003_items.sql -> 002_items.sql
asks for 003_items
locks 1 users 21f6
locks 2 items dbc7"
    );
}

#[test]
fn leaves_a_folder_in_order_alone() {
    let (sources, ids) = case("=== 001_users.sql\nSELECT 1;\n=== migrations.lock = files\n");
    let (project, _) = read(&sources, &ids);
    let plan = renumber(&project, &sources, &mine(&project, false));
    assert_eq!((plan.renames, plan.rewrites), (vec![], vec![]));
    assert_eq!(plan.lock, project.print_lock());
}

#[test]
fn a_new_migration_gets_the_next_number() {
    let new = NewMigration {
        name: "add_alerts",
        description: "",
        author: "Ada",
        date: "2026-11-22",
        up: "",
        down: "DROP TABLE alerts;\n",
    };
    let (sources, ids) = case("=== 001_users.sql\nSELECT 1;\n");
    let (project, _) = read(&sources, &ids);
    let [up, down] = create(&project, new).unwrap();
    assert_eq!(up.path, "002_add_alerts.sql");
    assert_eq!(
        up.text,
        "-- Migration: 002_add_alerts\n-- Description: Add alerts\n-- Author: Ada\n\
         -- Date: 2026-11-22\n-- Depends on: 001_users\n\n"
    );
    assert_eq!(down.path, "002_add_alerts.down.sql");
    assert!(down.text.ends_with("\n\nDROP TABLE alerts;\n"));

    let bad = NewMigration {
        name: "Add Alerts!",
        ..new
    };
    let finding = create(&project, bad).unwrap_err();
    assert_eq!(
        finding.message,
        "`Add Alerts!` is not the name of a migration"
    );
    assert_eq!(finding.help, ["call it `add_alerts`"]);
}
