//! The facade an application depends on.
