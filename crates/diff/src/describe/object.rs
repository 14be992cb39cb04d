//! Objects beside tables, enums and sequences, in words.

use std::fmt;

use schema::{DefaultPrivilege, FunctionKind, Privileges};

use super::parts;
use crate::object::{Difference, Object, ObjectChange};

/// "view `active_users` is added", without full stop.
impl fmt::Display for ObjectChange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let object = self.object();
        match self {
            Self::Schema(_, it) => whole(f, object, *it, &|_, _| Vec::new()),
            Self::Extension(_, it) => whole(f, object, *it, &parts::extension),
            Self::Domain(_, it) => whole(f, object, *it, &parts::domain),
            Self::Composite(_, it) => whole(f, object, *it, &parts::composite),
            Self::Range(_, it) => whole(f, object, *it, &|_, _| Vec::new()),
            Self::View(_, it) => whole(f, object, *it, &parts::view),
            Self::ViewIndex(_, it) => whole(f, object, *it, &|_, _| Vec::new()),
            Self::Function(_, it) => whole(f, object, *it, &parts::function),
            Self::Trigger(_, it) => whole(f, object, *it, &parts::trigger),
            Self::Policy(_, it) => whole(f, object, *it, &parts::policy),
            Self::Rule(_, it) => whole(f, object, *it, &parts::rule),
            Self::EventTrigger(_, it) => whole(f, object, *it, &parts::event_trigger),
            Self::Statistics(_, it) => whole(f, object, *it, &parts::statistics),
            Self::Publication(_, it) => whole(f, object, *it, &parts::publication),
            Self::Other(_, it) => whole(f, object, *it, &|_, _| Vec::new()),
            Self::DefaultPrivilege(it) => default_privilege(f, *it),
            Self::Comment { on, before, after } => comment(f, *on, *before, *after),
            Self::Privileges { on, before, after } => privileges(f, *on, *before, *after),
        }
    }
}

/// "policy `own` of table `notes`", "function `f(integer)`"
impl fmt::Display for Object<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Column(table, name) = self {
            return write!(f, "column `{table}.{name}`");
        }
        write!(f, "{} `{}`", self.kind(), self.name())?;
        match (self, self.owner()) {
            (Self::DomainConstraint(domain, _), _) => write!(f, " of domain `{domain}`"),
            (_, Some(owner)) => write!(f, " of `{owner}`"),
            (_, None) => Ok(()),
        }
    }
}

impl Object<'_> {
    /// What it is, in lower case: `table`, `event trigger`.
    pub fn kind(&self) -> &str {
        match self {
            Self::Schema(_) => "schema",
            Self::Extension(_) => "extension",
            Self::Enum(_) => "enum",
            Self::Domain(_) => "domain",
            Self::Composite(_) => "composite type",
            Self::Range(_) => "range type",
            Self::Sequence(_) => "sequence",
            Self::Table(_) => "table",
            Self::ForeignTable(_) => "foreign table",
            Self::Column(..) => "column",
            Self::Constraint(..) | Self::DomainConstraint(..) => "constraint",
            Self::Index(..) => "index",
            Self::Trigger(..) => "trigger",
            Self::Policy(..) => "policy",
            Self::Rule(..) => "rule",
            Self::View(_) => "view",
            Self::MaterializedView(_) => "materialized view",
            Self::Routine(FunctionKind::Function | FunctionKind::Window, ..) => "function",
            Self::Routine(FunctionKind::Procedure, ..) => "procedure",
            Self::Routine(FunctionKind::Aggregate, ..) => "aggregate",
            Self::EventTrigger(_) => "event trigger",
            Self::Statistics(_) => "statistics",
            Self::Publication(_) => "publication",
            Self::Other(kind, _) => kind,
            Self::DefaultPrivilege(_) => "default privilege",
        }
    }

    /// What it is called, without the table that it belongs to.
    pub fn name(&self) -> String {
        match self {
            Self::Enum(name)
            | Self::Domain(name)
            | Self::Composite(name)
            | Self::Range(name)
            | Self::Sequence(name)
            | Self::Table(name)
            | Self::ForeignTable(name)
            | Self::View(name)
            | Self::MaterializedView(name)
            | Self::Statistics(name) => name.to_string(),
            Self::Column(_, name)
            | Self::Constraint(_, name)
            | Self::DomainConstraint(_, name)
            | Self::Index(_, name)
            | Self::Trigger(_, name)
            | Self::Policy(_, name)
            | Self::Rule(_, name)
            | Self::Schema(name)
            | Self::Extension(name)
            | Self::EventTrigger(name)
            | Self::Publication(name)
            | Self::Other(_, name) => (*name).to_owned(),
            Self::Routine(_, name, arguments) => format!("{name}({arguments})"),
            Self::DefaultPrivilege(it) => parts::default_privilege(it),
        }
    }

    /// The table, view or domain that it belongs to.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what is not a part belongs to nothing"
    )]
    pub fn owner(&self) -> Option<&schema::QualifiedName> {
        match self {
            Self::Column(owner, _)
            | Self::Constraint(owner, _)
            | Self::DomainConstraint(owner, _)
            | Self::Index(owner, _)
            | Self::Trigger(owner, _)
            | Self::Policy(owner, _)
            | Self::Rule(owner, _) => Some(owner),
            _ => None,
        }
    }
}

/// An object that appears, goes, or is another in those parts.
fn whole<T>(
    f: &mut fmt::Formatter<'_>,
    object: Object<'_>,
    difference: Difference<'_, T>,
    parts: &dyn Fn(&T, &T) -> Vec<String>,
) -> fmt::Result {
    match difference {
        Difference::Added(_) => write!(f, "{object} is added"),
        Difference::Gone(_) => write!(f, "{object} goes"),
        Difference::Changed { before, after } => match parts(before, after) {
            list if list.is_empty() => write!(f, "{object} changes"),
            list => write!(f, "{object}: {}", list.join(", ")),
        },
    }
}

fn comment(
    f: &mut fmt::Formatter<'_>,
    on: Object<'_>,
    before: Option<&str>,
    after: Option<&str>,
) -> fmt::Result {
    match (before, after) {
        (None, Some(after)) => write!(f, "{on} gets the comment '{after}'"),
        (Some(_), None) => write!(f, "{on} loses its comment"),
        (_, after) => {
            let after = after.unwrap_or_default();
            write!(f, "{on}: its comment becomes '{after}'")
        }
    }
}

fn privileges(
    f: &mut fmt::Formatter<'_>,
    on: Object<'_>,
    before: Option<&Privileges>,
    after: Option<&Privileges>,
) -> fmt::Result {
    let none = Privileges::default();
    let (before, after) = (before.unwrap_or(&none), after.unwrap_or(&none));
    let mut list = Vec::new();
    for grant in after.granted.difference(&before.granted) {
        list.push(format!("{} is granted", parts::grant(grant)));
    }
    for grant in before.granted.difference(&after.granted) {
        list.push(format!("{} is taken away", parts::grant(grant)));
    }
    for privilege in after.revoked.difference(&before.revoked) {
        list.push(format!("{privilege} is taken from PUBLIC"));
    }
    for privilege in before.revoked.difference(&after.revoked) {
        list.push(format!("{privilege} is given back to PUBLIC"));
    }
    write!(f, "{on}: {}", list.join(", "))
}

fn default_privilege(
    f: &mut fmt::Formatter<'_>,
    difference: Difference<'_, DefaultPrivilege>,
) -> fmt::Result {
    let verb = if difference.after().is_some() {
        "is made"
    } else {
        "is taken back"
    };
    let it = parts::default_privilege(difference.either());
    write!(f, "default privilege `{it}` {verb}")
}
