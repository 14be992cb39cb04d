//! Rows whose columns are aligned.

/// A line of a [`Table`].
#[derive(Debug, Default)]
struct Row {
    /// Aligned with those of the other lines.
    cells: Vec<String>,
    /// What follows the cells after one blank, or stands alone.
    suffix: String,
}

/// Lines that are printed together: each column is as wide as its widest cell.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Row>,
}

impl Table {
    /// Begins a line; left as it is, it is an empty one.
    pub(super) fn start_row(&mut self) {
        self.rows.push(Row::default());
    }

    /// A line that is not aligned.
    pub(super) fn text(&mut self, text: impl Into<String>) {
        self.rows.push(Row {
            cells: Vec::new(),
            suffix: text.into(),
        });
    }

    /// A cell of the last line, to be written to.
    pub(super) fn cell(&mut self, column: usize) -> &mut String {
        let cells = &mut self.last().cells;
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        &mut cells[column]
    }

    /// What follows the cells of the last line.
    pub(super) fn suffix(&mut self, text: &str) {
        self.last().suffix.push_str(text);
    }

    fn last(&mut self) -> &mut Row {
        if self.rows.is_empty() {
            self.start_row();
        }
        let last = self.rows.len() - 1;
        &mut self.rows[last]
    }

    /// Prints the lines, each after `indent` unless it is empty, and forgets them.
    pub(super) fn print(&mut self, indent: &str, out: &mut String) {
        let mut widths: Vec<usize> = Vec::new();
        for Row { cells, .. } in &mut self.rows {
            while cells.last().is_some_and(String::is_empty) {
                cells.pop();
            }
            if cells.len() > widths.len() {
                widths.resize(cells.len(), 0);
            }
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = (*width).max(cell.len());
            }
        }
        for Row { cells, suffix } in self.rows.drain(..) {
            if !(cells.is_empty() && suffix.is_empty()) {
                out.push_str(indent);
            }
            for (i, cell) in cells.iter().enumerate() {
                out.push_str(cell);
                if i + 1 < cells.len() {
                    out.extend(std::iter::repeat_n(' ', widths[i] - cell.len() + 1));
                }
            }
            if !(cells.is_empty() || suffix.is_empty()) {
                out.push(' ');
            }
            out.push_str(&suffix);
            out.push('\n');
        }
    }
}
