//! Price of waiting: the probability by the month in which a policy begins.

use super::{probability_axis, sheet, widest};
use crate::chart::ChartError;
use crate::chart::axis;
use crate::chart::canvas::Rect;
use crate::chart::declutter::declutter;
use crate::chart::page::{self, Sheet, Sketch};
use crate::chart::pen::{Anchor, Pen};
use crate::chart::theme::{THEME, Type};
use crate::compare::{Comparison, DelayResult, OutcomeDelay};
use crate::results::Probability;
use crate::text::{Lang, Text, text};
use crate::words;

const PANEL_HEIGHT: f64 = 240.0;
/// Policies shown.
const MOST_PANELS: usize = 6;
const AXIS_HEIGHT: f64 = 30.0;
/// Months of waiting that the title speaks of.
const HALF_A_YEAR: usize = 6;

pub fn draw(results: &Comparison, on: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let lang = on.lang;
    let most = page::rows_of_panels(on, PANEL_HEIGHT).min(MOST_PANELS);
    let delays = &results.delays[..results.delays.len().min(most)];
    let Some(first) = delays.first() else { return Ok(None) };
    let name = words::name(&results.outcomes[results.headline()].name, lang);
    let how = text!(
        "“{name}”的概率（%），按政策开始的月份；阴影为95%抽样误差区间，虚线为不采取这项政策",
        "Probability of \"{name}\" in % by the month in which the policy begins; band: 95% sampling interval; dashed: without it"
    );
    let apart = text!("；各图刻度不同", "; each panel has its own scale");
    let said = (
        title(results, first),
        format!("{}{}", how.get(lang), if delays.len() > 1 { apart.get(lang) } else { "" }),
        reading(results, first),
    );
    let needed = delays.len() as f64 * PANEL_HEIGHT;
    sheet(on, said, needed, |pen, body| {
        let height = body.height() / delays.len() as f64;
        for (i, one) in delays.iter().enumerate() {
            let top = body.top + i as f64 * height;
            let area = Rect::new(body.left, top, body.right, top + height - 12.0);
            panel(pen, area, results, one, lang)?;
        }
        Ok(())
    })
}

/// At once, at the last month tried, and never.
fn reading(results: &Comparison, one: &DelayResult) -> Text {
    let outcome = &one.outcomes[results.headline()];
    let (Some(first), Some(last), Some(month)) =
        (outcome.months.first(), outcome.months.last(), one.months.last())
    else {
        return Text::same("");
    };
    let [first, last, never] = [first, last, &outcome.never].map(words::probability);
    let (zh, en) = (page::quoted(&one.name, Lang::Zh), page::quoted(&one.name, Lang::En));
    let month = words::month(month);
    let (zh_month, en_month) = (month.zh, month.en);
    let (first_zh, first_en, last_zh, last_en) = (first.zh, first.en, last.zh, last.en);
    let (never_zh, never_en) = (never.zh, never.en);
    text!(
        "横轴是{zh}开始的月份，曲线越低，推迟的损失越大：立即开始{first_zh}，到{zh_month}才开始{last_zh}，一直不实施{never_zh}",
        "Across is the month in which {en} begins; the further the line falls, the more waiting costs: {first_en} at once, {last_en} if it begins in {en_month}, {never_en} without it"
    )
}

/// Finding: points lost by waiting for half a year, or as long as was tried.
fn title(results: &Comparison, one: &DelayResult) -> Text {
    let outcome = &one.outcomes[results.headline()];
    let (zh, en) = (page::quoted(&one.name, Lang::Zh), page::quoted(&one.name, Lang::En));
    let goal = &results.outcomes[results.headline()].name;
    let (goal_zh, goal_en) = (page::quoted(goal, Lang::Zh), page::quoted(goal, Lang::En));
    let waited = |month: &String| words::months_between(&one.months[0], month).unwrap_or(0);
    let tried = outcome.lost.iter().zip(&one.months[1..]);
    let tried = tried.zip(&outcome.months[1..]);
    let by_then =
        tried.clone().find(|((_, month), _)| waited(month) >= HALF_A_YEAR).or(tried.clone().next_back());
    let Some(((lost, month), then)) = by_then.filter(|((lost, _), _)| lost.told_apart) else {
        return text!(
            "{zh}晚些开始，看不出对{goal_zh}有影响",
            "Waiting with {en} is not seen to matter for {goal_en}"
        );
    };
    let printed = words::between(&outcome.months[0], then, lost.difference);
    let (months, points) = (waited(month), words::points(printed));
    let months_en = words::counted(months as u64, "month", "months");
    let size = points.trim_start_matches(['-', '+']);
    if lost.difference < 0.0 {
        text!(
            "{zh}晚{months}个月开始，{goal_zh}的概率降低{size}个百分点",
            "Waiting {months_en} with {en} costs {size} points of {goal_en}"
        )
    } else {
        text!(
            "{zh}晚{months}个月开始，{goal_zh}的概率反而提高{size}个百分点",
            "Waiting {months_en} with {en} adds {size} points to {goal_en}"
        )
    }
}

fn panel(
    pen: &Pen,
    area: Rect,
    results: &Comparison,
    one: &DelayResult,
    lang: Lang,
) -> Result<(), ChartError> {
    let outcome = &one.outcomes[results.headline()];
    let chances = outcome.months.iter().chain([&outcome.never]);
    let (low, high) = probability_axis(chances.flat_map(|chance| chance.ci95));
    let name = words::name(&one.name, lang);
    pen.text(&name, THEME.strong.color(THEME.ink), (area.left, area.top + 10.0), Anchor::Left)?;
    let ticks = axis::ticks_inside(low, high, 5);
    let said: Vec<String> = ticks.iter().map(|&at| axis::percent_text(at)).collect();
    let left = widest(said.iter().map(String::as_str), THEME.tick) + 8.0;
    let labels = end_labels(outcome);
    let right = widest(labels.iter().map(|(text, ..)| text.get(lang)), THEME.strong) + 12.0;
    let plot = Rect::new(area.left + left, area.top + 30.0, area.right - right, area.bottom - AXIS_HEIGHT);
    let last = (one.months.len() - 1).max(1) as f64;
    let mut panel = pen.panel(plot, 0.0..last, low..high)?;
    for (&at, said) in ticks.iter().zip(&said) {
        panel.rule((0.0, at), (last, at), THEME.grid, 1.0)?;
        let (x, y) = panel.at((0.0, at));
        pen.text(said, THEME.tick, (x - 8.0, y), Anchor::Right)?;
    }
    let line = |pick: fn(&Probability) -> f64| -> Vec<(f64, f64)> {
        match &outcome.months[..] {
            [only] => vec![(0.0, pick(only)), (last, pick(only))],
            months => months.iter().enumerate().map(|(m, chance)| (m as f64, pick(chance))).collect(),
        }
    };
    panel.band(&line(|p| p.ci95[0]), &line(|p| p.ci95[1]), THEME.outer)?;
    panel.line(&line(|p| p.probability), THEME.main, 2.6)?;
    let never = outcome.never.probability;
    panel.dashed((0.0, never), (last, never), THEME.quiet)?;
    let stride = axis::stride(one.months.len(), (plot.width() / 125.0) as usize);
    for (m, month) in one.months.iter().enumerate().filter(|(m, _)| m % stride == 0) {
        let (x, y) = panel.at((m as f64, low));
        let said = words::month(month);
        let half = widest([said.get(lang)].into_iter(), THEME.tick) / 2.0;
        pen.text(said.get(lang), THEME.tick, (x.max(area.left + half), y + 16.0), Anchor::Center)?;
    }
    let wanted = labels.each_ref().map(|(.., p)| panel.at((last, p.clamp(low, high))).1);
    let placed = declutter(&wanted, &[THEME.label.size * 1.3; 2], plot.top, plot.bottom + 8.0);
    for ((text, style, _), y) in labels.iter().zip(placed) {
        pen.text(text.get(lang), *style, (plot.right + 10.0, y), Anchor::Left)?;
    }
    Ok(())
}

/// Labels at the right ends of the lines.
fn end_labels(outcome: &OutcomeDelay) -> [(Text, Type, f64); 2] {
    let latest = outcome.months.last().unwrap_or(&outcome.never);
    let (at, never) = (words::probability(latest), words::probability(&outcome.never));
    let (at_zh, at_en, never_zh, never_en) = (at.zh, at.en, never.zh, never.en);
    [
        (text!("最晚 {at_zh}", "last month {at_en}"), THEME.strong, latest.probability),
        (text!("不采取 {never_zh}", "without {never_en}"), THEME.label, outcome.never.probability),
    ]
}
