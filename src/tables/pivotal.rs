//! The table of enterprises on whose crossing of a threshold targets depend.

use super::{Cell, Format, Kind, Table, TableId, columns};
use crate::results::{PivotalResult, Results};
use crate::text::{Lang, text};
use crate::words;
use Kind::{Interval, Number, Text as Words};

/// Every enterprise that may or may not cross, target by target, the largest gain first.
pub fn pivotal(results: &Results, lang: Lang) -> Option<Table> {
    of(results, results.pivotal.iter(), lang)
}

/// The first so many that may or may not cross, and whose crossing surely goes with a target.
pub fn surely_pivotal(results: &Results, most: usize, lang: Lang) -> Option<Table> {
    of(results, results.pivotal.iter().filter(|one| one.is_open()).take(most), lang)
}

fn of<'a>(results: &Results, shown: impl Iterator<Item = &'a PivotalResult>, lang: Lang) -> Option<Table> {
    let unit = words::output_unit();
    let (zh, en) = (unit.zh, unit.en);
    let heads = [
        (text!("目标", "Target"), Words),
        (text!("企业", "Enterprise"), Words),
        (text!("门槛（{zh}）", "Threshold ({en})"), Number),
        (text!("基年离门槛还差（{zh}）", "Missing in the base year ({en})"), Number),
        (text!("年均需增长", "Growth needed a year"), Number),
        (text!("过门槛的概率", "Probability of crossing"), Number),
        (text!("不过时目标的概率", "Target without it"), Number),
        (text!("过门槛时目标的概率", "Target with it"), Number),
        (text!("高出（百分点）", "Gain (points)"), Number),
        (text!("95%区间", "95% interval"), Interval),
    ];
    let trials = results.provenance.trials;
    let amount = |yi: f64| words::output_in_unit(yi, lang);
    let decimals = if lang == Lang::Zh { 2 } else { 3 };
    let row = |one: &PivotalResult| {
        let target = results.targets.iter().find(|target| target.id == one.target);
        let target = target.map_or(String::new(), |target| words::name(&target.name, lang));
        let [without, with] = words::around_crossing(one, trials);
        let gain = Cell::Difference(words::gain_of_crossing(one, trials), one.ci95);
        vec![
            Cell::text(target),
            Cell::text(words::name(&one.name, lang)),
            Cell::Number(amount(one.threshold), Format::Exact),
            Cell::maybe(one.missing.map(amount), Format::Fixed(decimals)),
            Cell::maybe(one.growth_needed, Format::Growth),
            Cell::share(one.crosses, trials),
            Cell::Chance(without),
            Cell::Chance(with),
            gain.clone(),
            gain,
        ]
    };
    let rows: Vec<_> = shown.map(row).collect();
    let title = text!("哪些企业过门槛最能推动目标", "Enterprises whose crossing goes with a target");
    (!rows.is_empty()).then(|| Table {
        id: TableId::Pivotal,
        title: title.get(lang).into(),
        columns: columns(heads, lang),
        rows,
    })
}
