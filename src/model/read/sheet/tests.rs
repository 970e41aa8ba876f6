//! Rosters end to end: good ones in every dress give the same nodes; bad ones say what to mend.

mod books;
mod formats;
mod headings;
mod totals;

use super::super::files::Files;
use super::super::node::{FileIx, Node, NodeValue, Origin, Place, Sources};
use super::super::problem::{Problem, Problems, Severity};
use super::{Rows, Wanted, read};
use crate::format::{TableSpec, table};
use crate::text::Lang;
use encoding_rs::GB18030;

use rust_xlsxwriter::{Workbook, Worksheet};
use std::path::Path;
use std::sync::LazyLock;

const NAMED_AT: Origin = Origin { file: FileIx(0), place: Place::File };

struct Outcome {
    nodes: Vec<Node>,
    sources: Sources,
    problems: Vec<Problem>,
}

fn spec(key: &str) -> &'static TableSpec {
    table(key).unwrap()
}

fn read_file(path: &Path, sheet: Option<&str>, table: &str) -> Outcome {
    read_wanted(path, sheet, table, &Wanted { base_year: Some(2023), ..Wanted::default() })
}

fn read_wanted(path: &Path, sheet: Option<&str>, table: &str, wanted: &Wanted) -> Outcome {
    let (mut sources, mut problems) = (Sources::default(), Problems::default());
    let nodes = read(Files::Disk, &mut sources, (path, sheet), NAMED_AT, spec(table), wanted, &mut problems);
    Outcome { nodes, sources, problems: problems.list }
}

fn read_bytes(name: &str, bytes: &[u8], sheet: Option<&str>, table: &str) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_file(&path, sheet, table)
}

fn csv(text: &str) -> Outcome {
    read_bytes("名单.csv", text.as_bytes(), None, "enterprises")
}

fn xlsx(fill: impl FnOnce(&mut Worksheet)) -> Outcome {
    read_bytes("名单.xlsx", &book(fill), None, "enterprises")
}

/// A workbook of one sheet.
fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

/// Writes cells as text, or as numbers where they are numbers.
fn fill(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let at = (row as u32, column as u16);
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(at.0, at.1, number).unwrap(),
                Err(_) => sheet.write(at.0, at.1, *cell).unwrap(),
            };
        }
    }
}

impl Outcome {
    /// Rows as "key=value" in the order of the columns.
    fn shown(&self) -> Vec<String> {
        self.nodes.iter().map(shown).collect()
    }

    /// Problems as "severity path: found | allowed | remedy" in English.
    fn messages(&self) -> Vec<String> {
        self.problems.iter().map(message).collect()
    }

    #[track_caller]
    fn good(self) -> Self {
        assert!(
            self.problems.iter().all(|problem| problem.severity == Severity::Notice),
            "{:#?}",
            self.messages()
        );
        self
    }

    /// Asserts that one problem has every one of these pieces.
    #[track_caller]
    fn says(&self, pieces: &[&str]) -> &Self {
        let messages = self.messages();
        let found = messages.iter().any(|message| pieces.iter().all(|piece| message.contains(piece)));
        assert!(found, "{pieces:?} not in {messages:#?}");
        self
    }
}

fn shown(node: &Node) -> String {
    match &node.value {
        NodeValue::Text(text) => format!("{text:?}"),
        NodeValue::Integer(number) => number.to_string(),
        NodeValue::Float(number) => format!("{number:?}"),
        NodeValue::Boolean(value) => value.to_string(),
        NodeValue::Date(date) => format!("date {date}"),
        NodeValue::List(nodes) => format!("[{}]", nodes.iter().map(shown).collect::<Vec<_>>().join(", ")),
        NodeValue::Table(table) => {
            let entries = table.entries.iter().map(|entry| format!("{}={}", entry.key, shown(&entry.node)));
            entries.collect::<Vec<_>>().join(" ")
        }
        NodeValue::Broken => "broken".to_owned(),
    }
}

fn message(problem: &Problem) -> String {
    let part =
        |text: &Option<crate::text::Text>| text.as_ref().map_or("", |text| text.get(Lang::En)).to_owned();
    let (allowed, remedy) = (part(&problem.allowed), part(&problem.remedy));
    let found = problem.found.get(Lang::En);
    format!("{:?} {}: {found} | {allowed} | {remedy}", problem.severity, problem.path)
}

fn cell(sheet: usize, row: usize, column: usize) -> Place {
    Place::Cell { sheet, row, column }
}

const GOOD: &str = "企业名称,产业,片区,产值(亿元),用地(亩),税收(万元),标签\n\
                    甲纺织,textile,东区,42.5,380,12000,重点、出口\n\
                    ,,,,,,\n\
                    乙食品,food,西区,8 to 15,150,2800万元,\n";

static WANT: LazyLock<[&str; 2]> = LazyLock::new(|| {
    [
        r#"name="甲纺织" industry="textile" zone="东区" output="42.5亿元" land="380亩" tax="12000万元" tags=["重点", "出口"]"#,
        r#"name="乙食品" industry="food" zone="西区" output="8 to 15亿元" land="150亩" tax="2800万元""#,
    ]
});

#[test]
fn every_encoding_and_dress_gives_the_same_entries() {
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(GOOD.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let dressed = GOOD.replace(
        "企业名称,产业,片区,产值(亿元),用地(亩),税收(万元)",
        "* 企业 名称 ,所属产业,Zone,产值（亿元）,Land (亩),税收【单位：万元】",
    );
    let titled = format!("示例县工业园区企业名单,,,,,,\n2023年,,,,,,\n{GOOD}");
    let quoted = GOOD.replace("甲纺织", "\" 甲纺织 \"").replace("42.5", "42.50");
    let files: Vec<Vec<u8>> = vec![
        GOOD.into(),
        [b"\xef\xbb\xbf", GOOD.as_bytes()].concat(),
        GB18030.encode(GOOD).0.into(),
        utf16,
        GOOD.replace('\n', "\r\n").into(),
        GOOD.replace('\n', "\r").into(),
        GOOD.replace(',', "\t").into(),
        GOOD.replace(',', ";").into(),
        format!("{GOOD}\u{1a}").into(),
        dressed.into(),
        titled.into(),
        quoted.into(),
    ];
    for bytes in files {
        let outcome = read_bytes("a.csv", &bytes, None, "enterprises").good();
        assert_eq!(outcome.shown(), *WANT, "{}", String::from_utf8_lossy(&bytes));
    }
    read_bytes("a.csv", &GB18030.encode(GOOD).0, None, "enterprises").says(&["Notice", "read as GB18030"]);
}

#[test]
fn a_workbook_gives_the_same_entries_with_its_cells() {
    let outcome = xlsx(|sheet| {
        let rows: Vec<Vec<&str>> = GOOD.lines().map(|line| line.split(',').collect()).collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        fill(sheet, &rows);
    })
    .good();
    assert_eq!(outcome.shown(), *WANT);
    assert_eq!(outcome.problems, []);
    let NodeValue::Table(second) = &outcome.nodes[1].value else { panic!("not a table") };
    assert_eq!(second.get("output").unwrap().origin, Origin { file: FileIx(0), place: cell(0, 3, 3) });
    assert_eq!(second.entries[3].key_origin.place, cell(0, 0, 3));
    assert_eq!(outcome.nodes[1].origin.place, cell(0, 3, 0));
    assert_eq!(outcome.sources.files[0].sheets, ["Sheet1"]);
    assert_eq!(outcome.sources.files[0].sha256.len(), 64);
}

#[test]
fn places_in_csv_are_those_of_the_decoded_text() {
    let outcome = read_bytes("a.csv", &GB18030.encode(GOOD).0, None, "enterprises");
    let NodeValue::Table(first) = &outcome.nodes[0].value else { panic!("not a table") };
    let Place::Span { start, end } = first.get("output").unwrap().origin.place else { panic!("not a span") };
    assert_eq!(&outcome.sources.files[0].text[start..end], "42.5");
}

#[test]
fn headings_without_a_unit_say_what_is_assumed() {
    let outcome = csv("name,industry,output,land\nA,x,42,1.5\n").good();
    assert_eq!(outcome.shown(), [r#"name="A" industry="x" output=42 land=1.5"#]);
    outcome.says(&["Notice", "output → 亿元、land → 亩"]);
}

#[test]
fn a_unit_of_money_above_the_table_holds_for_columns_without_one() {
    let outcome = csv("示例园区,,单位：万元\n企业,产业,产值,占地(亩)\n甲,x,42000,5\n").good();
    assert_eq!(outcome.shown(), [r#"name="甲" industry="x" output="42000万元" land="5亩""#]);
    outcome.says(&["Notice", "产值 → 万元"]);
}

#[test]
fn needs_of_a_project_are_a_table() {
    let text = "项目,产业,产能(亿元),用地需求(亩),needs.factory(万平方米)\n织造,x,9,110,0.5\n";
    let outcome = read_bytes("p.csv", text.as_bytes(), None, "projects").good();
    assert_eq!(
        outcome.shown(),
        [r#"name="织造" industry="x" capacity="9亿元" needs=land="110亩" factory="0.5万平方米""#]
    );
}

#[test]
fn columns_that_are_not_read_are_listed_once() {
    let outcome = csv("序号,企业,产业,产值(亿元),联系人\n1,甲,x,4,王\n2,乙,x,5,李\n").good();
    assert_eq!(outcome.nodes.len(), 2);
    assert_eq!(outcome.problems.len(), 1);
    outcome.says(&["Notice", "not read: 序号、联系人"]);
}

#[test]
fn headings_that_do_not_serve_are_refused() {
    csv("企业,产业,备注\n甲,x,y\n")
        .says(&["required columns are missing: 产值/年产值/总产值", "found: 企业、产业、备注"]);
    csv("甲,x,42\n乙,y,3\n").says(&["no heading row among the first 10 rows", "甲、x、42"]);
    csv("企业,产业,产值(亿元),产值(万元)\n甲,x,4,3\n")
        .says(&["column C \"产值(亿元)\", column D", "both mean 产值 (output)"]);
    csv("企业,产业,产值(万美元)\n甲,x,4\n").says(&["\"万美元\" in the heading", "units: 亿元, 万元"]);
    csv("").says(&["the roster is empty", "名称/企业名称"]);
    csv("企业,产业,产值(亿元)\n").says(&["a heading, but no rows", "at least one row"]);
    csv("企业,产业,产值(亿元)\n,,\n,,\n").says(&["a heading, but no rows"]);
}

#[test]
fn numbers_that_can_be_misread_are_refused_by_cell() {
    for (text, pieces) in [
        ("\"1,234.5\"", ["a thousands separator", "write 1234.5"]),
        ("1 234", ["a thousands separator", "write 1234"]),
        ("１２", ["full-width", "write 12"]),
        ("￥12", ["a currency sign", "write 12"]),
        ("12万", ["an incomplete unit", "write 12万元"]),
        ("\"1,5\"", ["a comma for the decimal point", "write 1.5"]),
        ("NaN", ["a finite number", "leave the cell empty"]),
        ("1e400", ["too large", ""]),
        ("#DIV/0!", ["not a number", ""]),
        ("-", ["not a number", "leave the cell empty"]),
    ] {
        let outcome = csv(&format!("企业,产业,产值(亿元)\n甲,x,4\n乙,y,{text}\n"));
        outcome.says(&["Error enterprises[row 3].output", pieces[0], pieces[1]]);
        assert_eq!(outcome.shown()[1], r#"name="乙" industry="y" output=broken"#);
    }
}

#[test]
fn rows_that_are_no_entries_are_refused_or_passed_over() {
    csv("企业,产业,产值(亿元)\n甲,x\n").says(&["row 2 has 2 fields, the heading has 3"]);
    csv("企业,产业,产值(亿元)\n甲,x,1,234\n").says(&["row 2 has 4 fields", "thousands separators"]);
    csv("企业,产业,产值(亿元)\n甲,x,4\n企业,产业,产值(亿元)\n乙,x,4\n").says(&["row 3 is the heading again"]);
    let outcome = csv("企业,产业,产值(亿元)\n甲,x,4,,\n注：不含规下企业,,\n").good();
    assert_eq!(outcome.nodes.len(), 1);
    outcome.says(&["Notice", "notes below the table, not read: row 3"]);
}

#[test]
fn names_are_data_but_must_be_visible() {
    let outcome = csv("企业,产业,产值(亿元)\n=cmd|' /C calc'!A0,x,4\n@甲,+x,-0\n").good();
    assert_eq!(outcome.shown()[0], r#"name="=cmd|' /C calc'!A0" industry="x" output="4亿元""#);
    assert_eq!(outcome.shown()[1], r#"name="@甲" industry="+x" output="0亿元""#);
    csv("企业,产业,产值(亿元)\n\"甲\n乙\",x,4\n").says(&[
        "row 2].name",
        "a line break (U+000A)",
        "write \"甲乙\"",
    ]);
    csv("企业,产业,产值(亿元)\n甲\u{202e}乙,x,4\n").says(&["an invisible character (U+202E)"]);
}

#[test]
fn only_so_many_problems_are_listed() {
    let outcome = csv(&format!("企业,产业,产值(亿元)\n{}", "甲,x,12万\n".repeat(20_050)));
    assert_eq!(outcome.problems.len(), 20_001);
    outcome.says(&["50 more problems"]);
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("企业名单.csv"), "x").unwrap();
    read_file(&folder.path().join("企业名册.csv"), None, "enterprises")
        .says(&["there is no file", "similar names: 企业名单.csv"]);
    read_file(folder.path(), None, "enterprises").says(&["is a folder, not a file"]);
    let big = folder.path().join("big.csv");
    std::fs::File::create(&big).unwrap().set_len(33 * 1024 * 1024).unwrap();
    read_file(&big, None, "enterprises").says(&["larger than 33554432 bytes"]);
    csv("企业\0").says(&["NUL"]);
    read_bytes("a.csv", GOOD.as_bytes(), Some("企业"), "enterprises")
        .says(&["a CSV file has no sheet \"企业\""]);
}

#[test]
fn both_languages_are_complete() {
    for outcome in [csv("企业,产业,产值(亿元)\n甲,x,12万\n合计,,4\n"), csv(""), csv("a\0")] {
        for problem in outcome.problems {
            let texts = [Some(problem.found), problem.allowed, problem.remedy];
            for text in texts.into_iter().flatten() {
                assert!(crate::text::has_chinese(&text.zh) && !text.en.is_empty(), "{text:?}");
            }
        }
    }
}
