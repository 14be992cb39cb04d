//! Publications.

use schema::{Publication, PublishedTable, QualifiedName};

use super::Fold;
use super::column::expression;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier, identifiers, word_or_string};
use crate::tree::Node;

const OPERATIONS: &[&str] = &["insert", "update", "delete", "truncate"];

/// What a publication's list names.
#[derive(Default)]
struct Listed {
    schemas: Vec<String>,
    tables: Vec<(QualifiedName, PublishedTable)>,
}

impl Fold {
    pub(super) fn create_publication(&mut self, node: Node<'_>) {
        let Some(name_node) = node.child(2) else {
            return;
        };
        let name = identifier(name_node);
        if let Some(first) = self.schema.publications.get(&name) {
            let first = first.origin;
            self.duplicate("publication", &name, name_node.span(), first);
            return;
        }
        let mut publication = Publication {
            all_tables: node.has(s::TABLES),
            operations: OPERATIONS.iter().map(|it| (*it).to_owned()).collect(),
            origin: node.span().into(),
            ..Publication::default()
        };
        let listed = self.listed(node);
        add(&mut publication, listed);
        set_options(&mut publication, node);
        self.schema.publications.insert(name, publication);
    }

    pub(super) fn alter_publication(&mut self, node: Node<'_>) {
        let Some(name_node) = node.child(2) else {
            return;
        };
        let name = identifier(name_node);
        if !self.schema.publications.contains_key(&name) {
            self.unknown_global("publication", &name, name_node.span());
            return;
        }
        let listed = self.listed(node);
        let Some(publication) = self.schema.publications.get_mut(&name) else {
            return;
        };
        if node.has(s::PUB_OBJ_LIST) {
            if node.has(s::SET) {
                publication.schemas.clear();
                publication.tables.clear();
            }
            if node.has(s::DROP) {
                publication
                    .schemas
                    .retain(|known| !listed.schemas.contains(known));
                for (table, _) in &listed.tables {
                    publication.tables.remove(table);
                }
            } else {
                add(publication, listed);
            }
        } else {
            set_options(publication, node);
        }
    }

    /// `PublicationObjSpec`s: a word in front holds for all that follow until the next.
    fn listed(&mut self, node: Node<'_>) -> Listed {
        let mut listed = Listed::default();
        let mut schemas = false;
        let elements = node
            .find(s::PUB_OBJ_LIST)
            .into_iter()
            .flat_map(Node::elements);
        for element in elements.collect::<Vec<_>>() {
            match element.child(0).map(Node::symbol) {
                Some(s::TABLE) => schemas = false,
                Some(s::TABLES) => schemas = true,
                Some(_) | None => {}
            }
            if schemas {
                let word = element.tokens().last();
                let current = word.filter(|word| word.is(s::CURRENT_SCHEMA));
                let name = match current {
                    Some(_) => self.path.first().cloned(),
                    None => word.map(identifier),
                };
                listed.schemas.extend(name);
                continue;
            }
            let name = listed_name(element);
            let Some(table) = self.need_table(&name, false) else {
                continue;
            };
            let list = element
                .find(s::OPT_COLUMN_LIST)
                .and_then(|list| list.find(s::COLUMN_LIST));
            let mut columns: Vec<String> = list
                .into_iter()
                .flat_map(Node::elements)
                .map(identifier)
                .collect();
            self.sort_columns(&table, &mut columns);
            let filter = element
                .find(s::OPT_WHERE_CLAUSE)
                .and_then(|clause| clause.after(s::LEFT_PAREN).next())
                .map(|condition| {
                    let mut condition = expression(condition);
                    self.resolve_in_table(&table, &mut condition);
                    condition
                });
            listed
                .tables
                .push((table, PublishedTable { columns, filter }));
        }
        listed
    }
}

/// The table of an element. Without `TABLE` in front it may be a bare word, with a schema or without.
fn listed_name(element: Node<'_>) -> Name {
    if let Some(name) = element.descend(s::QUALIFIED_NAME) {
        return Name::read(name);
    }
    let mut parts: Vec<String> = element.child(0).map(identifier).into_iter().collect();
    parts.extend(
        element
            .find(s::INDIRECTION)
            .map(identifiers)
            .into_iter()
            .flatten(),
    );
    Name {
        name: parts.pop().unwrap_or_default(),
        schema: parts.pop(),
        span: element.span(),
    }
}

fn add(publication: &mut Publication, listed: Listed) {
    publication.schemas.extend(listed.schemas);
    publication.schemas.sort();
    publication.schemas.dedup();
    publication.tables.extend(listed.tables);
}

fn set_options(publication: &mut Publication, node: Node<'_>) {
    let elements = node.descendants().filter(|part| part.is(s::DEF_ELEM));
    for element in elements {
        let label = element.child(0).map(identifier).unwrap_or_default();
        let value = element
            .child(2)
            .and_then(Node::first_token)
            .map(word_or_string);
        match label.as_str() {
            "publish" => {
                let value = value.unwrap_or_default();
                let words: Vec<String> = value
                    .split(',')
                    .map(|word| word.trim().to_lowercase())
                    .collect();
                let known = OPERATIONS
                    .iter()
                    .filter(|it| words.iter().any(|word| word == *it));
                publication.operations = known.map(|it| (*it).to_owned()).collect();
            }
            "publish_via_partition_root" => {
                let value = value.unwrap_or_else(|| "true".to_owned()).to_lowercase();
                publication.via_root = matches!(value.as_str(), "true" | "on" | "1");
            }
            _ => {}
        }
    }
}
