//! `parkcast verify`: runs again what a file says it was made from, and compares.

mod find;
mod repeat;

use super::Outcome;
use super::arguments::VerifyOptions;
use super::console::{lang_of_machine, print, say, say_error};
use super::files::read;
use super::machine::Machine;
use crate::stamp::{Difference, Made, Stamp, of_answers, of_results};
use crate::stored::{Stored, is_json};
use crate::text::{Lang, Text, text};
use crate::{terminal, words};
use std::path::Path;

/// Why a file was not compared.
enum Stop {
    /// It, or what it was made from, is not what it should be.
    Refused(Text, Lang),
    /// That has been said.
    Said,
    /// The simulation failed.
    Failed(Text, Lang),
    /// The user did not want to wait.
    Interrupted,
}

/// What a file was made from, run again.
struct Repeated {
    made: Made,
    lang: Lang,
    stored: Stored,
    seal: Stamp,
}

/// Verifies each file. Files of the same run or comparison are compared with one repetition.
pub fn verify(options: &VerifyOptions) -> Outcome {
    let machine = Machine::new(options.threads, options.quiet);
    let mut outcome = Outcome::Done;
    let mut known: Vec<Repeated> = Vec::new();
    for file in &options.files {
        let this = match verify_file(file, options, &machine, &mut known) {
            Ok(this) => this,
            Err(Stop::Interrupted) => {
                let left = text!("已中断：没有比较完", "interrupted: not all was compared");
                say(left.get(lang_of_machine(options.lang)));
                return Outcome::Interrupted;
            }
            Err(Stop::Refused(message, lang)) => {
                say_error(&message, lang);
                Outcome::Refused
            }
            Err(Stop::Said) => Outcome::Refused,
            Err(Stop::Failed(message, lang)) => {
                say_error(&message, lang);
                Outcome::Failed
            }
        };
        outcome = outcome.max(this);
    }
    outcome
}

fn verify_file(
    file: &Path,
    options: &VerifyOptions,
    machine: &Machine,
    known: &mut Vec<Repeated>,
) -> Result<Outcome, Stop> {
    let (seal, stored) = sealed(file).map_err(|text| Stop::Refused(text, lang_of_machine(options.lang)))?;
    let place = match known.iter().position(|one| one.made == seal.made) {
        Some(place) => place,
        None => {
            known.push(repeat(file, &seal, options, machine)?);
            known.len() - 1
        }
    };
    let repeated = &known[place];
    let lang = repeated.lang;
    note_version(&seal, lang);
    let outcome =
        if seal.answers == repeated.seal.answers && seal.results_sha256 == repeated.seal.results_sha256 {
            confirm(file, &seal, options, lang)
        } else {
            let differences = match &stored {
                Some(stored) => of_results(stored, &repeated.stored),
                None => of_answers(&seal.answers, &repeated.seal.answers),
            };
            contradict(file, &differences, options, lang)
        };
    outcome.map_err(|error| {
        Stop::Failed(text!("无法写到标准输出：{error}", "stdout could not be written: {error}"), lang)
    })
}

/// The seal of a file, and the results themselves where they are what the file holds.
fn sealed(file: &Path) -> Result<(Stamp, Option<Stored>), Text> {
    let (bytes, name) = (read(file)?, file.display().to_string());
    if is_json(&bytes) {
        let stored = Stored::read(&bytes, &name).map_err(|unreadable| unreadable.text())?;
        return Ok((Stamp::of(&stored), Some(stored)));
    }
    Ok((Stamp::read(&bytes, &name).map_err(|unreadable| unreadable.text())?, None))
}

/// Finds the scenarios and runs them again.
fn repeat(file: &Path, seal: &Stamp, options: &VerifyOptions, machine: &Machine) -> Result<Repeated, Stop> {
    let stored = match &seal.made {
        Made::Run { provenance } => {
            let (scenario, lang) = find::of_run(file, provenance, options)?;
            repeat::run(provenance, &scenario, machine, lang).map(|stored| (stored, lang))
        }
        Made::Comparison { provenance, request } => {
            let (scenarios, lang) = find::of_comparison(file, provenance, options)?;
            repeat::comparison(provenance, request, scenarios, machine, lang).map(|stored| (stored, lang))
        }
    };
    let (stored, lang) = stored?;
    Ok(Repeated { made: seal.made.clone(), lang, seal: Stamp::of(&stored), stored })
}

/// Another version may well come to other numbers.
fn note_version(seal: &Stamp, lang: Lang) {
    let (then, now) = (words::clean(seal.version(), 20), env!("CARGO_PKG_VERSION"));
    if then != now {
        let note = text!(
            "注意：原由 parkcast {then} 得出，现用 {now} 重算；数字不同可能只因版本不同",
            "note: parkcast {then} made it, {now} repeats it; numbers may differ for that alone"
        );
        say(note.get(lang));
    }
}

/// Says that everything came out again, and what was repeated.
fn confirm(file: &Path, seal: &Stamp, options: &VerifyOptions, lang: Lang) -> std::io::Result<Outcome> {
    if options.quiet {
        return Ok(Outcome::Done);
    }
    let name = file.display();
    let (stems, seed, trials, compared) = match &seal.made {
        Made::Run { provenance } => {
            let stem = words::clean(&provenance.scenario, words::NAME_LIMIT);
            let mix = provenance.mix.as_ref().map(|mix| words::clean(&mix.id, words::NAME_LIMIT));
            let stem = mix.map_or(stem.clone(), |mix| format!("{stem}/{mix}"));
            (vec![stem], provenance.seed, provenance.trials, 1)
        }
        Made::Comparison { provenance, request } => {
            let stem = |file: &crate::compare::ScenarioFile| words::clean(&file.scenario, words::NAME_LIMIT);
            let stems = provenance.scenarios.iter().map(stem).collect();
            (stems, provenance.seed, provenance.trials, request.alternatives.len())
        }
    };
    let (Text { zh, en }, zh_stems, en_stems) = (words::trials(trials), stems.join("、"), stems.join(", "));
    let each = if compared > 1 {
        text!("{compared}个方案各", "{compared} alternatives, each with ")
    } else {
        Text::same("")
    };
    let (zh_each, en_each, answers) = (each.zh, each.en, seal.answers.len());
    let line = text!(
        "{name}：重新模拟{zh_stems}（{zh_each}{zh}，种子{seed}），{answers}项概率和其余全部数字都与原来相同\n",
        "{name}: simulated again ({en_stems}; {en_each}{en}, seed {seed}), all numbers are the same, the probabilities \
         of {answers} outcomes among them\n"
    );
    print(line.get(lang))?;
    Ok(Outcome::Done)
}

/// Says that some numbers did not come out, and which.
fn contradict(
    file: &Path,
    differences: &[Difference],
    options: &VerifyOptions,
    lang: Lang,
) -> std::io::Result<Outcome> {
    let (name, count) = (file.display(), differences.len());
    if differences.is_empty() {
        let line = text!(
            "{name}：重新模拟后概率相同，但结果中有别的数字不同；请核对旁边的 results.json，可看出是哪些",
            "{name}: simulated again, the probabilities are the same but other numbers of the results are not; verify the \
             results.json beside it to see which"
        );
        say(line.get(lang));
        return Ok(Outcome::Differs);
    }
    let line = text!(
        "{name}：重新模拟后有{count}处不同，文件可能被改动过",
        "{name}: simulated again, numbers differ ({count}); the file may have been changed"
    );
    say(line.get(lang));
    if !options.quiet {
        print(&terminal::differences(differences, lang))?;
    }
    Ok(Outcome::Differs)
}
