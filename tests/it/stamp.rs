//! Seals: what goes into a file comes out again, whatever kind of file it is, and nothing that calls itself a seal does harm.

use crate::charts::comparison;
use crate::common;
use parkcast::chart::{Size, draw_all, draw_comparison};
use parkcast::results::{Results, json};
use parkcast::stamp::{ELEMENT, KEY, Made, Stamp, canonical_of_run};
use parkcast::stored::{Fault, MAX_BYTES, Stored};
use parkcast::text::Lang;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use std::sync::LazyLock;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Markup, quotation marks, what XML forbids and what lies outside the first plane.
const HOSTILE: &str = "</script><!--]]>&amp;\"'\\\u{7f}\u{1}\u{fffe}\u{2028}园区𠀀";

static RESULTS: LazyLock<Results> = LazyLock::new(|| {
    let mut scenario = common::busy_park(2);
    scenario.targets[0].id = HOSTILE.into();
    common::results(&scenario, None, 256, 1)
});

fn seal() -> Stamp {
    Stamp::of_run(&RESULTS)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn page(json: &str) -> Vec<u8> {
    let script = format!("<script type=\"application/json\" id=\"{ELEMENT}\">{json}</script>");
    format!("<!doctype html>\n<html><head>{script}</head><body><svg></svg></body></html>").into_bytes()
}

/// A workbook or document, as far as a seal goes.
fn package(part: &str, xml: &str) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("[Content_Types].xml", SimpleFileOptions::default()).unwrap();
    archive.write_all(b"<Types/>").unwrap();
    archive.start_file(part, SimpleFileOptions::default()).unwrap();
    archive.write_all(xml.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

fn properties(json: &str) -> String {
    let other = "<property fmtid=\"{D5}\" pid=\"2\" name=\"other\"><vt:lpwstr>x</vt:lpwstr></property>";
    let value = escaped(json);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Properties xmlns:vt=\"x\">{other}<property fmtid=\"{{D5}}\" pid=\"3\" \
         name=\"{KEY}\"><vt:lpwstr>{value}</vt:lpwstr></property></Properties>"
    )
}

#[test]
fn a_seal_is_a_line_that_can_stand_anywhere() {
    let line = seal().to_json();
    assert!(!line.contains(['<', '>', '&', '\n', '\u{7f}', '\u{fffe}', '\u{2028}']), "{line}");
    assert_eq!(serde_json::from_str::<Stamp>(&line).unwrap(), seal());
    assert!(line.contains("园区𠀀"));
}

#[test]
fn every_kind_of_file_gives_the_seal_back() {
    let line = seal().to_json();
    let picture = &draw_all(&RESULTS, Lang::Zh, Size::Slide).unwrap()[0];
    let files = [
        ("results.json", json(&*RESULTS).into_bytes()),
        ("marked.json", [b"\xef\xbb\xbf \n", json(&*RESULTS).as_bytes()].concat()),
        ("chart.png", picture.png(0.5).unwrap()),
        ("chart.svg", picture.svg().into_bytes()),
        ("page.html", page(&line)),
        ("report.md", format!("# 园区\n\n<!-- {KEY}: {line} -->\n").into_bytes()),
        ("report.docx", package("docProps/custom.xml", &properties(&line))),
    ];
    for (name, bytes) in files {
        assert_eq!(Stamp::read(&bytes, name).unwrap(), seal(), "{name}");
    }
}

#[test]
fn pictures_of_a_comparison_carry_its_seal() {
    for (case, results) in comparison::cases().into_iter().take(3) {
        let seal = Stamp::of_comparison(&results);
        let Made::Comparison { request, .. } = &seal.made else { panic!("{case}") };
        assert_eq!(request.alternatives.len(), results.alternatives.len());
        for picture in draw_comparison(&results, Lang::En, Size::Page).unwrap() {
            assert_eq!(Stamp::read(picture.svg().as_bytes(), case).unwrap(), seal, "{case}");
        }
    }
}

/// Whoever has `results.json` can check the seal with any tool that knows SHA-256.
#[test]
fn the_checksum_is_that_of_the_results_without_what_a_repetition_lacks() {
    use sha2::{Digest, Sha256};
    let hash = |text: &str| -> String {
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    assert_eq!(seal().results_sha256, hash(&json(&*RESULTS)));
    let mut looked = RESULTS.clone();
    looked.targets[0].method.anytime95 = Some([0.0, 1.0]);
    assert_eq!(Stamp::of_run(&looked), seal());
    assert_eq!(json(&canonical_of_run(&looked)), json(&*RESULTS));
}

#[test]
fn what_has_no_seal_says_what_to_do() {
    let picture = &draw_all(&RESULTS, Lang::Zh, Size::Slide).unwrap()[0];
    let svg = picture.svg().replace(&format!("{KEY}: "), "other: ");
    let mut png = Vec::new();
    png::Encoder::new(&mut png, 1, 1).write_header().unwrap().write_image_data(&[0]).unwrap();
    let newer = seal().to_json().replacen("\"schema\":1", "\"schema\":7", 1);
    let newer_results = json(&*RESULTS).replacen("\"schema\": 1", "\"schema\": 7", 1);
    let cases = [
        ("", Fault::Foreign),
        ("a,b\n1,2\n", Fault::Foreign),
        ("{}", Fault::Foreign),
        ("{\"schema\": 1, \"kind\": \"x\", \"provenance\": 1}", Fault::Foreign),
        ("<html><body>x</body></html>", Fault::NoSeal),
        (&svg, Fault::NoSeal),
        (&String::from_utf8(page(&newer)).unwrap(), Fault::Newer(7)),
        (&newer_results, Fault::Newer(7)),
    ];
    let bytes = cases.map(|(text, fault)| (text.as_bytes().to_vec(), fault));
    let others =
        [(png, Fault::NoSeal), (package("a.xml", "<a/>"), Fault::NoSeal), (vec![0xff; 9], Fault::Foreign)];
    for (bytes, fault) in bytes.into_iter().chain(others) {
        let error = Stamp::read(&bytes, "文件").unwrap_err();
        assert_eq!(error.fault, fault);
        let text = error.text();
        assert!(text.zh.contains("文件") && text.zh.contains('；'), "{}", text.zh);
        assert!(text.en.contains("文件") && text.en.contains(';'), "{}", text.en);
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let padded = seal().to_json().replacen(":", &(":".to_owned() + &" ".repeat(2 << 20)), 1);
    for bytes in [page(&padded), package("docProps/custom.xml", &properties(&padded))] {
        assert_eq!(Stamp::read(&bytes, "x").unwrap_err().fault, Fault::TooLarge);
    }
    let huge = [b"{".to_vec(), vec![b' '; MAX_BYTES as usize]].concat();
    assert_eq!(Stored::read(&huge, "x").unwrap_err().fault, Fault::TooLarge);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Files with bytes changed, cut or put in are read or refused, and nothing else.
    #[test]
    fn damaged_files_do_no_harm(
        kind in 0..5_usize,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..4),
    ) {
        static FILES: LazyLock<[Vec<u8>; 5]> = LazyLock::new(|| {
            let line = seal().to_json();
            let picture = &draw_all(&RESULTS, Lang::Zh, Size::Slide).unwrap()[0];
            [
                json(&*RESULTS).into_bytes(),
                picture.png(0.25).unwrap(),
                picture.svg().into_bytes(),
                page(&line),
                package("docProps/custom.xml", &properties(&line)),
            ]
        });
        let mut bytes = FILES[kind].clone();
        for (at, byte, how) in edits {
            let at = at.index(bytes.len().max(1));
            match how {
                0 if at < bytes.len() => bytes[at] = byte,
                1 => bytes.truncate(at),
                _ => bytes.insert(at.min(bytes.len()), byte),
            }
        }
        let _ = Stamp::read(&bytes, "x");
    }
}
