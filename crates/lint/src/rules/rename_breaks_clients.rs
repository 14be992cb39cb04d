//! Tables and columns that applications know by another name.

use diag::Diagnostic;
use sql::Command;
use sql::command::{ObjectKind, Renamed};

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A table or column is renamed while applications use its old name.
    ///
    /// Applications that run during the migration fail until all of them are replaced. Rename in steps: for a column add the
    /// new one, write both, move the readers, drop the old one; for a table rename it and create a view of the old name in
    /// the same migration.
    "rename-breaks-clients", Warn, Compatibility, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, state text);",
        bad: "ALTER TABLE orders RENAME COLUMN state TO status;",
        good: &["ALTER TABLE orders ADD COLUMN status text;"],
    }, Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, state text);",
        bad: "ALTER TABLE orders RENAME TO purchases;",
        good: &["ALTER TABLE orders RENAME TO purchases; CREATE VIEW orders AS SELECT * FROM purchases;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Rename(rename) = ctx.command else {
        return Vec::new();
    };
    let is_relation = matches!(
        rename.kind,
        ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView
    );
    if !is_relation {
        return Vec::new();
    }
    let name = ctx.scene.relation(&rename.name);
    if ctx.scene.is_new(&name) {
        return Vec::new();
    }
    let what = match &rename.what {
        Renamed::Itself => {
            let covered = ctx.later().iter().any(|step| {
                matches!(&step.command, Command::CreateView(view) if view.name.name == rename.name.name)
                    || matches!(&step.command, Command::CreateTable(table) if table.name.name == rename.name.name)
            });
            if covered {
                return Vec::new();
            }
            format!("`{name}`")
        }
        Renamed::Column(column) => format!("`{name}.{}`", column.name),
        Renamed::Constraint(_) | Renamed::Part(_) => return Vec::new(),
    };
    let message = format!("applications that still use {what} fail");
    let finding = RULE.at(
        ctx.span(),
        message,
        format!("called `{}` from here on", rename.to.name),
    );
    vec![finding.help(match rename.what {
        Renamed::Column(_) => {
            "add a column of the new name, write both, and drop the old one when nobody reads it"
        }
        Renamed::Itself | Renamed::Constraint(_) | Renamed::Part(_) => {
            "create a view of the old name in the same migration"
        }
    })]
}
