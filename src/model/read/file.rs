//! Files of a scenario: found below its folder, read once and hashed.

use super::decode::{self, Undecodable};
use super::files::{Files, Unread};
use super::node::{FileIx, Origin, Source, Sources};
use super::problem::{Problem, Problems};
use crate::digest::sha256;
use crate::text::{Text, text};
use std::path::{Component, Path, PathBuf};

/// Largest scenario file, in bytes.
pub(crate) const MAX_BYTES: u64 = 8 << 20;
/// Most files that one scenario may be made of.
pub(crate) const MAX_FILES: usize = 64;

/// Reads a text file and adds it to the sources; `named_at` is what names it, `None` for the scenario itself.
pub(crate) fn text_file(
    files: Files,
    path: &Path,
    named_at: Option<Origin>,
    sources: &mut Sources,
    out: &mut Problems,
) -> Option<FileIx> {
    let bytes = match files.bytes(path, MAX_BYTES) {
        Ok(bytes) => bytes,
        Err((found, remedy)) => {
            out.push(Problem { origin: named_at, remedy, ..Problem::nowhere(found) });
            return None;
        }
    };
    if let Some((found, remedy)) = other_kind(path, &bytes) {
        out.push(Problem { origin: named_at, remedy: Some(remedy), ..Problem::nowhere(found) });
        return None;
    }
    let source =
        Source { path: path.to_path_buf(), text: String::new(), sheets: Vec::new(), sha256: sha256(&bytes) };
    let file = sources.add(source);
    match decode::decode(&bytes) {
        Ok(decoded) => {
            if let Some(encoding) = decoded.encoding {
                let encoding = encoding.to_uppercase();
                out.push(
                    Problem::notice(
                        Origin::file(file),
                        "",
                        text!("按 {encoding} 编码读取", "read as {encoding}"),
                    )
                    .remedy(text!("最好另存为 UTF-8", "better saved as UTF-8")),
                );
            }
            sources.files[file.0].text = decoded.text;
            Some(file)
        }
        Err(fault) => {
            out.push(undecodable(fault, file));
            None
        }
    }
}

/// What a file is that is no scenario, and what to do with it.
fn other_kind(path: &Path, bytes: &[u8]) -> Option<(Text, Text)> {
    let shown = path.display();
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let extension = extension.unwrap_or_default();
    let roster = text!(
        "情景文件是 .toml；在其中写 enterprises_file = \"{name}\" 引用它（parkcast init 生成样例）",
        "a scenario is a .toml file; name this one there: enterprises_file = \"{name}\" (`parkcast init` writes an example)"
    );
    let is_office = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0");
    if is_office || matches!(extension.as_str(), "xlsx" | "xlsm" | "xls" | "et") {
        return Some((
            text!("{shown} 是 Excel 工作簿，不是情景文件", "{shown} is a workbook, not a scenario"),
            roster,
        ));
    }
    if matches!(extension.as_str(), "csv" | "tsv") {
        return Some((text!("{shown} 是表格，不是情景文件", "{shown} is a sheet, not a scenario"), roster));
    }
    (extension == "json").then(|| {
        (
            text!("{shown} 是 JSON 文件，不是情景文件", "{shown} is a JSON file, not a scenario"),
            text!(
                "情景文件是 .toml；results.json 用于 parkcast chart、report 和 verify",
                "a scenario is a .toml file; results.json is for `parkcast chart`, `report` and `verify`"
            ),
        )
    })
}

fn undecodable(fault: Undecodable, file: FileIx) -> Problem {
    let remedy = text!("用编辑器另存为 UTF-8", "save it as UTF-8");
    let found = match fault {
        Undecodable::Neither { line, byte } => text!(
            "第{line}行有既非 UTF-8 也非 GB18030 的字节 0x{byte:02X}",
            "line {line} holds the byte 0x{byte:02X}, which is neither UTF-8 nor GB18030"
        ),
        Undecodable::Mixed { utf8_line, other_line } => text!(
            "第{utf8_line}行是 UTF-8，第{other_line}行却像 GB18030：文件由两种编码拼成",
            "line {utf8_line} is UTF-8 but line {other_line} looks like GB18030: two encodings in one file"
        ),
    };
    Problem::error(Origin::file(file), "", found).remedy(remedy)
}

/// The folder below which every file of a scenario must lie: the folder of the scenario file itself.
///
/// A file named in a scenario is given by a relative path with `/`, relative to the file that names it. It may
/// go up and down, but must end up, links resolved, inside this folder: so a scenario from somebody else reads
/// nothing of yours.
pub(crate) fn root_of(files: Files, scenario: &Path) -> Result<PathBuf, Unread> {
    let folder = scenario.parent().filter(|folder| !folder.as_os_str().is_empty());
    files.real(folder.unwrap_or(Path::new(".")))
}

/// The path of a file that `naming` names as `given`, or why it may not be read.
pub(crate) fn resolve(files: Files, given: &str, naming: &Path, root: &Path) -> Result<PathBuf, Unread> {
    let relative = || {
        Some(text!(
            "写相对路径，用 / 分隔，如 \"rosters/enterprises.csv\"",
            "write a relative path with /, such as \"rosters/enterprises.csv\""
        ))
    };
    let refuse = |Text { zh, en }| Err((text!("{zh}：{given}", "{en}: {given}"), relative()));
    let trimmed = given.trim();
    if trimmed.is_empty() {
        return refuse(text!("空的路径", "an empty path"));
    }
    if trimmed.contains("://") || trimmed.to_ascii_lowercase().starts_with("file:") {
        return refuse(text!("不接受网址", "addresses are not accepted"));
    }
    if trimmed.starts_with('~') {
        return refuse(text!("不接受以 ~ 开头的路径", "paths that begin with ~ are not accepted"));
    }
    if trimmed.starts_with('/') || trimmed.starts_with('\\') || trimmed.as_bytes().get(1) == Some(&b':') {
        return refuse(text!("不接受绝对路径", "absolute paths are not accepted"));
    }
    if trimmed.contains('\\') {
        return refuse(text!("路径里有反斜杠", "a backslash in a path"));
    }
    if trimmed.chars().any(char::is_control) {
        return refuse(text!("路径里有控制字符", "a control character in a path"));
    }
    let folder = naming.parent().unwrap_or(Path::new(""));
    let path = tidy_path(&folder.join(trimmed));
    if files.real(&path)?.starts_with(root) {
        return Ok(path);
    }
    let shown = root.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Err((
        text!("{given} 在情景所在的文件夹之外", "{given} lies outside the scenario's folder"),
        Some(text!(
            "把文件放进文件夹“{shown}”或其下级",
            "put the file into the folder \"{shown}\" or below it"
        )),
    ))
}

/// The path without `.` and, where that is safe, without `a/..`.
fn tidy_path(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            other => tidy.push(other),
        }
    }
    tidy
}
