//! Relations: foreign keys, and tables that only join two others.

use std::collections::BTreeMap;

use schema::{Constraint, ForeignKey, IndexKey, QualifiedName, ReferentialAction, Schema, Table};

use super::attribute::Rewrite;
use super::block::Blocks;
use super::names::{Names, table_of};
use super::relation_name::{self, Ends};
use super::value::quoted;
use crate::datamodel::{Arity, Datamodel, FieldRef, RelationId, RelationMode, constraint_name};

/// All relations of a database, and those of the schema that it does not have.
pub(super) struct Relations<'a> {
    pub(super) links: Vec<Link<'a>>,
    pub(super) joins: Vec<Join>,
    pub(super) gone: Vec<RelationId>,
}

/// A foreign key between two tables of the schema.
pub(super) struct Link<'a> {
    pub(super) table: &'a QualifiedName,
    pub(super) key: &'a ForeignKey,
    /// Whether a row is referred to by one row at most.
    one_to_one: bool,
    /// Whether one of its columns may be null.
    optional: bool,
    pub(super) existing: Option<RelationId>,
    pub(super) ends: Ends,
}

/// An implicit m-n relation that the schema does not have yet.
pub(super) struct Join {
    pub(super) a: QualifiedName,
    pub(super) b: QualifiedName,
    pub(super) ends: Ends,
}

/// Finds all relations, and names the ends of the new ones.
pub(super) fn all<'a>(datamodel: &Datamodel, live: &'a Schema, names: &Names) -> Relations<'a> {
    let mut found = Vec::new();
    let mut links = Vec::new();
    for (name, table) in &live.tables {
        if !names.models.contains_key(name) {
            continue;
        }
        for key in foreign_keys(table) {
            let target = names.models.get(&key.references);
            if target.is_none() || !live.tables.contains_key(&key.references) {
                continue;
            }
            let existing = existing_link(datamodel, name, key, &found);
            found.extend(existing);
            links.push(Link {
                table: name,
                key,
                one_to_one: is_unique(table, &key.columns),
                optional: is_optional(table, &key.columns),
                existing,
                ends: Ends::default(),
            });
        }
    }
    let mut joins = Vec::new();
    for name in live.tables.keys() {
        if names.models.contains_key(name) {
            continue;
        }
        if let Some(existing) = existing_join(datamodel, name) {
            found.push(existing);
            continue;
        }
        let Some((a, b)) = join(live, name) else {
            continue;
        };
        let ends = Ends {
            table: name.name.clone(),
            ..Ends::default()
        };
        joins.push(Join {
            a: a.clone(),
            b: b.clone(),
            ends,
        });
    }
    let by_client = datamodel.relation_mode() == RelationMode::Prisma;
    let gone = datamodel
        .relations()
        .filter(|(id, relation)| {
            let link = relation.foreign_key().is_some();
            let stays = link && stays_without_key(datamodel, relation, names, by_client);
            !found.contains(id) && !stays
        })
        .map(|(id, _)| id)
        .collect();
    let mut relations = Relations { links, joins, gone };
    relation_name::choose(datamodel, names, &mut relations);
    relations
}

/// A relation that the client keeps, or that a view has, needs no foreign key; its tables must be
/// there.
fn stays_without_key(
    datamodel: &Datamodel,
    relation: &crate::datamodel::Relation,
    names: &Names,
    by_client: bool,
) -> bool {
    let sides = relation.sides().map(|side| &datamodel[side.model]);
    let there = sides
        .iter()
        .all(|model| names.models.contains_key(&table_of(model)));
    there && (by_client || sides.iter().any(|model| model.is_view()))
}

fn foreign_keys(table: &Table) -> impl Iterator<Item = &ForeignKey> {
    table
        .constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::ForeignKey(key) => Some(key),
            Constraint::PrimaryKey(_)
            | Constraint::Unique(_)
            | Constraint::Check(_)
            | Constraint::Exclusion(_) => None,
        })
}

fn existing_link(
    datamodel: &Datamodel,
    table: &QualifiedName,
    key: &ForeignKey,
    found: &[RelationId],
) -> Option<RelationId> {
    let fits = |(id, relation): &(RelationId, &crate::datamodel::Relation)| {
        let Some(known) = relation.foreign_key().filter(|_| !found.contains(id)) else {
            return false;
        };
        let (forward, back) = (
            &datamodel[known.forward.model],
            &datamodel[known.back.model],
        );
        let columns = known.fields.iter().map(|it| forward[*it].database_name());
        table_of(forward) == *table
            && table_of(back) == key.references
            && columns.eq(key.columns.iter().map(String::as_str))
    };
    datamodel.relations().find(fits).map(|(id, _)| id)
}

/// Whether some columns are unique together, or a part of them is.
fn is_unique(table: &Table, columns: &[String]) -> bool {
    let within = |list: &[&str]| {
        list.len() == columns.len() && list.iter().all(|it| columns.iter().any(|c| c == it))
    };
    let constraint = table.constraints.iter().any(|constraint| match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => {
            let list: Vec<&str> = key.columns.iter().map(String::as_str).collect();
            within(&list)
        }
        Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclusion(_) => false,
    });
    constraint
        || table.indexes.iter().any(|index| {
            let list: Option<Vec<&str>> = index
                .elements
                .iter()
                .map(|element| match &element.key {
                    IndexKey::Column(name) => Some(name.as_str()),
                    IndexKey::Expression(_) => None,
                })
                .collect();
            index.unique && index.predicate.is_none() && list.is_some_and(|list| within(&list))
        })
}

fn is_optional(table: &Table, columns: &[String]) -> bool {
    columns
        .iter()
        .any(|name| table.column(name).is_some_and(|column| column.nullable))
}

/// The implicit m-n relation of the schema that has this table.
pub(super) fn existing_join(datamodel: &Datamodel, name: &QualifiedName) -> Option<RelationId> {
    let mut relations = datamodel.relations();
    let found = relations.find(|(_, relation)| {
        relation.many_to_many().is_some_and(|it| {
            it.table == name.name && it.schema.as_deref().unwrap_or("public") == name.schema
        })
    });
    found.map(|(id, _)| id)
}

/// The tables behind the columns `A` and `B` of a table that only joins them.
pub(super) fn join<'a>(
    live: &'a Schema,
    name: &QualifiedName,
) -> Option<(&'a QualifiedName, &'a QualifiedName)> {
    let table = live.tables.get(name)?;
    let columns: Vec<&str> = table.columns.iter().map(|it| it.name.as_str()).collect();
    let pair = ["A".to_owned(), "B".to_owned()];
    if !name.name.starts_with('_') || columns != ["A", "B"] || !is_unique(table, &pair) {
        return None;
    }
    let target = |column: &str| {
        let mut keys = foreign_keys(table).filter(|key| key.columns == [column]);
        let key = keys.next()?;
        let referenced = live.tables.get(&key.references)?.primary_key()?;
        (referenced.columns == key.referenced_columns).then_some(&key.references)
    };
    Some((target("A")?, target("B")?))
}

impl Link<'_> {
    /// The line of the side with the columns.
    pub(super) fn forward(&self, names: &Names) -> String {
        let sign = if self.optional { "?" } else { "" };
        let target = names.model(&self.key.references);
        let attribute = self.attribute(names, self.ends.name.as_deref());
        format!("{} {target}{sign} {attribute}", self.ends.forward)
    }

    /// The line of the other side.
    pub(super) fn back(&self, names: &Names) -> String {
        let sign = if self.one_to_one { "?" } else { "[]" };
        let line = format!("{} {}{sign}", self.ends.back, names.model(self.table));
        match &self.ends.name {
            Some(name) => format!("{line} @relation({})", quoted(name)),
            None => line,
        }
    }

    fn attribute(&self, names: &Names, name: Option<&str>) -> String {
        let key = self.key;
        let mut arguments: Vec<String> = name.map(quoted).into_iter().collect();
        arguments.push(format!(
            "fields: [{}]",
            names.field_list(self.table, &key.columns)
        ));
        let references = names.field_list(&key.references, &key.referenced_columns);
        arguments.push(format!("references: [{references}]"));
        let usual = if self.optional {
            ReferentialAction::SetNull
        } else {
            ReferentialAction::Restrict
        };
        if key.on_delete != usual {
            arguments.push(format!("onDelete: {}", action(key.on_delete)));
        }
        if key.on_update != ReferentialAction::Cascade {
            arguments.push(format!("onUpdate: {}", action(key.on_update)));
        }
        let columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
        if constraint_name(&self.table.name, &columns, "_fkey") != key.name {
            arguments.push(format!("map: {}", quoted(&key.name)));
        }
        format!("@relation({})", arguments.join(", "))
    }

    /// What changes of the two fields of a relation that stands.
    pub(super) fn compare(&self, blocks: &Blocks<'_>, rewrites: &mut BTreeMap<FieldRef, Rewrite>) {
        let datamodel = blocks.existing.datamodel;
        let known = self.existing.map(|id| &datamodel[id]);
        let Some((relation, known)) = known.and_then(|it| Some((it, it.foreign_key()?))) else {
            return;
        };
        let model = &datamodel[known.back.model];
        let references = known.references.iter().map(|it| model[*it].database_name());
        let same = known.database_name == self.key.name
            && references.eq(self.key.referenced_columns.iter().map(String::as_str))
            && known.on_delete.name() == action(self.key.on_delete)
            && known.on_update.name() == action(self.key.on_update);
        let forward = datamodel.field(known.forward);
        // An optional relation over columns that are never null is said rightly too.
        if forward.arity == Arity::Required && self.optional {
            let target = blocks.names.model(&self.key.references);
            rewrites.entry(known.forward).or_default().ty = Some(format!("{target}?"));
        }
        let written = forward.relation().and_then(|it| it.attribute);
        if let Some(written) = written.filter(|_| !same) {
            let name = relation.named.then_some(relation.name.as_str());
            let attribute = self.attribute(blocks.names, name);
            let rewrite = rewrites.entry(known.forward).or_default();
            rewrite.replace.insert(written.start, attribute);
        }
        let back = datamodel.field(known.back);
        // A list may stay one where there is never more than one.
        if !back.is_list() && !self.one_to_one {
            let source = blocks.names.model(self.table);
            rewrites.entry(known.back).or_default().ty = Some(format!("{source}[]"));
        }
    }
}

impl Join {
    /// The lines of both sides: of the model behind `A`, and of that behind `B`.
    pub(super) fn lines(&self, names: &Names) -> [String; 2] {
        let attribute = self
            .ends
            .name
            .as_ref()
            .map(|name| format!(" @relation({})", quoted(name)))
            .unwrap_or_default();
        [
            format!(
                "{} {}[]{attribute}",
                self.ends.forward,
                names.model(&self.b)
            ),
            format!("{} {}[]{attribute}", self.ends.back, names.model(&self.a)),
        ]
    }
}

fn action(action: ReferentialAction) -> &'static str {
    match action {
        ReferentialAction::NoAction => "NoAction",
        ReferentialAction::Restrict => "Restrict",
        ReferentialAction::Cascade => "Cascade",
        ReferentialAction::SetNull => "SetNull",
        ReferentialAction::SetDefault => "SetDefault",
    }
}
