//! `LIKE`: what a new table copies from another.

use schema::{Column, Constraint, IndexKey, QualifiedName};

use super::Fold;
use super::inherit::checks_by_name;
use super::naming::{addition, column_names};
use super::part::expression_label;
use super::rename::set_name;
use crate::grammar::symbol as s;
use crate::name::Name;
use crate::tree::Node;

/// What is copied besides names, types and NOT NULL.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the clause"
)]
struct Copied {
    comments: bool,
    compression: bool,
    constraints: bool,
    defaults: bool,
    generated: bool,
    identity: bool,
    indexes: bool,
    statistics: bool,
    storage: bool,
}

impl Copied {
    /// Reads `INCLUDING …` and `EXCLUDING …`, of which later ones win.
    fn read(clause: Node<'_>) -> Self {
        let mut copied = Self::default();
        let mut on = false;
        let list = clause.find(s::TABLE_LIKE_OPTION_LIST);
        for token in list.into_iter().flat_map(Node::tokens) {
            match token.symbol() {
                s::INCLUDING => on = true,
                s::EXCLUDING => on = false,
                s::COMMENTS => copied.comments = on,
                s::COMPRESSION => copied.compression = on,
                s::CONSTRAINTS => copied.constraints = on,
                s::DEFAULTS => copied.defaults = on,
                s::GENERATED => copied.generated = on,
                s::IDENTITY_P => copied.identity = on,
                s::INDEXES => copied.indexes = on,
                s::STATISTICS => copied.statistics = on,
                s::STORAGE => copied.storage = on,
                s::ALL => {
                    copied = Self {
                        comments: on,
                        compression: on,
                        constraints: on,
                        defaults: on,
                        generated: on,
                        identity: on,
                        indexes: on,
                        statistics: on,
                        storage: on,
                    };
                }
                _ => {}
            }
        }
        copied
    }
}

impl Fold {
    /// The columns, at the clause's place among the elements.
    pub(super) fn like_columns(&mut self, full: &QualifiedName, clause: Node<'_>) {
        let Some(name) = clause.find(s::QUALIFIED_NAME).map(Name::read) else {
            return;
        };
        let copied = Copied::read(clause);
        let Some(source) = self.like_source(&name) else {
            self.open.insert(full.clone());
            return;
        };
        let columns = match self.schema.tables.get(&source) {
            Some(table) => table.columns.clone(),
            None => self.plain_columns(full, &source),
        };
        if self.open.contains(&source) {
            self.open.insert(full.clone());
        }
        for column in columns {
            let sequence = column
                .sequence
                .clone()
                .filter(|_| column.identity.is_some());
            let mut column = Column {
                default: column.default.filter(|_| copied.defaults),
                generated: column.generated.filter(|_| copied.generated),
                identity: column.identity.filter(|_| copied.identity),
                storage: column.storage.filter(|_| copied.storage),
                compression: column.compression.filter(|_| copied.compression),
                comment: column.comment.filter(|_| copied.comments),
                sequence: None,
                statistics: None,
                options: std::collections::BTreeMap::new(),
                inherited: false,
                origin: clause.span().into(),
                ..column
            };
            if column.identity.is_some() {
                let (name, ty) = (column.name.clone(), column.ty.clone());
                let own = self.own_sequence(full, &name, &ty, None, column.origin);
                self.copy_numbers(sequence.as_ref(), &own);
                column.sequence = Some(own);
            }
            self.push_column(full, column);
        }
    }

    fn like_source(&mut self, name: &Name) -> Option<QualifiedName> {
        let other = self.found(name, |name| {
            self.schema.views.contains_key(name) || self.schema.composites.contains_key(name)
        });
        other.or_else(|| self.need_table(name, false))
    }

    /// The columns of a view or composite type; where their types are not known the table is open.
    fn plain_columns(&mut self, full: &QualifiedName, source: &QualifiedName) -> Vec<Column> {
        if let Some(composite) = self.schema.composites.get(source) {
            let attributes = composite.attributes.iter();
            return attributes
                .map(|attribute| Column {
                    collation: attribute.collation.clone(),
                    ..Column::new(attribute.name.clone(), attribute.ty.clone())
                })
                .collect();
        }
        let view = self.schema.views.get(source);
        let columns = view.map(|view| view.columns.as_slice()).unwrap_or_default();
        let known: Vec<Column> = columns
            .iter()
            .filter_map(|column| Some(Column::new(column.name.clone(), column.ty.clone()?)))
            .collect();
        if known.is_empty() || known.len() < columns.len() {
            self.open.insert(full.clone());
        }
        known
    }

    fn copy_numbers(&mut self, from: Option<&QualifiedName>, to: &QualifiedName) {
        let Some(from) = from
            .and_then(|from| self.schema.sequences.get(from))
            .cloned()
        else {
            return;
        };
        if let Some(sequence) = self.schema.sequences.get_mut(to) {
            *sequence = schema::Sequence {
                // The server copies the numbers, but not the type.
                ty: "int8".to_owned(),
                owned_by: sequence.owned_by.take(),
                unlogged: sequence.unlogged,
                origin: sequence.origin,
                comment: None,
                privileges: schema::Privileges::default(),
                ..from
            };
        }
    }

    /// Checks, keys, indexes and statistics, when the table is there (`expandTableLikeClause`).
    pub(super) fn like_rest(&mut self, full: &QualifiedName, clause: Node<'_>) {
        let Some(name) = clause.find(s::QUALIFIED_NAME).map(Name::read) else {
            return;
        };
        let copied = Copied::read(clause);
        let found = self.find_table(&name);
        let Some(table) = found.as_ref().and_then(|name| self.schema.tables.get(name)) else {
            return;
        };
        let checks = checks_by_name(table).into_iter();
        let checks = checks.filter(|_| copied.constraints);
        let keys = table.constraints.iter().filter(|it| it.owns_index());
        let constraints: Vec<Constraint> = checks
            .map(|check| Constraint::Check(check.clone()))
            .chain(keys.filter(|_| copied.indexes).cloned())
            .collect();
        let indexes = table.indexes.clone();
        for mut constraint in constraints {
            if let Constraint::Check(check) = &mut constraint {
                check.validated = true;
            }
            set_common(&mut constraint, copied.comments, clause);
            self.copy_constraint(full, constraint);
        }
        for mut index in indexes.into_iter().filter(|_| copied.indexes) {
            let labels = index.elements.iter().map(|element| match &element.key {
                IndexKey::Column(name) => Some(name.clone()),
                IndexKey::Expression(expression) => expression_label(expression),
            });
            let included = index.include.iter().cloned().map(Some);
            index.name = self.index_name(full, labels.chain(included));
            index.comment = index.comment.filter(|_| copied.comments);
            index.statistics.clear();
            index.part_of = None;
            index.only = false;
            index.origin = clause.span().into();
            let name = QualifiedName::new(&full.schema, &index.name);
            self.indexes.insert(name, full.clone());
            if let Some(table) = self.schema.tables.get_mut(full) {
                table.indexes.push(index);
            }
        }
        if let Some(source) = found.filter(|_| copied.statistics) {
            self.copy_statistics(full, &source, copied.comments);
        }
    }

    /// A check keeps its name, a key gets one of its own.
    fn copy_constraint(&mut self, full: &QualifiedName, mut constraint: Constraint) {
        if constraint.owns_index() {
            let (middle, label) = match &constraint {
                Constraint::PrimaryKey(_) => (String::new(), "pkey"),
                Constraint::Unique(key) => {
                    let columns = key.columns.iter().chain(&key.include).cloned();
                    (joined(columns.map(Some)), "key")
                }
                Constraint::Exclusion(exclusion) => {
                    let labels = exclusion
                        .elements
                        .iter()
                        .map(|(element, _)| match &element.key {
                            IndexKey::Column(name) => Some(name.clone()),
                            IndexKey::Expression(expression) => expression_label(expression),
                        });
                    (joined(labels), "excl")
                }
                Constraint::ForeignKey(_) | Constraint::Check(_) => return,
            };
            let name = self.choose_relation(&full.schema, &full.name, &middle, label, true);
            set_name(&mut constraint, &name);
            self.indexes
                .insert(QualifiedName::new(&full.schema, &name), full.clone());
        }
        let name = constraint.name().to_owned();
        self.note_constraint(full, &name);
        self.require(full, &constraint);
        if let Some(table) = self.schema.tables.get_mut(full)
            && table.constraint(&name).is_none()
        {
            table.constraints.push(constraint);
        }
    }

    fn copy_statistics(&mut self, full: &QualifiedName, source: &QualifiedName, comments: bool) {
        let all = self.schema.statistics.values();
        let of_source: Vec<schema::Statistics> = all
            .filter(|known| known.table == *source)
            .cloned()
            .collect();
        for mut statistics in of_source {
            let columns = statistics.columns.iter().cloned().map(Some);
            let labels = columns.chain(statistics.expressions.iter().map(|_| None));
            let middle = joined(labels);
            let taken = |name: &str| {
                let full = QualifiedName::new(&full.schema, name);
                self.schema.statistics.contains_key(&full)
            };
            let name = super::naming::choose(&full.name, &middle, "stat", taken);
            statistics.table = full.clone();
            statistics.comment = statistics.comment.filter(|_| comments);
            statistics.target = None;
            self.schema
                .statistics
                .insert(QualifiedName::new(&full.schema, name), statistics);
        }
    }
}

fn joined(labels: impl Iterator<Item = Option<String>>) -> String {
    let names = column_names(labels);
    addition(names.iter().map(String::as_str))
}

fn set_common(constraint: &mut Constraint, comments: bool, clause: Node<'_>) {
    super::inherit::set_inherited(constraint, false);
    let (comment, origin) = match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => {
            (&mut key.comment, &mut key.origin)
        }
        Constraint::ForeignKey(key) => (&mut key.comment, &mut key.origin),
        Constraint::Check(check) => (&mut check.comment, &mut check.origin),
        Constraint::Exclusion(exclusion) => (&mut exclusion.comment, &mut exclusion.origin),
    };
    if !comments {
        *comment = None;
    }
    *origin = clause.span().into();
}
