//! The library runs what the command runs, watched by whoever calls it, from the disk or from memory.

use crate::common::{busy_park, plain, simulated};
use parkcast::observe::{Observer, observe, on_threads};
use parkcast::read::problem::Severity;
use parkcast::read::{Files, read_from};
use parkcast::results::Reason;
use parkcast::scenario::{SamplingKind, Scenario};
use parkcast::study::{Compare, Remark, Run, Stage, StudyError, Watch, efficiencies};
use parkcast::summary::Summary;
use parkcast::trial::Block;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn shipped(stem: &str) -> Scenario {
    parkcast::read(folder().join(stem).with_extension("toml")).unwrap().scenario
}

/// Standard output of the command, which writes its files into a folder that is thrown away.
fn command(arguments: &[&str]) -> String {
    let out = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_parkcast"));
    let command = command.current_dir(folder()).args(arguments).args(["--no-charts", "--json", "--out"]);
    let output = command.arg(out.path()).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_run_is_that_of_the_command_to_the_byte() {
    let baseline = shipped("baseline");
    let run = || Run::of(&baseline).trials(1024);
    let mix = "land-3000";
    let cases = [
        (run(), vec![]),
        (run().mix(mix).unwrap().seed(9), vec!["--mix", mix, "--seed", "9"]),
        (run().sampling(SamplingKind::Sobol), vec!["--sampling", "sobol"]),
        (run().conditional(false), vec!["--conditional", "off"]),
        (run().precision(0.2), vec!["--precision", "20pp"]),
    ];
    for (run, options) in cases {
        let arguments = [&["run", "baseline.toml", "--trials", "1024"], &options[..]].concat();
        let results = run.run(&()).unwrap();
        assert_eq!(parkcast::json(&results), command(&arguments), "{options:?}");
    }
}

#[test]
fn a_comparison_is_that_of_the_command_to_the_byte() {
    let baseline = shipped("baseline");
    let scenarios = std::slice::from_ref(&baseline);
    let compare = || Compare::of(scenarios).trials(1024);
    let (mix, other) = ("nurture-promotion-6000", "land-3000");
    let cases = [
        (compare(), vec![]),
        (
            compare().mixes([mix]).reference(other).seed(9),
            vec!["--mix", mix, "--reference", other, "--seed", "9"],
        ),
        (compare().contributions(mix), vec!["--contributions", mix]),
    ];
    for (compare, options) in cases {
        let arguments = [&["compare", "baseline.toml", "--trials", "1024"], &options[..]].concat();
        let comparison = compare.run(&()).unwrap();
        assert_eq!(parkcast::json(&comparison), command(&arguments), "{options:?}");
    }
    let missing = compare().delays(["no such policy"]).run(&()).unwrap_err();
    assert!(missing.to_string().contains(&baseline.policies[0].id), "{missing}");
}

/// All files below a folder, by their paths with `/`.
fn in_memory(folder: &Path, below: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            in_memory(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
}

#[test]
fn scenarios_in_memory_are_those_of_the_disk() {
    let mut files = BTreeMap::new();
    in_memory(&folder(), "", &mut files);
    let stems: Vec<&str> = files.keys().filter_map(|name| name.strip_suffix(".toml")).collect();
    assert!(stems.len() > 3);
    for stem in stems {
        let read = read_from(Files::Memory(&files), format!("{stem}.toml")).unwrap();
        assert!(read.problems.list.iter().all(|problem| problem.severity == Severity::Notice), "{stem}");
        let results = |scenario| parkcast::json(&Run::of(scenario).trials(64).run(&()).unwrap());
        assert_eq!(results(&read.scenario), results(&shipped(stem)), "{stem}");
    }
    let refusal = read_from(Files::Memory(&files), "basline.toml").unwrap_err();
    let said = refusal.to_string();
    assert!(said.contains("basline.toml") && !said.contains('\u{1b}'), "{said}");
}

/// A watcher that stops after some trials, by a clock that moves only when trials are done.
#[derive(Default)]
struct Strict {
    stages: Mutex<Vec<(Stage, u64)>>,
    done: AtomicU64,
    stop_after: Option<u64>,
    seconds_each: Option<u64>,
}

impl Watch for Strict {
    fn begin(&self, stage: Stage, trials: u64) {
        self.stages.lock().unwrap().push((stage, trials));
    }

    fn done(&self, trials: u64) {
        self.done.fetch_max(trials, Ordering::Relaxed);
    }

    fn stop(&self) -> bool {
        self.stop_after.is_some_and(|limit| self.done.load(Ordering::Relaxed) >= limit)
    }

    fn elapsed(&self) -> Option<Duration> {
        self.seconds_each.map(|each| Duration::from_secs(each * self.done.load(Ordering::Relaxed)))
    }
}

#[test]
fn a_watcher_follows_a_run_and_stops_it() {
    let park = busy_park(1);
    let run = plain(&park).trials(100_000);
    let all = Strict::default();
    plain(&park).trials(1000).run(&all).unwrap();
    assert_eq!(*all.stages.lock().unwrap(), [(Stage::Trials, 1000)]);
    assert_eq!(all.done.into_inner(), 1000);

    let some = run.run(&Strict { stop_after: Some(2000), ..Strict::default() }).unwrap().provenance;
    assert!(some.interrupted && (2000..100_000).contains(&some.trials), "{} trials", some.trials);
    let again = plain(&park).trials(some.trials).as_interrupted(true).run(&()).unwrap();
    assert_eq!(again.provenance, some);

    let none = run.run(&Strict { stop_after: Some(0), ..Strict::default() }).unwrap_err();
    assert_eq!(none, StudyError::Stopped);
    assert_eq!(plain(&park).trials(0).run(&()).unwrap_err(), StudyError::NoTrials);
}

#[test]
fn time_is_what_the_clock_of_the_watcher_says() {
    let park = busy_park(1);
    let run = plain(&park).trials(100_000).max_time(Duration::from_secs(2000));
    let watch = Strict { seconds_each: Some(1), ..Strict::default() };
    let provenance = run.run(&watch).unwrap().provenance;
    assert_eq!(provenance.stopping.unwrap().reason, Reason::Time);
    assert!((2000..100_000).contains(&provenance.trials), "{} trials", provenance.trials);
    assert_eq!(run.run(&()).unwrap_err(), StudyError::NoClock);

    // Without a clock nothing is timed, and no efficiency is known.
    let sobol = plain(&park).trials(1024).sampling(SamplingKind::Sobol).simulate(&()).unwrap();
    assert!(sobol.time.is_none());
    assert!(efficiencies(&sobol, NonZeroUsize::MIN, &()).unwrap().is_empty());
}

#[test]
fn parts_of_a_run_merge_to_its_results() {
    let park = busy_park(2);
    for sampling in [SamplingKind::Random, SamplingKind::Sobol] {
        let run = plain(&park).trials(4096).sampling(sampling).conditional(true);
        let plan = run.plan();
        let method = run.method(&plan);
        let part = |trials, threads| {
            let threads = NonZeroUsize::new(threads).unwrap();
            on_threads(threads, || observe(&plan, &method, trials, &(), || Summary::of(&plan, &method)))
                .unwrap()
        };
        let mut merged = part(1024..2048, 2);
        merged.merge(part(0..1024, 1));
        merged.merge(part(2048..4096, 3));
        let results = run.results(&plan, &merged.by, None);
        assert_eq!(parkcast::json(&results), parkcast::json(&run.run(&()).unwrap()));
    }
}

/// Numbers of the trials that were seen.
#[derive(Default)]
struct Seen(Vec<u64>);

impl Observer for Seen {
    fn push(&mut self, _block: &Block, first_trial: u64, used: usize) {
        self.0.extend(first_trial..first_trial + used as u64);
    }

    fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

#[test]
fn two_observers_see_the_same_trials_once_each() {
    let park = busy_park(1);
    let run = plain(&park).trials(1000);
    let plan = run.plan();
    let method = run.method(&plan);
    let begin = || (Summary::of(&plan, &method), Seen::default());
    let (summary, Seen(mut trials)) = observe(&plan, &method, 0..1000, &(), begin).unwrap().by;
    trials.sort_unstable();
    assert_eq!(trials, (0..1000).collect::<Vec<u64>>());
    let alone = simulated(&run).results;
    assert_eq!(parkcast::json(&run.results(&plan, &summary, None)), parkcast::json(&alone));
}

#[test]
fn a_comparison_remarks_on_what_it_leaves_out() {
    let mut baseline = shipped("baseline");
    baseline.run.sampling = SamplingKind::Sobol;
    let mut other = shipped("baseline");
    other.stem = "other".into();
    other.targets[0].bounds.at_least = Some(0.5);
    let scenarios = [baseline, other];
    let remarks = Compare::of(&scenarios).trials(64).design().unwrap().remarks();
    let id = &scenarios[0].targets[0].id;
    assert!(matches!(&remarks[0], Remark::LeftOut(ids) if ids.contains(id)), "{remarks:?}");
    assert_eq!(remarks[1], Remark::NoSobol);
    assert!(matches!(remarks[2], Remark::NoContributions(_)), "{remarks:?}");
    let enough = Compare::of(&scenarios[1..]).trials(1 << 20).design().unwrap().remarks();
    assert_eq!(enough, []);
}
