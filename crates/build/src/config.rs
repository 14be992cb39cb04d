//! `[workspace.metadata.prismoid]` or `[package.metadata.prismoid]` of a `Cargo.toml`.

use std::collections::BTreeMap;

use diag::{Diagnostic, SourceId, Span};
use emit::{Dependency, Package};
use migrations::{Layout, NotALayout};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::codes;
use crate::inputs::Paths;

/// Where a project keeps its things and what they are called. Paths are relative to its root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// `schema`: a file, or a folder of files.
    pub schema: String,
    /// `migrations`: the folder.
    pub migrations: String,
    /// `layout`: whose layout the migrations have; found out where it is `auto` or not said.
    pub layout: Option<Layout>,
    /// `generated`: the folder of the generated crate.
    pub generated: String,
    /// `package`: the generated crate's name.
    pub package: String,
    /// `idb`: the folder of the browser database's migrations.
    pub idb: String,
    /// `seeds`: the folder.
    pub seeds: String,
    /// `history-table`: what the table of applied migrations is called, where it is said.
    pub history_table: Option<String>,
    /// `lint`: a level for each rule that is named.
    pub lint: BTreeMap<String, String>,
    /// `drift-ignore`: patterns of the objects in a database that others own.
    pub drift_ignore: Vec<String>,
    /// Whether the file has the section at all.
    pub is_configured: bool,
    /// Whether the workspace's dependencies name this toolkit, so that generated code takes it
    /// from there.
    pub workspace_dependencies: bool,
}

impl Default for Config {
    fn default() -> Self {
        let Paths {
            schema,
            migrations,
            layout,
        } = Paths::default();
        Self {
            schema,
            migrations,
            layout,
            generated: "generated".to_owned(),
            package: "database".to_owned(),
            idb: "idb".to_owned(),
            seeds: "seeds".to_owned(),
            history_table: None,
            lint: BTreeMap::new(),
            drift_ignore: Vec::new(),
            is_configured: false,
            workspace_dependencies: false,
        }
    }
}

const KEYS: [&str; 10] = [
    "schema",
    "migrations",
    "layout",
    "generated",
    "package",
    "idb",
    "seeds",
    "history-table",
    "lint",
    "drift-ignore",
];

impl Config {
    /// Where the texts are.
    pub fn paths(&self) -> Paths {
        Paths {
            schema: self.schema.clone(),
            migrations: self.migrations.clone(),
            layout: self.layout,
        }
    }

    /// What the generated crate is called and where it finds the rest.
    pub fn package(&self) -> Package {
        let steps = self
            .generated
            .split('/')
            .filter(|part| !["", "."].contains(part));
        let root: Vec<&str> = steps.map(|_| "..").collect();
        Package {
            name: self.package.clone(),
            root: if root.is_empty() {
                ".".to_owned()
            } else {
                root.join("/")
            },
            schema: self.schema.clone(),
            migrations: self.migrations.clone(),
            dependency: if self.workspace_dependencies {
                Dependency::Workspace
            } else {
                Dependency::Version
            },
            lint: self.lint.clone().into_iter().collect(),
        }
    }

    fn slot(&mut self, key: &str) -> Option<&mut String> {
        match key {
            "schema" => Some(&mut self.schema),
            "migrations" => Some(&mut self.migrations),
            "generated" => Some(&mut self.generated),
            "package" => Some(&mut self.package),
            "idb" => Some(&mut self.idb),
            "seeds" => Some(&mut self.seeds),
            "history-table" => Some(self.history_table.get_or_insert_default()),
            _ => None,
        }
    }
}

/// Reads the configuration from the text of a `Cargo.toml`; what is not said has its default.
pub fn config(source: SourceId, text: &str) -> (Config, Vec<Diagnostic>) {
    let mut config = Config::default();
    let mut findings = Vec::new();
    let document = match DeTable::parse(text) {
        Ok(document) => document.into_inner(),
        Err(error) => {
            let finding = Diagnostic::error(&codes::INVALID_TOML, error.message());
            let range = error.span().unwrap_or_default();
            findings.push(finding.at(Span::new(source, range.start, range.end), ""));
            return (config, findings);
        }
    };
    config.workspace_dependencies = ["prismoid", "prismoid-build"]
        .iter()
        .all(|name| at(&document, &["workspace", "dependencies", name]).is_some());
    let section = ["workspace", "package"]
        .iter()
        .find_map(|kind| at(&document, &[kind, "metadata", "prismoid"]));
    let Some(section) = section else {
        return (config, findings);
    };
    config.is_configured = true;
    let Some(table) = section.get_ref().as_table() else {
        findings.push(bad_value(source, section, "prismoid", "a table"));
        return (config, findings);
    };
    for (key, value) in table {
        let name: &str = key.get_ref();
        if name == "lint" {
            read_lint(source, value, &mut config.lint, &mut findings);
        } else if name == "drift-ignore" {
            match patterns(value) {
                Some(patterns) => config.drift_ignore = patterns,
                None => findings.push(bad_value(source, value, name, "a list of texts")),
            }
        } else if name == "layout" {
            let text = value.get_ref().as_str().unwrap_or_default();
            config.layout = text.parse().ok();
            if config.layout.is_none() && text != "auto" {
                findings.push(unknown_layout(source, value));
            }
        } else if let Some(slot) = config.slot(name) {
            match value.get_ref().as_str() {
                Some(text) => text.trim_end_matches('/').clone_into(slot),
                None => findings.push(bad_value(source, value, name, "text in quotes")),
            }
        } else {
            findings.push(unknown_key(source, key));
        }
    }
    (config, findings)
}

/// The value behind a path of keys.
fn at<'a, 'i>(table: &'a DeTable<'i>, path: &[&str]) -> Option<&'a Spanned<DeValue<'i>>> {
    let (first, rest) = path.split_first()?;
    let value = table.get(*first)?;
    match rest {
        [] => Some(value),
        rest => at(value.get_ref().as_table()?, rest),
    }
}

fn read_lint(
    source: SourceId,
    value: &Spanned<DeValue<'_>>,
    lint: &mut BTreeMap<String, String>,
    findings: &mut Vec<Diagnostic>,
) {
    let Some(table) = value.get_ref().as_table() else {
        findings.push(bad_value(
            source,
            value,
            "lint",
            "a table of rules and levels",
        ));
        return;
    };
    for (rule, level) in table {
        match level.get_ref().as_str() {
            Some(level) => {
                lint.insert(rule.get_ref().to_string(), level.to_owned());
            }
            None => findings.push(bad_value(source, level, rule.get_ref(), "text in quotes")),
        }
    }
}

/// A list of texts.
fn patterns(value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
    let list = value.get_ref().as_array()?.iter();
    let text = |item: &Spanned<DeValue<'_>>| item.get_ref().as_str().map(str::to_owned);
    list.map(text).collect()
}

fn span<T>(source: SourceId, value: &Spanned<T>) -> Span {
    let range = value.span();
    Span::new(source, range.start, range.end)
}

fn bad_value(
    source: SourceId,
    value: &Spanned<DeValue<'_>>,
    key: &str,
    expected: &str,
) -> Diagnostic {
    let found = value.get_ref().type_str();
    let message = format!("`{key}` takes {expected}, and this is of type {found}");
    Diagnostic::error(&codes::BAD_CONFIGURATION_VALUE, message).at(span(source, value), "")
}

fn unknown_layout(source: SourceId, value: &Spanned<DeValue<'_>>) -> Diagnostic {
    Diagnostic::error(&codes::BAD_CONFIGURATION_VALUE, "`layout` names no layout")
        .at(span(source, value), "")
        .help(NotALayout.to_string())
}

fn unknown_key(source: SourceId, key: &Spanned<DeString<'_>>) -> Diagnostic {
    let name: &str = key.get_ref();
    let message = format!("there is no key `{name}` here");
    let finding = Diagnostic::error(&codes::UNKNOWN_CONFIGURATION_KEY, message)
        .at(span(source, key), "")
        .note(format!(
            "keys are {}",
            KEYS.map(|k| format!("`{k}`")).join(", ")
        ));
    let lower = name.to_ascii_lowercase().replace('_', "-");
    let near = KEYS
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(known, &lower), known))
        .filter(|(distance, known)| *distance <= 1 + known.len() / 4)
        .min();
    match near {
        Some((_, known)) => finding.help(format!("write `{known}`")),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use diag::Sources;
    use diag::render::{Style, human};

    use super::*;

    fn read(text: &str) -> (Config, String) {
        let mut sources = Sources::new();
        let id = sources.add("Cargo.toml", text);
        let (config, findings) = config(id, text);
        (config, human(&findings, &sources, Style::Plain))
    }

    #[test]
    fn has_defaults_for_everything() {
        assert_eq!(read(""), (Config::default(), String::new()));
        assert_eq!(Config::default().package().root, "..");
    }

    #[test]
    fn reads_what_is_said() {
        let text = "\
[workspace.dependencies]
prismoid = \"0.1\"
prismoid-build = { path = \"x\" }

[workspace.metadata.prismoid]
schema = \"prisma/\"
generated = \"crates/db\"
package = \"ult-db\"
history-table = \"history\"
lint = { drop-column = \"allow\" }
drift-ignore = [\"cron.*\"]
";
        let (config, findings) = read(text);
        assert_eq!(findings, "");
        let package = config.package();
        assert_eq!(
            (package.name.as_str(), package.root.as_str()),
            ("ult-db", "../..")
        );
        assert_eq!(package.schema, "prisma");
        assert_eq!(package.dependency, Dependency::Workspace);
        assert_eq!(config.history_table.as_deref(), Some("history"));
        assert_eq!(config.lint["drop-column"], "allow");
        assert_eq!(config.drift_ignore, ["cron.*"]);
    }

    #[test]
    fn says_what_is_wrong_with_it() {
        let (_, findings) = read(
            "[package.metadata.prismoid]\nhistory_table = \"x\"\nseeds = 3\nlint = \"all\"\nfoo = 1\n",
        );
        assert_eq!(
            findings,
            "\
error[unknown-configuration-key]: there is no key `foo` here
 --> Cargo.toml:5:1
  |
5 | foo = 1
  | ^^^
  |
  = note: keys are `schema`, `migrations`, `layout`, `generated`, `package`, `idb`, `seeds`, `history-table`, `lint`, `drift-ignore`

error[unknown-configuration-key]: there is no key `history_table` here
 --> Cargo.toml:2:1
  |
2 | history_table = \"x\"
  | ^^^^^^^^^^^^^
  |
  = note: keys are `schema`, `migrations`, `layout`, `generated`, `package`, `idb`, `seeds`, `history-table`, `lint`, `drift-ignore`
  = help: write `history-table`

error[bad-configuration-value]: `lint` takes a table of rules and levels, and this is of type string
 --> Cargo.toml:4:8
  |
4 | lint = \"all\"
  |        ^^^^^

error[bad-configuration-value]: `seeds` takes text in quotes, and this is of type integer
 --> Cargo.toml:3:9
  |
3 | seeds = 3
  |         ^
"
        );
        let (_, findings) = read("[package\n");
        assert!(findings.starts_with("error[invalid-toml]: "), "{findings}");
    }
}
