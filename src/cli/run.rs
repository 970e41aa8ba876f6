//! `parkcast run`.

use super::Outcome;
use super::arguments::RunOptions;
use super::console::{colour_on_stdout, print, say, say_error};
use super::gain::{Gain, gains};
use super::gate;
use super::job::{RunJob, Simulated, simulate};
use super::machine::{Machine, failed, picture_files};
use super::scenarios::{folder_name, read_all};
use crate::compare::alternatives;
use crate::results::{Results, json};
use crate::scenario::{SamplingKind, Scenario};
use crate::stopping::Limits;
use crate::summary::WorkTime;
use crate::text::{Lang, Text, text};
use crate::{chart, terminal, words, write};
use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// One scenario, ready to run.
struct Job {
    /// Stem of the scenario; with its mix where all are run.
    label: String,
    scenario: Arc<Scenario>,
    mix: Option<usize>,
    lang: Lang,
    folder: PathBuf,
}

/// Runs every scenario and writes its results and charts; all are read, and all folders tried, before the first
/// one is run.
pub fn run(options: &RunOptions) -> Outcome {
    let jobs = match prepare(options) {
        Ok(jobs) => jobs,
        Err(outcome) => return outcome,
    };
    for job in &jobs {
        if let Err(error) = write::probe(&job.folder) {
            say_error(&error.text(), job.lang);
            return Outcome::Failed;
        }
    }
    let machine = Machine::new(options.effort.threads, options.output.quiet);
    let mut outcome = Outcome::Done;
    for (done, job) in jobs.iter().enumerate() {
        match run_job(job, options, &machine) {
            Ok(Outcome::Interrupted) => {
                let left: Vec<&str> = jobs[done + 1..].iter().map(|job| job.label.as_str()).collect();
                say_interrupted(job, &left);
                return Outcome::Interrupted;
            }
            Ok(this) => outcome = outcome.max(this),
            Err(message) => {
                say_error(&message, job.lang);
                return Outcome::Failed;
            }
        }
    }
    outcome
}

/// Reads all scenarios and finds their mixes, reporting the problems of all.
fn prepare(options: &RunOptions) -> Result<Vec<Job>, Outcome> {
    let mut jobs: Vec<Job> = Vec::new();
    let mut refused = false;
    let read = read_all(&options.scenarios, options.output.lang);
    for (scenario, lang) in read.scenarios {
        let folder = options.output.out.join(&scenario.stem);
        let scenario = Arc::new(scenario);
        if options.all_mixes {
            let mut taken = HashSet::new();
            for one in alternatives(std::slice::from_ref(&*scenario)) {
                // Ids that differ only in what a folder's name cannot hold get folders of their own all the same.
                let mut name = folder_name(&one.id);
                while !taken.insert(name.to_lowercase()) {
                    name.push('-');
                }
                let (label, folder) = (format!("{}/{}", scenario.stem, one.id), folder.join(name));
                jobs.push(Job { label, scenario: Arc::clone(&scenario), mix: one.mix, lang, folder });
            }
            continue;
        }
        match mix_of(options.mix.as_deref(), &scenario) {
            Ok(mix) => jobs.push(Job { label: scenario.stem.clone(), scenario, mix, lang, folder }),
            Err(message) => {
                say_error(&message, lang);
                refused = true;
            }
        }
    }
    if refused || read.refused { Err(Outcome::Refused) } else { Ok(jobs) }
}

/// The place of the mix of this id or name; `None` where none is wanted.
///
/// # Errors
/// Where the scenario has no such mix.
pub fn mix_of(wanted: Option<&str>, scenario: &Scenario) -> Result<Option<usize>, Text> {
    let Some(wanted) = wanted else { return Ok(None) };
    let by_id = scenario.mixes.iter().position(|mix| mix.id == wanted);
    if let Some(at) = by_id.or_else(|| scenario.mixes.iter().position(|mix| mix.name.name == wanted)) {
        return Ok(Some(at));
    }
    let path = scenario.path.display();
    let known: Vec<&str> = scenario.mixes.iter().map(|mix| mix.id.as_str()).collect();
    let (known_zh, known_en) = (known.join("、"), known.join(", "));
    if known.is_empty() {
        return Err(text!(
            "{path} 没有政策组合；请去掉 --mix，或在情景中加入 [[mixes]]",
            "{path} has no mixes; leave out --mix, or add [[mixes]] to the scenario"
        ));
    }
    Err(text!(
        "{path} 没有政策组合“{wanted}”；可选：{known_zh}",
        "{path} has no mix `{wanted}`; there are: {known_en}"
    ))
}

/// Says what an interrupt has left undone; what is done is labelled in its results.
fn say_interrupted(job: &Job, left: &[&str]) {
    let stem = &job.label;
    let (left_zh, left_en) = (left.join("、"), left.join(", "));
    let message = if left.is_empty() {
        text!("已中断：{stem} 只保留已完成的试验", "interrupted: {stem} keeps the trials that were done")
    } else {
        text!(
            "已中断：{stem} 只保留已完成的试验；未运行：{left_zh}",
            "interrupted: {stem} keeps the trials that were done; not run: {left_en}"
        )
    };
    say(message.get(job.lang));
}

/// Runs one scenario.
fn run_job(job: &Job, options: &RunOptions, machine: &Machine) -> Result<Outcome, Text> {
    let (lang, threads, began) = (job.lang, machine.threads, Instant::now());
    let Some(done) = simulate(&wanted(job, options), machine)? else { return Ok(Outcome::Interrupted) };
    let Simulated { plan, method, summary, results } = done;
    let simulated = began.elapsed();
    let gains = gains(&plan, &method, &summary, &results, threads).map_err(failed)?;
    let json = json(&results);
    let mut files = if options.output.no_charts {
        Vec::new()
    } else {
        picture_files(
            chart::draw_all(&results, lang, options.output.pictures.size),
            options.output.pictures.scale,
            lang,
        )?
    };
    let facts = run_facts(threads, &gains, summary.time, (simulated, began.elapsed()));
    files.push(("results.json".into(), json.clone().into_bytes()));
    files.push(("run.json".into(), format!("{facts:#}\n").into_bytes()));
    write::write_folder(&job.folder, &files).map_err(|error| error.text())?;
    report(job, options, &results, &gains, &json)
        .map_err(|error| text!("无法写到标准输出：{error}", "stdout could not be written: {error}"))?;
    if results.provenance.interrupted {
        return Ok(Outcome::Interrupted);
    }
    let below = options.fail_under.and_then(|gate| gate::below(&results, gate));
    Ok(below.map_or(Outcome::Done, |message| {
        say(message.get(lang));
        Outcome::BelowGate
    }))
}

/// Most trials of a run that goes by precision and is not told otherwise.
const MAX_TRIALS_FOR_PRECISION: u64 = 100_000_000;

fn limits(options: &RunOptions, scenario: &Scenario) -> Limits {
    let otherwise = match options.precision {
        Some(_) => MAX_TRIALS_FOR_PRECISION,
        None => scenario.run.trials,
    };
    let trials = options.effort.trials.map_or(otherwise, |n| n.get());
    Limits { trials, precision: options.precision, max_time: options.max_time }
}

/// Trials for which the replicates of a run are made that goes by precision: it looks first after them.
const TRIALS_TO_FIRST_LOOK: u64 = 1 << 14;

/// What the options ask for.
fn wanted<'a>(job: &'a Job, options: &RunOptions) -> RunJob<'a> {
    let scenario = &*job.scenario;
    let limits = limits(options, scenario);
    let trials = if limits.precision.is_some() { TRIALS_TO_FIRST_LOOK } else { limits.trials };
    RunJob {
        label: &job.label,
        scenario,
        mix: job.mix,
        seed: options.effort.seed.unwrap_or(scenario.run.seed),
        limits,
        replicates_for: match options.sampling.unwrap_or(scenario.run.sampling) {
            SamplingKind::Random => None,
            SamplingKind::Sobol => Some(trials),
        },
        conditional: options.conditional,
        interrupted: false,
        lang: job.lang,
    }
}

/// The gains in a line, where there are any to speak of.
fn gain_line(results: &Results, gains: &[Gain]) -> Option<Text> {
    let names = results.targets.iter().map(|t| &t.name).chain(results.goals.iter().map(|g| &g.name));
    let list = |lang: Lang, separator: &str| {
        let said = names.clone().zip(gains).filter_map(|(name, gain)| {
            let factor = gain.factor?;
            let digits = usize::from(factor < 10.0);
            Some(format!("{} ×{factor:.digits$}", words::name(name, lang)))
        });
        said.collect::<Vec<_>>().join(separator)
    };
    let (zh, en) = (list(Lang::Zh, "，"), list(Lang::En, ", "));
    (!zh.is_empty()).then(|| {
        text!(
            "与简单抽样相比，同样精度省时（方差×时间，本次运行中测得）：{zh}",
            "time saved against plain sampling at the same error (variance times time, measured in this run): {en}"
        )
    })
}

/// What is true of this run only, and so stays out of the results.
fn run_facts(
    threads: NonZeroUsize,
    gains: &[Gain],
    work: WorkTime,
    (simulated, total): (Duration, Duration),
) -> serde_json::Value {
    let gains: serde_json::Map<_, _> =
        gains.iter().map(|gain| (gain.id.clone(), serde_json::json!(gain.factor))).collect();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    serde_json::json!({
        "finished_unix_seconds": now,
        "trials_thread_seconds": work.trials.as_secs_f64(),
        "chances_thread_seconds": work.chances.as_secs_f64(),
        "gain_over_plain_sampling": gains,
        "simulation_seconds": simulated.as_secs_f64(),
        "total_seconds": total.as_secs_f64(),
        "threads": threads,
        "operating_system": std::env::consts::OS,
        "architecture": std::env::consts::ARCH,
    })
}

fn report(
    job: &Job,
    options: &RunOptions,
    results: &Results,
    gains: &[Gain],
    json: &str,
) -> std::io::Result<()> {
    if options.output.json {
        return print(json);
    }
    if options.output.quiet {
        return Ok(());
    }
    print(&terminal::summary(results, job.lang, colour_on_stdout()))?;
    if let Some(gains) =
        gain_line(results, gains).filter(|_| results.provenance.trials_of_replicate.is_some())
    {
        say(gains.get(job.lang));
    }
    let folder = job.folder.display();
    let written = if options.output.no_charts {
        text!("results.json 在 {folder}", "results.json is in {folder}")
    } else {
        text!("图表和 results.json 在 {folder}", "charts and results.json are in {folder}")
    };
    say(written.get(job.lang));
    Ok(())
}
