//! The answer of a comparison: the one alternative that every table, chart and report names as the best of those listed, and
//! what is nearly as good for less.

use super::results::{AlternativeResult, Comparison};

/// An answer; places are those of alternatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The likeliest to reach the headline of those that the budget allows; of equals the cheapest.
    pub best: usize,
    /// The cheapest of those that cost less and lose less than the tolerance.
    pub thrifty: Option<usize>,
}

impl Comparison {
    /// `false` where there are several scenarios and no alternative has policies: scenarios alone are futures that may come, among
    /// which nobody chooses.
    pub fn is_choice(&self) -> bool {
        self.provenance.scenarios.len() < 2 || self.alternatives.iter().any(AlternativeResult::has_policies)
    }

    /// The answer by the headline among the alternatives of the reference's scenario; `None` where there is nothing to choose or
    /// nothing is within the budget.
    pub fn choice(&self) -> Option<Choice> {
        let chances = &self.outcomes[self.headline()].alternatives;
        let p = |a: usize| chances[a].probability.probability;
        let cost = |a: usize| self.alternatives[a].cost;
        let home = &self.alternatives[self.reference()].scenario;
        let is_candidate =
            |&a: &usize| self.alternatives[a].scenario == *home && !self.alternatives[a].over_budget;
        let candidates = || (0..chances.len()).filter(is_candidate);
        let cheaper_first = |a: usize, b: usize| cost(a).total_cmp(&cost(b)).then(a.cmp(&b));
        let best = candidates()
            .filter(|_| self.is_choice())
            .min_by(|&a, &b| p(b).total_cmp(&p(a)).then(cheaper_first(a, b)))?;
        let is_near = |&a: &usize| cost(a) < cost(best) && p(best) - p(a) < self.tolerance;
        let thrifty = candidates()
            .filter(is_near)
            .min_by(|&a, &b| cost(a).total_cmp(&cost(b)).then(p(b).total_cmp(&p(a))));
        Some(Choice { best, thrifty })
    }
}

impl AlternativeResult {
    /// `true` if a policy acts in it.
    pub fn has_policies(&self) -> bool {
        self.doses.values().any(|dose| *dose != 0.0)
    }
}
