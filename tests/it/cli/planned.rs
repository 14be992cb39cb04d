//! Plans from a schema file where the migrations made what the file has no words for.

use super::{Database, Project};

const PLAN: [&str; 4] = ["migrate", "create", "next", "--from-schema"];

/// The platform with another text for a field of its trades.
fn with_notes(notes: &str) -> Project {
    let project = Project::platform();
    let schema = project.read("schema.prisma");
    let (before, after) = schema.split_once("model TradeJournal").expect("the trades");
    let (own, others) = after.split_once("\n}").expect("the end of the model");
    let field = own.lines().find(|line| line.trim().starts_with("notes "));
    let own = own.replace(field.expect("the field"), notes);
    project.write(
        "schema.prisma",
        &format!("{before}model TradeJournal{own}\n}}{others}"),
    );
    project
}

#[test]
fn what_a_view_uses_does_not_go_under_it() {
    let project = with_notes("");
    for words in [&[][..], &["--accept-data-loss"], &["--dry-run"]] {
        project
            .run(&[&PLAN[..], words].concat())
            .exits(1)
            .complains(
                "error[still-used]: view `active_trades` uses column `trade_journal.notes`, which goes",
            )
            .complains("--> migrations/003_update_indexes.sql:42:13")
            .complains("--rename trade_journal.notes=NEW");
    }
    project
        .run(&[
            "migrate",
            "diff",
            "--from",
            "migrations",
            "--to",
            "schema",
            "--script",
        ])
        .exits(1)
        .complains("error[still-used]");
}

#[test]
fn without_the_view_it_goes_with_its_checks_and_indexes() {
    let project = with_notes("").on(&Database::new().url);
    project.write(
        "migrations/004_fewer_views.sql",
        "-- Migration: 004_fewer_views\n\
         -- Description: The view is not missed\n\
         -- Author: tests\n\
         -- Date: 2026-01-01\n\
         -- Depends on: 003_update_indexes\n\
         -- prismoid: irreversible nobody missed the view\n\n\
         DROP VIEW active_trades;\n\
         ALTER TABLE trade_journal ADD CONSTRAINT noted CHECK (notes <> symbol);\n\
         CREATE INDEX trade_journal_noted ON trade_journal (symbol) WHERE notes IS NOT NULL;\n\
         CREATE STATISTICS trade_journal_notes ON notes, symbol FROM trade_journal;\n",
    );
    project
        .run(&[&PLAN[..], &["--accept-data-loss", "--offline"]].concat())
        .exits(0)
        .complains("Proved");
    let sql = project.read("migrations/005_next.sql");
    assert!(sql.contains("DROP COLUMN \"notes\""), "{sql}");
    assert!(!sql.contains("CREATE"), "{sql}");
}

#[test]
fn a_view_keeps_the_names_of_its_columns() {
    let database = Database::new();
    let told = with_notes("  remark        String?").on(&database.url);
    told.run(&[&PLAN[..], &["--rename", "trade_journal.notes=remark"]].concat())
        .exits(0)
        .complains("Proved");
    let hinted = with_notes("  /// @renamed from notes\n  remark        String?").on(&database.url);
    hinted.run(&PLAN).exits(0).complains("Proved");
    for project in [told, hinted] {
        let sql = project.read("migrations/004_next.sql");
        assert!(
            sql.contains("RENAME COLUMN \"notes\" TO \"remark\""),
            "{sql}"
        );
        assert!(!sql.contains("VIEW"), "{sql}");
    }
}
