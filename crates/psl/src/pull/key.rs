//! Primary keys, unique constraints and indexes.

use std::collections::{BTreeMap, BTreeSet};

use diag::Span;
use schema::{
    Constraint, Index, IndexElement, IndexKey, Key, NullsOrder, QualifiedName, SortOrder, Table,
};

use super::attribute::Rewrite;
use super::block::Blocks;
use super::value::quoted;
use crate::datamodel::{FieldId, Model, constraint_name};
use crate::validate::OPERATOR_CLASSES;

/// The attributes of a table's keys and indexes.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    /// Those of one column, by its name.
    pub(super) fields: BTreeMap<String, Vec<String>>,
    /// Those of the block, in order.
    pub(super) block: Vec<String>,
}

/// A key or index of the database that the schema language can say.
enum Said<'a> {
    Primary(&'a Key),
    Unique(&'a Key),
    Index(&'a Index),
}

/// Those of a table, in order: the primary key, unique ones, the others.
fn said<'a>(blocks: &Blocks<'_>, table: &'a Table) -> Vec<Said<'a>> {
    let mut primary = Vec::new();
    let mut unique = Vec::new();
    for constraint in &table.constraints {
        match constraint {
            Constraint::PrimaryKey(key) => primary.push(Said::Primary(key)),
            Constraint::Unique(key) => unique.push(Said::Unique(key)),
            Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclusion(_) => {}
        }
    }
    let partial = blocks.says_predicates();
    let sayable = table.indexes.iter().filter(|it| is_sayable(it, partial));
    let (more, others): (Vec<&Index>, Vec<&Index>) = sayable.partition(|index| index.unique);
    unique.extend(more.into_iter().map(Said::Index));
    primary.extend(unique);
    primary.extend(others.into_iter().map(Said::Index));
    primary
}

/// Whether the schema language has words for an index.
pub(super) fn is_sayable(index: &Index, partial: bool) -> bool {
    let mut elements = index.elements.iter();
    let methods = ["btree", "hash", "gist", "gin", "spgist", "brin"];
    elements.all(|it| matches!(it.key, IndexKey::Column(_)))
        && (index.predicate.is_none() || partial)
        && !index.invalid
        && methods.contains(&index.method.as_str())
        && (!index.unique || index.method == "btree")
}

/// The attributes of a new table.
pub(super) fn all(blocks: &Blocks<'_>, name: &QualifiedName, table: &Table) -> Attributes {
    let mut attributes = Attributes::default();
    let mut taken = BTreeSet::new();
    for said in said(blocks, table) {
        add(blocks, name, &said, (None, &mut taken), &mut attributes);
    }
    attributes
}

/// What changes of the keys and indexes of a model: attributes of fields in `rewrites`, those of the
/// block that go, and those that come.
pub(super) fn compare(
    blocks: &Blocks<'_>,
    name: &QualifiedName,
    model: &Model,
    table: &Table,
    rewrites: &mut BTreeMap<FieldId, Rewrite>,
) -> (Vec<Span>, Attributes) {
    let mut gone = Vec::new();
    let mut new = Attributes::default();
    let mut kept: Vec<&str> = Vec::new();
    let live = said(blocks, table);
    if let Some(key) = &model.primary_key {
        let columns: Vec<&str> = key
            .fields
            .iter()
            .map(|it| model[it.field].database_name())
            .collect();
        let same = table
            .primary_key()
            .is_some_and(|live| live.columns == columns && live.name == key.database_name);
        if same {
            kept.push(&key.database_name);
        } else {
            remove(
                key.on_field,
                key.fields[0].field,
                key.span,
                rewrites,
                &mut gone,
            );
        }
    }
    let wanted = blocks.existing.wanted.tables.get(name);
    let mut called = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for index in &model.indexes {
        let wanted = wanted.and_then(|table| table.index(&index.database_name));
        let same = wanted.is_some_and(|wanted| {
            live.iter().any(|said| match said {
                Said::Primary(_) => false,
                Said::Unique(key) => key.name == wanted.name && is_unique_over(wanted, key),
                Said::Index(index) => is_same(wanted, index),
            })
        });
        if same {
            kept.push(&index.database_name);
            let field = index.fields.first().filter(|_| index.on_field);
            taken.extend(field.map(|it| model[it.field].database_name().to_owned()));
        } else {
            if let Some(client) = &index.name {
                called.insert(index.database_name.as_str(), client.text.as_str());
            }
            let field = index.fields.first().map(|it| it.field);
            let field = field.unwrap_or(FieldId(0));
            remove(index.on_field, field, index.span, rewrites, &mut gone);
        }
    }
    for said in &live {
        let database_name = said.name();
        if !kept.contains(&database_name) {
            let client = called.get(database_name).copied();
            add(blocks, name, said, (client, &mut taken), &mut new);
        }
    }
    (gone, new)
}

fn remove(
    on_field: bool,
    field: FieldId,
    span: Span,
    rewrites: &mut BTreeMap<FieldId, Rewrite>,
    gone: &mut Vec<Span>,
) {
    if on_field {
        let rewrite = rewrites.entry(field).or_default();
        rewrite.drop.insert(span.start);
    } else {
        gone.push(span);
    }
}

/// Whether a unique index of the schema is what a unique constraint promises.
fn is_unique_over(wanted: &Index, key: &Key) -> bool {
    let columns = wanted.elements.iter().map(|element| match &element.key {
        IndexKey::Column(name) if element.order == SortOrder::Ascending => name.as_str(),
        IndexKey::Column(_) | IndexKey::Expression(_) => "",
    });
    wanted.unique
        && wanted.predicate.is_none()
        && columns.eq(key.columns.iter().map(String::as_str))
}

fn is_same(wanted: &Index, live: &Index) -> bool {
    let element = |a: &IndexElement, b: &IndexElement| {
        a.key == b.key && a.opclass == b.opclass && a.order == b.order
    };
    wanted.name == live.name
        && wanted.unique == live.unique
        && wanted.method == live.method
        && wanted.predicate == live.predicate
        && wanted.elements.len() == live.elements.len()
        && wanted
            .elements
            .iter()
            .zip(&live.elements)
            .all(|(a, b)| element(a, b))
}

impl Said<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Primary(key) | Self::Unique(key) => &key.name,
            Self::Index(index) => &index.name,
        }
    }

    fn columns(&self) -> Vec<&str> {
        match self {
            Self::Primary(key) | Self::Unique(key) => {
                key.columns.iter().map(String::as_str).collect()
            }
            Self::Index(index) => index
                .elements
                .iter()
                .filter_map(|element| match &element.key {
                    IndexKey::Column(name) => Some(name.as_str()),
                    IndexKey::Expression(_) => None,
                })
                .collect(),
        }
    }

    /// The attribute's name, and the end of the name that the database would choose.
    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Primary(_) => ("id", "_pkey"),
            Self::Unique(_) => ("unique", "_key"),
            Self::Index(index) if index.unique => ("unique", "_key"),
            Self::Index(_) => ("index", "_idx"),
        }
    }

    /// What an element says besides its column.
    fn options(&self, at: usize) -> String {
        let Self::Index(index) = self else {
            return String::new();
        };
        let Some(element) = index.elements.get(at) else {
            return String::new();
        };
        let mut options = Vec::new();
        if let Some(class) = &element.opclass {
            let known = OPERATOR_CLASSES.iter().find(|it| it.postgres == class);
            options.push(match known {
                Some(known) => format!("ops: {}", known.name),
                None => format!("ops: raw({})", quoted(class)),
            });
        }
        if element.order == SortOrder::Descending {
            options.push("sort: Desc".to_owned());
        }
        if options.is_empty() {
            String::new()
        } else {
            format!("({})", options.join(", "))
        }
    }
}

fn add(
    blocks: &Blocks<'_>,
    table: &QualifiedName,
    said: &Said<'_>,
    (client, taken): (Option<&str>, &mut BTreeSet<String>),
    attributes: &mut Attributes,
) {
    let (word, suffix) = said.words();
    let columns = said.columns();
    let named = if matches!(said, Said::Primary(_)) {
        constraint_name(&table.name, &[], suffix)
    } else {
        constraint_name(&table.name, &columns, suffix)
    };
    let map = (named != said.name()).then(|| format!("map: {}", quoted(said.name())));
    let plain = (0..columns.len()).all(|at| said.options(at).is_empty());
    let simple = plain && more(said).is_empty() && client.is_none();
    // A column says `@unique` once; another index over it is said by the block.
    let first = match columns.as_slice() {
        [column] if word == "unique" => !taken.contains(*column),
        _ => true,
    };
    if let ([column], true, false) = (columns.as_slice(), simple && first, word == "index") {
        if word == "unique" {
            taken.insert((*column).to_owned());
        }
        let text = map.map_or_else(|| format!("@{word}"), |map| format!("@{word}({map})"));
        attributes
            .fields
            .entry((*column).to_owned())
            .or_default()
            .push(text);
        return;
    }
    let list: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| format!("{}{}", blocks.names.field(table, column), said.options(at)))
        .collect();
    let mut arguments = vec![format!("[{}]", list.join(", "))];
    arguments.extend(client.map(|client| format!("name: {}", quoted(client))));
    arguments.extend(map);
    arguments.extend(more(said));
    attributes
        .block
        .push(format!("@@{word}({})", arguments.join(", ")));
}

/// `type: Gin`, `where: raw("…")`
fn more(said: &Said<'_>) -> Vec<String> {
    let Said::Index(index) = said else {
        return Vec::new();
    };
    let method = crate::datamodel::IndexMethod::ALL
        .iter()
        .find(|it| it.postgres_name() == index.method && index.method != "btree");
    let mut more: Vec<String> = method
        .map(|it| format!("type: {}", it.name()))
        .into_iter()
        .collect();
    if let Some(predicate) = &index.predicate {
        more.push(format!("where: raw({})", quoted(&predicate.sql)));
    }
    more
}

/// Whether an index puts nulls where the schema language cannot say it.
pub(super) fn has_own_nulls(index: &Index) -> bool {
    index.elements.iter().any(|element| {
        matches!(
            (element.order, element.nulls),
            (SortOrder::Ascending, Some(NullsOrder::First))
                | (SortOrder::Descending, Some(NullsOrder::Last))
        )
    })
}
