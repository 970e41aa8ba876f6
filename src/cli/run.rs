//! `parkcast run`.

use super::Outcome;
use super::arguments::RunOptions;
use super::console::{colour_on_stdout, lang_of, lang_of_sources, print, say, say_error, show_problems};
use super::gain::{Gain, gains};
use super::gate;
use super::progress::Progress;
use crate::plan::Plan;
use crate::random::Sampling;
use crate::random::sampling::Sobol;
use crate::read::read_scenario;
use crate::results::{Results, RunFacts, assemble, measure_rare};
use crate::scenario::{SamplingKind, Scenario};
use crate::stopping::{Limits, run_until};
use crate::summary::{Interrupt, RunError, WorkTime};
use crate::text::{Lang, Text, text};
use crate::trial::Method;
use crate::{chart, terminal, words, write};
use serde_json::json;
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// More threads than this are never of use.
const MAX_THREADS: usize = 512;

/// One scenario, ready to run.
struct Job {
    scenario: Scenario,
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
    // What is done side by side besides the trials keeps to the same number of threads. Only a first call can set it,
    // and there is no other.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads(options).get()).build_global();
    let interrupt = interrupt();
    let mut outcome = Outcome::Done;
    for (done, job) in jobs.iter().enumerate() {
        match run_job(job, options, &interrupt) {
            Ok(Outcome::Interrupted) => {
                let left: Vec<&str> = jobs[done + 1..].iter().map(|job| job.scenario.stem.as_str()).collect();
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

/// Reads all scenarios, reporting the problems of all.
fn prepare(options: &RunOptions) -> Result<Vec<Job>, Outcome> {
    let mut jobs: Vec<Job> = Vec::new();
    let mut stems: HashMap<String, &Path> = HashMap::new();
    let mut refused = false;
    for path in &options.scenarios {
        let reading = match read_scenario(path) {
            Ok(reading) => reading,
            Err(refusal) => {
                let lang = lang_of_sources(options.lang, &refusal.sources);
                show_problems(&refusal.problems, &refusal.sources, lang);
                refused = true;
                continue;
            }
        };
        let scenario = reading.scenario;
        let lang = lang_of(options.lang, &scenario);
        show_problems(&reading.problems, &reading.sources, lang);
        // The stem names a folder below the output folder: it must be a name, not a way out.
        if scenario.stem.trim_matches('.').trim().is_empty() {
            let this = path.display();
            say_error(
                &text!(
                    "{this} 的文件名不能用作输出目录名；请改名",
                    "{this}: the file's name cannot name a folder for its results; rename it"
                ),
                lang,
            );
            refused = true;
            continue;
        }
        if let Some(other) = stems.insert(scenario.stem.to_lowercase(), path) {
            let (this, other, stem) = (path.display(), other.display(), &scenario.stem);
            say_error(
                &text!(
                    "{this} 与 {other} 会写入同一目录 {stem}；请改名或分开运行",
                    "{this} and {other} would write to the same folder {stem}; rename one or run them apart"
                ),
                lang,
            );
            refused = true;
            continue;
        }
        match mix_of(options, &scenario) {
            Ok(mix) => {
                let folder = options.out.join(&scenario.stem);
                jobs.push(Job { scenario, mix, lang, folder });
            }
            Err(message) => {
                say_error(&message, lang);
                refused = true;
            }
        }
    }
    if refused { Err(Outcome::Refused) } else { Ok(jobs) }
}

fn mix_of(options: &RunOptions, scenario: &Scenario) -> Result<Option<usize>, Text> {
    let Some(wanted) = &options.mix else { return Ok(None) };
    let by_id = scenario.mixes.iter().position(|mix| mix.id == *wanted);
    if let Some(at) = by_id.or_else(|| scenario.mixes.iter().position(|mix| mix.name.name == *wanted)) {
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

/// The first interrupt asks the run to stop and to keep what is done, the second one ends the program at once.
fn interrupt() -> Arc<Interrupt> {
    let flag = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&flag);
    let handler = move || {
        if seen.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    // Without a handler an interrupt ends the program at once, which is no worse than the second one would.
    let _ = ctrlc::set_handler(handler);
    flag
}

/// Says what an interrupt has left undone; what is done is labelled in its results.
fn say_interrupted(job: &Job, left: &[&str]) {
    let stem = &job.scenario.stem;
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
fn run_job(job: &Job, options: &RunOptions, interrupt: &Interrupt) -> Result<Outcome, Text> {
    let (scenario, lang) = (&job.scenario, job.lang);
    let limits = limits(options, scenario);
    let trials = limits.trials;
    let seed = options.seed.unwrap_or(scenario.run.seed);
    let threads = threads(options);
    let began = Instant::now();
    let plan = Plan::new(scenario, scenario.doses(job.mix), seed);
    let progress = Progress::new(&scenario.stem, expected_trials(limits), options.quiet, lang);
    let kind = options.sampling.unwrap_or(scenario.run.sampling);
    let method = method(&plan, kind, limits, options.conditional);
    let (summary, stopping) =
        run_until(&plan, &method, limits, threads, interrupt, &|done| progress.set(done)).map_err(failed)?;
    progress.finish();
    if summary.trials == 0 {
        return Ok(Outcome::Interrupted);
    }
    let facts = RunFacts { seed, mix: job.mix, trials, stopping };
    let mut results = assemble(scenario, &plan, &summary, facts);
    measure_rare(&mut results, &plan).map_err(|error| failed(error.into()))?;
    let simulated = began.elapsed();
    let gains = gains(&plan, &method, &summary, &results, threads).map_err(failed)?;
    let json = serde_json::to_string_pretty(&results)
        .map_err(|error| text!("无法生成 JSON：{error}", "the JSON could not be made: {error}"))?
        + "\n";
    let mut files = if options.no_charts { Vec::new() } else { draw(&results, lang)? };
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

fn failed(error: RunError) -> Text {
    text!("模拟失败：{error}", "the simulation failed: {error}")
}

/// Most trials of a run that goes by precision and is not told otherwise.
const MAX_TRIALS_FOR_PRECISION: u64 = 100_000_000;

/// Trials that a run takes at most, as far as can be told: plain sampling of a probability of one half has an interval of
/// ±0.98/√n.
fn expected_trials(limits: Limits) -> u64 {
    limits.precision.map_or(limits.trials, |half| limits.trials.min((0.98 / half).powi(2).ceil() as u64))
}

fn limits(options: &RunOptions, scenario: &Scenario) -> Limits {
    let otherwise = match options.precision {
        Some(_) => MAX_TRIALS_FOR_PRECISION,
        None => scenario.run.trials,
    };
    let trials = options.trials.map_or(otherwise, |n| n.get());
    Limits { trials, precision: options.precision, max_time: options.max_time }
}

/// Trials for which the replicates of a run are made that goes by precision: it looks first after them.
const TRIALS_TO_FIRST_LOOK: u64 = 1 << 14;

fn method(plan: &Plan, kind: SamplingKind, limits: Limits, conditional: bool) -> Method {
    let sampling = match kind {
        SamplingKind::Random => Sampling::Random,
        SamplingKind::Sobol => {
            let coordinates = plan.coordinates_by_importance();
            let trials = if limits.precision.is_some() { TRIALS_TO_FIRST_LOOK } else { limits.trials };
            Sampling::Sobol(Sobol::new(&coordinates, plan.values.coordinates(), trials))
        }
    };
    Method { sampling, conditional: conditional && !plan.conditional.is_empty() }
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

fn threads(options: &RunOptions) -> NonZeroUsize {
    let all = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    options.threads.unwrap_or_else(all).min(NonZeroUsize::MIN.saturating_add(MAX_THREADS - 1))
}

/// Every chart as PNG and SVG, with one warning for characters that the font lacks.
fn draw(results: &Results, lang: Lang) -> Result<Vec<(String, Vec<u8>)>, Text> {
    let pictures = chart::draw_all(results, lang).map_err(|error| error.text())?;
    let missing: std::collections::BTreeSet<char> =
        pictures.iter().flat_map(|picture| picture.missing_glyphs.iter().copied()).collect();
    if !missing.is_empty() {
        let missing: String = missing.into_iter().collect();
        let warning = text!(
            "警告：图表字体缺少这些字符：{missing}",
            "warning: the charts' font lacks these characters: {missing}"
        );
        say(warning.get(lang));
    }
    let mut files = Vec::new();
    for picture in pictures {
        let stem = picture.kind.stem();
        files.push((format!("{stem}.png"), picture.png));
        files.push((format!("{stem}.svg"), picture.svg.into_bytes()));
    }
    Ok(files)
}

/// What is true of this run only, and so stays out of the results.
fn run_facts(
    threads: NonZeroUsize,
    gains: &[Gain],
    work: WorkTime,
    (simulated, total): (Duration, Duration),
) -> serde_json::Value {
    let gains: serde_json::Map<_, _> =
        gains.iter().map(|gain| (gain.id.clone(), json!(gain.factor))).collect();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    json!({
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
    if options.json {
        return print(json);
    }
    if options.quiet {
        return Ok(());
    }
    print(&terminal::summary(results, job.lang, colour_on_stdout()))?;
    if let Some(gains) =
        gain_line(results, gains).filter(|_| results.provenance.trials_of_replicate.is_some())
    {
        say(gains.get(job.lang));
    }
    let folder = job.folder.display();
    say(text!("图表和 results.json 在 {folder}", "charts and results.json are in {folder}").get(job.lang));
    Ok(())
}
