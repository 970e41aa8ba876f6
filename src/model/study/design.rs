//! The design of a comparison: what is compared, by what, with how many trials.

use super::{Compare, StudyError};
use crate::compare::{
    Alternative, Criterion, MOST_POLICIES, Shared, alternatives, can_wait, find, headline, least_effort,
    mark_budget, name_by_scenario, select, shared,
};
use crate::scenario::{Policy, PolicyIx, SamplingKind, Scenario};

/// Trials over all coalitions of a closer look at contributions, as a multiple of those of the comparison.
const CLOSER_LOOK: u64 = 16;

/// Alternatives of a comparison and the criteria that they are judged by.
#[derive(Debug, Clone)]
pub struct Lineup {
    /// The alternatives.
    pub alternatives: Vec<Alternative>,
    /// Place of the reference among them.
    pub reference: usize,
    /// Criteria that all scenarios judge by.
    pub judged: Vec<Criterion>,
    /// Places of the criteria among the hits of a block, by scenario.
    pub places: Vec<Vec<usize>>,
    /// Ids of criteria of the reference that others lack or demand otherwise.
    pub left_out: Vec<String>,
}

impl Lineup {
    /// The alternatives of these ids or names, all where none are given, and their criteria.
    ///
    /// # Errors
    /// Where there is none of such a name, or nothing to judge by.
    pub fn new(
        scenarios: &[Scenario],
        wanted: &[String],
        reference: Option<&str>,
    ) -> Result<Self, StudyError> {
        let (mut alternatives, reference) = select(alternatives(scenarios), wanted, reference)?;
        let home = alternatives[reference].scenario;
        mark_budget(&mut alternatives, scenarios[home].budget);
        name_by_scenario(&mut alternatives, scenarios);
        let Shared { judged, places, left_out } = shared(scenarios, home);
        if judged.is_empty() {
            return Err(StudyError::NothingShared);
        }
        Ok(Self { alternatives, reference, judged, places, left_out })
    }

    /// Place of the reference's scenario.
    pub fn home(&self) -> usize {
        self.alternatives[self.reference].scenario
    }
}

/// All that the numbers of a comparison depend on.
#[derive(Debug, Clone)]
pub struct ComparisonDesign<'a> {
    /// The scenarios.
    pub scenarios: &'a [Scenario],
    /// Alternatives and criteria.
    pub lineup: Lineup,
    /// Place of the criterion that tables and charts lead with.
    pub headline: usize,
    /// Loss of probability about which nobody cares.
    pub tolerance: f64,
    /// Mixes that are split into contributions.
    pub splits: Vec<Split>,
    /// Policies that begin later.
    pub delays: Vec<Delay>,
    /// Seed.
    pub seed: u64,
    /// Trials of each alternative.
    pub trials: u64,
}

/// A mix that is split into contributions of its policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// Place of the mix among the alternatives.
    pub alternative: usize,
    /// Trials over all its coalitions together.
    pub effort: u64,
}

/// A policy that begins in one month after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delay {
    /// Place of the policy in the reference's scenario.
    pub policy: usize,
    /// Trials of each month.
    pub trials: u64,
}

/// Something about a comparison that whoever asked for it should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// The scenarios do not all demand the same of these criteria, so that they are left out; their ids.
    LeftOut(Vec<String>),
    /// A scenario asks for Sobol points, which comparisons do not use.
    NoSobol,
    /// With so few trials contributions are left out; the id of the mix they would be of.
    NoContributions(String),
}

impl<'a> ComparisonDesign<'a> {
    /// The design that answers a question.
    pub(super) fn of(asked: &Compare<'a>) -> Result<Self, StudyError> {
        let scenarios = asked.scenarios;
        // A mix that is to be split is among what is compared.
        let mut wanted = asked.mixes.clone();
        wanted.extend(asked.contributions.clone().filter(|_| !asked.mixes.is_empty()));
        let lineup = Lineup::new(scenarios, &wanted, asked.reference.as_deref())?;
        let asks_more = asked.contributions.is_some() || !asked.delays.is_empty();
        if lineup.alternatives.len() < 2 && !asks_more {
            return Err(StudyError::OneAlternative);
        }
        let home = &scenarios[lineup.home()];
        // What the file leads with may be something that other scenarios do not share.
        let own = home.headline.as_deref().filter(|id| lineup.judged.iter().any(|one| one.id == **id));
        let headline = headline(&lineup.judged, asked.headline.as_deref().or(own))?;
        let trials = asked.trials.unwrap_or(home.run.trials);
        let split = |alternative| {
            let effort = match &asked.contributions {
                Some(_) => Some(CLOSER_LOOK * trials),
                None => glance(&lineup.alternatives, alternative, trials),
            };
            Some(Split { alternative, effort: effort? })
        };
        let split = to_split(asked, &lineup)?.and_then(split);
        let doses = &lineup.alternatives[lineup.reference].doses;
        let delay = |wanted: &String| Ok(Delay { policy: policy_that_waits(home, wanted, doses)?, trials });
        let delays: Result<Vec<Delay>, StudyError> = asked.delays.iter().map(delay).collect();
        Ok(Self {
            scenarios,
            headline,
            tolerance: asked.tolerance,
            splits: split.into_iter().collect(),
            delays: delays?,
            seed: asked.seed.unwrap_or(home.run.seed),
            trials,
            lineup,
        })
    }

    /// Scenario of the reference.
    pub fn home(&self) -> &'a Scenario {
        &self.scenarios[self.lineup.home()]
    }

    /// Remarks for whoever asked.
    pub fn remarks(&self) -> Vec<Remark> {
        let Lineup { alternatives, left_out, .. } = &self.lineup;
        let left_out = (!left_out.is_empty()).then(|| Remark::LeftOut(left_out.clone()));
        let is_sobol = |scenario: &Scenario| scenario.run.sampling == SamplingKind::Sobol;
        let no_sobol = self.scenarios.iter().any(is_sobol).then_some(Remark::NoSobol);
        let unsplit = fullest(&self.lineup).filter(|_| self.splits.is_empty());
        let no_contributions = unsplit.map(|mix| Remark::NoContributions(alternatives[mix].id.clone()));
        left_out.into_iter().chain(no_sobol).chain(no_contributions).collect()
    }
}

/// Trials over all coalitions for a glance at what a mix's policies contribute, which nobody asked for: an eighth of those of
/// the comparison, and at most half of them where fewer would tell nothing; `None` where that is not enough either.
fn glance(alternatives: &[Alternative], mix: usize, trials: u64) -> Option<u64> {
    let compared = trials * alternatives.len() as u64;
    let least = least_effort(alternatives[mix].policies());
    (least <= compared / 2).then_some(least.max(compared / 8))
}

/// The mix to be split into contributions: the one asked for, else the fullest.
fn to_split(asked: &Compare, lineup: &Lineup) -> Result<Option<usize>, StudyError> {
    let Some(wanted) = &asked.contributions else { return Ok(fullest(lineup)) };
    let place = find(&lineup.alternatives, wanted)?[0];
    let one = &lineup.alternatives[place];
    if !can_be_split(one) {
        return Err(StudyError::Contributions { mix: one.id.clone(), policies: one.policies() });
    }
    Ok(Some(place))
}

/// The mix of most policies in the reference's scenario, where one has several; of equals the one that does most of them, by
/// cost.
fn fullest(lineup: &Lineup) -> Option<usize> {
    let alternatives = &lineup.alternatives;
    let is_of_several =
        |&a: &usize| alternatives[a].scenario == lineup.home() && can_be_split(&alternatives[a]);
    let fuller = |&a: &usize, &b: &usize| {
        let (a, b) = (&alternatives[a], &alternatives[b]);
        a.policies().cmp(&b.policies()).then(a.cost.total_cmp(&b.cost))
    };
    (0..alternatives.len()).filter(is_of_several).max_by(fuller)
}

fn can_be_split(one: &Alternative) -> bool {
    (2..=MOST_POLICIES).contains(&one.policies())
}

/// The place of a policy that can begin later.
fn policy_that_waits(
    scenario: &Scenario,
    wanted: &str,
    doses: &[(PolicyIx, f64)],
) -> Result<usize, StudyError> {
    let is_it = |policy: &Policy| policy.id == wanted || policy.name.name == wanted;
    let missing = || StudyError::NoPolicy {
        wanted: wanted.to_owned(),
        known: scenario.policies.iter().map(|policy| policy.id.clone()).collect(),
    };
    let place = scenario.policies.iter().position(is_it).ok_or_else(missing)?;
    can_wait(scenario, place, doses)?;
    Ok(place)
}
