//! The roster of `published-2023.toml`: 71 enterprises that do not exist, with sums that were published.
//!
//! Published are, for each industry, the number of above-scale enterprises and their output of January to
//! August 2023, and the park's tax. Who they are and how large each is was not. So sizes are drawn once, at a
//! fixed seed, and scaled so that every published sum is met to the last 万元.

use parkcast::random::StreamKey;
use rand_distr::{Distribution, LogNormal};
use std::fmt::Write;

/// The date of the notice that the figures stand in: 2023-11-13.
const SEED: u64 = 20_231_113;

/// An above-scale enterprise makes at least 2,000 万元 a year.
const ABOVE_SCALE_WAN: u64 = 2_000;

/// An industry as published.
struct Industry {
    id: &'static str,
    name: &'static str,
    name_en: &'static str,
    enterprises: usize,
    /// Output of January to August, 万元.
    output_to_august_wan: u64,
}

/// The last is what remains of the park's 71 enterprises and 104.85 亿元.
const INDUSTRIES: [Industry; 5] = [
    industry("textile", "纺织鞋服", "Textiles", 13, 410_300),
    industry("food", "健康食品", "Food", 23, 280_800),
    industry("battery", "新能源电池", "Batteries", 2, 4_900),
    industry("machinery", "机械制造", "Machinery", 12, 176_900),
    industry("other", "其他产业", "Other", 21, 175_600),
];

/// The park's tax of January to August, 万元.
const TAX_TO_AUGUST_WAN: u64 = 23_300;

/// Assumption: the standard deviation of the logarithm of size among the enterprises of an industry.
const SIZE_SIGMA: f64 = 1.2;

/// Assumption: output per 亩, 万元: its median and the standard deviation of its logarithm, which puts nine in
/// ten between 110 and 350.
const OUTPUT_PER_MU_WAN: (f64, f64) = (200.0, 0.35);

/// Assumption: standard deviation of the logarithm of an enterprise's tax as a share of its output.
const TAX_SIGMA: f64 = 0.3;

const fn industry(
    id: &'static str,
    name: &'static str,
    name_en: &'static str,
    enterprises: usize,
    output_to_august_wan: u64,
) -> Industry {
    Industry { id, name, name_en, enterprises, output_to_august_wan }
}

/// The roster as CSV with a byte order mark, by which Excel and WPS know UTF-8.
pub fn roster() -> String {
    let outputs: Vec<Vec<u64>> = INDUSTRIES.iter().map(outputs_wan).collect();
    let taxes = taxes_wan(&outputs);
    let mut text = String::from("\u{feff}企业名称,英文名称,行业,产值(亿元),用地(亩),税收(万元)\n");
    let mut taxes = taxes.iter();
    for (industry, outputs) in INDUSTRIES.iter().zip(&outputs) {
        let per_mu = draws(industry.id, "output per mu", industry.enterprises, OUTPUT_PER_MU_WAN.1);
        for (i, ((&output, per_mu), tax)) in outputs.iter().zip(per_mu).zip(taxes.by_ref()).enumerate() {
            let (name, name_en, number) = (industry.name, industry.name_en, i + 1);
            let (yi, wan) = (output / 10_000, output % 10_000);
            let land_mu = (output as f64 / (OUTPUT_PER_MU_WAN.0 * per_mu)).round();
            writeln!(text, "{name}{number:02},{name_en} {number:02},{name},{yi}.{wan:04},{land_mu},{tax}")
                .expect("a String takes all that is written");
        }
    }
    text
}

/// Outputs of the year 2023, 万元, the largest first: January to August times 12/8, of which every enterprise
/// has the 2,000 万元 that put it on the list and a share of the rest in proportion to its draw.
fn outputs_wan(industry: &Industry) -> Vec<u64> {
    let total = annual(industry.output_to_august_wan);
    let mut weights = draws(industry.id, "size", industry.enterprises, SIZE_SIGMA);
    weights.sort_by(|a, b| b.total_cmp(a));
    let floor = ABOVE_SCALE_WAN * industry.enterprises as u64;
    shares(total - floor, &weights).into_iter().map(|share| ABOVE_SCALE_WAN + share).collect()
}

/// Taxes of the year 2023, 万元, in the roster's order: in proportion to output, up to a draw.
fn taxes_wan(outputs: &[Vec<u64>]) -> Vec<u64> {
    let weights: Vec<f64> = INDUSTRIES
        .iter()
        .zip(outputs)
        .flat_map(|(industry, outputs)| {
            let rates = draws(industry.id, "tax", industry.enterprises, TAX_SIGMA);
            outputs.iter().zip(rates).map(|(&output, rate)| output as f64 * rate).collect::<Vec<_>>()
        })
        .collect();
    shares(annual(TAX_TO_AUGUST_WAN), &weights)
}

/// Eight months as a year.
const fn annual(to_august: u64) -> u64 {
    to_august * 12 / 8
}

/// Lognormal draws of median 1, one for each enterprise of an industry.
fn draws(industry: &str, purpose: &str, count: usize, sigma: f64) -> Vec<f64> {
    let law = LogNormal::new(0.0, sigma).expect("the sigmas above are finite");
    let key = StreamKey::new(SEED, "rosters", industry, purpose);
    (0..count as u64).map(|i| law.sample(&mut key.words(i, 0))).collect()
}

/// `total` in whole parts in proportion to `weights`: all rounded down, and what is left over given to those
/// that lost most.
fn shares(total: u64, weights: &[f64]) -> Vec<u64> {
    let sum: f64 = weights.iter().sum();
    let exact: Vec<f64> = weights.iter().map(|weight| total as f64 * weight / sum).collect();
    let mut parts: Vec<u64> = exact.iter().map(|part| part.floor() as u64).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|&a, &b| exact[b].fract().total_cmp(&exact[a].fract()));
    let left_over = (total - parts.iter().sum::<u64>()) as usize;
    for &i in &order[..left_over] {
        parts[i] += 1;
    }
    parts
}
