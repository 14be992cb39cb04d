//! File names: `NNN_snake_case.sql`, `NNN_snake_case.down.sql`, `migrations.lock`.

use diag::Diagnostic;

use crate::codes;

/// The name of the lock file in the migrations folder.
pub const LOCK_FILE: &str = "migrations.lock";

/// What a file in the migrations folder is, by its name alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// `NNN_name.sql`.
    Up { version: i64, name: String },
    /// `NNN_name.down.sql`.
    Down { version: i64, name: String },
    /// `migrations.lock`.
    Lock,
    /// Left alone: hidden files and a README.
    Ignored,
    /// SQL under a name that is none of these.
    BadName,
    /// Anything else.
    Stray,
}

/// The part of a path after the last slash.
pub(crate) fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

pub(crate) fn classify(base: &str) -> FileKind {
    if base == LOCK_FILE {
        return FileKind::Lock;
    }
    let is_readme = base.eq_ignore_ascii_case("readme.md") || base.eq_ignore_ascii_case("readme");
    if base.starts_with('.') || is_readme {
        return FileKind::Ignored;
    }
    let down = base.strip_suffix(".down.sql");
    if let Some((version, name)) = down.and_then(parse_stem) {
        return FileKind::Down { version, name };
    }
    if let Some((version, name)) = base.strip_suffix(".sql").and_then(parse_stem) {
        return FileKind::Up { version, name };
    }
    if has_sql_extension(base) {
        FileKind::BadName
    } else {
        FileKind::Stray
    }
}

fn has_sql_extension(base: &str) -> bool {
    base.rsplit_once('.')
        .is_some_and(|(_, ext)| ext.eq_ignore_ascii_case("sql"))
}

/// Splits `NNN_snake_case`; `None` for anything else.
pub(crate) fn parse_stem(stem: &str) -> Option<(i64, String)> {
    let (digits, name) = stem.split_once('_')?;
    let is_number = digits.len() >= 3 && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_number || !is_migration_name(name) {
        return None;
    }
    Some((digits.parse().ok()?, name.to_owned()))
}

/// Whether a text can stand after the number: lower-case letters, digits and single underscores.
pub fn is_migration_name(name: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    name.split('_').all(is_word)
}

/// `NNN_name`, with at least three digits.
pub fn stem(version: i64, name: &str) -> String {
    format!("{version:03}_{name}")
}

/// A name in snake case made from any text; `None` where nothing is left of it.
pub fn snake_case(text: &str) -> Option<String> {
    let mut name = String::new();
    let mut before = ' ';
    for c in text.chars() {
        let starts_word =
            c.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit());
        let needs_gap = starts_word || !c.is_ascii_alphanumeric();
        if needs_gap && !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    let name = name.trim_matches('_');
    (!name.is_empty()).then(|| name.to_owned())
}

/// The nearest correct file name; the version is `next` where the name has none.
pub(crate) fn suggestion(base: &str, next: i64) -> Option<String> {
    let without = base
        .rsplit_once('.')
        .filter(|_| has_sql_extension(base))
        .map_or(base, |(stem, _)| stem);
    let lower = without.to_ascii_lowercase();
    let (stem_text, extension) = match (lower.strip_suffix(".down"), lower.strip_suffix(".up")) {
        (Some(stem), _) => (&without[..stem.len()], ".down.sql"),
        (None, Some(stem)) => (&without[..stem.len()], ".sql"),
        (None, None) => (without, ".sql"),
    };
    let stem_text = match stem_text.as_bytes() {
        [b'V' | b'v' | b'U' | b'u', second, ..] if second.is_ascii_digit() => &stem_text[1..],
        _ => stem_text,
    };
    let digits = stem_text.bytes().take_while(u8::is_ascii_digit).count();
    let version = match stem_text[..digits].parse::<i64>() {
        Ok(version) if version > 0 => version,
        Ok(_) | Err(_) => next,
    };
    let name = snake_case(&stem_text[digits..])?;
    Some(format!("{}{extension}", stem(version, &name)))
}

/// Says that a file of SQL is not called as a migration is, with the nearest name that is; its
/// version is `next` where the name has none.
pub fn bad_file_name(base: &str, next: i64) -> Diagnostic {
    let message = format!("`{base}` is not the name of a migration");
    let finding = Diagnostic::error(&codes::BAD_FILE_NAME, message).note(
        "names are `NNN_snake_case.sql` and `NNN_snake_case.down.sql`, with at least three digits",
    );
    match suggestion(base, next) {
        Some(name) => finding.help(format!("rename it to `{name}`")),
        None => finding.help("give it a number and a name in snake case"),
    }
}

/// Says that `name` cannot be the name of a migration, with the nearest one that can.
pub fn bad_migration_name(name: &str) -> Diagnostic {
    let message = format!("`{name}` is not the name of a migration");
    let finding = Diagnostic::error(&codes::BAD_MIGRATION_NAME, message)
        .note("names are lower-case letters, digits and single underscores");
    match snake_case(name) {
        Some(better) => finding.help(format!("call it `{better}`")),
        None => finding.help("say in a few words what it does, such as `add_orders`"),
    }
}

pub(crate) fn stray_file(base: &str) -> Diagnostic {
    let message = format!("`{base}` is no migration, so nothing reads it");
    Diagnostic::warning(&codes::STRAY_FILE, message).help("move it out of the migrations folder")
}

/// Says that a folder inside the migrations folder is not read; `with_sql` where it holds SQL that
/// somebody meant to run.
pub fn unread_folder(folder: &str, with_sql: bool) -> Diagnostic {
    let message = format!("`{folder}` is a folder, so nothing reads what is in it");
    if with_sql {
        Diagnostic::error(&codes::UNREAD_FOLDER, message)
            .note("migrations are files: `NNN_name.sql` and `NNN_name.down.sql`")
            .help("move its SQL into files of the migrations folder")
    } else {
        Diagnostic::warning(&codes::UNREAD_FOLDER, message)
            .help("move it out of the migrations folder")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classifies_names() {
        let up = |version, name: &str| FileKind::Up {
            version,
            name: name.into(),
        };
        let down = |version, name: &str| FileKind::Down {
            version,
            name: name.into(),
        };
        let cases = [
            ("001_initial_schema.sql", up(1, "initial_schema")),
            ("001_initial_schema.down.sql", down(1, "initial_schema")),
            ("1000_x.sql", up(1000, "x")),
            ("000_x.sql", up(0, "x")),
            ("002_2fa.sql", up(2, "2fa")),
            ("01_x.sql", FileKind::BadName),
            ("001_X.sql", FileKind::BadName),
            ("001_a__b.sql", FileKind::BadName),
            ("001_.sql", FileKind::BadName),
            ("001.sql", FileKind::BadName),
            ("99999999999999999999_x.sql", FileKind::BadName),
            ("001_x.SQL", FileKind::BadName),
            ("001_x.up.sql", FileKind::BadName),
            ("migrations.lock", FileKind::Lock),
            ("README.md", FileKind::Ignored),
            (".gitkeep", FileKind::Ignored),
            ("notes.txt", FileKind::Stray),
        ];
        for (name, expected) in cases {
            assert_eq!(classify(name), expected, "{name}");
        }
    }

    #[test]
    fn suggests_a_name_that_is_correct() {
        let cases = [
            ("01_x.sql", Some("001_x.sql")),
            ("4-Add Users.sql", Some("004_add_users.sql")),
            ("V7__AddUserTable.sql", Some("007_add_user_table.sql")),
            ("add_alerts.sql", Some("009_add_alerts.sql")),
            ("add_alerts.Down.SQL", Some("009_add_alerts.down.sql")),
            ("003_x.up.sql", Some("003_x.sql")),
            ("000.sql", None),
            ("ü.sql", None),
        ];
        for (name, expected) in cases {
            let made = suggestion(name, 9);
            assert_eq!(made.as_deref(), expected, "{name}");
            if let Some(made) = made {
                let kind = classify(&made);
                assert!(
                    matches!(kind, FileKind::Up { .. } | FileKind::Down { .. }),
                    "{made}"
                );
            }
        }
    }
}
