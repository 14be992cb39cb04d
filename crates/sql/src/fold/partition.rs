//! Partitioned tables: how they are divided, and what their partitions get from them.

use schema::{
    Constraint, Expression, ForeignKey, IndexElement, IndexKey, Partition, PartitionKey,
    QualifiedName, Table, Type,
};

use super::Fold;
use super::inherit::set_inherited;
use crate::codes::UNKNOWN_TABLE;
use crate::grammar::symbol as s;
use crate::name::{Name, string};
use crate::tree::Node;

impl Fold {
    /// `PARTITION BY RANGE (…)`
    pub(super) fn partition_key(
        &mut self,
        table: &QualifiedName,
        clause: Node<'_>,
    ) -> Option<PartitionKey> {
        let strategy = clause.after(s::BY).next()?.text().to_ascii_lowercase();
        let method = if strategy == "hash" { "hash" } else { "btree" };
        let list = clause.find(s::PART_PARAMS)?;
        let parts: Vec<Node<'_>> = list.elements().collect();
        let elements = parts
            .into_iter()
            .map(|part| self.index_element(table, part));
        Some(PartitionKey {
            elements: super::index::without_default_classes(method, elements.collect()),
            strategy,
        })
    }

    /// `ALTER TABLE … ATTACH PARTITION` and `DETACH PARTITION`
    pub(super) fn partition_command(&mut self, parent: &QualifiedName, command: Node<'_>) {
        let Some(node) = command.find(s::QUALIFIED_NAME) else {
            return;
        };
        let name = Name::read(node);
        let Some(child) = self.find_table(&name) else {
            self.unknown_relation(&name, "table", &UNKNOWN_TABLE);
            return;
        };
        if command.has(s::ATTACH) {
            let bound = command.find(s::PARTITION_BOUND_SPEC);
            self.attach(parent, &child, bound);
        } else if command.has(s::DETACH) && !command.has(s::FINALIZE) {
            self.detach(parent, &child);
            if command.has(s::OPT_CONCURRENTLY) {
                self.note_opaque(
                    command,
                    "`DETACH PARTITION … CONCURRENTLY` leaves a check with the partition's bounds, which is not followed",
                );
            }
        }
    }

    fn attach(&mut self, parent: &QualifiedName, child: &QualifiedName, bound: Option<Node<'_>>) {
        let Some(found) = self.schema.tables.get(parent) else {
            return;
        };
        let of_parent = |name: &str| found.column(name).is_some();
        let columns: Vec<String> = self
            .schema
            .tables
            .get(child)
            .map_or_else(Vec::new, |table| {
                let names = table.columns.iter().map(|column| column.name.clone());
                names.filter(|name| of_parent(name)).collect()
            });
        let checks: Vec<String> = found
            .constraints
            .iter()
            .filter(|known| matches!(known, Constraint::Check(_)))
            .map(|known| known.name().to_owned())
            .collect();
        if let Some(table) = self.schema.tables.get_mut(child) {
            for column in &mut table.columns {
                column.inherited |= columns.contains(&column.name);
            }
            for constraint in &mut table.constraints {
                if checks.iter().any(|name| name == constraint.name()) {
                    set_inherited(constraint, true);
                }
            }
        }
        self.become_partition(parent, child, bound);
        self.take_indexes(parent, child);
        self.take_foreign_keys(parent, child);
        self.clone_triggers(parent, child);
    }

    /// Makes a table a partition, without what it gets from the parent.
    pub(super) fn become_partition(
        &mut self,
        parent: &QualifiedName,
        child: &QualifiedName,
        bound: Option<Node<'_>>,
    ) {
        let bound =
            Expression::new(bound.map_or_else(String::new, |bound| self.bound(parent, bound)));
        self.parents.insert(parent.clone());
        if let Some(table) = self.schema.tables.get_mut(child) {
            table.partition_of = Some(Partition {
                parent: parent.clone(),
                bound,
            });
        }
    }

    fn detach(&mut self, parent: &QualifiedName, child: &QualifiedName) {
        self.leave_parent(child, parent);
        let Some(table) = self.schema.tables.get_mut(child) else {
            return;
        };
        table.partition_of = None;
        for constraint in &mut table.constraints {
            set_inherited(constraint, false);
        }
        for index in &mut table.indexes {
            index.part_of = None;
        }
        table.triggers.retain(|trigger| !trigger.inherited);
    }

    /// Row triggers of a partitioned table fire on its partitions too.
    pub(super) fn clone_triggers(&mut self, parent: &QualifiedName, child: &QualifiedName) {
        let Some(found) = self.schema.tables.get(parent) else {
            return;
        };
        let mut triggers = found.triggers.clone();
        triggers.retain(|trigger| trigger.for_each_row);
        for trigger in &mut triggers {
            trigger.inherited = true;
            trigger.comment = None;
        }
        let Some(table) = self.schema.tables.get_mut(child) else {
            return;
        };
        for trigger in triggers {
            if !table.triggers.iter().any(|own| own.name == trigger.name) {
                table.triggers.push(trigger);
            }
        }
    }

    /// A parent's foreign keys hold for its partition; an equal one of its own becomes part of them.
    pub(super) fn take_foreign_keys(&mut self, parent: &QualifiedName, child: &QualifiedName) {
        let Some(found) = self.schema.tables.get(parent) else {
            return;
        };
        let keys: Vec<ForeignKey> = found
            .constraints
            .iter()
            .filter_map(|constraint| match constraint {
                Constraint::ForeignKey(key) => Some(key.clone()),
                Constraint::PrimaryKey(_)
                | Constraint::Unique(_)
                | Constraint::Check(_)
                | Constraint::Exclusion(_) => None,
            })
            .collect();
        for key in keys {
            self.take_foreign_key(child, key);
        }
    }

    /// One of them.
    pub(super) fn take_foreign_key(&mut self, child: &QualifiedName, mut key: ForeignKey) {
        let Some(table) = self.schema.tables.get_mut(child) else {
            return;
        };
        key.inherited = true;
        key.comment = None;
        let own = table.constraints.iter_mut().find(|own| match own {
            Constraint::ForeignKey(own) if !own.inherited => {
                let renamed = ForeignKey {
                    name: own.name.clone(),
                    comment: own.comment.clone(),
                    ..key.clone()
                };
                *own == ForeignKey {
                    inherited: false,
                    ..renamed
                }
            }
            Constraint::ForeignKey(_)
            | Constraint::PrimaryKey(_)
            | Constraint::Unique(_)
            | Constraint::Check(_)
            | Constraint::Exclusion(_) => false,
        });
        if let Some(own) = own {
            set_inherited(own, true);
            return;
        }
        if table.constraint(&key.name).is_some() {
            let middle = super::naming::addition(key.columns.iter().map(String::as_str));
            key.name = self.choose_constraint(child, &middle, "fkey", &[]);
        }
        self.note_constraint(child, &key.name);
        if let Some(table) = self.schema.tables.get_mut(child) {
            table.constraints.push(Constraint::ForeignKey(key.clone()));
        }
        for partition in self.partitions(child) {
            self.take_foreign_key(&partition, key.clone());
        }
    }

    /// A bound in the server's spelling: constants as the key column's type prints them.
    fn bound(&self, parent: &QualifiedName, bound: Node<'_>) -> String {
        if bound.has(s::DEFAULT) {
            return "DEFAULT".to_owned();
        }
        if let Some(hash) = bound.find(s::HASH_PARTBOUND) {
            let parts: Vec<String> = hash
                .elements()
                .map(|part| {
                    let words: Vec<String> = part
                        .tokens()
                        .map(|it| it.text().to_ascii_lowercase())
                        .collect();
                    words.join(" ")
                })
                .collect();
            return format!("FOR VALUES WITH ({})", parts.join(", "));
        }
        let table = self.schema.tables.get(parent);
        let types = table.map(key_types).unwrap_or_default();
        let lists: Vec<String> = bound
            .children()
            .filter(|part| part.is(s::EXPR_LIST))
            .map(|list| {
                let list_of_one = bound.has(s::IN_P);
                let values: Vec<String> = list
                    .elements()
                    .enumerate()
                    .map(|(at, value)| {
                        let ty = types.get(if list_of_one { 0 } else { at });
                        constant(value, ty.and_then(Option::as_ref))
                    })
                    .collect();
                values.join(", ")
            })
            .collect();
        match lists.as_slice() {
            [values] => format!("FOR VALUES IN ({values})"),
            [from, to] => format!("FOR VALUES FROM ({from}) TO ({to})"),
            _ => bound.text().to_owned(),
        }
    }
}

/// The types of a partition key's columns; `None` of an expression.
fn key_types(table: &Table) -> Vec<Option<Type>> {
    let of = |element: &IndexElement| match &element.key {
        IndexKey::Column(name) => table.column(name).map(|column| column.ty.clone()),
        IndexKey::Expression(_) => None,
    };
    let key = table.partition_key.as_ref();
    key.map(|key| key.elements.iter().map(of).collect())
        .unwrap_or_default()
}

/// A constant as `pg_get_expr` prints it in a bound (`get_const_expr` without the type's name).
fn constant(value: Node<'_>, ty: Option<&Type>) -> String {
    let tokens: Vec<Node<'_>> = value.tokens().collect();
    let first = tokens.first();
    if let [word] = tokens.as_slice()
        && (word.is(s::MINVALUE) || word.is(s::MAXVALUE) || word.is(s::NULL_P))
    {
        return word.text().to_ascii_uppercase();
    }
    let text = match (first, tokens.as_slice()) {
        (Some(literal), [_] | [_, _, ..]) if literal.is(s::SCONST) && is_cast(value) => {
            string(*literal)
        }
        (Some(number), [_]) if number.is(s::ICONST) || number.is(s::FCONST) => {
            number.text().to_owned()
        }
        (Some(sign), [_, number]) if sign.is(s::MINUS) => format!("-{}", number.text()),
        // `date '2024-01-01'`
        (_, [.., literal]) if literal.is(s::SCONST) && tokens.len() <= 2 => string(*literal),
        (Some(word), [_]) if word.is(s::TRUE_P) || word.is(s::FALSE_P) => {
            word.text().to_ascii_lowercase()
        }
        _ => return value.text().to_owned(),
    };
    let name = ty
        .filter(|ty| ty.schema.is_none() && !ty.array)
        .map(|ty| ty.name.as_str());
    match name {
        Some("int4") if !text.starts_with('-') => text,
        Some("bool") => text,
        Some("numeric") if text.contains('.') && !text.starts_with('-') => text,
        Some("timestamp") => format!("'{}'", instant(&text)),
        Some("timestamptz") => {
            let text = text.trim_end_matches('Z');
            let zone = if text.contains('+') || text.matches('-').count() > 2 {
                ""
            } else {
                "+00"
            };
            let (local, offset) = text.split_once('+').unwrap_or((text, ""));
            let plus = if offset.is_empty() { "" } else { "+" };
            format!("'{}{plus}{offset}{zone}'", instant(local))
        }
        _ => schema::quote_literal(&text),
    }
}

/// A date and time in full: `2024-01-01 00:00:00`.
fn instant(text: &str) -> String {
    let text = text.replace('T', " ");
    match text.len() {
        10 => format!("{text} 00:00:00"),
        16 => format!("{text}:00"),
        _ => text,
    }
}

/// Whether a constant stands alone or with one cast behind it.
fn is_cast(value: Node<'_>) -> bool {
    let parts: Vec<Node<'_>> = value.children().collect();
    value.is_token() || matches!(parts.as_slice(), [_, cast, _] if cast.is(s::TYPECAST))
}
