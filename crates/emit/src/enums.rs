//! The enums.

use diag::Diagnostic;
use psl::datamodel::{Datamodel, Enum, EnumValue};

use crate::ident::{distinct, pascal_case};
use crate::text::{Writer, doc_comment, string_literal};

/// An item per enum, in the order of the schema.
pub(crate) fn items(datamodel: &Datamodel, findings: &mut Vec<Diagnostic>) -> String {
    let enums = distinct(
        &datamodel.enums,
        |e: &&Enum| &e.name,
        pascal_case,
        "type",
        findings,
    );
    let mut w = Writer::default();
    for (index, (ident, item)) in enums.into_iter().enumerate() {
        if index > 0 {
            w.blank();
        }
        write_enum(&mut w, &ident, item, findings);
    }
    w.finish()
}

fn write_enum(w: &mut Writer, ident: &str, item: &Enum, findings: &mut Vec<Diagnostic>) {
    let values = distinct(
        &item.values,
        |value: &&EnumValue| &value.name,
        pascal_case,
        "variant",
        findings,
    );
    let documentation = item.documentation.as_deref().unwrap_or_default();
    w.text(&doc_comment(documentation));
    w.line(
        "#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]",
    );
    w.open(&format!("pub enum {ident} {{"));
    for (variant, value) in &values {
        w.text(&doc_comment(
            value.documentation.as_deref().unwrap_or_default(),
        ));
        let label = string_literal(value.database_name());
        w.attribute("serde", &[format!("rename = {label}")]);
        w.line(&format!("{variant},"));
    }
    w.close("}");
    w.blank();
    w.line("/// The value's label in the database.");
    w.open(&format!("impl std::fmt::Display for {ident} {{"));
    w.open("fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {");
    w.open("f.write_str(match self {");
    for (variant, value) in &values {
        let label = string_literal(value.database_name());
        w.arm(&format!("Self::{variant}"), &label);
    }
    w.close("})");
    w.close("}");
    w.close("}");
}
