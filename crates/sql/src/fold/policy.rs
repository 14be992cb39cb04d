//! Row security policies and rewrite rules.

use diag::{Diagnostic, Span};
use schema::{Expression, Origin, Policy, PolicyCommand, QualifiedName, Rule};

use super::Fold;
use super::column::expression;
use crate::codes::UNKNOWN_OBJECT;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

impl Fold {
    pub(super) fn create_policy(&mut self, node: Node<'_>) {
        let (Some(on), Some(name)) = (node.find(s::QUALIFIED_NAME), node.child(2)) else {
            return;
        };
        let Some(table) = self.need_table(&Name::read(on), false) else {
            return;
        };
        let command = node
            .descend(s::ROW_SECURITY_CMD)
            .and_then(Node::first_token);
        let mut policy = Policy {
            name: identifier(name),
            restrictive: node
                .find(s::ROW_SECURITY_DEFAULT_PERMISSIVE)
                .and_then(|clause| clause.tokens().last())
                .is_some_and(|word| identifier(word) == "restrictive"),
            command: match command.map(Node::symbol) {
                Some(s::SELECT) => PolicyCommand::Select,
                Some(s::INSERT) => PolicyCommand::Insert,
                Some(s::UPDATE) => PolicyCommand::Update,
                Some(s::DELETE_P) => PolicyCommand::Delete,
                Some(_) | None => PolicyCommand::All,
            },
            roles: policy_roles(node.find(s::ROW_SECURITY_DEFAULT_TO_ROLE)),
            origin: node.span().into(),
            ..Policy::default()
        };
        self.read_conditions(&table, &mut policy, node);
        let known = self.schema.tables.get(&table);
        let mut known = known.into_iter().flat_map(|table| &table.policies);
        if let Some(first) = known.find(|known| known.name == policy.name) {
            let (first, shown) = (first.origin, format!("{} on {table}", policy.name));
            self.duplicate("policy", &shown, name.span(), first);
        } else if let Some(found) = self.schema.tables.get_mut(&table) {
            found.policies.push(policy);
        }
    }

    pub(super) fn alter_policy(&mut self, node: Node<'_>) {
        let (Some(on), Some(name)) = (node.find(s::QUALIFIED_NAME), node.child(2)) else {
            return;
        };
        let Some((table, at)) = self.need_policy(&Name::read(on), name, false) else {
            return;
        };
        let Some(mut policy) = self
            .schema
            .tables
            .get(&table)
            .and_then(|table| table.policies.get(at).cloned())
        else {
            return;
        };
        if let Some(roles) = node.find(s::ROW_SECURITY_OPTIONAL_TO_ROLE) {
            policy.roles = policy_roles(Some(roles));
        }
        self.read_conditions(&table, &mut policy, node);
        if let Some(table) = self.schema.tables.get_mut(&table) {
            table.policies[at] = policy;
        }
    }

    fn read_conditions(&self, table: &QualifiedName, policy: &mut Policy, node: Node<'_>) {
        let condition = |symbol| {
            let clause = node.find(symbol)?;
            let mut condition = expression(clause.after(s::LEFT_PAREN).next()?);
            self.resolve_in_table(table, &mut condition);
            Some(condition)
        };
        if let Some(using) = condition(s::ROW_SECURITY_OPTIONAL_EXPR) {
            policy.using = Some(using);
        }
        if let Some(check) = condition(s::ROW_SECURITY_OPTIONAL_WITH_CHECK) {
            policy.check = Some(check);
        }
    }

    /// A policy's table and its place there. Where there is none, that is said.
    pub(super) fn need_policy(
        &mut self,
        on: &Name,
        name: Node<'_>,
        missing_ok: bool,
    ) -> Option<(QualifiedName, usize)> {
        let table = self.need_table(on, missing_ok)?;
        let found = self.schema.tables.get(&table)?;
        let (origin, word) = (found.origin, identifier(name));
        let at = found.policies.iter().position(|known| known.name == word);
        if at.is_none() && !missing_ok {
            self.unknown_part("table", &table, "policy", &word, name.span(), origin);
        }
        Some((table, at?))
    }

    pub(super) fn rename_policy(&mut self, on: &Name, old: Node<'_>, new: Node<'_>) {
        if let Some((table, at)) = self.need_policy(on, old, false)
            && let Some(found) = self.schema.tables.get_mut(&table)
        {
            found.policies[at].name = identifier(new);
        }
    }

    pub(super) fn drop_policy(&mut self, on: &Name, name: Node<'_>, missing_ok: bool) {
        if let Some((table, at)) = self.need_policy(on, name, missing_ok)
            && let Some(found) = self.schema.tables.get_mut(&table)
        {
            found.policies.remove(at);
        }
    }

    pub(super) fn create_rule(&mut self, node: Node<'_>) {
        let (Some(on), Some(name)) = (node.find(s::QUALIFIED_NAME), node.after(s::RULE).next())
        else {
            return;
        };
        let Some(table) = self.need_rows(&Name::read(on), false) else {
            return;
        };
        let text = node.script();
        let definition = text.get(name.end() as usize..node.end() as usize);
        let mut rule = Rule {
            name: identifier(name),
            definition: Expression::new(definition.unwrap_or_default().trim()),
            origin: node.span().into(),
            ..Rule::default()
        };
        let replaces = node.has(s::OPT_OR_REPLACE);
        let rules = self.rules_mut(&table).into_iter().flatten();
        match rules.into_iter().find(|known| known.name == rule.name) {
            Some(known) if replaces => {
                rule.comment = known.comment.take();
                *known = rule;
            }
            Some(known) => {
                let (first, shown) = (known.origin, format!("{} on {table}", rule.name));
                self.duplicate("rule", &shown, name.span(), first);
            }
            None => {
                if let Some(rules) = self.rules_mut(&table) {
                    rules.push(rule);
                }
            }
        }
    }

    pub(super) fn rules_mut(&mut self, table: &QualifiedName) -> Option<&mut Vec<Rule>> {
        if let Some(table) = self.schema.tables.get_mut(table) {
            return Some(&mut table.rules);
        }
        let view = self.schema.views.get_mut(table)?;
        Some(&mut view.rules)
    }

    /// The table or view of a rule that must exist.
    fn need_rule(&mut self, on: &Name, name: Node<'_>, missing_ok: bool) -> Option<QualifiedName> {
        let table = self.need_rows(on, missing_ok)?;
        let word = identifier(name);
        let known = self.rules_mut(&table)?.iter().any(|rule| rule.name == word);
        if !known && !missing_ok {
            let origin = Origin::default();
            self.unknown_part("table", &table, "rule", &word, name.span(), origin);
        }
        known.then_some(table)
    }

    pub(super) fn rename_rule(&mut self, on: &Name, old: Node<'_>, new: Node<'_>) {
        let (from, to) = (identifier(old), identifier(new));
        if let Some(table) = self.need_rule(on, old, false) {
            let rules = self.rules_mut(&table).into_iter().flatten();
            for rule in rules.filter(|rule| rule.name == from) {
                rule.name.clone_from(&to);
            }
        }
    }

    pub(super) fn drop_rule(&mut self, on: &Name, name: Node<'_>, missing_ok: bool) {
        let word = identifier(name);
        if let Some(table) = self.need_rule(on, name, missing_ok)
            && let Some(rules) = self.rules_mut(&table)
        {
            rules.retain(|rule| rule.name != word);
        }
    }

    /// Says that something of an object does not exist, unless it may.
    pub(super) fn unknown_part(
        &mut self,
        kind: &str,
        owner: &QualifiedName,
        what: &str,
        name: &str,
        span: Span,
        created: Origin,
    ) {
        if self.doubt || self.guarded || self.open.contains(owner) {
            return;
        }
        let message = format!("{kind} `{owner}` has no {what} `{name}`");
        let mut finding = Diagnostic::error(&UNKNOWN_OBJECT, message)
            .at(span, format!("no such {what} at this point of the history"));
        if let Some(place) = created.0 {
            finding = finding.also(place, format!("the {kind} is created here"));
        }
        self.findings.push(finding);
    }

    /// Says that an object that is not in a schema does not exist, unless it may.
    pub(super) fn unknown_global(&mut self, what: &str, name: &str, span: Span) {
        if self.doubt || self.guarded {
            return;
        }
        let message = format!("{what} `{name}` does not exist");
        let finding =
            Diagnostic::error(&UNKNOWN_OBJECT, message).at(span, "no earlier statement creates it");
        self.findings.push(finding);
    }
}

/// Roles of a policy, sorted; none for PUBLIC, beside which others say nothing.
fn policy_roles(clause: Option<Node<'_>>) -> Vec<String> {
    let specs = clause
        .into_iter()
        .flat_map(Node::descendants)
        .filter(|part| part.is(s::ROLE_SPEC));
    let mut roles: Vec<String> = specs.filter_map(role).collect();
    if roles.iter().any(|role| role == "public") {
        roles.clear();
    }
    roles.sort();
    roles.dedup();
    roles
}

/// The name of a role, `public` for `PUBLIC`, and `current_user` for `CURRENT_USER`.
pub(super) fn role(spec: Node<'_>) -> Option<String> {
    spec.first_token().map(identifier)
}
