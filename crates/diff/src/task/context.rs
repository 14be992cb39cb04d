//! What tasks are made with: both states, and what is known of names.

use std::collections::{BTreeMap, BTreeSet};

use schema::{Expression, QualifiedName, Reference, Schema, Table, quote_literal};

use crate::thing::Thing;
use crate::{Change, Options, TableChange};

/// Both states, the options, and what the plan as a whole does.
pub(crate) struct Context<'a> {
    pub(crate) before: &'a Schema,
    pub(crate) after: &'a Schema,
    pub(crate) online: bool,
    /// Things by their bare names, for expressions of which nothing but the text is known.
    names: BTreeMap<&'a str, BTreeSet<Thing>>,
    /// The values that enums get in place, as literals.
    values: Vec<(String, Thing)>,
    /// The constraints that go by a change of their own.
    dropped: BTreeSet<Thing>,
    /// The columns that go or get another type.
    moved: BTreeSet<Thing>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(before: &'a Schema, after: &'a Schema, options: &Options) -> Self {
        let mut ctx = Self {
            before,
            after,
            online: options.online,
            names: BTreeMap::new(),
            values: Vec::new(),
            dropped: BTreeSet::new(),
            moved: BTreeSet::new(),
        };
        for schema in [before, after] {
            ctx.index(schema);
        }
        ctx
    }

    /// Notes which values are added to enums that are there already, and which constraints go.
    pub(crate) fn note(&mut self, changes: &[Change<'_>]) {
        self.dropped = changes
            .iter()
            .filter_map(|change| {
                let Change::Table {
                    table,
                    change: TableChange::DropConstraint(constraint),
                } = change
                else {
                    return None;
                };
                let name = constraint.name().to_owned();
                Some(Thing::Constraint((*table).clone(), name))
            })
            .collect();
        let moved = super::moved(self, changes);
        self.moved = moved
            .into_iter()
            .filter(|it| matches!(it, Thing::Column(..)))
            .collect();
        self.values = changes
            .iter()
            .filter_map(|change| {
                let Change::AddEnumValue { name, value, .. } = change else {
                    return None;
                };
                let thing = Thing::EnumValue((*name).clone(), (*value).to_owned());
                Some((quote_literal(value), thing))
            })
            .collect();
    }

    fn index(&mut self, schema: &'a Schema) {
        let mut add = |name: &'a str, thing: Thing| {
            self.names.entry(name).or_default().insert(thing);
        };
        let relations = schema.tables.keys().chain(schema.views.keys());
        for name in relations.chain(schema.sequences.keys()) {
            add(&name.name, Thing::Relation(name.clone()));
        }
        for (name, _) in schema.functions.keys() {
            add(&name.name, Thing::Function(name.clone()));
        }
        let types = schema.enums.keys().chain(schema.domains.keys());
        for name in types
            .chain(schema.composites.keys())
            .chain(schema.ranges.keys())
        {
            add(&name.name, Thing::Type(name.clone()));
        }
    }

    /// What an expression refers to.
    pub(crate) fn uses(&self, expression: &Expression) -> Vec<Thing> {
        self.uses_of(&expression.uses, &expression.sql)
    }

    /// What a text refers to: as was worked out, else every name that stands in it.
    pub(crate) fn uses_of(&self, uses: &[Reference], text: &str) -> Vec<Thing> {
        if !uses.is_empty() {
            return uses.iter().map(Thing::of).collect();
        }
        let found = words(text).filter_map(|word| self.names.get(word));
        found.flatten().cloned().collect()
    }

    /// What an expression of a table refers to, the table's columns included.
    pub(crate) fn uses_in(&self, table: &QualifiedName, expression: &Expression) -> Vec<Thing> {
        let mut uses = self.uses(expression);
        if expression.uses.is_empty() {
            let states = [self.before, self.after];
            let tables = states.into_iter().filter_map(|it| it.tables.get(table));
            let columns: BTreeSet<&str> = tables
                .flat_map(|table| &table.columns)
                .map(|column| column.name.as_str())
                .collect();
            let named = words(&expression.sql).filter(|word| columns.contains(word));
            uses.extend(named.map(|column| Thing::column(table, column)));
        }
        uses
    }

    /// The values in a text that enums get in this plan.
    pub(crate) fn new_values(&self, text: &str) -> Vec<Thing> {
        let found = self
            .values
            .iter()
            .filter(|(literal, _)| text.contains(literal));
        found.map(|(_, thing)| thing.clone()).collect()
    }

    /// Whether an expression may give another value each time: one that calls a function of which
    /// the contrary is not known.
    pub(crate) fn is_volatile(&self, sql: &str) -> bool {
        let mut rest = sql;
        while let Some(at) = rest.find('(') {
            let name = rest[..at].trim_end();
            let start = name.rfind(|c: char| !(c.is_alphanumeric() || c == '_' || c == '"'));
            let name = name[start.map_or(0, |at| at + 1)..].trim_matches('"');
            let own = self.after.functions.iter();
            let own = own.filter(|((function, _), _)| function.name == name);
            let stable =
                own.clone().next().is_some() && own.clone().all(|(_, it)| it.volatility != 'v');
            if !name.is_empty() && !stable && !STABLE.contains(&name.to_ascii_lowercase().as_str())
            {
                return true;
            }
            rest = &rest[at + 1..];
        }
        false
    }

    /// Whether a constraint goes by a change of its own, before its table does.
    pub(crate) fn is_dropped(&self, table: &QualifiedName, constraint: &str) -> bool {
        let thing = Thing::Constraint(table.clone(), constraint.to_owned());
        self.dropped.contains(&thing)
    }

    /// Whether some of these go or become another.
    pub(crate) fn moves(&self, things: &[Thing]) -> bool {
        things.iter().any(|it| self.moved.contains(it))
    }

    /// Whether a table is there already, so that others may be using it.
    pub(crate) fn is_in_use(&self, table: &QualifiedName) -> bool {
        self.before.tables.contains_key(table)
    }

    /// Whether changes of a table should not make others wait.
    pub(crate) fn is_online(&self, table: &QualifiedName) -> bool {
        self.online && self.is_in_use(table)
    }

    /// The table of the state after, else of the state before.
    pub(crate) fn table(&self, name: &QualifiedName) -> Option<&'a Table> {
        let after = self.after.tables.get(name);
        after.or_else(|| self.before.tables.get(name))
    }

    /// Whether a table has partitions, of which the server does many things only all at once.
    pub(crate) fn is_partitioned(&self, name: &QualifiedName) -> bool {
        self.table(name)
            .is_some_and(|table| table.partition_key.is_some())
    }
}

/// The words of a text that could be names, quoted or not.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
}

/// Words that stand before a parenthesis and call nothing volatile: the server's own functions and
/// types that defaults are written with.
const STABLE: [&str; 40] = [
    "now",
    "current_timestamp",
    "localtimestamp",
    "transaction_timestamp",
    "statement_timestamp",
    "current_time",
    "localtime",
    "timezone",
    "date_trunc",
    "date_part",
    "extract",
    "to_char",
    "to_timestamp",
    "to_date",
    "make_interval",
    "make_date",
    "age",
    "lower",
    "upper",
    "md5",
    "concat",
    "coalesce",
    "nullif",
    "array",
    "jsonb_build_object",
    "jsonb_build_array",
    "json_build_object",
    "json_build_array",
    "to_jsonb",
    "to_json",
    "varchar",
    "char",
    "numeric",
    "decimal",
    "timestamp",
    "timestamptz",
    "bit",
    "current_setting",
    "varying",
    "character",
];
