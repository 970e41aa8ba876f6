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
use std::collections::BTreeSet;

/// Alternatives that a chart shows; the rest stands in the tables.
const MOST_ROWS: usize = 24;

/// The places of the alternatives that are shown: the first so many, of which a sheet has room for rows of this height, the
/// reference and the answer among them.
fn shown(results: &Comparison, sheet: &Sheet, row_height: f64) -> Vec<usize> {
    let chances = &results.outcomes[results.headline()].alternatives;
    let choice = results.choice();
    let answer = choice.into_iter().flat_map(|choice| [Some(choice.best), choice.thrifty]).flatten();
    let must: BTreeSet<usize> = std::iter::once(results.reference()).chain(answer).collect();
    // Names of panels and an axis take some rows.
    let room = page::rows_of_panels(sheet, row_height).saturating_sub(3).max(4);
    let mut left = MOST_ROWS.min(room) - must.len();
    let keep = |a: &usize| {
        let takes = must.contains(a) || left > 0;
        if takes && !must.contains(a) {
            left -= 1;
        }
        takes
    };
    (0..chances.len()).filter(keep).collect()
}

fn by_probability(a: &Chance, b: &Chance) -> std::cmp::Ordering {
    a.probability.probability.total_cmp(&b.probability.probability)
}

/// Alternatives, the reference aside, that the budget allows, and the words that say so; all of them where it allows none.
fn affordable(results: &Comparison) -> (Vec<usize>, Text) {
    let others: Vec<usize> = (0..results.alternatives.len()).filter(|&a| a != results.reference()).collect();
    let within: Vec<usize> =
        others.iter().copied().filter(|&a| !results.alternatives[a].over_budget).collect();
    if within.is_empty() {
        return (others, Text::same(""));
    }
    (within, within_budget(results))
}

/// "所列方案中", of those within the budget where there is one.
fn of_those_listed(results: &Comparison) -> Text {
    if results.budget.is_some() {
        text!("预算内所列方案中", " of those listed within the budget")
    } else {
        text!("所列方案中", " of those listed")
    }
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
            if results.is_choice() {
                text!("；另有{n}个方案未画，见表", "; {n} more alternative{s} in the tables")
            } else {
                text!("；另有{n}个情景未画，见表", "; {n} more scenario{s} in the tables")
            }
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

/// Probability of the headline under the reference and under the answer, in words; of scenarios alone under each.
fn reading(results: &Comparison) -> Text {
    let outcome = &results.outcomes[results.headline()];
    let p = |a: usize| words::probability(&outcome.alternatives[a].probability);
    let reference = p(results.reference());
    let (zh, en) = (page::quoted(&outcome.name, Lang::Zh), page::quoted(&outcome.name, Lang::En));
    let (ref_zh, ref_en) = (reference.zh, reference.en);
    if !results.is_choice() {
        let each = |lang: Lang, between: &str| {
            let one = |a: usize| {
                let (name, p) = (page::quoted(&results.alternatives[a].name, lang), p(a));
                let p = p.get(lang);
                text!("{name}{p}", "{name} {p}").get(lang).to_owned()
            };
            (0..results.alternatives.len()).take(MOST_NAMED).map(one).collect::<Vec<_>>().join(between)
        };
        let (each_zh, each_en) = (each(Lang::Zh, "、"), each(Lang::En, ", "));
        return text!(
            "{zh}的概率：{each_zh}。各情景用同样的随机数，相差只来自情景之间的变动",
            "The chance of {en}: {each_en}. All are tried on the same random numbers, so that differences come from what the scenarios change"
        );
    }
    let Some(best) = results.choice().map(|choice| choice.best).filter(|&best| best != results.reference())
    else {
        return text!("{zh}的概率在参照下为{ref_zh}", "Under the reference the chance of {en} is {ref_en}");
    };
    let (best_zh, best_en) = (named(results, best, Lang::Zh), named(results, best, Lang::En));
    let Text { zh: p_zh, en: p_en } = p(best);
    let Text { zh: listed_zh, en: listed_en } = of_those_listed(results);
    text!(
        "{zh}的概率在参照下为{ref_zh}，在{listed_zh}最有把握的{best_zh}下为{p_zh}。所有方案用同样的随机数，同一情景内相差只来自政策",
        "Under the reference the chance of {en} is {ref_en}; under the likeliest{listed_en}, {best_en}, it is {p_en}. All are tried on the same random numbers, so that within a scenario differences come from policies alone"
    )
}

/// Scenarios that the reading names.
const MOST_NAMED: usize = 6;

/// Name of an alternative within a sentence.
fn named(results: &Comparison, a: usize, lang: Lang) -> String {
    page::quoted(&results.alternatives[a].name, lang)
}

/// `true` if the headline is told apart from its probability under the reference.
fn is_told(results: &Comparison, a: usize) -> bool {
    let chance = &results.outcomes[results.headline()].alternatives[a];
    chance.difference.is_some_and(|difference| difference.told_apart)
}

/// The finding about what matters most: which alternative is best, by how much, and what is nearly as good for less.
fn finding(results: &Comparison) -> Text {
    if !results.is_choice() {
        return what_if(results);
    }
    let chances = &results.outcomes[results.headline()].alternatives;
    let goal = &results.outcomes[results.headline()].name;
    let (zh, en) = (page::quoted(goal, Lang::Zh), page::quoted(goal, Lang::En));
    let Text { zh: listed_zh, en: listed_en } = of_those_listed(results);
    let from = words::probability(&chances[results.reference()].probability);
    let (from_zh, from_en) = (from.zh, from.en);
    let is_gain = |best: usize| {
        let difference = chances[best].difference;
        difference.is_some_and(|difference| difference.told_apart && difference.difference > 0.0)
    };
    let Some(choice) = results.choice().filter(|choice| is_gain(choice.best)) else {
        return text!(
            "{listed_zh}没有哪个使{zh}的概率明显高于参照（{from_zh}）",
            "None{listed_en} makes {en} surely more likely than the reference ({from_en})"
        );
    };
    let best = choice.best;
    let to = words::probability(&chances[best].probability);
    let (to_zh, to_en) = (to.zh, to.en);
    let (best_zh, best_en) = (named(results, best, Lang::Zh), named(results, best, Lang::En));
    let Text { zh: less_zh, en: less_en } = thrifty(results);
    text!(
        "{listed_zh}{best_zh}最有把握：{zh}的概率从{from_zh}升到{to_zh}{less_zh}",
        "{best_en} is the likeliest{listed_en}: the chance of {en} rises from {from_en} to {to_en}{less_en}"
    )
}

/// The end of a sentence about what is nearly as good as the best for less, where there is such a thing.
fn thrifty(results: &Comparison) -> Text {
    let said = results.choice().and_then(|choice| Some((choice.best, choice.thrifty?))).map(|(best, a)| {
        let one = &results.alternatives[a];
        let p = &results.outcomes[results.headline()].alternatives[a].probability;
        words::thrifty(&one.name, p, one.cost, results.alternatives[best].cost)
    });
    said.map_or(Text::same(""), |Text { zh, en }| text!("；{zh}", "; {en}"))
}

/// The finding about scenarios alone: the one that moves the headline most.
fn what_if(results: &Comparison) -> Text {
    let outcome = &results.outcomes[results.headline()];
    let (zh, en) = (page::quoted(&outcome.name, Lang::Zh), page::quoted(&outcome.name, Lang::En));
    let reference = results.reference();
    let from = words::probability(&outcome.alternatives[reference].probability);
    let (from_zh, from_en) = (from.zh, from.en);
    let others: Vec<usize> = (0..outcome.alternatives.len()).filter(|&a| a != reference).collect();
    let moved = |&a: &usize| outcome.alternatives[a].difference.map_or(0.0, |of| of.difference);
    let most = others.iter().copied().max_by(|a, b| moved(a).abs().total_cmp(&moved(b).abs()));
    let Some(most) = most.filter(|&a| is_told(results, a)) else {
        return match others[..] {
            [one] => {
                let (name_zh, name_en) = (named(results, one, Lang::Zh), named(results, one, Lang::En));
                text!(
                    "{name_zh}：{zh}的概率没有明显变化（{from_zh}）",
                    "{name_en}: the chance of {en} hardly changes ({from_en})"
                )
            }
            _ => text!(
                "各情景下{zh}的概率没有明显不同（{from_zh}）",
                "Under no scenario is the chance of {en} surely another ({from_en})"
            ),
        };
    };
    let to = words::probability(&outcome.alternatives[most].probability);
    let (to_zh, to_en) = (to.zh, to.en);
    let (name_zh, name_en) = (
        words::name(&results.alternatives[most].name, Lang::Zh),
        words::name(&results.alternatives[most].name, Lang::En),
    );
    let way = if moved(&most) < 0.0 { text!("降到", "falls") } else { text!("升到", "rises") };
    let (way_zh, way_en) = (way.zh, way.en);
    match others.len() {
        1 => text!(
            "{name_zh}：{zh}的概率由{from_zh}{way_zh}{to_zh}",
            "{name_en}: the chance of {en} {way_en} from {from_en} to {to_en}"
        ),
        _ => text!(
            "变化最大的情景是{name_zh}：{zh}的概率由{from_zh}{way_zh}{to_zh}",
            "The scenario that matters most is {name_en}: the chance of {en} {way_en} from {from_en} to {to_en}"
        ),
    }
}
