//! The text of a CSV file, whatever encoding a park office saved it in.
//!
//! Valid UTF-8 wins; otherwise the bytes must make sense as GB18030, which is what Excel and WPS write on a
//! Chinese Windows. Nothing is ever replaced or guessed away: what cannot be decoded is refused.

use super::fault::Fault;
use super::grid::{clip, trim};
use crate::text::{Text, text};
use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

/// A decoded text.
#[derive(Debug, PartialEq)]
pub(super) struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding, where it is not UTF-8.
    pub encoding: Option<&'static str>,
}

/// Decodes `bytes`.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, Fault> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => return utf16(UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => return utf16(UTF_16BE, rest),
        _ => {}
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: text.to_owned(), encoding: None });
    }
    if let Some(fault) = half_and_half(bytes) {
        return Err(fault);
    }
    match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) if is_plausible_gb18030(bytes) => {
            Ok(Decoded { text: text.into_owned(), encoding: Some("GB18030") })
        }
        _ => Err(unknown(bytes)),
    }
}

fn utf16(encoding: &'static Encoding, bytes: &[u8]) -> Result<Decoded, Fault> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken {
        return Err(Fault::error(text!("UTF-16 文本有损坏的字符", "UTF-16 text with broken characters"))
            .remedy(save_again()));
    }
    Ok(Decoded { text: text.into_owned(), encoding: Some(encoding.name()) })
}

/// Finds files of which some lines are UTF-8 and others GB18030, as happens when two are joined.
///
/// A line counts as UTF-8 only if it holds a character of three bytes or more: many pairs of bytes are a
/// character in both encodings, three in a row by accident are not to be expected.
fn half_and_half(bytes: &[u8]) -> Option<Fault> {
    let end = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    let is_utf8 = |line: &[u8]| {
        std::str::from_utf8(line).is_ok_and(|text| text.chars().any(|character| character.len_utf8() >= 3))
    };
    if !bytes.split(|byte| *byte == end).any(is_utf8) {
        return None;
    }
    let mut lines = bytes.split(|byte| *byte == end).enumerate();
    let (before, line) = lines.find(|(_, line)| std::str::from_utf8(line).is_err())?;
    let number = before + 1;
    let utf8 = clip(trim(&String::from_utf8_lossy(line)));
    let gbk = clip(trim(&GB18030.decode_without_bom_handling(line).0));
    Some(
        Fault::error(text!(
            "部分行是 UTF-8，第 {number} 行却不是：按 UTF-8 读作“{utf8}”，按 GB18030 读作“{gbk}”",
            "some lines are UTF-8, but line {number} is not: \"{utf8}\" as UTF-8, \"{gbk}\" as GB18030"
        ))
        .remedy(text!(
            "可能由两个文件拼接而成；请在 Excel/WPS 中合并后另存为“CSV UTF-8”",
            "two files may have been joined; join them in Excel/WPS and save as \"CSV UTF-8\""
        )),
    )
}

/// Whether most two-byte characters are ones that Chinese text uses (GB2312).
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

fn unknown(bytes: &[u8]) -> Fault {
    let valid = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    let number = 1 + bytes[..valid].iter().filter(|byte| **byte == b'\n').count();
    Fault::error(text!(
        "编码既不是 UTF-8 也不是 GB18030（第 {number} 行起）",
        "the encoding is neither UTF-8 nor GB18030 (from line {number} on)"
    ))
    .allowed(text!("UTF-8、GB18030（GBK）或带 BOM 的 UTF-16", "UTF-8, GB18030 (GBK), or UTF-16 with a BOM"))
    .remedy(save_again())
}

fn save_again() -> Text {
    text!("请在 Excel/WPS 中另存为“CSV UTF-8”", "save it in Excel/WPS as \"CSV UTF-8\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ROSTER: &str = "企业名称,产业,产值(亿元)\n甲纺织,textile,42\n堃茂食品,food,9.1\n";

    #[test]
    fn the_same_text_from_every_encoding() {
        let gbk = GB18030.encode(ROSTER).0.into_owned();
        let utf16 = |encode: fn(u16) -> [u8; 2]| -> Vec<u8> {
            [0xfeff].into_iter().chain(ROSTER.encode_utf16()).flat_map(encode).collect()
        };
        let cases = [
            (ROSTER.as_bytes().to_vec(), None),
            ([b"\xef\xbb\xbf".as_slice(), ROSTER.as_bytes()].concat(), None),
            (gbk, Some("GB18030")),
            (utf16(u16::to_le_bytes), Some("UTF-16LE")),
            (utf16(u16::to_be_bytes), Some("UTF-16BE")),
        ];
        for (bytes, encoding) in cases {
            assert_eq!(decode(&bytes).unwrap(), Decoded { text: ROSTER.to_owned(), encoding });
        }
    }

    #[test]
    fn characters_of_four_bytes_are_read() {
        let text = "企业名称,产业\n㐂屋食品有限公司,健康食品\n";
        assert_eq!(decode(&GB18030.encode(text).0).unwrap().text, text);
    }

    #[test]
    fn half_of_each_is_refused_with_both_guesses() {
        let mut bytes = "企业名称,产业\n甲纺织,纺织\n".as_bytes().to_vec();
        bytes.extend_from_slice(&GB18030.encode("乙食品,食品\n").0);
        let fault = format!("{:?}", decode(&bytes).unwrap_err());
        assert!(fault.contains("line 3 is not") && fault.contains("乙食品"), "{fault}");
    }

    #[test]
    fn other_encodings_are_refused_rather_than_misread() {
        let big5 = encoding_rs::BIG5.encode("企業名稱,產業,產值\n甲紡織廠,紡織,42\n").0.into_owned();
        let latin1 = b"name,industry\nSoci\xe9t\xe9 G\xe9n\xe9rale,textile\n".to_vec();
        for bytes in [big5, latin1, vec![b'a', 0xff, b'\n']] {
            let fault = format!("{:?}", decode(&bytes).unwrap_err());
            assert!(fault.contains("neither UTF-8 nor GB18030"), "{fault}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_text_or_refused(bytes: Vec<u8>) {
            let _ = decode(&bytes);
        }
    }
}
