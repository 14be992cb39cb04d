//! What is known while rows are read: objects by their number, so that others can refer to them.

use std::collections::{BTreeMap, HashMap};

use schema::{Composite, Domain, Function, QualifiedName, Schema, Table, Type, View};

/// The number of an object within its catalog.
pub(crate) type Oid = u32;

/// Everything that was read so far.
#[derive(Default)]
pub(crate) struct Catalog {
    pub(crate) schema: Schema,
    /// Comments by catalog, object and column.
    pub(crate) comments: HashMap<(&'static str, Oid, i32), String>,
    pub(crate) types: HashMap<Oid, TypeName>,
    pub(crate) tables: BTreeMap<Oid, (QualifiedName, Table)>,
    pub(crate) views: BTreeMap<Oid, (QualifiedName, View)>,
    pub(crate) composites: BTreeMap<Oid, (QualifiedName, Composite)>,
    pub(crate) domains: BTreeMap<Oid, (QualifiedName, Domain)>,
    /// The columns of relations, by number.
    pub(crate) attributes: HashMap<Oid, Vec<(i16, String)>>,
    /// Indexes of constraints that were not yet read.
    pub(crate) indexes: HashMap<Oid, schema::Index>,
    /// Functions of which comments are kept until all are read.
    pub(crate) functions: Vec<(QualifiedName, Function)>,
    /// Publications by number.
    pub(crate) publications: HashMap<Oid, String>,
}

/// The name of a type, and whether it is an array of it.
#[derive(Debug, Clone)]
pub(crate) struct TypeName {
    pub(crate) schema: Option<String>,
    pub(crate) name: String,
    pub(crate) array: bool,
}

impl Catalog {
    /// The comment of an object; of a column with its number.
    pub(crate) fn comment(&self, catalog: &'static str, oid: Oid, part: i32) -> Option<String> {
        self.comments.get(&(catalog, oid, part)).cloned()
    }

    /// The table with that number.
    pub(crate) fn table(&mut self, oid: Oid) -> Option<&mut Table> {
        self.tables.get_mut(&oid).map(|(_, table)| table)
    }

    /// The name of a table or view.
    pub(crate) fn relation(&self, oid: Oid) -> Option<&QualifiedName> {
        let table = self.tables.get(&oid).map(|(name, _)| name);
        table.or_else(|| self.views.get(&oid).map(|(name, _)| name))
    }

    /// The name of a column.
    pub(crate) fn attribute(&self, relation: Oid, number: i16) -> Option<&str> {
        let attributes = self.attributes.get(&relation)?;
        let at = attributes.binary_search_by_key(&number, |(number, _)| *number);
        attributes.get(at.ok()?).map(|(_, name)| name.as_str())
    }

    /// The names of columns.
    pub(crate) fn attribute_names(&self, relation: Oid, numbers: &[i16]) -> Vec<String> {
        let names = numbers
            .iter()
            .filter_map(|at| self.attribute(relation, *at));
        names.map(str::to_owned).collect()
    }

    /// A type by its number; `printed` is what the server prints where it has modifiers.
    pub(crate) fn ty(&self, oid: Oid, printed: Option<&str>) -> Type {
        crate::types::named(self.types.get(&oid), printed)
    }

    /// The schema, with what its expressions say worked out.
    pub(crate) fn finish(self) -> Schema {
        let mut schema = self.schema;
        schema.tables.extend(self.tables.into_values());
        schema.views.extend(self.views.into_values());
        schema.composites.extend(self.composites.into_values());
        schema.domains.extend(self.domains.into_values());
        for (name, function) in self.functions {
            let key = (name, crate::routine::key(&function));
            schema.functions.insert(key, function);
        }
        sql::resolve(&mut schema);
        schema
    }
}
