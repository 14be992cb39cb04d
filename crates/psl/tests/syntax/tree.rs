//! What the tree holds.

use diag::Sources;

use crate::psl::syntax::ast::{Ast, ConfigBlock, Expression, Model, Top};
use crate::psl::syntax::parse;

/// Parses a text without findings.
fn check(text: &str, expect: impl FnOnce(&Sources, &Ast<'_>)) {
    let mut sources = Sources::new();
    let id = sources.add("schema.prisma", text);
    let (ast, findings) = parse(&sources, &[id]);
    assert!(findings.is_empty(), "{findings:?}");
    expect(&sources, &ast);
}

fn check_model(text: &str, expect: impl FnOnce(&Sources, &Model<'_>)) {
    check(text, |sources, ast| match ast.tops().last() {
        Some(Top::Model(model)) => expect(sources, model),
        other => panic!("{other:?}"),
    });
}

fn check_config(text: &str, expect: impl FnOnce(&ConfigBlock<'_>)) {
    check(text, |_, ast| match ast.tops().last() {
        Some(Top::Datasource(block) | Top::Generator(block)) => expect(block),
        other => panic!("{other:?}"),
    });
}

#[test]
fn spans_end_before_blanks_and_line_ends() {
    let text = "model A {\n  id Int @id @default(1)  // c  \r\n  b Unsupported(\"x\")[]  \n  @@map(\"a\")\n}\n";
    check_model(text, |sources, model| {
        let slices: Vec<_> = [
            model.span,
            model.name.span,
            model.fields[0].span,
            model.fields[0].name.span,
            model.fields[0].ty.span(),
            model.fields[0].attributes[0].span,
            model.fields[0].attributes[1].span,
            model.fields[0].attributes[1].name.span,
            model.fields[0].attributes[1].arguments.list[0].span,
            model.fields[1].span,
            model.fields[1].ty.span(),
            model.attributes[0].span,
        ]
        .into_iter()
        .map(|span| sources.slice(span))
        .collect();
        assert_eq!(
            slices,
            [
                text.trim_end(),
                "A",
                "id Int @id @default(1)  // c",
                "id",
                "Int",
                "@id",
                "@default(1)",
                "default",
                "1",
                "b Unsupported(\"x\")[]",
                "Unsupported(\"x\")",
                "@@map(\"a\")",
            ]
        );
    });
}

#[test]
fn documentation_is_above_and_behind() {
    let cases = [
        ("/// a\nmodel A {\n}\n", Some("a")),
        ("/// a\n//  n\n///   b  \nmodel A {\n}\n", Some("a\nb  ")),
        ("/// a\n\nmodel A {\n}\n", None),
        ("// a\nmodel A {\n}\n", None),
        ("///\nmodel A {\n}\n", Some("")),
        ("/* a */\nmodel A {\n}\n", Some("a")),
        ("/// a\ndatasource db {\n}\nmodel A {\n}\n", Some("a")),
        ("model B {\n} /// a\nmodel A {\n}\n", Some("a")),
    ];
    for (text, expected) in cases {
        check_model(text, |_, model| {
            assert_eq!(model.documentation.as_deref(), expected, "{text}");
        });
    }
    let cases = [
        ("/// a\nid Int\n", Some("a")),
        ("/// a\n\nid Int\n", Some("a")),
        ("/// a\nid Int /// b\n", Some("a\nb")),
        ("id Int // b\n", None),
        ("id Int /* b */\n", Some("b")),
        ("/// a\n@@map(\"x\")\nid Int\n", Some("a")),
        ("/// a\n/* b */\nid Int\n", Some("a\nb")),
    ];
    for (text, expected) in cases {
        check_model(&format!("model A {{\n{text}}}\n"), |_, model| {
            assert_eq!(model.fields[0].documentation.as_deref(), expected, "{text}");
        });
    }
}

#[test]
fn strings_resolve_the_escapes_of_json() {
    let cases = [
        (r#""""#, ""),
        (r#""a""#, "a"),
        (r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (r#""\u00e9\ud83d\ude00é""#, "é😀é"),
    ];
    for (text, expected) in cases {
        check_config(
            &format!("generator g {{\na = {text}\n}}\n"),
            |block| match &block.properties[0].value {
                Some(Expression::String(value, _)) => assert_eq!(value, expected),
                other => panic!("{other:?}"),
            },
        );
    }
}

#[test]
fn values_of_every_kind() {
    let cases = [
        ("1", "Number"),
        ("-1.5", "Number"),
        ("a", "Constant"),
        ("a.b..c.", "Constant"),
        ("é_1-x", "Constant"),
        ("\"\"", "String"),
        ("[]", "Array"),
        ("[ 1 , [a] ]", "Array"),
        ("f()", "Function"),
        ("f (a: 1, b: , c,)", "Function"),
        ("1a(x)", "Function"),
        ("{}", "Object"),
        ("{ a : 1, b: { c: null } }", "Object"),
    ];
    for (text, expected) in cases {
        check_config(&format!("generator g {{\na={text}\n}}\n"), |block| {
            let value = block.properties[0].value.as_ref().unwrap();
            let kind = match value {
                Expression::Number(..) => "Number",
                Expression::String(..) => "String",
                Expression::Constant(..) => "Constant",
                Expression::Array(..) => "Array",
                Expression::Function(..) => "Function",
                Expression::Object(..) => "Object",
            };
            assert_eq!(kind, expected, "{text}");
            assert_eq!(value.span().range().len(), text.len(), "{text}");
        });
    }
}

#[test]
fn names_hold_letters_of_every_script() {
    let cases = [
        ("é", true),
        ("日本", true),
        ("a\u{301}", false),
        ("\u{2160}", false),
        ("٣", false),
        ("a_b", true),
        ("_a", false),
        ("a$", false),
    ];
    for (name, valid) in cases {
        let mut sources = Sources::new();
        let id = sources.add("a", format!("model A {{\n{name} Int\n}}\n"));
        let (_, findings) = parse(&sources, &[id]);
        assert_eq!(findings.is_empty(), valid, "{name}");
    }
}

#[test]
fn a_byte_order_mark_means_nothing() {
    check("\u{feff}model A {\n}\n", |_, ast| {
        assert_eq!(ast.tops().count(), 1);
    });
}
