//! A workbook's parts, checked by their declared sizes, checksums and XML before it is opened.
//!
//! The reader of workbooks trusts what a file says of itself: it reserves memory by a declared count, takes
//! as much of a part as unpacks, and passes over tags that do not match. So every part is unpacked here once,
//! within limits, before that reader sees the file.

use super::fault::Fault;
use super::grid::{MAX_CELLS, clip};
use super::kind::{encrypted, open_and_save};
use crate::text::{Text, text};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{BufRead, BufReader, Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Parts a workbook may have.
const MAX_PARTS: usize = 1_000;
/// Bytes that all parts together may unpack to.
const MAX_UNPACKED: u64 = 128 * 1024 * 1024;

/// A workbook or a part of it is not whole.
pub(super) fn damaged(why: Text) -> Fault {
    let Text { zh, en } = why;
    Fault::error(text!("工作簿已损坏（{zh}）", "the workbook is damaged ({en})")).remedy(text!(
        "用 Excel/WPS 打开修复后另存，或重新获取该文件",
        "open it in Excel/WPS, let it be repaired and save it, or fetch the file again"
    ))
}

/// Checks every part of a workbook.
pub(super) fn check(bytes: &[u8]) -> Result<(), Fault> {
    let parts = declared_parts(bytes)?;
    if parts > MAX_PARTS {
        return Err(Fault::error(text!("工作簿内有 {parts} 个部件", "the workbook has {parts} parts"))
            .allowed(text!("最多 {MAX_PARTS} 个", "at most {MAX_PARTS}")));
    }
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(Text::same(error.to_string())))?;
    if archive.len() != parts {
        return Err(damaged(text!("有同名部件", "two parts of the same name")));
    }
    check_sizes(&mut archive, bytes.len() as u64)?;
    (0..parts).try_for_each(|part| check_part(&mut archive, part))
}

/// How many parts the end of the file declares; known before anything is allocated for them.
fn declared_parts(bytes: &[u8]) -> Result<usize, Fault> {
    const RECORD: usize = 22;
    const COMMENT: usize = 65_535;
    let tail = &bytes[bytes.len().saturating_sub(RECORD + COMMENT)..];
    let at = tail.windows(4).rposition(|window| window == b"PK\x05\x06");
    match at.and_then(|at| tail.get(at + 10..at + 12)) {
        Some(&[low, high]) => Ok(usize::from(u16::from_le_bytes([low, high]))),
        _ => Err(damaged(text!("文件不完整，缺少结尾", "its end is missing"))),
    }
}

fn check_sizes(archive: &mut ZipArchive<Cursor<&[u8]>>, file_bytes: u64) -> Result<(), Fault> {
    let (mut unpacked, mut packed) = (0_u64, 0_u64);
    for part in 0..archive.len() {
        let part = archive.by_index_raw(part).map_err(|error| damaged(Text::same(error.to_string())))?;
        if part.encrypted() {
            return Err(encrypted());
        }
        let name = part.name().map_err(|error| damaged(Text::same(error.to_string())))?;
        if leads_outside(&name) {
            return Err(outside(&name));
        }
        unpacked = unpacked.saturating_add(part.size());
        packed = packed.saturating_add(part.compressed_size());
    }
    if packed > file_bytes {
        return Err(damaged(text!("部件互相重叠", "its parts overlap")));
    }
    if unpacked > MAX_UNPACKED {
        let (found, limit) = (unpacked / 1024 / 1024, MAX_UNPACKED / 1024 / 1024);
        return Err(Fault::error(text!("工作簿解压后有 {found} MiB", "the workbook unpacks to {found} MiB"))
            .allowed(text!("最多 {limit} MiB", "at most {limit} MiB"))
            .remedy(text!("只保留名录所在的工作表后另存", "save a copy with the roster's sheet only")));
    }
    Ok(())
}

/// Whether a part's name would lie outside the folder that the workbook is unpacked to. Nothing is unpacked to
/// disk here, but no program that writes workbooks writes such a name either.
fn leads_outside(name: &str) -> bool {
    let is_drive = name.as_bytes().get(1) == Some(&b':');
    name.starts_with('/') || is_drive || name.contains('\\') || name.split('/').any(|step| step == "..")
}

fn outside(name: &str) -> Fault {
    let name = clip(name);
    Fault::error(text!(
        "工作簿内部件“{name}”的路径不安全",
        "the workbook has a part with an unsafe path, \"{name}\""
    ))
    .allowed(text!(
        "部件的路径是相对的，不含 .. 和反斜杠",
        "paths of parts are relative, without .. or backslashes"
    ))
    .remedy(open_and_save())
}

/// Unpacks a part to its end, which also checks its checksum, and its XML where it is XML.
fn check_part(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize) -> Result<(), Fault> {
    let failed = |error: ZipError| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => encrypted(),
        error => damaged(Text::same(error.to_string())),
    };
    let part = archive.by_index(index).map_err(failed)?;
    let name = part.name().map_err(failed)?.into_owned();
    let declared = part.size();
    let mut bounded = BufReader::new(part.take(declared.saturating_add(1)));
    let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
    let checked = if is_xml { check_xml(&mut bounded) } else { Ok(()) };
    // To the end even where the XML is broken: a wrong checksum is the better explanation.
    let unpacked = std::io::copy(&mut bounded, &mut std::io::sink());
    let too_long = bounded.get_ref().limit() == 0;
    let checked = match unpacked {
        Err(error) => Err(Text::same(error.to_string())),
        Ok(_) if too_long => Err(text!("比声明的大", "larger than declared")),
        Ok(_) => checked,
    };
    checked.map_err(|Text { zh, en }| damaged(text!("{name}：{zh}", "{name}: {en}")))
}

/// Whether the XML is whole, declares nothing of its own and promises no more than a roster may hold.
fn check_xml(input: &mut impl BufRead) -> Result<(), Text> {
    let mut reader = Reader::from_reader(input);
    let (mut buffer, mut depth, mut row) = (Vec::new(), 0_usize, None);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => {
                depth += 1;
                row = check_tag(&tag)?.or(row);
            }
            Ok(Event::Empty(tag)) => row = check_tag(&tag)?.or(row),
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::DocType(_)) => {
                return Err(text!("含有实体声明", "unrecognized entity declarations"));
            }
            Ok(Event::Eof) if depth == 0 => return Ok(()),
            Ok(Event::Eof) => return Err(after(row, text!("内容不完整", "it ends too early"))),
            Ok(_) => {}
            Err(error) => return Err(after(row, Text::same(error.to_string()))),
        }
    }
}

/// Adds the last row that was whole.
fn after(row: Option<String>, why: Text) -> Text {
    let Text { zh, en } = why;
    match row {
        Some(row) => text!("第 {row} 行之后：{zh}", "after row {row}: {en}"),
        None => Text { zh, en },
    }
}

/// Checks the attributes that the reader of workbooks relies on; gives the number of a row.
fn check_tag(tag: &BytesStart<'_>) -> Result<Option<String>, Text> {
    let mut row = None;
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| Text::same(error.to_string()))?;
        let value = &attribute.value;
        match (tag.local_name().as_ref(), attribute.key.as_ref()) {
            ("row", "r") => row = Some(value.to_string()),
            ("sst", "uniqueCount" | "count") if !is_count(value) => {
                return Err(text!("声明的数目为 {value}", "a count of {value}"));
            }
            (_, "ref" | "r") if !is_ordered(value) => return Err(text!("区域 {value}", "an area {value}")),
            _ => {}
        }
    }
    Ok(row)
}

fn is_count(value: &str) -> bool {
    value.parse::<usize>().is_ok_and(|count| count <= MAX_CELLS)
}

/// Whether an area such as "A1:C9" goes from its upper left to its lower right; true of whatever else.
fn is_ordered(area: &str) -> bool {
    let corner = |cell: &str| {
        let digits = cell.find(|c: char| c.is_ascii_digit())?;
        let (letters, number) = cell.split_at(digits);
        let column = letters.bytes().try_fold(0_u64, |column, letter| {
            letter.is_ascii_alphabetic().then_some(())?;
            column.checked_mul(26)?.checked_add(u64::from(letter.to_ascii_uppercase() - b'A') + 1)
        })?;
        Some((column, number.parse::<u64>().ok()?))
    };
    match area.split_once(':').map(|(start, end)| (corner(start), corner(end))) {
        Some((Some(start), Some(end))) => start.0 <= end.0 && start.1 <= end.1,
        _ => true,
    }
}
