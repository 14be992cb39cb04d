//! The proof of migrations that were planned: on a database that is thrown away they lead to the
//! state that the plan says, and back to the one before.

use ::schema::Schema;
use diag::{Diagnostic, Sources};
use prismoid_build::{Checked, Inputs};
use tokio_postgres::Client;

use super::from_schema::Draft;
use crate::codes;
use crate::context::Context;
use crate::database::{self, Throwaway, connect, refused, wait};
use crate::failure::{Failure, Result};

/// Runs the history, the new migrations, and their ways back, and compares the states in between
/// with what the plan says. Without a server that can be had nothing is proved, which is said.
pub(super) fn prove(
    ctx: &Context,
    inputs: &Inputs,
    checked: &Checked,
    wanted: &Schema,
    drafts: &[Draft],
) -> Result<()> {
    let throwaway = match Throwaway::new(ctx) {
        Ok(throwaway) => throwaway,
        Err(failure) => {
            let reason = failure.findings.first().map(|it| it.message.clone());
            let reason = reason.unwrap_or_default();
            ctx.say("Skipped", &format!("the proof on a real server: {reason}"));
            return Ok(());
        }
    };
    let history = checked.migrations.migrations.iter();
    let history: Vec<(String, bool)> = history
        .map(|it| {
            (
                inputs.sources.get(it.up).text().to_owned(),
                it.transaction(),
            )
        })
        .collect();
    let read = || database::introspect(ctx, &throwaway.address);
    let run = |scripts: &[(String, bool)]| {
        wait(async {
            let client = connect(&throwaway.address).await?;
            for (sql, transaction) in scripts {
                execute(&client, sql, *transaction).await?;
            }
            Ok(())
        })
    };
    run(&history)?;
    let before = read()?;
    let ups: Vec<_> = drafts
        .iter()
        .map(|it| (it.up.clone(), it.transaction))
        .collect();
    run(&ups)
        .map_err(|failure| failure.note("this happened on a database that was thrown away"))?;
    let after = read()?;
    // What the fold and the server see differently in the history is no fault of the plan.
    let known = changes(&before, &checked.history);
    let mut wrong = changes(&after, wanted);
    wrong.retain(|change| !known.contains(change));
    refute("up", &wrong)?;
    let downs: Vec<_> = drafts
        .iter()
        .rev()
        .map(|it| (it.down.clone(), it.down_transaction))
        .collect();
    run(&downs).map_err(|failure| failure.note("this happened on the way back"))?;
    refute("down", &changes(&read()?, &before))?;
    ctx.say(
        "Proved",
        "on a real server: up gives the schema, down the state before",
    );
    Ok(())
}

/// The differences in words, without those of the columns' order, which no statement changes.
fn changes(before: &Schema, after: &Schema) -> Vec<String> {
    let changes = diff::changes(before, after);
    let told = changes.iter().filter(|change| {
        !matches!(
            change,
            diff::Change::Table {
                change: diff::TableChange::ColumnOrder,
                ..
            }
        )
    });
    told.map(ToString::to_string).collect()
}

fn refute(way: &str, wrong: &[String]) -> Result<()> {
    if wrong.is_empty() {
        return Ok(());
    }
    let message = match way {
        "up" => "run on a real server, the migration does not lead to the schema",
        _ => "run on a real server, the way back does not lead to the state before",
    };
    let mut finding = Diagnostic::error(&codes::PLAN_REFUTED, message);
    finding.notes.extend(wrong.iter().cloned());
    finding.help.push(
        "add `--no-proof` to have it written all the same, and correct it by hand".to_owned(),
    );
    Err(Failure::from(finding))
}

/// Runs a file as the runner does: in one transaction, or statement by statement.
async fn execute(client: &Client, sql: &str, transaction: bool) -> Result<()> {
    if transaction {
        let sql = format!("BEGIN;\n{sql}\n;COMMIT;");
        return client.batch_execute(&sql).await.map_err(|e| refused(&e));
    }
    let id = Sources::new().add("planned.sql", sql);
    let (script, _) = sql::parse(id, sql);
    for statement in script.statements() {
        let result = client.batch_execute(statement.text()).await;
        result.map_err(|e| refused(&e))?;
    }
    Ok(())
}
