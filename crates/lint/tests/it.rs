//! Every rule against its own examples, and the walk itself.

#[path = "it/examples.rs"]
mod examples;
#[path = "it/fixes.rs"]
mod fixes;
#[path = "it/support.rs"]
mod support;
#[path = "it/walk.rs"]
mod walk;
