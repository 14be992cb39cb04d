//! The running server: what its pid file says, and whether that is true.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What `postmaster.pid` says: see "Database File Layout" in PostgreSQL's manual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PidFile {
    pub(crate) pid: u32,
    /// The TCP port; `None` before the server has one.
    pub(crate) port: Option<u16>,
    /// The folder of its unix socket.
    pub(crate) socket: Option<PathBuf>,
    /// Whether it accepts connections.
    ready: bool,
}

/// The state of a data folder's server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    /// No server.
    Stopped,
    /// A server was killed and its pid file is left.
    Stale,
    /// A server is there, but it does not (yet, or no longer) accept connections.
    Busy(PidFile),
    /// A server accepts connections.
    Running(PidFile),
}

impl State {
    /// Looks at a data folder.
    pub(crate) fn of(data: &Path) -> Self {
        let Ok(text) = fs::read_to_string(data.join("postmaster.pid")) else {
            return Self::Stopped;
        };
        let Some(file) = PidFile::parse(&text) else {
            return Self::Stale;
        };
        if !is_server(file.pid, data) {
            return Self::Stale;
        }
        match file.port {
            Some(port) if file.ready && answers(port) => Self::Running(file),
            Some(_) | None => Self::Busy(file),
        }
    }
}

impl PidFile {
    fn parse(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let line = |index: usize| lines.get(index).copied().filter(|line| !line.is_empty());
        Some(Self {
            pid: line(0)?.parse().ok()?,
            port: line(3).and_then(|port| port.parse().ok()),
            socket: line(4).map(PathBuf::from),
            ready: line(7) == Some("ready"),
        })
    }
}

/// Whether a server on this machine takes connections: asks whether it speaks TLS, which costs it
/// nothing and proves that it is not about to die. See "Message Formats" in PostgreSQL's manual.
fn answers(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(&SSL_REQUEST)?;
        let mut answer = [0];
        stream.read_exact(&mut answer)?;
        Ok(matches!(answer, [b'N' | b'S']))
    };
    ask().unwrap_or(false)
}

/// The message `SSLRequest`: its length and its code.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// How long a server on this machine may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether a process is the server of a data folder. Its number alone proves nothing: after a
/// crash another program may have got it.
fn is_server(pid: u32, data: &Path) -> bool {
    let Ok(real) = fs::canonicalize(data) else {
        return false;
    };
    // The command line has the path as it was given to some start, through links perhaps; the
    // folder that the server works in is the data folder itself.
    command_line(pid).is_some_and(|line| {
        let names = |path: &Path| {
            let name = path.as_os_str().as_encoded_bytes();
            line.windows(name.len()).any(|part| part == name)
        };
        is_postgres(&line) && (names(data) || names(&real) || works_in(pid, &real))
    })
}

fn is_postgres(command_line: &[u8]) -> bool {
    command_line.windows(8).any(|part| part == b"postgres")
}

/// Whether a folder is a process's current one; not known on systems without `/proc`.
fn works_in(pid: u32, folder: &Path) -> bool {
    fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|current| current == folder)
}

fn command_line(pid: u32) -> Option<Vec<u8>> {
    if Path::new("/proc/self").exists() {
        return fs::read(format!("/proc/{pid}/cmdline")).ok();
    }
    let output = Command::new("ps")
        .args(["-ww", "-o", "command=", "-p"])
        .arg(pid.to_string())
        .output()
        .ok()?;
    Some(output.stdout)
}

/// Processes of a server that outlived it. Each works inside of the data folder, and none may be
/// left when another server takes the folder over.
pub(crate) fn survivors(data: &Path) -> Vec<u32> {
    let Ok(data) = fs::canonicalize(data) else {
        return Vec::new();
    };
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|pid| works_in(*pid, &data))
        .filter(|pid| command_line(*pid).is_some_and(|line| is_postgres(&line)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_pid_file() {
        let text = "4711\n/data\n1790000000\n54321\n/sockets\n127.0.0.1\n  5432001   0\nready   \n";
        let expected = PidFile {
            pid: 4711,
            port: Some(54321),
            socket: Some(PathBuf::from("/sockets")),
            ready: true,
        };
        assert_eq!(PidFile::parse(text), Some(expected));
    }

    #[test]
    fn a_pid_file_of_a_starting_server_is_short() {
        let expected = PidFile {
            pid: 4711,
            port: None,
            socket: None,
            ready: false,
        };
        assert_eq!(PidFile::parse("4711\n/data\n1790000000\n"), Some(expected));
        assert_eq!(PidFile::parse(""), None);
        assert_eq!(PidFile::parse("garbage\n"), None);
    }

    #[test]
    fn another_program_with_the_recorded_number_is_no_server() {
        let data = std::env::temp_dir().join("no such data folder");
        assert!(!is_server(std::process::id(), &data));
    }
}
