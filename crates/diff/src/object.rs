//! Changes of objects that are neither tables nor enums nor sequences, and of what every object can
//! carry: comments and privileges.

use schema::{
    Composite, DefaultPrivilege, Domain, EventTrigger, Extension, Function, FunctionKind, Index,
    Namespace, Other, Policy, Privileges, Publication, QualifiedName, Range, Rule, Statistics,
    Trigger, View,
};

/// An object, by what it is and what it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are what they are called")]
pub enum Object<'a> {
    Schema(&'a str),
    Extension(&'a str),
    Enum(&'a QualifiedName),
    Domain(&'a QualifiedName),
    Composite(&'a QualifiedName),
    Range(&'a QualifiedName),
    Sequence(&'a QualifiedName),
    Table(&'a QualifiedName),
    ForeignTable(&'a QualifiedName),
    Column(&'a QualifiedName, &'a str),
    /// Of a table.
    Constraint(&'a QualifiedName, &'a str),
    /// Of a domain.
    DomainConstraint(&'a QualifiedName, &'a str),
    /// Of a table or materialized view.
    Index(&'a QualifiedName, &'a str),
    Trigger(&'a QualifiedName, &'a str),
    Policy(&'a QualifiedName, &'a str),
    Rule(&'a QualifiedName, &'a str),
    View(&'a QualifiedName),
    MaterializedView(&'a QualifiedName),
    /// A function, procedure or aggregate with the types of its arguments.
    Routine(FunctionKind, &'a QualifiedName, &'a str),
    EventTrigger(&'a str),
    Statistics(&'a QualifiedName),
    Publication(&'a str),
    /// An object of a rare kind: the kind and the identity.
    Other(&'a str, &'a str),
    DefaultPrivilege(&'a DefaultPrivilege),
}

/// How one object differs.
#[derive(Debug, PartialEq)]
pub enum Difference<'a, T> {
    /// It appears.
    Added(&'a T),
    /// It is another than it was; its comment and its privileges are told apart from it.
    Changed {
        /// As it was.
        before: &'a T,
        /// As it becomes.
        after: &'a T,
    },
    /// It goes.
    Gone(&'a T),
}

/// A difference of an object beside tables, enums and sequences.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the variants are what they are called")]
pub enum ObjectChange<'a> {
    Schema(&'a str, Difference<'a, Namespace>),
    Extension(&'a str, Difference<'a, Extension>),
    Domain(&'a QualifiedName, Difference<'a, Domain>),
    Composite(&'a QualifiedName, Difference<'a, Composite>),
    Range(&'a QualifiedName, Difference<'a, Range>),
    View(&'a QualifiedName, Difference<'a, View>),
    /// An index of a materialized view.
    ViewIndex(&'a QualifiedName, Difference<'a, Index>),
    /// The name and the types of the arguments.
    Function(&'a (QualifiedName, String), Difference<'a, Function>),
    /// A trigger of a table or view.
    Trigger(&'a QualifiedName, Difference<'a, Trigger>),
    Policy(&'a QualifiedName, Difference<'a, Policy>),
    /// A rule of a table or view.
    Rule(&'a QualifiedName, Difference<'a, Rule>),
    EventTrigger(&'a str, Difference<'a, EventTrigger>),
    Statistics(&'a QualifiedName, Difference<'a, Statistics>),
    Publication(&'a str, Difference<'a, Publication>),
    /// The kind and the identity.
    Other(&'a (String, String), Difference<'a, Other>),
    /// A rule for new objects is made, or with `Gone` taken back.
    DefaultPrivilege(Difference<'a, DefaultPrivilege>),
    Comment {
        on: Object<'a>,
        before: Option<&'a str>,
        after: Option<&'a str>,
    },
    Privileges {
        on: Object<'a>,
        before: Option<&'a Privileges>,
        after: Option<&'a Privileges>,
    },
}

impl<T> Clone for Difference<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Difference<'_, T> {}

impl<'a, T> Difference<'a, T> {
    /// As it was.
    pub fn before(self) -> Option<&'a T> {
        match self {
            Self::Added(_) => None,
            Self::Changed { before, .. } | Self::Gone(before) => Some(before),
        }
    }

    /// As it becomes.
    pub fn after(self) -> Option<&'a T> {
        match self {
            Self::Added(after) | Self::Changed { after, .. } => Some(after),
            Self::Gone(_) => None,
        }
    }

    /// What it is, of two states of which one at least has it.
    pub(crate) fn either(self) -> &'a T {
        match self {
            Self::Added(it) | Self::Changed { after: it, .. } | Self::Gone(it) => it,
        }
    }
}

impl<'a> ObjectChange<'a> {
    /// What changes.
    pub fn object(self) -> Object<'a> {
        match self {
            Self::Schema(name, _) => Object::Schema(name),
            Self::Extension(name, _) => Object::Extension(name),
            Self::Domain(name, _) => Object::Domain(name),
            Self::Composite(name, _) => Object::Composite(name),
            Self::Range(name, _) => Object::Range(name),
            Self::View(name, view) => view_object(name, view.either()),
            Self::ViewIndex(view, index) => Object::Index(view, &index.either().name),
            Self::Function(key, function) => routine_object(key, function.either()),
            Self::Trigger(table, it) => Object::Trigger(table, &it.either().name),
            Self::Policy(table, it) => Object::Policy(table, &it.either().name),
            Self::Rule(table, it) => Object::Rule(table, &it.either().name),
            Self::EventTrigger(name, _) => Object::EventTrigger(name),
            Self::Statistics(name, _) => Object::Statistics(name),
            Self::Publication(name, _) => Object::Publication(name),
            Self::Other((kind, identity), _) => Object::Other(kind, identity),
            Self::DefaultPrivilege(it) => Object::DefaultPrivilege(it.either()),
            Self::Comment { on, .. } | Self::Privileges { on, .. } => on,
        }
    }
}

/// A view as an object.
pub(crate) fn view_object<'a>(name: &'a QualifiedName, view: &View) -> Object<'a> {
    if view.materialized {
        Object::MaterializedView(name)
    } else {
        Object::View(name)
    }
}

/// A function, procedure or aggregate as an object.
pub(crate) fn routine_object<'a>(
    (name, arguments): &'a (QualifiedName, String),
    function: &Function,
) -> Object<'a> {
    Object::Routine(function.kind, name, arguments)
}

impl<'a> From<ObjectChange<'a>> for crate::Change<'a> {
    fn from(change: ObjectChange<'a>) -> Self {
        Self::Object(change)
    }
}
