//! The entry of a build script: verify what was generated, or fail with diagnostics.
