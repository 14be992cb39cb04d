//! What names mean: relations, types and functions of the schema, by search path.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use schema::{Function, QualifiedName, Schema, Type};

use super::memo::Memo;
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
    /// What was asked and answered since the last text was begun, where that is of interest.
    asked: RefCell<Option<Vec<Asked>>>,
    /// What was resolved before.
    memo: Option<&'a Memo>,
}

/// A question about the schema, with its answer.
#[derive(Debug, Clone)]
pub(super) enum Asked {
    Columns(QualifiedName, Option<Rc<Columns>>),
    Relation(
        Option<String>,
        String,
        Option<(QualifiedName, RelationKind)>,
    ),
    UserType(Option<String>, String, Option<QualifiedName>),
    /// There are no functions of a name.
    NoFunction(Option<String>, String),
    Base(Type, Type),
    Enum(Type, bool),
    Range(Type, bool),
    /// Something of which the answer is not kept.
    Other,
}

impl<'a> Pass<'a> {
    pub(super) fn new(schema: &'a Schema, path: &'a [String]) -> Self {
        Self {
            schema,
            path,
            columns: RefCell::default(),
            asked: RefCell::default(),
            memo: None,
        }
    }

    /// A pass that need not read again what was resolved before.
    pub(super) fn with(schema: &'a Schema, path: &'a [String], memo: Option<&'a Memo>) -> Self {
        Self {
            memo,
            ..Self::new(schema, path)
        }
    }

    pub(super) fn memo(&self) -> Option<&'a Memo> {
        self.memo
    }

    pub(super) fn path(&self) -> &'a [String] {
        self.path
    }

    /// From here on questions are noted.
    pub(super) fn listen(&self) {
        *self.asked.borrow_mut() = Some(Vec::new());
    }

    /// What was asked since then.
    pub(super) fn heard(&self) -> Vec<Asked> {
        self.asked.borrow_mut().take().unwrap_or_default()
    }

    fn note(&self, asked: impl FnOnce() -> Asked) {
        if let Some(all) = &mut *self.asked.borrow_mut() {
            all.push(asked());
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
        let found = self.find(schema, name, |name| self.kind(name).is_some());
        let found = found.and_then(|found| self.kind(&found).map(|kind| (found, kind)));
        self.pass.note(|| {
            let schema = schema.map(str::to_owned);
            Asked::Relation(schema, name.to_owned(), found.clone())
        });
        found
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
        let known = self.pass.columns.borrow().get(name).cloned();
        let columns = known.unwrap_or_else(|| {
            let columns = self.read_columns(name).map(Rc::new);
            let mut all = self.pass.columns.borrow_mut();
            all.insert(name.clone(), columns.clone());
            columns
        });
        self.pass
            .note(|| Asked::Columns(name.clone(), columns.clone()));
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
        let found = self.find(schema, name, |name| {
            self.schema.enums.contains_key(name)
                || self.schema.domains.contains_key(name)
                || self.schema.composites.contains_key(name)
                || self.schema.ranges.contains_key(name)
                || self.schema.tables.contains_key(name)
                || self.schema.views.contains_key(name)
        });
        self.pass.note(|| {
            let schema = schema.map(str::to_owned);
            Asked::UserType(schema, name.to_owned(), found.clone())
        });
        found
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
        let found = self.find(schema, name, |name| of(name).next().is_some());
        self.pass.note(|| match found {
            Some(_) => Asked::Other,
            None => Asked::NoFunction(schema.map(str::to_owned), name.to_owned()),
        });
        let found = found?;
        let functions = of(&found).collect();
        Some((found, functions))
    }

    /// The type under all domains.
    pub(super) fn base(self, ty: &Type) -> Type {
        if ty.schema.is_none() || ty.array {
            return ty.clone();
        }
        let base = self.domain_base(ty);
        self.pass.note(|| Asked::Base(ty.clone(), base.clone()));
        base
    }

    fn domain_base(self, ty: &Type) -> Type {
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
        let name = QualifiedName::new(schema, &ty.name);
        let is_enum = !ty.array && self.schema.enums.contains_key(&name);
        self.pass.note(|| Asked::Enum(ty.clone(), is_enum));
        is_enum
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
        let is_range = !ty.array && (ty.schema.is_none() && builtin || own);
        if ty.schema.is_some() {
            self.pass.note(|| Asked::Range(ty.clone(), is_range));
        }
        is_range
    }

    /// A question whose answer is worked out elsewhere.
    pub(super) fn asks_more(self) {
        self.pass.note(|| Asked::Other);
    }
}
