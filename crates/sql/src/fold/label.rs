//! The name that the server gives to an expression's column (`FigureIndexColname`): a generated
//! index name contains it.

use crate::grammar::symbol as s;
use crate::name::{identifier, identifiers};
use crate::tree::Node;
use crate::types::read;

/// The name of an expression's column; `None` is `expr`.
pub(super) fn label(expression: Node<'_>) -> Option<String> {
    strong(expression, 0).or_else(|| weak(expression))
}

/// Names that hold even under a cast.
fn strong(node: Node<'_>, depth: usize) -> Option<String> {
    if depth > 100 {
        return None;
    }
    let first = node.child(0);
    match node.symbol() {
        s::COLUMNREF => node
            .tokens()
            .filter(|token| !token.is(s::DOT))
            .last()
            .map(identifier),
        s::FUNC_APPLICATION => identifiers(first?).pop(),
        s::FUNC_EXPR | s::FUNC_EXPR_WINDOWLESS => strong(first?, depth + 1),
        s::C_EXPR if first?.is(s::LEFT_PAREN) => strong(node.child(1)?, depth + 1),
        s::ARRAY_EXPR => Some("array".to_owned()),
        s::A_EXPR => {
            // Of a row of operators only the last can give a name: a cast, or AT TIME ZONE.
            let last = node.children().filter(|part| is_postfix(*part)).last()?;
            if last.is(s::AT) {
                return Some("timezone".to_owned());
            }
            // Casts and collations keep the name of what they stand behind.
            let plain = node.children().skip(1).step_by(2).all(is_postfix);
            plain.then(|| strong(first?, depth + 1)).flatten()
        }
        s::FUNC_EXPR_COMMON_SUBEXPR => {
            let word = first?;
            match word.symbol() {
                s::CAST => strong(node.after(s::LEFT_PAREN).next()?, depth + 1),
                s::TRIM => Some(trim(node).to_owned()),
                _ => Some(word.text().to_ascii_lowercase()),
            }
        }
        _ => None,
    }
}

fn is_postfix(part: Node<'_>) -> bool {
    matches!(part.symbol(), s::TYPECAST | s::COLLATE | s::AT)
}

fn trim(node: Node<'_>) -> &'static str {
    if node.tokens().any(|token| token.is(s::LEADING)) {
        "ltrim"
    } else if node.tokens().any(|token| token.is(s::TRAILING)) {
        "rtrim"
    } else {
        "btrim"
    }
}

/// Names that are used where there is no other: that of a cast's type, and `case`.
fn weak(node: Node<'_>) -> Option<String> {
    match node.symbol() {
        s::CASE_EXPR => Some("case".to_owned()),
        s::C_EXPR => weak(node.child(1)?),
        s::FUNC_EXPR_WINDOWLESS => weak(node.child(0)?),
        s::FUNC_EXPR_COMMON_SUBEXPR => Some(
            read(node.children().filter(|part| !part.is_token()).last()?)
                .ty
                .name,
        ),
        s::A_EXPR => {
            let last = node.children().last()?;
            let cast =
                node.children().any(|part| part.is(s::TYPECAST)) && node.children().count() == 3;
            cast.then(|| read(last).ty.name)
        }
        _ => None,
    }
}
