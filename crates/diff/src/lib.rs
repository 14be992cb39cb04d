//! The difference of two schemas: changes, ordered steps, SQL.
