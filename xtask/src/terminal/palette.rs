//! The colours, few and each with one meaning. They are removed where no colour is wanted.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

/// Something was done.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// Something is being done.
pub(crate) const FRESH: Style = AnsiColor::Cyan.on_default().bold();
/// Something is wrong or missing.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// A heading.
pub(crate) const BOLD: Style = Style::new().bold();
/// Less important.
pub(crate) const DIM: Style = Style::new().dimmed();

/// A text in a style.
pub(crate) fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}
