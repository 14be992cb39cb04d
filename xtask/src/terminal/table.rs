//! Tables that fit the terminal: columns as wide as their content, and the widest ones cut where
//! the line would not fit.

use super::palette::{BOLD, paint};

/// Rows of text under headings.
#[derive(Debug, Default)]
pub(crate) struct Table {
    headings: Vec<&'static str>,
    /// Columns whose text ends at the right edge: numbers.
    right: Vec<usize>,
    rows: Vec<Vec<String>>,
}

/// What stands between two columns.
const GAP: &str = "  ";
/// A column is never cut below this.
const NARROWEST: usize = 8;

impl Table {
    pub(crate) fn new(headings: &[&'static str]) -> Self {
        Self {
            headings: headings.to_vec(),
            ..Self::default()
        }
    }

    /// Aligns columns, counted from 0, to the right.
    #[must_use]
    pub(crate) fn right(mut self, columns: &[usize]) -> Self {
        self.right = columns.to_vec();
        self
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The table in lines of at most `width` characters.
    pub(crate) fn render(&self, width: usize) -> String {
        let widths = self.widths(width);
        let headings: Vec<String> = self.headings.iter().map(|h| (*h).to_owned()).collect();
        let mut text = paint(BOLD, self.line(&headings, &widths)) + "\n";
        for row in &self.rows {
            text += &self.line(row, &widths);
            text.push('\n');
        }
        text
    }

    fn widths(&self, width: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = (0..self.headings.len())
            .map(|column| {
                let cells = self.rows.iter().filter_map(|row| row.get(column));
                let widest = cells.map(|cell| length(cell)).max().unwrap_or(0);
                widest.max(length(self.headings[column]))
            })
            .collect();
        loop {
            let total = widths.iter().sum::<usize>() + GAP.len() * widths.len().saturating_sub(1);
            let widest = widths.iter_mut().max();
            match widest {
                Some(widest) if total > width && *widest > NARROWEST => {
                    *widest = (*widest - 1).max(NARROWEST);
                }
                Some(_) | None => return widths,
            }
        }
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let cells = cells.iter().zip(widths).enumerate();
        let parts: Vec<String> = cells
            .map(|(column, (cell, width))| {
                let cell = cut(cell, *width);
                let padding = " ".repeat(width - length(&cell));
                if self.right.contains(&column) {
                    padding + &cell
                } else {
                    cell + &padding
                }
            })
            .collect();
        parts.join(GAP).trim_end().to_owned()
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// The text on one line, with an ellipsis where it is too long.
fn cut(text: &str, width: usize) -> String {
    let text = text.replace(['\n', '\r', '\t'], " ");
    if length(&text) <= width {
        return text;
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fits_the_width() {
        let mut table = Table::new(&["Version", "Name", "Time"]).right(&[0, 2]);
        table.row(["1", "initial_schema", "12 ms"].map(str::to_owned));
        table.row(["10", "a_name_that_goes_on\nand on", "1.25 s"].map(str::to_owned));
        let plain = |width| {
            let text = table.render(width);
            text.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "")
        };
        assert_eq!(
            plain(usize::MAX),
            "\
Version  Name                          Time
      1  initial_schema               12 ms
     10  a_name_that_goes_on and on  1.25 s
"
        );
        assert_eq!(
            plain(30),
            "\
Version  Name             Time
      1  initial_sche…   12 ms
     10  a_name_that_…  1.25 s
"
        );
        assert!(plain(5).lines().all(|line| line.chars().count() <= 30));
    }
}
