//! A comparison, from what was asked for to its results.

use super::arguments::{Effort, Question};
use super::console::say;
use super::machine::{failed, threads};
use super::progress::Progress;
use crate::compare::{
    self, Alternative, Comparison, Contributions, Entrant, Facts, Judged, MOST_POLICIES, Shared,
    alternatives, assemble, can_wait, contributions, delay, delayed, find, headline, mark_budget, select,
    shared,
};
use crate::plan::{Laws, Plan};
use crate::scenario::{PolicyIx, SamplingKind, Scenario};
use crate::summary::Interrupt;
use crate::text::{Lang, Text, text};
use std::num::NonZeroUsize;

/// A comparison, ready to run.
pub struct Job {
    scenarios: Vec<Scenario>,
    alternatives: Vec<Alternative>,
    reference: usize,
    judged: Vec<Judged>,
    /// Place of what tables and charts lead with.
    headline: usize,
    /// For each scenario the places of what is judged among the hits of a block.
    places: Vec<Vec<usize>>,
    /// Place of the alternative to be split into contributions.
    split: Option<usize>,
    /// Trials over all its coalitions together.
    split_effort: u64,
    /// Policies of the reference's scenario to be delayed.
    delayed: Vec<usize>,
    seed: u64,
    trials: u64,
    threads: NonZeroUsize,
    quiet: bool,
    lang: Lang,
}

impl Job {
    /// The scenario of the reference.
    pub fn home(&self) -> &Scenario {
        &self.scenarios[self.alternatives[self.reference].scenario]
    }
}

/// Finds what is to be compared.
///
/// # Errors
/// Where something that was asked for is not there.
pub fn prepare(
    question: &Question,
    effort: &Effort,
    scenarios: Vec<Scenario>,
    (quiet, lang): (bool, Lang),
) -> Result<Job, Text> {
    // A mix that is to be split is among what is compared.
    let mut wanted = question.mixes.clone();
    wanted.extend(question.contributions.clone().filter(|_| !question.mixes.is_empty()));
    let (mut alternatives, reference) =
        select(alternatives(&scenarios), &wanted, question.reference.as_deref())?;
    let home = alternatives[reference].scenario;
    mark_budget(&mut alternatives, scenarios[home].budget);
    let Shared { judged, places, left_out } = shared(&scenarios, home);
    if judged.is_empty() {
        return Err(text!(
            "这些情景没有共同的目标；只能按编号和要求都相同的目标比较",
            "these scenarios have no target in common; they are compared by targets of the same id that demand the same"
        ));
    }
    if !left_out.is_empty() {
        let (zh, en) = (left_out.join("、"), left_out.join(", "));
        let note = text!(
            "注意：各情景的要求不同，不作比较：{zh}",
            "note: not compared, as the scenarios do not all demand the same: {en}"
        );
        say(note.get(lang));
    }
    if scenarios.iter().any(|scenario| scenario.run.sampling == SamplingKind::Sobol) {
        let note = text!(
            "注意：比较用独立随机抽样，不用 sobol",
            "note: comparisons sample independently, without sobol"
        );
        say(note.get(lang));
    }
    let headline = headline(&judged, question.by.as_deref())?;
    let split = split(question, &alternatives, home)?;
    let delayed: Result<Vec<usize>, Text> = question
        .delay
        .iter()
        .map(|wanted| policy(&scenarios[home], wanted, &alternatives[reference].doses))
        .collect();
    let trials = effort.trials.map_or(scenarios[home].run.trials, |n| n.get());
    // A glance by default, which adds an eighth to the comparison; whoever asks for it gets a closer look.
    let split_effort = match &question.contributions {
        None => trials * alternatives.len() as u64 / 8,
        Some(_) => 16 * trials,
    };
    Ok(Job {
        headline,
        split,
        split_effort,
        trials,
        delayed: delayed?,
        seed: effort.seed.unwrap_or(scenarios[home].run.seed),
        threads: threads(effort),
        scenarios,
        alternatives,
        reference,
        judged,
        places,
        quiet,
        lang,
    })
}

/// The mix to be split into contributions: the one asked for, else that of most policies in the reference's scenario, where
/// one has several; of equals the one that does most of them, by cost.
fn split(question: &Question, alternatives: &[Alternative], home: usize) -> Result<Option<usize>, Text> {
    let policies = |one: &Alternative| one.doses.iter().filter(|(_, dose)| *dose != 0.0).count();
    let Some(wanted) = &question.contributions else {
        let is_of_several = |&a: &usize| {
            alternatives[a].scenario == home && (2..=MOST_POLICIES).contains(&policies(&alternatives[a]))
        };
        let several = (0..alternatives.len()).filter(is_of_several);
        let fuller = |&a: &usize, &b: &usize| {
            let (a, b) = (&alternatives[a], &alternatives[b]);
            policies(a).cmp(&policies(b)).then(a.cost.total_cmp(&b.cost))
        };
        return Ok(several.max_by(fuller));
    };
    let place = find(alternatives, wanted)?[0];
    let (id, count) = (&alternatives[place].id, policies(&alternatives[place]));
    if !(2..=MOST_POLICIES).contains(&count) {
        return Err(text!(
            "组合“{id}”有{count}项政策；能分解作用的是2到{MOST_POLICIES}项",
            "the mix `{id}` has {count} policies; contributions are worked out for 2 to {MOST_POLICIES}"
        ));
    }
    Ok(Some(place))
}

/// The place of a policy that can begin later.
fn policy(scenario: &Scenario, wanted: &str, doses: &[(PolicyIx, f64)]) -> Result<usize, Text> {
    let is_it = |policy: &crate::scenario::Policy| policy.id == wanted || policy.name.name == wanted;
    let place = scenario.policies.iter().position(is_it).ok_or_else(|| {
        let ids: Vec<&str> = scenario.policies.iter().map(|policy| policy.id.as_str()).collect();
        let (zh, en) = (ids.join("、"), ids.join(", "));
        text!("没有政策“{wanted}”；可选：{zh}", "there is no policy `{wanted}`; there are: {en}")
    })?;
    can_wait(scenario, place, doses)?;
    Ok(place)
}

/// Tries all alternatives, and whatever else was asked for; `None` where it was interrupted before a trial was done.
///
/// # Errors
/// Where a trial breaks a law of the model.
pub fn run(job: &Job, interrupt: &Interrupt) -> Result<Option<Comparison>, Text> {
    let home = job.home();
    // Figures are those of the year in which what tables lead with is decided; waiting matters up to then.
    let year = job.judged[job.headline].last_year;
    let years = (year - home.park.base_year) as usize;
    let progress =
        |label: &Text, trials: u64| Progress::new(label.get(job.lang), trials, job.quiet, job.lang);
    let bar = progress(&text!("比较", "comparing"), job.trials);
    let tally = compare::run(&entrants(job, year), job.trials, job.threads, interrupt, &|done| bar.set(done));
    bar.finish();
    let tally = tally.map_err(failed)?;
    if tally.trials == 0 {
        return Ok(None);
    }
    let facts = Facts {
        scenarios: &job.scenarios,
        alternatives: &job.alternatives,
        reference: job.reference,
        judged: &job.judged,
        headline: job.headline,
        year,
        seed: job.seed,
        trials: job.trials,
    };
    let mut results = assemble(facts, &tally);
    if let Some(place) = job.split {
        let alternative = &job.alternatives[place];
        let wanted = Contributions {
            scenario: &job.scenarios[alternative.scenario],
            alternative,
            judged: &job.judged,
            places: &job.places[alternative.scenario],
            seed: job.seed,
        };
        let bar = progress(&text!("分解作用", "contributions"), job.split_effort);
        let found = contributions(&wanted, job.split_effort, job.threads, interrupt, &|share| {
            bar.set((share * job.split_effort as f64) as u64)
        });
        bar.finish();
        results.contributions.extend(found.map_err(failed)?);
    }
    for &policy in &job.delayed {
        let joined = &job.alternatives[job.reference];
        let place = &job.places[joined.scenario];
        let delayed = delayed(home, (policy, &joined.doses), place, years, job.seed);
        let bar = progress(&text!("推迟", "delays"), job.trials);
        let tally =
            compare::run(&delayed.entrants, job.trials, job.threads, interrupt, &|done| bar.set(done));
        bar.finish();
        let tally = tally.map_err(failed)?;
        if tally.trials > 0 {
            results.delays.push(delay(home, &delayed, &job.judged, &joined.id, &tally));
        }
    }
    results.provenance.interrupted |= interrupt.load(std::sync::atomic::Ordering::Relaxed);
    Ok(Some(results))
}

/// Plans of all alternatives, which share what their laws have in common.
fn entrants(job: &Job, year: i32) -> Vec<Entrant> {
    let mut laws = Laws::default();
    let entrant = |one: &Alternative| Entrant {
        plan: Plan::sharing(&job.scenarios[one.scenario], &one.doses, job.seed, &mut laws),
        places: job.places[one.scenario].clone(),
        year: (year - job.scenarios[one.scenario].park.base_year) as usize - 1,
        scenario: one.scenario,
    };
    job.alternatives.iter().map(entrant).collect()
}
