//! Kinds of roster files, told by their first bytes.

use super::fault::Fault;
use crate::text::{Text, text};

/// First bytes of a zip file, which every .xlsx is.
const ZIP: &[u8] = b"PK\x03\x04";
/// First bytes of an OLE container: an .xls, or an .xlsx with a password.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0";

/// What a roster's bytes are.
#[derive(Debug, PartialEq)]
pub(super) enum Kind {
    /// A workbook.
    Workbook,
    /// Text.
    Text,
}

/// Tells workbook from text, whatever the file's name says, and refuses what is neither.
pub(super) fn kind(bytes: &[u8], named_workbook: bool) -> Result<Kind, Fault> {
    if bytes.starts_with(ZIP) {
        return Ok(Kind::Workbook);
    }
    if bytes.starts_with(OLE) {
        return Err(ole(bytes));
    }
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if start.starts_with(b"<") {
        return Err(Fault::error(text!(
            "文件内容是网页或 XML，不是表格",
            "the file is a web page or XML, not a workbook"
        ))
        .remedy(open_and_save()));
    }
    if named_workbook {
        return Err(Fault::error(text!(
            "文件名是 .xlsx，内容却不是 Excel 工作簿（不是 zip 文件）",
            "the name says .xlsx, but the file is not a workbook (not a zip file)"
        ))
        .remedy(open_and_save()));
    }
    Ok(Kind::Text)
}

fn ole(bytes: &[u8]) -> Fault {
    let marker: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(marker.len()).any(|window| window == marker) {
        return encrypted();
    }
    Fault::error(text!("文件是旧版 .xls 格式", "the file is in the old .xls format"))
        .allowed(text!(".xlsx 或 .csv", ".xlsx or .csv"))
        .remedy(open_and_save())
}

pub(super) fn encrypted() -> Fault {
    Fault::error(text!("工作簿有密码保护", "the workbook is password-protected"))
        .remedy(text!("在 Excel/WPS 中取消打开密码后保存", "remove the password in Excel/WPS and save"))
}

pub(super) fn open_and_save() -> Text {
    text!("请用 Excel/WPS 打开，另存为 .xlsx", "open it in Excel/WPS and save it as .xlsx")
}
