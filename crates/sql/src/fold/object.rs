//! Schemas, extensions, views, functions, comments and the search path.

use diag::Diagnostic;
use schema::{Expression, Extension, Function, Namespace, QualifiedName, View, ViewColumn};

use super::alter::is_cascade;
use super::{Class, Fold};
use crate::codes::{UNKNOWN_OBJECT, UNKNOWN_TABLE};
use crate::grammar::symbol as s;
use crate::name::{Name, identifier, identifiers, string};
use crate::statement::Statement;
use crate::tree::Node;
use crate::types::read;

impl Fold {
    pub(super) fn create_schema(&mut self, node: Node<'_>) {
        let names = node.children().filter(|part| {
            !matches!(
                part.symbol(),
                s::CREATE | s::SCHEMA | s::IF_P | s::NOT | s::EXISTS | s::AUTHORIZATION
            )
        });
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
            found
                .and_then(|option| option.tokens().last())
                .map(identifier)
        };
        let extension = Extension {
            schema: option(s::SCHEMA),
            version: option(s::VERSION_P).map(|version| version.trim_matches('\'').to_owned()),
            origin: node.span().into(),
        };
        self.schema.extensions.entry(name).or_insert(extension);
    }

    pub(super) fn create_view(&mut self, node: Node<'_>) {
        let Some(name) = node.find(s::QUALIFIED_NAME).map(Name::read) else {
            return;
        };
        let mut full = self.created(&name);
        if node.find(s::OPT_TEMP).is_some() {
            super::lookup::TEMPORARY.clone_into(&mut full.schema);
        }
        let replaces = node.has(s::OR);
        let exists = self.schema.views.contains_key(&full);
        let keeps = replaces && exists;
        if !keeps && !self.relation_is_free("view", &full, name.span) {
            return;
        }
        let list = node
            .find(s::OPT_COLUMN_LIST)
            .and_then(|list| list.find(s::COLUMN_LIST));
        let query = node.after(s::AS).next();
        self.put_view(full, &name, query, list, false);
    }

    pub(super) fn create_materialized_view(&mut self, node: Node<'_>) {
        let Some(target) = node.find(s::CREATE_MV_TARGET) else {
            return;
        };
        let Some(name) = target.find(s::QUALIFIED_NAME).map(Name::read) else {
            return;
        };
        let full = self.created(&name);
        if node.has(s::IF_P) && self.relation_origin(&full).is_some() {
            return;
        }
        if !self.relation_is_free("materialized view", &full, name.span) {
            return;
        }
        let list = target
            .find(s::OPT_COLUMN_LIST)
            .and_then(|list| list.find(s::COLUMN_LIST));
        let query = node.after(s::AS).next();
        self.put_view(full, &name, query, list, true);
    }

    fn put_view(
        &mut self,
        full: QualifiedName,
        name: &Name,
        query: Option<Node<'_>>,
        list: Option<Node<'_>>,
        materialized: bool,
    ) {
        let columns: Vec<String> = match list {
            Some(list) => list.elements().map(identifier).collect(),
            None => query.and_then(query_columns).unwrap_or_default(),
        };
        let columns = columns.into_iter().map(ViewColumn::named).collect();
        let view = View {
            materialized,
            query: Expression::new(query.map(Node::text).unwrap_or_default()),
            columns,
            origin: name.span.into(),
            ..View::default()
        };
        self.schema.views.insert(full, view);
    }

    pub(super) fn create_function(&mut self, node: Node<'_>) {
        let Some(name) = node.find(s::FUNC_NAME).map(Name::read) else {
            return;
        };
        let full = self.created(&name);
        let arguments = node.find(s::FUNC_ARGS_WITH_DEFAULTS);
        let signature = arguments
            .map(|arguments| self.signature(arguments))
            .unwrap_or_default();
        let procedure = node.has(s::PROCEDURE);
        let returns = node.find(s::FUNC_RETURN).map(|node| node.text().to_owned());
        let table = node.has(s::TABLE).then(|| "table".to_owned());
        let key = (full, signature);
        if let Some(first) = self
            .schema
            .functions
            .get(&key)
            .map(|function| function.origin)
            && !node.has(s::OPT_OR_REPLACE)
        {
            let shown = format!("{}({})", key.0, key.1);
            self.duplicate("function", &shown, name.span, first);
            return;
        }
        let mut function = Function {
            returns: if procedure { None } else { returns.or(table) },
            language: "sql".to_owned(),
            volatility: 'v',
            body: String::new(),
            origin: name.span.into(),
            ..Function::default()
        };
        let options = node
            .find(s::OPT_CREATEFUNC_OPT_LIST)
            .or(node.find(s::CREATEFUNC_OPT_LIST));
        for option in options.into_iter().flat_map(Node::descendants) {
            match option.symbol() {
                s::IMMUTABLE => function.volatility = 'i',
                s::STABLE => function.volatility = 's',
                s::LANGUAGE => {
                    let all = node.tokens().skip_while(|token| token.id() != option.id());
                    let language = all.take(2).last();
                    function.language = language.map(word_or_string).unwrap_or_default();
                }
                s::FUNC_AS => function.body = option.first_token().map(string).unwrap_or_default(),
                _ => {}
            }
        }
        if let Some(body) = node.find(s::OPT_ROUTINE_BODY) {
            body.text().clone_into(&mut function.body);
        }
        let gone = (Class::Function, key.0.clone(), String::new());
        self.dropped.remove(&gone);
        self.schema.functions.insert(key, function);
    }

    /// The types of a function's arguments, those it only returns left out.
    pub(super) fn signature(&mut self, arguments: Node<'_>) -> String {
        let found: Vec<Node<'_>> = arguments
            .descendants()
            .filter(|part| part.is(s::FUNC_ARG))
            .collect();
        let mut types = Vec::new();
        for argument in found {
            let only_out = argument
                .find(s::ARG_CLASS)
                .is_some_and(|class| class.has(s::OUT_P));
            if let (false, Some(ty)) = (only_out, argument.children().last()) {
                types.push(self.resolve_type(&read(ty)).to_string());
            }
        }
        types.join(", ")
    }

    pub(super) fn has_function(&self, name: &QualifiedName) -> bool {
        self.schema.functions.keys().any(|(known, _)| known == name)
    }

    pub(super) fn drop_functions(&mut self, node: Node<'_>) {
        // A routine may be an aggregate, which is not followed.
        let missing_ok = node.has(s::IF_P) || node.has(s::ROUTINE);
        let list = node.find(s::FUNCTION_WITH_ARGTYPES_LIST);
        let functions: Vec<Node<'_>> = list.into_iter().flat_map(Node::elements).collect();
        for function in functions {
            let arguments = function.find(s::FUNC_ARGS);
            let name = match function.find(s::FUNC_NAME) {
                Some(name) => Name::read(name),
                None => Name::read(function),
            };
            let Some(full) = self.found(&name, |name| self.has_function(name)) else {
                if !missing_ok {
                    self.unknown_function(&name);
                }
                continue;
            };
            let signature = arguments.map(|arguments| self.signature(arguments));
            let cascade = is_cascade(node);
            self.schema.functions.retain(|(known, types), _| {
                *known != full
                    || signature
                        .as_ref()
                        .is_some_and(|signature| signature != types)
            });
            if self.has_function(&full) {
                continue;
            }
            self.mark_dropped(Class::Function, &full, "", name.span);
            if cascade {
                for table in self.schema.tables.values_mut() {
                    table.triggers.retain(|trigger| trigger.function != full);
                }
            }
        }
    }

    fn unknown_function(&mut self, name: &Name) {
        if self.may_exist(name) || self.extended || !self.schema.extensions.is_empty() {
            return;
        }
        let full = self.created(name);
        let key = (Class::Function, full.clone(), String::new());
        if let Some(place) = self.dropped.get(&key).copied() {
            self.used_after_drop("function", &full.to_string(), name.span, place);
            return;
        }
        let known: Vec<String> = self
            .schema
            .functions
            .keys()
            .map(|(known, _)| known.name.clone())
            .collect();
        let finding =
            Diagnostic::error(&UNKNOWN_OBJECT, format!("function `{full}` does not exist"))
                .at(name.span, "no earlier statement creates it");
        self.findings
            .push(super::lookup::with_suggestion(finding, &name.name, &known));
    }

    pub(super) fn comment(&mut self, node: Node<'_>) {
        let Some(object) = node.find(s::ANY_NAME) else {
            return;
        };
        let text = node.find(s::COMMENT_TEXT).and_then(Node::first_token);
        let text = text.filter(|token| token.is(s::SCONST)).map(string);
        let kind = node.tokens().nth(2).map(Node::symbol);
        if kind == Some(s::TABLE) {
            let name = Name::read(object);
            if let Some(table) = self.need_table(&name, false)
                && let Some(table) = self.schema.tables.get_mut(&table)
            {
                table.comment = text;
            }
        } else if kind == Some(s::COLUMN) {
            let mut parts = identifiers(object);
            let column = parts.pop().unwrap_or_default();
            let name = Name {
                name: parts.pop().unwrap_or_default(),
                schema: parts.pop(),
                span: object.span(),
            };
            let Some(table) = self.find_table(&name) else {
                if self.find_relation(&name).is_none() && self.find_type(&name).is_none() {
                    self.unknown_relation(&name, "table", &UNKNOWN_TABLE);
                }
                return;
            };
            if self.need_column(&table, &column, object.span())
                && let Some(column) = self.column_mut(&table, &column)
            {
                column.comment = text;
            }
        }
    }

    /// `SET search_path`
    pub(super) fn set_variable(&mut self, node: Node<'_>) {
        let tokens: Vec<Node<'_>> = node.tokens().collect();
        let at = tokens
            .iter()
            .position(|token| token.text().eq_ignore_ascii_case("search_path"));
        let Some(at) = at else {
            return;
        };
        let values = tokens
            .iter()
            .skip(at + 2)
            .filter(|token| !token.is(s::COMMA));
        self.path = values
            .map(|token| word_or_string(*token))
            .filter(|schema| !schema.is_empty() && schema != "$user" && schema != "pg_catalog")
            .map(|schema| {
                if schema == "default" {
                    "public".to_owned()
                } else {
                    schema
                }
            })
            .collect();
    }
}

/// A name that may be written as a string.
fn word_or_string(token: Node<'_>) -> String {
    if token.is(s::SCONST) {
        string(token)
    } else {
        identifier(token)
    }
}

/// The names of a query's columns, where all of them are plain.
fn query_columns(query: Node<'_>) -> Option<Vec<String>> {
    let targets = query.descend(s::TARGET_LIST)?;
    targets.elements().map(query_column).collect()
}

fn query_column(element: Node<'_>) -> Option<String> {
    let last = element.tokens().last()?;
    let alias = element.children().count() > 1;
    let reference = element.descend(s::COLUMNREF);
    let column = reference.is_some_and(|reference| reference.text() == element.text());
    let plain = (alias || column) && !last.is(s::STAR);
    plain.then(|| identifier(last))
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
