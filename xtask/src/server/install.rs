//! Installing PostgreSQL with the system's package manager.

use std::io::IsTerminal;
use std::path::Path;
use std::process::{Command, Stdio};

use super::Say;
use crate::codes;
use crate::failure::{Failure, Result};

/// A package manager and the commands that install PostgreSQL's server with it.
struct Manager {
    program: &'static str,
    commands: &'static [&'static [&'static str]],
    /// What is run in the end, whether the commands worked or not.
    finally: Option<&'static [&'static str]>,
    /// Whether it wants to run as root; Homebrew refuses to.
    as_root: bool,
}

/// Debian's package would create and start a server for the whole machine; this keeps it from it.
const DEBIAN_FOLDER: &str = "/etc/postgresql-common/createcluster.d";
const DEBIAN_HABIT: &str = "/etc/postgresql-common/createcluster.d/prismoid.conf";
const DEBIAN_TEXT: &str = "create_main_cluster = false";

const MANAGERS: &[Manager] = &[
    Manager {
        program: "apt-get",
        commands: &[
            &["mkdir", "-p", DEBIAN_FOLDER],
            &[
                "sh",
                "-c",
                "echo \"$1\" > \"$2\"",
                "sh",
                DEBIAN_TEXT,
                DEBIAN_HABIT,
            ],
            &["apt-get", "update"],
            &[
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "install",
                "--yes",
                "--no-install-recommends",
                "postgresql",
            ],
        ],
        finally: Some(&["rm", "-f", DEBIAN_HABIT]),
        as_root: true,
    },
    Manager {
        program: "dnf",
        commands: &[&[
            "dnf",
            "install",
            "-y",
            "postgresql-server",
            "postgresql-contrib",
        ]],
        finally: None,
        as_root: true,
    },
    Manager {
        program: "apk",
        commands: &[&["apk", "add", "postgresql", "postgresql-contrib"]],
        finally: None,
        as_root: true,
    },
    Manager {
        program: "pacman",
        commands: &[&["pacman", "-Sy", "--noconfirm", "--needed", "postgresql"]],
        finally: None,
        as_root: true,
    },
    Manager {
        program: "zypper",
        commands: &[&[
            "zypper",
            "--non-interactive",
            "install",
            "postgresql-server",
        ]],
        finally: None,
        as_root: true,
    },
    Manager {
        program: "brew",
        commands: &[&["brew", "install", "postgresql@17"]],
        finally: None,
        as_root: false,
    },
];

/// Installs PostgreSQL, saying each command before it runs.
pub(crate) fn install(is_root: bool, say: &Say<'_>) -> Result<()> {
    let manager = MANAGERS
        .iter()
        .find(|manager| on_path(manager.program))
        .ok_or_else(|| {
            let known: Vec<&str> = MANAGERS.iter().map(|manager| manager.program).collect();
            Failure::new(
                &codes::PROGRAMS_NOT_FOUND,
                "PostgreSQL is not installed, and no known package manager is here to install it",
            )
            .note(format!("looked for {}", known.join(", ")))
            .help("install PostgreSQL 13 or newer, or name its programs with `--postgres-bin`")
            .help("use another server with `--database-url postgres://…`")
        })?;
    let prefix: &[&str] = match (manager.as_root && !is_root, std::io::stdin().is_terminal()) {
        (false, _) => &[],
        (true, true) => &["sudo"],
        // Nobody is there to type a password, so sudo must not ask for one.
        (true, false) => &["sudo", "-n"],
    };
    if !prefix.is_empty() && !on_path("sudo") {
        return Err(not_allowed(manager));
    }
    say(
        "Installing",
        &format!("PostgreSQL with {}", manager.program),
    );
    let mut commands = manager.commands.iter();
    let result = commands.try_for_each(|command| run(&[prefix, command].concat(), say));
    let last = manager
        .finally
        .map(|command| run(&[prefix, command].concat(), say));
    result.and(last.unwrap_or(Ok(())))
}

fn run(words: &[&str], say: &Say<'_>) -> Result<()> {
    let shown = words.join(" ");
    say("Running", &shown);
    // The package manager's own output goes to stderr, so that stdout stays the command's answer.
    let output = Command::new(words[0])
        .args(&words[1..])
        .stdout(Stdio::from(std::io::stderr()))
        .status();
    match output {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(failed(&shown, &status.to_string())),
        Err(error) => Err(failed(&shown, &error.to_string())),
    }
}

fn failed(command: &str, reason: &str) -> Failure {
    Failure::new(
        &codes::INSTALL_FAILED,
        format!("`{command}` did not install PostgreSQL: {reason}"),
    )
    .help("run it yourself and read what it says, then call `cargo xtask setup` again")
    .help("or use another server with `--database-url postgres://…`")
}

fn not_allowed(manager: &Manager) -> Failure {
    let command = manager
        .commands
        .iter()
        .rev()
        .find(|words| words.contains(&manager.program))
        .map(|words| {
            let own = words.iter().skip_while(|word| **word != manager.program);
            own.copied().collect::<Vec<_>>().join(" ")
        })
        .unwrap_or_default();
    Failure::new(
        &codes::INSTALL_FAILED,
        "PostgreSQL is not installed, and installing it needs root",
    )
    .help(format!("run as root: `{command}`"))
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| is_program(&folder.join(program)))
}

fn is_program(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        path.metadata()
            .is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
    }
    #[cfg(not(unix))]
    path.with_extension("exe").is_file()
}
