//! `schema format`.

use clap::Args;
use diag::{Diagnostic, Span};
use serde_json::json;

use crate::codes;
use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::project;
use crate::terminal::plural;
use crate::write::write_all;

/// Rewrite the schema in its canonical form, as Prisma's formatter does
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cargo xtask schema format\n  cargo xtask schema format --check"
)]
pub(crate) struct Format {
    /// Change nothing; fail if something would change
    #[arg(long, conflicts_with = "stdout")]
    check: bool,
    /// Print the text instead of writing it
    #[arg(long)]
    stdout: bool,
}

impl Format {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let layout = ctx.layout()?;
        let mut texts = project::read(ctx)?;
        // What is wrong with the migrations is not asked here.
        texts.findings.retain(|finding| finding.primary.is_none());
        let formatted = psl::format(&texts.sources, &texts.schema);
        let files: Vec<_> = texts.schema.iter().copied().zip(formatted).collect();
        if self.stdout {
            let text: String = files.iter().map(|(_, text)| text.as_str()).collect();
            ctx.terminal.line(text.trim_end_matches('\n'));
            return Ok(Outcome::of(json!({ "text": text })).with(texts.findings, texts.sources));
        }
        let changed: Vec<_> = files
            .into_iter()
            .filter(|(id, text)| texts.sources.get(*id).text() != text)
            .collect();
        let names: Vec<String> = changed
            .iter()
            .map(|(id, _)| texts.sources.get(*id).name().to_owned())
            .collect();
        if self.check {
            for ((id, text), name) in changed.iter().zip(&names) {
                let offset = first_difference(texts.sources.get(*id).text(), text);
                texts.findings.push(
                    Diagnostic::error(&codes::NOT_FORMATTED, format!("`{name}` is not formatted"))
                        .at(Span::new(*id, offset, offset), "the first difference")
                        .help("run `cargo xtask schema format`"),
                );
            }
        } else {
            let written: Vec<_> = changed
                .into_iter()
                .zip(&names)
                .map(|((_, text), name)| (layout.root.join(name), text))
                .collect();
            write_all(&written)?;
            for name in &names {
                ctx.terminal.done("Formatted", name);
            }
        }
        if names.is_empty() {
            let count = plural(texts.schema.len(), "file");
            ctx.terminal.line(format!("{count} formatted already."));
        }
        Ok(Outcome::of(json!({ "changed": names })).with(texts.findings, texts.sources))
    }
}

/// The offset at which two texts part.
fn first_difference(before: &str, after: &str) -> usize {
    let same = before
        .bytes()
        .zip(after.bytes())
        .take_while(|(a, b)| a == b);
    let mut offset = same.count();
    while !before.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
