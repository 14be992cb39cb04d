//! Objects that others own, by name.

use ::schema::{QualifiedName, Schema};
use diff::Object;

/// A pattern of names: `audit.*`, `function:pg_*`. A star stands for anything, dots included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    /// The kind that stands before a colon.
    kind: Option<String>,
    name: String,
}

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        let (kind, name) = match text.split_once(':') {
            Some((kind, name)) => (Some(kind.trim().to_lowercase()), name),
            None => (None, text),
        };
        Self {
            kind,
            name: name.trim().to_owned(),
        }
    }

    /// Whether the object, or the table it belongs to, is meant. A name of the schema `public` is
    /// written with or without it.
    pub(super) fn matches(&self, object: &Object<'_>) -> bool {
        let kind = self.kind.as_deref();
        let own = kind.is_none_or(|kind| kind == object.kind());
        let of_table = kind.is_none_or(|kind| kind == "table");
        let owner = object.owner().map(ToString::to_string);
        let name = object.name();
        let full = match &owner {
            Some(owner) => format!("{owner}.{name}"),
            None => name.clone(),
        };
        let is = |name: &str| glob(&self.name, name) || glob(&self.name, &format!("public.{name}"));
        own && (is(&full) || is(&name)) || of_table && owner.is_some_and(|owner| is(&owner))
    }
}

/// Takes the objects out of a schema that others own, with all that belongs to them.
pub(super) fn leave_out(schema: &mut Schema, patterns: &[Pattern]) {
    let stays = |object: &Object<'_>| !patterns.iter().any(|it| it.matches(object));
    schema.schemas.retain(|it, _| stays(&Object::Schema(it)));
    schema
        .extensions
        .retain(|it, _| stays(&Object::Extension(it)));
    schema.enums.retain(|it, _| stays(&Object::Enum(it)));
    schema.domains.retain(|it, _| stays(&Object::Domain(it)));
    schema
        .composites
        .retain(|it, _| stays(&Object::Composite(it)));
    schema.ranges.retain(|it, _| stays(&Object::Range(it)));
    let left = |owner: &Option<(QualifiedName, String)>| {
        let owner = owner.as_ref().map(|(table, _)| table);
        owner.is_none_or(|table| stays(&Object::Table(table)))
    };
    schema
        .sequences
        .retain(|it, sequence| stays(&Object::Sequence(it)) && left(&sequence.owned_by));
    schema.tables.retain(|it, _| stays(&Object::Table(it)));
    schema.views.retain(|it, view| {
        stays(&if view.materialized {
            Object::MaterializedView(it)
        } else {
            Object::View(it)
        })
    });
    schema
        .functions
        .retain(|(name, arguments), it| stays(&Object::Routine(it.kind, name, arguments)));
    schema
        .event_triggers
        .retain(|it, _| stays(&Object::EventTrigger(it)));
    schema
        .statistics
        .retain(|it, _| stays(&Object::Statistics(it)));
    schema
        .publications
        .retain(|it, _| stays(&Object::Publication(it)));
    schema
        .others
        .retain(|(kind, name), _| stays(&Object::Other(kind, name)));
}

/// Whether a text is a pattern's, in which a star stands for any characters or none.
fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        if let Some(part) = last.replace(part) {
            match rest.find(part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
    }
    match last {
        None => rest.is_empty(),
        Some(last) => rest.ends_with(last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meets_names_with_stars() {
        let cases = [
            ("users", "users", true),
            ("users", "users2", false),
            ("audit.*", "audit.log", true),
            ("*_log", "audit_log", true),
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "a1c", false),
            ("*", "", true),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(glob(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_table_stands_for_what_belongs_to_it() {
        let table = QualifiedName::public("users");
        let column = Object::Column(&table, "name");
        let cases = [
            ("users", true),
            ("public.users", true),
            ("users.name", true),
            ("column:users.name", true),
            ("table:users", true),
            ("index:users", false),
            ("teams", false),
        ];
        for (pattern, expected) in cases {
            assert_eq!(
                Pattern::new(pattern).matches(&column),
                expected,
                "{pattern}"
            );
        }
    }
}
