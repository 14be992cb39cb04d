//! What operators make of their operands' types.

use schema::Type;

use super::coerce::{catalog_name, common, is_number, is_polymorphic, is_unknown, plain, same};
use super::constant::retyped;
use super::expr::{Expr, Kind};
use super::overload::{self, Candidate};
use super::reader::Reader;
use super::sequence::{both, either};

/// Operators and their negators, of which one is always what the other is not.
const NEGATORS: [(&str, &str); 7] = [
    ("=", "<>"),
    ("<", ">="),
    (">", "<="),
    ("~~", "!~~"),
    ("~~*", "!~~*"),
    ("~", "!~"),
    ("~*", "!~*"),
];

/// Tests and their opposites.
const TESTS: [(&str, &str); 3] = [
    ("IS NULL", "IS NOT NULL"),
    ("IS TRUE", "IS NOT TRUE"),
    ("IS FALSE", "IS NOT FALSE"),
];

impl Reader<'_> {
    /// An operator with its operands, of which constants take the types that it needs, and casts
    /// are left out that the server would add.
    pub(super) fn operator(&mut self, name: &str, mut operands: Vec<Expr>) -> Expr {
        if let [left, right] = operands.as_slice()
            && let (Kind::Row(lefts), Kind::Row(rights)) = (&left.kind, &right.kind)
            && lefts.len() == rights.len()
            && matches!(name, "=" | "<>")
        {
            return self.rows(name, lefts.clone(), rights.clone());
        }
        let chosen = self.settle(name, &mut operands);
        let ty = match chosen {
            Some(chosen) => chosen.returns,
            None => self.guess(name, &mut operands),
        };
        Expr::new(Kind::Operator(name.to_owned(), operands), ty)
    }

    /// Finds the operator that is meant and gives the operands the types that it takes, as the
    /// server does: what it adds by itself it prints as well.
    fn settle(&self, name: &str, operands: &mut [Expr]) -> Option<Candidate> {
        let types: Vec<Option<&Type>> = operands.iter().map(|expr| expr.ty.as_ref()).collect();
        let chosen = overload::operator(self.names, name, &types)?;
        for (operand, parameter) in operands.iter_mut().zip(&chosen.parameters) {
            *operand = self.coerced(operand.clone(), parameter);
        }
        Some(chosen)
    }

    /// Where the operator is not known: a comparison takes constants for the other side's type, and
    /// beside what is not known constants have none.
    fn guess(&self, name: &str, operands: &mut [Expr]) -> Option<Type> {
        let compares = matches!(
            name,
            "=" | "<>" | "<" | ">" | "<=" | ">=" | "~~" | "~~*" | "!~~" | "!~~*"
        );
        if let [left, right] = operands {
            if compares {
                match (left.ty.clone(), right.ty.clone()) {
                    (Some(ty), Some(unknown)) if is_unknown(&unknown) && !is_unknown(&ty) => {
                        *right = retyped(self.names, right.clone(), &ty);
                    }
                    (Some(unknown), Some(ty)) if is_unknown(&unknown) && !is_unknown(&ty) => {
                        *left = retyped(self.names, left.clone(), &ty);
                    }
                    (_, _) => {}
                }
            }
            if left.ty.is_none() {
                self.beside_unknown(right);
            }
            if right.ty.is_none() {
                self.beside_unknown(left);
            }
        }
        compares.then(|| Type::builtin("bool"))
    }

    /// An operand beside one of unknown type: `varchar` has no operators of its own, and a constant
    /// takes the other's type, whichever that is.
    fn beside_unknown(&self, operand: &mut Expr) {
        if operand.ty.as_ref().is_some_and(|ty| ty.name == "varchar") && !operand.is_constant() {
            *operand = self.coerced(operand.clone(), &Type::builtin("text"));
        }
        untype(operand);
    }

    fn rows(&mut self, name: &str, lefts: Vec<Expr>, rights: Vec<Expr>) -> Expr {
        let pairs: Vec<Expr> = lefts
            .into_iter()
            .zip(rights)
            .map(|(left, right)| self.operator(name, vec![left, right]))
            .collect();
        let join = if name == "=" { both } else { either };
        pairs
            .into_iter()
            .reduce(join)
            .unwrap_or_else(|| Expr::raw(""))
    }

    pub(super) fn distinct(&mut self, left: Expr, right: Expr) -> Expr {
        let mut operands = vec![left, right];
        if self.settle("=", &mut operands).is_none() {
            self.guess("=", &mut operands);
        }
        Expr::of(
            Kind::Operator("IS DISTINCT FROM".to_owned(), operands),
            "bool",
        )
    }

    /// `NOT expr`.
    pub(super) fn negated(expr: Expr) -> Expr {
        let bool = |kind| Expr::of(kind, "bool");
        match expr.kind {
            Kind::Not(inner) => *inner,
            Kind::Operator(name, operands) if built_in(&operands) => match negator(&name) {
                Some(other) => bool(Kind::Operator(other.to_owned(), operands)),
                None => bool(Kind::Not(Box::new(bool(Kind::Operator(name, operands))))),
            },
            Kind::AnyAll {
                operator,
                all,
                left,
                right,
            } if built_in(&[(*left).clone()]) => match negator(&operator) {
                Some(other) => bool(Kind::AnyAll {
                    operator: other.to_owned(),
                    all: !all,
                    left,
                    right,
                }),
                None => bool(Kind::Not(Box::new(bool(Kind::AnyAll {
                    operator,
                    all,
                    left,
                    right,
                })))),
            },
            Kind::Test(inner, words) if scalar(&inner) => match opposite(&TESTS, &words) {
                Some(other) => bool(Kind::Test(inner, other.to_owned())),
                None => bool(Kind::Not(Box::new(bool(Kind::Test(inner, words))))),
            },
            kind => bool(Kind::Not(Box::new(Expr::new(kind, expr.ty)))),
        }
    }

    /// `left IN (elements)`, as the server takes it apart: what holds no column becomes an array.
    pub(super) fn one_of(&mut self, left: &Expr, not: bool, elements: Vec<Expr>) -> Expr {
        let (name, join): (&str, fn(Expr, Expr) -> Expr) =
            if not { ("<>", both) } else { ("=", either) };
        let (mut singles, mut values): (Vec<Expr>, Vec<Expr>) =
            elements.into_iter().partition(Expr::has_column);
        let mut parts = Vec::new();
        if values.len() > 1 && !matches!(left.kind, Kind::Row(_)) {
            let mut all = vec![left.clone()];
            all.append(&mut values);
            let types: Vec<Option<&Type>> = all.iter().map(|value| value.ty.as_ref()).collect();
            let element = common(self.names, &types);
            all.remove(0);
            if let Some(ty) = &element {
                all = all
                    .into_iter()
                    .map(|value| self.coerced(value, ty))
                    .collect();
            }
            let array = Expr::new(Kind::Array(all), element.map(Type::array));
            parts.push(self.any_all(name, not, left.clone(), array));
        } else {
            values.append(&mut singles);
            singles = values;
        }
        for value in singles {
            parts.push(self.operator(name, vec![left.clone(), value]));
        }
        parts
            .into_iter()
            .reduce(join)
            .unwrap_or_else(|| Expr::raw(""))
    }

    /// `left = ANY (right)`
    pub(super) fn any_all(&mut self, name: &str, all: bool, left: Expr, right: Expr) -> Expr {
        let right = match (&right.kind, &right.ty) {
            (Kind::Constant(text), Some(ty)) if is_unknown(ty) => match left.ty.clone() {
                Some(element) if !is_unknown(&element) => {
                    super::constant::typed(self.names, text, &plain(&element).array())
                }
                _ => right,
            },
            (_, _) => right,
        };
        let element = right
            .ty
            .clone()
            .filter(|ty| ty.array)
            .map(|ty| element_of(&ty));
        let mut sides = vec![left, Expr::new(Kind::Raw(String::new()), element)];
        let chosen = self.settle(name, &mut sides);
        let left = sides.swap_remove(0);
        let comparable =
            |ty: &Type| !is_unknown(ty) && (catalog_name(ty).is_none() || ty.name == "citext");
        let element = match &chosen {
            Some(chosen) => chosen.parameters.get(1).cloned(),
            None => left.ty.clone().filter(comparable).map(|ty| plain(&ty)),
        };
        let right = match element {
            Some(ty) => self.coerced(right, &ty.array()),
            None => right,
        };
        if let Kind::Array(elements) = &right.kind
            && let [only] = elements.as_slice()
        {
            return self.operator(name, vec![left, only.clone()]);
        }
        Expr::of(
            Kind::AnyAll {
                operator: name.to_owned(),
                all,
                left: Box::new(left),
                right: Box::new(right),
            },
            "bool",
        )
    }

    /// A value as one of the type that is needed, with the cast that the server adds.
    pub(super) fn coerced(&self, value: Expr, ty: &Type) -> Expr {
        let value = retyped(self.names, value, ty);
        let Some(from) = &value.ty else {
            return value;
        };
        let stays = is_unknown(from)
            || same(from, ty)
            || is_polymorphic(ty)
            || matches!(value.kind, Kind::Null)
            || ty.name == "record";
        if stays {
            return value;
        }
        // A collation stays outside of the cast.
        if let Kind::Collate(inner, collation) = value.kind {
            let inner = self.coerced(*inner, ty);
            let ty = inner.ty.clone();
            return Expr::new(Kind::Collate(Box::new(inner), collation), ty);
        }
        super::constant::cast(self.names, value, &plain(ty))
    }
}

fn element_of(ty: &Type) -> Type {
    Type {
        array: false,
        ..plain(ty)
    }
}

/// Takes its type from a constant string: beside what is not known it may be any.
pub(super) fn untype(expr: &mut Expr) {
    let string = expr
        .ty
        .as_ref()
        .is_some_and(|ty| !is_number(ty) && ty.name != "bool");
    if matches!(expr.kind, Kind::Constant(_)) && string {
        expr.ty = Some(Type::builtin(super::coerce::UNKNOWN));
    }
}

fn negator(name: &str) -> Option<&'static str> {
    opposite(&NEGATORS, name)
}

fn opposite(pairs: &[(&'static str, &'static str)], name: &str) -> Option<&'static str> {
    pairs.iter().find_map(|(one, other)| {
        if *one == name {
            Some(*other)
        } else if *other == name {
            Some(*one)
        } else {
            None
        }
    })
}

/// Whether all operands are of PostgreSQL's own types, whose operators have true negators.
fn built_in(operands: &[Expr]) -> bool {
    operands.iter().all(|operand| {
        let ty = operand.ty.as_ref();
        ty.is_some_and(|ty| ty.schema.is_none() && crate::types::is_builtin(&ty.name))
    })
}

/// Whether a value is neither a row nor of a type that may be one.
fn scalar(expr: &Expr) -> bool {
    built_in(std::slice::from_ref(expr)) && expr.ty.as_ref().is_some_and(|ty| ty.name != "record")
}
