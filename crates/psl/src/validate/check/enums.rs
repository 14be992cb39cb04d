//! Enums.

use std::collections::HashMap;

use diag::Diagnostic;

use super::super::context::Context;
use super::models::check_schema;
use crate::codes;
use crate::datamodel::{Enum, EnumId};

/// Checks all enums.
pub(super) fn check(ctx: &mut Context<'_>) {
    let mut types = HashMap::new();
    for index in 0..ctx.datamodel.enums.len() as u32 {
        let id = EnumId(index);
        let block = &ctx.datamodel[id];
        let schema = block.schema.clone();
        let key = (
            schema.as_ref().map(|schema| schema.text.clone()),
            block.database_name().to_owned(),
        );
        let (name, span) = (key.1.clone(), block.span);
        if let Some(first) = types.insert(key, id) {
            let first: &Enum = &ctx.datamodel[first];
            let finding = Diagnostic::error(
                &codes::DUPLICATE_DATABASE_TYPE,
                format!("two enums are the same type `{name}` of the database"),
            )
            .at(span, "this enum")
            .also(
                first.map.as_ref().unwrap_or(&first.name).span,
                "and this one",
            )
            .help("change the `@@map` of one of them");
            ctx.push(finding);
        }
        check_schema(ctx, "enum", schema.as_ref(), span);
    }
}
