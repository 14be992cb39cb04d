//! PostgreSQL's lexical rules: tokens, comments, quotes, and where a statement ends.
