//! A primary key that logical replication needs.

use diag::Diagnostic;
use schema::{Constraint, ReplicaIdentity};
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// The key by which logical replication names changed rows is dropped.
    ///
    /// Updates and deletes of a published table without a replica identity fail. Set another one first: `REPLICA IDENTITY USING INDEX`, or `FULL`.
    "key-of-publication", Warn, Correctness, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint CONSTRAINT orders_pkey PRIMARY KEY); CREATE PUBLICATION p FOR TABLE orders;",
        bad: "ALTER TABLE orders DROP CONSTRAINT orders_pkey;",
        good: &["ALTER TABLE orders REPLICA IDENTITY FULL; ALTER TABLE orders DROP CONSTRAINT orders_pkey;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::AlterTable(alter) = ctx.command else {
        return Vec::new();
    };
    let Some((name, known)) = ctx.scene.table(&alter.name) else {
        return Vec::new();
    };
    let Some(then) = ctx.after.tables.get(&name) else {
        return Vec::new();
    };
    let is_key = |constraint: &Constraint| matches!(constraint, Constraint::PrimaryKey(_));
    let dropped = known.constraints.iter().any(is_key) && !then.constraints.iter().any(is_key);
    let sent = ctx.after.publications.values().find(|it| {
        it.all_tables || it.schemas.contains(&name.schema) || it.tables.contains_key(&name)
    });
    if !dropped || then.replica_identity != ReplicaIdentity::Default || sent.is_none() {
        return Vec::new();
    }
    let message = format!("`{name}` is published, and nothing names its changed rows any more");
    let finding = RULE.at(ctx.span(), message, "updates and deletes fail from here on");
    vec![finding.help("set `REPLICA IDENTITY` to another unique index or to `FULL` first")]
}
