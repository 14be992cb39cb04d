//! What a migration does to a running database: locks, rewrites, lost data, and rules about them.
//!
//! [`check`] walks a [`History`] statement by statement, with the schema before and after each, and
//! asks every [`Rule`] of [`RULES`]. [`impact`] says what one command does to the relations it
//! touches, as the server would; the rules about locks and rewrites are built on it.
//!
//! # Where to go
//! A rule is a file in `rules/` with its documentation, its examples and its code, and a row in
//! `rules/mod.rs`. What a rule can ask for is in `context.rs` and `scene.rs`. The crate does not know files,
//! databases or configuration formats.

mod allow;
mod check;
pub mod codes;
mod context;
mod fix;
mod history;
mod impact;
mod lock;
mod options;
mod rule;
mod rules;
mod scene;
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what declares no column or name is all the same here"
)]
mod written;

pub use check::{Surveyed, check, survey};
pub use context::{Chain, Context, Ended, Step, Timeouts};
pub use fix::{Added, Fixed, fix};
pub use history::{Allow, History, Migration};
pub use impact::{Impact, Rewrite, impact};
pub use lock::LockMode;
pub use options::{Level, Options};
pub use rule::{Check, Example, Group, Rule};
pub use rules::RULES;
pub use scene::Scene;
