//! For people: rustc's look, by `annotate-snippets`.

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};

use super::clamp;
use crate::{Diagnostic, Label, Severity, SourceId, Sources};

/// Whether colours are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Plain text, for files, tests and pipes.
    Plain,
    /// ANSI colours, for terminals.
    Colour,
}

/// Findings as rustc shows them, one after the other with an empty line between; each ends in a
/// line end. Nothing for no findings.
pub fn human(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    };
    let shown: Vec<String> = diagnostics
        .iter()
        .map(|d| renderer.render(&report(d, sources)) + "\n")
        .collect();
    shown.join("\n")
}

fn report<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.name);
    let mut group = Group::with_title(title);
    for (source, labels) in by_source(diagnostic) {
        group = group.element(snippet(source, &labels, sources));
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let mut groups = vec![group];
    if let Some(fix) = &diagnostic.fix
        && let Some(first) = fix.edits.first()
    {
        let source = sources.get(first.span.source);
        let patches = fix
            .edits
            .iter()
            .filter(|e| e.span.source == first.span.source)
            .map(|edit| Patch::new(clamp(source.text(), edit.span), edit.replacement.as_str()));
        groups.push(
            Group::with_title(Level::HELP.secondary_title(fix.message.as_str())).element(
                Snippet::source(source.text())
                    .path(source.name())
                    .patches(patches),
            ),
        );
    }
    groups
}

type Labels<'a> = Vec<(AnnotationKind, &'a Label)>;

/// The labels of each source, the primary's source first.
fn by_source(diagnostic: &Diagnostic) -> Vec<(SourceId, Labels<'_>)> {
    let primary = diagnostic
        .primary
        .iter()
        .map(|label| (AnnotationKind::Primary, label));
    let secondary = diagnostic
        .secondary
        .iter()
        .map(|label| (AnnotationKind::Context, label));
    let mut list: Vec<(SourceId, Labels<'_>)> = Vec::new();
    for (kind, label) in primary.chain(secondary) {
        match list
            .iter_mut()
            .find(|(source, _)| *source == label.span.source)
        {
            Some((_, labels)) => labels.push((kind, label)),
            None => list.push((label.span.source, vec![(kind, label)])),
        }
    }
    list
}

fn snippet<'a>(
    source: SourceId,
    labels: &Labels<'a>,
    sources: &'a Sources,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let source = sources.get(source);
    let annotations = labels.iter().map(|(kind, label)| {
        kind.span(clamp(source.text(), label.span))
            .label(label.message.as_str())
    });
    Snippet::source(source.text())
        .path(source.name())
        .annotations(annotations)
}
