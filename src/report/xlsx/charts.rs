//! Excel's own charts on the sheets of tables that have a picture in them; which chart a table has goes by its name.

use super::{BODY, HEADS, INK, LINE, MAIN};
use crate::tables::{Cell, Kind, Table, TableId};
use crate::words::{self, Printed};
use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartDataLabel, ChartErrorBars, ChartErrorBarsType, ChartFont,
    ChartFormat, ChartLegendPosition, ChartLine, ChartRange, ChartSeries, ChartSolidFill, ChartType, Color,
};

/// Rows that a chart covers.
pub const ROWS: u32 = 19;

/// Depths of blue, and a grey for what was there before.
const SHADES: [Color; 7] = [
    Color::RGB(0x00C4_CBD3),
    Color::RGB(0x000C_366B),
    Color::RGB(0x0058_6270),
    Color::RGB(0x002A_67AE),
    Color::RGB(0x0068_9AD0),
    Color::RGB(0x00A4_C2E2),
    Color::RGB(0x00CF_DEEF),
];
/// For the low, the middle and the high end of something.
const BAND: [Color; 3] = [Color::RGB(0x0086_AEDA), MAIN, Color::RGB(0x0086_AEDA)];

/// The charts of a table on the sheet of this name.
pub fn of(table: &Table, sheet: &str) -> Vec<Chart> {
    let drawn = Drawn { table, sheet };
    match table.id {
        _ if table.rows.is_empty() => Vec::new(),
        TableId::Targets | TableId::Headline => drawn.chances().into_iter().collect(),
        TableId::Parts => drawn.stack().into_iter().collect(),
        TableId::Park => drawn.quantiles().into_iter().collect(),
        TableId::Counts => drawn.counts(),
        TableId::ByYear => drawn.years().into_iter().collect(),
        TableId::Routes => drawn.routes().into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Lengths of the error bars of each row, down and up; none where a table's chart has none.
pub fn errors(table: &Table) -> Vec<[f64; 2]> {
    let drawn = Drawn { table, sheet: "" };
    let around = |low: f64, middle: f64, high: f64| [(middle - low).max(0.0), (high - middle).max(0.0)];
    let of_row = |row: &Vec<Cell>| match (table.id, drawn.chance()) {
        (TableId::Targets | TableId::Headline, Some(column)) => match row[column] {
            Cell::Chance(chance) => {
                let [low, high] = words::interval_ends(&chance);
                Some(Printed::of(&chance).share().map_or([0.0; 2], |middle| around(low, middle, high)))
            }
            _ => Some([0.0; 2]),
        },
        (TableId::Routes, _) => match *numbers(row) {
            [.., low, middle, high] => Some(around(low, middle, high)),
            _ => Some([0.0; 2]),
        },
        _ => None,
    };
    table.rows.iter().filter_map(of_row).collect()
}

fn numbers(row: &[Cell]) -> Vec<f64> {
    let number = |cell: &Cell| match cell {
        Cell::Number(number, _) => Some(*number),
        _ => None,
    };
    row.iter().filter_map(number).collect()
}

struct Drawn<'a> {
    table: &'a Table,
    sheet: &'a str,
}

impl Drawn<'_> {
    /// The first column of probabilities.
    fn chance(&self) -> Option<usize> {
        self.table.rows.first()?.iter().position(|cell| matches!(cell, Cell::Chance(_)))
    }

    fn of_kind(&self, kind: Kind) -> Vec<usize> {
        let columns = self.table.columns.iter().enumerate();
        columns.filter(|(_, column)| column.kind == kind).map(|(i, _)| i).collect()
    }

    /// Place of a column of the table in the sheet: intervals take two.
    fn column(&self, i: usize) -> u16 {
        let before = &self.table.columns[..i];
        (i + before.iter().filter(|column| column.kind == Kind::Interval).count()) as u16
    }

    fn columns(&self) -> u16 {
        self.column(self.table.columns.len())
    }

    fn rows(&self) -> (u32, u32) {
        (0, self.table.rows.len() as u32 - 1)
    }

    /// A column of the table over some of its rows.
    fn range(&self, column: u16, (first, last): (u32, u32)) -> ChartRange {
        ChartRange::new_from_range(self.sheet, BODY + first, column, BODY + last, column)
    }

    /// Stretches of rows that have the same name in their first cell.
    fn stretches(&self) -> Vec<(u32, u32)> {
        let rows = self.table.rows.chunk_by(|a, b| a.first() == b.first());
        let ends = rows.scan(0, |start, rows| {
            let first = *start;
            *start += rows.len() as u32;
            Some((first, *start - 1))
        });
        ends.collect()
    }

    /// One cell of the sheet, which names something.
    fn cell(&self, row: u32, column: u16) -> ChartRange {
        ChartRange::new_from_range(self.sheet, row, column, row, column)
    }

    /// An empty chart whose title stands in a cell.
    fn chart(&self, kind: ChartType, title: ChartRange) -> Chart {
        let mut chart = Chart::new(kind);
        chart.title().set_name(&title).set_font(ChartFont::new().set_size(12).set_bold().set_color(INK));
        chart.legend().set_position(ChartLegendPosition::Bottom);
        chart.y_axis().set_major_gridlines_line(ChartLine::new().set_color(LINE).set_width(0.75));
        chart.set_width(820).set_height(20 * ROWS).set_alt_text(&self.table.title);
        chart
    }

    /// A chart with the title of the sheet.
    fn titled(&self, kind: ChartType) -> Chart {
        self.chart(kind, self.cell(0, 0))
    }

    /// A series over the rows of a column, named by the column's head.
    fn series(&self, column: usize, categories: usize, rows: (u32, u32), look: ChartFormat) -> ChartSeries {
        let column = self.column(column);
        let categories = self.range(self.column(categories), rows);
        series(&self.cell(HEADS, column), &self.range(column, rows), &categories, look)
    }

    fn error_bars(&self, rows: (u32, u32)) -> ChartErrorBars {
        let (down, up) = (self.columns() + 1, self.columns() + 2);
        let mut bars = ChartErrorBars::new();
        bars.set_type(ChartErrorBarsType::Custom(self.range(up, rows), self.range(down, rows)));
        bars.set_format(ChartLine::new().set_color(INK).set_width(1.25));
        bars
    }

    /// Probabilities, the first on top, with their intervals.
    fn chances(&self) -> Option<Chart> {
        let chance = self.chance()?;
        let name = self.of_kind(Kind::Text).into_iter().rfind(|column| *column < chance)?;
        let mut chart = self.titled(ChartType::Bar);
        let mut series = self.series(chance, name, self.rows(), bars(MAIN));
        series.set_gap(60).set_x_error_bars(&self.error_bars(self.rows()));
        chart.push_series(series.set_data_label(ChartDataLabel::new().show_value().set_num_format("0.0%")));
        chart.legend().set_hidden();
        // Of bars that lie, the vertical axis is that of names; turned round, it would take the other one along.
        chart.y_axis().set_reverse().set_major_gridlines(false);
        chart
            .x_axis()
            .set_min(0)
            .set_max(1)
            .set_num_format("0%")
            .set_label_position(ChartAxisLabelPosition::High);
        chart.x_axis().set_major_gridlines(true).set_major_gridlines_line(ChartLine::new().set_color(LINE));
        Some(chart)
    }

    /// Parts of a whole by year; the last column is the whole.
    fn stack(&self) -> Option<Chart> {
        let columns = self.of_kind(Kind::Number);
        let [year, parts @ .., _whole] = columns.as_slice() else { return None };
        let mut chart = self.titled(ChartType::ColumnStacked);
        for (part, color) in parts.iter().zip(SHADES.iter().cycle()) {
            chart.push_series(self.series(*part, *year, self.rows(), bars(*color)).set_gap(80));
        }
        Some(chart)
    }

    /// The 5%, 50% and 95% quantiles of the first figure by year.
    fn quantiles(&self) -> Option<Chart> {
        let first = *self.stretches().first()?;
        let [year, _mean, low, _, middle, _, high] = *self.of_kind(Kind::Number) else { return None };
        let mut chart = self.chart(ChartType::Line, self.cell(BODY, 0));
        for (column, color) in [low, middle, high].into_iter().zip(BAND) {
            chart.push_series(&self.series(column, year, first, line(color)));
        }
        Some(chart)
    }

    /// Probability of each count, a chart for each target.
    fn counts(&self) -> Vec<Chart> {
        let chart = |rows: (u32, u32)| {
            let (count, chance) = (*self.of_kind(Kind::Number).first()?, self.chance()?);
            let mut chart = self.chart(ChartType::Column, self.cell(BODY + rows.0, 0));
            chart.push_series(self.series(chance, count, rows, bars(MAIN)).set_gap(60));
            chart.legend().set_hidden();
            chart.y_axis().set_min(0).set_num_format("0%");
            Some(chart)
        };
        self.stretches().into_iter().filter_map(chart).collect()
    }

    /// The probability of each target by year: a line a row.
    fn years(&self) -> Option<Chart> {
        let [first, .., last] = *self.of_kind(Kind::Number) else { return None };
        let across =
            |row| ChartRange::new_from_range(self.sheet, row, self.column(first), row, self.column(last));
        let mut chart = self.titled(ChartType::Line);
        for (row, color) in (BODY..=BODY + self.rows().1).zip(SHADES[1..].iter().cycle()) {
            chart.push_series(&series(&self.cell(row, 0), &across(row), &across(HEADS), line(*color)));
        }
        chart.y_axis().set_min(0).set_max(1).set_num_format("0%");
        Some(chart)
    }

    /// Medians by year, a series a route, from their 5% to their 95%.
    fn routes(&self) -> Option<Chart> {
        let [year, .., _low, middle, _high] = *self.of_kind(Kind::Number) else { return None };
        let mut chart = self.titled(ChartType::Column);
        for (rows, color) in self.stretches().into_iter().zip(SHADES[1..].iter().cycle()) {
            let column = |column| self.range(self.column(column), rows);
            let mut series =
                series(&self.cell(BODY + rows.0, 0), &column(middle), &column(year), bars(*color));
            chart.push_series(series.set_y_error_bars(&self.error_bars(rows)));
        }
        // Excel leaves error bars out of account where it chooses how far an axis goes.
        let highest = self.table.rows.iter().flat_map(|row| numbers(row).last().copied()).fold(0.0, f64::max);
        if highest > 0.0 {
            let step = 10_f64.powf(highest.log10().floor()) / 2.0;
            chart.y_axis().set_max((highest / step).ceil() * step);
        }
        Some(chart)
    }
}

fn series(
    name: &ChartRange,
    values: &ChartRange,
    categories: &ChartRange,
    mut look: ChartFormat,
) -> ChartSeries {
    let mut series = ChartSeries::new();
    series.set_name(name).set_values(values).set_categories(categories).set_format(&mut look);
    series
}

fn bars(color: Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(color));
    format
}

fn line(color: Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_line(ChartLine::new().set_color(color).set_width(2.25));
    format
}
