//! What the program wrote into a folder, and who is writing now.

use super::WriteError;
use super::folder::create;
use parkcast_model::digest::sha256;
use std::collections::HashSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Component, Path};

/// Name of the file that records what was written: a line with the process, then one with checksum and name for
/// each file.
pub const RECORD: &str = ".parkcast";

/// Bytes of a record that are looked at.
const MAX_BYTES: u64 = 1024 * 1024;

/// The record of a folder, locked until it is dropped.
pub(super) struct Record {
    file: File,
    /// Checksum and name of the files of the last run.
    earlier: Vec<(String, String)>,
}

impl Record {
    /// Locks the folder for this process.
    pub fn lock(dir: &Path) -> Result<Self, WriteError> {
        create(dir)?;
        let path = dir.join(RECORD);
        let failed = |error| WriteError::from_io(&path, error);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(failed)?;
        take(&file, dir)?;
        let mut text = String::new();
        // A record that is no text lists nothing.
        let _ = (&mut file).take(MAX_BYTES).read_to_string(&mut text);
        let earlier = listed(&text);
        let mut record = Self { file, earlier };
        let lines: Vec<(String, String)> = record.earlier.clone();
        record.save(&lines).map_err(failed)?;
        Ok(record)
    }

    /// Removes what the last run wrote and this one did not, and records what this one wrote.
    pub fn replace(&mut self, dir: &Path, files: &[(String, Vec<u8>)]) -> Result<(), WriteError> {
        let kept: HashSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        for (checksum, name) in &self.earlier {
            if !kept.contains(name.as_str()) {
                remove_unchanged(&dir.join(name), checksum);
            }
        }
        self.keep(dir, lines(files))
    }

    /// Records what this run wrote beside what the last one did.
    pub fn add(&mut self, dir: &Path, files: &[(String, Vec<u8>)]) -> Result<(), WriteError> {
        let replaced: HashSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        let others = self.earlier.iter().filter(|(_, name)| !replaced.contains(name.as_str()));
        self.keep(dir, others.cloned().chain(lines(files)).collect())
    }

    fn keep(&mut self, dir: &Path, lines: Vec<(String, String)>) -> Result<(), WriteError> {
        self.save(&lines).map_err(|error| WriteError::from_io(&dir.join(RECORD), error))
    }

    fn save(&mut self, lines: &[(String, String)]) -> io::Result<()> {
        let mut text = format!("process {}\n", std::process::id());
        for (checksum, name) in lines {
            text.push_str(&format!("{checksum}  {name}\n"));
        }
        // In place, since a new file would not carry the lock. Should this be cut short or never reach the disk, files of
        // this run are no longer known as the program's own and are left alone; so nobody waits for the disk.
        self.file.rewind()?;
        self.file.write_all(text.as_bytes())?;
        self.file.set_len(text.len() as u64)
    }
}

/// Checksums and names of files.
fn lines(files: &[(String, Vec<u8>)]) -> Vec<(String, String)> {
    files.iter().map(|(name, bytes)| (sha256(bytes), name.clone())).collect()
}

/// Fails if another process is writing into the folder.
pub(super) fn check_free(dir: &Path) -> Result<(), WriteError> {
    match File::open(dir.join(RECORD)) {
        Ok(file) => take(&file, dir),
        Err(_) => Ok(()),
    }
}

/// Takes the lock; file systems without locks do without.
fn take(file: &File, dir: &Path) -> Result<(), WriteError> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            let _ = file.take(MAX_BYTES).read_to_string(&mut text);
            let process = text.lines().next().and_then(|line| line.strip_prefix("process ")?.parse().ok());
            Err(WriteError::Busy { dir: dir.to_path_buf(), process })
        }
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
    }
}

/// The files that a record lists; lines that cannot be its own are passed over.
fn listed(text: &str) -> Vec<(String, String)> {
    text.lines()
        .filter_map(|line| line.split_once("  "))
        .filter(|(checksum, name)| {
            checksum.len() == 64
                && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
        })
        .map(|(checksum, name)| (checksum.to_owned(), name.to_owned()))
        .collect()
}

/// Removes a file if it still is what was written; a stale file that stays is no reason to fail.
fn remove_unchanged(path: &Path, checksum: &str) {
    let is_file = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    if is_file && fs::read(path).is_ok_and(|bytes| sha256(&bytes) == checksum) {
        let _ = fs::remove_file(path);
    }
}
