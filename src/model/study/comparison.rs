//! A comparison: from scenarios to its results.

use super::run::all_cores;
use super::{ComparisonDesign, Delay, Lineup, Split, StudyError};
use crate::compare::{
    self, Alternative, Arm, Comparison, Contributions, Facts, TOLERANCE, Tally, assemble, contributions,
    delay, delayed, whole,
};
use crate::observe::{Stage, Watch, on_threads};
use crate::plan::{Laws, Plan};
use crate::scenario::Scenario;
use std::num::NonZeroUsize;

/// A comparison of mixes and scenarios, as it is asked for. What is not asked for is as `parkcast compare` has it.
///
/// ```
/// # fn compare(scenario: &parkcast_model::Scenario) -> Result<(), parkcast_model::study::StudyError> {
/// let scenarios = std::slice::from_ref(scenario);
/// let comparison = parkcast_model::Compare::of(scenarios).contributions("all-in").trials(10_000).run(&())?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Compare<'a> {
    pub(super) scenarios: &'a [Scenario],
    pub(super) mixes: Vec<String>,
    pub(super) reference: Option<String>,
    pub(super) headline: Option<String>,
    pub(super) contributions: Option<String>,
    pub(super) delays: Vec<String>,
    pub(super) tolerance: f64,
    pub(super) seed: Option<u64>,
    pub(super) trials: Option<u64>,
    threads: NonZeroUsize,
}

impl<'a> Compare<'a> {
    /// A comparison of all mixes of the scenarios, with the seed and trials of the reference's, on all cores.
    pub fn of(scenarios: &'a [Scenario]) -> Self {
        Self {
            scenarios,
            mixes: Vec::new(),
            reference: None,
            headline: None,
            contributions: None,
            delays: Vec::new(),
            tolerance: TOLERANCE,
            seed: None,
            trials: None,
            threads: all_cores(),
        }
    }

    /// Compares mixes of these ids or names only.
    pub fn mixes(mut self, wanted: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.mixes.extend(wanted.into_iter().map(Into::into));
        self
    }

    /// Takes differences from the alternative of this id or name, in place of no action.
    pub fn reference(mut self, wanted: impl Into<String>) -> Self {
        self.reference = Some(wanted.into());
        self
    }

    /// Leads with the target, goal or score of this id or name, in place of all targets together.
    pub fn headline(mut self, wanted: impl Into<String>) -> Self {
        self.headline = Some(wanted.into());
        self
    }

    /// Looks closely at what each policy of this mix contributes, in place of a glance at the fullest one.
    pub fn contributions(mut self, mix: impl Into<String>) -> Self {
        self.contributions = Some(mix.into());
        self
    }

    /// Tries what waiting with each of these policies costs, month by month.
    pub fn delays(mut self, policies: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.delays.extend(policies.into_iter().map(Into::into));
        self
    }

    /// Sets the loss of probability, as a fraction, below which what costs less is named beside the best, in place of a point.
    pub fn tolerance(mut self, loss: f64) -> Self {
        self.tolerance = loss;
        self
    }

    /// Sets the seed.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Sets the number of trials of each alternative.
    pub fn trials(mut self, trials: u64) -> Self {
        self.trials = Some(trials);
        self
    }

    /// Sets the number of threads, which changes no result.
    pub fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = threads;
        self
    }

    /// Settles what is compared, by what, with how many trials.
    ///
    /// # Errors
    /// Where something that is asked for is not there or not possible.
    pub fn design(&self) -> Result<ComparisonDesign<'a>, StudyError> {
        ComparisonDesign::of(self)
    }

    /// Compares.
    ///
    /// # Errors
    /// As [`Compare::design`], and where there are no trials or one breaks a law of the model.
    pub fn run(&self, watch: &dyn Watch) -> Result<Comparison, StudyError> {
        self.design()?.run(self.threads, watch)
    }
}

impl ComparisonDesign<'_> {
    /// Compares as designed.
    ///
    /// # Errors
    /// Where there are no trials, or one breaks a law of the model.
    pub fn run(&self, threads: NonZeroUsize, watch: &dyn Watch) -> Result<Comparison, StudyError> {
        if self.trials == 0 {
            return Err(StudyError::NoTrials);
        }
        on_threads(threads, || self.run_here(watch))
    }

    fn run_here(&self, watch: &dyn Watch) -> Result<Comparison, StudyError> {
        let Lineup { alternatives, reference, judged, .. } = &self.lineup;
        let year = judged[self.headline].last_year;
        watch.begin(Stage::Comparison, self.trials);
        let tally = compare::run(&self.arms(year), self.trials, watch)?;
        if tally.trials == 0 {
            return Err(StudyError::Stopped);
        }
        let facts = Facts {
            scenarios: self.scenarios,
            alternatives,
            reference: *reference,
            judged,
            headline: self.headline,
            tolerance: self.tolerance,
            year,
            seed: self.seed,
            trials: self.trials,
        };
        let mut comparison = assemble(facts, &tally);
        for split in &self.splits {
            self.split(*split, &tally, watch, &mut comparison)?;
        }
        for delay in &self.delays {
            self.delay(*delay, year, watch, &mut comparison)?;
        }
        comparison.provenance.interrupted |= watch.stop();
        Ok(comparison)
    }

    /// Plans of all alternatives, which share what their laws have in common.
    fn arms(&self, year: i32) -> Vec<Arm> {
        let mut laws = Laws::default();
        let arm = |one: &Alternative| Arm {
            plan: Plan::sharing(&self.scenarios[one.scenario], &one.doses, self.seed, &mut laws),
            places: self.lineup.places[one.scenario].clone(),
            year: (year - self.scenarios[one.scenario].park.base_year) as usize - 1,
            scenario: one.scenario,
        };
        self.lineup.alternatives.iter().map(arm).collect()
    }

    /// Adds what the policies of a mix contribute.
    fn split(
        &self,
        Split { alternative: place, effort }: Split,
        tally: &Tally,
        watch: &dyn Watch,
        comparison: &mut Comparison,
    ) -> Result<(), StudyError> {
        let Lineup { alternatives, judged, places, .. } = &self.lineup;
        let alternative = &alternatives[place];
        let wanted = Contributions {
            scenario: &self.scenarios[alternative.scenario],
            alternative,
            judged,
            places: &places[alternative.scenario],
            seed: self.seed,
            whole: whole(alternatives, place, tally, judged.len()),
        };
        comparison.contributions.extend(contributions(&wanted, (effort, tally.trials), watch)?);
        Ok(())
    }

    /// Adds what waiting with a policy costs: it matters up to the year in which what tables lead with is decided.
    fn delay(
        &self,
        Delay { policy, trials }: Delay,
        year: i32,
        watch: &dyn Watch,
        comparison: &mut Comparison,
    ) -> Result<(), StudyError> {
        let home = self.home();
        let joined = &self.lineup.alternatives[self.lineup.reference];
        let years = (year - home.park.base_year) as usize;
        let places = &self.lineup.places[joined.scenario];
        let delayed = delayed(home, (policy, &joined.doses), places, years, self.seed);
        watch.begin(Stage::Delay, trials);
        let tally = compare::run(&delayed.arms, trials, watch)?;
        if tally.trials > 0 {
            comparison.delays.push(delay(home, &delayed, &self.lineup.judged, &joined.id, &tally));
        }
        Ok(())
    }
}
