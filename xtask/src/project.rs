//! The project's texts, read from disk.

use diag::{Diagnostic, Severity, Sources};
use prismoid_build::{Checked, Inputs};

use crate::codes;
use crate::context::Context;
use crate::failure::{Failure, Result, any_error, file};

/// Reads the schema and the migrations.
///
/// A folder of migrations that somebody named must be there: an empty history would make a mistyped
/// name look like a project without mistakes.
pub(crate) fn read(ctx: &Context) -> Result<Inputs> {
    refuse_missing(ctx)?;
    read_to_begin(ctx)
}

/// Refuses a folder of migrations that was named and is not there.
pub(crate) fn refuse_missing(ctx: &Context) -> Result<()> {
    let layout = ctx.layout()?;
    if ctx.options.paths.migrations.is_none() || layout.migrations.is_dir() {
        return Ok(());
    }
    let shown = layout.shown(&layout.migrations);
    let failure = Failure::new(
        &codes::BAD_ARGUMENT,
        format!("there is no folder `{shown}`"),
    );
    Err(failure.help("name the folder of the migrations with `--migrations`"))
}

/// The same for commands that may begin a project: what is missing they write.
pub(crate) fn read_to_begin(ctx: &Context) -> Result<Inputs> {
    let layout = ctx.layout()?;
    prismoid_build::load(&layout.root, &layout.paths())
        .map_err(|e| file("read the project in", &layout.root, &e))
}

/// The schema's datamodel and all findings about it.
pub(crate) fn schema(inputs: &Inputs) -> (psl::datamodel::Datamodel, Vec<Diagnostic>) {
    let (datamodel, mut findings) = psl::parse(&inputs.sources, &inputs.schema);
    findings.extend(
        inputs
            .findings
            .iter()
            .filter(|d| is_about_schema(d, inputs))
            .cloned(),
    );
    (datamodel, findings)
}

/// The datamodel of a schema that is in order, with its warnings.
pub(crate) fn valid_schema(
    ctx: &Context,
) -> Result<(psl::datamodel::Datamodel, Vec<Diagnostic>, Sources)> {
    let inputs = read(ctx)?;
    let (datamodel, findings) = schema(&inputs);
    if any_error(&findings) {
        return Err(Failure::findings(findings, inputs.sources));
    }
    Ok((datamodel, findings, inputs.sources))
}

/// What is known about the migrations alone: the schema's mistakes are not theirs.
pub(crate) fn migrations(inputs: &Inputs) -> Checked {
    let mut checked = prismoid_build::check(inputs);
    checked.findings.retain(|d| !is_about_schema(d, inputs));
    soften_rollbacks(&mut checked);
    checked
}

/// The same for commands that look at a database or work on it: that the generated code does not
/// know the latest migration yet is worth a warning there, and stops nothing.
pub(crate) fn applicable_migrations(inputs: &Inputs) -> Checked {
    let mut checked = migrations(inputs);
    // What the schema asks for beyond the migrations is no matter of what the migrations do.
    checked
        .findings
        .retain(|d| *d.code != prismoid_build::codes::SCHEMA_DRIFT);
    for finding in &mut checked.findings {
        if migrations::is_settled_by_codegen(finding.code, false) {
            finding.severity = Severity::Warning;
        }
    }
    checked
}

/// Few projects of other tools ever run their rollbacks: that one is wrong must be known, and stops
/// nothing.
fn soften_rollbacks(checked: &mut Checked) {
    let project = &checked.migrations;
    let downs: Vec<_> = project.migrations.iter().filter_map(|m| m.down).collect();
    let is_down = |finding: &Diagnostic| {
        let place = finding.primary.as_ref();
        place.is_some_and(|label| downs.contains(&label.span.source))
    };
    if project.layout.is_own() {
        return;
    }
    for finding in &mut checked.findings {
        if is_down(finding) {
            finding.severity = Severity::Warning;
        }
    }
}

/// Migrations that are ready to be run, with findings that do not stop them.
pub(crate) fn runnable_migrations(ctx: &Context) -> Result<(Inputs, Checked)> {
    let inputs = read(ctx)?;
    let checked = applicable_migrations(&inputs);
    if any_error(&checked.findings) {
        return Err(Failure::findings(checked.findings, inputs.sources));
    }
    Ok((inputs, checked))
}

fn is_about_schema(finding: &Diagnostic, inputs: &Inputs) -> bool {
    match &finding.primary {
        Some(label) => inputs.schema.contains(&label.span.source),
        None => {
            *finding.code == prismoid_build::codes::MISSING_SCHEMA
                || psl::codes::ALL.contains(&finding.code)
        }
    }
}
