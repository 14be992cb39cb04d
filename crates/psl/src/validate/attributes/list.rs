//! The attributes of one field, value or block.

use diag::Diagnostic;

use super::super::context::Context;
use crate::codes;
use crate::syntax::ast::Attribute;

/// A list of attributes, and which of them have been looked at.
pub(super) struct AttributeList<'a> {
    list: &'a [Attribute<'a>],
    seen: Vec<bool>,
    /// `@` or `@@`.
    sign: &'static str,
}

impl<'a> AttributeList<'a> {
    /// The attributes of a field or value.
    pub(super) fn of_field(list: &'a [Attribute<'a>]) -> Self {
        Self {
            list,
            seen: vec![false; list.len()],
            sign: "@",
        }
    }

    /// The attributes of a block.
    pub(super) fn of_block(list: &'a [Attribute<'a>]) -> Self {
        Self {
            sign: "@@",
            ..Self::of_field(list)
        }
    }

    /// The attribute of that name, which may stand once at most. When it is repeated, each is
    /// reported and none is given.
    pub(super) fn single(
        &mut self,
        ctx: &mut Context<'a>,
        name: &str,
    ) -> Option<&'a Attribute<'a>> {
        self.only(ctx, |attribute| attribute.name.text == name, true)
    }

    /// The attribute with a dot in its name: a native type. When it is repeated, the first is
    /// given and the others are reported.
    pub(super) fn native(&mut self, ctx: &mut Context<'a>) -> Option<&'a Attribute<'a>> {
        self.only(ctx, |attribute| attribute.name.text.contains('.'), false)
    }

    fn only(
        &mut self,
        ctx: &mut Context<'a>,
        wanted: impl Fn(&Attribute<'_>) -> bool,
        report_first: bool,
    ) -> Option<&'a Attribute<'a>> {
        let mut found = None;
        let mut repeated = false;
        for (attribute, seen) in self.list.iter().zip(&mut self.seen) {
            if !wanted(attribute) {
                continue;
            }
            *seen = true;
            let Some(first) = found else {
                found = Some(attribute);
                continue;
            };
            if report_first && !repeated {
                report_repeated(ctx, self.sign, first, attribute);
            }
            report_repeated(ctx, self.sign, attribute, first);
            repeated = true;
        }
        found.filter(|_| !(report_first && repeated))
    }

    /// All attributes of that name, in order.
    pub(super) fn all(&mut self, name: &str) -> Vec<&'a Attribute<'a>> {
        let mut found = Vec::new();
        for (attribute, seen) in self.list.iter().zip(&mut self.seen) {
            if attribute.name.text == name {
                *seen = true;
                found.push(attribute);
            }
        }
        found
    }

    /// Reports those that nobody looked at; `known` are the names that may stand here.
    pub(super) fn finish(self, ctx: &mut Context<'a>, known: &[&str]) {
        for (attribute, seen) in self.list.iter().zip(&self.seen) {
            if *seen {
                continue;
            }
            let (sign, name) = (self.sign, attribute.name.text);
            let mut finding = Diagnostic::error(
                &codes::UNKNOWN_ATTRIBUTE,
                format!("there is no attribute `{sign}{name}` here"),
            )
            .at(attribute.span, "");
            if name.contains('.') {
                finding = finding.help("give native types to fields of a scalar type only");
            } else if let Some(near) = ctx.suggester.nearest(name, known.iter().copied()) {
                finding = finding.help(format!("did you mean `{sign}{near}`?"));
            } else {
                let names: Vec<String> = known.iter().map(|n| format!("`{sign}{n}`")).collect();
                finding = finding.note(format!("known here: {}", names.join(", ")));
            }
            ctx.push(finding);
        }
    }
}

fn report_repeated(ctx: &mut Context<'_>, sign: &str, at: &Attribute<'_>, other: &Attribute<'_>) {
    ctx.push(
        Diagnostic::error(
            &codes::REPEATED_ATTRIBUTE,
            format!("the attribute `{sign}{}` stands here twice", at.name.text),
        )
        .at(at.span, "")
        .also(other.span, "also here")
        .help("remove one of them"),
    );
}
