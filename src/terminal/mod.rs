//! The summary of a run as a person reads it in a terminal of 80 columns.

mod comparison;
mod verification;

pub use comparison::comparison;
pub use verification::differences;

use crate::results::{Probability, Reason, Results, Stat, Stopping};
use crate::text::{Lang, Text, text};
use crate::words::{self, Band};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};

/// Columns of the terminal for which tables are laid out.
const WIDTH: u16 = 80;

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const RESET: &str = "\u{1b}[0m";

/// Headline, targets with their probabilities, goals, and the figures of the park at the end. `colour` adds ANSI
/// colours; without it the text is plain.
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
    if !results.scores.is_empty() {
        let title = text!("考核得分", "Assessment scores");
        out += &format!("\n{}\n{}\n", paint(BOLD, title.get(lang)), scores(results, lang));
    }
    if let Some((year, table)) = park(results, lang) {
        let title = text!("{year}年末园区主要指标", "The park at the end of {year}");
        out += &format!("\n{}\n{table}\n", paint(BOLD, title.get(lang)));
    }
    out
}

/// Why the run ended.
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

/// What was run: scenario, basis, trials and seed, mix and cost.
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

/// Targets in the file's order, then the goals.
fn targets(results: &Results, lang: Lang) -> String {
    let head = [
        text!("目标", "Target"),
        text!("年份", "Year"),
        text!("概率", "Probability"),
        text!("95%区间", "95% interval"),
        text!("把握", "In words"),
    ];
    let mut table = table(&head, lang);
    let mut add = |name: String, year: Option<i32>, p: &Probability| {
        let year = year.map_or(String::new(), |year| year.to_string());
        let said = words::probability(p);
        let band = Band::of(p).text();
        let cells = [name, year, said.get(lang).into(), words::interval(p), band.get(lang).into()];
        table.add_row(cells);
    };
    for target in &results.targets {
        add(words::name(&target.name, lang), Some(target.year), &target.probability);
    }
    for goal in &results.goals {
        add(format!("▸ {}", words::name(&goal.name, lang)), None, &goal.probability);
    }
    numbers(&mut table, 1..=3);
    if let Some(bands) = table.column_mut(4) {
        bands.set_constraint(ColumnConstraint::ContentWidth);
    }
    table.trim_fmt()
}

/// Scores, each with its items.
fn scores(results: &Results, lang: Lang) -> String {
    let head = [
        text!("得分", "Score"),
        text!("满分", "Full"),
        text!("低值（5%）", "Low (5%)"),
        text!("中位数", "Median"),
        text!("高值（95%）", "High (95%)"),
        text!("达标概率", "Reached"),
    ];
    let mut table = table(&head, lang);
    let mut add = |name: String, full: f64, points: &Stat, reached: String| {
        let [low, middle, high] = [points.p05, points.p50, points.p95].map(words::figure);
        table.add_row([name, words::exact(full), low, middle, high, reached]);
    };
    for score in &results.scores {
        let reached = score.reached.zip(score.at_least).map_or(String::new(), |(p, least)| {
            let (said, least) = (words::probability(&p), words::exact(least));
            let (zh, en) = (said.zh, said.en);
            text!("≥{least}：{zh}", "≥{least}: {en}").get(lang).into()
        });
        add(words::name(&score.name, lang), score.full, &score.value, reached);
        for item in &score.items {
            let key = words::figure_name(&item.name.name);
            let name = item
                .name
                .name_en
                .as_ref()
                .map_or_else(|| key.get(lang).into(), |_| words::name(&item.name, lang));
            let name = format!("· {name}");
            add(name, item.weight, &item.points, String::new());
        }
    }
    numbers(&mut table, 1..=5);
    table.trim_fmt()
}

/// The figures of the park in the last year.
fn park(results: &Results, lang: Lang) -> Option<(i32, String)> {
    let year = results.park.last()?;
    let head = [
        text!("指标", "Figure"),
        text!("低值（5%）", "Low (5%)"),
        text!("中位数", "Median"),
        text!("高值（95%）", "High (95%)"),
    ];
    let mut table = table(&head, lang);
    let mut add = |key: &str, name: Text, factor: f64, write: fn(f64) -> String| {
        let Some(Stat { p05, p50, p95, .. }) = year.stat(key) else { return };
        let write = |x: &f64| if x.is_finite() { write(x * factor) } else { "–".into() };
        table.add_row([name.get(lang).to_owned(), write(p05), write(p50), write(p95)]);
    };
    let per_unit = words::output_in_unit(1.0, lang);
    add("output", text!("产值（亿元）", "Output (bn yuan)"), per_unit, words::figure);
    add("growth", text!("增速（同比）", "Growth on the year before"), 1.0, words::growth);
    add("tax_per_mu", text!("亩均税收（万元/亩）", "Tax per mu (10k yuan/mu)"), 1.0, words::figure);
    add("land_reclaimed", text!("累计盘活土地（亩）", "Idle land reclaimed (mu)"), 1.0, words::rounded);
    add("projects_operating", text!("累计投产项目（个）", "Projects operating"), 1.0, words::rounded);
    numbers(&mut table, 1..=3);
    (table.row_count() > 0).then(|| (year.year, table.trim_fmt()))
}

fn table(head: &[Text], lang: Lang) -> Table {
    let mut table = Table::new();
    // One rule below the head and nothing else: borders only cost columns.
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    table.set_header(head.iter().map(|text| text.get(lang)));
    table
}

/// Columns of numbers: aligned right and never wrapped; the names beside them wrap instead.
fn numbers(table: &mut Table, columns: std::ops::RangeInclusive<usize>) {
    for index in columns {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
}

/// The table with the band at each line's end in colour: the likelier the brighter.
fn painted(table: &str, lang: Lang, colour: bool) -> String {
    if !colour {
        return table.into();
    }
    let line = |line: &str| {
        // The longest first: "very likely" also ends in what "fairly likely" ends in.
        let bands = Band::ALL.into_iter().filter(|band| line.ends_with(band.text().get(lang)));
        let Some(band) = bands.max_by_key(|band| band.text().get(lang).len()) else { return line.to_owned() };
        let code = match band {
            Band::VeryLikely => "\u{1b}[1;34m",
            Band::Likely => "\u{1b}[34m",
            Band::Open => "\u{1b}[33m",
            Band::Hard | Band::VeryHard | Band::Unknown => DIM,
        };
        let words = band.text();
        let (row, word) = line.split_at(line.len() - words.get(lang).len());
        format!("{row}{code}{word}{RESET}")
    };
    table.lines().map(line).collect::<Vec<_>>().join("\n")
}
