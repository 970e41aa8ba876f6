//! What each policy of a mix contributes, step by step from no policy to all of them.

use super::{extent, sheet};
use crate::chart::ChartError;
use crate::chart::axis;
use crate::chart::canvas::{Rect, Scene};
use crate::chart::font;
use crate::chart::page;
use crate::chart::pen::{Anchor, Pen};
use crate::chart::theme::THEME;
use crate::chart::wrap::shorten;
use crate::compare::{Comparison, ContributionsResult, OutcomeContributions};
use crate::text::{Lang, Text, text};
use crate::words;

/// Policies shown; the rest is one step.
const MOST_STEPS: usize = 20;
const ROW_HEIGHT: f64 = 38.0;
const NAME_WIDTH: f64 = 330.0;
const VALUE_WIDTH: f64 = 190.0;
const AXIS_HEIGHT: f64 = 30.0;

/// A row: a step from one probability to another, with what is written at its end.
struct Step {
    name: String,
    from: f64,
    to: f64,
    ci95: Option<[f64; 2]>,
    value: String,
    is_sure: bool,
}

pub fn draw(results: &Comparison, lang: Lang) -> Result<Option<(String, Scene)>, ChartError> {
    let Some(one) = results.contributions.first() else { return Ok(None) };
    let outcome = &one.outcomes[results.headline()];
    let steps = steps(one, outcome, lang);
    let (trials, mix) = (words::whole(one.trials), &results.alternatives[results.place(&one.mix)].name);
    let mix = words::name(mix, lang);
    let how = text!(
        "“{mix}”：各政策先后加入的所有次序平均（Shapley值），每种组合试{trials}次；横线为95%区间；刻度为%",
        "\"{mix}\": what each policy adds, averaged over all orders of joining (Shapley), {trials} trials each; whisker: 95% interval; axis in %"
    );
    let said = (title(results, one, outcome), how.get(lang).into());
    let needed = steps.len() as f64 * ROW_HEIGHT + AXIS_HEIGHT;
    sheet(results, lang, said, (needed, steps.len() < 9), |pen, body| chart(pen, body, &steps))
}

/// The largest contribution, and its share of all that is gained where that can be said.
fn title(results: &Comparison, one: &ContributionsResult, outcome: &OutcomeContributions) -> Text {
    let goal = &results.outcomes[results.headline()].name;
    let (zh, en) = (page::quoted(goal, Lang::Zh), page::quoted(goal, Lang::En));
    let shares = one.policies.iter().zip(&outcome.policies);
    let largest = shares.max_by(|(_, a), (_, b)| a.value.total_cmp(&b.value));
    let Some((policy, share)) = largest.filter(|(_, share)| share.ci95[0] > 0.0) else {
        return text!("没有哪项政策明显提高了{zh}的概率", "No policy surely raises the chance of {en}");
    };
    let (name_zh, name_en) = (page::quoted(&policy.name, Lang::Zh), page::quoted(&policy.name, Lang::En));
    let points = words::points(share.value, share.ci95);
    let total = outcome.with_all - outcome.without;
    let part = share.value / total;
    if total > 0.0 && (0.0..=1.0).contains(&part) {
        let percent = (part * 100.0).round();
        return text!(
            "{zh}提高的概率中，{name_zh}占{percent}%（{points}个百分点）",
            "{percent}% of what the mix adds to {en} comes from {name_en} ({points} points)"
        );
    }
    text!("对{zh}作用最大的是{name_zh}（{points}个百分点）", "{name_en} adds most to {en} ({points} points)")
}

fn steps(one: &ContributionsResult, outcome: &OutcomeContributions, lang: Lang) -> Vec<Step> {
    let percent = |p: f64| words::probability(&words::of_share(p, one.trials)).get(lang).to_owned();
    let end = |name: Text, p: f64| Step {
        name: name.get(lang).into(),
        from: 0.0,
        to: p,
        ci95: None,
        value: percent(p),
        is_sure: true,
    };
    let mut shares: Vec<_> = one.policies.iter().zip(&outcome.policies).collect();
    shares.sort_by(|(_, a), (_, b)| b.value.total_cmp(&a.value));
    let rest: f64 = shares.iter().skip(MOST_STEPS).map(|(_, share)| share.value).sum();
    let mut at = outcome.without;
    let mut steps = vec![end(text!("不采取政策", "Without policies"), at)];
    for (policy, share) in shares.iter().take(MOST_STEPS) {
        let [low, high] = share.ci95;
        steps.push(Step {
            name: words::name(&policy.name, lang),
            from: at,
            to: at + share.value,
            ci95: Some([at + low, at + high]),
            value: words::points(share.value, share.ci95),
            is_sure: low > 0.0 || high < 0.0,
        });
        at += share.value;
    }
    if shares.len() > MOST_STEPS {
        let n = shares.len() - MOST_STEPS;
        let name = text!("其余{n}项政策", "{n} more policies");
        let value = words::points(rest, [rest, rest]);
        steps.push(Step {
            name: name.get(lang).into(),
            from: at,
            to: at + rest,
            ci95: None,
            value,
            is_sure: false,
        });
    }
    steps.push(end(text!("全部政策", "All policies"), outcome.with_all));
    steps
}

fn chart(pen: &Pen, body: Rect, steps: &[Step]) -> Result<(), ChartError> {
    let name = |step: &Step| shorten(&step.name, THEME.name, NAME_WIDTH);
    let width = |text: &str| font::width(text, THEME.name.weight, THEME.name.size);
    let names = steps.iter().map(|step| width(&name(step))).fold(80.0, f64::max);
    let inner = &steps[1..steps.len() - 1];
    let numbers = inner.iter().flat_map(|step| step.ci95.unwrap_or([step.from, step.to]));
    let ends = [steps[0].to, steps[steps.len() - 1].to];
    let (low, high) = extent(numbers.chain(ends));
    let (low, high) = axis::range_of(low, high);
    let plot =
        Rect::new(body.left + names + 18.0, body.top, body.right - VALUE_WIDTH, body.bottom - AXIS_HEIGHT);
    let pitch = (plot.height() / steps.len() as f64).min(56.0);
    let height = pitch * steps.len() as f64;
    let plot = Rect { bottom: plot.top + height, ..plot };
    let mut panel = pen.panel(plot, low..high, -height..0.0)?;
    for at in axis::ticks_inside(low, high, 7) {
        panel.rule((at, 0.0), (at, -height), THEME.grid, 1.0)?;
        let (x, y) = panel.at((at, -height));
        pen.text(&axis::percent_text(at), THEME.tick, (x, y + 15.0), Anchor::Center)?;
    }
    for (i, step) in steps.iter().enumerate() {
        let y = -(i as f64 + 0.5) * pitch;
        let is_end = i == 0 || i + 1 == steps.len();
        // A bar is read by its length from zero; where the axis begins elsewhere a dot stands for it.
        let from = if is_end && low > 0.0 { step.to } else { step.from };
        let color = match (is_end, step.is_sure) {
            (true, _) => THEME.quiet,
            (_, true) => THEME.main,
            _ => THEME.inner,
        };
        panel.bar((from.min(step.to), y + 10.0), (from.max(step.to), y - 10.0), color)?;
        if is_end && low > 0.0 {
            panel.dot((step.to, y), 7.0, color)?;
        }
        if i + 1 < steps.len() {
            panel.rule((step.to, y - 10.0), (step.to, y - pitch + 10.0), THEME.quiet, 1.0)?;
        }
        if let Some([low, high]) = step.ci95 {
            panel.rule((low, y), (high, y), THEME.paper, 4.0)?;
            panel.rule((low, y), (high, y), THEME.ink, 1.6)?;
        }
        let right = step.ci95.map_or(step.to, |ci| ci[1]).max(step.from).max(step.to);
        let (x, middle) = panel.at((right, y));
        pen.text_on_paper(&step.value, THEME.value, (x + 10.0, middle))?;
        pen.text(&name(step), THEME.name, (body.left, middle), Anchor::Left)?;
    }
    Ok(())
}
