//! The only module that writes files: whole or not at all.
//!
//! Every file is first written beside its target under another name and synced; only when all of them are on
//! disk are they renamed. Should a rename fail, those before it are undone, so that a folder holds the results of one
//! run and never a mixture. In the folder a file [`RECORD`] says what was written there: it is locked while
//! somebody writes (the system releases the lock of a process that dies), and it lets the next run remove
//! results that it does not replace, as long as nobody has changed them.

mod error;
mod folder;
mod record;

pub use error::WriteError;
pub use record::RECORD;

use folder::Staged;
use rayon::prelude::*;
use record::Record;
use std::io::Write;
use std::path::{Component, Path};

/// Checks that `dir` can be written to, by writing: creates it where it is missing, and writes, syncs and deletes a small
/// file in it. To be called before a long run, not after.
pub fn probe(dir: &Path) -> Result<(), WriteError> {
    folder::create(dir)?;
    record::check_free(dir)?;
    let failed = |error| WriteError::from_io(dir, error);
    let mut file = folder::temporary(dir).map_err(failed)?;
    file.write_all(b"parkcast").and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    file.close().map_err(failed)
}

/// Writes all `files`, by name, into `dir`, or none.
///
/// A name may lead into a folder within ("charts/fan.svg"). Files of the same names are replaced, unchanged
/// files that an earlier call wrote and this one does not are removed, and all others are left alone.
pub fn write_folder(dir: &Path, files: &[(String, Vec<u8>)]) -> Result<(), WriteError> {
    check_names(files)?;
    folder::create(dir)?;
    let mut record = Record::lock(dir)?;
    folder::commit(stage(dir, files)?)?;
    record.replace(dir, files)
}

/// Writes all `files`, by name, into `dir`, or none, beside what is there: files of the same names are replaced, nothing is
/// removed, and the next [`write_folder`] takes them for what an earlier call wrote.
pub fn add_to_folder(dir: &Path, files: &[(String, Vec<u8>)]) -> Result<(), WriteError> {
    check_names(files)?;
    folder::create(dir)?;
    let mut record = Record::lock(dir)?;
    folder::commit(stage(dir, files)?)?;
    record.add(dir, files)
}

/// Writes all `files`, by name, into `dir`, or none, for the user to edit: nothing that exists is replaced, and no
/// later call takes them for results.
pub fn write_new(dir: &Path, files: &[(String, Vec<u8>)]) -> Result<(), WriteError> {
    check_names(files)?;
    if let Some((name, _)) = files.iter().find(|(name, _)| dir.join(name).symlink_metadata().is_ok()) {
        return Err(WriteError::Exists { path: dir.join(name) });
    }
    folder::create(dir)?;
    folder::commit(stage(dir, files)?)
}

/// Writes one file, replacing what is there, or nothing.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    folder::create(parent)?;
    folder::commit(vec![Staged::write(path, bytes)?])
}

fn stage(dir: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<Staged>, WriteError> {
    // Side by side, as the disk takes its time over each.
    let staged = files.par_iter().map(|(name, bytes)| Staged::write(&dir.join(name), bytes));
    staged.collect::<Vec<_>>().into_iter().collect()
}

/// Names stay within the folder, and no two are the same where case does not count.
fn check_names(files: &[(String, Vec<u8>)]) -> Result<(), WriteError> {
    let mut seen = std::collections::HashSet::new();
    for (name, _) in files {
        let is_plain = !name.is_empty()
            && !name.contains(['\\', '\0', ':'])
            && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        if !is_plain || name == RECORD || !seen.insert(name.to_lowercase()) {
            return Err(WriteError::BadName { name: name.clone() });
        }
    }
    Ok(())
}
