//! Whatever a file holds, reading it ends with a scenario or with messages, never with a panic.

use super::{GOOD, folder, write};
use parkcast::read::read_scenario;
use parkcast::read::render::render;
use parkcast::text::Lang;
use proptest::prelude::*;

/// Values that have a way of ending up where they do not belong.
const ODD: &[&str] = &[
    "0",
    "-1",
    "1e308",
    "-1e308",
    "1e-320",
    "nan",
    "9223372036854775807",
    "-9223372036854775808",
    "\"\"",
    "\"to\"",
    "\"1 to\"",
    "\" to 1\"",
    "\"1e308 to 1e309\"",
    "\"0.0000001 to 1e15\"",
    "\"至\"",
    "\"%\"",
    "\"亿元\"",
    "\"９\"",
    "\"1,2\"",
    "\">=\"",
    "\"= \"",
    "[]",
    "[[]]",
    "[1, \"a\"]",
    "{}",
    "{ dist = 1 }",
    "{ dist = \"normal\" }",
    "{ dist = \"normal\", mean = 1e300, sd = 1e300 }",
    "{ dist = \"beta\", alpha = 1e-300, beta = 1 }",
    "{ dist = \"uniform\", low = 1, high = 1, min = 1, max = 1 }",
    "{ dist = \"gamma\", mean = 1, sd = 1e-9 }",
    "{ dist = \"pert\", low = 0, mode = 0, high = 1, max = 0.5 }",
    "{ dist = \"discrete\", values = [] }",
    "{ dist = \"triangular\", low = 0, mode = 0, high = 1, min = 0.2 }",
    "{ multiply = {} }",
    "{ land = { add = 1 } }",
    "{ land = 1, 土地 = 2 }",
    "true",
    "2024-06-01",
    "00:00:00",
    "\"industries..output\"",
    "\"park.\"",
    "\"enterprises.甲纺织\"",
    "\"\\u0000\"",
    "\"9999-99\"",
    "\"2024年\"",
    "\"all\"",
];

thread_local! {
    /// One folder for all the files of a thread: making thousands takes longer than reading them.
    static FOLDER: tempfile::TempDir = folder();
}

fn reads_or_tells(text: impl AsRef<[u8]>) {
    let path = FOLDER.with(|folder| write(folder.path(), "scenario.toml", text));
    let (problems, sources) = match read_scenario(&path) {
        Ok(reading) => (reading.problems, reading.sources),
        Err(refusal) => {
            assert!(refusal.problems.has_errors());
            (refusal.problems, refusal.sources)
        }
    };
    for lang in [Lang::Zh, Lang::En] {
        render(&problems, &sources, lang, true);
    }
}

/// The byte ranges of the good scenario's values: from after an = to the end of the line.
fn values() -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    for line in GOOD.split_inclusive('\n') {
        if let Some((key, value)) = line.split_once(" = ") {
            let start = at + key.len() + 3;
            ranges.push(start..start + value.trim_end().len());
        }
        at += line.len();
    }
    ranges
}

#[test]
fn every_value_replaced_by_odd_ones() {
    for (i, range) in values().into_iter().enumerate() {
        // A third of them for each value, so that every key of a kind meets every odd value somewhere.
        for odd in ODD.iter().skip(i % 3).step_by(3) {
            let mut text = GOOD.to_owned();
            text.replace_range(range.clone(), odd);
            reads_or_tells(&text);
        }
    }
}

#[test]
fn every_line_left_out() {
    let lines: Vec<&str> = GOOD.lines().collect();
    for left_out in 0..lines.len() {
        let kept = lines.iter().enumerate().filter(|(i, _)| *i != left_out).map(|(_, line)| *line);
        reads_or_tells(kept.collect::<Vec<_>>().join("\n"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "\\PC*") {
        reads_or_tells(&text);
    }

    #[test]
    fn any_signs_of_toml(text in "[\\[\\]{}=.,\"'#a-c0-9＝“”，年\\n\\r\\\\ \u{3000}\u{feff}-]{0,80}") {
        reads_or_tells(&text);
    }

    #[test]
    fn a_piece_of_the_good_scenario_put_elsewhere(from in 0..GOOD.len(), length in 1..40usize, to in 0..GOOD.len()) {
        let boundary = |mut at: usize| { while !GOOD.is_char_boundary(at) { at -= 1; } at };
        let (from, to) = (boundary(from), boundary(to));
        let end = boundary((from + length).min(GOOD.len()));
        let mut text = GOOD.to_owned();
        text.insert_str(to, &GOOD[from..end]);
        reads_or_tells(&text);
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        reads_or_tells(bytes);
    }
}
