//! A fan: how a figure may develop, as nested bands about its median, with its end labelled and what was set drawn
//! across. Shared by the output and land charts.

use super::ChartError;
use super::axis;
use super::canvas::Rect;
use super::declutter::declutter;
use super::font;
use super::pen::{Anchor, Panel, Pen};
use super::theme::{THEME, Type};
use super::wrap::wrap;
use crate::results::Stat;
use crate::text::{Lang, text};
use crate::words;

/// A line set by a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// Value at which it stands.
    pub value: f64,
    /// Name of the line.
    pub label: String,
    /// Place along the axis at which it is judged, if that is marked.
    pub at: Option<f64>,
}

/// Content of a fan panel.
#[derive(Clone)]
pub struct Fan {
    /// Name of the figure, with its unit.
    pub name: String,
    /// Places along the axis and the figure there, in the unit in which it is printed.
    pub points: Vec<(f64, Stat)>,
    /// Lines set by targets.
    pub limits: Vec<Limit>,
    /// Places along the axis that are labelled.
    pub ticks: Vec<(f64, String)>,
    /// Decimals of its values.
    pub decimals: usize,
    /// `true` if the axis starts at zero wherever the figure lies, so that heights compare.
    pub from_zero: bool,
}

/// A figure known exactly: the start of a fan.
pub fn known(value: f64) -> Stat {
    Stat { mean: value, sd: 0.0, p05: value, p25: value, p50: value, p75: value, p95: value, undefined: 0 }
}

/// A figure in another unit.
pub fn scaled(stat: &Stat, factor: f64) -> Stat {
    let scale = |x: f64| x * factor;
    Stat {
        mean: scale(stat.mean),
        sd: scale(stat.sd),
        p05: scale(stat.p05),
        p25: scale(stat.p25),
        p50: scale(stat.p50),
        p75: scale(stat.p75),
        p95: scale(stat.p95),
        undefined: stat.undefined,
    }
}

/// A label at the right end of a fan.
struct End {
    text: String,
    style: Type,
    at: f64,
}

const NAME_LINES: usize = 2;
const TICK_HEIGHT: f64 = 26.0;

/// The least height in which a fan can be read.
pub const LEAST_HEIGHT: f64 = 160.0;

/// Draws `fan` over `area`. `name_style` says how large its name stands above it.
pub fn draw(pen: &Pen, area: Rect, fan: &Fan, name_style: Type, lang: Lang) -> Result<(), ChartError> {
    let Some((first, last)) = fan.points.first().zip(fan.points.last()) else { return Ok(()) };
    let (highest, shown) = reach(fan);
    let lows = fan.points.iter().map(|(_, stat)| stat.p05).chain(shown.iter().map(|limit| limit.value));
    let lowest = lows.fold(if fan.from_zero { 0.0 } else { f64::INFINITY }, f64::min);
    let (bottom, top) = axis::range_of(lowest, highest);
    let lines = wrap(&heading(fan, bottom, lang), name_style, area.width(), NAME_LINES);
    let name_height = lines.len() as f64 * name_style.leading();
    pen.lines(&lines, name_style, (area.left, area.top + name_height / 2.0), Anchor::Left)?;
    let ends = end_labels(&last.1, fan, &shown, lang);
    let height = area.height() - name_height - 10.0 - TICK_HEIGHT;
    let ticks = axis::ticks_inside(bottom, top, ((height / 48.0) as usize).clamp(2, 7));
    let labels: Vec<_> = ticks.iter().map(|tick| axis::tick_text(*tick)).collect();
    let width = |text: &String, style: Type| font::width(text, style.weight, style.size);
    let left = labels.iter().map(|label| width(label, THEME.tick)).fold(0.0, f64::max) + 8.0;
    let right = ends.iter().map(|end| width(&end.text, end.style)).fold(0.0, f64::max) + 12.0;
    let plot = Rect::new(
        area.left + left,
        area.top + name_height + 10.0,
        area.right - right,
        area.bottom - TICK_HEIGHT,
    );
    let (from, to) = if last.0 > first.0 { (first.0, last.0) } else { (first.0 - 0.4, first.0 + 0.4) };
    let mut panel = pen.panel(plot, from..to, bottom..top)?;
    for (tick, label) in ticks.iter().zip(&labels) {
        panel.rule((from, *tick), (to, *tick), THEME.grid, 1.0)?;
        let (x, y) = panel.at((from, *tick));
        pen.text(label, THEME.tick, (x - 8.0, y), Anchor::Right)?;
    }
    time_axis(pen, &panel, fan, area, bottom)?;
    bands(&mut panel, &fan.points, (from, to))?;
    // A solid line is the zero from which heights are read; where the axis starts elsewhere there is none.
    if bottom == 0.0 {
        panel.rule((from, bottom), (to, bottom), THEME.quiet, 1.0)?;
    }
    for limit in &shown {
        panel.dashed((from, limit.value), (to, limit.value), THEME.accent)?;
        if let Some(at) = limit.at.filter(|at| (from..=to).contains(at)) {
            panel.dot((at, limit.value), 4.5, THEME.accent)?;
        }
    }
    write_ends(pen, &panel, &ends, plot, (to, bottom, top))
}

/// The name of the figure, and a word of warning where its heights do not start at zero.
fn heading(fan: &Fan, bottom: f64, lang: Lang) -> String {
    let name = &fan.name;
    if bottom == 0.0 {
        return name.clone();
    }
    text!("{name}，纵轴不从零起", "{name}; axis does not start at 0").get(lang).into()
}

/// The top of what is drawn, and the limits that are: one far above the fan would press it flat against the axis, and is
/// named beside an arrow instead.
fn reach(fan: &Fan) -> (f64, Vec<&Limit>) {
    let highest = fan.points.iter().map(|(_, stat)| stat.p95).fold(0.0, f64::max);
    let shown: Vec<_> = fan.limits.iter().filter(|limit| limit.value <= 2.5 * highest).collect();
    (shown.iter().map(|limit| limit.value).fold(highest, f64::max), shown)
}

fn end_labels(end: &Stat, fan: &Fan, shown: &[&Limit], lang: Lang) -> Vec<End> {
    let [high, mid, low] = [end.p95, end.p50, end.p05].map(|value| words::fixed(value, fan.decimals));
    let spread_out = high != low;
    let median = text!("中位 {mid}", "median {mid}");
    let mut ends = vec![End { text: median.get(lang).into(), style: THEME.strong, at: end.p50 }];
    if spread_out {
        let (high, low) = (text!("高值 {high}", "high {high}"), text!("低值 {low}", "low {low}"));
        ends.push(End { text: high.get(lang).into(), style: THEME.label, at: end.p95 });
        ends.push(End { text: low.get(lang).into(), style: THEME.label, at: end.p05 });
    }
    for limit in &fan.limits {
        let inside = shown.contains(&limit);
        let text = if inside { limit.label.clone() } else { format!("↑ {}", limit.label) };
        let at = if inside { limit.value } else { f64::INFINITY };
        ends.push(End { text, style: THEME.strong.color(THEME.accent), at });
    }
    ends
}

/// Labels along the axis, from the last one, of which the labels at the end speak, back to the first.
fn time_axis(pen: &Pen, panel: &Panel, fan: &Fan, area: Rect, bottom: f64) -> Result<(), ChartError> {
    let mut free_to = area.right;
    for (at, label) in fan.ticks.iter().rev() {
        let (x, y) = panel.at((*at, bottom));
        let half = font::width(label, THEME.tick.weight, THEME.tick.size) / 2.0;
        let x = x.clamp(area.left + half, area.right - half);
        if x + half <= free_to {
            pen.text(label, THEME.tick, (x, y + 16.0), Anchor::Center)?;
            free_to = x - half - 8.0;
        }
    }
    Ok(())
}

fn bands(panel: &mut Panel, points: &[(f64, Stat)], (from, to): (f64, f64)) -> Result<(), ChartError> {
    let line = |pick: fn(&Stat) -> f64| -> Vec<(f64, f64)> {
        match points {
            // One point alone is drawn as a short flat stretch.
            [(_, only)] => vec![(from, pick(only)), (to, pick(only))],
            _ => points.iter().map(|(x, stat)| (*x, pick(stat))).collect(),
        }
    };
    panel.band(&line(|s| s.p05), &line(|s| s.p95), THEME.outer)?;
    panel.band(&line(|s| s.p25), &line(|s| s.p75), THEME.inner)?;
    panel.line(&line(|s| s.p50), THEME.main, 2.6)
}

/// Writes the end labels below each other, each as near to its place as the others allow; where the panel is too low for
/// all, the outer quantiles give way first.
fn write_ends(
    pen: &Pen,
    panel: &Panel,
    ends: &[End],
    plot: Rect,
    (to, bottom, top): (f64, f64, f64),
) -> Result<(), ChartError> {
    let size = THEME.label.size * 1.2;
    let room = ((plot.height() + size) / size) as usize;
    let kept: Vec<&End> = if ends.len() <= room {
        ends.iter().collect()
    } else {
        let strong = ends.iter().filter(|end| end.style.weight == THEME.strong.weight);
        strong.take(room.max(1)).collect()
    };
    let wanted: Vec<_> = kept.iter().map(|end| panel.at((to, end.at.clamp(bottom, top))).1).collect();
    let sizes = vec![size; kept.len()];
    let placed = declutter(&wanted, &sizes, plot.top - size / 2.0, plot.bottom + 8.0);
    for (end, y) in kept.iter().zip(placed) {
        pen.text(&end.text, end.style, (plot.right + 10.0, y), Anchor::Left)?;
    }
    Ok(())
}
