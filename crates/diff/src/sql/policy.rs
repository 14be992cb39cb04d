//! Row security policies.

use schema::{Policy, PolicyCommand, QualifiedName, quote_identifier};

use super::carried::role;
use crate::object::Difference;

pub(super) fn of(table: &QualifiedName, difference: Difference<'_, Policy>) -> String {
    match difference {
        Difference::Added(policy) => create(table, policy),
        Difference::Changed { before, after } => alter(table, before, after),
        Difference::Gone(policy) => {
            let name = quote_identifier(&policy.name);
            format!("DROP POLICY {name} ON {};", table.sql())
        }
    }
}

fn create(table: &QualifiedName, policy: &Policy) -> String {
    let name = quote_identifier(&policy.name);
    let mut words = vec![format!("CREATE POLICY {name} ON {}", table.sql())];
    words.extend(policy.restrictive.then(|| "AS RESTRICTIVE".to_owned()));
    if policy.command != PolicyCommand::All {
        words.push(format!("FOR {}", policy.command.sql()));
    }
    if !policy.roles.is_empty() {
        words.push(to(policy));
    }
    words.extend(using(policy));
    words.extend(check(policy));
    words.join(" ") + ";"
}

fn alter(table: &QualifiedName, before: &Policy, after: &Policy) -> String {
    let name = quote_identifier(&after.name);
    let mut words = vec![format!("ALTER POLICY {name} ON {}", table.sql())];
    words.extend((before.roles != after.roles).then(|| to(after)));
    words.extend(using(after).filter(|_| before.using != after.using));
    words.extend(check(after).filter(|_| before.check != after.check));
    words.join(" ") + ";"
}

fn to(policy: &Policy) -> String {
    let roles: Vec<String> = policy.roles.iter().map(|it| role(Some(it))).collect();
    let roles = if roles.is_empty() {
        role(None)
    } else {
        roles.join(", ")
    };
    format!("TO {roles}")
}

fn using(policy: &Policy) -> Option<String> {
    let using = policy.using.as_ref();
    using.map(|it| format!("USING ({})", it.sql))
}

fn check(policy: &Policy) -> Option<String> {
    let check = policy.check.as_ref();
    check.map(|it| format!("WITH CHECK ({})", it.sql))
}
