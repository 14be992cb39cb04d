//! Schemas and extensions.

use schema::{Extension, Namespace};

use super::Fold;
use crate::grammar::symbol as s;
use crate::name::{identifier, word_or_string};
use crate::statement::Statement;
use crate::tree::Node;

impl Fold {
    pub(super) fn create_schema(&mut self, node: Node<'_>) {
        let names = node.children().filter(|part| {
            !part.is_empty()
                && !matches!(
                    part.symbol(),
                    s::CREATE
                        | s::SCHEMA
                        | s::IF_P
                        | s::NOT
                        | s::EXISTS
                        | s::AUTHORIZATION
                        | s::OPT_SCHEMA_ELT_LIST
                )
        });
        // Without a name it is called like the role.
        let Some(name_node) = names.map(Node::first_token).next().flatten() else {
            return;
        };
        let name = identifier(name_node);
        let guarded = node.has(s::IF_P);
        if let Some(first) = self.schema.schemas.get(&name).map(|known| known.origin) {
            // `public` stands in every new database, yet scripts create it for old ones.
            if !guarded && first.0.is_some() {
                self.duplicate("schema", &name, name_node.span(), first);
            }
            return;
        }
        let namespace = Namespace {
            privileges: self.default_privileges("SCHEMAS", ""),
            origin: name_node.span().into(),
            ..Namespace::default()
        };
        self.schema.schemas.insert(name.clone(), namespace);
        // What is made with the schema is made in it.
        let path = self.path.clone();
        self.path.insert(0, name);
        let elements = node.find(s::OPT_SCHEMA_ELT_LIST);
        for element in elements.into_iter().flat_map(Node::children) {
            let inner = if element.is(s::SCHEMA_STMT) {
                element.child(0)
            } else {
                Some(element)
            };
            if let Some(inner) = inner {
                self.statement(Statement { node: inner });
            }
        }
        self.path = path;
    }

    pub(super) fn create_extension(&mut self, node: Node<'_>) {
        let mut parts = node.children().skip(2);
        let name = parts.find(|part| !matches!(part.symbol(), s::IF_P | s::NOT | s::EXISTS));
        let Some(name_node) = name else {
            return;
        };
        let name = identifier(name_node);
        self.extended |= !makes_no_tables(&name);
        let options: Vec<Node<'_>> = node
            .find(s::CREATE_EXTENSION_OPT_LIST)
            .into_iter()
            .flat_map(Node::children)
            .collect();
        let option = |word| {
            let found = options.iter().find(|option| option.has(word));
            let last = found.and_then(|option| option.tokens().last());
            last.map(word_or_string)
        };
        let extension = Extension {
            schema: option(s::SCHEMA),
            version: option(s::VERSION_P),
            origin: node.span().into(),
        };
        let first = self.schema.extensions.get(&name).map(|known| known.origin);
        match first {
            Some(first) if !node.has(s::IF_P) => {
                self.duplicate("extension", &name, name_node.span(), first);
            }
            Some(_) => {}
            None => {
                self.schema.extensions.insert(name, extension);
            }
        }
    }

    /// `ALTER EXTENSION … UPDATE TO`
    pub(super) fn alter_extension(&mut self, node: Node<'_>) {
        let name = node.child(2).map(identifier).unwrap_or_default();
        let version = node
            .tokens()
            .skip_while(|token| !token.is(s::TO))
            .nth(1)
            .map(word_or_string);
        if let (Some(extension), Some(version)) = (self.schema.extensions.get_mut(&name), version) {
            extension.version = Some(version);
        }
    }
}

/// Extensions of which it is known that they create no tables, and only types known by name.
fn makes_no_tables(extension: &str) -> bool {
    matches!(
        extension,
        "uuid-ossp"
            | "pgcrypto"
            | "citext"
            | "pg_trgm"
            | "btree_gin"
            | "btree_gist"
            | "hstore"
            | "unaccent"
            | "vector"
            | "ltree"
            | "intarray"
            | "fuzzystrmatch"
            | "tablefunc"
            | "plpgsql"
            | "cube"
            | "earthdistance"
            | "isn"
            | "seg"
            | "lo"
            | "dblink"
            | "postgres_fdw"
            | "pg_stat_statements"
            | "bloom"
            | "dict_int"
            | "dict_xsyn"
            | "tsm_system_rows"
    )
}
