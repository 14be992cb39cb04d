//! sqlx: `<n>_name.sql`, or `<n>_name.up.sql` and `<n>_name.down.sql`, in the order of the numbers.

use std::collections::BTreeMap;

use super::checksum;
use super::found::{Entry, Found, Part, Reading, numbered};

const NO_TRANSACTION: &str = "-- no-transaction";

pub(super) fn read<'a>(entries: &[Entry<'a>], others: &[&'a str]) -> Reading<'a> {
    let mut reading = Reading::default();
    let mut ups = Vec::new();
    let mut downs = BTreeMap::new();
    for entry in entries {
        let Some((number, name, is_down)) = name(entry.path) else {
            reading.ignored.push(entry.path);
            continue;
        };
        if is_down {
            downs.insert(number, *entry);
        } else {
            ups.push(((number, name), *entry));
        }
    }
    reading.ignored.extend(others);
    ups.sort_by(|a, b| (a.0.0, a.1.path).cmp(&(b.0.0, b.1.path)));
    for ((number, name), entry) in ups {
        reading.found.push(Found {
            number: Some(number),
            id: number.to_string(),
            name: name.to_owned(),
            stem: entry
                .path
                .trim_end_matches(".sql")
                .trim_end_matches(".up")
                .to_owned(),
            up: part(entry),
            down: downs.remove(&number).map(part),
            checksums: vec![checksum::sqlx(entry.text)],
        });
    }
    reading
        .ignored
        .extend(downs.values().map(|entry| entry.path));
    reading
}

/// The number, the name, and whether it leads back.
fn name(path: &str) -> Option<(i64, &str, bool)> {
    let stem = path.strip_suffix(".sql")?;
    if path.contains('/') || !stem.contains('_') {
        return None;
    }
    let (number, _, name) = numbered(stem)?;
    Some(match name.strip_suffix(".down") {
        Some(name) => (number, name, true),
        None => (number, name.trim_end_matches(".up"), false),
    })
}

fn part(entry: Entry<'_>) -> Part {
    let text = entry.text.strip_prefix('\u{feff}').unwrap_or(entry.text);
    Part {
        transaction: !text.starts_with(NO_TRANSACTION),
        ..Part::whole(entry)
    }
}
