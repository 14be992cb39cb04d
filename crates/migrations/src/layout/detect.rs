//! Which tool's folder it is, by the names in it and, where these leave it open, by the texts.

use super::Layout;
use crate::name::{self, FileKind};

/// The layout of a folder, given the paths of all files in it, relative to it and sorted, and a way
/// to their texts. What shows nothing of another tool is our own.
///
/// refinery's `V1__name.sql` is Flyway's too: it is taken for Flyway's where a name is of a kind that
/// only Flyway has. `000001_name.up.sql`, with six digits, is golang-migrate's, otherwise sqlx's.
pub fn detect(paths: &[&str], read: impl Fn(&str) -> Option<String>) -> Layout {
    let top: Vec<&str> = paths
        .iter()
        .copied()
        .filter(|path| !path.contains('/') && path.strip_suffix(".sql").is_some())
        .collect();
    let has = |wanted: fn(&str) -> bool| paths.iter().any(|path| wanted(path));
    let is_ours = |path: &str| {
        matches!(
            name::classify(path),
            FileKind::Up { .. } | FileKind::Down { .. }
        )
    };
    if paths.contains(&name::LOCK_FILE) {
        return Layout::Prismoid;
    }
    if paths.contains(&"migration_lock.toml") {
        return Layout::Prisma;
    }
    if !top.iter().any(|path| is_ours(path)) {
        if has(|path| path.ends_with("/migration.sql")) {
            return Layout::Prisma;
        }
        if has(|path| path.ends_with("/up.sql")) {
            return Layout::Diesel;
        }
        if has(is_flyway) {
            return Layout::Flyway;
        }
        if has(|path| prefix(path).is_some_and(|prefix| prefix.starts_with('V'))) {
            return Layout::Refinery;
        }
    }
    by_texts(&top, read).unwrap_or_default()
}

/// Files that begin with a number.
fn by_texts(top: &[&str], read: impl Fn(&str) -> Option<String>) -> Option<Layout> {
    let digits = |path: &str| path.bytes().take_while(u8::is_ascii_digit).count();
    let numbered: Vec<&str> = top
        .iter()
        .copied()
        .filter(|path| digits(path) > 0)
        .collect();
    let first = *numbered.first()?;
    let text = read(first).unwrap_or_default();
    let says = |marker: &str| {
        text.lines().any(|line| {
            let line = line.trim_start_matches('\u{feff}').strip_prefix("--");
            line.is_some_and(|line| line.trim_start().to_lowercase().starts_with(marker))
        })
    };
    if says("+goose") {
        return Some(Layout::Goose);
    }
    if says("migrate:") {
        return Some(Layout::Dbmate);
    }
    let is_plain = |path: &&str| matches!(name::classify(path), FileKind::Up { .. });
    let has_up = numbered.iter().any(|path| path.ends_with(".up.sql"));
    if has_up && !numbered.iter().any(is_plain) {
        let mut pairs = numbered.iter().filter(|path| path.ends_with(".up.sql"));
        let is_padded = pairs.all(|path| digits(path) == 6);
        return Some(if is_padded {
            Layout::GolangMigrate
        } else {
            Layout::Sqlx
        });
    }
    // A moment as a number is none of ours, which count from 1.
    let is_moment = numbered.iter().all(|path| digits(path) >= 10);
    (is_moment && !says("migration:")).then_some(Layout::Sqlx)
}

/// `V1` of `V1__name.sql`.
fn prefix(path: &str) -> Option<&str> {
    let base = name::base_name(path);
    let (prefix, _) = base.strip_suffix(".sql")?.split_once("__")?;
    let version = prefix.strip_prefix(['V', 'U', 'B'])?;
    let is_version = version
        .bytes()
        .all(|b| b.is_ascii_digit() || b"._".contains(&b));
    (is_version && version.starts_with(|c: char| c.is_ascii_digit())).then_some(prefix)
}

/// Names that only Flyway has: repeatable ones, baselines, versions of several parts, names that
/// are no words, and a `U` that undoes a `V`.
fn is_flyway(path: &str) -> bool {
    let base = name::base_name(path);
    if base.ends_with(".sql.conf")
        || base
            .strip_suffix(".sql")
            .is_some_and(|it| it.starts_with("R__"))
    {
        return true;
    }
    prefix(path).is_some_and(|prefix| {
        let rest = base
            .get(prefix.len() + 2..base.len() - 4)
            .unwrap_or_default();
        let is_word = rest.chars().all(|c| c.is_alphanumeric() || c == '_');
        prefix.starts_with('B') || prefix.contains(['.', '_']) || !is_word
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files: &[(&str, &str)], expected: Layout) {
        let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
        let read = |wanted: &str| {
            let found = files.iter().find(|(path, _)| *path == wanted);
            found.map(|(_, text)| (*text).to_owned())
        };
        assert_eq!(detect(&paths, read), expected, "{paths:?}");
    }

    #[test]
    fn layouts() {
        let sql = "CREATE TABLE a (b int);";
        check(&[], Layout::Prismoid);
        check(
            &[("001_a.sql", sql), ("001_a.down.sql", sql)],
            Layout::Prismoid,
        );
        check(
            &[("001_a.sql", sql), ("002_b.up.sql", sql)],
            Layout::Prismoid,
        );
        check(
            &[("0001_a.down.sql", sql), ("0001_a.up.sql", sql)],
            Layout::Sqlx,
        );
        check(&[("001_a.down.sql", sql)], Layout::Prismoid);
        check(&[("add_users.sql", sql)], Layout::Prismoid);
        check(&[("20240101120000_a/migration.sql", sql)], Layout::Prisma);
        check(&[("migration_lock.toml", "")], Layout::Prisma);
        check(
            &[("001_a.sql", sql), ("20240101120000_a/migration.sql", sql)],
            Layout::Prismoid,
        );
        check(&[("2024-01-01-000000_a/up.sql", sql)], Layout::Diesel);
        check(&[("V1__a.sql", sql), ("V2__b.sql", sql)], Layout::Refinery);
        check(&[("R__views.sql", sql), ("V1__a.sql", sql)], Layout::Flyway);
        check(&[("V1_1__a.sql", sql)], Layout::Flyway);
        check(&[("000001_a.up.sql", sql)], Layout::GolangMigrate);
        check(&[("20240101120000_a.up.sql", sql)], Layout::Sqlx);
        check(&[("20240101120000_a.sql", sql)], Layout::Sqlx);
        check(
            &[("20240101120000_a.sql", "-- migrate:up\nSELECT 1;")],
            Layout::Dbmate,
        );
        check(&[("00001_a.sql", "-- +goose Up\nSELECT 1;")], Layout::Goose);
        check(
            &[("001_a.sql", "-- +goose Up\n"), ("migrations.lock", "")],
            Layout::Prismoid,
        );
    }
}
