//! Every form of a finding, as a reader sees it.

use diag::render::{Style, github, human, json, sarif};
use diag::{Diagnostic, Edit, Sources, Span};
use prismoid_diag as diag;

diag::codes! {
    /// Two migrations carry the same number.
    ///
    /// Only one of them could ever be recorded.
    DUPLICATE_VERSION = "duplicate-version";
    /// A file is missing.
    MISSING_FILE = "missing-file";
}

fn sample() -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::new();
    let a = sources.add(
        "migrations/002_add_alerts.sql",
        "-- Migration: 002_add_alerts\n",
    );
    let b = sources.add(
        "migrations/002_add_preferences.sql",
        "-- é\r\nCREATE TABLE ünï (id int);\r\n",
    );
    let list = vec![
        Diagnostic::error(&DUPLICATE_VERSION, "migration 2 is declared twice")
            .at(Span::new(b, 20, 25), "declared again here")
            .also(Span::new(a, 0, 2), "first declared here")
            .note("a version can be applied once only")
            .help("run `cargo xtask migrate renumber` to move one after the other")
            .fix(
                "rename it",
                vec![Edit {
                    span: Span::new(b, 20, 25),
                    replacement: "x".to_owned(),
                }],
            ),
        Diagnostic::warning(&MISSING_FILE, "`a,b:c%` does not exist").help("create it"),
    ];
    (sources, list)
}

#[test]
fn for_people() {
    let (sources, list) = sample();
    let expected = "\
error[duplicate-version]: migration 2 is declared twice
 --> migrations/002_add_preferences.sql:2:14
  |
2 | CREATE TABLE ünï (id int);
  |              ^^^ declared again here
  |
 ::: migrations/002_add_alerts.sql:1:1
  |
1 | -- Migration: 002_add_alerts
  | -- first declared here
  |
  = note: a version can be applied once only
  = help: run `cargo xtask migrate renumber` to move one after the other
help: rename it
  |
2 - CREATE TABLE ünï (id int);
2 + CREATE TABLE x (id int);
  |

warning[missing-file]: `a,b:c%` does not exist
 |
 = help: create it
";
    let shown = human(&list, &sources, Style::Plain);
    assert_eq!(shown, expected, "{shown}");
    assert!(human(&list, &sources, Style::Colour).contains('\u{1b}'));
    assert_eq!(human(&[], &sources, Style::Plain), "");
}

#[test]
fn for_github() {
    let (sources, list) = sample();
    let expected = "\
::error file=migrations/002_add_preferences.sql,line=2,col=14,endLine=2,title=duplicate-version::migration 2 is declared twice%0Aa version can be applied once only%0Arun `cargo xtask migrate renumber` to move one after the other
::warning title=missing-file::`a,b:c%25` does not exist%0Acreate it
";
    assert_eq!(github(&list, &sources), expected);
}

#[test]
fn for_programs() {
    let (sources, list) = sample();
    let value = json(&list, &sources);
    assert_eq!(value[0]["primary"]["line"], 2);
    assert_eq!(value[0]["primary"]["column"], 14);
    assert_eq!(
        value[0]["secondary"][0]["file"],
        "migrations/002_add_alerts.sql"
    );
    assert_eq!(value[0]["fix"]["edits"][0]["replacement"], "x");
    assert!(value[1]["primary"].is_null());
    let log = sarif(&list, &sources);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "duplicate-version");
    let region = &run["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["endColumn"], 17);
}

#[test]
fn a_span_that_does_not_fit_is_shown_all_the_same() {
    let mut sources = Sources::new();
    let id = sources.add("a.sql", "ü");
    for (start, end) in [(0, 99), (99, 99), (1, 1), (1, 2), (2, 2)] {
        let finding = Diagnostic::error(&MISSING_FILE, "odd").at(Span::new(id, start, end), "here");
        assert!(human(&[finding], &sources, Style::Plain).contains("a.sql:1:"));
    }
}

#[test]
fn findings_are_shown_in_the_order_of_files_and_offsets() {
    let (sources, mut list) = sample();
    Diagnostic::sort(&mut list, &sources);
    let codes: Vec<&str> = list.iter().map(|d| d.code.name).collect();
    assert_eq!(codes, ["missing-file", "duplicate-version"]);
    assert_eq!(ALL.len(), 2);
    assert!(DUPLICATE_VERSION.explanation.contains("recorded"));
}
