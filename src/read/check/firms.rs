//! Enterprises whose numbers do not fit together, or not with the others': one column of their row is in another unit.

use super::super::fields::{Fields, entries};
use super::super::node::Table;
use super::super::problem::{Problem, Problems};
use super::present::Size;
use crate::scenario::units::WAN_PER_YI;
use crate::scenario::{Enterprise, EnterpriseMetric, Scenario};
use crate::text::{Text, exact, text};

/// How far from the roster's median each ratio of an enterprise may be. Real ones differ by a hundred; square metres taken
/// for 亩 make 667, 万元 taken for 亿元 ten thousand.
const PER_MU: f64 = 500.0;
/// The same for tax as a share of output.
const TAX: f64 = 1_000.0;
/// The same for output alone, which differs most.
const OUTPUT: f64 = 3_000.0;
/// Medians of fewer enterprises say little.
const FEWEST: usize = 3;
/// Most names that are shown.
const SHOWN: usize = 20;

/// Output per 亩 of real parks, 万元/亩: a median outside is in another unit.
const PLAUSIBLE_PER_MU: std::ops::RangeInclusive<f64> = 0.5..=50_000.0;
/// Tax as a share of output of real parks.
const PLAUSIBLE_TAX: std::ops::RangeInclusive<f64> = 1e-5..=1.0;

/// Ratios of an enterprise; `None` where a number is missing.
struct Ratios {
    output: Option<f64>,
    /// Output per 亩, 万元/亩.
    per_mu: Option<f64>,
    /// Own tax as a share of output.
    tax: Option<f64>,
}

impl Ratios {
    fn of(enterprise: &Enterprise, scenario: &Scenario) -> Self {
        let size = Size::of_enterprise(enterprise, scenario);
        let above_zero = |number: f64| (number > 0.0 && number.is_finite()).then_some(number);
        let output = above_zero(size.output);
        let own_tax = enterprise.tax.as_ref().map(|tax| tax.median()).and_then(above_zero);
        Self {
            output,
            per_mu: output.and_then(|_| above_zero(size.of_metric(EnterpriseMetric::OutputPerMu))),
            tax: output.zip(own_tax).map(|(output, tax)| tax / (output * WAN_PER_YI)),
        }
    }
}

/// Checks all enterprises, and says what looks wrong of all of them at once.
pub(super) fn check(document: &Table, scenario: &Scenario, out: &mut Problems) {
    let list = entries(document, "enterprises");
    let ratios: Vec<Ratios> = scenario.enterprises.iter().map(|e| Ratios::of(e, scenario)).collect();
    let medians = Ratios {
        output: median(ratios.iter().filter_map(|ratio| ratio.output)),
        per_mu: median(ratios.iter().filter_map(|ratio| ratio.per_mu)),
        tax: median(ratios.iter().filter_map(|ratio| ratio.tax)),
    };
    let column = whole_column(&medians);
    if let (Some(found), Some(first)) = (&column, list.first()) {
        out.push(Problem::warning(first.origin, "enterprises", found.clone()).remedy(units()));
    }
    let odd: Vec<(&Fields<'_>, Text)> = list
        .iter()
        .zip(&ratios)
        .zip(&scenario.enterprises)
        .filter_map(|((entry, ratios), enterprise)| {
            Some((entry, oddity(&enterprise.name.name, ratios, &medians, column.is_some())?))
        })
        .collect();
    report(&odd, &medians, out);
}

/// The middle one; `None` where there are too few to say what is usual.
fn median(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    (numbers.len() >= FEWEST).then(|| numbers[(numbers.len() - 1) / 2])
}

/// What is wrong with the roster as a whole, where its medians are those of no park.
fn whole_column(medians: &Ratios) -> Option<Text> {
    let per_mu = medians.per_mu.filter(|per_mu| !PLAUSIBLE_PER_MU.contains(per_mu));
    let tax = medians.tax.filter(|tax| !PLAUSIBLE_TAX.contains(tax));
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

/// An enterprise with the number that is furthest off, if any is too far.
fn oddity(name: &str, own: &Ratios, medians: &Ratios, is_column_odd: bool) -> Option<Text> {
    let off = |own: Option<f64>, usual: Option<f64>, most: f64| {
        let times = own? / usual?;
        (times.max(1.0 / times) >= most).then_some(())
    };
    if off(own.per_mu, medians.per_mu, PER_MU).is_some() {
        let per_mu = rounded(own.per_mu?);
        return Some(text!("{name}（亩均产值 {per_mu}万元/亩）", "{name} (output per mu {per_mu}万元/亩)"));
    }
    let is_beyond_output = own.tax.is_some_and(|tax| tax > *PLAUSIBLE_TAX.end()) && !is_column_odd;
    if is_beyond_output || off(own.tax, medians.tax, TAX).is_some() {
        let percent = rounded(own.tax? * 100.0);
        return Some(text!("{name}（税收为产值的 {percent}%）", "{name} (tax {percent}% of output)"));
    }
    off(own.output, medians.output, OUTPUT)?;
    let output = rounded(own.output?);
    Some(text!("{name}（产值 {output}亿元）", "{name} (output {output}亿元)"))
}

fn report(odd: &[(&Fields<'_>, Text)], medians: &Ratios, out: &mut Problems) {
    let Some((first, _)) = odd.first() else { return };
    let count = odd.len();
    let names = |of: fn(&Text) -> &str, separator: &str| {
        odd.iter().take(SHOWN).map(|(_, text)| of(text)).collect::<Vec<_>>().join(separator)
    };
    let (mut zh, mut en) = (names(|text| &text.zh, "、"), names(|text| &text.en, ", "));
    if count > SHOWN {
        zh.push('…');
        en.push('…');
    }
    let found = text!(
        "{count} 户企业的数与其他企业差上千倍：{zh}",
        "numbers a thousand times off those of the others: {en} ({count} in all)"
    );
    let mut problem = Problem::warning(first.origin, "enterprises", found).remedy(units());
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
