//! From a database to a schema file: cases of SQL, the schema before and the schema after.

use std::fs;
use std::path::{Path, PathBuf};

use diag::Sources;

/// Where no schema stands yet.
const EMPTY: &str = "datasource db {\n  provider = \"postgresql\"\n}\n";

/// A case: what stands in its fenced blocks `sql`, `before` and `after`.
struct Case {
    sql: String,
    before: String,
    after: String,
    notes: String,
}

fn read(path: &Path) -> Case {
    let text = fs::read_to_string(path).expect("a case can be read");
    let block = |name: &str| {
        let begin = format!("```{name}\n");
        let rest = text.split_once(&begin).map(|(_, rest)| rest)?;
        rest.split_once("```").map(|(block, _)| block.to_owned())
    };
    Case {
        sql: block("sql").expect("a case has SQL"),
        before: block("before").unwrap_or_else(|| EMPTY.to_owned()),
        after: block("after").unwrap_or_default(),
        notes: block("notes").unwrap_or_default(),
    }
}

/// The schema after a pull, and the findings in a line each.
fn pull(before: &str, sql: &str) -> (String, String) {
    let mut sources = Sources::new();
    let id = sources.add("schema.prisma", before);
    let (datamodel, findings) = psl::parse(&sources, &[id]);
    assert!(
        !findings.iter().any(diag::Diagnostic::is_error),
        "{findings:#?}"
    );
    let script = sources.add("live.sql", sql);
    let (script, findings) = sql::parse(script, sql);
    assert!(findings.is_empty(), "{findings:#?}");
    let (live, findings) = sql::fold(&[script]);
    assert!(findings.is_empty(), "{findings:#?}");
    let mut wanted = psl::lower(&datamodel);
    sql::resolve(&mut wanted);
    let existing = psl::Existing {
        sources: &sources,
        ids: &[id],
        datamodel: &datamodel,
        wanted: &wanted,
    };
    let pulled = psl::pull(&existing, &live);
    let notes: Vec<String> = pulled
        .findings
        .iter()
        .map(|finding| {
            format!(
                "{}\n",
                [vec![finding.message.clone()], finding.notes.clone()]
                    .concat()
                    .join(": ")
            )
        })
        .collect();
    (pulled.texts.concat(), notes.concat())
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/pull");
    let entries = fs::read_dir(folder).expect("the cases are there");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

#[test]
fn schemas_follow_the_database() {
    let mut wrong = Vec::new();
    for path in cases() {
        let case = read(&path);
        let (after, notes) = pull(&case.before, &case.sql);
        if after != case.after || notes != case.notes {
            wrong.push(format!(
                "{}\n```after\n{after}```\n```notes\n{notes}```\n",
                path.display()
            ));
        }
        // What a pull writes is a schema, and pulling again changes nothing.
        let (again, _) = pull(&after, &case.sql);
        assert_eq!(again, after, "{}: the second pull", path.display());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The text of a schema, and the SQL that creates what it asks for.
fn created(path: &Path) -> (String, String) {
    let text = fs::read_to_string(path).expect("a schema can be read");
    let mut sources = Sources::new();
    let id = sources.add("schema.prisma", text.clone());
    let (datamodel, _) = psl::parse(&sources, &[id]);
    let mut wanted = psl::lower(&datamodel);
    sql::resolve(&mut wanted);
    (text, diff::create(&wanted).to_string())
}

fn schemas() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/psl/lower");
    let entries = fs::read_dir(folder).expect("the schemas are there");
    let paths = entries.flatten().map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|it| it == "prisma"))
        .collect();
    paths.sort();
    paths
}

/// A database made from a schema has nothing to tell it.
#[test]
fn a_schema_stays_as_its_own_database_says() {
    for path in schemas() {
        let (text, sql) = created(&path);
        // A schema does not make its views.
        if text.contains("\nview ") {
            continue;
        }
        let (after, _) = pull(&text, &sql);
        let mut lines = text.lines().zip(after.lines());
        let different = lines.find(|(before, after)| before != after);
        assert!(after == text, "{}: {different:?}", path.display());
    }
}
