//! What a comparison is asked, by the options of `compare` and `report`.

use super::arguments::{Effort, Question};
use super::console::say;
use super::job::{ComparisonJob, Delay, Lineup, Split};
use crate::compare::{Alternative, MOST_POLICIES, can_wait, find, headline};
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
    // A glance by default, which adds an eighth to the comparison; whoever asks for it gets a closer look.
    let split_effort = match &question.contributions {
        None => trials * lineup.alternatives.len() as u64 / 8,
        Some(_) => 16 * trials,
    };
    let split = split(question, &lineup.alternatives, lineup.home())?;
    let doses = &lineup.alternatives[lineup.reference].doses;
    let delays: Result<Vec<Delay>, Text> = question
        .delay
        .iter()
        .map(|wanted| Ok(Delay { policy: policy(home, wanted, doses)?, trials }))
        .collect();
    Ok(ComparisonJob {
        headline,
        splits: split.map(|alternative| Split { alternative, effort: split_effort }).into_iter().collect(),
        delays: delays?,
        seed: effort.seed.unwrap_or(home.run.seed),
        trials,
        scenarios,
        lineup,
        lang,
    })
}

/// The mix to be split into contributions: the one asked for, else that of most policies in the reference's scenario, where
/// one has several; of equals the one that does most of them, by cost.
fn split(question: &Question, alternatives: &[Alternative], home: usize) -> Result<Option<usize>, Text> {
    let policies = |one: &Alternative| one.doses.iter().filter(|(_, dose)| *dose != 0.0).count();
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
            "组合“{id}”有{count}项政策；能分解作用的是2到{MOST_POLICIES}项",
            "the mix `{id}` has {count} policies; contributions are worked out for 2 to {MOST_POLICIES}"
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
