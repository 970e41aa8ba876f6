//! Counts of targets: the distribution of every counting target's count, the part that reaches the target dark.

use super::ChartError;
use super::axis;
use super::canvas::Rect;
use super::font;
use super::grid::{self, Grid};
use super::page::{self, Sheet, Sketch};
use super::pen::{Anchor, Panel, Pen};
use super::shares;
use super::theme::{THEME, Type};
use super::wrap::wrap;
use crate::results::{CountResult, Results, TargetResult};
use crate::text::{Lang, Text, text};
use crate::words;

const GRID: Grid = Grid { most: 12, height: 230.0, gap: 36.0 };
/// Targets that the reading speaks of.
const MOST_READ: usize = 4;
const TICK_HEIGHT: f64 = 24.0;
/// Room for the labels of the grid, left of the bars.
const GUTTER: f64 = 44.0;
/// Chances too small to show as a bar: the axis leaves out counts beyond which less than this remains.
const NEGLIGIBLE: f64 = 0.0005;

struct Chart<'a> {
    target: &'a TargetResult,
    /// Probability of each count.
    shares: Vec<f64>,
}

impl<'a> Chart<'a> {
    fn new(target: &'a TargetResult, count: &CountResult) -> Self {
        let reaches = |count: usize| target.reaches(count as f64);
        Self { target, shares: shares::in_line(&count.distribution, reaches, target.probability.probability) }
    }
}

pub(super) fn draw(results: &Results, sheet: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let lang = sheet.lang;
    let of = |target: &'_ TargetResult| {
        results.counts.iter().find(|count| count.target == target.id && !count.distribution.is_empty())
    };
    let all: Vec<Chart> =
        results.targets.iter().filter_map(|target| Some(Chart::new(target, of(target)?))).collect();
    if all.is_empty() {
        return Ok(None);
    }
    let how = text!(
        "横轴为年末数量，柱高为概率；深色部分达到目标，浅色部分未达到",
        "Across: number at the year's end; height: probability; dark bars reach the target, light ones do not"
    );
    let trials = results.provenance.trials;
    grid::draw(sheet, &GRID, &all, [title(&all), how, reading(&all)], |pen, area, chart| {
        panel(pen, area, chart, trials, lang)
    })
}

/// The count that is the likeliest for each target, beside what is asked for.
fn reading(charts: &[Chart]) -> Text {
    let said = charts.iter().take(MOST_READ).map(|chart| {
        let name = |lang| page::quoted(&chart.target.name, lang);
        let (zh, en, p) = (name(Lang::Zh), name(Lang::En), words::of_a_hundred(&chart.target.probability));
        let shares = chart.shares.iter().enumerate();
        let mode = shares.max_by(|(_, a), (_, b)| a.total_cmp(b)).map_or(0, |(count, _)| count);
        let (zh_p, en_p) = (p.zh, p.en);
        text!(
            "{zh}最可能出现的个数是{mode}，100次中{zh_p}次达到要求",
            "for {en} the likeliest number is {mode}, and {en_p} of 100 futures reach the target"
        )
    });
    let said: Vec<Text> = said.collect();
    let zh: Vec<&str> = said.iter().map(|text| text.zh.as_str()).collect();
    let en: Vec<&str> = said.iter().map(|text| text.en.as_str()).collect();
    let (zh, en) = (zh.join("；"), en.join("; "));
    text!(
        "柱越高，年末为该数的概率越大；深色部分合计即达标概率。{zh}",
        "The higher a bar, the likelier that number at the year's end; the dark bars together are the chance of reaching the target: {en}"
    )
}

/// Number of counting targets that are more likely reached than not, as far as the intervals can tell.
fn title(charts: &[Chart]) -> Text {
    if let [one] = charts {
        return page::finding(one.target);
    }
    let n = charts.len();
    let above = charts.iter().filter(|chart| chart.target.probability.ci95[0] > 0.5).count();
    let below = charts.iter().filter(|chart| chart.target.probability.ci95[1] < 0.5).count();
    let kinds = [
        (above, text!("更可能实现", "more likely reached than missed")),
        (below, text!("更可能完不成", "more likely missed")),
        (n - above - below, text!("难以判断", "too close to call")),
    ];
    let there: Vec<_> = kinds.into_iter().filter(|(count, _)| *count > 0).collect();
    if let [(_, Text { zh, en })] = &there[..] {
        return match n {
            2 => text!("两项数量目标都{zh}", "Both counting targets are {en}"),
            _ => text!("{n}项数量目标都{zh}", "All {n} counting targets are {en}"),
        };
    }
    let parts: Vec<Text> = there
        .iter()
        .enumerate()
        .map(|(i, (count, Text { zh, en }))| {
            let of_all = if i == 0 { format!(" of {n} counting targets") } else { String::new() };
            let is = if *count == 1 { "is" } else { "are" };
            text!("{count}项{zh}", "{count}{of_all} {is} {en}")
        })
        .collect();
    let list = |lang, between| parts.iter().map(|part| part.get(lang)).collect::<Vec<_>>().join(between);
    let (zh, en) = (list(Lang::Zh, "，"), list(Lang::En, "; "));
    text!("{n}项数量目标中，{zh}", "{en}")
}

/// The counts shown: all that have a chance worth a bar, and the places where the target's lines stand.
fn shown(chart: &Chart) -> (usize, usize) {
    let distribution = &chart.shares;
    let mut below = 0.0;
    let first = distribution.iter().position(|p| {
        below += p;
        below > NEGLIGIBLE
    });
    let mut above = 0.0;
    let last = distribution.iter().rposition(|p| {
        above += p;
        above > NEGLIGIBLE
    });
    let (mut first, mut last) = (first.unwrap_or(0), last.unwrap_or(0));
    for bound in [chart.target.at_least, chart.target.at_most].into_iter().flatten() {
        let bound = bound.clamp(0.0, 1e6).ceil() as usize;
        // A bound out of all proportion is named beside an arrow instead of stretching the axis to it.
        if bound <= 4 * last.max(5) {
            (first, last) = (first.min(bound.saturating_sub(1)), last.max(bound));
        }
    }
    (first, last.max(first + 3))
}

fn panel(pen: &Pen, area: Rect, chart: &Chart, trials: u64, lang: Lang) -> Result<(), ChartError> {
    let name_style = Type { weight: THEME.value.weight, ..THEME.name };
    let name = words::name(&chart.target.name, lang);
    let lines = wrap(&name, name_style, area.width(), 2);
    let mut top = area.top;
    let name_height = lines.len() as f64 * name_style.leading();
    pen.lines(&lines, name_style, (area.left, top + name_height / 2.0), Anchor::Left)?;
    top += name_height + 2.0;
    let (p, when) = (words::probability(&chart.target.probability), words::year_end(chart.target.year));
    let (zh, en, zh_when, en_when) = (p.zh, p.en, when.zh, when.en);
    let said = text!("{zh_when}实现概率 {zh}", "Chance {en}, {en_when}");
    pen.text(said.get(lang), THEME.strong, (area.left, top + THEME.strong.leading() / 2.0), Anchor::Left)?;
    // Room for the label of the target's line above the plot, and for a value above the highest bar inside it.
    top += THEME.strong.leading() + THEME.label.leading() + 8.0;
    let plot = Rect::new(area.left + GUTTER, top, area.right, area.bottom - TICK_HEIGHT);
    let (first, last) = shown(chart);
    let highest = chart.shares.iter().copied().fold(1e-6, f64::max);
    let highest = highest * plot.height() / (plot.height() - 22.0).max(1.0);
    let (from, to) = (first as f64 - 0.5, last as f64 + 0.5);
    let mut panel = pen.panel(plot, from..to, 0.0..highest)?;
    bars(pen, &mut panel, chart, (first, last), plot, trials, lang)?;
    panel.rule((from, 0.0), (to, 0.0), THEME.quiet, 1.0)?;
    count_axis(pen, &panel, (first, last), plot)?;
    target_lines(pen, &mut panel, chart, (from, to, highest), plot, lang)
}

/// Bars with their values where all of them fit, else with a few grid lines.
fn bars(
    pen: &Pen,
    panel: &mut Panel,
    chart: &Chart,
    (first, last): (usize, usize),
    plot: Rect,
    trials: u64,
    lang: Lang,
) -> Result<(), ChartError> {
    let pitch = plot.width() / (last - first + 1) as f64;
    let half = if pitch > 6.0 { 0.5 - (3.0 / pitch).min(0.18) } else { 0.5 };
    let said = said(chart);
    let shown = chart.shares.iter().zip(&said).enumerate().take(last + 1).skip(first);
    let bars: Vec<_> =
        shown.filter(|(_, (p, _))| **p > 0.0).map(|(count, (p, said))| (count, *p, *said)).collect();
    let value = |p: f64| words::probability(&words::of_share(p, trials)).get(lang).to_owned();
    let fits = |text: &str| font::width(text, THEME.tick.weight, THEME.tick.size) + 3.0 < pitch;
    let labelled = bars.iter().filter(|(_, p, _)| *p >= 0.005).all(|(_, _, said)| fits(&value(*said)));
    if !labelled {
        grid(pen, panel, chart, (first, last), plot)?;
    }
    for (count, p, said) in bars {
        let dark = chart.target.reaches(count as f64);
        let x = count as f64;
        panel.bar((x - half, 0.0), (x + half, p), if dark { THEME.main } else { THEME.outer })?;
        if labelled && p >= 0.005 {
            let (x, y) = panel.at((x, p));
            let style = if dark { THEME.tick.color(THEME.main) } else { THEME.tick };
            pen.text(&value(said), style, (x, y - THEME.tick.size * 0.75), Anchor::Center)?;
        }
    }
    Ok(())
}

/// The shares as they are printed: the dark ones add up to the printed probability, the light ones to the rest.
fn said(chart: &Chart) -> Vec<f64> {
    let is_dark = |count: usize| chart.target.reaches(count as f64);
    let of = |dark: bool| {
        let side = chart.shares.iter().enumerate();
        let side: Vec<f64> = side.map(|(n, p)| if is_dark(n) == dark { 100.0 * p } else { 0.0 }).collect();
        words::adding_up(&side, 1)
    };
    of(true).iter().zip(of(false)).map(|(dark, light)| (dark + light) / 100.0).collect()
}

fn grid(
    pen: &Pen,
    panel: &mut Panel,
    chart: &Chart,
    (first, last): (usize, usize),
    plot: Rect,
) -> Result<(), ChartError> {
    let highest = chart.shares.iter().copied().fold(0.0, f64::max);
    // Nothing here is certain, so no line says 100%.
    for tick in axis::ticks_inside(0.0, highest, 4).into_iter().filter(|tick| *tick > 0.0 && *tick < 0.999) {
        let (from, to) = (first as f64 - 0.5, last as f64 + 0.5);
        panel.rule((from, tick), (to, tick), THEME.grid, 1.0)?;
        let (_, y) = panel.at((from, tick));
        let label = format!("{}%", words::exact(tick * 100.0));
        pen.text(&label, THEME.tick, (plot.left - 8.0, y), Anchor::Right)?;
    }
    Ok(())
}

fn count_axis(pen: &Pen, panel: &Panel, (first, last): (usize, usize), plot: Rect) -> Result<(), ChartError> {
    let room = (plot.width() / 44.0) as usize;
    let ticks = axis::ticks_inside(first as f64, last as f64, room.min(last - first).max(1));
    for tick in ticks.into_iter().filter(|tick| tick.fract() == 0.0) {
        let (x, y) = panel.at((tick, 0.0));
        pen.text(&axis::tick_text(tick), THEME.tick, (x, y + TICK_HEIGHT / 2.0 + 2.0), Anchor::Center)?;
    }
    Ok(())
}

/// The lines between the counts that reach and those that do not, labelled above the bars.
fn target_lines(
    pen: &Pen,
    panel: &mut Panel,
    chart: &Chart,
    (from, to, highest): (f64, f64, f64),
    plot: Rect,
    lang: Lang,
) -> Result<(), ChartError> {
    let floor = chart.target.at_least.map(|n| {
        let said = words::exact(n);
        (n.ceil() - 0.5, text!("目标 ≥{said}", "target ≥{said}"))
    });
    let cap = chart.target.at_most.map(|n| {
        let said = words::exact(n);
        (n.floor() + 0.5, text!("目标 ≤{said}", "target ≤{said}"))
    });
    let style = THEME.strong.color(THEME.accent);
    let y = plot.top - 0.6 * THEME.label.leading();
    let mut labels = Vec::new();
    for (at, what) in floor.into_iter().chain(cap) {
        let arrow = if at > to { " →" } else { "" };
        if (from..=to).contains(&at) {
            panel.dashed((at, 0.0), (at, highest), THEME.accent)?;
        }
        let (x, _) = panel.at((at.clamp(from, to), 0.0));
        labels.push((format!("{}{arrow}", what.get(lang)), x));
    }
    let sizes: Vec<_> =
        labels.iter().map(|(label, _)| font::width(label, style.weight, style.size) + 12.0).collect();
    let wanted: Vec<_> = labels.iter().map(|(_, x)| *x).collect();
    let placed = super::declutter::declutter(&wanted, &sizes, plot.left - 6.0, plot.right + 6.0);
    for ((label, _), x) in labels.iter().zip(placed) {
        pen.text(label, style, (x, y), Anchor::Center)?;
    }
    Ok(())
}
