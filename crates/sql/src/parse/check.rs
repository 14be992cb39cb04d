//! What PostgreSQL's grammar checks in code and not in rules: the actions of `gram.y` that report
//! syntax errors.

use crate::grammar::{Symbol, symbol as s};
use crate::name::identifier;
use crate::tree::Node;

/// A statement that the grammar takes and the server refuses all the same.
#[derive(Debug)]
pub(super) struct Fault {
    /// Where the server points.
    pub(super) start: u32,
    pub(super) end: u32,
    /// The start of the token that was read last.
    pub(super) last: u32,
    pub(super) message: String,
    pub(super) help: Option<&'static str>,
}

/// A message with its place.
type Found<'a> = Option<(Node<'a>, &'static str)>;

/// Checks a node that a rule has just made; `last` is the start of the token read last.
pub(super) fn reduced(node: Node<'_>, left: Symbol, last: u32) -> Option<Fault> {
    if let s::FUNC_NAME | s::QUALIFIED_NAME | s::COLUMNREF | s::INSERT_COLUMN_ITEM | s::SET_TARGET =
        left
    {
        return dotted(node, left, last);
    }
    let (at, message) = match left {
        s::CREATE_OPT_ROLE_ELEM | s::ALTER_OPT_ROLE_ELEM => role_option(node),
        s::COL_CONSTRAINT_ELEM => generated(node),
        s::CONSTRAINT_ATTRIBUTE_SPEC => attributes(node),
        s::CONSTRAINT_ELEM => constraint(node),
        s::ROW_SECURITY_DEFAULT_PERMISSIVE => permissive(node),
        s::TRIGGER_EVENTS => return events(node, last),
        s::COPY_STMT => copy(node),
        s::OPER_ARGTYPES => operator_arguments(node),
        s::SELECT_LIMIT | s::LIMIT_CLAUSE => limit(node),
        s::A_EXPR => overlaps(node),
        s::FUNC_EXPR => within_group(node),
        s::GENERIC_TYPE | s::AEXPR_CONST => modifiers(node),
        s::PARTITION_BOUND_SPEC => hash_bound(node),
        s::COL_QUAL_LIST => collations(node),
        s::SELECT_NO_PARENS if node.is(left) => doubled_clauses(node),
        s::CREATE_PUBLICATION_STMT => publication(node),
        s::CREATE_FUNCTION_STMT => table_function(node),
        _ => None,
    }?;
    Some(fault(at, message, last))
}

fn fault(at: Node<'_>, message: &str, last: u32) -> Fault {
    Fault {
        start: at.start(),
        end: at.end(),
        last,
        message: message.to_owned(),
        help: help(message),
    }
}

fn help(message: &str) -> Option<&'static str> {
    match message {
        "`LIMIT x, y` is not PostgreSQL's syntax" => Some("write `LIMIT y OFFSET x`"),
        "a generated column is `GENERATED ALWAYS`" => {
            Some("write `GENERATED ALWAYS AS (…) STORED`")
        }
        "an operator needs both argument types" => {
            Some("write `NONE` for the missing one of a prefix operator")
        }
        _ => None,
    }
}

/// Names that contain what the rules of dotted names allow and names do not.
fn dotted(node: Node<'_>, left: Symbol, last: u32) -> Option<Fault> {
    let indirection = node
        .find(s::INDIRECTION)
        .or(node.find(s::OPT_INDIRECTION))?;
    let parts: Vec<Node<'_>> = indirection.children().collect();
    let is = |part: &Node<'_>, symbol| part.has(symbol);
    let at_last = |message: &str| Fault {
        start: last,
        end: last,
        last,
        message: message.to_owned(),
        help: None,
    };
    if matches!(left, s::FUNC_NAME | s::QUALIFIED_NAME) {
        if parts
            .iter()
            .any(|part| is(part, s::STAR) || is(part, s::LEFT_BRACKET))
        {
            return Some(at_last("a name contains `*` or an index in brackets"));
        }
        let long = left == s::QUALIFIED_NAME && parts.len() > 2;
        return long.then(|| fault(node, "a name has more than three parts", last));
    }
    let star = parts.iter().position(|part| is(part, s::STAR));
    star.filter(|at| at + 1 < parts.len())
        .map(|_| at_last("`*` stands within a name"))
}

fn role_option(node: Node<'_>) -> Found<'_> {
    const OPTIONS: [&str; 12] = [
        "superuser",
        "nosuperuser",
        "createrole",
        "nocreaterole",
        "replication",
        "noreplication",
        "createdb",
        "nocreatedb",
        "login",
        "nologin",
        "bypassrls",
        "nobypassrls",
    ];
    let only = node.child(0).filter(|first| first.is(s::IDENT))?;
    let name = identifier(only);
    let known = OPTIONS.contains(&name.as_str()) || name == "noinherit";
    (!known).then_some((only, "this is no option of a role"))
}

fn generated(node: Node<'_>) -> Found<'_> {
    let by_default = node
        .find(s::GENERATED_WHEN)
        .filter(|when| when.has(s::DEFAULT))?;
    let stored = node.has(s::LEFT_PAREN) && !node.has(s::IDENTITY_P);
    stored.then_some((by_default, "a generated column is `GENERATED ALWAYS`"))
}

fn attributes(node: Node<'_>) -> Found<'_> {
    let element = node.children().last()?;
    let has = |words: &[Symbol]| {
        node.children().any(|part| {
            let symbols: Vec<Symbol> = part.tokens().map(Node::symbol).collect();
            symbols == words
        })
    };
    let never = has(&[s::NOT, s::DEFERRABLE]);
    let deferred = has(&[s::INITIALLY, s::DEFERRED]);
    if never && deferred {
        return Some((
            element,
            "a constraint that is `INITIALLY DEFERRED` must be `DEFERRABLE`",
        ));
    }
    let conflict = (never && has(&[s::DEFERRABLE]))
        || (deferred && has(&[s::INITIALLY, s::IMMEDIATE]))
        || (has(&[s::NOT, s::ENFORCED]) && has(&[s::ENFORCED]));
    conflict.then_some((
        element,
        "these properties of a constraint contradict one another",
    ))
}

/// Properties that a kind of constraint cannot have (`processCASbits`).
fn constraint(node: Node<'_>) -> Found<'_> {
    let spec = node.find(s::CONSTRAINT_ATTRIBUTE_SPEC)?;
    let kind = node.child(0)?.symbol();
    let has = |symbol| spec.tokens().any(|token| token.is(symbol));
    let deferral = has(s::DEFERRABLE) || has(s::DEFERRED);
    let negated = spec.tokens().any(|token| token.is(s::NOT));
    match kind {
        s::CHECK if deferral && !negated => {
            Some((spec, "a check constraint cannot be `DEFERRABLE`"))
        }
        s::PRIMARY | s::UNIQUE | s::EXCLUDE if has(s::VALID) => {
            Some((spec, "only foreign keys and checks can be `NOT VALID`"))
        }
        s::PRIMARY | s::UNIQUE | s::EXCLUDE | s::FOREIGN if has(s::INHERIT) => {
            Some((spec, "only checks can be `NO INHERIT`"))
        }
        _ => None,
    }
}

fn permissive(node: Node<'_>) -> Found<'_> {
    let word = node.child(1)?;
    let known = matches!(identifier(word).as_str(), "permissive" | "restrictive");
    (!known).then_some((word, "a policy is `PERMISSIVE` or `RESTRICTIVE`"))
}

fn events(node: Node<'_>, last: u32) -> Option<Fault> {
    let mut seen: Vec<Symbol> = Vec::new();
    for event in node.children().filter(|part| !part.is(s::OR)) {
        let kind = event.first_token()?.symbol();
        if seen.contains(&kind) {
            let at = fault(event, "the same event of a trigger is named twice", last);
            return Some(Fault {
                start: last,
                end: last,
                ..at
            });
        }
        seen.push(kind);
    }
    None
}

fn copy(node: Node<'_>) -> Found<'_> {
    let program = node.has(s::OPT_PROGRAM);
    let file = node.find(s::COPY_FILE_NAME);
    let standard = file.filter(|file| {
        file.children()
            .any(|part| part.is(s::STDIN) || part.is(s::STDOUT))
    });
    if let (true, Some(file)) = (program, standard) {
        return Some((file, "`PROGRAM` needs a command"));
    }
    let to = node
        .find(s::COPY_FROM)
        .is_some_and(|direction| direction.has(s::TO));
    let filter = node.find(s::WHERE_CLAUSE).filter(|_| to)?;
    Some((filter, "`COPY … TO` has no `WHERE`"))
}

fn operator_arguments(node: Node<'_>) -> Found<'_> {
    let last = node.children().last()?;
    (node.children().count() == 3).then_some((last, "an operator needs both argument types"))
}

fn limit(node: Node<'_>) -> Found<'_> {
    let first = node.child(0)?;
    let comma = node.children().any(|part| part.is(s::COMMA));
    comma.then_some((first, "`LIMIT x, y` is not PostgreSQL's syntax"))
}

fn overlaps(node: Node<'_>) -> Found<'_> {
    let mut parts = node.children();
    let (left, word, right) = (parts.next()?, parts.next()?, parts.next()?);
    if !word.is(s::OVERLAPS) {
        return None;
    }
    let pair = |row: &Node<'_>| {
        let list = row.descend(s::EXPR_LIST);
        let implicit = row
            .first_token()
            .is_some_and(|first| first.is(s::LEFT_PAREN));
        // `(a, b)` is a list and one more, `ROW(a, b)` a list.
        list.map_or(0, |list| list.elements().count()) + usize::from(implicit)
    };
    [left, right]
        .into_iter()
        .find(|row| pair(row) != 2)
        .map(|row| (row, "each side of `OVERLAPS` is a pair"))
}

fn within_group(node: Node<'_>) -> Found<'_> {
    let clause = node.find(s::WITHIN_GROUP_CLAUSE)?;
    let call = node.child(0)?;
    if call.has(s::OPT_SORT_CLAUSE) || call.has(s::SORT_CLAUSE) {
        Some((
            clause,
            "`WITHIN GROUP` and `ORDER BY` in the call exclude one another",
        ))
    } else if call.has(s::DISTINCT) {
        Some((clause, "`WITHIN GROUP` and `DISTINCT` exclude one another"))
    } else if call.has(s::VARIADIC) {
        Some((clause, "`WITHIN GROUP` and `VARIADIC` exclude one another"))
    } else {
        None
    }
}

/// `type(…) '…'`: the arguments are plain.
fn modifiers(node: Node<'_>) -> Found<'_> {
    let list = node.find(s::FUNC_ARG_LIST);
    let named = list
        .into_iter()
        .flat_map(Node::elements)
        .find(|argument| argument.is(s::FUNC_ARG_EXPR));
    if let Some(named) = named {
        return Some((named, "a type's modifier has no name"));
    }
    let sort = node
        .find(s::OPT_SORT_CLAUSE)
        .or(node.find(s::SORT_CLAUSE))?;
    Some((sort, "a type's modifiers have no `ORDER BY`"))
}

fn hash_bound(node: Node<'_>) -> Found<'_> {
    let list = node.find(s::HASH_PARTBOUND)?;
    let at = node.child(2).unwrap_or(list);
    let mut seen: Vec<String> = Vec::new();
    let elements = list.elements().collect::<Vec<_>>();
    for element in elements {
        let name = identifier(element.first_token()?);
        if !matches!(name.as_str(), "modulus" | "remainder") {
            return Some((element, "a hash partition has `MODULUS` and `REMAINDER`"));
        }
        if seen.contains(&name) {
            return Some((element, "`MODULUS` or `REMAINDER` is given twice"));
        }
        seen.push(name);
    }
    (seen.len() < 2).then_some((at, "a hash partition needs `MODULUS` and `REMAINDER`"))
}

fn collations(node: Node<'_>) -> Found<'_> {
    let mut collations = node.children().filter(|part| {
        part.is(s::COL_CONSTRAINT) && part.child(0).is_some_and(|first| first.is(s::COLLATE))
    });
    collations.next()?;
    collations
        .next()
        .map(|second| (second, "a column has one `COLLATE` at most"))
}

/// `(SELECT … ORDER BY …) ORDER BY …`
fn doubled_clauses(node: Node<'_>) -> Found<'_> {
    let mut inner = node.children().find(|part| part.is(s::SELECT_WITH_PARENS));
    let sort = own(node, s::SORT_CLAUSE);
    if inner.is_none() && sort.is_none() {
        let limit = node
            .find(s::SELECT_LIMIT)
            .or(node.find(s::OPT_SELECT_LIMIT));
        let ties = limit.and_then(|limit| limit.descend(s::TIES));
        if let Some(ties) = ties {
            return Some((ties, "`WITH TIES` needs an `ORDER BY`"));
        }
    }
    while let Some(parens) = inner {
        let query = parens.child(1)?;
        if query.is(s::SELECT_NO_PARENS) {
            if let (Some(sort), Some(_)) = (sort, own(query, s::SORT_CLAUSE)) {
                return Some((
                    sort.children().nth(2).unwrap_or(sort),
                    "a query has one `ORDER BY`",
                ));
            }
            if let (Some(with), Some(_)) = (own(node, s::WITH_CLAUSE), own(query, s::WITH_CLAUSE)) {
                return Some((with, "a query has one `WITH`"));
            }
            return doubled_limit(node, query);
        }
        inner = Some(query).filter(|query| query.is(s::SELECT_WITH_PARENS));
    }
    None
}

fn doubled_limit<'a>(node: Node<'a>, query: Node<'a>) -> Found<'a> {
    let clauses = |node: Node<'a>, clause| {
        node.children()
            .filter(|part| !part.is(s::SELECT_WITH_PARENS) && !part.is(s::SIMPLE_SELECT))
            .flat_map(Node::descendants)
            .find(|part| part.is(clause) && !part.is_empty())
    };
    for (clause, message) in [
        (s::OFFSET_CLAUSE, "a query has one `OFFSET`"),
        (s::LIMIT_CLAUSE, "a query has one `LIMIT`"),
    ] {
        if let (Some(outer), Some(_)) = (clauses(node, clause), clauses(query, clause)) {
            return Some((outer, message));
        }
    }
    None
}

/// A clause of a query itself, not of one inside it.
fn own(node: Node<'_>, clause: Symbol) -> Option<Node<'_>> {
    node.children().find_map(|part| {
        if part.is(clause) && !part.is_empty() {
            Some(part)
        } else if part.is(s::OPT_SORT_CLAUSE) || part.is(s::OPT_WITH_CLAUSE) {
            part.find(clause)
        } else {
            None
        }
    })
}

fn publication(node: Node<'_>) -> Found<'_> {
    let list = node.find(s::PUB_OBJ_LIST);
    let first = list?.elements().next()?;
    let kind = first.first_token()?;
    let said = kind.is(s::TABLE) || kind.is(s::TABLES);
    (!said).then_some((
        first,
        "the first object of a publication says `TABLE` or `TABLES IN SCHEMA`",
    ))
}

/// `RETURNS TABLE` takes the place of OUT arguments.
fn table_function(node: Node<'_>) -> Found<'_> {
    if !node.has(s::TABLE) {
        return None;
    }
    let arguments = node.find(s::FUNC_ARGS_WITH_DEFAULTS)?;
    let mut all = arguments.descendants().filter(|part| part.is(s::FUNC_ARG));
    let out = all.find(|argument| {
        argument
            .find(s::ARG_CLASS)
            .is_some_and(|class| class.has(s::OUT_P))
    })?;
    Some((out, "a function that returns a table has no OUT arguments"))
}
