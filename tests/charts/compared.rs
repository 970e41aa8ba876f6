//! What the charts of a comparison say: of what costs too much, of targets left out, of even chances.

use super::{BOTH, PICTURES, comparison};
use parkcast::chart::{Kind, Picture, Size, draw_comparison};
use parkcast::compare::{Comparison, CostPerPoint, Difference, JudgedKind};
use parkcast::text::Lang;

fn case(wanted: &str) -> Comparison {
    comparison::cases().into_iter().find(|(name, _)| *name == wanted).expect("the case is listed").1
}

fn picture(results: &Comparison, kind: Kind, lang: Lang, size: Size) -> Picture {
    let drawn = draw_comparison(results, lang, size).unwrap();
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
    // The eighth makes most, the fifth is the dearest that can be paid.
    let [zh, en] = title(&results, Kind::Ridges);
    assert!(zh.starts_with("预算内“组合方案5”使"), "{zh}");
    assert!(en.starts_with("\"Mix 5\" adds most within the budget: 2.50 bn yuan"), "{en}");
    for one in &mut results.alternatives[1..] {
        one.over_budget = true;
    }
    let [zh, en] = title(&results, Kind::Ridges);
    assert!(zh.starts_with("“组合方案8”（超预算）使"), "{zh}");
    assert!(en.starts_with("\"Mix 8\" (over budget) adds most: 4.00 bn yuan"), "{en}");
}

#[test]
fn what_is_left_to_the_tables_is_counted() {
    let results = case("compare-long");
    for size in Size::ALL {
        for kind in [Kind::Mixes, Kind::Heatmap] {
            let drawn = picture(&results, kind, Lang::En, size);
            // Names begin alike and are cut; what is drawn is counted by the probabilities of the first row.
            let top = drawn.labels().iter().find(|label| label.text == "below 0.003%").unwrap().area.top;
            let first = drawn.labels().iter().filter(|label| label.text == "below 0.003%");
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
    results.alternatives[2].cost = 0.0;
    for (a, more, cost) in [(1, 0.05, -20.0), (2, 0.1, 0.0)] {
        let chance = &mut results.outcomes[0].alternatives[a];
        chance.difference = Some(gain(more));
        chance.cost_per_point = Some(CostPerPoint { cost, ci95: None });
    }
    let [zh, en] = title(&results, Kind::Frontier);
    assert_eq!(zh, "“组合方案2”不多花钱就更有把握：概率30%，参照20%");
    assert_eq!(en, "\"Mix 2\" is more likely to succeed at no greater cost: 30% against the reference's 20%");
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
    (results.outcomes[1].kind, results.outcomes[1].id) = (JudgedKind::Goal, "all".into());
    for kind in [Kind::Mixes, Kind::Heatmap] {
        let alone = said(&picture(&results, kind, Lang::En, Size::Slide));
        assert!(alone.contains("Theonlyone") && !alone.contains("Allofthem"), "{alone}");
        assert!(!alone.contains("morecolumn"), "{alone}");
    }
    results.outcomes.insert(1, results.outcomes[0].clone());
    assert!(said(&picture(&results, Kind::Heatmap, Lang::En, Size::Slide)).contains("Allofthem"));
}
