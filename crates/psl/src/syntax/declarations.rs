//! From the concrete tree to the syntax tree, with findings for what has no place there.

use diag::{Diagnostic, SourceId, Span};

use super::ast::{
    Arity, ConfigBlock, Enum, EnumValue, Field, File, Model, ModelKind, Property, Top,
};
use super::cascade::Cascade;
use super::report;
use super::tree::{
    Block, BlockItem, Comment, CommentBlock, CommentKind, FieldLine, Item, Keyword, Tree,
    TypeShape, ValueLine,
};

/// Turns a source's lines into its declarations.
pub(crate) fn file<'a>(
    source: SourceId,
    text: &'a str,
    tree: Tree<'a>,
    findings: &mut Vec<Diagnostic>,
) -> File<'a> {
    let mut declarations = Declarations {
        cascade: Cascade::new(text),
        findings,
    };
    let mut tops = Vec::new();
    // A comment block waits for the next model or enum; other blocks leave it waiting.
    let mut waiting = None;
    let mut items = tree.items.into_iter().peekable();
    while let Some(item) = items.next() {
        match item {
            Item::Block(block) => {
                declarations.cascade.end();
                tops.push(declarations.block(block, &mut waiting));
            }
            Item::Comments(comments) => {
                if matches!(items.peek(), Some(Item::Block(_))) {
                    waiting = Some(comments);
                }
            }
            Item::EmptyLines => {}
            Item::Invalid(kind, span) => {
                let found = declarations.cascade.top_level(kind, span);
                declarations.findings.extend(found);
            }
        }
    }
    File { source, tops }
}

struct Declarations<'s, 'f> {
    cascade: Cascade<'s>,
    findings: &'f mut Vec<Diagnostic>,
}

impl Declarations<'_, '_> {
    fn block<'a>(&mut self, block: Block<'a>, waiting: &mut Option<CommentBlock<'a>>) -> Top<'a> {
        self.findings.extend(report::ignored_text(&block.ignored));
        let mut documentation = || waiting.take().and_then(|block| documentation(&block));
        match block.keyword {
            Keyword::Model => {
                let documentation = documentation();
                Top::Model(self.model(block, ModelKind::Model, documentation))
            }
            Keyword::View => {
                let documentation = documentation();
                Top::Model(self.model(block, ModelKind::View, documentation))
            }
            Keyword::Type => {
                let documentation = documentation();
                Top::CompositeType(self.model(block, ModelKind::CompositeType, documentation))
            }
            Keyword::Enum => {
                let documentation = documentation();
                Top::Enum(self.enumeration(block, documentation))
            }
            Keyword::Datasource => Top::Datasource(self.config(block)),
            Keyword::Generator => Top::Generator(self.config(block)),
        }
    }

    fn model<'a>(
        &mut self,
        block: Block<'a>,
        kind: ModelKind,
        documentation: Option<String>,
    ) -> Model<'a> {
        self.findings
            .extend(report::invalid_name(block.name, block.keyword.text()));
        let mut model = Model {
            kind,
            name: block.name,
            fields: Vec::with_capacity(block.items.len()),
            attributes: Vec::new(),
            documentation,
            span: block.span,
        };
        let mut waiting = None;
        for item in block.items {
            match item {
                BlockItem::Field(line) => {
                    if self.cascade.swallows(line.span) {
                        continue;
                    }
                    // A composite type is refused as a whole.
                    if kind != ModelKind::CompositeType {
                        self.findings
                            .extend(report::invalid_name(line.name, "field"));
                    }
                    let documentation = joined(waiting.take().as_ref(), line.trailing);
                    model.fields.extend(self.field(line, documentation));
                }
                BlockItem::Attribute(attribute, _) => model.attributes.push(attribute),
                BlockItem::Comments(comments) => waiting = Some(comments),
                BlockItem::Invalid(span) => self.invalid_line(span, block.keyword, block.name.span),
                BlockItem::TooDeep(span) => self.findings.push(report::nested_too_deep(span)),
                BlockItem::EmptyLines | BlockItem::Value(_) | BlockItem::Property(_) => {}
            }
        }
        self.cascade.end();
        model
    }

    fn field<'a>(
        &mut self,
        line: FieldLine<'a>,
        documentation: Option<String>,
    ) -> Option<Field<'a>> {
        if let Some(finding) = report::wrong_field(&line) {
            self.findings.push(finding);
            return None;
        }
        let ty = line.ty?;
        let arity = match ty.shape {
            TypeShape::Required | TypeShape::LegacyRequired => Arity::Required,
            TypeShape::Optional => Arity::Optional,
            TypeShape::List | TypeShape::OptionalList | TypeShape::LegacyList => Arity::List,
        };
        Some(Field {
            name: line.name,
            ty: ty.base,
            arity,
            attributes: line.attributes,
            documentation,
            span: line.span,
        })
    }

    fn enumeration<'a>(&mut self, block: Block<'a>, documentation: Option<String>) -> Enum<'a> {
        self.findings
            .extend(report::invalid_name(block.name, block.keyword.text()));
        let mut found = Enum {
            name: block.name,
            values: Vec::with_capacity(block.items.len()),
            attributes: Vec::new(),
            documentation,
            span: block.span,
        };
        let mut waiting = None;
        for item in block.items {
            match item {
                BlockItem::Value(ValueLine { value, trailing }) => {
                    if self.cascade.swallows(value.span) {
                        continue;
                    }
                    self.findings
                        .extend(report::invalid_name(value.name, "enum value"));
                    found.values.push(EnumValue {
                        documentation: joined(waiting.take().as_ref(), trailing),
                        ..value
                    });
                }
                BlockItem::Attribute(attribute, _) => found.attributes.push(attribute),
                BlockItem::Comments(comments) => waiting = Some(comments),
                BlockItem::Invalid(span) => self.invalid_line(span, block.keyword, block.name.span),
                BlockItem::TooDeep(span) => self.findings.push(report::nested_too_deep(span)),
                BlockItem::EmptyLines | BlockItem::Field(_) | BlockItem::Property(_) => {}
            }
        }
        self.cascade.end();
        found
    }

    fn config<'a>(&mut self, block: Block<'a>) -> ConfigBlock<'a> {
        let mut config = ConfigBlock {
            name: block.name,
            properties: Vec::with_capacity(block.items.len()),
            documentation: None,
            span: block.span,
        };
        for item in block.items {
            match item {
                BlockItem::Property(line) => config.properties.push(Property {
                    name: line.name,
                    value: line.value,
                    span: line.span,
                }),
                // The last comment inside counts, even when it is not one of documentation.
                BlockItem::Comments(comments) => config.documentation = documentation(&comments),
                BlockItem::Invalid(span) => self.invalid_line(span, block.keyword, block.name.span),
                BlockItem::TooDeep(span) => self.findings.push(report::nested_too_deep(span)),
                BlockItem::EmptyLines
                | BlockItem::Field(_)
                | BlockItem::Value(_)
                | BlockItem::Attribute(..) => {}
            }
        }
        self.cascade.end();
        config
    }

    fn invalid_line(&mut self, span: Span, keyword: Keyword, block_name: Span) {
        let found = self.cascade.in_block(span, keyword, block_name);
        self.findings.extend(found);
    }
}

/// The documentation that a comment block holds.
fn documentation(block: &CommentBlock<'_>) -> Option<String> {
    let mut text: Option<String> = None;
    for line in block.comments.iter().filter_map(documentation_line) {
        match &mut text {
            None => text = Some(line.to_owned()),
            Some(text) => {
                text.push('\n');
                text.push_str(line);
            }
        }
    }
    text
}

fn documentation_line<'a>(comment: &Comment<'a>) -> Option<&'a str> {
    match comment.kind {
        CommentKind::Documentation => Some(comment.content().trim_start()),
        CommentKind::Enclosed => Some(enclosed_documentation(comment.text)),
        CommentKind::Line => None,
    }
}

/// What Prisma takes for the text of an enclosed comment: it cuts two bytes at each end of the
/// comment with the blanks before it, so that of an indented comment which follows another one
/// the delimiter stays. The DMMF carries documentation, so it is cut here the same way.
fn enclosed_documentation(text: &str) -> &str {
    text.get(2..text.len() - 2)
        .unwrap_or_else(|| text.trim())
        .trim()
}

/// The documentation above and behind.
fn joined(above: Option<&CommentBlock<'_>>, behind: Option<Comment<'_>>) -> Option<String> {
    let above = above.and_then(documentation);
    let behind = behind.as_ref().and_then(documentation_line);
    match (above, behind) {
        (Some(above), Some(behind)) => Some(format!("{above}\n{behind}")),
        (above, behind) => above.or_else(|| behind.map(str::to_owned)),
    }
}
