//! The rules about migrations, asked about a project's.

use diag::Diagnostic;
use lint::{Allow, Fixed, History, Migration, Options, Surveyed};
use migrations::{DirectiveKind, MigrationFile, Project};
use sql::Script;

use crate::inputs::Inputs;

/// Judges the migrations that are wanted and that the options do not leave out.
///
/// Nothing is said where a migration before them is not understood: what follows from it would be
/// guessed.
pub fn lint(
    inputs: &Inputs,
    project: &Project,
    options: &Options,
    wanted: impl Fn(&MigrationFile) -> bool,
) -> Vec<Diagnostic> {
    with_history(inputs, project, options, wanted, |history| {
        lint::check(history, options)
    })
}

/// What the statements of the migrations that are wanted do to the relations they touch.
pub fn survey(
    inputs: &Inputs,
    project: &Project,
    options: &Options,
    wanted: impl Fn(&MigrationFile) -> bool,
) -> Vec<Surveyed> {
    with_history(inputs, project, options, wanted, |history| {
        lint::survey(history, options)
    })
}

/// The rewritten forms of what makes others wait in the migrations that are wanted.
///
/// `None` where the result would not build the same schema: the texts are left as they are then.
pub fn fix(
    inputs: &Inputs,
    project: &Project,
    options: &Options,
    wanted: impl Fn(&MigrationFile) -> bool,
) -> Option<Fixed> {
    with_history(inputs, project, options, wanted, |history| {
        let fixed = lint::fix(history, options);
        let scripts: Vec<Script> = history
            .migrations
            .iter()
            .map(|it| it.script.clone())
            .collect();
        let (before, _) = sql::fold(&scripts);
        let edited = scripts.iter().map(|script| {
            let text = fixed.apply(script.source(), script.text());
            sql::parse(script.source(), &text).0
        });
        let mut sources = inputs.sources.clone();
        let added = fixed.added.iter().map(|added| {
            let id = sources.add(format!("{}.sql", added.name), &added.up);
            sql::parse(id, &added.up).0
        });
        let all: Vec<Script> = edited.chain(added).collect();
        let (after, findings) = sql::fold(&all);
        let is_sound = !all.iter().any(Script::is_incomplete)
            && !findings.iter().any(Diagnostic::is_error)
            && after == before;
        is_sound.then_some(fixed)
    })
}

fn with_history<T>(
    inputs: &Inputs,
    project: &Project,
    options: &Options,
    wanted: impl Fn(&MigrationFile) -> bool,
    then: impl FnOnce(&History<'_>) -> T,
) -> T {
    let parse = |id| sql::parse(id, inputs.sources.get(id).text()).0;
    let files: Vec<&MigrationFile> = project
        .migrations
        .iter()
        .filter(|file| !file.is_repeatable())
        .collect();
    let scripts: Vec<(Script, Option<Script>)> = files
        .iter()
        .map(|file| (parse(file.up), file.down.map(parse)))
        .collect();
    let understood = scripts.iter().take_while(|(up, _)| !up.is_incomplete());
    let migrations = files
        .iter()
        .zip(understood)
        .map(|(file, (script, down))| Migration {
            name: file.stem.clone(),
            script,
            transaction: file.transaction(),
            down: down.as_ref(),
            irreversible: file.irreversible().map(str::to_owned),
            allows: allows(file),
            judged: wanted(file) && options.start_after.is_none_or(|after| file.version > after),
        });
    let history = History {
        migrations: migrations.collect(),
    };
    then(&history)
}

fn allows(file: &MigrationFile) -> Vec<Allow> {
    let directives = file.directives.iter();
    directives
        .filter_map(|directive| match &directive.kind {
            DirectiveKind::Allow { rule, reason } => Some(Allow {
                rule: rule.clone(),
                reason: reason.clone(),
                span: directive.span,
                in_header: directive.in_header,
            }),
            DirectiveKind::NoTransaction | DirectiveKind::Irreversible { .. } => None,
        })
        .collect()
}
