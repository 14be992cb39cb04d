//! `CREATE TYPE` in its forms, and what else shares its rule.

use schema::{Attribute, Composite, Other, QualifiedName, Range};

use super::{Class, Fold};
use crate::grammar::symbol as s;
use crate::name::{Name, identifier, identifiers, word_or_string};
use crate::tree::Node;
use crate::types::read;

impl Fold {
    /// `DefineStmt`
    pub(super) fn define(&mut self, node: Node<'_>) {
        match node
            .children()
            .find(|part| part.is_token() && !part.is(s::CREATE))
        {
            Some(kind) if kind.is(s::TYPE_P) => self.create_type(node),
            Some(kind) if kind.is(s::AGGREGATE) => self.create_aggregate(node),
            Some(_) | None => self.create_other(node),
        }
    }

    fn create_type(&mut self, node: Node<'_>) {
        let Some(name_node) = node.child(2) else {
            return;
        };
        let name = Name::read(name_node);
        let Some(full) = self.new_type(&name) else {
            return;
        };
        if node.child(3).is_none() {
            self.shells.push(name.span);
        }
        if node.has(s::ENUM_P) {
            self.create_enum(node, &name, full);
            return;
        }
        self.types.insert(full.clone(), name.span);
        if node.has(s::RANGE) {
            self.create_range(node, &name, full);
        } else if node.has(s::AS) {
            let list = node.find(s::OPT_TABLE_FUNC_ELEMENT_LIST);
            let elements = list.into_iter().flat_map(Node::descendants);
            let elements = elements.filter(|part| part.is(s::TABLE_FUNC_ELEMENT));
            let composite = Composite {
                attributes: elements.map(|element| self.attribute(element)).collect(),
                privileges: self.default_privileges("TYPES", &full.schema),
                origin: name.span.into(),
                ..Composite::default()
            };
            self.schema.composites.insert(full, composite);
        } else if node.child(3).is_some() {
            let key = ("type".to_owned(), full.to_string());
            let other = Other {
                definition: super::column::expression(node),
                origin: name.span.into(),
                ..Other::default()
            };
            self.schema.others.insert(key, other);
        }
    }

    /// The full name of a type that is created; `None` where the name is taken.
    pub(super) fn new_type(&mut self, name: &Name) -> Option<QualifiedName> {
        let full = self.created(name);
        let first = self.schema.enums.get(&full).map(|found| found.origin);
        let first = first.or(self.types.get(&full).map(|place| (*place).into()));
        let first = first.or(self.schema.tables.get(&full).map(|table| table.origin));
        let first = first.or(self.schema.views.get(&full).map(|view| view.origin));
        // `CREATE TYPE name;` announces a type, which is made later.
        let announced = first.and_then(|first| first.0);
        let announced = announced.is_some_and(|place| self.shells.contains(&place));
        if let Some(first) = first.filter(|_| !announced) {
            self.duplicate("type", &full.to_string(), name.span, first);
            return None;
        }
        self.dropped
            .remove(&(Class::Type, full.clone(), String::new()));
        Some(full)
    }

    /// `TableFuncElement`: a name, a type and a collation.
    pub(super) fn attribute(&mut self, element: Node<'_>) -> Attribute {
        let ty = element.child(1).map(read);
        Attribute {
            name: element.child(0).map(identifier).unwrap_or_default(),
            ty: ty.map_or_else(
                || schema::Type::builtin(""),
                |written| self.resolve_type(&written),
            ),
            collation: collation(element.find(s::OPT_COLLATE_CLAUSE)),
            origin: element.span().into(),
        }
    }

    fn create_range(&mut self, node: Node<'_>, name: &Name, full: QualifiedName) {
        let mut range = Range {
            subtype: schema::Type::builtin(""),
            opclass: None,
            collation: None,
            canonical: None,
            subtype_diff: None,
            multirange: None,
            comment: None,
            privileges: self.default_privileges("TYPES", &full.schema),
            origin: name.span.into(),
        };
        let elements = node.descendants().filter(|part| part.is(s::DEF_ELEM));
        for element in elements.collect::<Vec<_>>() {
            let (Some(label), Some(value)) = (element.child(0), element.child(2)) else {
                continue;
            };
            match identifier(label).as_str() {
                "subtype" => range.subtype = self.resolve_type(&read(value)),
                "subtype_opclass" => range.opclass = identifiers(value).pop(),
                "collation" => range.collation = identifiers(value).pop(),
                "canonical" => range.canonical = Some(self.support_name(value)),
                "subtype_diff" => range.subtype_diff = Some(self.support_name(value)),
                "multirange_type_name" => {
                    let written = self.created(&Name::read(value));
                    range.multirange = Some(written);
                }
                _ => {}
            }
        }
        let made_up = multirange(&full);
        let sets = range.multirange.clone().unwrap_or_else(|| made_up.clone());
        self.types.insert(sets, name.span);
        range.multirange.take_if(|written| *written == made_up);
        self.schema.ranges.insert(full, range);
    }

    /// A function that the definition of a type names: the server's own are in `pg_catalog`.
    fn support_name(&self, value: Node<'_>) -> QualifiedName {
        let name = Name::read(value);
        let own = name.schema.is_none()
            && !crate::volatility::catalog()
                .functions(&name.name)
                .is_empty();
        match self.found(&name, |name| self.has_function(name)) {
            Some(full) => full,
            None if own => QualifiedName::new("pg_catalog", &name.name),
            None => self.created(&name),
        }
    }

    /// `ALTER TYPE … ADD | DROP | ALTER ATTRIBUTE`
    pub(super) fn alter_composite(&mut self, node: Node<'_>) {
        let Some(name) = node.find(s::ANY_NAME).map(Name::read) else {
            return;
        };
        let found = self.found(&name, |name| self.schema.composites.contains_key(name));
        let Some(full) = found else {
            if self.find_type(&name).is_none() {
                self.unknown_type(&name);
            }
            return;
        };
        let commands = node.find(s::ALTER_TYPE_CMDS).into_iter();
        for command in commands.flat_map(Node::elements) {
            self.alter_attribute(&full, command);
        }
    }

    fn alter_attribute(&mut self, full: &QualifiedName, command: Node<'_>) {
        let element = command.find(s::TABLE_FUNC_ELEMENT);
        let added = element.map(|element| self.attribute(element));
        let written = command.children().find(|part| part.is(s::TYPENAME));
        let ty = written.map(|written| self.resolve_type(&read(written)));
        let name_node = command
            .children()
            .skip(2)
            .find(|part| part.is_token() && !matches!(part.symbol(), s::IF_P | s::EXISTS));
        let name = name_node.map(identifier).unwrap_or_default();
        let Some(composite) = self.schema.composites.get_mut(full) else {
            return;
        };
        let origin = composite.origin;
        let attributes = &mut composite.attributes;
        let at = attributes.iter().position(|known| known.name == name);
        if let Some(added) = added {
            let first = attributes.iter().find(|known| known.name == added.name);
            if let Some(first) = first.map(|first| first.origin) {
                let shown = format!("{full}.{}", added.name);
                self.duplicate("attribute", &shown, command.span(), first);
            } else {
                attributes.push(added);
            }
            return;
        }
        match (at, command.has(s::DROP)) {
            (Some(at), true) => {
                attributes.remove(at);
            }
            (Some(at), false) => {
                if let Some(ty) = ty {
                    attributes[at].ty = ty;
                    attributes[at].collation = collation(command.find(s::OPT_COLLATE_CLAUSE));
                }
            }
            (None, _) if command.has(s::IF_P) => {}
            (None, _) => {
                let span = name_node.map_or(command.span(), Node::span);
                self.unknown_part("type", full, "attribute", &name, span, origin);
            }
        }
    }

    /// `ALTER TYPE … RENAME ATTRIBUTE`
    pub(super) fn rename_attribute(&mut self, name: &Name, old: Node<'_>, new: Node<'_>) {
        let found = self.found(name, |name| self.schema.composites.contains_key(name));
        let Some(full) = found else {
            if self.find_type(name).is_none() {
                self.unknown_type(name);
            }
            return;
        };
        let (from, to) = (identifier(old), identifier(new));
        let Some(composite) = self.schema.composites.get_mut(&full) else {
            return;
        };
        let origin = composite.origin;
        let mut attributes = composite.attributes.iter_mut();
        match attributes.find(|known| known.name == from) {
            Some(attribute) => attribute.name = to,
            None => self.unknown_part("type", &full, "attribute", &from, old.span(), origin),
        }
    }
}

/// The collation of a clause `COLLATE`, by its last name.
pub(super) fn collation(clause: Option<Node<'_>>) -> Option<String> {
    let name = clause?.tokens().last()?;
    Some(word_or_string(name))
}

/// The type of a range type's sets, as the server names it.
pub(super) fn multirange(range: &QualifiedName) -> QualifiedName {
    let name = if range.name.contains("range") {
        range.name.replacen("range", "multirange", 1)
    } else {
        format!("{}_multirange", range.name)
    };
    QualifiedName::new(&range.schema, name)
}
