//! Values of an enumerated type that are used in the transaction that adds them.
//!
//! A constant is such a use only where it is known to be of that type: it is cast to it, or stands
//! against a column of it. Where the column's type is not known for certain nothing is said.

use diag::{Diagnostic, Span};
use schema::{QualifiedName, Type};

use super::Fold;
use super::scope::Scope;
use crate::codes::NEW_ENUM_VALUE_USED;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier, string};
use crate::statement::Script;
use crate::tree::Node;
use crate::types::{is_builtin, read};

/// A constant that becomes a value of an enumerated type.
type Use<'a> = (Node<'a>, QualifiedName);

impl Fold {
    /// Remembers a value that `ALTER TYPE` adds, unless the type is as new or the value is
    /// committed before the next statement.
    pub(super) fn note_new_value(&mut self, ty: &QualifiedName, place: Span, certain: bool) {
        let created = self.schema.enums.get(ty).and_then(|found| found.origin.0);
        let as_new = created.is_some_and(|created| created.source == place.source);
        if certain && !self.guarded && !as_new {
            self.new_values
                .iter_mut()
                .for_each(|values| values.push(place));
        }
    }

    /// A new value keeps being new under another name.
    pub(super) fn follow_new_value(&mut self, old: Option<Span>, new: Span) {
        if let (Some(old), Some(values)) = (old, &mut self.new_values)
            && values.contains(&old)
        {
            values.push(new);
        }
    }

    /// Reports the new values that a statement uses; the statement has been followed before, so
    /// that the columns it makes are known.
    pub(super) fn check_new_values(&mut self, node: Node<'_>) {
        let silent = matches!(
            node.symbol(),
            s::ALTER_ENUM_STMT | s::CREATE_FUNCTION_STMT | s::DO_STMT
        );
        let nothing_new = self.new_values.as_ref().is_none_or(Vec::is_empty);
        if nothing_new || self.guarded || silent {
            return;
        }
        let scope = Scope::read(self, node);
        let mut uses = Vec::new();
        for part in node.descendants() {
            self.uses(part, &scope, &mut uses);
        }
        uses.sort_by_key(|(constant, _)| constant.start());
        uses.dedup_by_key(|(constant, _)| constant.start());
        for (constant, ty) in uses {
            let value = string(constant);
            let found = self.schema.enums.get(&ty);
            let added = found
                .and_then(|found| found.values.iter().find(|known| known.name == value))
                .and_then(|known| known.origin.0)
                .filter(|place| {
                    let values = self.new_values.as_ref();
                    values.is_some_and(|values| values.contains(place))
                });
            let Some(place) = added else {
                continue;
            };
            self.findings.push(
                Diagnostic::error(
                    &NEW_ENUM_VALUE_USED,
                    format!(
                        "the value `{value}` of `{ty}` is used in the transaction that adds it"
                    ),
                )
                .at(constant.span(), "used here")
                .also(place, "added here")
                .help("use the value in the next migration"),
            );
        }
    }

    /// The constants of a part of a statement whose type the part decides.
    fn uses<'a>(&self, part: Node<'a>, scope: &Scope, uses: &mut Vec<Use<'a>>) {
        match part.symbol() {
            s::A_EXPR | s::B_EXPR => {
                self.cast(part, uses);
                self.compared(part, scope, uses);
            }
            s::FUNC_EXPR_COMMON_SUBEXPR if part.child(0).is_some_and(|word| word.is(s::CAST)) => {
                self.typed(
                    part.after(s::LEFT_PAREN).next(),
                    part.after(s::AS).next(),
                    uses,
                );
            }
            s::AEXPR_CONST => self.typed(part.find(s::SCONST), part.child(0), uses),
            s::CASE_EXPR => self.case(part, scope, uses),
            s::COLUMN_DEF => self.typed(default_of(part), part.child(1), uses),
            s::ALTER_TABLE_CMD => {
                let default = part.find(s::ALTER_COLUMN_DEFAULT);
                let default = default.and_then(|clause| clause.find(s::SCONST));
                let column = part.children().filter(|part| part.is_token()).nth(1);
                if let (Some(constant), Some(column)) = (default, column) {
                    let ty = scope.column(self, &[identifier(column)]);
                    uses.extend(ty.map(|ty| (constant, ty)));
                }
            }
            s::INSERT_STMT => self.inserted(part, uses),
            s::UPDATE_STMT => {
                let target = part.find(s::RELATION_EXPR_OPT_ALIAS);
                let target = target.and_then(|target| target.find(s::RELATION_EXPR));
                self.assigned(target, part, uses);
            }
            _ => {}
        }
    }

    /// The enumerated type that is written, and whether it is an array of it.
    fn written_enum(&self, node: Node<'_>) -> Option<(QualifiedName, bool)> {
        let written = read(node);
        if written.own || (written.ty.schema.is_none() && is_builtin(&written.ty.name)) {
            return None;
        }
        let name = Name {
            schema: written.ty.schema,
            name: written.ty.name,
            span: written.span,
        };
        let found = self.find_type(&name)?;
        let is_enum = self.schema.enums.contains_key(&found);
        is_enum.then_some((found, written.ty.array))
    }

    /// The enumerated type of a column.
    pub(super) fn enum_of(&self, ty: &Type) -> Option<QualifiedName> {
        let name = QualifiedName::new(ty.schema.as_deref()?, &ty.name);
        (!ty.array && self.schema.enums.contains_key(&name)).then_some(name)
    }

    /// A constant with the type that is written beside it.
    fn typed<'a>(&self, constant: Option<Node<'a>>, ty: Option<Node<'a>>, uses: &mut Vec<Use<'a>>) {
        let constant = constant.filter(|constant| constant.is(s::SCONST));
        if let (Some(constant), Some(ty)) = (constant, ty)
            && let Some((ty, false)) = self.written_enum(ty)
        {
            uses.push((constant, ty));
        }
    }

    /// `'x'::e` and `ARRAY['x']::e[]`
    fn cast<'a>(&self, part: Node<'a>, uses: &mut Vec<Use<'a>>) {
        let mut parts = part.children();
        let (Some(first), Some(cast)) = (parts.next(), parts.next()) else {
            return;
        };
        let Some(ty) = parts.next().filter(|_| cast.is(s::TYPECAST)) else {
            return;
        };
        if first.is(s::SCONST) {
            self.typed(Some(first), Some(ty), uses);
        } else if let Some((ty, true)) = self.written_enum(ty)
            && let Some(list) = first
                .find(s::ARRAY_EXPR)
                .and_then(|array| array.find(s::EXPR_LIST))
        {
            uses.extend(constants(list).map(|constant| (constant, ty.clone())));
        }
    }

    /// `column = 'x'`, `column IN ('x')`, `column BETWEEN 'x' AND 'y'`,
    /// `column IS DISTINCT FROM 'x'`
    fn compared<'a>(&self, part: Node<'a>, scope: &Scope, uses: &mut Vec<Use<'a>>) {
        let parts: Vec<Node<'a>> = part
            .children()
            .filter(|part| !matches!(part.symbol(), s::NOT | s::NOT_LA))
            .collect();
        let [first, operator, third, ..] = parts.as_slice() else {
            return;
        };
        if first.is(s::SCONST) {
            if is_comparison(*operator)
                && let Some(ty) = self.column_type(*third, scope)
            {
                uses.push((*first, ty));
            }
            return;
        }
        let Some(ty) = self.column_type(*first, scope) else {
            return;
        };
        let with_type = |constant| (constant, ty.clone());
        match operator.symbol() {
            s::IN_P => uses.extend(parts.iter().skip(2).take(2).flat_map(|part| {
                let list = part.is(s::EXPR_LIST).then(|| constants(*part));
                list.into_iter().flatten().map(with_type)
            })),
            s::BETWEEN => uses.extend(
                [parts.get(3), parts.get(5)]
                    .into_iter()
                    .flatten()
                    .filter(|part| part.is(s::SCONST))
                    .map(|part| with_type(*part)),
            ),
            s::IS if third.is(s::DISTINCT) => uses.extend(
                parts
                    .get(4)
                    .filter(|part| part.is(s::SCONST))
                    .map(|part| with_type(*part)),
            ),
            _ if is_comparison(*operator) && third.is(s::SCONST) => uses.push(with_type(*third)),
            _ => {}
        }
    }

    fn column_type(&self, reference: Node<'_>, scope: &Scope) -> Option<QualifiedName> {
        if !reference.is(s::COLUMNREF) || reference.tokens().any(|token| token.is(s::LEFT_BRACKET))
        {
            return None;
        }
        scope.column(self, &crate::name::identifiers(reference))
    }

    /// `CASE column WHEN 'x' THEN …`
    fn case<'a>(&self, part: Node<'a>, scope: &Scope, uses: &mut Vec<Use<'a>>) {
        let argument = part.find(s::CASE_ARG).and_then(|arg| arg.child(0));
        let Some(ty) = argument.and_then(|column| self.column_type(column, scope)) else {
            return;
        };
        let list = part.find(s::WHEN_CLAUSE_LIST);
        for when in list.into_iter().flat_map(Node::children) {
            let constant = when.child(1).filter(|value| value.is(s::SCONST));
            uses.extend(constant.map(|constant| (constant, ty.clone())));
        }
    }

    /// The rows of `INSERT`, by position or by the columns that are named.
    fn inserted<'a>(&self, insert: Node<'a>, uses: &mut Vec<Use<'a>>) {
        let target = insert.find(s::INSERT_TARGET);
        let target = target.and_then(|target| target.find(s::QUALIFIED_NAME));
        self.assigned(
            target,
            insert.find(s::OPT_ON_CONFLICT).unwrap_or(insert),
            uses,
        );
        let Some(table) = target.and_then(|target| self.find_table(&Name::read(target))) else {
            return;
        };
        let Some(rest) = insert.find(s::INSERT_REST) else {
            return;
        };
        let named = rest.find(s::INSERT_COLUMN_LIST).map(|list| {
            let items = list.elements().filter_map(Node::first_token);
            items.map(identifier).collect::<Vec<_>>()
        });
        let in_order = || {
            let found = self.schema.tables.get(&table);
            let known = found.filter(|_| !self.doubt && !self.open.contains(&table))?;
            Some(
                known
                    .columns
                    .iter()
                    .map(|column| column.name.clone())
                    .collect(),
            )
        };
        let Some(columns) = named.or_else(in_order) else {
            return;
        };
        let queries = rest.find(s::SIMPLE_SELECT);
        let values = queries.and_then(|query| query.find(s::VALUES_CLAUSE));
        let rows: Vec<Vec<Node<'a>>> = match (values, queries) {
            (Some(values), _) => values
                .children()
                .filter(|row| row.is(s::EXPR_LIST))
                .map(|row| row.elements().collect())
                .collect(),
            (None, Some(query)) => vec![selected(query)],
            (None, None) => Vec::new(),
        };
        for row in rows {
            for (column, value) in columns.iter().zip(row) {
                self.assign(&table, column, value, uses);
            }
        }
    }

    /// `SET column = 'x'` and `SET (a, b) = ('x', 'y')`
    fn assigned<'a>(&self, target: Option<Node<'a>>, node: Node<'a>, uses: &mut Vec<Use<'a>>) {
        let Some(table) = target.and_then(|target| self.find_table(&Name::read(target))) else {
            return;
        };
        let list = node.find(s::SET_CLAUSE_LIST);
        for clause in list.into_iter().flat_map(Node::elements) {
            let targets = clause.find(s::SET_TARGET_LIST).unwrap_or(clause).elements();
            let targets = targets.filter(|part| part.is(s::SET_TARGET));
            let value = clause.children().last();
            let row = value.filter(|value| value.is(s::IMPLICIT_ROW) || value.is(s::EXPLICIT_ROW));
            let values: Vec<Node<'a>> = match row {
                Some(row) => row.children().flat_map(row_values).collect(),
                None => value.into_iter().collect(),
            };
            for (target, value) in targets.zip(values) {
                // `SET a.field = …` and `SET a[1] = …` assign to a part of the column.
                if let (1, Some(column)) = (target.tokens().count(), target.first_token()) {
                    self.assign(&table, &identifier(column), value, uses);
                }
            }
        }
    }

    fn assign<'a>(
        &self,
        table: &QualifiedName,
        column: &str,
        value: Node<'a>,
        uses: &mut Vec<Use<'a>>,
    ) {
        let found = self.schema.tables.get(table);
        let ty = found
            .and_then(|table| table.column(column))
            .and_then(|column| self.enum_of(&column.ty));
        if let (true, Some(ty)) = (value.is(s::SCONST), ty) {
            uses.push((value, ty));
        }
    }
}

/// Whether every statement of a script may be committed by itself, so that a value that one adds
/// can be used by the next.
pub(super) fn is_piecemeal(script: &Script) -> bool {
    let text = script.text();
    let asked = lexer::tokens(text)
        .filter(|token| token.kind.is_comment())
        .any(|token| token.text(text).contains("no-transaction"));
    asked
        || script.statements().any(|statement| {
            statement.is_transaction_control() || statement.needs_no_transaction().is_some()
        })
}

fn is_comparison(operator: Node<'_>) -> bool {
    matches!(
        operator.symbol(),
        s::EQUAL | s::NOT_EQUALS | s::LESS | s::GREATER | s::LESS_EQUALS | s::GREATER_EQUALS
    )
}

fn constants(list: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    list.elements().filter(|element| element.is(s::SCONST))
}

/// The default that a column is declared with, where it is a string constant.
fn default_of(column: Node<'_>) -> Option<Node<'_>> {
    let clauses = column.find(s::COL_QUAL_LIST)?.descendants();
    let mut elements = clauses.filter(|part| part.is(s::COL_CONSTRAINT_ELEM));
    let default = elements.find(|element| element.has(s::DEFAULT))?;
    default.find(s::SCONST)
}

/// The values of a query's columns, up to the first `*`.
fn selected(query: Node<'_>) -> Vec<Node<'_>> {
    let list = query.find(s::OPT_TARGET_LIST).unwrap_or(query);
    let list = list.find(s::TARGET_LIST);
    list.into_iter()
        .flat_map(Node::elements)
        .take_while(|element| element.tokens().all(|token| !token.is(s::STAR)))
        .filter_map(|element| element.child(0))
        .collect()
}

/// What stands in a row; its last value may stand beside the list of the others.
fn row_values(part: Node<'_>) -> Vec<Node<'_>> {
    match part.symbol() {
        s::EXPR_LIST => part.elements().collect(),
        s::LEFT_PAREN | s::RIGHT_PAREN | s::COMMA | s::ROW => Vec::new(),
        _ => vec![part],
    }
}
