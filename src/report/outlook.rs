//! The targets at a glance: what is asked for, what there is, what is to be expected, and what is missing.

use super::now::now;
use crate::format::Dimension;
use crate::results::{MeasureFacts, Results, TargetResult};
use crate::scenario::{EnterpriseMetric, IndustryMetric, Metric, ParkMetric, Scenario};
use crate::tables::{Cell, Column, Format, Kind, Table, TableId};
use crate::text::{Lang, Text, text};
use crate::words;

/// Table of every target, and of all together.
pub fn outlook(results: &Results, scenario: &Scenario, lang: Lang) -> Table {
    let (base, end) = (results.scenario.base_year, results.scenario.end_year);
    let heads = [
        (text!("目标", "Target"), Kind::Text),
        (text!("要求", "Asked for"), Kind::Text),
        (text!("{base}年", "{base}"), Kind::Number),
        (text!("预计中位数", "Median forecast"), Kind::Number),
        (text!("预计缺口", "Missing"), Kind::Number),
        (text!("达标所需年均增速", "Growth needed a year"), Kind::Number),
        (text!("实现概率", "Probability"), Kind::Number),
        (text!("概率过半的年份", "Likelier than not from"), Kind::Number),
    ];
    let columns = heads
        .into_iter()
        .map(|(head, kind)| Column { head: head.get(lang).into(), brief: None, kind })
        .collect();
    let targets = results.targets.iter().map(|target| {
        let (dimension, now) = (dimension_of(target), now(results, scenario, target));
        let shown = |figure: Option<f64>| figure.map_or(Cell::Empty, |figure| said(figure, dimension, lang));
        let median = median(results, target);
        vec![
            Cell::text(words::name(&target.name, lang)),
            Cell::text(demand(target, dimension, lang)),
            shown(now),
            shown(median),
            median.map_or(Cell::Empty, |median| missing(target, median, dimension, lang)),
            now.map_or(Cell::Empty, |now| growth(target, now, dimension, base, lang)),
            Cell::Chance(target.probability),
            likelier_than_not(target, end, lang),
        ]
    });
    let all = results.goals.iter().filter(|goal| goal.id == "all").map(|goal| {
        let mut row = vec![Cell::text(words::name(&goal.name, lang))];
        row.extend(std::iter::repeat_n(Cell::Empty, 5));
        row.extend([Cell::Chance(goal.probability), Cell::Empty]);
        row
    });
    let title = text!("目标、现状与预测", "Targets: where the park stands and what to expect");
    Table { id: TableId::Outlook, title: title.get(lang).into(), columns, rows: targets.chain(all).collect() }
}

/// What a target measures.
fn dimension_of(target: &TargetResult) -> Dimension {
    let MeasureFacts::Metric { metric, .. } = &target.measure else { return Dimension::Plain };
    let key = metric.rsplit_once('.').map_or("", |(_, key)| key);
    let known = match metric.split('.').next() {
        Some("park") => ParkMetric::of_key(key).map(|spec| spec.dimension),
        Some("industries") => IndustryMetric::of_key(key).map(|spec| spec.dimension),
        _ => EnterpriseMetric::of_key(key).map(|spec| spec.dimension),
    };
    known.unwrap_or(Dimension::Amount)
}

/// A figure of the park with its unit, to three significant digits; numbers of things to whole ones.
fn said(figure: f64, dimension: Dimension, lang: Lang) -> Cell {
    let text = match dimension {
        Dimension::Output => words::output(figure),
        Dimension::Plain => Text::same(words::exact((figure * 10.0).round() / 10.0)),
        _ => with_unit(figure, words::figure(figure), dimension),
    };
    Cell::text(text.get(lang))
}

/// A bound with its unit, as it was set.
fn bound(figure: f64, dimension: Dimension, lang: Lang) -> String {
    let text = match dimension {
        Dimension::Output => words::exact_output(figure),
        Dimension::Plain => {
            let number = words::exact(figure);
            text!("{number}个", "{number}")
        }
        _ => with_unit(figure, words::exact(figure), dimension),
    };
    text.get(lang).to_owned()
}

fn with_unit(figure: f64, shown: String, dimension: Dimension) -> Text {
    match dimension {
        Dimension::Money => words::money((figure * 10.0).round() / 10.0),
        Dimension::Growth => Text::same(words::growth(figure)),
        Dimension::Land => text!("{shown}亩", "{shown} mu"),
        Dimension::PerMu => text!("{shown}万元/亩", "{shown} 10k yuan/mu"),
        _ => Text::same(shown),
    }
}

/// "2026年不低于100亿元", "at least 10 bn yuan in 2026"
fn demand(target: &TargetResult, dimension: Dimension, lang: Lang) -> String {
    let year = target.year;
    let bound = |figure| bound(figure, dimension, lang);
    let said = match (target.at_least, target.at_most) {
        (Some(low), Some(high)) => {
            let (low, high) = (bound(low), bound(high));
            text!("{year}年{low}至{high}", "{low} to {high} in {year}")
        }
        (Some(low), None) => {
            let low = bound(low);
            text!("{year}年不低于{low}", "at least {low} in {year}")
        }
        (None, Some(high)) => {
            let high = bound(high);
            text!("{year}年不超过{high}", "at most {high} in {year}")
        }
        (None, None) => Text::same(year.to_string()),
    };
    said.get(lang).into()
}

/// Median of the figure in the target's year.
fn median(results: &Results, target: &TargetResult) -> Option<f64> {
    let MeasureFacts::Metric { metric, .. } = &target.measure else {
        let count = results.counts.iter().find(|count| count.target == target.id)?;
        let mut below = 0.0;
        return count
            .distribution
            .iter()
            .position(|share| {
                below += share;
                below >= 0.5
            })
            .map(|count| count as f64);
    };
    let (thing, rest) = metric.split_once('.')?;
    if thing == "park" {
        let park = results.park.iter().find(|park| park.year == target.year)?;
        return park.stat(rest).map(|stat| stat.p50);
    }
    let full = results.quantiles.iter().find(|one| one.measure == *metric && one.year == target.year)?;
    full.values.get(full.values.len() / 2).copied()
}

/// What the median falls short of the target.
fn missing(target: &TargetResult, median: f64, dimension: Dimension, lang: Lang) -> Cell {
    let short = match (target.at_least, target.at_most) {
        (Some(low), _) if median < low => low - median,
        (_, Some(high)) if median > high => median - high,
        _ => return Cell::text(text!("无", "none").get(lang)),
    };
    if dimension == Dimension::Growth {
        let points = format!("{:.1}", 100.0 * short);
        return Cell::text(text!("{points}个百分点", "{points} points").get(lang));
    }
    said(short, dimension, lang)
}

/// Growth a year from the base year's figure to the target; of what is counted, the number that is wanting.
fn growth(target: &TargetResult, now: f64, dimension: Dimension, base: i32, lang: Lang) -> Cell {
    let Some(low) = target.at_least else { return Cell::Empty };
    if now >= low {
        return Cell::text(text!("已达到", "reached").get(lang));
    }
    match dimension {
        Dimension::Plain => {
            let n = words::exact(low - now);
            Cell::text(text!("再增{n}个", "{n} more").get(lang))
        }
        Dimension::Output | Dimension::Money | Dimension::PerMu if now > 0.0 && target.year > base => {
            let years = f64::from(target.year - base);
            Cell::Number((low / now).powf(1.0 / years) - 1.0, Format::Growth)
        }
        _ => Cell::Empty,
    }
}

/// First simulated year at whose end the target is likelier met than not.
fn likelier_than_not(target: &TargetResult, end: i32, lang: Lang) -> Cell {
    let first = match target.by_year.as_slice() {
        [] => words::is_half(&target.probability).then_some(target.year),
        years => years.iter().find(|one| words::is_half(&one.probability)).map(|one| one.year),
    };
    match first {
        Some(year) => Cell::Number(f64::from(year), Format::Year),
        None => Cell::text(text!("{end}年未过半", "not by {end}").get(lang)),
    }
}
