//! Files: found, measured, read once and hashed.

use super::decode::{self, Undecodable};
use super::lookalike;
use super::node::{FileIx, Origin, Source, Sources};
use super::problem::{Problem, Problems};
use crate::digest::sha256;
use crate::text::{Text, text};
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// Largest scenario file, in bytes.
pub(crate) const MAX_BYTES: u64 = 8 << 20;
/// Most files that one scenario may be made of.
pub(crate) const MAX_FILES: usize = 64;

/// Why a file could not be read, and how to mend that.
pub(crate) type Unread = (Text, Option<Text>);

/// Reads the bytes of a regular file of at most `limit` bytes.
pub(crate) fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Unread> {
    let shown = path.display();
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if metadata.is_dir() {
        return Err((text!("{shown} 是文件夹，不是文件", "{shown} is a folder, not a file"), None));
    }
    if !metadata.is_file() {
        return Err((text!("{shown} 不是普通文件", "{shown} is not a regular file"), None));
    }
    let size = metadata.len();
    let too_large = || {
        (
            text!("{shown} 超过 {limit} 字节", "{shown} is larger than {limit} bytes"),
            Some(text!("拆成几个文件，或把名册放到 CSV 里", "split it, or put rosters into CSV files")),
        )
    };
    if size > limit {
        return Err(too_large());
    }
    let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut bytes = Vec::with_capacity(size as usize);
    // A file may grow between the look at its size and the reading.
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(bytes) }
}

fn unreadable(path: &Path, error: &io::Error) -> Unread {
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => {
            let dangling = fs::symlink_metadata(path).is_ok();
            let found = if dangling {
                text!("{shown} 是指向不存在的文件的链接", "{shown} is a link to a file that does not exist")
            } else {
                text!("找不到文件 {shown}", "there is no file {shown}")
            };
            (found, similar(path))
        }
        io::ErrorKind::PermissionDenied => (
            text!("没有权限读取 {shown}", "no permission to read {shown}"),
            Some(text!(
                "检查文件的权限；若在 Excel 或 WPS 中打开，请关闭",
                "check its permissions; close it where Excel or WPS has it open"
            )),
        ),
        _ => (text!("无法读取 {shown}：{error}", "{shown} cannot be read: {error}"), None),
    }
}

/// Names in the same folder that may have been meant.
fn similar(path: &Path) -> Option<Text> {
    let wanted = lookalike::folded(&path.file_name()?.to_string_lossy());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut near: Vec<(usize, String)> = fs::read_dir(folder)
        .ok()?
        .take(1_000)
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .map(|name| (strsim::damerau_levenshtein(&wanted, &lookalike::folded(&name)), name))
        .filter(|(distance, _)| *distance <= wanted.chars().count() / 3)
        .collect();
    near.sort();
    near.truncate(3);
    let names = near.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| text!("相近的文件名：{names}", "similar names: {names}"))
}

/// Reads a text file and adds it to the sources; `named_at` is what names it, `None` for the scenario itself.
pub(crate) fn text_file(
    path: &Path,
    named_at: Option<Origin>,
    sources: &mut Sources,
    out: &mut Problems,
) -> Option<FileIx> {
    let bytes = match bytes(path, MAX_BYTES) {
        Ok(bytes) => bytes,
        Err((found, remedy)) => {
            out.push(Problem { origin: named_at, remedy, ..Problem::nowhere(found) });
            return None;
        }
    };
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
pub(crate) fn root_of(scenario: &Path) -> io::Result<PathBuf> {
    let folder = scenario.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::canonicalize(folder.unwrap_or(Path::new(".")))
}

/// The path of a file that `naming` names as `given`, or why it may not be read.
pub(crate) fn resolve(given: &str, naming: &Path, root: &Path) -> Result<PathBuf, Unread> {
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
    let canonical = fs::canonicalize(&path).map_err(|error| unreadable(&path, &error))?;
    if canonical.starts_with(root) {
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
