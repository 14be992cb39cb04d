//! A wrong manifest does not compile, and says why.

use std::path::Path;
use std::{env, fs, io};

/// The files that the cases' rows name, copied to where the cases are compiled: a folder of the
/// target folder, in whose `<profile>/deps` this binary lies.
fn copy_files() -> io::Result<()> {
    let binary = env::current_exe()?;
    let target = binary.ancestors().nth(3).unwrap_or(&binary);
    let crate_folder = target.join("tests/trybuild").join(env!("CARGO_PKG_NAME"));
    let destination = crate_folder.join("files");
    fs::create_dir_all(&destination)?;
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui/files");
    for entry in fs::read_dir(files)? {
        let entry = entry?;
        fs::copy(entry.path(), destination.join(entry.file_name()))?;
    }
    Ok(())
}

#[test]
fn a_wrong_manifest_does_not_compile() {
    copy_files().unwrap();
    let cases = trybuild::TestCases::new();
    cases.pass("../tests/ui/in_order.rs");
    cases.pass("../tests/ui/empty.rs");
    for case in [
        "bad_name",
        "duplicate_version",
        "edited",
        "everything_at_once",
        "gap",
        "malformed_rows",
        "missing_file",
        "other_file",
        "out_of_order",
        "version_zero",
    ] {
        cases.compile_fail(format!("../tests/ui/{case}.rs"));
    }
}
