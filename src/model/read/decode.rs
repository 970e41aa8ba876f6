//! Bytes to text: UTF-8, UTF-16 with a mark, or GB18030, never mojibake.

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

/// Text, and the encoding it was in where that is not UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// The text, without a mark at its start.
    pub(crate) text: String,
    /// Name of the encoding, where it is worth a notice.
    pub(crate) encoding: Option<&'static str>,
}

/// Why bytes are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undecodable {
    /// Neither UTF-8 nor GB18030; the first byte that is neither stands in this line.
    Neither {
        /// Line, counted from 1.
        line: usize,
        /// The byte.
        byte: u8,
    },
    /// Some lines are UTF-8 and others GB18030.
    Mixed {
        /// A line that is UTF-8.
        utf8_line: usize,
        /// The first line that is not.
        other_line: usize,
    },
}

/// Decodes the bytes of a file. Valid UTF-8 wins, since next to no GB18030 text happens to be valid UTF-8.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded, Undecodable> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return decode_as(UTF_16LE, rest, bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return decode_as(UTF_16BE, rest, bytes);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: text.to_owned(), encoding: None });
    }
    if let Some((utf8_line, other_line)) = mixed_lines(bytes) {
        return Err(Undecodable::Mixed { utf8_line, other_line });
    }
    if !is_plausible_gb18030(bytes) {
        return Err(first_bad_byte(bytes));
    }
    decode_as(GB18030, bytes, bytes)
}

/// Whether most characters of two bytes are ones that Chinese text uses (GB2312).
///
/// GB18030 gives a meaning to nearly every sequence of bytes, so text in Big5, Shift-JIS or Latin-1 decodes
/// without an error, but into characters that nobody uses.
fn is_plausible_gb18030(bytes: &[u8]) -> bool {
    let (mut usual, mut rare) = (0_usize, 0_usize);
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at..] {
            [0xa1..=0xf7, 0xa1..=0xfe, ..] => (usual, at) = (usual + 1, at + 2),
            [0x81..=0xfe, 0x30..=0x39, ..] => (rare, at) = (rare + 1, at + 4),
            [0x80..=0xff, ..] => (rare, at) = (rare + 1, at + 2),
            _ => at += 1,
        }
    }
    rare * 4 <= usual
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], all: &[u8]) -> Result<Decoded, Undecodable> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        // Private-use characters are what other encodings turn into when read as GB18030.
        Some(text) if !text.chars().any(|c| ('\u{e000}'..='\u{f8ff}').contains(&c)) => {
            Ok(Decoded { text: text.into_owned(), encoding: Some(encoding.name()) })
        }
        _ => Err(first_bad_byte(all)),
    }
}

/// The first byte at which UTF-8 decoding fails.
fn first_bad_byte(bytes: &[u8]) -> Undecodable {
    let at = match std::str::from_utf8(bytes) {
        Ok(_) => bytes.len().saturating_sub(1),
        Err(error) => error.valid_up_to(),
    };
    let line = 1 + bytes[..at].iter().filter(|&&byte| byte == b'\n').count();
    Undecodable::Neither { line, byte: bytes.get(at).copied().unwrap_or(0) }
}

/// A line that holds UTF-8 beyond doubt (a sequence of three bytes or more) and the first line that is not UTF-8.
fn mixed_lines(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut utf8 = None;
    let mut other = None;
    for (index, line) in bytes.split(|&byte| byte == end).enumerate() {
        match std::str::from_utf8(line) {
            Ok(text) => {
                if utf8.is_none() && text.chars().any(|c| c.len_utf8() >= 3) {
                    utf8 = Some(index + 1);
                }
            }
            Err(_) if other.is_none() => other = Some(index + 1),
            Err(_) => {}
        }
    }
    utf8.zip(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_with_and_without_a_mark_reads_the_same() {
        let plain = decode("名称 = 1".as_bytes()).unwrap();
        let marked = decode("\u{feff}名称 = 1".as_bytes()).unwrap();
        assert_eq!(plain, marked);
        assert_eq!(plain.encoding, None);
    }

    #[test]
    fn gb18030_is_decoded_and_named() {
        let (bytes, _, _) = GB18030.encode("name = \"示例园区\"\n");
        let decoded = decode(&bytes).unwrap();
        assert_eq!(decoded.text, "name = \"示例园区\"\n");
        assert_eq!(decoded.encoding, Some("gb18030"));
    }

    #[test]
    fn utf16_with_a_mark_is_decoded() {
        let bytes: Vec<u8> = "\u{feff}a = 1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&bytes).unwrap().text, "a = 1");
    }

    #[test]
    fn half_and_half_is_refused_with_both_lines() {
        let mut bytes = "# 说明\na = 1\n".as_bytes().to_vec();
        bytes.extend_from_slice(&GB18030.encode("b = \"园区\"\n").0);
        assert_eq!(decode(&bytes), Err(Undecodable::Mixed { utf8_line: 1, other_line: 3 }));
    }

    #[test]
    fn characters_of_four_bytes_are_read() {
        let text = "企业名称,产业\n㐂屋食品有限公司,健康食品\n";
        assert_eq!(decode(&GB18030.encode(text).0).unwrap().text, text);
    }

    #[test]
    fn other_encodings_are_refused_rather_than_misread() {
        let big5 = encoding_rs::BIG5.encode("企業名稱,產業,產值\n甲紡織廠,紡織,42\n").0.into_owned();
        let latin1 = b"name,industry\nSoci\xe9t\xe9 G\xe9n\xe9rale,textile\n".to_vec();
        assert!(matches!(decode(&big5), Err(Undecodable::Neither { line: 1, .. })));
        assert!(matches!(decode(&latin1), Err(Undecodable::Neither { line: 2, .. })));
    }

    #[test]
    fn a_byte_that_fits_nothing_is_named_with_its_line() {
        assert_eq!(decode(b"a = 1\nb = \"\xff\"\n"), Err(Undecodable::Neither { line: 2, byte: 0xff }));
    }
}
