//! The live database as a schema: catalog queries and the reading of their rows.
