//! Runs PostgreSQL's automaton over a text and builds the tree.

use super::check::{self, Fault};
use super::filter::{Filter, Refusal, Terminal};
use crate::grammar::{
    Action, FINAL_STATE, Symbol, action, action_without_token, goto, rule, symbol,
};
use crate::tree::{Node, NodeId, Tree};

/// How deep a statement may nest, as in the server (`YYMAXDEPTH`).
const MAX_DEPTH: usize = 10_000;

/// Why a statement is refused.
#[derive(Debug)]
pub(super) enum Problem {
    /// A token that cannot stand where it does.
    Unexpected {
        token: Terminal,
        /// The start of the statement.
        statement: u32,
        /// The token after it, where there is one.
        next: Option<Terminal>,
    },
    /// Text that is no token.
    Refused(Refusal),
    /// The grammar takes it, and the server refuses it all the same.
    Fault(Fault),
    /// It nests too deep.
    TooDeep(Terminal),
}

/// What a run over a text gave.
pub(super) struct Outcome {
    /// The statements' nodes, in order.
    pub(super) statements: Vec<NodeId>,
    pub(super) problems: Vec<Problem>,
    /// psql's commands and the data of COPY.
    pub(super) aside: Vec<lexer::Token>,
}

/// Parses all of the tree's text. After a problem it goes on behind the next semicolon.
pub(super) fn run(tree: &mut Tree, text: &str) -> Outcome {
    let mut driver = Driver {
        tree,
        filter: Filter::new(text),
        stack: Vec::with_capacity(256),
        statements: Vec::new(),
        last: None,
    };
    let mut problems = Vec::new();
    while let Err(problem) = driver.script() {
        let at = problem_start(&problem);
        let last = driver.last.take();
        problems.push(problem);
        if last.is_none_or(|token| token.symbol != symbol::SEMICOLON || token.start < at) {
            driver.filter.skip_statement(at);
        }
    }
    Outcome {
        statements: driver.statements,
        problems,
        aside: driver.filter.aside,
    }
}

fn problem_start(problem: &Problem) -> u32 {
    match problem {
        Problem::Unexpected { token, .. } | Problem::TooDeep(token) => token.start,
        Problem::Refused(
            Refusal::Token(_, token) | Refusal::Escape { token, .. } | Refusal::Uescape(token),
        ) => token.end.saturating_sub(1).max(token.start),
        Problem::Fault(fault) => fault.last,
    }
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    state: u16,
    /// The symbol by which the state was reached.
    symbol: Symbol,
    node: NodeId,
}

struct Driver<'t> {
    tree: &'t mut Tree,
    filter: Filter<'t>,
    stack: Vec<Entry>,
    statements: Vec<NodeId>,
    /// The token last read, for the place of problems that the server reports there.
    last: Option<Terminal>,
}

impl Driver<'_> {
    /// Reads statements up to the end of the text or the first problem.
    fn script(&mut self) -> Result<(), Problem> {
        self.stack.clear();
        let bottom = self.tree.add(symbol::END_OF_INPUT, 0, 0);
        self.stack.push(Entry {
            state: 0,
            symbol: symbol::END_OF_INPUT,
            node: bottom,
        });
        let mut ahead: Option<Terminal> = None;
        loop {
            let state = self.state();
            if state == FINAL_STATE {
                return Ok(());
            }
            let action = match (action_without_token(state), ahead) {
                (Some(action), _) => action,
                (None, Some(token)) => action(state, token.symbol),
                (None, None) => {
                    let token = self.filter.next().map_err(Problem::Refused)?;
                    self.last = Some(token);
                    ahead = Some(token);
                    action(state, token.symbol)
                }
            };
            match (action, ahead) {
                (Action::Reduce(number), _) => self.reduce(number)?,
                (Action::Shift(state), Some(token)) => {
                    self.shift(state, token)?;
                    ahead = None;
                }
                (Action::Shift(_) | Action::Error, token) => return Err(self.unexpected(token)),
            }
        }
    }

    fn state(&self) -> u16 {
        self.stack.last().map_or(0, |entry| entry.state)
    }

    fn shift(&mut self, state: u16, token: Terminal) -> Result<(), Problem> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(Problem::TooDeep(token));
        }
        let node = self.tree.add(token.symbol, token.start, token.end);
        self.stack.push(Entry {
            state,
            symbol: token.symbol,
            node,
        });
        Ok(())
    }

    fn reduce(&mut self, number: u16) -> Result<(), Problem> {
        let (left, length) = rule(number);
        let from = self.stack.len().saturating_sub(length).max(1);
        let node = self.combine(left, from);
        self.stack.truncate(from);
        if left == symbol::STMTMULTI {
            // Its node stands for the list so far; what counts are the statements.
            self.take_statement(node);
        } else if let Some(fault) = check::reduced(self.tree.node(node), left, self.last_start()) {
            return Err(Problem::Fault(fault));
        }
        self.stack.push(Entry {
            state: goto(self.state(), left),
            symbol: left,
            node,
        });
        Ok(())
    }

    /// The node of a rule over the entries of the stack from `from` on.
    fn combine(&mut self, left: Symbol, from: usize) -> NodeId {
        let parts = &self.stack[from..];
        if let [only] = parts
            && passes_on(left)
        {
            return only.node;
        }
        // A rule that repeats itself at its left goes on with the same node.
        let extends = parts.len() > 1
            && parts[0].symbol == left
            && self.tree.symbol(parts[0].node) == left
            && left != symbol::STMTMULTI;
        let (node, parts) = if extends {
            (parts[0].node, &parts[1..])
        } else {
            let at = parts.first().map_or_else(
                || {
                    self.stack
                        .last()
                        .map_or(0, |entry| self.tree.range(entry.node).1)
                },
                |entry| self.tree.range(entry.node).0,
            );
            (self.tree.add(left, at, at), parts)
        };
        for part in parts {
            self.tree.append(node, part.node);
        }
        node
    }

    /// Keeps the last statement of the list of statements.
    fn take_statement(&mut self, list: NodeId) {
        let newest = self.tree.node(list).children().last();
        let statement = newest.filter(|statement| !statement.is_empty());
        self.statements.extend(statement.map(Node::id));
    }

    fn last_start(&self) -> u32 {
        self.last.map_or(0, |token| token.start)
    }

    fn unexpected(&mut self, token: Option<Terminal>) -> Problem {
        let end = self.tree.text().len() as u32;
        let token = token.or(self.last).unwrap_or(Terminal {
            symbol: symbol::END_OF_INPUT,
            start: end,
            end,
        });
        let statement = self
            .stack
            .iter()
            .rev()
            .find(|entry| entry.symbol == symbol::SEMICOLON)
            .map_or(0, |entry| self.tree.range(entry.node).1);
        Problem::Unexpected {
            token,
            statement,
            next: self.filter.peek().ok(),
        }
    }
}

/// The states after a text, as they are before the token after it is seen. The automaton itself
/// may already have given up other ways to go on when it finds that the token cannot stand there.
pub(super) fn states_after(text: &str) -> Vec<u16> {
    let mut filter = Filter::new(text);
    let mut states = vec![0];
    while let Ok(token) = filter.next()
        && token.symbol != symbol::END_OF_INPUT
        && advance(&mut states, token.symbol)
    {}
    states
}

/// Whether the automaton takes tokens after the states of a stack.
pub(super) fn accepts(states: &[u16], tokens: &[Symbol]) -> bool {
    let mut states = states.to_vec();
    tokens.iter().all(|token| advance(&mut states, *token))
}

/// Takes a token; false where it cannot stand.
fn advance(states: &mut Vec<u16>, token: Symbol) -> bool {
    loop {
        let state = states.last().copied().unwrap_or(0);
        match action(state, token) {
            Action::Error => return false,
            Action::Shift(state) => {
                states.push(state);
                return true;
            }
            Action::Reduce(number) => {
                let (left, length) = rule(number);
                states.truncate(states.len().saturating_sub(length).max(1));
                let top = states.last().copied().unwrap_or(0);
                states.push(goto(top, left));
            }
        }
    }
}

/// Whether a rule over one symbol has no node of its own: names, and the levels of expressions.
fn passes_on(left: Symbol) -> bool {
    matches!(
        left,
        symbol::TOPLEVEL_STMT
            | symbol::STMT
            | symbol::A_EXPR
            | symbol::B_EXPR
            | symbol::C_EXPR
            | symbol::FUNC_EXPR
            | symbol::AEXPR_CONST
            | symbol::ICONST_RULE
            | symbol::SCONST_RULE
            | symbol::COL_ID
            | symbol::COL_LABEL
            | symbol::BARE_COL_LABEL
            | symbol::NAME
            | symbol::ATTR_NAME
            | symbol::NON_RESERVED_WORD
            | symbol::TYPE_FUNCTION_NAME
            | symbol::UNRESERVED_KEYWORD
            | symbol::COL_NAME_KEYWORD
            | symbol::TYPE_FUNC_NAME_KEYWORD
            | symbol::RESERVED_KEYWORD
            | symbol::BARE_LABEL_KEYWORD
            | symbol::COLUMN_ELEM
            | symbol::TABLE_ELEMENT
            | symbol::SELECT_STMT
            | symbol::SELECT_NO_PARENS
            | symbol::SELECT_CLAUSE
            | symbol::FUNC_ARG_EXPR
            | symbol::SIMPLE_TYPENAME
            | symbol::FUNC_TYPE
            | symbol::PARAM_NAME
            | symbol::FILE_NAME
            | symbol::COL_CONSTRAINT
            | symbol::ROUTINE_BODY_STMT
            | symbol::PREPARABLE_STMT
    )
}
