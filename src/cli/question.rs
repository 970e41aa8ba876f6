//! What a comparison is asked, by the options of `compare` and `report`.

use super::arguments::{Effort, Question};
use super::console::say;
use super::job::{ComparisonJob, Delay, Lineup, Split};
use crate::compare::{Alternative, MOST_POLICIES, can_wait, find, headline, least_effort};
use crate::scenario::{PolicyIx, SamplingKind, Scenario};
use crate::text::{Lang, Text, text};

/// The job that answers a question.
///
/// # Errors
/// Where something that is asked for is not there.
pub fn job(
    question: &Question,
    effort: &Effort,
    scenarios: Vec<Scenario>,
    lang: Lang,
) -> Result<ComparisonJob, Text> {
    // A mix that is to be split is among what is compared.
    let mut wanted = question.mixes.clone();
    wanted.extend(question.contributions.clone().filter(|_| !question.mixes.is_empty()));
    let lineup = Lineup::new(&scenarios, &wanted, question.reference.as_deref())?;
    let asks_more = question.contributions.is_some() || !question.delay.is_empty();
    if lineup.alternatives.len() < 2 && !asks_more {
        return Err(text!(
            "没有可比的：只有一个方案；请在情景中加入 [[mixes]]，多选一个 --mix，或再给一个情景文件",
            "there is nothing to compare: there is one alternative; add [[mixes]] to the scenario, choose another --mix, or give another scenario file"
        ));
    }
    if !lineup.left_out.is_empty() {
        let (zh, en) = (lineup.left_out.join("、"), lineup.left_out.join(", "));
        let note = text!(
            "注意：各情景的要求不同，不作比较：{zh}",
            "note: not compared, as the scenarios do not all demand the same: {en}"
        );
        say(note.get(lang));
    }
    if scenarios.iter().any(|scenario| scenario.run.sampling == SamplingKind::Sobol) {
        let note = text!(
            "注意：比较用独立随机抽样，不用 sobol",
            "note: comparisons sample independently, without sobol"
        );
        say(note.get(lang));
    }
    let home = &scenarios[lineup.home()];
    let headline = headline(&lineup.judged, question.by.as_deref())?;
    let trials = effort.trials.map_or(home.run.trials, |n| n.get());
    let split = split(question, &lineup.alternatives, lineup.home())?;
    let split = split.and_then(|alternative| {
        let effort = match &question.contributions {
            Some(_) => Some(16 * trials),
            None => glance(&lineup.alternatives, alternative, trials),
        };
        if effort.is_none() {
            let id = &lineup.alternatives[alternative].id;
            let note = text!(
                "注意：试验次数少，没有分解各项政策的作用；需要时加 --contributions {id}",
                "note: with so few trials contributions of policies are left out; ask for them by --contributions {id}"
            );
            say(note.get(lang));
        }
        Some(Split { alternative, effort: effort? })
    });
    let doses = &lineup.alternatives[lineup.reference].doses;
    let delays: Result<Vec<Delay>, Text> = question
        .delay
        .iter()
        .map(|wanted| Ok(Delay { policy: policy(home, wanted, doses)?, trials }))
        .collect();
    Ok(ComparisonJob {
        headline,
        splits: split.into_iter().collect(),
        delays: delays?,
        seed: effort.seed.unwrap_or(home.run.seed),
        trials,
        scenarios,
        lineup,
        lang,
    })
}

/// Trials over all coalitions for a glance at what a mix's policies contribute, which nobody asked for: an eighth of those of
/// the comparison, and at most half of them where fewer would tell nothing; `None` where that is not enough either.
fn glance(alternatives: &[Alternative], mix: usize, trials: u64) -> Option<u64> {
    let (compared, least) = (trials * alternatives.len() as u64, least_effort(policies(&alternatives[mix])));
    (least <= compared / 2).then_some(least.max(compared / 8))
}

/// How many policies act in an alternative.
fn policies(one: &Alternative) -> usize {
    one.doses.iter().filter(|(_, dose)| *dose != 0.0).count()
}

/// The mix to be split into contributions: the one asked for, else that of most policies in the reference's scenario, where
/// one has several; of equals the one that does most of them, by cost.
fn split(question: &Question, alternatives: &[Alternative], home: usize) -> Result<Option<usize>, Text> {
    let Some(wanted) = &question.contributions else {
        let is_of_several = |&a: &usize| {
            alternatives[a].scenario == home && (2..=MOST_POLICIES).contains(&policies(&alternatives[a]))
        };
        let several = (0..alternatives.len()).filter(is_of_several);
        let fuller = |&a: &usize, &b: &usize| {
            let (a, b) = (&alternatives[a], &alternatives[b]);
            policies(a).cmp(&policies(b)).then(a.cost.total_cmp(&b.cost))
        };
        return Ok(several.max_by(fuller));
    };
    let place = find(alternatives, wanted)?[0];
    let (id, count) = (&alternatives[place].id, policies(&alternatives[place]));
    if !(2..=MOST_POLICIES).contains(&count) {
        return Err(text!(
            "组合“{id}”的政策数是{count}；能分解作用的是2到{MOST_POLICIES}项",
            "contributions are worked out for mixes of 2 to {MOST_POLICIES} policies; the number in `{id}` is {count}"
        ));
    }
    Ok(Some(place))
}

/// The place of a policy that can begin later.
fn policy(scenario: &Scenario, wanted: &str, doses: &[(PolicyIx, f64)]) -> Result<usize, Text> {
    let is_it = |policy: &crate::scenario::Policy| policy.id == wanted || policy.name.name == wanted;
    let place = scenario.policies.iter().position(is_it).ok_or_else(|| {
        let ids: Vec<&str> = scenario.policies.iter().map(|policy| policy.id.as_str()).collect();
        let (zh, en) = (ids.join("、"), ids.join(", "));
        text!("没有政策“{wanted}”；可选：{zh}", "there is no policy `{wanted}`; there are: {en}")
    })?;
    can_wait(scenario, place, doses)?;
    Ok(place)
}
