//! Diesel: `<version>_name/up.sql` and `down.sql`, in the order of the versions without hyphens.

use std::collections::BTreeMap;

use super::found::{Entry, Found, Part, Reading};

#[derive(Default)]
struct Folder<'a> {
    up: Option<Entry<'a>>,
    down: Option<Entry<'a>>,
    metadata: Option<Entry<'a>>,
}

pub(super) fn read<'a>(entries: &[Entry<'a>], others: &[&'a str]) -> Reading<'a> {
    let mut reading = Reading::default();
    let mut folders: BTreeMap<&str, Folder<'_>> = BTreeMap::new();
    for entry in entries {
        let Some((folder, file)) = entry.path.split_once('/') else {
            reading.ignored.push(entry.path);
            continue;
        };
        let slot = match file {
            "up.sql" => &mut folders.entry(folder).or_default().up,
            "down.sql" => &mut folders.entry(folder).or_default().down,
            "metadata.toml" => &mut folders.entry(folder).or_default().metadata,
            _ => {
                reading.ignored.push(entry.path);
                continue;
            }
        };
        *slot = Some(*entry);
    }
    reading.ignored.extend(others);
    for (name, folder) in folders {
        match folder.up {
            Some(up) => reading.found.push(migration(name, up, &folder)),
            None => reading.ignored.extend(folder.down.map(|down| down.path)),
        }
    }
    reading
        .found
        .sort_by(|a, b| (&a.id, &a.stem).cmp(&(&b.id, &b.stem)));
    reading
}

fn migration(folder_name: &str, up: Entry<'_>, folder: &Folder<'_>) -> Found {
    let (version, name) = folder_name.split_once('_').unwrap_or((folder_name, ""));
    let version = version.replace('-', "");
    let transaction = folder
        .metadata
        .is_none_or(|metadata| in_transaction(metadata.text));
    let part = |entry| Part {
        transaction,
        ..Part::whole(entry)
    };
    Found {
        number: version.parse().ok(),
        id: version,
        name: if name.is_empty() { folder_name } else { name }.to_owned(),
        stem: folder_name.to_owned(),
        up: part(up),
        down: folder.down.map(part),
        checksums: Vec::new(),
    }
}

/// Whether `metadata.toml` leaves the transaction on.
fn in_transaction(metadata: &str) -> bool {
    !metadata.lines().any(|line| {
        let line = line.split('#').next().unwrap_or_default();
        line.split_once('=').is_some_and(|(key, value)| {
            key.trim() == "run_in_transaction" && value.trim() == "false"
        })
    })
}
