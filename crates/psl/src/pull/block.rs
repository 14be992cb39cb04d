//! Models and views, block by block.

use std::collections::BTreeMap;

use schema::{Constraint, QualifiedName, Schema, Table, View};

use super::attribute::Rewrite;
use super::edit::Edits;
use super::names::{Names, table_of};
use super::relation::Relations;
use super::value::quoted;
use super::{Existing, field, key, types};
use crate::datamodel::{FieldId, FieldRef, Model, ModelId, PreviewFeature};
use crate::syntax::ast::{self, Ast, Top};

/// Everything that the blocks are made of.
pub(super) struct Blocks<'a> {
    pub(super) existing: &'a Existing<'a>,
    pub(super) ast: &'a Ast<'a>,
    pub(super) live: &'a Schema,
    pub(super) names: &'a Names,
    pub(super) relations: Relations<'a>,
}

impl Blocks<'_> {
    /// The prefix of native types.
    pub(super) fn datasource(&self) -> &str {
        let source = self.existing.datamodel.datasource.as_ref();
        source.map_or("db", |source| source.name.text.as_str())
    }

    /// Whether the schema may say the predicates of indexes.
    pub(super) fn says_predicates(&self) -> bool {
        let features = self.existing.datamodel.preview_features();
        features.contains(&PreviewFeature::PartialIndexes)
    }

    /// Edits the models that stand and returns the blocks of the new ones.
    pub(super) fn write(&self, edits: &mut Edits<'_>) -> Vec<String> {
        let datamodel = self.existing.datamodel;
        let mut rewrites: BTreeMap<FieldRef, Rewrite> = BTreeMap::new();
        for link in &self.relations.links {
            link.compare(self, &mut rewrites);
        }
        for (id, model) in datamodel.models() {
            let table = table_of(model);
            let kept = self.names.models.get(&table);
            if kept.is_some_and(|named| named.existing == Some(id)) {
                self.update(id, model, &table, &rewrites, edits);
            } else {
                edits.remove(model.span);
            }
        }
        let mut new = Vec::new();
        for (table, named) in &self.names.models {
            if named.existing.is_some() {
                continue;
            }
            if let Some(live) = self.live.tables.get(table) {
                new.push(self.model(table, &named.name, live));
            } else if let Some(view) = self.live.views.get(table) {
                new.push(self.view(table, &named.name, view));
            }
        }
        new
    }

    fn update(
        &self,
        id: ModelId,
        model: &Model,
        name: &QualifiedName,
        relations: &BTreeMap<FieldRef, Rewrite>,
        edits: &mut Edits<'_>,
    ) {
        let Some(declared) = self.declared(model) else {
            return;
        };
        let mut rewrites: BTreeMap<FieldId, Rewrite> = relations
            .iter()
            .filter(|(field, _)| field.model == id)
            .map(|(field, rewrite)| (field.field, rewrite.clone()))
            .collect();
        let table = match self.live.views.get(name) {
            Some(view) => &as_table(view),
            None => &self.live.tables[name],
        };
        let new = field::compare(self, name, model, declared, table, &mut rewrites);
        // What identifies the rows of a view only the schema knows.
        let (gone, mut keys) = if model.is_view() {
            (Vec::new(), key::Attributes::default())
        } else {
            key::compare(self, name, model, table, &mut rewrites)
        };
        for span in gone {
            edits.remove(span);
        }
        self.remove_fields(model, table, edits);
        for (column, attributes) in &mut keys.fields {
            let field = model
                .scalar_fields()
                .find(|(_, field, _)| field.database_name() == column);
            if let Some((field, _, _)) = field {
                rewrites.entry(field).or_default().add.append(attributes);
            }
        }
        for (field, rewrite) in &rewrites {
            let span = model[*field].name.span;
            let written = declared.fields.iter().find(|it| it.name.span == span);
            // A field that goes is not written anew.
            let stays = model[*field]
                .scalar()
                .is_none_or(|_| table.column(model[*field].database_name()).is_some());
            if let Some(written) = written.filter(|_| stays) {
                rewrite.apply(written, self.existing.sources, edits);
            }
        }
        let scalars: Vec<String> = new
            .iter()
            .map(|column| {
                let keys = keys.fields.get(&column.name).map_or(&[][..], Vec::as_slice);
                field::line(self, name, column, keys)
            })
            .collect();
        Self::insert_lines(
            model,
            &scalars,
            &self.relation_lines(name),
            &keys.block,
            edits,
        );
    }

    /// New columns go behind the last field that is a column, relations behind the last field,
    /// attributes to the end of the block.
    fn insert_lines(
        model: &Model,
        scalars: &[String],
        relations: &[String],
        attributes: &[String],
        edits: &mut Edits<'_>,
    ) {
        let source = model.span.source;
        let last = model.fields.iter().rev().find(|it| it.scalar().is_some());
        let last = last.map_or(model.name.span, |field| field.span);
        if !scalars.is_empty() {
            edits.insert(source, edits.behind(last), indented(scalars));
        }
        let last = model.fields.last().map_or(last, |field| field.span);
        if !relations.is_empty() {
            edits.insert(source, edits.behind(last), indented(relations));
        }
        if !attributes.is_empty() {
            // The closing brace is the last character of the block.
            let brace = model.span.end - 1;
            edits.insert(source, brace, format!("\n{}", indented(attributes)));
        }
    }

    /// Takes out the fields of columns and relations that are gone.
    fn remove_fields(&self, model: &Model, table: &Table, edits: &mut Edits<'_>) {
        for (_, field, _) in model.scalar_fields() {
            if table.column(field.database_name()).is_none() {
                edits.remove(field.span);
            }
        }
        for (_, field, relation) in model.relation_fields() {
            if self.relations.gone.contains(&relation.relation) {
                edits.remove(field.span);
            }
        }
    }

    fn declared(&self, model: &Model) -> Option<&ast::Model<'_>> {
        self.ast.tops().find_map(|top| match top {
            Top::Model(block) if block.name.span == model.name.span => Some(block),
            Top::Model(_)
            | Top::CompositeType(_)
            | Top::Enum(_)
            | Top::Datasource(_)
            | Top::Generator(_) => None,
        })
    }

    /// The fields of new relations of a table.
    fn relation_lines(&self, table: &QualifiedName) -> Vec<String> {
        let mut lines = Vec::new();
        let ignore = |line: String, other: &QualifiedName| {
            if self.is_ignored(other) {
                format!("{line} @ignore")
            } else {
                line
            }
        };
        let new = self
            .relations
            .links
            .iter()
            .filter(|it| it.existing.is_none());
        for link in new {
            if link.table == table {
                lines.push(ignore(link.forward(self.names), &link.key.references));
            }
            if link.key.references == *table {
                lines.push(ignore(link.back(self.names), link.table));
            }
        }
        for join in &self.relations.joins {
            let [a, b] = join.lines(self.names);
            if join.a == *table {
                lines.push(a);
            }
            if join.b == *table {
                lines.push(b);
            }
        }
        lines
    }

    /// Whether the client cannot use a table.
    fn is_ignored(&self, table: &QualifiedName) -> bool {
        let named = self.names.models.get(table);
        match named.and_then(|named| named.existing) {
            Some(id) => self.existing.datamodel[id].ignored,
            None => self
                .live
                .tables
                .get(table)
                .is_some_and(|live| !is_addressable(live, self.names)),
        }
    }

    fn model(&self, name: &QualifiedName, called: &str, table: &Table) -> String {
        let keys = key::all(self, name, table);
        let mut lines: Vec<String> = table
            .columns
            .iter()
            .map(|column| {
                let keys = keys.fields.get(&column.name).map_or(&[][..], Vec::as_slice);
                field::line(self, name, column, keys)
            })
            .collect();
        lines.extend(self.relation_lines(name));
        let mut attributes = keys.block;
        let usable = is_addressable(table, self.names);
        if !usable {
            attributes.push("@@ignore".to_owned());
        }
        let text = self.block("model", name, called, &lines, attributes);
        if usable {
            text
        } else {
            format!("/// Its rows have no unique key that the client could use.\n{text}")
        }
    }

    fn view(&self, name: &QualifiedName, called: &str, view: &View) -> String {
        let table = as_table(view);
        let lines: Vec<String> = table
            .columns
            .iter()
            .map(|column| field::line(self, name, column, &[]))
            .collect();
        self.block("view", name, called, &lines, Vec::new())
    }

    fn block(
        &self,
        keyword: &str,
        name: &QualifiedName,
        called: &str,
        lines: &[String],
        mut attributes: Vec<String>,
    ) -> String {
        if called != name.name {
            attributes.push(format!("@@map({})", quoted(&name.name)));
        }
        if self.names.with_schemas {
            attributes.push(format!("@@schema({})", quoted(&name.schema)));
        }
        let mut text = format!("{keyword} {called} {{\n");
        text.push_str(&indented(lines));
        if !attributes.is_empty() {
            text.push('\n');
        }
        text.push_str(&indented(&attributes));
        text.push_str("}\n");
        text
    }
}

/// Lines inside of a block.
pub(super) fn indented(lines: &[String]) -> String {
    lines.iter().flat_map(|line| ["  ", line, "\n"]).collect()
}

/// The columns of a view as those of a table: each may be null.
fn as_table(view: &View) -> Table {
    let columns = view.columns.iter().map(|column| {
        let ty = column.ty.clone();
        schema::Column::new(
            &column.name,
            ty.unwrap_or_else(|| schema::Type::builtin("unknown")),
        )
    });
    Table {
        columns: columns.collect(),
        ..Table::default()
    }
}

/// Whether some columns that are never null, of types that the client knows, identify the rows.
fn is_addressable(table: &Table, names: &Names) -> bool {
    let usable = |columns: &[String], may_be_null: bool| {
        columns.iter().all(|name| {
            table.column(name).is_some_and(|column| {
                let known = types::of(&column.ty, names).kind != types::Kind::Unsupported;
                known && (may_be_null || !column.nullable)
            })
        })
    };
    table.constraints.iter().any(|constraint| match constraint {
        Constraint::PrimaryKey(key) => usable(&key.columns, true),
        Constraint::Unique(key) => usable(&key.columns, false),
        Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclusion(_) => false,
    }) || table.indexes.iter().any(|index| {
        let columns: Option<Vec<String>> = index
            .elements
            .iter()
            .map(|element| match &element.key {
                schema::IndexKey::Column(name) => Some(name.clone()),
                schema::IndexKey::Expression(_) => None,
            })
            .collect();
        index.unique
            && index.predicate.is_none()
            && columns.is_some_and(|columns| usable(&columns, false))
    })
}
