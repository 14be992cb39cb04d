//! Levels, allows, and what belongs to the migration itself.

use prismoid_lint::{Level, Options};

use crate::support::judge;

const TABLE: &str = "CREATE TABLE t (a int, b varchar(9));";

/// The findings of a migration after [`TABLE`], as `severity code line`.
fn found(sql: &str, levels: &[(&str, Level)]) -> Vec<String> {
    let mut options = Options::default();
    options.levels.insert("all".to_owned(), Level::Allow);
    for (name, level) in levels {
        options.levels.insert((*name).to_owned(), *level);
    }
    let judged = judge(&[TABLE, sql], 1, &options);
    let line = |finding: &diag::Diagnostic| {
        let span = finding.primary.as_ref().map(|label| label.span);
        span.map_or(0, |span| {
            judged.sources.get(span.source).line_column(span.start).line
        })
    };
    judged
        .findings
        .iter()
        .map(|f| format!("{:?} {} {}", f.severity, f.code.name, line(f)))
        .collect()
}

/// A migration, the levels, and what is found.
type Case<'a> = (&'a str, &'a [(&'a str, Level)], &'a [&'a str]);

#[test]
fn levels_and_allows() {
    let warn = [("index-blocks-writes", Level::Warn)];
    let deny = [("locks", Level::Deny)];
    let cases: &[Case<'_>] = &[
        (
            "CREATE INDEX ON t (a);",
            &warn,
            &["Warning index-blocks-writes 1"],
        ),
        ("CREATE INDEX ON t (a);", &[], &[]),
        (
            "CREATE INDEX ON t (a);",
            &[("locks", Level::Deny), ("index-blocks-writes", Level::Warn)],
            &["Warning index-blocks-writes 1"],
        ),
        (
            "-- prismoid: allow index-blocks-writes it is small\nCREATE INDEX ON t (a);\nCREATE INDEX ON t (b);",
            &warn,
            &[],
        ),
        (
            "SELECT 1;\n-- prismoid: allow index-blocks-writes it is small\nCREATE INDEX ON t (a);\nCREATE INDEX ON t (b);",
            &warn,
            &["Warning index-blocks-writes 4"],
        ),
        (
            "-- prismoid: allow index-blocks-writes it is small\nSELECT 1;",
            &warn,
            &["Warning unused-allow 1"],
        ),
        (
            "-- prismoid: allow index-block-writes it is small\nCREATE TABLE u (a int);",
            &warn,
            &["Warning unknown-rule 1"],
        ),
        // Of a table that it made nobody waits for anything, whatever it is called by then.
        (
            "CREATE TABLE u (a int);\nALTER TABLE u RENAME TO v;\nCREATE INDEX ON v (a);",
            &deny,
            &[],
        ),
        (
            "SET search_path = x, public;\nCREATE INDEX ON t (a);",
            &warn,
            &["Warning index-blocks-writes 2"],
        ),
    ];
    for (sql, levels, expected) in cases {
        assert_eq!(found(sql, levels), *expected, "{sql}");
    }
    assert!(found("CREATE INDEX ON t (a);", &deny)[0].starts_with("Error "));
}

#[test]
fn the_configuration_says_what_it_does_not_understand() {
    let table = [
        ("index-blocks-writes", "deny"),
        ("locks", "never"),
        ("index-block-writes", "warn"),
        ("postgres", "16"),
        ("start-after", "seven"),
    ];
    let table = table.map(|(key, value)| (key.to_owned(), value.to_owned()));
    let (options, findings) = Options::read(&table.into());
    assert_eq!(options.version, 16);
    let said: Vec<&str> = findings
        .iter()
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "the lint configuration names `index-block-writes`, which is no rule",
            "`locks = \"never\"` in the lint configuration is no level",
            "`start-after = \"seven\"` in the lint configuration is no number",
        ]
    );
}
