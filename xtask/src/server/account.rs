//! The account of the operating system under which the server runs.
//!
//! PostgreSQL refuses to run as root, so root starts it as somebody else; everybody else runs it
//! as themselves.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::codes;
use crate::failure::{Failure, Result, file};

/// Who runs the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Account {
    /// Whoever runs this process.
    Own,
    /// Another account, as this process runs as root.
    Other {
        /// Its name, for messages.
        name: String,
        /// Its numeric user id.
        uid: u32,
        /// Its numeric group id.
        gid: u32,
    },
}

impl Account {
    /// Whether this process runs as root.
    pub(crate) fn is_root() -> bool {
        own_uid() == Some(0)
    }

    /// The account for this process: its own, or `postgres`, else `nobody`, for root.
    pub(crate) fn pick() -> Result<Self> {
        if !Self::is_root() {
            return Ok(Self::Own);
        }
        let passwd = Path::new("/etc/passwd");
        let text = fs::read_to_string(passwd).map_err(|e| file("read", passwd, &e))?;
        ["postgres", "nobody", "daemon"]
            .iter()
            .find_map(|name| find(&text, name))
            .ok_or_else(|| {
                Failure::new(
                    &codes::NO_SERVER_ACCOUNT,
                    "PostgreSQL does not run as root, and no other account was found for it",
                )
                .help("create one: `useradd --system postgres`")
            })
    }

    /// The account for data that may be there already: whoever made it goes on with it, even if
    /// another account would be picked today.
    pub(crate) fn of_data(home: Option<&Path>) -> Result<Self> {
        #[cfg(unix)]
        if Self::is_root()
            && let Some(owner) = home.and_then(|home| fs::symlink_metadata(home).ok())
        {
            use std::os::unix::fs::MetadataExt;
            if owner.uid() != 0 {
                return Ok(Self::Other {
                    name: owner.uid().to_string(),
                    uid: owner.uid(),
                    gid: owner.gid(),
                });
            }
        }
        #[cfg(not(unix))]
        let _ = home;
        Self::pick()
    }

    /// The name for messages; `None` for one's own.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Own => None,
            Self::Other { name, .. } => Some(name),
        }
    }

    /// A command that runs as this account, in plain English and without PostgreSQL's environment
    /// variables, which could lead it to another server.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        let variables = std::env::vars_os().map(|(name, _)| name);
        for name in variables.filter(|name| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        command
            .env("LC_ALL", "C")
            .env_remove("LANGUAGE")
            .stdin(Stdio::null());
        #[cfg(unix)]
        if let Self::Other { uid, gid, .. } = self {
            use std::os::unix::process::CommandExt;
            command.uid(*uid).gid(*gid);
        }
        command
    }

    /// Makes a folder, with those above it, that belongs to this account and to it alone.
    pub(crate) fn make_folder(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder).map_err(|e| file("create", folder, &e))?;
        self.hand_over(folder)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
                .map_err(|e| file("set the mode of", folder, &e))?;
        }
        Ok(())
    }

    /// Makes the account the owner of a file or folder.
    pub(crate) fn hand_over(&self, path: &Path) -> Result<()> {
        #[cfg(unix)]
        if let Self::Other { uid, gid, .. } = self {
            std::os::unix::fs::chown(path, Some(*uid), Some(*gid))
                .map_err(|e| file("hand over", path, &e))?;
        }
        Ok(())
    }

    /// Whether the account can write into a folder: asked of the system itself, so that access
    /// lists and the modes of all folders above count.
    pub(crate) fn can_write(&self, folder: &Path) -> bool {
        self.command("test")
            .arg("-w")
            .arg(folder)
            .current_dir("/")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// Whether a folder belongs to the account; a stranger's folder is not to be trusted.
    pub(crate) fn owns(&self, folder: &Path) -> bool {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let wanted = match self {
                Self::Own => own_uid(),
                Self::Other { uid, .. } => Some(*uid),
            };
            fs::symlink_metadata(folder).is_ok_and(|m| m.is_dir() && Some(m.uid()) == wanted)
        }
        #[cfg(not(unix))]
        folder.is_dir()
    }

    /// Folders, best first, where data may lie if the project's own folder is out of reach.
    pub(crate) fn fallback_folders(&self) -> Vec<PathBuf> {
        let mut folders = Vec::new();
        if matches!(self, Self::Other { .. }) {
            folders.push(PathBuf::from("/var/lib/prismoid"));
        } else if let Some(state) = std::env::var_os("XDG_STATE_HOME") {
            folders.push(PathBuf::from(state).join("prismoid"));
        } else if let Some(home) = std::env::var_os("HOME") {
            folders.push(PathBuf::from(home).join(".local/state/prismoid"));
        }
        folders.push(PathBuf::from("/var/tmp"));
        folders.push(std::env::temp_dir());
        folders
    }
}

/// The numeric id of the user that this process runs as.
fn own_uid() -> Option<u32> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if let Ok(own) = fs::metadata("/proc/self") {
            return Some(own.uid());
        }
        let output = Command::new("id").arg("-u").output().ok()?;
        String::from_utf8_lossy(&output.stdout).trim().parse().ok()
    }
    #[cfg(not(unix))]
    None
}

/// Looks an account up in the text of `/etc/passwd`: name, password, uid, gid, …
fn find(passwd: &str, name: &str) -> Option<Account> {
    let mut fields = passwd
        .lines()
        .map(|line| line.split(':'))
        .find(|fields| fields.clone().next() == Some(name))?
        .skip(2);
    Some(Account::Other {
        name: name.to_owned(),
        uid: fields.next()?.parse().ok()?,
        gid: fields.next()?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_an_account_by_its_whole_name() {
        let passwd = "root:x:0:0::/root:/bin/sh\npostgres2:x:7:7::/:\npostgres:x:102:105::/:\n";
        let expected = Account::Other {
            name: "postgres".to_owned(),
            uid: 102,
            gid: 105,
        };
        assert_eq!(find(passwd, "postgres"), Some(expected));
        assert_eq!(find(passwd, "nobody"), None);
        assert_eq!(find("nobody:x:", "nobody"), None);
    }
}
