//! Blocks, lines, comments and the empty lines between them.

use diag::SourceId;

use super::table::Table;
use super::value::Values;
use crate::syntax::ast::{Attribute, FieldType};
use crate::syntax::tree::{
    Block, BlockItem, Comment, CommentBlock, CommentKind, FieldLine, Item, PropertyLine, TypeShape,
    ValueLine,
};

/// Before every line of a block.
const INDENT: &str = "  ";

/// Prints one source.
pub(super) fn print(source: SourceId, text: &str) -> String {
    let tree = crate::syntax::lines(source, text);
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let layout = Layout {
        values: Values { text },
    };
    let mut items = tree.items.iter().peekable();
    items.next_if(|item| matches!(item, Item::EmptyLines));
    while let Some(item) = items.next() {
        match item {
            Item::Block(block) => layout.block(block, &mut out),
            Item::Comments(comments) => {
                let mut table = Table::default();
                print_comments(comments, &mut table);
                table.print("", &mut out);
            }
            Item::EmptyLines if items.peek().is_some() => out.push('\n'),
            Item::EmptyLines => {}
            Item::Invalid(_, span) => out.push_str(&text[span.range()]),
        }
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

struct Layout<'t> {
    values: Values<'t>,
}

impl Layout<'_> {
    fn block(&self, block: &Block<'_>, out: &mut String) {
        out.push_str(block.keyword.text());
        out.push(' ');
        out.push_str(block.name.text);
        out.push_str(" {\n");
        let attributes = self.lines(block, out);
        self.block_attributes(attributes, out);
        out.push_str("}\n");
    }

    /// Prints all lines but the block attributes, which are returned with the comments above them.
    fn lines<'b>(&self, block: &'b Block<'b>, out: &mut String) -> Vec<BlockAttribute<'b>> {
        let mut attributes: Vec<BlockAttribute<'b>> = Vec::new();
        let mut table = Table::default();
        let mut waiting = None;
        let mut items = block.items.iter().peekable();
        items.next_if(|item| matches!(item, BlockItem::EmptyLines));
        loop {
            let after_empty = items
                .next_if(|item| matches!(item, BlockItem::EmptyLines))
                .is_some();
            let next = items.next();
            match next {
                // The empty lines before these are dropped, or printed later.
                None | Some(BlockItem::Attribute(..) | BlockItem::Comments(_)) => {}
                Some(_) if after_empty => begin_paragraph(&mut table, out),
                Some(_) => {}
            }
            match next {
                None => break,
                Some(BlockItem::Comments(comments)) => {
                    if matches!(items.peek(), Some(BlockItem::Attribute(..))) {
                        waiting = Some(comments);
                        continue;
                    }
                    if after_empty {
                        begin_paragraph(&mut table, out);
                    }
                    print_comments(comments, &mut table);
                }
                Some(BlockItem::Attribute(attribute, trailing)) => {
                    attributes.push((waiting.take(), attribute, *trailing));
                }
                Some(BlockItem::Field(line)) => self.field(line, &mut table),
                Some(BlockItem::Value(line)) => self.value(line, &mut table),
                Some(BlockItem::Property(line)) => self.property(line, &mut table),
                Some(BlockItem::Invalid(span) | BlockItem::TooDeep(span)) => {
                    table.text(self.values.text[span.range()].trim_end_matches('\n'));
                }
                Some(BlockItem::EmptyLines) => {}
            }
        }
        table.print(INDENT, out);
        attributes
    }

    fn block_attributes(&self, mut attributes: Vec<BlockAttribute<'_>>, out: &mut String) {
        let mut table = Table::default();
        if !attributes.is_empty() {
            table.start_row();
        }
        attributes.sort_by_key(|(_, attribute, _)| rank(attribute));
        for (comments, attribute, trailing) in attributes {
            if let Some(comments) = comments {
                print_comments(comments, &mut table);
            }
            table.start_row();
            let cell = table.cell(0);
            cell.push_str("@@");
            self.values.attribute(attribute, cell);
            print_trailing(trailing, &mut table);
        }
        table.print(INDENT, out);
    }

    fn field(&self, line: &FieldLine<'_>, table: &mut Table) {
        table.start_row();
        table.cell(0).push_str(line.name.text);
        if let Some(ty) = &line.ty {
            let cell = table.cell(1);
            cell.push_str(match &ty.base {
                FieldType::Named(name) => name.text,
                FieldType::Unsupported { span, .. } => &self.values.text[span.range()],
            });
            cell.push_str(match ty.shape {
                TypeShape::Required | TypeShape::LegacyRequired => "",
                TypeShape::Optional => "?",
                TypeShape::List | TypeShape::LegacyList => "[]",
                TypeShape::OptionalList => "[]?",
            });
        }
        let mut attributes: Vec<&Attribute<'_>> = line.attributes.iter().collect();
        attributes.sort_by_key(|attribute| rank(attribute));
        let cell = table.cell(2);
        for (i, attribute) in attributes.into_iter().enumerate() {
            cell.push_str(if i > 0 { " @" } else { "@" });
            self.values.attribute(attribute, cell);
        }
        print_trailing(line.trailing, table);
    }

    fn value(&self, line: &ValueLine<'_>, table: &mut Table) {
        table.start_row();
        table.cell(0).push_str(line.value.name.text);
        for attribute in &line.value.attributes {
            let cell = table.cell(1);
            cell.push('@');
            self.values.attribute(attribute, cell);
        }
        print_trailing(line.trailing, table);
    }

    fn property(&self, line: &PropertyLine<'_>, table: &mut Table) {
        table.start_row();
        table.cell(0).push_str(line.name.text);
        if let Some(value) = &line.value {
            let cell = table.cell(1);
            cell.push_str("= ");
            self.values.expression(value, cell);
        }
        print_trailing(line.trailing, table);
    }
}

/// The comments above a block attribute, the attribute, and the comment behind.
type BlockAttribute<'b> = (
    Option<&'b CommentBlock<'b>>,
    &'b Attribute<'b>,
    Option<Comment<'b>>,
);

/// Prints what was gathered and begins anew behind an empty line: columns are aligned between
/// empty lines only.
fn begin_paragraph(table: &mut Table, out: &mut String) {
    table.print(INDENT, out);
    table.start_row();
}

/// Where an attribute stands among others; those of one rank keep their order.
fn rank(attribute: &Attribute<'_>) -> usize {
    const ORDER: [&str; 9] = [
        "id",
        "unique",
        "default",
        "updatedAt",
        "index",
        "fulltext",
        "map",
        "relation",
        "ignore",
    ];
    ORDER
        .iter()
        .position(|name| *name == attribute.name.text)
        .unwrap_or(ORDER.len())
}

fn print_trailing(comment: Option<Comment<'_>>, table: &mut Table) {
    if let Some(comment) = comment {
        table.suffix(comment.text);
    }
}

fn print_comments(block: &CommentBlock<'_>, table: &mut Table) {
    for comment in &block.comments {
        match comment.kind {
            CommentKind::Documentation => table.text(format!("///{}", comment.content())),
            CommentKind::Line => table.text(format!("//{}", comment.content())),
            CommentKind::Enclosed => print_enclosed(comment.content(), table),
        }
    }
}

/// An enclosed comment gets a line for each of its own, with a star before it.
fn print_enclosed(content: &str, table: &mut Table) {
    table.text("/**");
    for line in content.lines() {
        let line = line.trim();
        let line = line.strip_prefix('*').map_or(line, str::trim_start);
        if !line.is_empty() {
            table.text(format!(" * {line}"));
        }
    }
    table.text(" */");
}
