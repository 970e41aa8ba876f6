//! The report of a comparison.

use super::common::{
    all_illustrations, appendix, bands, brief, illustrations, method, points, repeated, section, shell_word,
    subtitle, table, units, without_intervals,
};
use super::{Block, Illustration, Length, Letter, Report, Section, assumptions};
use crate::chart::{ChartError, Picture, Topic};
use crate::compare::{Comparison, TOLERANCE, Verdict};
use crate::scenario::Scenario;
use crate::tables::{self, Table, TableId};
use crate::text::{Lang, Text, text};
use crate::words;

/// Pairs of policies that are listed.
const MOST_PAIRS: usize = 6;

/// Makes the report of a comparison whose reference is in `scenario`, of a length, with its charts laid out for a page; `seal` is the stamp that
/// programs read of it.
///
/// # Errors
/// Where a picture cannot be made.
pub fn of_comparison(
    results: &Comparison,
    scenario: &Scenario,
    pictures: &[Picture],
    seal: String,
    length: Length,
    lang: Lang,
) -> Result<Report, ChartError> {
    let drawn = all_illustrations(pictures, lang)?;
    let (assumed, all_assumptions) = assumptions::assumptions(scenario, lang);
    let mut tables = tables::of_comparison(results, lang);
    let title = |text: Text| text.get(lang).to_owned();
    let whole = || {
        [
            section("points", title(text!("要点", "Main points")), points(pictures, lang)),
            section(
                "alternatives",
                title(if results.is_choice() {
                    text!("各方案实现概率", "How likely each alternative is")
                } else {
                    text!("各情景实现概率", "How likely the targets are under each scenario")
                }),
                chances(&tables, &drawn, lang),
            ),
            section(
                "cost",
                title(text!("费用与效果", "Cost and effect")),
                illustrations(&drawn, Topic::Cost),
            ),
            section(
                "depends",
                title(text!("主要影响因素", "What the result depends on")),
                depends(results, scenario, &tables, &drawn, lang),
            ),
            section("assumptions", title(text!("假设及来源", "Assumptions and sources")), assumed),
            section("method", title(text!("方法", "Method")), how(results, lang)),
            section("again", title(text!("复算方法", "How to repeat it")), again(results, lang)),
        ]
    };
    let sections = match length {
        Length::Brief => {
            let headline = tables.iter().find(|table| table.id == TableId::Headline);
            let first = headline.map(|table| Block::Table(without_intervals(table))).into_iter().collect();
            let depends = depends(results, scenario, &tables, &drawn, lang);
            brief(first, points(pictures, lang), &drawn, depends, lang)
        }
        Length::Full => {
            let mut sections: Vec<Section> = whole().into_iter().flatten().collect();
            let rest = appendix(&sections, &tables);
            sections.extend(section("tables", title(text!("附表", "All tables")), rest));
            sections
        }
    };
    tables.push(all_assumptions);
    let park = words::name(&results.scenario.park, lang);
    let year = results.figures.year;
    Ok(Report {
        lang,
        title: title(if results.is_choice() {
            text!("{park}{year}年目标政策组合比较", "{park}: policy mixes for the targets of {year} compared")
        } else {
            text!("{park}{year}年目标情景分析", "{park}: the targets of {year} under several scenarios")
        }),
        subtitle: subtitle(&results.scenario, lang),
        answer: pictures.first().map_or_else(String::new, |picture| picture.title.clone()),
        length,
        letter: Letter::default(),
        sections,
        tables,
        provenance: provenance(results, lang),
        seal,
    })
}

fn chances(tables: &[Table], drawn: &[(Topic, Illustration)], lang: Lang) -> Vec<Block> {
    let mut blocks: Vec<Block> = table(tables, TableId::Headline).into_iter().collect();
    blocks.extend(illustrations(drawn, Topic::Alternatives));
    blocks.push(Block::Table(bands(lang)));
    blocks
}

/// Section about policies: which matter, how they work together, what waiting costs, and how much is assumed.
fn depends(
    results: &Comparison,
    scenario: &Scenario,
    tables: &[Table],
    drawn: &[(Topic, Illustration)],
    lang: Lang,
) -> Vec<Block> {
    let mut list: Vec<String> = pairs(results).iter().map(|text| text.get(lang).to_owned()).collect();
    let policies = scenario.assumptions.iter().filter(|one| one.table == "policies");
    let (all, unsourced) = (policies.clone().count(), policies.filter(|one| one.source.is_none()).count());
    let said = text!(
        "政策的效果：{all}项政策中有{unsourced}项的效果和费用是情景假设，没有资料来源；假设不同，结论可能不同。",
        "Effects of policies: {unsourced} of {all} are assumptions without a source; other assumptions may lead to other conclusions."
    );
    if all > 0 && results.is_choice() {
        list.push(said.get(lang).into());
    }
    let mut blocks = illustrations(drawn, Topic::Depends);
    if !list.is_empty() {
        blocks.insert(0, Block::List(list));
    }
    blocks.extend(
        table(tables, TableId::Delays).filter(|_| results.delays.len() == 1 && results.outcomes.len() == 1),
    );
    blocks
}

/// The pairs of policies that surely help or hinder each other, the strongest first.
fn pairs(results: &Comparison) -> Vec<Text> {
    let Some(one) = results.contributions.first() else { return Vec::new() };
    let outcome = &one.outcomes[results.headline()];
    let mut sure: Vec<_> = outcome.pairs.iter().filter(|pair| pair.verdict != Verdict::Open).collect();
    sure.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
    let name = |id: &String, lang| {
        let policy = one.policies.iter().find(|policy| policy.id == *id);
        policy.map_or_else(String::new, |policy| words::name(&policy.name, lang))
    };
    let said = sure.into_iter().take(MOST_PAIRS).map(|pair| {
        let [a, b] = &pair.policies;
        let (a_zh, b_zh, a_en, b_en) =
            (name(a, Lang::Zh), name(b, Lang::Zh), name(a, Lang::En), name(b, Lang::En));
        let points = words::points(pair.value);
        if pair.verdict == Verdict::Help {
            text!(
                "“{a_zh}”与“{b_zh}”相互促进（{points}个百分点）。",
                "\"{a_en}\" and \"{b_en}\" help each other ({points} points)."
            )
        } else {
            text!(
                "“{a_zh}”与“{b_zh}”的作用有重叠（{points}个百分点）。",
                "\"{a_en}\" and \"{b_en}\" overlap ({points} points)."
            )
        }
    });
    said.collect()
}

fn how(results: &Comparison, lang: Lang) -> Vec<Block> {
    if !results.is_choice() {
        let same = text!(
            "比较：每个情景都在同样的随机数上模拟，差别只来自情景之间的变动；差别的区间按“由不达到变为达到、由达到变为不达到”的次数计算（Tango配对区间）。",
            "Comparison: every scenario is tried on the same random numbers, so that differences come from what scenarios change alone; their intervals rest on the futures that flip each way (Tango's interval for pairs)."
        );
        return vec![Block::Paragraph(method(lang)), Block::Paragraph(same.get(lang).into())];
    }
    let orders = words::orders_of_joining(results.contributions.iter().all(|one| one.exact));
    let (orders_zh, orders_en) = (orders.zh, orders.en);
    let same = text!(
        "比较：每个方案都在同样的随机数上模拟，差别只来自政策；差别的区间按“由不达到变为达到、由达到变为不达到”的次数计算（Tango配对区间）。各项政策的作用是它加入时的增量，{orders_zh}（Shapley值）。",
        "Comparison: every alternative is tried on the same random numbers, so that differences come from policies alone; their intervals rest on the futures that flip each way (Tango's interval for pairs). What a policy contributes is its increment when it joins, {orders_en} (Shapley value)."
    );
    vec![Block::Paragraph(method(lang)), Block::Paragraph(same.get(lang).into()), units(lang)]
}

/// Section about how to compare again.
fn again(results: &Comparison, lang: Lang) -> Vec<Block> {
    let run = &results.provenance;
    let files: Vec<String> =
        run.scenarios.iter().map(|file| shell_word(&format!("{}.toml", file.scenario))).collect();
    let mixes: String =
        results.alternatives.iter().map(|one| format!(" --mix {}", shell_word(&one.id))).collect();
    let delays: String =
        results.delays.iter().map(|one| format!(" --delay {}", shell_word(&one.policy))).collect();
    let (files, trials, seed) = (files.join(" "), run.trials, run.seed);
    let (reference, by) = (shell_word(&run.reference), shell_word(&results.headline));
    let tolerance = if results.tolerance == TOLERANCE {
        String::new()
    } else {
        format!(" --tolerance {}pp", words::exact(100.0 * results.tolerance))
    };
    let command = format!(
        "parkcast compare {files}{mixes} --trials {trials} --seed {seed} --reference {reference} --by {by}{tolerance}{delays}"
    );
    repeated(command, lang)
}

fn provenance(results: &Comparison, lang: Lang) -> Vec<(String, String)> {
    let run = &results.provenance;
    let mut rows = Vec::new();
    for file in &run.scenarios {
        rows.push((text!("情景文件", "Scenario"), words::clean(&file.scenario, words::NAME_LIMIT)));
        rows.push((
            text!("情景文件校验（SHA-256）", "SHA-256 of the scenario"),
            words::clean(&file.scenario_sha256, 64),
        ));
        rows.push((
            text!("全部输入文件校验（SHA-256）", "SHA-256 of all inputs"),
            words::clean(&file.inputs_sha256, 64),
        ));
    }
    let reference = words::name(&results.alternatives[results.reference()].name, lang);
    rows.extend([
        (text!("参照", "Reference"), reference),
        (text!("随机种子", "Seed"), run.seed.to_string()),
        (text!("每个方案的模拟次数", "Trials of each alternative"), words::whole(run.trials)),
        (text!("软件版本", "Version"), format!("parkcast {}", words::program(&run.program).get(lang))),
    ]);
    rows.into_iter().map(|(name, value)| (name.get(lang).to_owned(), value)).collect()
}
