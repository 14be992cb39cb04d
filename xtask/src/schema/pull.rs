//! `schema pull`.

use std::path::PathBuf;

use ::schema::Schema;
use clap::Args;
use diag::{Diagnostic, SourceId, Sources, Span};
use psl::Datamodel;
use serde_json::json;

use crate::codes;
use crate::context::Context;
use crate::failure::{Failure, Result, any_error};
use crate::outcome::Outcome;
use crate::project;
use crate::state::State;
use crate::write::write_all;

/// What stands where no schema is written yet.
const NEW: &str = "generator client {\n  provider = \"prismoid\"\n}\n\ndatasource db {\n  provider = \"postgresql\"\n}\n";

/// Write into schema.prisma what the database has, and keep what stands
///
/// Names, comments, `@updatedAt`, `@ignore` and the values that the client makes stay as they are.
/// Tables, columns, keys, relations and enums follow the database. What the schema language cannot say
/// (checks, triggers, functions, policies, …) is named and left to the migrations.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cargo xtask schema pull --print\n  cargo xtask schema pull --from migrations --check"
)]
pub(crate) struct Pull {
    /// What to read: `database`, `migrations`, a URL, or the path of a folder of migrations
    #[arg(long, value_name = "STATE", default_value = "database")]
    from: String,
    /// The schemas (namespaces) to read; written as `schemas` of the datasource
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    schemas: Vec<String>,
    /// Print the text instead of writing it
    #[arg(long)]
    print: bool,
    /// Change nothing; fail if something would change
    #[arg(long, conflicts_with = "print")]
    check: bool,
    /// Forget the models and enums that stand, and write all of them anew
    #[arg(long)]
    force: bool,
}

/// The schema's files as they are read for a pull.
struct Files {
    sources: Sources,
    ids: Vec<SourceId>,
    datamodel: Datamodel,
}

impl Pull {
    /// From the command's database, written.
    pub(crate) fn of_database() -> Self {
        Self {
            from: "database".to_owned(),
            schemas: Vec::new(),
            print: false,
            check: false,
            force: false,
        }
    }

    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let layout = ctx.layout()?;
        let before = read(ctx)?;
        let files = self.prepare(&before)?;
        let live = State::parse(&self.from)?.read(ctx)?;
        refuse_nothing(&live, &self.from)?;
        let mut wanted = psl::lower(&files.datamodel);
        sql::resolve(&mut wanted);
        let pulled = psl::pull(
            &psl::Existing {
                sources: &files.sources,
                ids: &files.ids,
                datamodel: &files.datamodel,
                wanted: &wanted,
            },
            &live,
        );
        let title = |id: &SourceId| files.sources.get(*id).name().to_owned();
        let texts: Vec<(String, String)> = files.ids.iter().map(title).zip(pulled.texts).collect();
        let mut findings = pulled.findings;
        findings.extend(mistakes(&texts));
        if self.print {
            let text: String = texts.iter().map(|(_, text)| text.as_str()).collect();
            ctx.terminal.line(text.trim_end_matches('\n'));
            let value = json!({ "text": text });
            return Ok(Outcome::of(value).with(findings, files.sources));
        }
        let stands = |name: &str, text: &str| {
            let known = before.iter().find(|(known, _)| known == name);
            known.is_some_and(|(_, known)| known.as_deref() == Some(text))
        };
        let updated: Vec<(PathBuf, String)> = texts
            .into_iter()
            .filter(|(name, text)| !stands(name, text))
            .map(|(name, text)| (layout.root.join(name), text))
            .collect();
        let shown: Vec<String> = updated.iter().map(|(path, _)| layout.shown(path)).collect();
        if shown.is_empty() || self.check {
            // What no schema can say is no reason to pull.
            findings.retain(Diagnostic::is_error);
        }
        if shown.is_empty() {
            let text = format!("The schema says already what `{}` has.", self.from);
            ctx.terminal.line(text);
        } else if self.check {
            for name in &shown {
                findings.push(
                    Diagnostic::error(
                        &codes::SCHEMA_BEHIND,
                        format!("a pull would change `{name}`"),
                    )
                    .help("run `cargo xtask schema pull`, or bring the database to the schema"),
                );
            }
        } else {
            write_all(&updated)?;
            for name in &shown {
                ctx.terminal.done("Pulled", name);
            }
        }
        Ok(Outcome::of(json!({ "changed": shown })).with(findings, files.sources))
    }

    /// The files as the pull begins with them: with the schemas that were named, and without models
    /// where all are to be written anew.
    fn prepare(&self, before: &[(String, Option<String>)]) -> Result<Files> {
        let mut texts: Vec<(String, String)> = before
            .iter()
            .map(|(name, text)| (name.clone(), text.clone().unwrap_or_else(|| NEW.to_owned())))
            .collect();
        if self.force {
            let files = parse(&texts)?;
            texts = only_configuration(&files);
        }
        if !self.schemas.is_empty() {
            let files = parse(&texts)?;
            texts = with_schemas(&files, &self.schemas);
        }
        parse(&texts)
    }
}

/// The schema's files with their texts; where none is there yet, the one that would be written.
fn read(ctx: &Context) -> Result<Vec<(String, Option<String>)>> {
    let layout = ctx.layout()?;
    let inputs = project::read_to_begin(ctx)?;
    if inputs.schema.is_empty() {
        return Ok(vec![(layout.paths().schema, None)]);
    }
    let file = |id: &SourceId| {
        let source = inputs.sources.get(*id);
        (source.name().to_owned(), Some(source.text().to_owned()))
    };
    Ok(inputs.schema.iter().map(file).collect())
}

/// Reads texts that must be in order.
fn parse(texts: &[(String, String)]) -> Result<Files> {
    let mut sources = Sources::new();
    let ids: Vec<SourceId> = texts
        .iter()
        .map(|(name, text)| sources.add(name.clone(), text.clone()))
        .collect();
    let (datamodel, findings) = psl::parse(&sources, &ids);
    if any_error(&findings) {
        return Err(Failure::findings(findings, sources));
    }
    Ok(Files {
        sources,
        ids,
        datamodel,
    })
}

/// The texts without models, views and enums.
fn only_configuration(files: &Files) -> Vec<(String, String)> {
    let datamodel = &files.datamodel;
    let generators = datamodel.generators.iter().map(|it| it.span);
    let blocks: Vec<_> = generators
        .chain(datamodel.datasource.iter().map(|it| it.span))
        .collect();
    let text = |id: &SourceId| {
        let within = blocks.iter().filter(|span| span.source == *id);
        let kept: Vec<&str> = within.map(|span| files.sources.slice(*span)).collect();
        let name = files.sources.get(*id).name().to_owned();
        (name, kept.join("\n\n") + "\n")
    };
    files.ids.iter().map(text).collect()
}

/// The texts with other schemas of the datasource. A block without a schema is in `public`, and says
/// so from then on.
fn with_schemas(files: &Files, schemas: &[String]) -> Vec<(String, String)> {
    let quoted: Vec<String> = schemas.iter().map(|name| format!("\"{name}\"")).collect();
    let all = quoted.join(", ");
    let datamodel = &files.datamodel;
    let mut edits: Vec<(Span, String)> = Vec::new();
    if let Some(source) = &datamodel.datasource {
        edits.push(match (source.schemas.first(), source.schemas.last()) {
            (Some(first), Some(last)) => {
                let whole = Span {
                    end: last.span.end,
                    ..first.span
                };
                (whole, all)
            }
            (None, _) | (_, None) => (brace(source.span), format!("  schemas = [{all}]\n")),
        });
    }
    let models = datamodel
        .models
        .iter()
        .map(|it| (it.schema.is_none(), it.span));
    let enums = datamodel
        .enums
        .iter()
        .map(|it| (it.schema.is_none(), it.span));
    for (_, span) in models.chain(enums).filter(|(lacks, _)| *lacks) {
        edits.push((brace(span), "\n  @@schema(\"public\")\n".to_owned()));
    }
    // From the end, so that the places before stay where they are.
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let text = |id: &SourceId| {
        let source = files.sources.get(*id);
        let mut text = source.text().to_owned();
        for (span, new) in edits.iter().filter(|(span, _)| span.source == *id) {
            text.replace_range(span.start as usize..span.end as usize, new);
        }
        (source.name().to_owned(), text)
    };
    files.ids.iter().map(text).collect()
}

/// The place before the closing brace, which is the last character of a block.
fn brace(block: Span) -> Span {
    Span {
        start: block.end - 1,
        end: block.end - 1,
        ..block
    }
}

/// An empty database would take every model away, and most likely another one was meant.
fn refuse_nothing(live: &Schema, from: &str) -> Result<()> {
    if live.tables.is_empty() && live.views.is_empty() && live.enums.is_empty() {
        let message = format!("`{from}` has no tables");
        return Err(Failure::new(&codes::NOTHING_TO_PULL, message).help(
            "name another database with `--database-url`, or run `cargo xtask migrate` first",
        ));
    }
    Ok(())
}

/// What is wrong with the texts that were made: a database may have what a schema must not say.
fn mistakes(texts: &[(String, String)]) -> Vec<Diagnostic> {
    let mut sources = Sources::new();
    let ids: Vec<SourceId> = texts
        .iter()
        .map(|(name, text)| sources.add(name.clone(), text.clone()))
        .collect();
    let (_, findings) = psl::parse(&sources, &ids);
    let errors = findings.into_iter().filter(Diagnostic::is_error);
    errors
        .map(|mut finding| {
            // The place is one of the new text, which the reader does not have before it is written.
            finding.primary = None;
            finding.secondary.clear();
            finding.note("in the schema as it is pulled")
        })
        .collect()
}
