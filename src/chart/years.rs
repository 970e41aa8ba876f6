//! The probability of each target by the year in which it is judged: when it comes within reach.

use super::ChartError;
use super::axis;
use super::canvas::Rect;
use super::font;
use super::grid::{self, Grid};
use super::page::{self, Sheet, Sketch};
use super::pen::{Anchor, Pen};
use super::theme::THEME;
use super::wrap::wrap;
use crate::results::{Results, TargetResult, YearChance};
use crate::text::{Lang, Text, text};
use crate::words;

const GRID: Grid = Grid { most: 9, height: 170.0, gap: 44.0 };
const TICK_HEIGHT: f64 = 26.0;
/// Room for the labels of the grid.
const GUTTER: f64 = 34.0;
/// Targets that the reading speaks of.
const MOST_READ: usize = 4;

pub(super) fn draw(results: &Results, sheet: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let lang = sheet.lang;
    let all: Vec<&TargetResult> = results.targets.iter().filter(|target| target.by_year.len() > 1).collect();
    if all.is_empty() {
        return Ok(None);
    }
    let how = text!(
        "若在各年年末考核，实现的概率（%）；阴影为95%抽样误差区间，大圆点为规定的考核年",
        "Probability in %, were the target judged at the end of each year; band: 95% sampling interval; large dot: the year that is set"
    );
    grid::draw(sheet, &GRID, &all, [title(&all), how, reading(&all)], |pen, area, target| {
        panel(pen, area, target, lang)
    })
}

fn panel(pen: &Pen, area: Rect, target: &TargetResult, lang: Lang) -> Result<(), ChartError> {
    let style = THEME.strong.color(THEME.ink);
    let lines = wrap(&words::name(&target.name, lang), style, area.width(), 2);
    let names = lines.len() as f64 * style.leading();
    pen.lines(&lines, style, (area.left, area.top + names / 2.0), Anchor::Left)?;
    let (years, own) = (&target.by_year, f64::from(target.year));
    let (Some(first), Some(last)) = (years.first(), years.last()) else { return Ok(()) };
    let said = |one: &YearChance| words::probability(&one.probability).get(lang).to_owned();
    let width = |text: &str| font::width(text, THEME.strong.weight, THEME.strong.size);
    let plot = Rect::new(
        area.left + GUTTER,
        area.top + names + 18.0,
        area.right - width(&said(last)) - 14.0,
        area.bottom - TICK_HEIGHT,
    );
    let (from, to) = (f64::from(first.year), f64::from(last.year));
    let mut panel = pen.panel(plot, from..to, 0.0..1.0)?;
    for at in [0.0, 0.5, 1.0] {
        let color = if at == 0.0 { THEME.quiet } else { THEME.grid };
        panel.rule((from, at), (to, at), color, 1.0)?;
        let (x, y) = panel.at((from, at));
        pen.text(&axis::percent_text(at), THEME.tick, (x - 8.0, y), Anchor::Right)?;
    }
    let line = |pick: fn(&YearChance) -> f64| -> Vec<(f64, f64)> {
        years.iter().map(|one| (f64::from(one.year), pick(one).clamp(0.0, 1.0))).collect()
    };
    panel.band(&line(|one| one.probability.ci95[0]), &line(|one| one.probability.ci95[1]), THEME.outer)?;
    panel.line(&line(|one| one.probability.probability), THEME.main, 2.4)?;
    for (x, p) in line(|one| one.probability.probability) {
        let (radius, color) = if x == own { (6.5, THEME.accent) } else { (3.0, THEME.main) };
        panel.dot((x, p), radius, color)?;
    }
    let (x, y) = panel.at((to, last.probability.probability));
    pen.text(&said(last), THEME.strong, (x + 10.0, y), Anchor::Left)?;
    year_axis(pen, area, years, target.year, |year| panel.at((year, 0.0)))
}

/// The year that is set is always named, and as many of the others as there is room for.
fn year_axis(
    pen: &Pen,
    area: Rect,
    years: &[YearChance],
    own: i32,
    at: impl Fn(f64) -> (f64, f64),
) -> Result<(), ChartError> {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let ends = [own, years[0].year, years[years.len() - 1].year];
    let others = years.iter().map(|one| one.year);
    for year in ends.into_iter().chain(others).filter(|year| years.iter().any(|one| one.year == *year)) {
        let label = year.to_string();
        let half = font::width(&label, THEME.tick.weight, THEME.tick.size) / 2.0;
        let (x, y) = at(f64::from(year));
        let x = x.clamp(area.left + half, area.right - half);
        if taken.iter().all(|(low, high)| x + half + 8.0 < *low || x - half - 8.0 > *high) {
            let style = if year == own { THEME.tick.color(THEME.accent) } else { THEME.tick };
            pen.text(&label, style, (x, y + TICK_HEIGHT / 2.0 + 2.0), Anchor::Center)?;
            taken.push((x - half, x + half));
        }
    }
    Ok(())
}

/// Number of targets that become likelier with time, as far as the intervals can tell.
fn title(targets: &[&TargetResult]) -> Text {
    let last = targets[0].by_year[targets[0].by_year.len() - 1].year;
    let own = |target: &TargetResult| target.by_year.iter().find(|one| one.year == target.year).copied();
    let end = |target: &TargetResult| target.by_year[target.by_year.len() - 1];
    let early: Vec<_> = targets.iter().filter(|target| target.year < last).collect();
    let rises = |target: &&&&TargetResult| {
        own(target).is_some_and(|own| end(target).probability.ci95[0] > own.probability.ci95[1])
    };
    let falls = |target: &&&&TargetResult| {
        own(target).is_some_and(|own| end(target).probability.ci95[1] < own.probability.ci95[0])
    };
    let (up, down, n) = (early.iter().filter(rises).count(), early.iter().filter(falls).count(), early.len());
    match (up, down) {
        _ if n == 0 => earlier_title(targets),
        (1, _) if n == 1 => {
            let target = early[0];
            let (zh, en) = (page::quoted(&target.name, Lang::Zh), page::quoted(&target.name, Lang::En));
            let p = words::probability(&end(target).probability);
            let (zh_p, en_p) = (p.zh, p.en);
            text!(
                "考核年份后移有利于{zh}：到{last}年概率升至{zh_p}",
                "Time helps {en}: by {last} its chance rises to {en_p}"
            )
        }
        (up, 0) if up == n => text!(
            "考核年份后移有利：按{last}年考核，{n}项目标的概率均高于规定的考核年",
            "Time helps: judged in {last}, all {n} targets would be likelier than in the year that is set"
        ),
        (0, 0) => text!(
            "改按{last}年考核，各项目标的概率没有明显变化",
            "Judged in {last} instead, no target would be surely likelier"
        ),
        (0, down) => text!(
            "考核年份后移并不有利：到{last}年，{n}项目标中有{down}项更难实现",
            "Time does not help: by {last} the chance is lower for {down} of {n} targets"
        ),
        (up, 0) => text!(
            "改按{last}年考核，{n}项目标中有{up}项的概率高于规定的考核年",
            "Judged in {last}, {up} of {n} targets would be likelier than in the year that is set"
        ),
        (up, down) => text!(
            "改按{last}年考核，{n}项目标中{up}项概率更高，{down}项更低",
            "Judged in {last}, {up} of {n} targets would be likelier than in the year that is set, and {down} harder"
        ),
    }
}

/// Finding if every target is set for the last year: number of targets that would be harder in the first.
fn earlier_title(targets: &[&TargetResult]) -> Text {
    let harder = |target: &&&TargetResult| {
        target.by_year[0].probability.ci95[1] < target.by_year[target.by_year.len() - 1].probability.ci95[0]
    };
    let (first, n) = (targets[0].by_year[0].year, targets.len());
    match targets.iter().filter(harder).count() {
        0 => text!(
            "提前到{first}年考核，各项目标的概率没有明显下降",
            "Judged in {first} already, no target would be surely harder"
        ),
        1 if n == 1 => text!(
            "该目标需要时间积累：提前到{first}年考核，概率更低",
            "The target takes time: judged in {first} it would be harder"
        ),
        harder if harder == n => text!(
            "各项目标都需要时间积累：提前到{first}年考核，{n}项的概率都更低",
            "Targets take time: judged in {first}, all {n} would be harder"
        ),
        harder => text!(
            "提前到{first}年考核，{n}项目标中有{harder}项概率更低",
            "Judged in {first} already, {harder} of {n} targets would be harder"
        ),
    }
}

fn reading(targets: &[&TargetResult]) -> Text {
    let said = targets.iter().take(MOST_READ).map(|target| {
        let (first, last) = (target.by_year[0], target.by_year[target.by_year.len() - 1]);
        let (from, to) = (words::probability(&first.probability), words::probability(&last.probability));
        let (zh, en) = (page::quoted(&target.name, Lang::Zh), page::quoted(&target.name, Lang::En));
        let (from_zh, from_en, to_zh, to_en) = (from.zh, from.en, to.zh, to.en);
        let (first, last) = (first.year, last.year);
        text!(
            "{zh}从{first}年的{from_zh}到{last}年的{to_zh}",
            "{en} from {from_en} in {first} to {to_en} in {last}"
        )
    });
    let said: Vec<Text> = said.collect();
    let zh: Vec<&str> = said.iter().map(|text| text.zh.as_str()).collect();
    let en: Vec<&str> = said.iter().map(|text| text.en.as_str()).collect();
    let (zh, en) = (zh.join("，"), en.join(", "));
    text!(
        "同样的要求按不同年份考核，曲线上升说明时间后移有利。{zh}",
        "The same demand, judged in different years; where the line rises, time helps. {en}"
    )
}
