//! What the fields of new relations are called: as Prisma's introspection calls them.
//!
//! A field has the name of the model on the other side. Two relations between the same models are
//! told apart by the columns of their keys: `Post_Post_author_idToUser`.

use std::collections::{BTreeMap, BTreeSet};

use schema::QualifiedName;

use super::names::{Names, table_of};
use super::relation::Relations;
use crate::datamodel::{Datamodel, Model};

/// The names of a relation and of the fields on both sides.
#[derive(Debug, Clone, Default)]
pub(super) struct Ends {
    /// The relation's name, where it must be said.
    pub(super) name: Option<String>,
    /// The field on the side with the columns; of an m-n relation in the model behind `A`.
    pub(super) forward: String,
    /// The field on the other side.
    pub(super) back: String,
    /// The table of an m-n relation.
    pub(super) table: String,
}

/// Names that are taken, by model.
type Taken = BTreeMap<QualifiedName, BTreeSet<String>>;

pub(super) fn choose(datamodel: &Datamodel, names: &Names, relations: &mut Relations<'_>) {
    let mut counts: BTreeMap<(QualifiedName, QualifiedName), usize> = BTreeMap::new();
    let links = relations.links.iter();
    let pairs = links
        .map(|link| pair(link.table, &link.key.references))
        .chain(relations.joins.iter().map(|join| pair(&join.a, &join.b)));
    for pair in pairs {
        *counts.entry(pair).or_default() += 1;
    }
    for (_, relation) in datamodel.relations() {
        if relation.many_to_many().is_some() {
            let [a, b] = relation
                .sides()
                .map(|side| table_of(&datamodel[side.model]));
            *counts.entry(pair(&a, &b)).or_default() += 1;
        }
    }
    let mut taken = taken(datamodel, names, relations);
    for link in relations
        .links
        .iter_mut()
        .filter(|it| it.existing.is_none())
    {
        let (source, target) = (link.table, &link.key.references);
        let (a, b) = (names.model(source), names.model(target));
        let ambiguous = counts.get(&pair(source, target)).is_some_and(|it| *it > 1);
        let own = source == target;
        let relation = if ambiguous {
            format!("{a}_{}To{b}", link.key.columns.join("_"))
        } else {
            format!("{a}To{b}")
        };
        let relation = super::names::sayable(&relation).unwrap_or(relation);
        let (forward, back) = match (ambiguous, own) {
            (false, false) => (b.to_owned(), a.to_owned()),
            (false, true) => (b.to_owned(), format!("other_{a}")),
            (true, false) => (format!("{b}_{relation}"), format!("{a}_{relation}")),
            (true, true) => (format!("{b}_{relation}"), format!("other_{a}_{relation}")),
        };
        link.ends.forward = claim(&mut taken, source, forward, &relation);
        link.ends.back = claim(&mut taken, target, back, &relation);
        link.ends.name = (ambiguous || own).then_some(relation);
    }
    for join in &mut relations.joins {
        let (a, b) = (names.model(&join.a), names.model(&join.b));
        let ambiguous = counts
            .get(&pair(&join.a, &join.b))
            .is_some_and(|it| *it > 1);
        let relation = join.ends.table.trim_start_matches('_').to_owned();
        let usual = relation == format!("{a}To{b}");
        let own = join.a == join.b;
        let (forward, back) = match (ambiguous || own, own) {
            (false, _) => (b.to_owned(), a.to_owned()),
            (true, false) => (format!("{b}_{relation}"), format!("{a}_{relation}")),
            (true, true) => (format!("{a}_A"), format!("{a}_B")),
        };
        join.ends.forward = claim(&mut taken, &join.a, forward, &relation);
        join.ends.back = claim(&mut taken, &join.b, back, &relation);
        join.ends.name = (ambiguous || own || !usual).then_some(relation);
    }
}

fn pair(a: &QualifiedName, b: &QualifiedName) -> (QualifiedName, QualifiedName) {
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    (first.clone(), second.clone())
}

/// The fields that every model has already.
fn taken(datamodel: &Datamodel, names: &Names, relations: &Relations<'_>) -> Taken {
    let mut taken = Taken::new();
    for (table, named) in &names.models {
        let mut fields = names.fields_of(table);
        let model = named.existing.map(|id| &datamodel[id]);
        for (_, field, relation) in model.into_iter().flat_map(Model::relation_fields) {
            if !relations.gone.contains(&relation.relation) {
                fields.insert(field.name.text.clone());
            }
        }
        taken.insert(table.clone(), fields);
    }
    taken
}

/// A name that is free in a model: with the relation's name behind it, or a number.
fn claim(taken: &mut Taken, model: &QualifiedName, name: String, relation: &str) -> String {
    let fields = taken.entry(model.clone()).or_default();
    let name = if fields.contains(&name) {
        super::names::unused(&format!("{name}_{relation}"), fields)
    } else {
        name
    };
    fields.insert(name.clone());
    name
}
