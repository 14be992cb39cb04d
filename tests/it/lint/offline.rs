//! The repository's own migrations, and what a project sees of the rules.

use std::fs;
use std::path::Path;

use lint::Options;

/// The folder of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests lie in the repository")
}

#[test]
fn the_repository_keeps_its_own_rules() {
    let inputs = prismoid_build::load(root(), &prismoid_build::Paths::default());
    let inputs = inputs.expect("the repository can be read");
    let checked = prismoid_build::check(&inputs);
    let findings =
        prismoid_build::lint(&inputs, &checked.migrations, &Options::default(), |_| true);
    let shown = diag::render::human(&findings, &inputs.sources, diag::render::Style::Plain);
    assert!(findings.is_empty(), "{shown}");
    assert!(fs::exists(root().join("migrations")).expect("the folder can be asked for"));
}
