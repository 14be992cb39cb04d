//! The command line as its users meet it: the real binary, in a copy of the project.

mod drifted;
mod foreign;
mod help;
mod life;
mod linted;
mod mistakes;
mod planned;
mod pure;
mod tls;
mod witness;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use prismoid_xtask::server::Server;
use tempfile::TempDir;

/// The repository's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The built binary of the command line. Cargo builds a package's binaries for its own tests only,
/// so this test asks for it; mostly it is there already. `PRISMOID_XTASK` names another one.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(path) = std::env::var_os("PRISMOID_XTASK") {
            return PathBuf::from(path);
        }
        let output = Command::new(env!("CARGO"))
            .args([
                "build",
                "--quiet",
                "--package",
                "prismoid-xtask",
                "--bin",
                "xtask",
            ])
            .args(["--message-format", "json"])
            .current_dir(root())
            .stderr(Stdio::inherit())
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "the command line is built");
        let messages = String::from_utf8(output.stdout).expect("cargo's messages are text");
        let path = messages
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .filter(|message| message["target"]["name"] == "xtask")
            .find_map(|message| Some(PathBuf::from(message["executable"].as_str()?)));
        path.expect("cargo says where the binary is")
    })
}

/// A project in a folder of its own.
struct Project {
    folder: TempDir,
    url: Option<String>,
    has_server: bool,
}

impl Drop for Project {
    fn drop(&mut self) {
        if self.has_server {
            let server = Server::new(&self.path().join("target"), "development");
            // A server that does not stop must not hide what the test found.
            let _ = server.remove(&|_, _| {});
        }
    }
}

impl Project {
    /// An empty folder.
    fn empty() -> Self {
        Self {
            folder: TempDir::new().expect("a temporary folder"),
            url: None,
            has_server: false,
        }
    }

    /// A copy of the trading platform's schema, migrations and seeds.
    fn platform() -> Self {
        let project = Self::empty();
        for part in ["schema.prisma", "migrations", "seeds"] {
            copy(&root().join(part), &project.path().join(part));
        }
        project
    }

    /// Its commands work on this database.
    fn on(mut self, url: &str) -> Self {
        self.url = Some(url.to_owned());
        self
    }

    /// Its commands start a development server, which is removed in the end.
    fn with_own_server(mut self) -> Self {
        self.has_server = true;
        self
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        std::fs::write(path, text).expect("the file is written");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).expect("the file is there")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command
            .args(words)
            .current_dir(self.path())
            .env_remove("DATABASE_URL")
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("GITHUB_ACTIONS")
            .stdin(Stdio::null());
        if let Some(url) = &self.url {
            command.env("DATABASE_URL", url);
        }
        command
    }

    /// Runs a command line to its end.
    fn run(&self, words: &[&str]) -> Ran {
        let output = self.command(words).output().expect("the command line runs");
        Ran::new(words, output)
    }
}

/// What a command line did.
struct Ran {
    words: String,
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Ran {
    fn new(words: &[&str], output: Output) -> Self {
        Self {
            words: words.join(" "),
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("stdout is text"),
            stderr: String::from_utf8(output.stderr).expect("stderr is text"),
        }
    }

    #[track_caller]
    fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        assert!(!self.stderr.contains("panicked"), "{self}");
        self
    }

    #[track_caller]
    fn says(self, text: &str) -> Self {
        assert!(
            self.stdout.contains(text),
            "stdout lacks \"{text}\"\n{self}"
        );
        self
    }

    #[track_caller]
    fn complains(self, text: &str) -> Self {
        assert!(
            self.stderr.contains(text),
            "stderr lacks \"{text}\"\n{self}"
        );
        self
    }

    #[track_caller]
    fn hides(self, text: &str) -> Self {
        assert!(
            !self.stdout.contains(text) && !self.stderr.contains(text),
            "{self}"
        );
        self
    }

    #[track_caller]
    fn json(&self) -> serde_json::Value {
        let value = serde_json::from_str(&self.stdout);
        assert!(value.is_ok(), "not JSON\n{self}");
        value.unwrap_or_default()
    }
}

impl std::fmt::Display for Ran {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            words,
            code,
            stdout,
            stderr,
        } = self;
        write!(f, "$ xtask {words}\nexit code {code:?}\n{stdout}{stderr}")
    }
}

/// A database of one test's own, on the server that all tests share.
struct Database {
    name: String,
    url: String,
    server: String,
}

impl Database {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("cli_{}_{count}", std::process::id());
        let target = std::env::var_os("CARGO_TARGET_DIR");
        let target = target.map_or_else(|| root().join("target"), PathBuf::from);
        let running = Server::new(&target, "test").ensure(&|_, _| {});
        let running = running.expect("the tests' server starts");
        let database = Self {
            url: running.url(&name),
            server: running.url("postgres"),
            name,
        };
        query(
            &database.server,
            &format!("CREATE DATABASE {}", database.name),
        );
        database
    }

    /// The first value that a statement returns; empty if it returns none.
    fn value(&self, sql: &str) -> String {
        query(&self.url, sql)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        query(
            &self.server,
            &format!("DROP DATABASE {} WITH (FORCE)", self.name),
        );
    }
}

/// Asks a database for one value.
pub(super) fn query(url: &str, sql: &str) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
            .await
            .expect("the server accepts connections");
        tokio::spawn(connection);
        let messages = client.simple_query(sql).await.expect("the statement runs");
        let value = messages.iter().find_map(|message| {
            if let tokio_postgres::SimpleQueryMessage::Row(row) = message {
                row.get(0).map(str::to_owned)
            } else {
                None
            }
        });
        value.unwrap_or_default()
    })
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).expect("the folder is made");
        for entry in from.read_dir().expect("the folder is read").flatten() {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        std::fs::copy(from, to).expect("the file is copied");
    }
}
