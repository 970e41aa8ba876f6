//! Files that scenarios are read from: those of the disk, or some in memory.

use super::lookalike;
use crate::text::{Text, text};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// Reason for which a file could not be read, and a remedy where there is one.
pub(crate) type Unread = (Text, Option<Text>);

/// Source of a scenario's files.
#[derive(Debug, Clone, Copy)]
pub enum Files<'a> {
    /// Files of the disk.
    Disk,
    /// Files in memory, by their paths with `/`, such as "park.toml" and "rosters/enterprises.csv".
    Memory(&'a BTreeMap<String, Vec<u8>>),
}

impl Files<'_> {
    /// The bytes of a regular file of at most `limit` bytes.
    pub fn bytes(&self, path: &Path, limit: u64) -> Result<Vec<u8>, Unread> {
        match self {
            Self::Disk => on_disk(path, limit),
            Self::Memory(files) => {
                let found = real_name(path).and_then(|name| files.get(&name));
                let bytes = found.ok_or_else(|| absent(path, self.names_beside(path)))?;
                if bytes.len() as u64 > limit { Err(too_large(path, limit)) } else { Ok(bytes.clone()) }
            }
        }
    }

    /// The path that tells a file from others, links resolved.
    ///
    /// # Errors
    /// Where there is no such file, with names that may have been meant.
    pub(crate) fn real(&self, path: &Path) -> Result<PathBuf, Unread> {
        match self {
            Self::Disk => fs::canonicalize(path).map_err(|error| unreadable(path, &error)),
            Self::Memory(_) => real_name(path).map(PathBuf::from).ok_or_else(|| absent(path, Vec::new())),
        }
    }

    /// Whether there is anything at this path.
    pub(crate) fn is_there(&self, path: &Path) -> bool {
        match self {
            Self::Disk => path.symlink_metadata().is_ok(),
            Self::Memory(files) => real_name(path).is_some_and(|name| files.contains_key(&name)),
        }
    }

    /// Names in memory in the folder of a path.
    fn names_beside(&self, path: &Path) -> Vec<String> {
        let Self::Memory(files) = self else { return Vec::new() };
        let folder = path.parent().and_then(real_name).unwrap_or_default();
        let names = files.keys().map(Path::new).filter(|name| name.parent() == Some(Path::new(&folder)));
        names.filter_map(|name| Some(name.file_name()?.to_string_lossy().into_owned())).collect()
    }
}

/// A path as names in memory are written: relative, with `/`; `None` where it leads out of them.
fn real_name(path: &Path) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            Component::ParentDir => drop(parts.pop()?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

fn on_disk(path: &Path, limit: u64) -> Result<Vec<u8>, Unread> {
    let shown = path.display();
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if metadata.is_dir() {
        return Err((text!("{shown} 是文件夹，不是文件", "{shown} is a folder, not a file"), None));
    }
    if !metadata.is_file() {
        return Err((text!("{shown} 不是普通文件", "{shown} is not a regular file"), None));
    }
    let size = metadata.len();
    if size > limit {
        return Err(too_large(path, limit));
    }
    let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut bytes = Vec::with_capacity(size as usize);
    // A file may grow between the look at its size and the reading.
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > limit { Err(too_large(path, limit)) } else { Ok(bytes) }
}

fn too_large(path: &Path, limit: u64) -> Unread {
    let shown = path.display();
    (
        text!("{shown} 超过 {limit} 字节", "{shown} is larger than {limit} bytes"),
        Some(text!("拆成几个文件，或把名册放到 CSV 里", "split it, or put rosters into CSV files")),
    )
}

fn unreadable(path: &Path, error: &io::Error) -> Unread {
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::NotFound if fs::symlink_metadata(path).is_ok() => (
            text!("{shown} 是指向不存在的文件的链接", "{shown} is a link to a file that does not exist"),
            similar(path, names_in_folder_of(path)),
        ),
        io::ErrorKind::NotFound => absent(path, names_in_folder_of(path)),
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

fn absent(path: &Path, beside: Vec<String>) -> Unread {
    let shown = path.display();
    (text!("找不到文件 {shown}", "there is no file {shown}"), similar(path, beside))
}

fn names_in_folder_of(path: &Path) -> Vec<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).into_iter().flatten().take(1_000);
    entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect()
}

/// Names in the same folder that may have been meant; where none is near, those of the same use.
fn similar(path: &Path, beside: Vec<String>) -> Option<Text> {
    const SHOWN: usize = 5;
    let wanted = Path::new(path.file_name()?);
    let mut near: Vec<(usize, &String)> =
        beside.iter().filter_map(|name| Some((distance(wanted, Path::new(name))?, name))).collect();
    near.sort();
    let names: Vec<&str> = near.iter().take(3).map(|(_, name)| name.as_str()).collect();
    if !names.is_empty() {
        let names = names.join(", ");
        return Some(text!("相近的文件名：{names}", "similar names: {names}"));
    }
    if !is_sheet(wanted) {
        return None;
    }
    let mut alike: Vec<&str> =
        beside.iter().map(String::as_str).filter(|name| is_sheet(Path::new(name))).collect();
    alike.sort_unstable();
    let names = alike.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| text!("该文件夹中有：{names}", "in its folder there are: {names}"))
}

/// How far a name is from the one that is wanted; `None` where it is too far to have been meant. An extension counts for little:
/// a sheet is saved as .csv and as .xlsx.
fn distance(wanted: &Path, name: &Path) -> Option<usize> {
    let stem = |path: &Path| lookalike::folded(&path.file_stem().unwrap_or_default().to_string_lossy());
    let (wanted_stem, stem) = (stem(wanted), stem(name));
    let extension = usize::from(wanted.extension() != name.extension());
    let is_kin = is_sheet(wanted) == is_sheet(name);
    if is_kin && (stem.contains(&wanted_stem) || wanted_stem.contains(&stem)) && !stem.is_empty() {
        return Some(extension + usize::from(stem != wanted_stem));
    }
    let letters = strsim::damerau_levenshtein(&wanted_stem, &stem);
    (is_kin && letters <= (wanted_stem.chars().count() / 3).max(1)).then_some(letters + extension)
}

fn is_sheet(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension
        .is_some_and(|extension| matches!(extension.as_str(), "csv" | "tsv" | "xlsx" | "xlsm" | "xls" | "et"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> BTreeMap<String, Vec<u8>> {
        names.iter().map(|name| ((*name).to_owned(), name.as_bytes().to_vec())).collect()
    }

    #[test]
    fn files_in_memory_are_found_by_any_way_to_them() {
        let files = files(&["park.toml", "rosters/a.csv"]);
        let memory = Files::Memory(&files);
        for path in ["rosters/a.csv", "./rosters/a.csv", "rosters/../rosters/./a.csv"] {
            assert_eq!(memory.bytes(Path::new(path), 100).unwrap(), b"rosters/a.csv", "{path}");
        }
        for path in ["../park.toml", "/park.toml", "rosters/../../park.toml", "rosters"] {
            assert!(memory.bytes(Path::new(path), 100).is_err(), "{path}");
        }
        assert!(memory.is_there(Path::new("rosters/../park.toml")));
        assert!(!memory.is_there(Path::new("a.csv")));
    }

    #[test]
    fn what_is_missing_or_too_large_in_memory_is_said_as_on_disk() {
        let files = files(&["rosters/firms.csv", "rosters/other.csv"]);
        let memory = Files::Memory(&files);
        let (found, remedy) = memory.bytes(Path::new("rosters/frims.csv"), 100).unwrap_err();
        assert_eq!(found.en, "there is no file rosters/frims.csv");
        assert_eq!(remedy.unwrap().en, "similar names: firms.csv");
        let (found, _) = memory.bytes(Path::new("rosters/firms.csv"), 3).unwrap_err();
        assert_eq!(found.en, "rosters/firms.csv is larger than 3 bytes");
    }
}
