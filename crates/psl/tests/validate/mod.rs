//! What schemas mean and what is wrong with them: many small schemas to a file.
//!
//! A file of `tests/cases/psl/validate` begins with what all its schemas have in common; it is put
//! behind each of them, so that places are counted from the schema's own first line. A line
//! `//// name` begins a schema. Behind it stand, as comments, the findings that are expected, and
//! in a line `// prisma: …` what Prisma says of it: `valid`, or severities and places. The two
//! agree, unless a line `// differs: …` says why not.

mod properties;
mod report;

use std::collections::BTreeSet;

use diag::Sources;

use crate::{cases, psl};

/// A schema of a case file with what is expected of it.
struct Case<'t> {
    name: &'t str,
    schema: String,
    findings: String,
    prisma: BTreeSet<String>,
    differs: bool,
}

fn split(text: &str) -> Vec<Case<'_>> {
    let mut parts = text.split("\n//// ");
    let common = parts.next().unwrap_or_default();
    let common = common.trim_start_matches(|c| c != '\n');
    parts
        .map(|part| {
            let (name, body) = part.split_once('\n').unwrap_or((part, ""));
            let (schema, expected) = body.split_once("\n// ").unwrap_or((body, ""));
            let mut case = Case {
                name,
                schema: format!("{schema}\n{common}\n"),
                findings: String::new(),
                prisma: BTreeSet::new(),
                differs: false,
            };
            for line in format!("// {expected}").lines() {
                if let Some(list) = line.strip_prefix("// prisma: ") {
                    let places = list.split(", ").filter(|place| *place != "valid");
                    case.prisma = places.map(str::to_owned).collect();
                } else if line.starts_with("// differs: ") {
                    case.differs = true;
                } else if !line.is_empty() {
                    case.findings.push_str(line);
                    case.findings.push('\n');
                }
            }
            case
        })
        .collect()
}

fn run(case: &Case<'_>) -> Result<(), String> {
    let mut sources = Sources::new();
    let id = sources.add("schema.prisma", case.schema.as_str());
    let (_, findings) = psl::parse(&sources, &[id]);
    cases::same(&case.findings, &report::report(&sources, &findings))
        .map_err(|difference| format!("{}\n{difference}", case.name))?;
    let places = report::places(&sources, &findings);
    if !case.differs && places != case.prisma {
        return Err(format!(
            "{}: Prisma says {:?}, and we {places:?}",
            case.name, case.prisma
        ));
    }
    Ok(())
}

#[test]
fn findings() {
    cases::check_all("validate", ".prisma", |path| {
        let text = cases::read(path);
        let failures: Vec<String> = split(&text)
            .iter()
            .filter_map(|case| run(case).err())
            .collect();
        if failures.is_empty() {
            Ok(())
        } else {
            Err(failures.join("\n"))
        }
    });
}

/// Every code that this crate declares for the meaning of a schema has a case.
#[test]
fn every_code_has_a_case() {
    let texts: String = cases::files("validate", ".prisma")
        .iter()
        .map(|path| cases::read(path))
        .collect();
    let missing: Vec<&str> = psl::codes::MEANING
        .iter()
        .map(|code| code.name)
        .filter(|name| !texts.contains(&format!("[{name}]")))
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}
