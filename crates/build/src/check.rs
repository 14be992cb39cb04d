//! All that is wrong with a project, from its texts alone.

use diag::Diagnostic;
use migrations::Project;
use psl::datamodel::Datamodel;

use crate::inputs::Inputs;

/// A project as it was understood.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What the schema says.
    pub datamodel: Datamodel,
    /// The migrations and their lock file.
    pub migrations: Project,
    /// Everything found, sorted by file and place.
    pub findings: Vec<Diagnostic>,
}

impl Checked {
    /// Whether anything is an error.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(Diagnostic::is_error)
    }
}

/// Reads the schema and the migrations and judges them: the schema by itself, the folder of
/// migrations by its rules, and each migration's SQL against those before it.
pub fn check(inputs: &Inputs) -> Checked {
    let sources = &inputs.sources;
    let mut findings = inputs.findings.clone();
    let (datamodel, more) = psl::parse(sources, &inputs.schema);
    findings.extend(more);
    let (migrations, more) = migrations::read(sources, &inputs.migrations);
    findings.extend(more);
    findings.extend(check_sql(inputs, &migrations));
    Diagnostic::sort(&mut findings, sources);
    Checked {
        datamodel,
        migrations,
        findings,
    }
}

/// The syntax of every script.
fn check_sql(inputs: &Inputs, project: &Project) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for migration in &project.migrations {
        for id in std::iter::once(migration.up).chain(migration.down) {
            findings.extend(sql::parse(id, inputs.sources.get(id).text()).1);
        }
    }
    findings
}
