//! What the grammar accepts, and what is said about the rest.

mod hostile;
mod tree;

use diag::Sources;

use crate::cases;

#[test]
fn reports_what_the_grammar_refuses() {
    cases::check_all("syntax", ".prisma", |path| {
        let text = cases::read(path);
        let (schema, expected) = cases::split(&text);
        let mut sources = Sources::new();
        let id = sources.add("schema.prisma", schema);
        let (_, findings) = crate::psl::syntax::parse(&sources, &[id]);
        cases::same(expected, &cases::shown(&sources, &findings))
    });
}

#[test]
fn a_fix_removes_its_finding() {
    cases::check_all("syntax", ".prisma", |path| {
        let text = cases::read(path);
        let (schema, _) = cases::split(&text);
        let mut sources = Sources::new();
        let id = sources.add("schema.prisma", schema);
        let (_, findings) = crate::psl::syntax::parse(&sources, &[id]);
        for finding in &findings {
            let Some(fix) = &finding.fix else { continue };
            let mut fixed = schema.to_owned();
            for edit in fix.edits.iter().rev() {
                fixed.replace_range(edit.span.range(), &edit.replacement);
            }
            let id = sources.add("fixed.prisma", fixed.clone());
            let (_, left) = crate::psl::syntax::parse(&sources, &[id]);
            let count = |list: &[diag::Diagnostic]| {
                list.iter()
                    .filter(|other| other.code == finding.code)
                    .count()
            };
            if count(&left) >= count(&findings) {
                return Err(format!("{}: {}\n{fixed}", finding.message, fix.message));
            }
        }
        Ok(())
    });
}
