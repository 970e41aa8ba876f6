//! `parkcast verify`: runs again what a file says it was made from, and compares.

mod find;
mod repeat;

use super::arguments::VerifyOptions;
use super::console::{lang_of_machine, print, say};
use super::failure::{Failure, OrFail, Status};
use super::files::read;
use super::machine::Machine;
use crate::program::Program;
use crate::stamp::{Difference, Made, Stamp, of_answers, of_results};
use crate::stored::{Stored, is_json};
use crate::text::{Lang, Text, text};
use crate::{terminal, words};
use std::path::Path;

/// Run or comparison that a file was made from, repeated.
struct Repeated {
    made: Made,
    lang: Lang,
    stored: Stored,
    seal: Stamp,
}

/// Verifies each file. Files of the same run or comparison are compared with one repetition.
pub fn verify(options: &VerifyOptions) -> Result<Status, Failure> {
    let machine = Machine::new(options.threads, options.quiet);
    machine.work(|| {
        let mut status = Status::Done;
        let mut known: Vec<Repeated> = Vec::new();
        for file in &options.files {
            let this = verify_file(file, options, &machine, &mut known).unwrap_or_else(Failure::say);
            status = status.max(this);
            if status == Status::Interrupted {
                let left = text!("已中断：没有比较完", "interrupted: not all was compared");
                say(left.get(lang_of_machine(options.lang)));
                break;
            }
        }
        Ok(status)
    })
}

fn verify_file(
    file: &Path,
    options: &VerifyOptions,
    machine: &Machine,
    known: &mut Vec<Repeated>,
) -> Result<Status, Failure> {
    let (seal, stored) =
        sealed(file).map_err(|text| Failure::refused(text, lang_of_machine(options.lang)))?;
    let (then, now) = (seal.program(), Program::this());
    let is_other = then.version != now.version || then.draws != now.draws;
    if is_other {
        note_program(file, then, &now, lang_of_machine(options.lang));
    }
    let place = match known.iter().position(|one| one.made == seal.made) {
        Some(place) => place,
        None => {
            known.push(repeat(file, &seal, options, machine)?);
            known.len() - 1
        }
    };
    let repeated = &known[place];
    let lang = repeated.lang;
    let status =
        if seal.answers == repeated.seal.answers && seal.results_sha256 == repeated.seal.results_sha256 {
            confirm(file, &seal, options, lang)
        } else {
            let differences = match &stored {
                Some(stored) => of_results(stored, &repeated.stored),
                None => of_answers(&seal.answers, &repeated.seal.answers),
            };
            if !is_other && *then != now {
                note_program(file, then, &now, lang);
            }
            contradict(file, then, &differences, options, lang)
        };
    status.or_fail(lang)
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
fn repeat(
    file: &Path,
    seal: &Stamp,
    options: &VerifyOptions,
    machine: &Machine,
) -> Result<Repeated, Failure> {
    let stored = match &seal.made {
        Made::Run { provenance } => {
            let (scenario, lang) = find::of_run(file, provenance, options)?;
            repeat::run(provenance, &scenario, machine, lang).map(|stored| (stored, lang))
        }
        Made::Comparison { provenance, request } => {
            let (scenarios, lang) = find::of_comparison(file, provenance, options)?;
            repeat::comparison(provenance, request, &scenarios, machine, lang).map(|stored| (stored, lang))
        }
    };
    let (stored, lang) = stored?;
    Ok(Repeated { made: seal.made.clone(), lang, seal: Stamp::of(&stored), stored })
}

/// Says that another build made a file, before anything is said of its numbers.
fn note_program(file: &Path, then: &Program, now: &Program, lang: Lang) {
    let name = file.display();
    let (Text { zh, en }, now) = (words::program(then), words::program(now));
    let (now_zh, now_en) = (now.zh, now.en);
    let note = text!(
        "注意：{name} 由另一版本的 parkcast 得出（{zh}；现为 {now_zh}）",
        "note: {name} was made by another version of parkcast ({en}; this is {now_en})"
    );
    say(note.get(lang));
}

/// Says that everything came out again, and what was repeated.
fn confirm(file: &Path, seal: &Stamp, options: &VerifyOptions, lang: Lang) -> std::io::Result<Status> {
    if options.quiet {
        return Ok(Status::Done);
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
    Ok(Status::Done)
}

/// Says that some numbers did not come out, which, and what follows from that.
fn contradict(
    file: &Path,
    then: &Program,
    differences: &[Difference],
    options: &VerifyOptions,
    lang: Lang,
) -> std::io::Result<Status> {
    let (name, count) = (file.display(), differences.len());
    let found = if differences.is_empty() {
        text!(
            "{name}：重新模拟后概率相同，但结果中有别的数字不同",
            "{name}: simulated again, the probabilities are the same but other numbers of the results are not"
        )
    } else {
        text!("{name}：重新模拟后有{count}处不同", "{name}: simulated again, numbers differ ({count})")
    };
    let draws_alike = then.draws_like(&Program::this());
    let Text { zh, en } = found;
    let said = if !draws_alike {
        let version = words::clean(&then.version, 20);
        text!(
            "{zh}；换了抽样版本，数字本会不同，不能说明文件被改动过；请用 parkcast {version} 核对",
            "{en}, as they may where draws are of another version; that says nothing of the file, which parkcast {version} can verify"
        )
    } else if differences.is_empty() {
        text!(
            "{zh}；请核对旁边的 results.json，可看出是哪些",
            "{en}; verify the results.json beside it to see which"
        )
    } else {
        text!("{zh}，文件可能被改动过", "{en}; the file may have been changed")
    };
    say(said.get(lang));
    if !options.quiet && !differences.is_empty() {
        print(&terminal::differences(differences, lang))?;
    }
    Ok(if draws_alike { Status::Differs } else { Status::OtherDraws })
}
