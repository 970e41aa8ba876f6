//! `parkcast report`.

use super::arguments::ReportOptions;
use super::console::say;
use super::failure::{Failure, OrFail, Status};
use super::machine::{Machine, warn_of_missing_glyphs};
use super::progress::Progress;
use super::question::design;
use super::scenarios::{output_name, read_all};
use crate::chart::{self, ChartError, Picture, Size};
use crate::report::{self, FORMATS, Format, Length, Letter, Report};
use crate::results::json;
use crate::scenario::Scenario;
use crate::stamp::Stamp;
use crate::text::{Lang, Text, text};
use crate::write;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Dots to the px of a slide: 1920 × 1080.
const SLIDE_SCALE: f64 = 1.5;

/// A file by its name in the folder.
type File = (String, Vec<u8>);

/// Writes the report of each scenario, or of their comparison; all are read, and all folders tried, before the first trial.
pub fn report(options: &ReportOptions) -> Result<Status, Failure> {
    let read = read_all(&options.scenarios, options.lang);
    let Some(&(_, lang)) = read.scenarios.first().filter(|_| !read.refused) else {
        return Err(Failure::said(Status::Refused));
    };
    check(options).map_err(|message| Failure::refused(message, lang))?;
    if options.compare {
        let (scenarios, lang) = read.of_comparison()?;
        of_comparison(options, &scenarios, lang)
    } else {
        of_runs(options, &read.scenarios)
    }
}

/// What is asked of a comparison needs one.
fn check(options: &ReportOptions) -> Result<(), Text> {
    let asked = &options.question;
    let of_comparison = asked.reference.is_some()
        || asked.tolerance.is_some()
        || asked.contributions.is_some()
        || !asked.delay.is_empty();
    if !options.compare && (of_comparison || asked.mixes.len() > 1) {
        return Err(text!(
            "--reference、--tolerance、--contributions、--delay 和多个 --mix 用于比较，请加 --compare",
            "--reference, --tolerance, --contributions, --delay and several --mix are for comparisons: add --compare"
        ));
    }
    Ok(())
}

fn of_runs(options: &ReportOptions, scenarios: &[(Scenario, Lang)]) -> Result<Status, Failure> {
    let mut jobs = Vec::new();
    for (scenario, lang) in scenarios {
        let run = options.effort.run(scenario);
        let mix = options.question.mixes.first();
        let run = mix.map_or(Ok(run.clone()), |mix| run.mix(mix)).or_fail(*lang)?;
        let run =
            options.question.by.as_deref().map_or(Ok(run.clone()), |by| run.headline(by)).or_fail(*lang)?;
        let folder = match (&options.out, scenarios.len()) {
            (Some(out), 1) => out.clone(),
            (Some(out), _) => out.join(output_name(scenario)),
            (None, _) => default_folder(scenario, "report"),
        };
        write::probe(&folder).or_fail(*lang)?;
        jobs.push((run, *lang, folder));
    }
    let machine = Machine::new(options.effort.threads, options.quiet);
    machine.work(|| {
        for (run, lang, folder) in jobs {
            let run = run.threads(machine.threads);
            let scenario = run.scenario();
            let results = run.run(&Progress::new(&machine, &scenario.stem, lang)).or_fail(lang)?;
            let draw = |size| chart::draw_all(&results, lang, size);
            let seal = Stamp::of_run(&results).to_json();
            let make = |pictures: &[Picture]| {
                let report = report::of_run(&results, scenario, pictures, seal, length(options), lang)?;
                Ok(Report { letter: letter(options), ..report })
            };
            hand_over(options, &folder, lang, json(&results), draw, make)?;
            if results.provenance.interrupted {
                return Ok(Status::Interrupted);
            }
        }
        Ok(Status::Done)
    })
}

fn of_comparison(options: &ReportOptions, scenarios: &[Scenario], lang: Lang) -> Result<Status, Failure> {
    let design = design(&options.question, &options.effort, scenarios, lang)?;
    let home = design.home();
    let folder = options.out.clone().unwrap_or_else(|| default_folder(home, "compare-report"));
    write::probe(&folder).or_fail(lang)?;
    let machine = Machine::new(options.effort.threads, options.quiet);
    machine.work(|| {
        let results = design.run(machine.threads, &Progress::new(&machine, "", lang)).or_fail(lang)?;
        let draw = |size| chart::draw_comparison(&results, lang, size);
        let seal = Stamp::of_comparison(&results).to_json();
        let make = |pictures: &[Picture]| {
            let report = report::of_comparison(&results, home, pictures, seal, length(options), lang)?;
            Ok(Report { letter: letter(options), ..report })
        };
        hand_over(options, &folder, lang, json(&results), draw, make)?;
        Ok(if results.provenance.interrupted { Status::Interrupted } else { Status::Done })
    })
}

fn length(options: &ReportOptions) -> Length {
    if options.brief { Length::Brief } else { Length::Full }
}

fn letter(options: &ReportOptions) -> Letter {
    Letter { to: options.to.clone(), from: options.from.clone(), date: options.date }
}

fn default_folder(scenario: &Scenario, what: &str) -> PathBuf {
    Path::new("output").join(format!("{}-{what}", output_name(scenario)))
}

/// Draws, lays out and writes everything.
fn hand_over(
    options: &ReportOptions,
    folder: &Path,
    lang: Lang,
    json: String,
    draw: impl Fn(Size) -> Result<Vec<Picture>, ChartError>,
    make: impl FnOnce(&[Picture]) -> Result<Report, ChartError>,
) -> Result<(), Failure> {
    let pictures = draw(Size::Page).or_fail(lang)?;
    warn_of_missing_glyphs(&pictures, lang);
    let report = make(&pictures).or_fail(lang)?;
    let mut files = report::write(&report).or_fail(lang)?;
    files.extend(slides(&draw(Size::Slide).or_fail(lang)?).or_fail(lang)?);
    files.push(("results.json".into(), json.into_bytes()));
    write::write_folder(folder, &files).or_fail(lang)?;
    if !options.quiet {
        say_written(folder, lang);
    }
    Ok(())
}

/// Says which files there are and what opens them.
fn say_written(folder: &Path, lang: Lang) {
    let list = |lang: Lang, between: &str| {
        let one = |format: &Format| {
            let (file, opens) = (format.file, (format.opens)());
            let opens = opens.get(lang);
            text!("{file}（{opens}）", "{file} ({opens})").get(lang).to_owned()
        };
        FORMATS.iter().map(one).collect::<Vec<_>>().join(between)
    };
    let (folder, zh, en) = (folder.display(), list(Lang::Zh, "、"), list(Lang::En, ", "));
    say(text!(
        "报告在 {folder}：{zh}、slides（幻灯片图）",
        "the report is in {folder}: {en}, slides (pictures)"
    )
    .get(lang));
}

/// Slides of one finding each, numbered in the order in which they are shown.
fn slides(pictures: &[Picture]) -> Result<Vec<File>, ChartError> {
    let slide =
        |(i, picture): (usize, &Picture)| Ok((report::slide(i + 1, picture.kind), picture.png(SLIDE_SCALE)?));
    pictures.par_iter().enumerate().map(slide).collect()
}
