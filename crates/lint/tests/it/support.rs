//! Texts to a history, and its findings as text.

use diag::render::{Style, human};
use diag::{Diagnostic, Sources};
use prismoid_lint::{Allow, History, Migration, Options};
use sql::Script;

/// What rules say about migrations, all of which are judged.
pub(crate) struct Judged {
    pub(crate) sources: Sources,
    pub(crate) findings: Vec<Diagnostic>,
    /// What the parser and the fold say: an example must be in order.
    pub(crate) faults: Vec<Diagnostic>,
}

/// Judges the last `judged` of some migrations.
pub(crate) fn judge(texts: &[&str], judged: usize, options: &Options) -> Judged {
    let mut sources = Sources::new();
    let mut faults = Vec::new();
    let mut scripts: Vec<Script> = Vec::new();
    let mut downs: Vec<Option<Script>> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        // Behind `-- down` stands the rollback.
        let (text, down) = match text.split_once("\n-- down\n") {
            Some((text, down)) => (text, Some(down)),
            None => (*text, None),
        };
        let id = sources.add(format!("{:03}.sql", at + 1), text);
        let (script, more) = sql::parse(id, text);
        faults.extend(more);
        scripts.push(script);
        downs.push(down.map(|down| {
            let id = sources.add(format!("{:03}.down.sql", at + 1), down);
            let (script, more) = sql::parse(id, down);
            faults.extend(more);
            script
        }));
    }
    faults.extend(sql::fold(&scripts).1);
    let first = texts.len() - judged;
    let migrations = scripts.iter().enumerate().map(|(at, script)| Migration {
        name: format!("{:03}", at + 1),
        script,
        transaction: !script.text().starts_with("-- prismoid: no-transaction"),
        down: downs[at].as_ref(),
        irreversible: None,
        allows: allows(script),
        judged: at >= first,
    });
    let history = History {
        migrations: migrations.collect(),
    };
    let findings = prismoid_lint::check(&history, options);
    Judged {
        sources,
        findings,
        faults,
    }
}

/// The directives of a text, read as plainly as these tests write them.
fn allows(script: &Script) -> Vec<Allow> {
    let text = script.text();
    let first = script
        .statements()
        .next()
        .map_or(text.len(), |s| s.span().start as usize);
    let marker = "-- prismoid: allow ";
    text.match_indices(marker)
        .map(|(at, _)| {
            let line = text[at..].lines().next().unwrap_or_default();
            let (rule, reason) = line[marker.len()..].split_once(' ').unwrap_or_default();
            Allow {
                rule: rule.to_owned(),
                reason: reason.to_owned(),
                span: diag::Span::new(script.source(), at, at + line.len()),
                in_header: at < first,
            }
        })
        .collect()
}

impl Judged {
    /// The names of the rules that found something, in order.
    pub(crate) fn rules(&self) -> Vec<&'static str> {
        self.findings
            .iter()
            .map(|finding| finding.code.name)
            .collect()
    }

    /// As a person reads them.
    pub(crate) fn shown(&self) -> String {
        human(&self.findings, &self.sources, Style::Plain)
    }
}
