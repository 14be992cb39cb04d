//! What a statement asks for, as typed data: names as they are written, each with its place.
//!
//! A [`Command`] says nothing about what a name means; whoever reads it holds the schema against it.

mod alter;
mod data;
mod domain;
mod index;
mod object;
mod part;
mod routine;
mod setting;
mod table;
mod volatility;

pub use alter::{Action, AlterTable, ColumnAction, RelationKind};
pub use data::{DataChange, DataKind, Lock, Refresh, Truncate};
pub use domain::{
    AlterDomain, AlterEnum, CreateDomain, CreateType, DomainAction, EnumAction, TypeForm,
};
pub use index::{Cluster, CreateIndex, Reindex, ReindexTarget, Vacuum};
pub use object::{Drop, ObjectKind, Rename, Renamed, SetSchema};
pub use part::{Part, Word, WrittenTypeName};
pub use routine::{CreateFunction, CreateTrigger, CreateView, Grant, Policy};
pub use setting::{Set, SetScope};
pub use table::{
    ColumnDefinition, ConstraintDefinition, ConstraintKind, CreateTable, GeneratedDefinition,
    TableAs,
};
pub use volatility::Volatility;

use crate::grammar::symbol as s;
use crate::statement::Statement;

/// What a statement asks for.
#[derive(Debug, Clone)]
pub enum Command<'a> {
    /// `CREATE TABLE`.
    CreateTable(CreateTable<'a>),
    /// `CREATE TABLE AS`, `SELECT INTO` or `CREATE MATERIALIZED VIEW`.
    TableAs(TableAs<'a>),
    /// `ALTER TABLE`, and `ALTER INDEX`, `VIEW`, `SEQUENCE` in the forms they share with it.
    AlterTable(AlterTable<'a>),
    /// `CREATE INDEX`.
    CreateIndex(CreateIndex<'a>),
    /// `DROP` of anything.
    Drop(Drop<'a>),
    /// `ALTER … RENAME`.
    Rename(Rename),
    /// `ALTER … SET SCHEMA`.
    SetSchema(SetSchema),
    /// `REINDEX`.
    Reindex(Reindex),
    /// `VACUUM`.
    Vacuum(Vacuum),
    /// `CLUSTER`.
    Cluster(Cluster),
    /// `TRUNCATE`.
    Truncate(Truncate),
    /// `REFRESH MATERIALIZED VIEW`.
    Refresh(Refresh),
    /// `LOCK TABLE`.
    Lock(Lock),
    /// `CREATE VIEW`.
    CreateView(CreateView<'a>),
    /// `CREATE TRIGGER`.
    CreateTrigger(CreateTrigger<'a>),
    /// `CREATE POLICY` or `ALTER POLICY`.
    Policy(Policy<'a>),
    /// `CREATE TYPE`.
    CreateType(CreateType<'a>),
    /// `ALTER TYPE … ADD VALUE` or `RENAME VALUE`.
    AlterEnum(AlterEnum),
    /// `CREATE DOMAIN`.
    CreateDomain(CreateDomain<'a>),
    /// `ALTER DOMAIN`.
    AlterDomain(AlterDomain<'a>),
    /// `CREATE FUNCTION` or `CREATE PROCEDURE`.
    CreateFunction(CreateFunction<'a>),
    /// `GRANT` or `REVOKE` of privileges on objects.
    Grant(Grant),
    /// `INSERT`, `UPDATE`, `DELETE`, `MERGE` or `COPY … FROM`.
    Data(DataChange<'a>),
    /// `SELECT`, `VALUES`, `TABLE`.
    Query(Part<'a>),
    /// `SET` and `RESET` of settings.
    Set(Set),
    /// `BEGIN`, `COMMIT`, `ROLLBACK`, `SAVEPOINT`: its first word in upper case.
    Transaction(&'static str),
    /// `DO`: a block of code.
    Do(Part<'a>),
    /// `COMMENT ON`.
    Comment,
    /// Any other statement.
    Other(Part<'a>),
}

impl<'a> Statement<'a> {
    /// What it asks for.
    pub fn command(&self) -> Command<'a> {
        let node = self.node;
        let part = Part { node };
        let command = match node.symbol() {
            s::CREATE_STMT => CreateTable::read(node).map(Command::CreateTable),
            s::CREATE_AS_STMT | s::CREATE_MAT_VIEW_STMT => {
                TableAs::read(node).map(Command::TableAs)
            }
            s::ALTER_TABLE_STMT => AlterTable::read(node).map(Command::AlterTable),
            s::INDEX_STMT => CreateIndex::read(node).map(Command::CreateIndex),
            s::DROP_STMT
            | s::REMOVE_FUNC_STMT
            | s::REMOVE_AGGR_STMT
            | s::REMOVE_OPER_STMT
            | s::DROPDB_STMT
            | s::DROP_OWNED_STMT
            | s::DROP_CAST_STMT
            | s::DROP_ROLE_STMT
            | s::DROP_SUBSCRIPTION_STMT => Some(Command::Drop(Drop::read(node))),
            s::RENAME_STMT => Rename::read(node).map(Command::Rename),
            s::ALTER_OBJECT_SCHEMA_STMT => SetSchema::read(node).map(Command::SetSchema),
            s::REINDEX_STMT => Some(Command::Reindex(Reindex::read(node))),
            s::VACUUM_STMT => Some(Command::Vacuum(Vacuum::read(node))),
            s::CLUSTER_STMT => Some(Command::Cluster(Cluster::read(node))),
            s::TRUNCATE_STMT => Some(Command::Truncate(Truncate::read(node))),
            s::REFRESH_MAT_VIEW_STMT => Refresh::read(node).map(Command::Refresh),
            s::LOCK_STMT => Some(Command::Lock(Lock::read(node))),
            s::VIEW_STMT => CreateView::read(node).map(Command::CreateView),
            s::CREATE_TRIG_STMT => CreateTrigger::read(node).map(Command::CreateTrigger),
            s::CREATE_POLICY_STMT | s::ALTER_POLICY_STMT => Policy::read(node).map(Command::Policy),
            s::DEFINE_STMT => CreateType::read(node).map(Command::CreateType),
            s::ALTER_ENUM_STMT => AlterEnum::read(node).map(Command::AlterEnum),
            s::CREATE_DOMAIN_STMT => CreateDomain::read(node).map(Command::CreateDomain),
            s::ALTER_DOMAIN_STMT => AlterDomain::read(node).map(Command::AlterDomain),
            s::CREATE_FUNCTION_STMT => CreateFunction::read(node).map(Command::CreateFunction),
            s::GRANT_STMT | s::REVOKE_STMT => Some(Command::Grant(Grant::read(node))),
            s::INSERT_STMT | s::UPDATE_STMT | s::DELETE_STMT | s::MERGE_STMT => {
                DataChange::read(node).map(Command::Data)
            }
            s::COPY_STMT => DataChange::read_copy(node).map(Command::Data),
            s::SIMPLE_SELECT | s::SELECT_NO_PARENS | s::SELECT_WITH_PARENS | s::VALUES_CLAUSE => {
                Some(TableAs::read_into(node).map_or(Command::Query(part), Command::TableAs))
            }
            s::VARIABLE_SET_STMT | s::VARIABLE_RESET_STMT => Set::read(node).map(Command::Set),
            s::TRANSACTION_STMT | s::TRANSACTION_STMT_LEGACY => node
                .first_token()
                .map(|token| Command::Transaction(transaction_word(token.symbol()))),
            s::DO_STMT => Some(Command::Do(part)),
            s::COMMENT_STMT => Some(Command::Comment),
            _ => None,
        };
        command.unwrap_or(Command::Other(part))
    }

    /// Its first words, keywords only and in upper case: `CREATE INDEX CONCURRENTLY`.
    pub fn title(&self) -> String {
        let words = self.node.tokens().take(6).take_while(|token| {
            crate::grammar::keyword(token.text()).is_some()
                && !token.text().starts_with('"')
                && !matches!(
                    token.symbol(),
                    s::ON | s::IF_P | s::ONLY | s::AS | s::FROM | s::INTO | s::SELECT
                )
                || token.is(s::SELECT)
        });
        let words: Vec<String> = words.map(|token| token.text().to_uppercase()).collect();
        words.join(" ")
    }
}

fn transaction_word(symbol: u16) -> &'static str {
    match symbol {
        s::BEGIN_P => "BEGIN",
        s::START => "START",
        s::COMMIT => "COMMIT",
        s::END_P => "END",
        s::ROLLBACK => "ROLLBACK",
        s::ABORT_P => "ABORT",
        s::SAVEPOINT => "SAVEPOINT",
        s::RELEASE => "RELEASE",
        _ => "PREPARE",
    }
}
