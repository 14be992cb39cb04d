//! The texts in which a schema writes bytes, times and decimal numbers.

/// Whether a text is base64 with the standard alphabet and its padding, nothing left over in the
/// last character.
pub(super) fn is_base64(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !bytes.len().is_multiple_of(4) {
        return false;
    }
    let body = bytes
        .strip_suffix(b"==")
        .or_else(|| bytes.strip_suffix(b"="))
        .unwrap_or(bytes);
    let Some(values) = body
        .iter()
        .map(|byte| sextet(*byte))
        .collect::<Option<Vec<u8>>>()
    else {
        return false;
    };
    match (bytes.len() - body.len(), values.last()) {
        (1, Some(last)) => last % 4 == 0,
        (2, Some(last)) => last % 16 == 0,
        (padding, _) => padding == 0,
    }
}

/// The six bits that a character of base64 stands for.
fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// Whether a text is a date and time with its zone: `2026-01-31T23:59:60.5+01:00`. A space may
/// stand for the `T`, case does not matter, and a leap second may occur in any minute.
pub(super) fn is_rfc3339(text: &str) -> bool {
    let mut rest = Scanner { rest: text };
    rest.date().is_some() && rest.one(&['T', 't', ' ']) && rest.time().is_some() && rest.zone()
}

/// Whether a text begins like a date or a time of day, which is what PostgreSQL reads first. Its
/// own forms are many: only what is certainly none of them is refused.
pub(super) fn is_date_or_time(text: &str) -> bool {
    let words = [
        "now",
        "today",
        "tomorrow",
        "yesterday",
        "epoch",
        "infinity",
        "-infinity",
    ];
    let text = text.trim();
    words.contains(&text.to_ascii_lowercase().as_str())
        || text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Reads a text from its beginning.
struct Scanner<'t> {
    rest: &'t str,
}

impl Scanner<'_> {
    /// So many digits.
    fn digits(&mut self, count: usize) -> Option<u32> {
        let (head, rest) = self.rest.split_at_checked(count)?;
        if !head.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.rest = rest;
        head.parse().ok()
    }

    /// One of some characters.
    fn one(&mut self, wanted: &[char]) -> bool {
        match self.rest.strip_prefix(wanted) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn date(&mut self) -> Option<()> {
        let year = self.digits(4)?;
        self.one(&['-']).then_some(())?;
        let month = self.digits(2)?;
        self.one(&['-']).then_some(())?;
        let day = self.digits(2)?;
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (1..=days).contains(&day).then_some(())
    }

    fn time(&mut self) -> Option<()> {
        let hour = self.digits(2)?;
        self.one(&[':']).then_some(())?;
        let minute = self.digits(2)?;
        self.one(&[':']).then_some(())?;
        let second = self.digits(2)?;
        if self.one(&['.']) {
            self.digits(1)?;
            self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        (hour < 24 && minute < 60 && second <= 60).then_some(())
    }

    /// `Z` or an offset, and then nothing.
    fn zone(&mut self) -> bool {
        if self.one(&['Z', 'z']) {
            return self.rest.is_empty();
        }
        let Some((hours, minutes)) = self.offset() else {
            return false;
        };
        hours < 24 && minutes < 60 && self.rest.is_empty()
    }

    fn offset(&mut self) -> Option<(u32, u32)> {
        // The last is the minus sign of typesetters.
        self.one(&['+', '-', '\u{2212}']).then_some(())?;
        let hours = self.digits(2)?;
        self.one(&[':']).then_some(())?;
        Some((hours, self.digits(2)?))
    }
}

/// Whether a text is a decimal number: digits with a point and an exponent, where `_` may part
/// digits.
pub(super) fn is_decimal(text: &str) -> bool {
    let (base, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    if exponent.is_some_and(|exponent| exponent.parse::<i128>().is_err()) {
        return false;
    }
    let (whole, fraction) = match base.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (base, ""),
    };
    let digits = whole.strip_prefix(['+', '-']).unwrap_or(whole);
    let all = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'_')
    };
    all(digits)
        && all(fraction)
        && !digits.starts_with('_')
        && digits
            .bytes()
            .chain(fraction.bytes())
            .any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64() {
        for good in ["", "aGVsbG8=", "aGVsbA==", "aGVs", "+/+/"] {
            assert!(is_base64(good), "{good}");
        }
        for bad in [
            "a", "aG=", "aGVsbG9=", "====", "aGV-", "aG==aG==", "=", "a===",
        ] {
            assert!(!is_base64(bad), "{bad}");
        }
    }

    #[test]
    fn rfc3339() {
        for good in [
            "2026-01-31T23:59:00Z",
            "2024-02-29 00:00:60.123456789+14:00",
            "0000-01-01t00:00:00z",
        ] {
            assert!(is_rfc3339(good), "{good}");
        }
        for bad in [
            "2020",
            "2026-02-29T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00+0100",
            "2026-13-01T00:00:00Z",
            "2026-01-01T00:00:00Zé",
        ] {
            assert!(!is_rfc3339(bad), "{bad}");
        }
    }

    #[test]
    fn decimal() {
        for good in ["1", "-1.5", "+1.", ".5", "1e10", "1.5E-3"] {
            assert!(is_decimal(good), "{good}");
        }
        for bad in ["", ".", "-", "x", "1.2.3", "1e", "e5", "1 "] {
            assert!(!is_decimal(bad), "{bad}");
        }
    }
}
