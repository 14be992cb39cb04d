//! Reading the files of cases.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use diag::{Diagnostic, Sources};

/// Where the expected findings of a case begin: each in a line of its own, as a comment.
const MARK: &str = "// findings:\n";

/// The files of an area whose names end with `extension`, in the order of their names.
pub(crate) fn files(area: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/cases/psl")
        .join(area);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(extension))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no cases in {}", folder.display());
    files
}

/// The text of a file.
pub(crate) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The schema of a case and what is expected to be found in it.
pub(crate) fn split(text: &str) -> (&str, &str) {
    match text.split_once(MARK) {
        Some((schema, expected)) => (schema, expected),
        None => (text, ""),
    }
}

/// Findings as a case states them: `// line:column-line:column severity[code] message`, with the
/// file's name before when there are several.
pub(crate) fn shown(sources: &Sources, findings: &[Diagnostic]) -> String {
    let several = sources.ids().count() > 1;
    let mut text = String::new();
    for finding in findings {
        text.push_str("// ");
        if let Some(label) = &finding.primary {
            let source = sources.get(label.span.source);
            if several {
                write!(text, "{}:", source.name()).unwrap();
            }
            let start = source.line_column(label.span.start);
            let end = source.line_column(label.span.end);
            write!(text, "{start}-{end} ").unwrap();
        }
        let severity = match finding.severity {
            diag::Severity::Error => "error",
            diag::Severity::Warning => "warning",
            diag::Severity::Note => "note",
        };
        writeln!(
            text,
            "{severity}[{}] {}",
            finding.code.name, finding.message
        )
        .unwrap();
    }
    text
}

/// Compares all cases of an area and shows every one that differs.
pub(crate) fn check_all(area: &str, extension: &str, run: impl Fn(&Path) -> Result<(), String>) {
    let failures: Vec<String> = files(area, extension)
        .iter()
        .filter_map(|path| {
            let difference = run(path).err()?;
            Some(format!("{}\n{difference}", path.display()))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Nothing, or both texts.
pub(crate) fn same(expected: &str, actual: &str) -> Result<(), String> {
    if expected == actual {
        return Ok(());
    }
    Err(format!("--- expected\n{expected}--- actual\n{actual}"))
}
