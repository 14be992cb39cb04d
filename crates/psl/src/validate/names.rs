//! The first stage: which names are declared, and that none is declared twice.

use std::collections::HashMap;

use diag::{Diagnostic, Span};

use super::context::Context;
use crate::codes;
use crate::datamodel::ScalarType;
use crate::syntax::ast::{self, Attribute, ConfigBlock, ModelKind, Name, Top};

/// Names that the generated client cannot use for a type: keywords of its language and its own.
pub(crate) const RESERVED: &[&str] = &[
    "PrismaClient",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "using",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// The names that share a namespace, each with the block that has it.
type Namespace<'a> = HashMap<&'a str, &'a Top<'a>>;

/// Checks the names of all blocks, fields, values and properties.
pub(super) fn resolve(ctx: &mut Context<'_>) {
    let ast = ctx.ast;
    let mut types = Namespace::new();
    let mut datasources = Namespace::new();
    let mut generators = Namespace::new();
    for top in ast.tops() {
        let name = top.name();
        if ScalarType::from_name(name.text).is_some() {
            ctx.error(
                &codes::RESERVED_TYPE_NAME,
                format!("`{}` is the name of a scalar type", name.text),
                name.span,
            );
        }
        match top {
            Top::Model(model) => {
                check_model(ctx, model);
                declare(ctx, &mut types, top);
            }
            Top::CompositeType(model) => {
                check_duplicate_fields(ctx, model, "type");
                declare(ctx, &mut types, top);
            }
            Top::Enum(block) => {
                check_enum(ctx, block);
                declare(ctx, &mut types, top);
            }
            Top::Datasource(block) => {
                check_properties(ctx, block);
                declare(ctx, &mut datasources, top);
            }
            Top::Generator(block) => {
                check_properties(ctx, block);
                declare(ctx, &mut generators, top);
            }
        }
    }
}

/// What a block is called in messages.
fn noun(top: &Top<'_>) -> &'static str {
    match top {
        Top::Model(model) => keyword(model.kind),
        Top::CompositeType(_) => "type",
        Top::Enum(_) => "enum",
        Top::Datasource(_) => "datasource",
        Top::Generator(_) => "generator",
    }
}

/// The keyword of a model's block.
fn keyword(kind: ModelKind) -> &'static str {
    match kind {
        ModelKind::Model => "model",
        ModelKind::View => "view",
        ModelKind::CompositeType => "type",
    }
}

fn declare<'a>(ctx: &mut Context<'a>, namespace: &mut Namespace<'a>, top: &'a Top<'a>) {
    let name = top.name();
    if let Some(first) = namespace.insert(name.text, top) {
        let message = format!(
            "the {} `{}` has the name of another {}",
            noun(top),
            name.text,
            noun(first)
        );
        ctx.push(
            Diagnostic::error(&codes::DUPLICATE_DECLARATION, message)
                .at(name.span, "declared again here")
                .also(first.name().span, "first declared here")
                .help("rename one of them"),
        );
    }
}

fn check_model<'a>(ctx: &mut Context<'a>, model: &'a ast::Model<'a>) {
    let noun = keyword(model.kind);
    check_reserved(ctx, model.name, noun, model.span);
    check_attribute_names(ctx, &model.attributes);
    for field in &model.fields {
        check_attribute_names(ctx, &field.attributes);
    }
    check_duplicate_fields(ctx, model, noun);
}

fn check_duplicate_fields<'a>(ctx: &mut Context<'a>, model: &'a ast::Model<'a>, noun: &str) {
    let mut fields = HashMap::new();
    for field in &model.fields {
        if let Some(first) = fields.insert(field.name.text, field.name.span) {
            let message = format!(
                "the field `{}` is declared twice in the {noun} `{}`",
                field.name.text, model.name.text
            );
            ctx.push(
                Diagnostic::error(&codes::DUPLICATE_FIELD, message)
                    .at(field.name.span, "declared again here")
                    .also(first, "first declared here")
                    .help("rename or remove one of them"),
            );
        }
    }
}

fn check_enum<'a>(ctx: &mut Context<'a>, block: &'a ast::Enum<'a>) {
    check_reserved(ctx, block.name, "enum", block.span);
    check_attribute_names(ctx, &block.attributes);
    let mut values = HashMap::new();
    for value in &block.values {
        check_attribute_names(ctx, &value.attributes);
        if let Some(first) = values.insert(value.name.text, value.name.span) {
            let message = format!(
                "the value `{}` is declared twice in the enum `{}`",
                value.name.text, block.name.text
            );
            ctx.push(
                Diagnostic::error(&codes::DUPLICATE_ENUM_VALUE, message)
                    .at(value.span, "declared again here")
                    .also(first, "first declared here")
                    .help("rename or remove one of them"),
            );
        }
    }
}

fn check_properties<'a>(ctx: &mut Context<'a>, block: &'a ConfigBlock<'a>) {
    let mut properties = HashMap::new();
    for property in &block.properties {
        if let Some(first) = properties.insert(property.name.text, property.name.span) {
            let message = format!(
                "the property `{}` is given twice in `{}`",
                property.name.text, block.name.text
            );
            ctx.push(
                Diagnostic::error(&codes::DUPLICATE_PROPERTY, message)
                    .at(property.name.span, "given again here")
                    .also(first, "first given here")
                    .help("remove one of them"),
            );
        }
    }
}

fn check_attribute_names(ctx: &mut Context<'_>, attributes: &[Attribute<'_>]) {
    for attribute in attributes {
        check_identifier(ctx, attribute.name);
    }
}

/// The grammar lets names begin with a digit and contain dashes; the language does not. The syntax
/// reports those of declarations.
fn check_identifier(ctx: &mut Context<'_>, name: Name<'_>) {
    if name.text.starts_with(char::is_numeric) {
        ctx.push(
            Diagnostic::error(
                &codes::INVALID_NAME,
                format!(
                    "the name of the attribute `{}` begins with a digit",
                    name.text
                ),
            )
            .at(name.span, ""),
        );
    } else if name.text.contains('-') {
        ctx.push(
            Diagnostic::error(
                &codes::INVALID_NAME,
                format!("the name of the attribute `{}` contains a dash", name.text),
            )
            .at(name.span, ""),
        );
    }
}

fn check_reserved(ctx: &mut Context<'_>, name: Name<'_>, noun: &str, block: Span) {
    if RESERVED.binary_search(&name.text).is_ok() {
        ctx.push(
            Diagnostic::error(
                &codes::RESERVED_NAME,
                format!("`{}` is reserved and cannot name the {noun}", name.text),
            )
            .at(block, "")
            .also(name.span, "this name")
            .help("rename it, and use `@@map` to keep the name in the database"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_names_are_sorted() {
        assert!(RESERVED.is_sorted());
    }
}
