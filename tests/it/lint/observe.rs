//! What a server shows of its relations and locks.

use std::collections::BTreeMap;

use lint::LockMode;
use schema::QualifiedName;
use tokio_postgres::Client;

/// The tables and materialized views of a database.
#[derive(Debug, Default)]
pub(crate) struct Tables(pub(crate) BTreeMap<QualifiedName, Observed>);

/// A table: where it lies on disk.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Observed {
    pub(crate) oid: u32,
    /// The file of the table itself.
    pub(crate) file: u32,
    /// The files of its indexes, by name.
    pub(crate) indexes: BTreeMap<String, u32>,
    /// How often the transaction began to read all of it.
    pub(crate) scans: i64,
}

const TABLES: &str = "
    SELECT n.nspname, c.relname, c.oid, c.relfilenode, coalesce(s.seq_scan, 0),
           coalesce((SELECT array_agg(i.relname::text ORDER BY i.relname) FROM pg_index x
                     JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = c.oid), '{}'),
           coalesce((SELECT array_agg(i.relfilenode ORDER BY i.relname) FROM pg_index x
                     JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = c.oid), '{}')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_stat_xact_all_tables s ON s.relid = c.oid
    WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/// Reads them.
pub(crate) async fn tables(client: &Client) -> Tables {
    let rows = client
        .query(TABLES, &[])
        .await
        .expect("the catalog can be read");
    let tables = rows.iter().map(|row| {
        let name = QualifiedName::new(row.get::<_, String>(0), row.get::<_, String>(1));
        let names: Vec<String> = row.get(5);
        let files: Vec<u32> = row.get(6);
        let observed = Observed {
            oid: row.get(2),
            file: row.get(3),
            scans: row.get(4),
            indexes: names.into_iter().zip(files).collect(),
        };
        (name, observed)
    });
    Tables(tables.collect())
}

/// The strongest lock that a session holds or waits for, for each table that was there before.
pub(crate) async fn locks(
    client: &Client,
    session: i32,
    before: &Tables,
) -> BTreeMap<QualifiedName, LockMode> {
    let sql = "SELECT relation, mode FROM pg_locks WHERE pid = $1 AND relation IS NOT NULL";
    let rows = client
        .query(sql, &[&session])
        .await
        .expect("the locks can be read");
    let mut locks: BTreeMap<QualifiedName, LockMode> = BTreeMap::new();
    for row in rows {
        let (oid, mode): (u32, String) = (row.get(0), row.get(1));
        let table = before.0.iter().find(|(_, table)| table.oid == oid);
        let mode = LockMode::parse(&mode).expect("a mode of the manual");
        // Reading is no matter of impact.
        if let Some((name, _)) = table.filter(|_| mode > LockMode::AccessShare) {
            let strongest = locks.entry(name.clone()).or_insert(mode);
            *strongest = mode.max(*strongest);
        }
    }
    locks
}
