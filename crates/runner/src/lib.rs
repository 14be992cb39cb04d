//! Applies migrations to a PostgreSQL database: locks, transactions, history.
