//! `explain`: the long text of a finding's code.

use clap::Args;
use diag::Code;
use serde_json::json;

use crate::codes;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::outcome::Outcome;
use crate::terminal::{BOLD, paint};

/// Explain the code of a finding: what is wrong, why, and what to do
///
/// Without a code, all codes are listed.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask explain duplicate-version")]
pub(crate) struct Explain {
    /// The code, as it stands in brackets after `error` or `warning`
    code: Option<String>,
}

impl Explain {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let all = codes::every();
        let Some(wanted) = &self.code else {
            for code in &all {
                ctx.terminal
                    .line(format!("{:<32} {}", code.name, summary(code)));
            }
            let list: Vec<_> = all
                .iter()
                .map(|code| json!({ "code": code.name, "summary": summary(code) }))
                .collect();
            return Ok(Outcome::of(json!({ "codes": list })));
        };
        let Some(code) = all.iter().find(|code| code.name == wanted) else {
            return Err(unknown(wanted, &all));
        };
        let text = text(code);
        ctx.terminal.line(paint(BOLD, code.name));
        ctx.terminal.line(format!("\n{}", text.trim_end()));
        Ok(Outcome::of(
            json!({ "code": code.name, "explanation": text }),
        ))
    }
}

/// The explanation without the one space that each line of a doc comment begins with.
fn text(code: &Code) -> String {
    let lines = code.explanation.lines();
    lines
        .map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n")
        .collect()
}

fn summary(code: &Code) -> String {
    text(code).lines().next().unwrap_or_default().to_owned()
}

fn unknown(wanted: &str, all: &[&'static Code]) -> Failure {
    let failure = Failure::new(
        &codes::UNKNOWN_CODE,
        format!("no finding has the code `{wanted}`"),
    );
    let near = all
        .iter()
        .map(|code| (strsim::jaro_winkler(wanted, code.name), code.name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match near {
        Some((_, name)) => failure.help(format!("did you mean `{name}`?")),
        None => failure.help("list all codes: `cargo xtask explain`"),
    }
}
