//! The labels of enum values.

use std::collections::HashMap;

use diag::Diagnostic;
use schema::MAX_IDENTIFIER_BYTES;

use super::super::super::context::Context;
use crate::codes;

/// Checks the labels of all enums.
pub(super) fn check(ctx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for block in &ctx.datamodel.enums {
        let mut labels = HashMap::new();
        for value in &block.values {
            let name = value.map.as_ref().unwrap_or(&value.name);
            if name.text.len() > MAX_IDENTIFIER_BYTES {
                let message = format!(
                    "the label has {} bytes, and PostgreSQL allows {MAX_IDENTIFIER_BYTES}",
                    name.text.len()
                );
                findings.push(
                    Diagnostic::error(&codes::DATABASE_NAME_TOO_LONG, message)
                        .at(name.span, "")
                        .help("shorten it with `@map`"),
                );
            }
            if name.text.contains('\0') {
                let message = "the label contains a NUL character";
                findings.push(Diagnostic::error(&codes::NUL_CHARACTER, message).at(name.span, ""));
            }
            if let Some(first) = labels.insert(name.text.as_str(), name.span) {
                let message = format!(
                    "two values of the enum `{}` have the label `{}` in the database",
                    block.name.text, name.text
                );
                findings.push(
                    Diagnostic::error(&codes::DUPLICATE_LABEL, message)
                        .at(name.span, "this value")
                        .also(first, "and this value")
                        .help("change the `@map` of one of them"),
                );
            }
        }
    }
}
