//! The text of a CSV file, or why its bytes are no text.

use super::super::decode::{self, Decoded, Undecodable};
use super::fault::Fault;
use super::grid::{clip, trim};
use crate::text::text;

/// Decodes `bytes`.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, Fault> {
    decode::decode(bytes).map_err(|fault| match fault {
        Undecodable::Mixed { other_line, .. } => half_and_half(bytes, other_line),
        Undecodable::Neither { line, byte } => neither(line, byte),
    })
}

/// Shows both readings of the first line that is not UTF-8, so that its owner can tell which is right.
fn half_and_half(bytes: &[u8], number: usize) -> Fault {
    let end = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    let line = bytes.split(|byte| *byte == end).nth(number - 1).unwrap_or_default();
    let utf8 = clip(trim(&String::from_utf8_lossy(line)));
    let gbk = clip(trim(&encoding_rs::GB18030.decode_without_bom_handling(line).0));
    Fault::error(text!(
        "部分行是 UTF-8，第 {number} 行却不是：按 UTF-8 读作“{utf8}”，按 GB18030 读作“{gbk}”",
        "some lines are UTF-8, but line {number} is not: \"{utf8}\" as UTF-8, \"{gbk}\" as GB18030"
    ))
    .remedy(text!(
        "可能由两个文件拼接而成；请在 Excel/WPS 中合并后另存为“CSV UTF-8”",
        "two files may have been joined; join them in Excel/WPS and save as \"CSV UTF-8\""
    ))
}

fn neither(line: usize, byte: u8) -> Fault {
    Fault::error(text!(
        "编码既不是 UTF-8 也不是 GB18030（第 {line} 行，字节 0x{byte:02X}）",
        "the encoding is neither UTF-8 nor GB18030 (line {line}, byte 0x{byte:02X})"
    ))
    .allowed(text!("UTF-8、GB18030（GBK）或带 BOM 的 UTF-16", "UTF-8, GB18030 (GBK), or UTF-16 with a BOM"))
    .remedy(text!("请在 Excel/WPS 中另存为“CSV UTF-8”", "save it in Excel/WPS as \"CSV UTF-8\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_each_is_refused_with_both_guesses() {
        for end in ["\n", "\r", "\r\n"] {
            let mut bytes = format!("企业名称,产业{end}甲纺织,纺织{end}").into_bytes();
            bytes.extend_from_slice(&encoding_rs::GB18030.encode("乙食品,食品").0);
            let fault = format!("{:?}", decode(&bytes).unwrap_err());
            assert!(fault.contains("line 3 is not") && fault.contains("乙食品"), "{fault}");
        }
    }

    #[test]
    fn what_is_neither_is_refused() {
        let fault = format!("{:?}", decode(b"a\n\xff").unwrap_err());
        assert!(fault.contains("neither UTF-8 nor GB18030 (line 2, byte 0xFF)"), "{fault}");
    }
}
