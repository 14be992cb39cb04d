//! The generated crate as a package: its `Cargo.toml` and its build script.

use psl::datamodel::{Datamodel, Model, ScalarType};

use crate::GENERATED;
use crate::text::{Writer, string_literal};

/// What the generated crate is called and where things are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The package's name.
    pub name: String,
    /// From the crate's folder to the project's root: `..`
    pub root: String,
    /// The schema, a file or a folder, relative to the root.
    pub schema: String,
    /// The migrations folder, relative to the root.
    pub migrations: String,
    /// How it names its dependencies on this toolkit.
    pub dependency: Dependency,
    /// What the project says about lint rules: name and level, by name.
    pub lint: Vec<(String, String)>,
}

/// How the generated `Cargo.toml` names its dependencies on this toolkit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dependency {
    /// By version, from the registry.
    Version,
    /// As the workspace says, in `[workspace.dependencies]`.
    Workspace,
}

impl Package {
    /// The migrations folder, relative to the crate.
    pub fn migrations_path(&self) -> String {
        format!("{}/{}", self.root, self.migrations)
    }

    pub(crate) fn cargo_toml(&self, datamodel: &Datamodel) -> String {
        let mut w = Writer::default();
        w.line(&format!("# {GENERATED}"));
        w.line("[package]");
        w.line(&format!("name = {}", string_literal(&self.name)));
        w.line("description = \"The database of this project: its migrations and the types of its rows.\"");
        w.line("version = \"0.0.0\"");
        w.line("edition = \"2024\"");
        w.line("publish = false");
        w.blank();
        w.line("[lib]");
        w.line("# What the schema's comments show as examples are no tests.");
        w.line("doctest = false");
        w.blank();
        w.line("[dependencies]");
        let uses = |ty| uses(datamodel, ty);
        if uses(ScalarType::Decimal) {
            w.line("bigdecimal = { version = \"0.4\", features = [\"serde\"] }");
        }
        if uses(ScalarType::DateTime) {
            w.line("chrono = { version = \"0.4\", default-features = false, features = [\"alloc\", \"serde\"] }");
        }
        let has_structs = !datamodel.models.is_empty();
        w.line(&match (self.dependency, has_structs) {
            (Dependency::Workspace, true) => {
                "prismoid = { workspace = true, features = [\"models\"] }".to_owned()
            }
            (Dependency::Workspace, false) => "prismoid.workspace = true".to_owned(),
            (Dependency::Version, true) => {
                format!("prismoid = {{ version = \"{VERSION}\", default-features = false, features = [\"models\"] }}")
            }
            (Dependency::Version, false) => {
                format!("prismoid = {{ version = \"{VERSION}\", default-features = false }}")
            }
        });
        if has_structs || !datamodel.enums.is_empty() {
            w.line("serde = { version = \"1\", features = [\"derive\"] }");
        }
        if uses(ScalarType::Json) {
            w.line("serde_json = \"1\"");
        }
        w.blank();
        w.line("[build-dependencies]");
        w.line(&match self.dependency {
            Dependency::Workspace => "prismoid-build.workspace = true".to_owned(),
            Dependency::Version => format!("prismoid-build = \"{VERSION}\""),
        });
        w.finish()
    }

    pub(crate) fn build_script(&self) -> String {
        let mut w = Writer::default();
        w.line(&format!("//! {GENERATED}"));
        w.line("//!");
        w.line("//! Fails the build where the schema or a migration is wrong, or newer than this crate.");
        w.blank();
        w.open("fn main() -> std::process::ExitCode {");
        w.open(&format!(
            "prismoid_build::Build::at({})",
            string_literal(&self.root)
        ));
        w.line(&format!(".package({})", string_literal(&self.name)));
        w.line(&format!(".schema({})", string_literal(&self.schema)));
        w.line(&format!(
            ".migrations({})",
            string_literal(&self.migrations)
        ));
        if self.dependency == Dependency::Workspace {
            w.line(".workspace_dependencies()");
        }
        for (rule, level) in &self.lint {
            let (rule, level) = (string_literal(rule), string_literal(level));
            w.line(&format!(".lint({rule}, {level})"));
        }
        w.line(".verify()");
        w.close_silently();
        w.close("}");
        w.finish()
    }
}

/// The version of this toolkit that generated code asks for.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Whether a visible field has this type.
fn uses(datamodel: &Datamodel, ty: ScalarType) -> bool {
    let models = datamodel.models.iter().filter(|model| !model.ignored);
    models
        .flat_map(Model::scalar_fields)
        .any(|(_, field, scalar)| !field.ignored && scalar.scalar_type() == Some(ty))
}
