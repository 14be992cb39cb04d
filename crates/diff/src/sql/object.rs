//! Objects beside tables, enums and sequences.

use schema::{Extension, Other, QualifiedName, quote_identifier, quote_literal};

use super::{carried, composite, domain, function, index, policy, publication, range, rule};
use super::{statistics, trigger, view};
use crate::object::{Difference, Object, ObjectChange};

/// The statements that make a change.
pub(crate) fn of(change: ObjectChange<'_>) -> String {
    match change {
        ObjectChange::Schema(name, it) => {
            let verb = if it.after().is_some() {
                "CREATE"
            } else {
                "DROP"
            };
            format!("{verb} SCHEMA {};", quote_identifier(name))
        }
        ObjectChange::Extension(name, it) => extension(name, it),
        ObjectChange::Domain(name, it) => domain::of(name, it),
        ObjectChange::Composite(name, it) => composite::of(name, it),
        ObjectChange::Range(name, it) => range::of(name, it),
        ObjectChange::View(name, it) => view::of(name, it),
        ObjectChange::ViewIndex(name, it) => {
            let drop = it.before().map(|index| {
                let index = QualifiedName::new(&name.schema, &index.name);
                format!("DROP INDEX {};", index.sql())
            });
            let create = it.after().map(|it| index::create(name, it, false));
            joined(drop.into_iter().chain(create))
        }
        ObjectChange::Function(key, it) => function::of(key, it),
        ObjectChange::Trigger(table, it) => trigger::of(table, it),
        ObjectChange::Policy(table, it) => policy::of(table, it),
        ObjectChange::Rule(table, it) => rule::of(table, it),
        ObjectChange::EventTrigger(name, it) => trigger::of_event(name, it),
        ObjectChange::Statistics(name, it) => statistics::of(name, it),
        ObjectChange::Publication(name, it) => publication::of(name, it),
        ObjectChange::Other((kind, identity), it) => other(Object::Other(kind, identity), it),
        ObjectChange::DefaultPrivilege(it) => carried::default_privilege(it),
        ObjectChange::Comment { on, after, .. } => carried::comment(on, after),
        ObjectChange::Privileges { on, before, after } => carried::privileges(on, before, after),
    }
}

/// Statements, each on lines of its own.
pub(super) fn joined(statements: impl IntoIterator<Item = String>) -> String {
    let statements: Vec<String> = statements.into_iter().collect();
    statements.join("\n")
}

/// An extension that someone with more rights has installed already is good enough: an
/// administrator of a shared server does just that.
fn extension(name: &str, difference: Difference<'_, Extension>) -> String {
    let name = quote_identifier(name);
    match difference {
        Difference::Added(extension) => {
            let mut words = vec![format!("CREATE EXTENSION IF NOT EXISTS {name}")];
            if let Some(schema) = &extension.schema {
                words.push(format!("WITH SCHEMA {}", quote_identifier(schema)));
            }
            if let Some(version) = &extension.version {
                words.push(format!("VERSION {}", quote_literal(version)));
            }
            words.join(" ") + ";"
        }
        Difference::Changed { before, after } => {
            let version = after.version.as_ref();
            let version = version.filter(|_| before.version != after.version);
            let version = version.map(|version| {
                let version = quote_literal(version);
                format!("ALTER EXTENSION {name} UPDATE TO {version};")
            });
            let schema = after.schema.as_ref();
            let schema = schema.filter(|_| before.schema != after.schema);
            let schema = schema.map(|schema| {
                let schema = quote_identifier(schema);
                format!("ALTER EXTENSION {name} SET SCHEMA {schema};")
            });
            joined(version.into_iter().chain(schema))
        }
        Difference::Gone(_) => format!("DROP EXTENSION {name};"),
    }
}

fn other(object: Object<'_>, difference: Difference<'_, Other>) -> String {
    let drop = difference
        .before()
        .map(|_| format!("DROP {};", identity(object)));
    let create = difference
        .after()
        .map(|it| format!("{};", it.definition.sql.trim().trim_end_matches(';')));
    joined(drop.into_iter().chain(create))
}

/// What stands after `COMMENT ON` and after `DROP`.
pub(super) fn identity(object: Object<'_>) -> String {
    let quote = quote_identifier;
    let part = |kind: &str, of: &QualifiedName, name: &str| {
        format!("{kind} {} ON {}", quote(name), of.sql())
    };
    match object {
        Object::Schema(name) => format!("SCHEMA {}", quote(name)),
        Object::Extension(name) => format!("EXTENSION {}", quote(name)),
        Object::Enum(name) | Object::Composite(name) | Object::Range(name) => {
            format!("TYPE {}", name.sql())
        }
        Object::Domain(name) => format!("DOMAIN {}", name.sql()),
        Object::Sequence(name) => format!("SEQUENCE {}", name.sql()),
        Object::Table(name) => format!("TABLE {}", name.sql()),
        Object::ForeignTable(name) => format!("FOREIGN TABLE {}", name.sql()),
        Object::Column(table, name) => format!("COLUMN {}.{}", table.sql(), quote(name)),
        Object::Constraint(table, name) => part("CONSTRAINT", table, name),
        Object::DomainConstraint(domain, name) => {
            format!("CONSTRAINT {} ON DOMAIN {}", quote(name), domain.sql())
        }
        Object::Index(table, name) => {
            format!("INDEX {}", QualifiedName::new(&table.schema, name).sql())
        }
        Object::Trigger(table, name) => part("TRIGGER", table, name),
        Object::Policy(table, name) => part("POLICY", table, name),
        Object::Rule(table, name) => part("RULE", table, name),
        Object::View(name) => format!("VIEW {}", name.sql()),
        Object::MaterializedView(name) => format!("MATERIALIZED VIEW {}", name.sql()),
        Object::Routine(kind, name, arguments) => function::identity(kind, name, arguments),
        Object::EventTrigger(name) => format!("EVENT TRIGGER {}", quote(name)),
        Object::Statistics(name) => format!("STATISTICS {}", name.sql()),
        Object::Publication(name) => format!("PUBLICATION {}", quote(name)),
        Object::Other(kind, identity) => format!("{} {identity}", keywords(kind)),
        // No statement names it: it is granted and revoked as a whole.
        Object::DefaultPrivilege(_) => String::from("DEFAULT PRIVILEGES"),
    }
}

/// How SQL calls a rare kind of object.
fn keywords(kind: &str) -> String {
    match kind {
        "foreign server" => String::from("SERVER"),
        other => other.to_uppercase(),
    }
}
