//! The summary of a comparison.

use super::{BOLD, DIM, RESET, numbers, table};
use crate::compare::{Chance, Comparison, ContributionsResult, DelayResult, Verdict};
use crate::text::{Lang, Text, text};
use crate::words;
use comfy_table::ColumnConstraint;

/// Columns of the overview besides names and costs.
const MOST_COLUMNS: usize = 5;

/// Pairs of policies that are listed.
const MOST_PAIRS: usize = 8;

/// Alternatives with their probabilities, then the headline's differences from the reference, contributions and delays.
/// `colour` adds ANSI colours.
pub fn comparison(results: &Comparison, lang: Lang, colour: bool) -> String {
    let paint = |code: &str, text: &str| if colour { format!("{code}{text}{RESET}") } else { text.into() };
    let mut out = paint(BOLD, &words::name(&results.scenario.park, lang)) + "\n";
    out += &format!("{}\n\n{}", headline(results).get(lang), overview(results, lang));
    let outcome = &results.outcomes[results.headline()];
    let (zh, en) = (words::name(&outcome.name, Lang::Zh), words::name(&outcome.name, Lang::En));
    let title = text!("{zh}：与参照相差的百分点", "{en}: points against the reference");
    out += &format!("\n{}\n{}\n", paint(BOLD, title.get(lang)), differences(results, lang));
    for note in notes(results) {
        out += &format!("{}\n", paint(DIM, note.get(lang)));
    }
    for one in &results.contributions {
        let place = results.place(&one.mix);
        let name = |lang| words::name(&results.alternatives[place].name, lang);
        let Text { zh: trials_zh, en: trials_en } = words::trials(one.trials);
        let (mix_zh, mix_en) = (name(Lang::Zh), name(Lang::En));
        let orders = if one.exact {
            Text::same("")
        } else {
            text!("，加入次序为抽样", ", sampled orders of joining")
        };
        let (orders_zh, orders_en) = (orders.zh, orders.en);
        let title = text!(
            "“{mix_zh}”各项政策贡献的百分点：{zh}（每种组合{trials_zh}{orders_zh}）",
            "Points that each policy of \"{mix_en}\" contributes: {en} ({trials_en} each{orders_en})"
        );
        out += &format!("\n{}\n{}\n", paint(BOLD, title.get(lang)), contributions(results, one, lang));
        for line in pairs(results, one) {
            out += &format!("{}\n", line.get(lang));
        }
    }
    for one in &results.delays {
        let (policy_zh, policy_en) = (words::name(&one.name, Lang::Zh), words::name(&one.name, Lang::En));
        let Text { zh: trials_zh, en: trials_en } = words::trials(one.trials);
        let title = text!(
            "“{policy_zh}”推迟开始：{zh}（每月{trials_zh}）",
            "\"{policy_en}\" begins later: {en} ({trials_en} each)"
        );
        out += &format!("\n{}\n{}\n", paint(BOLD, title.get(lang)), delays(results, one, lang));
    }
    out
}

fn headline(results: &Comparison) -> Text {
    let run = &results.provenance;
    let stems: Vec<String> =
        run.scenarios.iter().map(|file| words::clean(&file.scenario, words::NAME_LIMIT)).collect();
    let title = |lang| words::name(&results.scenario.title, lang);
    let (zh_title, en_title) = (title(Lang::Zh), title(Lang::En));
    let assumed = match &stems[..] {
        [stem] => text!("{zh_title}（{stem}）", "{en_title} ({stem})"),
        _ => Text { zh: stems.join("、"), en: stems.join(", ") },
    };
    let (zh_assumed, en_assumed) = (assumed.zh, assumed.en);
    let (Text { zh, en }, seed) = (words::trials(run.trials), run.seed);
    let stopped =
        if run.interrupted { text!("（提前中断）", " (interrupted early)") } else { Text::same("") };
    let (zh_stopped, en_stopped) = (stopped.zh, stopped.en);
    let reference = &results.alternatives[results.reference()].name;
    let (zh_ref, en_ref) = (words::name(reference, Lang::Zh), words::name(reference, Lang::En));
    text!(
        "情景假设：{zh_assumed}。{zh}{zh_stopped}，各方案用同样的试验，随机种子{seed}；参照：{zh_ref}",
        "Scenario assumptions: {en_assumed}. {en}{en_stopped}, the same for every alternative, seed {seed}; reference: {en_ref}"
    )
}

/// Every alternative's probability of the targets and of the headline; what there is no room for is in the tables.
fn overview(results: &Comparison, lang: Lang) -> String {
    let headline = results.headline();
    let mut shown: Vec<usize> = (0..results.outcomes.len()).filter(|&o| o != headline).collect();
    shown.truncate(MOST_COLUMNS - 1);
    shown.push(headline);
    let mark = |column: usize| char::from_u32(0x2460 + column as u32).unwrap_or('*').to_string();
    let mut head = vec![text!("方案", "Alternative"), text!("费用", "Cost")];
    let mut out = String::new();
    for (column, &o) in shown.iter().enumerate() {
        let (outcome, mark) = (&results.outcomes[o], mark(column));
        let name = |lang| words::name(&outcome.name, lang);
        let year = outcome.year.map_or(String::new(), |year| format!(" {year}"));
        out += &format!("{mark} {}{year}\n", name(lang));
        head.push(Text::same(mark));
    }
    let mut table = table(&head, lang);
    for (a, one) in results.alternatives.iter().enumerate() {
        let over = if one.over_budget { "!" } else { "" };
        let mut row =
            vec![words::name(&one.name, lang), format!("{}{over}", words::money(one.cost).get(lang))];
        let chance = |&o: &usize| {
            let chance = &results.outcomes[o].alternatives[a].probability;
            words::probability(chance).get(lang).to_owned()
        };
        row.extend(shown.iter().map(chance));
        table.add_row(row);
    }
    numbers(&mut table, 1..=shown.len() + 1);
    format!("{out}{}\n", table.trim_fmt())
}

/// The headline of every alternative but the reference.
fn differences(results: &Comparison, lang: Lang) -> String {
    let head = [
        text!("方案", "Alternative"),
        text!("百分点", "Points"),
        text!("95%区间", "95% interval"),
        text!("每点费用", "Cost a point"),
        text!("最优", "Best"),
        Text::same(""),
    ];
    let mut table = table(&head, lang);
    let outcome = &results.outcomes[results.headline()];
    for (one, chance) in results.alternatives.iter().zip(&outcome.alternatives) {
        let name = words::name(&one.name, lang);
        let best = chance.best.map_or("–".into(), words::chance_of_best);
        let marks = marks(chance);
        let Some(difference) = &chance.difference else {
            let reference = text!("参照", "reference");
            table.add_row([name, reference.get(lang).into(), String::new(), String::new(), best, marks]);
            continue;
        };
        let is_gain = difference.told_apart && difference.difference > 0.0;
        let cost = match &chance.cost_per_point {
            Some(cost) => words::cost_per_point(cost.cost),
            None if is_gain => text!("更省", "cheaper"),
            None => Text::same("–"),
        };
        let cost = cost.get(lang).to_owned();
        let points = words::points(difference.difference, difference.ci95);
        table.add_row([name, points, words::points_interval(difference.ci95), cost, best, marks]);
    }
    numbers(&mut table, 1..=4);
    if let Some(marks) = table.column_mut(5) {
        marks.set_constraint(ColumnConstraint::ContentWidth);
    }
    table.trim_fmt()
}

/// "≈" where it cannot be told from the reference, "★" where it may be the best, "×" where another dominates it.
fn marks(chance: &Chance) -> String {
    let mut marks = String::new();
    if chance.difference.is_some_and(|difference| !difference.told_apart) {
        marks.push('≈');
    }
    if chance.may_be_best {
        marks.push('★');
    }
    if chance.dominated_by.is_some() {
        marks.push('×');
    }
    marks
}

/// What the marks mean, and the gain of pairing.
fn notes(results: &Comparison) -> Vec<Text> {
    let outcome = &results.outcomes[results.headline()];
    let chances = &outcome.alternatives;
    let mut notes = Vec::new();
    let names = |pick: &dyn Fn(&Chance) -> bool, lang: Lang| {
        let picked = results.alternatives.iter().zip(chances).filter(|(_, chance)| pick(chance));
        let names: Vec<String> = picked.map(|(one, _)| words::name(&one.name, lang)).collect();
        (names.len(), names.join(if lang == Lang::Zh { "、" } else { ", " }))
    };
    let same = |chance: &Chance| chance.difference.is_some_and(|difference| !difference.told_apart);
    let ((count, zh), (_, en)) = (names(&same, Lang::Zh), names(&same, Lang::En));
    if count > 0 {
        notes.push(text!("≈ 与参照分不出高下：{zh}", "≈ cannot be told apart from the reference: {en}"));
    }
    let within =
        if results.budget.is_some() { text!("预算内", " within the budget") } else { Text::same("") };
    let (within_zh, within_en) = (within.zh, within.en);
    let best = |chance: &Chance| chance.may_be_best;
    let ((count, zh), (_, en)) = (names(&best, Lang::Zh), names(&best, Lang::En));
    let scenarios = results.provenance.scenarios.len();
    notes.push(match count {
        0 => text!("没有方案在预算之内。", "No alternative is within the budget."),
        _ if scenarios > 1 => text!(
            "★ 各情景{within_zh}的最优者有95%的把握在其中：{zh}",
            "★ the best of each scenario{within_en} is among these, at 95% confidence: {en}"
        ),
        1 => text!("★ {within_zh}最优，有95%的把握：{zh}", "★ the best{within_en}, at 95% confidence: {en}"),
        _ => text!(
            "★ {within_zh}最优者有95%的把握在其中：{zh}",
            "★ the best{within_en} is one of these, at 95% confidence: {en}"
        ),
    });
    if chances.iter().any(|chance| chance.dominated_by.is_some()) {
        notes.push(text!(
            "× 另有方案费用不高于它而概率更高，或费用更低而每次试验都一样",
            "× another costs no more and is more likely to succeed, or costs less and does the same in every trial"
        ));
    }
    if results.alternatives.iter().any(|one| one.over_budget) {
        let limit = results.budget.map_or(Text::same(""), words::money);
        let (zh, en) = (limit.zh, limit.en);
        notes.push(text!("! 超出预算（{zh}）", "! over the budget ({en})"));
    }
    notes.extend(alike(results));
    let gains: Vec<f64> = chances.iter().filter_map(|chance| chance.difference?.pairing_gain).collect();
    if results.alternatives.len() > 2 {
        notes.push(text!(
            "“最优”一栏：按抽样误差，它是{within_zh}最好的可能有多大。",
            "Best: how likely it is the best{within_en}, given the sampling error."
        ));
    }
    let rest = results.outcomes.len().saturating_sub(MOST_COLUMNS);
    if rest > 0 {
        notes.push(text!(
            "另有{rest}项目标或得分见 probabilities.csv。",
            "Targets, goals and scores beyond these, {rest}, are in probabilities.csv."
        ));
    }
    if let (Some(low), Some(high)) =
        (gains.iter().copied().reduce(f64::min), gains.iter().copied().reduce(f64::max))
    {
        let (low, high) = (words::figure(low), words::figure(high));
        let Text { zh, en } =
            if low == high { Text::same(low) } else { text!("{low}至{high}", "{low} to {high}") };
        notes.push(text!(
            "同样的试验使差别的误差相当于独立模拟{zh}倍的次数。相差是否显著按全部方案一起判断（Bonferroni）。",
            "Trying all on the same trials is worth {en} times the trials of independent runs. Whether differences are told apart holds for all of them together (Bonferroni)."
        ));
    }
    notes
}

/// Pairs that are listed as alike.
const MOST_ALIKE: usize = 6;

/// Pairs beside the reference that cannot be told apart by the headline.
fn alike(results: &Comparison) -> Option<Text> {
    let chances = &results.outcomes[results.headline()].alternatives;
    let reference = results.reference();
    let mut pairs = Vec::new();
    for (a, chance) in chances.iter().enumerate() {
        let others = chance.alike.iter().map(|id| results.place(id));
        pairs.extend(others.filter(|&b| a < b && a != reference && b != reference).map(|b| (a, b)));
    }
    let (listed, rest) = (pairs.len().min(MOST_ALIKE), pairs.len().saturating_sub(MOST_ALIKE));
    let name = |a: usize, lang| words::name(&results.alternatives[a].name, lang);
    let one = |&(a, b): &(usize, usize)| {
        let (a_zh, b_zh, a_en, b_en) =
            (name(a, Lang::Zh), name(b, Lang::Zh), name(a, Lang::En), name(b, Lang::En));
        text!("{a_zh}与{b_zh}", "{a_en} and {b_en}")
    };
    let said: Vec<Text> = pairs[..listed].iter().map(one).collect();
    let join = |lang: Lang, between| said.iter().map(|one| one.get(lang)).collect::<Vec<_>>().join(between);
    let (zh, en) = (join(Lang::Zh, "；"), join(Lang::En, "; "));
    let more =
        if rest > 0 { text!("；另有{rest}对", "; and other pairs, {rest}") } else { Text::same("") };
    let (more_zh, more_en) = (more.zh, more.en);
    (!pairs.is_empty()).then(|| {
        text!(
            "彼此分不出高下（全部两两一起判断）：{zh}{more_zh}",
            "Cannot be told apart from each other, all pairs judged together: {en}{more_en}"
        )
    })
}

fn contributions(results: &Comparison, one: &ContributionsResult, lang: Lang) -> String {
    let head = [
        text!("政策", "Policy"),
        text!("力度", "Dose"),
        text!("费用", "Cost"),
        text!("百分点", "Points"),
        text!("95%区间", "95% interval"),
    ];
    let mut table = table(&head, lang);
    let outcome = &one.outcomes[results.headline()];
    for (policy, share) in one.policies.iter().zip(&outcome.policies) {
        table.add_row([
            words::name(&policy.name, lang),
            words::exact(policy.dose),
            words::money(policy.cost).get(lang).to_owned(),
            words::points(share.value, share.ci95),
            words::points_interval(share.ci95),
        ]);
    }
    numbers(&mut table, 1..=4);
    table.trim_fmt()
}

/// The pairs of policies of which the trials can tell that they help or hinder each other, the strongest first.
fn pairs(results: &Comparison, one: &ContributionsResult) -> Vec<Text> {
    let outcome = &one.outcomes[results.headline()];
    let mut told: Vec<_> = outcome.pairs.iter().filter(|pair| pair.verdict != Verdict::Open).collect();
    told.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
    if told.is_empty() {
        return vec![text!(
            "各政策两两之间看不出相互促进或抵消。",
            "No two policies can be seen to help or hinder each other."
        )];
    }
    let name = |id: &str, lang: Lang| {
        let policy = one.policies.iter().find(|policy| policy.id == id);
        policy.map_or(String::new(), |policy| words::name(&policy.name, lang))
    };
    let line = |pair: &&crate::compare::Interaction| {
        let [a, b] = &pair.policies;
        let (a_zh, b_zh, a_en, b_en) =
            (name(a, Lang::Zh), name(b, Lang::Zh), name(a, Lang::En), name(b, Lang::En));
        let points = words::points(pair.value, pair.ci95);
        match pair.verdict {
            Verdict::Help => text!(
                "“{a_zh}”与“{b_zh}”相互促进（{points}）",
                "\"{a_en}\" and \"{b_en}\" help each other ({points})"
            ),
            _ => text!(
                "“{a_zh}”与“{b_zh}”相互抵消（{points}）",
                "\"{a_en}\" and \"{b_en}\" hinder each other ({points})"
            ),
        }
    };
    told.iter().take(MOST_PAIRS).map(line).collect()
}

fn delays(results: &Comparison, one: &DelayResult, lang: Lang) -> String {
    let head = [
        text!("开始", "Begins"),
        text!("概率", "Probability"),
        text!("与立即开始相差（百分点）", "Points against at once"),
        text!("95%区间", "95% interval"),
    ];
    let mut table = table(&head, lang);
    let outcome = &one.outcomes[results.headline()];
    for (m, (month, chance)) in one.months.iter().zip(&outcome.months).enumerate() {
        let lost = m.checked_sub(1).and_then(|m| outcome.lost.get(m));
        let (points, interval) = lost.map_or_else(Default::default, |lost| {
            (words::points(lost.difference, lost.ci95), words::points_interval(lost.ci95))
        });
        let chance = words::probability(chance).get(lang).to_owned();
        table.add_row([words::month(month).get(lang).to_owned(), chance, points, interval]);
    }
    let never = text!("不采取", "never");
    let chance = words::probability(&outcome.never).get(lang).to_owned();
    table.add_row([never.get(lang).to_owned(), chance, String::new(), String::new()]);
    numbers(&mut table, 1..=3);
    table.trim_fmt()
}
