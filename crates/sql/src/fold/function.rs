//! `CREATE FUNCTION` and `CREATE PROCEDURE`.

use schema::{Argument, ArgumentMode, Function, FunctionKind, QualifiedName, Type};

use super::column::expression;
use super::quote::quoted;
use super::setting::{Setting, read_setting};
use super::{Class, Fold};
use crate::grammar::symbol as s;
use crate::name::{Name, identifier, identifiers, string, word_or_string};
use crate::tree::Node;
use crate::types::read;

impl Fold {
    pub(super) fn create_function(&mut self, node: Node<'_>) {
        let Some(name) = node.find(s::FUNC_NAME).map(Name::read) else {
            return;
        };
        let mut function = Function {
            kind: if node.has(s::PROCEDURE) {
                FunctionKind::Procedure
            } else {
                FunctionKind::Function
            },
            arguments: self.arguments(node),
            language: "sql".to_owned(),
            volatility: 'v',
            parallel: 'u',
            origin: name.span.into(),
            ..Function::default()
        };
        let columns: Vec<Node<'_>> = node
            .find(s::TABLE_FUNC_COLUMN_LIST)
            .into_iter()
            .flat_map(Node::elements)
            .collect();
        for column in columns {
            let mut argument = self.argument(column);
            argument.mode = ArgumentMode::Table;
            function.arguments.push(argument);
        }
        function.returns = self.returns(node, &function.arguments);
        let options = node
            .find(s::OPT_CREATEFUNC_OPT_LIST)
            .or(node.find(s::CREATEFUNC_OPT_LIST));
        for option in options.into_iter().flat_map(Node::descendants) {
            self.routine_option(&mut function, option);
        }
        if let Some(body) = node.find(s::OPT_ROUTINE_BODY) {
            body.text().clone_into(&mut function.body);
            function.sql_body = true;
        }
        without_defaults(&mut function);
        let full = self.created(&name);
        self.put_function(full, function, &name, node.has(s::OPT_OR_REPLACE));
    }

    /// Adds a routine; one that is replaced keeps its comment and privileges.
    pub(super) fn put_function(
        &mut self,
        full: QualifiedName,
        mut function: Function,
        name: &Name,
        replaces: bool,
    ) {
        let key = (full, signature(&function.arguments));
        match self.schema.functions.get_mut(&key) {
            Some(known) if replaces => {
                function.comment = known.comment.take();
                function.privileges = std::mem::take(&mut known.privileges);
            }
            Some(known) => {
                let first = known.origin;
                let shown = format!("{}({})", key.0, key.1);
                self.duplicate("function", &shown, name.span, first);
                return;
            }
            None => {
                function.privileges = self.default_privileges("FUNCTIONS", &key.0.schema);
            }
        }
        let gone = (Class::Function, key.0.clone(), String::new());
        self.dropped.remove(&gone);
        self.resolve_function(&mut function);
        self.schema.functions.insert(key, function);
    }

    /// The arguments between the parentheses of a definition or a signature.
    pub(super) fn arguments(&mut self, node: Node<'_>) -> Vec<Argument> {
        let mut found = Vec::new();
        let parts = node.descendants().take_while(|part| {
            // Behind the arguments stands what has arguments of its own.
            !matches!(
                part.symbol(),
                s::RETURNS | s::CREATEFUNC_OPT_LIST | s::DEFINITION
            )
        });
        let parts: Vec<Node<'_>> = parts.collect();
        let mut default = None;
        for part in parts {
            if part.is(s::FUNC_ARG_WITH_DEFAULT) {
                // The argument itself comes next.
                default = part.child(2).map(expression);
            } else if part.is(s::FUNC_ARG) {
                let mut argument = self.argument(part);
                argument.default = default.take();
                found.push(argument);
            }
        }
        found
    }

    fn argument(&mut self, node: Node<'_>) -> Argument {
        let words: Vec<u16> = node
            .find(s::ARG_CLASS)
            .into_iter()
            .flat_map(Node::tokens)
            .map(Node::symbol)
            .collect();
        let mode = match words.as_slice() {
            [s::OUT_P] => ArgumentMode::Out,
            [s::INOUT, ..] | [s::IN_P, s::OUT_P] => ArgumentMode::InOut,
            [s::VARIADIC, ..] => ArgumentMode::Variadic,
            _ => ArgumentMode::In,
        };
        let name = node.children().find(|part| part.is_token()).map(identifier);
        let ty = node.children().last();
        Argument {
            mode,
            name,
            ty: ty.map_or_else(|| Type::builtin(""), |ty| self.routine_type(ty)),
            default: None,
        }
    }

    /// A type of a routine: without modifiers, which the server forgets there.
    pub(super) fn routine_type(&mut self, node: Node<'_>) -> Type {
        if node.tokens().any(|token| token.text() == "%")
            && let Some(ty) = self.type_of_column(node)
        {
            return ty;
        }
        let mut ty = self.resolve_type(&read(node));
        ty.modifiers.clear();
        if ty.schema.is_none() {
            if ty.name.starts_with("interval ") {
                ty.name.truncate("interval".len());
            } else if let Some(at) = ty.name.find('(') {
                ty.name.truncate(at);
            }
        }
        ty
    }

    /// `table.column%TYPE`
    fn type_of_column(&mut self, node: Node<'_>) -> Option<Type> {
        let mut parts = identifiers(node);
        parts.retain(|part| part != "%");
        // The last word is TYPE.
        parts.pop();
        let column = parts.pop()?;
        let name = Name {
            name: parts.pop()?,
            schema: parts.pop(),
            span: node.span(),
        };
        let table = self.need_table(&name, false)?;
        let column = self.schema.tables.get(&table)?.column(&column)?;
        let mut ty = column.ty.clone();
        ty.modifiers.clear();
        Some(ty)
    }

    /// What is returned, as `pg_get_function_result` prints it.
    fn returns(&mut self, node: Node<'_>, arguments: &[Argument]) -> Option<String> {
        if node.has(s::PROCEDURE) {
            return None;
        }
        if let Some(written) = node.find(s::FUNC_RETURN) {
            let ty = written.children().last().unwrap_or(written);
            let set = written.tokens().any(|token| token.is(s::SETOF));
            let ty = self.routine_type(ty);
            return Some(if set {
                format!("SETOF {ty}")
            } else {
                ty.to_string()
            });
        }
        if node.has(s::TABLE) {
            let columns = arguments.iter();
            let columns = columns.filter(|argument| argument.mode == ArgumentMode::Table);
            let columns: Vec<String> = columns
                .map(|column| {
                    let name = column.name.as_deref().unwrap_or_default();
                    format!("{} {}", quoted(name), column.ty)
                })
                .collect();
            return Some(format!("TABLE({})", columns.join(", ")));
        }
        let mut results = arguments
            .iter()
            .filter(|argument| matches!(argument.mode, ArgumentMode::Out | ArgumentMode::InOut));
        match (results.next(), results.next()) {
            (Some(one), None) => Some(one.ty.to_string()),
            (Some(_), Some(_)) => Some("record".to_owned()),
            (None, _) => Some("void".to_owned()),
        }
    }

    /// An option of `CREATE FUNCTION` or `ALTER FUNCTION`; anything else is passed over.
    pub(super) fn routine_option(&mut self, function: &mut Function, option: Node<'_>) {
        if !option.is(s::CREATEFUNC_OPT_ITEM) && !option.is(s::COMMON_FUNC_OPT_ITEM) {
            return;
        }
        let tokens: Vec<Node<'_>> = option.tokens().collect();
        let words: Vec<u16> = tokens.iter().map(|token| token.symbol()).collect();
        let last = tokens.last().copied();
        match words.as_slice() {
            [s::SET | s::RESET, ..] if option.is(s::COMMON_FUNC_OPT_ITEM) => {
                self.configure(function, option);
            }
            [s::LANGUAGE, ..] => {
                function.language = last.map(word_or_string).unwrap_or_default().to_lowercase();
            }
            [s::AS, ..] => {
                let texts: Vec<String> = tokens
                    .iter()
                    .filter(|token| token.is(s::SCONST))
                    .map(|token| string(*token))
                    .collect();
                // Of a function of C the second text is its symbol, as in `pg_proc.prosrc`.
                function.body = texts.last().cloned().unwrap_or_default();
            }
            [s::WINDOW] => function.kind = FunctionKind::Window,
            [s::TRANSFORM, ..] => {
                self.note_opaque(option, "TRANSFORM of a function is not followed");
            }
            [s::SUPPORT, ..] => self.note_opaque(option, "SUPPORT of a function is not followed"),
            [s::CALLED, ..] => function.strict = false,
            [s::RETURNS, ..] | [s::STRICT_P] => function.strict = true,
            [s::IMMUTABLE] => function.volatility = 'i',
            [s::STABLE] => function.volatility = 's',
            [s::VOLATILE] => function.volatility = 'v',
            [s::LEAKPROOF] => function.leakproof = true,
            [s::NOT, s::LEAKPROOF] => function.leakproof = false,
            [.., s::SECURITY, s::DEFINER] => function.security_definer = true,
            [.., s::SECURITY, s::INVOKER] => function.security_definer = false,
            [s::COST, ..] => function.cost = Some(number(&tokens)),
            [s::ROWS, ..] => function.rows = Some(number(&tokens)),
            [s::PARALLEL, ..] => {
                let word = last.map(identifier).unwrap_or_default();
                function.parallel = word.chars().next().unwrap_or('u');
            }
            _ => {}
        }
    }

    fn configure(&mut self, function: &mut Function, option: Node<'_>) {
        match read_setting(option) {
            Setting::Set(name, value) => {
                function.configuration.retain(|known| !is_of(known, &name));
                function.configuration.push(format!("{name}={value}"));
            }
            Setting::Current(name) => {
                if name == "search_path" {
                    let path: Vec<_> = self.path.iter().map(|schema| quoted(schema)).collect();
                    let value = format!("{name}={}", path.join(", "));
                    function.configuration.retain(|known| !is_of(known, &name));
                    function.configuration.push(value);
                } else {
                    self.note_opaque(option, "SET … FROM CURRENT takes a value of the session");
                }
            }
            Setting::Reset(name) => function.configuration.retain(|known| !is_of(known, &name)),
            Setting::ResetAll => function.configuration.clear(),
            Setting::Unknown => self.note_opaque(option, "a setting of a function is not followed"),
        }
    }
}

fn is_of(item: &str, name: &str) -> bool {
    item.split('=')
        .next()
        .is_some_and(|known| known.eq_ignore_ascii_case(name))
}

/// Takes options away that say what holds without them.
pub(super) fn without_defaults(function: &mut Function) {
    let cost = match function.language.as_str() {
        "c" | "internal" => "1",
        _ => "100",
    };
    function.cost.take_if(|written| written == cost);
    let returns = function.returns.as_deref().unwrap_or_default();
    let many = returns.starts_with("SETOF ") || returns.starts_with("TABLE(");
    let rows = if many { "1000" } else { "0" };
    function.rows.take_if(|written| written == rows);
}

/// A number as the server prints a `real`.
fn number(tokens: &[Node<'_>]) -> String {
    let text: String = tokens.iter().skip(1).map(|token| token.text()).collect();
    let text = text.replace('_', "");
    text.parse::<f32>().map_or(text, |value| value.to_string())
}

/// The types of the arguments that are passed in, as `oidvectortypes` prints them.
pub(super) fn signature(arguments: &[Argument]) -> String {
    let input = arguments
        .iter()
        .filter(|argument| !matches!(argument.mode, ArgumentMode::Out | ArgumentMode::Table));
    let types: Vec<String> = input.map(|argument| argument.ty.to_string()).collect();
    types.join(", ")
}
