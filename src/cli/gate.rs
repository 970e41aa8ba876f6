//! `--fail-under`: whether the probability of all targets together is what the user asks for.

use crate::results::{GoalResult, Results};
use crate::text::{Text, text};
use crate::words::{self, Printed};

/// Message where the joint probability is below the gate; `None` where it is not.
pub fn below(results: &Results, gate: f64) -> Option<Text> {
    let all = results.goals.first()?;
    if all.probability.probability >= gate {
        return None;
    }
    let wanted = percent(gate);
    // What is printed may round up to what it is below.
    let Text { zh, en } = if is_rounded_up(all, gate) {
        text!("略低于{wanted}", "is a little below {wanted}")
    } else {
        words::probability_clause(&all.probability)
    };
    let stem = &results.provenance.scenario;
    Some(if is_decided(all, gate) {
        text!(
            "{stem}：全部目标同时实现的概率{zh}，低于要求的{wanted}",
            "{stem}: the probability of all targets together {en}, below the {wanted} asked for"
        )
    } else {
        text!(
            "{stem}：全部目标同时实现的概率{zh}，低于要求的{wanted}，但误差范围含{wanted}，尚不能断定；可增加 --trials 或用 --precision",
            "{stem}: the probability of all targets together {en}, below the {wanted} asked for, but its interval holds {wanted}: not \
             decided; raise --trials or set --precision"
        )
    })
}

/// Tells whether the interval that holds for decisions lies on one side of the gate.
fn is_decided(goal: &GoalResult, gate: f64) -> bool {
    let [low, high] = goal.method.anytime95.unwrap_or(goal.probability.ci95);
    !(low..=high).contains(&gate)
}

/// Tells whether what is printed is not below the gate, though the probability is.
fn is_rounded_up(goal: &GoalResult, gate: f64) -> bool {
    let printed = Printed::of(&goal.probability);
    printed.is_number() && printed.share().is_some_and(|share| share >= gate)
}

/// As few decimals as say the number.
fn percent(gate: f64) -> String {
    let points = format!("{:.6}", gate * 100.0);
    format!("{}%", points.trim_end_matches('0').trim_end_matches('.'))
}
