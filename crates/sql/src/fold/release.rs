//! What happens to the dependents of something that is dropped: in a cascade they go too, else the server
//! refuses.

use diag::{Diagnostic, Span};
use schema::{Constraint, QualifiedName, Reference};

use super::depend::{Certainty, Dependent};
use super::{Class, Fold};
use crate::codes::DROPPED_IN_USE;

impl Fold {
    /// After something was taken away in a cascade: what uses it goes too.
    pub(super) fn release(&mut self, gone: &Reference, span: Span) {
        for (dependent, _) in self.dependents(gone) {
            self.take(&dependent, gone, span);
        }
    }

    /// After something was taken away without a cascade: what uses it for certain is named, since
    /// the server refuses.
    pub(super) fn refuse(&mut self, what: &str, gone: &Reference, span: Span) {
        if self.doubt || self.guarded {
            return;
        }
        let dependents = self.dependents(gone);
        let mut certain = dependents
            .into_iter()
            .filter(|(_, certainty)| *certainty == Certainty::Yes)
            .map(|(dependent, _)| dependent);
        let Some(first) = certain.next() else {
            return;
        };
        let name = match gone {
            Reference::Relation(name) | Reference::Type(name) | Reference::Function(name) => {
                name.to_string()
            }
            Reference::Column(table, column) => format!("{table}.{column}"),
        };
        let more = match certain.count() {
            0 => String::new(),
            1 => " and one other object".to_owned(),
            more => format!(" and {more} other objects"),
        };
        let message = format!(
            "{what} `{name}` is dropped while {}{more} needs it",
            first.shown()
        );
        let message = if more.is_empty() {
            message
        } else {
            message.replace(" needs it", " need it")
        };
        let finding = Diagnostic::error(&DROPPED_IN_USE, message)
            .at(span, "the server refuses this")
            .help("drop what needs it first, or write CASCADE to drop that too");
        let finding = match self.place_of(&first) {
            Some(place) => finding.also(place, "this needs it"),
            None => finding,
        };
        self.findings.push(finding);
    }

    /// Takes a dependent away, with its own.
    fn take(&mut self, dependent: &Dependent, cause: &Reference, span: Span) {
        match dependent {
            Dependent::View(view) => self.remove_view(view, span, true),
            Dependent::Column(table, column) => self.remove_column(table, column, span, true),
            Dependent::Default(table, column) => {
                if let Some(column) = self.column_mut(table, column) {
                    column.default = None;
                    if matches!(cause, Reference::Relation(_)) {
                        column.sequence = None;
                    }
                }
            }
            Dependent::Constraint(table, name) => self.remove_constraint(table, name, span, true),
            Dependent::Index(table, name) => {
                self.indexes
                    .remove(&QualifiedName::new(&table.schema, name));
                if let Some(table) = self.schema.tables.get_mut(table) {
                    table.indexes.retain(|index| index.name != *name);
                }
            }
            Dependent::Policy(table, name) => {
                if let Some(table) = self.schema.tables.get_mut(table) {
                    table.policies.retain(|policy| policy.name != *name);
                }
            }
            Dependent::Trigger(table, name) => {
                if let Some(triggers) = self.triggers_mut(table) {
                    triggers.retain(|trigger| trigger.name != *name);
                }
                self.mark_dropped(Class::Trigger, table, name, span);
            }
            Dependent::Rule(table, name) => {
                if let Some(rules) = self.rules_mut(table) {
                    rules.retain(|rule| rule.name != *name);
                }
            }
            Dependent::Routine(key) => self.remove_function(key, span, true),
            Dependent::Statistics(name) => {
                self.schema.statistics.remove(name);
            }
            Dependent::Type(name) => self.remove_type(name, span, true),
            Dependent::DomainCheck(name, check) => {
                if let Some(domain) = self.schema.domains.get_mut(name) {
                    domain.checks.retain(|known| known.name != *check);
                }
            }
            Dependent::DomainDefault(name) => {
                if let Some(domain) = self.schema.domains.get_mut(name) {
                    domain.default = None;
                }
            }
            Dependent::Attribute(name, attribute) => {
                if let Some(composite) = self.schema.composites.get_mut(name) {
                    composite
                        .attributes
                        .retain(|known| known.name != *attribute);
                }
            }
            Dependent::EventTrigger(name) => {
                self.schema.event_triggers.remove(name);
            }
            Dependent::Published(name, table) => {
                if let Some(publication) = self.schema.publications.get_mut(name) {
                    publication.tables.remove(table);
                }
            }
        }
    }

    /// Where a dependent is declared.
    fn place_of(&self, dependent: &Dependent) -> Option<Span> {
        let schema = &self.schema;
        let origin = match dependent {
            Dependent::View(name) => schema.views.get(name)?.origin,
            Dependent::Column(table, column) | Dependent::Default(table, column) => {
                schema.tables.get(table)?.column(column)?.origin
            }
            Dependent::Constraint(table, name) => {
                let found = schema.tables.get(table)?.constraint(name);
                found.map(Constraint::origin)?
            }
            Dependent::Index(table, name) => schema.tables.get(table)?.index(name)?.origin,
            Dependent::Policy(table, name) => {
                let mut policies = schema.tables.get(table)?.policies.iter();
                policies.find(|policy| policy.name == *name)?.origin
            }
            Dependent::Trigger(table, name) => {
                let mut triggers = schema.tables.get(table)?.triggers.iter();
                triggers.find(|trigger| trigger.name == *name)?.origin
            }
            Dependent::Rule(table, name) => {
                let mut rules = schema.tables.get(table)?.rules.iter();
                rules.find(|rule| rule.name == *name)?.origin
            }
            Dependent::Routine(key) => schema.functions.get(key)?.origin,
            Dependent::Statistics(name) => schema.statistics.get(name)?.origin,
            Dependent::Type(name)
            | Dependent::DomainCheck(name, _)
            | Dependent::DomainDefault(name) => schema.domains.get(name)?.origin,
            Dependent::Attribute(name, _) => schema.composites.get(name)?.origin,
            Dependent::EventTrigger(name) => schema.event_triggers.get(name)?.origin,
            Dependent::Published(name, _) => schema.publications.get(name)?.origin,
        };
        origin.0
    }
}

impl Dependent {
    /// For people.
    fn shown(&self) -> String {
        match self {
            Self::View(name) => format!("the view `{name}`"),
            Self::Column(table, column) => format!("the column `{table}.{column}`"),
            Self::Default(table, column) => format!("the default of `{table}.{column}`"),
            Self::Constraint(table, name) => format!("the constraint `{name}` of `{table}`"),
            Self::Index(_, name) => format!("the index `{name}`"),
            Self::Policy(table, name) => format!("the policy `{name}` of `{table}`"),
            Self::Trigger(table, name) => format!("the trigger `{name}` of `{table}`"),
            Self::Rule(table, name) => format!("the rule `{name}` of `{table}`"),
            Self::Routine((name, types)) => format!("the function `{name}({types})`"),
            Self::Statistics(name) => format!("the statistics `{name}`"),
            Self::Type(name) => format!("the type `{name}`"),
            Self::DomainCheck(name, check) => format!("the check `{check}` of `{name}`"),
            Self::DomainDefault(name) => format!("the default of `{name}`"),
            Self::Attribute(name, attribute) => format!("the attribute `{name}.{attribute}`"),
            Self::EventTrigger(name) => format!("the event trigger `{name}`"),
            Self::Published(name, _) => format!("the publication `{name}`"),
        }
    }
}
