//! Files that are written but do not count yet, and how they come to count together.

use super::WriteError;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile, TempPath};

/// A file that is on disk under a temporary name beside its target.
pub(super) struct Staged {
    temporary: TempPath,
    target: PathBuf,
}

impl Staged {
    /// Writes `bytes` beside `target` and syncs them.
    pub fn write(target: &Path, bytes: &[u8]) -> Result<Self, WriteError> {
        let failed = |error| WriteError::from_io(target, error);
        if fs::symlink_metadata(target).is_ok_and(|metadata| metadata.is_dir()) {
            return Err(WriteError::IsAFolder { path: target.to_path_buf() });
        }
        let parent = parent(target);
        create(parent)?;
        let mut file = temporary(parent).map_err(failed)?;
        file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
        Ok(Self { temporary: file.into_temp_path(), target: target.to_path_buf() })
    }
}

/// A target that has been replaced, and how to undo that.
struct Replaced {
    target: PathBuf,
    /// The earlier file under another name, where there was one.
    earlier: Option<TempPath>,
}

/// Renames every staged file to its target; if one fails, those before it are undone.
pub(super) fn commit(staged: Vec<Staged>) -> Result<(), WriteError> {
    let mut done: Vec<Replaced> = Vec::with_capacity(staged.len());
    for Staged { temporary, target } in staged {
        let replaced = set_aside(&target).and_then(|earlier| {
            temporary.persist(&target).map_err(|error| error.error)?;
            Ok(earlier)
        });
        match replaced {
            Ok(earlier) => done.push(Replaced { target, earlier }),
            Err(error) => {
                undo(done);
                return Err(WriteError::from_io(&target, error));
            }
        }
    }
    for folder in
        done.iter().map(|replaced| parent(&replaced.target)).collect::<std::collections::BTreeSet<_>>()
    {
        sync(folder);
    }
    Ok(())
}

/// Keeps the earlier file under another name: as a link, which costs nothing, or a copy where there are no links.
fn set_aside(target: &Path) -> io::Result<Option<TempPath>> {
    if fs::symlink_metadata(target).is_err() {
        return Ok(None);
    }
    let kept = temporary(parent(target))?.into_temp_path();
    fs::remove_file(&kept)?;
    if fs::hard_link(target, &kept).is_err() {
        fs::copy(target, &kept)?;
    }
    Ok(Some(kept))
}

/// Puts earlier files back. Nothing more can be done where this fails too: the first error is the one to report.
fn undo(done: Vec<Replaced>) {
    for Replaced { target, earlier } in done.into_iter().rev() {
        match earlier {
            Some(earlier) => drop(earlier.persist(&target)),
            None => drop(fs::remove_file(&target)),
        }
    }
}

/// Creates a folder, and those above it.
pub(super) fn create(dir: &Path) -> Result<(), WriteError> {
    if dir.as_os_str().is_empty() || dir.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(dir).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => WriteError::NotAFolder { path: dir.to_path_buf() },
        _ => WriteError::from_io(dir, error),
    })
}

/// A temporary file in `dir`: the same file system as the target, so that a rename never copies, and the
/// permissions that any new file would have.
pub(super) fn temporary(dir: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".parkcast-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The umask takes away from this what the user does not want to give.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(dir)
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the renames themselves durable, where the system lets a folder be synced.
fn sync(folder: &Path) {
    if cfg!(unix) {
        // Some file systems refuse; the files themselves are synced all the same.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_rename_undoes_those_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a"), "old a").unwrap();
        fs::write(path("c"), "old c").unwrap();
        let staged: Vec<Staged> =
            ["a", "b", "c"].iter().map(|name| Staged::write(&path(name), b"new").unwrap()).collect();
        fs::remove_file(&staged[2].temporary).unwrap();
        assert!(commit(staged).is_err());
        assert_eq!(fs::read_to_string(path("a")).unwrap(), "old a");
        assert_eq!(fs::read_to_string(path("c")).unwrap(), "old c");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
