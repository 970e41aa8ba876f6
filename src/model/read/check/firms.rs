//! Enterprises and projects whose numbers do not fit together, or not with the others': one column of their row is in another
//! unit.

use super::super::fields::{Fields, entries};
use super::super::node::{Origin, Table};
use super::super::problem::{Problem, Problems};
use super::present::Size;
use crate::scenario::units::WAN_PER_YI;
use crate::scenario::{Enterprise, EnterpriseMetric, Project, Scenario};
use crate::text::{Text, exact, text};
use std::ops::RangeInclusive;

/// How far from the roster's median each ratio of an enterprise may be. Real ones differ by a hundred; square metres taken
/// for 亩 make 667, 万元 taken for 亿元 ten thousand.
const PER_MU: f64 = 300.0;
/// The same for tax as a share of output.
const TAX: f64 = 1_000.0;
/// The same for output alone, which differs most.
const OUTPUT: f64 = 3_000.0;
/// Medians of fewer enterprises say little.
const FEWEST: usize = 3;
/// Most names that are shown.
const SHOWN: usize = 20;

/// Output per 亩 of real parks, 万元/亩: a median outside is in another unit.
const USUAL_PER_MU: RangeInclusive<f64> = 0.5..=50_000.0;
/// The same of a single enterprise, which may be nearly idle, or stand on hardly any ground.
const POSSIBLE_PER_MU: RangeInclusive<f64> = 0.01..=200_000.0;
/// Tax as a share of output of real parks.
const USUAL_TAX: RangeInclusive<f64> = 1e-5..=1.0;
/// The same of a single enterprise: next to nothing, but not more than its output.
const POSSIBLE_TAX: RangeInclusive<f64> = 0.0..=1.0;

/// Ratios of an enterprise; `None` where a number is missing.
struct Ratios {
    output: Option<f64>,
    /// Output per 亩, 万元/亩.
    per_mu: Option<f64>,
    /// Own tax as a share of output.
    tax: Option<f64>,
}

impl Ratios {
    fn of(size: Size, own_tax: Option<f64>) -> Self {
        let above_zero = |number: f64| (number > 0.0 && number.is_finite()).then_some(number);
        let output = above_zero(size.output);
        Self {
            output,
            per_mu: output.and_then(|_| above_zero(size.of_metric(EnterpriseMetric::OutputPerMu))),
            tax: output.zip(own_tax.and_then(above_zero)).map(|(output, tax)| tax / (output * WAN_PER_YI)),
        }
    }
}

/// Checks all enterprises and projects, and says what looks wrong of all of them at once.
pub(super) fn check(document: &Table, scenario: &Scenario, out: &mut Problems) {
    let of_enterprise = |enterprise: &Enterprise| {
        let own_tax = enterprise.tax.as_ref().map(|tax| tax.median());
        (enterprise.name.name.clone(), Ratios::of(Size::of_enterprise(enterprise, scenario), own_tax))
    };
    let enterprises: Vec<(String, Ratios)> = scenario.enterprises.iter().map(of_enterprise).collect();
    let medians = Ratios {
        output: median(enterprises.iter().filter_map(|(_, ratios)| ratios.output)),
        per_mu: median(enterprises.iter().filter_map(|(_, ratios)| ratios.per_mu)),
        tax: median(enterprises.iter().filter_map(|(_, ratios)| ratios.tax)),
    };
    let list = entries(document, "enterprises");
    if let (Some(found), Some(first)) = (whole_column(&medians), list.first()) {
        // What is odd beside such medians cannot be told.
        out.push(Problem::warning(first.origin, "enterprises", found).remedy(units()));
        return;
    }
    let all = text!(
        "户企业的数与其他企业相差悬殊",
        "enterprises have numbers hundreds or thousands of times off those of the others"
    );
    report(&odd(&list, &enterprises, &medians), "enterprises", &all, &medians, out);
    let of_project = |project: &Project| {
        (project.name.name.clone(), Ratios::of(Size::of_project(project, scenario), None))
    };
    let projects: Vec<(String, Ratios)> = scenario.projects.iter().map(of_project).collect();
    let all = text!(
        "个项目的数与现有企业相差悬殊",
        "projects have numbers hundreds or thousands of times off those of the enterprises"
    );
    report(&odd(&entries(document, "projects"), &projects, &medians), "projects", &all, &medians, out);
}

/// Those of a list that are odd, with what is odd about them.
fn odd(list: &[Fields<'_>], all: &[(String, Ratios)], medians: &Ratios) -> Vec<(Origin, Text)> {
    let odd = list.iter().zip(all);
    odd.filter_map(|(entry, (name, ratios))| Some((entry.origin, oddity(name, ratios, medians)?))).collect()
}

/// The middle one; `None` where there are too few to say what is usual.
fn median(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    (numbers.len() >= FEWEST).then(|| numbers[(numbers.len() - 1) / 2])
}

/// What is wrong with the roster as a whole, where its medians are those of no park.
fn whole_column(medians: &Ratios) -> Option<Text> {
    let per_mu = medians.per_mu.filter(|per_mu| !USUAL_PER_MU.contains(per_mu));
    let tax = medians.tax.filter(|tax| !USUAL_TAX.contains(tax));
    if let Some(per_mu) = per_mu.map(rounded) {
        return Some(text!(
            "企业亩均产值的中位数为 {per_mu}万元/亩，不像实际",
            "the enterprises' median output per mu is {per_mu}万元/亩, which no park has"
        ));
    }
    let percent = rounded(tax? * 100.0);
    Some(text!(
        "企业税收占产值的中位数为 {percent}%，不像实际",
        "the median of the enterprises' tax is {percent}% of output, which no park has"
    ))
}

/// An enterprise or project with the number that is furthest off, if any is too far.
fn oddity(name: &str, own: &Ratios, medians: &Ratios) -> Option<Text> {
    let is_off = |own: Option<f64>, usual: Option<f64>, most: f64, possible: RangeInclusive<f64>| {
        own.is_some_and(|own| {
            let times = usual.map_or(1.0, |usual| own / usual);
            times.max(1.0 / times) >= most || !possible.contains(&own)
        })
    };
    if is_off(own.per_mu, medians.per_mu, PER_MU, POSSIBLE_PER_MU) {
        let per_mu = rounded(own.per_mu?);
        return Some(text!("{name}（亩均产值 {per_mu}万元/亩）", "{name} (output per mu {per_mu}万元/亩)"));
    }
    if is_off(own.tax, medians.tax, TAX, POSSIBLE_TAX) {
        let percent = rounded(own.tax? * 100.0);
        return Some(text!("{name}（税收为产值的 {percent}%）", "{name} (tax {percent}% of output)"));
    }
    if is_off(own.output, medians.output, OUTPUT, 0.0..=f64::INFINITY) {
        let output = rounded(own.output?);
        return Some(text!("{name}（产值 {output}亿元）", "{name} (output {output}亿元)"));
    }
    None
}

/// Says of all that are odd at once what `all` says of one.
fn report(odd: &[(Origin, Text)], path: &str, all: &Text, medians: &Ratios, out: &mut Problems) {
    let Some((first, _)) = odd.first() else { return };
    let (count, Text { zh: all_zh, en: all_en }) = (odd.len(), all);
    let names = |of: fn(&Text) -> &str, separator: &str| {
        let more = if count > SHOWN { "…" } else { "" };
        odd.iter().take(SHOWN).map(|(_, text)| of(text)).collect::<Vec<_>>().join(separator) + more
    };
    let zh = format!("{all_zh}：{}", names(|text| &text.zh, "、"));
    let en = format!("{all_en}: {}", names(|text| &text.en, ", "));
    let found = text!("{count} {zh}", "{count} {en}");
    let mut problem = Problem::warning(*first, path, found).remedy(units());
    let usual = usual(medians);
    if !usual.zh.is_empty() {
        problem = problem.allowed(usual);
    }
    out.push(problem);
}

/// What is usual in the roster.
fn usual(medians: &Ratios) -> Text {
    let shown = |number: Option<f64>, text: fn(String) -> Text| number.map(|number| text(rounded(number)));
    let parts = [
        shown(medians.output, |number| text!("产值 {number}亿元", "output {number}亿元")),
        shown(medians.per_mu, |number| text!("亩均产值 {number}万元/亩", "output per mu {number}万元/亩")),
        shown(medians.tax.map(|tax| tax * 100.0), |number| {
            text!("税收占产值 {number}%", "tax {number}% of output")
        }),
    ];
    let parts: Vec<&Text> = parts.iter().flatten().collect();
    if parts.is_empty() {
        return Text::same("");
    }
    let zh = parts.iter().map(|part| part.zh.as_str()).collect::<Vec<_>>().join("，");
    let en = parts.iter().map(|part| part.en.as_str()).collect::<Vec<_>>().join(", ");
    text!("中位数：{zh}", "medians: {en}")
}

fn units() -> Text {
    text!(
        "核对产值、用地、税收的单位（亿元、万元、元；亩、平方米）；若属实，不必改动",
        "check the units of output, land and tax (亿元, 万元, 元; 亩, 平方米); if they are right, nothing need change"
    )
}

/// Three significant digits are enough to see what is off.
fn rounded(number: f64) -> String {
    exact(format!("{number:.2e}").parse().unwrap_or(number))
}
