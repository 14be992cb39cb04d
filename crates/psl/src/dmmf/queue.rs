//! The input types that are still to be written.
//!
//! Prisma writes types breadth first: a type is queued when a field first refers to it, and each
//! is written once. Most types are told apart by what they are for, so that two models `A` and
//! `AUpdate` may both bring an `AUpdateInput`; some only by their name, and of these the first
//! one wins.

use std::collections::HashSet;

use crate::datamodel::ScalarType;

use super::facts::{CompoundNo, Facts, ModelNo, RelationNo, ScalarNo, Ty};

/// An input type of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum ModelInput {
    /// `UserWhereInput`
    Where,
    /// `UserOrderByWithRelationInput`
    OrderByRelation,
    /// `UserWhereUniqueInput`
    WhereUnique,
    /// `UserOrderByWithAggregationInput`
    OrderByAggregation,
    /// `UserScalarWhereWithAggregatesInput`
    ScalarWhereAggregates,
    /// `UserScalarWhereInput`
    ScalarWhere,
    /// `UserCreateInput`
    Create,
    /// `UserUncheckedCreateInput`
    UncheckedCreate,
    /// `UserUpdateInput`
    Update,
    /// `UserUncheckedUpdateInput`
    UncheckedUpdate,
    /// `UserCreateManyInput`
    CreateMany,
    /// `UserUpdateManyMutationInput`
    UpdateMany,
    /// `UserUncheckedUpdateManyInput`
    UncheckedUpdateMany,
    /// `UserListRelationFilter`
    ListFilter,
    /// `UserScalarRelationFilter`
    OneFilter,
    /// `UserNullableScalarRelationFilter`
    OptionalFilter,
    /// `UserOrderByRelationAggregateInput`
    OrderByList,
    /// `UserCountOrderByAggregateInput`
    OrderByCount,
    /// `UserAvgOrderByAggregateInput`
    OrderByAvg,
    /// `UserMaxOrderByAggregateInput`
    OrderByMax,
    /// `UserMinOrderByAggregateInput`
    OrderByMin,
    /// `UserSumOrderByAggregateInput`
    OrderBySum,
    /// `UserOrderByRelevanceInput`
    OrderByRelevance,
}

const MODEL_INPUTS: usize = ModelInput::OrderByRelevance as usize + 1;

/// An input type of a relation field: of the related model, seen from that field. The names end
/// with the field on the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum RelationInput {
    /// `PostCreateNestedManyWithoutAuthorInput`
    CreateNested,
    /// `PostUncheckedCreateNestedManyWithoutAuthorInput`
    UncheckedCreateNested,
    /// `PostUpdateManyWithoutAuthorNestedInput`
    UpdateNested,
    /// `PostUncheckedUpdateManyWithoutAuthorNestedInput`
    UncheckedUpdateNested,
    /// `PostCreateWithoutAuthorInput`
    Create,
    /// `PostUncheckedCreateWithoutAuthorInput`
    UncheckedCreate,
    /// `PostUpdateWithoutAuthorInput`
    Update,
    /// `PostUncheckedUpdateWithoutAuthorInput`
    UncheckedUpdate,
    /// `PostCreateOrConnectWithoutAuthorInput`: told by its name.
    CreateOrConnect,
    /// `PostCreateManyAuthorInputEnvelope`: told by its name.
    CreateManyEnvelope,
    /// `PostCreateManyAuthorInput`
    CreateMany,
    /// `PostUpsertWithWhereUniqueWithoutAuthorInput`
    UpsertWithWhereUnique,
    /// `UserUpsertWithoutPostsInput`
    Upsert,
    /// `PostUpdateWithWhereUniqueWithoutAuthorInput`
    UpdateWithWhereUnique,
    /// `UserUpdateToOneWithWhereWithoutPostsInput`
    UpdateToOne,
    /// `PostUpdateManyWithWhereWithoutAuthorInput`
    UpdateManyWithWhere,
    /// `PostUncheckedUpdateManyWithoutAuthorInput`
    UncheckedUpdateMany,
}

const RELATION_INPUTS: usize = RelationInput::UncheckedUpdateMany as usize + 1;

/// Which filter of a type.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a part of the name, and no two exclude each other"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Filter {
    /// The type.
    pub ty: Ty,
    /// `@db.Uuid`
    pub uuid: bool,
    /// Of an optional field.
    pub nullable: bool,
    /// Inside of another filter.
    pub nested: bool,
    /// For `having`.
    pub aggregates: bool,
}

/// An input type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Input {
    /// Of a model.
    Model(ModelInput, ModelNo),
    /// Of a relation field.
    Relation(RelationInput, RelationNo),
    /// `PostAuthorIdTitleCompoundUniqueInput`: told by its name.
    Compound(CompoundNo),
    /// `UserCreatetagsInput`
    CreateList(ScalarNo),
    /// `UserUpdatetagsInput`
    UpdateList(ScalarNo),
    /// `IntNullableFilter` and the like: told by their names.
    Filter(Filter),
    /// `IntNullableListFilter`, grouped with the model of the first list field of that type.
    ListFilter(ScalarNo),
    /// `NullableIntFieldUpdateOperationsInput`, grouped with the model of the first such field.
    Operations(ScalarNo),
    /// `SortOrderInput`
    SortOrder,
}

/// First in, first out, each once.
pub(super) struct Queue {
    items: Vec<Input>,
    next: usize,
    /// A bit for each input type that can be.
    seen: Vec<u64>,
    /// How many input types of each kind there can be, in the order of [`Queue::number`].
    counts: [usize; 8],
    /// The names of the types that are told by their names, output types and enums included.
    names: HashSet<Box<str>>,
    name: String,
}

impl Queue {
    /// An empty one for types of these facts.
    pub(super) fn new(facts: &Facts<'_>) -> Self {
        let types = SCALAR_TYPES + facts.enums.len();
        let counts = [
            MODEL_INPUTS * facts.models.len(),
            RELATION_INPUTS * facts.relations.len(),
            facts.compounds.len(),
            facts.scalars.len(),
            facts.scalars.len(),
            8 * types,
            types,
            2 * types,
        ];
        let total = counts.iter().sum::<usize>() + 1;
        Queue {
            items: Vec::with_capacity(total),
            next: 0,
            seen: vec![0; total.div_ceil(64)],
            counts,
            names: HashSet::new(),
            name: String::new(),
        }
    }

    /// Queues an input type unless it was queued before.
    pub(super) fn push(&mut self, facts: &Facts<'_>, input: Input) {
        let number = self.number(facts, input);
        let (word, bit) = (&mut self.seen[number / 64], 1 << (number % 64));
        if *word & bit != 0 {
            return;
        }
        *word |= bit;
        if is_told_by_name(input) {
            self.name.clear();
            facts.write_name(&mut self.name, input);
            if self.names.contains(self.name.as_str()) {
                return;
            }
            self.names.insert(self.name.as_str().into());
        }
        self.items.push(input);
    }

    /// The next input type to write.
    pub(super) fn pop(&mut self) -> Option<Input> {
        let input = self.items.get(self.next).copied();
        self.next += usize::from(input.is_some());
        input
    }

    /// Whether no type that is told by its name had this one, and has it from now on.
    pub(super) fn claim(&mut self, name: &str) -> bool {
        !self.names.contains(name) && self.names.insert(name.into())
    }

    /// The number of an input type among all that can be.
    fn number(&self, facts: &Facts<'_>, input: Input) -> usize {
        let (section, number) = match input {
            Input::Model(kind, model) => (0, kind as usize * facts.models.len() + model),
            Input::Relation(kind, field) => (1, kind as usize * facts.relations.len() + field),
            Input::Compound(number) => (2, number),
            Input::CreateList(scalar) => (3, scalar),
            Input::UpdateList(scalar) => (4, scalar),
            Input::Filter(filter) => {
                let flags = usize::from(filter.nullable)
                    | usize::from(filter.nested) << 1
                    | usize::from(filter.aggregates) << 2;
                (5, type_number(filter.ty, filter.uuid) * 8 + flags)
            }
            Input::ListFilter(scalar) => (6, type_number(facts.scalars[scalar].ty, false)),
            Input::Operations(scalar) => {
                let scalar = &facts.scalars[scalar];
                let optional = usize::from(!scalar.is_required());
                (7, type_number(scalar.ty, false) * 2 + optional)
            }
            Input::SortOrder => (8, 0),
        };
        self.counts[..section].iter().sum::<usize>() + number
    }
}

/// Whether an input type is the same as any other of its name.
fn is_told_by_name(input: Input) -> bool {
    match input {
        Input::Compound(_)
        | Input::Relation(RelationInput::CreateOrConnect | RelationInput::CreateManyEnvelope, _) => {
            true
        }
        // The names of the others come from a fixed list, in which there are no doubles.
        Input::Filter(filter) => matches!(filter.ty, Ty::Enum(_)),
        Input::Model(..)
        | Input::Relation(..)
        | Input::CreateList(_)
        | Input::UpdateList(_)
        | Input::ListFilter(_)
        | Input::Operations(_)
        | Input::SortOrder => false,
    }
}

/// Scalar types, `@db.Uuid` counted as one of its own.
pub(super) const SCALAR_TYPES: usize = 10;

/// The position of a type among all types, enums last.
pub(super) fn type_number(ty: Ty, uuid: bool) -> usize {
    match ty {
        Ty::Scalar(_) if uuid => SCALAR_TYPES - 1,
        Ty::Scalar(ty) => match ty {
            ScalarType::Int => 0,
            ScalarType::BigInt => 1,
            ScalarType::Float => 2,
            ScalarType::Decimal => 3,
            ScalarType::Boolean => 4,
            ScalarType::String => 5,
            ScalarType::DateTime => 6,
            ScalarType::Json => 7,
            ScalarType::Bytes => 8,
        },
        Ty::Enum(number) => SCALAR_TYPES + number,
    }
}
