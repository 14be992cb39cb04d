//! Hints about renames: `/// @renamed from old` above a model, a field, an enum or a value.

use schema::{QualifiedName, Rename};

use super::{qualified, table_name};
use crate::Datamodel;

/// The renames that the comments of a schema tell of. The old name is the one in the database; of a
/// model or enum that comes from another schema it is `schema.old`.
///
/// A hint may stay when it has been followed: there is nothing of the old name any more.
pub fn renames(datamodel: &Datamodel) -> Vec<Rename> {
    let mut renames = Vec::new();
    for model in datamodel.models.iter().filter(|model| !model.is_view()) {
        let table = table_name(model);
        if let Some(from) = hint(model.documentation.as_deref()) {
            renames.push(Rename::Table {
                from: in_schema(from, &table),
                to: table.clone(),
            });
        }
        for (_, field, _) in model.scalar_fields() {
            if let Some(from) = hint(field.documentation.as_deref()) {
                renames.push(Rename::Column {
                    table: table.clone(),
                    from: from.to_owned(),
                    to: field.database_name().to_owned(),
                });
            }
        }
    }
    for declared in &datamodel.enums {
        let name = qualified(declared.schema.as_ref(), declared.database_name());
        if let Some(from) = hint(declared.documentation.as_deref()) {
            renames.push(Rename::Enum {
                from: in_schema(from, &name),
                to: name.clone(),
            });
        }
        for value in &declared.values {
            if let Some(from) = hint(value.documentation.as_deref()) {
                renames.push(Rename::EnumValue {
                    name: name.clone(),
                    from: from.to_owned(),
                    to: value.database_name().to_owned(),
                });
            }
        }
    }
    renames
}

/// The old name of `@renamed from old`, which stands on a line of its own.
fn hint(documentation: Option<&str>) -> Option<&str> {
    documentation?.lines().find_map(|line| {
        let rest = line.trim().strip_prefix("@renamed")?.trim_start();
        let name = rest.strip_prefix("from")?;
        let name = name.strip_prefix(char::is_whitespace)?.trim();
        let name = name.trim_matches(['`', '"']);
        (!name.is_empty()).then_some(name)
    })
}

/// A name with the schema that it says, else with that of the new name.
fn in_schema(name: &str, new: &QualifiedName) -> QualifiedName {
    match name.split_once('.') {
        Some((schema, name)) => QualifiedName::new(schema, name),
        None => QualifiedName::new(&new.schema, name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_hints() {
        let cases = [
            ("@renamed from users", Some("users")),
            ("The people.\n  @renamed from `user s`", Some("user s")),
            ("@renamed fromage", None),
            ("It was renamed from users", None),
            ("@renamed from", None),
        ];
        for (text, expected) in cases {
            assert_eq!(hint(Some(text)), expected, "{text}");
        }
    }
}
