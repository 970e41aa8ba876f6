//! Why something could not be written, and what to do about it.

use crate::text::{Text, text};
use std::io;
use std::path::{Path, PathBuf};

/// Why something could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Where a folder is wanted there is something else.
    #[error("{} is not a folder", path.display())]
    NotAFolder {
        /// Its path.
        path: PathBuf,
    },
    /// Where a file is to be written there is a folder.
    #[error("{} is a folder", path.display())]
    IsAFolder {
        /// Its path.
        path: PathBuf,
    },
    /// No permission, or a medium that cannot be written.
    #[error("{} cannot be written to", path.display())]
    Denied {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// No space, or no quota, left.
    #[error("no space left for {}", path.display())]
    Full {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another program holds the file open.
    #[error("{} is open in another program", path.display())]
    InUse {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another run is writing into the folder.
    #[error("another run is writing into {}", dir.display())]
    Busy {
        /// The folder.
        dir: PathBuf,
        /// The process, where it can be told.
        process: Option<u32>,
    },
    /// What must not be replaced.
    #[error("{} exists", path.display())]
    Exists {
        /// Its path.
        path: PathBuf,
    },
    /// A name that leads out of the folder, or one that is given twice.
    #[error("the file name {name:?} cannot be used")]
    BadName {
        /// The name.
        name: String,
    },
    /// Anything else.
    #[error("{} cannot be written", path.display())]
    Other {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl WriteError {
    /// Sorts what the system says of `path`.
    pub(super) fn from_io(path: &Path, source: io::Error) -> Self {
        use io::ErrorKind as Kind;
        // Windows: a file is open in another program (sharing or lock violation).
        let in_use = cfg!(windows) && matches!(source.raw_os_error(), Some(32 | 33));
        let path = path.to_path_buf();
        match source.kind() {
            _ if in_use => Self::InUse { path, source },
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Self::Denied { path, source },
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge | Kind::WriteZero => {
                Self::Full { path, source }
            }
            Kind::NotADirectory => Self::NotAFolder { path },
            Kind::IsADirectory => Self::IsAFolder { path },
            Kind::ResourceBusy | Kind::ExecutableFileBusy => Self::InUse { path, source },
            _ => Self::Other { path, source },
        }
    }

    /// What to tell the user, with the remedy.
    pub fn text(&self) -> Text {
        match self {
            Self::NotAFolder { path } => {
                let path = path.display();
                text!(
                    "“{path}”不是文件夹；请另选输出文件夹，或移走该文件",
                    "{path} is not a folder; choose another folder, or move that file away"
                )
            }
            Self::IsAFolder { path } => {
                let path = path.display();
                text!(
                    "要写入的文件“{path}”是一个文件夹；请移走它，或另选输出文件夹",
                    "{path} is a folder, but a file of that name is to be written; move it away, or choose another folder"
                )
            }
            Self::Denied { path, source } => {
                let path = path.display();
                text!(
                    "没有写入“{path}”的权限（{source}）；若在 Excel、WPS 等程序中打开，请关闭，否则请另选输出文件夹",
                    "no permission to write to {path} ({source}); close it where Excel, WPS or another program has it open, else choose \
                     another folder"
                )
            }
            Self::Full { path, source } => {
                let path = path.display();
                text!(
                    "写入“{path}”时磁盘空间不足（{source}）；请清理磁盘或另选输出文件夹，原有结果未改动",
                    "no space left to write {path} ({source}); free some, or choose another folder. Earlier results are untouched"
                )
            }
            Self::InUse { path, source } => {
                let path = path.display();
                text!(
                    "“{path}”被其他程序占用（{source}）；请在 Excel/WPS 中关闭后重试",
                    "{path} is open in another program ({source}); close it in Excel/WPS and try again"
                )
            }
            Self::Busy { dir, process } => busy(dir, *process),
            Self::Exists { path } => {
                let path = path.display();
                text!(
                    "“{path}”已存在，不会覆盖；请另选文件夹",
                    "{path} exists and is not replaced; choose another folder"
                )
            }
            Self::BadName { name } => text!(
                "文件名“{name}”不能使用：会越出文件夹，或与另一个重名",
                "the file name \"{name}\" cannot be used: it leads out of the folder, or is given twice"
            ),
            Self::Other { path, source } => {
                let path = path.display();
                text!(
                    "无法写入“{path}”（{source}）；请检查路径，或另选输出文件夹",
                    "{path} cannot be written ({source}); check the path, or choose another folder"
                )
            }
        }
    }
}

fn busy(dir: &Path, process: Option<u32>) -> Text {
    let dir = dir.display();
    match process {
        Some(process) => text!(
            "另一个 parkcast（进程 {process}）正在写入“{dir}”；请等它结束，或另选输出文件夹",
            "another parkcast (process {process}) is writing into {dir}; wait for it, or choose another folder"
        ),
        None => text!(
            "另一个 parkcast 正在写入“{dir}”；请等它结束，或另选输出文件夹",
            "another parkcast is writing into {dir}; wait for it, or choose another folder"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_a_remedy_in_both_languages() {
        use io::ErrorKind as Kind;
        let path = Path::new("结果");
        let kinds = [
            Kind::PermissionDenied,
            Kind::ReadOnlyFilesystem,
            Kind::StorageFull,
            Kind::QuotaExceeded,
            Kind::NotADirectory,
            Kind::IsADirectory,
            Kind::ResourceBusy,
            Kind::TimedOut,
        ];
        let mut errors: Vec<WriteError> =
            kinds.into_iter().map(|kind| WriteError::from_io(path, io::Error::from(kind))).collect();
        errors.push(WriteError::Busy { dir: path.into(), process: Some(7) });
        errors.push(WriteError::Busy { dir: path.into(), process: None });
        errors.push(WriteError::Exists { path: path.into() });
        for error in errors {
            let text = error.text();
            assert!(text.zh.contains("结果") && text.zh.contains('；'), "{}", text.zh);
            assert!(text.en.contains("结果") && text.en.contains(';'), "{}", text.en);
        }
    }

    #[test]
    fn the_system_s_answers_are_told_apart() {
        let sorted = |kind| WriteError::from_io(Path::new("x"), io::Error::from(kind));
        assert!(matches!(sorted(io::ErrorKind::StorageFull), WriteError::Full { .. }));
        assert!(matches!(sorted(io::ErrorKind::ReadOnlyFilesystem), WriteError::Denied { .. }));
        assert!(matches!(sorted(io::ErrorKind::NotADirectory), WriteError::NotAFolder { .. }));
        assert!(matches!(sorted(io::ErrorKind::Other), WriteError::Other { .. }));
    }
}
