//! What the commands share that make a plan from one state to another: renames, losses, the way.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write, stderr, stdin};

use ::schema::{QualifiedName, Reference, Rename, Schema};
use clap::Args;
use diag::{Diagnostic, Sources};
use diff::{Obstacle, Options, Reader, Script};

use crate::codes;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::terminal::plural;

/// How a plan is made.
#[derive(Debug, Clone, Args)]
pub(crate) struct Planning {
    /// Something that was renamed: `users=people`, `users.name=users.title` [repeatable]
    #[arg(long = "rename", value_name = "OLD=NEW")]
    renames: Vec<String>,
    /// Go on although data is lost; each step says which
    #[arg(long)]
    accept_data_loss: bool,
    /// The shortest SQL, for a database that nobody uses meanwhile
    #[arg(long)]
    offline: bool,
}

/// Two states between which a plan leads, and the renames that are known.
pub(crate) struct Way<'a> {
    pub(crate) before: &'a Schema,
    /// As it is wanted, not yet completed.
    pub(crate) wanted: &'a Schema,
    /// From the comments of a schema file.
    pub(crate) hints: Vec<Rename>,
}

/// A plan and what it was made from.
pub(crate) struct Plan {
    pub(crate) after: Schema,
    pub(crate) script: Script,
}

impl Planning {
    /// The plan of a way; `complete` makes the wanted state whole, given the state before under its
    /// new names. On a terminal likely renames are asked about.
    pub(crate) fn plan(
        &self,
        ctx: &Context,
        way: Way<'_>,
        complete: impl Fn(&Schema, &Schema) -> Schema,
    ) -> Result<Plan> {
        let Way {
            before,
            wanted,
            hints,
        } = way;
        let told = self.told(before, wanted)?;
        let mut options = Options {
            renames: [told.clone(), hints].concat(),
            online: !self.offline,
            reader: Some(reader()),
        };
        let mut asked: BTreeMap<Rename, bool> = BTreeMap::new();
        loop {
            let renamed = diff::renamed(before, wanted, &options);
            let after = complete(wanted, &renamed);
            let script = diff::plan(before, &after, &options);
            if let Some(unused) = told.iter().find(|it| !script.renames.contains(it)) {
                return Err(nothing_to_rename(&unused.to_string()));
            }
            let open = script.likely.iter().find(|it| !asked.contains_key(*it));
            let Some(rename) = open.filter(|_| can_ask(ctx)).cloned() else {
                return Ok(Plan { after, script });
            };
            let yes = ask(&rename);
            asked.insert(rename.clone(), yes);
            if yes {
                options.renames.push(rename);
            }
        }
    }

    /// The renames of the command line, understood.
    fn told(&self, before: &Schema, after: &Schema) -> Result<Vec<Rename>> {
        let understood = self.renames.iter().map(|text| {
            let (from, to) = text.split_once('=').ok_or_else(|| {
                let message = format!("`--rename {text}` names no new name");
                Failure::new(&codes::BAD_ARGUMENT, message)
                    .help("write `--rename old=new` or `--rename table.old=table.new`")
            })?;
            understand(from.trim(), to.trim(), before, after).ok_or_else(|| nothing_to_rename(text))
        });
        understood.collect()
    }

    /// Stops a plan that loses data, unless that was accepted.
    pub(crate) fn allow(&self, script: &Script) -> Result<()> {
        let losses = script.losses();
        if self.accept_data_loss || losses.is_empty() {
            return Ok(());
        }
        let mut findings: Vec<Diagnostic> = losses
            .iter()
            .map(|loss| Diagnostic::error(&codes::DATA_LOSS, format!("the plan loses {loss}")))
            .collect();
        if let Some(last) = findings.last_mut() {
            last.help
                .push("add `--accept-data-loss` if that is what you want".to_owned());
        }
        findings.extend(likely(script));
        Err(Failure::findings(findings, Sources::new()))
    }
}

/// What reads SQL for a plan.
pub(super) fn reader() -> Reader {
    Reader {
        rename: sql::follow_rename,
        resolve: sql::resolve,
    }
}

/// Stops a plan under which something stays that uses what goes: no statement leads there.
/// Without sources nothing is shown of where it was made.
pub(super) fn unobstructed(before: &Schema, plan: &Plan, sources: Option<&Sources>) -> Result<()> {
    let obstacles = diff::obstacles(before, &plan.after);
    if obstacles.is_empty() {
        return Ok(());
    }
    let findings = obstacles.iter().map(|it| obstructed(it, sources.is_some()));
    Err(Failure::findings(
        findings.collect(),
        sources.cloned().unwrap_or_default(),
    ))
}

fn obstructed(obstacle: &Obstacle, shown: bool) -> Diagnostic {
    let (used, renamed) = match &obstacle.used {
        Reference::Relation(name) => (format!("table `{name}`"), format!("{name}=NEW")),
        Reference::Column(table, column) => (
            format!("column `{table}.{column}`"),
            format!("{table}.{column}=NEW"),
        ),
        Reference::Type(name) => (format!("enum `{name}`"), format!("{name}=NEW")),
        Reference::Function(name) => (format!("function `{name}`"), String::new()),
    };
    let object = &obstacle.object;
    let kind = object.split(" `").next().unwrap_or_default();
    let mut finding = Diagnostic::error(
        &codes::STILL_USED,
        format!("{object} uses {used}, which goes"),
    );
    if let Some(span) = obstacle.origin.0.filter(|_| shown) {
        finding = finding.at(span, format!("this {kind} would be left without it"));
    }
    finding = finding.help(format!(
        "drop the {kind}, or make it without that, in a migration before: `cargo xtask migrate create NAME`"
    ));
    if renamed.is_empty() {
        finding
    } else {
        finding.help(format!(
            "add `--rename {renamed}` if it only has another name"
        ))
    }
}

/// Findings about renames that look likely and that nobody told of.
pub(crate) fn likely(script: &Script) -> Vec<Diagnostic> {
    let finding = |rename: &Rename| {
        let (what, name) = words(rename);
        let mut finding = Diagnostic::warning(&codes::LIKELY_RENAME, what);
        finding.help.push(format!(
            "add `--rename {rename}` if it is the same, or write `/// @renamed from {name}` above it in the schema"
        ));
        finding
    };
    script.likely.iter().map(finding).collect()
}

/// What goes and what appears, and the old name.
fn words(rename: &Rename) -> (String, String) {
    let goes = |kind: &str, from: &str, to: &str| {
        format!("{kind} `{from}` goes and `{to}` appears, which look like one")
    };
    match rename {
        Rename::Table { from, to } => {
            let (a, b) = (from.to_string(), to.to_string());
            (goes("table", &a, &b), a)
        }
        Rename::Enum { from, to } => {
            let (a, b) = (from.to_string(), to.to_string());
            (goes("enum", &a, &b), a)
        }
        Rename::Column { table, from, to } => {
            let a = format!("{table}.{from}");
            (goes("column", &a, to), from.clone())
        }
        Rename::EnumValue { name, from, to } => {
            let a = format!("{name}.{from}");
            (goes("enum value", &a, to), from.clone())
        }
    }
}

fn nothing_to_rename(text: &str) -> Failure {
    let message = format!("`--rename {text}` fits nothing that goes and appears");
    Failure::new(&codes::BAD_ARGUMENT, message).help(
        "name both sides as they are called in the database: `old=new`, `table.old=table.new`",
    )
}

fn can_ask(ctx: &Context) -> bool {
    ctx.terminal.talks() && stdin().is_terminal() && stderr().is_terminal()
}

/// Asks until the answer is yes or no; the end of the input is a no.
fn ask(rename: &Rename) -> bool {
    let (what, _) = words(rename);
    loop {
        let mut error = stderr();
        // Without a terminal nobody is asked.
        let _ = write!(error, "{what}: was it renamed? [y/N] ");
        let _ = error.flush();
        let mut answer = String::new();
        if stdin().read_line(&mut answer).unwrap_or(0) == 0 {
            return false;
        }
        match answer.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => return true,
            "" | "n" | "no" => return false,
            _ => {}
        }
    }
}

/// What an old and a new name stand for, of what goes and appears.
fn understand(from: &str, to: &str, before: &Schema, after: &Schema) -> Option<Rename> {
    for old in readings(from) {
        for new in readings(to) {
            let rename = match (&old, &new) {
                ((None, from), (None, to)) => whole(from, to, before, after),
                ((Some(owner), from), (Some(new_owner), to)) => {
                    part(owner, from, new_owner, to, before, after)
                }
                ((Some(owner), from), (None, to)) if !to.name.contains('.') => {
                    part(owner, from, owner, to, before, after)
                }
                _ => None,
            };
            if rename.is_some() {
                return rename;
            }
        }
    }
    None
}

/// A name by itself or of something that it belongs to, in every way in which it can be read. The
/// schema is `public` where none stands.
type Reading = (Option<QualifiedName>, QualifiedName);

fn readings(text: &str) -> Vec<Reading> {
    let parts: Vec<&str> = text.split('.').map(|part| part.trim_matches('"')).collect();
    let public = |name: &str| QualifiedName::public(name);
    match parts.as_slice() {
        [name] => vec![(None, public(name))],
        [one, two] => vec![
            (Some(public(one)), public(two)),
            (None, QualifiedName::new(*one, *two)),
        ],
        [schema, owner, name] => vec![(Some(QualifiedName::new(*schema, *owner)), public(name))],
        _ => Vec::new(),
    }
}

fn whole(
    from: &QualifiedName,
    to: &QualifiedName,
    before: &Schema,
    after: &Schema,
) -> Option<Rename> {
    let (from, to) = (from.clone(), to.clone());
    if before.tables.contains_key(&from) && after.tables.contains_key(&to) {
        Some(Rename::Table { from, to })
    } else if before.enums.contains_key(&from) && after.enums.contains_key(&to) {
        Some(Rename::Enum { from, to })
    } else {
        None
    }
}

/// A column or a value; what it belongs to may have another name itself.
fn part(
    owner: &QualifiedName,
    from: &QualifiedName,
    new_owner: &QualifiedName,
    to: &QualifiedName,
    before: &Schema,
    after: &Schema,
) -> Option<Rename> {
    let (from, to) = (from.name.clone(), to.name.clone());
    let new_table = after.tables.get(new_owner);
    let old_table = before.tables.get(owner);
    let value = |schema: &Schema, name: &QualifiedName, value: &str| {
        let found = schema.enums.get(name);
        found.is_some_and(|it| it.values.iter().any(|it| it.name == value))
    };
    if old_table.is_some_and(|it| it.column(&from).is_some())
        && new_table.is_some_and(|it| it.column(&to).is_some())
    {
        let table = new_owner.clone();
        Some(Rename::Column { table, from, to })
    } else if value(before, owner, &from) && value(after, new_owner, &to) {
        let name = new_owner.clone();
        Some(Rename::EnumValue { name, from, to })
    } else {
        None
    }
}

/// "3 steps in 2 files"
pub(crate) fn size(script: &Script) -> String {
    let (steps, files) = (script.steps.len(), script.files().len());
    let steps = plural(steps, "step");
    if files > 1 {
        format!("{steps} in {}", plural(files, "file"))
    } else {
        steps
    }
}
