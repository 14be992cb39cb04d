//! `GRANT`, `REVOKE` and `ALTER DEFAULT PRIVILEGES`.

use std::collections::BTreeSet;

use schema::FunctionKind::{Aggregate, Function, Procedure, Window};
use schema::{DefaultPrivilege, FunctionKind, Grant, Privileges, QualifiedName};

use super::Fold;
use super::policy::role;
use super::routine::RoutineKey;
use crate::codes::{UNKNOWN_OBJECT, UNKNOWN_TABLE};
use crate::grammar::symbol as s;
use crate::name::{Name, identifier, string};
use crate::tree::Node;

/// Something that privileges are granted on.
enum Holder {
    Table(QualifiedName),
    View(QualifiedName),
    Sequence(QualifiedName),
    Routine(RoutineKey),
    Schema(String),
    Type(QualifiedName),
    Other(&'static str, String),
}

/// What a statement grants or takes away.
struct Granted {
    grant: bool,
    /// `WITH GRANT OPTION`, or with REVOKE `GRANT OPTION FOR`.
    option: bool,
    /// Each with its columns; no name is ALL.
    privileges: Vec<(Option<String>, Vec<String>)>,
    /// `None` is PUBLIC.
    grantees: Vec<Option<String>>,
}

impl Fold {
    /// `GrantStmt` and `RevokeStmt`
    pub(super) fn grant(&mut self, node: Node<'_>) {
        let Some(target) = node.find(s::PRIVILEGE_TARGET) else {
            return;
        };
        let granted = Granted::read(node);
        for holder in self.holders(target) {
            let all = holder.all();
            let own = holder.of_public();
            let Some(privileges) = self.privileges_mut(&holder) else {
                continue;
            };
            granted.apply(privileges, all, own);
        }
    }

    /// The objects behind ON. Those that are not of the schema (databases, tablespaces, parameters,
    /// large objects) are left out.
    fn holders(&mut self, target: Node<'_>) -> Vec<Holder> {
        let mut kind = target.child(0).map_or(0, Node::symbol);
        if kind == s::ALL {
            return self.all_in_schemas(target);
        }
        if kind == s::FOREIGN && target.has(s::SERVER) {
            kind = s::SERVER;
        }
        let list = target.children().last();
        let elements: Vec<Node<'_>> = list.into_iter().flat_map(Node::elements).collect();
        let mut holders = Vec::new();
        for element in elements {
            let holder = match kind {
                s::FUNCTION | s::PROCEDURE | s::ROUTINE => {
                    self.need_routine(element, false).map(Holder::Routine)
                }
                s::SCHEMA => Some(Holder::Schema(identifier(element))),
                s::TYPE_P | s::DOMAIN_P => {
                    let name = Name::read(element);
                    self.find_type(&name).map(Holder::Type)
                }
                s::LANGUAGE => Some(Holder::Other("language", identifier(element))),
                s::SERVER => Some(Holder::Other("foreign server", identifier(element))),
                s::FOREIGN => Some(Holder::Other("foreign data wrapper", identifier(element))),
                s::TABLE | s::QUALIFIED_NAME_LIST | s::SEQUENCE => {
                    self.relation_holder(&Name::read(element), kind == s::SEQUENCE)
                }
                _ => None,
            };
            holders.extend(holder);
        }
        holders
    }

    fn relation_holder(&mut self, name: &Name, sequence: bool) -> Option<Holder> {
        let Some(full) = self.find_relation(name) else {
            let (what, code) = if sequence {
                ("sequence", &UNKNOWN_OBJECT)
            } else {
                ("table", &UNKNOWN_TABLE)
            };
            self.unknown_relation(name, what, code);
            return None;
        };
        Some(if self.schema.tables.contains_key(&full) {
            Holder::Table(full)
        } else if self.schema.views.contains_key(&full) {
            Holder::View(full)
        } else {
            Holder::Sequence(full)
        })
    }

    /// `ALL TABLES IN SCHEMA …`
    fn all_in_schemas(&self, target: Node<'_>) -> Vec<Holder> {
        let list = target.find(s::NAME_LIST).into_iter();
        let schemas: Vec<String> = list.flat_map(Node::elements).map(identifier).collect();
        let within = |name: &QualifiedName| schemas.contains(&name.schema);
        let kind = target.child(1).map_or(0, Node::symbol);
        let routines = |kinds: &[FunctionKind]| -> Vec<Holder> {
            let functions = self.schema.functions.iter();
            functions
                .filter(|((name, _), function)| within(name) && kinds.contains(&function.kind))
                .map(|(key, _)| Holder::Routine(key.clone()))
                .collect()
        };
        match kind {
            s::TABLES => {
                let tables = self.schema.tables.keys().filter(|name| within(name));
                let tables = tables.map(|name| Holder::Table(name.clone()));
                let views = self.schema.views.keys().filter(|name| within(name));
                tables
                    .chain(views.map(|name| Holder::View(name.clone())))
                    .collect()
            }
            s::SEQUENCES => {
                let sequences = self.schema.sequences.keys().filter(|name| within(name));
                sequences
                    .map(|name| Holder::Sequence(name.clone()))
                    .collect()
            }
            s::FUNCTIONS => routines(&[Function, Aggregate, Window]),
            s::PROCEDURES => routines(&[Procedure]),
            _ => routines(&[Function, Aggregate, Window, Procedure]),
        }
    }

    fn privileges_mut(&mut self, holder: &Holder) -> Option<&mut Privileges> {
        let schema = &mut self.schema;
        match holder {
            Holder::Table(name) => schema.tables.get_mut(name).map(|it| &mut it.privileges),
            Holder::View(name) => schema.views.get_mut(name).map(|it| &mut it.privileges),
            Holder::Sequence(name) => schema.sequences.get_mut(name).map(|it| &mut it.privileges),
            Holder::Routine(key) => schema.functions.get_mut(key).map(|it| &mut it.privileges),
            Holder::Schema(name) => schema.schemas.get_mut(name).map(|it| &mut it.privileges),
            Holder::Other(kind, name) => {
                let key = ((*kind).to_owned(), name.clone());
                schema.others.get_mut(&key).map(|it| &mut it.privileges)
            }
            Holder::Type(name) => {
                if let Some(found) = schema.enums.get_mut(name) {
                    return Some(&mut found.privileges);
                }
                if let Some(found) = schema.domains.get_mut(name) {
                    return Some(&mut found.privileges);
                }
                if let Some(found) = schema.composites.get_mut(name) {
                    return Some(&mut found.privileges);
                }
                if let Some(found) = schema.ranges.get_mut(name) {
                    return Some(&mut found.privileges);
                }
                let key = ("type".to_owned(), name.to_string());
                schema.others.get_mut(&key).map(|it| &mut it.privileges)
            }
        }
    }

    /// `ALTER DEFAULT PRIVILEGES`
    pub(super) fn alter_default_privileges(&mut self, node: Node<'_>) {
        let Some(action) = node.find(s::DEF_ACL_ACTION) else {
            return;
        };
        let kind = action
            .find(s::DEFACL_PRIVILEGE_TARGET)
            .and_then(Node::first_token);
        let objects = match kind.map(Node::symbol) {
            Some(s::TABLES) => "TABLES",
            Some(s::SEQUENCES) => "SEQUENCES",
            Some(s::FUNCTIONS | s::ROUTINES) => "FUNCTIONS",
            Some(s::TYPES_P) => "TYPES",
            Some(s::SCHEMAS) => "SCHEMAS",
            Some(_) | None => {
                self.note_opaque(node, "default privileges of this kind are not followed");
                return;
            }
        };
        let mut owners = vec![None];
        let mut schemas = vec![None];
        let options = node.descendants().filter(|part| part.is(s::DEF_ACL_OPTION));
        for option in options {
            if option.has(s::SCHEMA) {
                let list = option.find(s::NAME_LIST).into_iter();
                schemas = list
                    .flat_map(Node::elements)
                    .map(|it| Some(identifier(it)))
                    .collect();
            } else {
                owners = roles(Some(option));
                if owners.is_empty() {
                    owners.push(None);
                }
            }
        }
        let granted = Granted::read(action);
        for owner in &owners {
            for schema in &schemas {
                granted.set_default(
                    &mut self.schema.default_privileges,
                    owner.as_ref(),
                    schema.as_ref(),
                    objects,
                );
            }
        }
    }

    /// The privileges on something that is created now, by who runs the history.
    pub(super) fn default_privileges(&self, objects: &str, schema: &str) -> Privileges {
        let mut privileges = Privileges::default();
        for known in &self.schema.default_privileges {
            let within = known.schema.as_ref().is_none_or(|it| it == schema);
            if known.owner.is_some() || known.objects != objects || !within {
                continue;
            }
            if known.revoked {
                privileges.revoked.insert(known.grant.privilege.clone());
            } else {
                insert(&mut privileges.granted, known.grant.clone());
            }
        }
        privileges
    }
}

/// The roles of a list, `None` for PUBLIC. The one that runs the statement is left out: what the
/// owner holds is not listed.
fn roles(list: Option<Node<'_>>) -> Vec<Option<String>> {
    let specs = list.into_iter().flat_map(Node::descendants);
    let mut found = Vec::new();
    for spec in specs.filter(|part| part.is(s::ROLE_SPEC)) {
        let runs = spec.first_token().is_none_or(|word| {
            matches!(
                word.symbol(),
                s::CURRENT_USER | s::CURRENT_ROLE | s::SESSION_USER
            )
        });
        if !runs {
            found.push(role(spec).filter(|role| role != "public"));
        }
    }
    found
}

impl Granted {
    fn read(node: Node<'_>) -> Self {
        let grant = node.has(s::GRANT) && !node.has(s::REVOKE);
        Self {
            grant,
            option: if grant {
                node.has(s::OPT_GRANT_GRANT_OPTION)
            } else {
                node.has(s::OPTION)
            },
            privileges: privileges(node),
            grantees: roles(node.find(s::GRANTEE_LIST)),
        }
    }

    /// Each privilege that is meant, with its column.
    fn each(&self, all: &[&str]) -> Vec<(String, Option<String>)> {
        let mut found = Vec::new();
        for (privilege, columns) in &self.privileges {
            let words: Vec<String> = match (privilege, columns.is_empty()) {
                (Some(privilege), _) => vec![privilege.clone()],
                (None, true) => all.iter().map(|it| (*it).to_owned()).collect(),
                (None, false) => OF_COLUMN.iter().map(|it| (*it).to_owned()).collect(),
            };
            for word in words {
                if columns.is_empty() {
                    found.push((word, None));
                } else {
                    let each = columns
                        .iter()
                        .map(|column| (word.clone(), Some(column.clone())));
                    found.extend(each);
                }
            }
        }
        found
    }

    fn apply(&self, held: &mut Privileges, all: &[&str], of_public: Option<&str>) {
        for (privilege, column) in self.each(all) {
            for grantee in &self.grantees {
                let own = grantee.is_none() && of_public == Some(&*privilege);
                if own && self.grant {
                    held.revoked.remove(&privilege);
                } else if own && !self.option {
                    held.revoked.insert(privilege.clone());
                } else {
                    let grant = Grant {
                        grantee: grantee.clone(),
                        privilege: privilege.clone(),
                        column: column.clone(),
                        grantable: self.option,
                    };
                    self.change(&mut held.granted, grant);
                }
            }
        }
    }

    fn change(&self, held: &mut BTreeSet<Grant>, grant: Grant) {
        if self.grant {
            insert(held, grant);
            return;
        }
        // A privilege on the whole takes those on single columns with it.
        let meant: Vec<Grant> = held
            .iter()
            .filter(|known| {
                known.grantee == grant.grantee
                    && known.privilege == grant.privilege
                    && (grant.column.is_none() || known.column == grant.column)
            })
            .cloned()
            .collect();
        for mut known in meant {
            held.remove(&known);
            if self.option {
                known.grantable = false;
                held.insert(known);
            }
        }
    }

    fn set_default(
        &self,
        held: &mut BTreeSet<DefaultPrivilege>,
        owner: Option<&String>,
        schema: Option<&String>,
        objects: &str,
    ) {
        let of_public = match objects {
            "FUNCTIONS" => Some("EXECUTE"),
            "TYPES" => Some("USAGE"),
            _ => None,
        };
        for (privilege, column) in self.each(all_of(objects)) {
            for grantee in &self.grantees {
                let mut rule = DefaultPrivilege {
                    owner: owner.cloned(),
                    schema: schema.cloned(),
                    objects: objects.to_owned(),
                    grant: Grant {
                        grantee: grantee.clone(),
                        privilege: privilege.clone(),
                        column: column.clone(),
                        grantable: false,
                    },
                    revoked: false,
                };
                // In one schema alone nothing can be taken away that holds in all.
                let own = grantee.is_none() && of_public == Some(&*privilege) && schema.is_none();
                rule.revoked = own;
                if own {
                    if self.grant {
                        held.remove(&rule);
                    } else if !self.option {
                        held.insert(rule);
                    }
                    continue;
                }
                let plain = rule.clone();
                rule.grant.grantable = true;
                let grantable = held.remove(&rule);
                let known = held.remove(&plain) || grantable;
                match (self.grant, self.option) {
                    (true, true) => {
                        held.insert(rule);
                    }
                    (true, false) => {
                        held.insert(if grantable { rule } else { plain });
                    }
                    (false, true) if known => {
                        held.insert(plain);
                    }
                    (false, _) => {}
                }
            }
        }
    }
}

/// Adds a grant; one that can be passed on stays so.
fn insert(held: &mut BTreeSet<Grant>, grant: Grant) {
    let mut other = grant.clone();
    other.grantable = !grant.grantable;
    if grant.grantable {
        held.remove(&other);
    } else if held.contains(&other) {
        return;
    }
    held.insert(grant);
}

const OF_COLUMN: &[&str] = &["SELECT", "INSERT", "UPDATE", "REFERENCES"];

/// What ALL stands for.
fn all_of(objects: &str) -> &'static [&'static str] {
    match objects {
        "TABLES" => &[
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "TRUNCATE",
            "REFERENCES",
            "TRIGGER",
        ],
        "SEQUENCES" => &["SELECT", "UPDATE", "USAGE"],
        "FUNCTIONS" => &["EXECUTE"],
        "SCHEMAS" => &["CREATE", "USAGE"],
        _ => &["USAGE"],
    }
}

impl Holder {
    /// The privilege that everyone has on a new object of the kind. On the schema `public` that is
    /// its use, in every database since PostgreSQL 15.
    fn of_public(&self) -> Option<&'static str> {
        match self {
            Self::Routine(_) => Some("EXECUTE"),
            Self::Type(_) | Self::Other("language", _) => Some("USAGE"),
            Self::Schema(name) if name == "public" => Some("USAGE"),
            Self::Schema(_)
            | Self::Table(_)
            | Self::View(_)
            | Self::Sequence(_)
            | Self::Other(..) => None,
        }
    }

    fn all(&self) -> &'static [&'static str] {
        all_of(match self {
            Self::Table(_) | Self::View(_) => "TABLES",
            Self::Sequence(_) => "SEQUENCES",
            Self::Routine(_) => "FUNCTIONS",
            Self::Schema(_) => "SCHEMAS",
            Self::Type(_) | Self::Other(..) => "TYPES",
        })
    }
}

/// `privileges`: ALL, or a list; each with columns or without.
fn privileges(node: Node<'_>) -> Vec<(Option<String>, Vec<String>)> {
    let Some(written) = node.find(s::PRIVILEGES_RULE) else {
        return Vec::new();
    };
    let columns = |part: Node<'_>| -> Vec<String> {
        let list = part.descend(s::COLUMN_LIST).into_iter();
        list.flat_map(Node::elements).map(identifier).collect()
    };
    if written.has(s::ALL) {
        return vec![(None, columns(written))];
    }
    let each = written.descendants().filter(|part| part.is(s::PRIVILEGE));
    each.filter_map(|part| {
        let word = part.first_token()?;
        let name = if word.is(s::SCONST) {
            string(word)
        } else {
            identifier(word)
        };
        let name = (name != "all").then(|| name.to_uppercase());
        Some((name, columns(part)))
    })
    .collect()
}
