//! A row of an answer, whose fields are taken one after the other.

use std::collections::BTreeMap;

/// A row. A field that is missing or of another form reads as nothing: empty, zero, false.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    fields: std::vec::IntoIter<Option<&'a str>>,
}

impl<'a> Row<'a> {
    pub(crate) fn new(fields: Vec<Option<&'a str>>) -> Self {
        Self {
            fields: fields.into_iter(),
        }
    }

    /// The next field; `None` for null.
    pub(crate) fn next(&mut self) -> Option<&'a str> {
        self.fields.next().flatten()
    }

    /// The field after so many others.
    pub(crate) fn nth(&mut self, count: usize) -> Option<&'a str> {
        self.fields.nth(count).flatten()
    }

    /// Text that is not null.
    pub(crate) fn text(&mut self) -> &'a str {
        self.next().unwrap_or_default()
    }

    /// Text that is kept.
    pub(crate) fn string(&mut self) -> String {
        self.text().to_owned()
    }

    /// Text that is kept, or null.
    pub(crate) fn optional(&mut self) -> Option<String> {
        self.next().map(str::to_owned)
    }

    /// A boolean.
    pub(crate) fn flag(&mut self) -> bool {
        self.text() == "t"
    }

    /// One character, as in a column of type `"char"`; a blank where there is none.
    pub(crate) fn letter(&mut self) -> char {
        self.text().chars().next().unwrap_or(' ')
    }

    /// A number.
    pub(crate) fn number<T: std::str::FromStr + Default>(&mut self) -> T {
        self.text().parse().unwrap_or_default()
    }

    /// A number, or null.
    pub(crate) fn optional_number<T: std::str::FromStr>(&mut self) -> Option<T> {
        self.next()?.parse().ok()
    }

    /// Numbers of a vector (`1 2`) or an array (`{1,2}`).
    pub(crate) fn numbers<T: std::str::FromStr>(&mut self) -> Vec<T> {
        let parts = self.text().split([' ', ',', '{', '}']);
        parts.filter_map(|part| part.parse().ok()).collect()
    }

    /// A JSON array of texts.
    pub(crate) fn texts(&mut self) -> Vec<String> {
        let text = self.next();
        text.and_then(|text| serde_json::from_str::<Vec<Option<String>>>(text).ok())
            .unwrap_or_default()
            .into_iter()
            .map(Option::unwrap_or_default)
            .collect()
    }

    /// A JSON array of texts `name=value`.
    pub(crate) fn options(&mut self) -> BTreeMap<String, String> {
        let pairs = self.texts().into_iter();
        pairs
            .filter_map(|pair| {
                let (name, value) = pair.split_once('=')?;
                Some((name.to_owned(), value.to_owned()))
            })
            .collect()
    }
}
