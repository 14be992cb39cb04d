//! `DROP` of everything, and what goes with it.

use diag::{Diagnostic, Span};
use schema::{QualifiedName, Reference};

use super::alter::is_cascade;
use super::{Class, Fold};
use crate::codes::{DROPPED_IN_USE, UNKNOWN_OBJECT, UNKNOWN_TABLE};
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

/// Something that a statement dropped without a cascade.
type Dropped = (&'static str, Reference, Span);

impl Fold {
    pub(super) fn drop(&mut self, node: Node<'_>) {
        let missing_ok = node.has(s::IF_P);
        let kind: Vec<u16> = node.tokens().skip(1).take(2).map(Node::symbol).collect();
        if let [kind @ (s::TRIGGER | s::POLICY | s::RULE), ..] = kind.as_slice() {
            self.drop_part(*kind, node, missing_ok);
            return;
        }
        let cascade = is_cascade(node);
        let names = node.children().find(|part| {
            part.is(s::ANY_NAME_LIST) || part.is(s::NAME_LIST) || part.is(s::TYPE_NAME_LIST)
        });
        let names: Vec<Node<'_>> = names.into_iter().flat_map(Node::elements).collect();
        let mut dropped = Vec::new();
        for name in names {
            match kind.as_slice() {
                [s::TYPE_P | s::DOMAIN_P, ..] => {
                    dropped.extend(self.drop_type(&Name::read(name), missing_ok, cascade));
                }
                [s::TABLE | s::VIEW | s::SEQUENCE | s::MATERIALIZED, ..] => {
                    let kind = kind[0];
                    let name = Name::read(name);
                    dropped.extend(self.drop_relation(kind, &name, missing_ok, cascade));
                }
                [s::FOREIGN, s::TABLE] => {
                    let name = Name::read(name);
                    dropped.extend(self.drop_relation(s::TABLE, &name, missing_ok, cascade));
                }
                [s::INDEX, ..] => self.drop_index(&Name::read(name), missing_ok),
                [s::STATISTICS, ..] => {
                    let found = self.need_statistics(&Name::read(name), missing_ok);
                    if let Some(full) = found {
                        self.schema.statistics.remove(&full);
                    }
                }
                _ => self.drop_global(&kind, node, name, missing_ok, cascade),
            }
        }
        // Objects that are dropped by one statement do not keep one another.
        for (what, gone, span) in dropped {
            if !cascade {
                self.refuse(what, &gone, span);
            }
        }
    }

    /// `DROP TRIGGER`, `DROP POLICY` and `DROP RULE`
    fn drop_part(&mut self, kind: u16, node: Node<'_>, missing_ok: bool) {
        let words = node.children().take_while(|part| !part.is(s::ON));
        let name = words.filter(|part| part.is_token()).last();
        let (Some(on), Some(name)) = (node.find(s::ANY_NAME).map(Name::read), name) else {
            return;
        };
        match kind {
            s::POLICY => self.drop_policy(&on, name, missing_ok),
            s::RULE => self.drop_rule(&on, name, missing_ok),
            _ => self.drop_trigger(node, missing_ok),
        }
    }

    /// Objects that are in no schema, and those that are kept as text.
    fn drop_global(
        &mut self,
        kind: &[u16],
        node: Node<'_>,
        name_node: Node<'_>,
        missing_ok: bool,
        cascade: bool,
    ) {
        let name = identifier(name_node);
        let (what, known) = match kind {
            [s::SCHEMA, ..] => {
                self.drop_schema(name_node, missing_ok, cascade);
                return;
            }
            [s::EXTENSION, ..] => {
                // Columns and whole tables of its types go with it.
                self.doubt |= cascade;
                self.schema.extensions.remove(&name);
                return;
            }
            [s::EVENT, ..] => {
                let known = self.schema.event_triggers.remove(&name);
                ("event trigger", known.is_some())
            }
            [s::PUBLICATION, ..] => {
                let known = self.schema.publications.remove(&name);
                ("publication", known.is_some())
            }
            _ => {
                self.drop_other_named(node, name_node, missing_ok);
                return;
            }
        };
        if !known && !missing_ok {
            self.unknown_global(what, &name, name_node.span());
        }
    }

    fn drop_relation(
        &mut self,
        kind: u16,
        name: &Name,
        missing_ok: bool,
        cascade: bool,
    ) -> Option<Dropped> {
        let (what, found) = match kind {
            s::TABLE => ("table", self.find_table(name)),
            s::SEQUENCE => {
                let found = self.found(name, |name| self.schema.sequences.contains_key(name));
                ("sequence", found)
            }
            _ => {
                let found = self.found(name, |name| self.schema.views.contains_key(name));
                ("view", found)
            }
        };
        let Some(full) = found else {
            if !missing_ok && self.find_relation(name).is_none() {
                let code = if what == "sequence" {
                    &UNKNOWN_OBJECT
                } else {
                    &UNKNOWN_TABLE
                };
                self.unknown_relation(name, what, code);
            }
            return None;
        };
        let gone = Reference::Relation(full.clone());
        match kind {
            s::TABLE => self.remove_table(&full, name.span, cascade),
            s::SEQUENCE => {
                self.sequence_dropped(&full);
                if cascade {
                    self.release(&gone, name.span);
                }
                self.disown(&full);
            }
            _ => self.remove_view(&full, name.span, cascade),
        }
        self.mark_dropped(Class::Relation, &full, "", name.span);
        Some((what, gone, name.span))
    }

    /// A column without a default keeps nothing of a sequence that is gone.
    fn disown(&mut self, sequence: &QualifiedName) {
        let tables = self.schema.tables.values_mut();
        for column in tables.flat_map(|table| &mut table.columns) {
            if column.default.is_none() {
                column.sequence.take_if(|known| known == sequence);
            }
        }
    }

    /// Takes a table away with all that belongs to it.
    pub(super) fn remove_table(&mut self, full: &QualifiedName, span: Span, cascade: bool) {
        self.family_dropped(full, span, cascade);
        self.schema.tables.remove(full);
        self.open.remove(full);
        self.forget_indexes(full, span);
        self.schema.sequences.retain(|_, sequence| {
            sequence
                .owned_by
                .as_ref()
                .is_none_or(|(table, _)| table != full)
        });
        self.schema
            .statistics
            .retain(|_, found| found.table != *full);
        for publication in self.schema.publications.values_mut() {
            publication.tables.remove(full);
        }
        if cascade {
            self.release(&Reference::Relation(full.clone()), span);
        }
    }

    /// Takes a view away with all that belongs to it.
    pub(super) fn remove_view(&mut self, full: &QualifiedName, span: Span, cascade: bool) {
        self.schema.views.remove(full);
        self.forget_indexes(full, span);
        self.mark_dropped(Class::Relation, full, "", span);
        if cascade {
            self.release(&Reference::Relation(full.clone()), span);
        }
    }

    fn forget_indexes(&mut self, owner: &QualifiedName, span: Span) {
        let gone: Vec<QualifiedName> = self
            .indexes
            .iter()
            .filter(|(_, known)| *known == owner)
            .map(|(index, _)| index.clone())
            .collect();
        for index in gone {
            self.indexes.remove(&index);
            self.mark_dropped(Class::Relation, &index, "", span);
        }
    }

    fn drop_index(&mut self, name: &Name, missing_ok: bool) {
        let Some(full) = self.found(name, |name| self.indexes.contains_key(name)) else {
            if !missing_ok {
                self.unknown_index(name);
            }
            return;
        };
        let Some(table) = self.indexes.remove(&full) else {
            return;
        };
        if let Some(found) = self.schema.tables.get_mut(&table) {
            found.indexes.retain(|index| index.name != full.name);
        }
        if let Some(view) = self.schema.views.get_mut(&table) {
            view.indexes.retain(|index| index.name != full.name);
        }
        self.index_dropped(&table, &full.name);
        self.mark_dropped(Class::Relation, &full, "", name.span);
    }

    fn drop_type(&mut self, name: &Name, missing_ok: bool, cascade: bool) -> Option<Dropped> {
        let known = |full: &QualifiedName| {
            self.schema.enums.contains_key(full) || self.types.contains_key(full)
        };
        let Some(full) = self.found(name, known) else {
            if !missing_ok {
                self.unknown_type(name);
            }
            return None;
        };
        self.remove_type(&full, name.span, cascade);
        Some(("type", Reference::Type(full), name.span))
    }

    /// Takes a type away, with the type of a range type's sets.
    pub(super) fn remove_type(&mut self, full: &QualifiedName, span: Span, cascade: bool) {
        self.schema.enums.remove(full);
        self.schema.domains.remove(full);
        self.schema.composites.remove(full);
        if let Some(range) = self.schema.ranges.remove(full) {
            let made_up = super::datatype::multirange(full);
            self.types.remove(&range.multirange.unwrap_or(made_up));
        }
        self.types.remove(full);
        let key = ("type".to_owned(), full.to_string());
        self.schema.others.remove(&key);
        self.mark_dropped(Class::Type, full, "", span);
        if cascade {
            self.release(&Reference::Type(full.clone()), span);
        }
    }

    fn drop_schema(&mut self, node: Node<'_>, missing_ok: bool, cascade: bool) {
        let name = identifier(node);
        if self.schema.schemas.remove(&name).is_none() {
            if !missing_ok && !self.doubt && !self.guarded {
                let finding =
                    Diagnostic::error(&UNKNOWN_OBJECT, format!("schema `{name}` does not exist"))
                        .at(node.span(), "no earlier statement creates it");
                self.findings.push(finding);
            }
            return;
        }
        if !cascade {
            self.refuse_schema(&name, node.span());
        }
        let within = |full: &&QualifiedName| full.schema == name;
        let schema = &self.schema;
        let tables: Vec<QualifiedName> = schema.tables.keys().filter(within).cloned().collect();
        let views: Vec<QualifiedName> = schema.views.keys().filter(within).cloned().collect();
        let types = self.types.keys().chain(schema.enums.keys());
        let types: Vec<QualifiedName> = types.filter(within).cloned().collect();
        let functions = schema.functions.keys();
        let functions: Vec<_> = functions.filter(|key| within(&&key.0)).cloned().collect();
        let sequences = schema.sequences.keys().filter(within);
        let sequences: Vec<QualifiedName> = sequences.cloned().collect();
        let span = node.span();
        for table in tables {
            self.remove_table(&table, span, true);
            self.mark_dropped(Class::Relation, &table, "", span);
        }
        for view in views {
            self.remove_view(&view, span, true);
        }
        for function in functions {
            self.remove_function(&function, span, true);
        }
        for ty in types {
            self.remove_type(&ty, span, true);
        }
        for sequence in sequences {
            self.schema.sequences.remove(&sequence);
            self.release(&Reference::Relation(sequence), span);
        }
        self.schema.statistics.retain(|full, _| full.schema != name);
        let prefix = format!("{name}.");
        self.schema
            .others
            .retain(|(_, identity), _| !identity.starts_with(&prefix));
        for publication in self.schema.publications.values_mut() {
            publication.schemas.retain(|known| *known != name);
        }
        self.schema
            .default_privileges
            .retain(|known| known.schema.as_ref() != Some(&name));
        let full = QualifiedName::new(&name, "");
        self.mark_dropped(Class::Schema, &full, "", span);
    }

    /// A schema that is not empty is not dropped without a cascade.
    fn refuse_schema(&mut self, name: &str, span: Span) {
        if self.doubt || self.guarded {
            return;
        }
        let schema = &self.schema;
        let tables = schema
            .tables
            .iter()
            .map(|(name, it)| ("table", name, it.origin));
        let views = schema
            .views
            .iter()
            .map(|(name, it)| ("view", name, it.origin));
        let enums = schema
            .enums
            .iter()
            .map(|(name, it)| ("type", name, it.origin));
        let functions = schema.functions.iter();
        let functions = functions.map(|((name, _), it)| ("function", name, it.origin));
        let mut all = tables.chain(views).chain(enums).chain(functions);
        let Some((what, inside, origin)) = all.find(|(_, full, _)| full.schema == name) else {
            return;
        };
        let message = format!("schema `{name}` is dropped while it contains the {what} `{inside}`");
        let mut finding = Diagnostic::error(&DROPPED_IN_USE, message)
            .at(span, "the server refuses this")
            .help("drop what it contains first, or write CASCADE to drop that too");
        if let Some(place) = origin.0 {
            finding = finding.also(place, "created here");
        }
        self.findings.push(finding);
    }
}

/// Whether a text of SQL uses a name.
pub(super) fn mentions(sql: &str, name: &str) -> bool {
    lexer::tokens(sql)
        .filter(|token| {
            matches!(
                token.kind,
                lexer::Kind::Word | lexer::Kind::QuotedIdentifier
            )
        })
        .any(|token| lexer::identifier(token.text(sql)) == name)
}
