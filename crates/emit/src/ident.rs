//! Names of the schema as names in Rust.

use std::collections::BTreeMap;

use convert_case::{Case, Casing};
use diag::Diagnostic;
use psl::datamodel::Name;

use crate::codes;

/// `createdAt` as `created_at`, `type` as `r#type`.
pub fn snake_case(name: &str) -> String {
    escaped(cased(name, Case::Snake))
}

/// `trade_status` as `TradeStatus`, `Self` as `Self_`.
pub fn pascal_case(name: &str) -> String {
    escaped(cased(name, Case::Pascal))
}

/// The case of the words, with the underscores in front and one behind kept, since they tell names
/// apart.
fn cased(name: &str, case: Case) -> String {
    let inner = name.trim_matches('_');
    let front = &name[..name.len() - name.trim_start_matches('_').len()];
    let behind = if name.ends_with('_') && !inner.is_empty() {
        "_"
    } else {
        ""
    };
    format!("{front}{}{behind}", inner.to_case(case))
}

fn escaped(ident: String) -> String {
    // These four cannot be raw identifiers.
    if ["self", "Self", "super", "crate"].contains(&ident.as_str()) {
        format!("{ident}_")
    } else if KEYWORDS.contains(&ident.as_str()) {
        format!("r#{ident}")
    } else {
        ident
    }
}

/// Reserved words of Rust's 2024 edition, but for those that cannot be raw.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// The members with their identifiers; of members whose identifiers are equal only the first, with
/// a finding for each other.
pub(crate) fn distinct<T>(
    members: impl IntoIterator<Item = T>,
    name: impl Fn(&T) -> &Name,
    ident: impl Fn(&str) -> String,
    noun: &str,
    findings: &mut Vec<Diagnostic>,
) -> Vec<(String, T)> {
    let mut seen: BTreeMap<String, Name> = BTreeMap::new();
    let mut list = Vec::new();
    for member in members {
        let written = name(&member);
        let identifier = ident(&written.text);
        if let Some(first) = seen.get(&identifier) {
            findings.push(clash(first, written, &identifier, noun));
        } else {
            seen.insert(identifier.clone(), written.clone());
            list.push((identifier, member));
        }
    }
    list
}

fn clash(first: &Name, second: &Name, identifier: &str, noun: &str) -> Diagnostic {
    let message = format!(
        "`{}` and `{}` are both the {noun} `{identifier}` in Rust",
        first.text, second.text
    );
    Diagnostic::error(&codes::GENERATED_NAME_CLASH, message)
        .at(second.span, "")
        .also(first.span, "the other one")
        .help("rename one of them and keep its name in the database with `@map` or `@@map`")
}

#[cfg(test)]
mod tests {
    use super::{pascal_case, snake_case};

    #[test]
    fn converts_as_users_of_the_client_expect() {
        let snake = [
            ("id", "id"),
            ("createdAt", "created_at"),
            ("numericId", "numeric_id"),
            ("image2", "image_2"),
            ("URLPath", "url_path"),
            ("user_id", "user_id"),
            ("_count", "_count"),
            ("__v", "__v"),
            ("name_", "name_"),
            ("type", "r#type"),
            ("impl", "r#impl"),
            ("gen", "r#gen"),
            ("self", "self_"),
            ("Crate", "crate_"),
            ("MarketData", "market_data"),
        ];
        for (name, expected) in snake {
            assert_eq!(snake_case(name), expected, "{name}");
        }
        let pascal = [
            ("OPEN", "Open"),
            ("PNG", "Png"),
            ("trade_status", "TradeStatus"),
            ("IN_PROGRESS", "InProgress"),
            ("_hidden", "_Hidden"),
            ("v2", "V2"),
            ("self", "Self_"),
        ];
        for (name, expected) in pascal {
            assert_eq!(pascal_case(name), expected, "{name}");
        }
    }
}
