//! `parkcast run`.

use super::arguments::RunOptions;
use super::console::{colour_on_stdout, print, say};
use super::failure::{Failure, OrFail, Status};
use super::gate;
use super::machine::{Machine, picture_files, table_files};
use super::progress::Progress;
use super::scenarios::{folder_name, output_name, read_all};
use crate::compare::alternatives;
use crate::observe::WorkTime;
use crate::results::{Results, json};
use crate::scenario::Scenario;
use crate::study::{Efficiency, Run, Simulated, efficiencies};
use crate::text::{Lang, Text, text};
use crate::{chart, tables, terminal, words, write};
use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A run, ready to be carried out.
struct Job<'a> {
    /// Stem of the scenario; with its mix where all are run.
    label: String,
    run: Run<'a>,
    lang: Lang,
    folder: PathBuf,
}

/// Runs every scenario and writes its results and charts; all are read, and all folders tried, before the first
/// one is run.
pub fn run(options: &RunOptions) -> Result<Status, Failure> {
    let read = read_all(&options.scenarios, options.output.lang);
    let mut jobs: Vec<Job> = Vec::new();
    let mut refused = read.refused;
    for (scenario, lang) in &read.scenarios {
        match jobs_of(scenario, *lang, options) {
            Ok(these) => jobs.extend(these),
            Err(failure) => refused = failure.say() == Status::Refused,
        }
    }
    if refused {
        return Err(Failure::said(Status::Refused));
    }
    for job in &jobs {
        write::probe(&job.folder).or_fail(job.lang)?;
    }
    let machine = Machine::new(options.effort.threads, options.output.quiet);
    machine.work(|| run_jobs(&jobs, options, &machine))
}

fn run_jobs(jobs: &[Job], options: &RunOptions, machine: &Machine) -> Result<Status, Failure> {
    let mut status = Status::Done;
    for (done, job) in jobs.iter().enumerate() {
        let this = match run_job(job, options, machine) {
            Err(failure) if failure.status == Status::Interrupted => Status::Interrupted,
            this => this?,
        };
        if this == Status::Interrupted {
            let left: Vec<&str> = jobs[done + 1..].iter().map(|job| job.label.as_str()).collect();
            say_interrupted(job, &left);
            return Ok(Status::Interrupted);
        }
        status = status.max(this);
    }
    Ok(status)
}

/// The runs of a scenario that are asked for: of one mix or none, or of every one.
fn jobs_of<'a>(scenario: &'a Scenario, lang: Lang, options: &RunOptions) -> Result<Vec<Job<'a>>, Failure> {
    let run = wanted(scenario, options);
    let run = options.by.as_deref().map_or(Ok(run.clone()), |by| run.headline(by)).or_fail(lang)?;
    let folder = options.output.out.join(output_name(scenario));
    if !options.all_mixes {
        let run = options.mix.as_deref().map_or(Ok(run.clone()), |mix| run.mix(mix)).or_fail(lang)?;
        return Ok(vec![Job { label: scenario.stem.clone(), run, lang, folder }]);
    }
    let mut taken = HashSet::new();
    let all = alternatives(std::slice::from_ref(scenario)).into_iter().map(|one| {
        // Ids that differ only in what a folder's name cannot hold get folders of their own all the same.
        let mut name = folder_name(&one.id);
        while !taken.insert(name.to_lowercase()) {
            name.push('-');
        }
        let (label, folder) = (format!("{}/{}", scenario.stem, one.id), folder.join(name));
        Job { label, run: run.clone().mix_at(one.mix), lang, folder }
    });
    Ok(all.collect())
}

/// A run as the options have it.
fn wanted<'a>(scenario: &'a Scenario, options: &RunOptions) -> Run<'a> {
    let RunOptions { effort, precision, max_time, sampling, conditional, .. } = options;
    let run = effort.run(scenario).conditional(*conditional);
    let run = precision.iter().copied().fold(run, Run::precision);
    let run = max_time.iter().copied().fold(run, Run::max_time);
    sampling.iter().copied().fold(run, Run::sampling)
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
fn run_job(job: &Job, options: &RunOptions, machine: &Machine) -> Result<Status, Failure> {
    let (lang, began) = (job.lang, Instant::now());
    let progress = Progress::new(machine, &job.label, lang);
    let run = job.run.clone().threads(machine.threads);
    let simulated = run.simulate(&progress).or_fail(lang)?;
    let simulation = began.elapsed();
    let efficiencies = efficiencies(&simulated, machine.threads, &progress).or_fail(lang)?;
    drop(progress);
    let Simulated { results, time, .. } = simulated;
    let json = json(&results);
    let mut files = if options.output.no_charts {
        Vec::new()
    } else {
        let pictures = &options.output.pictures;
        picture_files(chart::draw_all(&results, lang, pictures.size), pictures.scale, lang)?
    };
    files.extend(table_files(&tables::of_run(&results, lang), lang));
    let times = (time.unwrap_or_default(), simulation, began.elapsed());
    let facts = run_facts(machine.threads, &efficiencies, times);
    files.push(("results.json".into(), json.clone().into_bytes()));
    files.push(("run.json".into(), format!("{facts:#}\n").into_bytes()));
    write::write_folder(&job.folder, &files).or_fail(lang)?;
    report(job, options, &results, &efficiencies, &json).or_fail(lang)?;
    if results.provenance.interrupted {
        return Ok(Status::Interrupted);
    }
    let below = options.fail_under.and_then(|gate| gate::below(&results, gate));
    Ok(below.map_or(Status::Done, |message| {
        say(message.get(lang));
        Status::BelowGate
    }))
}

/// The efficiencies in a line, where there are any to speak of.
fn efficiency_line(results: &Results, efficiencies: &[Efficiency]) -> Option<Text> {
    let names = results.targets.iter().map(|t| &t.name).chain(results.goals.iter().map(|g| &g.name));
    let list = |lang: Lang, separator: &str| {
        let said = names.clone().zip(efficiencies).filter_map(|(name, efficiency)| {
            let factor = efficiency.factor?;
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

/// Facts of this run only, which stay out of the results.
fn run_facts(
    threads: NonZeroUsize,
    efficiencies: &[Efficiency],
    (work, simulated, total): (WorkTime, Duration, Duration),
) -> serde_json::Value {
    let gains: serde_json::Map<_, _> =
        efficiencies.iter().map(|one| (one.id.clone(), serde_json::json!(one.factor))).collect();
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
    efficiencies: &[Efficiency],
    json: &str,
) -> std::io::Result<()> {
    if options.output.json {
        return print(json);
    }
    if options.output.quiet {
        return Ok(());
    }
    print(&terminal::summary(results, job.lang, colour_on_stdout()))?;
    if let Some(line) =
        efficiency_line(results, efficiencies).filter(|_| results.provenance.trials_of_replicate.is_some())
    {
        say(line.get(job.lang));
    }
    let folder = job.folder.display();
    let written = if options.output.no_charts {
        text!("表格和 results.json 在 {folder}", "tables and results.json are in {folder}")
    } else {
        text!("图表、表格和 results.json 在 {folder}", "charts, tables and results.json are in {folder}")
    };
    say(written.get(job.lang));
    Ok(())
}
