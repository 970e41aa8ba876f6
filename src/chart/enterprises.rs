//! The enterprises nearest to a threshold that a target counts by: where their output may lie, and how likely it reaches.

use super::ChartError;
use super::axis;
use super::canvas::Rect;
use super::font;
use super::page::{self, Heading, Sheet, Sketch};
use super::pen::{Anchor, Panel, Pen};
use super::theme::THEME;
use super::wrap::shorten;
use crate::results::{EnterpriseResult, MeasureFacts, PivotalResult, Probability, Results, Stat};
use crate::text::{Lang, Text, text};
use crate::words::{self, Band};

/// Multiple of its threshold from which on an enterprise is far above it.
const FAR: f64 = 2.5;
/// Rows shown.
const MOST_ROWS: usize = 14;
const ROW_HEIGHT: f64 = 28.0;
const GROUP_HEADER: f64 = 32.0;
const AXIS_HEIGHT: f64 = 28.0;
const NAME_WIDTH: f64 = 330.0;
/// Enterprises that the reading names.
const MOST_NAMED: usize = 5;

/// An enterprise against the threshold it is nearest to.
struct Row<'a> {
    enterprise: &'a EnterpriseResult,
    output: &'a Stat,
    /// 亿元.
    threshold: f64,
    year: i32,
    probability: Probability,
    /// What its crossing adds to an open target, where that can be told.
    pivotal: Option<&'a PivotalResult>,
}

impl Row<'_> {
    fn gain(&self) -> f64 {
        self.pivotal.map_or(0.0, |pivotal| pivotal.gain)
    }

    /// Distance from a toss-up, and among the certain in output: the nearest comes first.
    fn distance(&self) -> (f64, f64) {
        let ratio = (self.output.p50.max(1e-9) / self.threshold).ln().abs();
        ((self.probability.probability - 0.5).abs(), ratio)
    }

    /// `true` if the enterprise may go either way.
    fn open(&self) -> bool {
        matches!(Band::of(&self.probability), Band::Likely | Band::Open | Band::Hard)
    }
}

pub(super) fn draw(results: &Results, sheet: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let lang = sheet.lang;
    let mut rows = nearest(results);
    if rows.is_empty() {
        return Ok(None);
    }
    let all = rows.len();
    let (title, reading) = (title(results, &rows).get(lang).to_owned(), reading(&rows).get(lang).to_owned());
    keep_nearest(&mut rows);
    let subtitle = subtitle(&rows, all, lang);
    let heading = Heading { title, subtitle, reading };
    let groups = groups(rows);
    let needed: f64 = groups.iter().map(|group| group_height(group)).sum();
    page::compose(sheet, heading, needed, |pen, body| {
        chart(pen, body, &groups, results.provenance.trials, sheet)
    })
    .map(Some)
}

/// Enterprises that may go either way, the least predictable first.
fn reading(rows: &[Row]) -> Text {
    if rows[0].pivotal.is_some() {
        return pivotal_reading(rows);
    }
    let open: Vec<&Row> = rows.iter().filter(|row| row.open()).collect();
    let names = |lang: Lang, between: &str| {
        let named = open.iter().take(MOST_NAMED).map(|row| page::quoted(&row.enterprise.name, lang));
        named.collect::<Vec<_>>().join(between)
    };
    let (n, zh, en) = (open.len(), names(Lang::Zh, "、"), names(Lang::En, ", "));
    let more = if n > MOST_NAMED { text!("等", " and others") } else { Text::same("") };
    let (zh_more, en_more) = (more.zh, more.en);
    match n {
        0 => text!(
            "白点是产值的中位数，虚线是门槛。各企业能否达到门槛都已比较明确",
            "A white dot is the median of an enterprise's output, the dashed line its threshold. For each it is fairly clear on which side it will be"
        ),
        _ => text!(
            "白点是产值的中位数，虚线是门槛：横条跨过虚线的，能否达到门槛尚不确定。达到门槛的概率在10%至90%之间的有{n}户：{zh}{zh_more}。按个数考核的目标，主要取决于这些企业",
            "A white dot is the median of an enterprise's output, the dashed line its threshold: a bar across the line may end on either side. Between 10% and 90% likely to reach it: {n} ({en}{en_more}). Targets that count enterprises mostly depend on these"
        ),
    }
}

/// What the enterprises whose crossing adds most are short of.
fn pivotal_reading(rows: &[Row]) -> Text {
    let list = |lang: Lang, between: &str| {
        let one = |(row, pivotal): (&Row, &PivotalResult)| {
            let (name, way) = (page::quoted(&row.enterprise.name, lang), words::way_to_threshold(pivotal));
            let (zh, en) = (way.zh, way.en);
            text!("{name}{zh}", "{name}: {en}").get(lang).to_owned()
        };
        let shown = rows.iter().filter_map(|row| Some((row, row.pivotal?))).take(MOST_READ);
        shown.map(one).collect::<Vec<_>>().join(between)
    };
    let (zh, en) = (list(Lang::Zh, "；"), list(Lang::En, "; "));
    text!(
        "白点是产值的中位数，虚线是门槛。企业按过门槛时目标概率高出多少排序：{zh}。高出的部分里有整个产业一起好转的因素",
        "A white dot is the median of an enterprise's output, the dashed line its threshold. Enterprises are chosen by how much likelier a target is where they cross: {en}. Part of that is their whole industry doing well"
    )
}

/// Enterprises that the reading tells about one by one.
const MOST_READ: usize = 3;

/// Every enterprise with the threshold and year at which its crossing adds most, or it is nearest to a toss-up, in that order.
fn nearest(results: &Results) -> Vec<Row<'_>> {
    let mut thresholds: Vec<(f64, i32)> = Vec::new();
    for target in &results.targets {
        if let MeasureFacts::Enterprises { output_thresholds } = &target.measure {
            thresholds.extend(output_thresholds.iter().filter(|t| **t > 0.0).map(|t| (*t, target.year)));
        }
    }
    let of = |enterprise: &'_ EnterpriseResult, (threshold, year): (f64, i32)| {
        let year = enterprise.years.iter().position(|one| one.year == year)?;
        let key = |key: &&String| key.parse::<f64>().is_ok_and(|k| (k - threshold).abs() <= 1e-9 * threshold);
        let key = enterprise.years[year].at_least.keys().find(key)?;
        Some((year, enterprise.years[year].at_least[key]))
    };
    let mut rows: Vec<Row> = Vec::new();
    for enterprise in &results.enterprises {
        let candidates = thresholds.iter().filter_map(|&(threshold, year)| {
            let (index, share) = of(enterprise, (threshold, year))?;
            let probability = words::of_share(share, results.provenance.trials);
            let output = &enterprise.years[index].output;
            let pivotal = pivotal(results, enterprise, (threshold, year));
            Some(Row { enterprise, output, threshold, year, probability, pivotal })
        });
        rows.extend(candidates.min_by(|a, b| compare(a, b)));
    }
    rows.sort_by(compare);
    rows
}

/// What an enterprise's crossing surely adds to the targets of a threshold and year: the most of them.
fn pivotal<'a>(
    results: &'a Results,
    enterprise: &EnterpriseResult,
    (threshold, year): (f64, i32),
) -> Option<&'a PivotalResult> {
    let is_of_year =
        |id: &String| results.targets.iter().any(|target| target.id == *id && target.year == year);
    let of_it = results.pivotal.iter().filter(|one| {
        one.is_open()
            && one.name == enterprise.name
            && (one.threshold - threshold).abs() <= 1e-9 * threshold
            && is_of_year(&one.target)
    });
    of_it.max_by(|a, b| a.gain.total_cmp(&b.gain))
}

/// What adds most to an open target comes first, then what is nearest to a toss-up.
fn compare(a: &Row, b: &Row) -> std::cmp::Ordering {
    let (near, nearer) = (a.distance(), b.distance());
    let by_gain = b.gain().total_cmp(&a.gain());
    by_gain.then(near.0.total_cmp(&nearer.0)).then(near.1.total_cmp(&nearer.1))
}

/// Drops the rows that there is no room for, and those that lie so far above their threshold that the scale, which all
/// rows share, would shrink the others to dots.
fn keep_nearest(rows: &mut Vec<Row>) {
    let far = |row: &Row| !row.open() && row.output.p05 > FAR * row.threshold;
    if !rows.iter().all(far) {
        rows.retain(|row| !far(row));
    }
    rows.truncate(MOST_ROWS);
}

/// Rows by threshold and year, the highest threshold first and in it what adds most first, then the likeliest.
fn groups(rows: Vec<Row<'_>>) -> Vec<Vec<Row<'_>>> {
    let mut groups: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        match groups.iter_mut().find(|group| (group[0].threshold, group[0].year) == (row.threshold, row.year))
        {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups.sort_by(|a, b| b[0].threshold.total_cmp(&a[0].threshold).then(a[0].year.cmp(&b[0].year)));
    for group in &mut groups {
        let order = |a: &Row, b: &Row| {
            let by_probability = b.probability.probability.total_cmp(&a.probability.probability);
            b.gain().total_cmp(&a.gain()).then(by_probability).then(b.output.p50.total_cmp(&a.output.p50))
        };
        group.sort_by(order);
    }
    groups
}

fn group_height(group: &[Row]) -> f64 {
    GROUP_HEADER + group.len() as f64 * ROW_HEIGHT + AXIS_HEIGHT
}

fn title(results: &Results, rows: &[Row]) -> Text {
    if let Some(title) = rows[0].pivotal.and_then(|one| pivotal_title(results, one)) {
        return title;
    }
    let open = rows.iter().filter(|row| row.open()).count();
    let nearest = &rows[0];
    let goal = words::exact_output(nearest.threshold);
    let p = words::probability(&nearest.probability);
    let (zh, en) =
        (page::quoted(&nearest.enterprise.name, Lang::Zh), page::quoted(&nearest.enterprise.name, Lang::En));
    let (zh_goal, en_goal, zh_p, en_p, year) = (goal.zh, goal.en, p.zh, p.en, nearest.year);
    match open {
        0 => text!(
            "没有企业处于门槛附近：达到最近门槛的概率均在90%以上或不足10%",
            "No enterprise is on the edge: each is at least 90% likely to reach its nearest threshold, or below 10%"
        ),
        1 => text!(
            "只有{zh}处于门槛附近：{year}年达到{zh_goal}的概率为{zh_p}",
            "Only {en} is on the edge of a threshold: {en_p} to reach {en_goal} in {year}"
        ),
        _ => text!(
            "{open}户企业处于门槛附近，不确定性最大的是{zh}：{year}年达到{zh_goal}的概率为{zh_p}",
            "{open} enterprises are on the edge of a threshold; the least certain is {en}: {en_p} to reach {en_goal} in {year}"
        ),
    }
}

/// Finding about the enterprise whose crossing adds most to a target.
fn pivotal_title(results: &Results, one: &PivotalResult) -> Option<Text> {
    let target = results.targets.iter().find(|target| target.id == one.target)?;
    let (zh, en) = (page::quoted(&one.name, Lang::Zh), page::quoted(&one.name, Lang::En));
    let (target_zh, target_en) = (page::quoted(&target.name, Lang::Zh), page::quoted(&target.name, Lang::En));
    let around = words::around_crossing(one, results.provenance.trials);
    let [without, with] = around.map(|p| words::probability_clause(&p));
    let (with_zh, with_en, without_zh, without_en) = (with.zh, with.en, without.zh, without.en);
    let goal = words::exact_output(one.threshold);
    let (goal_zh, goal_en) = (goal.zh, goal.en);
    Some(text!(
        "最关键的企业是{zh}：它达到{goal_zh}时，{target_zh}的概率{with_zh}，达不到时{without_zh}",
        "{en} matters most: where it reaches {goal_en}, the chance of {target_en} {with_en}, otherwise it {without_en}"
    ))
}

fn subtitle(rows: &[Row], all: usize, lang: Lang) -> String {
    let shown = rows.len();
    let how = text!(
        "单位：亿元；粗段为50%区间，细段为90%区间，白点为中位数，右侧为达到门槛的概率",
        "Bn yuan; thick: 50% range, thin: 90% range, white dot: median; right: probability of reaching the threshold"
    );
    let mut said = how.get(lang).to_owned();
    if rows.iter().any(|row| row.pivotal.is_some()) {
        said += text!("（括号内为达到时目标概率高出的百分点）", " (points a target gains then)").get(lang);
    }
    if all > shown {
        said += text!("；共{all}户，列出其中{shown}户", "; {shown} of {all}").get(lang);
    }
    said
}

/// Groups below each other. All share one scale relative to the threshold, so that one line marks it throughout.
fn chart(pen: &Pen, body: Rect, groups: &[Vec<Row>], trials: u64, sheet: &Sheet) -> Result<(), ChartError> {
    let (lang, room) = (sheet.lang, sheet.name_room(NAME_WIDTH));
    let rows: Vec<&Row> = groups.iter().flatten().collect();
    let name = |row: &Row| shorten(&words::name(&row.enterprise.name, lang), THEME.name, room);
    let width = |text: &str, style: super::theme::Type| font::width(text, style.weight, style.size);
    let names = rows.iter().map(|row| width(&name(row), THEME.name)).fold(90.0, f64::max);
    let value = |row: &Row| {
        let p = words::probability(&row.probability);
        let gain = row.pivotal.map_or(String::new(), |one| {
            format!(" ({})", words::points(words::gain_of_crossing(one, trials)))
        });
        format!("{}{gain}", p.get(lang))
    };
    let values = rows.iter().map(|row| width(&value(row), THEME.value)).fold(0.0, f64::max);
    let ratio = |pick: fn(&Stat) -> f64| rows.iter().map(move |row| pick(row.output) / row.threshold);
    let low = ratio(|s| s.p05).fold(1.0, f64::min);
    let high = ratio(|s| s.p95).fold(1.0, f64::max);
    let range = ((low - 0.05).max(0.0).min(low), high + 0.03);
    let ticks = axis::ticks_inside(range.0, range.1, if sheet.is_wide() { 8 } else { 5 });
    let needed: f64 = groups.iter().map(|group| group_height(group)).sum();
    let stretch = ((body.height() - needed) / rows.len() as f64).clamp(0.0, 16.0);
    let (left, right) = (body.left + names + 18.0, body.right - values - 20.0);
    let mut top = body.top;
    for group in groups {
        let pitch = ROW_HEIGHT + stretch;
        let height = group.len() as f64 * pitch;
        let area = Rect::new(left, top + GROUP_HEADER, right, top + GROUP_HEADER + height);
        let mut panel = pen.panel(area, range.0..range.1, -height..0.0)?;
        group_axis(pen, &mut panel, &group[0], &ticks, height, lang)?;
        for (i, row) in group.iter().enumerate() {
            let middle = (i as f64 + 0.5) * pitch;
            draw_row(&mut panel, row, middle)?;
            let y = area.top + middle;
            pen.text(&name(row), THEME.name, (body.left, y), Anchor::Left)?;
            let color = if row.open() { THEME.main } else { THEME.quiet };
            pen.text(&value(row), THEME.value.color(color), (body.right, y), Anchor::Right)?;
        }
        top += GROUP_HEADER + height + AXIS_HEIGHT;
    }
    Ok(())
}

/// Grid, ticks in the group's own amounts, and the threshold with its label.
fn group_axis(
    pen: &Pen,
    panel: &mut Panel,
    first: &Row,
    ticks: &[f64],
    height: f64,
    lang: Lang,
) -> Result<(), ChartError> {
    for tick in ticks {
        panel.rule((*tick, 0.0), (*tick, -height), THEME.grid, 1.0)?;
        let (x, y) = panel.at((*tick, -height));
        let amount = words::exact(words::output_in_unit(tick * first.threshold, lang));
        pen.text(&amount, THEME.tick, (x, y + AXIS_HEIGHT / 2.0 - 2.0), Anchor::Center)?;
    }
    panel.dashed((1.0, 0.0), (1.0, -height), THEME.accent)?;
    let (goal, year) = (words::exact_output(first.threshold), first.year);
    let (zh, en) = (goal.zh, goal.en);
    let label = text!("{year}年门槛 {zh}", "threshold {en}, {year}");
    let (x, y) = panel.at((1.0, 0.0));
    pen.text(label.get(lang), THEME.strong.color(THEME.accent), (x, y - GROUP_HEADER * 0.42), Anchor::Center)
}

fn draw_row(panel: &mut Panel, row: &Row, middle: f64) -> Result<(), ChartError> {
    let at = |value: f64| value / row.threshold;
    let Stat { p05, p25, p50, p75, p95, .. } = *row.output;
    panel.bar((at(p05), -middle + 3.0), (at(p95), -middle - 3.0), THEME.inner)?;
    panel.bar((at(p25), -middle + 8.0), (at(p75), -middle - 8.0), THEME.main)?;
    panel.dot((at(p50), -middle), 5.5, THEME.main)?;
    panel.dot((at(p50), -middle), 4.0, THEME.paper)
}
