//! Where Prisma keeps a schema and its migrations, so that its projects work as they are.

use std::fs;
use std::path::Path;

use prismoid_build::Config;

/// Prisma's files of configuration, in which both places may be said.
const CONFIGS: [&str; 4] = [
    "prisma.config.ts",
    "prisma.config.mts",
    "prisma.config.js",
    "prisma.config.mjs",
];

/// Where our own configuration is silent and our own places are empty, takes Prisma's: what its
/// configuration says, else the folder `prisma` with one schema or a folder of them.
pub(super) fn take_places(root: &Path, config: &mut Config) {
    let silent = Config::default();
    let present = |path: &str| root.join(path).exists();
    let said = CONFIGS
        .iter()
        .find_map(|name| fs::read_to_string(root.join(name)).ok());
    let said = said.unwrap_or_default();
    if config.schema == silent.schema && !present(&config.schema) {
        let several = holds_several(&root.join("prisma")).then(|| "prisma".to_owned());
        let found = place(&said, "schema:")
            .or_else(|| in_package(root))
            .filter(|path| present(path))
            .or(several);
        let known = ["prisma/schema.prisma", "prisma/schema"];
        let found = found.or_else(|| {
            known
                .into_iter()
                .find(|path| present(path))
                .map(str::to_owned)
        });
        if let Some(found) = found {
            config.schema = found;
        }
    }
    if config.migrations == silent.migrations && !present(&config.migrations) {
        let beside = match config.schema.strip_suffix(".prisma") {
            Some(file) => file.rsplit_once('/').map_or("", |(folder, _)| folder),
            None => &config.schema,
        };
        let places = [
            said.split_once("migrations:")
                .and_then(|(_, rest)| place(rest, "path:")),
            Some(format!("{beside}/migrations")),
            Some("prisma/migrations".to_owned()),
        ];
        if let Some(found) = places.into_iter().flatten().find(|path| present(path)) {
            config.migrations = found;
        }
    }
}

/// The last text in quotes of the line with this key: `path.join(__dirname, "prisma")` as well as a
/// path alone.
fn place(config: &str, key: &str) -> Option<String> {
    let line = config.lines().find_map(|line| line.split_once(key))?.1;
    let mut parts = line.split(['"', '\'', '`']);
    // Between the first two quotes, the next two, and so on; what is left over is outside.
    let mut last = None;
    while let (Some(_), Some(inside)) = (parts.next(), parts.next()) {
        last = Some(inside);
    }
    let path = last?.trim_start_matches("./").trim_end_matches('/');
    (!path.is_empty()).then(|| path.to_owned())
}

/// `"prisma": { "schema": … }` of a `package.json`.
fn in_package(root: &Path) -> Option<String> {
    let text = fs::read_to_string(root.join("package.json")).ok()?;
    let package: serde_json::Value = serde_json::from_str(&text).ok()?;
    let path = package.get("prisma")?.get("schema")?.as_str()?;
    Some(path.trim_start_matches("./").to_owned())
}

/// Whether a folder has schemas in more than one file.
fn holds_several(folder: &Path) -> bool {
    let mut count = 0;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "prisma")
            {
                count += 1;
            }
        }
    }
    count > 1
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn reads_places_of_a_configuration() {
        let text = "export default defineConfig({\n  schema: path.join(__dirname, \"db\", 'prisma'),\n  \
                    migrations: {\n    path: './db/migrations/',\n  },\n})";
        assert_eq!(place(text, "schema:").as_deref(), Some("prisma"));
        assert_eq!(place(text, "path:").as_deref(), Some("db/migrations"));
        assert_eq!(place(text, "seed:"), None);
    }
}
