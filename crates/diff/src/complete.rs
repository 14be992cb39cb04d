//! What a schema file wants, completed with what it has no words for.

use schema::{
    Column, Constraint, ForeignKey, Index, IndexElement, IndexKey, Schema, SortOrder, Table,
};

/// The state that a schema file wants, together with what only SQL can say and the migrations own:
/// checks, exclusion constraints, partial and expression indexes, triggers, views, functions,
/// comments, and details such as a deferrable key or a collation. Comparing the result with the
/// history shows true differences alone.
///
/// What the file does say always stands: a table that it does not have is gone, whatever the
/// history says of it.
pub fn complete(wanted: &Schema, history: &Schema) -> Schema {
    let mut complete = wanted.clone();
    for (name, namespace) in &history.schemas {
        let entry = complete.schemas.entry(name.clone());
        entry.or_insert_with(|| namespace.clone());
    }
    // Without `extensions` the file leaves them to the migrations.
    if wanted.extensions.is_empty() {
        complete.extensions.clone_from(&history.extensions);
    }
    complete.views.clone_from(&history.views);
    complete.functions.clone_from(&history.functions);
    complete.opaque.clone_from(&history.opaque);
    for (name, table) in &mut complete.tables {
        if let Some(known) = history.tables.get(name) {
            complete_table(table, known);
        }
    }
    complete_sequences(&mut complete, wanted, history);
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
            let known = history.sequences.get(name);
            let sequence = known.or_else(|| wanted.sequences.get(name)).cloned();
            let mut sequence = sequence.unwrap_or_default();
            sequence.owned_by = Some((table_name.clone(), column.name.clone()));
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

fn complete_table(table: &mut Table, known: &Table) {
    table.comment.clone_from(&known.comment);
    table.triggers.clone_from(&known.triggers);
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
    column.comment.clone_from(&known.comment);
    column.collation.clone_from(&known.collation);
    // The file writes a type that it does not know as text, without its schema.
    if column.ty.to_string() == known.ty.to_string() {
        column.ty.clone_from(&known.ty);
    }
    if column.default.is_none() && known.generated.is_some() {
        column.generated.clone_from(&known.generated);
    }
    if column.sequence.is_some() && known.sequence.is_some() {
        column.sequence.clone_from(&known.sequence);
        column.default.clone_from(&known.default);
        column.identity = known.identity;
    }
}

fn complete_constraint(constraint: &mut Constraint, known: &Constraint) {
    match (constraint, known) {
        (Constraint::PrimaryKey(key), Constraint::PrimaryKey(known)) => {
            key.include.clone_from(&known.include);
            key.deferral = known.deferral;
        }
        (Constraint::ForeignKey(key), Constraint::ForeignKey(known)) => {
            complete_foreign_key(key, known);
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

fn complete_foreign_key(key: &mut ForeignKey, known: &ForeignKey) {
    key.match_type = known.match_type;
    key.deferral = known.deferral;
    key.validated = known.validated;
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
    index.include.clone_from(&known.include);
    index.nulls_not_distinct = known.nulls_not_distinct;
    for (element, known) in index.elements.iter_mut().zip(&known.elements) {
        element.collation.clone_from(&known.collation);
        element.nulls = known.nulls;
    }
}

/// Whether an index is of a kind that a schema file cannot say.
fn only_sql(index: &Index) -> bool {
    let mut elements = index.elements.iter();
    index.predicate.is_some() || elements.any(|it| matches!(it.key, IndexKey::Expression(_)))
}
