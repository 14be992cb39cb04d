//! Recognises the history tables of other tools by their columns, and reads them.

mod records;

pub use records::ForeignHistory;
pub(crate) use records::{present, read};

/// Whose table has these columns, sorted by name; `None` for nobody's that we know.
pub(super) fn owner(columns: &[&str]) -> Option<&'static str> {
    let mut columns = columns.to_vec();
    columns.sort_unstable();
    let has = |names: &[&str]| names.iter().all(|name| columns.contains(name));
    match columns.as_slice() {
        ["version"] => return Some("Rails or dbmate"),
        ["dirty", "version"] => return Some("golang-migrate"),
        ["inserted_at", "version"] => return Some("Ecto"),
        ["run_on", "version"] => return Some("Diesel"),
        ["applied_at", "version"] => return Some("SeaORM"),
        ["applied_on", "checksum", "name", "version"] => return Some("refinery"),
        _ => {}
    }
    if has(&["installed_rank", "script", "success"]) {
        return Some("Flyway");
    }
    if has(&["description", "installed_on", "success", "checksum"]) {
        return Some("sqlx");
    }
    if has(&["migration_name", "finished_at", "applied_steps_count"]) {
        return Some("Prisma Migrate");
    }
    if has(&["version_id", "is_applied"]) {
        return Some("goose");
    }
    if has(&["orderexecuted", "md5sum"]) {
        return Some("Liquibase");
    }
    has(&["hash", "partial_hashes"]).then_some("Atlas")
}

#[cfg(test)]
mod tests {
    use super::owner;

    #[test]
    fn owners() {
        let check = |columns: &[&str], expected| assert_eq!(owner(columns), expected);
        check(&["version"], Some("Rails or dbmate"));
        check(&["version", "dirty"], Some("golang-migrate"));
        check(
            &["version", "name", "applied_on", "checksum"],
            Some("refinery"),
        );
        check(
            &[
                "version",
                "description",
                "installed_on",
                "success",
                "checksum",
                "execution_time",
            ],
            Some("sqlx"),
        );
        check(&["id", "title"], None);
    }
}
