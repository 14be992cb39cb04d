//! The comments at the top of a migration: what it is, by whom, since when, after what.

use diag::{Diagnostic, Edit, SourceId, Span};

use crate::{codes, name};

/// A field's value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The text after the colon, trimmed; not empty.
    pub value: String,
    /// The place of the value.
    pub span: Span,
}

/// The fields of a header; `None` where one is missing or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// `Migration`: the file's name without `.sql`.
    pub migration: Option<Field>,
    /// `Description`: one sentence.
    pub description: Option<Field>,
    /// `Author`.
    pub author: Option<Field>,
    /// `Date`: `YYYY-MM-DD`.
    pub date: Option<Field>,
    /// `Depends on`: earlier migrations, separated by commas, or `none`.
    pub depends_on: Option<Field>,
    /// Other lines of the form `Key: value` before the first statement, with the place of the key.
    others: Vec<(String, Span)>,
}

const FIELDS: [&str; 5] = ["Migration", "Description", "Author", "Date", "Depends on"];

/// Reads the header: the comments before the first statement.
pub(crate) fn header(source: SourceId, text: &str) -> Header {
    let mut header = Header::default();
    let comments = lexer::tokens(text)
        .take_while(|token| token.kind.is_trivia())
        .filter(|token| token.kind.is_comment());
    for token in comments {
        let mut offset = token.start as usize;
        for line in token.text(text).split_inclusive('\n') {
            header.read_line(source, offset, line);
            offset += line.len();
        }
    }
    header
}

impl Header {
    fn read_line(&mut self, source: SourceId, offset: usize, line: &str) {
        let body = line.trim_start_matches(['-', '/', '*', ' ', '\t']);
        let Some((key, value)) = body.split_once(':') else {
            return;
        };
        let start = offset + line.len() - body.len();
        let key_span = Span::new(source, start, start + key.trim_end().len());
        let value_start = start + key.len() + 1 + (value.len() - value.trim_start().len());
        let value = value.trim().trim_end_matches("*/").trim_end();
        let span = Span::new(source, value_start, value_start + value.len());
        let key = key.trim();
        let known = FIELDS.iter().find(|f| f.eq_ignore_ascii_case(key));
        let field = (!value.is_empty()).then(|| Field {
            value: value.to_owned(),
            span,
        });
        let slot = match known.copied() {
            Some("Migration") => &mut self.migration,
            Some("Description") => &mut self.description,
            Some("Author") => &mut self.author,
            Some("Date") => &mut self.date,
            Some(_) => &mut self.depends_on,
            None => {
                self.others.push((key.to_owned(), key_span));
                return;
            }
        };
        if slot.is_none() {
            *slot = field;
        }
    }

    fn missing(&self) -> Vec<&'static str> {
        let slots = [
            &self.migration,
            &self.description,
            &self.author,
            &self.date,
            &self.depends_on,
        ];
        let pairs = FIELDS.into_iter().zip(slots);
        pairs
            .filter(|(_, slot)| slot.is_none())
            .map(|(field, _)| field)
            .collect()
    }

    /// The stems and numbers that `Depends on` names, each with its place; none for `none`.
    pub fn dependencies(&self) -> Vec<Field> {
        let Some(field) = &self.depends_on else {
            return Vec::new();
        };
        let none = ["none", "(none)", "nothing", "-"];
        if none.iter().any(|n| field.value.eq_ignore_ascii_case(n)) {
            return Vec::new();
        }
        let mut offset = field.span.start as usize;
        let mut list = Vec::new();
        for part in field.value.split(',') {
            let value = part.trim();
            let start = offset + part.len() - part.trim_start().len();
            if !value.is_empty() {
                list.push(Field {
                    value: value.to_owned(),
                    span: Span::new(field.span.source, start, start + value.len()),
                });
            }
            offset += part.len() + 1;
        }
        list
    }
}

/// What is wrong with the header of the migration `stem`, whose file has its `place`, given the
/// stems of all migrations in order.
pub(crate) fn check(
    header: &Header,
    place: Span,
    stem: &str,
    all: &[(i64, String)],
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let missing = header.missing();
    if !missing.is_empty() {
        findings.push(missing_fields(header, place, stem, &missing));
    }
    if let Some(field) = header.migration.as_ref().filter(|f| f.value != stem) {
        findings.push(wrong_migration(field, stem));
    }
    if let Some(field) = header.date.as_ref().filter(|f| !is_date(&f.value)) {
        let message = format!("`{}` is not a date", field.value);
        findings.push(
            Diagnostic::error(&codes::HEADER_MISMATCH, message)
                .at(field.span, "")
                .help("write the date as `YYYY-MM-DD`"),
        );
    }
    let version = name::parse_stem(stem).map_or(0, |(version, _)| version);
    for dependency in header.dependencies() {
        findings.extend(check_dependency(&dependency, version, all));
    }
    findings
}

fn missing_fields(
    header: &Header,
    place: Span,
    stem: &str,
    missing: &[&'static str],
) -> Diagnostic {
    let list = listed(missing);
    let noun = if missing.len() == 1 {
        "field"
    } else {
        "fields"
    };
    let message = format!("the header of `{stem}` lacks the {noun} {list}");
    let mut finding = Diagnostic::error(&codes::MISSING_HEADER_FIELD, message).at(place, "");
    for (key, span) in &header.others {
        let near = missing.iter().find(|field| {
            strsim::damerau_levenshtein(&key.to_lowercase(), &field.to_lowercase()) <= 2
        });
        if let Some(field) = near {
            finding = finding.also(*span, format!("did you mean `{field}`?"));
        }
    }
    let examples: Vec<String> = missing.iter().map(|field| example(field, stem)).collect();
    finding.help(format!("add at the top: {}", examples.join(", ")))
}

fn example(field: &str, stem: &str) -> String {
    let value = match field {
        "Migration" => stem,
        "Description" => "<what it does>",
        "Author" => "<name>",
        "Date" => "<YYYY-MM-DD>",
        _ => "<earlier migrations, or none>",
    };
    format!("`-- {field}: {value}`")
}

/// "`A`, `B` and `C`".
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn wrong_migration(field: &Field, stem: &str) -> Diagnostic {
    let message = format!("the header says `{}`, the file is `{stem}`", field.value);
    Diagnostic::error(&codes::HEADER_MISMATCH, message)
        .at(field.span, "")
        .fix(
            "name the file here",
            vec![Edit {
                span: field.span,
                replacement: stem.to_owned(),
            }],
        )
}

fn check_dependency(dependency: &Field, version: i64, all: &[(i64, String)]) -> Option<Diagnostic> {
    let value = dependency.value.trim_end_matches(".sql");
    let number = value.parse::<i64>().ok();
    // `all` is in the order of versions, and most names begin with theirs.
    let version_of = |value: &str| name::parse_stem(value).map(|(version, _)| version);
    let wanted = number.or_else(|| version_of(value));
    let from = wanted.map_or(0, |w| all.partition_point(|(v, _)| *v < w));
    let known = all[from..]
        .iter()
        .take_while(|(v, _)| wanted == Some(*v))
        .find(|(_, stem)| stem == value || number.is_some());
    let finding = match known {
        Some((other, _)) if *other < version => return None,
        Some((other, stem)) if *other == version => Diagnostic::error(
            &codes::BAD_DEPENDENCY,
            format!("`{stem}` depends on itself"),
        )
        .help("name an earlier migration, or `none`"),
        Some((_, stem)) => {
            let message = format!("`{stem}` runs later, so nothing here can depend on it");
            Diagnostic::error(&codes::BAD_DEPENDENCY, message)
                .help("name an earlier migration, or `none`")
        }
        None => {
            let message = format!("there is no migration `{value}`");
            let finding = Diagnostic::error(&codes::BAD_DEPENDENCY, message);
            let near = all
                .iter()
                .filter(|(other, _)| *other < version)
                .map(|(_, stem)| (strsim::damerau_levenshtein(stem, value), stem))
                .filter(|(distance, stem)| *distance <= stem.len() / 3)
                .min();
            match near {
                Some((_, stem)) => finding.fix(
                    format!("name `{stem}`"),
                    vec![Edit {
                        span: dependency.span,
                        replacement: stem.clone(),
                    }],
                ),
                None => finding.help("name an earlier migration by its file name, or `none`"),
            }
        }
    };
    Some(finding.at(dependency.span, ""))
}

/// Whether a text is a day of the calendar in the form `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let digits = |range| {
        text.get(range)
            .filter(|part: &&str| part.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|part| part.parse::<u32>().ok())
    };
    let separated = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    let (Some(year), Some(month), Some(day)) = (digits(0..4), digits(5..7), digits(8..10)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    };
    separated && (1..=12).contains(&month) && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn knows_the_calendar() {
        let good = ["2026-11-22", "2024-02-29", "2000-02-29", "0001-01-01"];
        let bad = [
            "",
            "2026-11-31",
            "2023-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "22.11.2026",
            "2026/11/22",
            "2026-11-2ü",
            "+026-11-22",
        ];
        assert!(good.into_iter().all(is_date));
        for text in bad {
            assert!(!is_date(text), "{text}");
        }
    }
}
