//! Values, arguments and attributes.

use std::borrow::Cow;

use super::ast::{Argument, Arguments, Attribute, Expression, FieldType, Function, Member, Name};
use super::grammar::Reader;
use super::tree::{TypeShape, TypeTerm};

/// How deep values may nest: far more than any schema has, and few enough for every stack.
const MAX_DEPTH: u32 = 100;

impl<'a> Reader<'a> {
    /// A value.
    pub(crate) fn expression(&mut self) -> Option<Expression<'a>> {
        if self.depth >= MAX_DEPTH {
            self.too_deep = true;
            return None;
        }
        self.depth += 1;
        let found = self.expression_within();
        self.depth -= 1;
        found
    }

    fn expression_within(&mut self) -> Option<Expression<'a>> {
        let start = self.cursor.pos;
        match self.cursor.peek()? {
            b'[' => self.array(),
            b'{' => self.object(),
            b'"' => {
                let value = self.string()?;
                Some(Expression::String(value, self.cursor.span(start)))
            }
            b'-' => self.number(),
            // A word may begin with a digit, so only what follows tells it from a number.
            byte => self
                .function()
                .or_else(|| byte.is_ascii_digit().then(|| self.number()).flatten())
                .or_else(|| {
                    let path = self.cursor.path()?;
                    Some(Expression::Constant(path.text, path.span))
                }),
        }
    }

    fn number(&mut self) -> Option<Expression<'a>> {
        let start = self.cursor.pos;
        let number = self.cursor.number()?;
        Some(Expression::Number(number, self.cursor.span(start)))
    }

    /// What stands between quotes, with escapes resolved and wrong ones reported.
    fn string(&mut self) -> Option<Cow<'a, str>> {
        let start = self.cursor.pos;
        let raw = self.cursor.quoted()?;
        let span = self.cursor.span(start);
        Some(super::string::unescape(raw, span, &mut self.findings))
    }

    fn function(&mut self) -> Option<Expression<'a>> {
        self.attempt(|reader| {
            let start = reader.cursor.pos;
            let name = reader.cursor.path()?;
            reader.cursor.skip_blanks();
            let arguments = reader.arguments()?;
            Some(Expression::Function(Function {
                name,
                arguments,
                span: reader.cursor.span(start),
            }))
        })
    }

    fn array(&mut self) -> Option<Expression<'a>> {
        self.attempt(|reader| {
            let start = reader.cursor.pos;
            if !reader.cursor.eat("[") {
                return None;
            }
            let items = reader.separated(Self::expression);
            reader
                .cursor
                .eat_after_blanks("]")
                .then(|| Expression::Array(items, reader.cursor.span(start)))
        })
    }

    fn object(&mut self) -> Option<Expression<'a>> {
        self.attempt(|reader| {
            let start = reader.cursor.pos;
            if !reader.cursor.eat("{") {
                return None;
            }
            let members = reader.separated(Self::member);
            reader
                .cursor
                .eat_after_blanks("}")
                .then(|| Expression::Object(members, reader.cursor.span(start)))
        })
    }

    fn member(&mut self) -> Option<Member<'a>> {
        let start = self.cursor.pos;
        let (key, value) = self.named()?;
        Some(Member {
            key,
            value,
            span: self.cursor.span(start),
        })
    }

    /// `name: value`
    fn named(&mut self) -> Option<(Name<'a>, Expression<'a>)> {
        self.attempt(|reader| {
            let name = reader.cursor.identifier()?;
            if !reader.cursor.eat_after_blanks(":") {
                return None;
            }
            reader.cursor.skip_blanks();
            Some((name, reader.expression()?))
        })
    }

    /// Any number of things with commas between them; a comma behind the last is left.
    fn separated<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Vec<T> {
        let mut list = Vec::new();
        let mut before = self.cursor.pos;
        self.cursor.skip_blanks();
        while let Some(item) = read(self) {
            list.push(item);
            before = self.cursor.pos;
            if !self.cursor.eat_after_blanks(",") {
                break;
            }
            self.cursor.skip_blanks();
        }
        self.cursor.pos = before;
        list
    }

    /// Arguments with their parentheses.
    pub(crate) fn arguments(&mut self) -> Option<Arguments<'a>> {
        enum Term<'a> {
            Full(Argument<'a>),
            Empty(Name<'a>),
        }
        self.attempt(|reader| {
            if !reader.cursor.eat("(") {
                return None;
            }
            let mut arguments = Arguments::default();
            let terms = reader.separated(|reader| {
                reader
                    .argument()
                    .map(Term::Full)
                    .or_else(|| reader.empty_argument().map(Term::Empty))
            });
            arguments.list.reserve_exact(terms.len());
            for term in terms {
                match term {
                    Term::Full(argument) => arguments.list.push(argument),
                    Term::Empty(name) => arguments.empty.push(name),
                }
            }
            reader.cursor.skip_blanks();
            let comma = reader.cursor.pos;
            if reader.cursor.eat(",") {
                arguments.trailing_comma = Some(reader.cursor.span(comma));
            }
            reader.cursor.eat_after_blanks(")").then_some(arguments)
        })
    }

    /// `name: value` or `value`; not the `name` of `name:`.
    fn argument(&mut self) -> Option<Argument<'a>> {
        let start = self.cursor.pos;
        let (name, value) = match self.named() {
            Some((name, value)) => (Some(name), value),
            None if self.empty_argument_ahead() => return None,
            None => (None, self.expression()?),
        };
        Some(Argument {
            name,
            value,
            span: self.cursor.span(start),
        })
    }

    fn empty_argument_ahead(&mut self) -> bool {
        let start = self.cursor.pos;
        let found = self.empty_argument().is_some();
        self.cursor.pos = start;
        found
    }

    /// `name:`
    fn empty_argument(&mut self) -> Option<Name<'a>> {
        self.attempt(|reader| {
            let name = reader.cursor.identifier()?;
            reader.cursor.eat_after_blanks(":").then_some(name)
        })
    }

    /// `@path` or `@@path`, with or without arguments; blanks behind are read.
    pub(crate) fn attribute(&mut self, sigil: &str) -> Option<Attribute<'a>> {
        self.attempt(|reader| {
            let start = reader.cursor.pos;
            if !reader.cursor.eat(sigil) {
                return None;
            }
            reader.cursor.skip_blanks();
            let name = reader.cursor.path()?;
            reader.cursor.skip_blanks();
            let arguments = reader.arguments().unwrap_or_default();
            Some(Attribute {
                name,
                arguments,
                span: reader.cursor.trimmed_span(start),
            })
        })
    }

    /// Any number of field attributes.
    pub(crate) fn field_attributes(&mut self) -> Vec<Attribute<'a>> {
        let mut list = Vec::new();
        let mut end = self.cursor.pos;
        while let Some(attribute) = self.attribute("@") {
            list.push(attribute);
            end = self.cursor.pos;
            self.cursor.skip_blanks();
        }
        self.cursor.pos = end;
        list
    }

    /// A type with the marks of its arity.
    pub(crate) fn type_term(&mut self) -> Option<TypeTerm<'a>> {
        let start = self.cursor.pos;
        let (base, shape) = self.legacy_list().or_else(|| {
            let base = self.base_type()?;
            let shape = if self.cursor.eat_after_blanks("[]") {
                if self.cursor.eat_after_blanks("?") {
                    TypeShape::OptionalList
                } else {
                    TypeShape::List
                }
            } else if self.cursor.eat_after_blanks("?") {
                TypeShape::Optional
            } else if self.cursor.eat_after_blanks("!") {
                TypeShape::LegacyRequired
            } else {
                TypeShape::Required
            };
            Some((base, shape))
        })?;
        Some(TypeTerm {
            base,
            shape,
            span: self.cursor.span(start),
        })
    }

    /// `[Type]`
    fn legacy_list(&mut self) -> Option<(FieldType<'a>, TypeShape)> {
        self.attempt(|reader| {
            if !reader.cursor.eat("[") {
                return None;
            }
            reader.cursor.skip_blanks();
            let base = reader.base_type()?;
            reader
                .cursor
                .eat_after_blanks("]")
                .then_some((base, TypeShape::LegacyList))
        })
    }

    /// `Type` or `Unsupported("type")`
    pub(crate) fn base_type(&mut self) -> Option<FieldType<'a>> {
        self.attempt(|reader| {
            let start = reader.cursor.pos;
            if !reader.cursor.eat("Unsupported(") {
                return None;
            }
            reader.cursor.skip_blanks();
            let name = reader.string()?;
            reader
                .cursor
                .eat_after_blanks(")")
                .then(|| FieldType::Unsupported {
                    name,
                    span: reader.cursor.span(start),
                })
        })
        .or_else(|| self.cursor.identifier().map(FieldType::Named))
    }
}
