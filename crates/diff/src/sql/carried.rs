//! Comments and privileges.

use std::collections::{BTreeMap, BTreeSet};

use schema::{DefaultPrivilege, FunctionKind, Grant, Privileges, quote_identifier, quote_literal};

use super::object::{identity, joined};
use crate::object::{Difference, Object};

pub(super) fn comment(on: Object<'_>, comment: Option<&str>) -> String {
    let text = comment.map_or_else(|| String::from("NULL"), quote_literal);
    format!("COMMENT ON {} IS {text};", identity(on))
}

/// A role as SQL; nobody in particular is `PUBLIC`.
pub(super) fn role(name: Option<&str>) -> String {
    match name {
        None => String::from("PUBLIC"),
        Some(word @ ("current_user" | "session_user" | "current_role")) => word.to_uppercase(),
        Some(name) => quote_identifier(name),
    }
}

pub(super) fn privileges(
    on: Object<'_>,
    before: Option<&Privileges>,
    after: Option<&Privileges>,
) -> String {
    let none = Privileges::default();
    let (before, after) = (before.unwrap_or(&none), after.unwrap_or(&none));
    let on = granted_on(on);
    let mut statements = Vec::new();
    let gone = before.granted.iter().filter(|grant| {
        let weaker = Grant {
            grantable: !grant.grantable,
            ..(*grant).clone()
        };
        !after.granted.contains(*grant) && !after.granted.contains(&weaker)
    });
    for ((grantee, _), what) in grouped(gone) {
        statements.push(format!("REVOKE {what} ON {on} FROM {};", role(grantee)));
    }
    let less = before.granted.iter().filter(|grant| {
        let weaker = Grant {
            grantable: false,
            ..(*grant).clone()
        };
        grant.grantable && after.granted.contains(&weaker)
    });
    for ((grantee, _), what) in grouped(less) {
        let from = role(grantee);
        statements.push(format!(
            "REVOKE GRANT OPTION FOR {what} ON {on} FROM {from};"
        ));
    }
    let list = |names: &mut dyn Iterator<Item = &String>| {
        let names: Vec<&str> = names.map(String::as_str).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let revoked = list(&mut after.revoked.difference(&before.revoked));
    statements.extend(revoked.map(|what| format!("REVOKE {what} ON {on} FROM PUBLIC;")));
    let restored = list(&mut before.revoked.difference(&after.revoked));
    statements.extend(restored.map(|what| format!("GRANT {what} ON {on} TO PUBLIC;")));
    let new = after.granted.iter().filter(|grant| {
        let stronger = Grant {
            grantable: true,
            ..(*grant).clone()
        };
        !before.granted.contains(*grant) && !before.granted.contains(&stronger)
    });
    for ((grantee, grantable), what) in grouped(new) {
        let to = role(grantee);
        let option = if grantable { " WITH GRANT OPTION" } else { "" };
        statements.push(format!("GRANT {what} ON {on} TO {to}{option};"));
    }
    joined(statements)
}

/// `SELECT, UPDATE ("a", "b")` by grantee and grant option.
fn grouped<'a>(
    grants: impl Iterator<Item = &'a Grant>,
) -> BTreeMap<(Option<&'a str>, bool), String> {
    let mut groups: BTreeMap<_, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    let mut whole: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for grant in grants {
        let key = (grant.grantee.as_deref(), grant.grantable);
        let privilege = grant.privilege.as_str();
        match &grant.column {
            Some(column) => {
                let columns = groups.entry(key).or_default().entry(privilege);
                columns.or_default().insert(column);
            }
            None => {
                whole.entry(key).or_default().insert(privilege);
            }
        }
    }
    let mut texts: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for (key, privileges) in whole {
        let privileges = privileges.into_iter().map(str::to_owned);
        texts.entry(key).or_default().extend(privileges);
    }
    for (key, privileges) in groups {
        for (privilege, columns) in privileges {
            let columns: Vec<String> = columns.into_iter().map(quote_identifier).collect();
            let text = format!("{privilege} ({})", columns.join(", "));
            texts.entry(key).or_default().push(text);
        }
    }
    let joined = |(key, list): (_, Vec<String>)| (key, list.join(", "));
    texts.into_iter().map(joined).collect()
}

/// What stands between `ON` and `TO`: views count as tables there, and domains as types.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "all others are granted on as they are dropped"
)]
fn granted_on(on: Object<'_>) -> String {
    match on {
        Object::View(name) | Object::MaterializedView(name) | Object::ForeignTable(name) => {
            identity(Object::Table(name))
        }
        Object::Domain(name) => identity(Object::Enum(name)),
        // An aggregate is granted as the function it is.
        Object::Routine(FunctionKind::Aggregate, name, arguments) => {
            identity(Object::Routine(FunctionKind::Function, name, arguments))
        }
        Object::Other("foreign server", name) => format!("FOREIGN SERVER {name}"),
        Object::Other("foreign data wrapper", name) => format!("FOREIGN DATA WRAPPER {name}"),
        other => identity(other),
    }
}

pub(super) fn default_privilege(difference: Difference<'_, DefaultPrivilege>) -> String {
    let it = difference.either();
    let mut words = vec![String::from("ALTER DEFAULT PRIVILEGES")];
    let owner = it.owner.as_deref();
    words.extend(owner.map(|owner| format!("FOR ROLE {}", role(Some(owner)))));
    let schema = it.schema.as_deref();
    words.extend(schema.map(|it| format!("IN SCHEMA {}", quote_identifier(it))));
    let granted = it.revoked != difference.after().is_some();
    let (privilege, objects) = (&it.grant.privilege, &it.objects);
    let to = role(it.grant.grantee.as_deref());
    words.push(if granted {
        let option = if it.grant.grantable {
            " WITH GRANT OPTION"
        } else {
            ""
        };
        format!("GRANT {privilege} ON {objects} TO {to}{option}")
    } else {
        format!("REVOKE {privilege} ON {objects} FROM {to}")
    });
    words.join(" ") + ";"
}
