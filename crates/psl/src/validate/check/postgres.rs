//! What Prisma lets pass and PostgreSQL refuses or silently changes.

use super::super::context::Context;

/// Checks what only the database would find out.
pub(super) fn check(_ctx: &mut Context<'_>) {}
