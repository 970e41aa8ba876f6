//! The output of the park and of its industries by year, as fans against what the targets set.

use super::ChartError;
use super::canvas::Rect;
use super::fan::{self, Fan, Limit};
use super::page::{self, Heading, Sheet, Sketch};
use super::pen::Pen;
use super::theme::THEME;
use crate::results::{IndustryResult, MeasureFacts, Results, Stat, TargetResult};
use crate::text::{Lang, Text, text};
use crate::words;

/// Industry panels shown; the largest are chosen, and the subtitle says how many are not.
const MOST_INDUSTRIES: usize = 6;
/// Lines a panel can carry and still be read: those nearest to the median at the end.
const MOST_LIMITS: usize = 4;
const GAP: f64 = 40.0;
/// Height of the park's fan where the industries stand below it, px.
const PARK_HEIGHT: f64 = 300.0;

pub(super) fn draw(results: &Results, sheet: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let lang = sheet.lang;
    let Some((park, park_undrawn)) = park_fan(results, lang) else { return Ok(None) };
    let (industries, undrawn): (Vec<_>, Vec<_>) = industry_fans(results, lang).into_iter().unzip();
    let undrawn = park_undrawn + undrawn.iter().sum::<usize>();
    let heading = Heading {
        title: title(results, &park, lang).get(lang).into(),
        subtitle: subtitle(results.industries.len() - industries.len(), undrawn, lang),
        reading: reading(results).get(lang).into(),
    };
    let columns = if industries.len() > 2 { 2 } else { 1 };
    let rows = industries.len().div_ceil(columns);
    let below = rows as f64 * (fan::LEAST_HEIGHT + 14.0);
    let needed = if sheet.is_wide() { below.max(420.0) } else { PARK_HEIGHT + below };
    page::compose(sheet, heading, needed, |pen, body| chart(pen, body, &park, &industries, columns, sheet))
        .map(Some)
}

/// Output of the base year and the range in which it may lie at the end.
fn reading(results: &Results) -> Text {
    let base: f64 = results.industries.iter().map(|industry| industry.base_output).sum();
    let last = results.park.iter().rev().find_map(|park| Some((park.year, park.stat("output")?)));
    let Some((year, stat)) = last else { return Text::same("") };
    let (base, middle, range) =
        (words::output(base), words::output(stat.p50), words::output_range(stat.p05, stat.p95));
    let (base_zh, base_en, middle_zh, middle_en) = (base.zh, base.en, middle.zh, middle.en);
    let (range_zh, range_en, base_year) = (range.zh, range.en, results.scenario.base_year);
    text!(
        "{base_year}年产值{base_zh}；到{year}年，半数情形高于{middle_zh}，半数低于，90%的情形在{range_zh}之间。阴影带越宽，不确定性越大",
        "Output was {base_en} in {base_year}; by {year} half of the futures lie above {middle_en} and half below, nine in ten between {range_en}. The wider the band, the less is certain"
    )
}

fn chart(
    pen: &Pen,
    body: Rect,
    park: &Fan,
    industries: &[Fan],
    columns: usize,
    sheet: &Sheet,
) -> Result<(), ChartError> {
    let lang = sheet.lang;
    if industries.is_empty() {
        return fan::draw(pen, body, park, THEME.value, lang);
    }
    let rows = industries.len().div_ceil(columns);
    // On a slide the industries stand beside the park, on narrower sheets below it.
    let (own, rest) = if sheet.is_wide() {
        let split = body.left + body.width() * 0.45;
        (Rect { right: split, ..body }, Rect { left: split + GAP, ..body })
    } else {
        let share = PARK_HEIGHT / (PARK_HEIGHT + rows as f64 * (fan::LEAST_HEIGHT + 14.0));
        let split = body.top + body.height() * share;
        (Rect { bottom: split - 20.0, ..body }, Rect { top: split, ..body })
    };
    fan::draw(pen, own, park, THEME.value, lang)?;
    let left = rest.left;
    let width = (rest.right - left - GAP * 0.6 * (columns as f64 - 1.0)) / columns as f64;
    let pitch = (rest.height() + 14.0) / rows as f64;
    let name_style = super::theme::Type { weight: THEME.value.weight, ..THEME.name };
    for (i, industry) in industries.iter().enumerate() {
        let (row, column) = (i / columns, i % columns);
        let x = left + column as f64 * (width + GAP * 0.6);
        let y = rest.top + row as f64 * pitch;
        fan::draw(pen, Rect::new(x, y, x + width, y + pitch - 14.0), industry, name_style, lang)?;
    }
    Ok(())
}

fn park_fan(results: &Results, lang: Lang) -> Option<(Fan, usize)> {
    let base: f64 = results.industries.iter().map(|industry| industry.base_output).sum();
    let years = results.park.iter().filter_map(|year| Some((year.year, *year.stat("output")?)));
    let years: Vec<_> = years.collect();
    let limits = results.targets.iter().filter(|target| metric(target) == Some("park.output"));
    let limits = limits.flat_map(|target| bounds(target, lang)).collect();
    let name = text!("园区产值", "Park output").get(lang).to_owned();
    (!years.is_empty()).then(|| make_fan(name, (results.scenario.base_year, base), &years, limits, lang))
}

/// The fans of the largest industries, in the file's order.
fn industry_fans(results: &Results, lang: Lang) -> Vec<(Fan, usize)> {
    let size = |industry: &IndustryResult| industry.years.last().map_or(0.0, |year| year.output.p50);
    let mut by_size: Vec<_> =
        results.industries.iter().filter(|industry| !industry.years.is_empty()).collect();
    by_size.sort_by(|a, b| size(b).total_cmp(&size(a)));
    by_size.truncate(MOST_INDUSTRIES);
    let chosen =
        results.industries.iter().filter(|one| by_size.iter().any(|other| std::ptr::eq(*other, *one)));
    chosen.map(|industry| industry_fan(results, industry, lang)).collect()
}

fn industry_fan(results: &Results, industry: &IndustryResult, lang: Lang) -> (Fan, usize) {
    let years: Vec<_> = industry.years.iter().map(|year| (year.year, year.output)).collect();
    let own = format!("industries.{}.output", industry.id);
    let limits = results.targets.iter().flat_map(|target| match &target.measure {
        MeasureFacts::Industries { output_thresholds } => output_thresholds
            .iter()
            .map(|threshold| limit(text!("门槛", "threshold"), *threshold, target.year, lang))
            .collect(),
        _ if metric(target) == Some(&own) => bounds(target, lang),
        _ => Vec::new(),
    });
    let base = (results.scenario.base_year, industry.base_output);
    make_fan(words::name(&industry.name, lang), base, &years, limits.collect(), lang)
}

fn metric(target: &TargetResult) -> Option<&str> {
    match &target.measure {
        MeasureFacts::Metric { metric, .. } => Some(metric),
        MeasureFacts::Enterprises { .. } | MeasureFacts::Industries { .. } => None,
    }
}

fn bounds(target: &TargetResult, lang: Lang) -> Vec<Limit> {
    let floor = target.at_least.map(|value| limit(text!("目标", "target"), value, target.year, lang));
    let cap = target.at_most.map(|value| limit(text!("上限", "cap"), value, target.year, lang));
    floor.into_iter().chain(cap).collect()
}

fn limit(what: Text, yi: f64, year: i32, lang: Lang) -> Limit {
    let value = words::output_in_unit(yi, lang);
    let label = format!("{} {}", what.get(lang), words::exact(value));
    Limit { value, label, at: Some(f64::from(year)) }
}

/// The fan of a figure, and how many of its limits there is no room for.
fn make_fan(
    name: String,
    (base_year, base): (i32, f64),
    years: &[(i32, Stat)],
    mut limits: Vec<Limit>,
    lang: Lang,
) -> (Fan, usize) {
    let start = (f64::from(base_year), fan::known(words::output_in_unit(base, lang)));
    let in_unit = words::output_in_unit(1.0, lang);
    let rest = years.iter().map(|(year, stat)| (f64::from(*year), fan::scaled(stat, in_unit)));
    // The same line set twice is one line, judged where it is judged last.
    limits.sort_by(|a, b| {
        a.value.total_cmp(&b.value).then(b.at.partial_cmp(&a.at).unwrap_or(std::cmp::Ordering::Equal))
    });
    limits.dedup_by(|a, b| a.label == b.label);
    if let Some((_, end)) = years.last() {
        let median = words::output_in_unit(end.p50, lang);
        limits.sort_by(|a, b| (a.value - median).abs().total_cmp(&(b.value - median).abs()));
    }
    let undrawn = limits.len().saturating_sub(MOST_LIMITS);
    limits.truncate(MOST_LIMITS);
    let all: Vec<i32> = std::iter::once(base_year).chain(years.iter().map(|(year, _)| *year)).collect();
    let stride = all.len().div_ceil(8);
    let ticks = all.iter().enumerate().filter(|(i, _)| (all.len() - 1 - i).is_multiple_of(stride));
    let ticks = ticks.map(|(_, year)| (f64::from(*year), year.to_string())).collect();
    let points = std::iter::once(start).chain(rest).collect();
    let decimals = words::decimals(years.last().map(|(_, end)| in_unit * end.p50));
    (Fan { name, points, limits, ticks, decimals, from_zero: true }, undrawn)
}

fn subtitle(hidden: usize, undrawn: usize, lang: Lang) -> String {
    let how = text!(
        "单位：亿元；内带50%区间，外带90%区间，虚线为目标或门槛（圆点：考核年）",
        "Bn yuan; inner band 50%, outer 90%; dashed: target or threshold (dot: year judged)"
    );
    let mut said = how.get(lang).to_owned();
    if hidden > 0 {
        let en = words::counted(hidden as u64, "smaller industry", "smaller industries");
        said += text!("；另有{hidden}个较小产业未画", "; {en} not drawn").get(lang);
    }
    if undrawn > 0 {
        let en = words::counted(undrawn as u64, "further line", "further lines");
        said += text!("；另有{undrawn}条目标或门槛线未画", "; {en} not drawn").get(lang);
    }
    said
}

/// Finding of the park's fan. A target's probability is named with the median beside it, and only where the two tell
/// the same story.
fn title(results: &Results, park: &Fan, lang: Lang) -> Text {
    // Of the targets that the fan draws, that whose outcome is the most open.
    let drawn = |target: &&TargetResult| {
        let own = bounds(target, lang);
        !own.is_empty() && own.iter().all(|one| park.limits.contains(one))
    };
    let open = |target: &TargetResult| (target.probability.probability - 0.5).abs();
    let targets = results.targets.iter().filter(|target| metric(target) == Some("park.output")).filter(drawn);
    let target = targets.min_by(|a, b| open(a).total_cmp(&open(b)));
    target.and_then(|target| target_title(results, target)).unwrap_or_else(|| median_title(results))
}

fn target_title(results: &Results, target: &TargetResult) -> Option<Text> {
    let (year, threshold) = (target.year, target.at_least.filter(|_| target.at_most.is_none())?);
    let park = results.park.iter().find(|park| park.year == year)?.stat("output")?;
    let [low, high] = target.probability.ci95;
    // Where the interval says more (or less) likely than not and the median says otherwise, say neither.
    let clear = !(low..=high).contains(&0.5);
    if clear && (park.p50 >= threshold) != (low > 0.5) {
        return None;
    }
    let (goal, median) = (words::exact_output(threshold), words::output(park.p50));
    let (zh_goal, en_goal, zh_median, en_median) = (goal.zh, goal.en, median.zh, median.en);
    let p = words::probability_clause(&target.probability);
    let (zh_p, en_p) = (p.zh, p.en);
    Some(text!(
        "到{year}年园区产值达到{zh_goal}的概率{zh_p}，中位数为{zh_median}",
        "The chance that park output reaches {en_goal} in {year} {en_p}; median {en_median}"
    ))
}

fn median_title(results: &Results) -> Text {
    let last = results.park.iter().rev().find_map(|park| Some((park.year, park.stat("output")?)));
    let Some((year, stat)) = last else { return text!("园区产值", "Park output") };
    let (mid, range) = (words::output(stat.p50), words::output_range(stat.p05, stat.p95));
    let (zh_mid, en_mid, zh_range, en_range) = (mid.zh, mid.en, range.zh, range.en);
    if words::output(stat.p05) == words::output(stat.p95) {
        return text!("到{year}年园区产值预计为{zh_mid}", "Park output is expected to be {en_mid} in {year}");
    }
    text!(
        "到{year}年园区产值中位数为{zh_mid}，90%的可能在{zh_range}之间",
        "Park output in {year}: median {en_mid}, nine chances in ten between {en_range}"
    )
}
