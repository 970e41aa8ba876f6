//! The report of a run.

use super::common::{
    all_illustrations, appendix, bands, brief, illustrations, method, points, repeated, section, shell_word,
    subtitle, table, units,
};
use super::outlook::outlook;
use super::{Block, Illustration, Length, Letter, Report, Section, assumptions};
use crate::chart::{ChartError, Picture, Topic};
use crate::results::{EnterpriseResult, Results};
use crate::scenario::Scenario;
use crate::tables::{self, Table, TableId};
use crate::text::{Lang, Text, text};
use crate::words;

/// A known project between these probabilities of operating may go either way.
const OPEN: std::ops::Range<f64> = 0.2..0.8;
/// Enterprises in the table of those whose crossing matters most.
const MOST_PIVOTAL: usize = 10;
/// Names that a sentence lists.
const MOST_NAMED: usize = 5;

/// Makes the report of a run of `scenario`, of a length, with its charts laid out for a page; `seal` is what programs read of it.
///
/// # Errors
/// Where a picture cannot be made.
pub fn of_run(
    results: &Results,
    scenario: &Scenario,
    pictures: &[Picture],
    seal: String,
    length: Length,
    lang: Lang,
) -> Result<Report, ChartError> {
    let drawn = all_illustrations(pictures, lang)?;
    let (assumed, all_assumptions) = assumptions::assumptions(scenario, lang);
    let mut tables = tables::of_run(results, lang);
    let title = |text: Text| text.get(lang).to_owned();
    let glance = outlook(results, scenario, lang);
    let first = || vec![Block::Table(glance.clone())];
    let whole = || {
        [
            section(
                "points",
                title(text!("要点", "Main points")),
                [first(), points(pictures, lang)].concat(),
            ),
            section(
                "targets",
                title(text!("目标实现概率", "How likely the targets are")),
                targets(&tables, &drawn, lang),
            ),
            section("output", title(text!("产值构成", "Where output comes from")), output(&tables, &drawn)),
            section(
                "depends",
                title(text!("主要影响因素", "What the result depends on")),
                depends(results, scenario, &drawn, lang),
            ),
            section("land", title(text!("项目与土地", "Projects and land")), land(&tables, &drawn)),
            section("assumptions", title(text!("假设及来源", "Assumptions and sources")), assumed),
            section(
                "method",
                title(text!("方法", "Method")),
                vec![Block::Paragraph(method(lang)), units(lang)],
            ),
            section("again", title(text!("复算方法", "How to repeat it")), again(results, lang)),
        ]
    };
    let sections = match length {
        Length::Brief => {
            let depends = depends(results, scenario, &drawn, lang);
            brief(first(), points(pictures, lang), &drawn, depends, lang)
        }
        Length::Full => {
            let mut sections: Vec<Section> = whole().into_iter().flatten().collect();
            let rest = appendix(&sections, &tables);
            sections.extend(section("tables", title(text!("附表", "All tables")), rest));
            sections
        }
    };
    tables.insert(0, glance);
    tables.push(all_assumptions);
    let year = results.judged_year();
    let park = words::name(&results.scenario.park, lang);
    Ok(Report {
        lang,
        title: title(text!(
            "{park}{year}年目标达成概率分析",
            "{park}: how likely are the targets of {year}?"
        )),
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

fn targets(tables: &[Table], drawn: &[(Topic, Illustration)], lang: Lang) -> Vec<Block> {
    let mut blocks: Vec<Block> = table(tables, TableId::Targets).into_iter().collect();
    blocks.extend(illustrations(drawn, Topic::Targets));
    blocks.extend(table(tables, TableId::Scores));
    blocks.push(Block::Table(bands(lang)));
    blocks
}

fn output(tables: &[Table], drawn: &[(Topic, Illustration)]) -> Vec<Block> {
    let mut blocks = illustrations(drawn, Topic::Output);
    blocks.extend(table(tables, TableId::Summary));
    blocks
}

fn land(tables: &[Table], drawn: &[(Topic, Illustration)]) -> Vec<Block> {
    let mut blocks = illustrations(drawn, Topic::Land);
    blocks.extend(table(tables, TableId::Fates));
    blocks
}

/// Section about what stands in the way, and what may go either way.
fn depends(
    results: &Results,
    scenario: &Scenario,
    drawn: &[(Topic, Illustration)],
    lang: Lang,
) -> Vec<Block> {
    let said = [
        hardest(results),
        pivotal(results).or_else(|| open_enterprises(results)),
        open_projects(results),
        shortage(results),
        Some(unsourced(scenario)),
    ];
    let list: Vec<String> = said.into_iter().flatten().map(|text| text.get(lang).to_owned()).collect();
    let mut blocks = vec![Block::List(list)];
    blocks.extend(illustrations(drawn, Topic::Depends));
    blocks.extend(tables::surely_pivotal(results, MOST_PIVOTAL, lang).map(Block::Table));
    blocks
}

fn hardest(results: &Results) -> Option<Text> {
    if results.targets.len() < 2 {
        return None;
    }
    let p = |target: &crate::results::TargetResult| target.probability.probability;
    let least = results.targets.iter().min_by(|a, b| p(a).total_cmp(&p(b)))?;
    let (zh, en) = (words::name(&least.name, Lang::Zh), words::name(&least.name, Lang::En));
    let said = words::probability(&least.probability);
    let (zh_p, en_p) = (said.zh, said.en);
    Some(text!("难度最大的目标：“{zh}”（{zh_p}）。", "The hardest target: \"{en}\" ({en_p})."))
}

/// The enterprise whose crossing goes with an open target more than any other's.
fn pivotal(results: &Results) -> Option<Text> {
    let open = results.pivotal.iter().filter(|one| one.is_open());
    let most = open.max_by(|a, b| a.gain.total_cmp(&b.gain))?;
    let target = results.targets.iter().find(|target| target.id == most.target)?;
    let (zh, en) = (words::name(&most.name, Lang::Zh), words::name(&most.name, Lang::En));
    let (target_zh, target_en) = (words::name(&target.name, Lang::Zh), words::name(&target.name, Lang::En));
    let around = words::around_crossing(most, results.provenance.trials);
    let [without, with] = around.map(|p| words::probability_clause(&p));
    let (with_zh, with_en, without_zh, without_en) = (with.zh, with.en, without.zh, without.en);
    let Text { zh: way_zh, en: way_en } = words::way_to_threshold(most);
    Some(text!(
        "最关键的企业：“{zh}”（{way_zh}）过门槛时，“{target_zh}”的概率{with_zh}，不过时{without_zh}；其中有整个产业一起好转的因素。",
        "The enterprise that matters most: where \"{en}\" ({way_en}) crosses its threshold, the chance of \"{target_en}\" {with_en}, otherwise it {without_en}; part of that is its whole industry doing well."
    ))
}

/// Enterprises whose probability of a threshold is far from sure, the least predictable first.
fn open_enterprises(results: &Results) -> Option<Text> {
    let year = results.judged_year();
    let openness = |one: &EnterpriseResult| {
        let at = one.years.iter().find(|of| of.year == year)?;
        let open = |p: &&f64| OPEN.contains(*p);
        at.at_least.values().filter(open).map(|p| (p - 0.5).abs()).min_by(f64::total_cmp)
    };
    let mut open: Vec<_> =
        results.enterprises.iter().filter_map(|one| Some((openness(one)?, &one.name))).collect();
    open.sort_by(|a, b| a.0.total_cmp(&b.0));
    let n = open.len();
    let list = |lang, between: &str| {
        open.iter()
            .take(MOST_NAMED)
            .map(|(_, name)| words::name(name, lang))
            .collect::<Vec<_>>()
            .join(between)
    };
    let (zh, en) = (list(Lang::Zh, "、"), list(Lang::En, ", "));
    (n > 0).then(|| {
        text!(
            "{n}户企业能否达到门槛尚不确定（概率20%至80%），不确定性最大的是：{zh}。",
            "Enterprises that may or may not reach a threshold (20% to 80%): {n}; least predictable: {en}."
        )
    })
}

fn open_projects(results: &Results) -> Option<Text> {
    let open: Vec<_> = results.projects.iter().filter(|project| OPEN.contains(&project.operating)).collect();
    let n = open.len();
    let list = |lang, between: &str| {
        open.iter().take(MOST_NAMED).map(|one| words::name(&one.name, lang)).collect::<Vec<_>>().join(between)
    };
    let (zh, en) = (list(Lang::Zh, "、"), list(Lang::En, ", "));
    (n > 0).then(|| {
        text!(
            "{n}个已知项目能否投产尚不确定（概率20%至80%），如：{zh}。",
            "Known projects that may or may not come to operate (20% to 80%): {n}, such as {en}."
        )
    })
}

/// Main resource for want of which projects are lost, in words.
fn shortage(results: &Results) -> Option<Text> {
    let fates = results.fates.as_ref()?;
    let short = fates.lost.iter().filter(|(reason, _)| !words::is_own_loss(reason));
    let (reason, mean) = short.max_by(|a, b| a.1.total_cmp(b.1)).filter(|(_, mean)| **mean >= 0.05)?;
    let (why, n) = (words::loss(reason, &results.scenario.resources), words::figure(*mean));
    let (zh, en) = (why.zh, why.en);
    Some(text!(
        "要素短板：平均有{n}个项目因{zh}而终止，是要素方面最主要的原因。",
        "The bottleneck: {n} projects are lost on average because they {en}, more than for want of anything else."
    ))
}

fn unsourced(scenario: &Scenario) -> Text {
    let (n, all) =
        (scenario.assumptions.iter().filter(|one| one.source.is_none()).count(), scenario.assumptions.len());
    text!(
        "假设：{all}组数字中有{n}组是情景假设，没有资料来源。",
        "Assumptions: {n} of {all} entries have no source and are assumed."
    )
}

/// Section about how to run it again.
fn again(results: &Results, lang: Lang) -> Vec<Block> {
    let run = &results.provenance;
    let mix = run.mix.as_ref().map_or(String::new(), |mix| format!(" --mix {}", shell_word(&mix.id)));
    let conditional = if run.conditional { "" } else { " --conditional off" };
    let by = run.headline.as_ref().map_or(String::new(), |by| format!(" --by {}", shell_word(by)));
    let (file, trials, seed) = (shell_word(&format!("{}.toml", run.scenario)), run.trials, run.seed);
    let sampling = shell_word(&run.sampling);
    let command = format!(
        "parkcast run {file} --trials {trials} --seed {seed} --sampling {sampling}{mix}{by}{conditional}"
    );
    repeated(command, lang)
}

fn provenance(results: &Results, lang: Lang) -> Vec<(String, String)> {
    let run = &results.provenance;
    let mut rows = vec![
        (text!("情景文件", "Scenario"), words::clean(&run.scenario, words::NAME_LIMIT)),
        (text!("情景文件校验（SHA-256）", "SHA-256 of the scenario"), words::clean(&run.scenario_sha256, 64)),
        (text!("全部输入文件校验（SHA-256）", "SHA-256 of all inputs"), words::clean(&run.inputs_sha256, 64)),
        (text!("随机种子", "Seed"), run.seed.to_string()),
        (text!("模拟次数", "Trials"), words::whole(run.trials)),
        (text!("抽样方式", "Sampling"), words::clean(&run.sampling, 20)),
        (text!("软件版本", "Version"), format!("parkcast {}", words::program(&run.program).get(lang))),
    ];
    if let Some(mix) = &run.mix {
        let (cost, name) = (words::money(mix.cost), words::name(&mix.name, lang));
        let (zh, en) = (cost.zh, cost.en);
        let said = text!("{name}（费用{zh}）", "{name} (cost {en})");
        rows.insert(1, (text!("政策组合", "Mix"), said.get(lang).into()));
    }
    if run.interrupted {
        rows.push((text!("中断", "Interrupted"), text!("是", "yes").get(lang).into()));
    }
    rows.into_iter().map(|(name, value)| (name.get(lang).to_owned(), value)).collect()
}
