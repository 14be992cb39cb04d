//! The procedural macros: `migrations!` and its kin.
//!
//! They are thin: what is right and wrong is decided by the crates that the command line uses too.

mod manifest;

use proc_macro::TokenStream;

/// The manifest of migrations: an item `pub static MIGRATIONS`, from a row per migration.
///
/// Call it as `prismoid::migrations!`, which passes its own crate in parentheses first.
#[proc_macro]
pub fn migrations(input: TokenStream) -> TokenStream {
    manifest::expand(input.into()).into()
}
