//! golang-migrate: `<n>_name.up.sql` and `<n>_name.down.sql`, in the order of the numbers.

use std::collections::BTreeMap;

use super::found::{Entry, Found, Part, Reading, numbered};

pub(super) fn read<'a>(entries: &[Entry<'a>], others: &[&'a str]) -> Reading<'a> {
    let mut reading = Reading::default();
    let mut ups = Vec::new();
    let mut downs = BTreeMap::new();
    for entry in entries {
        let direction = |suffix: &str| {
            let stem = entry.path.strip_suffix(suffix)?;
            numbered(stem).filter(|_| !stem.contains('/') && stem.contains('_'))
        };
        if let Some((number, _, name)) = direction(".up.sql") {
            ups.push(((number, name), *entry));
        } else if let Some((number, ..)) = direction(".down.sql") {
            downs.insert(number, *entry);
        } else {
            reading.ignored.push(entry.path);
        }
    }
    reading.ignored.extend(others);
    ups.sort_by(|a, b| (a.0.0, a.1.path).cmp(&(b.0.0, b.1.path)));
    for ((number, name), entry) in ups {
        reading.found.push(Found {
            number: Some(number),
            id: number.to_string(),
            name: name.to_owned(),
            stem: entry.path.trim_end_matches(".up.sql").to_owned(),
            up: Part::whole(entry),
            down: downs.remove(&number).map(Part::whole),
            checksums: Vec::new(),
        });
    }
    reading
        .ignored
        .extend(downs.values().map(|entry| entry.path));
    reading
}
