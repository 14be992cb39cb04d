//! PostgreSQL's programs on this machine.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::codes;
use crate::failure::{Failure, Result};

/// The oldest version that is supported.
pub(crate) const OLDEST: u32 = 13;

/// A folder with PostgreSQL's server programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programs {
    /// Holds `initdb`, `pg_ctl` and `postgres`.
    pub folder: PathBuf,
    /// The major version: 15.
    pub major: u32,
    /// As the program says it: `15.14`.
    pub version: String,
}

impl Programs {
    /// All that are there, the newest version first. A named folder is the only candidate.
    pub fn all(named: Option<&Path>) -> Result<Vec<Self>> {
        if let Some(folder) = named {
            return Self::at(folder).map(|one| vec![one]).ok_or_else(|| {
                Failure::new(
                    &codes::PROGRAMS_NOT_FOUND,
                    format!(
                        "`{}` does not hold PostgreSQL's programs of version {OLDEST} or newer",
                        folder.display()
                    ),
                )
                .help("name the folder of `initdb`, `pg_ctl` and `postgres`")
            });
        }
        let mut found: Vec<Self> = Vec::new();
        for folder in candidates() {
            // The same programs are often reachable by several names.
            let real = std::fs::canonicalize(folder.join("postgres"));
            let folder = real.ok().and_then(|path| Some(path.parent()?.to_owned()));
            if let Some(folder) = folder
                && found.iter().all(|one| one.folder != folder)
                && let Some(programs) = Self::at(&folder)
            {
                found.push(programs);
            }
        }
        // Stable, so that of two with one version the one on the PATH wins.
        found.sort_by_key(|one| std::cmp::Reverse(one.major));
        Ok(found)
    }

    /// A program of this version.
    pub(crate) fn path(&self, program: &str) -> PathBuf {
        self.folder.join(program)
    }

    fn at(folder: &Path) -> Option<Self> {
        let complete = ["initdb", "pg_ctl", "postgres"]
            .iter()
            .all(|program| folder.join(program).is_file());
        if !complete {
            return None;
        }
        let version = version(&first_line(folder.join("postgres"), "--version")?)?;
        let major = major(&version)?;
        (major >= OLDEST).then(|| Self {
            folder: folder.to_owned(),
            major,
            version,
        })
    }
}

/// The folders in which packages put the programs.
fn candidates() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.extend(first_line("pg_config", "--bindir").map(PathBuf::from));
    let families = [
        ("/usr/lib/postgresql", "", "bin"),
        ("/usr", "pgsql-", "bin"),
        ("/usr/libexec", "postgresql", ""),
        ("/usr/lib64", "postgresql-", "bin"),
        ("/opt/homebrew/opt", "postgresql", "bin"),
        ("/usr/local/opt", "postgresql", "bin"),
        ("/home/linuxbrew/.linuxbrew/opt", "postgresql", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
        ("/usr/local", "pgsql", "bin"),
    ];
    for (parent, prefix, bin) in families {
        let Ok(entries) = std::fs::read_dir(parent) else {
            continue;
        };
        let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
        names.sort();
        let wanted = names
            .into_iter()
            .filter(|name| name.to_string_lossy().starts_with(prefix));
        folders.extend(wanted.map(|name| Path::new(parent).join(name).join(bin)));
    }
    folders
}

fn first_line(program: impl AsRef<std::ffi::OsStr>, argument: &str) -> Option<String> {
    let output = Command::new(program)
        .arg(argument)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().next()?.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

/// `15.14` of `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`.
fn version(line: &str) -> Option<String> {
    let rest = line.split_once(") ")?.1;
    Some(rest.split_whitespace().next()?.to_owned())
}

/// 15 of `15.14`, 19 of `19beta1`.
fn major(version: &str) -> Option<u32> {
    let digits = version.find(|c: char| !c.is_ascii_digit());
    version[..digits.unwrap_or(version.len())].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_versions() {
        let cases = [
            (
                "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)",
                Some(15),
            ),
            ("postgres (PostgreSQL) 19beta1", Some(19)),
            ("postgres (PostgreSQL) 18devel", Some(18)),
            ("postgres (PostgreSQL) 9.6.24", Some(9)),
            ("postgres", None),
            ("postgres (PostgreSQL) unknown", None),
        ];
        for (line, expected) in cases {
            assert_eq!(version(line).as_deref().and_then(major), expected, "{line}");
        }
    }
}
