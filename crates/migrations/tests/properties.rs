//! What holds for every folder and every lock file.

use diag::Sources;
use prismoid_migrations as migrations;
use prismoid_migrations::{Checksum, LockedMigration, parse_lock, print_lock};
use proptest::prelude::*;

fn a_name() -> impl Strategy<Value = String> {
    prop::collection::vec("[a-z0-9]{1,8}", 1..4).prop_map(|words| words.join("_"))
}

/// Locked migrations from version 1 on.
fn a_history() -> impl Strategy<Value = Vec<LockedMigration>> {
    let line = (a_name(), any::<[u8; 32]>());
    prop::collection::vec(line, 0..12).prop_map(|lines| {
        let numbered = (1..).zip(lines);
        numbered
            .map(|(version, (name, bytes))| LockedMigration {
                version,
                name,
                checksum: Checksum(bytes),
            })
            .collect()
    })
}

fn folder(files: &[(String, String)]) -> (Sources, migrations::Project) {
    let mut sources = Sources::new();
    let add = |(name, text): &(String, String)| sources.add(name.as_str(), text.as_str());
    let ids: Vec<_> = files.iter().map(add).collect();
    let (project, _) = migrations::read(&sources, &ids);
    (sources, project)
}

proptest! {
    #[test]
    fn a_printed_lock_file_reads_as_what_was_printed(history in a_history()) {
        let text = print_lock(&history);
        let mut sources = Sources::new();
        let id = sources.add("migrations.lock", text.clone());
        let (lock, findings) = parse_lock(id, &text);
        prop_assert_eq!(findings, vec![]);
        let lines: Vec<LockedMigration> = lock.lines.into_iter().map(|(line, _)| line).collect();
        prop_assert_eq!(lines, history);
    }

    #[test]
    fn a_changed_line_of_a_lock_file_shows(history in a_history(), at in any::<prop::sample::Index>()) {
        let text = print_lock(&history);
        let first_line = text.find("\n1 ").map(|start| start + 1);
        prop_assume!(first_line.is_some());
        let body = &text[first_line.unwrap_or_default()..];
        let digits: Vec<usize> = body.char_indices().filter(|(_, c)| c.is_ascii_hexdigit()).map(|(i, _)| i).collect();
        let at = digits[at.index(digits.len())] + first_line.unwrap_or_default();
        let digit = if &text[at..=at] == "a" { "b" } else { "a" };
        let mut changed = text.clone();
        changed.replace_range(at..=at, digit);
        let id = Sources::new().add("migrations.lock", "");
        prop_assert!(!parse_lock(id, &changed).1.is_empty(), "{}", changed);
    }

    #[test]
    fn no_folder_makes_it_panic(files in prop::collection::vec(("[0-9a-zA-Z_.é/-]{0,20}(\\.sql|\\.down\\.sql|migrations\\.lock)?", "(-- (prismoid|Migration|Date|Depends on): ?)?[ -~é\\n<=>]{0,60}"), 0..6)) {
        let mut sources = Sources::new();
        let ids: Vec<_> = files.into_iter().map(|(name, text)| sources.add(name, text)).collect();
        let (project, findings) = migrations::read(&sources, &ids);
        diag::render::human(&findings, &sources, diag::render::Style::Plain);
        migrations::renumber(&project, &sources, &migrations::mine(&project, false));
    }

    #[test]
    fn renumbering_puts_any_folder_in_order(
        files in prop::collection::btree_map((1_i64..12, a_name()), any::<bool>(), 0..10),
        rebasing in any::<bool>(),
    ) {
        let mut texts = Vec::new();
        for ((version, name), with_down) in &files {
            let stem = migrations::stem(*version, name);
            texts.push((format!("{stem}.sql"), format!("-- Migration: {stem}\nSELECT {version};")));
            if *with_down {
                texts.push((format!("{stem}.down.sql"), "SELECT 0;".to_owned()));
            }
        }
        let (sources, project) = folder(&texts);
        let mine = migrations::mine(&project, rebasing);
        let plan = migrations::renumber(&project, &sources, &mine);
        let mut after: Vec<(String, String)> = Vec::new();
        for (name, text) in &texts {
            let renamed = plan.renames.iter().find(|(from, _)| from == name);
            let name = renamed.map_or(name, |(_, to)| to).clone();
            let rewritten = plan.rewrites.iter().find(|file| file.path == name);
            after.push((name, rewritten.map_or(text, |file| &file.text).clone()));
        }
        let (sources, project) = folder(&after);
        let versions: Vec<i64> = project.migrations.iter().map(|m| m.version).collect();
        prop_assert_eq!(versions, (1..).take(files.len()).collect::<Vec<i64>>());
        for migration in &project.migrations {
            let header = migration.header.migration.as_ref().map(|field| field.value.as_str());
            prop_assert_eq!(header, Some(migration.stem.as_str()));
        }
        // Once in order, nothing is left to do.
        let again = migrations::renumber(&project, &sources, &migrations::mine(&project, rebasing));
        prop_assert_eq!((again.renames, again.rewrites), (vec![], vec![]));
    }
}
