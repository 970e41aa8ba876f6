//! Differences between results and their repetition.

use super::{Answer, canonical_of_run};
use crate::compare::CriterionKind;
use crate::stored::Stored;
use crate::text::clean;
use serde_json::Value;
use std::collections::BTreeMap;

/// A number that is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Place of the number.
    pub what: String,
    /// Value before; nothing where there was none.
    pub then: Option<String>,
    /// Value now; nothing where there is none.
    pub now: Option<String>,
}

/// Characters of a place or a value that are shown.
const LONGEST: usize = 120;

/// Numbers by where they stand.
type Numbers = BTreeMap<String, String>;

/// Probabilities that differ.
pub fn of_answers(then: &[Answer], now: &[Answer]) -> Vec<Difference> {
    differing(&numbers_of_answers(then), &numbers_of_answers(now))
}

/// Differences in all that can come out again, the answers first and of these the probabilities.
pub fn of_results(then: &Stored, now: &Stored) -> Vec<Difference> {
    let mut all = differing(&numbers_of_results(then), &numbers_of_results(now));
    all.sort_by_key(|one| {
        let answer = ANSWERS.iter().position(|list| one.what.starts_with(list));
        (answer.is_none(), !one.what.ends_with("].probability"), answer)
    });
    all
}

/// Lists of results that hold the answers.
const ANSWERS: [&str; 4] = ["targets[", "goals[", "scores[", "outcomes["];

fn differing(then: &Numbers, now: &Numbers) -> Vec<Difference> {
    let new = now.keys().filter(|what| !then.contains_key(*what));
    let all = then.keys().chain(new).map(|what| (what, then.get(what), now.get(what)));
    let difference = |(what, then, now): (&String, Option<&String>, Option<&String>)| Difference {
        what: clean(what, LONGEST),
        then: then.map(|value| clean(value, LONGEST)),
        now: now.map(|value| clean(value, LONGEST)),
    };
    all.filter(|(_, then, now)| then != now).map(difference).collect()
}

fn numbers_of_answers(answers: &[Answer]) -> Numbers {
    let numbers = answers.iter().flat_map(|answer| {
        let list = match answer.kind {
            CriterionKind::Target => "targets",
            CriterionKind::Goal => "goals",
            CriterionKind::Score => "scores",
        };
        let place = move |mix: &String| format!("{list}[{}] {mix}", answer.id);
        answer.probabilities.iter().map(move |(mix, p)| (place(mix), p.to_string()))
    });
    numbers.collect()
}

fn numbers_of_results(stored: &Stored) -> Numbers {
    let value = match stored {
        Stored::Run(results) => serde_json::to_value(canonical_of_run(results)),
        Stored::Comparison(results) => serde_json::to_value(results),
    };
    let mut numbers = Numbers::new();
    collect(&value.expect("results are plain data"), String::new(), &mut numbers);
    numbers
}

/// Collects what stands at the ends of a document; entries of lists are called by what they call themselves.
fn collect(value: &Value, place: String, numbers: &mut Numbers) {
    match value {
        Value::Array(list) => {
            for (i, entry) in list.iter().enumerate() {
                let own =
                    ["id", "target", "policy", "year", "month", "name"].iter().find_map(|key| entry.get(key));
                let called = own.map_or(i.to_string(), |own| match own {
                    Value::String(name) => name.clone(),
                    other => other.to_string(),
                });
                let place = format!("{place}[{called}]");
                // What calls itself the same as another is told by its number as well.
                let is_taken =
                    numbers.range(place.clone()..).next().is_some_and(|(key, _)| key.starts_with(&place));
                collect(entry, if is_taken { format!("{place}#{i}") } else { place }, numbers);
            }
        }
        Value::Object(map) => {
            for (key, entry) in map {
                let dot = if place.is_empty() { "" } else { "." };
                collect(entry, format!("{place}{dot}{key}"), numbers);
            }
        }
        Value::String(text) => drop(numbers.insert(place, text.clone())),
        leaf => drop(numbers.insert(place, leaf.to_string())),
    }
}
