//! The manifest of migrations.

use migrations::Project;

use crate::text::{Writer, string_literal};

/// The macro call with a row per migration; `folder` is the migrations folder, relative to the
/// crate.
pub(crate) fn rows(project: &Project, folder: &str) -> String {
    let mut w = Writer::default();
    w.open("prismoid::migrations! {");
    for migration in &project.migrations {
        let (version, name) = (migration.version, string_literal(&migration.name));
        w.open(&format!("({version}, {name}, \"{}\",", migration.checksum));
        let path = |extension| string_literal(&format!("{folder}/{}{extension}", migration.stem));
        if migration.down.is_some() {
            w.line(&format!("up: {},", path(".sql")));
            w.line(&format!("down: {}),", path(".down.sql")));
        } else {
            w.line(&format!("up: {}),", path(".sql")));
        }
        w.close_silently();
    }
    w.close("}");
    w.finish()
}
