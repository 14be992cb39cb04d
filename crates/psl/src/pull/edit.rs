//! Edits of the files, applied together.

use diag::{SourceId, Sources, Span};

use super::Existing;

/// Replacements of places of the files. They do not overlap.
pub(super) struct Edits<'a> {
    sources: &'a Sources,
    list: Vec<(Span, String)>,
}

impl<'a> Edits<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            list: Vec::new(),
        }
    }

    pub(super) fn replace(&mut self, span: Span, text: impl Into<String>) {
        self.list.push((span, text.into()));
    }

    /// Puts text before an offset, behind what was put there before.
    pub(super) fn insert(&mut self, source: SourceId, offset: u32, text: impl Into<String>) {
        self.replace(Span::new(source, offset as usize, offset as usize), text);
    }

    /// Takes a declaration out, with the comments that document it and its line end.
    pub(super) fn remove(&mut self, span: Span) {
        let text = self.sources.get(span.source).text();
        let mut start = line_start(text, span.start as usize);
        while start > 0 {
            let above = line_start(text, start - 1);
            if !text[above..start].trim_start().starts_with("///") {
                break;
            }
            start = above;
        }
        let end = line_end(text, last_character(text, span));
        self.replace(Span::new(span.source, start, end), "");
    }

    /// The offset behind the line on which a declaration ends.
    pub(super) fn behind(&self, span: Span) -> u32 {
        let text = self.sources.get(span.source).text();
        line_end(text, last_character(text, span)) as u32
    }

    /// The new texts of all files, with new blocks at the end of the last. Files with a change are
    /// formatted.
    pub(super) fn finish(mut self, existing: &Existing<'_>, new: &[String]) -> Vec<String> {
        self.list.sort_by_key(|(span, _)| (span.source, span.start));
        let last = existing.ids.last().copied();
        let mut texts = Vec::new();
        let mut changed = Vec::new();
        for id in existing.ids.iter().copied() {
            let mut text = self.apply(id);
            if Some(id) == last {
                for block in new {
                    let gap = if text.is_empty() || text.ends_with("\n\n") {
                        ""
                    } else if text.ends_with('\n') {
                        "\n"
                    } else {
                        "\n\n"
                    };
                    text.push_str(gap);
                    text.push_str(block);
                }
            }
            changed.push(text != existing.sources.get(id).text());
            texts.push(text);
        }
        if !changed.contains(&true) {
            return texts;
        }
        let mut sources = Sources::new();
        let ids: Vec<SourceId> = existing
            .ids
            .iter()
            .zip(&texts)
            .map(|(id, text)| sources.add(existing.sources.get(*id).name(), text.clone()))
            .collect();
        let formatted = crate::format(&sources, &ids);
        texts
            .into_iter()
            .zip(formatted)
            .zip(changed)
            .map(|((text, formatted), changed)| if changed { formatted } else { text })
            .collect()
    }

    fn apply(&self, id: SourceId) -> String {
        let text = self.sources.get(id).text();
        let mut result = String::with_capacity(text.len());
        let mut at = 0;
        for (span, replacement) in self.list.iter().filter(|(span, _)| span.source == id) {
            let start = (span.start as usize).max(at);
            result.push_str(&text[at..start]);
            result.push_str(replacement);
            at = (span.end as usize).max(start);
        }
        result.push_str(&text[at..]);
        result
    }
}

/// The offset of the last character of a place that is no line end: a field's place ends behind it.
fn last_character(text: &str, span: Span) -> usize {
    let range = span.start as usize..span.end as usize;
    let inside = text.get(range).unwrap_or_default();
    span.start as usize + inside.trim_end().len()
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |at| at + 1)
}

/// The offset behind the line end that follows.
fn line_end(text: &str, offset: usize) -> usize {
    text[offset..]
        .find('\n')
        .map_or(text.len(), |at| offset + at + 1)
}
