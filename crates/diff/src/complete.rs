//! What a schema file wants, completed with what it has no words for.

use schema::{
    Column, Constraint, Enum, Expression, ForeignKey, Index, IndexElement, IndexKey, Key, Schema,
    Sequence, SortOrder, Table, Type,
};

use crate::gone;

/// The state that a schema file wants, together with what only SQL can say and the migrations own:
/// checks, exclusion constraints, partial and expression indexes, triggers, views, functions,
/// domains, policies, privileges, comments, and details such as a deferrable key or a collation.
/// Comparing the result with the history shows true differences alone.
///
/// What the file does say always stands: a table that it does not have is gone, whatever the
/// history says of it, and checks, indexes and the like go with the columns that they are made of.
pub fn complete(wanted: &Schema, history: &Schema) -> Schema {
    // All that a file can say is taken from it; the rest is as the history has it.
    let mut complete = history.clone();
    complete.enums.clone_from(&wanted.enums);
    complete.tables.clone_from(&wanted.tables);
    for (name, namespace) in &wanted.schemas {
        let entry = complete.schemas.entry(name.clone());
        entry.or_insert_with(|| namespace.clone());
    }
    // Without `extensions` the file leaves them to the migrations.
    if !wanted.extensions.is_empty() {
        complete.extensions.clone_from(&wanted.extensions);
    }
    for (name, declared) in &mut complete.enums {
        if let Some(known) = history.enums.get(name) {
            *declared = Enum {
                comment: known.comment.clone(),
                privileges: known.privileges.clone(),
                ..declared.clone()
            };
        }
    }
    for (name, table) in &mut complete.tables {
        if let Some(known) = history.tables.get(name) {
            complete_table(table, known);
        }
    }
    complete_sequences(&mut complete, wanted, history);
    gone::take_along(&mut complete, wanted, history);
    complete
}

/// A sequence that no column of the file draws from is the migrations'; of those that are drawn
/// from, the names in the history stand.
fn complete_sequences(complete: &mut Schema, wanted: &Schema, history: &Schema) {
    complete.sequences.clear();
    for (table_name, table) in &complete.tables {
        for column in &table.columns {
            let Some(name) = &column.sequence else {
                continue;
            };
            let sequence = match (history.sequences.get(name), wanted.sequences.get(name)) {
                (Some(known), wanted) => of_type(known, wanted),
                (None, wanted) => wanted.cloned().unwrap_or_default(),
            };
            let sequence = Sequence {
                owned_by: Some((table_name.clone(), column.name.clone())),
                ..sequence
            };
            complete.sequences.insert(name.clone(), sequence);
        }
    }
    for (name, sequence) in &history.sequences {
        if sequence.owned_by.is_none() {
            let entry = complete.sequences.entry(name.clone());
            entry.or_insert_with(|| sequence.clone());
        }
    }
}

/// The sequence that the history has, for values of the type that the file wants.
fn of_type(known: &Sequence, wanted: Option<&Sequence>) -> Sequence {
    let mut sequence = known.clone();
    if let Some(wanted) = wanted.filter(|it| it.ty != known.ty) {
        sequence.ty.clone_from(&wanted.ty);
        if known.maximum == Sequence::range(&known.ty).1 {
            sequence.maximum = wanted.maximum;
        }
    }
    sequence
}

fn complete_table(table: &mut Table, known: &Table) {
    let wanted = std::mem::replace(table, known.clone());
    table.origin = wanted.origin;
    table.columns = wanted.columns;
    table.constraints = wanted.constraints;
    table.indexes = wanted.indexes;
    // The order of fields is for readers; new columns come last in a table.
    let place = |name: &str| {
        let found = known.columns.iter().position(|it| it.name == name);
        found.unwrap_or(known.columns.len())
    };
    table.columns.sort_by_key(|column| place(&column.name));
    for column in &mut table.columns {
        if let Some(known) = known.column(&column.name) {
            complete_column(column, known);
        }
    }
    for constraint in &mut table.constraints {
        if let Some(known) = known.constraint(constraint.name()) {
            complete_constraint(constraint, known);
        }
    }
    for constraint in &known.constraints {
        match constraint {
            Constraint::Check(_) | Constraint::Exclusion(_) => {
                table.constraints.push(constraint.clone());
            }
            Constraint::Unique(key) => prefer_constraint(table, constraint, &key.columns),
            Constraint::PrimaryKey(_) | Constraint::ForeignKey(_) => {}
        }
    }
    for index in &known.indexes {
        let wanted = table.indexes.iter_mut().find(|it| it.name == index.name);
        match wanted {
            Some(wanted) => complete_index(wanted, index),
            None if only_sql(index) => table.indexes.push(index.clone()),
            None => {}
        }
    }
}

fn complete_column(column: &mut Column, known: &Column) {
    let wanted = std::mem::replace(column, known.clone());
    column.origin = wanted.origin;
    // Whether a list may be null a file has no words for.
    if !(wanted.ty.array && known.ty.array) {
        column.nullable = wanted.nullable;
    }
    if !same_type(&wanted.ty, &known.ty) {
        column.collation = None;
        column.storage = None;
        column.ty = wanted.ty;
    }
    // A generated column has no default of its own.
    if known.generated.is_some() && wanted.default.is_none() {
        return;
    }
    column.generated = None;
    // Which sequence values are drawn from, and how, the file does not say.
    if wanted.sequence.is_none() || known.sequence.is_none() {
        if !(is_empty_list(wanted.default.as_ref()) && is_empty_list(known.default.as_ref())) {
            column.default = wanted.default;
        }
        column.sequence = wanted.sequence;
        column.identity = wanted.identity;
    }
}

/// Whether a default is a list without elements, in either of SQL's spellings.
fn is_empty_list(default: Option<&Expression>) -> bool {
    default.is_some_and(|it| {
        let value = it.sql.split("::").next().unwrap_or_default().trim();
        value == "'{}'" || value.eq_ignore_ascii_case("array[]")
    })
}

/// Whether two types are the same as far as a schema file can tell: one that it does not know it
/// writes as text, without its schema, and six digits of a second are as good as none said.
fn same_type(wanted: &Type, known: &Type) -> bool {
    let is_time = matches!(
        known.name.as_str(),
        "timestamp" | "timestamptz" | "time" | "timetz"
    );
    let digits = |ty: &Type| ty.modifiers.first().copied().unwrap_or(6);
    let same_time = known.schema.is_none()
        && is_time
        && (&wanted.schema, &wanted.name, wanted.array)
            == (&known.schema, &known.name, known.array)
        && digits(wanted) == digits(known);
    same_time || wanted.to_string() == known.to_string()
}

fn complete_constraint(constraint: &mut Constraint, known: &Constraint) {
    match (constraint, known) {
        (Constraint::PrimaryKey(key), Constraint::PrimaryKey(known))
        | (Constraint::Unique(key), Constraint::Unique(known)) => {
            *key = Key {
                columns: key.columns.clone(),
                origin: key.origin,
                ..known.clone()
            };
        }
        (Constraint::ForeignKey(key), Constraint::ForeignKey(known)) => {
            *key = ForeignKey {
                columns: key.columns.clone(),
                references: key.references.clone(),
                referenced_columns: key.referenced_columns.clone(),
                on_delete: key.on_delete,
                on_update: key.on_update,
                origin: key.origin,
                ..known.clone()
            };
        }
        (
            Constraint::PrimaryKey(_)
            | Constraint::Unique(_)
            | Constraint::ForeignKey(_)
            | Constraint::Check(_)
            | Constraint::Exclusion(_),
            _,
        ) => {}
    }
}

/// Where the history has a unique constraint and the file wants a unique index over the same
/// columns, the constraint stands: it promises the same and more.
fn prefer_constraint(table: &mut Table, constraint: &Constraint, columns: &[String]) {
    let same = table.indexes.iter().position(|index| {
        let plain = index.elements.iter().map(plain_column);
        index.unique
            && index.predicate.is_none()
            && plain.eq(columns.iter().map(|column| Some(column.as_str())))
    });
    if let Some(at) = same {
        let index = table.indexes.remove(at);
        let mut constraint = constraint.clone();
        if let Constraint::Unique(key) = &mut constraint {
            key.name = index.name;
            key.origin = index.origin;
        }
        table.constraints.push(constraint);
    }
}

/// The column of an element that says nothing but that.
fn plain_column(element: &IndexElement) -> Option<&str> {
    match &element.key {
        IndexKey::Column(name)
            if element.opclass.is_none()
                && element.order == SortOrder::Ascending
                && element.nulls.is_none() =>
        {
            Some(name)
        }
        IndexKey::Column(_) | IndexKey::Expression(_) => None,
    }
}

fn complete_index(index: &mut Index, known: &Index) {
    let wanted = std::mem::replace(index, known.clone());
    index.origin = wanted.origin;
    index.unique = wanted.unique;
    index.method = wanted.method;
    index.elements = wanted.elements;
    // Most files have no words for a predicate, so that the history's stands; but what the file
    // calls unique must be so in all rows.
    if wanted.unique || wanted.predicate.is_some() {
        index.predicate = wanted.predicate;
    }
    for (element, known) in index.elements.iter_mut().zip(&known.elements) {
        element.collation.clone_from(&known.collation);
        element.nulls = known.nulls;
        element.opclass_options.clone_from(&known.opclass_options);
    }
}

/// Whether an index is of a kind that a schema file cannot say.
fn only_sql(index: &Index) -> bool {
    let mut elements = index.elements.iter();
    index.predicate.is_some() || elements.any(|it| matches!(it.key, IndexKey::Expression(_)))
}
