//! The tests that cross crates or need a server.
