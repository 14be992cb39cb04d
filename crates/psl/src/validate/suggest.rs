//! Near misses: what a name that is not known was probably meant to be.

/// How many comparisons one run makes at most, so that a schema full of unknown names still takes
/// linear time.
const COMPARISONS: usize = 100_000;

/// How long a name may be to be compared: longer ones are no slips of the pen.
const LONGEST: usize = 64;

/// Finds near misses, and keeps count of what that costs.
pub(super) struct Suggester {
    left: usize,
}

impl Default for Suggester {
    fn default() -> Self {
        Self { left: COMPARISONS }
    }
}

impl Suggester {
    /// The candidate that is most like `name`, if one is alike enough: it differs in case only, or
    /// in a third of its letters at most.
    pub(super) fn nearest<'c>(
        &mut self,
        name: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<&'c str> {
        if name.is_empty() || name.len() > LONGEST {
            return None;
        }
        let lower = name.to_lowercase();
        let limit = (name.chars().count() / 3).max(1);
        let mut best: Option<(usize, &str)> = None;
        for candidate in candidates {
            if self.left == 0 {
                break;
            }
            if candidate.len() > LONGEST {
                continue;
            }
            self.left -= 1;
            if candidate.len().abs_diff(name.len()) > limit * 4 {
                continue;
            }
            let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
            if distance <= limit
                && candidate != name
                && best.is_none_or(|(nearest, _)| distance < nearest)
            {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, candidate)| candidate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_near_misses_only() {
        let cases = [
            ("uniqe", Some("unique")),
            ("Unique", Some("unique")),
            ("updatedat", Some("updatedAt")),
            ("id", None),
            ("iid", Some("id")),
            ("completely", None),
            ("", None),
        ];
        for (name, expected) in cases {
            let found = Suggester::default().nearest(name, ["id", "unique", "updatedAt"]);
            assert_eq!(found, expected, "{name}");
        }
    }
}
