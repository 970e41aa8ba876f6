//! `parkcast compare`.

use super::Outcome;
use super::arguments::CompareOptions;
use super::console::{colour_on_stdout, print, say, say_error};
use super::machine::{failed, interrupt, picture_files, threads};
use super::progress::Progress;
use super::scenarios::{folder_name, read_all};
use crate::compare::{
    self, Alternative, Comparison, Contributions, Entrant, Facts, Judged, MOST_POLICIES, alternatives,
    assemble, can_wait, contributions, delay, delayed, headline, select, shared,
};
use crate::plan::{Laws, Plan};
use crate::scenario::Scenario;
use crate::summary::Interrupt;
use crate::text::{Lang, Text, text};
use crate::{chart, tables, terminal, write};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// A comparison, ready to run.
struct Job {
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
    effort: u64,
    /// Policies of the reference's scenario to be delayed.
    delayed: Vec<usize>,
    seed: u64,
    trials: u64,
    threads: NonZeroUsize,
    lang: Lang,
    folder: PathBuf,
}

/// Compares alternatives on the same trials and writes results, tables and charts.
pub fn compare(options: &CompareOptions) -> Outcome {
    let read = read_all(&options.scenarios, options.output.lang);
    let Some(&(_, lang)) = read.scenarios.first().filter(|_| !read.refused) else { return Outcome::Refused };
    let scenarios = read.scenarios.into_iter().map(|(scenario, _)| scenario).collect();
    let job = match prepare(options, scenarios, lang) {
        Ok(job) => job,
        Err(message) => {
            say_error(&message, lang);
            return Outcome::Refused;
        }
    };
    if let Err(error) = write::probe(&job.folder) {
        say_error(&error.text(), lang);
        return Outcome::Failed;
    }
    run(&job, options, &interrupt()).unwrap_or_else(|message| {
        say_error(&message, lang);
        Outcome::Failed
    })
}

/// Finds what is to be compared.
fn prepare(options: &CompareOptions, scenarios: Vec<Scenario>, lang: Lang) -> Result<Job, Text> {
    let all = alternatives(&scenarios);
    let (alternatives, reference) = select(all, &options.mixes, options.reference.as_deref())?;
    let home = alternatives[reference].scenario;
    let (judged, places) = shared(&scenarios, home);
    if judged.is_empty() {
        return Err(text!(
            "这些情景没有共同的目标；只能比较目标编号相同的情景",
            "these scenarios have no target in common; scenarios are compared by targets of the same id"
        ));
    }
    let headline = headline(&judged, options.by.as_deref())?;
    let split = split(options, &alternatives)?;
    let delayed: Result<Vec<usize>, Text> =
        options.delay.iter().map(|wanted| policy(&scenarios[home], wanted)).collect();
    let name = format!("{}-compare", folder_name(&scenarios[home].stem));
    let trials = options.effort.trials.map_or(scenarios[home].run.trials, |n| n.get());
    // A glance by default, which adds an eighth to the comparison; whoever asks for it gets a closer look.
    let effort = match &options.contributions {
        None => trials * alternatives.len() as u64 / 8,
        Some(_) => 16 * trials,
    };
    Ok(Job {
        headline,
        split,
        effort,
        trials,
        delayed: delayed?,
        seed: options.effort.seed.unwrap_or(scenarios[home].run.seed),
        threads: threads(&options.effort),
        folder: options.output.out.join(name),
        scenarios,
        alternatives,
        reference,
        judged,
        places,
        lang,
    })
}

/// The mix to be split into contributions: the one asked for, else that of most policies, where one has several; of equals
/// the one that does most of them, by cost.
fn split(options: &CompareOptions, alternatives: &[Alternative]) -> Result<Option<usize>, Text> {
    let policies = |one: &Alternative| one.doses.iter().filter(|(_, dose)| *dose != 0.0).count();
    let Some(wanted) = &options.contributions else {
        let several =
            (0..alternatives.len()).filter(|&a| (2..=MOST_POLICIES).contains(&policies(&alternatives[a])));
        let fuller = |&a: &usize, &b: &usize| {
            let (a, b) = (&alternatives[a], &alternatives[b]);
            policies(a).cmp(&policies(b)).then(a.cost.total_cmp(&b.cost))
        };
        return Ok(several.max_by(fuller));
    };
    let (found, place) = select(alternatives.to_vec(), &[], Some(wanted))?;
    let (id, count) = (&found[place].id, policies(&found[place]));
    if !(2..=MOST_POLICIES).contains(&count) {
        return Err(text!(
            "组合“{id}”有{count}项政策；能分解作用的是2到{MOST_POLICIES}项",
            "the mix `{id}` has {count} policies; contributions are worked out for 2 to {MOST_POLICIES}"
        ));
    }
    Ok(Some(place))
}

/// The place of a policy that can begin later.
fn policy(scenario: &Scenario, wanted: &str) -> Result<usize, Text> {
    let is_it = |policy: &crate::scenario::Policy| policy.id == wanted || policy.name.name == wanted;
    let place = scenario.policies.iter().position(is_it).ok_or_else(|| {
        let ids: Vec<&str> = scenario.policies.iter().map(|policy| policy.id.as_str()).collect();
        let (zh, en) = (ids.join("、"), ids.join(", "));
        text!("没有政策“{wanted}”；可选：{zh}", "there is no policy `{wanted}`; there are: {en}")
    })?;
    can_wait(scenario, place)?;
    Ok(place)
}

fn run(job: &Job, options: &CompareOptions, interrupt: &Interrupt) -> Result<Outcome, Text> {
    let home = &job.scenarios[job.alternatives[job.reference].scenario];
    // Figures are those of the year in which what tables lead with is decided; waiting matters up to then.
    let years = (job.judged[job.headline].last_year - home.park.base_year) as usize;
    let quiet = options.output.quiet;
    let progress = |label: &Text| Progress::new(label.get(job.lang), job.trials, quiet, job.lang);
    let bar = progress(&text!("比较", "comparing"));
    let tally =
        compare::run(&entrants(job), years - 1, job.trials, job.threads, interrupt, &|done| bar.set(done));
    bar.finish();
    let tally = tally.map_err(failed)?;
    if tally.trials == 0 {
        return Ok(Outcome::Interrupted);
    }
    let facts = Facts {
        scenarios: &job.scenarios,
        alternatives: &job.alternatives,
        reference: job.reference,
        judged: &job.judged,
        headline: job.headline,
        year: years - 1,
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
        let bar = progress(&text!("分解作用", "contributions"));
        let found = contributions(&wanted, job.effort, job.threads, interrupt, &|share| {
            bar.set((share * job.trials as f64) as u64)
        });
        bar.finish();
        results.contributions.extend(found.map_err(failed)?);
    }
    for &policy in &job.delayed {
        let joined = &job.alternatives[job.reference];
        let place = &job.places[joined.scenario];
        let delayed = delayed(home, (policy, &joined.doses), place, years, job.seed);
        let bar = progress(&text!("推迟", "delays"));
        let tally = compare::run(&delayed.entrants, years - 1, job.trials, job.threads, interrupt, &|done| {
            bar.set(done)
        });
        bar.finish();
        let tally = tally.map_err(failed)?;
        if tally.trials > 0 {
            results.delays.push(delay(home, &delayed, &job.judged, &joined.id, &tally));
        }
    }
    results.provenance.interrupted |= interrupt.load(std::sync::atomic::Ordering::Relaxed);
    hand_over(job, options, &results)
}

/// Plans of all alternatives, which share what their laws have in common.
fn entrants(job: &Job) -> Vec<Entrant> {
    let mut laws = Laws::default();
    let entrant = |one: &Alternative| Entrant {
        plan: Plan::sharing(&job.scenarios[one.scenario], &one.doses, job.seed, &mut laws),
        places: job.places[one.scenario].clone(),
        scenario: one.scenario,
    };
    job.alternatives.iter().map(entrant).collect()
}

/// Writes everything and prints the answer.
fn hand_over(job: &Job, options: &CompareOptions, results: &Comparison) -> Result<Outcome, Text> {
    let json = serde_json::to_string_pretty(results)
        .map_err(|error| text!("无法生成 JSON：{error}", "the JSON could not be made: {error}"))?
        + "\n";
    let mut files = if options.output.no_charts {
        Vec::new()
    } else {
        picture_files(chart::draw_comparison(results, job.lang), job.lang)?
    };
    files.extend(tables::of_comparison(results, job.lang));
    files.push(("results.json".into(), json.clone().into_bytes()));
    write::write_folder(&job.folder, &files).map_err(|error| error.text())?;
    let printed = if options.output.json {
        print(&json)
    } else if options.output.quiet {
        Ok(())
    } else {
        print(&terminal::comparison(results, job.lang, colour_on_stdout()))
    };
    printed.map_err(|error| text!("无法写到标准输出：{error}", "stdout could not be written: {error}"))?;
    if !options.output.json && !options.output.quiet {
        let folder = job.folder.display();
        say(text!(
            "图表、表格和 results.json 在 {folder}",
            "charts, tables and results.json are in {folder}"
        )
        .get(job.lang));
    }
    Ok(if results.provenance.interrupted { Outcome::Interrupted } else { Outcome::Done })
}
