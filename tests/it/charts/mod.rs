//! Charts as laws: whatever the results, texts stay inside the picture and apart from each other, the same results give the
//! same bytes, and no title says what the picture does not.

mod compared;
pub mod comparison;
mod figures;
mod hostile;
pub mod park;

use park::{REAL, Shape, lognormal, park as make, probability};
use parkcast::chart::{CHARTS, Kind, Picture, Rect, Size, draw, draw_all, draw_comparison};
use parkcast::results::{Figure, Results, TargetResult};
use parkcast::terminal;
use parkcast::text::Lang;
use parkcast::words;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

const BOTH: [Lang; 2] = [Lang::Zh, Lang::En];

/// Everything drawn from everything, once for all tests.
static PICTURES: LazyLock<Vec<(String, Picture)>> = LazyLock::new(all_pictures);

fn all_pictures() -> Vec<(String, Picture)> {
    let mut pictures = Vec::new();
    for (lang, size) in BOTH.into_iter().flat_map(|lang| Size::ALL.map(|size| (lang, size))) {
        let mut add = |case: &str, drawn: Vec<Picture>| {
            let named = |one: Picture| (format!("{case}, {lang:?}, {size:?}, {:?}", one.kind), one);
            pictures.extend(drawn.into_iter().map(named));
        };
        for (case, results) in hostile::cases() {
            add(case, draw_all(&results, lang, size).unwrap_or_else(|error| panic!("{case}: {error}")));
        }
        for (case, results) in comparison::cases() {
            add(
                case,
                draw_comparison(&results, lang, size).unwrap_or_else(|error| panic!("{case}: {error}")),
            );
        }
    }
    pictures
}

/// Writes the gallery for the eye: `cargo test --test charts -- --ignored gallery`.
#[test]
#[ignore = "writes pictures for people to look at"]
fn gallery() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, picture) in PICTURES.iter() {
        let stem = folder.join(name.replace(", ", "-"));
        std::fs::write(stem.with_extension("png"), picture.png(1.5).unwrap()).unwrap();
    }
    for (case, results) in hostile::cases() {
        let text = BOTH.map(|lang| terminal::summary(&results, lang, false)).join("\n\n");
        std::fs::write(folder.join(format!("{case}.txt")), text).unwrap();
    }
}

#[test]
fn texts_stay_inside_the_picture_and_apart() {
    let mut wrong = Vec::new();
    for (name, picture) in PICTURES.iter() {
        let sheet = picture.sheet();
        for (i, label) in picture.labels().iter().enumerate() {
            if !sheet.contains(&label.area) {
                wrong.push(format!("{name}: “{}” leaves the picture", label.text));
            }
            for other in &picture.labels()[i + 1..] {
                let (a, b) = (&label.text, &other.text);
                if label.area.overlaps(&other.area) {
                    wrong.push(format!("{name}: “{a}” overlaps “{b}”"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_probability_is_nought_or_certain() {
    let mut wrong = Vec::new();
    for (name, picture) in PICTURES.iter() {
        for label in picture.labels() {
            let numbers = label.text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '%'));
            let percents = numbers.filter_map(|word| word.strip_suffix('%')?.parse::<f64>().ok());
            for percent in percents {
                if !(percent > 0.0 && percent < 100.0) {
                    wrong.push(format!("{name}: {}", label.text));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let results = make(&REAL);
    let here = draw_all(&results, Lang::Zh, Size::Slide).unwrap();
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let there = alone.install(|| draw_all(&results, Lang::Zh, Size::Slide)).unwrap();
    assert!(here == there);
    let kinds: Vec<_> = here.iter().map(|picture| picture.kind).collect();
    let of_run: Vec<_> =
        CHARTS.iter().filter(|chart| !chart.is_of_comparison()).map(|chart| chart.kind).collect();
    assert_eq!(kinds, of_run);
}

#[test]
fn charts_without_anything_to_show_are_left_out() {
    let shows = |results: &Results, kind| draw(results, kind, Lang::Zh, Size::Slide).unwrap().is_some();
    assert!(!shows(&case("no-counts"), Kind::Counts) && !shows(&case("no-counts"), Kind::Enterprises));
    assert!(!shows(&case("no-land"), Kind::Land) && shows(&case("no-land"), Kind::Output));
    let mut empty = make(&REAL);
    (empty.targets, empty.park, empty.months) = (Vec::new(), Vec::new(), Vec::new());
    assert!(draw_all(&empty, Lang::En, Size::Slide).unwrap().is_empty());
}

#[test]
fn hostile_names_are_neutralised_and_missing_glyphs_named() {
    let results = case("names");
    for picture in BOTH.into_iter().flat_map(|lang| draw_all(&results, lang, Size::Slide).unwrap()) {
        assert!(!picture.svg().contains("<script") && !picture.svg().contains("]]>"), "{:?}", picture.kind);
        assert!(!picture.svg().contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'));
        assert!(
            picture.missing_glyphs().contains_key(&'😀'),
            "{:?} {:?}",
            picture.kind,
            picture.missing_glyphs()
        );
    }
    assert!(
        draw_all(&make(&REAL), Lang::Zh, Size::Slide)
            .unwrap()
            .iter()
            .all(|picture| picture.missing_glyphs().is_empty())
    );
}

#[test]
fn files_carry_their_provenance_and_an_accessible_name() {
    let results = make(&REAL);
    for picture in draw_all(&results, Lang::Zh, Size::Slide).unwrap() {
        assert!(
            picture.svg().contains("role=\"img\"")
                && picture.svg().contains(&format!("<title>{}", picture.title))
        );
        assert!(picture.svg().contains(&results.provenance.scenario_sha256));
        let png = picture.png(1.5).unwrap();
        let reader = png::Decoder::new(std::io::Cursor::new(&png)).read_info().unwrap();
        let info = reader.info();
        assert!(info.pixel_dims.is_some());
        let seed = info.uncompressed_latin1_text.iter().find(|chunk| chunk.keyword == "Seed").unwrap();
        assert_eq!(seed.text, "20240320");
        assert_eq!((info.width, info.height), (1920, 1080));
    }
}

/// The results of a hostile case.
fn case(wanted: &str) -> Results {
    hostile::cases().into_iter().find(|(name, _)| *name == wanted).expect("the case is listed").1
}

#[test]
fn each_glyph_is_defined_once_and_every_reference_has_one() {
    let ids = |svg: &str, before: &str| -> Vec<String> {
        svg.split(before).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    for (name, picture) in PICTURES.iter() {
        let defined = ids(&picture.svg(), "<path id=\"");
        let unique: BTreeSet<&String> = defined.iter().collect();
        assert_eq!(defined.len(), unique.len(), "{name}");
        assert!(ids(&picture.svg(), "xlink:href=\"#").iter().all(|id| unique.contains(id)), "{name}");
    }
    for picture in BOTH.into_iter().flat_map(|lang| draw_all(&make(&REAL), lang, Size::Slide).unwrap()) {
        // The dots alone of a hundred futures by six targets are 35,000 bytes.
        let most = if picture.kind == Kind::Dotplot { 140_000 } else { 105_000 };
        assert!(picture.svg().len() < most, "{:?}: {} bytes", picture.kind, picture.svg().len());
    }
}

/// The box of a path of straight lines.
fn box_of(path: &str) -> Rect {
    let data = path.split('"').nth(1).expect("the path has data");
    let numbers = data.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'));
    let numbers: Vec<f64> = numbers.filter_map(|number| number.parse().ok()).collect();
    let along = |from: usize, pick: fn(f64, f64) -> f64| {
        numbers.iter().skip(from).step_by(2).copied().reduce(pick).expect("the path has places")
    };
    Rect::new(along(0, f64::min), along(1, f64::min), along(0, f64::max), along(1, f64::max))
}

#[test]
fn no_line_runs_through_a_text() {
    let mut wrong = Vec::new();
    for (name, picture) in PICTURES.iter() {
        // Straight lines across or down, and the paper laid over them afterwards, in the order of painting.
        let mut lines: Vec<Rect> = Vec::new();
        let mut papers: Vec<(usize, Rect)> = Vec::new();
        for path in picture.svg().lines().filter(|line| line.starts_with("<path d=")) {
            let at = box_of(path);
            if path.contains("stroke=\"#ffffff\"") || (at.width() > 0.0 && at.height() > 0.0) {
                if path.contains("fill=\"#ffffff\"") {
                    papers.push((lines.len(), at));
                }
                continue;
            }
            let reach = 0.01;
            lines.push(Rect::new(at.left - reach, at.top - reach, at.right + reach, at.bottom + reach));
        }
        for label in picture.labels() {
            // The box of a text is its em square: the ink keeps off its upper and lower edges.
            let ink = Rect { top: label.area.top + 2.0, bottom: label.area.bottom - 2.0, ..label.area };
            let covered =
                papers.iter().filter(|(_, paper)| paper.contains(&ink)).map(|(painted, _)| *painted);
            let covered = covered.max().unwrap_or(0);
            let through = lines[covered..].iter().find(|line| line.overlaps(&ink));
            if let Some(through) = through {
                wrong.push(format!("{name}: {through:?} through “{}”", label.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The label of a fan's median, of which every panel has one.
fn is_median(text: &str) -> bool {
    let figure = text.strip_prefix("中位 ").or(text.strip_prefix("median "));
    figure.is_some_and(|figure| figure.chars().all(|c| c.is_ascii_digit() || ",.".contains(c)))
}

#[test]
fn a_solid_baseline_is_zero_and_an_axis_without_zero_says_so() {
    let count = |picture: &Picture, wanted: &dyn Fn(&str) -> bool| {
        picture.labels().iter().filter(|label| wanted(&label.text)).count()
    };
    let fans = PICTURES.iter().filter(|(_, picture)| matches!(picture.kind, Kind::Output | Kind::Land));
    let mut warned = 0;
    for (name, picture) in fans {
        let panels = count(picture, &is_median);
        let zeros = count(picture, &|text| text == "0");
        let warnings = count(picture, &|text| text.contains("不从零起") || text.contains("not start at 0"));
        let baselines = picture.svg().lines().filter(|line| line.contains("stroke=\"#586270\"")).count();
        assert_eq!((zeros, zeros + warnings), (baselines, panels), "{name}");
        assert!(warnings == 0 || picture.kind == Kind::Land, "{name}: output starts at zero");
        warned += warnings;
    }
    assert!(warned > 0);
}

#[test]
fn the_last_year_is_always_labelled() {
    for (name, picture) in PICTURES.iter().filter(|(_, picture)| picture.kind == Kind::Output) {
        let count =
            |wanted: &dyn Fn(&str) -> bool| picture.labels().iter().filter(|one| wanted(&one.text)).count();
        let years = picture.labels().iter().filter_map(|label| label.text.parse::<i32>().ok());
        let last = years.filter(|year| (2000..2100).contains(year)).max().unwrap().to_string();
        let panels = count(&is_median);
        assert_eq!(count(&|text| text == last), panels, "{name}");
    }
}

#[test]
fn the_title_says_the_number_of_the_bar() {
    for (name, results) in hostile::cases() {
        for lang in BOTH {
            let Some(picture) = draw(&results, Kind::Targets, lang, Size::Slide).unwrap() else { continue };
            let said = match &results.goals[..] {
                [joint, ..] if results.targets.len() > 1 => joint.probability,
                _ => results.targets[0].probability,
            };
            let said = words::probability(&said).get(lang).to_owned();
            assert!(picture.title.contains(&said), "{name}: {} without {said}", picture.title);
            assert!(picture.labels().iter().any(|label| label.text == said), "{name}: {said}");
        }
    }
}

#[test]
fn the_title_of_the_output_names_a_drawn_target() {
    let mut results = make(&REAL);
    let goal = results.targets[3].clone();
    let other = |(i, threshold, p): (usize, f64, f64)| TargetResult {
        id: format!("output-{i}"),
        probability: probability(p, 100_000),
        at_least: Some(threshold),
        ..goal.clone()
    };
    // The first of the file lies far away and is not drawn.
    let all = [
        (0, 20.0, 0.999),
        (1, 175.0, 0.68),
        (2, 181.0, 0.51),
        (3, 190.0, 0.34),
        (4, 200.0, 0.2),
        (5, 400.0, 0.001),
    ];
    results.targets = all.into_iter().map(other).collect();
    for (lang, named, undrawn) in [
        (Lang::Zh, "181亿元", "另有2条目标或门槛线未画"),
        (Lang::En, "18.1 bn yuan", "2 further lines not drawn"),
    ] {
        let picture = draw(&results, Kind::Output, lang, Size::Slide).unwrap().unwrap();
        assert!(picture.title.contains(named), "{}", picture.title);
        let said: String = picture.labels().iter().map(|label| label.text.as_str()).collect();
        assert!(said.replace(' ', "").contains(&undrawn.replace(' ', "")), "{said}");
    }
}

#[test]
fn a_year_under_way_is_held_against_its_target() {
    let mut results = make(&Shape { years: 1, ..REAL });
    results.scenario.as_of = "2024-05".into();
    for month in &mut results.monthly_output[..5] {
        month.reported = 0.9 * month.output.p05;
    }
    for (lang, said, asked) in [
        (Lang::Zh, "2024年前5个月已报产值", "达标须月均"),
        (Lang::En, "reported in the first 5 months of 2024", "target needs"),
    ] {
        for size in Size::ALL {
            let picture = draw(&results, Kind::Months, lang, size).unwrap().unwrap();
            assert!(picture.title.contains(said), "{}", picture.title);
            assert!(picture.labels().iter().any(|label| label.text.starts_with(asked)), "{lang:?} {size:?}");
        }
    }
    // Where nobody has reported anything there is nothing to hold against a target.
    results.monthly_output.iter_mut().for_each(|month| month.reported = 0.0);
    let picture = draw(&results, Kind::Months, Lang::Zh, Size::Slide).unwrap().unwrap();
    assert!(picture.title.contains("最高"), "{}", picture.title);
}

#[test]
fn one_is_singular() {
    let wrong = |text: &str| {
        let words: Vec<_> =
            text.split_whitespace().map(|word| word.trim_matches(|c| "();,.".contains(c))).collect();
        let nouns = ["projects", "trials", "targets", "enterprises", "industries", "rows"];
        let follows = |at: usize, by: usize| words.get(at + by).is_some_and(|word| nouns.contains(word));
        (0..words.len()).any(|at| words[at] == "1" && (follows(at, 1) || follows(at, 2)))
    };
    assert!(wrong("(median); 1 projects waiting") && wrong("1 smaller industries") && !wrong("21 projects"));
    for (name, picture) in PICTURES.iter() {
        assert!(picture.labels().iter().all(|label| !wrong(&label.text)) && !wrong(&picture.title), "{name}");
    }
    for (name, results) in hostile::cases() {
        assert!(!terminal::summary(&results, Lang::En, false).lines().any(wrong), "{name}");
    }
}

#[test]
fn what_the_titles_say() {
    let mut said = BTreeSet::new();
    let mut lines = Vec::new();
    for (name, picture) in PICTURES.iter().filter(|(name, _)| !name.starts_with("names")) {
        if said.insert(&picture.title) {
            lines.push(format!("{name}: {}", picture.title));
        }
    }
    insta::assert_snapshot!("titles", lines.join("\n"));
}

/// What costs more than there is is neither the best nor the best value.
#[test]
fn a_budget_of_nothing_buys_nothing() {
    let (_, mut results) = comparison::cases().into_iter().next().unwrap();
    results.budget = Some(0.0);
    let over: Vec<bool> = results.alternatives.iter().map(|one| one.cost > 0.0).collect();
    for (one, over) in results.alternatives.iter_mut().zip(&over) {
        one.over_budget = *over;
    }
    for outcome in &mut results.outcomes {
        for (chance, over) in outcome.alternatives.iter_mut().zip(&over).filter(|(_, over)| **over) {
            chance.may_be_best = !over;
        }
    }
    let titles: Vec<String> =
        draw_comparison(&results, Lang::Zh, Size::Slide).unwrap().into_iter().map(|one| one.title).collect();
    assert!(titles.iter().any(|title| title.starts_with("预算内所列方案中没有哪个使")), "{titles:?}");
    assert!(
        titles.iter().any(|title| title.starts_with("预算内所列方案中没有哪个能确定地用钱")),
        "{titles:?}"
    );
}

#[test]
fn what_a_comparison_says() {
    let (_, results) = comparison::cases().into_iter().next().unwrap();
    for lang in BOTH {
        insta::assert_snapshot!(format!("comparison-{lang:?}"), terminal::comparison(&results, lang, false));
    }
}

#[test]
fn what_the_pictures_say() {
    for lang in BOTH {
        let pictures = draw_all(&make(&REAL), lang, Size::Slide).unwrap();
        let said: Vec<_> = pictures
            .iter()
            .map(|picture| {
                let texts: Vec<_> = picture.labels().iter().map(|label| label.text.as_str()).collect();
                format!("{:?}\n  {}", picture.kind, texts.join("\n  "))
            })
            .collect();
        insta::assert_snapshot!(format!("charts-{lang:?}"), said.join("\n"));
    }
}

#[test]
fn what_the_terminal_says() {
    for lang in BOTH {
        insta::assert_snapshot!(format!("terminal-{lang:?}"), terminal::summary(&make(&REAL), lang, false));
    }
}

#[test]
fn the_terminal_holds_eighty_columns() {
    let wide = |c: char| {
        if ('\u{1100}'..='\u{ffe6}').contains(&c) && !('\u{2000}'..='\u{2e7f}').contains(&c) { 2 } else { 1 }
    };
    for (case, results) in hostile::cases() {
        for lang in BOTH {
            let tables = terminal::summary(&results, lang, false);
            assert!(!tables.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'), "{case}");
            // Headlines may be longer: terminals wrap prose, but a wrapped table is unreadable.
            let (from, to) = (tables.find('─').unwrap(), tables.len());
            for line in tables[from..to].lines().filter(|line| line.starts_with(' ') || line.starts_with('─'))
            {
                assert!(line.chars().map(wide).sum::<usize>() <= 80, "{case}: {line}");
            }
            let coloured = terminal::summary(&results, lang, true);
            assert!(coloured.contains("\u{1b}[1m"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The title of the fan names a probability only where it and the median tell the same story.
    #[test]
    fn the_fan_never_says_likely_over_a_median_below_the_target(
        p in 0.0..1.0_f64, median in 100.0..300.0_f64, threshold in 100.0..300.0_f64,
    ) {
        let mut results = make(&Shape { enterprises: 2, ..REAL });
        results.targets[3].probability = probability(p, 100_000);
        results.targets[3].at_least = Some(threshold);
        for year in &mut results.park {
            year.metrics.insert("output".into(), Figure::Defined(lognormal(median, 0.1)));
        }
        let title = draw(&results, Kind::Output, Lang::Zh, Size::Slide).unwrap().unwrap().title;
        let interval = results.targets[3].probability.ci95;
        let undecided = interval[0] <= 0.5 && interval[1] >= 0.5;
        let agree = (p > 0.5) == (median >= threshold);
        prop_assert_eq!(title.contains("概率"), agree || undecided, "{}", title);
    }
}
