//! Texts that say the same have one spelling, and what they refer to is known: the cases of
//! `tests/cases/sql/canonical`, over the tables of its `schema.sql`.
//!
//! A line `check t:`, `default t.c:`, `view:`, `sql:` or `plpgsql:` gives a text. The lines below
//! it say what is equal to it (`=`), what is not (`!`), and what it refers to (`>`).

use crate::sql;
use std::fmt::Write as _;
use std::path::PathBuf;

use diag::Sources;
use schema::{
    Check, Constraint, Expression, Function, QualifiedName, Reference, Schema, View, ViewColumn,
};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/sql/canonical")
}

fn base() -> Schema {
    let text = std::fs::read_to_string(folder().join("schema.sql")).expect("the tables");
    let mut sources = Sources::new();
    let id = sources.add("schema.sql", text.as_str());
    let (script, findings) = sql::parse(id, &text);
    assert!(findings.is_empty(), "{findings:?}");
    sql::fold(&[script]).0
}

/// What a text says in a schema.
struct Said {
    canonical: String,
    uses: Vec<Reference>,
    columns: Vec<ViewColumn>,
}

/// Puts a text where it belongs, and resolves the schema twice: the second time changes nothing.
fn said(base: &Schema, place: &str, text: &str) -> Said {
    let mut schema = base.clone();
    let (kind, target) = place.split_once(' ').unwrap_or((place, "t"));
    let (table, column) = target.split_once('.').unwrap_or((target, ""));
    let table = QualifiedName::public(table);
    let case = QualifiedName::public("the_case");
    let expression = Expression::new(text);
    let found = schema.tables.get_mut(&table).expect("a table");
    match kind {
        "view" => {
            let view = View {
                query: expression,
                ..View::default()
            };
            schema.views.insert(case.clone(), view);
        }
        "default" => {
            let mut columns = found.columns.iter_mut();
            let column = columns.find(|it| it.name == column).expect("a column");
            column.default = Some(expression);
        }
        "check" => found.constraints.push(Constraint::Check(Check {
            name: "the_case".to_owned(),
            expression,
            ..Check::default()
        })),
        language => {
            let function = Function {
                language: language.to_owned(),
                body: text.to_owned(),
                ..Function::default()
            };
            schema
                .functions
                .insert((case.clone(), String::new()), function);
        }
    }
    sql::resolve(&mut schema);
    let once = schema.clone();
    sql::resolve(&mut schema);
    assert!(
        once == schema,
        "resolving again changes something: {place}: {text}"
    );
    let of = |expression: &Expression, columns: &[ViewColumn]| Said {
        canonical: expression.canonical.clone().expect("a canonical form"),
        uses: expression.uses.clone(),
        columns: columns.to_vec(),
    };
    let table = &schema.tables[&table];
    match kind {
        "view" => of(&schema.views[&case].query, &schema.views[&case].columns),
        "default" => {
            let column = table.column(column).expect("a column");
            of(column.default.as_ref().expect("a default"), &[])
        }
        "check" => match table.constraint("the_case") {
            Some(Constraint::Check(check)) => of(&check.expression, &[]),
            _ => unreachable!("the constraint is a check"),
        },
        _ => Said {
            canonical: String::new(),
            uses: schema.functions[&(case, String::new())].uses.clone(),
            columns: Vec::new(),
        },
    }
}

fn spelled(reference: &Reference) -> String {
    match reference {
        Reference::Relation(name) => format!("relation {name}"),
        Reference::Column(table, column) => format!("column {table}.{column}"),
        Reference::Type(name) => format!("type {name}"),
        Reference::Function(name) => format!("function {name}"),
    }
}

#[test]
fn canonical() {
    let base = base();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("the folder of cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    files.sort();
    let (mut count, mut wrong) = (0, String::new());
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a case file is text");
        let mut place = "";
        let mut current: Option<(&str, Said)> = None;
        for line in text.lines() {
            let Some(rest) = line.strip_prefix("  ") else {
                let (before, written) = line.split_once(": ").expect("a place and a text");
                place = before;
                current = Some((written, said(&base, place, written)));
                continue;
            };
            count += 1;
            let (sign, other) = rest.split_at(1);
            let (written, one) = current.as_ref().expect("a text above");
            if sign == ">" {
                let uses: Vec<String> = one.uses.iter().map(spelled).collect();
                if uses.join(", ") != other.trim() {
                    let _ = writeln!(wrong, "{place}: {written}\n  > {}", uses.join(", "));
                }
                continue;
            }
            let other = said(&base, place, other.trim_start());
            let same = one.canonical == other.canonical;
            let columns = one.columns == other.columns || sign == "!";
            if same != (sign == "=") || !columns {
                let _ = writeln!(
                    wrong,
                    "{place}: {written}\n  {rest}\n    {}\n    {}",
                    one.canonical, other.canonical
                );
            }
        }
    }
    assert!(wrong.is_empty(), "not as the cases say:\n{wrong}");
    assert!(count > 0, "no cases");
}
