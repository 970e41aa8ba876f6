//! Contribution of each policy of a mix, step by step from no policy to all of them.

use super::names;
use super::sheet;
use crate::chart::ChartError;
use crate::chart::axis;
use crate::chart::page::{self, Sheet, Sketch};
use crate::chart::steps::{self, Step, Tone};
use crate::compare::{
    Comparison, Contribution, ContributionsResult, OutcomeContributions, PolicyFacts, Verdict,
};
use crate::text::{Lang, Text, text};
use crate::words;

/// Policies shown; the rest is one step.
const MOST_STEPS: usize = 20;
const NAME_WIDTH: f64 = 330.0;

pub fn draw(results: &Comparison, on: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let lang = on.lang;
    let Some(one) = results.contributions.first() else { return Ok(None) };
    let outcome = &one.outcomes[results.headline()];
    let steps = rows(one, outcome, lang);
    let (trials, mix) = (words::whole(one.trials), &results.alternatives[results.place(&one.mix)]);
    let (name, over, orders) =
        (words::name(&mix.name, lang), names::mark(mix), words::orders_of_joining(one.exact));
    let (over_zh, over_en, orders_zh, orders_en) = (over.zh, over.en, orders.zh, orders.en);
    let how = text!(
        "“{name}”{over_zh}：各政策的作用{orders_zh}（Shapley值），每种组合试{trials}次；横线为95%区间；刻度为%",
        "\"{name}\"{over_en}: what each policy adds, {orders_en} (Shapley), {trials} trials each; whisker: 95% interval; axis in %"
    );
    let said = (title(results, one, outcome), how.get(lang).into(), reading(results, one, outcome));
    sheet(on, said, steps::height(&steps), |pen, body| {
        steps::draw(pen, body, &steps, on.name_room(NAME_WIDTH), true, axis::percent_text)
    })
}

/// Probabilities without and with the mix, and the pair of policies that works together most.
fn reading(results: &Comparison, one: &ContributionsResult, outcome: &OutcomeContributions) -> Text {
    let p = |share: f64| words::probability(&words::of_share(share, one.trials));
    let (from, to) = (p(outcome.without), p(outcome.with_all));
    let goal = &results.outcomes[results.headline()].name;
    let (zh, en) = (page::quoted(goal, Lang::Zh), page::quoted(goal, Lang::En));
    let (from_zh, from_en, to_zh, to_en) = (from.zh, from.en, to.zh, to.en);
    let sure = outcome.pairs.iter().filter(|pair| pair.verdict != Verdict::Open);
    let strongest = sure.max_by(|a, b| a.value.abs().total_cmp(&b.value.abs()));
    let together = strongest.map_or(Text::same(""), |pair| {
        let name = |id: &String, lang| {
            let policy = one.policies.iter().find(|policy| policy.id == *id);
            policy.map_or(String::new(), |policy| page::quoted(&policy.name, lang))
        };
        let [a, b] = &pair.policies;
        let (a_zh, b_zh) = (name(a, Lang::Zh), name(b, Lang::Zh));
        let (a_en, b_en) = (name(a, Lang::En), name(b, Lang::En));
        if pair.verdict == Verdict::Help {
            text!("。{a_zh}与{b_zh}同时实施效果更好", ". {a_en} and {b_en} do more together than apart")
        } else {
            text!(
                "。{a_zh}与{b_zh}的作用有重叠，同时实施的效果小于分别实施之和",
                ". {a_en} and {b_en} overlap: together they do less than each alone would add"
            )
        }
    });
    let (zh_more, en_more) = (together.zh, together.en);
    text!(
        "自上而下，各项政策逐步把{zh}的概率从{from_zh}提高到{to_zh}；条越长，作用越大，浅色的作用不显著{zh_more}",
        "From top to bottom the policies take the chance of {en} from {from_en} to {to_en}; the longer a bar, the more it does, and light ones cannot be told from nothing{en_more}"
    )
}

/// The largest contribution, and its share of all that is gained where that can be said.
fn title(results: &Comparison, one: &ContributionsResult, outcome: &OutcomeContributions) -> Text {
    let goal = &results.outcomes[results.headline()].name;
    let (zh, en) = (page::quoted(goal, Lang::Zh), page::quoted(goal, Lang::En));
    let Some(Share { policy, of, printed }) = shares(one, outcome).into_iter().next().filter(is_sure_gain)
    else {
        return text!("没有哪项政策明显提高了{zh}的概率", "No policy surely raises the chance of {en}");
    };
    let (name_zh, name_en) = (page::quoted(&policy.name, Lang::Zh), page::quoted(&policy.name, Lang::En));
    let points = words::points(printed);
    let total = outcome.with_all - outcome.without;
    let part = of.value / total;
    if total > 0.0 && (0.0..=1.0).contains(&part) {
        let percent = (part * 100.0).round();
        return text!(
            "{zh}提高的概率中，{name_zh}占{percent}%（{points}个百分点）",
            "{percent}% of what the mix adds to {en} comes from {name_en} ({points} points)"
        );
    }
    text!("对{zh}作用最大的是{name_zh}（{points}个百分点）", "{name_en} adds most to {en} ({points} points)")
}

/// What a policy contributes, and what is printed for it so that all add up.
struct Share<'a> {
    policy: &'a PolicyFacts,
    of: &'a Contribution,
    printed: f64,
}

fn is_sure_gain(share: &Share) -> bool {
    share.of.ci95[0] > 0.0
}

/// Contributions of the policies, the largest first.
fn shares<'a>(one: &'a ContributionsResult, outcome: &'a OutcomeContributions) -> Vec<Share<'a>> {
    let [without, with_all] = [outcome.without, outcome.with_all].map(|p| words::of_share(p, one.trials));
    let values: Vec<f64> = outcome.policies.iter().map(|share| share.value).collect();
    let printed = words::parts_between(&without, &with_all, &values);
    let all = one.policies.iter().zip(&outcome.policies).zip(printed);
    let mut shares: Vec<_> = all.map(|((policy, of), printed)| Share { policy, of, printed }).collect();
    shares.sort_by(|a, b| b.of.value.total_cmp(&a.of.value));
    shares
}

fn rows(one: &ContributionsResult, outcome: &OutcomeContributions, lang: Lang) -> Vec<Step> {
    let percent = |p: f64| words::probability(&words::of_share(p, one.trials)).get(lang).to_owned();
    let end = |name: Text, p: f64| Step {
        name: name.get(lang).into(),
        from: 0.0,
        to: p,
        range: None,
        value: percent(p),
        tone: Tone::End,
    };
    let shares = shares(one, outcome);
    let rest: f64 = shares.iter().skip(MOST_STEPS).map(|share| share.printed).sum();
    let mut at = outcome.without;
    let mut steps = vec![end(text!("不采取政策", "Without policies"), at)];
    for Share { policy, of, printed } in shares.iter().take(MOST_STEPS) {
        let [low, high] = of.ci95;
        steps.push(Step {
            name: words::name(&policy.name, lang),
            from: at,
            to: at + of.value,
            range: Some([at + low, at + high]),
            value: words::points(*printed),
            tone: if low > 0.0 || high < 0.0 { Tone::Main } else { Tone::Pale },
        });
        at += of.value;
    }
    if shares.len() > MOST_STEPS {
        let n = shares.len() - MOST_STEPS;
        let name = text!("其余{n}项政策", "{n} more policies");
        let value = words::points(rest);
        steps.push(Step {
            name: name.get(lang).into(),
            from: at,
            to: outcome.with_all,
            range: None,
            value,
            tone: Tone::Pale,
        });
    }
    steps.push(end(text!("全部政策", "All policies"), outcome.with_all));
    steps
}
