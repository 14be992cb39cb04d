//! That what a history leaves is resolved as if nothing had been resolved on the way.

use std::path::PathBuf;

use diag::Sources;

use crate::sql;

/// Follows a history twice and compares: with what was resolved on the way, and without.
fn check(name: &str, texts: &[&str]) {
    let mut sources = Sources::new();
    let mut fold = sql::Fold::new();
    for (at, text) in texts.iter().enumerate() {
        let id = sources.add(format!("{at}.sql"), *text);
        let script = sql::parse(id, text).0;
        fold.begin(&script);
        for statement in script.statements() {
            fold.step(statement);
        }
        fold.end(&script);
    }
    let mut plain = fold.schema().clone();
    sql::resolve(&mut plain);
    let (remembered, _) = fold.finish();
    // All of it, and not by what is equal: what expressions use and where they were written counts too.
    let (plain, remembered) = (format!("{plain:#?}"), format!("{remembered:#?}"));
    let differs = plain.lines().zip(remembered.lines()).find(|(a, b)| a != b);
    assert_eq!(differs, None, "{name}");
    assert_eq!(plain.len(), remembered.len(), "{name}");
}

#[test]
fn as_if_anew() {
    let cases = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let mut count = 0;
    for folder in ["sql/fold", "introspect"] {
        let files = std::fs::read_dir(cases.join(folder)).expect("the folder of cases");
        for file in files {
            let file = file.expect("an entry").path();
            if !file.is_file() {
                continue;
            }
            let text = std::fs::read_to_string(&file).expect("a case file is text");
            for case in text.split("=== ") {
                let (name, rest) = case.split_once('\n').unwrap_or((case, ""));
                let input = rest.split_once("\n---").map_or(rest, |(input, _)| input);
                let texts: Vec<&str> = input.split("-- file\n").collect();
                check(&format!("{}: {name}", file.display()), &texts);
                count += 1;
            }
            // One case after the other makes the same names anew.
            let all: Vec<&str> = text
                .split("=== ")
                .map(|case| {
                    let rest = case.split_once('\n').map_or("", |(_, rest)| rest);
                    rest.split_once("\n---").map_or(rest, |(input, _)| input)
                })
                .collect();
            check(&format!("{}: all of it", file.display()), &all);
        }
    }
    assert!(count > 100, "only {count} cases");
}

/// What the schema says of a name changes between an expression and the end of the history.
#[test]
fn changed_answers() {
    let before = "CREATE DOMAIN d AS int; CREATE TYPE e AS ENUM ('a', 'b'); CREATE SEQUENCE q;\n\
         CREATE TABLE t (a int DEFAULT 1, b varchar(9) DEFAULT 'x', c e DEFAULT 'a', f numeric DEFAULT 0,\n\
         g int DEFAULT nextval('q'), h d CHECK (h > 0), CHECK (a > 1 AND b <> 'y'), CHECK (c = 'b'),\n\
         CHECK (lower(b) = 'z'), CHECK (t.a < 9 AND f > 1), CHECK (t IS NOT NULL));\n\
         CREATE INDEX ON t (lower(b)) WHERE f > 0;\n\
         CREATE VIEW v AS SELECT a, lower(b) AS l FROM t WHERE f > 1;\n";
    for after in [
        "ALTER TABLE t ALTER a TYPE bigint, ALTER b TYPE text;",
        "ALTER TABLE t ALTER f TYPE float8;",
        "ALTER TABLE t RENAME f TO a1;",
        "ALTER TABLE t RENAME TO u; CREATE TABLE t (a text, b int, c text, f text);",
        "ALTER TABLE t ADD lower int;",
        "ALTER TABLE t ADD t int;",
        "ALTER TABLE t ADD z int, DROP a;",
        "ALTER TYPE e RENAME TO e2; CREATE TYPE e AS ENUM ('b');",
        "ALTER SEQUENCE q RENAME TO r; CREATE SEQUENCE q;",
        "CREATE SCHEMA s; ALTER TABLE t SET SCHEMA s; SET search_path = s; CREATE INDEX ON t (lower(b));",
        "CREATE FUNCTION lower(varchar) RETURNS text LANGUAGE sql AS 'SELECT 1';",
        "ALTER TABLE t ALTER c TYPE text;",
        "ALTER DOMAIN d RENAME TO d2; ALTER TABLE t ALTER h TYPE text;",
        "DROP VIEW v; DROP TABLE t; CREATE TABLE t (a text DEFAULT 1, b int, CHECK (a > 1 AND b <> 'y'));",
    ] {
        check(after, &[before, after]);
    }
}
