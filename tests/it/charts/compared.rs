//! What the charts of a comparison say: of what costs too much, of targets left out, of even chances.

use super::park::probability;
use super::{BOTH, PICTURES, comparison};
use parkcast::chart::{Kind, Picture, Size, draw_comparison};
use parkcast::compare::{Comparison, CostPerPoint, CriterionKind, Difference};
use parkcast::terminal;
use parkcast::text::Lang;

fn case(wanted: &str) -> Comparison {
    comparison::cases().into_iter().find(|(name, _)| *name == wanted).expect("the case is listed").1
}

fn picture(results: &Comparison, kind: Kind, lang: Lang, size: Size) -> Picture {
    let drawn = draw_comparison(results, lang, size).expect("it can be drawn");
    drawn.into_iter().find(|one| one.kind == kind).expect("there is something to draw")
}

fn title(results: &Comparison, kind: Kind) -> [String; 2] {
    BOTH.map(|lang| picture(results, kind, lang, Size::Slide).title)
}

/// All texts of a picture without the breaks of lines.
fn said(picture: &Picture) -> String {
    let texts: Vec<&str> = picture.labels().iter().map(|label| label.text.as_str()).collect();
    texts.concat().replace(' ', "")
}

/// Sets the probability of each outcome, in the order of the comparison, under each alternative.
fn with_chances(results: &mut Comparison, chance: impl Fn(usize, usize) -> f64) {
    for (o, outcome) in results.outcomes.iter_mut().enumerate() {
        for (a, one) in outcome.alternatives.iter_mut().enumerate() {
            one.probability = probability(chance(o, a), 100_000);
        }
    }
}

#[test]
fn titles_of_comparisons_are_never_cut() {
    for (name, picture) in PICTURES.iter().filter(|(name, _)| name.starts_with("compare")) {
        let title = picture.title.replace(' ', "");
        assert!(said(picture).contains(&title), "{name}: {} is cut", picture.title);
    }
}

#[test]
fn what_costs_too_much_is_marked_wherever_it_is_named() {
    let results = case("compare-real");
    let over = results.alternatives.iter().filter(|one| one.over_budget).count();
    assert!(over > 0 && over < results.alternatives.len());
    for size in Size::ALL {
        for (lang, mark) in [(Lang::Zh, "（超预算）"), (Lang::En, "(overbudget)")] {
            for kind in [Kind::Mixes, Kind::Heatmap, Kind::Ridges, Kind::Frontier] {
                let marks = said(&picture(&results, kind, lang, size)).matches(mark).count();
                assert_eq!(marks, over, "{kind:?} {lang:?} {size:?}");
            }
            // The mix that is split is the last and dearest.
            assert!(said(&picture(&results, Kind::Contributions, lang, size)).contains(mark));
        }
    }
}

#[test]
fn the_budget_decides_whose_output_leads() {
    let mut results = case("compare-real");
    // The eighth makes most, the fifth is the likeliest that can be paid.
    let [zh, en] = title(&results, Kind::Ridges);
    assert!(zh.starts_with("最有把握的“组合方案5”使"), "{zh}");
    assert!(en.starts_with("\"Mix 5\", the likeliest to succeed, adds 2.50 bn yuan"), "{en}");
    for one in &mut results.alternatives[1..] {
        one.over_budget = true;
    }
    let [zh, en] = title(&results, Kind::Ridges);
    assert!(zh.contains("中位数在300亿元至340亿元之间"), "{zh}");
    assert!(en.contains("between 30.0 and 34.0 bn yuan"), "{en}");
}

#[test]
fn what_is_left_to_the_tables_is_counted() {
    let results = case("compare-long");
    for size in Size::ALL {
        for kind in [Kind::Mixes, Kind::Heatmap] {
            let drawn = picture(&results, kind, Lang::En, size);
            // Names begin alike and are cut; what is drawn is counted by the probabilities of the first row.
            let top = drawn.labels().iter().find(|label| label.text == "below 0.1%").unwrap().area.top;
            let first = drawn.labels().iter().filter(|label| label.text == "below 0.1%");
            let columns = first.filter(|label| (label.area.top - top).abs() < 1.0).count();
            let left = results.outcomes.len() - columns;
            let wanted = format!("{left}morecolumn");
            assert_eq!(said(&drawn).contains(&wanted), left > 0, "{kind:?} {size:?}: {left}");
        }
    }
}

#[test]
fn of_what_costs_no_more_the_likeliest_is_named() {
    let mut results = case("compare-real");
    let gain = |difference: f64| Difference {
        difference,
        ci95: [difference - 0.01, difference + 0.01],
        gained: 9_000,
        lost: 0,
        pairing_gain: None,
        told_apart: true,
    };
    // The second is likelier and as cheap as the first, which is cheaper for a point.
    results.alternatives[1].cost = -100.0;
    results.alternatives[3..].iter_mut().for_each(|one| one.over_budget = true);
    results.alternatives[2].cost = 0.0;
    for (a, more, cost) in [(1, 0.05, -20.0), (2, 0.1, 0.0)] {
        let chance = &mut results.outcomes[0].alternatives[a];
        chance.difference = Some(gain(more));
        chance.cost_per_point = Some(CostPerPoint { cost, ci95: None });
    }
    let [zh, en] = title(&results, Kind::Frontier);
    assert_eq!(zh, "“组合方案2”不增加费用而概率更高：30.0%，参照为20.0%");
    assert_eq!(
        en,
        "\"Mix 2\" is more likely to succeed at no greater cost: 30.0% against the reference's 20.0%"
    );
}

#[test]
fn orders_of_joining_are_called_sampled_where_they_are() {
    let mut results = case("compare-real");
    for (exact, zh, en) in [
        (true, "按先后加入的所有次序平均", "averagedoverallordersofjoining"),
        (false, "按抽样的加入次序平均", "averagedoversampledordersofjoining"),
    ] {
        results.contributions[0].exact = exact;
        for (lang, wanted) in [(Lang::Zh, zh), (Lang::En, en)] {
            let said = said(&picture(&results, Kind::Contributions, lang, Size::Slide));
            assert!(said.contains(wanted), "{said}");
        }
    }
}

#[test]
fn a_single_target_has_a_single_column() {
    let mut results = case("compare-real");
    results.outcomes.truncate(2);
    results.outcomes[0].name = comparison::name("唯一的目标", "The only one");
    results.outcomes[1].name = comparison::name("全部目标同时实现", "All of them");
    (results.outcomes[1].kind, results.outcomes[1].id) = (CriterionKind::Goal, "all".into());
    for kind in [Kind::Mixes, Kind::Heatmap] {
        let alone = said(&picture(&results, kind, Lang::En, Size::Slide));
        assert!(alone.contains("Theonlyone") && !alone.contains("Allofthem"), "{alone}");
        assert!(!alone.contains("morecolumn"), "{alone}");
    }
    results.outcomes.insert(1, results.outcomes[0].clone());
    assert!(said(&picture(&results, Kind::Heatmap, Lang::En, Size::Slide)).contains("Allofthem"));
}

/// The heat map's finding, in every case there is: targets by alternatives.
#[test]
fn the_heat_map_says_who_gives_what_an_even_chance() {
    let mut results = case("compare-real");
    results.outcomes.truncate(3);
    let mut expect = |chance: fn(usize, usize) -> f64, zh: &str, en: &str| {
        with_chances(&mut results, chance);
        assert_eq!(title(&results, Kind::Heatmap), [zh, en]);
    };
    expect(
        |o, a| if o == 0 { 0.3 + 0.01 * a as f64 } else { 0.6 },
        "预算内没有方案使“目标方案0”的概率过半（最高的为35.0%），其余2项目标在各方案下都过半",
        "No alternative within the budget gives \"Target 0\" an even chance (at best 35.0%); all give it to the other 2 targets",
    );
    expect(
        |o, a| if o == 0 { 0.3 + 0.05 * a as f64 } else { 0.6 },
        "概率最高的“组合方案5”使3项目标中的3项概率过半，参照2项",
        "The likeliest, \"Mix 5\", gives 3 of 3 targets at least an even chance, the reference 2",
    );
    expect(
        |o, a| if o == 2 && a == 3 { 0.7 } else { 0.2 + 0.01 * a as f64 },
        "概率最高的“组合方案5”使3项目标中的0项概率过半，参照0项",
        "The likeliest, \"Mix 5\", gives 0 of 3 targets at least an even chance, the reference 0",
    );
    expect(
        |o, a| if o == 2 && a > 3 { 0.4 } else { 0.6 },
        "参照下3项目标中有3项概率过半",
        "The reference gives 3 of 3 targets at least an even chance",
    );
    expect(
        |o, _| if o == 2 { 0.6 } else { 0.1 },
        "预算内无论哪个方案，3项目标中有2项的概率不到一半",
        "Whatever is chosen within the budget, 2 of 3 targets stay below an even chance",
    );
    expect(
        |_, _| 0.0,
        "预算内没有方案使任何一项目标的概率过半",
        "No alternative within the budget gives any target an even chance",
    );
    expect(
        |_, _| 1.0,
        "预算内无论哪个方案，3项目标的概率都过半",
        "Every alternative within the budget gives all 3 targets at least an even chance",
    );
    // What is over the budget reaches it, and counts for nothing; 49.6% is no half.
    expect(
        |_, a| if a > 5 { 0.9 } else { 0.496 },
        "预算内没有方案使任何一项目标的概率过半",
        "No alternative within the budget gives any target an even chance",
    );
}

#[test]
fn the_heat_map_of_a_single_target_names_it() {
    let mut results = case("compare-two");
    let mut expect = |chance: fn(usize) -> f64, zh: &str, en: &str| {
        with_chances(&mut results, |_, a| chance(a));
        assert_eq!(title(&results, Kind::Heatmap), [zh, en]);
    };
    expect(
        |_| 0.0,
        "没有方案使“目标方案0”的概率过半（最高的低于0.1%）",
        "No alternative gives \"Target 0\" an even chance (at best below 0.1%)",
    );
    expect(
        |_| 1.0,
        "每个方案下“目标方案0”的概率都过半（最低的高于99.9%）",
        "\"Target 0\" has at least an even chance under every alternative (at worst above 99.9%)",
    );
    expect(
        |a| [0.4, 0.7][a],
        "有1个方案使“目标方案0”的概率过半：最高70.0%，参照40.0%",
        "With 1 alternative \"Target 0\" has at least an even chance: at best 70.0%, against the reference's 40.0%",
    );
    expect(
        |a| [0.7, 0.4][a],
        "参照下“目标方案0”的概率已过半（70.0%），有1个方案反而不到一半",
        "\"Target 0\" has at least an even chance under the reference (70.0%); 1 alternative would take it below",
    );
}

/// Of those that are as likely the cheapest is named, by every chart, the terminal and the tables, with what costs less and
/// loses less than the tolerance beside it.
#[test]
fn everything_names_the_same_best() {
    let mut results = case("compare-real");
    results.alternatives.iter_mut().for_each(|one| one.over_budget = one.cost > 5_000.0);
    // The fourth and fifth are equal, and the second loses 0.3 points at half the cost of the fourth.
    with_chances(&mut results, |_, a| [0.107, 0.15, 0.237, 0.2, 0.24, 0.24, 0.3, 0.3, 0.3][a]);
    let choice = results.choice().expect("some are within the budget");
    assert_eq!((choice.best, choice.thrifty), (4, Some(2)));
    for kind in [Kind::Mixes, Kind::Frontier] {
        let [zh, en] = title(&results, kind);
        assert!(zh.contains("“组合方案4”") && zh.contains("“组合方案2”为23.7%，费用只有其一半"), "{zh}");
        assert!(en.contains("\"Mix 4\"") && en.contains("\"Mix 2\" reaches 23.7% at half the cost"), "{en}");
    }
    for kind in [Kind::Ridges, Kind::Heatmap] {
        let picture = picture(&results, kind, Lang::En, Size::Slide);
        let said = format!("{} {}", picture.title, picture.reading);
        assert!(said.contains("Mix 4") && !said.contains("Mix 5") && !said.contains("Mix 8"), "{said}");
    }
    let said = terminal::comparison(&results, Lang::Zh, false);
    assert!(said.contains("★ 预算内所列方案中最有把握：组合方案4（24.0%）"), "{said}");
    assert_eq!(said.matches('★').count(), 2, "{said}");
    assert!(said.contains("更省钱而相差不多的：“组合方案2”为23.7%，费用只有其一半"), "{said}");
    // Whoever cares about 0.2 points is not told of what loses 0.3.
    results.tolerance = 0.002;
    assert_eq!(results.choice().and_then(|choice| choice.thrifty), None);
}

/// Scenarios without policies are futures, not a choice: nothing is the best, and nothing costs anything.
#[test]
fn scenarios_alone_are_no_choice() {
    let mut results = case("compare-two");
    results.budget = None;
    results.provenance.scenarios.push(results.provenance.scenarios[0].clone());
    results.provenance.scenarios[1].scenario = "less".into();
    results.alternatives[1].scenario = "less".into();
    results.alternatives[1].name = comparison::name("纺织少增3个百分点", "Textiles grow 3 points less");
    results.contributions.clear();
    results.delays.clear();
    with_chances(&mut results, |_, a| [0.107, 0.081][a]);
    results.outcomes[0].alternatives[1].difference = Some(Difference {
        difference: -0.026,
        ci95: [-0.028, -0.024],
        gained: 0,
        lost: 2_600,
        pairing_gain: None,
        told_apart: true,
    });
    let [zh, en] = title(&results, Kind::Mixes);
    assert_eq!(zh, "纺织少增3个百分点：“目标方案0”的概率由10.7%降到8.1%");
    assert_eq!(en, "Textiles grow 3 points less: the chance of \"Target 0\" falls from 10.7% to 8.1%");
    assert_eq!(results.choice(), None);
    for lang in BOTH {
        let pictures = draw_comparison(&results, lang, Size::Slide).expect("it can be drawn");
        assert!(pictures.iter().all(|one| one.kind != Kind::Frontier));
        let tables = parkcast::tables::of_comparison(&results, lang);
        let heads = tables.iter().flat_map(|table| &table.columns).map(|column| column.head.clone());
        let said: Vec<String> = (pictures.iter().map(said))
            .chain(heads)
            .chain([terminal::comparison(&results, lang, false)])
            .collect();
        for said in said {
            for word in ["★", "☆", "最优", "费用", "方案编号", "Best", "cost", "Cost"] {
                assert!(!said.contains(word), "{word}: {said}");
            }
        }
    }
}
