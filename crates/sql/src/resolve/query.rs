//! Queries: clauses, set operations and `WITH`.

use std::fmt::Write as _;

use schema::Type;

use super::call::direction;
use super::coerce::{common, plain};
use super::expr::{Expr, Kind, name_text};
use super::names::Columns;
use super::raw;
use super::reader::{Level, Reader};
use super::target::Output;
use crate::grammar::symbol as s;
use crate::name::identifier;
use crate::tree::Node;

/// A query in the one spelling, with its columns where they are known.
pub(super) struct Query {
    pub(super) text: String,
    pub(super) columns: Option<Columns>,
}

/// What stands around a `SELECT`: its order and limits.
#[derive(Default)]
struct Tail<'n> {
    sort: Option<Node<'n>>,
    limit: Option<Node<'n>>,
    locking: Option<Node<'n>>,
}

impl Reader<'_> {
    /// A query that is a value.
    pub(super) fn scalar_query(
        &mut self,
        node: Node<'_>,
        before: &str,
        _left: Option<&Type>,
    ) -> Expr {
        let query = self.query(node);
        let ty = match query.columns.as_deref() {
            Some([(_, ty)]) => ty.clone(),
            Some(_) | None => None,
        };
        Expr::new(Kind::Query(before.to_owned(), query.text), ty)
    }

    /// Any form of query, in parentheses or not.
    pub(super) fn query(&mut self, node: Node<'_>) -> Query {
        self.named_query_of(node, None)
    }

    /// A query whose columns are called otherwise than it says itself.
    pub(super) fn named_query_of(&mut self, node: Node<'_>, names: Option<&[String]>) -> Query {
        self.depth += 1;
        let query = if self.depth > 100 {
            Query {
                text: raw::tokens(node),
                columns: None,
            }
        } else {
            self.query_within(node, names)
        };
        self.depth -= 1;
        query
    }

    fn query_within(&mut self, node: Node<'_>, names: Option<&[String]>) -> Query {
        match node.symbol() {
            s::SELECT_WITH_PARENS => {
                let inner = node.children().find(|part| !part.is_token());
                match inner {
                    Some(inner) => self.named_query_of(inner, names),
                    None => Query {
                        text: raw::tokens(node),
                        columns: None,
                    },
                }
            }
            s::SIMPLE_SELECT => self.select(node, &Tail::default(), names),
            s::SELECT_NO_PARENS => {
                self.levels.push(Level::default());
                let with = node.find(s::WITH_CLAUSE).map(|with| self.with(with));
                let mut tail = Tail::default();
                for part in node.children().filter(|part| !part.is_empty()) {
                    match part.symbol() {
                        s::SORT_CLAUSE | s::OPT_SORT_CLAUSE => tail.sort = Some(part),
                        s::SELECT_LIMIT | s::OPT_SELECT_LIMIT => tail.limit = Some(part),
                        s::FOR_LOCKING_CLAUSE | s::OPT_FOR_LOCKING_CLAUSE => {
                            tail.locking = Some(part);
                        }
                        _ => {}
                    }
                }
                let body = node
                    .children()
                    .find(|part| part.is(s::SIMPLE_SELECT) || part.is(s::SELECT_WITH_PARENS));
                let mut query = match body {
                    Some(body) if body.is(s::SIMPLE_SELECT) => self.select(body, &tail, names),
                    Some(body) => {
                        let inner = self.named_query_of(body, names);
                        self.with_tail(inner, &tail)
                    }
                    None => Query {
                        text: raw::tokens(node),
                        columns: None,
                    },
                };
                self.levels.pop();
                if let Some(with) = with {
                    query.text = format!("{with} {}", query.text);
                }
                query
            }
            _ => {
                let text = self.unknown(node).text();
                Query {
                    text,
                    columns: None,
                }
            }
        }
    }

    /// `simple_select`: a `SELECT`, `VALUES`, `TABLE` or set operation.
    fn select(&mut self, node: Node<'_>, tail: &Tail<'_>, names: Option<&[String]>) -> Query {
        if let Some(values) = node.find(s::VALUES_CLAUSE) {
            let query = self.values(values);
            return self.with_tail(query, tail);
        }
        let operation = node
            .children()
            .find(|part| part.is(s::UNION) || part.is(s::INTERSECT) || part.is(s::EXCEPT));
        if let Some(operation) = operation {
            let query = self.combination(node, operation, names);
            return self.with_tail(query, tail);
        }
        if node.has(s::TABLE) {
            return self.whole_table(node, tail, names);
        }
        self.plain_select(node, tail, names)
    }

    /// `TABLE name`, which is `SELECT * FROM name`.
    fn whole_table(&mut self, node: Node<'_>, tail: &Tail<'_>, names: Option<&[String]>) -> Query {
        let mut level = Level::default();
        let name = node.find(s::RELATION_EXPR).unwrap_or(node);
        let from = self.plain_table(name, &mut level);
        self.levels.push(level);
        let outputs = self.star(None);
        let list = Self::output_list(&outputs, names);
        let mut text = format!("SELECT {list} FROM {from}");
        text.push_str(&self.tail(tail, Some(&outputs)));
        self.levels.pop();
        Query {
            text,
            columns: Output::columns(&outputs, names),
        }
    }

    fn plain_select(&mut self, node: Node<'_>, tail: &Tail<'_>, names: Option<&[String]>) -> Query {
        let mut level = Level::default();
        let from = node
            .find(s::FROM_CLAUSE)
            .and_then(|clause| clause.find(s::FROM_LIST))
            .map(|list| self.from(list, &mut level));
        self.levels.push(level);
        let outputs = self.targets(node);
        let mut text = String::from("SELECT ");
        if let Some(distinct) = node.find(s::DISTINCT_CLAUSE) {
            text.push_str("DISTINCT ");
            if let Some(list) = distinct.find(s::EXPR_LIST) {
                let keys: Vec<String> = list
                    .elements()
                    .map(|key| self.key(key, Some(&outputs), true))
                    .collect();
                let _ = write!(text, "ON ({}) ", keys.join(", "));
            }
        }
        text.push_str(&Self::output_list(&outputs, names));
        if let Some(from) = from {
            let _ = write!(text, " FROM {from}");
        }
        if let Some(condition) = node
            .find(s::WHERE_CLAUSE)
            .and_then(|clause| clause.child(1))
        {
            let condition = self.read(condition);
            let _ = write!(text, " WHERE {}", condition.text());
        }
        if let Some(group) = node.find(s::GROUP_CLAUSE) {
            text.push_str(&self.group(group, &outputs));
        }
        if let Some(condition) = node
            .find(s::HAVING_CLAUSE)
            .and_then(|clause| clause.child(1))
        {
            let condition = self.read(condition);
            let _ = write!(text, " HAVING {}", condition.text());
        }
        if let Some(windows) = node.find(s::WINDOW_CLAUSE) {
            let list = windows.find(s::WINDOW_DEFINITION_LIST).unwrap_or(windows);
            let mut parts = Vec::new();
            for definition in list.children().filter(|part| part.is(s::WINDOW_DEFINITION)) {
                let name = definition.child(0).map(identifier).unwrap_or_default();
                if let Some(window) = definition.find(s::WINDOW_SPECIFICATION) {
                    let window = self.window(window);
                    parts.push(format!("{} AS {window}", name_text(&name)));
                }
            }
            let _ = write!(text, " WINDOW {}", parts.join(", "));
        }
        text.push_str(&self.tail(tail, Some(&outputs)));
        self.levels.pop();
        Query {
            text,
            columns: Output::columns(&outputs, names),
        }
    }

    fn group(&mut self, node: Node<'_>, outputs: &[Output]) -> String {
        let distinct = node
            .tokens()
            .nth(2)
            .is_some_and(|word| word.is(s::DISTINCT));
        let list = node.find(s::GROUP_BY_LIST).unwrap_or(node);
        let keys: Vec<String> = list
            .elements()
            .map(|item| self.group_item(item, outputs))
            .collect();
        let word = if distinct { "DISTINCT " } else { "" };
        format!(" GROUP BY {word}{}", keys.join(", "))
    }

    fn group_item(&mut self, item: Node<'_>, outputs: &[Output]) -> String {
        let Some(inner) = item.child(0) else {
            return raw::tokens(item);
        };
        match inner.symbol() {
            s::EMPTY_GROUPING_SET => "()".to_owned(),
            s::GROUPING_SETS_CLAUSE => {
                let list = inner.find(s::GROUP_BY_LIST).unwrap_or(inner);
                let keys: Vec<String> = list
                    .elements()
                    .map(|item| self.group_item(item, outputs))
                    .collect();
                format!("GROUPING SETS ({})", keys.join(", "))
            }
            s::ROLLUP_CLAUSE | s::CUBE_CLAUSE => {
                let word = if inner.is(s::CUBE_CLAUSE) {
                    "CUBE"
                } else {
                    "ROLLUP"
                };
                let list = inner.find(s::EXPR_LIST).unwrap_or(inner);
                let keys: Vec<String> = list
                    .elements()
                    .map(|key| self.key(key, Some(outputs), false))
                    .collect();
                format!("{word}({})", keys.join(", "))
            }
            _ => self.key(inner, Some(outputs), false),
        }
    }

    /// A key to group or sort by: an output by number or name, or an expression. When sorting the
    /// name of an output comes before that of a column.
    fn key(&mut self, node: Node<'_>, outputs: Option<&[Output]>, sorting: bool) -> String {
        let outputs = outputs.unwrap_or_default();
        if node.is(s::ICONST) {
            let number: usize = node.text().parse().unwrap_or(0);
            let output = number.checked_sub(1).and_then(|at| outputs.get(at));
            return output.map_or_else(|| node.text().to_owned(), |output| output.value.text());
        }
        let plain = node.is(s::COLUMNREF) && node.children().count() == 1;
        if plain && let Some(name) = node.child(0).map(identifier) {
            let named = outputs
                .iter()
                .find(|output| output.name.as_ref() == Some(&name));
            let value = self.quietly(node);
            let column = value.ty.is_some() || matches!(&value.kind, Kind::Column(Some(_), _));
            if let Some(output) = named.filter(|_| sorting || !column) {
                return output.value.text();
            }
        }
        let value = self.read(node);
        self.as_text(value).text()
    }

    /// Reads without noting what is used.
    fn quietly(&mut self, node: Node<'_>) -> Expr {
        let uses = self.uses.clone();
        let mentions = self.mentions.len();
        let counts = self.counts.clone();
        let value = self.read(node);
        self.counts = counts;
        self.uses = uses;
        self.mentions.truncate(mentions);
        value
    }

    /// A constant in quotes that nothing gives a type is a text.
    pub(super) fn as_text(&self, value: Expr) -> Expr {
        if value.is_untyped() {
            return super::constant::retyped(self.names, value, &Type::builtin("text"));
        }
        value
    }

    /// `ORDER BY`, `LIMIT`, `OFFSET`, locks.
    fn tail(&mut self, tail: &Tail<'_>, outputs: Option<&[Output]>) -> String {
        let mut text = String::new();
        if let Some(sort) = tail.sort {
            let list = sort.descend(s::SORTBY_LIST).unwrap_or(sort);
            let keys: Vec<String> = list
                .elements()
                .filter(|key| key.is(s::SORTBY))
                .map(|key| {
                    let value = key.child(0).map(|value| self.key(value, outputs, true));
                    format!("{}{}", value.unwrap_or_default(), direction(key))
                })
                .collect();
            let _ = write!(text, " ORDER BY {}", keys.join(", "));
        }
        if let Some(limit) = tail.limit {
            text.push_str(&self.limits(limit));
        }
        if let Some(locking) = tail.locking {
            let _ = write!(text, " {}", raw::tokens(locking));
        }
        text
    }

    fn limits(&mut self, node: Node<'_>) -> String {
        let (mut limit, mut offset) = (String::new(), String::new());
        let clauses = node
            .descendants()
            .filter(|part| part.is(s::LIMIT_CLAUSE) || part.is(s::OFFSET_CLAUSE));
        for clause in clauses.collect::<Vec<_>>() {
            if clause.is(s::OFFSET_CLAUSE) {
                offset = format!(" OFFSET {}", self.count(clause));
            } else if clause.tokens().any(|token| token.is(s::TIES)) {
                limit = format!(" LIMIT {} WITH TIES", self.count(clause));
            } else if !clause.tokens().any(|token| token.is(s::ALL)) {
                limit = format!(" LIMIT {}", self.count(clause));
            }
        }
        format!("{limit}{offset}")
    }

    /// The number of rows of a limit.
    fn count(&mut self, clause: Node<'_>) -> String {
        let value = clause.children().find(|part| {
            matches!(
                part.symbol(),
                s::SELECT_LIMIT_VALUE | s::SELECT_OFFSET_VALUE | s::SELECT_FETCH_FIRST_VALUE
            )
        });
        let Some(value) = value.and_then(|value| value.child(0)) else {
            return String::from("1");
        };
        let value = self.read(value);
        super::constant::retyped(self.names, value, &Type::builtin("int8")).text()
    }

    /// A query with what follows its closing parenthesis, or a set operation's end.
    fn with_tail(&mut self, mut query: Query, tail: &Tail<'_>) -> Query {
        let outputs: Vec<Output> = query
            .columns
            .iter()
            .flatten()
            .enumerate()
            .map(|(at, (name, ty))| Output {
                value: Expr::new(Kind::Raw((at + 1).to_string()), ty.clone()),
                name: Some(name.clone()),
                written: None,
            })
            .collect();
        query.text.push_str(&self.tail(tail, Some(&outputs)));
        query
    }

    fn values(&mut self, node: Node<'_>) -> Query {
        let lists: Vec<Node<'_>> = node
            .children()
            .filter(|part| part.is(s::EXPR_LIST))
            .collect();
        let mut rows: Vec<Vec<Expr>> = lists.into_iter().map(|list| self.list(list)).collect();
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut columns = Vec::new();
        for at in 0..width {
            let mut values: Vec<Expr> =
                rows.iter().filter_map(|row| row.get(at).cloned()).collect();
            let ty = if values.len() == rows.len() {
                self.unify(&mut values)
            } else {
                None
            };
            for (row, value) in rows.iter_mut().zip(values) {
                row[at] = value;
            }
            columns.push((format!("column{}", at + 1), ty));
        }
        let rows: Vec<String> = rows
            .iter()
            .map(|row| {
                let row: Vec<String> = row.iter().map(Expr::text).collect();
                format!("({})", row.join(", "))
            })
            .collect();
        Query {
            text: format!("VALUES {}", rows.join(", ")),
            columns: Some(columns),
        }
    }

    fn combination(
        &mut self,
        node: Node<'_>,
        operation: Node<'_>,
        names: Option<&[String]>,
    ) -> Query {
        let sides: Vec<Node<'_>> = node.children().filter(|part| is_query(*part)).collect();
        let [left, right] = sides.as_slice() else {
            return Query {
                text: raw::tokens(node),
                columns: None,
            };
        };
        let left = self.named_query_of(*left, names);
        let nameless: Vec<String> = Vec::new();
        let right = self.named_query_of(*right, Some(&nameless));
        let all = node
            .find(s::SET_QUANTIFIER)
            .is_some_and(|word| word.tokens().any(|token| token.is(s::ALL)));
        let word = operation.text().to_ascii_uppercase();
        let all = if all { " ALL" } else { "" };
        let columns = left.columns.map(|columns| {
            let others = right.columns.unwrap_or_default();
            let mut others = others.into_iter().map(|(_, ty)| ty);
            columns
                .into_iter()
                .map(|(name, ty)| {
                    let other = others.next().flatten();
                    (name, shared_type(self, ty, other.as_ref()))
                })
                .collect()
        });
        Query {
            text: format!("({}) {word}{all} ({})", left.text, right.text),
            columns,
        }
    }
}

/// The type of a column of a set operation.
fn shared_type(reader: &Reader<'_>, one: Option<Type>, other: Option<&Type>) -> Option<Type> {
    if one.as_ref() == other {
        return one;
    }
    common(reader.names, &[one.as_ref(), other]).map(|ty| plain(&ty))
}

pub(super) fn is_query(node: Node<'_>) -> bool {
    matches!(
        node.symbol(),
        s::SIMPLE_SELECT | s::SELECT_NO_PARENS | s::SELECT_WITH_PARENS
    )
}
