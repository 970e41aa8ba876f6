//! Tables as CSV, for Excel and WPS: UTF-8 with a byte order mark, without which they misread Chinese; numbers as numbers.

use crate::compare::{Comparison, Difference, JudgedKind, Verdict};
use crate::results::Figure;
use crate::text::{Lang, Text, text};
use crate::words;

/// A file of one table.
type File = (String, Vec<u8>);

/// The tables of a comparison.
pub fn of_comparison(results: &Comparison, lang: Lang) -> Vec<File> {
    let mut files = vec![alternatives(results, lang), probabilities(results, lang), figures(results, lang)];
    if !results.contributions.is_empty() {
        files.push(contributions(results, lang));
        files.push(interactions(results, lang));
    }
    if !results.delays.is_empty() {
        files.push(delays(results, lang));
    }
    files
}

/// Writes a table. A text that begins as a formula would is set off by an apostrophe, so that it stays a text.
fn file(name: &str, head: &[Text], rows: Vec<Vec<Cell>>, lang: Lang) -> File {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let head = head.iter().map(|text| text.get(lang).to_owned());
    let rows = rows.into_iter().map(|row| row.into_iter().map(Cell::written).collect::<Vec<_>>());
    for row in std::iter::once(head.collect()).chain(rows) {
        // Writing to memory cannot fail, and all rows of a table have the same number of cells.
        writer.write_record(row).expect("rows of the same length");
    }
    (name.into(), writer.into_inner().expect("a writer to memory"))
}

/// A cell.
enum Cell {
    Text(String),
    Number(f64),
    Empty,
}

impl Cell {
    fn written(self) -> String {
        match self {
            Self::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
            Self::Empty => String::new(),
        }
    }
}

fn word(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn yes(is_so: bool, lang: Lang) -> Cell {
    let (yes, no) = (text!("是", "yes"), text!("否", "no"));
    word(if is_so { yes.get(lang) } else { no.get(lang) })
}

fn maybe(number: Option<f64>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}

fn alternatives(results: &Comparison, lang: Lang) -> File {
    let head = [
        text!("编号", "id"),
        text!("方案", "alternative"),
        text!("情景", "scenario"),
        text!("费用（万元）", "cost (10k yuan)"),
        text!("超出预算", "over budget"),
        text!("政策与力度", "policies and doses"),
    ];
    let row = |one: &crate::compare::AlternativeResult| {
        let doses: Vec<String> =
            one.doses.iter().map(|(policy, dose)| format!("{policy}={}", words::exact(*dose))).collect();
        vec![
            word(&one.id),
            word(words::name(&one.name, lang)),
            word(&one.scenario),
            Cell::Number(one.cost),
            yes(one.over_budget, lang),
            word(doses.join("; ")),
        ]
    };
    file("alternatives.csv", &head, results.alternatives.iter().map(row).collect(), lang)
}

fn kind(kind: JudgedKind) -> Text {
    match kind {
        JudgedKind::Target => text!("目标", "target"),
        JudgedKind::Goal => text!("组合目标", "goal"),
        JudgedKind::Score => text!("考核得分", "score"),
    }
}

fn probabilities(results: &Comparison, lang: Lang) -> File {
    let head = [
        text!("类别", "kind"),
        text!("目标编号", "target id"),
        text!("目标", "target"),
        text!("年份", "year"),
        text!("方案编号", "alternative id"),
        text!("方案", "alternative"),
        text!("费用（万元）", "cost (10k yuan)"),
        text!("概率", "probability"),
        text!("概率95%下限", "probability 95% low"),
        text!("概率95%上限", "probability 95% high"),
        text!("与参照相差", "difference"),
        text!("相差95%下限", "difference 95% low"),
        text!("相差95%上限", "difference 95% high"),
        text!("由不达到变为达到（次）", "trials gained"),
        text!("由达到变为不达到（次）", "trials lost"),
        text!("配对增益（倍）", "gain of pairing"),
        text!("与参照可分", "told apart"),
        text!("每百分点费用（万元）", "cost a point (10k yuan)"),
        text!("最优的可能", "chance of being best"),
        text!("可能最优", "may be best"),
        text!("有效前沿", "efficient"),
        text!("被此方案压过", "dominated by"),
    ];
    let mut rows = Vec::new();
    for outcome in &results.outcomes {
        for (one, chance) in results.alternatives.iter().zip(&outcome.alternatives) {
            let [low, high] = chance.probability.ci95;
            let of = |pick: fn(&Difference) -> f64| maybe(chance.difference.as_ref().map(pick));
            rows.push(vec![
                word(kind(outcome.kind).get(lang)),
                word(&outcome.id),
                word(words::name(&outcome.name, lang)),
                maybe(outcome.year.map(f64::from)),
                word(&one.id),
                word(words::name(&one.name, lang)),
                Cell::Number(one.cost),
                Cell::Number(chance.probability.probability),
                Cell::Number(low),
                Cell::Number(high),
                of(|difference| difference.difference),
                of(|difference| difference.ci95[0]),
                of(|difference| difference.ci95[1]),
                of(|difference| difference.gained as f64),
                of(|difference| difference.lost as f64),
                maybe(chance.difference.and_then(|difference| difference.pairing_gain)),
                chance.difference.map_or(Cell::Empty, |difference| yes(difference.told_apart, lang)),
                maybe(chance.cost_per_point.map(|cost| cost.cost)),
                maybe(chance.best),
                yes(chance.may_be_best, lang),
                yes(chance.efficient, lang),
                chance.dominated_by.as_ref().map_or(Cell::Empty, word),
            ]);
        }
    }
    file("probabilities.csv", &head, rows, lang)
}

fn figures(results: &Comparison, lang: Lang) -> File {
    let head = [
        text!("方案编号", "alternative id"),
        text!("方案", "alternative"),
        text!("年份", "year"),
        text!("指标", "figure"),
        text!("名称", "name"),
        text!("平均", "mean"),
        text!("标准差", "sd"),
        text!("5%", "5%"),
        text!("25%", "25%"),
        text!("中位数", "median"),
        text!("75%", "75%"),
        text!("95%", "95%"),
    ];
    let mut rows = Vec::new();
    for (one, figures) in results.alternatives.iter().zip(&results.figures.alternatives) {
        for (metric, figure) in figures {
            let Figure::Defined(stat) = figure else { continue };
            let name = words::figure_name(&format!("park.{metric}"));
            let mut row = vec![
                word(&one.id),
                word(words::name(&one.name, lang)),
                Cell::Number(f64::from(results.figures.year)),
                word(metric),
                word(name.get(lang)),
            ];
            row.extend(
                [stat.mean, stat.sd, stat.p05, stat.p25, stat.p50, stat.p75, stat.p95].map(Cell::Number),
            );
            rows.push(row);
        }
    }
    file("figures.csv", &head, rows, lang)
}

fn contributions(results: &Comparison, lang: Lang) -> File {
    let head = [
        text!("组合", "mix"),
        text!("目标编号", "target id"),
        text!("政策编号", "policy id"),
        text!("政策", "policy"),
        text!("力度", "dose"),
        text!("费用（万元）", "cost (10k yuan)"),
        text!("贡献", "contribution"),
        text!("95%下限", "95% low"),
        text!("95%上限", "95% high"),
    ];
    let mut rows = Vec::new();
    for one in &results.contributions {
        for outcome in &one.outcomes {
            for (policy, share) in one.policies.iter().zip(&outcome.policies) {
                rows.push(vec![
                    word(&one.mix),
                    word(&outcome.id),
                    word(&policy.id),
                    word(words::name(&policy.name, lang)),
                    Cell::Number(policy.dose),
                    Cell::Number(policy.cost),
                    Cell::Number(share.value),
                    Cell::Number(share.ci95[0]),
                    Cell::Number(share.ci95[1]),
                ]);
            }
        }
    }
    file("contributions.csv", &head, rows, lang)
}

fn interactions(results: &Comparison, lang: Lang) -> File {
    let head = [
        text!("组合", "mix"),
        text!("目标编号", "target id"),
        text!("政策", "policy"),
        text!("另一政策", "other policy"),
        text!("相互作用", "interaction"),
        text!("95%下限", "95% low"),
        text!("95%上限", "95% high"),
        text!("判断", "verdict"),
    ];
    let verdict = |verdict| match verdict {
        Verdict::Help => text!("促进", "help"),
        Verdict::Hinder => text!("抵消", "hinder"),
        Verdict::Open => text!("分不出", "open"),
    };
    let mut rows = Vec::new();
    for one in &results.contributions {
        for outcome in &one.outcomes {
            for pair in &outcome.pairs {
                rows.push(vec![
                    word(&one.mix),
                    word(&outcome.id),
                    word(&pair.policies[0]),
                    word(&pair.policies[1]),
                    Cell::Number(pair.value),
                    Cell::Number(pair.ci95[0]),
                    Cell::Number(pair.ci95[1]),
                    word(verdict(pair.verdict).get(lang)),
                ]);
            }
        }
    }
    file("interactions.csv", &head, rows, lang)
}

fn delays(results: &Comparison, lang: Lang) -> File {
    let head = [
        text!("政策", "policy"),
        text!("目标编号", "target id"),
        text!("开始", "begins"),
        text!("概率", "probability"),
        text!("95%下限", "95% low"),
        text!("95%上限", "95% high"),
        text!("比立即开始相差", "against at once"),
        text!("相差95%下限", "difference 95% low"),
        text!("相差95%上限", "difference 95% high"),
    ];
    let never = text!("不采取", "never");
    let mut rows = Vec::new();
    for one in &results.delays {
        for outcome in &one.outcomes {
            let months = one.months.iter().map(String::as_str).chain([never.get(lang)]);
            let chances = outcome.months.iter().chain([&outcome.never]);
            let lost = std::iter::once(None).chain(outcome.lost.iter().map(Some)).chain([None]);
            for ((month, chance), lost) in months.zip(chances).zip(lost) {
                rows.push(vec![
                    word(&one.policy),
                    word(&outcome.id),
                    word(month),
                    Cell::Number(chance.probability),
                    Cell::Number(chance.ci95[0]),
                    Cell::Number(chance.ci95[1]),
                    maybe(lost.map(|lost| lost.difference)),
                    maybe(lost.map(|lost| lost.ci95[0])),
                    maybe(lost.map(|lost| lost.ci95[1])),
                ]);
            }
        }
    }
    file("delays.csv", &head, rows, lang)
}
