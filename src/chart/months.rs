//! The park's output month by month: what has been reported, what is still to come, and what a target asks of the months left.

use super::ChartError;
use super::axis;
use super::canvas::Rect;
use super::font;
use super::page::{self, Heading, Sheet, Sketch};
use super::pen::{Anchor, Panel, Pen};
use super::theme::{THEME, Type};
use crate::results::{MeasureFacts, OutputMonth, Results, TargetResult};
use crate::text::{Lang, Text, text};
use crate::words;
use plotters::style::RGBColor;

/// Months that are shown at most: three years.
const MOST_MONTHS: usize = 36;
/// Height of the panel at the least, px.
const LEAST_HEIGHT: f64 = 300.0;
/// Room below the panel for months and years, px.
const AXIS_HEIGHT: f64 = 48.0;
/// Room above the highest bar for the label of the target's line, px.
const HEADROOM: f64 = 26.0;
/// Seasons that differ by less than this are no news.
const FLAT: f64 = 0.9;

const REPORTED: RGBColor = THEME.quiet;
const EXPECTED: RGBColor = THEME.inner;

pub(super) fn draw(results: &Results, sheet: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let lang = sheet.lang;
    let Some(year) = Year::of(results) else { return Ok(None) };
    let shown = &results.monthly_output[..results.monthly_output.len().min(MOST_MONTHS)];
    let heading = Heading {
        title: title(&year, shown).get(lang).into(),
        subtitle: subtitle(&year, results.monthly_output.len() - shown.len()).get(lang).into(),
        reading: reading(&year).get(lang).into(),
    };
    page::compose(sheet, heading, LEAST_HEIGHT, |pen, body| chart(pen, body, shown, &year, lang)).map(Some)
}

/// The first year of the run, in which some months may be over.
struct Year<'a> {
    year: i32,
    months: &'a [OutputMonth],
    /// Number of its months that are over.
    over: usize,
    /// Part of the output that has been reported, 亿元.
    reported: f64,
    /// Mean output of the whole year, 亿元.
    mean: f64,
    needed: Option<Needed>,
}

/// What a target for the park's output of the year asks of the months that are left.
struct Needed {
    target: f64,
    /// Mean output of a month that would reach it, 亿元.
    monthly: f64,
}

impl<'a> Year<'a> {
    fn of(results: &'a Results) -> Option<Self> {
        let (months, year) = (results.monthly_output.get(..12)?, results.scenario.base_year + 1);
        let output = results.park.iter().find(|park| park.year == year)?.stat("output")?;
        let mean = Some(output.mean).filter(|mean| *mean > 0.0)?;
        let over = months.iter().take_while(|month| month.month <= results.scenario.as_of).count();
        let reported = months.iter().map(|month| month.reported).sum();
        let so_far: f64 = months[..over].iter().map(|month| month.output.mean).sum();
        let left = (months.len() - over) as f64;
        let needed = |target: &TargetResult| {
            let MeasureFacts::Metric { metric, .. } = &target.measure else { return None };
            let target = target.at_least.filter(|_| metric == "park.output" && target.year == year)?;
            Some(Needed { target, monthly: (target - so_far) / left }).filter(|needed| needed.monthly > 0.0)
        };
        let needed = results.targets.iter().find_map(needed);
        Some(Self { year, months, over, reported, mean, needed })
    }

    /// Mean output of a month that is left, 亿元.
    fn monthly_to_come(&self) -> f64 {
        let left = &self.months[self.over..];
        left.iter().map(|month| month.output.mean).sum::<f64>() / left.len() as f64
    }
}

/// What has been reached and what is left to do; where the year has not begun, its seasons or its growth.
fn title(year: &Year, shown: &[OutputMonth]) -> Text {
    let &Year { year: y, over, reported, mean, .. } = year;
    if over > 0 && reported > 0.0 {
        return so_far(year);
    }
    let by_median = |a: &&OutputMonth, b: &&OutputMonth| a.output.p50.total_cmp(&b.output.p50);
    let (Some(low), Some(high)) =
        (year.months.iter().min_by(by_median), year.months.iter().max_by(by_median))
    else {
        return Text::same("");
    };
    let said = |month: &OutputMonth| (words::month(&month.month), words::output(month.output.p50));
    if low.output.p50 < FLAT * high.output.p50 {
        let ((low_month, low), (high_month, high)) = (said(low), said(high));
        let (low_zh, low_en, high_zh, high_en) = (low.zh, low.en, high.zh, high.en);
        let (from_zh, from_en, to_zh, to_en) = (low_month.zh, low_month.en, high_month.zh, high_month.en);
        return text!(
            "{to_zh}产值最高（约{high_zh}），{from_zh}最低（约{low_zh}）",
            "Output is highest in {to_en} (about {high_en}) and lowest in {from_en} (about {low_en})"
        );
    }
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else { return Text::same("") };
    let ((from, low), (to, high)) = (said(first), said(last));
    let (from_zh, from_en, to_zh, to_en) = (from.zh, from.en, to.zh, to.en);
    let (low_zh, low_en, high_zh, high_en) = (low.zh, low.en, high.zh, high.en);
    if (last.output.p50 / first.output.p50 - 1.0).abs() < 0.02 {
        let month = words::output(mean / 12.0);
        let (zh, en) = (month.zh, month.en);
        return text!("{y}年各月产值相近，月均约{zh}", "Every month of {y} brings about the same, {en}");
    }
    text!(
        "月产值由{from_zh}的约{low_zh}变为{to_zh}的约{high_zh}",
        "Monthly output goes from about {low_en} in {from_en} to about {high_en} in {to_en}"
    )
}

/// The finding about a year that has begun.
fn so_far(year: &Year) -> Text {
    let &Year { year: y, over, reported, mean, .. } = year;
    let left = year.months.len() - over;
    let (done, expected) = (words::output(reported), words::output(year.monthly_to_come()));
    let (done_zh, done_en, expected_zh, expected_en) = (done.zh, done.en, expected.zh, expected.en);
    let share = |of: f64| words::exact((100.0 * reported / of).round());
    let s = if left == 1 { "" } else { "s" };
    match &year.needed {
        Some(Needed { target, monthly }) => {
            let (needed, share) = (words::output(*monthly), share(*target));
            let (needed_zh, needed_en) = (needed.zh, needed.en);
            text!(
                "{y}年前{over}个月已报产值{done_zh}，为年度目标的{share}%；余下{left}个月须月均{needed_zh}，预计{expected_zh}",
                "{done_en} reported in the first {over} months of {y}, {share}% of the target; the {left} month{s} left must bring {needed_en} each and are expected to bring {expected_en}"
            )
        }
        None => {
            let share = share(mean);
            text!(
                "{y}年前{over}个月已报产值{done_zh}，约为全年预计的{share}%；余下{left}个月预计月均{expected_zh}",
                "{done_en} reported in the first {over} months of {y}, about {share}% of what the year is expected to bring; the {left} month{s} left are expected to bring {expected_en} each"
            )
        }
    }
}

fn subtitle(year: &Year, hidden: usize) -> Text {
    let unit = words::output_unit();
    let (unit_zh, unit_en) = (unit.zh, unit.en);
    let known = if year.reported > 0.0 {
        text!("深色为企业已报部分，浅色为估计", "dark: reported by enterprises; light: estimated")
    } else {
        text!("各月产值", "output of each month")
    };
    let hidden = page::hidden(hidden);
    let (zh, en, hidden_zh, hidden_en) = (known.zh, known.en, hidden.zh, hidden.en);
    text!(
        "单位：{unit_zh}；{zh}（中位数）；竖线为90%区间{hidden_zh}",
        "{unit_en}; {en} (median); whiskers: 90% range{hidden_en}"
    )
}

fn reading(year: &Year) -> Text {
    let &Year { year: y, over, reported, mean, .. } = year;
    let whole = words::output(mean);
    let (mean_zh, mean_en) = (whole.zh, whole.en);
    if over == 0 || reported <= 0.0 {
        return text!(
            "每根柱是一个月的产值，柱高为中位数，竖线为每10次中有9次落入的范围。{y}年全年平均预计{mean_zh}，各月按行业的季节性分摊，新项目从投产的月份起计入，企业退出后不再计入",
            "Each bar is the output of a month: its height the median, its whisker the range of nine futures in ten. The year {y} brings {mean_en} on average, spread over its months by the seasons of industries; new projects count from the month in which they begin, enterprises that close no longer"
        );
    }
    let (passed, done) = (words::exact((100.0 * over as f64 / 12.0).round()), words::output(reported));
    let share = words::exact((100.0 * reported / mean).round());
    let (done_zh, done_en) = (done.zh, done.en);
    text!(
        "{y}年已过去{passed}%的时间，企业已报{done_zh}，约为全年预计（平均{mean_zh}）的{share}%。深色部分已经实现，按季节性分到各月；浅色部分和竖线是对新项目和余下各月的估计，竖线越长不确定性越大",
        "{passed}% of {y} has passed, and enterprises have reported {done_en}, about {share}% of what the year is expected to bring (mean {mean_en}). The dark part is settled and spread over its months by season; the light part and the whiskers are estimates of new projects and of the months to come: the longer a whisker, the less is certain"
    )
}

fn chart(pen: &Pen, body: Rect, shown: &[OutputMonth], year: &Year, lang: Lang) -> Result<(), ChartError> {
    let unit = |yi: f64| words::output_in_unit(yi, lang);
    let highest = shown.iter().map(|month| unit(month.output.p95)).fold(0.0, f64::max);
    let line = year.needed.as_ref().map(|needed| unit(needed.monthly));
    // A line out of all proportion is named in the title instead of pressing the bars flat.
    let line = line.filter(|at| *at < 2.5 * highest);
    let top = line.map_or(highest, |at| at.max(highest)).max(1e-9);
    let height = body.height() - AXIS_HEIGHT - HEADROOM;
    let ticks = axis::ticks_inside(0.0, top, ((height / 56.0) as usize).clamp(2, 7));
    let labels: Vec<String> = ticks.iter().map(|tick| axis::tick_text(*tick)).collect();
    let left = labels.iter().map(|label| width(label, THEME.tick)).fold(0.0, f64::max) + 10.0;
    let plot = Rect::new(body.left + left, body.top + HEADROOM, body.right, body.bottom - AXIS_HEIGHT);
    let end = shown.len() as f64;
    let mut panel = pen.panel(plot, 0.0..end, 0.0..top)?;
    for (tick, label) in ticks.iter().zip(&labels) {
        panel.rule((0.0, *tick), (end, *tick), if *tick == 0.0 { THEME.quiet } else { THEME.grid }, 1.0)?;
        let (x, y) = panel.at((0.0, *tick));
        pen.text(label, THEME.tick, (x - 8.0, y), Anchor::Right)?;
    }
    for (i, month) in shown.iter().enumerate() {
        bar(&mut panel, i as f64 + 0.5, month, unit)?;
    }
    if let Some(at) = line {
        needed_line(pen, &mut panel, at, year, plot, lang)?;
    }
    values(pen, &panel, shown, line, lang)?;
    time_axis(pen, &panel, shown, plot, lang)
}

/// The part that has been reported, what is estimated on top of it, and its range.
fn bar(panel: &mut Panel, x: f64, month: &OutputMonth, unit: impl Fn(f64) -> f64) -> Result<(), ChartError> {
    const HALF: f64 = 0.34;
    let (reported, [low, middle, high]) = (
        unit(month.reported).min(unit(month.output.p50)),
        [month.output.p05, month.output.p50, month.output.p95].map(unit),
    );
    panel.bar((x - HALF, 0.0), (x + HALF, reported), REPORTED)?;
    panel.bar((x - HALF, reported), (x + HALF, middle), EXPECTED)?;
    if high - low > 0.001 * high {
        panel.rule((x, low), (x, high), THEME.paper, 4.0)?;
        panel.rule((x, low), (x, high), THEME.main, 1.8)?;
    }
    Ok(())
}

/// What each month that is left must bring on average for the target.
fn needed_line(
    pen: &Pen,
    panel: &mut Panel,
    at: f64,
    year: &Year,
    plot: Rect,
    lang: Lang,
) -> Result<(), ChartError> {
    let (from, to) = (year.over as f64, year.months.len() as f64);
    panel.dashed((from, at), (to, at), THEME.accent)?;
    let said = words::fixed(at, words::decimals([at]));
    let label = text!("达标须月均{said}", "target needs {said} a month");
    let style = THEME.strong.color(THEME.accent);
    let half = width(label.get(lang), style) / 2.0;
    let ((left, y), (right, _)) = (panel.at((from, at)), panel.at((to, at)));
    let x = f64::midpoint(left, right).clamp(plot.left + half, (plot.right - half).max(plot.left + half));
    pen.text_on_paper(label.get(lang), style, (x - half, y - 0.75 * style.leading()))
}

/// The median above each bar where all of them fit.
fn values(
    pen: &Pen,
    panel: &Panel,
    shown: &[OutputMonth],
    line: Option<f64>,
    lang: Lang,
) -> Result<(), ChartError> {
    let unit = |yi: f64| words::output_in_unit(yi, lang);
    let (from, to) = (panel.at((0.0, 0.0)).0, panel.at((1.0, 0.0)).0);
    let medians = || shown.iter().map(|month| unit(month.output.p50));
    let decimals = words::decimals(medians());
    let said: Vec<String> = medians().map(|median| words::fixed(median, decimals)).collect();
    let style = THEME.tick.color(THEME.ink);
    if line.is_some() || said.iter().any(|text| width(text, style) + 6.0 > to - from) {
        return Ok(());
    }
    for (i, (month, text)) in shown.iter().zip(&said).enumerate() {
        let (x, y) = panel.at((i as f64 + 0.5, unit(month.output.p95)));
        pen.text_on_paper(text, style, (x - width(text, style) / 2.0, y - 0.75 * style.leading()))?;
    }
    Ok(())
}

/// Months below their bars, as many as fit, and years below these.
fn time_axis(
    pen: &Pen,
    panel: &Panel,
    shown: &[OutputMonth],
    plot: Rect,
    lang: Lang,
) -> Result<(), ChartError> {
    let stride = axis::stride(shown.len(), (plot.width() / 46.0) as usize);
    for (i, month) in shown.iter().enumerate() {
        let Some((year, number)) = month.month.split_once('-') else { continue };
        let number = number.trim_start_matches('0');
        let (x, y) = panel.at((i as f64 + 0.5, 0.0));
        if i % 12 % stride == 0 {
            let label = text!("{number}月", "{number}");
            pen.text(label.get(lang), THEME.tick, (x, y + 15.0), Anchor::Center)?;
        }
        if i % 12 == 0 {
            let year = words::clean(year, 10);
            let left = panel.at((i as f64, 0.0)).0;
            let label = text!("{year}年", "{year}");
            pen.text(label.get(lang), THEME.tick.color(THEME.ink), (left + 2.0, y + 36.0), Anchor::Left)?;
        }
    }
    Ok(())
}

fn width(text: &str, style: Type) -> f64 {
    font::width(text, style.weight, style.size)
}
