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
    assigned_twice,
    attach_partition_scans,
    cascading_drop,
    change_of_every_row,
    check_scans,
    column_rewrites,
    constraint_builds_index,
    dangling_use,
    detach_partition_blocks,
    disabled_trigger,
    domain_constraint_scans,
    domain_with_constraint,
    drop_column,
    drop_index_blocks,
    drop_schema,
    drop_table,
    duplicate_index,
    explicit_lock,
    foreign_key_scans,
    index_blocks_writes,
    insert_without_columns,
    missing_foreign_key_index,
    never_validated,
    not_null_scans,
    refresh_blocks,
    reindex_blocks,
    rename_breaks_clients,
    required_column,
    session_setting,
    star_in_view,
    storage_rewrites,
    temporary_object,
    truncate,
    type_change_rewrites,
    vacuum_full,
    validated_under_lock,
    work_under_lock,
}
