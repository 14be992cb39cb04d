//! The findings about rules themselves; the rules' own codes stand in their files.

use diag::Code;

diag::codes! {
    /// A rule is allowed, and nothing needs it.
    ///
    /// `-- prismoid: allow <rule> <reason>` in the header of a migration speaks for the whole file;
    /// between statements it speaks for the one below it. An allow that no finding needs is stale or
    /// stands in the wrong place: remove it, or move it directly above the statement it is meant for.
    UNUSED_ALLOW = "unused-allow";

    /// There is no rule of that name.
    ///
    /// `cargo xtask migrate lint --rules` lists all of them.
    UNKNOWN_RULE = "unknown-rule";

    /// A value in the lint configuration is not understood.
    ///
    /// `[workspace.metadata.prismoid.lint]` takes a level for each rule or group of rules: `"allow"`,
    /// `"warn"` or `"deny"`. `postgres = "15"` is the oldest major version that the migrations run
    /// on, and `start-after = "12"` leaves migrations up to that version unjudged.
    BAD_LEVEL = "bad-lint-level";
}

/// Every code of this crate, the rules' included.
pub fn every() -> Vec<&'static Code> {
    let rules = crate::rules::RULES.iter().map(|rule| rule.code);
    ALL.iter().copied().chain(rules).collect()
}
