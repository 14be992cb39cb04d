//! The embedded development server: what it survives.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use prismoid_xtask::server::{Running, Server};
use tempfile::TempDir;

use crate::cli::query;

/// A server in a target folder of its own, gone at the end of the test.
struct Own {
    server: Server,
    target: PathBuf,
    folder: TempDir,
}

impl Own {
    fn new() -> Self {
        let own = Self::private("target");
        open(own.folder.path());
        own
    }

    /// In a folder that nobody but its owner can enter, as root's home is.
    fn private(path: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let target = folder.path().join(path);
        Self {
            server: Server::new(&target, "fault"),
            target,
            folder,
        }
    }

    #[track_caller]
    fn ensure(&self) -> Running {
        let running = self.server.ensure(&|_, _| {});
        let running = running.expect("the server starts");
        assert_eq!(query(&running.url("postgres"), "SELECT 1"), "1");
        running
    }

    #[track_caller]
    fn stop(&self) {
        let stopped = self.server.stop(&|_, _| {});
        assert!(stopped.expect("the server stops"));
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        // A server that does not stop must not hide what the test found.
        let _ = self.server.remove(&|_, _| {});
    }
}

/// Lets everybody enter a folder.
fn open(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("the mode is set");
}

fn kill(pid: u32) {
    let status = Command::new("sh")
        .args(["-c", &format!("kill -9 {pid}")])
        .status();
    assert!(status.expect("a shell").success());
}

#[test]
fn it_starts_stops_and_keeps_its_address() {
    let own = Own::new();
    assert_eq!(own.server.running(), None);
    let first = own.ensure();
    assert!(first.started);
    let again = own.ensure();
    assert!(!again.started);
    assert_eq!((again.pid, again.port), (first.pid, first.port));
    own.stop();
    assert_eq!(own.server.running(), None);
    let later = own.ensure();
    assert_eq!(
        later.port, first.port,
        "an address that was copied stays true"
    );
    assert_eq!(query(&later.url("postgres"), "SHOW fsync"), "off");
}

#[test]
fn it_comes_back_after_a_kill_with_its_data() {
    let own = Own::new();
    let running = own.ensure();
    let url = running.url("postgres");
    query(&url, "CREATE TABLE kept (id int)");
    query(&url, "INSERT INTO kept VALUES (42)");
    kill(running.pid);
    let again = own.ensure();
    assert!(again.started);
    assert_eq!(query(&again.url("postgres"), "SELECT id FROM kept"), "42");
}

#[test]
fn a_pid_file_that_names_another_program_is_stale() {
    let own = Own::new();
    let running = own.ensure();
    own.stop();
    let pid_file = running.data.join("postmaster.pid");
    for pid in [std::process::id(), 1, 4_000_000] {
        let text = format!(
            "{pid}\n{}\n0\n{}\n\n127.0.0.1\n\nready\n",
            running.data.display(),
            running.port
        );
        fs::write(&pid_file, text).expect("the pid file is written");
        assert_eq!(own.server.running(), None);
        assert!(own.ensure().started);
        own.stop();
    }
    fs::write(&pid_file, "not a number\n").expect("the pid file is written");
    own.ensure();
}

#[test]
fn a_used_port_is_left_to_its_user() {
    let own = Own::new();
    let running = own.ensure();
    own.stop();
    let _user = TcpListener::bind(("127.0.0.1", running.port)).expect("the port is free now");
    assert_ne!(own.ensure().port, running.port);
}

#[test]
fn a_half_made_cluster_is_made_anew() {
    let own = Own::new();
    let home = own.target.join("prismoid/fault/home");
    fs::create_dir_all(home.join("data.new/base")).expect("a folder");
    fs::create_dir_all(home.join("data-15")).expect("a folder");
    fs::write(home.join("data-15/leftover"), "").expect("a file");
    own.ensure();
}

#[test]
fn data_of_a_version_that_is_gone_stays_untouched() {
    let own = Own::new();
    let old = own.target.join("prismoid/fault/home/data-12");
    fs::create_dir_all(&old).expect("a folder");
    fs::write(old.join("PG_VERSION"), "12\n").expect("a file");
    let running = own.ensure();
    assert_ne!(running.data, old);
    assert!(old.join("PG_VERSION").is_file());
}

#[test]
fn many_at_once_start_one() {
    let own = Own::new();
    let pids: Vec<u32> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| own.ensure().pid)).collect();
        starts
            .into_iter()
            .map(|start| start.join().expect("it starts"))
            .collect()
    });
    assert!(pids.iter().all(|pid| *pid == pids[0]), "{pids:?}");
}

#[test]
fn a_path_too_long_for_a_socket_is_no_hindrance() {
    let own = Own::private(&"long/".repeat(24));
    open(own.folder.path());
    let running = own.ensure();
    let socket = running.socket.expect("a socket at another place");
    assert!(socket.join(format!(".s.PGSQL.{}", running.port)).exists());
    assert!(socket.as_os_str().len() < 100);
    own.stop();
    assert!(!socket.exists(), "nothing is left behind");
}

#[test]
fn it_is_the_same_server_by_every_path() {
    let own = Own::new();
    let running = own.ensure();
    let folder = own.folder.path();
    std::os::unix::fs::symlink(folder, folder.join("link")).expect("a link is made");
    for path in ["target/../target", "link/target"] {
        let again = Server::new(&folder.join(path), "fault").running();
        assert_eq!(again.map(|again| again.pid), Some(running.pid), "{path}");
    }
}

#[test]
fn a_checkout_that_the_server_cannot_enter_keeps_its_data_elsewhere() {
    use std::os::unix::fs::MetadataExt;
    let own = Own::private("target");
    let running = own.ensure();
    let owner = fs::metadata(&running.data)
        .expect("the data is there")
        .uid();
    assert_ne!(owner, 0, "PostgreSQL does not run as root");
    own.stop();
    assert_eq!(own.ensure().data, running.data, "it is found again");
}
