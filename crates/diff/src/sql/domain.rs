//! Domains.

use schema::{Check, Domain, QualifiedName, quote_identifier};

use super::object::joined;
use super::table::collation_name;
use crate::compare::same_domain_check;
use crate::object::Difference;

pub(super) fn of(name: &QualifiedName, difference: Difference<'_, Domain>) -> String {
    match difference {
        Difference::Added(domain) => create(name, domain),
        Difference::Changed { before, after } => joined(alter(name, before, after)),
        Difference::Gone(_) => format!("DROP DOMAIN {};", name.sql()),
    }
}

fn create(name: &QualifiedName, domain: &Domain) -> String {
    let mut words = vec![format!(
        "CREATE DOMAIN {} AS {}",
        name.sql(),
        domain.base.sql()
    )];
    if let Some(collation) = &domain.collation {
        words.push(format!("COLLATE {}", collation_name(collation)));
    }
    if let Some(default) = &domain.default {
        words.push(format!("DEFAULT {}", default.sql));
    }
    if domain.not_null {
        words.push("NOT NULL".to_owned());
    }
    let (valid, later): (Vec<&Check>, Vec<&Check>) =
        domain.checks.iter().partition(|it| it.validated);
    words.extend(valid.into_iter().map(check));
    let later = later.into_iter().map(|check| add(name, check));
    joined([words.join(" ") + ";"].into_iter().chain(later))
}

/// `CONSTRAINT "c" CHECK (…)`
fn check(check: &Check) -> String {
    let name = quote_identifier(&check.name);
    format!("CONSTRAINT {name} CHECK ({})", check.expression.sql)
}

fn add(name: &QualifiedName, it: &Check) -> String {
    let valid = if it.validated { "" } else { " NOT VALID" };
    format!("ALTER DOMAIN {} ADD {}{valid};", name.sql(), check(it))
}

fn alter(name: &QualifiedName, before: &Domain, after: &Domain) -> Vec<String> {
    let mut actions = Vec::new();
    for check in &before.checks {
        let stays = after.checks.iter().any(|it| stays(check, it));
        if !stays {
            let check = quote_identifier(&check.name);
            actions.push(format!("DROP CONSTRAINT {check}"));
        }
    }
    if before.default != after.default {
        actions.push(match &after.default {
            Some(default) => format!("SET DEFAULT {}", default.sql),
            None => "DROP DEFAULT".to_owned(),
        });
    }
    if before.not_null != after.not_null {
        let verb = if after.not_null { "SET" } else { "DROP" };
        actions.push(format!("{verb} NOT NULL"));
    }
    let mut statements: Vec<String> = actions
        .iter()
        .map(|action| format!("ALTER DOMAIN {} {action};", name.sql()))
        .collect();
    for check in &after.checks {
        let old = before.checks.iter().find(|it| stays(it, check));
        match old {
            None => statements.push(add(name, check)),
            Some(old) if !same_domain_check(old, check) => {
                let check = quote_identifier(&check.name);
                statements.push(format!(
                    "ALTER DOMAIN {} VALIDATE CONSTRAINT {check};",
                    name.sql()
                ));
            }
            Some(_) => {}
        }
    }
    statements
}

/// Whether a check is kept, validated now at the most.
fn stays(before: &Check, after: &Check) -> bool {
    let validated = Check {
        validated: after.validated,
        ..before.clone()
    };
    (after.validated || !before.validated) && same_domain_check(&validated, after)
}
