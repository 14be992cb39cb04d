//! What a query gives: its columns, their names and `*`.

use schema::{Reference, Type, quote_identifier};

use super::expr::{Expr, Kind, name_text};
use super::names::Columns;
use super::reader::{Reader, Relation};
use crate::grammar::symbol as s;
use crate::name::{identifier, identifiers};
use crate::tree::Node;

/// A column of a query's result.
#[derive(Debug, Clone)]
pub(super) struct Output {
    pub(super) value: Expr,
    /// `None` where it has none: `?column?`, and `*` of what is not known.
    pub(super) name: Option<String>,
    /// For a column that `*` stands for: as SQL of the query as it is written.
    pub(super) written: Option<String>,
}

impl Output {
    /// The columns with their types; `None` where they are not all known.
    pub(super) fn columns(outputs: &[Self], names: Option<&[String]>) -> Option<Columns> {
        outputs
            .iter()
            .enumerate()
            .map(|(at, output)| {
                let star = matches!(&output.value.kind, Kind::Raw(text) if text.ends_with('*'));
                if star && output.name.is_none() {
                    return None;
                }
                let given = names.and_then(|names| names.get(at)).cloned();
                let name = given.or_else(|| output.name.clone());
                let name = name.unwrap_or_else(|| "?column?".to_owned());
                Some((name, output.value.ty.clone()))
            })
            .collect()
    }
}

impl Reader<'_> {
    /// The outputs of a `SELECT`.
    pub(super) fn targets(&mut self, node: Node<'_>) -> Vec<Output> {
        let list = node.find(s::TARGET_LIST).or_else(|| {
            node.find(s::OPT_TARGET_LIST)
                .and_then(|list| list.find(s::TARGET_LIST))
        });
        list.map(|list| self.outputs_of(list)).unwrap_or_default()
    }

    /// The outputs of a list.
    pub(super) fn outputs_of(&mut self, list: Node<'_>) -> Vec<Output> {
        let mut outputs = Vec::new();
        for target in list.elements() {
            let Some(value) = target.child(0) else {
                continue;
            };
            let names = starred(value);
            if value.is(s::STAR) || names.is_some() {
                let all = self.star(names.as_deref());
                self.note_star(value, &all);
                outputs.extend(all);
                continue;
            }
            let label = target
                .children()
                .skip(1)
                .filter(|part| !part.is(s::AS))
                .last();
            let mentioned = self.mentions.len();
            let expr = self.read(value);
            let expr = self.as_text(expr);
            if label.is_none()
                && value.is(s::COLUMNREF)
                && let [mention] = &mut self.mentions[mentioned..]
            {
                mention.names_output = true;
            }
            let name = match label {
                Some(label) => Some(identifier(label)),
                None => figure(value).map(|(name, _)| name),
            };
            outputs.push(Output {
                value: expr,
                name,
                written: None,
            });
        }
        outputs
    }

    /// `*`, or `relation.*`.
    pub(super) fn star(&mut self, of: Option<&[String]>) -> Vec<Output> {
        let text = |names: &[String]| {
            let names: Vec<String> = names.iter().map(|name| name_text(name)).collect();
            let dot = if names.is_empty() { "" } else { "." };
            format!("{}{dot}*", names.join("."))
        };
        let unknown = |names: &[String]| Output {
            value: Expr::raw(text(names)),
            name: None,
            written: None,
        };
        let level = match of {
            None => self.levels.last(),
            Some(names) => self.levels.iter().rev().find(|level| {
                let name = names.last();
                level
                    .relations
                    .iter()
                    .any(|known| Some(&known.alias) == name)
            }),
        };
        let Some(level) = level else {
            return vec![unknown(of.unwrap_or_default())];
        };
        let merged = if of.is_none() {
            level.merged.clone()
        } else {
            Vec::new()
        };
        let relations: Vec<Relation> = level
            .relations
            .iter()
            .filter(|known| match of {
                Some(names) => Some(&known.alias) == names.last(),
                None => true,
            })
            .cloned()
            .collect();
        let mut outputs: Vec<Output> = merged
            .iter()
            .map(|(name, value)| Output {
                value: value.clone(),
                name: Some(name.clone()),
                written: Some(quote_identifier(name)),
            })
            .collect();
        for relation in relations {
            let Some(columns) = &relation.columns else {
                outputs.push(unknown(std::slice::from_ref(&relation.alias)));
                continue;
            };
            for (at, (name, ty)) in columns.iter().enumerate() {
                if merged.iter().any(|(known, _)| known == name) {
                    continue;
                }
                outputs.push(self.output(&relation, at, name, ty.clone()));
            }
        }
        outputs
    }

    /// Notes what `*` stands for, where all of it is known.
    fn note_star(&mut self, node: Node<'_>, outputs: &[Output]) {
        let columns = outputs.iter().map(|output| output.written.clone());
        let columns: Option<Vec<String>> = columns.collect();
        if let Some(columns) = columns.filter(|columns| !columns.is_empty()) {
            let range = node.start() as usize..node.end() as usize;
            self.stars.push((range, columns.join(", ")));
        }
    }

    /// A column of a relation as an output.
    fn output(&mut self, relation: &Relation, at: usize, name: &str, ty: Option<Type>) -> Output {
        if let Some(table) = &relation.table {
            let original = relation.originals.get(at).map_or(name, String::as_str);
            let column = Reference::Column(table.clone(), original.to_owned());
            self.uses.insert(Reference::Relation(table.clone()));
            self.uses.insert(column);
        }
        let alias = relation.qualify.then(|| relation.shown.clone());
        let written = format!(
            "{}.{}",
            quote_identifier(&relation.alias),
            quote_identifier(name)
        );
        Output {
            written: Some(written),
            value: Expr::new(Kind::Column(alias, name.to_owned()), ty),
            name: Some(name.to_owned()),
        }
    }

    /// The list behind `SELECT`: every value with its name. An empty list of names takes the names
    /// away: those of a set operation's second query mean nothing.
    pub(super) fn output_list(outputs: &[Output], names: Option<&[String]>) -> String {
        let parts: Vec<String> = outputs
            .iter()
            .enumerate()
            .map(|(at, output)| {
                let value = output.value.text();
                let given = match names {
                    Some([]) => return value,
                    Some(names) => names.get(at),
                    None => None,
                };
                match given.or(output.name.as_ref()) {
                    Some(name) if name != "?column?" => {
                        format!("{value} AS {}", name_text(name))
                    }
                    Some(_) | None => value,
                }
            })
            .collect();
        parts.join(", ")
    }
}

/// The names before `.*`.
fn starred(node: Node<'_>) -> Option<Vec<String>> {
    if !node.is(s::COLUMNREF) || !node.tokens().last()?.is(s::STAR) {
        return None;
    }
    let mut names = identifiers(node);
    names.pop();
    Some(names)
}

/// The name that the server gives a column that has none (`FigureColname`), and whether it is a
/// strong one that a cast does not replace.
fn figure(node: Node<'_>) -> Option<(String, bool)> {
    figure_within(node, 0)
}

fn figure_within(node: Node<'_>, depth: usize) -> Option<(String, bool)> {
    if depth > 50 {
        return None;
    }
    let weak = |name: &str| Some((name.to_owned(), false));
    let strong = |name: &str| Some((name.to_owned(), true));
    match node.symbol() {
        s::COLUMNREF => {
            let mut names = node
                .tokens()
                .filter(|token| !token.is(s::DOT))
                .take_while(|token| !token.is(s::LEFT_BRACKET) && !token.is(s::STAR));
            names.by_ref().last().map(|last| (identifier(last), true))
        }
        s::A_EXPR | s::B_EXPR => figure_sequence(node, depth),
        s::C_EXPR => figure_primary(node, depth),
        s::SELECT_WITH_PARENS => {
            let target = node.descend(s::TARGET_EL)?;
            match target
                .children()
                .skip(1)
                .filter(|part| !part.is(s::AS))
                .last()
            {
                Some(label) => Some((identifier(label), true)),
                None => figure_within(target.child(0)?, depth + 1),
            }
        }
        s::FUNC_EXPR | s::FUNC_APPLICATION => {
            let application = node.descend(s::FUNC_APPLICATION)?;
            let name = identifiers(application.child(0)?).pop()?;
            Some((name, true))
        }
        s::FUNC_EXPR_COMMON_SUBEXPR => special_name(node, depth),
        s::AEXPR_CONST => {
            let first = node.child(0)?;
            Some((type_name(first), false))
        }
        s::TRUE_P | s::FALSE_P => weak("bool"),
        s::CASE_EXPR => {
            let inner = node
                .find(s::CASE_DEFAULT)
                .and_then(|part| part.child(1))
                .and_then(|value| figure_within(value, depth + 1));
            inner.filter(|(_, strong)| *strong).or_else(|| weak("case"))
        }
        s::EXPLICIT_ROW | s::IMPLICIT_ROW | s::ROW_RULE => strong("row"),
        _ => None,
    }
}

fn figure_sequence(node: Node<'_>, depth: usize) -> Option<(String, bool)> {
    let parts: Vec<Node<'_>> = node.children().collect();
    match parts.as_slice() {
        [.., cast, target] if cast.is(s::TYPECAST) => {
            let inner = (parts.len() == 3)
                .then(|| figure_within(parts[0], depth + 1))
                .flatten();
            Some(
                inner
                    .filter(|(_, strong)| *strong)
                    .unwrap_or_else(|| (type_name(*target), false)),
            )
        }
        [value, collate, _] if collate.is(s::COLLATE) => figure_within(*value, depth + 1),
        [_, at, time, ..] if at.is(s::AT) && time.is(s::TIME) && parts.len() == 5 => {
            Some(("timezone".to_owned(), true))
        }
        [_, like, _, escape, _] if like.is(s::LIKE) && escape.is(s::ESCAPE) => None,
        _ => None,
    }
}

fn figure_primary(node: Node<'_>, depth: usize) -> Option<(String, bool)> {
    let strong = |name: &str| Some((name.to_owned(), true));
    let first = node.child(0)?;
    if let Some(list) = node.find(s::OPT_INDIRECTION) {
        let field = list
            .children()
            .filter(|element| element.child(0).is_some_and(|dot| dot.is(s::DOT)))
            .filter_map(|element| element.child(1))
            .last();
        if let Some(field) = field {
            return Some((identifier(field), true));
        }
    }
    match first.symbol() {
        s::EXISTS => strong("exists"),
        s::ARRAY => strong("array"),
        s::LEFT_PAREN => figure_within(node.child(1)?, depth + 1),
        s::SELECT_WITH_PARENS => figure_within(first, depth + 1),
        _ => None,
    }
}

fn special_name(node: Node<'_>, depth: usize) -> Option<(String, bool)> {
    let first = node.child(0)?;
    if first.is(s::CAST) {
        let parts: Vec<Node<'_>> = node.children().collect();
        let (value, target) = (parts.get(2)?, parts.get(4)?);
        let inner = figure_within(*value, depth + 1);
        return Some(
            inner
                .filter(|(_, strong)| *strong)
                .unwrap_or_else(|| (type_name(*target), false)),
        );
    }
    let name = match first.symbol() {
        s::TRIM => match node.child(2).map(Node::symbol) {
            Some(s::LEADING) => "ltrim".to_owned(),
            Some(s::TRAILING) => "rtrim".to_owned(),
            _ => "btrim".to_owned(),
        },
        s::COLLATION => "pg_collation_for".to_owned(),
        _ => first.text().to_ascii_lowercase(),
    };
    Some((name, true))
}

/// The last part of a type's name as the server keeps it.
fn type_name(node: Node<'_>) -> String {
    let name = crate::types::read(node).ty.name;
    name.split([' ', '(']).next().unwrap_or_default().to_owned()
}
