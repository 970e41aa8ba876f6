//! `parkcast report`.

use super::arguments::{Effort, ReportOptions};
use super::console::{say, say_error};
use super::job::{self, RunJob, simulate};
use super::machine::{Machine, warn_of_missing_glyphs};
use super::run::mix_of;
use super::scenarios::{folder_name, read_all};
use super::{Outcome, question};
use crate::chart::{self, ChartError, Picture, Size};
use crate::report::{self, Report};
use crate::results::json;
use crate::scenario::{SamplingKind, Scenario};
use crate::stamp::Stamp;
use crate::stopping::Limits;
use crate::text::{Lang, Text, text};
use crate::write;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Dots to the px of a slide: 1920 × 1080.
const SLIDE_SCALE: f64 = 1.5;

/// A file by its name in the folder.
type File = (String, Vec<u8>);

/// Writes the report of each scenario, or of their comparison; all are read, and all folders tried, before the first trial.
pub fn report(options: &ReportOptions) -> Outcome {
    let read = read_all(&options.scenarios, options.lang);
    let Some(&(_, lang)) = read.scenarios.first().filter(|_| !read.refused) else { return Outcome::Refused };
    if let Err(message) = check(options) {
        say_error(&message, lang);
        return Outcome::Refused;
    }
    let outcome = if options.compare {
        let scenarios = read.scenarios.into_iter().map(|(scenario, _)| scenario).collect();
        of_comparison(options, scenarios, lang)
    } else {
        of_runs(options, &read.scenarios)
    };
    outcome.unwrap_or_else(|(outcome, message)| {
        say_error(&message, lang);
        outcome
    })
}

/// What is asked of a comparison needs one.
fn check(options: &ReportOptions) -> Result<(), Text> {
    let asked = &options.question;
    let of_comparison = asked.reference.is_some()
        || asked.by.is_some()
        || asked.contributions.is_some()
        || !asked.delay.is_empty();
    if !options.compare && (of_comparison || asked.mixes.len() > 1) {
        return Err(text!(
            "--reference、--by、--contributions、--delay 和多个 --mix 用于比较，请加 --compare",
            "--reference, --by, --contributions, --delay and several --mix are for comparisons: add --compare"
        ));
    }
    Ok(())
}

fn of_runs(options: &ReportOptions, scenarios: &[(Scenario, Lang)]) -> Result<Outcome, (Outcome, Text)> {
    let refused = |message| (Outcome::Refused, message);
    let failed = |message| (Outcome::Failed, message);
    let mut jobs = Vec::new();
    for (scenario, lang) in scenarios {
        let mix = mix_of(options.question.mixes.first().map(String::as_str), scenario).map_err(refused)?;
        let folder = match (&options.out, scenarios.len()) {
            (Some(out), 1) => out.clone(),
            (Some(out), _) => out.join(folder_name(&scenario.stem)),
            (None, _) => default_folder(&scenario.stem, "report"),
        };
        write::probe(&folder).map_err(|error| failed(error.text()))?;
        jobs.push((scenario, mix, *lang, folder));
    }
    let machine = Machine::new(options.effort.threads, options.quiet);
    for (scenario, mix, lang, folder) in jobs {
        let run = simulate(&wanted(scenario, mix, &options.effort, lang), &machine);
        let Some(run) = run.map_err(failed)? else { return Ok(Outcome::Interrupted) };
        let results = run.results;
        let draw = |size| chart::draw_all(&results, lang, size);
        let seal = Stamp::of_run(&results).to_json();
        let make = |pictures: &[Picture]| report::of_run(&results, scenario, pictures, seal, lang);
        let json = json(&results);
        hand_over(options, &folder, lang, json, draw, make).map_err(failed)?;
        if results.provenance.interrupted {
            return Ok(Outcome::Interrupted);
        }
    }
    Ok(Outcome::Done)
}

/// A run as its scenario has it, but for the effort.
fn wanted<'a>(scenario: &'a Scenario, mix: Option<usize>, effort: &Effort, lang: Lang) -> RunJob<'a> {
    let trials = effort.trials.map_or(scenario.run.trials, |n| n.get());
    RunJob {
        label: &scenario.stem,
        scenario,
        mix,
        seed: effort.seed.unwrap_or(scenario.run.seed),
        limits: Limits { trials, precision: None, max_time: None },
        replicates_for: match scenario.run.sampling {
            SamplingKind::Random => None,
            SamplingKind::Sobol => Some(trials),
        },
        conditional: true,
        interrupted: false,
        lang,
    }
}

fn of_comparison(
    options: &ReportOptions,
    scenarios: Vec<Scenario>,
    lang: Lang,
) -> Result<Outcome, (Outcome, Text)> {
    let failed = |message| (Outcome::Failed, message);
    let job = question::job(&options.question, &options.effort, scenarios, lang)
        .map_err(|message| (Outcome::Refused, message))?;
    let folder = options.out.clone().unwrap_or_else(|| default_folder(&job.home().stem, "compare-report"));
    write::probe(&folder).map_err(|error| failed(error.text()))?;
    let machine = Machine::new(options.effort.threads, options.quiet);
    let Some(results) = job::compare(&job, &machine).map_err(failed)? else {
        return Ok(Outcome::Interrupted);
    };
    let draw = |size| chart::draw_comparison(&results, lang, size);
    let seal = Stamp::of_comparison(&results).to_json();
    let make = |pictures: &[Picture]| report::of_comparison(&results, job.home(), pictures, seal, lang);
    let json = json(&results);
    hand_over(options, &folder, lang, json, draw, make).map_err(failed)?;
    Ok(if results.provenance.interrupted { Outcome::Interrupted } else { Outcome::Done })
}

fn default_folder(stem: &str, what: &str) -> PathBuf {
    Path::new("output").join(format!("{}-{what}", folder_name(stem)))
}

/// Draws, lays out and writes everything.
fn hand_over(
    options: &ReportOptions,
    folder: &Path,
    lang: Lang,
    json: String,
    draw: impl Fn(Size) -> Result<Vec<Picture>, ChartError>,
    make: impl FnOnce(&[Picture]) -> Result<Report, ChartError>,
) -> Result<(), Text> {
    let of_chart = |error: ChartError| error.text();
    let pictures = draw(Size::Page).map_err(of_chart)?;
    warn_of_missing_glyphs(&pictures, lang);
    let report = make(&pictures).map_err(of_chart)?;
    let mut files = documents(&report)?;
    files.extend(slides(&draw(Size::Slide).map_err(of_chart)?).map_err(of_chart)?);
    files.push(("results.json".into(), json.into_bytes()));
    write::write_folder(folder, &files).map_err(|error| error.text())?;
    if !options.quiet {
        let folder = folder.display();
        say(text!(
            "报告在 {folder}：report.html（网页）、briefing.docx（Word/WPS）、tables.xlsx（Excel/WPS）、slides（幻灯片图）",
            "the report is in {folder}: report.html (page), briefing.docx (Word), tables.xlsx (Excel), slides (pictures)"
        )
        .get(lang));
    }
    Ok(())
}

/// The report as a page, a document and a workbook.
fn documents(report: &Report) -> Result<Vec<File>, Text> {
    let of_office = || rayon::join(|| report::docx(report), || report::xlsx(report));
    let (page, (document, workbook)) = rayon::join(|| report::html(report), of_office);
    let document = document.map_err(|error| {
        text!("无法生成 Word 文档：{error}", "the Word document could not be made: {error}")
    })?;
    let workbook = workbook.map_err(|error| {
        text!("无法生成 Excel 工作簿：{error}", "the workbook could not be made: {error}")
    })?;
    Ok(vec![
        ("report.html".into(), page.into_bytes()),
        ("briefing.docx".into(), document),
        ("tables.xlsx".into(), workbook),
    ])
}

/// Slides of one finding each, numbered in the order in which they are shown.
fn slides(pictures: &[Picture]) -> Result<Vec<File>, ChartError> {
    let slide = |(i, picture): (usize, &Picture)| {
        let name = format!("slides/{:02}-{}.png", i + 1, picture.kind.stem());
        Ok((name, picture.png(SLIDE_SCALE)?))
    };
    pictures.par_iter().enumerate().map(slide).collect()
}
