//! `CREATE AGGREGATE`.

use schema::{Argument, ArgumentMode, Function, FunctionKind, Type};

use super::Fold;
use super::quote::qualified;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier, string};
use crate::tree::Node;

/// The options in the order of `pg_dump`.
const OPTIONS: &[&str] = &[
    "SFUNC",
    "STYPE",
    "SSPACE",
    "FINALFUNC",
    "FINALFUNC_EXTRA",
    "FINALFUNC_MODIFY",
    "COMBINEFUNC",
    "SERIALFUNC",
    "DESERIALFUNC",
    "INITCOND",
    "MSFUNC",
    "MINVFUNC",
    "MSTYPE",
    "MSSPACE",
    "MFINALFUNC",
    "MFINALFUNC_EXTRA",
    "MFINALFUNC_MODIFY",
    "MINITCOND",
    "SORTOP",
    "HYPOTHETICAL",
];

impl Fold {
    pub(super) fn create_aggregate(&mut self, node: Node<'_>) {
        let Some(name) = node.find(s::FUNC_NAME).map(Name::read) else {
            return;
        };
        let arguments = node.find(s::AGGR_ARGS);
        if arguments.is_some_and(|arguments| arguments.has(s::ORDER)) {
            self.note_opaque(
                node,
                "which arguments of an aggregate are ordered is not followed",
            );
        }
        let mut function = Function {
            kind: FunctionKind::Aggregate,
            arguments: arguments
                .map(|arguments| self.arguments(arguments))
                .unwrap_or_default(),
            language: "internal".to_owned(),
            volatility: 'i',
            parallel: 'u',
            origin: name.span.into(),
            ..Function::default()
        };
        let mut options = Vec::new();
        let mut state = None;
        let mut result = None;
        let elements = node
            .descendants()
            .filter(|part| part.is(s::DEF_ELEM) || part.is(s::OLD_AGGR_ELEM));
        let elements: Vec<Node<'_>> = elements.collect();
        for element in elements {
            let label = element
                .child(0)
                .map(identifier)
                .unwrap_or_default()
                .to_uppercase();
            // The old form numbers some.
            let label = label.trim_end_matches('1');
            let value = element.child(2);
            match (label, value) {
                ("BASETYPE", Some(value)) => {
                    function.arguments = self.base_type(value).into_iter().collect();
                }
                ("PARALLEL", Some(value)) => {
                    let word = value.first_token().map(identifier).unwrap_or_default();
                    function.parallel = word.chars().next().unwrap_or('u');
                }
                ("STYPE" | "MSTYPE", Some(value)) => {
                    let ty = self.routine_type(value);
                    if label == "STYPE" {
                        state = Some(ty.clone());
                    }
                    options.push((label.to_owned(), ty.to_string()));
                }
                ("FINALFUNC", Some(value)) => {
                    let shown = self.support_function(value);
                    result = Some(self.result_of(value));
                    options.push((label.to_owned(), shown));
                }
                (_, Some(value)) => {
                    let shown = self.aggregate_option(label, value);
                    options.push((label.to_owned(), shown));
                }
                (_, None) => options.push((label.to_owned(), String::new())),
            }
        }
        function.returns = result.unwrap_or_else(|| state.map(|ty: Type| ty.to_string()));
        function.body = print(options);
        let full = self.created(&name);
        self.put_function(full, function, &name, node.has(s::OPT_OR_REPLACE));
    }

    /// The one argument of the old form; none for `*`.
    fn base_type(&mut self, value: Node<'_>) -> Option<Argument> {
        let any = |token: Node<'_>| {
            token
                .text()
                .trim_matches(['"', '\''])
                .eq_ignore_ascii_case("any")
        };
        let any = value.tokens().any(any);
        let ty = self.routine_type(value);
        (!any).then_some(Argument {
            mode: ArgumentMode::In,
            name: None,
            ty,
            default: None,
        })
    }

    fn aggregate_option(&mut self, label: &str, value: Node<'_>) -> String {
        if label.ends_with("FUNC") {
            return self.support_function(value);
        }
        match value.first_token() {
            Some(text) if text.is(s::SCONST) => schema::quote_literal(&string(text)),
            Some(_) if label.ends_with("_MODIFY") => value.text().to_uppercase(),
            Some(_) | None => value.text().to_owned(),
        }
    }

    /// A function that an option names.
    fn support_function(&self, value: Node<'_>) -> String {
        let name = Name::read(value);
        match self.found(&name, |name| self.has_function(name)) {
            Some(full) => qualified(&full),
            None if name.schema.as_deref() == Some("pg_catalog") => name.name,
            None => value.text().to_owned(),
        }
    }

    /// What the final function returns, where it is known.
    fn result_of(&self, value: Node<'_>) -> Option<String> {
        let name = Name::read(value);
        let found = self.found(&name, |name| self.has_function(name));
        if let Some(full) = found {
            let mut functions = self.schema.functions.iter();
            let (_, function) = functions.find(|((known, _), _)| *known == full)?;
            return function.returns.clone();
        }
        let known = crate::volatility::catalog().functions(&name.name);
        let ty = known.first()?.returns;
        Some(Type::builtin(ty).to_string())
    }
}

fn print(options: Vec<(String, String)>) -> String {
    let place = |label: &str| OPTIONS.iter().position(|known| *known == label);
    let mut options = options;
    options.sort_by_key(|(label, _)| place(label));
    let options = options.into_iter().map(|(label, value)| {
        if value.is_empty() {
            label
        } else {
            format!("{label} = {value}")
        }
    });
    options.collect::<Vec<_>>().join(", ")
}
