//! Composite types.

use schema::{Attribute, Composite, QualifiedName, quote_identifier};

use super::table::collation_name;
use crate::object::Difference;

pub(super) fn of(name: &QualifiedName, difference: Difference<'_, Composite>) -> String {
    match difference {
        Difference::Added(composite) => {
            let attributes: Vec<String> = composite.attributes.iter().map(definition).collect();
            format!("CREATE TYPE {} AS ({});", name.sql(), attributes.join(", "))
        }
        Difference::Changed { before, after } => {
            let actions = actions(before, after).join(", ");
            format!("ALTER TYPE {} {actions};", name.sql())
        }
        Difference::Gone(_) => format!("DROP TYPE {};", name.sql()),
    }
}

/// `"street" text COLLATE "C"`
fn definition(attribute: &Attribute) -> String {
    let name = quote_identifier(&attribute.name);
    let collation = attribute.collation.as_deref();
    let collation =
        collation.map_or_else(String::new, |it| format!(" COLLATE {}", collation_name(it)));
    format!("{name} {}{collation}", attribute.ty.sql())
}

fn actions(before: &Composite, after: &Composite) -> Vec<String> {
    let find = |list: &Composite, name: &str| {
        let found = list.attributes.iter().find(|it| it.name == name);
        found.cloned()
    };
    let mut actions = Vec::new();
    for old in &before.attributes {
        if find(after, &old.name).is_none() {
            actions.push(format!("DROP ATTRIBUTE {}", quote_identifier(&old.name)));
        }
    }
    for new in &after.attributes {
        match find(before, &new.name) {
            None => actions.push(format!("ADD ATTRIBUTE {}", definition(new))),
            Some(old) if old != *new => {
                let name = quote_identifier(&new.name);
                let definition = definition(new);
                let ty = definition.strip_prefix(&name).unwrap_or_default();
                actions.push(format!("ALTER ATTRIBUTE {name} TYPE{ty}"));
            }
            Some(_) => {}
        }
    }
    actions
}
