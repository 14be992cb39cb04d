//! Functions, procedures and aggregates.

use schema::{
    Argument, ArgumentMode, Function, FunctionKind, QualifiedName, quote_identifier, quote_literal,
};

use crate::object::Difference;

/// Whatever can be replaced keeps what stands on it, its comment and its privileges.
pub(super) fn of(
    (name, arguments): &(QualifiedName, String),
    difference: Difference<'_, Function>,
) -> String {
    match difference {
        Difference::Added(function)
        | Difference::Changed {
            after: function, ..
        } => create(name, arguments, function),
        Difference::Gone(function) => {
            format!("DROP {};", identity(function.kind, name, arguments))
        }
    }
}

/// `FUNCTION "f"(integer, text)`
pub(super) fn identity(kind: FunctionKind, name: &QualifiedName, arguments: &str) -> String {
    let (kind, arguments) = match kind {
        FunctionKind::Function | FunctionKind::Window => ("FUNCTION", arguments),
        FunctionKind::Procedure => ("PROCEDURE", arguments),
        FunctionKind::Aggregate if arguments.is_empty() => ("AGGREGATE", "*"),
        FunctionKind::Aggregate => ("AGGREGATE", arguments),
    };
    format!("{kind} {}({arguments})", name.sql())
}

fn create(name: &QualifiedName, types: &str, function: &Function) -> String {
    if function.kind == FunctionKind::Aggregate {
        let body = function.body.trim();
        let body = body.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
        let body = body.unwrap_or(&function.body).trim();
        let identity = identity(function.kind, name, types);
        return format!("CREATE OR REPLACE {identity} (\n    {body}\n);");
    }
    let kind = match function.kind {
        FunctionKind::Procedure => "PROCEDURE",
        FunctionKind::Function | FunctionKind::Window | FunctionKind::Aggregate => "FUNCTION",
    };
    let arguments = arguments(function, types);
    let mut lines = vec![format!(
        "CREATE OR REPLACE {kind} {}({arguments})",
        name.sql()
    )];
    lines.extend(function.returns.iter().map(|ty| format!("RETURNS {ty}")));
    lines.push(attributes(function));
    lines.extend(function.configuration.iter().map(|it| setting(it)));
    lines.push(if function.sql_body {
        function.body.trim().trim_end_matches(';').to_owned()
    } else {
        let quote = dollar_quote(&function.body);
        format!("AS {quote}{}{quote}", function.body)
    });
    lines.join("\n") + ";"
}

/// The arguments as they are declared; their types alone where nothing else is known.
fn arguments(function: &Function, types: &str) -> String {
    if function.arguments.is_empty() {
        return types.to_owned();
    }
    let declared = function.arguments.iter();
    let declared = declared.filter(|it| it.mode != ArgumentMode::Table);
    let declared: Vec<String> = declared.map(argument).collect();
    declared.join(", ")
}

fn argument(argument: &Argument) -> String {
    let mut words = Vec::new();
    match argument.mode {
        ArgumentMode::In | ArgumentMode::Table => {}
        ArgumentMode::Out => words.push("OUT".to_owned()),
        ArgumentMode::InOut => words.push("INOUT".to_owned()),
        ArgumentMode::Variadic => words.push("VARIADIC".to_owned()),
    }
    words.extend(argument.name.as_deref().map(quote_identifier));
    words.push(argument.ty.sql());
    let default = argument.default.as_ref();
    words.extend(default.map(|it| format!("DEFAULT {}", it.sql)));
    words.join(" ")
}

/// The language, and what is not as every function has it.
fn attributes(function: &Function) -> String {
    let mut words = vec![format!("LANGUAGE {}", language(&function.language))];
    let mut say = |said: bool, word: &str| words.extend(said.then(|| word.to_owned()));
    say(function.kind == FunctionKind::Window, "WINDOW");
    say(function.volatility == 'i', "IMMUTABLE");
    say(function.volatility == 's', "STABLE");
    say(function.leakproof, "LEAKPROOF");
    say(function.strict, "STRICT");
    say(function.security_definer, "SECURITY DEFINER");
    say(function.parallel == 's', "PARALLEL SAFE");
    say(function.parallel == 'r', "PARALLEL RESTRICTED");
    words.extend(function.cost.iter().map(|cost| format!("COST {cost}")));
    words.extend(function.rows.iter().map(|rows| format!("ROWS {rows}")));
    words.join(" ")
}

fn language(name: &str) -> String {
    let plain = name
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if plain {
        name.to_owned()
    } else {
        quote_identifier(name)
    }
}

/// Parameters whose values are lists of names, each quoted by itself.
const LISTS: [&str; 6] = [
    "search_path",
    "temp_tablespaces",
    "local_preload_libraries",
    "session_preload_libraries",
    "shared_preload_libraries",
    "unix_socket_directories",
];

/// `SET search_path = 'app', 'public'` of `search_path=app, public`.
fn setting(entry: &str) -> String {
    let (name, value) = entry.split_once('=').unwrap_or((entry, ""));
    if !LISTS.contains(&name.to_ascii_lowercase().as_str()) {
        return format!("SET {name} = {}", quote_literal(value));
    }
    let items: Vec<String> = list_items(value)
        .iter()
        .map(|it| quote_literal(it))
        .collect();
    format!("SET {name} = {}", items.join(", "))
}

/// The names in a list with commas, without their quotes.
fn list_items(value: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut item = String::new();
    let mut quoted = false;
    let mut rest = value.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, quoted) {
            ('"', true) if rest.peek() == Some(&'"') => {
                rest.next();
                item.push('"');
            }
            ('"', _) => quoted = !quoted,
            (',', false) => items.push(std::mem::take(&mut item)),
            (c, false) if c.is_whitespace() => {}
            (c, _) => item.push(c),
        }
    }
    items.push(item);
    items
}

/// A dollar quote that does not occur in the text.
fn dollar_quote(text: &str) -> String {
    let mut quote = String::from("$$");
    let mut count = 0_u32;
    // A dollar at the end of the text would become one of the quote's.
    while text.contains(quote.trim_end_matches('$')) && count > 0
        || count == 0 && (text.contains("$$") || text.ends_with('$'))
    {
        count += 1;
        quote = format!("$body{count}$");
    }
    quote
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_settings_as_their_kind_asks() {
        let cases = [
            (
                "search_path=app, public",
                "SET search_path = 'app', 'public'",
            ),
            ("search_path=\"\"", "SET search_path = ''"),
            (
                "search_path=\"$user\", \"a,\"\"b\"",
                "SET search_path = '$user', 'a,\"b'",
            ),
            ("work_mem=64MB", "SET work_mem = '64MB'"),
        ];
        for (entry, sql) in cases {
            assert_eq!(setting(entry), sql);
        }
    }

    #[test]
    fn finds_a_quote_that_the_body_does_not_have() {
        assert_eq!(dollar_quote("SELECT 1"), "$$");
        assert_eq!(dollar_quote("SELECT $$x$$"), "$body1$");
        assert_eq!(dollar_quote("SELECT $$x$$ $body1$ $body1$"), "$body2$");
        assert_eq!(dollar_quote("SELECT 1 -- $"), "$body1$");
    }
}
