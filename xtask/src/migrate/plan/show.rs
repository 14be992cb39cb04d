//! A plan for people and for programs.

use ::lint::Rewrite;
use serde_json::{Value, json};

use super::{BAD, BOLD, DIM, Effect, GOOD, Pending, estimate, paint, plural, title};
use crate::context::Context;
use crate::migrate::session::direction;

/// The plan in lines.
pub(super) fn people(ctx: &Context, address: &str, pending: &[Pending]) {
    let out = &ctx.terminal;
    if pending.is_empty() {
        out.line(format!("{address}: nothing is pending."));
        return;
    }
    let mut dangerous = 0;
    for migration in pending {
        let planned = &migration.planned;
        let how = if planned.transaction {
            "in a transaction"
        } else {
            "without a transaction"
        };
        let heading = title(planned.version, &planned.name);
        out.line(format!("{}, {how}", paint(BOLD, heading)));
        let mut free = 0;
        for (at, statement) in migration.statements.iter().enumerate() {
            if statement.effects.is_empty() && statement.safer.is_empty() {
                free += 1;
                continue;
            }
            let sql = shortened(&statement.sql);
            out.line(format!("{:>4}  {sql}", at + 1));
            for effect in &statement.effects {
                out.line(format!("      {}", line(effect)));
                let danger = effect.danger();
                for loss in effect.impact.loses.iter().filter(|_| danger.is_none()) {
                    out.line(format!("      loses {loss}"));
                }
                if let Some(danger) = danger {
                    dangerous += 1;
                    let sentence = danger.sentence(effect);
                    out.line(format!(
                        "      {}",
                        paint(BAD, format!("dangerous: {sentence}"))
                    ));
                }
            }
            for safer in &statement.safer {
                out.line(format!("      {} {safer}", paint(GOOD, "safer:")));
            }
        }
        if free > 0 {
            let make = if free == 1 { "makes" } else { "make" };
            let text = format!("      {} {make} nobody wait", plural(free, "statement"));
            out.line(paint(DIM, text));
        }
        out.line("");
    }
    let per_second = |bytes: u64| bytes / 1_000_000;
    out.line(paint(
        DIM,
        format!(
            "Times assume {} MB read and {} MB written a second, and no wait for the lock itself.",
            per_second(estimate::READ_PER_SECOND),
            per_second(estimate::WRITTEN_PER_SECOND)
        ),
    ));
    let dangers = match dangerous {
        0 => "nothing dangerous".to_owned(),
        count => plural(count, "dangerous effect"),
    };
    let count = plural(pending.len(), "migration");
    out.line(format!("{address}: {count} pending, {dangers}."));
}

/// ``orders (12 rows, 8.1 kB): ACCESS EXCLUSIVE for about 3 s, table written anew; reads and writes wait``
fn line(effect: &Effect) -> String {
    let impact = &effect.impact;
    let size = effect
        .size
        .map_or("not there yet".to_owned(), |size| size.words());
    let what = what(effect).map_or(String::new(), |what| format!(", {what}"));
    format!(
        "{} ({size}): {} for {}{what}; {}",
        impact.relation,
        impact.lock,
        effect.time(),
        impact.lock.blocks()
    )
}

fn what(effect: &Effect) -> Option<&'static str> {
    match (effect.impact.rewrite, effect.impact.scans) {
        (Rewrite::Table, _) => Some("the table is written anew"),
        (Rewrite::Indexes, _) => Some("an index is built"),
        (Rewrite::None, true) => Some("every row is read"),
        (Rewrite::None, false) => None,
    }
}

/// The beginning of a statement, enough to know it by.
fn shortened(sql: &str) -> String {
    const LONGEST: usize = 110;
    if sql.chars().count() <= LONGEST {
        return sql.to_owned();
    }
    let start: String = sql.chars().take(LONGEST).collect();
    format!("{start} …")
}

/// The plan as JSON.
pub(super) fn value(pending: &[Pending]) -> Vec<Value> {
    let migrations = pending.iter().map(|migration| {
        let planned = &migration.planned;
        let statements = migration.statements.iter().map(|statement| {
            json!({
                "sql": statement.sql,
                "effects": statement.effects.iter().map(effect_value).collect::<Vec<_>>(),
                "safer": statement.safer,
            })
        });
        json!({
            "version": planned.version,
            "name": planned.name,
            "direction": direction(planned.direction),
            "transaction": planned.transaction,
            "statements": statements.collect::<Vec<_>>(),
        })
    });
    migrations.collect()
}

fn effect_value(effect: &Effect) -> Value {
    let impact = &effect.impact;
    let rewrite = match impact.rewrite {
        Rewrite::None => Value::Null,
        Rewrite::Indexes => json!("indexes"),
        Rewrite::Table => json!("table"),
    };
    let size = effect.size.map(
        |size| json!({ "rows": size.rows, "table_bytes": size.table, "index_bytes": size.indexes }),
    );
    json!({
        "relation": impact.relation.to_string(),
        "lock": impact.lock.sql(),
        "blocks_reads": impact.lock.blocks_reads(),
        "blocks_writes": impact.lock.blocks_writes(),
        "rewrites": rewrite,
        "scans": impact.scans,
        "loses": impact.loses,
        "size": size,
        "estimated_ms": effect.time_ms,
        "dangerous": effect.danger().map(|danger| danger.sentence(effect)),
    })
}
