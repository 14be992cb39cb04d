//! The order in which Prisma's command line sorts folder names: JavaScript's `localeCompare`.

use std::cmp::Ordering;

/// Characters in the order of the root collation that come before digits and letters.
const SIGNS: &str = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/// Compares two names: signs before digits before letters, and only then lower case before upper.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    let primary = |text: &str| text.chars().map(weight).collect::<Vec<_>>();
    let case = |text: &str| text.chars().map(char::is_uppercase).collect::<Vec<_>>();
    primary(a)
        .cmp(&primary(b))
        .then_with(|| case(a).cmp(&case(b)))
        .then_with(|| a.cmp(b))
}

fn weight(c: char) -> (u8, u32) {
    if let Some(at) = SIGNS.find(c) {
        return (0, u32::try_from(at).unwrap_or(u32::MAX));
    }
    let class = if c.is_ascii_digit() { 1 } else { 2 };
    let folded = c.to_lowercase().next().unwrap_or(c);
    (class, u32::from(folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_locale_compare() {
        let sorted = [
            "20210101_b",
            "20210101-b",
            "20210101000000_a",
            "20210101000000_A",
            "20210101000000_b",
            "init",
            "Init2",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, sorted);
    }
}
