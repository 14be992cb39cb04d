//! Cut, mutated and malicious texts: no panic, and time that grows with the length.

use diag::Sources;
use proptest::prelude::*;

use crate::cases;
use crate::psl::syntax::parse;

/// Reads and formats a text; the number of findings is bounded by its lines.
fn check(text: &str) {
    let mut sources = Sources::new();
    let id = sources.add("schema.prisma", text);
    let (_, findings) = parse(&sources, &[id]);
    for finding in &findings {
        let span = finding.primary.as_ref().unwrap().span;
        assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
    }
    crate::psl::format(&sources, &[id]);
}

fn schemas() -> Vec<String> {
    cases::files("syntax", ".prisma")
        .iter()
        .chain(&cases::files("format", ".prisma"))
        .map(|path| cases::read(path))
        .collect()
}

#[test]
fn cut_anywhere() {
    for text in schemas() {
        for (at, _) in text.char_indices() {
            check(&text[..at]);
        }
    }
}

#[test]
fn deep_nesting() {
    for open in ["[", "(", "{", "f(", "a: [", "{a:", "[{a:f("] {
        let deep = open.repeat(10_000);
        for text in [
            format!("generator g {{\nx = {deep}\n}}\n"),
            format!("model A {{\na Int @x({deep}\n}}\n"),
            format!("model A {{\n@@x({deep})\n}}\n"),
            deep,
        ] {
            check(&text);
        }
    }
}

/// Texts in which a careless reader starts over at every line.
#[test]
fn repetition() {
    let repeated = [
        "model A {\n",
        "model A {\nid Int\n",
        "enum A {\n",
        "generator a {\n",
        "word {\n",
        "a /*\n",
        "model A {\na Int /*\n",
        "model A {\n/*\n",
        "/* ",
        "// ",
        "type A = ",
        "a",
        "\"",
        "\\",
        "\u{feff}",
        "\r",
        " ",
        "}\n",
        "a Int @a(a: f(",
    ];
    for unit in repeated {
        let many = unit.repeat(50_000 / unit.len());
        check(&many);
        check(&format!("{many}*/\n"));
        check(&format!("model A {{\n{many}\n}}\n"));
        check(&format!("model A {{\na Int @x(\"{many}\n}}\n"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
        check(&format!("model A {{\n{text}\n}}\n"));
    }

    #[test]
    fn spliced(cuts in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6)) {
        let schemas = schemas();
        let mut text = String::new();
        for (schema, from, to) in cuts {
            let chars: Vec<char> = schema.get(&schemas).chars().collect();
            let (a, b) = (from.index(chars.len() + 1), to.index(chars.len() + 1));
            text.extend(&chars[a.min(b)..a.max(b)]);
        }
        check(&text);
    }

    #[test]
    fn mutated(schema in any::<prop::sample::Index>(), edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<char>(), any::<bool>()), 1..10)) {
        let schemas = schemas();
        let mut chars: Vec<char> = schema.get(&schemas).chars().collect();
        for (at, new, insert) in edits {
            let at = at.index(chars.len() + 1);
            if insert || at == chars.len() {
                chars.insert(at, new);
            } else {
                chars[at] = new;
            }
        }
        check(&chars.into_iter().collect::<String>());
    }
}
