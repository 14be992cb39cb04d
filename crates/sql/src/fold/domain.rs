//! Domains.

use schema::{Check, Domain, QualifiedName};

use super::Fold;
use super::column::expression;
use super::datatype::collation;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;
use crate::types::read;

impl Fold {
    pub(super) fn create_domain(&mut self, node: Node<'_>) {
        let Some(name) = node.find(s::ANY_NAME).map(Name::read) else {
            return;
        };
        let Some(full) = self.new_type(&name) else {
            return;
        };
        let written = node.children().find(|part| part.is(s::TYPENAME));
        let Some(base) = written.map(|written| self.resolve_type(&read(written))) else {
            return;
        };
        let mut domain = Domain {
            base,
            collation: None,
            default: None,
            not_null: false,
            checks: Vec::new(),
            comment: None,
            privileges: self.default_privileges("TYPES", &full.schema),
            origin: name.span.into(),
        };
        let clauses = node.find(s::COL_QUAL_LIST).into_iter();
        for clause in clauses.flat_map(Node::children) {
            self.qualify_domain(&full, &mut domain, clause);
        }
        if domain.default.is_none() {
            // That of a domain below is taken over.
            let below = domain.base.schema.as_ref();
            let below = below.map(|schema| QualifiedName::new(schema, &domain.base.name));
            let below = below.and_then(|below| self.schema.domains.get(&below));
            domain.default = below.and_then(|below| below.default.clone());
        }
        self.types.insert(full.clone(), name.span);
        self.schema.domains.insert(full, domain);
    }

    /// One of the clauses behind a domain's type.
    fn qualify_domain(&mut self, full: &QualifiedName, domain: &mut Domain, clause: Node<'_>) {
        if clause.has(s::COLLATE) {
            domain.collation = collation(Some(clause));
            return;
        }
        let named = clause.has(s::CONSTRAINT);
        let element = if named {
            clause.find(s::COL_CONSTRAINT_ELEM)
        } else {
            Some(clause)
        };
        let Some(element) = element else {
            return;
        };
        let name = clause.child(1).filter(|_| named).map(identifier);
        match element.child(0).map(Node::symbol) {
            Some(s::NOT) => domain.not_null = true,
            Some(s::NULL_P) => domain.not_null = false,
            Some(s::DEFAULT) => {
                let default = element.child(1).map(expression);
                domain.default = default.filter(|it| !it.sql.eq_ignore_ascii_case("null"));
                if let Some(default) = &mut domain.default {
                    self.resolve_default(&domain.base, default);
                }
            }
            Some(s::CHECK) => self.add_domain_check(full, domain, name, element),
            Some(_) | None => {}
        }
    }

    fn add_domain_check(
        &mut self,
        full: &QualifiedName,
        domain: &mut Domain,
        name: Option<String>,
        element: Node<'_>,
    ) {
        let Some(condition) = element.after(s::LEFT_PAREN).next() else {
            return;
        };
        let name = name.unwrap_or_else(|| {
            let taken = |name: &str| domain.checks.iter().any(|known| known.name == name);
            let base = schema::generated_name(&full.name, "", "check");
            let numbered = (1_u32..)
                .map(|number| schema::generated_name(&full.name, "", &format!("check{number}")));
            let mut names = std::iter::once(base).chain(numbered);
            names.find(|name| !taken(name)).unwrap_or_default()
        });
        let words: Vec<u16> = element.tokens().map(Node::symbol).collect();
        let unchecked = words.windows(2).any(|pair| pair == [s::NOT, s::VALID]);
        if let Some(first) = domain.checks.iter().find(|known| known.name == name) {
            let first = first.origin;
            let shown = format!("{name} of domain {full}");
            self.duplicate("constraint", &shown, element.span(), first);
            return;
        }
        let mut check = Check {
            name,
            expression: expression(condition),
            validated: !unchecked,
            origin: element.span().into(),
            ..Check::default()
        };
        self.resolve_domain(&domain.base, &mut check.expression);
        domain.checks.push(check);
    }

    pub(super) fn find_domain(&mut self, name: &Name, missing_ok: bool) -> Option<QualifiedName> {
        let found = self.found(name, |name| self.schema.domains.contains_key(name));
        if found.is_none() && !missing_ok && self.find_type(name).is_none() {
            self.unknown_type(name);
        }
        found
    }

    pub(super) fn alter_domain(&mut self, node: Node<'_>) {
        let Some(name) = node.find(s::ANY_NAME).map(Name::read) else {
            return;
        };
        let Some(full) = self.find_domain(&name, false) else {
            return;
        };
        let Some(mut domain) = self.schema.domains.get(&full).cloned() else {
            return;
        };
        let behind = node.after(s::ANY_NAME).collect::<Vec<_>>();
        let words: Vec<u16> = behind
            .iter()
            .flat_map(|part| part.tokens())
            .map(Node::symbol)
            .take(3)
            .collect();
        let constraint = behind
            .iter()
            .rfind(|part| part.is_token())
            .copied()
            .filter(|_| behind.iter().any(|part| part.is(s::CONSTRAINT)));
        match words.as_slice() {
            [s::SET, s::DEFAULT, ..] => {
                let default = node.descend(s::ALTER_COLUMN_DEFAULT);
                let default = default.and_then(|clause| clause.after(s::DEFAULT).next());
                domain.default = default.map(expression);
                domain
                    .default
                    .take_if(|it| it.sql.eq_ignore_ascii_case("null"));
                if let Some(default) = &mut domain.default {
                    self.resolve_default(&domain.base, default);
                }
            }
            [s::DROP, s::DEFAULT, ..] => domain.default = None,
            [s::SET, s::NOT, ..] => domain.not_null = true,
            [s::DROP, s::NOT, ..] => domain.not_null = false,
            [s::ADD_P, ..] => self.add_to_domain(&full, &mut domain, &behind),
            [s::DROP, s::CONSTRAINT, ..] | [s::VALIDATE, ..] => {
                let Some(constraint) = constraint else {
                    return;
                };
                let name = identifier(constraint);
                let at = domain.checks.iter().position(|known| known.name == name);
                match (at, words.first()) {
                    (Some(at), Some(&s::DROP)) => {
                        domain.checks.remove(at);
                    }
                    (Some(at), _) => domain.checks[at].validated = true,
                    (None, _) if node.has(s::IF_P) => {}
                    (None, _) => {
                        let (place, origin) = (constraint.span(), domain.origin);
                        self.unknown_part("domain", &full, "constraint", &name, place, origin);
                    }
                }
            }
            _ => {}
        }
        self.schema.domains.insert(full, domain);
    }

    fn add_to_domain(&mut self, full: &QualifiedName, domain: &mut Domain, behind: &[Node<'_>]) {
        let written = behind.iter().find(|part| part.is(s::DOMAIN_CONSTRAINT));
        let Some(written) = written else {
            return;
        };
        let Some(element) = written.find(s::DOMAIN_CONSTRAINT_ELEM) else {
            return;
        };
        if element.has(s::NOT) {
            domain.not_null = true;
            return;
        }
        let name = written.child(1).filter(|_| written.has(s::CONSTRAINT));
        self.add_domain_check(full, domain, name.map(identifier), element);
    }

    /// `ALTER DOMAIN … RENAME CONSTRAINT`
    pub(super) fn rename_domain_constraint(&mut self, name: &Name, old: Node<'_>, new: Node<'_>) {
        let Some(full) = self.find_domain(name, false) else {
            return;
        };
        let (from, to) = (identifier(old), identifier(new));
        let Some(domain) = self.schema.domains.get_mut(&full) else {
            return;
        };
        let origin = domain.origin;
        match domain.checks.iter_mut().find(|known| known.name == from) {
            Some(check) => check.name = to,
            None => self.unknown_part("domain", &full, "constraint", &from, old.span(), origin),
        }
    }
}
