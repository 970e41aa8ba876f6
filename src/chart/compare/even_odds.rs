//! Even odds: the finding above the heat map about alternatives that give targets at least an even chance.
//!
//! A chance is even where it reads 50% or more, so that the title cannot disagree with a cell.

use super::{affordable, by_probability, finding, named};
use crate::chart::page;
use crate::compare::{Comparison, CriterionKind, OutcomeResult};
use crate::results::Probability;
use crate::text::{Lang, Text, text};
use crate::words::{self, is_half};

/// Subject of the finding: targets (where there is none, whatever is judged), and the alternatives that the budget allows,
/// the reference among them.
struct Criterion<'a> {
    results: &'a Comparison,
    targets: Vec<&'a OutcomeResult>,
    candidates: Vec<usize>,
    /// "预算内" where the budget leaves something out.
    within: Text,
}

impl<'a> Criterion<'a> {
    fn new(results: &'a Comparison) -> Self {
        let (mut candidates, mut within) = affordable(results);
        candidates.insert(0, results.reference());
        if candidates.len() == results.alternatives.len() {
            within = Text::same("");
        }
        let mut targets: Vec<&OutcomeResult> =
            results.outcomes.iter().filter(|one| one.kind == CriterionKind::Target).collect();
        if targets.is_empty() {
            targets = results.outcomes.iter().collect();
        }
        Self { results, targets, candidates, within }
    }

    /// Number of targets that have an even chance under an alternative.
    fn reached(&self, a: usize) -> usize {
        self.targets.iter().filter(|target| is_half(&target.alternatives[a].probability)).count()
    }

    /// Under how many of the alternatives a target has one.
    fn under(&self, target: &OutcomeResult) -> usize {
        self.candidates.iter().filter(|&&a| is_half(&target.alternatives[a].probability)).count()
    }

    /// The probabilities of a target under the alternatives, from the least on.
    fn sorted(&self, target: &'a OutcomeResult) -> Vec<&'a Probability> {
        let mut chances: Vec<_> = self.candidates.iter().map(|&a| &target.alternatives[a]).collect();
        chances.sort_by(|a, b| by_probability(a, b));
        chances.into_iter().map(|chance| &chance.probability).collect()
    }
}

pub fn title(results: &Comparison) -> Text {
    if !results.is_choice() {
        return finding(results);
    }
    let judged = Criterion::new(results);
    let all = judged.candidates.len();
    let sometimes =
        judged.targets.iter().any(|target| !matches!(judged.under(target), n if n == 0 || n == all));
    match (&judged.targets[..], sometimes) {
        ([only], _) => of_one(&judged, only),
        (_, false) => whatever_is_chosen(&judged),
        (_, true) => most_targets(&judged),
    }
}

/// The finding about a single target.
fn of_one(judged: &Criterion, target: &OutcomeResult) -> Text {
    let (zh, en) = (page::quoted(&target.name, Lang::Zh), page::quoted(&target.name, Lang::En));
    let Text { zh: within_zh, en: within_en } = &judged.within;
    let sorted = judged.sorted(target);
    let (n, all) = (judged.under(target), judged.candidates.len());
    let [least, most] = [sorted[0], sorted[all - 1]];
    let reference = &target.alternatives[judged.results.reference()].probability;
    let said = words::probability(reference);
    let (from_zh, from_en) = (said.zh, said.en);
    match n {
        0 => {
            let (most_zh, most_en) = clause(most);
            text!(
                "{within_zh}没有方案使{zh}的概率过半（最高的{most_zh}）",
                "No alternative{within_en} gives {en} an even chance (at best {most_en})"
            )
        }
        n if n == all => {
            let (least_zh, least_en) = clause(least);
            text!(
                "{within_zh}每个方案下{zh}的概率都过半（最低的{least_zh}）",
                "{en} has at least an even chance under every alternative{within_en} (at worst {least_en})"
            )
        }
        n if is_half(reference) => {
            let (worse, s) = (all - n, if all - n == 1 { "" } else { "s" });
            text!(
                "参照下{zh}的概率已过半（{from_zh}），{within_zh}有{worse}个方案反而不到一半",
                "{en} has at least an even chance under the reference ({from_en}); {worse} alternative{s}{within_en} would take it below"
            )
        }
        n => {
            let s = if n == 1 { "" } else { "s" };
            let Text { zh: most_zh, en: most_en } = words::probability(most);
            text!(
                "{within_zh}有{n}个方案使{zh}的概率过半：最高{most_zh}，参照{from_zh}",
                "With {n} alternative{s}{within_en} {en} has at least an even chance: at best {most_en}, against the reference's {from_en}"
            )
        }
    }
}

/// A probability after "最高的" and "at best".
fn clause(p: &Probability) -> (String, String) {
    (words::probability_clause(p).zh, words::probability(p).en)
}

/// Finding if each target has an even chance under all alternatives or under none.
fn whatever_is_chosen(judged: &Criterion) -> Text {
    let Text { zh: within_zh, en: within_en } = &judged.within;
    let all = judged.targets.len();
    let never: Vec<_> = judged.targets.iter().filter(|target| judged.under(target) == 0).collect();
    let rest = all - never.len();
    match never[..] {
        [] => text!(
            "{within_zh}无论哪个方案，{all}项目标的概率都过半",
            "Every alternative{within_en} gives all {all} targets at least an even chance"
        ),
        _ if rest == 0 => text!(
            "{within_zh}没有方案使任何一项目标的概率过半",
            "No alternative{within_en} gives any target an even chance"
        ),
        [one] => {
            let (zh, en) = (page::quoted(&one.name, Lang::Zh), page::quoted(&one.name, Lang::En));
            let s = if rest == 1 { "" } else { "s" };
            let (most_zh, most_en) = clause(judged.sorted(one)[judged.candidates.len() - 1]);
            text!(
                "{within_zh}没有方案使{zh}的概率过半（最高的{most_zh}），其余{rest}项目标在各方案下都过半",
                "No alternative{within_en} gives {en} an even chance (at best {most_en}); all give it to the other {rest} target{s}"
            )
        }
        _ => {
            let hopeless = never.len();
            text!(
                "{within_zh}无论哪个方案，{all}项目标中有{hopeless}项的概率不到一半",
                "Whatever is chosen{within_en}, {hopeless} of {all} targets stay below an even chance"
            )
        }
    }
}

/// Finding if the choice decides which targets have an even chance: how many the answer gives it to.
fn most_targets(judged: &Criterion) -> Text {
    let (results, all) = (judged.results, judged.targets.len());
    let under_reference = judged.reached(results.reference());
    let best = results.choice().map(|choice| choice.best).filter(|&best| best != results.reference());
    let Some(best) = best else {
        return text!(
            "参照下{all}项目标中有{under_reference}项概率过半",
            "The reference gives {under_reference} of {all} targets at least an even chance"
        );
    };
    let (zh, en) = (named(results, best, Lang::Zh), named(results, best, Lang::En));
    let n = judged.reached(best);
    text!(
        "概率最高的{zh}使{all}项目标中的{n}项概率过半，参照{under_reference}项",
        "The likeliest, {en}, gives {n} of {all} targets at least an even chance, the reference {under_reference}"
    )
}
