//! Output to date beside the base year's: a sheet of this year's months in another unit than the roster's.

use super::super::fields::entries;
use super::super::node::Table;
use super::super::problem::{Problem, Problems};
use super::listed;
use crate::scenario::Scenario;
use crate::text::{exact, text};

/// How many times the base year's pace a park can be at: no park grows to it, and one in another unit is beyond it.
const PARK: f64 = 30.0;
/// How many times an enterprise's pace may be another before its name is asked about.
const ENTERPRISE: f64 = 10.0;
/// Most names that are shown.
const SHOWN: usize = 8;

/// Checks the enterprises of which this year's months are known.
pub(super) fn check(document: &Table, scenario: &Scenario, out: &mut Problems) {
    let part = scenario.park.known_months as f64 / 12.0;
    let list = entries(document, "enterprises");
    // The base year's output of as many months, and what is reported of this year's.
    let known = scenario.enterprises.iter().zip(&list).filter_map(|(enterprise, entry)| {
        let (expected, reported) =
            (enterprise.output.median() * part, enterprise.output_to_date.as_ref()?.median());
        (expected > 0.0 && reported > 0.0).then_some((enterprise, entry, expected, reported))
    });
    let known: Vec<_> = known.collect();
    let Some((_, first, ..)) = known.first() else { return };
    let is_off =
        |expected: f64, reported: f64, times: f64| reported > expected * times || reported * times < expected;
    let expected: f64 = known.iter().map(|(_, _, expected, _)| expected).sum();
    let reported: f64 = known.iter().map(|(_, _, _, reported)| reported).sum();
    let remedy = || {
        text!(
            "核对累计产值的单位，在表头写明",
            "check the unit of the output to date, and state it in the heading"
        )
    };
    if is_off(expected, reported, PARK) {
        let (expected, reported) = (shown(expected), shown(reported));
        out.push(
            Problem::error(
                first.origin_of("output_to_date"),
                "enterprises[].output_to_date",
                text!(
                    "累计产值合计 {reported}亿元，而按基年产值同期约 {expected}亿元",
                    "the output to date sums up to {reported}亿元, where as many months of the base year make {expected}亿元"
                ),
            )
            .remedy(remedy()),
        );
        return;
    }
    let odd = known.iter().filter(|(_, _, expected, reported)| is_off(*expected, *reported, ENTERPRISE));
    let odd: Vec<_> = odd.collect();
    let Some((_, first, ..)) = odd.first() else { return };
    let names: Vec<String> = odd.iter().map(|(enterprise, ..)| enterprise.name.name.clone()).collect();
    let (count, names) = (names.len(), listed(&names, SHOWN));
    let (zh, en) = (names.zh, names.en);
    out.push(
        Problem::warning(
            first.origin_of("output_to_date"),
            "enterprises[].output_to_date",
            text!(
                "{count} 户企业的累计产值与基年同期产值相差 {ENTERPRISE} 倍以上：{zh}",
                "the output to date of {count} enterprises is more than {ENTERPRISE} times off as many months of the base year: {en}"
            ),
        )
        .remedy(remedy()),
    );
}

/// 亿元 to the hundredth.
fn shown(yi: f64) -> String {
    exact((yi * 100.0).round() / 100.0)
}
