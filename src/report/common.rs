//! Blocks and sentences that reports of runs and of comparisons have in common.

use super::{Block, Illustration, Section, slide};
use crate::chart::{ChartError, Kind, Picture, Topic};
use crate::results::ScenarioFacts;
use crate::tables::{Cell, Column, Kind as Of, Table, TableId};
use crate::text::{Lang, Text, text};
use crate::words::{self, Band};
use rayon::prelude::*;

/// Dots to the px of a figure in print: 1,900 across the text of an A4 page, 310 to the inch.
const PRINT: f64 = 2.5;

/// A chart as an illustration of a report.
fn illustration(number: usize, picture: &Picture, lang: Lang) -> Result<Illustration, ChartError> {
    Ok(Illustration {
        title: picture.title.clone(),
        name: name(picture.kind, lang),
        reading: picture.reading.clone(),
        svg: picture.inline_svg(),
        png: picture.png(PRINT)?,
        slide: slide(number, picture.kind),
        size: picture.size(),
    })
}

/// What a chart shows, as a caption: "各方案的概率", "Probability under each alternative".
fn name(chart: Kind, lang: Lang) -> String {
    let shows = (chart.spec().shows)();
    let shows = shows.get(lang);
    let shows = shows.split_once(['：', ':']).map_or(shows, |(_, shows)| shows.trim_start());
    let mut letters = shows.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The charts that help to answer a question, in the order in which a reader wants them.
pub fn illustrations(all: &[(Topic, Illustration)], topic: Topic) -> Vec<Block> {
    let of_topic = all.iter().filter(|(of, _)| *of == topic);
    of_topic.map(|(_, illustration)| Block::Illustration(illustration.clone())).collect()
}

/// The table of this name, where the results have one.
pub fn table(all: &[Table], id: TableId) -> Option<Block> {
    all.iter().find(|table| table.id == id).cloned().map(Block::Table)
}

/// A section; `None` where nothing stands in it.
pub fn section(id: &'static str, title: String, blocks: Vec<Block>) -> Option<Section> {
    (!blocks.is_empty()).then_some(Section { id, title, blocks })
}

/// Scenario, basis and state of the data, in a line.
pub fn subtitle(facts: &ScenarioFacts, lang: Lang) -> String {
    let (title, as_of) = (words::name(&facts.title, lang), words::month(&facts.as_of));
    let (zh, en) = (as_of.zh, as_of.en);
    let basis = words::clean(facts.basis.get(lang), words::NAME_LIMIT);
    let basis =
        if basis.is_empty() { Text::same("") } else { text!("；口径：{basis}", "; basis: {basis}") };
    let (basis_zh, basis_en) = (basis.zh, basis.en);
    text!("情景：{title}；数据截至{zh}{basis_zh}", "Scenario: {title}; data up to {en}{basis_en}")
        .get(lang)
        .into()
}

/// Commands that repeat the numbers, and what that promises.
pub fn repeated(command: String, lang: Lang) -> Vec<Block> {
    let said = text!(
        "情景文件、种子、次数和版本相同，结果逐位相同。“verify”按文件中的记录重新计算，逐项核对数字；另一条命令重做一遍。",
        "The same scenario, seed, trials and version give the same bytes. `verify` repeats what a file records and compares every number; the other command does it over."
    );
    vec![
        Block::Paragraph(said.get(lang).into()),
        Block::Command("parkcast verify results.json".into()),
        Block::Command(command),
    ]
}

/// A word of a command, quoted where a shell would take it for something else.
pub fn shell_word(word: &str) -> String {
    let word = words::clean(word, usize::MAX);
    let is_plain = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// The findings of the charts, which are sentences; that of the first is the answer and stands above.
pub fn points(pictures: &[Picture], lang: Lang) -> Vec<Block> {
    let end = text!("。", ".");
    let answer = pictures.first();
    let others = pictures.iter().filter(|picture| answer.is_none_or(|answer| answer.title != picture.title));
    let said: Vec<String> = others.map(|picture| format!("{}{}", picture.title, end.get(lang))).collect();
    if said.is_empty() { Vec::new() } else { vec![Block::List(said)] }
}

/// Units in a sentence.
pub fn units(lang: Lang) -> Block {
    let said = text!(
        "单位：产值以亿元计，税收和费用以万元计，土地以亩计（1亩为1/15公顷）。",
        "Units: a mu (亩) is 1/15 hectare; bn and m yuan are thousands of millions and millions of yuan, 10k yuan is 10,000 yuan."
    );
    Block::Paragraph(said.get(lang).into())
}

/// The table without its intervals, for which a short report has no room.
pub fn without_intervals(table: &Table) -> Table {
    let mut short = table.clone();
    let is_kept = |i: usize| table.columns[i].kind != Of::Interval;
    let mut at = 0..table.columns.len();
    short.columns.retain(|_| at.next().is_some_and(is_kept));
    for row in &mut short.rows {
        let mut at = 0..table.columns.len();
        row.retain(|_| at.next().is_some_and(is_kept));
    }
    short
}

/// Points of a list that a short report keeps.
const MOST_POINTS: usize = 5;

/// Sections of a short report: the main points below the table, the first chart, what the result depends on and what to know of it.
pub fn brief(
    first: Vec<Block>,
    mut points: Vec<Block>,
    drawn: &[(Topic, Illustration)],
    depends: Vec<Block>,
    lang: Lang,
) -> Vec<Section> {
    for block in &mut points {
        if let Block::List(list) = block {
            list.truncate(MOST_POINTS);
        }
    }
    let picture = drawn.first().map(|(_, illustration)| Block::Illustration(illustration.clone()));
    let lists = depends.into_iter().filter(|block| matches!(block, Block::List(_)));
    let note = text!(
        "本报告由蒙特卡洛模拟得出：对园区的发展作大量模拟，目标实现的次数占比即概率。概率以所列假设为前提，不含模型和假设本身的误差。全部图表、假设和来源见完整报告和工作簿 tables.xlsx。",
        "The numbers come from Monte Carlo simulation: the park's future is simulated many times, and the share of futures that reach a target is its probability. They hold given the assumptions; errors of the model and of the assumptions are not in them. All charts, assumptions and sources are in the full report and in the workbook tables.xlsx."
    );
    let title = |text: Text| text.get(lang).to_owned();
    let sections = [
        section("points", title(text!("目标与预测", "Targets and forecast")), [first, points].concat()),
        section("chart", title(text!("实现概率", "Probabilities")), picture.into_iter().collect()),
        section("depends", title(text!("主要影响因素", "What the result depends on")), lists.collect()),
        section("method", title(text!("说明", "Notes")), vec![Block::Paragraph(title(note)), units(lang)]),
    ];
    sections.into_iter().flatten().collect()
}

/// The tables that no section shows.
pub fn appendix(sections: &[Section], tables: &[Table]) -> Vec<Block> {
    let blocks: Vec<&Block> = sections.iter().flat_map(|section| &section.blocks).collect();
    let is_shown =
        |id: TableId| blocks.iter().any(|block| matches!(block, Block::Table(table) if table.id == id));
    tables.iter().filter(|table| !is_shown(table.id)).cloned().map(Block::Appendix).collect()
}

/// Every chart as an illustration, with the question that it helps to answer.
///
/// # Errors
/// Where a picture cannot be made.
pub fn all_illustrations(pictures: &[Picture], lang: Lang) -> Result<Vec<(Topic, Illustration)>, ChartError> {
    let of = |(i, picture): (usize, &Picture)| {
        Ok((picture.kind.spec().topic, illustration(i + 1, picture, lang)?))
    };
    pictures.par_iter().enumerate().map(of).collect()
}

/// Sentence that names the tables that a document leaves to the workbook.
pub fn in_workbook(titles: &[&str]) -> Text {
    let quoted =
        |between: &str| titles.iter().map(|title| format!("“{title}”")).collect::<Vec<_>>().join(between);
    let (zh, en) = (quoted("、"), quoted(", "));
    text!(
        "以下明细表见工作簿 tables.xlsx：{zh}。",
        "The workbook tables.xlsx holds the tables in full: {en}."
    )
}

/// Words for probabilities and the ranges that they stand for.
pub fn bands(lang: Lang) -> Table {
    let heads = [text!("用语", "Words"), text!("概率", "Probability")];
    let column = |head: Text| Column { head: head.get(lang).into(), brief: None, kind: Of::Text };
    let columns = heads.into_iter().map(column).collect();
    let row = |(band, range): (Band, &str)| vec![Cell::text(band.text().get(lang)), Cell::text(range)];
    let rows = Band::ALL.into_iter().rev().map(row).collect();
    let title = text!("概率用语说明", "Words for probabilities");
    Table { id: TableId::Bands, title: title.get(lang).into(), columns, rows }
}

/// Method in a paragraph.
pub fn method(lang: Lang) -> String {
    text!(
        "方法：对园区的发展作大量模拟。现有企业逐年增长，增长率由产业共同的冲击和企业自身的冲击决定，可能按规则退出；闲置土地按途径逐宗处置；已知项目和招商签约的项目逐月推进前期、等待土地等要素、建设、投产、逐步达产；政策改变其中的数字。每年年末统计指标、判断目标，实现的次数占比就是概率；单项目标尽可能用条件概率的平均（企业自身的冲击不靠抽样），所以与只数次数的组合目标、分布图和比较略有出入，都在误差之内。“95%区间”是模拟次数有限带来的误差，次数越多越窄；它不包含模型和假设的误差。",
        "Method: the park's future is simulated many times. Enterprises grow from year to year by shocks that their industry shares and by shocks of their own, and may close by rules; idle land is worked on parcel by parcel, route after route; known projects and those that promotion signs prepare, queue for land and other resources, build, begin and reach full production, month by month; policies change the numbers. At each year's end figures are taken and targets judged; the share of futures that reach a target is its probability; that of a single target is where possible the mean of its chance given all but enterprises' own shocks, and so differs a little, within the error, from goals, distributions and comparisons, which count. The 95% interval is the error that a limited number of futures leaves; it narrows with more of them and does not cover errors of the model or of the assumptions."
    )
    .get(lang)
    .into()
}
