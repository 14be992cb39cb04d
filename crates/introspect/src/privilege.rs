//! Privileges.

use std::collections::BTreeSet;

use schema::{DefaultPrivilege, Grant, Privileges};

use crate::catalog::Catalog;
use crate::row::Row;
use crate::script::{Filter, Kind};
use crate::version::Version;

pub(crate) const DEFAULT: Kind = Kind {
    tag: "default privilege",
    query: defaults,
    read: read_default,
};

/// An expression for what others than the owner may do, as a JSON array of role, privilege and
/// whether it can be passed on; null where nobody changed it.
pub(crate) fn list(acl: &str, owner: &str) -> String {
    format!(
        "CASE WHEN {acl} IS NOT NULL THEN (SELECT coalesce(json_agg(json_build_array(\
         r.rolname, x.privilege_type, x.is_grantable)), '[]') FROM aclexplode({acl}) x \
         LEFT JOIN pg_roles r ON r.oid = x.grantee WHERE x.grantee <> {owner}) END"
    )
}

/// Reads what [`list`] gives.
pub(crate) fn parse(json: Option<&str>) -> BTreeSet<Grant> {
    let rows = json
        .and_then(|text| serde_json::from_str::<Vec<(Option<String>, String, bool)>>(text).ok());
    let rows = rows.unwrap_or_default().into_iter();
    rows.map(|(grantee, privilege, grantable)| Grant {
        grantee,
        privilege,
        column: None,
        grantable,
    })
    .collect()
}

/// Privileges beside those that each new object of the kind has.
pub(crate) fn beyond(json: Option<&str>, initial: &BTreeSet<Grant>) -> Privileges {
    if json.is_none() {
        return Privileges::default();
    }
    let found = parse(json);
    let lost = initial.difference(&found);
    Privileges {
        granted: found.difference(initial).cloned().collect(),
        revoked: lost
            .filter(|grant| grant.grantee.is_none())
            .map(|grant| grant.privilege.clone())
            .collect(),
    }
}

/// Privileges of an object of which everybody has one from the start: `EXECUTE` on functions,
/// `USAGE` on types.
pub(crate) fn beyond_public(json: Option<&str>, privilege: &str) -> Privileges {
    let initial = Grant {
        grantee: None,
        privilege: privilege.to_owned(),
        column: None,
        grantable: false,
    };
    beyond(json, &BTreeSet::from([initial]))
}

/// Privileges of an object that only its owner may use at first.
pub(crate) fn granted(json: Option<&str>) -> Privileges {
    beyond(json, &BTreeSet::new())
}

/// Where a schema is named they add to the defaults, so nothing can be taken away there.
fn defaults(_: Version, filter: &Filter) -> String {
    format!(
        "SELECT 'default privilege', CASE WHEN o.rolname <> current_user THEN o.rolname END, n.nspname, d.defaclobjtype, {acl} \
         FROM pg_default_acl d JOIN pg_roles o ON o.oid = d.defaclrole \
         LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace \
         WHERE d.defaclnamespace = 0 OR ({namespace}) ORDER BY 2, 3, 4",
        acl = list("d.defaclacl", "d.defaclrole"),
        namespace = filter.namespace("n"),
    )
}

fn read_default(catalog: &mut Catalog, row: &mut Row<'_>) {
    let owner = row.optional();
    let schema = row.optional();
    let objects = match row.letter() {
        'r' => "TABLES",
        'S' => "SEQUENCES",
        'f' => "FUNCTIONS",
        'T' => "TYPES",
        'n' => "SCHEMAS",
        'L' => "LARGE OBJECTS",
        _ => return,
    };
    let privileges = match (schema.is_none(), objects) {
        (true, "FUNCTIONS") => beyond_public(row.next(), "EXECUTE"),
        (true, "TYPES") => beyond_public(row.next(), "USAGE"),
        _ => granted(row.next()),
    };
    let entry = |grant, revoked| DefaultPrivilege {
        owner: owner.clone(),
        schema: schema.clone(),
        objects: objects.to_owned(),
        grant,
        revoked,
    };
    let revoked = privileges.revoked.into_iter().map(|privilege| Grant {
        grantee: None,
        privilege,
        column: None,
        grantable: false,
    });
    let granted = privileges.granted.into_iter();
    catalog.schema.default_privileges.extend(
        granted
            .map(|grant| entry(grant, false))
            .chain(revoked.map(|grant| entry(grant, true))),
    );
}
