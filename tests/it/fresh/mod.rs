//! Generated files are what their inputs give. The test compares and never writes: the one command
//! that writes is `cargo xtask codegen`.

use std::fs;
use std::path::{Path, PathBuf};

use diag::render::{Style, human};
use prismoid_build::Inputs;

/// The repository's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What the repository's Cargo.toml says.
fn config() -> prismoid_build::Config {
    let text = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml is read");
    let source = diag::Sources::new().add("Cargo.toml", text.as_str());
    let (config, findings) = prismoid_build::config(source, &text);
    assert_eq!(findings, []);
    config
}

fn inputs() -> Inputs {
    prismoid_build::load(&root(), &config().paths()).expect("the project is read")
}

#[test]
fn the_generated_crate_is_what_codegen_would_write() {
    let config = config();
    let mut inputs = inputs();
    let checked = prismoid_build::check(&inputs);
    let shown = human(&checked.findings, &inputs.sources, Style::Plain);
    assert!(!checked.has_errors(), "{shown}");
    let generated = prismoid_build::generate(&checked, &config.package());
    let actual = prismoid_build::load_generated(&root().join(&config.generated));
    let actual = actual.expect("the generated crate is read");
    let sources = &mut inputs.sources;
    let stale = prismoid_build::stale(&generated.files, &actual, &config.generated, sources);
    let stale: Vec<_> = stale.into_iter().collect();
    let shown = human(&stale, sources, Style::Plain);
    assert!(stale.is_empty(), "{shown}\nrun `cargo xtask codegen`");
}

#[test]
fn the_lock_file_is_what_codegen_would_write() {
    let config = config();
    let checked = prismoid_build::check(&inputs());
    let generated = prismoid_build::generate(&checked, &config.package());
    let path = root().join(&config.migrations).join(migrations::LOCK_FILE);
    let lock = fs::read_to_string(&path).expect("the lock file is there: `cargo xtask codegen`");
    assert_eq!(lock, generated.lock, "run `cargo xtask codegen`");
}

#[test]
fn generating_twice_gives_the_same_bytes() {
    let package = config().package();
    let once = prismoid_build::generate(&prismoid_build::check(&inputs()), &package);
    let twice = prismoid_build::generate(&prismoid_build::check(&inputs()), &package);
    assert_eq!(once, twice);
}
