//! What the facade promises: a wrong manifest does not compile, and says why.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// The files that the cases' rows name, copied to where the cases are compiled.
fn copy_files() {
    let binary = env::current_exe().unwrap();
    // The binary lies in `<target>/<profile>/deps`.
    let target: PathBuf = binary.ancestors().nth(3).unwrap().to_owned();
    let crate_folder = target.join("tests/trybuild").join(env!("CARGO_PKG_NAME"));
    let destination = crate_folder.join("files");
    fs::create_dir_all(&destination).unwrap();
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/ui/files");
    for entry in fs::read_dir(files).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, destination.join(path.file_name().unwrap())).unwrap();
    }
}

#[test]
fn a_wrong_manifest_does_not_compile() {
    copy_files();
    let cases = trybuild::TestCases::new();
    cases.pass("../../tests/ui/in_order.rs");
    cases.pass("../../tests/ui/empty.rs");
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
        cases.compile_fail(format!("../../tests/ui/{case}.rs"));
    }
}
