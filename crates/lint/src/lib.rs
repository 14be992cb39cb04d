//! What a migration does to a running database: locks, rewrites, lost data, and rules about them.
