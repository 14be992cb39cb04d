//! Generated files: the migration manifest, Rust types, documentation.
