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
