//! Foreign keys, and the tables of implicit m-n relations.

use schema::{
    Column, Constraint, Deferral, ForeignKey, Index, IndexElement, MatchType, Origin,
    QualifiedName, ReferentialAction, Schema, Table, Type,
};

use super::{column, columns_of, primary_key, table_name};
use crate::datamodel::{
    self, Datamodel, FieldRef, ManyToMany, Relation, RelationKind, RelationMode, constraint_name,
};

/// Adds what a relation asks for.
pub(super) fn lower(datamodel: &Datamodel, relation: &Relation, schema: &mut Schema) {
    let with_keys = datamodel.relation_mode() == RelationMode::ForeignKeys;
    match &relation.kind {
        RelationKind::ForeignKey(key) => {
            // A view is no table: it neither has keys nor can it be referred to.
            let [forward, back] = relation.sides().map(|side| datamodel[side.model].is_view());
            if with_keys && !forward && !back {
                add_foreign_key(datamodel, key, schema);
            }
        }
        RelationKind::ManyToMany(relation) => {
            let name = QualifiedName::new(
                relation.schema.as_deref().unwrap_or("public"),
                &relation.table,
            );
            let table = join_table(datamodel, relation, with_keys);
            schema.tables.insert(name, table);
        }
    }
}

fn add_foreign_key(datamodel: &Datamodel, key: &datamodel::ForeignKey, schema: &mut Schema) {
    let (model, referenced) = (&datamodel[key.forward.model], &datamodel[key.back.model]);
    let constraint = Constraint::ForeignKey(ForeignKey {
        name: key.database_name.clone(),
        columns: columns_of(model, key.fields.iter().copied()),
        references: table_name(referenced),
        referenced_columns: columns_of(referenced, key.references.iter().copied()),
        on_delete: action(key.on_delete),
        on_update: action(key.on_update),
        match_type: MatchType::Simple,
        deferral: Deferral::NotDeferrable,
        validated: true,
        origin: relation_origin(datamodel, key.forward),
        ..ForeignKey::default()
    });
    if let Some(table) = schema.tables.get_mut(&table_name(model)) {
        table.constraints.push(constraint);
    }
}

/// The table behind an implicit m-n relation: column `A` refers to one model, `B` to the other.
fn join_table(datamodel: &Datamodel, relation: &ManyToMany, with_keys: bool) -> Table {
    let table = &relation.table;
    let name = |suffix| constraint_name(table, &[], suffix);
    let sides = [
        ("A", relation.a, name("_A_fkey")),
        ("B", relation.b, name("_B_fkey")),
    ];
    let origin = relation_origin(datamodel, relation.a);
    let key = primary_key(&name("_AB_pkey"), vec!["A".into(), "B".into()], origin);
    let mut joined = Table {
        constraints: vec![key],
        indexes: vec![Index {
            name: name("_B_index"),
            unique: false,
            method: "btree".into(),
            elements: vec![IndexElement::column("B")],
            include: Vec::new(),
            nulls_not_distinct: false,
            predicate: None,
            origin,
            ..Index::default()
        }],
        origin,
        ..Table::default()
    };
    for (column, side, foreign_key) in sides {
        let Some((id, ty)) = id_column(datamodel, side) else {
            continue;
        };
        let origin = relation_origin(datamodel, side);
        joined.columns.push(join_column(column, ty, origin));
        if with_keys {
            joined.constraints.push(Constraint::ForeignKey(ForeignKey {
                name: foreign_key,
                columns: vec![column.into()],
                references: table_name(&datamodel[side.model]),
                referenced_columns: vec![id],
                on_delete: ReferentialAction::Cascade,
                on_update: ReferentialAction::Cascade,
                match_type: MatchType::Simple,
                deferral: Deferral::NotDeferrable,
                validated: true,
                origin,
                ..ForeignKey::default()
            }));
        }
    }
    joined
}

/// Name and type of the column that identifies the rows of a side's model.
fn id_column(datamodel: &Datamodel, side: FieldRef) -> Option<(String, Type)> {
    let model = &datamodel[side.model];
    let [id] = model.primary_key.as_ref()?.fields.as_slice() else {
        return None;
    };
    let field = &model[id.field];
    let ty = column::column_type(datamodel, field.scalar()?);
    Some((field.database_name().to_owned(), ty))
}

fn join_column(name: &str, ty: Type, origin: Origin) -> Column {
    Column {
        nullable: false,
        origin,
        ..Column::new(name, ty)
    }
}

/// The attribute of a relation, or its field where it has none.
fn relation_origin(datamodel: &Datamodel, side: FieldRef) -> Origin {
    let field = datamodel.field(side);
    let attribute = field.relation().and_then(|relation| relation.attribute);
    attribute.unwrap_or(field.span).into()
}

fn action(action: datamodel::ReferentialAction) -> ReferentialAction {
    match action {
        datamodel::ReferentialAction::Cascade => ReferentialAction::Cascade,
        datamodel::ReferentialAction::Restrict => ReferentialAction::Restrict,
        datamodel::ReferentialAction::NoAction => ReferentialAction::NoAction,
        datamodel::ReferentialAction::SetNull => ReferentialAction::SetNull,
        datamodel::ReferentialAction::SetDefault => ReferentialAction::SetDefault,
    }
}
