//! The probability of every target and goal, with its interval, as bars in the file's order.

use super::ChartError;
use super::canvas::Rect;
use super::font;
use super::page::{self, Heading, Sheet, Sketch};
use super::pen::{Anchor, Panel, Pen};
use super::theme::{THEME, band_color};
use super::wrap::wrap;
use crate::results::{Probability, Results, TargetResult};
use crate::text::{Lang, Name, Text, text};
use crate::words::{self, Band};

/// Most width of names, px.
const NAME_WIDTH: f64 = 400.0;
const AXIS_HEIGHT: f64 = 26.0;
const HEADER_HEIGHT: f64 = 34.0;
const GAP: f64 = 14.0;
/// Targets that the reading speaks of one by one.
const MOST_READ: usize = 6;

/// A target or goal as it is drawn.
struct Row {
    lines: Vec<String>,
    year: Option<String>,
    probability: Probability,
    value: String,
    band: String,
    /// `true` if the heading of the goals stands above this row.
    first_goal: bool,
}

impl Row {
    fn height(&self) -> f64 {
        let year = if self.year.is_some() { THEME.tick.leading() } else { 0.0 };
        let header = if self.first_goal { HEADER_HEIGHT } else { 0.0 };
        header + (self.lines.len() as f64 * THEME.name.leading() + year).max(THEME.value.leading()) + 12.0
    }
}

pub(super) fn draw(results: &Results, sheet: &Sheet) -> Result<Option<Sketch>, ChartError> {
    if results.targets.is_empty() {
        return Ok(None);
    }
    let lang = sheet.lang;
    let mut rows = rows(results, sheet);
    // The joint of all targets is shown whatever else there is no room for.
    let joint = rows.iter().position(|row| row.first_goal);
    let heights: Vec<f64> = joint.map_or_else(
        || rows.iter().map(Row::height).collect(),
        |joint| {
            let others = rows.iter().enumerate().filter(|(i, _)| *i != joint);
            [&rows[joint]].into_iter().chain(others.map(|(_, row)| row)).map(Row::height).collect()
        },
    );
    let (shown, heading) = page::rows_that_fit(sheet, &heights, AXIS_HEIGHT, |hidden| Heading {
        title: title(results).get(lang).into(),
        subtitle: subtitle(results, hidden, lang),
        reading: reading(results).get(lang).into(),
    });
    let needed = heights[..shown].iter().sum::<f64>() + AXIS_HEIGHT;
    if let Some(joint) = joint.filter(|joint| *joint >= shown) {
        rows.swap(joint, shown - 1);
    }
    page::compose(sheet, heading, needed, |pen, body| chart(pen, body, &rows[..shown], lang)).map(Some)
}

/// Number of a hundred futures in which each target is reached, in words.
fn reading(results: &Results) -> Text {
    let of = |name: &Name, p: &Probability| {
        let (zh, en) = (page::quoted(name, Lang::Zh), page::quoted(name, Lang::En));
        let often = words::of_a_hundred(p);
        let (zh_often, en_often) = (often.zh, often.en);
        text!("{zh}{zh_often}次", "{en} {en_often}")
    };
    let targets = results.targets.iter().map(|target| of(&target.name, &target.probability));
    let lone = results.targets.len() == 1;
    let joint = results.goals.iter().filter(|goal| goal.id == "all" && !lone);
    let joint = joint.map(|goal| of(&goal.name, &goal.probability));
    let said: Vec<Text> = targets.take(MOST_READ).chain(joint).collect();
    let list =
        |pick: fn(&Text) -> &str, between: &str| said.iter().map(pick).collect::<Vec<_>>().join(between);
    let (zh, en) = (list(|text| &text.zh, "，"), list(|text| &text.en, ", "));
    text!(
        "每次模拟是园区发展的一种可能情形。平均每100次中实现的次数：{zh}。次数越多，把握越大",
        "Each trial is a future that the park may have. Out of 100 such futures so many reach: {en}. The more, the likelier"
    )
}

fn rows(results: &Results, sheet: &Sheet) -> Vec<Row> {
    let lang = sheet.lang;
    let room = sheet.name_room(NAME_WIDTH);
    let same_year = one_year(&results.targets).is_some();
    let row = |name: &str, year: Option<i32>, probability: Probability| Row {
        lines: wrap(name, THEME.name, room, 3),
        year: year.map(|year| words::year_end(year).get(lang).into()),
        probability,
        value: words::probability(&probability).get(lang).into(),
        band: Band::of(&probability).text().get(lang).into(),
        first_goal: false,
    };
    let targets = results.targets.iter().map(|target| {
        let year = (!same_year).then_some(target.year);
        row(&words::name(&target.name, lang), year, target.probability)
    });
    // The joint of one target is that target again.
    let lone = results.targets.len() == 1;
    let goals = results.goals.iter().filter(|goal| !(lone && goal.id == "all"));
    let goals = goals.map(|goal| row(&words::name(&goal.name, lang), None, goal.probability));
    let mut rows: Vec<Row> = targets.chain(goals).collect();
    if let Some(first) = rows.get_mut(results.targets.len()) {
        first.first_goal = true;
    }
    rows
}

/// The year of all targets, where they share one.
fn one_year(targets: &[TargetResult]) -> Option<i32> {
    let year = targets.first()?.year;
    targets.iter().all(|target| target.year == year).then_some(year)
}

/// The joint probability, and what stands in its way where that is clear.
fn title(results: &Results) -> Text {
    if let Some(finding) = page::headline_finding(results) {
        return finding;
    }
    let targets = &results.targets;
    let joint = results.goals.iter().find(|goal| goal.id == "all").filter(|_| targets.len() > 1);
    let Some(joint) = joint else { return page::finding(&targets[0]) };
    let when = one_year(targets).map(words::year_end);
    let (zh_when, en_when) =
        when.map_or_else(Default::default, |when| (when.zh, format!(" by the {}", when.en)));
    let Text { zh, en } = words::probability_clause(&joint.probability);
    let all = match targets.len() {
        2 => text!("{zh_when}两项目标都实现的概率{zh}", "The chance of reaching both targets{en_when} {en}"),
        n => text!(
            "{zh_when}{n}项目标全部实现的概率{zh}",
            "The chance of reaching all {n} targets{en_when} {en}"
        ),
    };
    let said = |target: &TargetResult| {
        let (zh, en) = (page::quoted(&target.name, Lang::Zh), page::quoted(&target.name, Lang::En));
        let p = words::probability(&target.probability);
        // Where the joint is this target's, its number has just been said.
        if p == words::probability(&joint.probability) {
            (zh, en)
        } else {
            (format!("{zh}（{}）", p.zh), format!("{en} ({})", p.en))
        }
    };
    let obstacle = match hardest(targets)[..] {
        _ if matches!(Band::of(&joint.probability), Band::VeryLikely | Band::Certain) => return all,
        [] => return all,
        [one] => {
            let (zh, en) = said(one);
            match targets.len() {
                2 => text!("，更难的是{zh}", "; the harder is {en}"),
                _ => text!("，最难的是{zh}", "; the hardest is {en}"),
            }
        }
        [first, second, ..] => {
            let ((zh, en), (zh_2, en_2)) = (said(first), said(second));
            text!("，最难的是{zh}和{zh_2}", "; the hardest are {en} and {en_2}")
        }
    };
    Text { zh: all.zh + &obstacle.zh, en: all.en + &obstacle.en }
}

/// The least likely target, or the two that are: those whose intervals do not lie above that of the least likely.
/// The list is empty if more are tied, or nearly all: then there is no hardest one.
fn hardest(targets: &[TargetResult]) -> Vec<&TargetResult> {
    let p = |target: &TargetResult| target.probability;
    let Some(least) = targets.iter().map(p).min_by(|a, b| a.probability.total_cmp(&b.probability)) else {
        return Vec::new();
    };
    let tied: Vec<_> = targets.iter().filter(|target| p(target).ci95[0] <= least.ci95[1]).collect();
    let most = if targets.len() > 3 { 2 } else { 1 };
    if tied.len() <= most { tied } else { Vec::new() }
}

fn subtitle(results: &Results, hidden: usize, lang: Lang) -> String {
    let trials = words::trials(results.provenance.trials);
    let (zh, en) = (trials.zh, trials.en);
    let how = text!(
        "条形为{zh}得出的实现概率，横线为95%抽样误差区间（不含模型误差）",
        "Bars: probability of reaching the target, from {en}; whiskers: 95% sampling interval, not model error"
    );
    format!("{}{}", how.get(lang), page::hidden(hidden).get(lang))
}

/// The columns: names, bars, values, bands.
fn chart(pen: &Pen, body: Rect, rows: &[Row], lang: Lang) -> Result<(), ChartError> {
    let widest = |texts: &mut dyn Iterator<Item = &String>, style: super::theme::Type| {
        texts.map(|text| font::width(text, style.weight, style.size)).fold(0.0, f64::max)
    };
    let names = widest(&mut rows.iter().flat_map(|row| &row.lines), THEME.name).clamp(120.0, NAME_WIDTH);
    let values = widest(&mut rows.iter().map(|row| &row.value), THEME.value) + 16.0;
    let bands = widest(&mut rows.iter().map(|row| &row.band), THEME.label);
    let area = Rect::new(
        body.left + names + GAP,
        body.top,
        body.right - bands - GAP - values,
        body.bottom - AXIS_HEIGHT,
    );
    let needed: f64 = rows.iter().map(Row::height).sum();
    // Few rows share the room there is, up to a pitch at which they still belong together.
    let stretch = ((area.height() - needed) / rows.len() as f64).clamp(0.0, 44.0);
    let height = needed + stretch * rows.len() as f64;
    let area = Rect { bottom: area.top + height, ..area };
    let mut panel = pen.panel(area, 0.0..1.0, -height..0.0)?;
    axis(pen, &mut panel, height, lang)?;
    let mut top = 0.0;
    for row in rows {
        if row.first_goal {
            let header = text!("组合目标", "Combined goals");
            let y = area.top + top + HEADER_HEIGHT / 2.0;
            pen.text(header.get(lang), THEME.strong.color(THEME.quiet), (body.left, y), Anchor::Left)?;
            top += HEADER_HEIGHT;
        }
        let space = row.height() + stretch - if row.first_goal { HEADER_HEIGHT } else { 0.0 };
        draw_row(pen, &mut panel, row, (body.left, body.right - bands), top + space / 2.0)?;
        top += space;
    }
    Ok(())
}

fn axis(pen: &Pen, panel: &mut Panel, height: f64, lang: Lang) -> Result<(), ChartError> {
    let even = text!("50%（可能性各半）", "50% (even odds)");
    let width = font::width(even.get(lang), THEME.strong.weight, THEME.strong.size);
    let quarter = panel.at((0.25, 0.0)).0 - panel.at((0.0, 0.0)).0;
    let even = if width / 2.0 + 20.0 < quarter { even.get(lang) } else { "50" };
    for (at, label) in [(0.0, "0"), (0.25, "25"), (0.5, even), (0.75, "75"), (1.0, "100")] {
        let half = at == 0.5;
        let (color, width) = if half { (THEME.quiet, 1.4) } else { (THEME.grid, 1.0) };
        panel.rule((at, 0.0), (at, -height), color, width)?;
        let style = if half { THEME.strong.color(THEME.ink) } else { THEME.tick };
        let (x, y) = panel.at((at, -height));
        pen.text(label, style, (x, y + AXIS_HEIGHT / 2.0), Anchor::Center)?;
    }
    Ok(())
}

/// Draws a row whose middle is `middle` px below the top of the panel.
fn draw_row(
    pen: &Pen,
    panel: &mut Panel,
    row: &Row,
    (name_x, band_x): (f64, f64),
    middle: f64,
) -> Result<(), ChartError> {
    let Probability { probability: p, ci95: [low, high], .. } = row.probability;
    let (p, low, high) = (p.clamp(0.0, 1.0), low.clamp(0.0, 1.0), high.clamp(0.0, 1.0));
    let half = 11.0;
    let color = band_color(Band::of(&row.probability));
    panel.bar((0.0, -middle + half), (p, -middle - half), color)?;
    // A white casing keeps the whisker visible on a dark bar.
    for (color, width, cap) in [(THEME.paper, 4.5, 6.5), (THEME.ink, 1.8, 5.0)] {
        panel.rule((low, -middle), (high, -middle), color, width)?;
        // On a narrow interval the caps would hide what they cap.
        let wide = panel.at((high, 0.0)).0 - panel.at((low, 0.0)).0 > 8.0;
        for end in [low, high].into_iter().filter(|_| wide) {
            panel.rule((end, -middle - cap), (end, -middle + cap), color, width)?;
        }
    }
    let (_, y) = panel.at((0.0, -middle));
    let year_height = if row.year.is_some() { THEME.tick.leading() } else { 0.0 };
    pen.lines(&row.lines, THEME.name, (name_x, y - year_height / 2.0), Anchor::Left)?;
    if let Some(year) = &row.year {
        let below = y + row.lines.len() as f64 * THEME.name.leading() / 2.0;
        pen.text(year, THEME.tick, (name_x, below), Anchor::Left)?;
    }
    let (end, _) = panel.at((p.max(high), -middle));
    pen.text_on_paper(&row.value, THEME.value, (end + 10.0, y))?;
    pen.text(&row.band, THEME.label.color(THEME.ink), (band_x, y), Anchor::Left)
}
