//! One migration in place of all up to a version.

use std::fmt::Write as _;

use crate::lock::LockedMigration;
use crate::name;

/// The comment that names a migration which the file stands for.
const SQUASHES: &str = "Squashes";

/// The migrations that a text stands for: a line `-- Squashes: <version> <name> <checksum>` before its
/// first statement for each, in order. None for an ordinary migration.
pub fn squashed(text: &str) -> Vec<LockedMigration> {
    let comments = lexer::tokens(text).take_while(|token| token.kind.is_trivia());
    comments
        .filter_map(|token| {
            let line = token.text(text).strip_prefix("--")?.trim();
            let (key, value) = line.split_once(':')?;
            let mut words = value.split_whitespace();
            if key != SQUASHES {
                return None;
            }
            Some(LockedMigration {
                version: words.next()?.parse().ok()?,
                name: words.next()?.to_owned(),
                checksum: words.next()?.parse().ok()?,
            })
        })
        .collect()
}

/// Whether a migration may be the first of a folder although its version is not 1.
pub(crate) fn may_be_first(version: i64, text: &str) -> bool {
    squashed(text)
        .last()
        .is_some_and(|last| last.version == version)
}

/// The text of a migration in place of others. It keeps the version of the last of them, so that
/// what comes behind keeps its own.
pub fn squash(
    squashes: &[LockedMigration],
    migration_name: &str,
    (author, date): (&str, &str),
    sql: &str,
) -> String {
    let version = squashes.last().map_or(1, |last| last.version);
    let stem = name::stem(version, migration_name);
    let mut lines = String::new();
    for it in squashes {
        // Writing into a text cannot fail.
        let _ = writeln!(
            lines,
            "-- {SQUASHES}: {} {} {}",
            it.version, it.name, it.checksum
        );
    }
    format!(
        "-- Migration: {stem}\n-- Description: Everything that migrations 1 to {version} have built\n\
         -- Author: {author}\n-- Date: {date}\n-- Depends on: none\n{lines}\
         -- prismoid: irreversible it stands for {} migrations\n\n{}\n",
        squashes.len(),
        sql.trim()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Checksum;

    #[test]
    fn says_what_it_stands_for() {
        let old: Vec<LockedMigration> = [(1, "one"), (2, "two")]
            .into_iter()
            .map(|(version, name)| LockedMigration {
                version,
                name: name.to_owned(),
                checksum: Checksum::of_sql(name),
            })
            .collect();
        let text = squash(
            &old,
            "base",
            ("Ann", "2026-01-01"),
            "CREATE TABLE a (b int);",
        );
        assert_eq!(squashed(&text), old);
        assert!(may_be_first(2, &text) && !may_be_first(3, &text));
        assert!(text.starts_with("-- Migration: 002_base\n"));
        let mut sources = diag::Sources::new();
        let next = "-- Migration: 003_next\n-- Description: d\n-- Author: a\n-- Date: 2026-01-01\n\
                    -- Depends on: 002_base\n-- prismoid: irreversible because\nSELECT 1;\n";
        let files = [("002_base.sql", text.as_str()), ("003_next.sql", next)];
        let ids: Vec<_> = files
            .into_iter()
            .map(|(name, text)| sources.add(name, text))
            .collect();
        let (_, findings) = crate::read(&sources, &ids);
        let codes: Vec<&str> = findings.iter().map(|it| it.code.name).collect();
        assert_eq!(codes, ["missing-lock"]);
    }
}
