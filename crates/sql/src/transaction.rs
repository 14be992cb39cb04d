//! What statements have to do with transactions.

use diag::{Diagnostic, Span};

use crate::codes::{NEEDLESS_NO_TRANSACTION, NEEDS_NO_TRANSACTION, TRANSACTION_CONTROL};
use crate::grammar::symbol as s;
use crate::statement::{Script, Statement};
use crate::tree::Node;

impl Statement<'_> {
    /// What it is, where the server refuses it inside a transaction: `CREATE INDEX CONCURRENTLY`.
    pub fn needs_no_transaction(&self) -> Option<&'static str> {
        let node = self.node;
        let concurrently = node.has(s::OPT_CONCURRENTLY) || node.has(s::CONCURRENTLY);
        let word = |at: usize| node.tokens().nth(at).map(Node::symbol);
        match node.symbol() {
            s::INDEX_STMT if concurrently => Some("CREATE INDEX CONCURRENTLY"),
            s::DROP_STMT if concurrently => Some("DROP INDEX CONCURRENTLY"),
            s::REINDEX_STMT => reindex(node),
            s::ALTER_TABLE_STMT => {
                let detach = node.find(s::PARTITION_CMD)?;
                detach
                    .tokens()
                    .any(|token| token.is(s::CONCURRENTLY))
                    .then_some("DETACH PARTITION CONCURRENTLY")
            }
            s::VACUUM_STMT => Some("VACUUM"),
            s::CREATEDB_STMT => Some("CREATE DATABASE"),
            s::DROPDB_STMT => Some("DROP DATABASE"),
            s::ALTER_DATABASE_STMT if node.tokens().any(|token| token.is(s::TABLESPACE)) => {
                Some("ALTER DATABASE … SET TABLESPACE")
            }
            s::ALTER_SYSTEM_STMT => Some("ALTER SYSTEM"),
            s::CREATE_TABLE_SPACE_STMT => Some("CREATE TABLESPACE"),
            s::DROP_TABLE_SPACE_STMT => Some("DROP TABLESPACE"),
            s::CLUSTER_STMT if node.children().count() <= 2 || !node.has(s::QUALIFIED_NAME) => {
                let all = !node.descendants().any(|part| part.is(s::QUALIFIED_NAME));
                all.then_some("CLUSTER of all tables")
            }
            s::CREATE_SUBSCRIPTION_STMT => {
                // Without a slot to create or connect to it may run in one.
                let text = node.text().to_ascii_lowercase();
                (!text.contains("create_slot") && !text.contains("connect"))
                    .then_some("CREATE SUBSCRIPTION")
            }
            s::DISCARD_STMT if word(1) == Some(s::ALL) => Some("DISCARD ALL"),
            _ => None,
        }
    }

    /// Whether it begins, ends or otherwise controls a transaction.
    pub fn is_transaction_control(&self) -> bool {
        self.node.is(s::TRANSACTION_STMT) || self.node.is(s::TRANSACTION_STMT_LEGACY)
    }

    /// Whether it must run in a transaction (`LOCK TABLE`, savepoints, cursors without hold).
    pub fn needs_transaction(&self) -> bool {
        self.node.is(s::LOCK_STMT)
    }
}

fn reindex(node: Node<'_>) -> Option<&'static str> {
    let has = |symbol| node.tokens().any(|token| token.is(symbol));
    let all = node
        .children()
        .any(|part| part.is(s::REINDEX_TARGET_ALL) || part.is(s::SCHEMA));
    if has(s::CONCURRENTLY) || node.text().to_ascii_lowercase().contains("(concurrently") {
        Some("REINDEX CONCURRENTLY")
    } else if all {
        Some("REINDEX of a database or schema")
    } else {
        None
    }
}

/// Checks a script against how it is run: in a transaction of the runner's, or without one.
pub fn check_transaction(script: &Script, transaction: bool) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut needed = false;
    for statement in script.statements() {
        if statement.is_transaction_control() {
            findings.push(control(&statement));
        }
        let Some(what) = statement.needs_no_transaction() else {
            continue;
        };
        needed = true;
        if transaction {
            findings.push(
                Diagnostic::error(&NEEDS_NO_TRANSACTION, format!("`{what}` cannot run in a transaction"))
                    .at(statement.span(), "the migration runs in a transaction")
                    .help("put it into a migration of its own with the header `-- prismoid: no-transaction`"),
            );
        }
    }
    if !transaction && !needed && !script.is_incomplete() && script.statements().len() > 0 {
        findings.push(needless(script));
    }
    findings
}

fn control(statement: &Statement<'_>) -> Diagnostic {
    let first = statement.node.first_token();
    let word = first
        .map(|token| token.text().to_uppercase())
        .unwrap_or_default();
    Diagnostic::error(
        &TRANSACTION_CONTROL,
        format!("`{word}` stands in a migration, whose transaction the runner controls"),
    )
    .at(statement.span(), "")
    .help("remove it: a migration is committed together with its entry in the history")
}

fn needless(script: &Script) -> Diagnostic {
    let text = script.text();
    let comment = lexer::tokens(text)
        .filter(|token| token.kind.is_comment())
        .find(|token| token.text(text).contains("no-transaction"));
    let finding = Diagnostic::warning(
        &NEEDLESS_NO_TRANSACTION,
        "the migration runs without a transaction, and no statement needs that",
    )
    .help("remove `-- prismoid: no-transaction`, so that a failure leaves nothing behind");
    match comment {
        Some(token) => {
            let span = Span::new(script.source(), token.start as usize, token.end as usize);
            finding.at(span, "asked for here")
        }
        None => finding,
    }
}
