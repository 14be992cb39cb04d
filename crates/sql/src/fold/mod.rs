//! From a history of scripts to the schema that it builds.
//!
//! Every statement is followed as the server would carry it out. What is not understood is kept
//! as [`schema::Opaque`]; from then on a name that is not known is not held against the history,
//! since the statement may have created it.

mod aggregate;
mod alter;
mod alter_column;
mod alter_constraint;
mod alter_setting;
mod block;
mod column;
mod comment;
mod constant;
mod constraint;
mod create;
mod data;
mod datatype;
mod depend;
mod domain;
mod drop;
mod drop_column;
mod enumeration;
mod event_trigger;
mod foreign_key;
mod function;
mod immutable;
mod index;
mod inherit;
mod key;
mod label;
mod like;
mod lookup;
mod moved;
mod namespace;
mod naming;
mod new_value;
mod opaque;
mod options;
mod other;
mod part;
mod partition;
mod policy;
mod privilege;
mod publication;
mod query;
mod quote;
mod refer;
mod release;
mod rename;
mod routine;
mod scope;
mod sequence;
mod setting;
mod statistics;
mod trigger;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use diag::{Diagnostic, Span};
use schema::{QualifiedName, Schema};

use crate::grammar::symbol as s;
use crate::resolve::Memo;
use crate::statement::{Script, Statement};
use crate::tree::Node;

/// Follows a history: the scripts in the order in which they are applied.
///
/// Returns the schema at its end, with the place of declaration in every object, and the findings
/// in the order of the statements.
pub fn fold(scripts: &[Script]) -> (Schema, Vec<Diagnostic>) {
    let mut fold = Fold::new();
    for script in scripts {
        fold.begin(script);
        for statement in script.statements() {
            fold.step(statement);
        }
        fold.end(script);
    }
    fold.finish()
}

/// What kinds of names are told apart where something was dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    /// Tables, views, sequences and indexes share their names.
    Relation,
    Type,
    Column,
    Constraint,
    Function,
    Schema,
    Trigger,
}

/// How a name ceased to exist, and where.
#[derive(Debug, Clone, Copy)]
struct Gone {
    /// `dropped` or `renamed`
    how: &'static str,
    place: Span,
}

/// A history that is followed statement by statement: between two of them the schema can be read.
///
/// A script is [begun](Fold::begin), its statements are [stepped](Fold::step) over in order, and it is
/// [ended](Fold::end).
#[derive(Debug, Clone)]
pub struct Fold {
    schema: Schema,
    findings: Vec<Diagnostic>,
    /// Schemas that are searched, in order; without `pg_catalog`, which comes first.
    path: Vec<String>,
    /// Every index, those of constraints included, with its table.
    indexes: BTreeMap<QualifiedName, QualifiedName>,
    /// Every name that a constraint of a schema ever had, so that a new name is known to be free
    /// without a look at every table.
    constraint_names: BTreeSet<(String, String)>,
    /// Types other than enumerated ones.
    types: BTreeMap<QualifiedName, Span>,
    /// Where types were announced that are made later.
    shells: Vec<Span>,
    /// Where something was dropped or renamed; the last part of the key is the name of a column or
    /// constraint.
    dropped: BTreeMap<(Class, QualifiedName, String), Gone>,
    /// Tables that have children: partitions, or tables that inherit.
    parents: BTreeSet<QualifiedName>,
    /// Tables whose columns are not all known.
    open: BTreeSet<QualifiedName>,
    /// Whether anything may exist that is not known: the statements since the start were not all
    /// understood.
    doubt: bool,
    /// Whether types and functions of extensions may exist.
    extended: bool,
    /// Whether statements run only where they can: inside a guarded block.
    guarded: bool,
    /// How many blocks run one another.
    depth: usize,
    /// The texts of such blocks.
    blocks: Vec<Span>,
    /// Where values were added to enumerated types in the transaction that is followed.
    /// `None` where the statements of the script are not known to run in one transaction.
    new_values: Option<Vec<Span>>,
    /// What the expressions so far came out as.
    memo: Memo,
}

impl Fold {
    /// Before the first script: an empty database.
    #[expect(
        clippy::new_without_default,
        reason = "a history has a beginning, no default"
    )]
    pub fn new() -> Self {
        let mut schema = Schema::default();
        schema
            .schemas
            .insert("public".to_owned(), schema::Namespace::default());
        Self {
            schema,
            findings: Vec::new(),
            path: vec!["public".to_owned()],
            indexes: BTreeMap::new(),
            constraint_names: BTreeSet::new(),
            types: BTreeMap::new(),
            shells: Vec::new(),
            dropped: BTreeMap::new(),
            parents: BTreeSet::new(),
            open: BTreeSet::new(),
            doubt: false,
            extended: false,
            guarded: false,
            depth: 0,
            blocks: Vec::new(),
            new_values: None,
            memo: Memo::default(),
        }
    }

    /// Begins a script: it runs in a session of its own, so settings are those of a new one.
    pub fn begin(&mut self, script: &Script) {
        self.path = vec!["public".to_owned()];
        self.new_values = (!new_value::is_piecemeal(script)).then(Vec::new);
    }

    /// Carries out the next statement of the script that was begun.
    pub fn step(&mut self, statement: Statement<'_>) {
        self.statement(statement);
    }

    /// Ends a script.
    pub fn end(&mut self, script: &Script) {
        // What a syntax error hid may have created anything.
        self.doubt |= script.is_incomplete();
        self.drop_temporary();
    }

    /// Temporary objects are gone with the session.
    fn drop_temporary(&mut self) {
        let is_temporary = |name: &&QualifiedName| name.schema == lookup::TEMPORARY;
        let from = QualifiedName::new(lookup::TEMPORARY, "");
        let first = |found: Option<&QualifiedName>| found.is_some_and(|name| is_temporary(&name));
        let schema = &mut self.schema;
        if first(schema.tables.range(&from..).next().map(|(name, _)| name)) {
            schema.tables.retain(|name, _| !is_temporary(&name));
            self.indexes.retain(|_, table| !is_temporary(&&*table));
            self.open.retain(|name| !is_temporary(&name));
        }
        if first(schema.views.range(&from..).next().map(|(name, _)| name)) {
            schema.views.retain(|name, _| !is_temporary(&name));
        }
        if first(schema.sequences.range(&from..).next().map(|(name, _)| name)) {
            schema.sequences.retain(|name, _| !is_temporary(&name));
        }
    }

    /// The schema after the statements so far. Temporary objects are in it, in the schema `pg_temp`.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// What was found so far, in the order of the statements.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// The schema at the end of the history, and the findings.
    pub fn finish(mut self) -> (Schema, Vec<Diagnostic>) {
        self.drop_temporary();
        crate::resolve::resolve_with(&mut self.schema, Some(&self.memo));
        (self.schema, self.findings)
    }

    fn statement(&mut self, statement: Statement<'_>) {
        let node = statement.node;
        match node.symbol() {
            s::CREATE_STMT | s::CREATE_FOREIGN_TABLE_STMT => self.create_table(node),
            s::CREATE_AS_STMT => self.create_table_as(node),
            s::ALTER_TABLE_STMT => self.alter_table(node),
            s::INDEX_STMT => self.create_index(node),
            s::RENAME_STMT => self.rename(node),
            s::ALTER_OBJECT_SCHEMA_STMT => self.set_schema(node),
            s::DROP_STMT => self.drop(node),
            s::REMOVE_FUNC_STMT | s::REMOVE_AGGR_STMT => self.drop_functions(node),
            s::DEFINE_STMT => self.define(node),
            s::ALTER_ENUM_STMT => self.alter_enum(node),
            s::CREATE_DOMAIN_STMT => self.create_domain(node),
            s::VIEW_STMT => self.create_view(node),
            s::CREATE_MAT_VIEW_STMT => self.create_materialized_view(node),
            s::CREATE_SEQ_STMT => self.create_sequence(node),
            s::ALTER_SEQ_STMT => self.alter_sequence(node),
            s::CREATE_SCHEMA_STMT => self.create_schema(node),
            s::CREATE_EXTENSION_STMT => self.create_extension(node),
            s::CREATE_FUNCTION_STMT => self.create_function(node),
            s::CREATE_TRIG_STMT => self.create_trigger(node),
            s::ALTER_FUNCTION_STMT => self.alter_function(node),
            s::ALTER_DOMAIN_STMT => self.alter_domain(node),
            s::ALTER_COMPOSITE_TYPE_STMT => self.alter_composite(node),
            s::ALTER_EXTENSION_STMT => self.alter_extension(node),
            s::CREATE_POLICY_STMT => self.create_policy(node),
            s::ALTER_POLICY_STMT => self.alter_policy(node),
            s::RULE_STMT => self.create_rule(node),
            s::GRANT_STMT | s::REVOKE_STMT => self.grant(node),
            s::ALTER_DEFAULT_PRIVILEGES_STMT => self.alter_default_privileges(node),
            s::CREATE_EVENT_TRIG_STMT => self.create_event_trigger(node),
            s::ALTER_EVENT_TRIG_STMT => self.alter_event_trigger(node),
            s::CREATE_STATS_STMT => self.create_statistics(node),
            s::ALTER_STATS_STMT => self.alter_statistics(node),
            s::CREATE_PUBLICATION_STMT => self.create_publication(node),
            s::ALTER_PUBLICATION_STMT => self.alter_publication(node),
            s::COMMENT_STMT => self.comment(node),
            s::VARIABLE_SET_STMT => self.set_variable(node),
            s::VARIABLE_RESET_STMT => self.reset_variable(node),
            s::INSERT_STMT => self.insert(node),
            s::UPDATE_STMT => self.update(node),
            s::DELETE_STMT => self.delete(node),
            s::TRUNCATE_STMT => self.truncate(node),
            s::CLUSTER_STMT => self.cluster(node),
            s::DO_STMT => self.block(node),
            s::SIMPLE_SELECT | s::SELECT_NO_PARENS | s::SELECT_WITH_PARENS => self.select(node),
            s::CALL_STMT => self.opaque(node, "a procedure is called, and may do anything"),
            s::IMPORT_FOREIGN_SCHEMA_STMT => {
                self.opaque(node, "tables are imported from another server");
            }
            s::EXECUTE_STMT => self.opaque(node, "a prepared statement is executed"),
            other => self.rare(other, node),
        }
        self.check_new_values(node);
    }

    /// Statements of objects that are kept as the text that makes them.
    fn rare(&mut self, kind: u16, node: Node<'_>) {
        match kind {
            s::CREATE_CAST_STMT
            | s::CREATE_OP_CLASS_STMT
            | s::CREATE_OP_FAMILY_STMT
            | s::CREATE_FOREIGN_SERVER_STMT
            | s::CREATE_FDW_STMT
            | s::CREATE_USER_MAPPING_STMT
            | s::CREATE_AM_STMT
            | s::CREATE_CONVERSION_STMT
            | s::CREATE_TRANSFORM_STMT
            | s::CREATE_P_LANG_STMT
            | s::CREATE_SUBSCRIPTION_STMT => self.create_other(node),
            s::ALTER_OP_FAMILY_STMT
            | s::ALTER_FOREIGN_SERVER_STMT
            | s::ALTER_FDW_STMT
            | s::ALTER_USER_MAPPING_STMT
            | s::ALTER_SUBSCRIPTION_STMT
            | s::ALTER_TS_CONFIGURATION_STMT
            | s::ALTER_TS_DICTIONARY_STMT
            | s::ALTER_OPERATOR_STMT => self.alter_other(node),
            s::DROP_CAST_STMT
            | s::DROP_OP_CLASS_STMT
            | s::DROP_OP_FAMILY_STMT
            | s::DROP_TRANSFORM_STMT
            | s::DROP_USER_MAPPING_STMT
            | s::DROP_SUBSCRIPTION_STMT
            | s::REMOVE_OPER_STMT => self.drop_other(node),
            s::DROP_OWNED_STMT => self.opaque(node, "what a role owns is dropped"),
            s::ALTER_TYPE_STMT => {
                self.note_opaque(node, "how a base type is stored is not followed");
            }
            other => self.pass(other, node),
        }
    }

    /// Statements that change nothing of a schema; a kind that is none of them is not understood.
    fn pass(&mut self, kind: u16, node: Node<'_>) {
        let without_effect = matches!(
            kind,
            // Owners, roles and labels are no part of the model.
            s::ALTER_OWNER_STMT
                | s::REASSIGN_OWNED_STMT
                | s::CREATE_ROLE_STMT
                | s::CREATE_USER_STMT
                | s::CREATE_GROUP_STMT
                | s::ALTER_ROLE_STMT
                | s::ALTER_ROLE_SET_STMT
                | s::ALTER_GROUP_STMT
                | s::DROP_ROLE_STMT
                | s::GRANT_ROLE_STMT
                | s::REVOKE_ROLE_STMT
                | s::SEC_LABEL_STMT
                | s::ALTER_OBJECT_DEPENDS_STMT
                | s::ALTER_EXTENSION_CONTENTS_STMT
                | s::ALTER_COLLATION_STMT
                // The server and its databases.
                | s::CREATEDB_STMT
                | s::ALTER_DATABASE_STMT
                | s::ALTER_DATABASE_SET_STMT
                | s::DROPDB_STMT
                | s::CREATE_TABLE_SPACE_STMT
                | s::ALTER_TBL_SPC_STMT
                | s::DROP_TABLE_SPACE_STMT
                | s::ALTER_SYSTEM_STMT
                | s::CHECK_POINT_STMT
                | s::LOAD_STMT
                // Transactions, sessions and locks.
                | s::TRANSACTION_STMT
                | s::TRANSACTION_STMT_LEGACY
                | s::CONSTRAINTS_SET_STMT
                | s::LOCK_STMT
                | s::VARIABLE_SHOW_STMT
                | s::DISCARD_STMT
                | s::LISTEN_STMT
                | s::NOTIFY_STMT
                | s::UNLISTEN_STMT
                | s::PREPARE_STMT
                | s::DEALLOCATE_STMT
                | s::DECLARE_CURSOR_STMT
                | s::CLOSE_PORTAL_STMT
                | s::FETCH_STMT
                // Rows, and how they are stored.
                | s::COPY_STMT
                | s::MERGE_STMT
                | s::VALUES_CLAUSE
                | s::EXPLAIN_STMT
                | s::ANALYZE_STMT
                | s::VACUUM_STMT
                | s::REINDEX_STMT
                | s::REFRESH_MAT_VIEW_STMT
        );
        if !without_effect {
            let words: Vec<String> = node
                .tokens()
                .take(2)
                .map(|word| word.text().to_uppercase())
                .collect();
            self.opaque(node, &format!("`{}` is not followed", words.join(" ")));
        }
    }
}
