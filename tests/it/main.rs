//! The tests that cross crates or need a server.

mod cli;
mod diff;
mod drift;
mod fresh;
mod introspect;
mod layouts;
mod lint;
mod manifest;
mod platform;
mod pull;
mod runner;
mod server;
mod support;
mod tidy;
