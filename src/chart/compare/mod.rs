//! Charts of comparisons.

pub mod contributions;
pub mod delay;
mod even_odds;
pub mod frontier;
pub mod heatmap;
pub mod mixes;
mod names;
pub mod ridges;

use super::ChartError;
use super::canvas::Rect;
use super::font;
use super::page::{self, Heading, Sheet, Sketch};
use super::pen::Pen;
use super::theme::{THEME, Type};
use crate::compare::{Chance, Comparison, CriterionKind, OutcomeResult};
use crate::text::{Lang, Text, text};
use crate::words;

/// Alternatives that a chart shows; the rest stands in the tables.
const MOST_ROWS: usize = 24;

/// The places of the alternatives that are shown: the first so many, of which a sheet has room for rows of this height, the
/// reference and the headline's best, of all and within the budget, among them.
fn shown(results: &Comparison, sheet: &Sheet, row_height: f64) -> Vec<usize> {
    let chances = &results.outcomes[results.headline()].alternatives;
    let best = |among: &dyn Fn(usize) -> bool| {
        let these = (0..chances.len()).filter(|&a| among(a));
        these.max_by(|&a, &b| by_probability(&chances[a], &chances[b]))
    };
    let affordable = best(&|a| !results.alternatives[a].over_budget);
    let must = [Some(results.reference()), best(&|_| true), affordable];
    // Names of panels and an axis take some rows.
    let room = page::rows_of_panels(sheet, row_height).saturating_sub(3).max(4);
    let mut left =
        MOST_ROWS.min(room) - must.iter().flatten().collect::<std::collections::BTreeSet<_>>().len();
    let keep = |a: &usize| {
        let takes = must.contains(&Some(*a)) || left > 0;
        if takes && !must.contains(&Some(*a)) {
            left -= 1;
        }
        takes
    };
    (0..chances.len()).filter(keep).collect()
}

fn by_probability(a: &Chance, b: &Chance) -> std::cmp::Ordering {
    a.probability.probability.total_cmp(&b.probability.probability)
}

/// Rows, the reference aside, that findings choose from: what the budget allows where there is one, and the words
/// that say so; all of them where it allows none.
fn affordable(results: &Comparison, rows: &[usize]) -> (Vec<usize>, Text) {
    let others: Vec<usize> = rows.iter().copied().filter(|&a| a != results.reference()).collect();
    let within: Vec<usize> =
        others.iter().copied().filter(|&a| !results.alternatives[a].over_budget).collect();
    if within.is_empty() {
        return (others, Text::same(""));
    }
    (within, within_budget(results))
}

/// "预算内" where there is a budget.
fn within_budget(results: &Comparison) -> Text {
    if results.budget.is_some() { text!("预算内", " within the budget") } else { Text::same("") }
}

/// Words of a subtitle for alternatives that are not shown.
fn hidden(results: &Comparison, shown: usize) -> Text {
    match results.alternatives.len() - shown {
        0 => Text::same(""),
        n => {
            let s = if n == 1 { "" } else { "s" };
            text!("；另有{n}个方案未画，见表", "; {n} more alternative{s} in the tables")
        }
    }
}

/// Words of a subtitle for targets, goals and scores that are not shown.
fn hidden_outcomes(results: &Comparison, shown: usize) -> Text {
    match told_apart(results).count() - shown {
        0 => Text::same(""),
        n => {
            let s = if n == 1 { "" } else { "s" };
            text!("；另有{n}项目标未画，见表", "; {n} more column{s} in the tables")
        }
    }
}

/// The targets, goals and scores that are shown: the first so many, the headline last.
fn outcomes(results: &Comparison, most: usize) -> Vec<usize> {
    let headline = results.headline();
    let others = told_apart(results).filter(|&o| o != headline);
    let last = told_apart(results).filter(|&o| o == headline);
    others.take(most - 1).chain(last).collect()
}

/// Targets, goals and scores without those that say another's numbers again: of a single target, all targets together.
fn told_apart(results: &Comparison) -> impl Iterator<Item = usize> {
    let is_target = |one: &&OutcomeResult| one.kind == CriterionKind::Target;
    let is_alone = results.outcomes.iter().filter(is_target).count() == 1;
    let repeats =
        move |one: &OutcomeResult| is_alone && one.kind == CriterionKind::Goal && one.id == ALL_TARGETS;
    let outcomes = results.outcomes.iter().enumerate();
    outcomes.filter(move |(_, one)| !repeats(one)).map(|(o, _)| o)
}

/// The goal that is all targets together.
const ALL_TARGETS: &str = "all";

/// Width of the widest of some texts, px.
fn widest<'a>(texts: impl Iterator<Item = &'a str>, style: Type) -> f64 {
    texts.map(|text| font::width(text, style.weight, style.size)).fold(0.0, f64::max)
}

/// Width of the widest probability of all, px.
fn widest_value(results: &Comparison, lang: Lang) -> f64 {
    let chances = results.outcomes.iter().flat_map(|outcome| &outcome.alternatives);
    let said: Vec<Text> = chances.map(|chance| words::probability(&chance.probability)).collect();
    widest(said.iter().map(|text| text.get(lang)), THEME.strong)
}

/// The least and the largest of some numbers.
fn extent(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
}

/// An axis of probabilities that holds these with air about them.
fn probability_axis(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = extent(numbers);
    let air = (0.08 * (high - low)).max(0.002);
    ((low - air).max(0.0), (high + air).min(1.0))
}

/// Name of a target, with its year.
fn outcome_name(outcome: &OutcomeResult, lang: Lang) -> String {
    let name = words::name(&outcome.name, lang);
    outcome.year.map_or(name.clone(), |year| text!("{name}（{year}）", "{name} ({year})").get(lang).into())
}

/// A sheet with its finding, how to read it and what it says, whose body is at least `needed` px high.
fn sheet(
    sheet: &Sheet,
    (title, subtitle, reading): (Text, String, Text),
    needed: f64,
    draw: impl FnOnce(&Pen, Rect) -> Result<(), ChartError>,
) -> Result<Option<Sketch>, ChartError> {
    let lang = sheet.lang;
    let heading = Heading { title: title.get(lang).into(), subtitle, reading: reading.get(lang).into() };
    page::compose(sheet, heading, needed, draw).map(Some)
}

/// Probability of the headline under the reference and under the alternatives that may be the best, in words.
fn reading(results: &Comparison) -> Text {
    let outcome = &results.outcomes[results.headline()];
    let reference = words::probability(&outcome.alternatives[results.reference()].probability);
    let (zh, en) = (page::quoted(&outcome.name, Lang::Zh), page::quoted(&outcome.name, Lang::En));
    let best = (0..outcome.alternatives.len()).filter(|&a| outcome.alternatives[a].may_be_best);
    let said = |lang: Lang, between: &str| {
        let one = |a: usize| {
            let p = words::probability(&outcome.alternatives[a].probability);
            let name = page::quoted(&results.alternatives[a].name, lang);
            let p = p.get(lang);
            text!("{name}{p}", "{name} {p}").get(lang).to_owned()
        };
        best.clone().take(MOST_NAMED).map(one).collect::<Vec<_>>().join(between)
    };
    let (best_zh, best_en) = (said(Lang::Zh, "、"), said(Lang::En, ", "));
    let (ref_zh, ref_en) = (reference.zh, reference.en);
    if best_zh.is_empty() {
        return text!("{zh}的概率在参照下为{ref_zh}", "Under the reference the chance of {en} is {ref_en}");
    }
    let Text { zh: within_zh, en: within_en } = within_budget(results);
    text!(
        "{zh}的概率在参照下为{ref_zh}，在{within_zh}最有把握的方案下为{best_zh}。所有方案用同样的随机数，同一情景内相差只来自政策",
        "Under the reference the chance of {en} is {ref_en}; under what is likeliest to succeed{within_en}: {best_en}. All are tried on the same random numbers, so that within a scenario differences come from policies alone"
    )
}

/// Alternatives that the reading names.
const MOST_NAMED: usize = 3;

/// The finding about what matters most: which alternative is best, and by how much.
fn finding(results: &Comparison) -> Text {
    let outcome = &results.outcomes[results.headline()];
    let (zh, en) = (page::quoted(&outcome.name, Lang::Zh), page::quoted(&outcome.name, Lang::En));
    let reference = &outcome.alternatives[results.reference()];
    let from = words::probability(&reference.probability);
    let (from_zh, from_en) = (from.zh, from.en);
    let home = &results.alternatives[results.reference()].scenario;
    let candidates: Vec<usize> = (0..outcome.alternatives.len())
        .filter(|&a| outcome.alternatives[a].may_be_best && results.alternatives[a].scenario == *home)
        .collect();
    let told =
        |a: &usize| outcome.alternatives[*a].difference.is_some_and(|difference| difference.told_apart);
    let name = |a: usize, lang| page::quoted(&results.alternatives[a].name, lang);
    let best = candidates
        .iter()
        .copied()
        .max_by(|&a, &b| by_probability(&outcome.alternatives[a], &outcome.alternatives[b]));
    let within = within_budget(results);
    let (within_zh, within_en) = (within.zh, within.en);
    let Some(best) = best.filter(told) else {
        return text!(
            "{within_zh}没有哪个方案使{zh}的概率明显高于参照（{from_zh}）",
            "No alternative{within_en} makes {en} surely more likely than the reference ({from_en})"
        );
    };
    let to = words::probability(&outcome.alternatives[best].probability);
    let (to_zh, to_en, best_zh, best_en) = (to.zh, to.en, name(best, Lang::Zh), name(best, Lang::En));
    match candidates.len() {
        1 => text!(
            "{within_zh}{best_zh}最有把握：{zh}的概率从{from_zh}升到{to_zh}",
            "{best_en} is likeliest to succeed{within_en}: the chance of {en} rises from {from_en} to {to_en}"
        ),
        n => {
            let (others, s) = (n - 1, if n == 2 { "" } else { "s" });
            text!(
                "{within_zh}{best_zh}和另外{others}个方案概率最高且彼此差异不显著：{zh}的概率从{from_zh}升到{to_zh}左右",
                "The chance of {en} rises from {from_en} to about {to_en}{within_en}, with {best_en} or {others} other{s} not told from it"
            )
        }
    }
}
