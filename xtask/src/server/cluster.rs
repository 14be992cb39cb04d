//! The data folder: made by `initdb`, configured for development.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Output;

use super::account::Account;
use super::programs::Programs;
use crate::codes;
use crate::failure::{Failure, Result, file};

/// The administrator's name in the cluster.
pub(crate) const USER: &str = "postgres";

/// The longest path of a unix socket that every system accepts, in bytes.
const SOCKET_PATH_BYTES: usize = 103;

/// Settings for a server whose data can be made again at any time: it may lose data when the
/// machine loses power, but not when the server is killed (hence commits are written, to the
/// system's cache at least).
const SETTINGS: &str = "\
fsync = off
full_page_writes = off
max_wal_size = '512MB'
max_connections = 200
max_locks_per_transaction = 256
listen_addresses = '127.0.0.1'
lc_messages = 'C'
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
logging_collector = off
";

/// The folder of a major version's data. Another version never touches it.
pub(crate) fn data_folder(home: &Path, major: u32) -> PathBuf {
    home.join(format!("data-{major}"))
}

/// The major versions of which there is data, the newest first.
pub(crate) fn majors(home: &Path) -> Vec<u32> {
    let Ok(entries) = fs::read_dir(home) else {
        return Vec::new();
    };
    let mut majors: Vec<u32> = entries
        .flatten()
        .filter_map(|entry| {
            entry
                .file_name()
                .to_str()?
                .strip_prefix("data-")?
                .parse()
                .ok()
        })
        .filter(|major| data_folder(home, *major).join("PG_VERSION").is_file())
        .collect();
    majors.sort_unstable_by(|a, b| b.cmp(a));
    majors
}

/// Makes the data folder: complete or not at all, for it gets its name when it is done.
pub(crate) fn make(home: &Path, programs: &Programs, account: &Account) -> Result<PathBuf> {
    let data = data_folder(home, programs.major);
    let half_made = home.join("data.new");
    for leftover in [&half_made, &data] {
        if leftover.exists() {
            fs::remove_dir_all(leftover).map_err(|e| file("remove", leftover, &e))?;
        }
    }
    // Every system has the locale C; most have C.UTF-8, which also knows letters beyond ASCII.
    let mut output = initdb(&half_made, "C.UTF-8", programs, account)?;
    if !output.status.success() {
        output = initdb(&half_made, "C", programs, account)?;
    }
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Failure::new(
            &codes::SERVER_NOT_STARTED,
            "`initdb` could not make the development server's data folder",
        )
        .note(reason));
    }
    fs::rename(&half_made, &data).map_err(|e| file("rename", &half_made, &e))?;
    Ok(data)
}

fn initdb(data: &Path, locale: &str, programs: &Programs, account: &Account) -> Result<Output> {
    let program = programs.path("initdb");
    account
        .command(&program)
        .arg("--pgdata")
        .arg(data)
        .args(["--username", USER, "--auth", "trust", "--encoding", "UTF8"])
        .args(["--locale", locale, "--no-sync"])
        .current_dir("/")
        .output()
        .map_err(|e| file("run", &program, &e))
}

/// Writes the settings of the next start and returns its port: the one asked for, if it is free.
pub(crate) fn configure(data: &Path, account: &Account, port: Option<u16>) -> Result<u16> {
    let port = free_port(port)
        .map_err(|e| Failure::new(&codes::SERVER_NOT_STARTED, format!("no free TCP port: {e}")))?;
    let socket = socket_folder(data, account, port)
        .inspect(|folder| remove_socket(folder, port))
        .map(|folder| folder.display().to_string().replace('\'', "''"))
        .unwrap_or_default();
    let text = format!("{SETTINGS}port = {port}\nunix_socket_directories = '{socket}'\n");
    let path = data.join("prismoid.conf");
    fs::write(&path, text).map_err(|e| file("write", &path, &e))?;
    account.hand_over(&path)?;
    include(data)?;
    Ok(port)
}

/// The port of the last start, so that a URL stays the same from day to day.
pub(crate) fn last_port(data: &Path) -> Option<u16> {
    let text = fs::read_to_string(data.join("prismoid.conf")).ok()?;
    text.lines()
        .find_map(|line| line.strip_prefix("port = ")?.parse().ok())
}

fn include(data: &Path) -> Result<()> {
    let path = data.join("postgresql.conf");
    let text = fs::read_to_string(&path).map_err(|e| file("read", &path, &e))?;
    let line = "include = 'prismoid.conf'";
    if text.lines().any(|present| present == line) {
        return Ok(());
    }
    fs::write(&path, format!("{text}\n{line}\n")).map_err(|e| file("write", &path, &e))
}

fn free_port(wanted: Option<u16>) -> std::io::Result<u16> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let listener = match wanted.map(bind) {
        Some(Ok(listener)) => listener,
        Some(Err(_)) | None => bind(0)?,
    };
    Ok(listener.local_addr()?.port())
}

/// Beside the data, or in the system's folder for temporary files where the path would be too
/// long for a socket; none if there is no place.
fn socket_folder(data: &Path, account: &Account, port: u16) -> Option<PathBuf> {
    let home = data.parent()?;
    let beside = home.join("socket");
    let temporary = std::env::temp_dir().join(format!("{TEMPORARY}{port}"));
    [beside, temporary].into_iter().find(|folder| {
        let path = folder.join(format!(".s.PGSQL.{port}"));
        path.as_os_str().len() <= SOCKET_PATH_BYTES
            && (account.owns(folder)
                || fs::create_dir(folder).is_ok() && account.make_folder(folder).is_ok())
    })
}

/// How the names of socket folders begin that lie in the system's folder for temporary files.
const TEMPORARY: &str = "prismoid-socket-";

/// Removes the socket folder of a server that was stopped, if it lies outside of the project.
pub(crate) fn forget_socket_folder(folder: Option<&Path>) {
    let name = folder.and_then(|folder| folder.file_name()?.to_str());
    if let (Some(folder), Some(name)) = (folder, name)
        && name.starts_with(TEMPORARY)
    {
        // It is empty; if it is not, it is somebody else's by now.
        let _ = fs::remove_dir(folder);
    }
}

/// Removes what a killed server left of its socket; no server runs when this is called.
fn remove_socket(folder: &Path, port: u16) {
    for name in [format!(".s.PGSQL.{port}"), format!(".s.PGSQL.{port}.lock")] {
        // Mostly there is none; one that cannot be removed shows in the server's log.
        let _ = fs::remove_file(folder.join(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_used_port_is_replaced() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert_ne!(free_port(Some(port)).unwrap(), port);
        drop(taken);
        assert_eq!(free_port(Some(port)).unwrap(), port);
    }
}
