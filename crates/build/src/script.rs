//! A build script's conversation with cargo.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use diag::render::{Style, human};
use diag::{Diagnostic, Sources};
use emit::{Dependency, Package};

use crate::check::{Checked, check};
use crate::generate::generate;
use crate::inputs::{Inputs, Paths};
use crate::load::{load, load_generated};
use crate::stale::stale;

/// What a build script verifies or generates, with defaults for everything but the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    package: Package,
}

impl Build {
    /// For the project whose root is at this path, relative to the crate that is built.
    pub fn at(root: &str) -> Self {
        let Paths {
            schema, migrations, ..
        } = Paths::default();
        Self {
            package: Package {
                name: "database".to_owned(),
                root: root.to_owned(),
                schema,
                migrations,
                dependency: Dependency::Version,
                lint: Vec::new(),
            },
        }
    }

    /// The generated crate's name.
    #[must_use]
    pub fn package(mut self, name: &str) -> Self {
        name.clone_into(&mut self.package.name);
        self
    }

    /// The schema, a file or a folder, relative to the root; `schema.prisma` if not given.
    #[must_use]
    pub fn schema(mut self, path: &str) -> Self {
        path.clone_into(&mut self.package.schema);
        self
    }

    /// The migrations folder, relative to the root; `migrations` if not given.
    #[must_use]
    pub fn migrations(mut self, path: &str) -> Self {
        path.clone_into(&mut self.package.migrations);
        self
    }

    /// The generated crate takes this toolkit from `[workspace.dependencies]`.
    #[must_use]
    pub fn workspace_dependencies(mut self) -> Self {
        self.package.dependency = Dependency::Workspace;
        self
    }

    /// The level of a lint rule or a group of rules, as in the configuration: what is denied fails the
    /// build. What is only warned of is told by `cargo xtask check`.
    #[must_use]
    pub fn lint(mut self, rule: &str, level: &str) -> Self {
        self.package.lint.push((rule.to_owned(), level.to_owned()));
        self
    }

    /// Fails the build where the schema or a migration is wrong, or where the generated crate is
    /// not what they ask for. Runs again only when one of these files changes.
    pub fn verify(&self) -> ExitCode {
        self.run(Self::verified)
    }

    /// Writes `$OUT_DIR/database.rs`, one module with everything that a generated crate would hold.
    ///
    /// A migration that is not locked yet is no error here: it is generated in any case.
    pub fn generate(&self) -> ExitCode {
        self.run(Self::written)
    }

    fn run(&self, work: impl FnOnce(&Self, &Path) -> io::Result<Outcome>) -> ExitCode {
        let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
        let outcome = work(self, &here);
        match outcome {
            Ok(outcome) if !outcome.findings.iter().any(Diagnostic::is_error) => {
                // Cargo has gone away if this fails, and with it whoever could be told.
                let _ = io::stdout().write_all(self.directives(&here, &outcome).as_bytes());
                ExitCode::SUCCESS
            }
            Ok(outcome) => {
                // No directive goes out with a failure: cargo would print it above the findings,
                // and it runs a failed script again in any case.
                let shown = human(&outcome.findings, &outcome.sources, Style::Plain);
                let _ = io::stderr().write_all(shown.as_bytes());
                ExitCode::FAILURE
            }
            Err(error) => {
                let _ = writeln!(
                    io::stderr(),
                    "error: the project cannot be read or written: {error}"
                );
                ExitCode::FAILURE
            }
        }
    }

    /// Which changes matter, and warnings.
    fn directives(&self, here: &Path, outcome: &Outcome) -> String {
        let Package {
            root,
            schema,
            migrations,
            ..
        } = &self.package;
        let mut text = String::new();
        let mut watched = vec![format!("{root}/{schema}"), format!("{root}/{migrations}")];
        watched.extend(outcome.own_files.iter().map(|file| (*file).to_owned()));
        // A path that does not exist would make cargo run the script every time.
        for path in watched.iter().filter(|path| here.join(path).exists()) {
            let _ = writeln!(text, "cargo::rerun-if-changed={path}");
        }
        for finding in &outcome.findings {
            for line in warning_lines(finding, &outcome.sources) {
                let _ = writeln!(text, "cargo::warning={line}");
            }
        }
        text
    }

    fn load(&self, here: &Path) -> io::Result<Inputs> {
        let paths = Paths {
            schema: self.package.schema.clone(),
            migrations: self.package.migrations.clone(),
            layout: None,
        };
        load(&here.join(&self.package.root), &paths)
    }

    fn verified(&self, here: &Path) -> io::Result<Outcome> {
        let mut inputs = self.load(here)?;
        let checked = check(&inputs);
        let mut findings = checked.findings.clone();
        findings.extend(self.denied(&inputs, &checked));
        if checked.can_generate() {
            let generated = generate(&checked, &self.package);
            let folder = here.file_name().unwrap_or_default().to_string_lossy();
            let actual = load_generated(here)?;
            let is_clear = !generated.findings.iter().any(Diagnostic::is_error);
            findings.extend(generated.findings);
            if is_clear {
                let sources = &mut inputs.sources;
                findings.extend(stale(&generated.files, &actual, &folder, sources));
            }
        }
        Ok(Outcome {
            findings,
            sources: inputs.sources,
            own_files: &["Cargo.toml", "build.rs", "src"],
        })
    }

    /// What rules of level deny find.
    fn denied(&self, inputs: &Inputs, checked: &Checked) -> Vec<Diagnostic> {
        let levels = self.package.lint.iter().cloned().collect();
        let (options, mut findings) = lint::Options::read(&levels);
        if !checked.has_errors() {
            let migrations = &checked.migrations;
            findings.extend(crate::lint::lint(inputs, migrations, &options, |_| true));
        }
        findings.retain(Diagnostic::is_error);
        findings
    }

    fn written(&self, here: &Path) -> io::Result<Outcome> {
        let inputs = self.load(here)?;
        let checked = check(&inputs);
        let denied = self.denied(&inputs, &checked);
        let Checked {
            datamodel,
            migrations,
            mut findings,
            ..
        } = checked;
        findings.extend(denied);
        findings.retain(|finding| !migrations::is_settled_by_codegen(finding.code, false));
        if !findings.iter().any(Diagnostic::is_error) {
            let folder = self.package.migrations_path();
            let (text, more) = emit::module(&datamodel, &migrations, &folder);
            findings.extend(more);
            let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
            fs::write(out.join("database.rs"), text)?;
        }
        Ok(Outcome {
            findings,
            sources: inputs.sources,
            own_files: &[],
        })
    }
}

/// A warning in lines, since cargo takes one line at a time.
fn warning_lines(finding: &Diagnostic, sources: &Sources) -> Vec<String> {
    let place = finding.primary.as_ref();
    let place = place.map(|label| format!(" ({})", sources.place(label.span)));
    let (message, code) = (&finding.message, finding.code.name);
    let mut lines = vec![format!("{message}{} [{code}]", place.unwrap_or_default())];
    lines.extend(finding.notes.iter().map(|note| format!("  note: {note}")));
    lines.extend(finding.help.iter().map(|help| format!("  help: {help}")));
    lines
}

/// What a build script found.
struct Outcome {
    findings: Vec<Diagnostic>,
    sources: Sources,
    /// Files of the crate itself that were judged.
    own_files: &'static [&'static str],
}
