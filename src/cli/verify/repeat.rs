//! A run or comparison as a seal describes it, done again. What is said of the program and of an interrupt is taken
//! from the seal, since a repetition cannot know it.

use super::Stop;
use crate::cli::job::{ComparisonJob, Delay, Lineup, RunJob, Split, compare, simulate};
use crate::cli::machine::Machine;
use crate::compare::{
    Alternative, ComparisonProvenance, MOST_POLICIES, can_wait, coalitions as coalitions_of,
};
use crate::random::sampling::MIN_REPLICATES;
use crate::results::Provenance;
use crate::scenario::Scenario;
use crate::stamp::{Effort, Request};
use crate::stopping::Limits;
use crate::stored::{MAX_TRIALS, Stored};
use crate::text::{Lang, Text, text};
use crate::words::{self, clean};
use std::sync::atomic::Ordering;

/// Runs so many trials as were done. The first so many are the same whether a run ends with them, is stopped by the precision
/// or the time asked for, or is interrupted.
pub fn run(
    provenance: &Provenance,
    scenario: &Scenario,
    machine: &Machine,
    lang: Lang,
) -> Result<Stored, Stop> {
    let wrong = |text| Stop::Refused(text, lang);
    let mix = provenance.mix.as_ref().map(|wanted| {
        let place = scenario.mixes.iter().position(|mix| mix.id == wanted.id);
        place.ok_or_else(|| wrong(absent(&wanted.id)))
    });
    let trials = checked_trials(provenance.trials).map_err(wrong)?;
    let replicates_for = match provenance.sampling.as_str() {
        "random" => None,
        "sobol" => {
            let of_one = provenance.trials_of_replicate;
            Some(of_one.map_or(trials, |trials| trials.saturating_mul(MIN_REPLICATES)))
        }
        other => return Err(wrong(absent(other))),
    };
    let job = RunJob {
        label: &scenario.stem,
        scenario,
        mix: mix.transpose()?,
        seed: provenance.seed,
        limits: Limits { trials, precision: None, max_time: None },
        replicates_for,
        conditional: provenance.conditional,
        interrupted: provenance.interrupted,
        lang,
    };
    let done = simulate(&job, machine).map_err(|text| Stop::Failed(text, lang))?;
    let mut results = done.filter(|_| !is_interrupted(machine)).ok_or(Stop::Interrupted)?.results;
    results.provenance.program = provenance.program.clone();
    Ok(Stored::Run(results))
}

/// Compares what was compared, by as many trials of each part.
pub fn comparison(
    provenance: &ComparisonProvenance,
    request: &Request,
    scenarios: Vec<Scenario>,
    machine: &Machine,
    lang: Lang,
) -> Result<Stored, Stop> {
    let job =
        comparison_job(provenance, request, scenarios, lang).map_err(|text| Stop::Refused(text, lang))?;
    let done = compare(&job, machine).map_err(|text| Stop::Failed(text, lang))?;
    let mut results = done.filter(|_| !is_interrupted(machine)).ok_or(Stop::Interrupted)?;
    results.provenance.program = provenance.program.clone();
    results.provenance.interrupted = provenance.interrupted;
    Ok(Stored::Comparison(results))
}

fn comparison_job(
    provenance: &ComparisonProvenance,
    request: &Request,
    scenarios: Vec<Scenario>,
    lang: Lang,
) -> Result<ComparisonJob, Text> {
    let lineup = Lineup::new(&scenarios, &request.alternatives, Some(&provenance.reference))?;
    let leads =
        |one: &crate::compare::Criterion| one.kind == request.headline_kind && one.id == request.headline;
    let headline = lineup.judged.iter().position(leads).ok_or_else(|| absent(&request.headline))?;
    let splits: Result<_, Text> =
        request.contributions.iter().map(|effort| split(effort, &lineup.alternatives)).collect();
    let (home, doses) = (&scenarios[lineup.home()], &lineup.alternatives[lineup.reference].doses);
    let delay = |effort: &Effort| {
        let place = home.policies.iter().position(|policy| policy.id == effort.id);
        let policy = place.ok_or_else(|| absent(&effort.id))?;
        can_wait(home, policy, doses)?;
        Ok(Delay { policy, trials: checked_trials(effort.trials)? })
    };
    let delays: Result<_, Text> = request.delays.iter().map(delay).collect();
    Ok(ComparisonJob {
        headline,
        splits: splits?,
        delays: delays?,
        seed: provenance.seed,
        trials: checked_trials(provenance.trials)?,
        scenarios,
        lineup,
        lang,
    })
}

fn split(wanted: &Effort, alternatives: &[Alternative]) -> Result<Split, Text> {
    let place = alternatives.iter().position(|one| one.id == wanted.id);
    let alternative = place.ok_or_else(|| absent(&wanted.id))?;
    let policies = alternatives[alternative].doses.iter().filter(|(_, dose)| *dose != 0.0).count();
    if !(2..=MOST_POLICIES).contains(&policies) {
        return Err(absent(&wanted.id));
    }
    let effort = checked_trials(wanted.trials)?.saturating_mul(coalitions_of(policies));
    Ok(Split { alternative, effort })
}

fn checked_trials(trials: u64) -> Result<u64, Text> {
    if (1..=MAX_TRIALS).contains(&trials) {
        return Ok(trials);
    }
    Err(text!(
        "印记中的试验次数 {trials} 不可能；请换用原文件",
        "{trials} trials, as the seal says, are impossible; use the original file"
    ))
}

/// The scenario is the same to the byte, so that the seal is not.
fn absent(what: &str) -> Text {
    let what = clean(what, words::NAME_LIMIT);
    text!(
        "印记与情景不符：情景中没有“{what}”；请换用原文件",
        "the seal does not fit its scenario, which has no `{what}`; use the original file"
    )
}

fn is_interrupted(machine: &Machine) -> bool {
    machine.interrupt.load(Ordering::Relaxed)
}
