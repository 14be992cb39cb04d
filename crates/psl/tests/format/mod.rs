//! The formatter prints what Prisma's does: the expected files are its own output.

use diag::Sources;
use proptest::prelude::*;

use crate::cases;

fn format(files: &[(&str, &str)]) -> Vec<String> {
    let mut sources = Sources::new();
    let ids: Vec<_> = files
        .iter()
        .map(|(name, text)| sources.add(*name, *text))
        .collect();
    crate::psl::format(&sources, &ids)
}

/// A case of several files: each begins with `// file: name`.
fn parts(text: &str) -> Vec<(&str, &str)> {
    let mut parts = Vec::new();
    for part in text.split("// file: ").skip(1) {
        parts.push(part.split_once('\n').unwrap());
    }
    if parts.is_empty() {
        parts.push(("schema.prisma", text));
    }
    parts
}

#[test]
fn prints_what_prisma_prints() {
    cases::check_all("format", ".prisma", |path| {
        let text = cases::read(path);
        let expected = cases::read(&path.with_extension("formatted"));
        let files = parts(&text);
        let formatted = format(&files);
        let actual = if files.len() == 1 {
            formatted.concat()
        } else {
            let named = files.iter().zip(&formatted);
            named.fold(String::new(), |all, ((name, _), text)| {
                all + "// file: " + name + "\n" + text
            })
        };
        cases::same(&expected, &actual)
    });
}

#[test]
fn formatting_twice_changes_nothing() {
    cases::check_all("format", ".formatted", |path| {
        let text = cases::read(path);
        let files = parts(&text);
        let once: Vec<_> = files.iter().map(|(_, text)| (*text).to_owned()).collect();
        cases::same(&once.concat(), &format(&files).concat())
    });
}

proptest! {
    #[test]
    fn is_idempotent(lines in proptest::collection::vec(line(), 0..30)) {
        let once = format(&[("schema.prisma", &lines.concat())]).concat();
        prop_assert_eq!(&once, &format(&[("schema.prisma", &once)]).concat());
    }
}

/// A line of a schema, with its end.
fn line() -> impl Strategy<Value = String> {
    let text = prop::sample::select(vec![
        "model A {",
        "model B {",
        "enum E {",
        "view V {",
        "datasource db {",
        "generator g {",
        "}",
        "}",
        "}",
        "",
        "",
        "  ",
        "// c",
        "  /// d",
        "/* x */",
        "/*",
        "*/",
        " * star",
        "id Int @id",
        "a String?  @unique @default(\"x\")",
        "  b B[]",
        "c  E @default(X) @map(\"c\")",
        "d Unsupported(\"x\")",
        "e Int @default(1) // c",
        "f B @relation(fields: [a], references: [id])",
        "X",
        "Y @map(\"y\") /// d",
        "provider = \"postgresql\"",
        "schemas=[ \"a\" ]",
        "@@index([a, b])  // i",
        "@@map(\"t\")",
        "@@id([a])",
        "junk (",
        "x:Int",
        "y [Int]",
        "z Int!",
    ]);
    let end = prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\n\n"]);
    (text, end).prop_map(|(text, end)| format!("{text}{end}"))
}
