//! The table of rules. A rule is a file of this folder and a row here.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a rule speaks of a few of many kinds of statements"
)]

macro_rules! rules {
    ($($name:ident,)*) => {
        $(mod $name;)*

        /// Every rule, in the order in which they are asked.
        pub static RULES: &[&crate::Rule] = &[$(&$name::RULE),*];
    };
}

rules! {
    check_scans,
    column_rewrites,
    constraint_builds_index,
    dangling_use,
    drop_column,
    drop_index_blocks,
    drop_table,
    duplicate_index,
    foreign_key_scans,
    index_blocks_writes,
    missing_foreign_key_index,
    never_validated,
    not_null_scans,
    refresh_blocks,
    reindex_blocks,
    rename_breaks_clients,
    required_column,
    truncate,
    type_change_rewrites,
    vacuum_full,
    work_under_lock,
}
