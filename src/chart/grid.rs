//! Panels of one kind side by side, as many as a sheet has room for.

use super::ChartError;
use super::canvas::Rect;
use super::page::{self, Heading, Sheet, Sketch};
use super::pen::Pen;
use crate::text::Text;

/// Arrangement of panels.
pub struct Grid {
    /// Panels shown at the most; the rest stands in the tables.
    pub most: usize,
    /// Height of a panel at the least, px.
    pub height: f64,
    /// White between two columns, px.
    pub gap: f64,
}

/// White between two rows, as a part of that between columns.
const ROW_GAP: f64 = 0.6;

/// Lays out a sheet of panels, one for each of `all`, which are not none; `said` is its title, how to read it and its reading.
pub fn draw<T>(
    sheet: &Sheet,
    grid: &Grid,
    all: &[T],
    [title, how, reading]: [Text; 3],
    panel: impl Fn(&Pen, Rect, &T) -> Result<(), ChartError>,
) -> Result<Option<Sketch>, ChartError> {
    let (lang, gap) = (sheet.lang, grid.gap);
    let row_gap = gap * ROW_GAP;
    let columns = match all.len().min(grid.most) {
        0 => return Ok(None),
        1 => 1,
        2 | 4 => 2,
        _ if sheet.is_wide() => 3,
        _ => 2,
    };
    let room = columns * page::rows_of_panels(sheet, grid.height + row_gap);
    let shown = &all[..all.len().min(grid.most).min(room)];
    let hidden = page::hidden(all.len() - shown.len());
    let heading = Heading {
        title: title.get(lang).into(),
        subtitle: format!("{}{}", how.get(lang), hidden.get(lang)),
        reading: reading.get(lang).into(),
    };
    let rows = shown.len().div_ceil(columns);
    page::compose(sheet, heading, rows as f64 * (grid.height + row_gap) - row_gap, |pen, body| {
        let width = (body.width() - gap * (columns as f64 - 1.0)) / columns as f64;
        // A panel higher than wide would only stretch what it shows.
        let pitch = ((body.height() + row_gap) / rows as f64).min(width + row_gap);
        for (i, one) in shown.iter().enumerate() {
            let x = body.left + (i % columns) as f64 * (width + gap);
            let y = body.top + (i / columns) as f64 * pitch;
            panel(pen, Rect::new(x, y, x + width, y + pitch - row_gap), one)?;
        }
        Ok(())
    })
    .map(Some)
}
