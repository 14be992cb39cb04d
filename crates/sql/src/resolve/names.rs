//! What names mean: relations, types and functions of the schema, by search path.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use schema::{Function, QualifiedName, Schema, Type};

use crate::types::{WrittenType, is_builtin};

/// Where names are looked up.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) schema: &'a Schema,
    pass: &'a Pass<'a>,
    /// The schema of the object that the text belongs to: what is not on the path is looked for
    /// there next, since it was on the path when the object was made.
    home: &'a str,
}

/// What the expressions of a schema have in common while they are resolved.
pub(super) struct Pass<'a> {
    pub(super) schema: &'a Schema,
    /// The schemas that are searched, in order, without `pg_catalog`.
    path: &'a [String],
    /// The columns of relations that were asked for, kept since many expressions stand in one table.
    columns: RefCell<HashMap<QualifiedName, Option<Rc<Columns>>>>,
}

impl<'a> Pass<'a> {
    pub(super) fn new(schema: &'a Schema, path: &'a [String]) -> Self {
        Self {
            schema,
            path,
            columns: RefCell::default(),
        }
    }

    /// The names as an object of a schema sees them.
    pub(super) fn names(&'a self, home: &'a str) -> Names<'a> {
        Names {
            schema: self.schema,
            pass: self,
            home,
        }
    }
}

/// Columns with their types.
pub(super) type Columns = Vec<(String, Option<Type>)>;

/// What a column list belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RelationKind {
    Table,
    View,
    Sequence,
}

impl<'a> Names<'a> {
    /// The first object of a name that exists: as written with a schema, else on the path, in the
    /// home schema, and in any other.
    fn find(
        self,
        schema: Option<&str>,
        name: &str,
        exists: impl Fn(&QualifiedName) -> bool,
    ) -> Option<QualifiedName> {
        let mut wanted = QualifiedName::new("", name);
        if let Some(schema) = schema {
            schema.clone_into(&mut wanted.schema);
            return exists(&wanted).then_some(wanted);
        }
        let path = self.pass.path.iter().map(String::as_str);
        let others = self.schema.schemas.keys().map(String::as_str);
        for schema in path.chain([self.home]).chain(others) {
            schema.clone_into(&mut wanted.schema);
            if exists(&wanted) {
                return Some(wanted);
            }
        }
        None
    }

    /// A table, view or sequence.
    pub(super) fn relation(
        self,
        schema: Option<&str>,
        name: &str,
    ) -> Option<(QualifiedName, RelationKind)> {
        let found = self.find(schema, name, |name| self.kind(name).is_some())?;
        let kind = self.kind(&found)?;
        Some((found, kind))
    }

    fn kind(self, name: &QualifiedName) -> Option<RelationKind> {
        if self.schema.tables.contains_key(name) {
            Some(RelationKind::Table)
        } else if self.schema.views.contains_key(name) {
            Some(RelationKind::View)
        } else if self.schema.sequences.contains_key(name) {
            Some(RelationKind::Sequence)
        } else {
            None
        }
    }

    /// The columns of a relation with their types; `None` where they are not known.
    pub(super) fn columns(self, name: &QualifiedName) -> Option<Rc<Columns>> {
        if let Some(known) = self.pass.columns.borrow().get(name) {
            return known.clone();
        }
        let columns = self.read_columns(name).map(Rc::new);
        let mut all = self.pass.columns.borrow_mut();
        all.insert(name.clone(), columns.clone());
        columns
    }

    fn read_columns(self, name: &QualifiedName) -> Option<Columns> {
        if let Some(table) = self.schema.tables.get(name) {
            let columns = table.columns.iter();
            return Some(
                columns
                    .map(|column| (column.name.clone(), Some(column.ty.clone())))
                    .collect(),
            );
        }
        let view = self.schema.views.get(name)?;
        if view.columns.is_empty() {
            return None;
        }
        let columns = view.columns.iter();
        Some(
            columns
                .map(|column| (column.name.clone(), column.ty.clone()))
                .collect(),
        )
    }

    /// A user-defined type.
    pub(super) fn user_type(self, schema: Option<&str>, name: &str) -> Option<QualifiedName> {
        self.find(schema, name, |name| {
            self.schema.enums.contains_key(name)
                || self.schema.domains.contains_key(name)
                || self.schema.composites.contains_key(name)
                || self.schema.ranges.contains_key(name)
                || self.schema.tables.contains_key(name)
                || self.schema.views.contains_key(name)
        })
    }

    /// What a written type is. An unknown one is an extension's, whose schema does not count when
    /// it is `public`.
    pub(super) fn ty(self, written: &WrittenType) -> Type {
        let mut ty = written.ty.clone();
        if written.own || ty.schema.is_none() && is_builtin(&ty.name) {
            return ty;
        }
        match self.user_type(ty.schema.as_deref(), &ty.name) {
            Some(found) => {
                ty.schema = Some(found.schema);
                ty.name = found.name;
            }
            None => ty.schema = ty.schema.filter(|schema| schema != "public"),
        }
        ty
    }

    /// The functions of a name, whatever their arguments.
    pub(super) fn functions(
        self,
        schema: Option<&str>,
        name: &str,
    ) -> Option<(QualifiedName, Vec<&'a Function>)> {
        let all = self.schema;
        let of = move |name: &QualifiedName| {
            let start = (name.clone(), String::new());
            let name = name.clone();
            all.functions
                .range(start..)
                .take_while(move |((found, _), _)| *found == name)
                .map(|(_, function)| function)
        };
        let found = self.find(schema, name, |name| of(name).next().is_some())?;
        let functions = of(&found).collect();
        Some((found, functions))
    }

    /// The type under all domains.
    pub(super) fn base(self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        // A domain over itself cannot be made; the bound is for a schema that nobody checked.
        for _ in 0..16 {
            let Some(schema) = ty.schema.clone().filter(|_| !ty.array) else {
                break;
            };
            let name = QualifiedName {
                schema,
                name: ty.name.clone(),
            };
            let Some(domain) = self.schema.domains.get(&name) else {
                break;
            };
            ty = domain.base.clone();
        }
        ty
    }

    /// Whether it is an enumerated type.
    pub(super) fn is_enum(self, ty: &Type) -> bool {
        let Some(schema) = &ty.schema else {
            return false;
        };
        !ty.array
            && self
                .schema
                .enums
                .contains_key(&QualifiedName::new(schema, &ty.name))
    }

    /// Whether it is a range type of its own.
    pub(super) fn is_range(self, ty: &Type) -> bool {
        let builtin = matches!(
            ty.name.as_str(),
            "int4range" | "int8range" | "numrange" | "tsrange" | "tstzrange" | "daterange"
        );
        let own = ty.schema.as_ref().is_some_and(|schema| {
            let name = QualifiedName::new(schema, &ty.name);
            self.schema.ranges.contains_key(&name)
        });
        !ty.array && (ty.schema.is_none() && builtin || own)
    }
}
