//! Answers as a person reads them in a terminal: what was run, the tables in brief, and notes.

mod comparison;
mod grid;
mod verification;

pub use comparison::comparison;
pub use verification::differences;

use crate::results::{Reason, Results, Stopping};
use crate::tables;
use crate::text::{Lang, Text, text};
use crate::words::{self, Band};
use grid::Signs;

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const RESET: &str = "\u{1b}[0m";

/// Summary of a run: headline, probabilities of targets and goals, and the park at the end. `colour` adds ANSI colours; without
/// it the text is plain.
pub fn summary(results: &Results, lang: Lang, colour: bool) -> String {
    let paint = |code: &str, text: &str| if colour { format!("{code}{text}{RESET}") } else { text.into() };
    let mut out = paint(BOLD, &words::name(&results.scenario.park, lang)) + "\n";
    for line in headlines(results) {
        out += &format!("{}\n", line.get(lang));
    }
    out += &format!("\n{}\n", painted(&targets(results, lang), lang, colour));
    let note = text!(
        "95%区间为抽样误差，不含模型与情景假设的误差。",
        "The 95% interval is sampling error; it does not cover errors of the model or the assumptions."
    );
    out += &format!("{}\n", paint(DIM, note.get(lang)));
    if let Some(stopping) = &results.provenance.stopping {
        out += &format!("{}\n", paint(DIM, stopped(stopping).get(lang)));
    }
    let summary = Some(tables::summary(results, lang)).filter(|table| !table.rows.is_empty());
    for table in tables::scores(results, lang).into_iter().chain(summary) {
        let drawn = grid::draw(&table, &Signs::default(), lang);
        out += &format!("\n{}\n{drawn}\n", paint(BOLD, &table.title));
    }
    out
}

/// Reason why the run ended.
fn stopped(stopping: &Stopping) -> Text {
    let wanted = stopping.precision.map_or(Text::same(""), |half| {
        let points = half * 100.0;
        text!("每个区间半宽不超过{points}个百分点", "every interval within ±{points} points")
    });
    let (Text { zh, en }, looks) = (wanted, stopping.looks);
    match (stopping.reason, stopping.precision.is_some()) {
        (Reason::Precision, _) => {
            text!("达到要求的精度：{zh}（查看{looks}次）。", "Precise as asked: {en} (after {looks} looks).")
        }
        (Reason::Trials, true) => text!(
            "未达到要求的精度（{zh}）：试验次数已满，可增加 --trials。",
            "Not as precise as asked ({en}): all trials are done; raise --trials."
        ),
        (Reason::Time, true) => text!(
            "未达到要求的精度（{zh}）：时间已到，可放宽 --max-time。",
            "Not as precise as asked ({en}): time was up; raise --max-time."
        ),
        (Reason::Time, false) => {
            text!("时间已到，按已完成的试验给出结果。", "Time was up; the results are of the trials done.")
        }
        (Reason::Trials, false) => text!("试验在时限之内全部完成。", "All trials were done within the time."),
    }
}

/// Facts of the run: scenario, basis, trials and seed, mix and cost.
fn headlines(results: &Results) -> Vec<Text> {
    let (facts, run) = (&results.scenario, &results.provenance);
    let title = |lang| words::name(&facts.title, lang);
    let (zh_title, en_title) = (title(Lang::Zh), title(Lang::En));
    let (base, end) = (facts.base_year, facts.end_year);
    let stem = words::clean(&run.scenario, words::NAME_LIMIT);
    let mut lines = vec![text!(
        "情景假设：{zh_title}（{stem}；以{base}年为基年，模拟至{end}年末）",
        "Scenario assumptions: {en_title} ({stem}; base year {base}, to the end of {end})"
    )];
    let basis = |lang| words::clean(facts.basis.get(lang), words::NAME_LIMIT);
    let (zh_basis, en_basis) = (basis(Lang::Zh), basis(Lang::En));
    if !zh_basis.is_empty() {
        lines.push(text!("产值口径：{zh_basis}", "Output means: {en_basis}"));
    }
    if let Some(mix) = &run.mix {
        let (zh_name, en_name) = (words::name(&mix.name, Lang::Zh), words::name(&mix.name, Lang::En));
        let Text { zh, en } = words::money(mix.cost);
        lines.push(text!("政策组合：{zh_name}，费用{zh}", "Mix: {en_name}, cost {en}"));
    }
    let (Text { zh, en }, seed) = (words::trials(run.trials), run.seed);
    let stopped =
        if run.interrupted { text!("（提前中断）", " (interrupted early)") } else { Text::same("") };
    let (zh_stopped, en_stopped) = (stopped.zh, stopped.en);
    lines.push(text!("{zh}{zh_stopped}，随机种子{seed}", "{en}{en_stopped}, seed {seed}"));
    lines
}

/// Targets in the file's order, then the goals behind a sign; what is led with has a sign of its own.
fn targets(results: &Results, lang: Lang) -> String {
    let leads = |id: &String| results.provenance.headline.as_ref() == Some(id);
    let targets = results.targets.iter().map(|one| if leads(&one.id) { "◆ " } else { "" });
    let goals = results.goals.iter().map(|one| if leads(&one.id) { "◆ " } else { "▸ " });
    let before = targets.chain(goals).collect();
    grid::draw(&tables::targets(results, lang), &Signs { before, ..Signs::default() }, lang)
}

/// The table with the band at each line's end in colour: the likelier the brighter.
fn painted(table: &str, lang: Lang, colour: bool) -> String {
    if !colour {
        return table.into();
    }
    let line = |line: &str| {
        // The longest first: "very likely" also ends in what "fairly likely" ends in.
        let bands = Band::ALL.into_iter().map(|(band, _)| band);
        let bands = bands.filter(|band| line.ends_with(band.text().get(lang)));
        let Some(band) = bands.max_by_key(|band| band.text().get(lang).len()) else { return line.to_owned() };
        let code = match band {
            Band::VeryLikely | Band::Certain => "\u{1b}[1;34m",
            Band::Likely => "\u{1b}[34m",
            Band::Open => "\u{1b}[33m",
            Band::Hard | Band::VeryHard | Band::Impossible | Band::Unknown => DIM,
        };
        let words = band.text();
        let (row, word) = line.split_at(line.len() - words.get(lang).len());
        format!("{row}{code}{word}{RESET}")
    };
    table.lines().map(line).collect::<Vec<_>>().join("\n")
}
