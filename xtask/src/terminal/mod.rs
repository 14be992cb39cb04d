//! What a person or a program sees: answers on stdout, what is being done and findings on stderr.
//!
//! A reader that has seen enough closes the pipe (`| head`): the rest of the output is dropped and
//! the command's work goes on to its end.

mod palette;
mod progress;
mod table;

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use diag::{Diagnostic, Severity, Sources, render};
use serde_json::Value;

pub(crate) use palette::{BAD, BOLD, DIM, FRESH, GOOD, paint};
pub(crate) use progress::Progress;
pub(crate) use table::Table;

/// The form of a command's output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Human,
    /// One JSON object on stdout.
    Json,
    /// For people, and findings as annotations of a GitHub workflow.
    Github,
    /// Findings as a SARIF 2.1.0 log on stdout, for code scanning.
    Sarif,
    /// Findings as Markdown on stdout, for a comment on a pull request.
    Markdown,
}

/// When output is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// In files and pipes too.
    Always,
    /// Not at all.
    Never,
}

/// Where all output goes.
pub(crate) struct Terminal {
    pub(crate) format: Format,
    out: RefCell<AutoStream<std::io::Stdout>>,
    err: RefCell<AutoStream<std::io::Stderr>>,
}

impl Terminal {
    pub(crate) fn new(format: Format, color: Color) -> Self {
        let choice = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self {
            format,
            out: RefCell::new(AutoStream::new(std::io::stdout(), choice)),
            err: RefCell::new(AutoStream::new(std::io::stderr(), choice)),
        }
    }

    /// Whether sentences are wanted at all.
    pub(crate) fn talks(&self) -> bool {
        match self.format {
            Format::Human | Format::Github => true,
            Format::Json | Format::Sarif | Format::Markdown => false,
        }
    }

    /// A line of the answer.
    pub(crate) fn line(&self, text: impl Display) {
        if self.talks() {
            self.raw(&format!("{text}\n"));
        }
    }

    /// A line of the answer in cargo's manner: what was done, to what.
    pub(crate) fn done(&self, verb: &str, text: impl Display) {
        let verb = paint(GOOD, format!("{verb:>12}"));
        self.line(format!("{verb} {text}"));
    }

    /// A line that says what is being done.
    pub(crate) fn doing(&self, verb: &str, text: impl Display) {
        if self.talks() {
            let verb = paint(FRESH, format!("{verb:>12}"));
            self.aside(&format!("{verb} {text}\n"));
        }
    }

    /// Text for stdout as it is, whatever the format.
    pub(crate) fn raw(&self, text: &str) {
        let mut out = self.out.borrow_mut();
        // A closed pipe is not a failure of the command.
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    /// Text for stderr as it is.
    pub(crate) fn aside(&self, text: &str) {
        let mut err = self.err.borrow_mut();
        let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
    }

    /// A JSON document on stdout.
    pub(crate) fn json(&self, value: &Value) {
        self.raw(&format!("{value:#}\n"));
    }

    /// Findings in the wanted form; JSON's are part of its one document.
    pub(crate) fn findings(&self, findings: &[Diagnostic], sources: &Sources) {
        match self.format {
            Format::Human => self.show(findings, sources),
            Format::Github => {
                self.show(findings, sources);
                self.raw(&render::github(findings, sources));
            }
            Format::Sarif => self.json(&render::sarif(findings, sources)),
            Format::Markdown => self.raw(&render::markdown(findings, sources)),
            Format::Json => {}
        }
    }

    fn show(&self, findings: &[Diagnostic], sources: &Sources) {
        if findings.is_empty() {
            return;
        }
        self.aside(&render::human(findings, sources, render::Style::Colour));
        if findings.len() > 1 {
            self.aside(&format!("\n{}\n", counted(findings)));
        }
        if findings.len() > FEW {
            self.aside(&by_code(findings));
        }
    }

    /// A progress display for work of so many parts; it is seen on a terminal only.
    pub(crate) fn progress(&self, verb: &str, parts: u64) -> Progress {
        Progress::new(verb, parts, self.talks() && std::io::stderr().is_terminal())
    }

    /// The width of lines that are cut to fit.
    pub(crate) fn width() -> usize {
        terminal_size::terminal_size().map_or(usize::MAX, |(width, _)| usize::from(width.0))
    }
}

/// How many findings need no list of their kinds.
const FEW: usize = 10;

/// A line for each kind of finding, the most frequent first.
fn by_code(findings: &[Diagnostic]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.code.name).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    let lines = counts.iter();
    let lines: Vec<String> = lines
        .map(|(name, count)| format!("{count:>6} {name}\n"))
        .collect();
    lines.concat()
}

/// `2 errors, 1 warning`.
fn counted(findings: &[Diagnostic]) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| {
            let count = findings.iter().filter(|d| d.severity == severity).count();
            (count, render::word(severity))
        })
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| plural(count, word))
        .collect();
    parts.join(", ")
}

/// `1 migration`, `2 migrations`.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// `2026-01-31 12:00:00` of `2026-01-31T12:00:00.123Z`.
pub(crate) fn moment(iso: &str) -> String {
    let seconds = iso.split('.').next().unwrap_or_default();
    seconds.trim_end_matches('Z').replace('T', " ")
}

/// `75 ms`, `1.25 s`.
pub(crate) fn duration(time_ms: u64) -> String {
    match time_ms {
        0..1000 => format!("{time_ms} ms"),
        1000..60_000 => format!("{}.{:02} s", time_ms / 1000, time_ms % 1000 / 10),
        60_000.. => format!("{} min {} s", time_ms / 60_000, time_ms / 1000 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_as_short_as_they_can_be() {
        let cases = [
            (0, "0 ms"),
            (999, "999 ms"),
            (1000, "1.00 s"),
            (1259, "1.25 s"),
            (61_000, "1 min 1 s"),
        ];
        for (time_ms, expected) in cases {
            assert_eq!(duration(time_ms), expected);
        }
    }
}
