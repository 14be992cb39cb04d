//! What every file has, and what no file has.

use super::{check, texts};

/// The longest file.
const LINES: usize = 500;

/// Files whose lines are data rather than text to read.
fn is_data(name: &str) -> bool {
    ["tests/cases/", "tests/ui/", "generated/"]
        .iter()
        .any(|folder| name.starts_with(folder))
        || name == "Cargo.lock"
}

/// Tables that are looked up, not read from top to bottom: the codes and their explanations.
fn is_table(name: &str) -> bool {
    name.ends_with("/codes.rs") || name.contains("/codes/")
}

fn rust() -> Vec<(String, String)> {
    let mut texts = texts();
    texts.retain(|(name, _)| {
        let path = std::path::Path::new(name);
        path.extension().is_some_and(|extension| extension == "rs") && !is_data(name)
    });
    assert!(texts.len() > 50, "the repository's Rust files were found");
    texts
}

#[test]
fn every_module_says_what_it_is() {
    let findings: Vec<String> = rust()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(name, _)| name)
        .collect();
    check(
        &findings,
        "these files do not begin with `//!` and what they are:",
    );
}

#[test]
fn no_file_is_too_long() {
    let findings: Vec<String> = rust()
        .into_iter()
        .map(|(name, text)| (name, text.lines().count()))
        .filter(|(name, lines)| *lines > LINES && !is_table(name))
        .map(|(name, lines)| format!("{name}: {lines}"))
        .collect();
    check(
        &findings,
        "split these files by concept; the limit is 500 lines:",
    );
}

#[test]
fn no_file_tells_of_the_machine_it_was_written_on() {
    // Put together, so that this file does not find itself.
    let words = [
        ["/wo", "rk/"].concat(),
        ["/ro", "ot/"].concat(),
        ["/ho", "me/"].concat(),
        ["index.", "crates.io"].concat(),
        ["static.", "crates.io"].concat(),
        ["registry.", "npmjs"].concat(),
    ];
    // Where packages of a system put their files is a fact about that system.
    let known = ["/home/linuxbrew/"];
    let mut findings = Vec::new();
    for (name, text) in texts().iter().filter(|(name, _)| name != "Cargo.lock") {
        for (index, line) in text.lines().enumerate() {
            let is_known = known.iter().any(|word| line.contains(word));
            if !is_known && words.iter().any(|word| begins_a_path(line, word)) {
                findings.push(format!("{name}:{}: {}", index + 1, line.trim()));
            }
        }
    }
    check(
        &findings,
        "these lines name a folder of some machine or a registry's host:",
    );
}

/// Whether a path in the line begins so; in the middle of a relative path the same words are fine.
fn begins_a_path(line: &str, word: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || "._-})".contains(c);
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(goes_on))
}

#[test]
fn nothing_is_left_for_later() {
    let words = [
        ["to", "do!("].concat(),
        ["unimple", "mented!("].concat(),
        ["db", "g!("].concat(),
        ["FIX", "ME"].concat(),
        ["#[ig", "nore"].concat(),
    ];
    let mut findings = Vec::new();
    for (name, text) in rust() {
        for (index, line) in text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word.as_str())) {
                findings.push(format!("{name}:{}: {}", index + 1, line.trim()));
            }
        }
    }
    check(&findings, "these lines put something off:");
}

/// Source that may touch the disk, the environment, the clock or other programs, beside xtask.
const EDGES: &[(&str, &str)] = &[
    (
        "crates/build/src/load.rs",
        "reads a project for a build script",
    ),
    ("crates/build/src/script.rs", "speaks to cargo"),
];

#[test]
fn the_crates_do_no_io() {
    let words = [
        "std::fs",
        "fs::",
        "std::env",
        "env::var",
        "env::current_dir",
        "Command::new",
        "SystemTime",
        "TcpStream",
        "TcpListener",
        "println!",
    ];
    let mut findings = Vec::new();
    let sources = rust();
    let inner = sources.iter().filter(|(name, _)| {
        name.starts_with("crates/")
            && name.contains("/src/")
            && !name.ends_with("/tests.rs")
            && EDGES.iter().all(|(edge, _)| edge != name)
    });
    for (name, text) in inner {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (index, line) in code.lines().enumerate() {
            let is_comment = line.trim_start().starts_with("//");
            if !is_comment && words.iter().any(|word| line.contains(word)) {
                findings.push(format!("{name}:{}: {}", index + 1, line.trim()));
            }
        }
    }
    check(
        &findings,
        "only xtask, the build script's entry and the sockets do IO; these lines do too:",
    );
}
