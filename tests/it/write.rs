//! Results are written whole or not at all, and nothing else in the folder is touched.

use parkcast::write::{RECORD, WriteError, add_to_folder, probe, write_file, write_folder, write_new};
use std::fs;
use std::path::Path;

fn files(list: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    list.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
}

/// Names and contents of everything in a folder but the record.
fn contents(dir: &Path) -> Vec<(String, String)> {
    let mut list: Vec<(String, String)> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_name() != RECORD && entry.file_type().unwrap().is_file())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap()))
        .collect();
    list.sort();
    list
}

fn owned(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn a_missing_folder_is_made_and_a_second_run_replaces_the_first() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("结果 一").join("2024");
    probe(&dir).unwrap();
    assert_eq!(contents(&dir), []);
    write_folder(&dir, &files(&[("a.csv", "1"), ("b.svg", "1"), ("charts/c.svg", "1")])).unwrap();
    fs::write(dir.join("笔记.txt"), "mine").unwrap();
    write_folder(&dir, &files(&[("a.csv", "2"), ("d.csv", "2")])).unwrap();
    // b.svg and charts/c.svg were the program's own and are stale; the note is not its own.
    assert_eq!(contents(&dir), owned(&[("a.csv", "2"), ("d.csv", "2"), ("笔记.txt", "mine")]));
    assert!(!dir.join("charts/c.svg").exists());
}

#[test]
fn results_that_somebody_changed_are_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    write_folder(dir.path(), &files(&[("a.csv", "1"), ("b.csv", "1")])).unwrap();
    fs::write(dir.path().join("b.csv"), "edited").unwrap();
    write_folder(dir.path(), &files(&[("a.csv", "2")])).unwrap();
    assert_eq!(contents(dir.path()), owned(&[("a.csv", "2"), ("b.csv", "edited")]));
}

#[test]
fn a_failure_leaves_the_earlier_results_as_they_were() {
    let dir = tempfile::tempdir().unwrap();
    write_folder(dir.path(), &files(&[("a.csv", "1"), ("b.csv", "1")])).unwrap();
    let before = contents(dir.path());
    fs::create_dir(dir.path().join("c.csv")).unwrap();
    let error = write_folder(dir.path(), &files(&[("a.csv", "2"), ("c.csv", "2")])).unwrap_err();
    assert!(matches!(error, WriteError::IsAFolder { .. }), "{error:?}");
    assert_eq!(contents(dir.path()), before);
    fs::write(dir.path().join("x"), "").unwrap();
    let error = write_folder(dir.path(), &files(&[("a.csv", "2"), ("x/y", "2")])).unwrap_err();
    assert!(matches!(error, WriteError::NotAFolder { .. }), "{error:?}");
    assert_eq!(fs::read_to_string(dir.path().join("a.csv")).unwrap(), "1");
}

#[test]
fn names_cannot_leave_the_folder_or_meet() {
    let dir = tempfile::tempdir().unwrap();
    for names in [&["../x"][..], &["/x"], &["a/../../x"], &[""], &["a\\b"], &["C:x"], &[RECORD], &["a", "A"]]
    {
        let list: Vec<(&str, &str)> = names.iter().map(|name| (*name, "")).collect();
        let error = write_folder(dir.path(), &files(&list)).unwrap_err();
        assert!(matches!(error, WriteError::BadName { .. }), "{names:?}: {error:?}");
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn what_is_no_folder_is_refused_before_the_run() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("结果");
    fs::write(&file, "x").unwrap();
    for error in [probe(&file).unwrap_err(), probe(&file.join("in it")).unwrap_err()] {
        assert!(matches!(error, WriteError::NotAFolder { .. }), "{error:?}");
        assert!(error.text().zh.contains("不是文件夹"));
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "x");
}

#[test]
fn a_folder_that_another_run_writes_into_is_refused_and_a_stale_record_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(RECORD);
    fs::write(&path, "process 4242\n").unwrap();
    let other = fs::File::open(&path).unwrap();
    other.lock().unwrap();
    for error in
        [probe(dir.path()).unwrap_err(), write_folder(dir.path(), &files(&[("a", "1")])).unwrap_err()]
    {
        assert!(matches!(error, WriteError::Busy { process: Some(4242), .. }), "{error:?}");
        assert!(error.text().en.contains("process 4242"));
    }
    drop(other);
    write_folder(dir.path(), &files(&[("a", "1")])).unwrap();
    assert_eq!(contents(dir.path()), owned(&[("a", "1")]));
}

#[test]
fn a_forged_record_removes_nothing_outside() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("out");
    fs::create_dir(&dir).unwrap();
    fs::write(root.path().join("precious"), "").unwrap();
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    fs::write(dir.join(RECORD), format!("process 1\n{empty}  ../precious\n")).unwrap();
    write_folder(&dir, &files(&[("a", "1")])).unwrap();
    assert!(root.path().join("precious").exists());
}

#[test]
fn files_to_edit_replace_nothing_and_are_no_results() {
    let dir = tempfile::tempdir().unwrap();
    let starter = files(&[("scenario.toml", "title"), ("enterprises.xlsx", "rows")]);
    write_new(dir.path(), &starter).unwrap();
    write_folder(dir.path(), &files(&[("results.json", "1")])).unwrap();
    write_folder(dir.path(), &files(&[("chart.svg", "2")])).unwrap();
    let kept = owned(&[("chart.svg", "2"), ("enterprises.xlsx", "rows"), ("scenario.toml", "title")]);
    assert_eq!(contents(dir.path()), kept);
    fs::remove_file(dir.path().join("scenario.toml")).unwrap();
    let error = write_new(dir.path(), &starter).unwrap_err();
    assert!(matches!(&error, WriteError::Exists { path } if path.ends_with("enterprises.xlsx")), "{error:?}");
    assert!(!dir.path().join("scenario.toml").exists());
}

#[test]
fn one_file_is_replaced_whole() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("新/报告.md");
    write_file(&path, b"1").unwrap();
    write_file(&path, b"2").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"2");
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    assert!(matches!(write_file(dir.path(), b"x"), Err(WriteError::IsAFolder { .. })));
}

#[cfg(unix)]
#[test]
fn files_have_the_permissions_of_any_new_file() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("ordinary"), "").unwrap();
    write_file(&dir.path().join("ours"), b"").unwrap();
    let mode = |name| fs::metadata(dir.path().join(name)).unwrap().permissions().mode();
    assert_eq!(mode("ours"), mode("ordinary"));
}

#[cfg(unix)]
#[test]
fn a_link_is_replaced_not_followed() {
    let root = tempfile::tempdir().unwrap();
    let elsewhere = root.path().join("elsewhere");
    fs::write(&elsewhere, "theirs").unwrap();
    let dir = root.path().join("out");
    fs::create_dir(&dir).unwrap();
    std::os::unix::fs::symlink(&elsewhere, dir.join("a")).unwrap();
    write_folder(&dir, &files(&[("a", "ours")])).unwrap();
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "theirs");
    assert_eq!(fs::read_to_string(dir.join("a")).unwrap(), "ours");
}

#[test]
fn what_is_added_stands_beside_the_rest_until_the_next_run() {
    let dir = tempfile::tempdir().unwrap();
    write_folder(dir.path(), &files(&[("a.png", "1"), ("results.json", "1")])).unwrap();
    fs::write(dir.path().join("note.txt"), "mine").unwrap();
    add_to_folder(dir.path(), &files(&[("a.png", "redrawn"), ("a-page.png", "1")])).unwrap();
    let beside = [("a-page.png", "1"), ("a.png", "redrawn"), ("note.txt", "mine"), ("results.json", "1")];
    assert_eq!(contents(dir.path()), owned(&beside));
    // Neither belongs to other results.
    write_folder(dir.path(), &files(&[("results.json", "2")])).unwrap();
    assert_eq!(contents(dir.path()), owned(&[("note.txt", "mine"), ("results.json", "2")]));
}
