//! The DMMF of each schema in `tests/cases/psl/dmmf` is the value that Prisma 7.10 gives.
//!
//! Beside a small schema stands Prisma's JSON; of the others `digests.txt` has the SHA-256 of the
//! value's canonical text: without spaces, keys sorted, numbers as the shortest text of their
//! double. A folder is a schema of several files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use diag::Sources;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::cases;
use crate::psl;

#[test]
fn small_schemas_give_prismas_json() {
    for expected in cases::files("dmmf", ".json") {
        let ours = dmmf(&expected.with_extension("prisma"));
        let theirs: Value = serde_json::from_str(&cases::read(&expected)).unwrap();
        if let Some(difference) = difference("", &theirs, &ours) {
            panic!("{}: {difference}", expected.display());
        }
    }
}

#[test]
fn other_schemas_give_prismas_digest() {
    let [digests] = &cases::files("dmmf", "digests.txt")[..] else {
        panic!("one list of digests");
    };
    let folder = digests.parent().unwrap();
    for line in cases::read(digests).lines() {
        let (digest, name) = line.split_once("  ").unwrap();
        let mut canonical = String::new();
        write_canonical(&mut canonical, &dmmf(&folder.join(name)));
        let ours = Sha256::digest(canonical.as_bytes());
        let ours = ours.iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        });
        assert_eq!(ours, digest, "{name}");
    }
}

#[test]
fn a_schema_with_errors_gives_a_document() {
    let mut sources = Sources::new();
    let id = sources.add(
        "schema.prisma",
        "model A {\n  id Int @id\n  b  Nothing\n}\n",
    );
    let (datamodel, findings) = psl::parse(&sources, &[id]);
    assert!(!findings.is_empty());
    let document: Value = serde_json::from_str(&psl::dmmf(&datamodel)).unwrap();
    assert!(document["datamodel"].is_object());
}

/// The DMMF of a schema in a file or a folder.
fn dmmf(path: &Path) -> Value {
    let mut files: Vec<PathBuf> = vec![path.to_owned()];
    if path.is_dir() {
        files = std::fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
    }
    let mut sources = Sources::new();
    let ids: Vec<_> = files
        .iter()
        .map(|file| sources.add(file.to_string_lossy(), cases::read(file)))
        .collect();
    let (datamodel, findings) = psl::parse(&sources, &ids);
    let error = findings
        .iter()
        .find(|finding| finding.severity == diag::Severity::Error);
    assert!(error.is_none(), "{}: {error:?}", path.display());
    let text = psl::dmmf(&datamodel);
    let mut parts = String::new();
    psl::write_dmmf(&datamodel, &mut |part| parts.push_str(part));
    assert!(text == parts, "{}: the same text in parts", path.display());
    serde_json::from_str(&text).unwrap()
}

/// The first place at which two values differ.
fn difference(path: &str, theirs: &Value, ours: &Value) -> Option<String> {
    match (theirs, ours) {
        (Value::Object(left), Value::Object(right)) => {
            let missing = left.keys().find(|key| !right.contains_key(*key));
            let more = right.keys().find(|key| !left.contains_key(*key));
            if let Some(key) = missing.or(more) {
                return Some(format!("{path}.{key} is on one side only"));
            }
            left.iter()
                .find_map(|(key, value)| difference(&format!("{path}.{key}"), value, &right[key]))
        }
        (Value::Array(left), Value::Array(right)) => {
            let pairs = left.iter().zip(right).enumerate();
            let inside = pairs.into_iter().find_map(|(position, (left, right))| {
                let name = left["name"].as_str().unwrap_or_default();
                difference(&format!("{path}[{position} {name}]"), left, right)
            });
            let (theirs, ours) = (left.len(), right.len());
            inside.or_else(|| {
                (theirs != ours).then(|| format!("{path} has {theirs} items, ours {ours}"))
            })
        }
        (Value::Number(left), Value::Number(right)) if left.as_f64() == right.as_f64() => None,
        _ if theirs == ours => None,
        _ => Some(format!("{path} is {theirs}, ours {ours}")),
    }
}

/// Appends the canonical text of a value.
fn write_canonical(out: &mut String, value: &Value) {
    match value {
        Value::Object(entries) => {
            let mut keys: Vec<&String> = entries.keys().collect();
            keys.sort();
            out.push('{');
            for (position, key) in keys.into_iter().enumerate() {
                let comma = if position > 0 { "," } else { "" };
                write!(out, "{comma}{}:", Value::from(key.as_str())).unwrap();
                write_canonical(out, &entries[key]);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write_canonical(out, item);
            }
            out.push(']');
        }
        Value::Number(number) => write!(out, "{}", number.as_f64().unwrap()).unwrap(),
        Value::Null | Value::Bool(_) | Value::String(_) => write!(out, "{value}").unwrap(),
    }
}
