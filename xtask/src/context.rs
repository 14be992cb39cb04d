//! What every command is given: the terminal, the options, and the project.

use std::cell::OnceCell;
use std::path::PathBuf;

use crate::arguments::Options;
use crate::failure::Result;
use crate::layout::Layout;
use crate::server::Server;
use crate::terminal::Terminal;

/// The name of the development server's cluster and of its database.
pub(crate) const DEVELOPMENT: &str = "development";

/// What every command is given.
pub(crate) struct Context {
    pub(crate) terminal: Terminal,
    pub(crate) options: Options,
    layout: OnceCell<Layout>,
}

impl Context {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            terminal: Terminal::new(options.format, options.color),
            options,
            layout: OnceCell::new(),
        }
    }

    /// Where the project keeps its things.
    pub(crate) fn layout(&self) -> Result<&Layout> {
        if let Some(layout) = self.layout.get() {
            return Ok(layout);
        }
        let layout = Layout::find(&self.options.paths)?;
        Ok(self.layout.get_or_init(|| layout))
    }

    /// The embedded development server.
    pub(crate) fn server(&self) -> Result<Server> {
        let server = Server::new(&self.layout()?.target, DEVELOPMENT);
        Ok(server.with_programs(self.programs_folder()))
    }

    /// The folder of PostgreSQL's programs, where the user named one.
    pub(crate) fn programs_folder(&self) -> Option<PathBuf> {
        let variable = || std::env::var_os("PRISMOID_POSTGRES_BIN").map(PathBuf::from);
        self.options.postgres_bin.clone().or_else(variable)
    }

    /// Says what is being done.
    pub(crate) fn say(&self, verb: &str, text: &str) {
        self.terminal.doing(verb, text);
    }
}
