//! Where a development server keeps its data, and the lock that lets one process at a time
//! change it.
//!
//! The place is `target/prismoid/NAME/`. Where the server's account cannot reach that (a checkout
//! under root's home), the data lies in a folder of the system's, and the file `elsewhere` says so.

use std::fs::{self, File, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use super::Say;
use super::account::Account;
use crate::codes;
use crate::failure::{Failure, Result, file};

/// The name of the file that points to data kept outside of the project.
const POINTER: &str = "elsewhere";

/// The folder of one server.
#[derive(Debug)]
pub(crate) struct Folder {
    /// `target/prismoid/NAME`: holds the lock, and the pointer where there is one.
    base: PathBuf,
}

impl Folder {
    pub(crate) fn new(base: PathBuf) -> Self {
        Self { base }
    }

    /// Where the data is, if a server was ever made.
    pub(crate) fn data_home(&self) -> Option<PathBuf> {
        match fs::read_to_string(self.base.join(POINTER)) {
            Ok(path) => Some(PathBuf::from(path.trim_end())),
            Err(_) => Some(self.own_home()).filter(|home| home.is_dir()),
        }
    }

    /// Waits until no other process changes this server; the lock ends with the returned file.
    pub(crate) fn lock(&self, say: &Say<'_>) -> Result<File> {
        fs::create_dir_all(&self.base).map_err(|e| file("create", &self.base, &e))?;
        let path = self.base.join("lock");
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|e| file("open", &path, &e))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                say(
                    "Waiting",
                    "for another process that starts or stops this server",
                );
                lock.lock().map_err(|e| file("lock", &path, &e))?;
            }
            Err(TryLockError::Error(e)) => return Err(file("lock", &path, &e)),
        }
        Ok(lock)
    }

    /// Finds or makes the folder for the data: the project's own if the account can use it.
    pub(crate) fn make_data_home(&self, account: &Account) -> Result<PathBuf> {
        let own = self.own_home();
        if let Some(home) = self.data_home()
            && home != own
            && account.owns(&home)
            && account.can_write(&home)
        {
            return Ok(home);
        }
        account.make_folder(&own)?;
        if account.can_write(&own) {
            self.forget()?;
            return Ok(own);
        }
        // Best effort: an empty folder that nobody uses does no harm.
        let _ = fs::remove_dir(&own);
        self.make_elsewhere(account)
    }

    fn make_elsewhere(&self, account: &Account) -> Result<PathBuf> {
        let name = format!("prismoid-{:016x}", self.hash());
        for parent in account.fallback_folders() {
            let folder = parent.join(&name);
            let usable = match fs::symlink_metadata(&folder) {
                Ok(_) => account.owns(&folder),
                // Made here and now, or refused: what lies ready in a folder that everybody may
                // write to could be a stranger's link.
                Err(_) => {
                    make_parent(&parent)
                        && fs::create_dir(&folder).is_ok()
                        && account.make_folder(&folder).is_ok()
                }
            };
            if usable && account.can_write(&folder) {
                let pointer = self.base.join(POINTER);
                fs::write(&pointer, format!("{}\n", folder.display()))
                    .map_err(|e| file("write", &pointer, &e))?;
                return Ok(folder);
            }
        }
        Err(Failure::new(
            &codes::SERVER_NOT_STARTED,
            format!(
                "the account `{}` cannot write to any folder for the server's data",
                account.name().unwrap_or("own")
            ),
        )
        .note(format!("tried {}", self.base.display()))
        .help("set `CARGO_TARGET_DIR` to a folder that everybody can enter"))
    }

    /// Forgets that the data was elsewhere.
    pub(crate) fn forget(&self) -> Result<()> {
        let pointer = self.base.join(POINTER);
        if pointer.exists() {
            fs::remove_file(&pointer).map_err(|e| file("remove", &pointer, &e))?;
        }
        Ok(())
    }

    fn own_home(&self) -> PathBuf {
        self.base.join("home")
    }

    /// Tells servers of several checkouts apart.
    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let path = fs::canonicalize(&self.base).unwrap_or_else(|_| self.base.clone());
        path.hash(&mut hasher);
        hasher.finish()
    }
}

/// A parent that root makes for all its servers can be entered by everybody.
fn make_parent(parent: &Path) -> bool {
    if parent.is_dir() {
        return true;
    }
    let made = fs::create_dir_all(parent).is_ok();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        made && fs::set_permissions(parent, fs::Permissions::from_mode(0o755)).is_ok()
    }
    #[cfg(not(unix))]
    made
}
