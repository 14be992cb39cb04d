//! The preview features of Prisma 7.10, those of earlier versions included.

use crate::datamodel::PreviewFeature;

/// What has become of a preview feature.
pub(super) enum Status {
    /// It is one.
    Active(PreviewFeature),
    /// It is accepted and means nothing here.
    Hidden,
    /// It has another name now.
    Renamed(PreviewFeature),
    /// It works without being asked for, or is gone for good.
    Obsolete,
    /// There is no such feature.
    Unknown,
}

/// Features that became general or were given up, in lower case. `metrics` is gone since Prisma 7, which
/// refuses it; a schema written for an earlier version is read all the same.
const OBSOLETE: &[&str] = &[
    "aggregateapi",
    "atomicnumberoperations",
    "clientextensions",
    "cockroachdb",
    "connectorcreate",
    "createmany",
    "dataproxy",
    "deno",
    "distinct",
    "driveradapters",
    "extendedindexes",
    "extendedwhereunique",
    "fieldreference",
    "filteredrelationcount",
    "filterjson",
    "fulltextindex",
    "groupby",
    "improvedqueryraw",
    "interactivetransactions",
    "jsonprotocol",
    "metrics",
    "microsoftsqlserver",
    "middlewares",
    "mongodb",
    "multischema",
    "namedconstraints",
    "napi",
    "nativetypes",
    "omitapi",
    "orderbyaggregategroup",
    "orderbynulls",
    "orderbyrelation",
    "prismaschemafolder",
    "querycompiler",
    "referentialactions",
    "referentialintegrity",
    "selectrelationcount",
    "tracing",
    "transactionapi",
    "uncheckedscalarinputs",
];

/// What has become of the feature of that name; case does not matter.
pub(super) fn status(name: &str) -> Status {
    let active = PreviewFeature::ALL
        .iter()
        .find(|feature| feature.name().eq_ignore_ascii_case(name));
    if let Some(feature) = active {
        return Status::Active(*feature);
    }
    let lower = name.to_ascii_lowercase();
    match lower.as_str() {
        "reactnative" => Status::Hidden,
        "fulltextsearch" => Status::Renamed(PreviewFeature::FullTextSearchPostgres),
        _ if OBSOLETE.binary_search(&lower.as_str()).is_ok() => Status::Obsolete,
        _ => Status::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn obsolete_features_are_sorted() {
        assert!(OBSOLETE.is_sorted());
    }
}
