//! Rust as text, laid out as rustfmt does it.

/// The width that rustfmt keeps to.
const MAX_WIDTH: usize = 100;
/// The width that rustfmt gives to the arguments of an attribute on one line.
const MAX_ATTRIBUTE_WIDTH: usize = 70;

/// The width that rustfmt gives to the arguments of a call on one line.
const MAX_CALL_WIDTH: usize = 60;

/// Lines of code with their indentation.
#[derive(Default)]
pub(crate) struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    pub(crate) fn line(&mut self, line: &str) {
        if !line.is_empty() {
            self.text.push_str(&"    ".repeat(self.depth));
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    pub(crate) fn blank(&mut self) {
        self.line("");
    }

    /// Lines that were written elsewhere.
    pub(crate) fn text(&mut self, text: &str) {
        for line in text.lines() {
            self.line(line);
        }
    }

    /// A line after which the code is indented by one more step.
    pub(crate) fn open(&mut self, line: &str) {
        self.line(line);
        self.depth += 1;
    }

    pub(crate) fn close(&mut self, line: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.line(line);
    }

    /// Back to the indentation before the last [`Self::open`].
    pub(crate) fn close_silently(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// `#[name(arguments)]`.
    pub(crate) fn attribute(&mut self, name: &str, arguments: &[String]) {
        let joined = arguments.join(", ");
        let one_line = format!("#[{name}({joined})]");
        let fits = joined.chars().count() <= MAX_ATTRIBUTE_WIDTH && self.fits(&one_line);
        if fits {
            self.line(&one_line);
            return;
        }
        self.open(&format!("#[{name}("));
        for (index, argument) in arguments.iter().enumerate() {
            let comma = if index + 1 < arguments.len() { "," } else { "" };
            self.line(&format!("{argument}{comma}"));
        }
        self.close(")]");
    }

    /// `left right`, broken between the two where they do not fit on a line.
    pub(crate) fn pair(&mut self, left: &str, right: &str) {
        let one_line = format!("{left} {right}");
        if self.fits(&one_line) {
            self.line(&one_line);
        } else {
            self.open(left);
            self.line(right);
            self.close_silently();
        }
    }

    /// `pattern => expression,`, with a block where it does not fit on a line.
    pub(crate) fn arm(&mut self, pattern: &str, expression: &str) {
        let one_line = format!("{pattern} => {expression},");
        if self.fits(&one_line) {
            self.line(&one_line);
        } else {
            self.open(&format!("{pattern} => {{"));
            self.line(expression);
            self.close("}");
        }
    }

    /// `function(arguments)` as the value of a block.
    pub(crate) fn call(&mut self, function: &str, arguments: &[String]) {
        let joined = arguments.join(", ");
        let one_line = format!("{function}({joined})");
        if joined.chars().count() <= MAX_CALL_WIDTH && self.fits(&one_line) {
            self.line(&one_line);
            return;
        }
        self.open(&format!("{function}("));
        for argument in arguments {
            self.line(&format!("{argument},"));
        }
        self.close(")");
    }

    /// Opens the block of a method that can fail: `pub fn name(&self) -> Result<ok, error> {`.
    pub(crate) fn open_method(&mut self, name: &str, ok: &str, error: &str) {
        let one_line = format!("pub fn {name}(&self) -> Result<{ok}, {error}> {{");
        if self.fits(&one_line) {
            self.open(&one_line);
            return;
        }
        self.open(&format!("pub fn {name}("));
        self.line("&self,");
        self.close_silently();
        let result = format!(") -> Result<{ok}, {error}> {{");
        if self.fits(&result) {
            self.open(&result);
            return;
        }
        self.open(") -> Result<");
        self.line(&format!("{ok},"));
        self.line(&format!("{error},"));
        self.close("> {");
        self.depth += 1;
    }

    fn fits(&self, line: &str) -> bool {
        self.depth * 4 + line.chars().count() <= MAX_WIDTH
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// `/// …` lines; nothing for no text.
pub(crate) fn doc_comment(documentation: &str) -> String {
    let mut text = String::new();
    for line in documentation.trim_end().lines() {
        let line = line.replace('\r', "");
        let space = if line.trim_end().is_empty() { "" } else { " " };
        text.extend(["///", space, line.trim_end(), "\n"]);
    }
    text
}

/// A string literal.
pub(crate) fn string_literal(text: &str) -> String {
    let mut literal = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            c if c.is_control() => literal.extend(c.escape_unicode()),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}
