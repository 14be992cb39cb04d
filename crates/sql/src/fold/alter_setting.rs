//! `ALTER TABLE`: what a table is set to besides its columns and constraints; and the same statement for
//! views, indexes and sequences.

use std::collections::BTreeMap;

use schema::{Firing, IndexStorage, QualifiedName, ReplicaIdentity, Table, View};

use super::Fold;
use super::alter::Target;
use super::column::{expression, is_null};
use super::options::{alter_generic, reset_storage, set_storage};
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

impl Fold {
    pub(super) fn alter_setting(&mut self, target: Target<'_>, command: Node<'_>) {
        let name = target.table;
        let words: Vec<u16> = command.tokens().map(Node::symbol).take(4).collect();
        match words.as_slice() {
            [s::INHERIT, ..] => self.inherit(name, command),
            [s::NO, s::INHERIT, ..] => {
                let parent = command.find(s::QUALIFIED_NAME).map(Name::read);
                if let Some(parent) = parent.and_then(|parent| self.need_table(&parent, false)) {
                    self.leave_parent(name, &parent);
                }
            }
            [s::OF, ..] => {
                let ty = command.find(s::ANY_NAME).map(Name::read);
                let known = |name: &QualifiedName| self.schema.composites.contains_key(name);
                let found = ty.and_then(|ty| self.found(&ty, known));
                if let Some(table) = self.schema.tables.get_mut(name) {
                    table.of_type = found;
                }
            }
            [s::SET, s::LOGGED | s::UNLOGGED] => {
                let unlogged = command.has(s::UNLOGGED);
                if let Some(table) = self.schema.tables.get_mut(name) {
                    table.unlogged = unlogged;
                }
                self.persist_sequences(name, unlogged);
            }
            [s::ENABLE_P | s::DISABLE_P, ..] if has_word(command, s::TRIGGER) => {
                let partitioned = self
                    .schema
                    .tables
                    .get(name)
                    .is_some_and(|table| table.partition_key.is_some());
                for table in self.family(name, target.only || !partitioned) {
                    if let Some(table) = self.schema.tables.get_mut(&table) {
                        enable_trigger(table, command);
                    }
                }
            }
            _ => {
                if let Some(table) = self.schema.tables.get_mut(name) {
                    set(table, command, &words);
                }
            }
        }
    }

    fn inherit(&mut self, table: &QualifiedName, command: Node<'_>) {
        let parent = command.find(s::QUALIFIED_NAME).map(Name::read);
        let Some(parent) = parent.and_then(|parent| self.need_table(&parent, false)) else {
            self.open.insert(table.clone());
            return;
        };
        if let Some(found) = self.schema.tables.get_mut(table)
            && !found.inherits.contains(&parent)
        {
            found.inherits.push(parent.clone());
        }
        self.parents.insert(parent);
    }

    /// Of a view, index or sequence; false where there is none of that name.
    pub(super) fn alter_relation(&mut self, node: Node<'_>, name: &Name) -> bool {
        let Some(full) = self.find_relation(name) else {
            return false;
        };
        let partition = node.find(s::INDEX_PARTITION_CMD);
        let part = partition.and_then(|command| command.find(s::QUALIFIED_NAME));
        if let Some(part) = part.map(Name::read) {
            match self.found(&part, |name| self.indexes.contains_key(name)) {
                Some(part) => self.attach_index(&full, &part),
                None => self.unknown_index(&part),
            }
        }
        let commands = node.find(s::ALTER_TABLE_CMDS);
        for command in commands.into_iter().flat_map(Node::elements) {
            if let Some(view) = self.schema.views.get_mut(&full) {
                alter_view(view, command);
            } else if let Some(sequence) = self.schema.sequences.get_mut(&full) {
                if command.has(s::LOGGED) || command.has(s::UNLOGGED) {
                    sequence.unlogged = command.has(s::UNLOGGED);
                }
            } else {
                self.alter_index(&full, command);
            }
        }
        true
    }

    fn alter_index(&mut self, full: &QualifiedName, command: Node<'_>) {
        let column = command.find(s::ICONST);
        let Some((storage, statistics)) = self.index_storage(full) else {
            return;
        };
        if let (Some(column), Some(value)) = (column, command.find(s::SET_STATISTICS_VALUE)) {
            let number = column.text().parse::<u16>().unwrap_or_default();
            let text: String = value.tokens().map(Node::text).collect();
            match (statistics, text.parse::<i32>()) {
                (Some(statistics), Ok(value)) if value >= 0 => {
                    statistics.insert(number, value);
                }
                (Some(statistics), _) => {
                    statistics.remove(&number);
                }
                (None, _) => {}
            }
        } else if command.has(s::TABLESPACE) {
            let name = command.tokens().last().map(identifier);
            storage.tablespace = name.filter(|name| name != "pg_default");
        } else {
            set_or_reset(&mut storage.options, command);
        }
    }

    /// How an index is stored, that of a constraint too, which has no statistics.
    fn index_storage(
        &mut self,
        full: &QualifiedName,
    ) -> Option<(&mut IndexStorage, Option<&mut BTreeMap<u16, i32>>)> {
        let owner = self.indexes.get(full)?;
        if let Some(view) = self.schema.views.get_mut(owner) {
            let mut indexes = view.indexes.iter_mut();
            let index = indexes.find(|index| index.name == full.name)?;
            return Some((&mut index.storage, Some(&mut index.statistics)));
        }
        let table = self.schema.tables.get_mut(owner)?;
        if let Some(at) = table.indexes.iter().position(|it| it.name == full.name) {
            let index = table.indexes.get_mut(at)?;
            return Some((&mut index.storage, Some(&mut index.statistics)));
        }
        let mut constraints = table.constraints.iter_mut();
        let constraint = constraints.find(|it| it.owns_index() && it.name() == full.name)?;
        match constraint {
            schema::Constraint::PrimaryKey(key) | schema::Constraint::Unique(key) => {
                Some((&mut key.storage, None))
            }
            schema::Constraint::Exclusion(exclusion) => Some((&mut exclusion.storage, None)),
            schema::Constraint::ForeignKey(_) | schema::Constraint::Check(_) => None,
        }
    }

    /// `CLUSTER t USING i`: the table goes by the index from then on.
    pub(super) fn cluster(&mut self, node: Node<'_>) {
        let Some(relation) = node.find(s::QUALIFIED_NAME).map(Name::read) else {
            return;
        };
        let old_form = node.has(s::ON);
        let index = match node.find(s::CLUSTER_INDEX_SPECIFICATION) {
            Some(clause) => clause.tokens().last(),
            None if old_form => node.tokens().nth(1 + usize::from(node.has(s::OPT_VERBOSE))),
            None => None,
        };
        let table = self.find_table(&relation);
        let table = table.and_then(|table| self.schema.tables.get_mut(&table));
        if let (Some(table), Some(index)) = (table, index) {
            table.clustered_on = Some(identifier(index));
        }
    }
}

/// A setting of one table.
fn set(table: &mut Table, command: Node<'_>, words: &[u16]) {
    let last = || command.tokens().last().map(identifier);
    match words {
        [s::CLUSTER, s::ON, ..] => table.clustered_on = last(),
        [s::SET, s::WITHOUT, s::CLUSTER] => table.clustered_on = None,
        [s::SET, s::ACCESS, ..] => {
            table.access_method = last().filter(|name| name != "heap" && name != "default");
        }
        [s::SET, s::TABLESPACE, ..] => {
            table.tablespace = last().filter(|name| name != "pg_default");
        }
        [s::REPLICA, s::IDENTITY_P, kind, ..] => {
            table.replica_identity = match *kind {
                s::FULL => ReplicaIdentity::Full,
                s::NOTHING => ReplicaIdentity::Nothing,
                s::USING => ReplicaIdentity::Index(last().unwrap_or_default()),
                _ => ReplicaIdentity::Default,
            };
        }
        [s::NOT, s::OF] => table.of_type = None,
        [s::ENABLE_P, s::ROW, ..] => table.row_security.enabled = true,
        [s::DISABLE_P, s::ROW, ..] => table.row_security.enabled = false,
        [s::FORCE, s::ROW, ..] => table.row_security.forced = true,
        [s::NO, s::FORCE, ..] => table.row_security.forced = false,
        [s::ENABLE_P | s::DISABLE_P, ..] if has_word(command, s::RULE) => {
            enable_rule(&mut table.rules, command);
        }
        [s::OPTIONS, ..] => {
            if let Some(foreign) = &mut table.foreign {
                alter_generic(&mut foreign.options, command);
            }
        }
        _ => set_or_reset(&mut table.options, command),
    }
}

fn alter_view(view: &mut View, command: Node<'_>) {
    let clause = command.find(s::ALTER_COLUMN_DEFAULT);
    let mut names = command
        .children()
        .skip(1)
        .filter(|part| !part.is(s::OPT_COLUMN));
    match (clause, names.next()) {
        (Some(clause), Some(name)) => {
            let value = clause.after(s::DEFAULT).next().map(expression);
            let name = identifier(name);
            for column in view.columns.iter_mut().filter(|column| column.name == name) {
                column.default = value.clone().filter(|value| !is_null(value));
            }
        }
        _ if has_word(command, s::RULE) => enable_rule(&mut view.rules, command),
        _ => set_or_reset(&mut view.options, command),
    }
}

/// `SET (…)` and `RESET (…)`
fn set_or_reset(options: &mut BTreeMap<String, String>, command: Node<'_>) {
    let Some(clause) = command.find(s::RELOPTIONS) else {
        return;
    };
    if command.has(s::RESET) {
        reset_storage(options, clause);
    } else if command.has(s::SET) {
        set_storage(options, clause);
    }
}

/// Whether a word of the command's own, not of a name, stands in it.
fn has_word(command: Node<'_>, word: u16) -> bool {
    command
        .children()
        .take(3)
        .any(|part| part.is_token() && part.is(word))
}

fn firing(command: Node<'_>) -> Firing {
    if command.has(s::DISABLE_P) {
        Firing::Disabled
    } else if command.has(s::ALWAYS) {
        Firing::Always
    } else if command.has(s::REPLICA) {
        Firing::Replica
    } else {
        Firing::Origin
    }
}

fn enable_trigger(table: &mut Table, command: Node<'_>) {
    let Some(last) = command.tokens().last() else {
        return;
    };
    let all = last.is(s::ALL) || last.is(s::USER);
    let name = identifier(last);
    for trigger in &mut table.triggers {
        if all || trigger.name == name {
            trigger.enabled = firing(command);
        }
    }
}

fn enable_rule(rules: &mut [schema::Rule], command: Node<'_>) {
    let name = command.tokens().last().map(identifier).unwrap_or_default();
    for rule in rules.iter_mut().filter(|rule| rule.name == name) {
        rule.enabled = firing(command);
    }
}
