//! Function calls.

use std::fmt::Write as _;

use schema::{Function, Reference, Type};

use super::coerce::{catalog_type, is_text, is_unknown};
use super::expr::{Expr, Kind, name_text, qualified_text};
use super::operator::untype;
use super::overload;
use super::raw;
use super::reader::Reader;
use crate::grammar::symbol as s;
use crate::name::identifiers;
use crate::tree::Node;
use crate::volatility::catalog;

/// Functions under the name of another that is the same.
const SYNONYMS: [(&str, &str); 4] = [
    ("transaction_timestamp", "now"),
    ("date_part", "extract"),
    ("char_length", "length"),
    ("character_length", "length"),
];

/// What stands in the parentheses of a call.
#[derive(Default)]
struct Written {
    arguments: Vec<Expr>,
    /// `DISTINCT`, `VARIADIC` or `*`.
    before: String,
    /// What it is sorted by, each with its direction.
    keys: Vec<(Expr, String)>,
    /// Whether arguments are given by name.
    named: bool,
}

impl Reader<'_> {
    /// `func_expr`: a call with what may follow it, or a call alone.
    pub(super) fn call(&mut self, node: Node<'_>) -> Expr {
        let (application, outer) = if node.is(s::FUNC_APPLICATION) {
            (node, None)
        } else {
            match node.find(s::FUNC_APPLICATION) {
                Some(application) => (application, Some(node)),
                None => return self.unknown_call(node),
            }
        };
        let Some(name_node) = application.child(0) else {
            return self.unknown(node);
        };
        let Written {
            mut arguments,
            before,
            mut keys,
            named,
        } = self.written(application);
        let group = outer.and_then(|outer| outer.find(s::WITHIN_GROUP_CLAUSE));
        let group = group.map(|group| self.order_keys(group));
        let behind = outer.map(|outer| self.behind(outer)).unwrap_or_default();
        let plain = !named && !before.starts_with("VARIADIC");
        let grouped = group.as_ref().map_or(0, Vec::len);
        // What an ordered-set aggregate sorts by counts as its last arguments.
        let sorted = group.iter().flatten().map(|(key, _)| key.clone());
        arguments.extend(sorted);
        let written: Vec<String> = arguments.iter().map(Expr::text).collect();
        let mut expr = self.named(name_node, arguments, plain);
        if let Kind::Call {
            arguments,
            before: b,
            within,
            behind: h,
            ..
        } = &mut expr.kind
        {
            // The server sorts by the argument as it is passed.
            for (key, _) in &mut keys {
                let same = written.iter().position(|text| *text == key.text());
                if let Some(argument) = same.and_then(|at| arguments.get(at)) {
                    *key = argument.clone();
                }
            }
            if !keys.is_empty() {
                *within = format!(" {}", order_text(&keys));
            }
            let mut words = String::new();
            if let Some(mut group) = group {
                let sorted = arguments.split_off(arguments.len().saturating_sub(grouped));
                for ((key, _), value) in group.iter_mut().zip(sorted) {
                    *key = value;
                }
                words = format!(" WITHIN GROUP ({})", order_text(&group));
            }
            *b = before;
            *h = format!("{words}{behind}");
        }
        expr
    }

    /// What stands in the parentheses of a call.
    fn written(&mut self, application: Node<'_>) -> Written {
        let mut written = Written::default();
        for part in application.children().skip(1) {
            match part.symbol() {
                s::FUNC_ARG_LIST => {
                    for argument in part.elements() {
                        written.named |= argument.is(s::FUNC_ARG_EXPR);
                        written.arguments.push(self.argument(argument));
                    }
                }
                s::DISTINCT => written.before.push_str("DISTINCT "),
                s::VARIADIC => written.before.push_str("VARIADIC "),
                s::STAR => written.before.push('*'),
                s::OPT_SORT_CLAUSE | s::SORT_CLAUSE if !part.is_empty() => {
                    written.keys = self.order_keys(part);
                }
                s::ALL | s::COMMA | s::LEFT_PAREN | s::RIGHT_PAREN => {}
                s::FUNC_ARG_EXPR => {
                    written.named = true;
                    written.arguments.push(self.argument(part));
                }
                _ if part.is_empty() || part.is_token() && part.text().len() == 1 => {}
                _ => written.arguments.push(self.argument(part)),
            }
        }
        written
    }

    fn unknown_call(&mut self, node: Node<'_>) -> Expr {
        match node.find(s::FUNC_EXPR_COMMON_SUBEXPR) {
            Some(inner) => self.special(inner),
            None => self.unknown(node),
        }
    }

    /// An argument, perhaps with the parameter's name.
    fn argument(&mut self, node: Node<'_>) -> Expr {
        if !node.is(s::FUNC_ARG_EXPR) {
            return self.read(node);
        }
        match (node.child(0), node.children().last()) {
            (Some(name), Some(value)) => {
                let value = self.read(value).text();
                Expr::raw(format!("{} => {value}", raw::token(name)))
            }
            (_, _) => self.unknown(node),
        }
    }

    /// What follows a call: `WITHIN GROUP`, `FILTER`, `OVER`.
    fn behind(&mut self, outer: Node<'_>) -> String {
        let mut text = String::new();
        for part in outer.children().skip(1).filter(|part| !part.is_empty()) {
            let words = match part.symbol() {
                s::WITHIN_GROUP_CLAUSE => continue,
                s::FILTER_CLAUSE => {
                    let condition = part.children().nth(3);
                    let condition = condition.map(|part| self.read(part).text());
                    format!("FILTER (WHERE {})", condition.unwrap_or_default())
                }
                s::OVER_CLAUSE => {
                    let of = part.child(1);
                    let window = match of {
                        Some(of) if of.is(s::WINDOW_SPECIFICATION) => self.window(of),
                        Some(name) => raw::tokens(name),
                        None => String::new(),
                    };
                    format!("OVER {window}")
                }
                _ => raw::tokens(part),
            };
            text.push(' ');
            text.push_str(&words);
        }
        text
    }

    /// A window in parentheses.
    pub(super) fn window(&mut self, node: Node<'_>) -> String {
        let mut parts = Vec::new();
        for part in node.children().filter(|part| !part.is_empty()) {
            match part.symbol() {
                s::LEFT_PAREN | s::RIGHT_PAREN => {}
                s::OPT_PARTITION_CLAUSE => {
                    let list = part.descend(s::EXPR_LIST);
                    let list = list.map(|list| self.list(list)).unwrap_or_default();
                    let list: Vec<String> = list.iter().map(Expr::text).collect();
                    parts.push(format!("PARTITION BY {}", list.join(", ")));
                }
                s::OPT_SORT_CLAUSE => parts.push(self.order(part)),
                s::OPT_FRAME_CLAUSE => {
                    let frame = raw::tokens(part);
                    // What a frame is where it says nothing.
                    let default = "range between unbounded preceding and current row";
                    let short = "range unbounded preceding";
                    if frame != default && frame != short {
                        parts.push(frame);
                    }
                }
                _ => parts.push(raw::tokens(part)),
            }
        }
        format!("({})", parts.join(" "))
    }

    /// `ORDER BY …`
    pub(super) fn order(&mut self, node: Node<'_>) -> String {
        let keys = self.order_keys(node);
        order_text(&keys)
    }

    /// The keys of `ORDER BY`, each with its direction.
    fn order_keys(&mut self, node: Node<'_>) -> Vec<(Expr, String)> {
        let Some(list) = node.descend(s::SORTBY_LIST) else {
            return Vec::new();
        };
        let keys = list.elements().filter(|key| key.is(s::SORTBY));
        let keys: Vec<Node<'_>> = keys.collect();
        keys.into_iter()
            .filter_map(|key| {
                let value = self.read(key.child(0)?);
                Some((self.as_text(value), direction(key)))
            })
            .collect()
    }

    /// A call by the node of the function's name.
    fn named(&mut self, node: Node<'_>, arguments: Vec<Expr>, plain: bool) -> Expr {
        let mut parts = identifiers(node);
        let name = parts.pop().unwrap_or_default();
        let schema = parts.pop();
        let own = matches!(schema.as_deref(), None | Some("pg_catalog"));
        if own && !catalog().functions(&name).is_empty() {
            if matches!(name.as_str(), "nextval" | "currval" | "setval")
                && let Some(Kind::Constant(text)) = arguments.first().map(|first| &first.kind)
            {
                self.regclass(&text.clone());
            }
            return self.builtin(&name, arguments, plain);
        }
        let Some((found, functions)) = self.names.functions(schema.as_deref(), &name) else {
            let schema = schema.filter(|schema| schema != "pg_catalog");
            let text = qualified_text(schema.as_deref().unwrap_or_default(), &name);
            return self.foreign(text, arguments, None);
        };
        let tokens: Vec<Node<'_>> = node.tokens().filter(|part| !part.is(s::DOT)).collect();
        if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
            let whole = first.start() as usize..last.end() as usize;
            self.mention(Reference::Function(found.clone()), whole, *last);
        }
        let text = qualified_text(&found.schema, &found.name);
        let fitting: Vec<&Function> = functions
            .into_iter()
            .filter(|function| plain && takes(function, arguments.len()))
            .collect();
        let only = (fitting.len() == 1).then(|| fitting[0]);
        self.foreign(text, arguments, only)
    }

    /// A call of a function that is not PostgreSQL's own.
    fn foreign(&mut self, name: String, arguments: Vec<Expr>, function: Option<&Function>) -> Expr {
        let parameters: Option<Vec<&Type>> = function.map(|function| {
            let inputs = function.arguments.iter().filter(|argument| {
                !matches!(
                    argument.mode,
                    schema::ArgumentMode::Out | schema::ArgumentMode::Table
                )
            });
            inputs.map(|argument| &argument.ty).collect()
        });
        let arguments = arguments.into_iter().enumerate().map(|(at, mut argument)| {
            if let Some(ty) = parameters.as_ref().and_then(|all| all.get(at)) {
                self.coerced(argument, ty)
            } else {
                // Most functions take text where they take a string.
                if argument.ty.as_ref().is_some_and(is_text) && !argument.is_constant() {
                    argument = self.coerced(argument, &Type::builtin("text"));
                }
                untype(&mut argument);
                argument
            }
        });
        let arguments = arguments.collect();
        let ty = function.and_then(|function| self.returned(function));
        plain_call(name, arguments, ty)
    }

    /// What a function of the schema returns.
    pub(super) fn returned(&self, function: &Function) -> Option<Type> {
        let text = function.returns.as_deref()?;
        if text.to_ascii_lowercase().starts_with("setof ") || text.contains("TABLE") {
            return None;
        }
        super::read_type(self.names, text)
    }

    /// A call of one of PostgreSQL's own functions that SQL has words for.
    pub(super) fn function(&mut self, name: &str, arguments: Vec<Expr>) -> Expr {
        self.builtin(name, arguments, true)
    }

    fn builtin(&mut self, name: &str, mut arguments: Vec<Expr>, plain: bool) -> Expr {
        let types: Vec<Option<&Type>> = arguments.iter().map(|one| one.ty.as_ref()).collect();
        let chosen = plain
            .then(|| overload::function(self.names, name, &types))
            .flatten();
        let ty = if let Some(chosen) = chosen {
            let pairs = arguments.iter_mut().zip(&chosen.parameters);
            for (argument, parameter) in pairs {
                *argument = self.coerced(argument.clone(), parameter);
            }
            chosen.returns
        } else {
            for argument in &mut arguments {
                self.default_type(name, argument);
            }
            only_result(name, arguments.len())
        };
        if name == "extract" || name == "date_part" {
            lower_field(&mut arguments);
        }
        // A constant that no parameter gives a type.
        for argument in &mut arguments {
            if argument.is_untyped()
                && let Kind::Constant(text) = &argument.kind
            {
                *argument = Expr::constant(text.clone(), "text");
            }
        }
        let ty = ty.or_else(|| set_result(name, &arguments));
        let synonym = SYNONYMS.iter().find(|(known, _)| *known == name);
        let name = synonym.map_or(name, |(_, same)| same);
        plain_call(name_text(name), arguments, ty)
    }

    /// Where it is not known which function is meant: strings are taken for text if every function
    /// of the name takes text there.
    fn default_type(&self, name: &str, argument: &mut Expr) {
        let texts = catalog()
            .functions(name)
            .iter()
            .all(|routine| routine.arguments.contains(&"text"));
        if texts && argument.ty.as_ref().is_some_and(is_text) {
            *argument = self.coerced(argument.clone(), &Type::builtin("text"));
        }
    }
}

fn order_text(keys: &[(Expr, String)]) -> String {
    let keys = keys.iter().map(|(key, how)| format!("{}{how}", key.text()));
    format!("ORDER BY {}", keys.collect::<Vec<_>>().join(", "))
}

/// ` DESC NULLS LAST`, without what is so anyway.
pub(super) fn direction(key: Node<'_>) -> String {
    let words: Vec<Node<'_>> = key.children().skip(1).collect();
    let has = |symbol| {
        words
            .iter()
            .any(|part| !part.is_empty() && part.tokens().any(|token| token.is(symbol)))
    };
    let descending = has(s::DESC);
    let mut text = String::new();
    if descending {
        text.push_str(" DESC");
    }
    if has(s::USING) {
        let all: Vec<String> = words.iter().map(|part| raw::tokens(*part)).collect();
        let _ = write!(text, " {}", all.join(" ").trim());
    }
    if has(s::FIRST_P) && !descending {
        text.push_str(" NULLS FIRST");
    }
    if has(s::LAST_P) && descending {
        text.push_str(" NULLS LAST");
    }
    text
}

fn plain_call(name: String, arguments: Vec<Expr>, ty: Option<Type>) -> Expr {
    Expr::new(
        Kind::Call {
            name,
            arguments,
            before: String::new(),
            within: String::new(),
            behind: String::new(),
        },
        ty,
    )
}

/// The type that all of PostgreSQL's functions of a name return.
fn only_result(name: &str, count: usize) -> Option<Type> {
    let mut results = catalog()
        .functions(name)
        .iter()
        .filter(|routine| routine.variadic || routine.arguments.len() >= count)
        .map(|routine| routine.returns);
    let first = results.next()?;
    let concrete = !first.starts_with("any") && first != "setof" && first != "record";
    (concrete && results.all(|other| other == first)).then(|| catalog_type(first))
}

/// What a function that returns a set gives in each row.
fn set_result(name: &str, arguments: &[Expr]) -> Option<Type> {
    let first = arguments.first()?.ty.clone();
    match name {
        "unnest" => first
            .filter(|ty| ty.array)
            .map(|ty| Type { array: false, ..ty }),
        "generate_series" => first,
        "jsonb_array_elements" => Some(Type::builtin("jsonb")),
        "json_array_elements" => Some(Type::builtin("json")),
        "generate_subscripts" => Some(Type::builtin("int4")),
        "regexp_split_to_table"
        | "string_to_table"
        | "jsonb_object_keys"
        | "json_object_keys"
        | "jsonb_array_elements_text"
        | "json_array_elements_text" => Some(Type::builtin("text")),
        _ => None,
    }
}

fn takes(function: &Function, count: usize) -> bool {
    let inputs = function.arguments.iter().filter(|argument| {
        !matches!(
            argument.mode,
            schema::ArgumentMode::Out | schema::ArgumentMode::Table
        )
    });
    let (mut most, mut least) = (0, 0);
    for argument in inputs {
        if argument.mode == schema::ArgumentMode::Variadic {
            return false;
        }
        most += 1;
        least += usize::from(argument.default.is_none());
    }
    (least..=most).contains(&count)
}

/// The field of `EXTRACT` in lower case.
fn lower_field(arguments: &mut [Expr]) {
    if let Some(Expr {
        kind: Kind::Constant(field),
        ty,
    }) = arguments.first_mut()
    {
        *field = field.to_ascii_lowercase();
        if ty.as_ref().is_some_and(is_unknown) {
            *ty = Some(Type::builtin("text"));
        }
    }
}
