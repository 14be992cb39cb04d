//! Event triggers.

use schema::{EventTrigger, QualifiedName};

use crate::catalog::{Catalog, Oid};
use crate::row::Row;
use crate::script::{Filter, Kind, is_own};
use crate::trigger;
use crate::version::Version;

pub(crate) const KIND: Kind = Kind {
    tag: "event trigger",
    query,
    read,
};

fn query(_: Version, _: &Filter) -> String {
    format!(
        "SELECT 'event trigger', e.oid, e.evtname, e.evtevent, e.evtenabled, to_json(e.evttags), n.nspname, f.proname \
         FROM pg_event_trigger e JOIN pg_proc f ON f.oid = e.evtfoid JOIN pg_namespace n ON n.oid = f.pronamespace \
         WHERE {own}",
        own = is_own("pg_event_trigger", "e.oid"),
    )
}

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid: Oid = row.number();
    let name = row.string();
    let found = EventTrigger {
        event: row.string(),
        enabled: trigger::firing(row.letter()),
        tags: row.texts(),
        function: QualifiedName::new(row.text(), row.text()),
        comment: catalog.comment("pg_event_trigger", oid, 0),
        ..EventTrigger::default()
    };
    catalog.schema.event_triggers.insert(name, found);
}
