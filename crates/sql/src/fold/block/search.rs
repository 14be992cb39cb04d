//! Queries over the catalogs.

use super::catalog::{Row, rows};
use super::scope::Scope;
use super::value::Value;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

/// How many combinations of rows are looked at.
const ROWS: usize = 200_000;

impl<'a> Scope<'a> {
    pub(super) fn exists(&self, query: Node<'a>) -> Option<Value<'a>> {
        let mut found = Found::default();
        self.select(query, &mut found, |_| Some(Value::Null), true)?;
        match found {
            Found { values, .. } if !values.is_empty() => Some(Value::Bool(true)),
            Found { unsure: true, .. } => None,
            Found { .. } => Some(Value::Bool(false)),
        }
    }

    /// The value of a query of one row.
    pub(super) fn scalar(&self, query: Node<'a>) -> Option<Value<'a>> {
        let target = query.descend(s::TARGET_LIST)?;
        let target = target.elements().next()?.child(0)?;
        let counts = target.text().to_ascii_lowercase().replace(' ', "");
        let mut found = Found::default();
        if matches!(counts.as_str(), "count(*)" | "count(1)") {
            self.select(query, &mut found, |_| Some(Value::Null), false)?;
            let count = i64::try_from(found.values.len()).ok()?;
            return (!found.unsure).then_some(Value::Integer(count));
        }
        self.select(query, &mut found, |scope| scope.value(target), false)?;
        let mut values = found.values.into_iter();
        let first = values.next().unwrap_or(Value::Null);
        // Of several rows it is not known which is the first.
        (!found.unsure && values.all(|value| value == first)).then_some(first)
    }

    /// The values of a query's first column.
    pub(super) fn column(&self, query: Node<'a>) -> Option<Vec<Value<'a>>> {
        let target = query.descend(s::TARGET_LIST)?;
        let target = target.elements().next()?.child(0)?;
        let mut found = Found::default();
        self.select(query, &mut found, |scope| scope.value(target), false)?;
        (!found.unsure).then_some(found.values)
    }

    /// Looks at every combination of rows that a query's conditions let through.
    fn select(
        &self,
        query: Node<'a>,
        found: &mut Found<'a>,
        target: impl Fn(&Self) -> Option<Value<'a>>,
        first_only: bool,
    ) -> Option<()> {
        let select = query.descend(s::SIMPLE_SELECT)?;
        let clause = |symbol| select.find(symbol);
        let plain = clause(s::GROUP_CLAUSE).is_none()
            && clause(s::HAVING_CLAUSE).is_none()
            && select.child(0)?.is(s::SELECT)
            && !select.has(s::UNION)
            && query.descend(s::WITH_CLAUSE).is_none();
        let mut tables = Vec::new();
        let mut conditions = Vec::new();
        let lists = clause(s::FROM_CLAUSE).and_then(|from| from.find(s::FROM_LIST));
        for table in lists.into_iter().flat_map(Node::elements) {
            self.table(table, &mut tables, &mut conditions)?;
        }
        if let Some(condition) = clause(s::WHERE_CLAUSE).and_then(|clause| clause.child(1)) {
            split(condition, &mut conditions);
        }
        if !plain {
            return None;
        }
        let mut search = Search {
            tables: &tables,
            conditions: &conditions,
            target: &target,
            first_only,
            left: ROWS,
            found,
        };
        search.run(&mut self.clone(), 0)
    }

    /// The rows of one relation in FROM; of a join those of both sides.
    fn table(
        &self,
        node: Node<'a>,
        tables: &mut Vec<(String, Vec<Row<'a>>)>,
        conditions: &mut Vec<Node<'a>>,
    ) -> Option<()> {
        if let Some(join) = node.find(s::JOINED_TABLE) {
            let outer = join
                .find(s::JOIN_TYPE)
                .is_some_and(|kind| !kind.has(s::INNER_P));
            if outer || join.has(s::NATURAL) {
                return None;
            }
            for side in join.children().filter(|part| part.is(s::TABLE_REF)) {
                self.table(side, tables, conditions)?;
            }
            let on = join.find(s::JOIN_QUAL);
            if let Some(on) = on {
                split(on.after(s::ON).next()?, conditions);
            }
            return Some(());
        }
        let name = Name::read(node.find(s::RELATION_EXPR)?);
        let alias = node
            .find(s::OPT_ALIAS_CLAUSE)
            .or(node.find(s::ALIAS_CLAUSE))
            .and_then(|clause| clause.tokens().find(|token| !token.is(s::AS)))
            .map(identifier);
        let rows = rows(self.world.fold, name.schema.as_deref(), &name.name)?;
        tables.push((alias.unwrap_or(name.name), rows));
        Some(())
    }
}

/// What a query gave.
#[derive(Default)]
struct Found<'a> {
    values: Vec<Value<'a>>,
    /// Whether there may be more.
    unsure: bool,
}

/// A search through the rows of a query's relations.
struct Search<'s, 'a, T> {
    tables: &'s [(String, Vec<Row<'a>>)],
    conditions: &'s [Node<'a>],
    target: &'s T,
    first_only: bool,
    left: usize,
    found: &'s mut Found<'a>,
}

impl<'a, T: Fn(&Scope<'a>) -> Option<Value<'a>>> Search<'_, 'a, T> {
    fn run(&mut self, scope: &mut Scope<'a>, at: usize) -> Option<()> {
        if self.first_only && !self.found.values.is_empty() {
            return Some(());
        }
        self.left = self.left.checked_sub(1)?;
        // A condition on a relation that is not looked at yet is not known, and excludes nothing.
        let mut unsure = false;
        for condition in self.conditions {
            match scope.value(*condition).and_then(|value| value.truth()) {
                Some(true) => {}
                Some(false) => return Some(()),
                None => unsure = true,
            }
        }
        let Some((name, rows)) = self.tables.get(at) else {
            match (self.target)(scope).filter(|_| !unsure) {
                Some(value) => self.found.values.push(value),
                None => self.found.unsure = true,
            }
            return Some(());
        };
        for row in rows {
            // Inner relations hide outer ones of the same name.
            scope.bound.insert(0, (name.clone(), row.clone()));
            let done = self.run(scope, at + 1);
            scope.bound.remove(0);
            done?;
        }
        Some(())
    }
}

/// The parts of `a AND b AND c`.
fn split<'a>(condition: Node<'a>, conditions: &mut Vec<Node<'a>>) {
    let inner = match condition.child(0) {
        Some(first) if condition.is(s::C_EXPR) && first.is(s::LEFT_PAREN) => condition.child(1),
        Some(_) | None => None,
    };
    match inner {
        Some(inner) => split(inner, conditions),
        None => conditions.push(condition),
    }
}
