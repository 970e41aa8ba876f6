//! Targets whose figures have no data behind them, or too little.

use super::super::fields::{Fields, entries, single};
use super::super::node::{NodeValue, Table};
use super::super::problem::{Problem, Problems};
use super::listed;
use crate::scenario::{
    Change, Condition, Enterprise, EnterpriseIx, EnterpriseMetric, Field, IndustryIx, IndustryMetric,
    Measure, ParkMetric, Project, ResourceIx, Scenario,
};
use crate::text::{Text, text, tidy};

/// Most names in a message.
const SHOWN: usize = 5;

/// Checks all targets and items of scores, and the known months.
pub(super) fn check(document: &Table, scenario: &Scenario, out: &mut Problems) {
    for (entry, target) in entries(document, "targets").iter().zip(&scenario.targets) {
        measure(entry, &target.measure, target.bounds.at_least, scenario, out);
    }
    for (entry, score) in entries(document, "scores").iter().zip(&scenario.scores) {
        for (i, item) in score.items.iter().enumerate().filter(|(_, item)| item.target.is_none()) {
            let Some(NodeValue::List(list)) = entry.table.get("items").map(|node| &node.value) else {
                continue;
            };
            let Some(NodeValue::Table(table)) = list.get(i).map(|node| &node.value) else { continue };
            let path = format!("{}.items[{}]", entry.path, i + 1);
            let entry = Fields { table, spec: crate::format::score_item(), origin: list[i].origin, path };
            measure(&entry, &item.measure, item.bounds.at_least, scenario, out);
        }
    }
    known_months(document, scenario, out);
}

/// What an enterprise must have for a metric of it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Need {
    Land,
    Tax,
}

impl Need {
    fn of(metric: EnterpriseMetric) -> &'static [Self] {
        match metric {
            EnterpriseMetric::Output | EnterpriseMetric::Growth => &[],
            EnterpriseMetric::Tax => &[Self::Tax],
            EnterpriseMetric::Land | EnterpriseMetric::OutputPerMu => &[Self::Land],
            EnterpriseMetric::TaxPerMu => &[Self::Land, Self::Tax],
        }
    }

    fn is_met(self, enterprise: &Enterprise, scenario: &Scenario) -> bool {
        match self {
            Self::Land => enterprise.land.median() > 0.0,
            Self::Tax => {
                let industry = scenario.industries.get(enterprise.industry.0);
                let rate = enterprise.tax_rate.as_ref().or(industry.map(|industry| &industry.tax_rate));
                enterprise.tax.is_some() || rate.is_some_and(|rate| rate.median() > 0.0)
            }
        }
    }

    /// Whether projects bring what enterprises lack.
    fn comes_with(self, project: &Project, scenario: &Scenario) -> bool {
        match self {
            Self::Land => {
                let needs = &project.life.needs;
                needs.iter().any(|(of, amount)| *of == ResourceIx::LAND && amount.median() > 0.0)
            }
            Self::Tax => rate_of(project.industry, scenario) > 0.0,
        }
    }

    fn comes_with_channels(self, scenario: &Scenario) -> bool {
        scenario.channels.iter().any(|channel| match self {
            Self::Land => channel
                .life
                .needs
                .iter()
                .chain(&channel.needs_per_output)
                .any(|(of, _)| *of == ResourceIx::LAND),
            Self::Tax => rate_of(channel.industry, scenario) > 0.0,
        })
    }

    /// Whether changes may bring it.
    fn is_changed(self, scenario: &Scenario) -> bool {
        let changes = scenario.policies.iter().flat_map(|policy| &policy.changes).chain(&scenario.changes);
        let reaches = |change: &Change| {
            change.sites.iter().any(|site| match self {
                Self::Land => site.field == Field::Land,
                Self::Tax => matches!(site.field, Field::Tax | Field::TaxRate),
            })
        };
        changes.into_iter().any(reaches)
    }

    fn name(self) -> Text {
        match self {
            Self::Land => text!("用地", "land"),
            Self::Tax => text!("税收或税率", "tax, nor a tax rate"),
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Land => "land",
            Self::Tax => "tax",
        }
    }
}

fn rate_of(industry: IndustryIx, scenario: &Scenario) -> f64 {
    scenario.industries.get(industry.0).map_or(0.0, |industry| industry.tax_rate.median())
}

/// Checks what a target or an item of a score looks at.
fn measure(
    entry: &Fields<'_>,
    measure: &Measure,
    at_least: Option<f64>,
    scenario: &Scenario,
    out: &mut Problems,
) {
    match measure {
        Measure::Park(metric) => {
            let all: Vec<&Enterprise> = scenario.enterprises.iter().collect();
            for need in like(*metric).map_or(&[][..], Need::of) {
                rests_on(entry, "metric", *need, &all, scenario, out);
            }
            reachable_count(entry, *metric, at_least, scenario, out);
        }
        Measure::Industry(industry, metric) => of_industry(entry, *industry, *metric, scenario, out),
        Measure::Enterprise(enterprise, metric) => of_enterprise(entry, *enterprise, *metric, scenario, out),
        Measure::CountEnterprises(condition) => {
            let all: Vec<&Enterprise> =
                scenario.enterprises.iter().filter(|enterprise| carries(condition, enterprise)).collect();
            let mut needs: Vec<Need> =
                condition.tests.iter().flat_map(|test| Need::of(test.metric)).copied().collect();
            needs.dedup();
            for need in needs {
                rests_on(entry, "where", need, &all, scenario, out);
            }
            reachable(
                entry,
                at_least,
                all.len() + scenario.projects.len(),
                scenario.channels.is_empty(),
                out,
            );
        }
        Measure::CountIndustries(_) => reachable(entry, at_least, scenario.industries.len(), true, out),
    }
}

/// The metric of an enterprise that a metric of the park sums up.
fn like(metric: ParkMetric) -> Option<EnterpriseMetric> {
    match metric {
        ParkMetric::Tax => Some(EnterpriseMetric::Tax),
        ParkMetric::Land => Some(EnterpriseMetric::Land),
        ParkMetric::OutputPerMu => Some(EnterpriseMetric::OutputPerMu),
        ParkMetric::TaxPerMu => Some(EnterpriseMetric::TaxPerMu),
        _ => None,
    }
}

/// Whether an enterprise has the marks that a condition asks for, whatever its figures.
fn carries(condition: &Condition, enterprise: &Enterprise) -> bool {
    let Condition { tests: _, industry, zone, name, tags } = condition;
    industry.is_none_or(|industry| industry == enterprise.industry)
        && zone.as_ref().is_none_or(|zone| enterprise.zone.as_ref() == Some(zone))
        && name.as_ref().is_none_or(|name| *name == enterprise.name.name)
        && tags.iter().all(|tag| enterprise.tags.contains(tag))
}

/// How many of the enterprises that a figure rests on lack what it needs: all of them is an error.
fn rests_on(
    entry: &Fields<'_>,
    key: &str,
    need: Need,
    all: &[&Enterprise],
    scenario: &Scenario,
    out: &mut Problems,
) {
    let producing = |enterprise: &&&Enterprise| enterprise.output.median() > 0.0;
    let lacking: Vec<String> = all
        .iter()
        .filter(producing)
        .filter(|enterprise| !need.is_met(enterprise, scenario))
        .map(|enterprise| enterprise.name.name.clone())
        .collect();
    let (count, total) = (lacking.len(), all.iter().filter(producing).count());
    if need == Need::Tax && count == 0 {
        by_rate(entry, key, all, out);
    }
    if count == 0 || need.is_changed(scenario) {
        return;
    }
    let comes = need.comes_with_channels(scenario)
        || scenario.projects.iter().any(|project| need.comes_with(project, scenario));
    let Text { zh, en } = need.name();
    let key_of_need = need.key();
    let (origin, path) = (entry.origin_of(key), entry.path_of(key));
    let problem = if count == total && !comes {
        Problem::error(
            origin,
            path,
            text!(
                "这一指标没有数据：{total} 户企业都没有{zh}，每次试验都无法判断",
                "this figure has no data: none of the {total} enterprises has {en}, and no trial can judge it"
            ),
        )
    } else {
        let Text { zh: names_zh, en: names_en } = listed(&lacking, SHOWN);
        let (zh, en) = (format!("{zh}（{names_zh}）"), format!("{en} ({names_en})"));
        Problem::warning(
            origin,
            path,
            text!(
                "所依据的 {total} 户企业中 {count} 户没有{zh}，按 0 计",
                "{count} of the {total} enterprises behind it have no {en}, which counts as 0"
            ),
        )
    };
    out.push(problem.remedy(text!(
        "在企业名册补上 {key_of_need}；没有数据的，换一个指标",
        "fill in `{key_of_need}` of the enterprises; where there are no data, choose another figure"
    )));
}

/// Where some enterprises have a tax of their own, how many are taken by a rate.
fn by_rate(entry: &Fields<'_>, key: &str, all: &[&Enterprise], out: &mut Problems) {
    let without =
        all.iter().filter(|enterprise| enterprise.output.median() > 0.0 && enterprise.tax.is_none());
    let (without, total) = (without.map(|e| e.name.name.clone()).collect::<Vec<_>>(), all.len());
    let count = without.len();
    if count == 0 || all.iter().all(|enterprise| enterprise.tax.is_none()) {
        return;
    }
    let Text { zh, en } = listed(&without, SHOWN);
    out.push(Problem::notice(
        entry.origin_of(key),
        entry.path_of(key),
        text!(
            "所依据的 {total} 户企业中 {count} 户没有税收，按税率推算：{zh}",
            "{count} of the {total} enterprises behind it have no tax of their own and are taken by a rate: {en}"
        ),
    ));
}

fn of_enterprise(
    entry: &Fields<'_>,
    e: EnterpriseIx,
    metric: EnterpriseMetric,
    scenario: &Scenario,
    out: &mut Problems,
) {
    let Some(enterprise) = scenario.enterprises.get(e.0) else { return };
    let expansions = || scenario.projects.iter().filter(|project| project.enterprise == Some(e));
    for need in Need::of(metric) {
        let comes = expansions().any(|project| need.comes_with(project, scenario));
        if need.is_met(enterprise, scenario) || comes || need.is_changed(scenario) {
            continue;
        }
        let Text { zh, en } = need.name();
        let key = need.key();
        undefined(
            entry,
            text!("该企业没有{zh}", "the enterprise has no {en}"),
            text!("在企业名册补上 {key}", "fill in `{key}` of the enterprise"),
            out,
        );
    }
    let never_produces = enterprise.output.median() <= 0.0 && expansions().next().is_none();
    if metric == EnterpriseMetric::Growth && never_produces && !output_is_changed(scenario) {
        undefined(
            entry,
            text!(
                "该企业基年产值为 0，没有增速可言",
                "the enterprise makes nothing in the base year: it has no growth"
            ),
            text!("补上基年产值", "give its base-year output"),
            out,
        );
    }
}

fn of_industry(
    entry: &Fields<'_>,
    industry: IndustryIx,
    metric: IndustryMetric,
    scenario: &Scenario,
    out: &mut Problems,
) {
    let produces = scenario.enterprises.iter().any(|e| e.industry == industry && e.output.median() > 0.0);
    let comes = scenario.projects.iter().any(|project| project.industry == industry)
        || scenario.channels.iter().any(|channel| channel.industry == industry);
    if produces || comes || output_is_changed(scenario) {
        return;
    }
    let found = text!("该产业没有企业、项目或渠道", "the industry has no enterprise, project or channel");
    let remedy = text!("核对 metric 中的产业", "check the industry in `metric`");
    if metric == IndustryMetric::Growth {
        undefined(entry, found, remedy, out);
    } else {
        out.push(Problem::warning(entry.origin_of("metric"), entry.path_of("metric"), found).remedy(remedy));
    }
}

fn output_is_changed(scenario: &Scenario) -> bool {
    let changes = scenario.policies.iter().flat_map(|policy| &policy.changes).chain(&scenario.changes);
    changes.into_iter().any(|change| change.sites.iter().any(|site| site.field == Field::Output))
}

/// A figure that no trial defines.
fn undefined(entry: &Fields<'_>, Text { zh, en }: Text, remedy: Text, out: &mut Problems) {
    let found = text!(
        "这一指标没有数据：{zh}，每次试验都无法判断",
        "this figure has no data: {en}, and no trial can judge it"
    );
    out.push(Problem::error(entry.origin_of("metric"), entry.path_of("metric"), found).remedy(remedy));
}

/// A number of the park's things that there can never be.
fn reachable_count(
    entry: &Fields<'_>,
    metric: ParkMetric,
    at_least: Option<f64>,
    scenario: &Scenario,
    out: &mut Problems,
) {
    let (enterprises, projects) = (scenario.enterprises.len(), scenario.projects.len());
    let most = match metric {
        ParkMetric::AboveScaleEnterprises => enterprises + projects,
        ParkMetric::ProjectsSigned | ParkMetric::ProjectsStarted | ParkMetric::ProjectsOperating => projects,
        ParkMetric::ProjectsLost => projects,
        ParkMetric::Exits => enterprises,
        _ => return,
    };
    reachable(entry, at_least, most, scenario.channels.is_empty() || metric == ParkMetric::Exits, out);
}

/// A count that is more than there are things; where channels bring more, nobody can say.
fn reachable(entry: &Fields<'_>, at_least: Option<f64>, most: usize, is_closed: bool, out: &mut Problems) {
    let Some(wanted) = at_least.filter(|wanted| is_closed && *wanted > most as f64) else { return };
    let wanted = tidy(wanted);
    out.push(Problem::warning(
        entry.origin_of("at_least"),
        entry.path_of("at_least"),
        text!(
            "达不到：要求 {wanted}，最多只有 {most}",
            "out of reach: {wanted} are asked for, and there are {most} at most"
        ),
    ));
}

/// Known months for which enterprises have no figures.
fn known_months(document: &Table, scenario: &Scenario, out: &mut Problems) {
    let months = scenario.park.known_months;
    let Some(park) = single(document, "park").filter(|_| months > 0) else { return };
    let producing = scenario.enterprises.iter().filter(|enterprise| enterprise.output.median() > 0.0);
    let lacking: Vec<String> = producing
        .clone()
        .filter(|enterprise| enterprise.output_to_date.is_none())
        .map(|enterprise| enterprise.name.name.clone())
        .collect();
    let (count, total) = (lacking.len(), producing.count());
    if count == 0 {
        return;
    }
    let Text { zh, en } = listed(&lacking, SHOWN);
    out.push(
        Problem::warning(
            park.origin_of("as_of"),
            park.path_of("as_of"),
            text!(
                "{total} 户企业中 {count} 户没有前 {months} 个月的累计产值，按全年预测计：{zh}",
                "{count} of {total} enterprises have no output of the {months} known months and are forecast as if nothing were known: {en}"
            ),
        )
        .remedy(text!(
            "在企业名册补上 output_to_date（累计产值）",
            "fill in `output_to_date` of the enterprises"
        )),
    );
}
