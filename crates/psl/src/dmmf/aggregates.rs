//! What is computed of the values of columns.

use super::facts::{Facts, ModelNo, ScalarNo};
use super::queue::ModelInput;

/// An aggregate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aggregate {
    Count,
    Avg,
    Sum,
    Min,
    Max,
}

/// In the order of the fields of an output type.
pub(super) const OUTPUT_ORDER: [Aggregate; 5] = [
    Aggregate::Count,
    Aggregate::Avg,
    Aggregate::Sum,
    Aggregate::Min,
    Aggregate::Max,
];

/// In the order of the fields of an `orderBy`.
pub(super) const INPUT_ORDER: [Aggregate; 5] = [
    Aggregate::Count,
    Aggregate::Avg,
    Aggregate::Max,
    Aggregate::Min,
    Aggregate::Sum,
];

impl Aggregate {
    /// Its field.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Count => "_count",
            Self::Avg => "_avg",
            Self::Sum => "_sum",
            Self::Min => "_min",
            Self::Max => "_max",
        }
    }

    /// Its part in the names of types.
    pub(super) fn type_name(self) -> &'static str {
        match self {
            Self::Count => "Count",
            Self::Avg => "Avg",
            Self::Sum => "Sum",
            Self::Min => "Min",
            Self::Max => "Max",
        }
    }

    /// The input type that orders by it.
    pub(super) fn order(self) -> ModelInput {
        match self {
            Self::Count => ModelInput::OrderByCount,
            Self::Avg => ModelInput::OrderByAvg,
            Self::Sum => ModelInput::OrderBySum,
            Self::Min => ModelInput::OrderByMin,
            Self::Max => ModelInput::OrderByMax,
        }
    }
}

impl Facts<'_> {
    /// The columns of which an aggregate is computed.
    pub(super) fn aggregated(
        &self,
        aggregate: Aggregate,
        model: ModelNo,
    ) -> impl Iterator<Item = ScalarNo> {
        let scalars = self.models[model].scalars.iter().copied();
        scalars.filter(move |scalar| match aggregate {
            Aggregate::Count => true,
            Aggregate::Avg | Aggregate::Sum => self.scalars[*scalar].is_numeric(),
            Aggregate::Min | Aggregate::Max => self.scalars[*scalar].is_comparable(),
        })
    }
}
