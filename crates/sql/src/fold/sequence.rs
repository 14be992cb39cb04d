//! Sequences: those that are created, and those of serial and identity columns.

use schema::{Identity, Origin, QualifiedName, Sequence, Type};

use super::Fold;
use super::lookup::TEMPORARY;
use crate::codes::UNKNOWN_OBJECT;
use crate::grammar::symbol as s;
use crate::name::{Name, identifiers};
use crate::tree::Node;
use crate::types::read;

impl Fold {
    pub(super) fn create_sequence(&mut self, node: Node<'_>) {
        let Some(name) = node.find(s::QUALIFIED_NAME).map(Name::read) else {
            return;
        };
        let full = self.new_relation(node, &name);
        if node.has(s::IF_P) && self.relation_origin(&full).is_some() {
            return;
        }
        if !self.relation_is_free("sequence", &full, name.span) {
            return;
        }
        let words = node.find(s::OPT_TEMP);
        let mut sequence = Sequence {
            unlogged: words.is_some_and(|words| words.has(s::UNLOGGED)),
            privileges: self.default_privileges("SEQUENCES", &full.schema),
            origin: name.span.into(),
            ..Sequence::default()
        };
        Numbers::read(node).set(&mut sequence, true);
        self.schema.sequences.insert(full.clone(), sequence);
        self.set_owner(&full, node);
    }

    pub(super) fn alter_sequence(&mut self, node: Node<'_>) {
        let Some(name) = node.find(s::QUALIFIED_NAME).map(Name::read) else {
            return;
        };
        let found = self.found(&name, |name| self.schema.sequences.contains_key(name));
        let Some(full) = found else {
            if !node.has(s::IF_P) {
                self.unknown_relation(&name, "sequence", &UNKNOWN_OBJECT);
            }
            return;
        };
        if let Some(sequence) = self.schema.sequences.get_mut(&full) {
            Numbers::read(node).set(sequence, false);
        }
        self.set_owner(&full, node);
    }

    /// `OWNED BY`: the column knows its sequence, and the sequence its column.
    fn set_owner(&mut self, full: &QualifiedName, node: Node<'_>) {
        let clause = options(node).filter(|option| option.has(s::OWNED)).last();
        let Some(clause) = clause else {
            return;
        };
        let mut parts = clause
            .find(s::ANY_NAME)
            .map(identifiers)
            .unwrap_or_default();
        let column = parts.pop().unwrap_or_default();
        let owner = parts.pop().and_then(|table| {
            let name = Name {
                name: table,
                schema: parts.pop(),
                span: clause.span(),
            };
            self.find_table(&name).map(|table| (table, column))
        });
        let Some(sequence) = self.schema.sequences.get_mut(full) else {
            return;
        };
        let before = std::mem::replace(&mut sequence.owned_by, owner.clone());
        if let Some((table, column)) = before
            && let Some(column) = self.column_mut(&table, &column)
            && column.sequence.as_ref() == Some(full)
        {
            column.sequence = None;
        }
        if let Some((table, column)) = owner
            && let Some(column) = self.column_mut(&table, &column)
        {
            column.sequence = Some(full.clone());
        }
    }

    /// Takes a sequence away, and from the column that owned it.
    pub(super) fn sequence_dropped(&mut self, full: &QualifiedName) {
        let owner = self.schema.sequences.remove(full);
        if let Some((table, column)) = owner.and_then(|sequence| sequence.owned_by)
            && let Some(column) = self.column_mut(&table, &column)
            // A default that takes values from it keeps it, unless the statement is refused for that.
            && column.default.is_none()
            && column.sequence.as_ref() == Some(full)
        {
            column.sequence = None;
        }
    }

    /// Creates the sequence of a serial or identity column of a type, with the options in
    /// parentheses.
    pub(super) fn own_sequence(
        &mut self,
        table: &QualifiedName,
        column: &str,
        ty: &Type,
        clause: Option<Node<'_>>,
        origin: Origin,
    ) -> QualifiedName {
        let named = clause
            .into_iter()
            .flat_map(options)
            .find(|option| option.has(s::SEQUENCE))
            .and_then(|option| option.find(s::ANY_NAME).map(Name::read));
        let name = match named {
            Some(name) => {
                let schema = name.schema.unwrap_or_else(|| table.schema.clone());
                QualifiedName::new(schema, name.name)
            }
            None => QualifiedName::new(
                &table.schema,
                self.choose_relation(&table.schema, &table.name, column, "seq", false),
            ),
        };
        let unlogged = self.schema.tables.get(table).is_some_and(|it| it.unlogged);
        let mut sequence = Sequence {
            owned_by: Some((table.clone(), column.to_owned())),
            unlogged: unlogged && table.schema != TEMPORARY,
            privileges: self.default_privileges("SEQUENCES", &table.schema),
            origin,
            ..Sequence::of(sequence_type(ty))
        };
        if let Some(clause) = clause {
            let mut numbers = Numbers::read(clause);
            numbers.ty = Some(sequence.ty.clone());
            numbers.set(&mut sequence, true);
        }
        self.schema.sequences.insert(name.clone(), sequence);
        name
    }

    /// `ALTER COLUMN … ADD GENERATED … AS IDENTITY`
    pub(super) fn add_identity(&mut self, table: &QualifiedName, name: &str, command: Node<'_>) {
        let Some(ty) = self.column_mut(table, name).map(|column| column.ty.clone()) else {
            return;
        };
        let clause = command.find(s::OPT_PARENTHESIZED_SEQ_OPT_LIST);
        let sequence = self.own_sequence(table, name, &ty, clause, command.span().into());
        let identity = identity(command);
        if let Some(column) = self.column_mut(table, name) {
            column.identity = Some(identity);
            column.sequence = Some(sequence);
        }
    }

    /// `ALTER COLUMN … SET GENERATED …`, `SET INCREMENT …`, `RESTART`
    pub(super) fn alter_identity(&mut self, table: &QualifiedName, name: &str, list: Node<'_>) {
        let when = list.children().find(|option| option.has(s::GENERATED));
        let Some(column) = self.column_mut(table, name) else {
            return;
        };
        if let (Some(when), Some(kind)) = (when, &mut column.identity) {
            *kind = identity(when);
        }
        let sequence = column.sequence.clone();
        if let Some(sequence) = sequence.and_then(|name| self.schema.sequences.get_mut(&name)) {
            Numbers::read(list).set(sequence, false);
        }
    }

    /// `ALTER COLUMN … DROP IDENTITY`
    pub(super) fn drop_identity(&mut self, table: &QualifiedName, name: &str) {
        let Some(column) = self.column_mut(table, name) else {
            return;
        };
        if column.identity.take().is_some()
            && let Some(sequence) = column.sequence.take()
        {
            self.schema.sequences.remove(&sequence);
        }
    }

    /// An identity column's sequence follows its type; a serial column's does not.
    pub(super) fn retype_sequence(&mut self, table: &QualifiedName, name: &str) {
        let Some(column) = self.column_mut(table, name) else {
            return;
        };
        let ty = sequence_type(&column.ty);
        let sequence = column
            .sequence
            .clone()
            .filter(|_| column.identity.is_some());
        if let Some(sequence) = sequence.and_then(|name| self.schema.sequences.get_mut(&name)) {
            let numbers = Numbers {
                ty: Some(ty.to_owned()),
                ..Numbers::default()
            };
            numbers.set(sequence, false);
        }
    }

    /// `SET LOGGED` and `SET UNLOGGED` of a table hold for the sequences of its columns.
    pub(super) fn persist_sequences(&mut self, table: &QualifiedName, unlogged: bool) {
        let owned: Vec<QualifiedName> = match self.schema.tables.get(table) {
            Some(table) => table
                .columns
                .iter()
                .filter_map(|it| it.sequence.clone())
                .collect(),
            None => return,
        };
        for name in owned {
            if let Some(sequence) = self.schema.sequences.get_mut(&name) {
                sequence.unlogged = unlogged;
            }
        }
    }
}

/// `ALWAYS` or `BY DEFAULT`
pub(super) fn identity(clause: Node<'_>) -> Identity {
    let when = clause.find(s::GENERATED_WHEN);
    if when.is_some_and(|when| when.has(s::ALWAYS)) {
        Identity::Always
    } else {
        Identity::ByDefault
    }
}

fn sequence_type(ty: &Type) -> &'static str {
    match ty.name.as_str() {
        "int2" => "int2",
        "int4" => "int4",
        _ => "int8",
    }
}

fn options(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    node.descendants().filter(|part| part.is(s::SEQ_OPT_ELEM))
}

/// What is said of a sequence's least or greatest value.
#[derive(Debug, Default, Clone, Copy)]
enum Bound {
    /// Nothing.
    #[default]
    Unsaid,
    /// `NO MINVALUE`: the type's own.
    Own,
    /// A value.
    At(i64),
}

/// What is said of a sequence's numbers.
#[derive(Debug, Default)]
struct Numbers {
    ty: Option<String>,
    start: Option<i64>,
    increment: Option<i64>,
    minimum: Bound,
    maximum: Bound,
    cache: Option<i64>,
    cycle: Option<bool>,
}

impl Numbers {
    /// Reads the options in a statement or a clause.
    fn read(node: Node<'_>) -> Self {
        let mut numbers = Self::default();
        for option in options(node) {
            let negated = option.has(s::NO);
            let word = option.tokens().nth(usize::from(negated));
            match word.map(Node::symbol) {
                Some(s::AS) => {
                    numbers.ty = option.children().last().map(|ty| read(ty).ty.name);
                }
                Some(s::INCREMENT) => numbers.increment = number(option),
                Some(s::START) => numbers.start = number(option),
                Some(s::MINVALUE) => numbers.minimum = bound(option),
                Some(s::MAXVALUE) => numbers.maximum = bound(option),
                Some(s::CACHE) => numbers.cache = number(option),
                Some(s::CYCLE) => numbers.cycle = Some(!negated),
                // `RESTART` changes the next value, which is no part of the schema.
                _ => {}
            }
        }
        numbers
    }

    /// As the server works them out (`init_params` in `sequence.c`): a bound that was not chosen follows
    /// the type, and a new sequence begins at its bound.
    fn set(self, sequence: &mut Sequence, new: bool) {
        let before = Sequence::range(&sequence.ty);
        let follows_maximum = !new && self.ty.is_some() && sequence.maximum == before.1;
        let follows_minimum = !new && self.ty.is_some() && sequence.minimum == before.0;
        sequence.ty = self.ty.unwrap_or_else(|| std::mem::take(&mut sequence.ty));
        let (least, greatest) = Sequence::range(&sequence.ty);
        sequence.increment = self.increment.unwrap_or(sequence.increment);
        sequence.cycle = self.cycle.unwrap_or(sequence.cycle);
        sequence.cache = self.cache.unwrap_or(sequence.cache);
        let descends = sequence.increment < 0;
        let highest = if descends { -1 } else { greatest };
        sequence.maximum = match self.maximum {
            Bound::At(maximum) => maximum,
            Bound::Unsaid | Bound::Own if follows_maximum => greatest,
            Bound::Unsaid if !new => sequence.maximum,
            Bound::Unsaid | Bound::Own => highest,
        };
        let lowest = if descends { least } else { 1 };
        sequence.minimum = match self.minimum {
            Bound::At(minimum) => minimum,
            Bound::Unsaid | Bound::Own if follows_minimum => least,
            Bound::Unsaid if !new => sequence.minimum,
            Bound::Unsaid | Bound::Own => lowest,
        };
        if let Some(start) = self.start {
            sequence.start = start;
        } else if new {
            sequence.start = if descends {
                sequence.maximum
            } else {
                sequence.minimum
            };
        }
    }
}

fn bound(option: Node<'_>) -> Bound {
    number(option).map_or(Bound::Own, Bound::At)
}

fn number(option: Node<'_>) -> Option<i64> {
    let constant = |token: &Node<'_>| token.is(s::ICONST) || token.is(s::FCONST);
    let token = option.tokens().filter(constant).last()?;
    let negative = option.tokens().any(|token| token.is(s::MINUS));
    let value = token.text().replace('_', "").parse::<i128>().ok()?;
    i64::try_from(if negative { -value } else { value }).ok()
}
