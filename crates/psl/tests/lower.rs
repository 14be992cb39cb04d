//! Lowering: what a server cannot show. That the objects are the right ones is shown by the tests
//! that create them on a server and compare its catalog.

use diag::Sources;
use schema::{Origin, QualifiedName, Schema, Type};

use crate::cases;
use crate::psl;

fn lower(name: &str, text: &str) -> (Sources, Schema) {
    let mut sources = Sources::new();
    let id = sources.add(name, text);
    let (datamodel, findings) = psl::parse(&sources, &[id]);
    let errors: Vec<_> = findings.iter().filter(|it| it.is_error()).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
    (sources, psl::lower(&datamodel))
}

fn model(fields: &str) -> Schema {
    let text = format!(
        "datasource db {{\n  provider = \"postgresql\"\n}}\nmodel A {{\n  id Int @id\n{fields}\n}}"
    );
    lower("model.prisma", &text).1
}

/// Every object says where it comes from, so that drift can point at it.
#[test]
fn every_object_has_its_place() {
    for path in cases::files("lower", ".prisma") {
        let name = path.display().to_string();
        let (_, schema) = lower(&name, &cases::read(&path));
        let mut origins: Vec<(String, Origin)> = Vec::new();
        for (name, table) in &schema.tables {
            origins.push((name.to_string(), table.origin));
            let columns = table.columns.iter();
            origins.extend(columns.map(|it| (format!("{name}.{}", it.name), it.origin)));
            let constraints = table.constraints.iter();
            origins.extend(constraints.map(|it| (it.name().to_owned(), it.origin())));
            let indexes = table.indexes.iter();
            origins.extend(indexes.map(|it| (it.name.clone(), it.origin)));
        }
        for (name, declared) in &schema.enums {
            origins.push((name.to_string(), declared.origin));
            let values = declared.values.iter();
            origins.extend(values.map(|it| (it.name.clone(), it.origin)));
        }
        let sequences = schema.sequences.iter();
        origins.extend(sequences.map(|(name, it)| (name.to_string(), it.origin)));
        for (object, origin) in origins {
            assert!(origin.0.is_some(), "{name}: {object} has no place");
        }
    }
}

#[test]
fn places_are_those_of_names_and_attributes() {
    let text = r#"datasource db {
  provider = "postgresql"
}

model User {
  id    Int    @id
  email String @unique @map("mail")
  posts Post[]

  @@index([id, email])
}

model Post {
  id     Int  @id
  author User @relation(fields: [by], references: [id])
  by     Int
}
"#;
    let (sources, schema) = lower("schema.prisma", text);
    let shown = |origin: Origin| origin.0.map_or("", |span| sources.slice(span));
    let user = &schema.tables[&QualifiedName::public("User")];
    let post = &schema.tables[&QualifiedName::public("Post")];
    let cases = [
        (user.origin, "User"),
        (
            user.columns[1].origin,
            r#"email String @unique @map("mail")"#,
        ),
        (user.constraints[0].origin(), "@id"),
        (user.indexes[0].origin, "@unique"),
        (user.indexes[1].origin, "@@index([id, email])"),
        (
            post.constraints[1].origin(),
            "@relation(fields: [by], references: [id])",
        ),
    ];
    for (origin, expected) in cases {
        // Whether a span takes in the marks of its attribute is the reader's choice.
        let found = shown(origin);
        assert!(
            found == expected
                || format!("@{found}") == expected
                || format!("@@{found}") == expected,
            "{found} is not {expected}"
        );
    }
}

#[test]
fn sequences_belong_to_their_columns() {
    let long = "m".repeat(60);
    let schema = model(&format!(
        "  b Int @default(autoincrement())\n  oid Int @db.Oid @default(autoincrement())\n  {long} BigInt @default(autoincrement())"
    ));
    let names: Vec<&str> = schema.sequences.keys().map(|it| it.name.as_str()).collect();
    let cut = format!("A_{}_seq", "m".repeat(57));
    assert_eq!(names, ["A_b_seq", cut.as_str()]);
    let table = &schema.tables[&QualifiedName::public("A")];
    let column = table.column("b").unwrap();
    assert_eq!(column.sequence, Some(QualifiedName::public("A_b_seq")));
    let default = column.default.as_ref().unwrap();
    assert_eq!(default.sql, r#"nextval('"A_b_seq"'::regclass)"#);
    assert_eq!(table.column("oid").unwrap().default, None);
}

#[test]
fn types_are_what_the_server_stores() {
    let cases = [
        ("String @db.Char", "character(1)"),
        ("String @db.Bit", "bit(1)"),
        ("Decimal", "numeric(65,30)"),
        ("Decimal @db.Decimal", "numeric"),
        ("DateTime", "timestamp(3) without time zone"),
        ("DateTime @db.Timestamptz", "timestamp with time zone"),
        ("String[] @db.VarChar(3)", "character varying(3)[]"),
        (
            r#"Unsupported("geometry(Point, 4326)")"#,
            "geometry(Point,4326)",
        ),
        (r#"Unsupported("interval(3)")"#, "interval(3)"),
        (r#"Unsupported("bit varying(7)")"#, "bit varying(7)"),
        (r#"Unsupported("circle[]")?"#, "circle[]"),
        (r#"Unsupported("other.thing")"#, "other.thing"),
    ];
    for (field, expected) in cases {
        let schema = model(&format!("  f {field}"));
        let table = &schema.tables[&QualifiedName::public("A")];
        assert_eq!(table.columns[1].ty.to_string(), expected, "{field}");
    }
    let schema = model(r#"  f Unsupported("other.thing")"#);
    let table = &schema.tables[&QualifiedName::public("A")];
    let expected = Type {
        schema: Some("other".into()),
        ..Type::builtin("thing")
    };
    assert_eq!(table.columns[1].ty, expected);
}

/// An operator class that the method takes anyway is not said, as in a catalog.
#[test]
fn default_operator_classes_are_left_out() {
    let path = cases::files("lower", "indexes.prisma");
    let (_, schema) = lower("indexes.prisma", &cases::read(&path[0]));
    let table = &schema.tables[&QualifiedName::public("Searched")];
    let cases = [
        ("gin_default", None),
        ("gin_path", Some("jsonb_path_ops")),
        ("gin_raw", Some("jsonb_path_ops")),
        ("gin_array", None),
        ("Searched_address_idx", Some("inet_ops")),
        ("spgist_inet", None),
        ("spgist_text", None),
        ("pattern", Some("text_pattern_ops")),
        ("brin_bloom", Some("int4_bloom_ops")),
        ("brin_minmax", None),
        ("brin_multi", Some("int4_minmax_multi_ops")),
        ("brin_inclusion", None),
        ("brin_inet_minmax", Some("inet_minmax_ops")),
    ];
    for (index, expected) in cases {
        let element = &table.index(index).unwrap().elements[0];
        assert_eq!(element.opclass.as_deref(), expected, "{index}");
    }
}
