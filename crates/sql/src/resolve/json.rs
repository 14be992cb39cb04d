//! `jsonb` as the server prints it.

use std::fmt::Write as _;

use std::collections::BTreeMap;

/// One value, with keys in the server's order; `None` where the text is no JSON.
pub(super) fn normal(text: &str) -> Option<String> {
    let mut reader = Reader { rest: text };
    let mut out = String::new();
    reader.value(&mut out, 0)?;
    reader.rest.trim_start().is_empty().then_some(out)
}

/// Values that nest deeper are left as they are.
const MAX_DEPTH: usize = 100;

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn take(&mut self, sign: char) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, out: &mut String, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        if self.take('{') {
            return self.object(out, depth);
        }
        if self.take('[') {
            return self.array(out, depth);
        }
        if self.rest.starts_with('"') {
            out.push_str(self.string()?);
            return Some(());
        }
        let is_end = |c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c);
        let end = self.rest.find(is_end).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        let number = word.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        if !number && !matches!(word, "true" | "false" | "null") {
            return None;
        }
        out.push_str(word);
        self.rest = rest;
        Some(())
    }

    /// A string with its quotes.
    fn string(&mut self) -> Option<&'a str> {
        self.rest = self.rest.trim_start();
        let mut escaped = false;
        let inner = self.rest.strip_prefix('"')?;
        for (at, c) in inner.char_indices() {
            match c {
                '"' if !escaped => {
                    let (text, rest) = self.rest.split_at(at + 2);
                    self.rest = rest;
                    return Some(text);
                }
                '\\' => escaped = !escaped,
                _ => escaped = false,
            }
        }
        None
    }

    fn object(&mut self, out: &mut String, depth: usize) -> Option<()> {
        // Shorter keys come first; of two that are the same the last counts.
        let mut entries: BTreeMap<(usize, &str), String> = BTreeMap::new();
        if !self.take('}') {
            loop {
                let key = self.string()?;
                if !self.take(':') {
                    return None;
                }
                let mut value = String::new();
                self.value(&mut value, depth + 1)?;
                entries.insert((key.len(), key), value);
                if self.take('}') {
                    break;
                }
                if !self.take(',') {
                    return None;
                }
            }
        }
        let parts: Vec<String> = entries
            .iter()
            .map(|((_, key), value)| format!("{key}: {value}"))
            .collect();
        let _ = write!(out, "{{{}}}", parts.join(", "));
        Some(())
    }

    fn array(&mut self, out: &mut String, depth: usize) -> Option<()> {
        out.push('[');
        let mut first = true;
        if !self.take(']') {
            loop {
                if !first {
                    out.push_str(", ");
                }
                first = false;
                self.value(out, depth + 1)?;
                if self.take(']') {
                    break;
                }
                if !self.take(',') {
                    return None;
                }
            }
        }
        out.push(']');
        Some(())
    }
}
