//! Foreign keys.

use schema::{Constraint, ForeignKey, MatchType, QualifiedName, ReferentialAction};

use super::Fold;
use super::constraint::{WrittenConstraint, columns, columns_with_period, names};
use super::naming::addition;
use crate::codes::UNKNOWN_TABLE;
use crate::grammar::symbol as s;
use crate::name::Name;
use crate::tree::Node;

impl Fold {
    pub(super) fn foreign_key(
        &mut self,
        table: &QualifiedName,
        written: &WrittenConstraint<'_>,
    ) -> Option<Constraint> {
        let element = written.element;
        let name = Name::read(element.find(s::QUALIFIED_NAME)?);
        let found = self.find_table(&name);
        if found.is_none() {
            self.unknown_relation(&name, "table", &UNKNOWN_TABLE);
        }
        let references = found.unwrap_or_else(|| self.created(&name));
        let list = element
            .children()
            .find(|part| part.is(s::OPT_COLUMN_AND_PERIOD_LIST) || part.is(s::OPT_COLUMN_LIST));
        let mut targets = list.map(columns_with_period).unwrap_or_default();
        for (column, span) in &targets {
            self.need_column(&references, column, *span);
        }
        if targets.is_empty()
            && let Some(key) = self
                .schema
                .tables
                .get(&references)
                .and_then(schema::Table::primary_key)
        {
            let span = name.span;
            targets = key
                .columns
                .iter()
                .map(|column| (column.clone(), span))
                .collect();
        }
        let columns = names(written.columns());
        let chosen = written.given_name().unwrap_or_else(|| {
            let middle = addition(columns.iter().map(String::as_str));
            self.choose_constraint(table, &middle, "fkey", &[])
        });
        let (on_delete, on_update) = actions(element);
        Some(Constraint::ForeignKey(ForeignKey {
            name: chosen,
            columns,
            references,
            referenced_columns: names(targets),
            on_delete,
            on_delete_columns: delete_columns(element),
            on_update,
            match_type: match element.find(s::KEY_MATCH) {
                Some(kind) if kind.has(s::FULL) => MatchType::Full,
                Some(_) | None => MatchType::Simple,
            },
            deferral: written.deferral(),
            validated: written.is_valid(),
            not_enforced: written.negates(s::ENFORCED),
            origin: written.span().into(),
            ..ForeignKey::default()
        }))
    }
}

/// `ON DELETE` and `ON UPDATE`.
fn actions(element: Node<'_>) -> (ReferentialAction, ReferentialAction) {
    let of = |rule| {
        let clause = element.descend(rule);
        clause
            .and_then(|clause| clause.find(s::KEY_ACTION))
            .map_or(ReferentialAction::NoAction, action)
    };
    (of(s::KEY_DELETE), of(s::KEY_UPDATE))
}

/// `ON DELETE SET NULL (a, b)`
fn delete_columns(element: Node<'_>) -> Vec<String> {
    let clause = element.descend(s::KEY_DELETE);
    let list = clause.and_then(|clause| clause.descend(s::COLUMN_LIST));
    names(columns(list))
}

fn action(node: Node<'_>) -> ReferentialAction {
    let has = |symbol| node.tokens().any(|token| token.is(symbol));
    if has(s::CASCADE) {
        ReferentialAction::Cascade
    } else if has(s::RESTRICT) {
        ReferentialAction::Restrict
    } else if has(s::NULL_P) {
        ReferentialAction::SetNull
    } else if has(s::DEFAULT) {
        ReferentialAction::SetDefault
    } else {
        ReferentialAction::NoAction
    }
}
