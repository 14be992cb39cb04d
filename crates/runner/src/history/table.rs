//! The names of the history's tables.

use lexer::Kind;

use crate::Error;
use crate::wire::{identifier, literal};

/// The longest name of a table whose log's name PostgreSQL still takes in full.
const LONGEST: usize = 63 - "_log".len();

/// The name as configured: the schema may be left to the search path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableName {
    schema: Option<String>,
    table: String,
}

impl TableName {
    /// Reads `table` or `schema.table`, each as an identifier of SQL.
    pub(crate) fn parse(name: &str) -> Result<Self, Error> {
        let mut parts = Vec::new();
        for (index, token) in lexer::tokens(name).enumerate() {
            let is_name = matches!(token.kind, Kind::Word | Kind::QuotedIdentifier);
            if index % 2 == 0 && is_name {
                parts.push(lexer::identifier(token.text(name)).into_owned());
            } else if index % 2 == 0 || token.kind != Kind::Symbol(b'.') {
                return Err(Error::bad_history_table(name, "is no name of a table"));
            }
        }
        let table = parts.pop().unwrap_or_default();
        let schema = parts.pop();
        if table.is_empty() || !parts.is_empty() || name.trim_end().ends_with('.') {
            return Err(Error::bad_history_table(name, "is no name of a table"));
        }
        if table.len() > LONGEST {
            return Err(Error::bad_history_table(name, "is longer than 59 bytes"));
        }
        Ok(Self { schema, table })
    }

    /// As written in SQL.
    pub(crate) fn quoted(&self) -> String {
        match &self.schema {
            Some(schema) => format!("{}.{}", identifier(schema), identifier(&self.table)),
            None => identifier(&self.table),
        }
    }

    /// The schema in which it is looked for first, as an expression of SQL.
    pub(crate) fn schema_expression(&self) -> String {
        match &self.schema {
            Some(schema) => literal(schema),
            None => "pg_catalog.current_schema()".to_owned(),
        }
    }

    /// The table in a schema.
    pub(crate) fn within(&self, schema: &str) -> Table {
        Table {
            schema: schema.to_owned(),
            table: self.table.clone(),
        }
    }
}

/// The history's table, wherever the search path points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    /// Its schema.
    pub(crate) schema: String,
    /// Its name.
    pub(crate) table: String,
}

impl Table {
    /// As written in SQL.
    pub(crate) fn quoted(&self) -> String {
        format!("{}.{}", identifier(&self.schema), identifier(&self.table))
    }

    /// Its log, as written in SQL.
    pub(crate) fn log(&self) -> String {
        let log = format!("{}_log", self.table);
        format!("{}.{}", identifier(&self.schema), identifier(&log))
    }

    /// Creates it and its log, and its schema if that is missing. (IF NOT EXISTS would ask for a
    /// privilege on the database even where the schema exists.)
    pub(crate) fn creation(&self, has_schema: bool) -> String {
        let schema = if has_schema {
            String::new()
        } else {
            format!("CREATE SCHEMA {};", identifier(&self.schema))
        };
        format!(
            "{schema}CREATE TABLE IF NOT EXISTS {table} (\
             version bigint PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, \
             applied_at timestamptz NOT NULL, execution_ms bigint NOT NULL, \
             applied_by text NOT NULL, tool_version text NOT NULL, state text NOT NULL, \
             statements_done integer, error text);\
             CREATE TABLE IF NOT EXISTS {log} (\
             id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \
             at timestamptz NOT NULL, action text NOT NULL, version bigint, name text, \
             checksum text, execution_ms bigint, applied_by text NOT NULL, \
             tool_version text NOT NULL, detail text)",
            table = self.quoted(),
            log = self.log(),
        )
    }
}

/// `audit.schema_migrations`
impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.schema, self.table)
    }
}

#[cfg(test)]
mod tests {
    use super::TableName;

    #[test]
    fn names() {
        let check = |name: &str, expected: Option<&str>| {
            let quoted = TableName::parse(name).ok().map(|it| it.quoted());
            assert_eq!(quoted.as_deref(), expected, "{name}");
        };
        check("schema_migrations", Some("\"schema_migrations\""));
        check("Audit.Done", Some("\"audit\".\"done\""));
        check("\"Audit\".\"a.\"\"b\"", Some("\"Audit\".\"a.\"\"b\""));
        check("", None);
        check("a.", None);
        check(".a", None);
        check("a.b.c", None);
        check("a b", None);
        check("a;drop", None);
        check(&"x".repeat(60), None);
    }
}
