//! Indexes and keys of partitioned tables: each has a part on every partition.

use schema::{Constraint, Expression, Index, IndexKey, Key, QualifiedName};

use super::Fold;
use super::inherit::{is_inherited, set_inherited};
use super::label::label;
use super::naming::{addition, column_names};
use super::rename::set_name;
use crate::grammar::symbol as s;
use crate::parse::parse;

impl Fold {
    /// Gives a partition its parts of the parent's keys and indexes, in the order of their creation.
    pub(super) fn take_indexes(&mut self, parent: &QualifiedName, child: &QualifiedName) {
        let Some(found) = self.schema.tables.get(parent) else {
            return;
        };
        let keys: Vec<Constraint> = found
            .constraints
            .iter()
            .filter(|constraint| constraint.owns_index())
            .cloned()
            .collect();
        let indexes = found.indexes.clone();
        for key in keys {
            self.take_key(child, key);
        }
        for index in indexes {
            self.take_index(
                &QualifiedName::new(&parent.schema, &index.name),
                child,
                index,
            );
        }
    }

    /// A new index of a partitioned table gets its parts on the partitions.
    pub(super) fn pass_index(&mut self, table: &QualifiedName, name: &str) {
        let found = self.schema.tables.get(table);
        let Some(index) = found.and_then(|table| table.index(name)).cloned() else {
            return;
        };
        let full = QualifiedName::new(&table.schema, name);
        for partition in self.partitions(table) {
            self.take_index(&full, &partition, index.clone());
        }
    }

    /// So does a new key.
    pub(super) fn pass_key(&mut self, table: &QualifiedName, name: &str) {
        let found = self.schema.tables.get(table);
        let Some(key) = found.and_then(|table| table.constraint(name)).cloned() else {
            return;
        };
        for partition in self.partitions(table) {
            self.take_key(&partition, key.clone());
        }
    }

    fn take_index(&mut self, whole: &QualifiedName, child: &QualifiedName, mut index: Index) {
        // Its own name, comment and place are not part of what must be equal.
        index.part_of = None;
        index.comment = None;
        index.statistics.clear();
        index.only = false;
        let Some(table) = self.schema.tables.get_mut(child) else {
            return;
        };
        let own = table.indexes.iter_mut().find(|own| {
            own.part_of.is_none()
                && own.unique == index.unique
                && own.method == index.method
                && own.elements == index.elements
                && own.predicate == index.predicate
                && own.nulls_not_distinct == index.nulls_not_distinct
        });
        if let Some(own) = own {
            own.part_of = Some(whole.clone());
            return;
        }
        let labels = index.elements.iter().map(|element| match &element.key {
            IndexKey::Column(name) => Some(name.clone()),
            IndexKey::Expression(expression) => expression_label(expression),
        });
        let included = index.include.iter().cloned().map(Some);
        index.name = self.index_name(child, labels.chain(included));
        index.part_of = Some(whole.clone());
        let part = QualifiedName::new(&child.schema, &index.name);
        self.indexes.insert(part.clone(), child.clone());
        if let Some(table) = self.schema.tables.get_mut(child) {
            table.indexes.push(index.clone());
        }
        self.own_expressions(child);
        for partition in self.partitions(child) {
            self.take_index(&part, &partition, index.clone());
        }
    }

    fn take_key(&mut self, child: &QualifiedName, key: Constraint) {
        let Some(table) = self.schema.tables.get_mut(child) else {
            return;
        };
        let own = table
            .constraints
            .iter_mut()
            .find(|own| !is_inherited(own) && same_key(own, &key));
        if let Some(own) = own {
            set_inherited(own, true);
            return;
        }
        let name = match &key {
            Constraint::PrimaryKey(_) => {
                self.choose_relation(&child.schema, &child.name, "", "pkey", true)
            }
            Constraint::Unique(unique) => {
                let columns = unique.columns.iter().chain(&unique.include);
                let names = column_names(columns.cloned().map(Some));
                let middle = addition(names.iter().map(String::as_str));
                self.choose_relation(&child.schema, &child.name, &middle, "key", true)
            }
            Constraint::Exclusion(exclusion) => {
                let labels = exclusion
                    .elements
                    .iter()
                    .map(|(element, _)| match &element.key {
                        IndexKey::Column(name) => Some(name.clone()),
                        IndexKey::Expression(expression) => expression_label(expression),
                    });
                let names = column_names(labels);
                let middle = addition(names.iter().map(String::as_str));
                self.choose_relation(&child.schema, &child.name, &middle, "excl", true)
            }
            Constraint::ForeignKey(_) | Constraint::Check(_) => return,
        };
        let mut part = key;
        set_inherited(&mut part, true);
        set_name(&mut part, &name);
        self.require(child, &part);
        self.indexes
            .insert(QualifiedName::new(&child.schema, &name), child.clone());
        self.note_constraint(child, &name);
        if let Some(table) = self.schema.tables.get_mut(child) {
            table.constraints.push(part);
        }
        self.own_expressions(child);
        self.pass_key(child, &name);
    }

    /// `ALTER INDEX … ATTACH PARTITION …`
    pub(super) fn attach_index(&mut self, whole: &QualifiedName, part: &QualifiedName) {
        let Some(child) = self.indexes.get(part).cloned() else {
            return;
        };
        let Some(table) = self.schema.tables.get_mut(&child) else {
            return;
        };
        if let Some(index) = table.indexes.iter_mut().find(|it| it.name == part.name) {
            index.part_of = Some(whole.clone());
        } else if let Some(key) = table
            .constraints
            .iter_mut()
            .find(|key| key.owns_index() && key.name() == part.name)
        {
            set_inherited(key, true);
        }
        // With the first part it is no longer one of the table alone.
        let Some(parent) = self.indexes.get(whole) else {
            return;
        };
        let found = self.schema.tables.get_mut(parent);
        for index in found.into_iter().flat_map(|table| &mut table.indexes) {
            index.only &= index.name != whole.name;
        }
    }

    /// After an index was dropped: its parts go with it, and the table does not go by it any more.
    pub(super) fn index_dropped(&mut self, table: &QualifiedName, name: &str) {
        let whole = QualifiedName::new(&table.schema, name);
        if let Some(found) = self.schema.tables.get_mut(table)
            && found.clustered_on.as_deref() == Some(name)
        {
            found.clustered_on = None;
        }
        for partition in self.partitions(table) {
            let Some(found) = self.schema.tables.get_mut(&partition) else {
                continue;
            };
            let at = found
                .indexes
                .iter()
                .position(|it| it.part_of.as_ref() == Some(&whole));
            if let Some(at) = at {
                let part = found.indexes.remove(at);
                self.indexes
                    .remove(&QualifiedName::new(&partition.schema, &part.name));
                self.index_dropped(&partition, &part.name);
            }
        }
    }

    /// After an index was renamed: what names it follows.
    pub(super) fn index_renamed(&mut self, table: &QualifiedName, old: &str, new: &str) {
        let whole = QualifiedName::new(&table.schema, old);
        let Some(found) = self.schema.tables.get_mut(table) else {
            return;
        };
        if found.clustered_on.as_deref() == Some(old) {
            found.clustered_on = Some(new.to_owned());
        }
        if found.replica_identity == schema::ReplicaIdentity::Index(old.to_owned()) {
            found.replica_identity = schema::ReplicaIdentity::Index(new.to_owned());
        }
        for partition in self.partitions(table) {
            let found = self.schema.tables.get_mut(&partition);
            for index in found.into_iter().flat_map(|table| &mut table.indexes) {
                if index.part_of.as_ref() == Some(&whole) {
                    index.part_of = Some(QualifiedName::new(&table.schema, new));
                }
            }
        }
    }
}

/// Whether two constraints are the same key, whatever their names.
pub(super) fn same_key(one: &Constraint, other: &Constraint) -> bool {
    let same = |one: &Key, other: &Key| {
        one.columns == other.columns
            && one.deferral == other.deferral
            && one.nulls_not_distinct == other.nulls_not_distinct
    };
    match (one, other) {
        (Constraint::PrimaryKey(one), Constraint::PrimaryKey(other))
        | (Constraint::Unique(one), Constraint::Unique(other)) => same(one, other),
        (Constraint::Exclusion(one), Constraint::Exclusion(other)) => {
            one.elements == other.elements && one.predicate == other.predicate
        }
        (_, _) => false,
    }
}

/// The name that an expression has in the name of an index, from its text.
pub(super) fn expression_label(expression: &Expression) -> Option<String> {
    let text = format!("SELECT ({})", expression.sql);
    let source = diag::Sources::new().add("", text.as_str());
    let (script, _) = parse(source, &text);
    let statement = script.statements().next()?;
    let target = statement.node.descend(s::TARGET_EL)?;
    label(target.child(0)?)
}
