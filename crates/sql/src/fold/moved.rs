//! Objects under other names and in other schemas, with all that names them.

use schema::{Constraint, IndexKey, Privileges, QualifiedName, Reference, Type};

use super::Class;
use super::Fold;
use super::function::signature;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

impl Fold {
    /// Moves everything of a schema to another.
    pub(super) fn move_schema(&mut self, old: &str, new: &str) {
        let within = |name: &&QualifiedName| name.schema == old;
        let target = |name: &QualifiedName| QualifiedName::new(new, &name.name);
        let schema = &self.schema;
        let tables: Vec<QualifiedName> = schema.tables.keys().filter(within).cloned().collect();
        let views: Vec<QualifiedName> = schema.views.keys().filter(within).cloned().collect();
        let types = schema.enums.keys().chain(self.types.keys());
        let types: Vec<QualifiedName> = types.filter(within).cloned().collect();
        let sequences = schema.sequences.keys().filter(within);
        let sequences: Vec<QualifiedName> = sequences.cloned().collect();
        let functions = schema
            .functions
            .iter()
            .filter(|((name, _), _)| within(&name));
        let functions: Vec<_> = functions
            .map(|(key, function)| (key.clone(), function.origin))
            .collect();
        let statistics = schema.statistics.keys().filter(within);
        let statistics: Vec<QualifiedName> = statistics.cloned().collect();
        for table in tables {
            self.move_table(&table, &target(&table));
        }
        for view in views {
            self.move_view(&view, &target(&view));
        }
        for ty in types {
            self.move_type(&ty, &target(&ty));
        }
        for sequence in sequences {
            self.move_sequence(&sequence, &target(&sequence));
        }
        for (key, origin) in functions {
            let to = (target(&key.0), key.1.clone());
            self.rename_function(&key, &to, origin.0);
        }
        for name in statistics {
            if let Some(found) = self.schema.statistics.remove(&name) {
                self.schema.statistics.insert(target(&name), found);
            }
        }
        let prefix = format!("{old}.");
        let others = std::mem::take(&mut self.schema.others);
        for ((kind, identity), other) in others {
            let identity = match identity.strip_prefix(&prefix) {
                Some(rest) => format!("{new}.{rest}"),
                None => identity,
            };
            self.schema.others.insert((kind, identity), other);
        }
        for publication in self.schema.publications.values_mut() {
            for known in publication.schemas.iter_mut().filter(|known| *known == old) {
                new.clone_into(known);
            }
            publication.schemas.sort();
        }
        let defaults = std::mem::take(&mut self.schema.default_privileges);
        for mut rule in defaults {
            if rule.schema.as_deref() == Some(old) {
                rule.schema = Some(new.to_owned());
            }
            self.schema.default_privileges.insert(rule);
        }
        for extension in self.schema.extensions.values_mut() {
            if extension.schema.as_deref() == Some(old) {
                extension.schema = Some(new.to_owned());
            }
        }
    }

    /// A table under another name: what refers to it follows.
    pub(super) fn move_table(&mut self, old: &QualifiedName, new: &QualifiedName) {
        if !self.schema.tables.contains_key(old) {
            return;
        }
        self.rename_reference(
            &Reference::Relation(old.clone()),
            &Reference::Relation(new.clone()),
        );
        let Some(table) = self.schema.tables.remove(old) else {
            return;
        };
        let names = table.constraints.iter();
        let names = names.map(|constraint| (new.schema.clone(), constraint.name().to_owned()));
        self.constraint_names.extend(names);
        self.schema.tables.insert(new.clone(), table);
        self.follow_own(old, new);
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
        self.follow_relation(old, new);
    }

    /// What names a table or view by more than an expression.
    fn follow_relation(&mut self, old: &QualifiedName, new: &QualifiedName) {
        for statistics in self.schema.statistics.values_mut() {
            if statistics.table == *old {
                statistics.table = new.clone();
            }
        }
        for publication in self.schema.publications.values_mut() {
            if let Some(published) = publication.tables.remove(old) {
                publication.tables.insert(new.clone(), published);
            }
        }
        let of_tables = self.schema.tables.values_mut();
        for trigger in of_tables.flat_map(|table| &mut table.triggers) {
            if trigger.constraint_table.as_ref() == Some(old) {
                trigger.constraint_table = Some(new.clone());
            }
        }
        // Columns and arguments may be of its row type.
        self.follow_type(old, new);
    }

    /// Whatever is of a type names it by its new name.
    fn follow_type(&mut self, old: &QualifiedName, new: &QualifiedName) {
        let follow = |ty: &mut Type| {
            if ty.name == old.name && ty.schema.as_ref() == Some(&old.schema) {
                ty.name.clone_from(&new.name);
                ty.schema = Some(new.schema.clone());
            }
        };
        let schema = &mut self.schema;
        for column in schema
            .tables
            .values_mut()
            .flat_map(|table| &mut table.columns)
        {
            follow(&mut column.ty);
        }
        for column in schema.views.values_mut().flat_map(|view| &mut view.columns) {
            column.ty.iter_mut().for_each(follow);
        }
        for domain in schema.domains.values_mut() {
            follow(&mut domain.base);
        }
        let composites = schema.composites.values_mut();
        for attribute in composites.flat_map(|composite| &mut composite.attributes) {
            follow(&mut attribute.ty);
        }
        for range in schema.ranges.values_mut() {
            follow(&mut range.subtype);
        }
        for table in schema.tables.values_mut() {
            if table.of_type.as_ref() == Some(old) {
                table.of_type = Some(new.clone());
            }
        }
        let functions = std::mem::take(&mut schema.functions);
        for ((name, mut types), mut function) in functions {
            let before = signature(&function.arguments);
            for argument in &mut function.arguments {
                follow(&mut argument.ty);
            }
            if before == types {
                types = signature(&function.arguments);
            }
            if let Some(returns) = &mut function.returns {
                *returns = returned(returns, old, new);
            }
            schema.functions.insert((name, types), function);
        }
    }

    /// A view under another name.
    pub(super) fn move_view(&mut self, old: &QualifiedName, new: &QualifiedName) {
        if !self.schema.views.contains_key(old) {
            return;
        }
        self.rename_reference(
            &Reference::Relation(old.clone()),
            &Reference::Relation(new.clone()),
        );
        if let Some(view) = self.schema.views.remove(old) {
            self.schema.views.insert(new.clone(), view);
        }
        let indexes = std::mem::take(&mut self.indexes);
        for (index, owner) in indexes {
            if owner == *old {
                let index = QualifiedName::new(&new.schema, index.name);
                self.indexes.insert(index, new.clone());
            } else {
                self.indexes.insert(index, owner);
            }
        }
        self.follow_relation(old, new);
    }

    /// A type under another name: what is of it follows.
    pub(super) fn move_type(&mut self, old: &QualifiedName, new: &QualifiedName) {
        self.rename_reference(&Reference::Type(old.clone()), &Reference::Type(new.clone()));
        if let Some(found) = self.schema.enums.remove(old) {
            self.schema.enums.insert(new.clone(), found);
        }
        if let Some(found) = self.schema.domains.remove(old) {
            self.schema.domains.insert(new.clone(), found);
        }
        if let Some(found) = self.schema.composites.remove(old) {
            self.schema.composites.insert(new.clone(), found);
        }
        if let Some(mut found) = self.schema.ranges.remove(old) {
            // The type of its sets keeps the name that was made up for it.
            let sets = super::datatype::multirange(old);
            let made_up = super::datatype::multirange(new);
            let sets =
                QualifiedName::new(&new.schema, found.multirange.take().unwrap_or(sets).name);
            found.multirange = Some(sets).filter(|sets| *sets != made_up);
            self.schema.ranges.insert(new.clone(), found);
        }
        if let Some(found) = self.types.remove(old) {
            self.types.insert(new.clone(), found);
        }
        let key = ("type".to_owned(), old.to_string());
        if let Some(found) = self.schema.others.remove(&key) {
            self.schema.others.insert((key.0, new.to_string()), found);
        }
        self.follow_type(old, new);
    }

    pub(super) fn move_sequence(&mut self, old: &QualifiedName, new: &QualifiedName) {
        if !self.schema.sequences.contains_key(old) {
            return;
        }
        self.rename_reference(
            &Reference::Relation(old.clone()),
            &Reference::Relation(new.clone()),
        );
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

    /// Constraints and indexes name the column by its new name.
    pub(super) fn follow_column(&mut self, table: &QualifiedName, from: &str, to: &str) {
        let follow = |columns: &mut Vec<String>| {
            for column in columns.iter_mut().filter(|column| *column == from) {
                to.clone_into(column);
            }
        };
        for other in self.schema.tables.values_mut() {
            for constraint in &mut other.constraints {
                if let Constraint::ForeignKey(key) = constraint
                    && key.references == *table
                {
                    follow(&mut key.referenced_columns);
                }
            }
        }
        for statistics in self.schema.statistics.values_mut() {
            if statistics.table == *table {
                follow(&mut statistics.columns);
            }
        }
        for publication in self.schema.publications.values_mut() {
            if let Some(published) = publication.tables.get_mut(table) {
                follow(&mut published.columns);
            }
        }
        let Some(found) = self.schema.tables.get_mut(table) else {
            return;
        };
        for constraint in &mut found.constraints {
            match constraint {
                Constraint::PrimaryKey(key) | Constraint::Unique(key) => {
                    follow(&mut key.columns);
                    follow(&mut key.include);
                }
                Constraint::ForeignKey(key) => {
                    follow(&mut key.columns);
                    follow(&mut key.on_delete_columns);
                }
                Constraint::Exclusion(exclusion) => {
                    let elements = exclusion.elements.iter_mut();
                    elements.for_each(|(element, _)| follow_key(&mut element.key, from, to));
                }
                Constraint::Check(_) => {}
            }
        }
        for index in &mut found.indexes {
            follow(&mut index.include);
            let elements = index.elements.iter_mut();
            elements.for_each(|element| follow_key(&mut element.key, from, to));
        }
        for element in found
            .partition_key
            .iter_mut()
            .flat_map(|key| &mut key.elements)
        {
            follow_key(&mut element.key, from, to);
        }
        for trigger in &mut found.triggers {
            follow(&mut trigger.update_columns);
        }
        follow_grants(&mut found.privileges, from, to);
    }

    /// `ALTER … SET SCHEMA`
    pub(super) fn set_schema(&mut self, node: Node<'_>) {
        if self.move_function(node, true) {
            return;
        }
        let kind = node.tokens().nth(1).map_or(0, Node::symbol);
        let Some(schema) = node.children().last().map(identifier) else {
            return;
        };
        let object = node.children().find(|part| {
            part.is(s::RELATION_EXPR) || part.is(s::QUALIFIED_NAME) || part.is(s::ANY_NAME)
        });
        if kind == s::EXTENSION {
            let name = node.child(2).map(identifier).unwrap_or_default();
            if let Some(extension) = self.schema.extensions.get_mut(&name) {
                extension.schema = Some(schema);
            }
            return;
        }
        let Some(name) = object.map(Name::read) else {
            self.move_other(node);
            return;
        };
        let missing_ok = node.has(s::IF_P);
        match kind {
            s::FOREIGN if !node.has(s::TABLE) => self.move_other(node),
            s::TABLE | s::FOREIGN | s::VIEW | s::MATERIALIZED | s::SEQUENCE => {
                self.relation_to_schema(&name, &schema, missing_ok);
            }
            s::TYPE_P | s::DOMAIN_P => match self.find_type(&name) {
                Some(old) => {
                    self.move_type(&old, &QualifiedName::new(&schema, &old.name));
                    self.mark_renamed(Class::Type, &old, "", name.span);
                }
                None => self.unknown_type(&name),
            },
            s::STATISTICS => {
                if let Some(old) = self.need_statistics(&name, missing_ok)
                    && let Some(found) = self.schema.statistics.remove(&old)
                {
                    let new = QualifiedName::new(schema, &old.name);
                    self.schema.statistics.insert(new, found);
                }
            }
            _ => self.move_other(node),
        }
    }

    /// A table takes its indexes and the sequences of its columns with it.
    fn relation_to_schema(&mut self, name: &Name, schema: &str, missing_ok: bool) {
        if let Some(old) = self.found(name, |name| self.schema.views.contains_key(name)) {
            self.move_view(&old, &QualifiedName::new(schema, &old.name));
            self.mark_renamed(Class::Relation, &old, "", name.span);
            return;
        }
        if let Some(old) = self.found(name, |name| self.schema.sequences.contains_key(name)) {
            self.move_sequence(&old, &QualifiedName::new(schema, &old.name));
            return;
        }
        let Some(old) = self.need_table(name, missing_ok) else {
            return;
        };
        let owned = self.schema.sequences.iter().filter(|(_, sequence)| {
            let owner = sequence.owned_by.as_ref();
            owner.is_some_and(|(owner, _)| *owner == old)
        });
        let owned: Vec<QualifiedName> = owned.map(|(name, _)| name.clone()).collect();
        self.move_table(&old, &QualifiedName::new(schema, &old.name));
        for sequence in owned {
            self.move_sequence(&sequence, &QualifiedName::new(schema, &sequence.name));
        }
        self.mark_renamed(Class::Relation, &old, "", name.span);
    }
}

fn follow_grants(privileges: &mut Privileges, from: &str, to: &str) {
    let granted = std::mem::take(&mut privileges.granted);
    privileges.granted = granted
        .into_iter()
        .map(|mut grant| {
            if grant.column.as_deref() == Some(from) {
                grant.column = Some(to.to_owned());
            }
            grant
        })
        .collect();
}

fn follow_key(key: &mut IndexKey, from: &str, to: &str) {
    if let IndexKey::Column(column) = key
        && column == from
    {
        to.clone_into(column);
    }
}

/// The text of a result type after a type was renamed.
fn returned(returns: &str, old: &QualifiedName, new: &QualifiedName) -> String {
    let (set, ty) = match returns.strip_prefix("SETOF ") {
        Some(ty) => ("SETOF ", ty),
        None => ("", returns),
    };
    let (ty, array) = match ty.strip_suffix("[]") {
        Some(ty) => (ty, "[]"),
        None => (ty, ""),
    };
    if ty == old.to_string() {
        format!("{set}{new}{array}")
    } else {
        returns.to_owned()
    }
}
