//! A workbook's sheet as rows of cells.

use super::super::node::Place;
use super::fault::Fault;
use super::grid::{
    Cell, Grid, MAX_CELLS, MAX_COLUMNS, MAX_FIELD_BYTES, MAX_ROWS, Row, Value, clip, field_too_long,
    too_many_cells, too_many_columns, too_many_rows, trim,
};
use super::guard::damaged;
use super::shown::NumberFormat;
use crate::text::{Text, text};
use calamine::{
    DataRef, Dimensions, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxCellFormulaMetadataRecord,
    XlsxError,
};
use std::collections::HashMap;
use std::io::Cursor;
use std::rc::Rc;
use unicode_normalization::UnicodeNormalization;

/// An open workbook.
pub(super) struct Book {
    xlsx: Xlsx<Cursor<Vec<u8>>>,
}

impl Book {
    /// Opens a workbook that has passed [`super::guard::check`].
    pub fn open(bytes: Vec<u8>) -> Result<Self, Fault> {
        let xlsx = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(Text::same(error.to_string())))?;
        Ok(Self { xlsx })
    }

    /// Names of the sheets.
    pub fn sheets(&self) -> Vec<String> {
        self.xlsx.sheets_metadata().iter().map(|sheet| sheet.name.clone()).collect()
    }

    /// The rows of the sheet `name`, or of the only visible sheet that holds anything.
    pub fn grid(&mut self, name: Option<&str>) -> Result<Grid, Fault> {
        match name {
            Some(name) => {
                let sheet = self.find(name)?;
                self.read(sheet)
            }
            None => self.only_sheet(),
        }
    }

    fn find(&self, wanted: &str) -> Result<usize, Fault> {
        let fold = |name: &str| trim(&name.nfkc().collect::<String>()).to_lowercase();
        let names = self.sheets();
        let folded = fold(wanted);
        if let Some(sheet) = names.iter().position(|name| fold(name) == folded) {
            return Ok(sheet);
        }
        let nearest = names
            .iter()
            .max_by(|a, b| {
                let closeness = |name: &str| strsim::normalized_damerau_levenshtein(&fold(name), &folded);
                closeness(a).total_cmp(&closeness(b))
            })
            .map_or("", String::as_str);
        let list = names.join("、");
        let wanted = clip(wanted);
        Err(Fault::error(text!("工作簿中没有工作表“{wanted}”", "the workbook has no sheet \"{wanted}\""))
            .allowed(text!("工作表：{list}", "its sheets: {list}"))
            .remedy(text!("是否指“{nearest}”？", "did you mean \"{nearest}\"?")))
    }

    /// The one visible sheet that is not empty; to choose among several is the user's business.
    fn only_sheet(&mut self) -> Result<Grid, Fault> {
        let visible: Vec<(usize, String)> = self
            .xlsx
            .sheets_metadata()
            .iter()
            .enumerate()
            .filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
            .map(|(at, sheet)| (at, sheet.name.clone()))
            .collect();
        let mut filled: Vec<(String, Grid)> = Vec::new();
        for (sheet, name) in visible {
            let grid = self.read(sheet)?;
            if !grid.rows.is_empty() {
                filled.push((name, grid));
            }
        }
        if filled.len() > 1 {
            let list = filled.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("、");
            let first = &filled[0].0;
            return Err(Fault::error(text!(
                "工作簿有多个非空工作表：{list}",
                "the workbook has several sheets that are not empty: {list}"
            ))
            .remedy(text!(
                "在文件名后写明工作表，如 “….xlsx#{first}”",
                "name the sheet after the file, as in \"….xlsx#{first}\""
            )));
        }
        Ok(filled.pop().map(|(_, grid)| grid).unwrap_or_default())
    }

    fn read(&mut self, sheet: usize) -> Result<Grid, Fault> {
        let name = self.sheets().get(sheet).cloned().unwrap_or_default();
        let failed = |error: XlsxError| damaged(text!("{name}：{error}", "{name}: {error}"));
        let formats = self.formats(&name).map_err(failed)?;
        let merged = self.xlsx.merge_cells_by_sheet_name(&name).map_err(failed)?;
        let mut cells: Vec<(usize, Cell)> = Vec::new();
        let mut reader = self.xlsx.worksheet_cells_reader(&name).map_err(failed)?;
        loop {
            let record = reader.next_cell_with_formula_metadata().map_err(|error| match cells.last() {
                Some((row, _)) => {
                    let row = row + 1;
                    damaged(text!("{name}：第 {row} 行之后：{error}", "{name}: after row {row}: {error}"))
                }
                None => failed(error),
            })?;
            let Some(record) = record else { break };
            let (row, column) = (record.pos.0 as usize, record.pos.1 as usize);
            let place = Place::Cell { sheet, row, column };
            let Some(value) = value(record) else { continue };
            if matches!(&value, Value::Text(text) if text.len() > MAX_FIELD_BYTES) {
                return Err(field_too_long(place));
            }
            if column >= MAX_COLUMNS {
                return Err(too_many_columns(place));
            }
            if cells.len() == MAX_CELLS {
                return Err(too_many_cells());
            }
            cells.push((row, Cell { column, place, value, format: formats.get(&(row, column)).cloned() }));
        }
        let corners = |area: &Dimensions| {
            [area.start.0, area.start.1, area.end.0, area.end.1].map(|corner| corner as usize)
        };
        let mut merged: Vec<[usize; 4]> =
            merged.iter().map(corners).filter(|area| area[1] < MAX_COLUMNS).collect();
        merged.sort_unstable();
        Ok(Grid { rows: rows(cells, &name)?, merged, typed: true })
    }

    /// How cells are shown whose number format matters, by row and column.
    fn formats(&mut self, name: &str) -> Result<HashMap<(usize, usize), Rc<NumberFormat>>, XlsxError> {
        let mut reader = self.xlsx.worksheet_cells_reader(name)?;
        // The dollar of the built-in formats stands for the currency of the place.
        let code = |style: &Style| {
            let format = style.number_format.as_ref()?;
            match format.format_id {
                Some(5..=8 | 41..=44) => NumberFormat::parse(&format.format_code.replace('$', "¥")),
                _ => NumberFormat::parse(&format.format_code),
            }
        };
        let of_styles: Vec<Option<Rc<NumberFormat>>> =
            reader.styles().iter().map(|style| code(style).map(Rc::new)).collect();
        let mut cells = HashMap::new();
        while of_styles.iter().any(Option::is_some)
            && let Some((row, column, style)) = reader.next_style_id()?
        {
            if let Some(Some(format)) = of_styles.get(style)
                && cells.len() < MAX_CELLS
            {
                cells.insert((row as usize, column as usize), Rc::clone(format));
            }
        }
        Ok(cells)
    }
}

/// Joins cells to rows.
fn rows(mut cells: Vec<(usize, Cell)>, name: &str) -> Result<Vec<Row>, Fault> {
    cells.sort_by_key(|(row, cell)| (*row, cell.column));
    let mut rows: Vec<Row> = Vec::new();
    for (index, cell) in cells {
        let place = cell.place;
        if let Some(row) = rows.last_mut().filter(|row| row.index == index) {
            if row.cells.last().is_some_and(|last| last.column == cell.column) {
                let number = index + 1;
                return Err(damaged(text!(
                    "{name}：第 {number} 行有重复的单元格",
                    "{name}: row {number} has a cell twice"
                ))
                .at(place));
            }
            row.cells.push(cell);
        } else if rows.len() == MAX_ROWS {
            return Err(too_many_rows());
        } else {
            rows.push(Row { index, place, cells: vec![cell], width: None });
        }
    }
    Ok(rows)
}

fn value(record: XlsxCellFormulaMetadataRecord<'_>) -> Option<Value> {
    let text = |text: &str| {
        let text = trim(text);
        (!text.is_empty()).then(|| Value::Text(text.to_owned()))
    };
    match record.value {
        DataRef::Empty => record.formula.map(|_| Value::Uncalculated),
        DataRef::Int(number) => Some(Value::Number(number as f64)),
        DataRef::Float(number) => Some(Value::Number(number)),
        DataRef::String(value) => text(&value),
        DataRef::SharedString(value) => text(value),
        DataRef::Bool(value) => Some(Value::Boolean(value)),
        DataRef::DateTime(date) => {
            let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
            Some(Value::Date(match (hour, minute, second) {
                (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
            }))
        }
        DataRef::DateTimeIso(date) | DataRef::DurationIso(date) => Some(Value::Date(date)),
        DataRef::Error(error) => Some(Value::Error(error.to_string())),
    }
}
