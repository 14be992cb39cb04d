//! `datasource` and `generator` blocks.

use diag::Span;

use super::Name;

/// The `datasource` block.
#[derive(Debug, Clone, PartialEq)]
pub struct Datasource {
    /// Its name, the prefix of native types: `db` in `@db.VarChar(30)`.
    pub name: Name,
    /// `provider`, as written: `postgresql` or `postgres`.
    pub provider: Name,
    /// `url`; since Prisma 7 it stands outside of the schema.
    pub url: Option<(ConfigValue, Span)>,
    /// `directUrl`
    pub direct_url: Option<(ConfigValue, Span)>,
    /// `shadowDatabaseUrl`
    pub shadow_database_url: Option<(ConfigValue, Span)>,
    /// `relationMode`, foreign keys by default.
    pub relation_mode: RelationMode,
    /// `schemas`, empty when it is not given.
    pub schemas: Vec<Name>,
    /// `extensions`
    pub extensions: Vec<ExtensionRequest>,
    /// The `///` comments above.
    pub documentation: Option<String>,
    /// The whole block.
    pub span: Span,
}

/// How relations are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RelationMode {
    /// By foreign keys.
    #[default]
    ForeignKeys,
    /// By the client; the database has no foreign keys.
    Prisma,
}

/// An entry of `extensions`: `pgcrypto` or `vector(map: "v", schema: "x", version: "0.5")`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionRequest {
    /// Its name in the schema.
    pub name: Name,
    /// `map`: its name in the database.
    pub map: Option<String>,
    /// `schema`: where it is installed.
    pub schema: Option<String>,
    /// `version`
    pub version: Option<String>,
}

/// A `generator` block.
#[derive(Debug, Clone, PartialEq)]
pub struct Generator {
    /// Its name.
    pub name: Name,
    /// `provider`
    pub provider: ConfigValue,
    /// `output`
    pub output: Option<ConfigValue>,
    /// `binaryTargets`
    pub binary_targets: Vec<ConfigValue>,
    /// `previewFeatures` that are known and active.
    pub preview_features: Vec<PreviewFeature>,
    /// `engineType`
    pub engine_type: Option<String>,
    /// All other properties, in order.
    pub properties: Vec<Property>,
    /// The `///` comments above.
    pub documentation: Option<String>,
    /// The whole block.
    pub span: Span,
}

/// A property that only its generator knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Its key.
    pub name: Name,
    /// Its value.
    pub value: ConfigValue,
}

/// A value in a configuration block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigValue {
    /// A string, a number or a bare word.
    Text(String),
    /// `env("NAME")`: the environment variable that holds it.
    Env(String),
    /// `[…]`
    List(Vec<ConfigValue>),
}

/// A preview feature that is neither general nor gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PreviewFeature {
    /// `fullTextSearchPostgres`
    FullTextSearchPostgres,
    /// `nativeDistinct`
    NativeDistinct,
    /// `partialIndexes`
    PartialIndexes,
    /// `postgresqlExtensions`
    PostgresqlExtensions,
    /// `relationJoins`
    RelationJoins,
    /// `schemaEngineDriverAdapters`
    SchemaEngineDriverAdapters,
    /// `shardKeys`
    ShardKeys,
    /// `strictUndefinedChecks`
    StrictUndefinedChecks,
    /// `typedSql`
    TypedSql,
    /// `views`
    Views,
}

impl PreviewFeature {
    /// All of them, by name.
    pub const ALL: &'static [Self] = &[
        Self::FullTextSearchPostgres,
        Self::NativeDistinct,
        Self::PartialIndexes,
        Self::PostgresqlExtensions,
        Self::RelationJoins,
        Self::SchemaEngineDriverAdapters,
        Self::ShardKeys,
        Self::StrictUndefinedChecks,
        Self::TypedSql,
        Self::Views,
    ];

    /// As it is written in `previewFeatures`.
    pub fn name(self) -> &'static str {
        match self {
            Self::FullTextSearchPostgres => "fullTextSearchPostgres",
            Self::NativeDistinct => "nativeDistinct",
            Self::PartialIndexes => "partialIndexes",
            Self::PostgresqlExtensions => "postgresqlExtensions",
            Self::RelationJoins => "relationJoins",
            Self::SchemaEngineDriverAdapters => "schemaEngineDriverAdapters",
            Self::ShardKeys => "shardKeys",
            Self::StrictUndefinedChecks => "strictUndefinedChecks",
            Self::TypedSql => "typedSql",
            Self::Views => "views",
        }
    }
}
