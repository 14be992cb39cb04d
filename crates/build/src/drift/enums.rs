//! Enums.

use diff::Change;
use schema::{Enum, Schema};

use super::said::Said;

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "only changes of enums come here"
)]
pub(super) fn tell(change: &Change<'_>, history: &Schema, wanted: &Schema) -> Vec<Said> {
    let origins = change.origins(history, wanted);
    match change {
        Change::CreateEnum { name, after } => vec![
            Said::missing(format!("enum `{name}`"), "makes", origins)
                .in_schema(format!("with the values {}", values(after))),
        ],
        Change::DropEnum { name } => vec![Said::extra(format!("enum `{name}`"), "make", origins)],
        Change::AddEnumValue { name, value, .. } => {
            let declared = wanted.enums.get(*name);
            let places = declared.and_then(|it| it.values.iter().find(|it| it.name == *value));
            let place = places.map_or(origins.1, |value| value.origin);
            let what = format!("value `{value}` of enum `{name}`");
            let known = history.enums.get(*name).map(values).unwrap_or_default();
            vec![
                Said::missing(what, "adds", (origins.0, place))
                    .in_migrations(format!("has the values {known}")),
            ]
        }
        Change::ReplaceEnum { name, after, .. } => {
            let known = history.enums.get(*name);
            known.map_or_else(Vec::new, |before| {
                replaced(&name.to_string(), before, after, origins)
            })
        }
        _ => Vec::new(),
    }
}

/// Values that are on one side alone, or another order.
fn replaced(
    name: &str,
    before: &Enum,
    after: &Enum,
    origins: (schema::Origin, schema::Origin),
) -> Vec<Said> {
    let has = |list: &Enum, value: &str| list.values.iter().any(|it| it.name == value);
    let mut list = Vec::new();
    for value in after.values.iter().filter(|it| !has(before, &it.name)) {
        let what = format!("value `{}` of enum `{name}`", value.name);
        list.push(
            Said::missing(what, "adds", (origins.0, value.origin))
                .in_migrations(format!("has the values {}", values(before))),
        );
    }
    for value in before.values.iter().filter(|it| !has(after, &it.name)) {
        let what = format!("value `{}` of enum `{name}`", value.name);
        let place = value.origin.0.map_or(origins.0, |_| value.origin);
        list.push(
            Said::extra(what, "add", (place, origins.1))
                .in_schema(format!("has the values {}", values(after))),
        );
    }
    if list.is_empty() {
        let message = format!("the values of enum `{name}` are in another order in the migrations");
        let (old, new) = (values(before), values(after));
        let said = Said::differs(message, old, new, origins);
        // Prisma adds values at the end wherever the schema has them, so that few databases agree.
        let said = said.note("the order decides how values sort and compare".to_owned());
        list.push(said.warning());
    }
    list
}

fn values(declared: &Enum) -> String {
    let values: Vec<&str> = declared.values.iter().map(|it| it.name.as_str()).collect();
    values.join(", ")
}
