//! `RENAME` and `SET SCHEMA`.

use schema::{Constraint, IndexKey, QualifiedName};

use super::{Class, Fold};
use crate::codes::{UNKNOWN_OBJECT, UNKNOWN_TABLE};
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

impl Fold {
    pub(super) fn rename(&mut self, node: Node<'_>) {
        if self.move_function(node, false) {
            return;
        }
        let missing_ok = node.has(s::IF_P);
        let words: Vec<u16> = node
            .children()
            .filter(|part| part.is_token())
            .map(Node::symbol)
            .collect();
        let Some(object) = node.children().find(|part| {
            part.is(s::RELATION_EXPR) || part.is(s::QUALIFIED_NAME) || part.is(s::ANY_NAME)
        }) else {
            self.rename_schema(node, &words);
            return;
        };
        let name = Name::read(object);
        let mut targets = node.after(s::RENAME).filter(|part| {
            !part.is(s::OPT_COLUMN)
                && !part.is(s::CONSTRAINT)
                && !part.is(s::TO)
                && !part.is(s::ATTRIBUTE)
        });
        let (Some(first), second) = (targets.next(), targets.next()) else {
            return;
        };
        match words.get(1).copied() {
            Some(s::TABLE) => match second {
                Some(new) if node.has(s::CONSTRAINT) => {
                    self.rename_constraint(&name, first, new, missing_ok);
                }
                Some(new) => self.rename_column(&name, first, new, missing_ok),
                None => self.rename_table(&name, first, missing_ok),
            },
            Some(s::INDEX) => self.rename_index(&name, first, missing_ok),
            Some(s::TYPE_P | s::DOMAIN_P)
                if second.is_none_or(|part| part.is(s::OPT_DROP_BEHAVIOR)) =>
            {
                self.rename_type(&name, first);
            }
            Some(s::SEQUENCE) => self.rename_sequence(&name, first, missing_ok),
            Some(s::VIEW | s::MATERIALIZED) if second.is_none() => {
                self.rename_view(&name, first, missing_ok);
            }
            Some(s::TRIGGER) => {
                if let Some(old) = node.child(2) {
                    self.rename_trigger(&name, old, first);
                }
            }
            Some(_) | None => {}
        }
    }

    fn rename_schema(&mut self, node: Node<'_>, words: &[u16]) {
        if words.get(1) != Some(&s::SCHEMA) {
            return;
        }
        let names: Vec<String> = node
            .children()
            .skip(2)
            .filter(|part| !part.is(s::RENAME) && !part.is(s::TO))
            .map(identifier)
            .collect();
        if let [old, new] = names.as_slice() {
            let mut namespace = self.schema.schemas.get(old).cloned().unwrap_or_default();
            namespace.origin = node.span().into();
            self.schema.schemas.insert(new.clone(), namespace);
            self.move_schema(old, new);
            self.schema.schemas.remove(old);
        }
    }

    /// Moves everything of a schema to another.
    fn move_schema(&mut self, old: &str, new: &str) {
        let tables: Vec<QualifiedName> = self
            .schema
            .tables
            .keys()
            .filter(|name| name.schema == old)
            .cloned()
            .collect();
        for table in tables {
            self.move_table(&table, &QualifiedName::new(new, &table.name));
        }
        let enums: Vec<QualifiedName> = self
            .schema
            .enums
            .keys()
            .filter(|name| name.schema == old)
            .cloned()
            .collect();
        for ty in enums {
            self.move_type(&ty, &QualifiedName::new(new, &ty.name));
        }
        self.doubt = true;
    }

    fn rename_table(&mut self, name: &Name, new: Node<'_>, missing_ok: bool) {
        if let Some(view) = self.found(name, |name| self.schema.views.contains_key(name)) {
            self.move_view(&view, &identifier(new));
            return;
        }
        // Sequences and indexes are renamed by the same words.
        let sequence = self.found(name, |name| self.schema.sequences.contains_key(name));
        if sequence.is_some() && self.find_table(name).is_none() {
            self.rename_sequence(name, new, missing_ok);
            return;
        }
        let Some(old) = self.need_table(name, missing_ok) else {
            return;
        };
        let target = QualifiedName::new(&old.schema, identifier(new));
        if target == old || !self.relation_is_free("table", &target, new.span()) {
            return;
        }
        self.move_table(&old, &target);
        self.mark_renamed(Class::Relation, &old, "", name.span);
    }

    /// A table under another name: what refers to it follows.
    pub(super) fn move_table(&mut self, old: &QualifiedName, new: &QualifiedName) {
        let Some(table) = self.schema.tables.remove(old) else {
            return;
        };
        let names = table.constraints.iter();
        let names = names.map(|constraint| (new.schema.clone(), constraint.name().to_owned()));
        self.constraint_names.extend(names);
        self.schema.tables.insert(new.clone(), table);
        self.family_moved(old, new);
        if self.open.remove(old) {
            self.open.insert(new.clone());
        }
        let indexes: Vec<QualifiedName> = self
            .indexes
            .iter()
            .filter(|(_, table)| *table == old)
            .map(|(index, _)| index.clone())
            .collect();
        for index in indexes {
            self.indexes.remove(&index);
            self.indexes
                .insert(QualifiedName::new(&new.schema, index.name), new.clone());
        }
        for table in self.schema.tables.values_mut() {
            for constraint in &mut table.constraints {
                if let Constraint::ForeignKey(key) = constraint
                    && key.references == *old
                {
                    key.references = new.clone();
                }
            }
        }
        for sequence in self.schema.sequences.values_mut() {
            if let Some((owner, _)) = &mut sequence.owned_by
                && owner == old
            {
                *owner = new.clone();
            }
        }
    }

    fn rename_column(&mut self, name: &Name, old: Node<'_>, new: Node<'_>, missing_ok: bool) {
        let Some(table) = self.need_table(name, missing_ok) else {
            return;
        };
        let (from, to) = (identifier(old), identifier(new));
        if !self.need_column(&table, &from, old.span()) {
            return;
        }
        let taken = self
            .schema
            .tables
            .get(&table)
            .and_then(|found| found.column(&to));
        if let Some(origin) = taken.map(|column| column.origin) {
            self.duplicate("column", &format!("{table}.{to}"), new.span(), origin);
            return;
        }
        if let Some(column) = self.column_mut(&table, &from) {
            column.name.clone_from(&to);
            column.origin = new.span().into();
        }
        self.mark_renamed(Class::Column, &table, &from, old.span());
        self.dropped
            .remove(&(Class::Column, table.clone(), to.clone()));
        for sequence in self.schema.sequences.values_mut() {
            if let Some((owner, column)) = &mut sequence.owned_by
                && *owner == table
                && *column == from
            {
                column.clone_from(&to);
            }
        }
        self.follow_column(&table, &from, &to);
    }

    /// Constraints and indexes name the column by its new name.
    fn follow_column(&mut self, table: &QualifiedName, from: &str, to: &str) {
        let follow = |columns: &mut Vec<String>| {
            for column in columns.iter_mut().filter(|column| *column == from) {
                to.clone_into(column);
            }
        };
        for (name, other) in &mut self.schema.tables {
            let own = name == table;
            for constraint in &mut other.constraints {
                match constraint {
                    Constraint::PrimaryKey(key) | Constraint::Unique(key) if own => {
                        follow(&mut key.columns);
                        follow(&mut key.include);
                    }
                    Constraint::ForeignKey(key) => {
                        if own {
                            follow(&mut key.columns);
                        }
                        if key.references == *table {
                            follow(&mut key.referenced_columns);
                        }
                    }
                    Constraint::Check(check) if own => rename_in(&mut check.expression, from, to),
                    Constraint::PrimaryKey(_)
                    | Constraint::Unique(_)
                    | Constraint::Check(_)
                    | Constraint::Exclusion(_) => {}
                }
            }
            for index in other.indexes.iter_mut().filter(|_| own) {
                follow(&mut index.include);
                for element in &mut index.elements {
                    match &mut element.key {
                        IndexKey::Column(column) if column == from => to.clone_into(column),
                        IndexKey::Column(_) => {}
                        IndexKey::Expression(expression) => rename_in(expression, from, to),
                    }
                }
                if let Some(predicate) = &mut index.predicate {
                    rename_in(predicate, from, to);
                }
            }
        }
    }

    fn rename_constraint(&mut self, name: &Name, old: Node<'_>, new: Node<'_>, missing_ok: bool) {
        let Some(table) = self.need_table(name, missing_ok) else {
            return;
        };
        let (from, to) = (identifier(old), identifier(new));
        let found = self.schema.tables.get_mut(&table);
        let constraint = found.and_then(|table| {
            table
                .constraints
                .iter_mut()
                .find(|known| known.name() == from)
        });
        let Some(constraint) = constraint else {
            self.unknown_constraint(&table, &from, old.span());
            return;
        };
        set_name(constraint, &to);
        self.constraint_names
            .insert((table.schema.clone(), to.clone()));
        if constraint.owns_index() {
            self.indexes
                .remove(&QualifiedName::new(&table.schema, &from));
            self.indexes
                .insert(QualifiedName::new(&table.schema, &to), table.clone());
        }
        self.mark_renamed(Class::Constraint, &table, &from, old.span());
    }

    fn rename_index(&mut self, name: &Name, new: Node<'_>, missing_ok: bool) {
        let Some(old) = self.found(name, |name| self.indexes.contains_key(name)) else {
            if !missing_ok {
                self.unknown_index(name);
            }
            return;
        };
        let to = identifier(new);
        let target = QualifiedName::new(&old.schema, &to);
        if !self.relation_is_free("relation", &target, new.span()) {
            return;
        }
        let Some(table) = self.indexes.remove(&old) else {
            return;
        };
        self.constraint_names
            .insert((table.schema.clone(), to.clone()));
        if let Some(found) = self.schema.tables.get_mut(&table) {
            for index in found
                .indexes
                .iter_mut()
                .filter(|index| index.name == old.name)
            {
                index.name.clone_from(&to);
            }
            for constraint in &mut found.constraints {
                if constraint.owns_index() && constraint.name() == old.name {
                    set_name(constraint, &to);
                }
            }
        }
        self.index_renamed(&table, &old.name, &to);
        self.indexes.insert(target, table);
        self.mark_renamed(Class::Relation, &old, "", name.span);
    }

    fn rename_type(&mut self, name: &Name, new: Node<'_>) {
        let known = |full: &QualifiedName| {
            self.schema.enums.contains_key(full) || self.types.contains_key(full)
        };
        let Some(old) = self.found(name, known) else {
            if self.find_type(name).is_none() {
                self.unknown_type(name);
            }
            return;
        };
        let target = QualifiedName::new(&old.schema, identifier(new));
        self.move_type(&old, &target);
        self.mark_renamed(Class::Type, &old, "", name.span);
        self.dropped.remove(&(Class::Type, target, String::new()));
    }

    /// A type under another name: the columns of it follow.
    fn move_type(&mut self, old: &QualifiedName, new: &QualifiedName) {
        if let Some(found) = self.schema.enums.remove(old) {
            self.schema.enums.insert(new.clone(), found);
        }
        if let Some(found) = self.types.remove(old) {
            self.types.insert(new.clone(), found);
        }
        for column in self
            .schema
            .tables
            .values_mut()
            .flat_map(|table| &mut table.columns)
        {
            if column.ty.name == old.name && column.ty.schema.as_ref() == Some(&old.schema) {
                column.ty.name.clone_from(&new.name);
                column.ty.schema = Some(new.schema.clone());
            }
        }
    }

    fn rename_sequence(&mut self, name: &Name, new: Node<'_>, missing_ok: bool) {
        let Some(old) = self.found(name, |name| self.schema.sequences.contains_key(name)) else {
            if !missing_ok {
                self.unknown_relation(name, "sequence", &UNKNOWN_OBJECT);
            }
            return;
        };
        let target = QualifiedName::new(&old.schema, identifier(new));
        self.move_sequence(&old, &target);
    }

    fn move_sequence(&mut self, old: &QualifiedName, new: &QualifiedName) {
        let Some(sequence) = self.schema.sequences.remove(old) else {
            return;
        };
        self.schema.sequences.insert(new.clone(), sequence);
        for column in self
            .schema
            .tables
            .values_mut()
            .flat_map(|table| &mut table.columns)
        {
            if column.sequence.as_ref() == Some(old) {
                column.sequence = Some(new.clone());
                if column.default.is_some() {
                    column.default = Some(super::column::next_value(new));
                }
            }
        }
    }

    fn rename_view(&mut self, name: &Name, new: Node<'_>, missing_ok: bool) {
        match self.found(name, |name| self.schema.views.contains_key(name)) {
            Some(old) => self.move_view(&old, &identifier(new)),
            None if missing_ok => {}
            None => self.unknown_relation(name, "view", &UNKNOWN_TABLE),
        }
    }

    fn move_view(&mut self, old: &QualifiedName, new: &str) {
        if let Some(view) = self.schema.views.remove(old) {
            self.schema
                .views
                .insert(QualifiedName::new(&old.schema, new), view);
        }
    }

    /// `ALTER … SET SCHEMA`
    pub(super) fn set_schema(&mut self, node: Node<'_>) {
        if self.move_function(node, true) {
            return;
        }
        let Some(object) = node.children().find(|part| {
            part.is(s::RELATION_EXPR) || part.is(s::QUALIFIED_NAME) || part.is(s::ANY_NAME)
        }) else {
            return;
        };
        let (name, Some(schema)) = (Name::read(object), node.children().last().map(identifier))
        else {
            return;
        };
        let kind = node.child(1).map(Node::symbol);
        let missing_ok = node.has(s::IF_P);
        match kind {
            Some(s::TABLE) => {
                if let Some(old) = self.need_table(&name, missing_ok) {
                    let owned: Vec<QualifiedName> = self
                        .schema
                        .sequences
                        .iter()
                        .filter(|(_, sequence)| {
                            sequence
                                .owned_by
                                .as_ref()
                                .is_some_and(|(owner, _)| *owner == old)
                        })
                        .map(|(name, _)| name.clone())
                        .collect();
                    self.move_table(&old, &QualifiedName::new(&schema, &old.name));
                    for sequence in owned {
                        self.move_sequence(&sequence, &QualifiedName::new(&schema, &sequence.name));
                    }
                    self.mark_renamed(Class::Relation, &old, "", name.span);
                }
            }
            Some(s::TYPE_P | s::DOMAIN_P) => {
                if let Some(old) = self.find_type(&name) {
                    self.move_type(&old, &QualifiedName::new(&schema, &old.name));
                }
            }
            Some(s::SEQUENCE) => {
                if let Some(old) =
                    self.found(&name, |name| self.schema.sequences.contains_key(name))
                {
                    self.move_sequence(&old, &QualifiedName::new(&schema, &old.name));
                }
            }
            Some(s::VIEW | s::MATERIALIZED) => {
                if let Some(old) = self.found(&name, |name| self.schema.views.contains_key(name))
                    && let Some(view) = self.schema.views.remove(&old)
                {
                    self.schema
                        .views
                        .insert(QualifiedName::new(&schema, &old.name), view);
                }
            }
            Some(_) | None => {}
        }
    }
}

pub(super) fn set_name(constraint: &mut Constraint, to: &str) {
    let name = match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => &mut key.name,
        Constraint::ForeignKey(key) => &mut key.name,
        Constraint::Check(check) => &mut check.name,
        Constraint::Exclusion(exclusion) => &mut exclusion.name,
    };
    to.clone_into(name);
}

/// Replaces a name in an expression's text.
fn rename_in(expression: &mut schema::Expression, from: &str, to: &str) {
    let text = std::mem::take(&mut expression.sql);
    for token in lexer::tokens(&text) {
        let part = token.text(&text);
        let name = matches!(
            token.kind,
            lexer::Kind::Word | lexer::Kind::QuotedIdentifier
        ) && lexer::identifier(part) == from;
        if name {
            expression.sql.push_str(&schema::quote_identifier(to));
        } else {
            expression.sql.push_str(part);
        }
    }
}
