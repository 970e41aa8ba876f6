//! The sheet: title, subtitle and footer around the body of every chart.

use super::ChartError;
use super::canvas::{Rect, Scene};
use super::pen::{Anchor, Pen};
use super::theme::THEME;
use super::wrap::{wrap, wrap_balanced};
use crate::compare::Comparison;
use crate::results::{Results, ScenarioFacts, TargetResult};
use crate::text::{Lang, Name, Text, text};
use crate::words;

/// What a sheet says above its chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// The finding.
    pub title: String,
    /// What is shown and how to read it.
    pub subtitle: String,
    /// Least height of the whole sheet: a slide's, or less where there is little to show.
    pub least_height: f64,
}

/// What stands on every sheet of a run or comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    lang: Lang,
    /// Park and basis, which open the subtitle.
    lead: String,
    /// What was run, so that the numbers can be had again.
    footer: String,
}

impl Sheet {
    /// Of a run.
    pub fn of_run(results: &Results, lang: Lang) -> Self {
        let run = &results.provenance;
        let (title, stem) = scenario(&results.scenario, &run.scenario, lang);
        let mut parts = vec![text!("情景假设：{title}（{stem}）", "Scenario assumptions: {title} ({stem})")];
        if let Some(mix) = &run.mix {
            let (mix, cost) = (words::name(&mix.name, lang), words::money(mix.cost));
            let (zh, en) = (cost.zh, cost.en);
            parts.push(text!("政策组合：{mix}（费用{zh}）", "mix: {mix} (cost {en})"));
        }
        parts.push(words::trials(run.trials));
        let lead = lead(&results.scenario, lang);
        Self { lang, lead, footer: footer(parts, run.interrupted, run.seed, &run.version, lang) }
    }

    /// Of a comparison.
    pub fn of_comparison(results: &Comparison, lang: Lang) -> Self {
        let run = &results.provenance;
        let stems: Vec<String> =
            run.scenarios.iter().map(|file| words::clean(&file.scenario, words::NAME_LIMIT)).collect();
        let assumed = match &stems[..] {
            [stem] => {
                let (title, stem) = scenario(&results.scenario, stem, lang);
                text!("情景假设：{title}（{stem}）", "Scenario assumptions: {title} ({stem})")
            }
            _ => {
                let (zh, en) = (stems.join("、"), stems.join(", "));
                text!("情景假设：{zh}", "Scenario assumptions: {en}")
            }
        };
        let reference = words::name(&results.alternatives[results.reference()].name, lang);
        let Text { zh, en } = words::trials(run.trials);
        let parts = vec![
            assumed,
            text!("参照：{reference}", "reference: {reference}"),
            text!("各方案用同样的{zh}", "{en}, the same for every alternative"),
        ];
        let lead = lead(&results.scenario, lang);
        Self { lang, lead, footer: footer(parts, run.interrupted, run.seed, &run.version, lang) }
    }
}

/// Title and stem: what-ifs often share the title of their base; the file's stem tells them apart.
fn scenario(facts: &ScenarioFacts, stem: &str, lang: Lang) -> (String, String) {
    (words::name(&facts.title, lang), words::clean(stem, words::NAME_LIMIT))
}

fn lead(facts: &ScenarioFacts, lang: Lang) -> String {
    let basis = words::clean(facts.basis.get(lang), words::NAME_LIMIT);
    let park = words::name(&facts.park, lang);
    match basis.as_str() {
        "" => park,
        basis => text!("{park}，口径：{basis}", "{park}, basis: {basis}").get(lang).into(),
    }
}

fn footer(mut parts: Vec<Text>, interrupted: bool, seed: u64, version: &str, lang: Lang) -> String {
    if interrupted {
        parts.push(text!("提前中断", "interrupted early"));
    }
    let version = words::clean(version, 20);
    parts.push(text!("随机种子{seed}", "seed {seed}"));
    parts.push(text!("parkcast {version}", "parkcast {version}"));
    let parts: Vec<_> = parts.iter().map(|part| part.get(lang)).collect();
    parts.join(text!("；", "; ").get(lang))
}

/// Lays out a sheet whose body is at least `body_height` px high and draws it; `draw` fills the body.
pub fn compose(
    sheet: &Sheet,
    heading: &Heading,
    body_height: f64,
    draw: impl FnOnce(&Pen, Rect) -> Result<(), ChartError>,
) -> Result<Scene, ChartError> {
    let (left, right) = (THEME.margin, THEME.width - THEME.margin);
    let title = wrap_balanced(&heading.title, THEME.title, right - left, 3);
    let (lead, what) = (&sheet.lead, &heading.subtitle);
    let subtitle = text!("{lead}。{what}", "{lead}. {what}");
    let subtitle = wrap(subtitle.get(sheet.lang), THEME.subtitle, right - left, 3);
    let footer = wrap(&sheet.footer, THEME.tick, right - left, 3);
    let title_height = title.len() as f64 * THEME.title.leading();
    let subtitle_height = subtitle.len() as f64 * THEME.subtitle.leading();
    let footer_height = footer.len() as f64 * THEME.tick.leading();
    let top = 34.0 + title_height + 4.0 + subtitle_height + 18.0;
    let below = 16.0 + footer_height + 22.0;
    let height = (top + body_height + below).max(heading.least_height).ceil();
    let mut scene = Scene::new(THEME.width, height);
    let pen = Pen::on(&mut scene);
    pen.lines(&title, THEME.title, (left, 34.0 + title_height / 2.0), Anchor::Left)?;
    let middle = 34.0 + title_height + 4.0 + subtitle_height / 2.0;
    pen.lines(&subtitle, THEME.subtitle, (left, middle), Anchor::Left)?;
    pen.lines(&footer, THEME.tick, (left, height - 22.0 - footer_height / 2.0), Anchor::Left)?;
    draw(&pen, Rect::new(left, top, right, height - below))?;
    drop(pen);
    Ok(scene)
}

/// The finding about one target: how likely it is reached.
pub fn finding(target: &TargetResult) -> Text {
    let (zh_name, en_name) = (quoted(&target.name, Lang::Zh), quoted(&target.name, Lang::En));
    let (when, p) = (words::year_end(target.year), &target.probability);
    let (zh_when, en_when) = (when.zh, when.en);
    if words::is_number(p) {
        let Text { zh, en } = words::probability(p);
        return text!(
            "{zh_when}有{zh}的概率实现{zh_name}",
            "{en} chance of reaching {en_name} by the {en_when}"
        );
    }
    let Text { zh, en } = words::probability_clause(p);
    text!("{zh_when}实现{zh_name}的概率{zh}", "The chance of reaching {en_name} by the {en_when} {en}")
}

/// A name inside a sentence of a title, quoted and cut to a length that leaves the sentence readable.
pub fn quoted(of: &Name, lang: Lang) -> String {
    let name = match lang {
        Lang::Zh => words::clean(&words::name(of, lang), 22),
        Lang::En => words::clean(&words::name(of, lang), 44),
    };
    match lang {
        // Quotation marks inside quotation marks become single ones.
        Lang::Zh => format!("“{}”", name.replace('“', "‘").replace('”', "’")),
        // The typeface draws curly quotation marks as wide as a Chinese character.
        Lang::En => format!("\"{}\"", name.replace(['"', '“', '”'], "'")),
    }
}
