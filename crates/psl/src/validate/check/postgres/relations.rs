//! Foreign keys that PostgreSQL cannot make, or that cannot do what they say.

use diag::Diagnostic;

use super::super::super::context::Context;
use super::super::super::relations::{self, Shape};
use super::super::relations::pairs;
use super::kind;
use crate::codes;
use crate::datamodel::{
    FieldId, FieldRef, IndexField, ModelId, NativeKind, ReferentialAction, RelationField,
    RelationMode,
};

/// Checks all foreign keys.
pub(super) fn check(ctx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if ctx.datamodel.relation_mode() == RelationMode::Prisma {
        return;
    }
    for relation in &ctx.inferred {
        if matches!(relation.shape, Shape::ManyToMany { .. }) {
            continue;
        }
        let Some(forward) = relation.a() else {
            continue;
        };
        let Some(side) = ctx.relation(forward) else {
            continue;
        };
        check_columns(ctx, forward, relation.model_b, side, findings);
        findings.extend(check_unique(
            ctx,
            forward,
            relation.model_b,
            &side.references,
        ));
        findings.extend(check_set_default(ctx, forward, &side.fields));
    }
}

fn check_columns(
    ctx: &Context<'_>,
    forward: FieldRef,
    related: ModelId,
    side: &RelationField,
    findings: &mut Vec<Diagnostic>,
) {
    for (own, theirs) in pairs(forward.model, &side.fields, related, &side.references) {
        let ty = |field: FieldRef| ctx.field(field).scalar().map(|scalar| &scalar.ty);
        if ty(own) != ty(theirs) {
            // That has been reported.
            continue;
        }
        let lists = (ctx.field(own).is_list(), ctx.field(theirs).is_list());
        let kinds = (kind(ctx, own), kind(ctx, theirs));
        let comparable = match (lists, kinds) {
            ((false, false), (Some(own), Some(theirs))) => comparable(own, theirs),
            ((true, true), (own, theirs)) => own == theirs,
            ((false, false), _) => true,
            ((true, false) | (false, true), _) => false,
        };
        if !comparable {
            findings.push(mismatch(ctx, forward, [own, theirs], false));
        } else if lists == (false, false)
            && let (Some(a), Some(b)) = kinds
            && a != b
        {
            findings.push(mismatch(ctx, forward, [own, theirs], true));
        }
    }
}

/// Whether PostgreSQL has an equality for a foreign key from one type to another.
fn comparable(own: NativeKind, theirs: NativeKind) -> bool {
    use NativeKind::{
        Bit, Char, Citext, Date, Inet, Json, Money, Oid, Text, Time, Timestamp, Timestamptz,
        Timetz, Uuid, VarBit, VarChar, Xml,
    };
    let text = |kind| matches!(kind, Text | VarChar | Char);
    let bits = |kind| matches!(kind, Bit | VarBit);
    let moment = |kind| matches!(kind, Timestamp | Timestamptz | Date);
    match (own, theirs) {
        (Json | Xml, _) | (_, Json | Xml) => false,
        (own, theirs) if own == theirs => true,
        (own, theirs) if text(own) && text(theirs) => true,
        (Citext, Text | VarChar) | (Time, Timetz) => true,
        (own, theirs) if bits(own) && bits(theirs) => true,
        (own, theirs) if moment(own) && moment(theirs) => true,
        (own, theirs) => {
            let alone = |kind| {
                text(kind)
                    || bits(kind)
                    || moment(kind)
                    || matches!(kind, Uuid | Inet | Citext | Time | Timetz | Money)
            };
            // Whole numbers are converted to object identifiers, and not the other way round.
            !alone(own) && !alone(theirs) && own != Oid
        }
    }
}

fn described(ctx: &Context<'_>, field: FieldRef) -> String {
    let name = kind(ctx, field).map_or("an enum", NativeKind::name);
    if ctx.field(field).is_list() {
        format!("{name}[]")
    } else {
        name.to_owned()
    }
}

/// Says of two columns that their types differ, and whether PostgreSQL can compare them all the
/// same.
fn mismatch(
    ctx: &Context<'_>,
    forward: FieldRef,
    [own, theirs]: [FieldRef; 2],
    comparable: bool,
) -> Diagnostic {
    let names = (ctx.path(own), ctx.path(theirs));
    let types = format!("`{}` and `{}`", described(ctx, own), described(ctx, theirs));
    let finding = if comparable {
        let message = format!(
            "`{}` and `{}` have different types in the database: {types}",
            names.0, names.1
        );
        Diagnostic::warning(&codes::FOREIGN_KEY_WIDTH_MISMATCH, message)
    } else {
        let message = format!(
            "PostgreSQL cannot compare `{}` with `{}`: {types}",
            names.0, names.1
        );
        Diagnostic::error(&codes::FOREIGN_KEY_TYPE_MISMATCH, message)
    };
    finding
        .at(ctx.field(forward).span, "")
        .also(ctx.field(own).name.span, "this column")
        .also(ctx.field(theirs).name.span, "refers to this one")
        .help("give both the same native type")
}

/// A partial unique index does not make its columns unique.
fn check_unique(
    ctx: &Context<'_>,
    forward: FieldRef,
    related: ModelId,
    references: &[FieldId],
) -> Option<Diagnostic> {
    if references.is_empty() {
        return None;
    }
    let mut sorted = references.to_vec();
    sorted.sort_unstable();
    let same = |columns: &[IndexField]| {
        let mut fields: Vec<FieldId> = columns.iter().map(|column| column.field).collect();
        fields.sort_unstable();
        fields == sorted
    };
    let model = ctx.model(related);
    let whole = model
        .primary_key
        .as_ref()
        .is_some_and(|key| same(&key.fields))
        || model
            .uniques()
            .any(|index| index.predicate.is_none() && same(&index.fields));
    let partial = model.uniques().find(|index| same(&index.fields));
    let partial = partial.filter(|_| !whole)?;
    let finding = Diagnostic::error(
        &codes::REFERENCES_PARTIAL_INDEX,
        "`references` names columns that are unique in some rows only",
    )
    .at(ctx.field(forward).span, "")
    .also(partial.span, "this index leaves rows out")
    .help("add a unique index without `where`, or refer to the id");
    Some(finding)
}

/// `SET DEFAULT` sets to null what has no default, and fails where that is not allowed.
fn check_set_default(
    ctx: &Context<'_>,
    forward: FieldRef,
    fields: &[FieldId],
) -> Option<Diagnostic> {
    let sets = [
        relations::on_delete(ctx, forward),
        relations::on_update(ctx, forward),
    ]
    .contains(&ReferentialAction::SetDefault);
    if !sets {
        return None;
    }
    let model = ctx.model(forward.model);
    let missing: Vec<FieldId> = fields
        .iter()
        .copied()
        .filter(|field| {
            let field = &model[*field];
            field.is_required()
                && field
                    .scalar()
                    .is_some_and(|scalar| scalar.default.is_none())
        })
        .collect();
    if missing.is_empty() {
        return None;
    }
    let columns = ctx.field_names(forward.model, &missing);
    let finding = Diagnostic::warning(
        &codes::SET_DEFAULT_WITHOUT_DEFAULT,
        format!("the action sets columns to their default that have none: {columns}"),
    )
    .at(ctx.field(forward).span, "")
    .help("give them a default, or choose another action");
    Some(finding)
}
