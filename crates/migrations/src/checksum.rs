//! The identity of a migration's SQL, and of a history of them.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// A SHA-256: over the tokens of a migration's SQL, so that comments, spacing, line ends and a byte
/// order mark do not count; or over a history, as a link of its chain.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Checksum(pub [u8; 32]);

impl Checksum {
    /// The checksum of a text of SQL.
    pub fn of_sql(sql: &str) -> Self {
        let mut hash = Sha256::new();
        lexer::canonical(sql, |bytes| hash.update(bytes));
        Self(hash.finalize().into())
    }

    /// The link of the chain for one migration, after the link before it (`None` for the first).
    pub fn chained(before: Option<Self>, version: i64, name: &str, checksum: Self) -> Self {
        let mut hash = Sha256::new();
        if let Some(Self(before)) = before {
            hash.update(before);
        }
        hash.update(format!("{version} {name} {checksum}"));
        Self(hash.finalize().into())
    }

    /// The first twelve digits: enough for a person to tell two apart.
    pub fn short(self) -> String {
        let mut text = self.to_string();
        text.truncate(12);
        text
    }
}

/// 64 lower-case hexadecimal digits.
impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The text is not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAChecksum;

impl fmt::Display for NotAChecksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a checksum is 64 lower-case hexadecimal digits")
    }
}

impl std::error::Error for NotAChecksum {}

impl FromStr for Checksum {
    type Err = NotAChecksum;

    fn from_str(text: &str) -> Result<Self, NotAChecksum> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(NotAChecksum);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = pair
                .iter()
                .try_fold(0, |value, digit| Some(value << 4 | hex_value(*digit)?))
                .ok_or(NotAChecksum)?;
        }
        Ok(Self(bytes))
    }
}

fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_only_what_the_server_reads() {
        let same = [
            "CREATE TABLE a (b text DEFAULT 'x');",
            "\u{feff}-- Header\r\nCREATE TABLE a\r\n  (b text DEFAULT 'x');\r\n",
            "create /* why */ table a(b text default 'x') ;-- end",
        ];
        for text in same {
            assert_eq!(
                Checksum::of_sql(text),
                Checksum::of_sql(same[0]),
                "{text:?}"
            );
        }
        let other = [
            "CREATE TABLE a (b text DEFAULT 'X');",
            "CREATE TABLE a (b text DEFAULT ' x');",
            "CREATE TABLE \"a\" (b text DEFAULT 'x');",
            "CREATE TABLE ab (text DEFAULT 'x');",
            "",
        ];
        for text in other {
            assert_ne!(
                Checksum::of_sql(text),
                Checksum::of_sql(same[0]),
                "{text:?}"
            );
        }
    }

    #[test]
    fn reads_what_it_prints_and_nothing_else() {
        let checksum = Checksum::of_sql("SELECT 1");
        assert_eq!(checksum.to_string().parse(), Ok(checksum));
        let text = checksum.to_string();
        for bad in [
            "",
            "ab",
            &text.to_uppercase(),
            &text[1..],
            &text.replace('a', "g"),
        ] {
            if bad != text {
                assert_eq!(bad.parse::<Checksum>(), Err(NotAChecksum), "{bad}");
            }
        }
    }
}
