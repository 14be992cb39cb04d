//! Triggers of tables and views.

use schema::{Deferral, Expression, Firing, QualifiedName, Trigger, TriggerTiming};

use crate::catalog::{Catalog, Oid};
use crate::printed;
use crate::row::Row;
use crate::script::{Filter, Kind};
use crate::version::Version;

pub(crate) const KIND: Kind = Kind {
    tag: "trigger",
    query,
    read,
};

/// The triggers of foreign keys are the server's own. A partition's copy of a trigger counts as
/// internal before version 15, and yet is not.
fn query(_: Version, filter: &Filter) -> String {
    format!(
        "SELECT 'trigger', t.oid, t.tgrelid, t.tgname, t.tgtype, t.tgattr, \
         t.tgoldtable, t.tgnewtable, CASE WHEN t.tgqual IS NOT NULL THEN pg_get_triggerdef(t.oid, true) END, \
         fn.nspname, f.proname, encode(t.tgargs, 'escape'), t.tgconstraint <> 0, t.tgdeferrable, t.tginitdeferred, \
         (SELECT json_build_array(on_.nspname, o.relname) FROM pg_class o JOIN pg_namespace on_ ON on_.oid = o.relnamespace WHERE o.oid = t.tgconstrrelid), \
         t.tgenabled, t.tgparentid <> 0 \
         FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
         JOIN pg_proc f ON f.oid = t.tgfoid JOIN pg_namespace fn ON fn.oid = f.pronamespace \
         LEFT JOIN pg_trigger p ON p.oid = t.tgparentid \
         WHERE (NOT t.tgisinternal OR (t.tgparentid <> 0 AND NOT p.tgisinternal)) AND {namespace} ORDER BY t.oid",
        namespace = filter.namespace("n"),
    )
}

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid: Oid = row.number();
    let relation: Oid = row.number();
    let name = row.string();
    let bits: u16 = row.number();
    let columns: Vec<i16> = row.numbers();
    let has = |bit: u16| bits & bit != 0;
    let old_table = row.optional();
    let new_table = row.optional();
    let condition = row.next().and_then(printed::condition);
    let function = QualifiedName::new(row.text(), row.text());
    let arguments = arguments(row.text());
    let is_constraint = row.flag();
    let deferral = match (row.flag(), row.flag()) {
        (_, true) => Deferral::InitiallyDeferred,
        (true, false) => Deferral::InitiallyImmediate,
        (false, false) => Deferral::NotDeferrable,
    };
    let trigger = Trigger {
        name,
        timing: match (has(2), has(64)) {
            (true, _) => TriggerTiming::Before,
            (false, true) => TriggerTiming::InsteadOf,
            (false, false) => TriggerTiming::After,
        },
        on_insert: has(4),
        on_delete: has(8),
        on_update: has(16),
        on_truncate: has(32),
        for_each_row: has(1),
        update_columns: {
            let mut columns = columns;
            columns.sort_unstable();
            catalog.attribute_names(relation, &columns)
        },
        old_table,
        new_table,
        condition: condition.map(Expression::new),
        function,
        arguments,
        constraint: is_constraint.then_some(deferral),
        constraint_table: crate::types::qualified(row),
        enabled: firing(row.letter()),
        inherited: row.flag(),
        comment: catalog.comment("pg_trigger", oid, 0),
        ..Trigger::default()
    };
    if let Some(table) = catalog.table(relation) {
        table.triggers.push(trigger);
    } else if let Some((_, view)) = catalog.views.get_mut(&relation) {
        view.triggers.push(trigger);
    }
}

/// As in `pg_trigger.tgenabled`.
pub(crate) fn firing(letter: char) -> Firing {
    match letter {
        'D' => Firing::Disabled,
        'R' => Firing::Replica,
        'A' => Firing::Always,
        _ => Firing::Origin,
    }
}

/// Texts that end with a zero byte each, as `encode(…, 'escape')` prints them.
fn arguments(escaped: &str) -> Vec<String> {
    let mut bytes = escaped.bytes();
    let (mut arguments, mut current) = (Vec::new(), Vec::new());
    while let Some(byte) = bytes.next() {
        let value = match byte {
            b'\\' => match bytes.next() {
                Some(first @ b'0'..=b'3') => {
                    let mut digit = || bytes.next().map_or(0, |it| it.wrapping_sub(b'0'));
                    (first - b'0') * 64 + digit() * 8 + digit()
                }
                other => other.unwrap_or(b'\\'),
            },
            other => other,
        };
        if value == 0 {
            arguments.push(String::from_utf8_lossy(&current).into_owned());
            current.clear();
        } else {
            current.push(value);
        }
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read_as_they_were_given() {
        let cases: [(&str, &[&str]); 4] = [
            ("", &[]),
            ("a\\000\\000", &["a", ""]),
            ("it's\\000a\\\\b\\000", &["it's", "a\\b"]),
            ("\\303\\244\\000", &["ä"]),
        ];
        for (escaped, expected) in cases {
            assert_eq!(arguments(escaped), expected, "{escaped}");
        }
    }
}
