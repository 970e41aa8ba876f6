//! A run or comparison as a seal describes it, done again. What is said of the program and of an interrupt is taken
//! from the seal, since a repetition cannot know it.

use crate::cli::failure::{Failure, OrFail, Status};
use crate::cli::machine::Machine;
use crate::cli::progress::Progress;
use crate::compare::{
    Alternative, ComparisonProvenance, MOST_POLICIES, can_wait, coalitions as coalitions_of,
};
use crate::random::sampling::MIN_REPLICATES;
use crate::results::Provenance;
use crate::scenario::{RunDefaults, SamplingKind, Scenario};
use crate::stamp::{Effort, Request};
use crate::stored::Stored;
use crate::study::{ComparisonDesign, Delay, Lineup, Run, Split};
use crate::text::{Lang, Text, text};
use crate::words::{self, clean};

/// Runs as many trials as were done. The first ones are the same whether a run ends with them, is stopped by the precision
/// or the time asked for, or is interrupted.
pub fn run(
    provenance: &Provenance,
    scenario: &Scenario,
    machine: &Machine,
    lang: Lang,
) -> Result<Stored, Failure> {
    let run = again(provenance, scenario).map_err(|text| Failure::refused(text, lang))?;
    let progress = Progress::new(machine, &scenario.stem, lang);
    let mut results = run.threads(machine.threads).run(&progress).or_fail(lang)?;
    check_interrupt(machine)?;
    results.provenance.program = provenance.program.clone();
    Ok(Stored::Run(results))
}

/// The run that a seal describes.
fn again<'a>(provenance: &Provenance, scenario: &'a Scenario) -> Result<Run<'a>, Text> {
    let mix = provenance.mix.as_ref().map(|wanted| {
        let place = scenario.mixes.iter().position(|mix| mix.id == wanted.id);
        place.ok_or_else(|| absent(&wanted.id))
    });
    let trials = checked_trials(provenance.trials)?;
    let run = Run::of(scenario)
        .headline_of(provenance.headline.clone())
        .mix_at(mix.transpose()?)
        .seed(provenance.seed)
        .trials(trials)
        .conditional(provenance.conditional)
        .as_interrupted(provenance.interrupted);
    match provenance.sampling.as_str() {
        "random" => Ok(run.sampling(SamplingKind::Random)),
        "sobol" => {
            let of_one = provenance.trials_of_replicate;
            let replicates_for = of_one.map_or(trials, |trials| trials.saturating_mul(MIN_REPLICATES));
            Ok(run.sampling(SamplingKind::Sobol).replicates_for(replicates_for))
        }
        other => Err(absent(other)),
    }
}

/// Compares what was compared, by as many trials of each part.
pub fn comparison(
    provenance: &ComparisonProvenance,
    request: &Request,
    scenarios: &[Scenario],
    machine: &Machine,
    lang: Lang,
) -> Result<Stored, Failure> {
    let lineup = Lineup::new(scenarios, &request.alternatives, Some(&provenance.reference)).or_fail(lang)?;
    let design =
        design(provenance, request, scenarios, lineup).map_err(|text| Failure::refused(text, lang))?;
    let mut results = design.run(machine.threads, &Progress::new(machine, "", lang)).or_fail(lang)?;
    check_interrupt(machine)?;
    results.provenance.program = provenance.program.clone();
    results.provenance.interrupted = provenance.interrupted;
    Ok(Stored::Comparison(results))
}

/// The comparison that a seal describes.
fn design<'a>(
    provenance: &ComparisonProvenance,
    request: &Request,
    scenarios: &'a [Scenario],
    lineup: Lineup,
) -> Result<ComparisonDesign<'a>, Text> {
    let leads =
        |one: &crate::compare::Criterion| one.kind == request.headline_kind && one.id == request.headline;
    let headline = lineup.judged.iter().position(leads).ok_or_else(|| absent(&request.headline))?;
    let splits: Result<_, Text> =
        request.contributions.iter().map(|effort| split(effort, &lineup.alternatives)).collect();
    let (home, doses) = (&scenarios[lineup.home()], &lineup.alternatives[lineup.reference].doses);
    let delay = |effort: &Effort| {
        let place = home.policies.iter().position(|policy| policy.id == effort.id);
        let policy = place.ok_or_else(|| absent(&effort.id))?;
        can_wait(home, policy, doses).map_err(|error| error.text())?;
        Ok(Delay { policy, trials: checked_trials(effort.trials)? })
    };
    let delays: Result<_, Text> = request.delays.iter().map(delay).collect();
    Ok(ComparisonDesign {
        headline,
        tolerance: request.tolerance,
        splits: splits?,
        delays: delays?,
        seed: provenance.seed,
        trials: checked_trials(provenance.trials)?,
        scenarios,
        lineup,
    })
}

fn split(wanted: &Effort, alternatives: &[Alternative]) -> Result<Split, Text> {
    let place = alternatives.iter().position(|one| one.id == wanted.id);
    let alternative = place.ok_or_else(|| absent(&wanted.id))?;
    let policies = alternatives[alternative].policies();
    if !(2..=MOST_POLICIES).contains(&policies) {
        return Err(absent(&wanted.id));
    }
    let effort = checked_trials(wanted.trials)?.saturating_mul(coalitions_of(policies));
    Ok(Split { alternative, effort })
}

fn checked_trials(trials: u64) -> Result<u64, Text> {
    if (1..=RunDefaults::MAX_TRIALS).contains(&trials) {
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

/// Refuses to go on after an interrupt: incomplete results compare with nothing.
fn check_interrupt(machine: &Machine) -> Result<(), Failure> {
    if machine.is_interrupted() { Err(Failure::said(Status::Interrupted)) } else { Ok(()) }
}
