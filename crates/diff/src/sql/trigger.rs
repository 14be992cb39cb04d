//! Triggers and event triggers.

use schema::{
    Deferral, EventTrigger, Firing, QualifiedName, Trigger, TriggerTiming, quote_identifier,
    quote_literal,
};

use super::object::joined;
use crate::object::Difference;

/// What differs in nothing but where it fires is changed in place; the rest is made anew.
pub(super) fn of(table: &QualifiedName, difference: Difference<'_, Trigger>) -> String {
    match difference {
        Difference::Added(trigger) => {
            let enable = Some(trigger.enabled).filter(|it| *it != Firing::Origin);
            let enable =
                enable.map(|_| enable_on(table, "TRIGGER", &trigger.name, trigger.enabled));
            joined([create(table, trigger)].into_iter().chain(enable))
        }
        Difference::Changed { after, .. } => {
            enable_on(table, "TRIGGER", &after.name, after.enabled)
        }
        Difference::Gone(trigger) => drop(table, trigger),
    }
}

/// `ALTER TABLE "t" DISABLE TRIGGER "x";`
pub(super) fn enable_on(table: &QualifiedName, kind: &str, name: &str, firing: Firing) -> String {
    let (verb, name) = (enable(firing), quote_identifier(name));
    format!("ALTER TABLE {} {verb} {kind} {name};", table.sql())
}

fn create(table: &QualifiedName, trigger: &Trigger) -> String {
    let kind = if trigger.constraint.is_some() {
        "CONSTRAINT TRIGGER"
    } else {
        "TRIGGER"
    };
    let timing = match trigger.timing {
        TriggerTiming::Before => "BEFORE",
        TriggerTiming::After => "AFTER",
        TriggerTiming::InsteadOf => "INSTEAD OF",
    };
    let mut parts = vec![format!(
        "CREATE {kind} {} {timing} {} ON {}",
        quote_identifier(&trigger.name),
        events(trigger),
        table.sql()
    )];
    if let Some(other) = &trigger.constraint_table {
        parts.push(format!("FROM {}", other.sql()));
    }
    match trigger.constraint {
        Some(Deferral::InitiallyImmediate) => parts.push("DEFERRABLE".to_owned()),
        Some(Deferral::InitiallyDeferred) => {
            parts.push("DEFERRABLE INITIALLY DEFERRED".to_owned());
        }
        Some(Deferral::NotDeferrable) | None => {}
    }
    let transitions = [("OLD", &trigger.old_table), ("NEW", &trigger.new_table)];
    let transitions: Vec<String> = transitions
        .into_iter()
        .filter_map(|(which, name)| {
            let name = quote_identifier(name.as_ref()?);
            Some(format!("{which} TABLE AS {name}"))
        })
        .collect();
    if !transitions.is_empty() {
        parts.push(format!("REFERENCING {}", transitions.join(" ")));
    }
    let each = if trigger.for_each_row {
        "ROW"
    } else {
        "STATEMENT"
    };
    parts.push(format!("FOR EACH {each}"));
    if let Some(condition) = &trigger.condition {
        parts.push(format!("WHEN ({})", condition.sql));
    }
    let arguments = trigger.arguments.iter();
    let arguments: Vec<String> = arguments.map(|it| quote_literal(it)).collect();
    parts.push(format!(
        "EXECUTE FUNCTION {}({});",
        trigger.function.sql(),
        arguments.join(", ")
    ));
    parts.join(" ")
}

fn drop(table: &QualifiedName, trigger: &Trigger) -> String {
    let name = quote_identifier(&trigger.name);
    format!("DROP TRIGGER {name} ON {};", table.sql())
}

/// `INSERT OR UPDATE OF "a"`
fn events(trigger: &Trigger) -> String {
    let mut events = Vec::new();
    if trigger.on_insert {
        events.push("INSERT".to_owned());
    }
    if trigger.on_update {
        let columns = trigger.update_columns.iter();
        let columns: Vec<String> = columns.map(|it| quote_identifier(it)).collect();
        events.push(if columns.is_empty() {
            "UPDATE".to_owned()
        } else {
            format!("UPDATE OF {}", columns.join(", "))
        });
    }
    if trigger.on_delete {
        events.push("DELETE".to_owned());
    }
    if trigger.on_truncate {
        events.push("TRUNCATE".to_owned());
    }
    events.join(" OR ")
}

fn enable(firing: Firing) -> &'static str {
    match firing {
        Firing::Origin => "ENABLE",
        Firing::Disabled => "DISABLE",
        Firing::Replica => "ENABLE REPLICA",
        Firing::Always => "ENABLE ALWAYS",
    }
}

pub(super) fn of_event(name: &str, difference: Difference<'_, EventTrigger>) -> String {
    let name = quote_identifier(name);
    let alter = |firing| format!("ALTER EVENT TRIGGER {name} {};", enable(firing));
    match difference {
        Difference::Added(trigger) => {
            let tags: Vec<String> = trigger.tags.iter().map(|it| quote_literal(it)).collect();
            let tags = if tags.is_empty() {
                String::new()
            } else {
                format!(" WHEN TAG IN ({})", tags.join(", "))
            };
            let create = format!(
                "CREATE EVENT TRIGGER {name} ON {}{tags} EXECUTE FUNCTION {}();",
                trigger.event,
                trigger.function.sql()
            );
            let enable = Some(trigger.enabled).filter(|it| *it != Firing::Origin);
            joined([create].into_iter().chain(enable.map(alter)))
        }
        Difference::Changed { after, .. } => alter(after.enabled),
        Difference::Gone(_) => format!("DROP EVENT TRIGGER {name};"),
    }
}
