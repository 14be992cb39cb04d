//! What holds for any text: no panic, and every place lies in the text.

use std::sync::LazyLock;

use diag::Sources;
use proptest::prelude::*;

use crate::{cases, psl};

fn check(text: &str) {
    let mut sources = Sources::new();
    let id = sources.add("schema.prisma", text);
    let (datamodel, findings) = psl::parse(&sources, &[id]);
    for finding in &findings {
        let labels = finding.primary.iter().chain(&finding.secondary);
        for label in labels {
            assert!(
                text.get(label.span.range()).is_some(),
                "{label:?} of {text:?}"
            );
        }
    }
    if findings.iter().any(diag::Diagnostic::is_error) {
        assert!(datamodel.models.is_empty(), "{text:?}");
    }
}

/// The schemas of all cases, expected findings included: comments do no harm.
static SCHEMAS: LazyLock<Vec<String>> = LazyLock::new(|| {
    cases::files("validate", ".prisma")
        .iter()
        .flat_map(|path| {
            let text = cases::read(path);
            text.split("\n//// ").map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
});

/// Parts of a schema: words, strings, signs and blanks.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut last = false;
    for character in text.chars() {
        let word = character.is_alphanumeric();
        match tokens.last_mut() {
            Some(token) if last && word => token.push(character),
            _ => tokens.push(character.to_string()),
        }
        last = word;
    }
    tokens
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn mutated_schemas(
        pick in any::<prop::sample::Index>(),
        edits in prop::collection::vec(
            (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..4u8),
            1..4,
        ),
    ) {
        let mut tokens = tokens(&SCHEMAS[pick.index(SCHEMAS.len())]);
        for (from, to, kind) in edits {
            if tokens.is_empty() {
                break;
            }
            let (from, to) = (from.index(tokens.len()), to.index(tokens.len()));
            match kind {
                0 => {
                    tokens.remove(from);
                }
                1 => tokens.swap(from, to),
                2 => tokens[to] = tokens[from].clone(),
                _ => tokens.insert(to, tokens[from].clone()),
            }
        }
        check(&tokens.concat());
    }
}

/// Schemas in which a careless check compares everything with everything.
#[test]
fn repetition() {
    const TIMES: usize = 3_000;
    let repeat = |part: &dyn Fn(usize) -> String| (0..TIMES).map(part).collect::<String>();
    let schemas = [
        repeat(&|_| "datasource db {\n}\n".to_owned()),
        repeat(&|i| format!("model M{i} {{\n  id Int @id\n  r Unknwon{i}\n}}\n")),
        repeat(&|_| "model M {\n  id Int @id\n}\n".to_owned()),
        repeat(&|i| format!("enum E{i} {{\n  A\n  @@map(\"e\")\n}}\n")),
        format!(
            "generator g {{\n{}}}\n",
            repeat(&|i| format!("  a{i} = 1\n"))
        ),
        format!(
            "model A {{\n  id Int @id({})\n}}\n",
            repeat(&|i| format!("a{i}: 1, "))
        ),
        format!(
            "model A {{\n  id Int @id\n  @@index([{}id])\n}}\n",
            repeat(&|_| "id, ".into())
        ),
        format!(
            "model A {{\n  id Int @id\n{}}}\n",
            repeat(&|i| format!("  a{i} A[]\n"))
        ),
        format!(
            "model A {{\n  id Int @id\n{}}}\n",
            repeat(&|_| "  a Int @map(\"x\")\n".into())
        ),
        format!(
            "model A {{\n  id Int @id\n{}}}\n",
            repeat(&|_| "  @@unique([id], name: \"x\")\n".into())
        ),
        format!("model A {{\n  id Int {}\n}}\n", "@id ".repeat(TIMES)),
        format!(
            "enum E {{\n{}}}\n",
            repeat(&|_| "  A @map(\"x\")\n".to_owned())
        ),
    ];
    for schema in schemas {
        check(&schema);
    }
}
