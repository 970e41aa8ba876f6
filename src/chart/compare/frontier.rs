//! Cost against probability: what each alternative buys, and which of them nothing cheaper beats.

use super::names;
use super::{hidden, is_told, named, of_those_listed, probability_axis, sheet, shown, thrifty, widest};
use crate::chart::ChartError;
use crate::chart::axis;
use crate::chart::canvas::Rect;
use crate::chart::declutter::declutter;
use crate::chart::font;
use crate::chart::page::{Sheet, Sketch};
use crate::chart::pen::{Anchor, Panel, Pen};
use crate::chart::theme::THEME;
use crate::chart::wrap::shorten;
use crate::compare::Comparison;
use crate::text::{Lang, Text, text};
use crate::words;

const LABEL_WIDTH: f64 = 390.0;
const LABEL_HEIGHT: f64 = 21.0;
const AXIS_HEIGHT: f64 = 52.0;
/// Least height of the chart.
const LEAST_HEIGHT: f64 = 380.0;

pub fn draw(results: &Comparison, on: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let lang = on.lang;
    let rows = shown(results, on, LABEL_HEIGHT);
    let cost = |a: &usize| results.alternatives[*a].cost;
    if rows.len() < 2 || !results.is_choice() || rows.iter().all(|a| cost(a) == cost(&rows[0])) {
        return Ok(None);
    }
    let outcome = &results.outcomes[results.headline()];
    let name = words::name(&outcome.name, lang);
    let how = text!(
        "横轴为费用，纵轴为“{name}”的概率（%），竖线为95%抽样误差区间；折线为有效前沿：其上方案没有费用更低而概率更高的替代",
        "Across: cost; up: probability of \"{name}\" in %, with its 95% sampling interval; the line joins what nothing cheaper beats"
    );
    let subtitle = format!("{}{}", how.get(lang), hidden(results, rows.len()).get(lang));
    let said = (title(results), subtitle, reading(results));
    let needed = rows.len() as f64 * LABEL_HEIGHT + AXIS_HEIGHT;
    sheet(on, said, needed.max(LEAST_HEIGHT), |pen, body| chart(pen, body, results, &rows, on))
}

/// Alternatives on the frontier, from the cheapest on.
fn reading(results: &Comparison) -> Text {
    let chances = &results.outcomes[results.headline()].alternatives;
    let mut efficient: Vec<usize> = (0..chances.len()).filter(|&a| chances[a].efficient).collect();
    efficient.sort_by(|&a, &b| results.alternatives[a].cost.total_cmp(&results.alternatives[b].cost));
    let list = |lang: Lang, between: &str| {
        let one = |&a: &usize| {
            let name = names::quoted(&results.alternatives[a], lang);
            let p = words::probability(&chances[a].probability);
            format!("{name} {}", p.get(lang))
        };
        efficient.iter().take(MOST_NAMED).map(one).collect::<Vec<_>>().join(between)
    };
    let (zh, en) = (list(Lang::Zh, "，"), list(Lang::En, ", "));
    text!(
        "越靠左费用越低，越靠上概率越高。折线上的方案，同等费用下没有更好的选择，费用由低到高依次是：{zh}。线下的方案都有费用更低或概率更高的替代",
        "Further left is cheaper, further up likelier. For what is on the line nothing better costs as little; from the cheapest on: {en}. What lies below it has an alternative that is cheaper or likelier"
    )
}

/// Alternatives that the reading names.
const MOST_NAMED: usize = 6;

/// Finding: what the answer costs, and what is nearly as good for less.
fn title(results: &Comparison) -> Text {
    let chances = &results.outcomes[results.headline()].alternatives;
    let Text { zh: listed_zh, en: listed_en } = of_those_listed(results);
    let is_gain = |best: usize| {
        is_told(results, best) && chances[best].difference.is_some_and(|of| of.difference > 0.0)
    };
    let Some(best) = results.choice().map(|choice| choice.best).filter(|&best| is_gain(best)) else {
        return text!(
            "{listed_zh}没有哪个能确定地用钱换来更高的概率",
            "None{listed_en} surely buys a higher probability"
        );
    };
    let one = &results.alternatives[best];
    if one.cost <= results.alternatives[results.reference()].cost {
        return for_nothing(results, best);
    }
    let (zh, en) = (named(results, best, Lang::Zh), named(results, best, Lang::En));
    let (to, cost) = (words::probability(&chances[best].probability), words::money(one.cost));
    let (to_zh, to_en, cost_zh, cost_en) = (to.zh, to.en, cost.zh, cost.en);
    let Text { zh: less_zh, en: less_en } = match (thrifty(results), &chances[best].cost_per_point) {
        (less, _) if !less.zh.is_empty() => less,
        (_, Some(per_point)) => {
            let Text { zh, en } = words::cost_per_point(per_point.cost);
            text!("，每提高一个百分点花{zh}", ", {en} for each percentage point")
        }
        _ => Text::same(""),
    };
    text!(
        "{listed_zh}{zh}最有把握（{to_zh}），费用{cost_zh}{less_zh}",
        "{en} is the likeliest{listed_en} ({to_en}) and costs {cost_en}{less_en}"
    )
}

/// An answer that is likelier than the reference and costs no more.
fn for_nothing(results: &Comparison, best: usize) -> Text {
    let chances = &results.outcomes[results.headline()].alternatives;
    let (zh, en) = (named(results, best, Lang::Zh), named(results, best, Lang::En));
    let [to, from] = [best, results.reference()].map(|a| words::probability(&chances[a].probability));
    let (to_zh, to_en, from_zh, from_en) = (to.zh, to.en, from.zh, from.en);
    text!(
        "{zh}不增加费用而概率更高：{to_zh}，参照为{from_zh}",
        "{en} is more likely to succeed at no greater cost: {to_en} against the reference's {from_en}"
    )
}

fn chart(pen: &Pen, body: Rect, results: &Comparison, rows: &[usize], on: &Sheet) -> Result<(), ChartError> {
    let lang = on.lang;
    let chances = &results.outcomes[results.headline()].alternatives;
    let cost = |a: usize| results.alternatives[a].cost;
    let p = |a: usize| chances[a].probability.probability;
    let (low, high) = probability_axis(rows.iter().flat_map(|&a| chances[a].probability.ci95));
    let costs = rows.iter().map(|&a| cost(a));
    let most = costs.chain(results.budget).fold(0.0, f64::max) * 1.06;
    let least = rows.iter().map(|&a| cost(a)).fold(0.0, f64::min);
    let label = |a: usize| {
        let one = &results.alternatives[a];
        let over = names::mark(one);
        let said = words::probability(&chances[a].probability);
        let tail = format!(" {}{}", said.get(lang), over.get(lang));
        let room = on.name_room(LABEL_WIDTH) - font::width(&tail, THEME.label.weight, THEME.label.size);
        shorten(&words::name(&one.name, lang), THEME.label, room) + &tail
    };
    let labels: Vec<String> = rows.iter().map(|&a| label(a)).collect();
    let labels_width = widest(labels.iter().map(String::as_str), THEME.strong);
    let ticks = axis::ticks_inside(low, high, 6);
    let said: Vec<String> = ticks.iter().map(|&at| axis::percent_text(at)).collect();
    let ticks_width = widest(said.iter().map(String::as_str), THEME.tick);
    let plot = Rect::new(
        body.left + ticks_width + 10.0,
        body.top + 8.0,
        body.right - labels_width - 50.0,
        body.bottom - AXIS_HEIGHT,
    );
    let mut panel = pen.panel(plot, least..most, low..high)?;
    for (&at, said) in ticks.iter().zip(&said) {
        panel.rule((least, at), (most, at), THEME.grid, 1.0)?;
        let (x, y) = panel.at((least, at));
        pen.text(said, THEME.tick, (x - 8.0, y), Anchor::Right)?;
    }
    cost_axis(pen, &mut panel, (least, most), (low, high), plot, lang)?;
    if let Some(limit) = results.budget {
        panel.dashed((limit, low), (limit, high), THEME.accent)?;
        let (x, y) = panel.at((limit, low));
        let said = words::money(limit);
        let (zh, en) = (said.zh, said.en);
        let said = text!("预算{zh}", "budget {en}");
        pen.text(said.get(lang), THEME.strong.color(THEME.accent), (x, y + 40.0), Anchor::Center)?;
    }
    let mut scenarios: Vec<&str> = rows.iter().map(|&a| results.alternatives[a].scenario.as_str()).collect();
    scenarios.dedup();
    for scenario in scenarios {
        let on_it = |a: usize| chances[a].efficient && results.alternatives[a].scenario == scenario;
        frontier(&mut panel, rows, &|a| (cost(a), p(a)), &on_it)?;
    }
    for &a in rows {
        let [from, to] = chances[a].probability.ci95;
        panel.rule((cost(a), from.max(low)), (cost(a), to.min(high)), THEME.ink, 1.6)?;
        panel.dot((cost(a), p(a)), 6.0, if chances[a].efficient { THEME.main } else { THEME.inner })?;
    }
    // Labels stand in a column beside the chart, joined to their dots.
    let wanted: Vec<f64> = rows.iter().map(|&a| panel.at((0.0, p(a))).1).collect();
    let placed = declutter(&wanted, &vec![LABEL_HEIGHT; rows.len()], plot.top, plot.bottom + AXIS_HEIGHT);
    let column = plot.right + 38.0;
    let mut sheet = pen.panel(body, body.left..body.right, -body.bottom..-body.top)?;
    for ((&a, label), y) in rows.iter().zip(&labels).zip(placed) {
        let (x, dot) = panel.at((cost(a), p(a)));
        sheet.rule((x + 7.0, -dot), (column - 16.0, -y), THEME.grid, 1.0)?;
        sheet.rule((column - 16.0, -y), (column - 4.0, -y), THEME.grid, 1.0)?;
        let style = if chances[a].efficient { THEME.strong } else { THEME.label };
        pen.text(label, style, (column, y), Anchor::Left)?;
    }
    Ok(())
}

/// Costs below the chart.
fn cost_axis(
    pen: &Pen,
    panel: &mut Panel,
    (least, most): (f64, f64),
    (low, high): (f64, f64),
    plot: Rect,
    lang: Lang,
) -> Result<(), ChartError> {
    // A solid line is the zero from which heights are read.
    let color = if low == 0.0 { THEME.quiet } else { THEME.grid };
    panel.rule((least, low), (most, low), color, 1.0)?;
    let mut free_from = plot.left - 40.0;
    for at in axis::ticks_inside(least, most, 6) {
        panel.rule((at, low), (at, high), THEME.grid, 1.0)?;
        let said = words::money(at);
        let half = font::width(said.get(lang), THEME.tick.weight, THEME.tick.size) / 2.0;
        let (x, y) = panel.at((at, low));
        if x - half > free_from && x + half < plot.right + 36.0 {
            pen.text(said.get(lang), THEME.tick, (x, y + 16.0), Anchor::Center)?;
            free_from = x + half + 10.0;
        }
    }
    Ok(())
}

/// The line through what nothing cheaper beats.
fn frontier(
    panel: &mut Panel,
    rows: &[usize],
    at: &dyn Fn(usize) -> (f64, f64),
    efficient: &dyn Fn(usize) -> bool,
) -> Result<(), ChartError> {
    let mut points: Vec<(f64, f64)> = rows.iter().copied().filter(|&a| efficient(a)).map(at).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    panel.line(&points, THEME.main, 2.2)
}
