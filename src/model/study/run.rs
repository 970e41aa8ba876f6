//! A run: from a scenario to its results.

use super::StudyError;
use super::rare::measure_rare;
use super::stopping::{Limits, run_until};
use crate::compare::{headline, shared};
use crate::observe::{Stage, Watch, WorkTime, on_threads};
use crate::plan::Plan;
use crate::random::Sampling;
use crate::random::sampling::Sobol;
use crate::results::{Results, RunFacts, Stopping, assemble};
use crate::scenario::{Measure, SamplingKind, Scenario, Target};
use crate::summary::Summary;
use crate::trial::Method;
use std::num::NonZeroUsize;
use std::time::Duration;

/// Most trials of a run that goes by precision and is not told otherwise.
const MAX_TRIALS_FOR_PRECISION: u64 = 100_000_000;

/// Trials for which the replicates of a run are made that goes by precision: it looks first after them.
const TRIALS_TO_FIRST_LOOK: u64 = 1 << 14;

/// A run of a scenario, as it is asked for. What is not asked for is as `parkcast run` has it.
///
/// ```
/// # fn run(scenario: &parkcast_model::Scenario) -> Result<(), parkcast_model::study::StudyError> {
/// let results = parkcast_model::Run::of(scenario).trials(10_000).seed(1).run(&())?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Run<'a> {
    scenario: &'a Scenario,
    mix: Option<usize>,
    headline: Option<String>,
    seed: u64,
    trials: Option<u64>,
    precision: Option<f64>,
    max_time: Option<Duration>,
    sampling: SamplingKind,
    replicates_for: Option<u64>,
    conditional: bool,
    interrupted: bool,
    threads: NonZeroUsize,
}

impl<'a> Run<'a> {
    /// A run of the scenario without policies, with its seed, trials and sampling, on all cores.
    pub fn of(scenario: &'a Scenario) -> Self {
        Self {
            scenario,
            mix: None,
            headline: scenario.headline.clone(),
            seed: scenario.run.seed,
            trials: None,
            precision: None,
            max_time: None,
            sampling: scenario.run.sampling,
            replicates_for: None,
            conditional: true,
            interrupted: false,
            threads: all_cores(),
        }
    }

    /// Applies the mix of this id or name.
    ///
    /// # Errors
    /// Where the scenario has no such mix.
    pub fn mix(mut self, wanted: &str) -> Result<Self, StudyError> {
        let mixes = &self.scenario.mixes;
        let by_id = mixes.iter().position(|mix| mix.id == wanted);
        let place = by_id.or_else(|| mixes.iter().position(|mix| mix.name.name == wanted));
        let missing = || StudyError::NoMix {
            scenario: self.scenario.path.display().to_string(),
            wanted: wanted.to_owned(),
            known: mixes.iter().map(|mix| mix.id.clone()).collect(),
        };
        self.mix = Some(place.ok_or_else(missing)?);
        Ok(self)
    }

    /// Applies the mix at this place of the scenario's, or none.
    pub fn mix_at(mut self, place: Option<usize>) -> Self {
        self.mix = place;
        self
    }

    /// Leads with the target, goal or score of this id or name.
    ///
    /// # Errors
    /// Where the scenario has none.
    pub fn headline(mut self, wanted: &str) -> Result<Self, StudyError> {
        let judged = shared(std::slice::from_ref(self.scenario), 0).judged;
        let place = headline(&judged, Some(wanted))?;
        self.headline = Some(judged[place].id.clone());
        Ok(self)
    }

    /// Leads with what has this id, or with all targets together, whatever the file says: so does the repetition of a run.
    pub fn headline_of(mut self, id: Option<String>) -> Self {
        self.headline = id;
        self
    }

    /// Sets the seed.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the number of trials, or with a precision the most of them (else 100 million).
    pub fn trials(mut self, trials: u64) -> Self {
        self.trials = Some(trials);
        self
    }

    /// Goes on until every target's and goal's 95% interval is at most this wide to either side, as a fraction.
    pub fn precision(mut self, half_width: f64) -> Self {
        self.precision = Some(half_width);
        self
    }

    /// Ends the trials after this time by the watcher's clock.
    pub fn max_time(mut self, limit: Duration) -> Self {
        self.max_time = Some(limit);
        self
    }

    /// Sets how trials are sampled.
    pub fn sampling(mut self, sampling: SamplingKind) -> Self {
        self.sampling = sampling;
        self
    }

    /// Makes the replicates of Sobol points as long as suits this number of trials in place of those of the run: so does
    /// the repetition of a run that was stopped early.
    pub fn replicates_for(mut self, trials: u64) -> Self {
        self.replicates_for = Some(trials);
        self
    }

    /// Sets whether targets are estimated by conditional probabilities where that is possible.
    pub fn conditional(mut self, conditional: bool) -> Self {
        self.conditional = conditional;
        self
    }

    /// Repeats a run that was interrupted, in which nothing rare was measured apart.
    pub fn as_interrupted(mut self, interrupted: bool) -> Self {
        self.interrupted = interrupted;
        self
    }

    /// Sets the number of threads, which changes no result.
    pub fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = threads;
        self
    }

    /// Scenario of the run.
    pub fn scenario(&self) -> &'a Scenario {
        self.scenario
    }

    /// Plan of the run's trials.
    pub fn plan(&self) -> Plan {
        Plan::new(self.scenario, self.scenario.doses(self.mix), self.seed)
    }

    /// Method by which trials of the plan are drawn and judged.
    pub fn method(&self, plan: &Plan) -> Method {
        let sampling = match self.sampling {
            SamplingKind::Random => Sampling::Random,
            SamplingKind::Sobol => {
                let first =
                    if self.precision.is_some() { TRIALS_TO_FIRST_LOOK } else { self.limits().trials };
                let trials = self.replicates_for.unwrap_or(first);
                let coordinates = plan.coordinates_by_importance();
                Sampling::Sobol(Sobol::new(&coordinates, plan.values.coordinates(), trials))
            }
        };
        Method { sampling, conditional: self.conditional && !plan.conditional.is_empty() }
    }

    /// Results that follow from the summary of at least one trial of the plan.
    pub fn results(&self, plan: &Plan, summary: &Summary, stopping: Option<Stopping>) -> Results {
        let trials = self.limits().trials;
        let headline = self.headline.clone();
        let facts = RunFacts { seed: self.seed, mix: self.mix, headline, trials, stopping };
        let mut results = assemble(self.scenario, plan, summary, facts);
        results.provenance.interrupted |= self.interrupted;
        measure_rare(&mut results, plan);
        results
    }

    /// Works out the trials and gives the results.
    ///
    /// # Errors
    /// Where there are no trials, or one breaks a law of the model.
    pub fn run(&self, watch: &dyn Watch) -> Result<Results, StudyError> {
        self.simulate(watch).map(|simulated| simulated.results)
    }

    /// Works out the trials and gives the results with all that they follow from.
    ///
    /// # Errors
    /// As [`Run::run`].
    pub fn simulate(&self, watch: &dyn Watch) -> Result<Simulated, StudyError> {
        let limits = self.limits();
        if limits.trials == 0 {
            return Err(StudyError::NoTrials);
        }
        if limits.max_time.is_some() && watch.elapsed().is_none() {
            return Err(StudyError::NoClock);
        }
        on_threads(self.threads, || {
            let plan = self.plan();
            let method = self.method(&plan);
            watch.begin(Stage::Trials, expected_trials(limits));
            let (observed, stopping) = run_until(&plan, &method, limits, watch)?;
            let (summary, time) = (observed.by, observed.time);
            if summary.trials == 0 {
                return Err(StudyError::Stopped);
            }
            let targets = undefined(self.scenario, &plan, &summary);
            if !targets.is_empty() {
                return Err(StudyError::Undefined { targets });
            }
            let results = self.results(&plan, &summary, stopping);
            Ok(Simulated { plan, method, summary, time, results })
        })
    }

    fn limits(&self) -> Limits {
        let otherwise = match self.precision {
            Some(_) => MAX_TRIALS_FOR_PRECISION,
            None => self.scenario.run.trials,
        };
        let trials = self.trials.unwrap_or(otherwise);
        Limits { trials, precision: self.precision, max_time: self.max_time }
    }
}

/// A run that is done, of at least one trial.
#[derive(Debug)]
pub struct Simulated {
    /// Plan of the trials.
    pub plan: Plan,
    /// Method by which they were drawn and judged.
    pub method: Method,
    /// Summary of the trials.
    pub summary: Summary,
    /// Time that they took; `None` where the watcher has no clock.
    pub time: Option<WorkTime>,
    /// Results that follow from the summary.
    pub results: Results,
}

/// Names of the targets whose figure no trial has defined. Undefined figures reach nothing, and would be reported as next to
/// impossible.
fn undefined(scenario: &Scenario, plan: &Plan, summary: &Summary) -> Vec<String> {
    let is_nowhere = |target: &&Target| {
        let y = target.year - 1;
        let spread = match target.measure {
            Measure::Park(metric) => &summary.rows.park[plan.layout.park(y, metric)],
            Measure::Industry(i, metric) => &summary.rows.industry[plan.layout.industry(y, i.0, metric)],
            Measure::Enterprise(..) | Measure::CountEnterprises(_) | Measure::CountIndustries(_) => {
                return false;
            }
        };
        spread.read().is_none()
    };
    scenario.targets.iter().filter(is_nowhere).map(|target| target.name.name.clone()).collect()
}

/// Trials that a run takes at most, as far as can be told: plain sampling of a probability of one half has an interval of
/// ±0.98/√n.
fn expected_trials(limits: Limits) -> u64 {
    limits.precision.map_or(limits.trials, |half| {
        let root = 0.98 / half;
        limits.trials.min((root * root).ceil() as u64)
    })
}

/// Number of cores; one where that cannot be told.
pub(super) fn all_cores() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}
