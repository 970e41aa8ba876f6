//! Workbooks: what their cells are, and those that are damaged or hostile.

use super::*;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula};
use std::path::PathBuf;

#[test]
fn files_that_are_no_workbooks_are_told_apart() {
    let ole = |rest: &[u8]| [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", rest].concat();
    let secret: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let good = book(|sheet| fill(sheet, &[&["企业", "产业", "产值(亿元)"], &["甲", "x", "4"]]));
    let mut flipped = good.clone();
    let middle = flipped.len() / 3;
    flipped[middle] ^= 0xff;
    let cases: [(Vec<u8>, &str); 6] = [
        (b"hello".to_vec(), "not a zip file"),
        (ole(b"Workbook"), "old .xls format"),
        (ole(&secret), "password-protected"),
        (b"<html><table>".to_vec(), "a web page"),
        (good[..good.len() / 2].to_vec(), "the workbook is damaged (its end is missing)"),
        (flipped, "the workbook is damaged"),
    ];
    for (bytes, message) in cases {
        read_bytes("a.xlsx", &bytes, None, "enterprises").says(&["Error", message]);
    }
}

#[test]
fn a_sheet_must_be_named_where_several_hold_something() {
    let mut workbook = Workbook::new();
    fill(
        workbook.add_worksheet().set_name("企业名单").unwrap(),
        &[&["企业", "产业", "产值(亿元)"], &["甲", "x", "4"]],
    );
    fill(workbook.add_worksheet().set_name("填表说明").unwrap(), &[&["说明"]]);
    workbook.add_worksheet().set_name("空").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    read_bytes("a.xlsx", &bytes, None, "enterprises").says(&[
        "several sheets",
        "企业名单、填表说明",
        "#企业名单",
    ]);
    read_bytes("a.xlsx", &bytes, Some("企业名册"), "enterprises").says(&[
        "no sheet \"企业名册\"",
        "企业名单、填表说明、空",
        "did you mean \"企业名单\"?",
    ]);
    let outcome = read_bytes("a.xlsx", &bytes, Some(" 企业名单"), "enterprises").good();
    assert_eq!(outcome.nodes.len(), 1);
}

#[test]
fn cells_of_a_workbook_are_what_they_are() {
    let outcome = xlsx(|sheet| {
        fill(
            sheet,
            &[&["企业", "产业", "产值(亿元)", "预计增速(%)", "预计增长率"], &["甲", "x"], &["007", "x"]],
        );
        sheet.write_string(1, 2, "42.5").unwrap();
        sheet.write_with_format(1, 3, 0.07, &Format::new().set_num_format("0%")).unwrap();
        sheet.write(2, 2, 4).unwrap();
        sheet.write(2, 3, 7).unwrap();
        sheet.write_string(2, 0, "007").unwrap();
        sheet.write_boolean(2, 1, true).unwrap();
    });
    // Both are of the years to come.
    outcome.says(&["Warning", "several columns mean 预计增长 (growth): column D", "is read, column E"]);
    assert!(!outcome.messages().iter().any(|message| message.contains("growth of last year")));
    let outcome = xlsx(|sheet| {
        fill(sheet, &[&["企业", "产业", "产值(亿元)", "预计增速(%)"], &["甲", "x"], &["7", "x"]]);
        sheet.write_string(1, 2, "42.5").unwrap();
        sheet.write_with_format(1, 3, 0.07, &Format::new().set_num_format("0%")).unwrap();
        sheet.write(2, 2, 4).unwrap();
        sheet.write(2, 3, 7).unwrap();
    })
    .good();
    assert_eq!(
        outcome.shown(),
        [
            r#"name="甲" industry="x" output="42.5亿元" growth=0.07"#,
            r#"name="7" industry="x" output="4亿元" growth="7%""#
        ]
    );
    outcome.says(&["Notice", "1 numbers stored as text", "C2"]);
}

#[test]
fn cells_that_hold_no_value_are_refused() {
    let head = |sheet: &mut Worksheet| fill(sheet, &[&["企业", "产业", "产值(亿元)"], &["甲", "x"]]);
    xlsx(|sheet| {
        head(sheet);
        sheet.write_formula(1, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    })
    .says(&["enterprises[row 2].output", "#DIV/0!"]);
    xlsx(|sheet| {
        head(sheet);
        let date = ExcelDateTime::from_ymd(2024, 6, 1).unwrap();
        sheet.write_with_format(1, 2, &date, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    })
    .says(&["enterprises[row 2].output", "a date, 2024-06-01", "General"]);
    xlsx(|sheet| {
        fill(sheet, &[&["企业", "产业", "产值(亿元)"], &["甲", "", "4"], &["乙", "", "5"]]);
        sheet.merge_range(1, 2, 2, 2, "4", &Format::new()).unwrap();
    })
    .says(&["enterprises[row 2].output", "merged cells C2:C3", "unmerge"]);
    let shared = xlsx(|sheet| {
        fill(sheet, &[&["企业", "产业", "产值(亿元)"], &["甲", "", "4"], &["乙", "", "5"]]);
        sheet.merge_range(1, 1, 2, 1, "x", &Format::new()).unwrap();
    })
    .good();
    assert_eq!(
        shared.shown(),
        [r#"name="甲" industry="x" output="4亿元""#, r#"name="乙" industry="x" output="5亿元""#]
    );
    shared.says(&["Notice", "1 cells merged with the one above", "B3"]);
}

#[test]
fn dates_are_months_where_months_are_wanted() {
    let bytes = book(|sheet| {
        fill(sheet, &[&["名称", "资源", "数量", "月份"], &["指标", "land", "150"]]);
        let date = ExcelDateTime::from_ymd(2024, 6, 1).unwrap();
        sheet.write_with_format(1, 3, &date, &Format::new().set_num_format("yyyy-mm")).unwrap();
    });
    let outcome = read_bytes("a.xlsx", &bytes, None, "supplies").good();
    assert_eq!(outcome.shown(), [r#"name="指标" resource="land" amount=150 month=date 2024-06-01"#]);
}

/// A workbook of which one part is replaced.
fn with_part(bytes: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if name == part {
            content = change(&String::from_utf8(content).unwrap()).into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn good_book() -> Vec<u8> {
    book(|sheet| fill(sheet, &[&["企业", "产业", "产值(亿元)"], &["甲", "x", "4"], &["乙", "x", "5"]]))
}

#[test]
fn a_damaged_sheet_is_never_a_short_roster() {
    let good = good_book();
    let read = |bytes: &[u8]| read_bytes("a.xlsx", bytes, None, "enterprises");
    let cut = with_part(&good, SHEET, |xml| xml[..xml.find("<row r=\"3\"").unwrap()].to_owned());
    read(&cut).says(&["damaged", "after row 2", "ends too early"]);
    let crossed = with_part(&good, SHEET, |xml| xml.replacen("</row>", "</rxw>", 2));
    read(&crossed).says(&["damaged", "after row 1"]);
    let twice = with_part(&good, SHEET, |xml| xml.replace("r=\"C3\"", "r=\"B3\""));
    read(&twice).says(&["row 3 has a cell twice"]);
    let uncalculated = with_part(&good, SHEET, |xml| xml.replace("<v>5</v>", "<f>2+3</f>"));
    read(&uncalculated).says(&["[row 3].output", "no stored value", "open and save it in Excel/WPS"]);
    let infinite = with_part(&good, SHEET, |xml| xml.replace("<v>5</v>", "<v>1e400</v>"));
    read(&infinite).says(&["[row 3].output", "the number is inf", "finite"]);
    let nan = with_part(&good, SHEET, |xml| xml.replace("<v>5</v>", "<v>NaN</v>"));
    read(&nan).says(&["[row 3].output", "finite"]);
    for bytes in [cut, crossed, twice] {
        assert_eq!(read(&bytes).nodes, []);
    }
}

#[test]
fn hostile_workbooks_are_refused_before_they_cost_anything() {
    let good = good_book();
    let read = |bytes: &[u8]| read_bytes("a.xlsx", bytes, None, "enterprises");
    let entities = with_part(&good, SHEET, |xml| {
        xml.replacen("<worksheet", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet", 1)
    });
    read(&entities).says(&["unrecognized entity"]);
    let counted = with_part(&good, "xl/sharedStrings.xml", |xml| {
        xml.replace("uniqueCount=\"", "uniqueCount=\"99999999999")
    });
    read(&counted).says(&["a count of 99999999999"]);
    let backwards = with_part(&good, SHEET, |xml| xml.replace("A1:C3", "C3:A1"));
    read(&backwards).says(&["an area C3:A1"]);
    let far = xlsx(|sheet| {
        fill(sheet, &[&["企业", "产业", "产值(亿元)"], &["甲", "x", "4"]]);
        sheet.write(1_048_575, 16_383, "x").unwrap();
    });
    far.says(&["more than 1000 columns"]);
    assert_eq!(far.problems[0].origin.unwrap().place, cell(0, 1_048_575, 16_383));
    let bomb = with_part(&good, "docProps/app.xml", |_| " ".repeat(200 * 1024 * 1024));
    let start = std::time::Instant::now();
    read(&bomb).says(&["unpacks to 200 MiB", "at most 128 MiB"]);
    assert!(start.elapsed().as_secs_f64() < 1.0, "{:?}", start.elapsed());
}

#[test]
fn parts_with_paths_that_lead_outside_are_refused() {
    use std::io::{Cursor, Write};
    let good = good_book();
    for name in ["../evil.xml", "xl/../../evil.xml", "/etc/evil.xml", "xl\\evil.xml", "C:/evil.xml", ".."] {
        let mut writer = zip::ZipWriter::new_append(Cursor::new(good.clone())).unwrap();
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(b"<x/>").unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        let outcome = read_bytes("a.xlsx", &bytes, None, "enterprises");
        outcome.says(&["Error", "an unsafe path", name, "save it as .xlsx"]);
        assert_eq!(outcome.nodes, []);
    }
}

#[test]
fn too_many_parts_are_refused() {
    use std::io::Cursor;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for part in 0..1001 {
        writer.start_file(part.to_string(), zip::write::SimpleFileOptions::default()).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    read_bytes("a.xlsx", &bytes, None, "enterprises").says(&["1001 parts", "at most 1000"]);
}

/// Keeps one folder for the many small files of a property test.
fn scratch(name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    (folder, path)
}

proptest! {
    #[test]
    fn any_csv_is_read_or_refused(rows in "(企业|产业|产值|\\(亿元\\)|[,;\t\"\n\r]|[0-9.,]{1,6}|万|甲|合计|=|\u{feff}){0,60}") {
        let (_folder, path) = scratch("a.csv");
        std::fs::write(&path, &rows).unwrap();
        read_file(&path, None, "enterprises");
        std::fs::write(&path, format!("企业,产业,产值(亿元)\n{rows}")).unwrap();
        let outcome = read_file(&path, None, "enterprises");
        prop_assert!(!outcome.nodes.is_empty() || !outcome.problems.is_empty());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, zip: bool) {
        let (_folder, path) = scratch("a.xlsx");
        std::fs::write(&path, if zip { [b"PK\x03\x04", bytes.as_slice()].concat() } else { bytes }).unwrap();
        prop_assert!(!read_file(&path, None, "enterprises").problems.is_empty());
    }

    #[test]
    fn any_damage_to_a_sheet_is_survived(
        part in prop::sample::select(vec![SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"]),
        at in 0.0..1.0_f64,
        length in 0_usize..12,
        insert in "[<>/\"='a-zA-Z0-9:& ]{0,8}",
    ) {
        static GOOD: LazyLock<Vec<u8>> = LazyLock::new(good_book);
        let bytes = with_part(&GOOD, part, |xml| {
            let boundary = |at: usize| (at..=xml.len()).find(|at| xml.is_char_boundary(*at)).unwrap_or(xml.len());
            let start = boundary((xml.len() as f64 * at) as usize);
            let end = boundary((start + length).min(xml.len()));
            format!("{}{insert}{}", &xml[..start], &xml[end..])
        });
        let (_folder, path) = scratch("a.xlsx");
        std::fs::write(&path, bytes).unwrap();
        read_file(&path, None, "enterprises");
    }
}
