//! Objects of rare kinds, which are kept as the statement that makes them.

use diag::Span;
use schema::{Expression, Extension, Other, QualifiedName};

use super::Fold;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;
use crate::types::read;

/// The key of an object in `Schema::others`.
pub(super) type OtherKey = (String, String);

impl Fold {
    /// `CREATE` of an object that is kept as text.
    pub(super) fn create_other(&mut self, node: Node<'_>) {
        if node.is(s::CREATE_P_LANG_STMT) && !node.has(s::HANDLER) {
            // A language without a handler is an extension of that name.
            let words = node.children().take_while(|part| !part.is(s::HANDLER));
            let name = words.filter(|part| part.is_token()).last().map(identifier);
            let extension = Extension {
                origin: node.span().into(),
                ..Extension::default()
            };
            let name = name.unwrap_or_default();
            self.schema.extensions.entry(name).or_insert(extension);
            return;
        }
        let Some(key) = self.other_key(node, true) else {
            self.opaque(node, "an object of this kind is not followed");
            return;
        };
        let guarded = node.has(s::IF_P);
        let replaces = node.has(s::OPT_OR_REPLACE);
        let old = self.schema.others.get(&key).map(|known| known.origin);
        if let Some(first) = old.filter(|_| !replaces) {
            if !guarded {
                self.duplicate(&key.0, &key.1, node.span(), first);
            }
            return;
        }
        let other = Other {
            definition: Expression::new(definition(node)),
            origin: node.span().into(),
            ..Other::default()
        };
        let known = self.schema.others.entry(key).or_default();
        known.definition = other.definition;
        known.origin = other.origin;
    }

    /// `ALTER`: what it changes stands behind the statement that creates the object.
    pub(super) fn alter_other(&mut self, node: Node<'_>) {
        let Some(key) = self.need_other(node, node.has(s::IF_P)) else {
            return;
        };
        if let Some(other) = self.schema.others.get_mut(&key) {
            other.definition.sql.push_str(";\n");
            other.definition.sql.push_str(node.text());
            other.definition.canonical = None;
        }
    }

    /// `RENAME TO` and `SET SCHEMA`
    pub(super) fn move_other(&mut self, node: Node<'_>) {
        let Some(key) = self.need_other(node, false) else {
            return;
        };
        let to = node.children().last().map(identifier).unwrap_or_default();
        let name = node.descend(s::ANY_NAME).map(Name::read);
        let name = name.map(|name| self.created(&name));
        let to_schema = node.is(s::ALTER_OBJECT_SCHEMA_STMT);
        let old_name = name.map_or_else(|| key.1.clone(), |name| name.name);
        let Some(mut other) = self.schema.others.remove(&key) else {
            return;
        };
        let (before, rest) = key.1.split_at(key.1.find(&old_name).unwrap_or_default());
        let rest = rest.get(old_name.len()..).unwrap_or_default();
        let identity = if to_schema {
            let shown = QualifiedName::new(to, &old_name).to_string();
            format!("{shown}{rest}")
        } else {
            other.definition.sql = with_name(&other.definition.sql, &old_name, &to);
            format!("{before}{to}{rest}")
        };
        if to_schema {
            other.definition.sql.push_str(";\n");
            other.definition.sql.push_str(node.text());
        }
        other.definition.canonical = None;
        self.schema.others.insert((key.0, identity), other);
    }

    pub(super) fn drop_other(&mut self, node: Node<'_>) {
        let missing_ok = node.has(s::IF_P) || node.has(s::OPT_IF_EXISTS);
        let operators = node.find(s::OPERATOR_WITH_ARGTYPES_LIST);
        let parts: Vec<Node<'_>> = match operators {
            Some(list) => list.elements().collect(),
            None => vec![node],
        };
        for part in parts {
            let key = match operators {
                Some(_) => Some(self.operator_key(part, false)),
                None => self.other_key(node, false),
            };
            if let Some(key) = key {
                self.remove_other(&key, part.span(), missing_ok);
            }
        }
    }

    /// One of the names of a `DROP` that takes several.
    pub(super) fn drop_other_named(&mut self, node: Node<'_>, name: Node<'_>, missing_ok: bool) {
        let Some(kind) = kind(node) else {
            self.opaque(node, "an object of this kind is not followed");
            return;
        };
        let identity = if name.is(s::ANY_NAME) {
            self.other_name(kind, name, false)
        } else {
            identifier(name)
        };
        self.remove_other(&(kind.to_owned(), identity), name.span(), missing_ok);
    }

    pub(super) fn remove_other(&mut self, key: &OtherKey, span: Span, missing_ok: bool) {
        if self.schema.others.remove(key).is_none() && !missing_ok && !self.is_provided() {
            self.unknown_global(&key.0, &key.1, span);
        }
    }

    /// Whether extensions may have brought objects that no statement creates.
    fn is_provided(&self) -> bool {
        self.extended || !self.schema.extensions.is_empty()
    }

    fn need_other(&mut self, node: Node<'_>, missing_ok: bool) -> Option<OtherKey> {
        let key = self.other_key(node, false)?;
        if self.schema.others.contains_key(&key) {
            return Some(key);
        }
        if !missing_ok && !self.is_provided() {
            self.unknown_global(&key.0, &key.1, node.span());
        }
        None
    }

    /// The kind and identity of what a statement creates, alters, comments on or drops.
    pub(super) fn other_key(&mut self, node: Node<'_>, new: bool) -> Option<OtherKey> {
        let kind = kind(node)?;
        let identity = match kind {
            "cast" => {
                let types = node.children().filter(|part| part.is(s::TYPENAME));
                let types: Vec<Node<'_>> = types.collect();
                let [source, target] = types.as_slice() else {
                    return None;
                };
                let source = self.resolve_type(&read(*source));
                format!("({source} AS {})", self.resolve_type(&read(*target)))
            }
            "operator" => return Some(self.operator_key(node, new)),
            "operator class" | "operator family" => {
                let name = self.other_name(kind, node.find(s::ANY_NAME)?, new);
                let method = node.after(s::USING).next().map(identifier)?;
                format!("{name} USING {method}")
            }
            "transform" => {
                let ty = node.children().find(|part| part.is(s::TYPENAME))?;
                let language = node.after(s::LANGUAGE).next().map(identifier)?;
                format!("{} LANGUAGE {language}", self.resolve_type(&read(ty)))
            }
            "user mapping" => {
                let role = node.find(s::AUTH_IDENT)?.first_token().map(identifier)?;
                let server = node.after(s::SERVER).next().map(identifier)?;
                format!("{role} SERVER {server}")
            }
            "collation" | "conversion" => self.other_name(kind, node.find(s::ANY_NAME)?, new),
            kind if kind.starts_with("text search") => {
                self.other_name(kind, node.find(s::ANY_NAME)?, new)
            }
            // In a comment the words of the kind have a node of their own.
            "foreign data wrapper" if node.has(s::WRAPPER) => {
                node.after(s::WRAPPER).next().map(identifier)?
            }
            _ => plain_name(node).map(identifier)?,
        };
        Some((kind.to_owned(), identity))
    }

    fn other_name(&self, kind: &str, node: Node<'_>, new: bool) -> String {
        let name = Name::read(node);
        let exists = |full: &QualifiedName| {
            let shown = full.to_string();
            let mut keys = self.schema.others.keys();
            keys.any(|(known, identity)| {
                known == kind
                    && identity
                        .strip_prefix(&shown)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(" USING "))
            })
        };
        let known = (!new).then(|| self.found(&name, exists)).flatten();
        known.unwrap_or_else(|| self.created(&name)).to_string()
    }

    fn operator_key(&mut self, node: Node<'_>, new: bool) -> OtherKey {
        let operator = node.descend(s::ANY_OPERATOR);
        let tokens: Vec<Node<'_>> = operator
            .into_iter()
            .flat_map(Node::tokens)
            .filter(|token| !token.is(s::DOT))
            .collect();
        let name = Name {
            name: tokens
                .last()
                .map(|token| token.text())
                .unwrap_or_default()
                .to_owned(),
            schema: tokens.len().checked_sub(2).map(|at| identifier(tokens[at])),
            span: node.span(),
        };
        let mut sides = Vec::new();
        if new {
            for label in ["leftarg", "rightarg"] {
                let elements = node.descendants().filter(|part| part.is(s::DEF_ELEM));
                let mut elements = elements
                    .filter(|part| part.child(0).is_some_and(|word| identifier(word) == label));
                let value = elements.next().and_then(|element| element.child(2));
                sides.push(match value {
                    Some(value) => self.resolve_type(&read(value)).to_string(),
                    None => "NONE".to_owned(),
                });
            }
        } else {
            let list = node.descend(s::OPER_ARGTYPES).into_iter();
            let parts = list
                .flat_map(Node::children)
                .filter(|part| part.is(s::TYPENAME) || part.is(s::NONE));
            for part in parts.collect::<Vec<_>>() {
                sides.push(if part.is(s::NONE) {
                    "NONE".to_owned()
                } else {
                    self.resolve_type(&read(part)).to_string()
                });
            }
        }
        let sides = sides.join(", ");
        let key = |full: &QualifiedName| ("operator".to_owned(), format!("{full}({sides})"));
        let known = self.found(&name, |full| self.schema.others.contains_key(&key(full)));
        key(&known
            .filter(|_| !new)
            .unwrap_or_else(|| self.created(&name)))
    }
}

/// The name of an object that is in no schema.
fn plain_name(node: Node<'_>) -> Option<Node<'_>> {
    let kinds = [
        s::ACCESS,
        s::METHOD,
        s::FOREIGN,
        s::DATA_P,
        s::WRAPPER,
        s::SERVER,
        s::LANGUAGE,
        s::SUBSCRIPTION,
        s::CREATE,
        s::ALTER,
        s::DROP,
        s::COMMENT,
        s::ON,
        s::IF_P,
        s::NOT,
        s::EXISTS,
    ];
    node.children()
        .filter(|part| part.is_token())
        .find(|part| !kinds.contains(&part.symbol()))
}

/// The kind of object that a statement is of, by its first words.
fn kind(node: Node<'_>) -> Option<&'static str> {
    let tokens = node.tokens().skip(1).filter(|token| {
        !matches!(
            token.symbol(),
            s::ON | s::OR | s::REPLACE | s::DEFAULT | s::TRUSTED | s::PROCEDURAL
        )
    });
    let tokens: Vec<Node<'_>> = tokens.take(3).collect();
    // The keyword shares its name with the token of operators.
    let operator = tokens
        .first()
        .is_some_and(|word| word.text().eq_ignore_ascii_case("operator"));
    let words: Vec<u16> = tokens.iter().map(|token| token.symbol()).collect();
    Some(match words.as_slice() {
        [s::CAST, ..] => "cast",
        [s::COLLATION, ..] => "collation",
        [s::CONVERSION_P, ..] => "conversion",
        [_, s::CLASS, ..] if operator => "operator class",
        [_, s::FAMILY, ..] if operator => "operator family",
        [..] if operator => "operator",
        [s::TEXT_P, s::SEARCH, s::CONFIGURATION] => "text search configuration",
        [s::TEXT_P, s::SEARCH, s::DICTIONARY] => "text search dictionary",
        [s::TEXT_P, s::SEARCH, s::PARSER] => "text search parser",
        [s::TEXT_P, s::SEARCH, s::TEMPLATE] => "text search template",
        [s::SERVER, ..] => "foreign server",
        [s::FOREIGN, s::DATA_P, ..] => "foreign data wrapper",
        [s::USER, s::MAPPING, ..] => "user mapping",
        [s::ACCESS, s::METHOD, ..] => "access method",
        [s::TRANSFORM, ..] => "transform",
        [s::LANGUAGE, ..] => "language",
        [s::SUBSCRIPTION, ..] => "subscription",
        _ => return None,
    })
}

/// A statement's text without `IF NOT EXISTS`.
fn definition(node: Node<'_>) -> String {
    let text = node.text();
    let Some(start) = node.find(s::IF_P) else {
        return text.to_owned();
    };
    let end = node.find(s::EXISTS).map_or(start.end(), Node::end);
    let script = node.script();
    let before = script.get(node.start() as usize..start.start() as usize);
    let behind = script.get(end as usize..node.end() as usize);
    format!(
        "{}{}",
        before.unwrap_or_default(),
        behind.unwrap_or_default().trim_start()
    )
}

/// The text with the first use of a name replaced.
fn with_name(sql: &str, old: &str, new: &str) -> String {
    for token in lexer::tokens(sql) {
        let range = token.range();
        let part = token.text(sql);
        let is_name = matches!(
            token.kind,
            lexer::Kind::Word | lexer::Kind::QuotedIdentifier
        );
        if is_name && lexer::identifier(part) == old {
            let new = schema::quote_identifier(new);
            return format!("{}{new}{}", &sql[..range.start], &sql[range.end..]);
        }
    }
    sql.to_owned()
}
