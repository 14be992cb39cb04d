//! `FROM`: relations and joins.

use std::fmt::Write as _;

use schema::{Reference, Type};

use super::expr::{Expr, Kind, name_text, qualified_text};
use super::names::Columns;
use super::names::RelationKind;
use super::raw;
use super::reader::{Level, Named, Reader, Relation};
use crate::grammar::symbol as s;
use crate::name::{identifier, identifiers};
use crate::tree::Node;
use std::rc::Rc;

/// What an alias says: the name, and names for the columns.
#[derive(Default)]
pub(super) struct Alias {
    name: Option<String>,
    columns: Vec<(String, Option<Type>)>,
}

impl Reader<'_> {
    /// A list of relations; they are added to the level, and their text is returned.
    pub(super) fn from(&mut self, list: Node<'_>, level: &mut Level) -> String {
        let parts: Vec<String> = list
            .elements()
            .map(|reference| self.table_reference(reference, level))
            .collect();
        parts.join(", ")
    }

    pub(super) fn table_reference(&mut self, node: Node<'_>, level: &mut Level) -> String {
        if node.is(s::JOINED_TABLE) {
            return self.join(node, level);
        }
        self.depth += 1;
        if self.depth > 100 {
            self.depth -= 1;
            return raw::tokens(node);
        }
        let text = self.table_reference_within(node, level);
        self.depth -= 1;
        text
    }

    fn table_reference_within(&mut self, node: Node<'_>, level: &mut Level) -> String {
        let lateral = node.has(s::LATERAL_P);
        let alias = self.alias(node);
        if let Some(joined) = node.find(s::JOINED_TABLE) {
            let (start, merged) = (level.relations.len(), level.merged.len());
            let text = self.join(joined, level);
            return match alias.name {
                Some(name) => {
                    // Its relations are only known by the new name.
                    let shown = self.shown("q");
                    let text = format!("{text} {shown}");
                    Self::one_of_many(level, start, merged, &name, shown);
                    text
                }
                None => text,
            };
        }
        if let Some(query) = node.find(s::SELECT_WITH_PARENS) {
            return self.derived(query, lateral, &alias, level);
        }
        if let Some(function) = node.find(s::FUNC_TABLE) {
            return self.function_table(function, &alias, level);
        }
        if let Some(name) = node.find(s::RELATION_EXPR) {
            let sample = node.find(s::TABLESAMPLE_CLAUSE).map(raw::tokens);
            let mut text = self.table(name, &alias, level);
            if let Some(sample) = sample {
                text.push(' ');
                text.push_str(&sample);
            }
            text
        } else {
            let name = alias.name.unwrap_or_default();
            let shown = self.shown("q");
            let mut relation = renamed(&name, None, None, &Alias::default());
            relation.shown = shown;
            level.relations.push(relation);
            self.levels.push(level.clone());
            let text = self.unknown(node).text();
            self.levels.pop();
            text
        }
    }

    /// A table without alias.
    pub(super) fn plain_table(&mut self, name: Node<'_>, level: &mut Level) -> String {
        self.table(name, &Alias::default(), level)
    }

    fn alias(&mut self, node: Node<'_>) -> Alias {
        let clause = node
            .children()
            .filter(|part| {
                part.is(s::OPT_ALIAS_CLAUSE)
                    || part.is(s::FUNC_ALIAS_CLAUSE)
                    || part.is(s::ALIAS_CLAUSE)
            })
            .find(|part| !part.is_empty());
        let Some(clause) = clause else {
            return Alias::default();
        };
        let mut alias = Alias::default();
        for part in clause
            .descendants()
            .filter(|part| part.is(s::TABLE_FUNC_ELEMENT))
        {
            let name = part.child(0).map(identifier).unwrap_or_default();
            let ty = part.child(1).map(|ty| self.ty(ty));
            alias.columns.push((name, ty));
        }
        let words = clause.descend(s::ALIAS_CLAUSE).unwrap_or(clause);
        let name = words
            .children()
            .find(|part| part.is_token() && !part.is(s::AS) && !part.is(s::LEFT_PAREN));
        alias.name = name.map(identifier);
        if let Some(list) = words.find(s::NAME_LIST) {
            alias.columns = list
                .elements()
                .map(|name| (identifier(name), None))
                .collect();
        }
        alias
    }

    /// A table, view or query of `WITH`.
    fn table(&mut self, node: Node<'_>, alias: &Alias, level: &mut Level) -> String {
        let name_node = node.descend(s::QUALIFIED_NAME).unwrap_or(node);
        let mut parts = identifiers(name_node);
        let name = parts.pop().unwrap_or_default();
        let schema = parts.pop();
        let only = if node.tokens().any(|token| token.is(s::ONLY)) {
            "ONLY "
        } else {
            ""
        };
        let known_as = alias.name.clone().unwrap_or_else(|| name.clone());
        let named = if schema.is_none() {
            self.named_query(&name)
        } else {
            None
        };
        let (text, table, columns) = if let Some((_, columns)) = named.cloned() {
            (name_text(&name), None, columns.map(Rc::new))
        } else if let Some((found, kind)) = self.names.relation(schema.as_deref(), &name) {
            let tokens: Vec<Node<'_>> =
                name_node.tokens().filter(|part| !part.is(s::DOT)).collect();
            if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
                let whole = first.start() as usize..last.end() as usize;
                self.mention(Reference::Relation(found.clone()), whole, *last);
            }
            let columns = match kind {
                RelationKind::Table | RelationKind::View => self.names.columns(&found),
                RelationKind::Sequence => Some(Rc::new(vec![
                    ("last_value".to_owned(), Some(Type::builtin("int8"))),
                    ("log_cnt".to_owned(), Some(Type::builtin("int8"))),
                    ("is_called".to_owned(), Some(Type::builtin("bool"))),
                ])),
            };
            (
                qualified_text(&found.schema, &found.name),
                Some(found),
                columns,
            )
        } else {
            let schema = schema.unwrap_or_default();
            let schema = if schema == "pg_catalog" {
                String::new()
            } else {
                schema
            };
            (qualified_text(&schema, &name), None, None)
        };
        let mut relation = renamed(&known_as, table, columns, alias);
        relation.by_table = alias.name.is_none();
        relation.shown = self.shown(&name);
        let text = aliased(format!("{only}{text}"), &name, &relation, alias);
        level.relations.push(relation);
        text
    }

    fn named_query(&self, name: &str) -> Option<&Named> {
        self.levels.iter().rev().find_map(|level| {
            let mut named = level.named.iter().rev();
            named.find(|(known, _)| known == name)
        })
    }

    /// A query in `FROM`.
    fn derived(
        &mut self,
        query: Node<'_>,
        lateral: bool,
        alias: &Alias,
        level: &mut Level,
    ) -> String {
        if lateral {
            self.levels.push(level.clone());
        }
        let result = self.query(query);
        if lateral {
            self.levels.pop();
        }
        let name = alias.name.clone().unwrap_or_default();
        let mut relation = renamed(&name, None, result.columns.map(Rc::new), alias);
        relation.shown = self.shown("q");
        let before = if lateral { "LATERAL " } else { "" };
        let text = aliased(format!("{before}({})", result.text), "", &relation, alias);
        level.relations.push(relation);
        text
    }

    /// Functions in `FROM`, which see what stands before them.
    fn function_table(&mut self, node: Node<'_>, alias: &Alias, level: &mut Level) -> String {
        self.levels.push(level.clone());
        let ordinality = node.find(s::OPT_ORDINALITY).is_some();
        let call = node.find(s::FUNC_EXPR_WINDOWLESS).or_else(|| node.child(0));
        let value = match call {
            Some(call) if !node.has(s::ROWSFROM_LIST) => self.read(call),
            Some(_) | None => self.unknown(node),
        };
        self.levels.pop();
        let function = match &value.kind {
            Kind::Call { name, .. } => name.clone(),
            _ => String::new(),
        };
        let name = alias.name.clone().unwrap_or_else(|| function.clone());
        let mut columns = Self::function_columns(&value, &function, &name);
        if ordinality && let Some(columns) = &mut columns {
            columns.push(("ordinality".to_owned(), Some(Type::builtin("int8"))));
        }
        let mut relation = renamed(&name, None, columns.map(Rc::new), alias);
        relation.shown = self.shown(&function);
        let mut text = value.text();
        if ordinality {
            text.push_str(" WITH ORDINALITY");
        }
        let text = aliased(text, &function, &relation, alias);
        level.relations.push(relation);
        text
    }

    /// The columns of a function in `FROM`.
    fn function_columns(value: &Expr, function: &str, name: &str) -> Option<Columns> {
        let Kind::Call { arguments, .. } = &value.kind else {
            return None;
        };
        let first = arguments.first().and_then(|argument| argument.ty.clone());
        let one = |column: &str, ty: Option<Type>| Some(vec![(column.to_owned(), ty)]);
        let ty = |name: &str| Some(Type::builtin(name));
        match function {
            "generate_series" | "generate_subscripts" => {
                let ty = if function == "generate_series" {
                    first
                } else {
                    ty("int4")
                };
                one(name, ty)
            }
            "unnest" => {
                let element = first
                    .filter(|ty| ty.array)
                    .map(|ty| Type { array: false, ..ty });
                one(name, element)
            }
            "regexp_split_to_table"
            | "string_to_table"
            | "jsonb_object_keys"
            | "json_object_keys" => one(name, ty("text")),
            "jsonb_array_elements" => one("value", ty("jsonb")),
            "json_array_elements" => one("value", ty("json")),
            "jsonb_array_elements_text" | "json_array_elements_text" => one("value", ty("text")),
            "jsonb_each" | "json_each" | "jsonb_each_text" | "json_each_text" => {
                let kind = if function.ends_with("_text") {
                    "text"
                } else if function.starts_with("jsonb") {
                    "jsonb"
                } else {
                    "json"
                };
                Some(vec![
                    ("key".to_owned(), ty("text")),
                    ("value".to_owned(), ty(kind)),
                ])
            }
            _ => value
                .ty
                .clone()
                .filter(|ty| ty.schema.is_none())
                .and_then(|ty| one(name, Some(ty))),
        }
    }
}

/// A relation under its alias, whose columns may have new names.
pub(super) fn renamed(
    name: &str,
    table: Option<schema::QualifiedName>,
    columns: Option<Rc<Columns>>,
    alias: &Alias,
) -> Relation {
    let mut relation = Relation {
        alias: name.to_owned(),
        shown: name.to_owned(),
        qualify: true,
        hidden: false,
        table,
        originals: columns
            .iter()
            .filter(|_| !alias.columns.is_empty())
            .flat_map(|columns| columns.iter())
            .map(|(name, _)| name.clone())
            .collect(),
        columns,
        by_table: false,
    };
    match &mut relation.columns {
        Some(columns) if !alias.columns.is_empty() => {
            let columns = Rc::make_mut(columns);
            for (column, (new, ty)) in columns.iter_mut().zip(&alias.columns) {
                column.0.clone_from(new);
                if ty.is_some() {
                    column.1.clone_from(ty);
                }
            }
        }
        None if !alias.columns.is_empty() => {
            relation.columns = Some(Rc::new(alias.columns.clone()));
        }
        Some(_) | None => {}
    }
    relation
}

/// `text alias(columns)`, without what the relation is called anyway.
fn aliased(mut text: String, name: &str, relation: &Relation, alias: &Alias) -> String {
    if relation.shown != name {
        text.push(' ');
        text.push_str(&name_text(&relation.shown));
    }
    let typed = alias.columns.iter().any(|(_, ty)| ty.is_some());
    let renames = alias
        .columns
        .iter()
        .zip(&relation.originals)
        .any(|((new, _), old)| new != old)
        || relation.originals.is_empty();
    if !alias.columns.is_empty() && (typed || renames) {
        let columns: Vec<String> = alias
            .columns
            .iter()
            .map(|(name, ty)| match ty {
                Some(ty) => format!("{} {ty}", name_text(name)),
                None => name_text(name),
            })
            .collect();
        let _ = write!(text, "({})", columns.join(", "));
    }
    text
}
