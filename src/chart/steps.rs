//! Rows of horizontal bars with their ranges: amounts from zero, or steps from one amount to another.

use super::ChartError;
use super::axis;
use super::canvas::Rect;
use super::font;
use super::pen::{Anchor, Pen};
use super::theme::THEME;
use super::wrap::shorten;
use plotters::style::RGBColor;

/// Height of a row at the least, px.
pub const ROW_HEIGHT: f64 = 38.0;
/// Height of the axis below the rows, px.
pub const AXIS_HEIGHT: f64 = 30.0;
/// Height of a row at the most.
const MOST_HEIGHT: f64 = 66.0;
const GAP: f64 = 18.0;

/// A row.
#[derive(Debug, Clone)]
pub struct Step {
    /// Name of the row.
    pub name: String,
    /// Amount at which its bar begins.
    pub from: f64,
    /// Amount at which its bar ends.
    pub to: f64,
    /// Range of its end.
    pub range: Option<[f64; 2]>,
    /// Value written beside the bar.
    pub value: String,
    /// Role of the row.
    pub tone: Tone,
}

/// Role of a row, by which its bar is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// An amount from zero that others lead from or to.
    End,
    /// Subject of the chart.
    Main,
    /// Something that matters less or is less sure.
    Pale,
}

impl Tone {
    fn color(self) -> RGBColor {
        match self {
            Self::End => THEME.quiet,
            Self::Main => THEME.main,
            Self::Pale => THEME.inner,
        }
    }
}

/// Height that these rows take at the least, with their axis.
pub fn height(steps: &[Step]) -> f64 {
    steps.len() as f64 * ROW_HEIGHT + AXIS_HEIGHT
}

/// Draws rows below each other on one axis; `tick` writes its numbers, names get at most `room` px. Where they are
/// `joined`, a thin line leads from the end of each to the next.
pub fn draw(
    pen: &Pen,
    body: Rect,
    steps: &[Step],
    room: f64,
    joined: bool,
    tick: impl Fn(f64) -> String,
) -> Result<(), ChartError> {
    let width = |text: &str, style: super::theme::Type| font::width(text, style.weight, style.size);
    let name = |step: &Step| shorten(&step.name, THEME.name, room);
    let names = steps.iter().map(|step| width(&name(step), THEME.name)).fold(80.0, f64::max);
    let values = steps.iter().map(|step| width(&step.value, THEME.value)).fold(0.0, f64::max) + 16.0;
    let (low, high) = reach(steps);
    let plot = Rect::new(body.left + names + GAP, body.top, body.right - values, body.bottom - AXIS_HEIGHT);
    let pitch = (plot.height() / steps.len() as f64).min(MOST_HEIGHT);
    let (height, half) = (pitch * steps.len() as f64, (0.24 * pitch).max(10.0));
    let mut panel = pen.panel(Rect { bottom: plot.top + height, ..plot }, low..high, -height..0.0)?;
    let widest = [low, high].map(|end| width(&tick(end.round()), THEME.tick) + 24.0);
    let room = plot.width() / widest[0].max(widest[1]).max(70.0);
    for at in axis::ticks_inside(low, high, (room as usize).clamp(1, 9)) {
        panel.rule((at, 0.0), (at, -height), THEME.grid, 1.0)?;
        let (x, y) = panel.at((at, -height));
        pen.text(&tick(at), THEME.tick, (x, y + AXIS_HEIGHT / 2.0), Anchor::Center)?;
    }
    for (i, step) in steps.iter().enumerate() {
        let y = -(i as f64 + 0.5) * pitch;
        // A bar is read by its length from zero; where the axis begins elsewhere a dot stands for it.
        let is_dot = step.tone == Tone::End && low > 0.0;
        let from = if is_dot { step.to } else { step.from };
        panel.bar((from.min(step.to), y + half), (from.max(step.to), y - half), step.tone.color())?;
        if is_dot {
            panel.dot((step.to, y), 7.0, step.tone.color())?;
        }
        if joined && i + 1 < steps.len() {
            panel.rule((step.to, y - half), (step.to, y - pitch + half), THEME.quiet, 1.0)?;
        }
        if let Some([low, high]) = step.range {
            panel.rule((low, y), (high, y), THEME.paper, 4.0)?;
            panel.rule((low, y), (high, y), THEME.ink, 1.6)?;
        }
        let right = step.range.map_or(step.to, |range| range[1]).max(step.from).max(step.to);
        let (x, middle) = panel.at((right, y));
        pen.text_on_paper(&step.value, THEME.value, (x + 10.0, middle))?;
        pen.text(&name(step), THEME.name, (body.left, middle), Anchor::Left)?;
    }
    Ok(())
}

/// The range of the axis.
fn reach(steps: &[Step]) -> (f64, f64) {
    let ends = steps.iter().flat_map(|step| {
        let [low, high] = step.range.unwrap_or([step.to; 2]);
        // An end is read from zero where the axis reaches down to it.
        let from = if step.tone == Tone::End { step.to } else { step.from };
        [from, step.to, low, high]
    });
    let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)));
    axis::range_of(low, high)
}
