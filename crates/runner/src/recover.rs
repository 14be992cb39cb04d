//! Decides by the catalog what to do with a statement that an earlier run may have executed.

use crate::lock::Locked;
use crate::statement::{Alone, ReindexOf};
use crate::wire::{first_row, identifier, literal, query, text, truth};

/// What is known of earlier attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attempt {
    /// There was none.
    First,
    /// The server said that it failed.
    AfterFailure,
    /// The runner, the connection or the server ended while it may have run.
    AfterDeath,
}

/// What to do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Run,
    /// It took effect.
    Done,
    /// It left invalid indexes: they go first.
    After {
        drop: Vec<String>,
        index: String,
    },
    /// It took half of its effect, and this is the other half.
    Instead(String),
    /// The catalog does not tell.
    Unknown(String),
}

impl Locked<'_> {
    /// Decides what to do with a statement that runs by itself.
    pub(crate) async fn recover(
        &self,
        statement: &Alone,
        attempt: Attempt,
    ) -> Result<Verdict, tokio_postgres::Error> {
        let died = attempt == Attempt::AfterDeath;
        match statement {
            Alone::CreateIndex {
                name: Some(name),
                table,
            } => self.named_index(name, table, died).await,
            _ if attempt == Attempt::First => Ok(Verdict::Run),
            Alone::CreateIndex { name: None, table } => self.nameless_index(table, died).await,
            Alone::Reindex { what, name } => self.reindexed(*what, name).await,
            Alone::Detach { parent, child } => self.detached(parent, child, died).await,
            _ if !died => Ok(Verdict::Run),
            Alone::DropIndex { name } => {
                let gone = format!("pg_catalog.to_regclass({}) IS NULL", literal(name));
                self.done_if(&gone).await
            }
            Alone::CreateDatabase { name } => self.done_if(&has_database(name)).await,
            Alone::DropDatabase { name } => {
                self.done_if(&format!("NOT {}", has_database(name))).await
            }
            Alone::Repeatable => Ok(Verdict::Run),
            Alone::Opaque => {
                let why = "it runs outside of a transaction, and it ended without an answer";
                Ok(Verdict::Unknown(why.to_owned()))
            }
        }
    }

    async fn done_if(&self, condition: &str) -> Result<Verdict, tokio_postgres::Error> {
        let sets = query(self.work.client(), &format!("SELECT {condition}")).await?;
        let is_done = first_row(&sets).is_some_and(|row| truth(row, 0));
        Ok(if is_done { Verdict::Done } else { Verdict::Run })
    }

    async fn named_index(
        &self,
        name: &str,
        table: &str,
        died: bool,
    ) -> Result<Verdict, tokio_postgres::Error> {
        let sql = format!(
            "SELECT i.indisvalid AND i.indisready, n.nspname, c.relname \
             FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid \
             JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
             WHERE i.indrelid = pg_catalog.to_regclass({}) AND c.relname = {}",
            literal(table),
            literal(name),
        );
        let sets = query(self.work.client(), &sql).await?;
        let Some(row) = first_row(&sets) else {
            return Ok(Verdict::Run);
        };
        Ok(match (truth(row, 0), died) {
            (true, true) => Verdict::Done,
            // The server says better than we could that there is one of this name already.
            (true, false) => Verdict::Run,
            (false, _) => Verdict::After {
                drop: vec![drop_index(text(row, 1), text(row, 2))],
                index: text(row, 2).to_owned(),
            },
        })
    }

    async fn nameless_index(
        &self,
        table: &str,
        died: bool,
    ) -> Result<Verdict, tokio_postgres::Error> {
        let condition = format!("i.indrelid = pg_catalog.to_regclass({})", literal(table));
        let verdict = self.invalid_indexes(&condition).await?;
        if verdict == Verdict::Run && died {
            let why = "the index has no name in the SQL by which it could be found";
            return Ok(Verdict::Unknown(why.to_owned()));
        }
        Ok(verdict)
    }

    async fn reindexed(
        &self,
        what: ReindexOf,
        name: &str,
    ) -> Result<Verdict, tokio_postgres::Error> {
        let it = format!("pg_catalog.to_regclass({})", literal(name));
        let table = match what {
            ReindexOf::Table => it,
            ReindexOf::Index => {
                format!("(SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid = {it})")
            }
            ReindexOf::Other => return Ok(Verdict::Run),
        };
        let names = "c.relname ~ '_cc(new|old)[0-9]*$'";
        self.invalid_indexes(&format!("i.indrelid = {table} AND {names}"))
            .await
    }

    async fn invalid_indexes(&self, condition: &str) -> Result<Verdict, tokio_postgres::Error> {
        let sql = format!(
            "SELECT n.nspname, c.relname FROM pg_catalog.pg_index AS i \
             JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid \
             JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
             WHERE NOT i.indisvalid AND c.relkind = 'i' AND {condition} ORDER BY c.relname"
        );
        let sets = query(self.work.client(), &sql).await?;
        let rows = sets.first().map(Vec::as_slice).unwrap_or_default();
        let names: Vec<&str> = rows.iter().map(|row| text(row, 1)).collect();
        if names.is_empty() {
            return Ok(Verdict::Run);
        }
        Ok(Verdict::After {
            drop: rows
                .iter()
                .map(|row| drop_index(text(row, 0), text(row, 1)))
                .collect(),
            index: names.join(", "),
        })
    }

    async fn detached(
        &self,
        parent: &str,
        child: &str,
        died: bool,
    ) -> Result<Verdict, tokio_postgres::Error> {
        // The column came with PostgreSQL 14, as did the statement.
        let sql = format!(
            "SELECT pg_catalog.to_jsonb(i) ->> 'inhdetachpending' FROM pg_catalog.pg_inherits AS i \
             WHERE inhrelid = pg_catalog.to_regclass({}) AND inhparent = pg_catalog.to_regclass({})",
            literal(child),
            literal(parent),
        );
        let sets = query(self.work.client(), &sql).await?;
        Ok(match first_row(&sets).map(|row| text(row, 0)) {
            None if died => Verdict::Done,
            Some("true") => Verdict::Instead(format!(
                "ALTER TABLE {parent} DETACH PARTITION {child} FINALIZE"
            )),
            None | Some(_) => Verdict::Run,
        })
    }
}

fn drop_index(schema: &str, name: &str) -> String {
    format!(
        "DROP INDEX CONCURRENTLY IF EXISTS {}.{}",
        identifier(schema),
        identifier(name)
    )
}

fn has_database(name: &str) -> String {
    format!(
        "EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = {})",
        literal(&lexer::identifier(name))
    )
}
