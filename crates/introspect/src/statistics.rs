//! Extended statistics.

use schema::{Expression, QualifiedName, Statistics};

use crate::catalog::{Catalog, Oid};
use crate::printed;
use crate::row::Row;
use crate::script::{Filter, Kind, is_own};
use crate::version::{STATISTICS_EXPRESSIONS, Version};

pub(crate) const KIND: Kind = Kind {
    tag: "statistics",
    query,
    read,
};

fn query(version: Version, filter: &Filter) -> String {
    format!(
        "SELECT 'statistics', s.oid, n.nspname, s.stxname, s.stxrelid, s.stxkeys, \
         array_to_string(s.stxkind, ''), s.stxstattarget, {expressions} \
         FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace \
         WHERE {namespace} AND {own}",
        expressions = version.either(
            STATISTICS_EXPRESSIONS,
            "to_json(pg_get_statisticsobjdef_expressions(s.oid))",
            "NULL"
        ),
        namespace = filter.namespace("n"),
        own = is_own("pg_statistic_ext", "s.oid"),
    )
}

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid: Oid = row.number();
    let name = QualifiedName::new(row.text(), row.text());
    let relation: Oid = row.number();
    let columns = catalog.attribute_names(relation, &row.numbers::<i16>());
    let mut kinds: Vec<String> = row.text().chars().filter_map(kind).collect();
    kinds.sort();
    let target = row.optional_number().filter(|target| *target >= 0);
    let expressions = row.texts();
    let Some(table) = catalog.relation(relation).cloned() else {
        return;
    };
    let found = Statistics {
        table,
        kinds,
        columns,
        expressions: expressions
            .iter()
            .map(|text| Expression::new(printed::bare(text)))
            .collect(),
        target,
        comment: catalog.comment("pg_statistic_ext", oid, 0),
        ..Statistics::default()
    };
    catalog.schema.statistics.insert(name, found);
}

fn kind(letter: char) -> Option<String> {
    let kind = match letter {
        'd' => "ndistinct",
        'f' => "dependencies",
        'm' => "mcv",
        _ => return None,
    };
    Some(kind.to_owned())
}
