//! Views, functions, triggers, policies, and who may use what.

use diag::Span;

use super::object::drop_name;
use super::part::{Part, Word};
use crate::grammar::symbol as s;
use crate::name::Name;
use crate::tree::Node;

/// `CREATE VIEW`.
#[derive(Debug, Clone)]
pub struct CreateView<'a> {
    /// The view.
    pub name: Name,
    /// `OR REPLACE`.
    pub or_replace: bool,
    /// The query.
    pub query: Part<'a>,
    /// What stands before the query: options such as `security_invoker`.
    pub all: Part<'a>,
}

/// `CREATE TRIGGER`.
#[derive(Debug, Clone)]
pub struct CreateTrigger<'a> {
    /// The trigger.
    pub name: Word,
    /// The table or view.
    pub table: Name,
    /// `OR REPLACE`.
    pub or_replace: bool,
    /// The function it calls.
    pub function: Name,
    /// The table behind `FROM` of a constraint trigger.
    pub from: Option<Name>,
    /// All of it.
    pub all: Part<'a>,
}

/// `CREATE POLICY` or `ALTER POLICY`.
#[derive(Debug, Clone)]
pub struct Policy<'a> {
    /// The policy.
    pub name: Word,
    /// The table.
    pub table: Name,
    /// Whether it is created.
    pub create: bool,
    /// `AS RESTRICTIVE`.
    pub restrictive: bool,
    /// `USING`.
    pub using: Option<Part<'a>>,
    /// `WITH CHECK`.
    pub check: Option<Part<'a>>,
}

/// `CREATE FUNCTION` or `CREATE PROCEDURE`.
#[derive(Debug, Clone)]
pub struct CreateFunction<'a> {
    /// The function.
    pub name: Name,
    /// `OR REPLACE`.
    pub or_replace: bool,
    /// `SECURITY DEFINER`.
    pub security_definer: Option<Span>,
    /// `SET search_path`.
    pub sets_search_path: bool,
    /// `IMMUTABLE`, `STABLE` or `VOLATILE`, where it is said.
    pub volatility: Option<&'static str>,
    /// All of it.
    pub all: Part<'a>,
}

/// `GRANT` or `REVOKE` of privileges on objects.
#[derive(Debug, Clone)]
pub struct Grant {
    /// Whether privileges are given.
    pub grant: bool,
    /// The privileges in upper case, without columns; `ALL` for all.
    pub privileges: Vec<String>,
    /// The words of the target in upper case: `TABLE`, `ALL TABLES IN SCHEMA`; empty where only names
    /// stand.
    pub target: String,
    /// The names of the objects.
    pub names: Vec<Name>,
    /// To whom or from whom, with its place.
    pub grantees: Vec<Word>,
    /// All of it.
    pub span: Span,
}

impl<'a> CreateView<'a> {
    pub(super) fn read(node: Node<'a>) -> Option<Self> {
        Some(Self {
            name: Name::read(node.find(s::QUALIFIED_NAME)?),
            or_replace: node.tokens().take(2).any(|token| token.is(s::OR)),
            query: Part {
                node: node.after(s::AS).next()?,
            },
            all: Part { node },
        })
    }
}

impl<'a> CreateTrigger<'a> {
    pub(super) fn read(node: Node<'a>) -> Option<Self> {
        let mut names = node.children().filter(|part| part.is(s::QUALIFIED_NAME));
        let from = node.find(s::OPT_CONSTR_FROM_TABLE);
        Some(Self {
            name: Word::read(node.after(s::TRIGGER).next()?),
            table: Name::read(names.next()?),
            or_replace: node.has(s::OPT_OR_REPLACE),
            function: Name::read(node.after(s::EXECUTE).nth(1)?),
            from: from
                .and_then(|clause| clause.find(s::QUALIFIED_NAME))
                .map(Name::read),
            all: Part { node },
        })
    }
}

impl<'a> Policy<'a> {
    pub(super) fn read(node: Node<'a>) -> Option<Self> {
        let inner = |clause: Node<'a>| {
            let node = clause.after(s::LEFT_PAREN).next()?;
            Some(Part { node })
        };
        let kind = node.find(s::ROW_SECURITY_DEFAULT_PERMISSIVE);
        let words = kind.map(|kind| kind.text().to_ascii_lowercase());
        Some(Self {
            name: Word::read(
                node.after(s::POLICY)
                    .find(|part| part.is_token() && part.is(s::IDENT))
                    .or_else(|| node.child(2))?,
            ),
            table: Name::read(node.find(s::QUALIFIED_NAME)?),
            create: node.is(s::CREATE_POLICY_STMT),
            restrictive: words.is_some_and(|words| words.contains("restrictive")),
            using: node.find(s::ROW_SECURITY_OPTIONAL_EXPR).and_then(inner),
            check: node
                .find(s::ROW_SECURITY_OPTIONAL_WITH_CHECK)
                .and_then(inner),
        })
    }
}

impl<'a> CreateFunction<'a> {
    pub(super) fn read(node: Node<'a>) -> Option<Self> {
        let options = node
            .descendants()
            .filter(|part| part.is(s::CREATEFUNC_OPT_ITEM));
        let options: Vec<Vec<Node<'a>>> = options.map(|part| part.tokens().collect()).collect();
        let starts = |words: &[u16]| {
            options.iter().find(|option| {
                option.len() >= words.len() && option.iter().zip(words).all(|(a, b)| a.is(*b))
            })
        };
        let definer = starts(&[s::SECURITY, s::DEFINER])
            .or_else(|| starts(&[s::EXTERNAL, s::SECURITY, s::DEFINER]));
        let path = |option: &Vec<Node<'a>>| {
            matches!(option.as_slice(), [set, name, ..] if set.is(s::SET)
                && name.text().eq_ignore_ascii_case("search_path"))
        };
        let name = node.find(s::FUNC_NAME).or_else(|| {
            let mut after = node.after(s::FUNCTION).chain(node.after(s::PROCEDURE));
            after.next()
        })?;
        Some(Self {
            name: Name::read(name),
            or_replace: node.has(s::OPT_OR_REPLACE),
            security_definer: definer
                .and_then(|option| Some(option.first()?.span().to(option.last()?.span()))),
            sets_search_path: options.iter().any(path),
            volatility: [
                (s::IMMUTABLE, "IMMUTABLE"),
                (s::STABLE, "STABLE"),
                (s::VOLATILE, "VOLATILE"),
            ]
            .into_iter()
            .find_map(|(symbol, word)| starts(&[symbol]).map(|_| word)),
            all: Part { node },
        })
    }
}

impl Grant {
    pub(super) fn read(node: Node<'_>) -> Self {
        let privileges = node.find(s::PRIVILEGES_RULE);
        let list = privileges.and_then(|list| list.descend(s::PRIVILEGE_LIST));
        let privileges = match list {
            Some(list) => list
                .elements()
                .filter_map(Node::first_token)
                .map(|token| token.text().to_uppercase())
                .collect(),
            None => vec!["ALL".to_owned()],
        };
        let target = node.find(s::PRIVILEGE_TARGET);
        let names: Vec<Node<'_>> = target
            .into_iter()
            .flat_map(Node::children)
            .filter(|part| !part.is_token())
            .flat_map(Node::elements)
            .collect();
        let words: Vec<String> = target
            .into_iter()
            .flat_map(Node::children)
            .take_while(|part| part.is_token())
            .map(|token| token.text().to_uppercase())
            .collect();
        let grantees = node.find(s::GRANTEE_LIST);
        Self {
            grant: node.is(s::GRANT_STMT),
            privileges,
            target: words.join(" "),
            names: names.into_iter().map(drop_name).collect(),
            grantees: grantees
                .into_iter()
                .flat_map(Node::elements)
                .filter_map(|part| part.tokens().last())
                .map(Word::read)
                .collect(),
            span: node.span(),
        }
    }
}
