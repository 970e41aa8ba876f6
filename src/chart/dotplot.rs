//! A hundred possible futures, each a dot: how many targets they reach, and how far they come in each.

use super::ChartError;
use super::axis;
use super::canvas::Rect;
use super::font;
use super::grid::{self, Grid};
use super::page::{self, Sheet, Sketch};
use super::pen::{Anchor, Panel, Pen};
use super::shares;
use super::theme::THEME;
use super::wrap::wrap;
use crate::results::{GoalResult, Lead, MeasureFacts, Results, TargetResult};
use crate::text::{Lang, Text, text};
use crate::words;

/// Dots of a panel.
const DOTS: usize = 100;
const GRID: Grid = Grid { most: 6, height: 230.0, gap: 40.0 };
const TICK_HEIGHT: f64 = 24.0;
const LIMIT_HEIGHT: f64 = 22.0;
/// Lines of a panel's name.
const NAME_LINES: usize = 2;
/// Columns into which a figure that is no count is divided.
const MOST_COLUMNS: f64 = 22.0;

/// A stack of dots.
struct Column {
    at: f64,
    /// Futures that reach the target, and those that do not.
    reached: usize,
    missed: usize,
}

impl Column {
    fn new(at: f64, dots: usize, reaches: bool) -> Self {
        if reaches { Self { at, reached: dots, missed: 0 } } else { Self { at, reached: 0, missed: dots } }
    }

    fn dots(&self) -> usize {
        self.reached + self.missed
    }
}

/// Content of a panel.
struct Dots {
    name: String,
    said: String,
    columns: Vec<Column>,
    /// Width of a column along the axis.
    pitch: f64,
    ticks: Vec<(f64, String)>,
    /// Places of the target's lines, with their labels.
    limits: Vec<(f64, String)>,
}

pub(super) fn draw(results: &Results, sheet: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let lang = sheet.lang;
    let all: Vec<Dots> = together(results, lang)
        .into_iter()
        .chain(results.targets.iter().filter_map(|target| of_target(results, target, lang)))
        .collect();
    if all.is_empty() {
        return Ok(None);
    }
    let how = text!(
        "每个点代表1%的可能；深色为达到目标，浅色为未达到",
        "Each dot is one chance in a hundred; dark ones reach the target, light ones do not"
    );
    grid::draw(sheet, &GRID, &all, [title(results), how, reading(results)], panel)
}

/// Panel of the number of targets that are reached together, where there are several.
fn together(results: &Results, lang: Lang) -> Option<Dots> {
    let all = results.targets.len();
    if all < 2 || results.reached.len() != all + 1 {
        return None;
    }
    let joint = results.goals.iter().find(|goal| goal.id == "all")?;
    let dots = apportioned(&shares::in_line(&results.reached, |k| k == all, joint.probability.probability));
    let columns: Vec<Column> =
        (dots.iter().enumerate()).map(|(k, &dots)| Column::new(k as f64, dots, k == all)).collect();
    let name = text!("同时实现几项目标", "How many targets are reached");
    Some(Dots {
        name: name.get(lang).into(),
        said: out_of_a_hundred(&joint.probability, lang),
        ticks: whole_ticks(0, all),
        columns,
        pitch: 1.0,
        limits: vec![(all as f64 - 0.5, text!("全部{all}项", "all {all}").get(lang).into())],
    })
}

/// Panel of the distance of the futures from one target; `None` where its figure is not kept in full.
fn of_target(results: &Results, target: &TargetResult, lang: Lang) -> Option<Dots> {
    let mut name = words::name(&target.name, lang);
    let said = out_of_a_hundred(&target.probability, lang);
    let count = results.counts.iter().find(|count| count.target == target.id);
    if let Some(count) = count.filter(|count| !count.distribution.is_empty()) {
        let reaches = |count: usize| target.reaches(count as f64);
        let shares = shares::in_line(&count.distribution, reaches, target.probability.probability);
        let (columns, (first, last)) = counted(target, &apportioned(&shares));
        let limits = bounds(target, lang, words::exact).into_iter();
        let limits = limits.map(|(value, is_floor, label)| (edge(value, is_floor), label)).collect();
        return Some(Dots { name, said, columns, pitch: 1.0, ticks: whole_ticks(first, last), limits });
    }
    let MeasureFacts::Metric { metric, unit } = &target.measure else { return None };
    let of_it = |one: &&crate::results::QuantileResult| one.measure == *metric && one.year == target.year;
    let values = &results.quantiles.iter().find(of_it)?.values;
    let write = |value: f64| written(value, metric, lang);
    if !unit.is_empty() {
        let unit = words::unit(unit);
        let (zh, en) = (unit.zh, unit.en);
        name = text!("{name}（{zh}）", "{name} ({en})").get(lang).into();
    }
    // What is counted has a column for each number, or for as many as make a column.
    let is_whole = unit.is_empty() && !metric.ends_with(".growth");
    let bound = match (target.at_least, target.at_most, is_whole) {
        (Some(least), _, true) => edge(least, true),
        (None, Some(most), true) => edge(most, false),
        (least, most, _) => least.or(most)?,
    };
    let (columns, pitch) = binned(target, values, (bound, is_whole))?;
    let (first, last) = (columns.first()?.at - pitch / 2.0, columns.last()?.at + pitch / 2.0);
    let ticks = axis::ticks_inside(first, last, 4).into_iter().filter(|at| !is_whole || at.fract() == 0.0);
    let ticks = ticks.map(|at| (at, write(at))).collect();
    let limits = bounds(target, lang, write)
        .into_iter()
        .map(|(value, is_floor, label)| (if is_whole { edge(value, is_floor) } else { value }, label));
    let limits = limits.collect();
    Some(Dots { name, said, columns, pitch, ticks, limits })
}

/// Between which counts the line of a bound stands.
fn edge(bound: f64, is_floor: bool) -> f64 {
    if is_floor { bound.ceil() - 0.5 } else { bound.floor() + 0.5 }
}

fn out_of_a_hundred(p: &crate::results::Probability, lang: Lang) -> String {
    let often = words::of_a_hundred(p);
    let (zh, en) = (often.zh, often.en);
    text!("100个中{zh}个实现", "{en} of 100 reach it").get(lang).into()
}

/// A figure at a tick or a target.
fn written(value: f64, metric: &str, lang: Lang) -> String {
    if metric.ends_with("output") {
        return words::exact(words::output_in_unit(value, lang));
    }
    if metric.ends_with(".growth") {
        return format!("{}%", words::exact((value * 1e4).round() / 100.0));
    }
    words::exact(value)
}

/// The bounds that a target sets: the value, whether it is a floor, and its label.
fn bounds(target: &TargetResult, lang: Lang, write: impl Fn(f64) -> String) -> Vec<(f64, bool, String)> {
    let floor = target.at_least.map(|value| {
        let said = write(value);
        (value, true, text!("目标 ≥{said}", "target ≥{said}"))
    });
    let cap = target.at_most.map(|value| {
        let said = write(value);
        (value, false, text!("目标 ≤{said}", "target ≤{said}"))
    });
    floor
        .into_iter()
        .chain(cap)
        .map(|(value, is_floor, label)| (value, is_floor, label.get(lang).into()))
        .collect()
}

/// Dots for shares that add up to one, rounded so that those up to each place are the hundredths that lie below it: whatever
/// reaches a target has as many dots as its probability has per cent.
fn apportioned(shares: &[f64]) -> Vec<usize> {
    let total: f64 = shares.iter().sum();
    let (mut below, mut placed) = (0.0, 0);
    let dots = |share: &f64| {
        below += share / total.max(1e-300);
        let up_to_here = (DOTS as f64 * below).round() as usize;
        let dots = up_to_here - placed;
        placed = up_to_here;
        dots
    };
    shares.iter().map(dots).collect()
}

/// A column for each count that has dots, and for those about the target.
fn counted(target: &TargetResult, dots: &[usize]) -> (Vec<Column>, (usize, usize)) {
    let first = dots.iter().position(|&n| n > 0).unwrap_or(0);
    let last = dots.iter().rposition(|&n| n > 0).unwrap_or(0);
    let (mut first, mut last) = (first, last);
    for bound in [target.at_least, target.at_most].into_iter().flatten() {
        let bound = bound.clamp(0.0, 1e6).ceil() as usize;
        // A bound out of all proportion is named beside an arrow instead of stretching the axis to it.
        if bound <= 4 * last.max(5) {
            (first, last) = (first.min(bound.saturating_sub(1)), last.max(bound));
        }
    }
    let last = last.max(first + 3);
    let column = |k: usize| {
        let at = k as f64;
        Column::new(at, dots.get(k).copied().unwrap_or(0), target.reaches(at))
    };
    ((first..=last).map(column).collect(), (first, last))
}

/// Columns over the quantiles of a figure, with an edge at the bound, and their width.
fn binned(
    target: &TargetResult,
    values: &[f64],
    (bound, is_whole): (f64, bool),
) -> Option<(Vec<Column>, f64)> {
    let (low, high) = (*values.first()?, *values.last()?);
    // What hardly varies still gets a column that can be seen for what it is.
    let width = ((high - low) / MOST_COLUMNS).max(0.005 * bound.abs().max(0.01));
    let width = if is_whole { width.ceil() } else { width };
    let place = |value: f64| ((value - bound) / width).floor();
    let (first, last) = (place(low), place(high));
    let columns = (0..=(last - first) as usize).map(|i| {
        let at = bound + (first + i as f64 + 0.5) * width;
        let inside = values.iter().filter(|&&value| place(value) == first + i as f64);
        let (reached, missed): (Vec<f64>, Vec<f64>) = inside.partition(|&&value| target.reaches(value));
        Column { at, reached: reached.len(), missed: missed.len() }
    });
    Some((columns.collect(), width))
}

fn whole_ticks(first: usize, last: usize) -> Vec<(f64, String)> {
    let ticks = axis::ticks_inside(first as f64, last as f64, (last - first).clamp(1, 8));
    let whole = ticks.into_iter().filter(|tick| tick.fract() == 0.0);
    whole.map(|tick| (tick, axis::tick_text(tick))).collect()
}

fn panel(pen: &Pen, area: Rect, one: &Dots) -> Result<(), ChartError> {
    let name_style = THEME.strong.color(THEME.ink);
    let lines = wrap(&one.name, name_style, area.width(), NAME_LINES);
    let names = lines.len() as f64 * name_style.leading();
    pen.lines(&lines, name_style, (area.left, area.top + names / 2.0), Anchor::Left)?;
    let said = area.top + names + THEME.label.leading() / 2.0;
    pen.text(&one.said, THEME.label.color(THEME.main), (area.left, said), Anchor::Left)?;
    let top = area.top + names + THEME.label.leading() + LIMIT_HEIGHT;
    let plot = Rect::new(area.left, top, area.right, area.bottom - TICK_HEIGHT);
    let half = one.pitch / 2.0;
    let (Some(first), Some(last)) = (one.columns.first(), one.columns.last()) else { return Ok(()) };
    let (from, to) = (first.at - half, last.at + half);
    let mut panel = pen.panel(plot, from..to, 0.0..plot.height())?;
    let (across, dot) = sizes(&one.columns, plot.width() / one.columns.len() as f64, plot.height());
    panel.rule((from, 0.0), (to, 0.0), THEME.quiet, 1.0)?;
    let unit = (to - from) / plot.width();
    for column in &one.columns {
        // The dots of a column that is not full stand in its middle.
        let wide = across.min(column.dots().max(1)) as f64;
        for n in 0..column.dots() {
            let color = if n < column.reached { THEME.main } else { THEME.inner };
            let x = column.at + ((n % across) as f64 + 0.5 - wide / 2.0) * dot * unit;
            panel.dot((x, ((n / across) as f64 + 0.5) * dot + 1.0), dot * 0.44, color)?;
        }
    }
    let mut free_from = area.left - 20.0;
    for (at, label) in &one.ticks {
        let half = font::width(label, THEME.tick.weight, THEME.tick.size) / 2.0;
        let (x, y) = panel.at((*at, 0.0));
        if x - half > free_from && (area.left - 4.0..=area.right + 4.0).contains(&x) {
            let x = x.clamp(area.left + half, area.right - half);
            pen.text(label, THEME.tick, (x, y + TICK_HEIGHT / 2.0 + 2.0), Anchor::Center)?;
            free_from = x + half + 8.0;
        }
    }
    limits(pen, &mut panel, one, (from, to), plot)
}

/// Number of dots side by side in a column, and their size: as large as the fullest column allows.
fn sizes(columns: &[Column], pitch: f64, height: f64) -> (usize, f64) {
    let most = columns.iter().map(Column::dots).max().unwrap_or(1).max(1);
    let dot =
        |across: usize| (0.9 * pitch / across as f64).min((height - 2.0) / most.div_ceil(across) as f64);
    let best = (1..=most).max_by(|&a, &b| dot(a).total_cmp(&dot(b)).then(b.cmp(&a))).unwrap_or(1);
    (best, dot(best).min(MOST_DOT))
}

/// Size of a dot at the most, px.
const MOST_DOT: f64 = 26.0;

/// The lines that the target sets, labelled above the dots.
fn limits(
    pen: &Pen,
    panel: &mut Panel,
    one: &Dots,
    (from, to): (f64, f64),
    plot: Rect,
) -> Result<(), ChartError> {
    let style = THEME.strong.color(THEME.accent);
    let mut placed = Vec::new();
    for (at, label) in &one.limits {
        let (label, at) = match at {
            at if *at > to => (format!("{label} →"), to),
            at if *at < from => (format!("← {label}"), from),
            at => {
                panel.dashed((*at, 0.0), (*at, plot.height()), THEME.accent)?;
                (label.clone(), *at)
            }
        };
        placed.push((label, panel.at((at, 0.0)).0));
    }
    let sizes: Vec<f64> =
        placed.iter().map(|(label, _)| font::width(label, style.weight, style.size) + 12.0).collect();
    let wanted: Vec<f64> = placed.iter().map(|(_, x)| *x).collect();
    let centres = super::declutter::declutter(&wanted, &sizes, plot.left - 6.0, plot.right + 6.0);
    for ((label, _), x) in placed.iter().zip(centres) {
        pen.text(label, style, (x, plot.top - LIMIT_HEIGHT / 2.0), Anchor::Center)?;
    }
    Ok(())
}

/// The place of the largest share.
fn mode(shares: &[f64]) -> usize {
    (0..shares.len()).rev().max_by(|&a, &b| shares[a].total_cmp(&shares[b])).unwrap_or(0)
}

fn title(results: &Results) -> Text {
    let all = results.targets.len();
    let joint = results.goals.iter().find(|goal| goal.id == "all").filter(|_| all > 1);
    let (name, p) = match (results.lead(), joint) {
        (Lead::Target(target), _) => (&target.name, &target.probability),
        (Lead::Other(name, p), _) => (name, p),
        (Lead::All, None) => (&results.targets[0].name, &results.targets[0].probability),
        (Lead::All, Some(joint)) => return together_title(results, joint),
    };
    let often = words::of_a_hundred(p);
    let (zh, en) = (page::quoted(name, Lang::Zh), page::quoted(name, Lang::En));
    let (zh_often, en_often) = (often.zh, often.en);
    text!("100种可能的情形中{zh_often}种实现{zh}", "Of 100 possible futures {en_often} reach {en}")
}

fn together_title(results: &Results, joint: &GoalResult) -> Text {
    let all = results.targets.len();
    let often = words::of_a_hundred(&joint.probability);
    let (zh, en, mode) = (often.zh, often.en, mode(&results.reached));
    // Results of earlier versions do not say how many are reached together.
    if mode == all || results.reached.len() != all + 1 {
        return text!(
            "100种可能的情形中{zh}种全部实现{all}项目标",
            "Of 100 possible futures {en} reach all {all} targets"
        );
    }
    if mode == 0 {
        return text!(
            "100种可能的情形中{zh}种全部实现{all}项目标，最常见的是一项也未实现",
            "Of 100 possible futures {en} reach all {all} targets; most often none is reached"
        );
    }
    text!(
        "100种可能的情形中{zh}种全部实现{all}项目标，最常见的是实现{mode}项",
        "Of 100 possible futures {en} reach all {all} targets; most often {mode} are reached"
    )
}

fn reading(results: &Results) -> Text {
    let none = results.reached.first().map_or(Text::same(""), |share| {
        let often = words::of_a_hundred(&words::of_share(*share, results.provenance.trials));
        let (zh, en) = (often.zh, often.en);
        if results.targets.len() > 1 {
            text!("一项也未实现的{zh}个。", "Of the hundred {en} reach none. ")
        } else {
            Text::same("")
        }
    });
    let (zh, en) = (none.zh, none.en);
    text!(
        "每个点代表100种等可能情形中的一种。深色点越多，概率越高；离虚线越远，余量越大。{zh}各图中的100个点是同样的100种情形按不同目标排列",
        "Each dot is one of a hundred equally likely futures. The more dots are dark, the likelier the target; the further they lie from the dashed line, the more there is to spare. {en}All panels arrange the same futures by different targets"
    )
}
