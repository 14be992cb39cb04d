//! Expressions, as far as the history tells their values.

use std::collections::BTreeMap;

use super::catalog::Row;
use super::value::{Value, World, find, format_text, quote_name};
use crate::grammar::symbol as s;
use crate::name::{Name, identifiers, string};
use crate::tree::Node;
use crate::types::read;

/// Variables of a block with their values, where these are known.
pub(super) type Variables = BTreeMap<String, Option<Value<'static>>>;

/// What names stand for.
#[derive(Clone)]
pub(super) struct Scope<'a> {
    pub(super) world: World<'a>,
    variables: &'a Variables,
    /// The rows of the relations in FROM that are looked at, each with its name.
    pub(super) bound: Vec<(String, Row<'a>)>,
}

/// What stands for the name of the database, which no history knows.
const DATABASE: &str = "current_database()";

impl<'a> Scope<'a> {
    pub(super) fn new(world: World<'a>, variables: &'a Variables) -> Self {
        Self {
            world,
            variables,
            bound: Vec::new(),
        }
    }

    /// The value of an expression; `None` where it is not known.
    pub(super) fn value(&self, node: Node<'a>) -> Option<Value<'a>> {
        match node.symbol() {
            s::SCONST => Some(Value::Text(string(node).into())),
            s::ICONST => Some(Value::Integer(node.text().replace('_', "").parse().ok()?)),
            s::TRUE_P => Some(Value::Bool(true)),
            s::FALSE_P => Some(Value::Bool(false)),
            s::NULL_P => Some(Value::Null),
            s::COLUMNREF => self.name(node),
            s::C_EXPR => match node.child(0)?.symbol() {
                s::LEFT_PAREN | s::ARRAY => self.value(node.child(1)?),
                s::EXISTS => self.exists(node.child(1)?),
                _ => None,
            },
            s::ARRAY_EXPR => self.list(node),
            s::SELECT_WITH_PARENS => self.scalar(node),
            s::A_EXPR => self.operators(node),
            s::FUNC_EXPR | s::FUNC_EXPR_WINDOWLESS => {
                let call = node.child(0).filter(|call| call.is(s::FUNC_APPLICATION));
                match call {
                    Some(call) => self.call(call),
                    None => self.value(node.child(0)?),
                }
            }
            s::FUNC_APPLICATION => self.call(node),
            s::FUNC_EXPR_COMMON_SUBEXPR => self.special(node),
            _ => None,
        }
    }

    fn list(&self, node: Node<'a>) -> Option<Value<'a>> {
        let list = node.find(s::EXPR_LIST);
        let values = list.into_iter().flat_map(Node::elements);
        let values: Option<Vec<Value<'a>>> = values.map(|value| self.value(value)).collect();
        values.map(Value::List)
    }

    /// A column of a row that is looked at, or a variable.
    fn name(&self, node: Node<'a>) -> Option<Value<'a>> {
        let parts = identifiers(node);
        let (label, column) = match parts.as_slice() {
            [column] => (None, column),
            [label, column] => (Some(label), column),
            _ => return None,
        };
        let of = |row: &Row<'a>| {
            let mut columns = row.iter();
            let found = columns.find(|(name, _)| name == column);
            found.map(|(_, value)| value.clone())
        };
        if matches!(column.as_str(), "table_catalog" | "constraint_catalog") {
            return Some(Value::Text(DATABASE.into()));
        }
        let mut bound = self
            .bound
            .iter()
            .filter(|(name, _)| label.is_none_or(|label| label == name));
        bound.find_map(|(_, row)| of(row)).or_else(|| {
            let variable = self.variables.get(column).filter(|_| label.is_none());
            variable.cloned().flatten()
        })
    }

    /// Operators in a row, each applied to what those before it gave.
    fn operators(&self, node: Node<'a>) -> Option<Value<'a>> {
        let parts: Vec<Node<'a>> = node.children().collect();
        let (mut value, mut at) = match parts.first()?.symbol() {
            s::NOT => {
                let inner = self.value(*parts.get(1)?).and_then(|value| value.truth());
                (inner.map(|inner| Value::Bool(!inner)), 2)
            }
            s::MINUS => match self.value(*parts.get(1)?) {
                Some(Value::Integer(value)) => (Some(Value::Integer(value.checked_neg()?)), 2),
                _ => (None, 2),
            },
            _ => (self.value(*parts.first()?), 1),
        };
        while at < parts.len() {
            let (next, used) = self.operator(value, parts.get(at..)?)?;
            value = next;
            at += used;
        }
        value
    }

    /// One operator with what stands behind it; and of how many parts that is.
    fn operator(
        &self,
        left: Option<Value<'a>>,
        parts: &[Node<'a>],
    ) -> Option<(Option<Value<'a>>, usize)> {
        let first = *parts.first()?;
        let right = parts.get(1).copied();
        let truth = |value: Option<&Value<'a>>| value.and_then(Value::truth);
        Some(match first.symbol() {
            s::AND => {
                let right = self.value(right?);
                let both = match (truth(left.as_ref()), truth(right.as_ref())) {
                    (Some(false), _) | (_, Some(false)) => Some(false),
                    (Some(true), Some(true)) => Some(true),
                    (_, _) => None,
                };
                (both.map(Value::Bool), 2)
            }
            s::OR => {
                let right = self.value(right?);
                let either = match (truth(left.as_ref()), truth(right.as_ref())) {
                    (Some(true), _) | (_, Some(true)) => Some(true),
                    (Some(false), Some(false)) => Some(false),
                    (_, _) => None,
                };
                (either.map(Value::Bool), 2)
            }
            s::IS => is(left.as_ref(), parts)?,
            s::NOT_LA => {
                let (inner, used) = self.operator(left, parts.get(1..)?)?;
                let inner = truth(inner.as_ref()).map(|inner| Value::Bool(!inner));
                (inner, used + 1)
            }
            s::IN_P => self.is_in(left.as_ref(), parts)?,
            s::LIKE | s::ILIKE => {
                let right = self.value(right?);
                (like(left.as_ref(), right.as_ref(), first.is(s::ILIKE)), 2)
            }
            s::TYPECAST => (
                left.and_then(|left| self.cast(left, &read(right?).ty.name)),
                2,
            ),
            s::SUBQUERY_OP => {
                let list = parts.iter().rev().find(|part| !part.is_token())?;
                let equal = first.text() == "=";
                let any = parts.get(1)?.has(s::ANY) || parts.get(1)?.has(s::SOME);
                let list = self.value(*list).filter(|_| equal && any);
                (self.among(left.as_ref(), list), parts.len())
            }
            s::QUAL_OP if first.text() == "||" => {
                let right = self.value(right?);
                (join(left.as_ref(), right.as_ref()), 2)
            }
            _ => {
                let right = self.value(right?);
                (self.compare(left.as_ref(), first.text(), right.as_ref()), 2)
            }
        })
    }

    /// `IN (1, 2)` and `IN (SELECT …)`
    fn is_in(
        &self,
        left: Option<&Value<'a>>,
        parts: &[Node<'a>],
    ) -> Option<(Option<Value<'a>>, usize)> {
        let second = *parts.get(1)?;
        if second.is(s::SELECT_WITH_PARENS) {
            let list = self.column(second);
            return Some((self.among(left, list.map(Value::List)), 2));
        }
        let list = match parts.get(2) {
            Some(list) if list.is(s::EXPR_LIST) => {
                let values = list.elements().map(|value| self.value(value));
                values.collect::<Option<Vec<_>>>()
            }
            Some(only) => self.value(*only).map(|value| vec![value]),
            None => None,
        };
        Some((self.among(left, list.map(Value::List)), 4))
    }

    fn among(&self, left: Option<&Value<'a>>, list: Option<Value<'a>>) -> Option<Value<'a>> {
        let (left, Value::List(list)) = (left?, list?) else {
            return None;
        };
        let equal = |value: &Value<'a>| {
            left.compare(value, self.world)
                .is_some_and(std::cmp::Ordering::is_eq)
        };
        Some(Value::Bool(list.iter().any(equal)))
    }

    fn compare(
        &self,
        left: Option<&Value<'a>>,
        operator: &str,
        right: Option<&Value<'a>>,
    ) -> Option<Value<'a>> {
        let (left, right) = (left?, right?);
        if *left == Value::Null || *right == Value::Null {
            return Some(Value::Null);
        }
        let order = left.compare(right, self.world)?;
        let holds = match operator {
            "=" => order.is_eq(),
            "<>" | "!=" => order.is_ne(),
            "<" => order.is_lt(),
            "<=" => order.is_le(),
            ">" => order.is_gt(),
            ">=" => order.is_ge(),
            _ => return None,
        };
        Some(Value::Bool(holds))
    }

    fn cast(&self, value: Value<'a>, ty: &str) -> Option<Value<'a>> {
        let text = |value: &Value<'a>| value.text().map(std::borrow::Cow::into_owned);
        match ty {
            "regclass" | "regtype" => match &value {
                Value::Text(name) => {
                    let found = find(self.world, name)?;
                    Some(Value::Object(std::borrow::Cow::Owned(found)))
                }
                Value::Object(_) | Value::Null => Some(value),
                Value::Bool(_) | Value::Integer(_) | Value::List(_) => None,
            },
            "text" | "varchar" | "name" | "regnamespace" => match value {
                Value::Null => Some(Value::Null),
                Value::List(_) => Some(value),
                Value::Bool(_) | Value::Integer(_) | Value::Text(_) | Value::Object(_) => {
                    Some(Value::Text(text(&value)?.into()))
                }
            },
            "bool" => match text(&value)?.as_str() {
                "t" | "true" => Some(Value::Bool(true)),
                "f" | "false" => Some(Value::Bool(false)),
                _ => None,
            },
            "int2" | "int4" | "int8" => Some(Value::Integer(text(&value)?.parse().ok()?)),
            "oid" => Some(value),
            _ => None,
        }
    }

    /// Functions that only need their arguments, or the catalogs.
    fn call(&self, node: Node<'a>) -> Option<Value<'a>> {
        let name = Name::read(node.child(0)?).name;
        let list = node.find(s::FUNC_ARG_LIST);
        let arguments: Option<Vec<Value<'a>>> = list
            .into_iter()
            .flat_map(Node::elements)
            .map(|argument| self.value(argument))
            .collect();
        let arguments = arguments?;
        let text = |at: usize| arguments.get(at)?.text();
        let result = match name.as_str() {
            "current_schema" => self.world.fold.path.first()?.clone(),
            "current_database" => DATABASE.to_owned(),
            "current_schemas" => {
                let path = self.world.fold.path.iter();
                let schemas = path.map(|schema| Value::Text(schema.as_str().into()));
                return Some(Value::List(schemas.collect()));
            }
            "pg_table_is_visible" | "pg_type_is_visible" => match arguments.first()? {
                Value::Object(name) => {
                    return Some(Value::Bool(self.world.fold.path.contains(&name.schema)));
                }
                Value::Null
                | Value::Bool(_)
                | Value::Integer(_)
                | Value::Text(_)
                | Value::List(_) => return None,
            },
            "quote_ident" => quote_name(&text(0)?),
            "quote_literal" => schema::quote_literal(&text(0)?),
            "lower" => text(0)?.to_lowercase(),
            "upper" => text(0)?.to_uppercase(),
            "concat" => {
                let parts = arguments.iter().map(|part| part.text().unwrap_or_default());
                parts.collect()
            }
            "replace" => text(0)?.replace(text(1)?.as_ref(), &text(2)?),
            "format" => format_text(&text(0)?, arguments.get(1..)?)?,
            "to_regclass" | "to_regtype" => {
                let found = find(self.world, &text(0)?);
                return Some(found.map_or(Value::Null, |name| {
                    Value::Object(std::borrow::Cow::Owned(name))
                }));
            }
            "to_regnamespace" => {
                let name = text(0)?.into_owned();
                let known = self.world.fold.schema.schemas.contains_key(&name);
                return Some(if known {
                    Value::Text(name.into())
                } else {
                    Value::Null
                });
            }
            _ => return None,
        };
        Some(Value::Text(result.into()))
    }

    /// `CURRENT_SCHEMA`, `COALESCE (…)`, `CAST (… AS …)`
    fn special(&self, node: Node<'a>) -> Option<Value<'a>> {
        match node.child(0)?.symbol() {
            s::CURRENT_SCHEMA => {
                let first = self.world.fold.path.first()?;
                Some(Value::Text(first.as_str().into()))
            }
            s::COALESCE => {
                let mut last = Value::Null;
                for argument in node.find(s::EXPR_LIST)?.elements() {
                    last = self.value(argument)?;
                    if last != Value::Null {
                        break;
                    }
                }
                Some(last)
            }
            s::CAST => {
                let value = self.value(node.after(s::LEFT_PAREN).next()?)?;
                self.cast(value, &read(node.after(s::AS).next()?).ty.name)
            }
            _ => None,
        }
    }
}

/// `IS [NOT] NULL`, `IS [NOT] TRUE`, `IS [NOT] FALSE`
fn is<'a>(left: Option<&Value<'a>>, parts: &[Node<'a>]) -> Option<(Option<Value<'a>>, usize)> {
    let negated = parts.get(1)?.is(s::NOT);
    let at = 1 + usize::from(negated);
    let holds = match parts.get(at)?.symbol() {
        s::NULL_P => left.map(|left| *left == Value::Null),
        s::TRUE_P => left.map(|left| *left == Value::Bool(true)),
        s::FALSE_P => left.map(|left| *left == Value::Bool(false)),
        _ => return None,
    };
    Some((holds.map(|holds| Value::Bool(holds != negated)), at + 1))
}

fn join<'a>(left: Option<&Value<'a>>, right: Option<&Value<'a>>) -> Option<Value<'a>> {
    let (left, right) = (left?, right?);
    if *left == Value::Null || *right == Value::Null {
        return Some(Value::Null);
    }
    Some(Value::Text(
        format!("{}{}", left.text()?, right.text()?).into(),
    ))
}

/// `LIKE`, with `%` and `_`, of which a backslash takes the meaning.
fn like<'a>(
    left: Option<&Value<'a>>,
    pattern: Option<&Value<'a>>,
    any_case: bool,
) -> Option<Value<'a>> {
    let (mut text, mut pattern) = (left?.text()?.into_owned(), pattern?.text()?.into_owned());
    if any_case {
        (text, pattern) = (text.to_lowercase(), pattern.to_lowercase());
    }
    let text: Vec<char> = text.chars().collect();
    let mut signs = Vec::new();
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        signs.push(match c {
            '%' => Sign::Any,
            '_' => Sign::One,
            '\\' => Sign::This(rest.next()?),
            c => Sign::This(c),
        });
    }
    Some(Value::Bool(matches(&text, &signs)))
}

/// A part of a pattern.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sign {
    Any,
    One,
    This(char),
}

fn matches(text: &[char], pattern: &[Sign]) -> bool {
    let (mut at, mut next) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while let Some(c) = text.get(at) {
        match pattern.get(next) {
            Some(Sign::Any) => {
                back = Some((at, next));
                next += 1;
            }
            Some(sign) if *sign == Sign::One || *sign == Sign::This(*c) => {
                at += 1;
                next += 1;
            }
            Some(_) | None => {
                let Some((from, star)) = back else {
                    return false;
                };
                back = Some((from + 1, star));
                at = from + 1;
                next = star + 1;
            }
        }
    }
    pattern
        .get(next..)
        .is_some_and(|rest| rest.iter().all(|sign| *sign == Sign::Any))
}
