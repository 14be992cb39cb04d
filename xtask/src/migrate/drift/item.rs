//! One difference, who is ahead, and what to do about it.

use std::collections::BTreeSet;

use ::schema::{Origin, Schema};
use diff::{Change, ObjectChange, TableChange};

use super::pattern::Pattern;
use super::states::States;

/// Who has what the others lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ahead {
    /// The database alone: it was changed by hand, or by another program.
    Database,
    /// The database and the schema agree; no migration leads there.
    DatabaseAndSchema,
    /// The database has what a pending migration is about to do.
    DatabaseAndPending,
    /// The schema alone.
    Schema,
}

/// A difference.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// The kind and the name of the object, and of the table that it belongs to.
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) table: Option<String>,
    /// What is different, seen from the migrations.
    pub(super) change: String,
    pub(super) ahead: Ahead,
    /// Where the migrations, or the schema, declare it.
    pub(super) origin: Origin,
    /// Whether it is more than two spellings of an expression that nobody could compare.
    pub(super) is_certain: bool,
    /// Whether nothing but the name of an index, a constraint or a sequence differs.
    pub(super) is_name: bool,
}

impl Ahead {
    /// The word in JSON.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::DatabaseAndSchema => "database-and-schema",
            Self::DatabaseAndPending => "database-and-pending",
            Self::Schema => "schema",
        }
    }

    /// Who that is, for people.
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Self::Database => "the database has changed beyond its migrations",
            Self::DatabaseAndSchema => {
                "the database and the schema have changed beyond the migrations"
            }
            Self::DatabaseAndPending => "the database has already what a pending migration does",
            Self::Schema => "the schema and the migrations differ; to follow the schema",
        }
    }

    /// What to do.
    pub(super) fn action(self) -> &'static str {
        match self {
            Self::Database => {
                "`--fix database` prints the SQL that undoes it, `--fix migration` keeps it"
            }
            Self::DatabaseAndSchema => "`--fix migration` writes the migration that is missing",
            Self::DatabaseAndPending => {
                "`--fix database` prints the SQL that undoes it, so that the migration can run"
            }
            Self::Schema => {
                "run `cargo xtask migrate create <name> --from-schema`, or change the schema"
            }
        }
    }
}

/// The object of a difference, to find it in other differences.
type Key = (String, Option<String>, String);

fn key(change: &Change<'_>) -> Key {
    let object = change.object();
    let owner = object.owner().map(ToString::to_string);
    (object.kind().to_owned(), owner, object.name())
}

fn keys(changes: &[Change<'_>]) -> BTreeSet<Key> {
    changes.iter().map(key).collect()
}

/// What the database has other than its migrations build.
pub(super) fn database(states: &States, built: &Schema) -> Vec<Item> {
    let changes = diff::changes(built, &states.live);
    if changes.is_empty() {
        return Vec::new();
    }
    // What the migrations and the schema disagree on, and what of it the database has.
    let behind = states.wanted.as_ref().map_or_else(BTreeSet::new, |wanted| {
        let asked = diff::complete(wanted, &states.all);
        let open = diff::complete(wanted, &states.live);
        let mut behind = keys(&diff::changes(&states.all, &asked));
        for key in keys(&diff::changes(&states.live, &open)) {
            behind.remove(&key);
        }
        behind
    });
    let coming: BTreeSet<Key> = {
        let mut coming = keys(&diff::changes(&states.applied, &states.all));
        for key in keys(&diff::changes(&states.all, &states.live)) {
            coming.remove(&key);
        }
        coming
    };
    let proved = states.proved.is_some();
    let mut items = Vec::new();
    for change in changes.iter().filter(|it| !is_ignored(it, &states.ignored)) {
        let Some(sentence) = diff::sentence(change, &changes) else {
            continue;
        };
        let key = key(change);
        let ahead = if coming.contains(&key) {
            Ahead::DatabaseAndPending
        } else if behind.contains(&key) {
            Ahead::DatabaseAndSchema
        } else {
            Ahead::Database
        };
        let (origin, _) = change.origins(&states.applied, &states.live);
        let spelling = !proved && (is_spelling(change, &changes) || is_open(change, states));
        items.push(Item {
            is_certain: !spelling,
            ..Item::new(change, sentence, ahead, origin)
        });
    }
    items
}

/// What the schema asks for beyond the migrations, and the database does not have either.
pub(super) fn schema(states: &States) -> Vec<Item> {
    let Some(wanted) = &states.wanted else {
        return Vec::new();
    };
    let asked = diff::complete(wanted, &states.all);
    let open = diff::complete(wanted, &states.live);
    let missing = keys(&diff::changes(&states.live, &open));
    let mut items = Vec::new();
    let changes = diff::changes(&states.all, &asked);
    for change in &changes {
        let Some(sentence) = diff::sentence(change, &changes) else {
            continue;
        };
        if missing.contains(&key(change))
            && !is_ignored(change, &states.ignored)
            && !is_order(change, states)
        {
            let (_, origin) = change.origins(&states.all, &asked);
            items.push(Item::new(change, sentence, Ahead::Schema, origin));
        }
    }
    items
}

/// Whether values of an enum merely stand in another order than the schema has them. Prisma adds
/// values at the end, so that this is common; the build warns of it.
fn is_order(change: &Change<'_>, states: &States) -> bool {
    let Change::ReplaceEnum { name, after, .. } = change else {
        return false;
    };
    let values = |it: &::schema::Enum| -> BTreeSet<String> {
        it.values.iter().map(|value| value.name.clone()).collect()
    };
    let known = states.all.enums.get(*name);
    known.is_some_and(|known| values(known) == values(after))
}

/// Whether a change gives a new name to something that no program calls by it.
fn is_name(change: &Change<'_>) -> bool {
    matches!(
        change,
        Change::RenameSequence { .. }
            | Change::Table {
                change: TableChange::RenameConstraint { .. } | TableChange::RenameIndex { .. },
                ..
            }
    )
}

fn is_ignored(change: &Change<'_>, ignored: &[Pattern]) -> bool {
    let object = change.object();
    ignored.iter().any(|pattern| pattern.matches(&object))
}

/// Whether a statement that could not be followed may have made the difference.
fn is_open(change: &Change<'_>, states: &States) -> bool {
    let (_, owner, name) = key(change);
    let short = |name: &str| name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let mut opaque = states.applied.opaque.iter();
    opaque.any(|it| {
        let Some(span) = it.origin.0 else { return true };
        let text = states.inputs.sources.get(span.source).text();
        let range = usize::try_from(span.start)
            .ok()
            .zip(usize::try_from(span.end).ok());
        let text = range.and_then(|(start, end)| text.get(start..end));
        let text = text.unwrap_or_default().to_lowercase();
        let name = name.split('(').next().unwrap_or_default();
        text.contains(&short(name)) || owner.as_deref().is_some_and(|it| text.contains(&short(it)))
    })
}

/// Whether nothing but the text of expressions differs, so that both may mean the same.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else differs is no matter of spelling"
)]
fn is_spelling(change: &Change<'_>, changes: &[Change<'_>]) -> bool {
    match change {
        Change::Table { table, change } => {
            let mut others = changes.iter().filter_map(|other| match other {
                Change::Table {
                    table: it,
                    change: other,
                } if it == table => Some(*other),
                _ => None,
            });
            match *change {
                TableChange::AlterColumn { before, after } => {
                    diff::same_but_expressions(before, after)
                }
                TableChange::DropConstraint(before) => others.any(|it| {
                    matches!(it, TableChange::AddConstraint(after)
                        if diff::same_but_expressions(before, after))
                }),
                TableChange::AddConstraint(after) => others.any(|it| {
                    matches!(it, TableChange::DropConstraint(before)
                        if diff::same_but_expressions(before, after))
                }),
                TableChange::DropIndex(before) => others.any(|it| {
                    matches!(it, TableChange::CreateIndex(after)
                        if diff::same_but_expressions(before, after))
                }),
                TableChange::CreateIndex(after) => others.any(|it| {
                    matches!(it, TableChange::DropIndex(before)
                        if diff::same_but_expressions(before, after))
                }),
                _ => false,
            }
        }
        Change::Object(change) => is_spelling_of_object(*change),
        _ => false,
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else differs is no matter of spelling"
)]
fn is_spelling_of_object(change: ObjectChange<'_>) -> bool {
    match change {
        ObjectChange::Domain(_, it) => it.differs_in_expressions(),
        ObjectChange::View(_, it) => it.differs_in_expressions(),
        ObjectChange::ViewIndex(_, it) => it.differs_in_expressions(),
        ObjectChange::Function(_, it) => it.differs_in_expressions(),
        ObjectChange::Trigger(_, it) => it.differs_in_expressions(),
        ObjectChange::Policy(_, it) => it.differs_in_expressions(),
        ObjectChange::Rule(_, it) => it.differs_in_expressions(),
        ObjectChange::Statistics(_, it) => it.differs_in_expressions(),
        ObjectChange::Publication(_, it) => it.differs_in_expressions(),
        ObjectChange::Other(_, it) => it.differs_in_expressions(),
        _ => false,
    }
}

impl Item {
    fn new(change: &Change<'_>, sentence: String, ahead: Ahead, origin: Origin) -> Self {
        let (kind, table, name) = key(change);
        Self {
            kind,
            name,
            table,
            change: sentence,
            ahead,
            origin,
            is_certain: true,
            is_name: is_name(change),
        }
    }
}
