//! What is compared: each scenario without policies and with each of its mixes.

use super::CompareError;
use crate::results::cost;
use crate::scenario::{Mix, PolicyIx, Scenario};
use crate::text::{self, Name, text};
use std::collections::BTreeSet;

/// A scenario with policies at doses.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// Unique id: that of the mix, or "none"; with several scenarios "stem/mix".
    pub id: String,
    /// Display name.
    pub name: Name,
    /// Place of its scenario among those that are compared.
    pub scenario: usize,
    /// The mix, if it is one.
    pub mix: Option<usize>,
    /// Policies and their doses.
    pub doses: Vec<(PolicyIx, f64)>,
    /// Cost of the policies, 万元.
    pub cost: f64,
    /// The cost is more than the budget.
    pub is_over_budget: bool,
}

impl Alternative {
    /// Number of policies that act in it.
    pub fn policies(&self) -> usize {
        self.doses.iter().filter(|(_, dose)| *dose != 0.0).count()
    }
}

/// Costs are sums of products; what exceeds the budget by less than this share is rounding.
const ROUNDING: f64 = 1e-9;

/// All alternatives of some scenarios: of each no action first, then its mixes in the file's order.
pub fn alternatives(scenarios: &[Scenario]) -> Vec<Alternative> {
    let mut all = Vec::new();
    for (place, scenario) in scenarios.iter().enumerate() {
        let none = scenario.mixes.iter().position(|mix| mix.id == Mix::NONE);
        let others = (0..scenario.mixes.len()).filter(|&mix| Some(mix) != none);
        for mix in std::iter::once(none).chain(others.map(Some)) {
            all.push(alternative(place, scenario, mix, scenarios.len() > 1));
        }
    }
    all
}

fn alternative(place: usize, scenario: &Scenario, mix: Option<usize>, with_stem: bool) -> Alternative {
    let (id, name) = match mix {
        Some(mix) => (scenario.mixes[mix].id.as_str(), scenario.mixes[mix].name.clone()),
        None => (Mix::NONE, text!("不采取政策", "No action").into()),
    };
    let (id, name) = if with_stem {
        let stem = text::clean(&scenario.stem, text::NAME_LIMIT);
        let name_en = Some(format!("{stem}: {}", name.name_en.as_ref().unwrap_or(&name.name)));
        (format!("{}/{id}", scenario.stem), Name { name: format!("{stem}：{}", name.name), name_en })
    } else {
        (id.to_owned(), name)
    };
    let doses = scenario.doses(mix).to_vec();
    let cost = cost(scenario, &doses);
    Alternative { id, name, scenario: place, mix, doses, cost, is_over_budget: false }
}

/// Names alternatives by the titles of their scenarios where nothing else tells them apart: several scenarios, none with
/// policies. Scenarios of the same title go by their files.
pub fn name_by_scenario(alternatives: &mut [Alternative], scenarios: &[Scenario]) {
    let are_futures = scenarios.len() > 1 && alternatives.iter().all(|one| one.policies() == 0);
    if !are_futures || alternatives.len() != scenarios.len() {
        return;
    }
    let titles: BTreeSet<&str> = scenarios.iter().map(|scenario| scenario.title.name.as_str()).collect();
    for one in alternatives {
        let scenario = &scenarios[one.scenario];
        one.name = if titles.len() == scenarios.len() {
            scenario.title.clone()
        } else {
            Name { name: text::clean(&scenario.stem, text::NAME_LIMIT), name_en: None }
        };
    }
}

/// Marks the alternatives that cost more than a budget, 万元.
pub fn mark_budget(alternatives: &mut [Alternative], budget: Option<f64>) {
    for one in alternatives {
        one.is_over_budget = budget.is_some_and(|limit| one.cost > limit * (1.0 + ROUNDING));
    }
}

/// The alternatives that are asked for by id or name, all where none are, and the place of the reference among them: the
/// first one, no action, unless another is asked for. The reference is always among them. With several scenarios a mix's
/// own id means that mix of each; as the reference, of the first.
///
/// # Errors
/// Where there is none of such an id or name.
pub fn select(
    all: Vec<Alternative>,
    wanted: &[String],
    reference: Option<&str>,
) -> Result<(Vec<Alternative>, usize), CompareError> {
    let reference = reference.map_or(Ok(0), |reference| find(&all, reference).map(|found| found[0]))?;
    let mut chosen = vec![wanted.is_empty(); all.len()];
    chosen[reference] = true;
    for wanted in wanted {
        find(&all, wanted)?.into_iter().for_each(|place| chosen[place] = true);
    }
    let before = chosen[..reference].iter().filter(|chosen| **chosen).count();
    let kept = all.into_iter().zip(chosen).filter_map(|(one, chosen)| chosen.then_some(one));
    Ok((kept.collect(), before))
}

/// Places of the alternatives of an id or a name, at least one.
///
/// # Errors
/// Where there is none.
pub fn find(all: &[Alternative], wanted: &str) -> Result<Vec<usize>, CompareError> {
    let suffix = format!("/{wanted}");
    let is_named = |one: &Alternative| {
        let names = [Some(one.name.name.as_str()), one.name.name_en.as_deref()];
        names.contains(&Some(wanted)) || one.id.ends_with(&suffix)
    };
    let places = |is_it: &dyn Fn(&Alternative) -> bool| -> Vec<usize> {
        (0..all.len()).filter(|&place| is_it(&all[place])).collect()
    };
    let by_id = places(&|one| one.id == wanted);
    let found = if by_id.is_empty() { places(&is_named) } else { by_id };
    if found.is_empty() {
        let known = all.iter().map(|one| one.id.clone()).collect();
        return Err(CompareError::NoMix { wanted: wanted.to_owned(), known });
    }
    Ok(found)
}
