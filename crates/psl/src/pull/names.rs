//! What the schema calls the tables, columns, enums and values of the database.
//!
//! What has a name in the schema keeps it. Other names are the database's own where the schema
//! language can say them, else they are made sayable as Prisma's introspection does: signs that a
//! name cannot have become `_`, and what stands before the first letter goes.

use std::collections::{BTreeMap, BTreeSet};

use diag::Diagnostic;
use schema::{QualifiedName, Schema};

use crate::codes;
use crate::datamodel::{Datamodel, EnumId, Model, ModelId, ScalarType};
use crate::validate::RESERVED;

/// The names of everything.
pub(super) struct Names {
    /// Of tables and views.
    pub(super) models: BTreeMap<QualifiedName, Named<ModelId>>,
    /// Of enumerated types.
    pub(super) enums: BTreeMap<QualifiedName, Named<EnumId>>,
    /// Of the values that stand already, by type and label.
    pub(super) values: BTreeMap<QualifiedName, BTreeMap<String, String>>,
    /// Of columns, by table and column.
    fields: BTreeMap<(QualifiedName, String), String>,
    /// Whether blocks say in which schema their tables are.
    pub(super) with_schemas: bool,
}

/// What an object is called, and the block that it has already.
#[derive(Debug, Clone)]
pub(super) struct Named<T> {
    pub(super) name: String,
    pub(super) existing: Option<T>,
}

/// What of a database a schema is about: the objects of the schemas that it names.
pub(super) fn in_scope(datamodel: &Datamodel, live: &Schema) -> Schema {
    let source = datamodel.datasource.as_ref();
    let named: Vec<&str> = source
        .iter()
        .flat_map(|source| &source.schemas)
        .map(|name| name.text.as_str())
        .collect();
    let within = |name: &QualifiedName| {
        if named.is_empty() {
            name.schema == "public"
        } else {
            named.contains(&name.schema.as_str())
        }
    };
    let views = datamodel
        .preview_features()
        .contains(&crate::datamodel::PreviewFeature::Views);
    let mut scope = live.clone();
    // A partition is a part of its table and holds no rows of its own.
    scope
        .tables
        .retain(|name, table| within(name) && table.partition_of.is_none());
    scope.enums.retain(|name, _| within(name));
    scope.views.retain(|name, _| within(name) && views);
    scope
}

impl Names {
    pub(super) fn choose(
        datamodel: &Datamodel,
        live: &Schema,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let with_schemas = datamodel
            .datasource
            .as_ref()
            .is_some_and(|source| !source.schemas.is_empty());
        let mut names = Self {
            models: BTreeMap::new(),
            enums: BTreeMap::new(),
            values: BTreeMap::new(),
            fields: BTreeMap::new(),
            with_schemas,
        };
        let mut taken = BTreeSet::new();
        for (id, model) in datamodel.models() {
            let table = table_of(model);
            let known = live.tables.contains_key(&table) || live.views.contains_key(&table);
            if known && model.is_view() == live.views.contains_key(&table) {
                taken.insert(model.name.text.clone());
                let entry = Named {
                    name: model.name.text.clone(),
                    existing: Some(id),
                };
                names.models.insert(table, entry);
            }
        }
        for (id, declared) in datamodel.enums() {
            let name = qualified(declared.schema.as_ref(), declared.database_name());
            if live.enums.contains_key(&name) {
                taken.insert(declared.name.text.clone());
                let entry = Named {
                    name: declared.name.text.clone(),
                    existing: Some(id),
                };
                let labels = declared.values.iter().map(|value| {
                    let label = value.database_name().to_owned();
                    (label, value.name.text.clone())
                });
                names.values.insert(name.clone(), labels.collect());
                names.enums.insert(name, entry);
            }
        }
        for name in live.tables.keys().chain(live.views.keys()) {
            if !names.models.contains_key(name) && !is_join_table(datamodel, live, name) {
                let entry = new_name(name, &mut taken, findings);
                names.models.insert(name.clone(), entry);
            }
        }
        for name in live.enums.keys() {
            if !names.enums.contains_key(name) {
                let entry = new_name(name, &mut taken, findings);
                names.enums.insert(name.clone(), entry);
            }
        }
        names.choose_fields(datamodel, live);
        names
    }

    fn choose_fields(&mut self, datamodel: &Datamodel, live: &Schema) {
        let tables = live.tables.iter().map(|(name, table)| {
            let columns = table.columns.iter().map(|column| column.name.as_str());
            (name, columns.collect::<Vec<_>>())
        });
        let views = live.views.iter().map(|(name, view)| {
            let columns = view.columns.iter().map(|column| column.name.as_str());
            (name, columns.collect::<Vec<_>>())
        });
        for (table, columns) in tables.chain(views) {
            let existing = self.models.get(table).and_then(|named| named.existing);
            let mut taken = BTreeSet::new();
            let mut rest = Vec::new();
            for column in columns {
                let known = existing.and_then(|id| {
                    datamodel[id]
                        .scalar_fields()
                        .find(|(_, field, _)| field.database_name() == column)
                });
                match known {
                    Some((_, field, _)) => {
                        taken.insert(field.name.text.clone());
                        self.fields
                            .insert((table.clone(), column.to_owned()), field.name.text.clone());
                    }
                    None => rest.push(column),
                }
            }
            for column in rest {
                let name = unused(&sayable(column).unwrap_or_else(|| "field".into()), &taken);
                taken.insert(name.clone());
                self.fields.insert((table.clone(), column.to_owned()), name);
            }
        }
    }

    /// What a column's field is called.
    pub(super) fn field(&self, table: &QualifiedName, column: &str) -> &str {
        self.fields
            .get(&(table.clone(), column.to_owned()))
            .map_or("", String::as_str)
    }

    /// What the fields of some columns are called.
    pub(super) fn field_list(&self, table: &QualifiedName, columns: &[String]) -> String {
        let fields: Vec<&str> = columns.iter().map(|it| self.field(table, it)).collect();
        fields.join(", ")
    }

    /// What a table's model is called.
    pub(super) fn model(&self, table: &QualifiedName) -> &str {
        self.models
            .get(table)
            .map_or("", |named| named.name.as_str())
    }

    /// The names of the columns' fields of a table.
    pub(super) fn fields_of(&self, table: &QualifiedName) -> BTreeSet<String> {
        self.fields
            .iter()
            .filter(|((of, _), _)| of == table)
            .map(|(_, name)| name.clone())
            .collect()
    }
}

/// The table of a model.
pub(super) fn table_of(model: &Model) -> QualifiedName {
    qualified(model.schema.as_ref(), model.database_name())
}

pub(super) fn qualified(schema: Option<&crate::datamodel::Name>, name: &str) -> QualifiedName {
    QualifiedName::new(schema.map_or("public", |schema| schema.text.as_str()), name)
}

/// Whether a table is one behind an implicit m-n relation: columns `A` and `B` that refer to tables
/// with a key of one column, unique together, and a name that begins with `_`.
/// The table of a relation that stands is one in any case: where the client keeps relations it has no
/// foreign keys.
fn is_join_table(datamodel: &Datamodel, live: &Schema, name: &QualifiedName) -> bool {
    super::relation::existing_join(datamodel, name).is_some()
        || super::relation::join(live, name).is_some()
}

fn new_name<T>(
    object: &QualifiedName,
    taken: &mut BTreeSet<String>,
    findings: &mut Vec<Diagnostic>,
) -> Named<T> {
    let plain = sayable(&object.name).unwrap_or_else(|| "model".into());
    let reserved = RESERVED.contains(&plain.as_str()) || ScalarType::from_name(&plain).is_some();
    let mut name = if reserved {
        format!("Renamed{plain}")
    } else {
        plain
    };
    if taken.contains(&name) {
        name = unused(&format!("{}_{name}", object.schema), taken);
    }
    if name != object.name {
        let message = format!("`{object}` is called `{name}` in the schema");
        findings.push(
            Diagnostic::new(diag::Severity::Note, &codes::PULL_RENAMED, message)
                .note("its own name cannot be said there, or is taken"),
        );
    }
    taken.insert(name.clone());
    Named {
        name,
        existing: None,
    }
}

/// A name as the schema language can say it; `None` where nothing is left of it.
pub(super) fn sayable(name: &str) -> Option<String> {
    let from = name.find(|c: char| c.is_ascii_alphabetic())?;
    let sign = |c: char| {
        if c.is_ascii_alphanumeric() || c == '_' {
            c
        } else {
            '_'
        }
    };
    Some(name[from..].chars().map(sign).collect())
}

/// The name, with a number behind it where it is taken.
pub(super) fn unused(name: &str, taken: &BTreeSet<String>) -> String {
    let mut count = 1_u32;
    let mut candidate = name.to_owned();
    while taken.contains(&candidate) {
        count += 1;
        candidate = format!("{name}_{count}");
    }
    candidate
}
