//! Functions, triggers and event triggers.

use crate::{Deferral, Expression, Origin, Privileges, QualifiedName, Reference, Type};

/// A function, procedure or aggregate. Its key in [`crate::Schema::functions`] is its name and the
/// types of its input arguments as `oidvectortypes` prints them: `integer, text`.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of PostgreSQL's own"
)]
pub struct Function {
    /// What it is.
    pub kind: FunctionKind,
    /// All arguments in order; the columns of `RETURNS TABLE` are the last, as table arguments.
    pub arguments: Vec<Argument>,
    /// The return type as SQL: `trigger`, `SETOF integer`, `TABLE(a integer)`; `None` for a
    /// procedure.
    pub returns: Option<String>,
    /// The language, in lower case.
    pub language: String,
    /// `i`mmutable, `s`table or `v`olatile, as in `pg_proc.provolatile`.
    pub volatility: char,
    /// `STRICT`, or `RETURNS NULL ON NULL INPUT`.
    pub strict: bool,
    /// `SECURITY DEFINER`.
    pub security_definer: bool,
    /// `LEAKPROOF`.
    pub leakproof: bool,
    /// `PARALLEL`: `u`nsafe, `r`estricted or `s`afe, as in `pg_proc.proparallel`.
    pub parallel: char,
    /// `COST`, where it is not the language's default.
    pub cost: Option<String>,
    /// `ROWS`, where it is not the default.
    pub rows: Option<String>,
    /// `SET parameter = value`, in order, as `pg_proc.proconfig` spells them: `search_path=public`.
    pub configuration: Vec<String>,
    /// The body: the text between the quotes, or with `sql_body` the statement after the options
    /// (`RETURN a + b`, `BEGIN ATOMIC … END`). For an aggregate the options in parentheses.
    pub body: String,
    /// Whether the body is SQL of the statement itself rather than a string.
    pub sql_body: bool,
    /// What the body refers to, where its language is understood (SQL, PL/pgSQL).
    pub uses: Vec<Reference>,
    /// `COMMENT ON FUNCTION`.
    pub comment: Option<String>,
    /// Who may call it.
    pub privileges: Privileges,
    /// The place of declaration.
    pub origin: Origin,
}

/// The kinds of routines, as in `pg_proc.prokind`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FunctionKind {
    /// A function.
    #[default]
    Function,
    /// A procedure.
    Procedure,
    /// An aggregate.
    Aggregate,
    /// A window function.
    Window,
}

/// An argument of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// How it is passed.
    pub mode: ArgumentMode,
    /// Its name.
    pub name: Option<String>,
    /// Its type.
    pub ty: Type,
    /// `DEFAULT`.
    pub default: Option<Expression>,
}

/// How an argument is passed, as in `pg_proc.proargmodes`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ArgumentMode {
    /// `IN`; the default.
    #[default]
    In,
    /// `OUT`.
    Out,
    /// `INOUT`.
    InOut,
    /// `VARIADIC`.
    Variadic,
    /// A column of `RETURNS TABLE`.
    Table,
}

/// A trigger of a table or view.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of PostgreSQL's own"
)]
pub struct Trigger {
    /// Its name, unique within the table.
    pub name: String,
    /// When it fires.
    pub timing: TriggerTiming,
    /// `INSERT`.
    pub on_insert: bool,
    /// `UPDATE`.
    pub on_update: bool,
    /// `DELETE`.
    pub on_delete: bool,
    /// `TRUNCATE`.
    pub on_truncate: bool,
    /// `UPDATE OF`: the columns in the order of the table; empty for any.
    pub update_columns: Vec<String>,
    /// `FOR EACH ROW`; else for each statement.
    pub for_each_row: bool,
    /// `REFERENCING OLD TABLE AS`.
    pub old_table: Option<String>,
    /// `REFERENCING NEW TABLE AS`.
    pub new_table: Option<String>,
    /// `WHEN`.
    pub condition: Option<Expression>,
    /// The function it calls.
    pub function: QualifiedName,
    /// The constants that are passed to it.
    pub arguments: Vec<String>,
    /// For a `CONSTRAINT TRIGGER`, when it is checked.
    pub constraint: Option<Deferral>,
    /// `FROM`: the other table of a constraint trigger.
    pub constraint_table: Option<QualifiedName>,
    /// Whether and where it fires.
    pub enabled: Firing,
    /// `COMMENT ON TRIGGER`.
    pub comment: Option<String>,
    /// Whether it came from a parent table's trigger.
    pub inherited: bool,
    /// The place of declaration.
    pub origin: Origin,
}

/// When a trigger fires.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TriggerTiming {
    /// `BEFORE`.
    Before,
    /// `AFTER`.
    #[default]
    After,
    /// `INSTEAD OF`.
    InsteadOf,
}

/// In which sessions a trigger or rule applies: `ALTER TABLE … ENABLE | DISABLE TRIGGER`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Firing {
    /// In all but those of replication; the default.
    #[default]
    Origin,
    /// Nowhere.
    Disabled,
    /// `ENABLE REPLICA`: only where replication writes.
    Replica,
    /// `ENABLE ALWAYS`.
    Always,
}

/// An event trigger.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventTrigger {
    /// `ddl_command_start`, `ddl_command_end`, `table_rewrite`, `sql_drop`, `login`.
    pub event: String,
    /// `WHEN TAG IN`: the command tags in upper case, in order.
    pub tags: Vec<String>,
    /// The function it calls.
    pub function: QualifiedName,
    /// Whether and where it fires.
    pub enabled: Firing,
    /// `COMMENT ON EVENT TRIGGER`.
    pub comment: Option<String>,
    /// The place of declaration.
    pub origin: Origin,
}
