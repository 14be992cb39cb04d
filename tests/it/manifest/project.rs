//! A project of its own in the target folder: a schema, two migrations, and the generated crate.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use prismoid_build::{check, config, generate, load};

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

const SCHEMA: &str = "\
datasource db {
  provider = \"postgresql\"
}

/// How the screen looks.
enum Theme {
  DARK
  LIGHT

  @@map(\"theme\")
}

model User {
  id        Int      @id
  email     String   @unique
  theme     Theme    @default(DARK)
  createdAt DateTime @default(now()) @map(\"created_at\")

  @@map(\"users\")
}
";

const FIRST: &str = "\
-- Migration: 001_users
-- Description: People and how they like it
-- Author: Ada
-- Date: 2026-11-22
-- Depends on: none

CREATE TYPE theme AS ENUM ('DARK', 'LIGHT');

CREATE TABLE users (
    id         INTEGER      NOT NULL,
    email      TEXT         NOT NULL,
    theme      theme        NOT NULL DEFAULT 'DARK',
    created_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT users_pkey PRIMARY KEY (id)
);
";

const SECOND: &str = "\
-- Migration: 002_unique_email
-- Description: One account for each address
-- Author: Ada
-- Date: 2026-11-23
-- Depends on: 001_users

CREATE UNIQUE INDEX users_email_key ON users (email);
";

const FILES: [(&str, &str); 5] = [
    ("schema.prisma", SCHEMA),
    ("migrations/001_users.sql", FIRST),
    (
        "migrations/001_users.down.sql",
        "DROP TABLE users;\nDROP TYPE theme;\n",
    ),
    ("migrations/002_unique_email.sql", SECOND),
    (
        "migrations/002_unique_email.down.sql",
        "DROP INDEX users_email_key;\n",
    ),
];

/// A project on disk.
pub(super) struct Project {
    root: PathBuf,
    /// Shared by all projects, so that dependencies are compiled once.
    target: PathBuf,
}

/// What cargo said.
pub(super) struct Log {
    pub(super) success: bool,
    pub(super) text: String,
}

impl Project {
    /// An empty project of this name; a folder for each test, since tests run side by side. Its
    /// package has the same name: cargo tells apart by name what shares a target folder.
    pub(super) fn create(name: &str) -> io::Result<Self> {
        let binary = env::current_exe()?;
        // The binary lies in `<target>/<profile>/deps`.
        let target = binary.ancestors().nth(3).unwrap_or(&binary);
        let folder = target.join("tests/manifest");
        let project = Self {
            root: folder.join(name),
            target: folder.join("target"),
        };
        if project.root.exists() {
            fs::remove_dir_all(&project.root)?;
        }
        project.write("Cargo.toml", &workspace_manifest("generated", name))?;
        let lock = fs::read_to_string(Path::new(WORKSPACE).join("Cargo.lock"))?;
        project.write("Cargo.lock", &lock)?;
        Ok(project)
    }

    /// Brings the schema, the migrations and the generated crate in order.
    pub(super) fn restore(&self) -> io::Result<()> {
        for folder in ["migrations", "generated"] {
            if self.root.join(folder).exists() {
                fs::remove_dir_all(self.root.join(folder))?;
            }
        }
        for (path, text) in FILES {
            self.write(path, text)?;
        }
        self.generate()
    }

    /// Writes the generated crate and the lock file for what stands there.
    pub(super) fn generate(&self) -> io::Result<()> {
        let mut sources = diag::Sources::new();
        let text = fs::read_to_string(self.root.join("Cargo.toml"))?;
        let (config, _) = config(sources.add("Cargo.toml", text.clone()), &text);
        let checked = check(&load(&self.root, &config.paths())?);
        let generated = generate(&checked, &config.package());
        self.write("migrations/migrations.lock", &generated.lock)?;
        for file in generated.files {
            self.write(&format!("generated/{}", file.path), &file.text)?;
        }
        Ok(())
    }

    /// An application that has no generated crate.
    pub(super) fn make_application(&self) -> io::Result<()> {
        fs::remove_dir_all(self.root.join("generated"))?;
        self.write("Cargo.toml", &workspace_manifest("app", "app"))?;
        self.write(
            "app/Cargo.toml",
            "[package]\nname = \"app\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n\
             chrono = { version = \"0.4\", default-features = false, features = [\"alloc\", \"serde\"] }\n\
             prismoid = { workspace = true, features = [\"models\"] }\n\
             serde = { version = \"1\", features = [\"derive\"] }\n\n\
             [build-dependencies]\nprismoid-build.workspace = true\n",
        )?;
        self.write(
            "app/build.rs",
            "fn main() -> std::process::ExitCode {\n    \
             prismoid_build::Build::at(\"..\").generate()\n}\n",
        )?;
        self.write(
            "app/src/main.rs",
            "mod database {\n    include!(concat!(env!(\"OUT_DIR\"), \"/database.rs\"));\n}\n\n\
             fn main() {\n    let count = database::MIGRATIONS.migrations.len();\n    \
             println!(\"{count} migrations, theme {:?}\", database::Theme::Dark);\n}\n",
        )
    }

    pub(super) fn write(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&self.root))?;
        fs::write(path, text)
    }

    pub(super) fn append(&self, path: &str, text: &str) -> io::Result<()> {
        let before = fs::read_to_string(self.root.join(path))?;
        self.write(path, &(before + text))
    }

    pub(super) fn delete(&self, path: &str) -> io::Result<()> {
        fs::remove_file(self.root.join(path))
    }

    pub(super) fn build(&self) -> io::Result<Log> {
        self.cargo(&["build"])
    }

    pub(super) fn run_application(&self) -> io::Result<Log> {
        self.cargo(&["run"])
    }

    /// What the failed build script said, as cargo shows it.
    pub(super) fn build_failure(&self) -> io::Result<String> {
        let log = self.build()?;
        if log.success {
            return Ok("it compiled\n".to_owned());
        }
        match log.text.split_once("  --- stderr\n") {
            Some((_, shown)) => Ok(shown.to_owned()),
            None => Err(io::Error::other(log.text)),
        }
    }

    fn cargo(&self, arguments: &[&str]) -> io::Result<Log> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(arguments)
            .arg("--offline")
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_TERM_COLOR", "never")
            .env_remove("CARGO_MANIFEST_DIR")
            .env_remove("RUSTFLAGS")
            .output()?;
        let text =
            String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        Ok(Log {
            success: output.status.success(),
            text: text.replace(&self.root.to_string_lossy().into_owned(), "$PROJECT"),
        })
    }
}

fn workspace_manifest(member: &str, package: &str) -> String {
    let crates = Path::new(WORKSPACE);
    let path = |name: &str| crates.join(name).to_string_lossy().replace('\\', "/");
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"{member}\"]\n\n\
         [workspace.dependencies]\n\
         prismoid = {{ path = \"{}\", default-features = false }}\n\
         prismoid-build = {{ path = \"{}\" }}\n\n\
         [workspace.metadata.prismoid]\npackage = \"{package}\"\n",
        path("crates/prismoid"),
        path("crates/build"),
    )
}
