//! Functions, procedures and aggregates that exist: named, altered, renamed, dropped.

use diag::{Diagnostic, Span};
use schema::{Function, FunctionKind, QualifiedName, Reference};

use super::alter::is_cascade;
use super::function::{signature, without_defaults};
use super::{Class, Fold};
use crate::codes::UNKNOWN_OBJECT;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

/// The key of a routine: its name and the types of its arguments.
pub(super) type RoutineKey = (QualifiedName, String);

impl Fold {
    pub(super) fn has_function(&self, name: &QualifiedName) -> bool {
        let from = (name.clone(), String::new());
        let next = self.schema.functions.range(from..).next();
        next.is_some_and(|((known, _), _)| known == name)
    }

    /// The routine that `function_with_argtypes` or `aggregate_with_argtypes` names. Where there is
    /// none, that is said, unless it may be missing.
    pub(super) fn need_routine(&mut self, node: Node<'_>, missing_ok: bool) -> Option<RoutineKey> {
        let name = Name::read(node.find(s::FUNC_NAME).unwrap_or(node));
        let list = node.find(s::FUNC_ARGS).or(node.find(s::AGGR_ARGS));
        let given = list.map(|list| signature(&self.arguments(list)));
        let found = self.found(&name, |name| match &given {
            Some(given) => {
                let key = (name.clone(), given.clone());
                self.schema.functions.contains_key(&key)
            }
            None => self.has_function(name),
        });
        if let Some(full) = found {
            let only = || {
                let mut keys = self.schema.functions.keys();
                keys.find(|(known, _)| *known == full)
                    .map(|(_, types)| types.clone())
            };
            let types = given.or_else(only).unwrap_or_default();
            return Some((full, types));
        }
        // A type may be spelled in a way that is not known: then nothing is said.
        let other = self.found(&name, |name| self.has_function(name));
        if other.is_none() && !missing_ok {
            self.unknown_function(&name);
        }
        None
    }

    pub(super) fn drop_functions(&mut self, node: Node<'_>) {
        let missing_ok = node.has(s::IF_P);
        let list = node.children().find(|part| {
            part.is(s::FUNCTION_WITH_ARGTYPES_LIST) || part.is(s::AGGREGATE_WITH_ARGTYPES_LIST)
        });
        let functions: Vec<Node<'_>> = list.into_iter().flat_map(Node::elements).collect();
        let keys: Vec<(RoutineKey, Span)> = functions
            .into_iter()
            .filter_map(|function| {
                Some((
                    self.need_routine(function, missing_ok)?,
                    function.find(s::FUNC_NAME).unwrap_or(function).span(),
                ))
            })
            .collect();
        let cascade = is_cascade(node);
        for (key, span) in &keys {
            self.remove_function(key, *span, cascade);
        }
        for (key, span) in &keys {
            if !cascade && !self.has_function(&key.0) {
                self.refuse("function", &Reference::Function(key.0.clone()), *span);
            }
        }
    }

    pub(super) fn remove_function(&mut self, key: &RoutineKey, span: Span, cascade: bool) {
        self.schema.functions.remove(key);
        if self.has_function(&key.0) {
            return;
        }
        self.mark_dropped(Class::Function, &key.0, "", span);
        if cascade {
            self.release(&Reference::Function(key.0.clone()), span);
        }
    }

    pub(super) fn unknown_function(&mut self, name: &Name) {
        if self.may_exist(name) || self.extended || !self.schema.extensions.is_empty() {
            return;
        }
        let full = self.created(name);
        let key = (Class::Function, full.clone(), String::new());
        if let Some(place) = self.dropped.get(&key).copied() {
            self.used_after_drop("function", &full.to_string(), name.span, place);
            return;
        }
        let known: Vec<String> = self
            .schema
            .functions
            .keys()
            .map(|(known, _)| known.name.clone())
            .collect();
        let finding =
            Diagnostic::error(&UNKNOWN_OBJECT, format!("function `{full}` does not exist"))
                .at(name.span, "no earlier statement creates it");
        self.findings
            .push(super::lookup::with_suggestion(finding, &name.name, &known));
    }

    /// `ALTER FUNCTION … STABLE`, `… SET search_path`
    pub(super) fn alter_function(&mut self, node: Node<'_>) {
        let key = node
            .find(s::FUNCTION_WITH_ARGTYPES)
            .and_then(|routine| self.need_routine(routine, false));
        let Some((key, mut function)) = key.and_then(|key| {
            let function = self.schema.functions.get(&key)?.clone();
            Some((key, function))
        }) else {
            return;
        };
        let options = node.find(s::ALTERFUNC_OPT_LIST);
        for option in options.into_iter().flat_map(Node::descendants) {
            self.routine_option(&mut function, option);
        }
        without_defaults(&mut function);
        self.schema.functions.insert(key, function);
    }

    /// `ALTER FUNCTION … RENAME TO` and `SET SCHEMA`; whether the statement is of a routine.
    pub(super) fn move_function(&mut self, node: Node<'_>, to_schema: bool) -> bool {
        let routine = node
            .children()
            .find(|part| part.is(s::FUNCTION_WITH_ARGTYPES) || part.is(s::AGGREGATE_WITH_ARGTYPES));
        let Some(routine) = routine else {
            return false;
        };
        let to = node.children().last();
        let (Some(old), Some(to)) = (self.need_routine(routine, false), to) else {
            return true;
        };
        let word = identifier(to);
        let name = if to_schema {
            QualifiedName::new(word, &old.0.name)
        } else {
            QualifiedName::new(&old.0.schema, word)
        };
        let new = (name, old.1.clone());
        let taken = self.schema.functions.get(&new).map(|known| known.origin);
        if let Some(first) = taken.filter(|_| new != old) {
            let shown = format!("{}({})", new.0, new.1);
            self.duplicate("function", &shown, to.span(), first);
            return true;
        }
        self.rename_function(&old, &new, Some(routine.span()));
        true
    }

    /// A routine under another name: what calls it follows.
    pub(super) fn rename_function(
        &mut self,
        old: &RoutineKey,
        new: &RoutineKey,
        span: Option<Span>,
    ) {
        let overloaded = self
            .schema
            .functions
            .keys()
            .any(|key| key.0 == old.0 && key.1 != old.1);
        if !overloaded {
            self.rename_reference(
                &Reference::Function(old.0.clone()),
                &Reference::Function(new.0.clone()),
            );
        }
        let Some(function) = self.schema.functions.remove(old) else {
            return;
        };
        let is_trigger = is_trigger_function(&function);
        self.dropped
            .remove(&(Class::Function, new.0.clone(), String::new()));
        self.schema.functions.insert(new.clone(), function);
        if let Some(span) = span.filter(|_| !overloaded) {
            self.mark_renamed(Class::Function, &old.0, "", span);
        }
        if !is_trigger {
            return;
        }
        let of_tables = self.schema.tables.values_mut();
        let of_tables = of_tables.flat_map(|table| &mut table.triggers);
        let of_views = self.schema.views.values_mut();
        let of_views = of_views.flat_map(|view| &mut view.triggers);
        for trigger in of_tables.chain(of_views) {
            if trigger.function == old.0 {
                trigger.function = new.0.clone();
            }
        }
        for trigger in self.schema.event_triggers.values_mut() {
            if trigger.function == old.0 {
                trigger.function = new.0.clone();
            }
        }
    }
}

/// Only a function without arguments is called by triggers.
fn is_trigger_function(function: &Function) -> bool {
    function.kind == FunctionKind::Function && function.arguments.is_empty()
}
