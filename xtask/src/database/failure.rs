//! What a database said, as findings.

use diag::{SourceId, Sources, Span};
use tokio_postgres::error::{DbError, ErrorPosition, SqlState};

use super::Address;
use crate::codes;
use crate::failure::Failure;

/// A connection that did not come about.
pub(crate) fn unreachable(error: &tokio_postgres::Error, address: &Address) -> Failure {
    let failure = Failure::new(
        &codes::DATABASE_UNREACHABLE,
        format!("cannot connect to {address}"),
    )
    .note(format!("the address comes from {}", address.origin));
    let Some(db) = error.as_db_error() else {
        return failure
            .note(reason(error))
            .help("is the server running, and is this its address?");
    };
    let failure = failure.note(format!("PostgreSQL says: {}", db.message()));
    let database = address.database();
    if *db.code() == SqlState::INVALID_CATALOG_NAME {
        failure.help(format!(
            "create it: `createdb {database}`, or name another database"
        ))
    } else if *db.code() == SqlState::INVALID_PASSWORD
        || *db.code() == SqlState::INVALID_AUTHORIZATION_SPECIFICATION
    {
        failure.help("check the user and the password in the URL")
    } else if *db.code() == SqlState::TOO_MANY_CONNECTIONS {
        failure.help("close other connections, or raise `max_connections`")
    } else {
        failure
    }
}

/// A statement that the database refused.
pub(crate) fn refused(error: &tokio_postgres::Error) -> Failure {
    match error.as_db_error() {
        Some(db) => details(Failure::new(&codes::DATABASE_ERROR, db.message()), db),
        None => Failure::new(&codes::DATABASE_ERROR, reason(error)),
    }
}

/// A statement of a text that the database refused, with the line at fault where PostgreSQL says
/// which: its position counts characters from 1.
pub(crate) fn refused_at(
    error: &tokio_postgres::Error,
    source: SourceId,
    sources: &Sources,
) -> Failure {
    let mut failure = refused(error);
    let position = error.as_db_error().and_then(|db| match db.position() {
        Some(ErrorPosition::Original(position)) => Some(*position as usize),
        Some(ErrorPosition::Internal { .. }) | None => None,
    });
    if let (Some(position), Some(finding)) = (position, failure.findings.first_mut()) {
        let text = sources.get(source).text();
        let start = text
            .char_indices()
            .nth(position.saturating_sub(1))
            .map_or(text.len(), |(offset, _)| offset);
        let word = text[start..].find(|c: char| !c.is_alphanumeric() && c != '_');
        let end = start + word.unwrap_or(text.len() - start).max(1);
        finding.primary = Some(diag::Label {
            span: Span::new(source, start, end.min(text.len())),
            message: String::new(),
        });
    }
    failure
}

fn details(mut failure: Failure, db: &DbError) -> Failure {
    failure = failure.note(format!("SQLSTATE {}", db.code().code()));
    if let Some(detail) = db.detail() {
        failure = failure.note(detail);
    }
    match db.hint() {
        Some(hint) => failure.help(hint),
        None => failure,
    }
}

/// The innermost cause, which is what a person can act on.
fn reason(error: &tokio_postgres::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
