//! The embedded development server: a PostgreSQL cluster of the project's own, under `target/`,
//! on a free port of this machine only.
//!
//! Everybody on this machine may connect to it without a password, so nothing but development and
//! test data belongs into it. Tests use a cluster of another name than development does.

mod account;
mod cluster;
mod folder;
mod install;
mod process;
mod programs;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use account::Account;
use folder::Folder;
use process::{PidFile, State};
pub use programs::Programs;

use crate::codes;
use crate::failure::{Failure, Result, file};

/// Is told what is being done where it takes time: a verb as cargo shows it (`Starting`), and to what.
pub type Say<'a> = dyn Fn(&str, &str) + 'a;

/// How long a server may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(60);

/// One embedded server, running or not.
#[derive(Debug)]
pub struct Server {
    folder: Folder,
    programs: Option<PathBuf>,
}

/// A server that accepts connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// The TCP port on 127.0.0.1.
    pub port: u16,
    /// The folder of its unix socket, if it has one.
    pub socket: Option<PathBuf>,
    /// The process.
    pub pid: u32,
    /// The folder of its data.
    pub data: PathBuf,
    /// Whether this call started it.
    pub started: bool,
}

impl Running {
    /// The URL of a database of this server, for its administrator.
    pub fn url(&self, database: &str) -> String {
        let user = cluster::USER;
        format!("postgres://{user}@127.0.0.1:{}/{database}", self.port)
    }
}

impl Server {
    /// The server of a name in a project's target folder; nothing is done yet.
    pub fn new(target: &Path, name: &str) -> Self {
        Self {
            folder: Folder::new(target.join("prismoid").join(name)),
            programs: None,
        }
    }

    /// Uses PostgreSQL's programs from a folder instead of those that are found.
    #[must_use]
    pub fn with_programs(mut self, folder: Option<PathBuf>) -> Self {
        self.programs = folder;
        self
    }

    /// The server if it is running; nothing is started.
    pub fn running(&self) -> Option<Running> {
        let home = self.folder.data_home()?;
        cluster::majors(&home)
            .into_iter()
            .map(|major| cluster::data_folder(&home, major))
            .find_map(|data| match State::of(&data) {
                State::Running(file) => running(file, data),
                State::Stopped | State::Stale | State::Busy(_) => None,
            })
    }

    /// The server, started if it is not running; PostgreSQL is installed if it is not there.
    pub fn ensure(&self, say: &Say<'_>) -> Result<Running> {
        if let Some(running) = self.running() {
            return Ok(running);
        }
        let _lock = self.folder.lock(say)?;
        // Another process may have started it while this one waited.
        if let Some(running) = self.running() {
            return Ok(running);
        }
        // In this order: the package that is installed may bring the account.
        let programs = setup(self.programs.as_deref(), say)?;
        let account = Account::of_data(self.folder.data_home().as_deref())?;
        let home = self.folder.make_data_home(&account)?;
        let (programs, data) = choose(&programs, &home, say)?;
        if !data.join("PG_VERSION").is_file() {
            say(
                "Creating",
                &format!("a PostgreSQL {} cluster", programs.version),
            );
            cluster::make(&home, &programs, &account)?;
        }
        clear(&data, &account, say)?;
        say("Starting", &format!("PostgreSQL {}", programs.version));
        start(&data, &programs, &account)
    }

    /// Stops the server; false if it was not running.
    pub fn stop(&self, say: &Say<'_>) -> Result<bool> {
        let Some(home) = self.folder.data_home() else {
            return Ok(false);
        };
        let _lock = self.folder.lock(say)?;
        let mut stopped = false;
        for major in cluster::majors(&home) {
            let data = cluster::data_folder(&home, major);
            if let State::Running(file) | State::Busy(file) = State::of(&data) {
                self.stop_one(&data, major)?;
                cluster::forget_socket_folder(file.socket.as_deref());
                stopped = true;
            }
        }
        Ok(stopped)
    }

    /// Stops the server and deletes its data, that of other versions too.
    pub fn remove(&self, say: &Say<'_>) -> Result<()> {
        self.stop(say)?;
        let Some(home) = self.folder.data_home() else {
            return Ok(());
        };
        let _lock = self.folder.lock(say)?;
        fs::remove_dir_all(&home).map_err(|e| file("remove", &home, &e))?;
        self.folder.forget()
    }

    fn stop_one(&self, data: &Path, major: u32) -> Result<()> {
        let account = Account::of_data(data.parent())?;
        let programs = Programs::all(self.programs.as_deref())?;
        let programs = programs
            .iter()
            .find(|programs| programs.major == major)
            .ok_or_else(|| no_programs(&format!(" of version {major}")))?;
        let output = account
            .command(programs.path("pg_ctl"))
            .args(["stop", "--mode", "fast", "--wait", "--pgdata"])
            .arg(data)
            .arg("--timeout")
            .arg(PATIENCE.as_secs().to_string())
            .current_dir("/")
            .output()
            .map_err(|e| file("run", &programs.path("pg_ctl"), &e))?;
        if output.status.success() || State::of(data) == State::Stopped {
            return Ok(());
        }
        let reason = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(Failure::new(
            &codes::SERVER_NOT_STOPPED,
            "the development server did not stop",
        )
        .note(reason))
    }
}

/// PostgreSQL's programs, the newest first; installed if there are none.
pub fn setup(named: Option<&Path>, say: &Say<'_>) -> Result<Vec<Programs>> {
    let found = Programs::all(named)?;
    if !found.is_empty() {
        return Ok(found);
    }
    install::install(Account::is_root(), say)?;
    let found = Programs::all(None)?;
    if found.is_empty() {
        return Err(no_programs(""));
    }
    Ok(found)
}

fn no_programs(which: &str) -> Failure {
    Failure::new(
        &codes::PROGRAMS_NOT_FOUND,
        format!("PostgreSQL's programs{which} were not found"),
    )
    .help("name their folder with `--postgres-bin` or `PRISMOID_POSTGRES_BIN`")
}

/// The version to run: that of the data which is there, as long as its programs are; else the
/// newest, with a cluster of its own.
fn choose(programs: &[Programs], home: &Path, say: &Say<'_>) -> Result<(Programs, PathBuf)> {
    let majors = cluster::majors(home);
    let fitting = majors
        .iter()
        .find_map(|major| programs.iter().find(|one| one.major == *major));
    if fitting.is_none()
        && let Some(old) = majors.first()
    {
        say(
            "Keeping",
            &format!("the data of PostgreSQL {old} where it is, for its programs are gone"),
        );
    }
    let chosen = fitting
        .or(programs.first())
        .ok_or_else(|| no_programs(""))?;
    Ok((chosen.clone(), cluster::data_folder(home, chosen.major)))
}

/// Makes way for a start: ends what a killed server left behind.
fn clear(data: &Path, account: &Account, say: &Say<'_>) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while let State::Busy(file) = State::of(data) {
        if Instant::now() > deadline {
            let pid = file.pid;
            return Err(Failure::new(
                &codes::SERVER_NOT_STARTED,
                format!("the development server (process {pid}) runs but accepts no connections"),
            )
            .note(log_tail(data))
            .help("run `cargo xtask db stop`, then try again"));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    if State::of(data) != State::Stale {
        return Ok(());
    }
    say("Recovering", "the server, which was killed");
    // The processes of a killed server notice within moments; a busy one may need a push.
    let soon = Instant::now() + Duration::from_secs(3);
    loop {
        let left = process::survivors(data);
        if left.is_empty() || Instant::now() > soon + Duration::from_secs(3) {
            break;
        }
        if Instant::now() > soon {
            let numbers: Vec<String> = left.iter().map(u32::to_string).collect();
            let kill = format!("kill -9 {}", numbers.join(" "));
            // Whether it worked shows at the next look.
            let _ = account.command("sh").args(["-c", &kill]).output();
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let pid_file = data.join("postmaster.pid");
    fs::remove_file(&pid_file).map_err(|e| file("remove", &pid_file, &e))
}

/// Starts the server; if somebody takes its port at this very moment, on another one.
fn start(data: &Path, programs: &Programs, account: &Account) -> Result<Running> {
    let log = log_file(data);
    let mut port = cluster::last_port(data);
    for _ in 0..5 {
        cluster::configure(data, account, port)?;
        // Each start begins a new log, so that its end says why this one failed.
        let _ = fs::remove_file(&log);
        let output = account
            .command(programs.path("pg_ctl"))
            .args(["start", "--silent", "--wait", "--pgdata"])
            .arg(data)
            .arg("--log")
            .arg(&log)
            .arg("--timeout")
            .arg(PATIENCE.as_secs().to_string())
            .current_dir("/")
            .output()
            .map_err(|e| file("run", &programs.path("pg_ctl"), &e))?;
        if let State::Running(file) = State::of(data)
            && let Some(running) = running(file, data.to_owned())
        {
            return Ok(Running {
                started: true,
                ..running
            });
        }
        if output.status.success() || !log_tail(data).contains("Address already in use") {
            break;
        }
        port = None;
    }
    Err(Failure::new(
        &codes::SERVER_NOT_STARTED,
        "the development server did not start",
    )
    .note(format!(
        "the end of its log, {}:\n{}",
        log.display(),
        log_tail(data)
    ))
    .help("begin with an empty cluster: `cargo xtask db reset --all`"))
}

fn running(file: PidFile, data: PathBuf) -> Option<Running> {
    Some(Running {
        port: file.port?,
        socket: file.socket,
        pid: file.pid,
        data,
        started: false,
    })
}

fn log_file(data: &Path) -> PathBuf {
    data.with_extension("log")
}

/// The last lines of the server's log.
fn log_tail(data: &Path) -> String {
    let text = fs::read(log_file(data)).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(8)..].join("\n")
}
