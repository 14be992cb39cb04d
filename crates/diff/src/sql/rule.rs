//! Rewrite rules.

use schema::{Firing, QualifiedName, Rule, quote_identifier};

use super::object::joined;
use super::trigger::enable_on;
use crate::object::Difference;

pub(super) fn of(table: &QualifiedName, difference: Difference<'_, Rule>) -> String {
    let before = difference.before();
    let Some(rule) = difference.after() else {
        let name = quote_identifier(&difference.either().name);
        return format!("DROP RULE {name} ON {};", table.sql());
    };
    let define = before
        .is_none_or(|before| before.definition != rule.definition)
        .then(|| {
            let name = quote_identifier(&rule.name);
            let definition = rule.definition.sql.trim().trim_end_matches(';');
            format!("CREATE OR REPLACE RULE {name} {definition};")
        });
    let firing = before.map_or(Firing::Origin, |before| before.enabled);
    let enable =
        (firing != rule.enabled).then(|| enable_on(table, "RULE", &rule.name, rule.enabled));
    joined(define.into_iter().chain(enable))
}
