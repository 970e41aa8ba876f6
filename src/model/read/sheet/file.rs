//! The bytes of a roster, or why they cannot be had.

use super::super::files::Files;
use super::fault::Fault;
use crate::text::text;
use std::path::{Path, PathBuf};

/// Bytes a roster may have.
pub(super) const MAX_BYTES: u64 = 32 << 20;

/// Reads the whole file.
pub(super) fn load(files: Files, path: &Path) -> Result<Vec<u8>, Fault> {
    files.bytes(path, MAX_BYTES).map_err(|(found, remedy)| {
        let fault = Fault::error(found);
        if lock_file(files, path).is_some() {
            return fault.remedy(text!("请先在 Excel/WPS 中关闭该文件", "close it in Excel/WPS"));
        }
        match remedy {
            Some(remedy) => fault.remedy(remedy),
            None => fault,
        }
    })
}

/// The file that Excel, WPS or LibreOffice keeps beside a workbook that is open, if there is one.
pub(super) fn lock_file(files: Files, path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    [format!("~${name}"), format!(".~{name}"), format!(".~lock.{name}#")]
        .iter()
        .map(|lock| path.with_file_name(lock))
        .find(|lock| files.is_there(lock))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lock_files_of_the_usual_programs_are_seen() {
        let folder = tempfile::tempdir().unwrap();
        let roster = folder.path().join("名单.xlsx");
        for lock in ["~$名单.xlsx", ".~名单.xlsx", ".~lock.名单.xlsx#"] {
            assert_eq!(lock_file(Files::Disk, &roster), None);
            let lock = folder.path().join(lock);
            std::fs::write(&lock, "").unwrap();
            assert_eq!(lock_file(Files::Disk, &roster), Some(lock.clone()));
            assert!(
                format!("{:?}", load(Files::Disk, &roster).unwrap_err()).contains("close it in Excel/WPS")
            );
            std::fs::remove_file(&lock).unwrap();
        }
    }
}
