//! The checksums of other tools.

use std::fmt::Write as _;

use sha2::{Digest, Sha256, Sha384};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Prisma Migrate: SHA-256 over the file; line ends of either kind count as the same.
pub(super) fn prisma(text: &str) -> Vec<String> {
    let unix = text.replace("\r\n", "\n");
    let windows = unix.replace('\n', "\r\n");
    let mut sums: Vec<String> = [text, &unix, &windows]
        .iter()
        .map(|text| hex(&Sha256::digest(text)))
        .collect();
    sums.dedup();
    sums
}

/// sqlx: SHA-384 over the file.
pub(super) fn sqlx(text: &str) -> String {
    hex(&Sha384::digest(text))
}

/// Flyway: CRC-32 over the lines without their ends, as a signed number.
pub(super) fn flyway(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut crc = Crc::default();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        crc.update(&rest.as_bytes()[..end]);
        rest = &rest[end..];
        let ends = ["\r\n", "\n", "\r"];
        rest = ends.iter().find_map(|e| rest.strip_prefix(e)).unwrap_or("");
    }
    crc.value().cast_signed().to_string()
}

/// refinery: SipHash-1-3 over name, version and text, the version being of 32 or of 64 bits.
pub(super) fn refinery(name: &str, version: i64, text: &str) -> Vec<String> {
    let with = |version: &[u8]| {
        let mut bytes = Vec::with_capacity(name.len() + text.len() + 16);
        bytes.extend_from_slice(name.as_bytes());
        bytes.push(0xff);
        bytes.extend_from_slice(version);
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(0xff);
        sip13(&bytes).to_string()
    };
    let narrow = i32::try_from(version).map(|version| with(&version.to_le_bytes()));
    narrow
        .into_iter()
        .chain([with(&version.to_le_bytes())])
        .collect()
}

/// CRC-32 as zip files have it.
struct Crc(u32);

impl Default for Crc {
    fn default() -> Self {
        Self(!0)
    }
}

impl Crc {
    fn update(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 ^= u32::from(*byte);
            for _ in 0..8 {
                let carry = if self.0 & 1 == 1 { 0xedb8_8320 } else { 0 };
                self.0 = self.0 >> 1 ^ carry;
            }
        }
    }

    fn value(&self) -> u32 {
        !self.0
    }
}

/// SipHash-1-3 with a key of zeros.
fn sip13(bytes: &[u8]) -> u64 {
    let mut v = [
        0x736f_6d65_7073_6575,
        0x646f_7261_6e64_6f6d,
        0x6c79_6765_6e65_7261,
        0x7465_6462_7974_6573,
    ];
    let chunks = bytes.chunks_exact(8);
    let rest = chunks.remainder();
    let word = |chunk: &[u8]| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        u64::from_le_bytes(word)
    };
    for chunk in chunks {
        absorb(&mut v, word(chunk));
    }
    absorb(&mut v, word(rest) | (bytes.len() as u64) << 56);
    v[2] ^= 0xff;
    for _ in 0..3 {
        round(&mut v);
    }
    v[0] ^ v[1] ^ v[2] ^ v[3]
}

fn absorb(v: &mut [u64; 4], word: u64) {
    v[3] ^= word;
    round(v);
    v[0] ^= word;
}

fn round(v: &mut [u64; 4]) {
    v[0] = v[0].wrapping_add(v[1]);
    v[1] = v[1].rotate_left(13) ^ v[0];
    v[0] = v[0].rotate_left(32);
    v[2] = v[2].wrapping_add(v[3]);
    v[3] = v[3].rotate_left(16) ^ v[2];
    v[0] = v[0].wrapping_add(v[3]);
    v[3] = v[3].rotate_left(21) ^ v[0];
    v[2] = v[2].wrapping_add(v[1]);
    v[1] = v[1].rotate_left(17) ^ v[2];
    v[2] = v[2].rotate_left(32);
}

#[cfg(test)]
mod tests {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};

    use super::*;

    #[test]
    fn crc_is_that_of_zip_files() {
        let mut crc = Crc::default();
        crc.update(b"123456789");
        assert_eq!(crc.value(), 0xcbf4_3926);
        assert_eq!(flyway("a\r\nb"), flyway("\u{feff}a\nb\n"));
        assert_ne!(flyway("ab"), flyway("ba"));
    }

    #[test]
    fn sip_is_that_of_the_standard_library() {
        for text in ["", "a", "CREATE TABLE users (id int);\n"] {
            let mut hasher = DefaultHasher::new();
            "initial".hash(&mut hasher);
            7_i32.hash(&mut hasher);
            text.hash(&mut hasher);
            let expected = hasher.finish().to_string();
            assert_eq!(refinery("initial", 7, text)[0], expected);
        }
    }

    #[test]
    fn line_ends_of_either_kind_are_the_same_to_prisma() {
        let sums = prisma("a\nb\n");
        assert!(sums.contains(&prisma("a\r\nb\r\n")[0]));
    }
}
