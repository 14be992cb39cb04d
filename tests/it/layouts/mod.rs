//! The histories of other tools on a real server: read, taken over, gone on with.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by panicking, in its helpers too"
)]

mod blocks;
mod doubts;
mod tools;

use diag::Sources;
use migrations::{Adoption, Folder, Layout, Manifest, Project};
use runner::{Options, Runner};

use crate::support::Database;

/// A folder of another tool, read.
struct Read {
    sources: Sources,
    project: Project,
    manifest: Manifest,
}

impl Read {
    fn new(layout: Layout, files: &[(&str, &str)]) -> Self {
        let mut sources = Sources::new();
        let texts: Vec<_> = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), sources.add(*path, *text)))
            .collect();
        let folder = Folder::arrange(layout, &mut sources, &texts, &[]);
        let (project, findings) = folder.read(&sources);
        assert_eq!(findings, [], "{layout}");
        let manifest = project.manifest(&sources);
        Self {
            sources,
            project,
            manifest,
        }
    }

    fn options(&self) -> Options {
        Options {
            history_table: self.project.layout.own_history_table().to_owned(),
            out_of_order: self.project.layout.is_free_of_order(),
            ..Options::default()
        }
    }

    /// What comes of the tool's history in a database.
    async fn adoption(&self, database: &Database) -> Adoption {
        let config = database.config();
        let runner = Runner::new(&config, &self.manifest, self.options());
        let layout = self.project.layout;
        let history = runner.foreign_history(layout, None).await.unwrap();
        let history = history.expect("the tool has a history");
        migrations::adoption(layout, &self.sources, &self.project, &history.records)
    }
}
