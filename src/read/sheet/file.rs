//! The bytes of a roster, or why they cannot be had.

use super::fault::Fault;
use crate::text::{Text, text};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Bytes a roster may have.
pub(super) const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// Error code of Windows for a file that another program holds open.
const SHARING_VIOLATION: i32 = 32;

/// Reads the whole file.
pub(super) fn load(path: &Path) -> Result<Vec<u8>, Fault> {
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !metadata.is_file() {
        return Err(not_a_file(path));
    }
    if metadata.len() > MAX_BYTES {
        return Err(too_large(path));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > MAX_BYTES { Err(too_large(path)) } else { Ok(bytes) }
}

/// SHA-256 in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The file that Excel, WPS or LibreOffice keeps beside a workbook that is open, if there is one.
pub(super) fn lock_file(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    [format!("~${name}"), format!(".~{name}"), format!(".~lock.{name}#")]
        .iter()
        .map(|lock| path.with_file_name(lock))
        .find(|lock| lock.symlink_metadata().is_ok())
}

fn not_a_file(path: &Path) -> Fault {
    let path = path.display();
    Fault::error(text!("“{path}”不是文件", "{path} is not a file"))
        .allowed(text!("一个 .csv 或 .xlsx 文件", "a .csv or .xlsx file"))
}

fn too_large(path: &Path) -> Fault {
    let (path, mib) = (path.display(), MAX_BYTES / 1024 / 1024);
    Fault::error(text!("“{path}”超过 {mib} MiB", "{path} is larger than {mib} MiB"))
        .allowed(text!("名录文件最大 {mib} MiB", "a roster of at most {mib} MiB"))
        .remedy(text!("删除图片和无关的工作表后另存", "remove pictures and other sheets and save again"))
}

fn unreadable(path: &Path, error: &io::Error) -> Fault {
    let shown = path.display();
    if error.kind() == io::ErrorKind::NotFound {
        let fault = Fault::error(text!("找不到文件“{shown}”", "there is no file {shown}"));
        return match similar_names(path) {
            Some(remedy) => fault.remedy(remedy),
            None => fault.remedy(text!("核对文件名和所在文件夹", "check the name and the folder")),
        };
    }
    let fault = Fault::error(text!("无法读取“{shown}”：{error}", "{shown} cannot be read: {error}"));
    if error.raw_os_error() == Some(SHARING_VIOLATION) && cfg!(windows) || lock_file(path).is_some() {
        return fault.remedy(text!("请先在 Excel/WPS 中关闭该文件", "close it in Excel/WPS"));
    }
    fault.remedy(text!("检查该文件的读取权限", "check that you may read it"))
}

/// Names in the same folder that the missing one may have been meant to be.
fn similar_names(path: &Path) -> Option<Text> {
    const CLOSE: f64 = 0.8;
    const SHOWN: usize = 3;
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut close: Vec<(f64, String)> = std::fs::read_dir(folder)
        .ok()?
        .take(10_000)
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| !name.starts_with(['~', '.']))
        .map(|name| (strsim::jaro_winkler(&wanted, &name), name))
        .filter(|(closeness, _)| *closeness >= CLOSE)
        .collect();
    close.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let names: Vec<String> = close.into_iter().take(SHOWN).map(|(_, name)| name).collect();
    if names.is_empty() {
        return None;
    }
    let (zh, en) = (names.join("、"), names.join(", "));
    Some(text!("该文件夹中有相近的文件：{zh}", "the folder has: {en}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lock_files_of_the_usual_programs_are_seen() {
        let folder = tempfile::tempdir().unwrap();
        let roster = folder.path().join("名单.xlsx");
        for lock in ["~$名单.xlsx", ".~名单.xlsx", ".~lock.名单.xlsx#"] {
            assert_eq!(lock_file(&roster), None);
            let lock = folder.path().join(lock);
            std::fs::write(&lock, "").unwrap();
            assert_eq!(lock_file(&roster), Some(lock.clone()));
            std::fs::remove_file(&lock).unwrap();
        }
    }

    #[test]
    fn a_file_held_open_by_excel_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let roster = folder.path().join("a.xlsx");
        std::fs::write(folder.path().join("~$a.xlsx"), "").unwrap();
        let fault = unreadable(&roster, &io::Error::from(io::ErrorKind::PermissionDenied));
        assert!(format!("{fault:?}").contains("close it in Excel/WPS"));
    }
}
