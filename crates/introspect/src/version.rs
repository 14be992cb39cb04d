//! What PostgreSQL 13 to 18 do not have in common.

/// A server's major version: 13 to 18; later ones are taken for the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(u32);

impl Version {
    /// From the setting `server_version` (`15.8 (Debian …)`, `18beta1`) or `server_version_num`
    /// (`150008`).
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim_start();
        let end = digits.find(|c: char| !c.is_ascii_digit());
        let number: u32 = digits[..end.unwrap_or(digits.len())].parse().ok()?;
        Some(Self(if number >= 10_000 {
            number / 10_000
        } else {
            number
        }))
    }

    /// The major version.
    pub fn major(self) -> u32 {
        self.0
    }

    /// The expression where the server has what it names, else what stands for it.
    pub(crate) fn either<'a>(self, fact: Fact, expression: &'a str, other: &'a str) -> &'a str {
        if self.has(fact) { expression } else { other }
    }

    /// Whether the server has it.
    pub(crate) fn has(self, fact: Fact) -> bool {
        self.0 >= fact.since
    }
}

/// Something that catalogs have since a version. The names are those of PostgreSQL's manual, chapter
/// "System Catalogs"; when each came is told by the release notes of that version.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fact {
    since: u32,
}

const fn since(since: u32) -> Fact {
    Fact { since }
}

/// `pg_attribute.attcompression`: release 14, "Add ability to use LZ4 compression on TOAST data".
pub(crate) const COMPRESSION: Fact = since(14);
/// `pg_range.rngmultitypid`: release 14, "Add support for multirange data types".
pub(crate) const MULTIRANGES: Fact = since(14);
/// `pg_proc.prosqlbody`, `pg_get_function_sqlbody`: release 14, "Allow SQL-language functions and
/// procedures to use SQL-standard function bodies".
pub(crate) const SQL_BODIES: Fact = since(14);
/// `pg_statistic_ext.stxexprs`, `pg_get_statisticsobjdef_expressions`: release 14, "Allow extended
/// statistics on expressions".
pub(crate) const STATISTICS_EXPRESSIONS: Fact = since(14);
/// `pg_index.indnullsnotdistinct`: release 15, "Allow unique constraints and indexes to treat NULL
/// values as not distinct".
pub(crate) const NULLS_NOT_DISTINCT: Fact = since(15);
/// `pg_constraint.confdelsetcols`: release 15, "Allow foreign key ON DELETE SET actions to affect only
/// specified columns".
pub(crate) const SET_COLUMNS: Fact = since(15);
/// `pg_publication_namespace`, `pg_publication_rel.prqual` and `prattrs`: release 15, "Allow
/// publication of all tables in a schema", "row filters", "specific columns".
pub(crate) const PUBLISHED_PARTS: Fact = since(15);
/// `pg_collation.colliculocale`: release 15, "Allow ICU collations to be set as the default".
pub(crate) const ICU_LOCALE: Fact = since(15);
/// `pg_collation.collicurules`: release 16, "Allow custom ICU collation rules to be created".
pub(crate) const COLLATION_RULES: Fact = since(16);
/// `pg_collation.colllocale`, which `colliculocale` was called before: release 17, "Add a builtin
/// platform-independent collation provider".
pub(crate) const COLLATION_LOCALE: Fact = since(17);
/// `pg_constraint.conperiod`: release 18, "Allow the specification of non-overlapping PRIMARY KEY,
/// UNIQUE, and foreign key constraints".
pub(crate) const PERIODS: Fact = since(18);
/// `pg_constraint.conenforced`: release 18, "Allow CHECK and foreign key constraints to be specified
/// as NOT ENFORCED".
pub(crate) const ENFORCEMENT: Fact = since(18);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_in_every_form() {
        let cases = [
            ("13.21", Some(13)),
            ("15.18 (Debian 15.18-0+deb12u1)", Some(15)),
            ("18beta1", Some(18)),
            ("160004", Some(16)),
            ("", None),
            ("devel", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Version::parse(text).map(Version::major), expected, "{text}");
        }
    }
}
