//! The text of plans, case by case (`tests/cases/diff/*.md`: before, after, expected SQL), and that
//! on a real server each leads to the wanted state.

use std::fs;

use super::{catalog, root, wanted};
use crate::support::Database;

/// One case file.
struct Case {
    name: String,
    before: String,
    after: String,
    expected: String,
}

fn cases() -> Vec<Case> {
    let folder = root().join("tests/cases/diff");
    let mut cases: Vec<Case> = fs::read_dir(&folder)
        .expect("the folder of cases")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("a case");
            let mut blocks = text.split("```").skip(1).step_by(2).map(|block| {
                let (_, body) = block.split_once('\n').expect("a block with a language");
                body.to_owned()
            });
            let mut block = || blocks.next().expect("three blocks");
            Case {
                name: path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                before: block(),
                after: block(),
                expected: block(),
            }
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(!cases.is_empty(), "{} has no cases", folder.display());
    cases
}

/// The schema of a block, which leaves out the datasource where nothing depends on it.
fn schema(name: &str, text: &str) -> schema::Schema {
    if text.contains("datasource") {
        return wanted(name, text);
    }
    wanted(
        name,
        &format!("datasource db {{\n  provider = \"postgresql\"\n}}\n{text}"),
    )
}

#[test]
fn prints_the_expected_plan() {
    for case in cases() {
        let [before, after] = [&case.before, &case.after].map(|text| schema(&case.name, text));
        let plan = diff::plan(&before, &after, &diff::Options::offline()).to_string();
        assert_eq!(plan, case.expected, "{}:\n{plan}", case.name);
    }
}

#[tokio::test]
async fn plans_reach_the_wanted_state_and_back() {
    let database = Database::empty().await;
    let client = database.session().await;
    for case in cases() {
        let [before, after] = [&case.before, &case.after].map(|text| schema(&case.name, text));
        for (from, to) in [(&before, &after), (&after, &before)] {
            let created = diff::create(to).to_string();
            let mut expected = catalog::after(&client, &[&created]).await;
            let plan = diff::plan(from, to, &diff::Options::offline());
            let mut scripts = vec![diff::create(from).to_string()];
            scripts.extend(plan.files().iter().map(ToString::to_string));
            let mut found = if plan.files().len() > 1 {
                committed(&scripts).await
            } else {
                let scripts: Vec<&str> = scripts.iter().map(String::as_str).collect();
                catalog::after(&client, &scripts).await
            };
            // A column that is added stands behind those that were there.
            expected.sort();
            found.sort();
            catalog::assert_equal(&case.name, &expected, &found);
        }
    }
}

/// Runs scripts that need each other committed, in a database of their own.
async fn committed(scripts: &[String]) -> Vec<String> {
    let database = Database::empty().await;
    let client = database.session().await;
    for script in scripts {
        catalog::run(&client, script).await;
    }
    catalog::read(&client).await
}
