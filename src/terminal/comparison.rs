//! The summary of a comparison.

use super::grid::{self, Signs};
use super::{BOLD, DIM, RESET};
use crate::compare::{
    AlternativeResult, Chance, Choice, Comparison, ContributionsResult, DelayResult, Verdict,
};
use crate::tables;
use crate::text::{Lang, Text, text};
use crate::words;

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
    if !results.is_choice() {
        return text!(
            "情景：{zh_assumed}。{zh}{zh_stopped}，各情景用同样的试验，随机种子{seed}；参照：{zh_ref}",
            "Scenarios: {en_assumed}. {en}{en_stopped}, the same for every scenario, seed {seed}; reference: {en_ref}"
        );
    }
    text!(
        "情景假设：{zh_assumed}。{zh}{zh_stopped}，各方案用同样的试验，随机种子{seed}；参照：{zh_ref}",
        "Scenario assumptions: {en_assumed}. {en}{en_stopped}, the same for every alternative, seed {seed}; reference: {en_ref}"
    )
}

/// Every alternative's probability of the headline and of as many targets as there is room for.
fn overview(results: &Comparison, lang: Lang) -> String {
    let headline = results.headline();
    let mut shown: Vec<usize> = (0..results.outcomes.len()).filter(|&o| o != headline).collect();
    shown.truncate(MOST_COLUMNS - 1);
    shown.push(headline);
    let table = tables::overview(results, &shown, lang);
    let of_outcomes = &table.columns[table.columns.len() - shown.len()..];
    let legend = of_outcomes
        .iter()
        .map(|column| format!("{} {}\n", column.brief.as_deref().unwrap_or_default(), column.head));
    let over = |one: &AlternativeResult| if one.over_budget { "!" } else { "" }.to_owned();
    let after = if results.alternatives.iter().any(|one| one.over_budget) {
        results.alternatives.iter().map(over).collect()
    } else {
        Vec::new()
    };
    let drawn = grid::draw(&table, &Signs { after, ..Signs::default() }, lang);
    format!("{}{drawn}\n", legend.collect::<String>())
}

/// The headline of every alternative against the reference.
fn differences(results: &Comparison, lang: Lang) -> String {
    let after = (0..results.alternatives.len()).map(|a| marks(results, a)).collect();
    grid::draw(&tables::headline(results, lang), &Signs { after, ..Signs::default() }, lang)
}

/// "≈" where it cannot be told from the reference; of a choice "★" for the best, "☆" where another may be as good, "×" where
/// another dominates it.
fn marks(results: &Comparison, a: usize) -> String {
    let chance = &results.outcomes[results.headline()].alternatives[a];
    let mut marks = String::new();
    if chance.difference.is_some_and(|difference| !difference.told_apart) {
        marks.push('≈');
    }
    if let Some(choice) = results.choice() {
        if a == choice.best {
            marks.push('★');
        } else if may_be_as_good(results, choice, a) {
            marks.push('☆');
        }
        if chance.dominated_by.is_some() {
            marks.push('×');
        }
    }
    marks
}

/// `true` if the trials leave open whether an alternative of the same scenario is better than the one that is named.
fn may_be_as_good(results: &Comparison, choice: Choice, a: usize) -> bool {
    let chance = &results.outcomes[results.headline()].alternatives[a];
    let scenario = |a: usize| &results.alternatives[a].scenario;
    a != choice.best && chance.may_be_best && scenario(a) == scenario(choice.best)
}

/// Meaning of the marks, and the gain of pairing.
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
        notes.push(text!("≈ 与参照差异不显著：{zh}", "≈ cannot be told apart from the reference: {en}"));
    }
    if results.is_choice() {
        notes.extend(answer(results));
        if chances.iter().any(|chance| chance.dominated_by.is_some()) {
            notes.push(text!(
                "× 另有方案费用不高于它而概率更高，或费用更低而每次试验都一样",
                "× another costs no more and is more likely to succeed, or costs less and does the same in every trial"
            ));
        }
    }
    if results.alternatives.iter().any(|one| one.over_budget) {
        let limit = results.budget.map_or(Text::same(""), words::money);
        let (zh, en) = (limit.zh, limit.en);
        notes.push(text!("! 超出预算（{zh}）", "! over the budget ({en})"));
    }
    notes.extend(alike(results));
    let gains: Vec<f64> = chances.iter().filter_map(|chance| chance.difference?.pairing_gain).collect();
    if results.alternatives.len() > 2 && results.is_choice() {
        let Text { zh, en } = within_budget(results);
        notes.push(text!(
            "“最优”一栏：按抽样误差，它是{zh}所列方案中最好的可能有多大。",
            "Best: how likely it is the best of those listed{en}, given the sampling error."
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

/// "预算内" where there is a budget.
fn within_budget(results: &Comparison) -> Text {
    if results.budget.is_some() { text!("预算内", " within the budget") } else { Text::same("") }
}

/// The answer: the best of those listed, what may be as good, and what is nearly as good for less.
fn answer(results: &Comparison) -> Vec<Text> {
    let Some(choice) = results.choice() else {
        return vec![text!("没有方案在预算之内。", "No alternative is within the budget.")];
    };
    let chances = &results.outcomes[results.headline()].alternatives;
    let (best, Text { zh: within_zh, en: within_en }) =
        (&results.alternatives[choice.best], within_budget(results));
    let (zh, en) = (words::name(&best.name, Lang::Zh), words::name(&best.name, Lang::En));
    let p = words::probability(&chances[choice.best].probability);
    let (p_zh, p_en) = (p.zh, p.en);
    let mut said = vec![text!(
        "★ {within_zh}所列方案中最有把握：{zh}（{p_zh}）",
        "★ the likeliest of those listed{within_en}: {en} ({p_en})"
    )];
    let others: Vec<usize> = (0..chances.len()).filter(|&a| may_be_as_good(results, choice, a)).collect();
    if !others.is_empty() {
        let list = |lang: Lang, between: &str| {
            let names = others.iter().map(|&a| words::name(&results.alternatives[a].name, lang));
            names.collect::<Vec<_>>().join(between)
        };
        let (zh, en) = (list(Lang::Zh, "、"), list(Lang::En, ", "));
        said.push(text!(
            "☆ 试验还分不出是否比它更好（95%）：{zh}",
            "☆ may be as good or better, as far as the trials can tell (95%): {en}"
        ));
    }
    said.extend(choice.thrifty.map(|a| {
        let one = &results.alternatives[a];
        let Text { zh, en } = words::thrifty(&one.name, &chances[a].probability, one.cost, best.cost);
        text!("更省钱而相差不多的：{zh}", "Nearly as likely for less: {en}")
    }));
    said
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
            "彼此差异不显著（全部两两一起判断）：{zh}{more_zh}",
            "Cannot be told apart from each other, all pairs judged together: {en}{more_en}"
        )
    })
}

fn contributions(results: &Comparison, one: &ContributionsResult, lang: Lang) -> String {
    let of_headline = one.outcomes.get(results.headline()).map(|outcome| (one, outcome));
    grid::draw(&tables::contributions(of_headline.into_iter(), lang), &Signs::default(), lang)
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
        let points = words::points(pair.value);
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
    let of_headline = one.outcomes.get(results.headline()).map(|outcome| (one, outcome));
    grid::draw(&tables::delays(of_headline.into_iter(), lang), &Signs::default(), lang)
}
