//! The probability of each target under every alternative, each joined to the reference's by a line.

use super::names::Names;
use super::{
    extent, finding, hidden, hidden_outcomes, outcome_name, outcomes, reading, sheet, shown, widest,
    widest_value,
};
use crate::chart::ChartError;
use crate::chart::canvas::Rect;
use crate::chart::page::{Sheet, Sketch};
use crate::chart::pen::{Anchor, Pen};
use crate::chart::theme::THEME;
use crate::chart::wrap::wrap;
use crate::compare::{Chance, Comparison};
use crate::text::{Lang, text};
use crate::words;

/// Panels side by side.
const MOST_PANELS: usize = 5;
const ROW_HEIGHT: f64 = 36.0;
const NAME_WIDTH: f64 = 350.0;
const GAP: f64 = 18.0;
/// Lines of a panel's name.
const NAME_LINES: usize = 3;
/// Length that the longest line of a panel has at the least, px.
const LEAST_LINE: f64 = 60.0;
/// Between a dot and its value, px.
const VALUE_GAP: f64 = 10.0;

pub fn draw(results: &Comparison, on: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let lang = on.lang;
    let rows = shown(results, on, ROW_HEIGHT);
    if rows.len() < 2 {
        return Ok(None);
    }
    let names = Names::new(results, &rows, NAME_WIDTH, on);
    let width = on.size.width() - 2.0 * on.size.margin() - names.width - GAP;
    // Beside the widest value there must be room for a line.
    let room = (width / (widest_value(results, lang) + LEAST_LINE + GAP)) as usize;
    let columns = outcomes(results, room.clamp(1, MOST_PANELS));
    let [rows_left, columns_left] = [hidden(results, rows.len()), hidden_outcomes(results, columns.len())];
    let how = text!(
        "圆点为实现概率，横线为95%抽样误差区间，空心点为参照，灰点与参照差异不显著；各栏刻度不同",
        "Dot: probability; whisker: 95% sampling interval; ring: the reference; grey: not told from it; each column has its own scale"
    );
    let subtitle = format!("{}{}{}", how.get(lang), rows_left.get(lang), columns_left.get(lang));
    let said = (finding(results), subtitle, reading(results));
    let names_height = NAME_LINES as f64 * THEME.strong.leading() + 10.0;
    let needed = rows.len() as f64 * ROW_HEIGHT + names_height;
    sheet(on, said, needed, |pen, body| {
        chart(pen, body, results, (&rows, &names), &columns, names_height, lang)
    })
}

fn chart(
    pen: &Pen,
    body: Rect,
    results: &Comparison,
    (rows, names): (&[usize], &Names),
    panels: &[usize],
    names_height: f64,
    lang: Lang,
) -> Result<(), ChartError> {
    let pitch = ((body.height() - names_height) / rows.len() as f64).min(56.0);
    let reference = results.reference();
    for (i, &a) in rows.iter().enumerate() {
        let y = body.top + names_height + (i as f64 + 0.5) * pitch;
        let color = (a == reference).then_some(THEME.quiet);
        names.write(pen, i, (body.left, y), color)?;
    }
    let left = body.left + names.width + GAP;
    let one = (body.right - left - GAP * (panels.len() - 1) as f64) / panels.len() as f64;
    for (column, &o) in panels.iter().enumerate() {
        let x = left + column as f64 * (one + GAP);
        let outcome = &results.outcomes[o];
        let lines = wrap(&outcome_name(outcome, lang), THEME.strong, one, NAME_LINES);
        // Names of panels stand on a common line at their bottom.
        let bottom = body.top + names_height - 12.0;
        let middle = bottom - lines.len() as f64 * THEME.strong.leading() / 2.0;
        pen.lines(&lines, THEME.strong, (x, middle), Anchor::Left)?;
        let top = body.top + names_height;
        let area = Rect::new(x, top, x + one, top + pitch * rows.len() as f64);
        panel(pen, area, &outcome.alternatives, rows, (reference, pitch), lang)?;
    }
    Ok(())
}

/// One target: a row for each alternative.
fn panel(
    pen: &Pen,
    area: Rect,
    chances: &[Chance],
    rows: &[usize],
    (reference, pitch): (usize, f64),
    lang: Lang,
) -> Result<(), ChartError> {
    let (low, high) = extent(rows.iter().flat_map(|&a| chances[a].probability.ci95));
    let air = (0.08 * (high - low)).max(0.002);
    let value = |a: usize| words::probability(&chances[a].probability).get(lang).to_owned();
    let values: Vec<String> = rows.iter().map(|&a| value(a)).collect();
    let values = widest(values.iter().map(String::as_str), THEME.strong) + VALUE_GAP;
    let plot = Rect { right: area.right - values, ..area };
    let mut panel = pen.panel(plot, low - air..high + air, -area.height()..0.0)?;
    let origin = chances[reference].probability.probability;
    panel.rule((origin, 0.0), (origin, -area.height()), THEME.grid, 1.4)?;
    for (i, &a) in rows.iter().enumerate() {
        let (chance, y) = (&chances[a], -(i as f64 + 0.5) * pitch);
        let p = chance.probability.probability;
        let [low, high] = chance.probability.ci95;
        let told = chance.difference.is_some_and(|difference| difference.told_apart);
        let color = if told { THEME.main } else { THEME.quiet };
        if a != reference {
            panel.rule((origin, y), (p, y), THEME.inner, 4.0)?;
        }
        panel.rule((low, y), (high, y), THEME.ink, 1.6)?;
        panel.dot((p, y), 6.0, color)?;
        if a == reference {
            panel.dot((p, y), 3.6, THEME.paper)?;
        }
        let right = panel.at((p.max(origin).max(high), y));
        let style = THEME.strong.color(if told { THEME.ink } else { THEME.quiet });
        pen.text_on_paper(&value(a), style, (right.0 + VALUE_GAP, right.1))?;
    }
    Ok(())
}
