//! The entry of a build script: verify what was generated, or fail with diagnostics.
//!
//! [`check`] says all that is wrong with a project's schema and migrations, [`generate`] gives the
//! files that belong to them, and [`stale`] what on disk differs from these. They are pure; the
//! command line calls the same three. [`load`] and [`Build`] are the thin edge that reads the disk
//! and speaks to cargo.
//!
//! A generated crate's build script verifies:
//!
//! ```ignore
//! fn main() -> std::process::ExitCode {
//!     prismoid_build::Build::at("..").verify()
//! }
//! ```
//!
//! An application without a generated crate may generate while it builds, and include the result
//! with `include!(concat!(env!("OUT_DIR"), "/database.rs"))`:
//!
//! ```ignore
//! fn main() -> std::process::ExitCode {
//!     prismoid_build::Build::at(".").generate()
//! }
//! ```

mod check;
pub mod codes;
#[cfg(feature = "config")]
mod config;
mod drift;
mod generate;
mod inputs;
mod lint;
mod load;
mod script;
mod stale;

pub use check::{Checked, check};
#[cfg(feature = "config")]
pub use config::{Config, config};
pub use generate::{Generated, generate};
pub use inputs::{Inputs, Paths};
pub use lint::{fix, lint, survey};
pub use load::{detect, load, load_generated};
pub use script::Build;
pub use stale::stale;
