//! The procedural macros: `migrations!` and its kin.
