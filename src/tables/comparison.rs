//! The tables of a comparison.

use super::{Cell, Column, Format, Head, Kind, Table, TableId, columns, fixed};
use crate::compare::{
    AlternativeResult, Chance, Comparison, ContributionsResult, CriterionKind, DelayResult, Difference,
    OutcomeContributions, OutcomeDelay, OutcomeResult, Verdict,
};
use crate::results::Figure;
use crate::text::{Lang, Text, text};
use crate::words::{self, Band};
use Kind::{Interval, Number, Text as Words};
use std::collections::BTreeMap;

/// Every table of a comparison.
pub fn of_comparison(results: &Comparison, lang: Lang) -> Vec<Table> {
    let mut tables = vec![
        overview(results, &(0..results.outcomes.len()).collect::<Vec<_>>(), lang),
        headline(results, lang),
        alternatives(results, lang),
        probabilities(results, lang),
        figures(results, lang),
    ];
    if !results.contributions.is_empty() {
        let every = results.contributions.iter().flat_map(|one| one.outcomes.iter().map(move |of| (one, of)));
        tables.push(contributions(every, lang));
        tables.push(interactions(results, lang));
    }
    if !results.delays.is_empty() {
        let every = results.delays.iter().flat_map(|one| one.outcomes.iter().map(move |of| (one, of)));
        tables.push(delays(every, lang));
    }
    tables
}

fn yes(is_so: bool, lang: Lang) -> Cell {
    let (yes, no) = (text!("是", "yes"), text!("否", "no"));
    Cell::text(if is_so { yes.get(lang) } else { no.get(lang) })
}

fn name(one: &AlternativeResult, lang: Lang) -> Cell {
    Cell::text(words::name(&one.name, lang))
}

fn cost(one: &AlternativeResult) -> Cell {
    Cell::Number(one.cost, Format::Money)
}

/// Name of a target, goal or score, with its year.
pub fn outcome_name(outcome: &OutcomeResult, lang: Lang) -> String {
    let name = words::name(&outcome.name, lang);
    outcome.year.map_or(name.clone(), |year| text!("{name}（{year}）", "{name} ({year})").get(lang).into())
}

/// Number in a circle that stands for a long head.
fn circled(number: usize) -> String {
    char::from_u32(0x2460 + number as u32).unwrap_or('*').to_string()
}

/// Probabilities of some targets, goals and scores, by their places: alternatives down, these across, with a number in a
/// circle for a brief head.
pub fn overview(results: &Comparison, outcomes: &[usize], lang: Lang) -> Table {
    let outcomes: Vec<&OutcomeResult> = outcomes.iter().map(|&o| &results.outcomes[o]).collect();
    let mut columns = columns([head_of_name(), head_of_cost()], lang);
    columns.extend(outcomes.iter().enumerate().map(|(i, outcome)| Column {
        head: outcome_name(outcome, lang),
        brief: Some(circled(i)),
        kind: Number,
    }));
    let row = |(a, one): (usize, &AlternativeResult)| {
        let chances = outcomes.iter().map(|outcome| Cell::Chance(outcome.alternatives[a].probability));
        [name(one, lang), cost(one)].into_iter().chain(chances).collect()
    };
    let rows = results.alternatives.iter().enumerate().map(row).collect();
    let title = if results.is_choice() {
        text!("各方案实现目标的概率", "Probabilities under each alternative")
    } else {
        text!("各情景下实现目标的概率", "Probabilities under each scenario")
    };
    let table = Table { id: TableId::Overview, title: title.get(lang).into(), columns, rows };
    of_futures(results, table, &[1], lang)
}

/// The table as it is of scenarios alone, among which nobody chooses: without some columns, which are about costs and the best,
/// and with scenarios for alternatives.
fn of_futures(results: &Comparison, mut table: Table, about_choice: &[usize], lang: Lang) -> Table {
    if results.is_choice() {
        return table;
    }
    let (name, brief, id) =
        (text!("方案", "alternative"), text!("方案", "Alternative"), text!("方案编号", "alternative id"));
    let (scenario, scenario_brief, scenario_id) =
        (text!("情景", "scenario"), text!("情景", "Scenario"), text!("情景编号", "scenario id"));
    for column in &mut table.columns {
        if column.head == name.get(lang) {
            column.head = scenario.get(lang).into();
        } else if column.head == id.get(lang) {
            column.head = scenario_id.get(lang).into();
        }
        if column.brief.as_deref() == Some(brief.get(lang)) {
            column.brief = Some(scenario_brief.get(lang).into());
        }
    }
    let keep = |place: usize| !about_choice.contains(&place);
    let mut place = 0..;
    table.columns.retain(|_| place.next().is_some_and(keep));
    for row in &mut table.rows {
        let mut place = 0..;
        row.retain(|_| place.next().is_some_and(keep));
    }
    table
}

fn head_of_name() -> Head {
    Head::brief(text!("方案", "alternative"), Words, text!("方案", "Alternative"))
}

fn head_of_cost() -> Head {
    Head::brief(text!("费用（万元）", "cost (10k yuan)"), Number, text!("费用", "Cost"))
}

/// Cost of a percentage point; words where there is none to name.
fn cost_per_point(chance: &Chance, lang: Lang) -> Cell {
    let is_gain = |difference: &Difference| difference.told_apart && difference.difference > 0.0;
    let remark = match (&chance.cost_per_point, &chance.difference) {
        (Some(cost), _) => return Cell::Number(cost.cost, Format::MoneyPerPoint),
        (None, Some(difference)) if is_gain(difference) => text!("费用更低", "cheaper"),
        (None, Some(_)) => Text::same("–"),
        (None, None) => return Cell::Empty,
    };
    Cell::Remark(remark.get(lang).into())
}

/// Table that a comparison leads with: every alternative against the reference.
pub fn headline(results: &Comparison, lang: Lang) -> Table {
    let outcome = &results.outcomes[results.headline()];
    let interval = text!("95%区间", "95% interval");
    let columns = columns(
        [
            head_of_name(),
            (text!("费用（万元）", "cost (10k yuan)"), Number).into(),
            (text!("概率", "probability"), Number).into(),
            (interval.clone(), Interval).into(),
            (text!("把握", "in words"), Words).into(),
            Head::brief(
                text!("与参照相差（百分点）", "difference (points)"),
                Number,
                text!("百分点", "Points"),
            ),
            Head::brief(
                text!("相差的95%区间（百分点）", "difference 95% interval (points)"),
                Interval,
                interval,
            ),
            Head::brief(
                text!("每百分点费用（万元）", "cost a point (10k yuan)"),
                Number,
                text!("每点费用", "Cost a point"),
            ),
            Head::brief(
                text!("所列方案中最优的可能", "chance of being the best of those listed"),
                Number,
                text!("最优", "Best"),
            ),
        ],
        lang,
    );
    let reference = text!("参照", "reference");
    let reference_chance = &outcome.alternatives[results.reference()].probability;
    let row = |(one, chance): (&AlternativeResult, &Chance)| {
        let (difference, interval) = match chance.difference {
            Some(of) => {
                let difference = words::between(reference_chance, &chance.probability, of.difference);
                (Cell::Difference(difference, of.ci95), Cell::Difference(difference, of.ci95))
            }
            None => (Cell::Remark(reference.get(lang).into()), Cell::Empty),
        };
        vec![
            name(one, lang),
            cost(one),
            Cell::Chance(chance.probability),
            Cell::Chance(chance.probability),
            Cell::text(Band::of(&chance.probability).text().get(lang)),
            difference,
            interval,
            cost_per_point(chance, lang),
            chance.best.map_or(Cell::Remark("–".into()), Cell::best),
        ]
    };
    let rows = results.alternatives.iter().zip(&outcome.alternatives).map(row).collect();
    let outcome = outcome_name(outcome, lang);
    let title = if results.is_choice() {
        text!("{outcome}：各方案与参照的差别", "{outcome}: alternatives against the reference")
    } else {
        text!("{outcome}：各情景与参照的差别", "{outcome}: scenarios against the reference")
    };
    let table = Table { id: TableId::Headline, title: title.get(lang).into(), columns, rows };
    of_futures(results, table, &[1, 7, 8], lang)
}

fn alternatives(results: &Comparison, lang: Lang) -> Table {
    let columns = columns(
        [
            (text!("编号", "id"), Words),
            (text!("方案", "alternative"), Words),
            (text!("情景", "scenario"), Words),
            (text!("费用（万元）", "cost (10k yuan)"), Number),
            (text!("超出预算", "over budget"), Words),
            (text!("政策与力度", "policies and doses"), Words),
        ],
        lang,
    );
    let row = |one: &AlternativeResult| {
        let doses: Vec<String> =
            one.doses.iter().map(|(policy, dose)| format!("{policy}={}", words::exact(*dose))).collect();
        vec![
            Cell::text(&one.id),
            name(one, lang),
            Cell::text(&one.scenario),
            cost(one),
            yes(one.over_budget, lang),
            Cell::text(doses.join("; ")),
        ]
    };
    let rows = results.alternatives.iter().map(row).collect();
    let title =
        if results.is_choice() { text!("方案", "Alternatives") } else { text!("情景", "Scenarios") };
    let table = Table { id: TableId::Alternatives, title: title.get(lang).into(), columns, rows };
    of_futures(results, table, &[2, 3, 4, 5], lang)
}

fn kind(kind: CriterionKind) -> Text {
    match kind {
        CriterionKind::Target => text!("目标", "target"),
        CriterionKind::Goal => text!("组合目标", "goal"),
        CriterionKind::Score => text!("考核得分", "score"),
    }
}

fn probabilities(results: &Comparison, lang: Lang) -> Table {
    let columns = columns(
        [
            (text!("类别", "kind"), Words),
            (text!("目标编号", "target id"), Words),
            (text!("目标", "target"), Words),
            (text!("年份", "year"), Number),
            (text!("方案编号", "alternative id"), Words),
            (text!("方案", "alternative"), Words),
            (text!("费用（万元）", "cost (10k yuan)"), Number),
            (text!("概率", "probability"), Number),
            (text!("概率95%", "probability 95%"), Interval),
            (text!("与参照相差（百分点）", "difference (points)"), Number),
            (text!("相差95%（百分点）", "difference 95% (points)"), Interval),
            (text!("由不达到变为达到（次）", "trials gained"), Number),
            (text!("由达到变为不达到（次）", "trials lost"), Number),
            (text!("配对增益（倍）", "gain of pairing"), Number),
            (text!("与参照可分", "told apart"), Words),
            (text!("每百分点费用（万元）", "cost a point (10k yuan)"), Number),
            (text!("最优的可能", "chance of being best"), Number),
            (text!("可能最优", "may be best"), Words),
            (text!("有效前沿", "efficient"), Words),
            (text!("劣于该方案", "dominated by"), Words),
            (text!("与之差异不显著", "cannot be told apart from"), Words),
        ],
        lang,
    );
    let mut rows = Vec::new();
    for outcome in &results.outcomes {
        let reference = &outcome.alternatives[results.reference()].probability;
        for (one, chance) in results.alternatives.iter().zip(&outcome.alternatives) {
            let flipped = |n: Option<u64>| Cell::maybe(n.map(|n| n as f64), Format::Whole);
            let apart = chance.difference.map_or(Cell::Empty, |of| {
                Cell::Difference(words::between(reference, &chance.probability, of.difference), of.ci95)
            });
            rows.push(vec![
                Cell::text(kind(outcome.kind).get(lang)),
                Cell::text(&outcome.id),
                Cell::text(words::name(&outcome.name, lang)),
                Cell::maybe(outcome.year.map(f64::from), Format::Year),
                Cell::text(&one.id),
                name(one, lang),
                cost(one),
                Cell::Chance(chance.probability),
                Cell::Chance(chance.probability),
                apart.clone(),
                apart,
                flipped(chance.difference.map(|difference| difference.gained)),
                flipped(chance.difference.map(|difference| difference.lost)),
                Cell::maybe(
                    chance.difference.and_then(|difference| difference.pairing_gain),
                    Format::Fixed(1),
                ),
                chance.difference.map_or(Cell::Empty, |difference| yes(difference.told_apart, lang)),
                Cell::maybe(chance.cost_per_point.map(|cost| cost.cost), Format::MoneyPerPoint),
                chance.best.map_or(Cell::Empty, Cell::best),
                yes(chance.may_be_best, lang),
                yes(chance.efficient, lang),
                chance.dominated_by.as_ref().map_or(Cell::Empty, Cell::text),
                if chance.alike.is_empty() { Cell::Empty } else { Cell::text(chance.alike.join("; ")) },
            ]);
        }
    }
    let title = text!("概率与差别", "Probabilities and differences");
    let table = Table { id: TableId::Probabilities, title: title.get(lang).into(), columns, rows };
    of_futures(results, table, &[6, 15, 16, 17, 18, 19], lang)
}

/// Medians of a metric under every alternative.
fn medians(every: &[BTreeMap<String, Figure>], metric: &str) -> impl Iterator<Item = f64> {
    every.iter().filter_map(move |of| Some(of.get(metric)?.stat()?.p50))
}

fn figures(results: &Comparison, lang: Lang) -> Table {
    let columns = columns(
        [
            (text!("方案编号", "alternative id"), Words),
            (text!("方案", "alternative"), Words),
            (text!("年份", "year"), Number),
            (text!("指标", "figure"), Words),
            (text!("名称", "name"), Words),
            (text!("平均", "mean"), Number),
            (text!("标准差", "sd"), Number),
            (text!("5%", "5%"), Number),
            (text!("25%", "25%"), Number),
            (text!("中位数", "median"), Number),
            (text!("75%", "75%"), Number),
            (text!("95%", "95%"), Number),
        ],
        lang,
    );
    let every = &results.figures.alternatives;
    let mut rows = Vec::new();
    for (one, figures) in results.alternatives.iter().zip(every) {
        for (metric, figure) in figures {
            let Figure::Defined(stat) = figure else { continue };
            let mut row = vec![
                Cell::text(&one.id),
                name(one, lang),
                Cell::Number(f64::from(results.figures.year), Format::Year),
                Cell::text(metric),
                Cell::text(words::metric_name(&format!("park.{metric}")).get(lang)),
            ];
            let format = fixed(medians(every, metric));
            let stat = [stat.mean, stat.sd, stat.p05, stat.p25, stat.p50, stat.p75, stat.p95];
            row.extend(stat.map(|number| Cell::Number(number, format)));
            rows.push(row);
        }
    }
    let title = if results.is_choice() {
        text!("各方案的园区指标", "The park under each alternative")
    } else {
        text!("各情景的园区指标", "The park under each scenario")
    };
    let table = Table { id: TableId::Figures, title: title.get(lang).into(), columns, rows };
    of_futures(results, table, &[], lang)
}

/// Contributions of the policies of some mixes to some targets, goals or scores.
pub fn contributions<'a>(
    of: impl Iterator<Item = (&'a ContributionsResult, &'a OutcomeContributions)>,
    lang: Lang,
) -> Table {
    let columns = columns(
        [
            (text!("组合", "mix"), Words).into(),
            (text!("目标编号", "target id"), Words).into(),
            (text!("政策编号", "policy id"), Words).into(),
            Head::brief(text!("政策", "policy"), Words, text!("政策", "Policy")),
            Head::brief(text!("力度", "dose"), Number, text!("力度", "Dose")),
            head_of_cost(),
            Head::brief(text!("贡献（百分点）", "contribution (points)"), Number, text!("百分点", "Points")),
            Head::brief(text!("95%", "95%"), Interval, text!("95%区间", "95% interval")),
        ],
        lang,
    );
    let mut rows = Vec::new();
    for (one, outcome) in of {
        let [without, with_all] = [outcome.without, outcome.with_all].map(|p| words::of_share(p, one.trials));
        let values: Vec<f64> = outcome.policies.iter().map(|share| share.value).collect();
        let printed = words::parts_between(&without, &with_all, &values);
        for ((policy, share), value) in one.policies.iter().zip(&outcome.policies).zip(printed) {
            rows.push(vec![
                Cell::text(&one.mix),
                Cell::text(&outcome.id),
                Cell::text(&policy.id),
                Cell::text(words::name(&policy.name, lang)),
                Cell::Number(policy.dose, Format::Exact),
                Cell::Number(policy.cost, Format::Money),
                Cell::Difference(value, share.ci95),
                Cell::Difference(value, share.ci95),
            ]);
        }
    }
    let title = text!("各项政策的作用", "What each policy contributes");
    Table { id: TableId::Contributions, title: title.get(lang).into(), columns, rows }
}

fn interactions(results: &Comparison, lang: Lang) -> Table {
    let columns = columns(
        [
            (text!("组合", "mix"), Words),
            (text!("目标编号", "target id"), Words),
            (text!("政策", "policy"), Words),
            (text!("另一政策", "other policy"), Words),
            (text!("相互作用（百分点）", "interaction (points)"), Number),
            (text!("95%", "95%"), Interval),
            (text!("判断", "verdict"), Words),
        ],
        lang,
    );
    let verdict = |verdict| match verdict {
        Verdict::Help => text!("促进", "help"),
        Verdict::Hinder => text!("抵消", "hinder"),
        Verdict::Open => text!("不显著", "open"),
    };
    let mut rows = Vec::new();
    for one in &results.contributions {
        for outcome in &one.outcomes {
            for pair in &outcome.pairs {
                rows.push(vec![
                    Cell::text(&one.mix),
                    Cell::text(&outcome.id),
                    Cell::text(&pair.policies[0]),
                    Cell::text(&pair.policies[1]),
                    Cell::Difference(pair.value, pair.ci95),
                    Cell::Difference(pair.value, pair.ci95),
                    Cell::text(verdict(pair.verdict).get(lang)),
                ]);
            }
        }
    }
    let title = text!("政策之间的相互作用", "How policies work together");
    Table { id: TableId::Interactions, title: title.get(lang).into(), columns, rows }
}

/// Probabilities of some targets, goals or scores by the month in which a policy begins.
pub fn delays<'a>(of: impl Iterator<Item = (&'a DelayResult, &'a OutcomeDelay)>, lang: Lang) -> Table {
    let columns = columns(
        [
            (text!("政策", "policy"), Words).into(),
            (text!("目标编号", "target id"), Words).into(),
            Head::brief(text!("开始", "begins"), Words, text!("开始", "Begins")),
            Head::brief(text!("概率", "probability"), Number, text!("概率", "Probability")),
            (text!("95%", "95%"), Interval).into(),
            Head::brief(
                text!("比立即开始相差（百分点）", "against at once (points)"),
                Number,
                text!("与立即开始相差（百分点）", "Points vs. starting now"),
            ),
            Head::brief(
                text!("相差95%（百分点）", "difference 95% (points)"),
                Interval,
                text!("95%区间", "95% interval"),
            ),
        ],
        lang,
    );
    let never = text!("不采取", "never");
    let mut rows = Vec::new();
    for (one, outcome) in of {
        let months = one.months.iter().map(|month| Cell::Month(month.clone()));
        let months = months.chain([Cell::text(never.get(lang))]);
        let chances = outcome.months.iter().chain([&outcome.never]);
        let lost = std::iter::once(None).chain(outcome.lost.iter().map(Some)).chain([None]);
        for ((month, chance), lost) in months.zip(chances).zip(lost) {
            let lost = lost.map_or(Cell::Empty, |lost| {
                Cell::Difference(words::between(&outcome.months[0], chance, lost.difference), lost.ci95)
            });
            rows.push(vec![
                Cell::text(&one.policy),
                Cell::text(&outcome.id),
                month,
                Cell::Chance(*chance),
                Cell::Chance(*chance),
                lost.clone(),
                lost,
            ]);
        }
    }
    let title = text!("推迟开始", "Beginning later");
    Table { id: TableId::Delays, title: title.get(lang).into(), columns, rows }
}
