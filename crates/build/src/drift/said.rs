//! One difference, with what each side says of it.

use std::fmt::Display;

use diag::{Diagnostic, Severity, Span};
use schema::Origin;

use crate::codes;

/// Where the migrations declare something, and where the schema does.
pub(super) type Origins = (Origin, Origin);

/// A difference between the migrations and the schema.
#[derive(Debug, Clone)]
pub(super) struct Said {
    message: String,
    migrations: (Option<Span>, String),
    schema: (Option<Span>, String),
    /// Whether the schema's place is the one to look at first.
    schema_first: bool,
    severity: Severity,
    notes: Vec<String>,
    help: Vec<String>,
}

const WRITE: &str = "run `cargo xtask migrate create <name> --from-schema`, which writes the \
                     migration, or change the schema";

impl Said {
    fn new(message: String, (migrations, schema): Origins) -> Self {
        Self {
            message,
            migrations: (migrations.0, String::new()),
            schema: (schema.0, String::new()),
            schema_first: true,
            severity: Severity::Error,
            notes: Vec::new(),
            help: vec![WRITE.to_owned()],
        }
    }

    /// Something that is on both sides, each with its own idea of it.
    pub(super) fn differs(
        message: String,
        in_migrations: String,
        in_schema: String,
        origins: Origins,
    ) -> Self {
        let mut said = Self::new(message, origins);
        said.migrations.1 = in_migrations;
        said.schema.1 = in_schema;
        said
    }

    /// Something that is in the schema alone: "table `teams`", "makes".
    pub(super) fn missing(what: impl Display, verb: &str, origins: Origins) -> Self {
        let message = format!("{what} is in the schema, but no migration {verb} it");
        let mut said = Self::new(message, origins);
        "asked for here".clone_into(&mut said.schema.1);
        said
    }

    /// Something that is in the migrations alone: "table `teams`", "make".
    pub(super) fn extra(what: impl Display, verb: &str, origins: Origins) -> Self {
        let message = format!("the migrations {verb} {what}, but it is not in the schema");
        let mut said = Self::new(message, origins);
        said.schema_first = false;
        said.migrations.1 = format!("the migrations {verb} it here");
        said.help = vec![
            "add it to the schema, or run `cargo xtask migrate create <name> --from-schema`, \
             which writes the migration that drops it"
                .to_owned(),
        ];
        said
    }

    /// The same thing under two names.
    pub(super) fn renamed(what: &str, before: &str, after: &str, origins: Origins) -> Self {
        let message =
            format!("{what} is called `{after}` in the schema and `{before}` in the migrations");
        let (old, new) = (format!("called `{before}`"), format!("called `{after}`"));
        let map =
            format!("give it the name that it has with `map: \"{before}\"`, or rename it: {WRITE}");
        let mut said = Self::differs(message, old, new, origins);
        said.help = vec![map];
        said
    }

    /// Any other difference, in the words of the list of changes.
    pub(super) fn other(change: &dyn Display, origins: Origins) -> Self {
        let message =
            format!("the schema and the migrations disagree: to follow the schema, {change}");
        Self::new(message, origins)
    }

    /// What the schema says, beside that it says it.
    pub(super) fn in_schema(mut self, label: String) -> Self {
        self.schema.1 = label;
        self
    }

    /// What the migrations say.
    pub(super) fn in_migrations(mut self, label: String) -> Self {
        self.migrations.1 = label;
        self
    }

    /// It is worth knowing, and stops nothing.
    pub(super) fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    pub(super) fn note(mut self, note: String) -> Self {
        self.notes.push(note);
        self
    }

    pub(super) fn help(mut self, help: String) -> Self {
        self.help.insert(0, help);
        self
    }

    pub(super) fn message(&self) -> &str {
        &self.message
    }

    pub(super) fn finding(self) -> Diagnostic {
        let mut finding = Diagnostic::new(self.severity, &codes::SCHEMA_DRIFT, self.message);
        let places = if self.schema_first {
            [self.schema, self.migrations]
        } else {
            [self.migrations, self.schema]
        };
        for (span, label) in places {
            let Some(span) = span else { continue };
            finding = if finding.primary.is_none() {
                finding.at(span, label)
            } else {
                finding.also(span, label)
            };
        }
        finding = self.notes.into_iter().fold(finding, Diagnostic::note);
        self.help.into_iter().fold(finding, Diagnostic::help)
    }
}
