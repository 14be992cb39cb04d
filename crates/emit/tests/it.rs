//! The generated crate: its bytes, and that they are formatted.
