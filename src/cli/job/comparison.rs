//! From scenarios to the results of a comparison.

use crate::cli::machine::{Machine, failed};
use crate::cli::progress::Progress;
use crate::compare::{
    self, Alternative, Arm, Comparison, Contributions, Criterion, Facts, Shared, alternatives, assemble,
    contributions, delay, delayed, mark_budget, select, shared, whole,
};
use crate::plan::{Laws, Plan};
use crate::scenario::Scenario;
use crate::text::{Lang, Text, text};
use std::sync::atomic::Ordering;

/// What is compared, and by what.
#[derive(Debug)]
pub struct Lineup {
    /// What is compared.
    pub alternatives: Vec<Alternative>,
    /// Place of the reference among it.
    pub reference: usize,
    /// What all scenarios judge by.
    pub judged: Vec<Criterion>,
    /// For each scenario the places of that among the hits of a block.
    pub places: Vec<Vec<usize>>,
    /// Ids of what the reference judges by and others do not, or by other demands.
    pub left_out: Vec<String>,
}

impl Lineup {
    /// The alternatives that are wanted, all where none are, and what they are judged by.
    ///
    /// # Errors
    /// Where there is none of such a name, or nothing to judge by.
    pub fn new(scenarios: &[Scenario], wanted: &[String], reference: Option<&str>) -> Result<Self, Text> {
        let (mut alternatives, reference) = select(alternatives(scenarios), wanted, reference)?;
        let home = alternatives[reference].scenario;
        mark_budget(&mut alternatives, scenarios[home].budget);
        let Shared { judged, places, left_out } = shared(scenarios, home);
        if judged.is_empty() {
            return Err(text!(
                "这些情景没有共同的目标；只能按编号和要求都相同的目标比较",
                "these scenarios have no target in common; they are compared by targets of the same id that demand the same"
            ));
        }
        Ok(Self { alternatives, reference, judged, places, left_out })
    }

    /// Place of the scenario of the reference.
    pub fn home(&self) -> usize {
        self.alternatives[self.reference].scenario
    }
}

/// All that the numbers of a comparison depend on.
#[derive(Debug)]
pub struct ComparisonJob {
    /// The scenarios.
    pub scenarios: Vec<Scenario>,
    /// What is compared.
    pub lineup: Lineup,
    /// Place of what tables and charts lead with among what is judged.
    pub headline: usize,
    /// What is to be split into contributions.
    pub splits: Vec<Split>,
    /// What is to be begun later.
    pub delays: Vec<Delay>,
    /// Seed.
    pub seed: u64,
    /// Trials of each alternative.
    pub trials: u64,
    /// Language of the progress.
    pub lang: Lang,
}

impl ComparisonJob {
    /// The scenario of the reference.
    pub fn home(&self) -> &Scenario {
        &self.scenarios[self.lineup.home()]
    }
}

/// An alternative that is to be split into what its policies contribute.
#[derive(Debug, Clone, Copy)]
pub struct Split {
    /// Its place.
    pub alternative: usize,
    /// Trials over all its coalitions together.
    pub effort: u64,
}

/// A policy that is to be begun later.
#[derive(Debug, Clone, Copy)]
pub struct Delay {
    /// Its place among those of the reference's scenario.
    pub policy: usize,
    /// Trials of each month.
    pub trials: u64,
}

/// Tries it; `None` where it was interrupted before the first trial was done.
///
/// # Errors
/// Where a trial breaks a law of the model.
pub fn compare(job: &ComparisonJob, machine: &Machine) -> Result<Option<Comparison>, Text> {
    let Lineup { alternatives, reference, judged, places, .. } = &job.lineup;
    let home = job.home();
    // Figures are those of the year in which what tables lead with is decided; waiting matters up to then.
    let year = judged[job.headline].last_year;
    let years = (year - home.park.base_year) as usize;
    let progress =
        |label: &Text, trials: u64| Progress::new(label.get(job.lang), trials, machine.quiet, job.lang);
    let run = |entrants: &[Arm], trials: u64, label: &Text| {
        let bar = progress(label, trials);
        let done = |done| bar.set(done);
        let tally = compare::run(entrants, trials, machine.threads, &machine.interrupt, &done);
        bar.finish();
        tally.map_err(failed)
    };
    let tally = run(&entrants(job, year), job.trials, &text!("比较", "comparing"))?;
    if tally.trials == 0 {
        return Ok(None);
    }
    let facts = Facts {
        scenarios: &job.scenarios,
        alternatives,
        reference: *reference,
        judged,
        headline: job.headline,
        year,
        seed: job.seed,
        trials: job.trials,
    };
    let mut results = assemble(facts, &tally);
    for &Split { alternative: place, effort } in &job.splits {
        let alternative = &alternatives[place];
        let wanted = Contributions {
            scenario: &job.scenarios[alternative.scenario],
            alternative,
            judged,
            places: &places[alternative.scenario],
            seed: job.seed,
            whole: whole(alternatives, place, &tally, judged.len()),
        };
        let bar = progress(&text!("分解作用", "contributions"), effort);
        let done = |share: f64| bar.set((share * effort as f64) as u64);
        let found =
            contributions(&wanted, (effort, tally.trials), machine.threads, &machine.interrupt, &done);
        bar.finish();
        results.contributions.extend(found.map_err(failed)?);
    }
    for &Delay { policy, trials } in &job.delays {
        let joined = &alternatives[*reference];
        let delayed = delayed(home, (policy, &joined.doses), &places[joined.scenario], years, job.seed);
        let tally = run(&delayed.entrants, trials, &text!("推迟", "delays"))?;
        if tally.trials > 0 {
            results.delays.push(delay(home, &delayed, judged, &joined.id, &tally));
        }
    }
    results.provenance.interrupted |= machine.interrupt.load(Ordering::Relaxed);
    Ok(Some(results))
}

/// Plans of all alternatives, which share what their laws have in common.
fn entrants(job: &ComparisonJob, year: i32) -> Vec<Arm> {
    let mut laws = Laws::default();
    let entrant = |one: &Alternative| Arm {
        plan: Plan::sharing(&job.scenarios[one.scenario], &one.doses, job.seed, &mut laws),
        places: job.lineup.places[one.scenario].clone(),
        year: (year - job.scenarios[one.scenario].park.base_year) as usize - 1,
        scenario: one.scenario,
    };
    job.lineup.alternatives.iter().map(entrant).collect()
}
