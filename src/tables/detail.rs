//! The tables of a run that hold everything, for whoever wants to look something up.

use super::range::{bracketed, range_cells, range_heads};
use super::{Cell, Column, Format, Kind, Table, TableId, columns, fixed};
use crate::format::Dimension;
use crate::results::{MonthResult, Results, Stat};
use crate::scenario::{EnterpriseMetric, IndustryMetric, Metric, ParkMetric};
use crate::text::{Lang, Text, text};
use crate::words;
use Kind::{Number, Text as Words};

fn year(year: i32) -> Cell {
    Cell::Number(f64::from(year), Format::Year)
}

fn output_unit() -> Text {
    bracketed(&words::output_unit())
}

/// What a metric of the park measures, by its key; what is free and used of resources are amounts.
fn dimension_of_park(key: &str) -> Dimension {
    ParkMetric::of_key(key).map_or(Dimension::Amount, |spec| spec.dimension)
}

/// What a metric of the park, of an industry or an enterprise measures, by its name in results.
fn dimension_of(metric: &str) -> Dimension {
    fn of_one<M: Metric>(name: &str) -> Option<Dimension> {
        Some(M::of_key(name.rsplit_once('.')?.1)?.dimension)
    }
    match metric.split_once('.') {
        Some(("industries", name)) => of_one::<IndustryMetric>(name),
        Some(("enterprises", name)) => of_one::<EnterpriseMetric>(name),
        Some((_, key)) => Some(dimension_of_park(key)),
        None => None,
    }
    .unwrap_or(Dimension::Plain)
}

/// How figures of a dimension that stand together are shown.
fn format_of(dimension: Dimension, figures: impl IntoIterator<Item = f64>) -> Format {
    if dimension == Dimension::Growth { Format::Growth } else { fixed(figures) }
}

/// Unit of a metric of the park, in brackets.
fn unit_of(results: &Results, key: &str) -> Text {
    let unit = match ParkMetric::of_key(key) {
        Some(spec) => match spec.dimension {
            Dimension::Growth => Text::same(""),
            Dimension::Plain => text!("个", "number"),
            _ => words::unit(spec.unit()),
        },
        None => {
            let id = key.split_once('.').map_or(key, |(_, id)| id);
            let known = results.scenario.resources.iter().find(|resource| resource.id == id);
            known.map_or(Text::same(""), |resource| words::unit(&resource.unit))
        }
    };
    if unit.zh.is_empty() { unit } else { bracketed(&unit) }
}

/// What figures of a dimension are multiplied by to be in the unit in which they are shown: each language counts output
/// in a unit of its own.
fn factor_of(dimension: Dimension, lang: Lang) -> f64 {
    if dimension == Dimension::Output { words::output_in_unit(1.0, lang) } else { 1.0 }
}

/// Every figure of the park in every year.
pub fn park(results: &Results, lang: Lang) -> Table {
    let heads = [
        (text!("指标（单位）", "Figure (unit)"), Words),
        (text!("年份", "Year"), Number),
        (text!("平均", "mean"), Number),
        (text!("5%", "5%"), Number),
        (text!("25%", "25%"), Number),
        (text!("中位数", "median"), Number),
        (text!("75%", "75%"), Number),
        (text!("95%", "95%"), Number),
    ];
    let mut rows = Vec::new();
    let mut metrics: Vec<&String> =
        results.park.first().map(|first| first.metrics.keys().collect()).unwrap_or_default();
    // Output comes first; it is what most ask for.
    metrics.sort_by_key(|metric| *metric != "output");
    for metric in metrics {
        let (dimension, unit) = (dimension_of_park(metric), unit_of(results, metric));
        let name = words::park_metric_name(metric, &results.scenario.resources);
        let name = name.unwrap_or_else(|| Text::same(words::clean(metric, words::NAME_LIMIT)));
        let name = format!("{}{}", name.get(lang), unit.get(lang));
        let factor = factor_of(dimension, lang);
        let medians = results.park.iter().filter_map(|park| park.stat(metric));
        let format = format_of(dimension, medians.map(|stat| factor * stat.p50));
        for park in &results.park {
            let Some(stat) = park.stat(metric) else { continue };
            let numbers = [stat.mean, stat.p05, stat.p25, stat.p50, stat.p75, stat.p95];
            let numbers = numbers.map(|number| Cell::Number(factor * number, format));
            rows.push([Cell::text(&name), year(park.year)].into_iter().chain(numbers).collect());
        }
    }
    let title = text!("园区逐年指标", "The park by year");
    Table { id: TableId::Park, title: title.get(lang).into(), columns: columns(heads, lang), rows }
}

/// Industries by year.
pub fn industries(results: &Results, lang: Lang) -> Table {
    let mut all = columns([(text!("产业", "Industry"), Words), (text!("年份", "Year"), Number)], lang);
    all.extend(columns(range_heads(&output_unit()), lang));
    all.extend(columns(
        [
            (text!("增速中位数", "median growth"), Number),
            (text!("企业数中位数", "enterprises, median"), Number),
        ],
        lang,
    ));
    let factor = words::output_in_unit(1.0, lang);
    let medians = results.industries.iter().flat_map(|one| &one.years).map(|one| factor * one.output.p50);
    let format = fixed(medians);
    let mut rows = Vec::new();
    for industry in &results.industries {
        for one in &industry.years {
            let growth = one.growth.stat().map(|stat| stat.p50);
            let mut row = vec![Cell::text(words::name(&industry.name, lang)), year(one.year)];
            row.extend(range_cells(&one.output, factor, format));
            row.push(Cell::maybe(growth, Format::Growth));
            row.push(Cell::Number(one.enterprises.p50, Format::Whole));
            rows.push(row);
        }
    }
    let title = text!("各产业产值", "Output of industries");
    Table { id: TableId::Industries, title: title.get(lang).into(), columns: all, rows }
}

/// How output of enterprises is shown, most of which make less than ten times 亿元.
fn of_enterprises(lang: Lang) -> Format {
    Format::Fixed(if lang == Lang::Zh { 2 } else { 3 })
}

/// Enterprises by year, with the probability of each threshold.
pub fn enterprises(results: &Results, lang: Lang) -> Table {
    let mut all = columns(
        [
            (text!("企业", "Enterprise"), Words),
            (text!("产业", "Industry"), Words),
            (text!("年份", "Year"), Number),
        ],
        lang,
    );
    all.extend(columns(range_heads(&output_unit()), lang));
    let first = results.enterprises.iter().flat_map(|one| &one.years).next();
    let mut thresholds: Vec<&String> = first.map(|year| year.at_least.keys().collect()).unwrap_or_default();
    let size = |key: &String| key.parse::<f64>().unwrap_or(f64::INFINITY);
    thresholds.sort_by(|a, b| size(a).total_cmp(&size(b)));
    all.extend(thresholds.iter().map(|key| {
        let amount = words::exact_output(size(key));
        let (zh, en) = (amount.zh, amount.en);
        let head = text!("达到{zh}的概率", "probability of {en}");
        Column { head: head.get(lang).into(), brief: None, kind: Number }
    }));
    let industry = |id: &str| {
        let known = results.industries.iter().find(|industry| industry.id == id);
        known.map_or_else(String::new, |industry| words::name(&industry.name, lang))
    };
    let factor = words::output_in_unit(1.0, lang);
    let mut rows = Vec::new();
    for enterprise in &results.enterprises {
        for one in &enterprise.years {
            let mut row = vec![
                Cell::text(words::name(&enterprise.name, lang)),
                Cell::text(industry(&enterprise.industry)),
                year(one.year),
            ];
            row.extend(range_cells(&one.output, factor, of_enterprises(lang)));
            row.extend(thresholds.iter().map(|key| {
                one.at_least
                    .get(*key)
                    .map_or(Cell::Empty, |share| Cell::share(*share, results.provenance.trials))
            }));
            rows.push(row);
        }
    }
    let title = text!("企业产值", "Output of enterprises");
    Table { id: TableId::Enterprises, title: title.get(lang).into(), columns: all, rows }
}

/// Known projects.
pub fn projects(results: &Results, lang: Lang) -> Option<Table> {
    let heads = [
        (text!("项目", "Project"), Words),
        (text!("开工的概率", "Probability of starting"), Number),
        (text!("投产的概率", "Probability of operating"), Number),
        (text!("终止的概率", "Probability of being lost"), Number),
        (text!("最可能的终止原因", "Most likely reason of loss"), Words),
        (
            text!(
                "开工月份中位数（模拟的第几个月）",
                "Month of start, median (counted from the first simulated one)"
            ),
            Number,
        ),
    ];
    let trials = results.provenance.trials;
    let row = |project: &crate::results::ProjectResult| {
        let lost: f64 = project.lost.values().sum();
        let reason = project.lost.iter().max_by(|a, b| a.1.total_cmp(b.1)).filter(|(_, p)| **p > 0.0);
        let reason = reason.map_or(Cell::Empty, |(reason, _)| {
            Cell::text(words::loss(reason, &results.scenario.resources).get(lang))
        });
        vec![
            Cell::text(words::name(&project.name, lang)),
            Cell::share(project.started, trials),
            Cell::share(project.operating, trials),
            Cell::share(lost, trials),
            reason,
            Cell::maybe(project.start_month.map(|stat: Stat| stat.p50), Format::Whole),
        ]
    };
    let rows: Vec<_> = results.projects.iter().map(row).collect();
    let title = text!("已知项目", "Known projects");
    (!rows.is_empty()).then(|| Table {
        id: TableId::Projects,
        title: title.get(lang).into(),
        columns: columns(heads, lang),
        rows,
    })
}

/// A figure of a month.
type Pick = fn(&MonthResult) -> &Stat;

/// Land and projects month by month.
pub fn months(results: &Results, lang: Lang) -> Option<Table> {
    let figures: [(Text, Pick); 5] = [
        (text!("累计盘活土地（亩）", "idle land reclaimed (mu)"), |month| &month.land_reclaimed),
        (text!("可供土地（亩）", "free land (mu)"), |month| &month.land_free),
        (text!("在用土地（亩）", "land in use (mu)"), |month| &month.land_occupied),
        (text!("等待要素的项目（个）", "projects waiting"), |month| &month.projects_waiting),
        (text!("累计投产项目（个）", "projects operating"), |month| &month.projects_operating),
    ];
    let mut all = columns([(text!("月份", "Month"), Words)], lang);
    for (name, _) in &figures {
        let (zh, en) = (&name.zh, &name.en);
        all.extend(columns(
            super::range::quantiles().map(|of| {
                let (of_zh, of_en) = (of.zh, of.en.to_lowercase());
                (text!("{zh}{of_zh}", "{en}, {of_en}"), Number)
            }),
            lang,
        ));
    }
    let row = |month: &MonthResult| {
        let cells = figures.iter().flat_map(|(_, pick)| range_cells(pick(month), 1.0, Format::Whole));
        [Cell::Month(words::clean(&month.month, 10))].into_iter().chain(cells).collect()
    };
    let rows: Vec<_> = results.months.iter().map(row).collect();
    let title = text!("逐月土地和项目", "Land and projects by month");
    (!rows.is_empty()).then(|| Table {
        id: TableId::Months,
        title: title.get(lang).into(),
        columns: all,
        rows,
    })
}

/// Distributions in full: quantiles down, figures across.
pub fn quantiles(results: &Results, lang: Lang) -> Option<Table> {
    let first = results.quantiles.first()?;
    let n = first.values.len();
    let shown: Vec<_> = results.quantiles.iter().filter(|one| one.values.len() == n).collect();
    let mut all = columns([(text!("分位", "quantile"), Number)], lang);
    all.extend(shown.iter().map(|one| {
        let (name, year) = (words::metric_name(&one.measure), one.year);
        let is_output = dimension_of(&one.measure) == Dimension::Output;
        let unit = if is_output { words::output_unit() } else { Text::same("") };
        let (zh, en, unit_zh, unit_en) = (name.zh, name.en, unit.zh, unit.en);
        Column {
            head: text!("{zh}（{year}）{unit_zh}", "{en} ({year}) {unit_en}").get(lang).trim().into(),
            brief: None,
            kind: Number,
        }
    }));
    let row = |i: usize| {
        let values = shown.iter().map(|one| {
            let dimension = dimension_of(&one.measure);
            let factor = factor_of(dimension, lang);
            Cell::Number(factor * one.values[i], format_of(dimension, one.values.iter().map(|x| factor * x)))
        });
        [Cell::Number((i as f64 + 0.5) / n as f64, Format::Percent)].into_iter().chain(values).collect()
    };
    let title = text!("分布（分位数）", "Distributions (quantiles)");
    Some(Table {
        id: TableId::Quantiles,
        title: title.get(lang).into(),
        columns: all,
        rows: (0..n).map(row).collect(),
    })
}
