//! Files that are no scenarios, and files that name others.

use super::{GOOD, folder, read, said, said_of, write};
use encoding_rs::GB18030;
use parkcast::read::problem::{Problem, Severity};
use parkcast::read::read_scenario;
use parkcast::scenario::{ChangeOp, Field, Quantity, Subject};
use std::path::Path;
use std::time::{Duration, Instant};

#[test]
fn an_empty_file_lists_what_is_needed() {
    let needed = "scenario.toml : the file is empty [needed: [park] (base_year, end_year), one [[industries]] (id, name, growth, volatility), one [[enterprises]] (name, industry, output) and one [[targets]]] (`parkcast init` writes a commented example)";
    assert_eq!(said(""), [needed]);
    assert_eq!(said("# nothing\n\n  # here\n"), [needed]);
}

#[test]
fn a_bare_title_lacks_the_rest() {
    assert_eq!(
        said("title = \"x\"\n"),
        [
            "scenario.toml park: there is no [park] (add [park] with `base_year` and `end_year`)",
            "scenario.toml industries: there is no [[industries]] [at least one]",
            "scenario.toml enterprises: there is no [[enterprises]] [at least one]",
            "scenario.toml targets: there is no [[targets]] [at least one]",
        ]
    );
}

#[test]
fn encodings_and_line_ends_read_the_same() {
    let plain = format!("{:?}", read(GOOD).unwrap().scenario.enterprises);
    let (gb18030, _, _) = GB18030.encode(GOOD);
    let utf16: Vec<u8> = format!("\u{feff}{GOOD}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        format!("\u{feff}{GOOD}").into_bytes(),
        GOOD.replace('\n', "\r\n").into_bytes(),
        gb18030.into_owned(),
        utf16,
    ] {
        assert_eq!(format!("{:?}", read(bytes).unwrap().scenario.enterprises), plain);
    }
    let (gb18030, _, _) = GB18030.encode(GOOD);
    assert_eq!(said(gb18030), ["notice: scenario.toml : read as GB18030 (better saved as UTF-8)"]);
}

#[test]
fn lines_are_counted_the_same_with_crlf() {
    let bad = GOOD.replace("probability = 0.9", "probability = -1");
    assert_eq!(said(bad.replace('\n', "\r\n")), said(bad));
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_line() {
    let mut half = GOOD.as_bytes().to_vec();
    half.extend_from_slice(&GB18030.encode("# 园区\n").0);
    let last = GOOD.lines().count() + 1;
    assert_eq!(
        said(half),
        [format!(
            "scenario.toml : line 1 is UTF-8 but line {last} looks like GB18030: two encodings in one file (save it as UTF-8)"
        )]
    );
    assert_eq!(
        said(b"a = 1\nb = \"\xff\"\n"),
        ["scenario.toml : line 2 holds the byte 0xFF, which is neither UTF-8 nor GB18030 (save it as UTF-8)"]
    );
    assert_eq!(
        said(GOOD.replace('\n', "\r")),
        [
            "1:16 : a carriage return without a line feed: old Mac line ends (save the file with LF or CRLF line ends)"
        ]
    );
    assert_eq!(said("a = \"\0\"\n"), ["1:6 : a NUL character (the file may be damaged, or is not a text)"]);
}

/// Reads `text`, which must be refused with `message` in no time.
fn refused_fast(text: impl AsRef<[u8]>, message: &str) {
    let start = Instant::now();
    assert_eq!(said(text), [message]);
    // 50 ms is the promise; a busy machine gets some more.
    assert!(start.elapsed() < Duration::from_millis(500), "{:?}", start.elapsed());
}

#[test]
fn attacks_on_the_parser_are_refused_before_it_runs() {
    let nested = format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    refused_fast(nested, "1:37 : line 1: nested too deeply [at most 32 levels]");
    let dotted = format!("{} = 1", vec!["a"; 100_000].join("."));
    refused_fast(dotted, "1:32 : line 1: a dotted key of too many parts [at most 16 parts]");
    let keys: String = (0..200_000).map(|i| format!("k{i} = 1\n")).collect();
    refused_fast(keys, "1:1 : the file holds too many keys [at most 150000]");
    let folder = folder();
    let path = write(folder.path(), "scenario.toml", vec![b'#'; (8 << 20) + 1]);
    let shown = format!("{} is larger than 8388608 bytes", path.display())
        .replace(&format!("{}/", folder.path().display()), "");
    assert_eq!(said_of(&path), [format!(" : {shown} (split it, or put rosters into CSV files)")]);
}

#[test]
fn lists_have_a_limit() {
    let target =
        |i| format!("[[targets]]\nname = \"{i}\"\nmetric = \"park.output\"\nat_least = 1\nyear = 2024\n");
    let many: String = (0..999).map(target).collect();
    assert_eq!(said(format!("{GOOD}{many}")), ["126:3 targets: 1001 entries [at most 1000]"]);
}

#[test]
fn a_missing_file_shows_its_path_and_its_neighbours() {
    let folder = folder();
    write(folder.path(), "baseline.toml", GOOD);
    assert_eq!(
        said_of(&folder.path().join("basline.toml")),
        [" : there is no file basline.toml (similar names: baseline.toml)"]
    );
    assert_eq!(said_of(&folder.path().join("no/such.toml")).len(), 1);
    assert!(read_scenario(Path::new("-")).is_err());
}

#[test]
fn a_what_if_is_a_base_plus_changes() {
    let folder = folder();
    let base =
        format!("{GOOD}\n[[changes]]\non = \"industries\"\nid = \"food\"\ngrowth = {{ add = 0.01 }}\n");
    write(folder.path(), "base/good.toml", base);
    let what_if = r#"
extends = "base/good.toml"
title = "如果"
[park]
end_year = 2026
[[enterprises]]
name = "丙金属"
industry = "metal"
output = "3亿元"
[[enterprises]]
name = "甲纺织"
industry = "textile"
output = "50亿元"
tags = ["flagship"]
[[changes]]
on = "industries"
id = "food"
volatility = { add = 0.05, multiply = 2, set = 0.1 }
[[changes]]
on = "projects"
needs = { multiply = 0.9, factory = { add = "1000平方米" } }
"#;
    let path = write(folder.path(), "scenario.toml", what_if);
    let reading = read_scenario(&path).unwrap();
    // The entries that take others' places have neither land nor tax, which the target on tax per mu is told of.
    let about = |problem: &Problem| (problem.severity, problem.path.clone());
    let lacking = (Severity::Warning, "targets[2].metric".to_owned());
    let said: Vec<_> = reading.problems.list.iter().map(about).collect();
    assert_eq!(said, [lacking.clone(), lacking]);
    let scenario = reading.scenario;
    assert_eq!(scenario.title.name, "如果");
    // Its English form would be that of another title.
    assert_eq!(scenario.title.name_en, None);
    assert_eq!(scenario.years(), 3);
    let names: Vec<&str> = scenario.enterprises.iter().map(|it| it.name.name.as_str()).collect();
    assert_eq!(names, ["甲纺织", "乙食品", "丙金属"]);
    // The entry is replaced whole: its land and zone are gone.
    assert_eq!(scenario.enterprises[0].output, Quantity::Fixed(50.0));
    assert_eq!(scenario.enterprises[0].land, Quantity::Fixed(0.0));
    assert_eq!(scenario.enterprises[0].zone, None);
    let labels: Vec<&str> = scenario.changes.iter().map(|change| change.label.as_str()).collect();
    assert_eq!(
        labels,
        [
            "industries[id=food].growth.add",
            "industries[id=food].volatility.add",
            "industries[id=food].volatility.multiply",
            "industries[id=food].volatility.set",
            "projects[].needs.multiply",
            "projects[].needs.factory.add",
        ]
    );
    assert_eq!(scenario.changes[3].op, ChangeOp::Set);
    assert_eq!(scenario.changes[1].sites.len(), 1);
    assert_eq!(scenario.changes[1].sites[0].subject, Subject::Industry(1));
    assert_eq!(scenario.changes[1].sites[0].field, Field::Volatility);
    assert_eq!(scenario.changes[4].sites.len(), 3);
    // What is added makes a need where there was none.
    assert_eq!(scenario.changes[5].sites.len(), 2);
    assert_eq!(scenario.changes[5].effect, Quantity::Fixed(0.1));
    let inputs: Vec<&str> = scenario.inputs.iter().map(|input| input.path.as_str()).collect();
    assert_eq!(inputs, ["scenario.toml", "base/good.toml"]);
}

#[test]
fn problems_point_into_the_file_they_are_in() {
    let folder = folder();
    write(folder.path(), "base.toml", GOOD.replace("probability = 0.9", "probability = 7"));
    let path = write(folder.path(), "scenario.toml", "extends = \"base.toml\"\n[run]\nseed = -1\n");
    assert_eq!(
        said_of(&path),
        [
            "3:8 run.seed: -1 [a whole number from 0 to 9223372036854775807]",
            "base.toml:84:15 supplies[1].probability: 7, that is 700% [0 to 1 (0% to 100%)] (did you mean 0.07 (or \"7%\")?)",
        ]
    );
}

#[test]
fn files_that_extend_one_another_in_a_ring_or_without_end_are_refused() {
    let folder = folder();
    let path = write(folder.path(), "scenario.toml", "extends = \"b.toml\"\n");
    write(folder.path(), "b.toml", "extends = \"scenario.toml\"\n");
    assert_eq!(
        said_of(&path),
        [
            "b.toml:1:11 extends: a cycle of `extends`: scenario.toml -> b.toml -> scenario.toml (drop one of the `extends`)"
        ]
    );
    for i in 0..10 {
        write(folder.path(), &format!("d{i}.toml"), format!("extends = \"d{}.toml\"\n", i + 1));
    }
    write(folder.path(), "d10.toml", GOOD);
    let said = said_of(&folder.path().join("d0.toml"));
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("too many files extend one another: d0.toml -> d1.toml"), "{said:?}");
    assert_eq!(said_of(&folder.path().join("d3.toml")), Vec::<String>::new());
}

#[test]
fn nothing_outside_the_scenarios_folder_is_read() {
    let folder = folder();
    write(folder.path(), "secret.toml", GOOD);
    let path = write(folder.path(), "park/scenario.toml", "extends = \"../secret.toml\"\n");
    let name = "(put the file into the folder \"park\" or below it)";
    assert_eq!(
        said_of(&path),
        [format!("1:11 extends: ../secret.toml lies outside the scenario's folder {name}")]
    );
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("secret.toml"), folder.path().join("park/link.toml"))
            .unwrap();
        let path = write(folder.path(), "park/scenario.toml", "extends = \"link.toml\"\n");
        assert_eq!(
            said_of(&path),
            [format!("1:11 extends: link.toml lies outside the scenario's folder {name}")]
        );
    }
}
