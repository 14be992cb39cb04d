//! Expressions that must not change by themselves.

use diag::Diagnostic;
use schema::{QualifiedName, Type};

use super::Fold;
use crate::codes::NOT_IMMUTABLE;
use crate::name::Name;
use crate::tree::Node;
use crate::types::{is_builtin, read};
use crate::volatility::{Known, Mutable, Typing, check};

impl Fold {
    /// Reports what is not immutable in an expression over a table's columns.
    pub(super) fn must_be_immutable(
        &mut self,
        table: &QualifiedName,
        expression: Node<'_>,
        place: &str,
    ) {
        if self.guarded {
            return;
        }
        let found = check(expression, &Columns { fold: self, table });
        if let Some(first) = found.first() {
            self.findings.push(finding(first, place));
        }
    }

    fn known(&self, ty: &Type) -> Known {
        if ty.array {
            return Known::Unsure;
        }
        match &ty.schema {
            None if is_builtin(&ty.name) => Known::Type(ty.name.clone()),
            Some(schema) if self.is_enum(schema, &ty.name) => Known::Enum,
            Some(_) | None => Known::Unsure,
        }
    }

    fn is_enum(&self, schema: &str, name: &str) -> bool {
        self.schema
            .enums
            .contains_key(&QualifiedName::new(schema, name))
    }
}

/// A table's columns and the functions that were created.
struct Columns<'a> {
    fold: &'a Fold,
    table: &'a QualifiedName,
}

impl Typing for Columns<'_> {
    fn column(&self, name: &str) -> Known {
        let table = self.fold.schema.tables.get(self.table);
        let column = table.and_then(|table| table.column(name));
        column.map_or(Known::Unsure, |column| self.fold.known(&column.ty))
    }

    fn function(&self, name: &Name) -> Option<char> {
        let full = self.fold.found(name, |name| self.fold.has_function(name))?;
        let mut functions = self
            .fold
            .schema
            .functions
            .iter()
            .filter(|((name, _), _)| *name == full);
        let (_, first) = functions.next()?;
        let same = functions.all(|(_, function)| function.volatility == first.volatility);
        // The body of an SQL function may be put in its place, and be better than declared.
        (same && first.language != "sql").then_some(first.volatility)
    }

    fn ty(&self, node: Node<'_>) -> Known {
        let written = read(node);
        let mut ty = written.ty;
        let own = written.own || (ty.schema.is_none() && is_builtin(&ty.name));
        if !own {
            let name = Name {
                schema: ty.schema.take(),
                name: ty.name.clone(),
                span: written.span,
            };
            match self.fold.find_type(&name) {
                Some(found) => ty.schema = Some(found.schema),
                None => return Known::Unsure,
            }
        }
        self.fold.known(&ty)
    }
}

fn finding(mutable: &Mutable, place: &str) -> Diagnostic {
    let why = match mutable.volatility {
        's' => "its result may differ between two statements",
        _ => "its result may differ from call to call",
    };
    let level = if mutable.volatility == 's' {
        "stable"
    } else {
        "volatile"
    };
    let help = if mutable.what.starts_with("the cast")
        || mutable.what.contains("date_trunc")
        || mutable.what.contains("EXTRACT")
    {
        "convert with a fixed time zone first: `(column AT TIME ZONE 'UTC')`, or store the value in a column"
    } else {
        "use only the row's own columns, constants and immutable functions"
    };
    Diagnostic::error(
        &NOT_IMMUTABLE,
        format!("{} is not immutable, and {place} must be", mutable.what),
    )
    .at(mutable.span, format!("{level}: {why}"))
    .help(help)
}
