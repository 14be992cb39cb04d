//! What expressions, queries and function bodies say: one spelling for all texts that say the
//! same, and what they refer to.
//!
//! A text is read with the grammar, its names are looked up and its types inferred as the server's
//! parser does, so that what a person writes comes out as what the server prints for it. Where a
//! type or a name is not known nothing is assumed: such texts are equal when their tokens are.

mod body;
mod bound;
mod call;
mod case;
mod coerce;
mod column;
mod constant;
mod definition;
mod expr;
mod from;
mod interval;
mod join;
mod json;
mod memo;
mod names;
mod operator;
mod overload;
mod plpgsql;
mod query;
mod raw;
mod reader;
mod rename;
mod sequence;
mod special;
mod statement;
mod target;
mod value;
mod walk;
mod with;

use std::sync::LazyLock;

use diag::{SourceId, Sources};
use schema::{Argument, ArgumentMode, Expression, QualifiedName, Schema, Type, ViewColumn};

use crate::grammar::symbol as s;
use crate::statement::Script;
use crate::tree::Node;
use names::{Columns, Names, Pass};
use reader::{Level, Reader, Relation};
use std::rc::Rc;

pub(crate) use memo::Memo;
pub use rename::follow_rename;
pub(crate) use rename::rename;
pub use walk::resolve;
pub(crate) use walk::resolve_with;

/// Where an expression stands: what its plain names mean.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scope<'a> {
    /// No names mean anything: a domain's or an argument's default.
    Nothing,
    /// The columns of a table or view: checks, defaults, indexes, policies.
    Table(&'a QualifiedName),
    /// `NEW` and `OLD` of a trigger's table.
    Trigger(&'a QualifiedName),
    /// `VALUE` of a domain over a type.
    Domain(&'a Type),
    /// The arguments of a function.
    Arguments(&'a [Argument]),
}

/// Fills `canonical` and `uses` of an expression.
///
/// `path` is the search path without `pg_catalog`; `target` is the type of the column that the value
/// is assigned to.
pub(crate) fn expression(
    schema: &Schema,
    path: &[String],
    memo: &Memo,
    scope: Scope<'_>,
    target: Option<&Type>,
    expression: &mut Expression,
) {
    resolve_expression(
        &Pass::with(schema, path, Some(memo)),
        scope,
        target,
        expression,
    );
}

/// The same as a part of a pass over a schema.
fn resolve_expression(
    pass: &Pass<'_>,
    scope: Scope<'_>,
    target: Option<&Type>,
    expression: &mut Expression,
) {
    let names = pass.names(home(scope));
    let memo = pass.memo().and_then(|memo| {
        let key = memo::key(pass, scope, target, &expression.sql)?;
        Some((memo, key))
    });
    if let Some((memo, key)) = memo {
        if !memo.recall(&key, names, expression) {
            pass.listen();
            read_expression(names, scope, target, expression);
            memo.keep(key, &pass.heard(), expression);
        }
    } else {
        read_expression(names, scope, target, expression);
    }
}

fn read_expression(
    names: Names<'_>,
    scope: Scope<'_>,
    target: Option<&Type>,
    expression: &mut Expression,
) {
    let mut reader = Reader::new(names, level(names, scope));
    if let Scope::Arguments(arguments) = scope {
        reader.parameters = inputs(arguments).map(|one| Some(one.ty.clone())).collect();
    }
    let canonical = with_value(&expression.sql, |node| {
        let value = reader.read(node);
        let value = match target {
            Some(ty) => assigned(&reader, value, ty),
            None => reader.as_text(value),
        };
        value.text()
    });
    expression.canonical = Some(canonical.unwrap_or_else(|| raw::text(&expression.sql)));
    expression.uses = reader.uses.into_iter().collect();
}

/// A view's query: fills `canonical` and `uses`, and returns its columns, as far as they are known.
/// The columns that the view already has give theirs their names.
pub(crate) fn query(
    schema: &Schema,
    path: &[String],
    home: &str,
    columns: &[ViewColumn],
    query: &mut Expression,
) -> Vec<ViewColumn> {
    let pass = Pass::new(schema, path);
    let names = pass.names(home);
    let mut reader = Reader::new(names, Level::default());
    let given: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let given = (!given.is_empty()).then_some(given.as_slice());
    let result = with_statement(&query.sql, |node| reader.named_query_of(node, given));
    let Some(result) = result else {
        query.canonical = Some(raw::text(&query.sql));
        query.uses = Vec::new();
        return Vec::new();
    };
    query.canonical = Some(result.text);
    query.uses = reader.uses.into_iter().collect();
    let columns = result.columns.unwrap_or_default();
    let columns = columns.into_iter().map(|(name, ty)| ViewColumn {
        ty: ty.map(|ty| {
            if coerce::is_unknown(&ty) {
                Type::builtin("text")
            } else {
                ty
            }
        }),
        ..ViewColumn::named(name)
    });
    columns.collect()
}

/// Writes the columns in the place of `*`, as the server does when a view is made: columns that
/// its tables get later are not the view's. Where they are not known the text stays.
pub(crate) fn freeze(schema: &Schema, path: &[String], home: &str, query: &mut Expression) {
    let pass = Pass::new(schema, path);
    let names = pass.names(home);
    let mut reader = Reader::new(names, Level::default());
    with_statement(&query.sql, |node| reader.statement(node));
    let mut stars = reader.stars;
    stars.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    stars.dedup_by_key(|(range, _)| range.start);
    for (range, columns) in stars {
        if query.sql.get(range.clone()).is_some() {
            query.sql.replace_range(range, &columns);
        }
    }
}

/// The value as it is assigned to a column: what the assignment does by itself is left out.
fn assigned(reader: &Reader<'_>, value: expr::Expr, ty: &Type) -> expr::Expr {
    let base = reader.names.base(ty);
    let mut value = value;
    while let (expr::Kind::Cast(inner), Some(to)) = (&value.kind, &value.ty) {
        let to_base = reader.names.base(to);
        let same = coerce::same(&to_base, &base);
        if !same || !to.modifiers.is_empty() && to.modifiers != base.modifiers {
            break;
        }
        value = (**inner).clone();
    }
    if let (expr::Kind::Array(_), true) = (&value.kind, base.array) {
        value = constant::cast(reader.names, value, &coerce::plain(&base));
    }
    let mut value = constant::retyped(reader.names, value, &base);
    if let (expr::Kind::Constant(text), Some(own)) = (&mut value.kind, &mut value.ty)
        && coerce::same(own, &base)
        && !base.array
    {
        own.modifiers.clear();
        if coerce::is_number(own) {
            *text = value::without_zeros(text);
        }
    }
    value
}

/// The schema of the object that an expression belongs to.
fn home(scope: Scope<'_>) -> &str {
    match scope {
        Scope::Table(table) | Scope::Trigger(table) => &table.schema,
        Scope::Nothing | Scope::Domain(_) | Scope::Arguments(_) => "public",
    }
}

fn inputs(arguments: &[Argument]) -> impl Iterator<Item = &Argument> {
    arguments
        .iter()
        .filter(|argument| !matches!(argument.mode, ArgumentMode::Out | ArgumentMode::Table))
}

fn level(names: Names<'_>, scope: Scope<'_>) -> Level {
    let relation =
        |alias: &str, table: Option<&QualifiedName>, columns: Option<Rc<Columns>>| Relation {
            alias: alias.to_owned(),
            shown: alias.to_owned(),
            qualify: false,
            hidden: false,
            table: table.cloned(),
            columns,
            originals: Vec::new(),
            by_table: !alias.is_empty(),
        };
    let relations = match scope {
        Scope::Nothing => Vec::new(),
        Scope::Table(table) => vec![relation(&table.name, Some(table), names.columns(table))],
        Scope::Trigger(table) => ["new", "old"]
            .iter()
            .map(|alias| Relation {
                qualify: true,
                hidden: true,
                by_table: false,
                ..relation(alias, Some(table), names.columns(table))
            })
            .collect(),
        Scope::Domain(ty) => {
            let columns = vec![("value".to_owned(), Some(names.base(ty)))];
            vec![relation("", None, Some(Rc::new(columns)))]
        }
        Scope::Arguments(arguments) => {
            let columns = arguments
                .iter()
                .filter_map(|one| Some((one.name.clone()?, Some(one.ty.clone()))))
                .collect();
            vec![relation("", None, Some(Rc::new(columns)))]
        }
    };
    Level {
        relations,
        ..Level::default()
    }
}

/// Calls a function with the only statement of a text.
fn with_statement<T>(sql: &str, read: impl FnOnce(Node<'_>) -> T) -> Option<T> {
    let (script, whole) = parsed(sql);
    only(&script).filter(|_| whole).map(read)
}

/// Calls a function with the node of an expression.
fn with_value<T>(sql: &str, read: impl FnOnce(Node<'_>) -> T) -> Option<T> {
    let text = format!("SELECT {sql}");
    let (script, whole) = parsed(&text);
    let statement = only(&script).filter(|_| whole)?;
    if !statement.is(s::SIMPLE_SELECT) {
        return None;
    }
    let list = statement.descend(s::TARGET_LIST)?;
    let mut targets = list.elements();
    let target = targets.next()?;
    let alone = targets.next().is_none() && target.children().count() == 1;
    let whole = statement.end() == list.end();
    (alone && whole)
        .then(|| target.child(0))
        .flatten()
        .map(read)
}

/// A text's statements, and whether all of it was understood.
fn parsed(sql: &str) -> (Script, bool) {
    // Nothing is ever said of these texts, so that it does not matter which source they are.
    static SOURCE: LazyLock<SourceId> = LazyLock::new(|| Sources::new().add("", ""));
    let (script, findings) = crate::parse(*SOURCE, sql);
    (script, findings.is_empty())
}

fn only(script: &Script) -> Option<Node<'_>> {
    let mut statements = script.statements();
    let first = statements.next()?;
    statements.next().is_none().then_some(first.node)
}

/// A type from its text.
fn read_type(names: Names<'_>, text: &str) -> Option<Type> {
    let sql = format!("NULL::{text}");
    with_value(&sql, |node| {
        let target = node.children().last()?;
        Some(names.ty(&crate::types::read(target)))
    })
    .flatten()
}
