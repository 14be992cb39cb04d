//! Thirty migrations that tell how often each of them ran: shared by the tests and by the process
//! that the tests kill.

use migrations::{Checksum, Manifest, Migration};

/// How many there are.
pub(crate) const COUNT: i64 = 30;

/// Which of them have a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// All.
    Transactions,
    /// None.
    Plain,
    /// Every other one.
    Mixed,
}

impl Kind {
    /// As given on a command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Transactions => "transactions",
            Self::Plain => "plain",
            Self::Mixed => "mixed",
        }
    }

    fn has_transaction(self, version: i64) -> bool {
        match self {
            Self::Transactions => true,
            Self::Plain => false,
            Self::Mixed => version % 2 == 0,
        }
    }
}

/// Each migration makes a table and an index, and enters itself into the table `ran` twice: a
/// migration that ran twice, or only in part, is seen there.
pub(crate) fn thirty(kind: Kind) -> Manifest {
    let migrations = (1..=COUNT).map(|version| {
        let transaction = kind.has_transaction(version);
        let (head, concurrently) = if transaction {
            ("", "")
        } else {
            ("-- prismoid: no-transaction\n", "CONCURRENTLY")
        };
        let up = format!(
            "{head}CREATE TABLE t{version} (id bigint);\n\
             INSERT INTO ran VALUES ({version}, 'first');\n\
             CREATE INDEX {concurrently} i{version} ON t{version} (id);\n\
             INSERT INTO ran VALUES ({version}, 'second');\n"
        );
        Migration {
            version,
            name: format!("table_{version}").into(),
            checksum: Checksum::of_sql(&up),
            transaction,
            down_transaction: true,
            up: up.into(),
            down: None,
        }
    });
    Manifest {
        migrations: migrations.collect::<Vec<_>>().into(),
    }
}
