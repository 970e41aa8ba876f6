//! The tables of a run: what is reported.

use super::range::{bracketed, range_cells, range_heads};
use super::{Cell, Column, Format, Head, Kind, Table, TableId, columns, detail, fixed, pivotal};
use crate::format::Dimension;
use crate::results::{Probability, Results, ScoreItemResult, Stat};
use crate::scenario::Metric;
use crate::scenario::metric::SUMMARY;
use crate::text::{Lang, Text, text};
use crate::words::{self, Band};
use Kind::{Interval, Number, Text as Words};

/// Every table of a run, the most important first.
pub fn of_run(results: &Results, lang: Lang) -> Vec<Table> {
    let all = [
        Some(targets(results, lang)),
        scores(results, lang),
        Some(summary(results, lang)),
        parts(results, lang),
        by_year(results, lang),
        counts(results, lang),
        pivotal(results, lang),
        fates(results, lang),
        routes(results, lang),
        Some(detail::park(results, lang)),
        Some(detail::industries(results, lang)),
        Some(detail::enterprises(results, lang)),
        detail::projects(results, lang),
        detail::months(results, lang),
        detail::quantiles(results, lang),
    ];
    all.into_iter().flatten().filter(|table| !table.rows.is_empty()).collect()
}

/// Probability of each target in the file's order, then of each goal.
pub fn targets(results: &Results, lang: Lang) -> Table {
    let heads = [
        (text!("类别", "Kind"), Words).into(),
        Head::always(text!("目标", "Target"), Words),
        Head::always(text!("年份", "Year"), Number),
        Head::always(text!("概率", "Probability"), Number),
        Head::always(text!("95%区间", "95% interval"), Interval),
        Head::always(text!("把握", "In words"), Words),
    ];
    let row = |kind: &Text, name: String, year: Option<i32>, p: &Probability| {
        vec![
            Cell::text(kind.get(lang)),
            Cell::text(name),
            Cell::maybe(year.map(f64::from), Format::Year),
            Cell::Chance(*p),
            Cell::Chance(*p),
            Cell::text(Band::of(p).text().get(lang)),
        ]
    };
    let (target, goal) = (text!("目标", "target"), text!("组合目标", "goal"));
    let targets = results
        .targets
        .iter()
        .map(|one| row(&target, words::name(&one.name, lang), Some(one.year), &one.probability));
    let goals =
        results.goals.iter().map(|one| row(&goal, words::name(&one.name, lang), None, &one.probability));
    let title = text!("各项目标实现的概率", "How likely each target is");
    Table {
        id: TableId::Targets,
        title: title.get(lang).into(),
        columns: columns(heads, lang),
        rows: targets.chain(goals).collect(),
    }
}

/// Assessment scores with their items.
pub fn scores(results: &Results, lang: Lang) -> Option<Table> {
    let [low, middle, high] = range_heads(&Text::same(""));
    let heads = [
        Head::always(text!("得分", "Score"), Words),
        Head::always(text!("满分", "Full"), Number),
        low,
        middle,
        high,
        Head::always(text!("要求", "Asked for"), Number),
        Head::brief(text!("达到的概率", "Probability"), Number, text!("达标概率", "Reached")),
        (text!("95%区间", "95% interval"), Interval).into(),
    ];
    let mut rows = Vec::new();
    for score in &results.scores {
        let [low, middle, high] = range_cells(&score.value, 1.0, Format::Fixed(1));
        let reached = score.reached.map_or(Cell::Empty, Cell::Chance);
        rows.push(vec![
            Cell::text(words::name(&score.name, lang)),
            Cell::Number(score.full, Format::Exact),
            low,
            middle,
            high,
            Cell::maybe(score.at_least, Format::Exact),
            reached.clone(),
            reached,
        ]);
        for item in &score.items {
            let [low, middle, high] = range_cells(&item.points, 1.0, Format::Fixed(1));
            let name = item_name(item, lang);
            rows.push(vec![
                Cell::text(format!("· {name}")),
                Cell::Number(item.weight, Format::Exact),
                low,
                middle,
                high,
                Cell::Empty,
                Cell::Empty,
                Cell::Empty,
            ]);
        }
    }
    let title = text!("考核得分", "Assessment scores");
    (!rows.is_empty()).then(|| Table {
        id: TableId::Scores,
        title: title.get(lang).into(),
        columns: columns(heads, lang),
        rows,
    })
}

fn item_name(item: &ScoreItemResult, lang: Lang) -> String {
    match &item.name.name_en {
        Some(_) => words::name(&item.name, lang),
        None => words::metric_name(&item.name.name).get(lang).into(),
    }
}

/// Main figures of the park in the year of the targets.
pub fn summary(results: &Results, lang: Lang) -> Table {
    let year = results.judged_year();
    let [low, middle, high] = range_heads(&Text::same(""));
    let heads = [Head::always(text!("指标", "Figure"), Words), low, middle, high];
    let mut rows = Vec::new();
    if let Some(park) = results.park.iter().find(|park| park.year == year) {
        for (metric, heading) in &SUMMARY {
            let Some(spec) = metric.spec() else { continue };
            let Some(stat) = park.stat(spec.key) else { continue };
            let fixed = |factor: f64| (factor, fixed([stat.p05, stat.p50, stat.p95].map(|x| factor * x)));
            let (factor, format) = match spec.dimension {
                Dimension::Output => fixed(words::output_in_unit(1.0, lang)),
                Dimension::Growth => (1.0, Format::Growth),
                Dimension::PerMu => fixed(1.0),
                _ => (1.0, Format::Whole),
            };
            let name = Cell::text(heading().get(lang));
            rows.push([name].into_iter().chain(range_cells(stat, factor, format)).collect());
        }
    }
    let title = text!("{year}年末园区主要指标", "The park at the end of {year}");
    Table { id: TableId::Summary, title: title.get(lang).into(), columns: columns(heads, lang), rows }
}

/// Table of the output by what it is made of.
fn parts(results: &Results, lang: Lang) -> Option<Table> {
    let unit = words::output_unit();
    let (zh, en) = (unit.zh, unit.en);
    let heads = [
        (text!("年份", "Year"), Number),
        (text!("基年产值（{zh}）", "Base-year output ({en})"), Number),
        (text!("现有企业增长", "Growth of enterprises"), Number),
        (text!("现有企业扩产", "Expansions"), Number),
        (text!("已知新项目", "Known new projects"), Number),
        (text!("新招商项目", "Newly promoted projects"), Number),
        (text!("企业退出", "Enterprises closed"), Number),
        (text!("产值（{zh}）", "Output ({en})"), Number),
    ];
    let row = |parts: &crate::results::OutputBridge| {
        let output = results.park.iter().find(|park| park.year == parts.year)?.stat("output")?;
        let means = [&parts.growth, &parts.expansions, &parts.projects, &parts.arrivals, &parts.exits];
        let [growth, expansions, projects, arrivals, exits] = means.map(|stat| stat.mean);
        let amounts = [parts.base, growth, expansions, projects, arrivals, exits, output.mean];
        Some((parts.year, amounts.map(|yi| words::output_in_unit(yi, lang))))
    };
    let rows: Vec<(i32, [f64; 7])> = results.output_parts.iter().filter_map(row).collect();
    let decimals = words::decimals(rows.iter().map(|(_, amounts)| amounts[6]));
    let row = |(year, amounts): &(i32, [f64; 7])| {
        let [parts @ .., output] = amounts;
        let cells =
            words::adding_up(parts, decimals).into_iter().chain(words::adding_up(&[*output], decimals));
        let cells = cells.map(|amount| Cell::Number(amount, Format::Fixed(decimals)));
        [Cell::Number(f64::from(*year), Format::Year)].into_iter().chain(cells).collect()
    };
    let rows: Vec<Vec<Cell>> = rows.iter().map(row).collect();
    let title = text!("产值构成（平均值）", "What output is made of (means)");
    (!rows.is_empty()).then(|| Table {
        id: TableId::Parts,
        title: title.get(lang).into(),
        columns: columns(heads, lang),
        rows,
    })
}

/// Targets down, years across.
fn by_year(results: &Results, lang: Lang) -> Option<Table> {
    let first = results.targets.iter().find(|target| target.by_year.len() > 1)?;
    let mut columns = columns([(text!("目标", "Target"), Words)], lang);
    let of_year = |year: i32| Column { head: year.to_string(), brief: None, kind: Number };
    columns.extend(first.by_year.iter().map(|one| of_year(one.year)));
    let row = |target: &crate::results::TargetResult| {
        let years = target.by_year.iter().map(|one| Cell::Chance(one.probability));
        [Cell::text(words::name(&target.name, lang))].into_iter().chain(years).collect()
    };
    let rows = results.targets.iter().map(row).collect();
    let title = text!("若在各年年末考核的概率", "Probability by the year in which targets are judged");
    Some(Table { id: TableId::ByYear, title: title.get(lang).into(), columns, rows })
}

/// Distributions of the counts that targets set.
fn counts(results: &Results, lang: Lang) -> Option<Table> {
    let heads = [
        (text!("目标", "Target"), Words),
        (text!("个数", "Number"), Number),
        (text!("概率", "Probability"), Number),
    ];
    let mut rows = Vec::new();
    for count in &results.counts {
        let Some(target) = results.targets.iter().find(|target| target.id == count.target) else { continue };
        for (n, share) in count.distribution.iter().enumerate() {
            rows.push(vec![
                Cell::text(words::name(&target.name, lang)),
                Cell::Number(n as f64, Format::Whole),
                Cell::share(*share, results.provenance.trials),
            ]);
        }
    }
    let title = text!("数量目标的分布", "Distributions of counting targets");
    (!rows.is_empty()).then(|| Table {
        id: TableId::Counts,
        title: title.get(lang).into(),
        columns: columns(heads, lang),
        rows,
    })
}

/// Table of projects by where they stand at the end.
fn fates(results: &Results, lang: Lang) -> Option<Table> {
    let fates = results.fates.as_ref()?;
    let [low, middle, high] = range_heads(&Text::same(""));
    let heads = [
        (text!("去向", "Where they stand"), Words).into(),
        (text!("平均（个）", "Mean number"), Number).into(),
        low,
        middle,
        high,
    ];
    let ([operating, building, waiting, preparing, stopped], lost) = words::status_adding_up(fates);
    let of = |name: Text, stat: &Stat, mean: f64| {
        let mean = Cell::Number(mean, Format::Fixed(1));
        [Cell::text(name.get(lang)), mean].into_iter().chain(range_cells(stat, 1.0, Format::Whole)).collect()
    };
    let mut rows: Vec<Vec<Cell>> = vec![
        of(text!("全部项目", "All projects"), &fates.signed, fates.signed.mean),
        of(text!("已投产", "Operating"), &fates.operating, operating),
        of(text!("在建", "Building"), &fates.building, building),
        of(text!("等待要素", "Waiting for resources"), &fates.waiting, waiting),
        of(text!("前期准备", "Preparing"), &fates.preparing, preparing),
        of(text!("投产后随企业关闭", "Stopped with its enterprise"), &fates.stopped, stopped),
    ];
    for (reason, mean) in &lost {
        let why = words::loss(reason, &results.scenario.resources);
        let (zh, en) = (why.zh, why.en);
        let name = text!("终止：{zh}", "Lost: {en}");
        rows.push(vec![
            Cell::text(name.get(lang)),
            Cell::Number(*mean, Format::Fixed(1)),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ]);
    }
    let title = text!("项目的去向", "Where projects end up");
    Some(Table { id: TableId::Fates, title: title.get(lang).into(), columns: columns(heads, lang), rows })
}

/// Idle land by route and year.
fn routes(results: &Results, lang: Lang) -> Option<Table> {
    let mu = bracketed(&text!("亩", "mu"));
    let [low, middle, high] = range_heads(&mu);
    let heads = [
        (text!("途径", "Route"), Words).into(),
        (text!("年份", "Year"), Number).into(),
        (text!("平均（亩）", "Mean (mu)"), Number).into(),
        low,
        middle,
        high,
    ];
    let mut rows = Vec::new();
    for route in &results.routes {
        for year in &route.years {
            let first = [
                Cell::text(words::name(&route.name, lang)),
                Cell::Number(f64::from(year.year), Format::Year),
                Cell::Number(year.land.mean, Format::Fixed(1)),
            ];
            rows.push(first.into_iter().chain(range_cells(&year.land, 1.0, Format::Whole)).collect());
        }
    }
    let title = text!("分途径累计盘活土地", "Idle land reclaimed by route");
    (!rows.is_empty()).then(|| Table {
        id: TableId::Routes,
        title: title.get(lang).into(),
        columns: columns(heads, lang),
        rows,
    })
}
