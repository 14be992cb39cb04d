//! Extensions, views, functions.

use schema::{Extension, Function, QualifiedName, View, quote_identifier, quote_literal};

/// An extension that someone with more rights has installed already is good enough: an
/// administrator of a shared server does just that.
pub(super) fn create_extension(name: &str, extension: &Extension) -> String {
    let mut words = vec![format!(
        "CREATE EXTENSION IF NOT EXISTS {}",
        quote_identifier(name)
    )];
    if let Some(schema) = &extension.schema {
        words.push(format!("WITH SCHEMA {}", quote_identifier(schema)));
    }
    if let Some(version) = &extension.version {
        words.push(format!("VERSION {}", quote_literal(version)));
    }
    words.join(" ") + ";"
}

pub(super) fn create_view(name: &QualifiedName, view: &View) -> String {
    let query = view.query.sql.trim().trim_end_matches(';');
    format!("CREATE {} {} AS\n{query};", view_kind(view), name.sql())
}

pub(super) fn drop_view(name: &QualifiedName, view: &View) -> String {
    format!("DROP {} {};", view_kind(view), name.sql())
}

fn view_kind(view: &View) -> &'static str {
    if view.materialized {
        "MATERIALIZED VIEW"
    } else {
        "VIEW"
    }
}

pub(super) fn create_function(
    name: &QualifiedName,
    arguments: &str,
    function: &Function,
) -> String {
    let kind = function_kind(function);
    let returns = function
        .returns
        .as_ref()
        .map(|ty| format!(" RETURNS {ty}"))
        .unwrap_or_default();
    let volatility = match function.volatility {
        'i' => " IMMUTABLE",
        's' => " STABLE",
        _ => "",
    };
    let quote = dollar_quote(&function.body);
    format!(
        "CREATE OR REPLACE {kind} {}({arguments}){returns}\nLANGUAGE {}{volatility} AS {quote}{}{quote};",
        name.sql(),
        function.language,
        function.body,
    )
}

pub(super) fn drop_function(name: &QualifiedName, arguments: &str, function: &Function) -> String {
    let kind = function_kind(function);
    format!("DROP {kind} {}({arguments});", name.sql())
}

fn function_kind(function: &Function) -> &'static str {
    if function.returns.is_some() {
        "FUNCTION"
    } else {
        "PROCEDURE"
    }
}

/// A dollar quote that does not occur in the text.
fn dollar_quote(text: &str) -> String {
    let mut quote = String::from("$$");
    let mut count = 0_u32;
    while text.contains(&quote) {
        count += 1;
        quote = format!("$body{count}$");
    }
    quote
}
