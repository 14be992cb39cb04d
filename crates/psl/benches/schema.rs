//! The schemas that are measured: made by a fixed rule, so that every run reads the same text.

use std::fmt::Write as _;

/// A schema with so many models: nine columns of common types each, an enum among them, one
/// reference to another model, and with every tenth an implicit m-n relation.
pub(crate) fn schema(models: usize) -> String {
    let mut text = String::from(HEAD);
    for number in 0..models {
        model(&mut text, models, number);
    }
    text
}

const HEAD: &str = r#"datasource db {
  provider = "postgresql"
}

generator client {
  provider = "prismoid"
}

enum Status {
  ACTIVE
  CLOSED   @map("closed")
  ARCHIVED
}
"#;

fn model(text: &mut String, models: usize, number: usize) {
    // Each model belongs to one before it, as in a tree with three children a node.
    let owner = number.saturating_sub(1) / 3;
    let mut line = |line: std::fmt::Arguments<'_>| {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{line}");
    };
    line(format_args!("\n/// Entity number {number}."));
    line(format_args!("model Entity{number} {{"));
    line(format_args!("  id Int @id @default(autoincrement())"));
    line(format_args!("  code String @unique @db.VarChar(40)"));
    line(format_args!("  name String @default(\"entity {number}\")"));
    line(format_args!("  note String? // free text"));
    line(format_args!(
        "  price Decimal @default(0) @db.Decimal(18, 4)"
    ));
    line(format_args!("  status Status @default(ACTIVE)"));
    line(format_args!(
        "  createdAt DateTime @default(now()) @map(\"created_at\")"
    ));
    line(format_args!(
        "  updatedAt DateTime @updatedAt @map(\"updated_at\")"
    ));
    line(format_args!("  ownerId Int? @map(\"owner_id\")"));
    line(format_args!(
        "  owner Entity{owner}? @relation(\"owner{number}\", fields: [ownerId], references: [id], onDelete: Cascade)"
    ));
    let first = if number == 0 { 0 } else { 3 * number + 1 };
    for owned in first..(3 * number + 4).min(models) {
        line(format_args!(
            "  owned{owned} Entity{owned}[] @relation(\"owner{owned}\")"
        ));
    }
    if number.is_multiple_of(10) && number + 1 < models {
        line(format_args!("  linked Entity{}[]", number + 1));
    }
    if number % 10 == 1 {
        line(format_args!("  linkedBy Entity{}[]", number - 1));
    }
    line(format_args!("\n  @@index([status, createdAt(sort: Desc)])"));
    line(format_args!("  @@map(\"entity_{number}\")"));
    line(format_args!("}}"));
}
