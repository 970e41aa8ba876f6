//! Results that somebody has tampered with are drawn or refused, and nothing else.

use super::{ends, folder};
use parkcast::chart::{Size, draw_all, draw_comparison};
use parkcast::stored::{Fault, Stored};
use parkcast::tables::of_comparison;
use parkcast::terminal;
use parkcast::text::Lang;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Results of a run of a busy park, and of a comparison.
static RESULTS: LazyLock<[Value; 2]> = LazyLock::new(|| {
    let folder = folder();
    let baseline = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/baseline.toml");
    ends(folder.path(), &["run", baseline, "--trials", "300", "--quiet", "--no-charts"], 0);
    let compare = ["compare", "park.toml", "--delay", "nurture", "--quiet", "--no-charts"];
    ends(folder.path(), &compare, 0);
    ["baseline", "park-compare"].map(|made| {
        let path = folder.path().join("output").join(made).join("results.json");
        serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
    })
});

/// Longest time that a set of charts may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Draws and tabulates what can be read; says whether it can.
fn survives(value: &Value) -> bool {
    let began = Instant::now();
    let bytes = serde_json::to_vec(value).unwrap();
    let is_read = match Stored::read(&bytes, "x") {
        Ok(Stored::Run(results)) => {
            draw_all(&results, Lang::En, Size::Slide).unwrap();
            terminal::summary(&results, Lang::En, false);
            true
        }
        Ok(Stored::Comparison(results)) => {
            draw_comparison(&results, Lang::En, Size::Slide).unwrap();
            of_comparison(&results, Lang::En);
            true
        }
        Err(_) => false,
    };
    assert!(began.elapsed() < PATIENCE);
    is_read
}

/// The place at which a walk along these choices ends.
fn at<'a>(value: &'a mut Value, path: &[prop::sample::Index]) -> &'a mut Value {
    let Some((first, rest)) = path.split_first() else { return value };
    let entries: usize = value.as_array().map_or(0, Vec::len) + value.as_object().map_or(0, |map| map.len());
    if entries == 0 {
        return value;
    }
    let place = first.index(entries);
    match value {
        Value::Array(list) => at(&mut list[place], rest),
        Value::Object(map) => at(map.values_mut().nth(place).unwrap(), rest),
        _ => unreachable!("leaves have no entries"),
    }
}

fn spoil(value: &mut Value, how: usize, which: &prop::sample::Index) {
    let numbers = [json!(-0.5), json!(0), json!(2), json!(1e9), json!(-1e300), json!(1e300), json!(1e-300)];
    match (how, value) {
        (0 | 1, Value::Array(list)) if !list.is_empty() => {
            let place = which.index(list.len());
            if how == 0 { drop(list.remove(place)) } else { list.push(list[place].clone()) }
        }
        (0, Value::Object(map)) if !map.is_empty() => {
            let key = map.keys().nth(which.index(map.len())).unwrap().clone();
            map.remove(&key);
        }
        (2, Value::Array(list)) => list.clear(),
        (_, Value::Number(number)) => {
            *number = numbers[which.index(numbers.len())].as_number().unwrap().clone()
        }
        (_, Value::String(text)) => {
            *text = ["", "9999-99", "\u{202e}</svg>", "0001-01"][which.index(4)].into()
        }
        (_, other) => *other = Value::Null,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn spoilt_results_do_no_harm(
        which in 0..2_usize,
        path in prop::collection::vec(any::<prop::sample::Index>(), 1..7),
        how in 0..4_usize,
        choice in any::<prop::sample::Index>(),
    ) {
        let mut value = RESULTS[which].clone();
        spoil(at(&mut value, &path), how, &choice);
        survives(&value);
    }
}

#[test]
fn what_no_run_comes_to_is_refused_by_its_place() {
    assert!(RESULTS.iter().all(survives));
    let far = json!(1_000_000_000);
    for (which, pointer, value) in [
        (0, "/scenario/base_year", far.clone()),
        (0, "/targets/0/year", far.clone()),
        (0, "/targets/0/probability", json!(-0.25)),
        (0, "/targets/0/ci95/0", json!(0.99)),
        (0, "/park/0/output/mean", json!(1e300)),
        (0, "/park", json!([])),
        (0, "/industries/0/years", json!([])),
        (0, "/enterprises/0/years/0/year", json!(1)),
        (0, "/months/0/month", json!("1000000000-01")),
        (1, "/alternatives", json!([])),
        (1, "/outcomes", json!([])),
        (1, "/headline", json!("x")),
        (1, "/figures/output/edges", json!([1.0])),
        (1, "/figures/output/shares", json!([])),
        (1, "/delays/0/months", json!([])),
        (1, "/provenance/trials", json!(0)),
    ] {
        let mut results = RESULTS[which].clone();
        *results.pointer_mut(pointer).unwrap() = value;
        let bytes = serde_json::to_vec(&results).unwrap();
        let fault = Stored::read(&bytes, "x").unwrap_err().fault;
        assert!(matches!(fault, Fault::Impossible(_)), "{pointer}: {fault:?}");
    }
}

/// As many enterprises as nobody has are drawn all the same, the nearest of them.
#[test]
fn a_crowd_is_drawn() {
    let mut results = RESULTS[0].clone();
    let one = results["enterprises"][0].clone();
    results["enterprises"] = Value::Array(vec![one; 20_000]);
    assert!(survives(&results));
}
