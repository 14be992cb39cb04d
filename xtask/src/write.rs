//! Writing files: all or none.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Result, file};

/// Writes files with the folders above them: each under a temporary name first, and renamed when
/// all are complete. A file that has its text already is left alone, so that cargo sees no change.
/// Returns the paths that changed.
pub(crate) fn write_all(files: &[(PathBuf, String)]) -> Result<Vec<&Path>> {
    let changed: Vec<&(PathBuf, String)> = files
        .iter()
        .filter(|(path, text)| !fs::read(path).is_ok_and(|present| present == text.as_bytes()))
        .collect();
    let mut ready = Ready(Vec::new());
    for (path, text) in &changed {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|e| file("create", folder, &e))?;
        }
        let temporary = temporary(path);
        ready.0.push((temporary.clone(), path));
        fs::write(&temporary, text).map_err(|e| file("write", path, &e))?;
        if let Ok(present) = fs::metadata(path) {
            fs::set_permissions(&temporary, present.permissions())
                .map_err(|e| file("write", path, &e))?;
        }
    }
    while let Some((temporary, path)) = ready.0.first() {
        fs::rename(temporary, path).map_err(|e| file("write", path, &e))?;
        ready.0.remove(0);
    }
    Ok(changed
        .into_iter()
        .map(|(path, _)| path.as_path())
        .collect())
}

/// Files that wait under temporary names; what waits in vain is removed.
struct Ready<'a>(Vec<(PathBuf, &'a Path)>);

impl Drop for Ready<'_> {
    fn drop(&mut self) {
        for (temporary, _) in &self.0 {
            // It may not even have come to be.
            let _ = fs::remove_file(temporary);
        }
    }
}

/// A hidden name in the same folder, so that renaming stays on one file system.
fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.new", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_all_or_none() {
        let folder = std::env::temp_dir().join(format!("prismoid-write-{}", std::process::id()));
        let good = (folder.join("a/one.txt"), "one".to_owned());
        assert_eq!(
            write_all(std::slice::from_ref(&good)).unwrap(),
            [good.0.as_path()]
        );
        assert!(
            write_all(std::slice::from_ref(&good)).unwrap().is_empty(),
            "nothing changed"
        );
        // A file where a folder has to be.
        let bad = (folder.join("a/one.txt/two.txt"), String::new());
        let changed = (folder.join("a/one.txt"), "other".to_owned());
        assert!(write_all(&[changed, bad]).is_err());
        assert_eq!(fs::read_to_string(&good.0).unwrap(), "one");
        assert_eq!(
            fs::read_dir(folder.join("a")).unwrap().count(),
            1,
            "nothing is left over"
        );
        fs::remove_dir_all(folder).unwrap();
    }
}
