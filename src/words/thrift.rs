//! What is nearly as good for less, in words.

use super::{name, probability};
use crate::results::Probability;
use crate::text::{Lang, Name, Text, text};

/// An alternative that is nearly as likely as the best one and costs less: "“培育优先”为23.7%，费用只有其一半", "\"Nurture\" reaches
/// 23.7% at half the cost"; costs in 万元.
pub fn thrifty(named: &Name, p: &Probability, cost: f64, best: f64) -> Text {
    let Text { zh, en } = probability(p);
    let (name_zh, name_en) = (name(named, Lang::Zh), name(named, Lang::En));
    let Text { zh: cost_zh, en: cost_en } = part_of_cost(cost, best);
    text!("“{name_zh}”为{zh}，{cost_zh}", "\"{name_en}\" reaches {en} {cost_en}")
}

fn part_of_cost(cost: f64, best: f64) -> Text {
    let percent = (100.0 * cost / best).round();
    match percent {
        _ if cost <= 0.0 || best <= 0.0 => text!("不花钱", "at no cost"),
        50.0 => text!("费用只有其一半", "at half the cost"),
        // What rounds to all or nothing is said by its difference.
        100.0 => text!("费用略低", "at a slightly lower cost"),
        0.0 => text!("费用不到其1%", "at less than 1% of the cost"),
        _ => text!("费用为其{percent}%", "at {percent}% of the cost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results;

    #[test]
    fn the_cost_is_said_as_a_part() {
        let named: Name = text!("培育优先", "Nurture").into();
        let p = results::probability(237, 1_000);
        let said = |cost, best| thrifty(&named, &p, cost, best);
        assert_eq!(
            said(3_000.0, 6_000.0),
            text!("“培育优先”为23.7%，费用只有其一半", "\"Nurture\" reaches 23.7% at half the cost")
        );
        assert_eq!(said(2_000.0, 6_000.0).zh, "“培育优先”为23.7%，费用为其33%");
        assert_eq!(said(0.0, 6_000.0).en, "\"Nurture\" reaches 23.7% at no cost");
    }
}
