//! The system catalogs as the history has built them so far: what a block asks before it acts.

use schema::{Column, Constraint, Identity, QualifiedName, Table};

use super::value::Value;
use crate::fold::Fold;

/// A row: columns by name. A column that is not listed is not known.
pub(super) type Row<'a> = Vec<(&'static str, Value<'a>)>;

/// The rows of a catalog or a view of `information_schema`; `None` where they are not known.
pub(super) fn rows<'a>(fold: &'a Fold, schema: Option<&str>, name: &str) -> Option<Vec<Row<'a>>> {
    match schema {
        Some("information_schema") => standard(fold, name),
        None | Some("pg_catalog") => own(fold, name).or_else(|| own_of_tables(fold, name)),
        Some(_) => None,
    }
}

fn own<'a>(fold: &'a Fold, name: &str) -> Option<Vec<Row<'a>>> {
    let schema = &fold.schema;
    Some(match name {
        "pg_class" => relations(fold),
        "pg_namespace" => {
            let names = schema.schemas.keys();
            names
                .map(|name| vec![("nspname", text(name)), ("oid", text(name))])
                .collect()
        }
        "pg_type" => types(fold),
        "pg_enum" => {
            let enums = schema.enums.iter();
            let rows = enums.flat_map(|(name, found)| {
                let values = found.values.iter();
                values.map(move |value| {
                    vec![("enumlabel", text(&value.name)), ("enumtypid", oid(name))]
                })
            });
            rows.collect()
        }
        "pg_tables" => named(schema.tables.keys(), "tablename"),
        "pg_sequences" => named(schema.sequences.keys(), "sequencename"),
        "pg_views" => named(
            schema
                .views
                .iter()
                .filter(|(_, view)| !view.materialized)
                .map(|(name, _)| name),
            "viewname",
        ),
        "pg_matviews" => named(
            schema
                .views
                .iter()
                .filter(|(_, view)| view.materialized)
                .map(|(name, _)| name),
            "matviewname",
        ),
        "pg_indexes" => {
            let indexes = fold.indexes.iter();
            let rows = indexes.map(|(index, table)| {
                vec![
                    ("schemaname", text(&table.schema)),
                    ("tablename", text(&table.name)),
                    ("indexname", text(&index.name)),
                ]
            });
            rows.collect()
        }
        "pg_index" => {
            let indexes = fold.indexes.iter();
            let rows = indexes
                .map(|(index, table)| vec![("indexrelid", oid(index)), ("indrelid", oid(table))]);
            rows.collect()
        }
        "pg_proc" => functions(fold),
        "pg_extension" => single(schema.extensions.keys(), "extname"),
        "pg_publication" => single(schema.publications.keys(), "pubname"),
        "pg_event_trigger" => single(schema.event_triggers.keys(), "evtname"),
        "pg_publication_tables" => published(fold),
        _ => return None,
    })
}

fn own_of_tables<'a>(fold: &'a Fold, name: &str) -> Option<Vec<Row<'a>>> {
    Some(match name {
        "pg_constraint" => of_tables(fold, |name, table| {
            let constraints = table.constraints.iter();
            constraints.map(|known| constraint(name, known)).collect()
        }),
        "pg_attribute" => of_tables(fold, |name, table| {
            let columns = table.columns.iter().enumerate();
            columns
                .map(|(at, column)| attribute(name, at, column))
                .collect()
        }),
        "pg_trigger" => of_tables(fold, |name, table| {
            let triggers = table.triggers.iter();
            triggers
                .map(|trigger| {
                    vec![
                        ("tgname", text(&trigger.name)),
                        ("tgrelid", oid(name)),
                        ("tgisinternal", Value::Bool(false)),
                    ]
                })
                .collect()
        }),
        "pg_policy" | "pg_policies" => of_tables(fold, |name, table| {
            let policies = table.policies.iter();
            policies
                .map(|policy| {
                    vec![
                        ("polname", text(&policy.name)),
                        ("policyname", text(&policy.name)),
                        ("polrelid", oid(name)),
                        ("schemaname", text(&name.schema)),
                        ("tablename", text(&name.name)),
                    ]
                })
                .collect()
        }),
        _ => return None,
    })
}

fn standard<'a>(fold: &'a Fold, name: &str) -> Option<Vec<Row<'a>>> {
    let schema = &fold.schema;
    Some(match name {
        "tables" => {
            let tables = schema.tables.iter().map(|(name, table)| {
                let foreign = table.foreign.is_some();
                (name, if foreign { "FOREIGN" } else { "BASE TABLE" })
            });
            let views = schema.views.iter().filter(|(_, view)| !view.materialized);
            let views = views.map(|(name, _)| (name, "VIEW"));
            let row = |(name, kind): (&'a QualifiedName, &'static str)| {
                vec![
                    ("table_schema", text(&name.schema)),
                    ("table_name", text(&name.name)),
                    ("table_type", text(kind)),
                ]
            };
            tables.chain(views).map(row).collect()
        }
        "columns" => of_tables(fold, |name, table| {
            let columns = table.columns.iter();
            columns
                .map(|column| standard_column(name, column))
                .collect()
        }),
        "table_constraints" => of_tables(fold, |name, table| {
            let constraints = table.constraints.iter();
            constraints
                .map(|known| standard_constraint(name, known))
                .collect()
        }),
        "key_column_usage" => of_tables(fold, |name, table| {
            let constraints = table.constraints.iter();
            constraints
                .flat_map(|known| key_columns(name, known))
                .collect()
        }),
        "schemata" => single(schema.schemas.keys(), "schema_name"),
        "sequences" => pairs(schema.sequences.keys(), "sequence_schema", "sequence_name"),
        "views" => pairs(
            schema
                .views
                .iter()
                .filter(|(_, view)| !view.materialized)
                .map(|(name, _)| name),
            "table_schema",
            "table_name",
        ),
        "routines" => {
            let functions = schema.functions.keys().map(|(name, _)| name);
            pairs(functions, "routine_schema", "routine_name")
        }
        "triggers" => of_tables(fold, |name, table| {
            let triggers = table.triggers.iter();
            triggers
                .map(|trigger| {
                    vec![
                        ("trigger_schema", text(&name.schema)),
                        ("trigger_name", text(&trigger.name)),
                        ("event_object_schema", text(&name.schema)),
                        ("event_object_table", text(&name.name)),
                    ]
                })
                .collect()
        }),
        _ => return None,
    })
}

fn functions(fold: &Fold) -> Vec<Row<'_>> {
    let functions = fold.schema.functions.keys();
    let rows = functions.map(|(name, _)| {
        vec![
            ("proname", text(&name.name)),
            ("pronamespace", text(&name.schema)),
            ("oid", oid(name)),
        ]
    });
    rows.collect()
}

fn published(fold: &Fold) -> Vec<Row<'_>> {
    let publications = fold.schema.publications.iter();
    let rows = publications.flat_map(|(name, publication)| {
        let tables = publication.tables.keys();
        tables.map(move |table| {
            vec![
                ("pubname", text(name)),
                ("schemaname", text(&table.schema)),
                ("tablename", text(&table.name)),
            ]
        })
    });
    rows.collect()
}

fn text(value: &str) -> Value<'_> {
    Value::Text(value.into())
}

fn oid(name: &QualifiedName) -> Value<'_> {
    Value::Object(std::borrow::Cow::Borrowed(name))
}

fn of_tables<'a>(
    fold: &'a Fold,
    rows: impl Fn(&'a QualifiedName, &'a Table) -> Vec<Row<'a>>,
) -> Vec<Row<'a>> {
    let tables = fold.schema.tables.iter();
    tables.flat_map(|(name, table)| rows(name, table)).collect()
}

fn single<'a>(names: impl Iterator<Item = &'a String>, column: &'static str) -> Vec<Row<'a>> {
    names.map(|name| vec![(column, text(name))]).collect()
}

fn named<'a>(names: impl Iterator<Item = &'a QualifiedName>, column: &'static str) -> Vec<Row<'a>> {
    pairs(names, "schemaname", column)
}

fn pairs<'a>(
    names: impl Iterator<Item = &'a QualifiedName>,
    schema: &'static str,
    column: &'static str,
) -> Vec<Row<'a>> {
    names
        .map(|name| vec![(schema, text(&name.schema)), (column, text(&name.name))])
        .collect()
}

fn relations(fold: &Fold) -> Vec<Row<'_>> {
    let schema = &fold.schema;
    let tables = schema.tables.iter().map(|(name, table)| {
        let kind = if table.partition_key.is_some() {
            "p"
        } else if table.foreign.is_some() {
            "f"
        } else {
            "r"
        };
        (name, kind)
    });
    let views = schema.views.iter();
    let views = views.map(|(name, view)| (name, if view.materialized { "m" } else { "v" }));
    let sequences = schema.sequences.keys().map(|name| (name, "S"));
    let indexes = fold.indexes.keys().map(|name| (name, "i"));
    let row = |(name, kind)| {
        let name: &QualifiedName = name;
        vec![
            ("relname", text(&name.name)),
            ("relnamespace", text(&name.schema)),
            ("oid", oid(name)),
            ("relkind", text(kind)),
        ]
    };
    let all = tables.chain(views).chain(sequences).chain(indexes);
    all.map(row).collect()
}

fn types(fold: &Fold) -> Vec<Row<'_>> {
    let schema = &fold.schema;
    let enums = schema.enums.keys().map(|name| (name, "e"));
    let domains = schema.domains.keys().map(|name| (name, "d"));
    let composites = schema.composites.keys().map(|name| (name, "c"));
    let ranges = schema.ranges.keys().map(|name| (name, "r"));
    let rows = schema.tables.keys().chain(schema.views.keys());
    let rows = rows.map(|name| (name, "c"));
    let row = |(name, kind)| {
        let name: &QualifiedName = name;
        vec![
            ("typname", text(&name.name)),
            ("typnamespace", text(&name.schema)),
            ("oid", oid(name)),
            ("typtype", text(kind)),
        ]
    };
    let all = enums
        .chain(domains)
        .chain(composites)
        .chain(ranges)
        .chain(rows);
    all.map(row).collect()
}

fn kind(constraint: &Constraint) -> (&'static str, &'static str) {
    match constraint {
        Constraint::PrimaryKey(_) => ("p", "PRIMARY KEY"),
        Constraint::Unique(_) => ("u", "UNIQUE"),
        Constraint::ForeignKey(_) => ("f", "FOREIGN KEY"),
        Constraint::Check(_) => ("c", "CHECK"),
        Constraint::Exclusion(_) => ("x", "EXCLUDE"),
    }
}

fn constraint<'a>(table: &'a QualifiedName, constraint: &'a Constraint) -> Row<'a> {
    let mut row = vec![
        ("conname", text(constraint.name())),
        ("conrelid", oid(table)),
        ("connamespace", text(&table.schema)),
        ("contype", text(kind(constraint).0)),
    ];
    if let Constraint::ForeignKey(key) = constraint {
        row.push(("confrelid", oid(&key.references)));
        row.push(("convalidated", Value::Bool(key.validated)));
    }
    row
}

fn standard_constraint<'a>(table: &'a QualifiedName, constraint: &'a Constraint) -> Row<'a> {
    vec![
        ("constraint_schema", text(&table.schema)),
        ("constraint_name", text(constraint.name())),
        ("table_schema", text(&table.schema)),
        ("table_name", text(&table.name)),
        ("constraint_type", text(kind(constraint).1)),
    ]
}

fn key_columns<'a>(table: &'a QualifiedName, constraint: &'a Constraint) -> Vec<Row<'a>> {
    let columns: &[String] = match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => &key.columns,
        Constraint::ForeignKey(key) => &key.columns,
        Constraint::Check(_) | Constraint::Exclusion(_) => &[],
    };
    let row = |column: &'a String| {
        let mut row = standard_constraint(table, constraint);
        row.push(("column_name", text(column)));
        row
    };
    columns.iter().map(row).collect()
}

fn attribute<'a>(table: &'a QualifiedName, at: usize, column: &'a Column) -> Row<'a> {
    vec![
        ("attrelid", oid(table)),
        ("attname", text(&column.name)),
        (
            "attnum",
            Value::Integer(i64::try_from(at).unwrap_or_default() + 1),
        ),
        ("attisdropped", Value::Bool(false)),
        ("attnotnull", Value::Bool(!column.nullable)),
        (
            "atthasdef",
            Value::Bool(column.default.is_some() || column.generated.is_some()),
        ),
        (
            "attgenerated",
            text(match &column.generated {
                Some(generated) if generated.stored => "s",
                Some(_) => "v",
                None => "",
            }),
        ),
        (
            "attidentity",
            text(match column.identity {
                Some(Identity::Always) => "a",
                Some(Identity::ByDefault) => "d",
                None => "",
            }),
        ),
    ]
}

fn standard_column<'a>(table: &'a QualifiedName, column: &'a Column) -> Row<'a> {
    let yes = |is: bool| text(if is { "YES" } else { "NO" });
    let ty = &column.ty;
    let standard = match (ty.array, &ty.schema) {
        (true, _) => "ARRAY".to_owned(),
        (false, Some(_)) => "USER-DEFINED".to_owned(),
        (false, None) => schema::Type::builtin(ty.name.clone()).to_string(),
    };
    let internal = if ty.array {
        format!("_{}", ty.name)
    } else {
        ty.name.clone()
    };
    let mut row = vec![
        ("table_schema", text(&table.schema)),
        ("table_name", text(&table.name)),
        ("column_name", text(&column.name)),
        ("is_nullable", yes(column.nullable)),
        ("is_identity", yes(column.identity.is_some())),
        (
            "is_generated",
            text(if column.generated.is_some() {
                "ALWAYS"
            } else {
                "NEVER"
            }),
        ),
        ("data_type", Value::Text(standard.into())),
        ("udt_name", Value::Text(internal.into())),
    ];
    if column.default.is_none() {
        row.push(("column_default", Value::Null));
    }
    if let (Some(length), "varchar" | "bpchar") = (ty.modifiers.first(), ty.name.as_str()) {
        row.push((
            "character_maximum_length",
            Value::Integer(i64::from(*length)),
        ));
    }
    row
}
