//! The workbook.

use super::package::{parts, words};
use super::{BOTH, fixture, reports};
use calamine::{Data, Range, Reader, Xlsx};
use parkcast::report::{Report, xlsx};
use parkcast::tables::Cell;
use parkcast::words::{Printed, rounded_points};
use std::collections::BTreeSet;
use std::io::Cursor;

/// The sheets in their order: first what stands in front, last where it comes from, the tables between them.
fn sheets(report: &Report) -> Vec<(String, Range<Data>)> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(xlsx(report).unwrap())).unwrap();
    book.sheet_names().into_iter().map(|name| (name.clone(), book.worksheet_range(&name).unwrap())).collect()
}

/// A cell of a sheet, of which calamine leaves the empty margin out.
fn at(sheet: &Range<Data>, row: usize, column: usize) -> Data {
    sheet.get_value((row as u32, column as u32)).cloned().unwrap_or(Data::Empty)
}

#[test]
fn cells_hold_what_the_tables_hold() {
    for report in reports() {
        let sheets = sheets(&report);
        assert_eq!(sheets.len(), report.tables.len() + 2);
        for (table, (_, sheet)) in report.tables.iter().zip(&sheets[1..]) {
            assert_eq!(at(sheet, 0, 0), Data::String(table.title.clone()));
            for (column, head) in table.data_heads(report.lang).into_iter().enumerate() {
                assert_eq!(at(sheet, 2, column), Data::String(head));
            }
            for (row, cells) in table.rows.iter().map(|row| table.data_cells(row)).enumerate() {
                for (column, cell) in cells.into_iter().enumerate() {
                    let expected = match cell {
                        Cell::Text(words) | Cell::Month(words) => Data::String(words),
                        Cell::Number(number, _) => Data::Float(number),
                        Cell::Difference(difference, _) => Data::Float(rounded_points(difference)),
                        Cell::Chance(chance) => Printed::of(&chance).share().map_or(Data::Empty, Data::Float),
                        Cell::Remark(_) | Cell::Empty => Data::Empty,
                    };
                    assert_eq!(at(sheet, 3 + row, column), expected, "{:?}: {row}, {column}", table.id);
                }
            }
        }
    }
}

#[test]
fn nothing_is_a_formula_and_every_part_is_whole() {
    for report in reports() {
        for (name, part) in parts(&xlsx(&report).unwrap()) {
            assert!(!name.starts_with("xl/worksheets/sheet") || !part.contains("<f>"), "{name}");
        }
    }
}

#[test]
fn sheets_have_names_of_their_own() {
    for report in reports() {
        let names: BTreeSet<String> =
            sheets(&report).into_iter().map(|(name, _)| name.to_lowercase()).collect();
        assert_eq!(names.len(), report.tables.len() + 2);
    }
}

#[test]
fn charts_follow_the_tables() {
    for lang in BOTH {
        let parts = parts(&xlsx(&fixture::report(lang)).unwrap());
        let charts = || parts.iter().filter(|(name, _)| name.starts_with("xl/charts/chart"));
        assert_eq!(charts().count(), 6);
        assert_eq!(charts().filter(|(_, chart)| chart.contains("<c:errBars>")).count(), 2);
    }
}

#[test]
fn the_seal_can_be_read_back() {
    for report in reports() {
        let properties = &parts(&xlsx(&report).unwrap())["docProps/custom.xml"];
        assert!(properties.contains("name=\"parkcast\""));
        assert_eq!(words(properties).split('|').next().unwrap().trim(), report.seal);
        let (_, last) = sheets(&report).pop().unwrap();
        assert_eq!(at(&last, report.provenance.len() + 1, 1), Data::String(report.seal.clone()));
    }
}

#[test]
fn the_same_report_is_the_same_workbook() {
    for lang in BOTH {
        assert!(xlsx(&fixture::report(lang)).unwrap() == xlsx(&fixture::report(lang)).unwrap());
    }
}
