//! The sheet: title, subtitle and footer around the body of every chart.

use super::ChartError;
use super::canvas::{Rect, Scene};
use super::pen::{Anchor, Pen};
use super::size::Size;
use super::theme::{THEME, Type};
use super::wrap::{wrap, wrap_balanced};
use crate::compare::Comparison;
use crate::results::{Lead, Results, ScenarioFacts, TargetResult};
use crate::text::{Lang, Name, Text, text};
use crate::words;

/// Words above a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// The finding.
    pub title: String,
    /// Words for what is shown and how to read it.
    pub subtitle: String,
    /// Plain words for what the chart says, for whoever cannot see it or has one minute.
    pub reading: String,
}

/// A chart as it is laid out.
#[derive(Debug, Clone, PartialEq)]
pub struct Sketch {
    /// The finding.
    pub title: String,
    /// Plain words for what the chart says.
    pub reading: String,
    /// The picture.
    pub scene: Scene,
}

/// Lead, footer, language and size that all sheets of a run or comparison share.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Language of every text.
    pub lang: Lang,
    /// Size of the pictures.
    pub size: Size,
    /// Park and basis, which open the subtitle.
    lead: String,
    /// Facts of the run in a line, so that the numbers can be had again.
    footer: String,
}

impl Sheet {
    /// Sheet of a run.
    pub fn of_run(results: &Results, lang: Lang, size: Size) -> Self {
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
        Self {
            lang,
            size,
            lead,
            footer: footer(parts, run.interrupted, run.seed, &run.program.version, lang),
        }
    }

    /// Sheet of a comparison.
    pub fn of_comparison(results: &Comparison, lang: Lang, size: Size) -> Self {
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
        let same = if results.is_choice() {
            text!("各方案用同样的{zh}", "{en}, the same for every alternative")
        } else {
            text!("各情景用同样的{zh}", "{en}, the same for every scenario")
        };
        let parts = vec![assumed, text!("参照：{reference}", "reference: {reference}"), same];
        let lead = lead(&results.scenario, lang);
        Self {
            lang,
            size,
            lead,
            footer: footer(parts, run.interrupted, run.seed, &run.program.version, lang),
        }
    }
}

impl Sheet {
    /// Room for the names of rows: at most so many px, and so much that the chart beside them can be read.
    pub fn name_room(&self, most: f64) -> f64 {
        most.min(NAME_SHARE * (self.size.width() - 2.0 * self.size.margin()))
    }

    /// `true` if panels can stand side by side.
    pub fn is_wide(&self) -> bool {
        self.size == Size::Slide
    }
}

/// Most of a sheet's width that names of rows take.
const NAME_SHARE: f64 = 0.36;

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

/// Most by which a picture is laid out larger than it is, and so shown smaller, to hold what it must; beyond that nobody
/// could read it, and charts leave rows to the tables.
const MOST_SHRUNK: f64 = 1.4;

/// Steps in which that is tried.
const SHRINKING: f64 = 0.05;

/// Title, subtitle and footer broken into lines, and the room they take.
struct Frame {
    title: Vec<String>,
    subtitle: Vec<String>,
    footer: Vec<String>,
    /// Width of the sheet.
    width: f64,
    /// Heights above and below the body.
    above: f64,
    below: f64,
}

impl Frame {
    /// Frame on a sheet that is `shrunk` times as large as it will be seen.
    fn new(sheet: &Sheet, heading: &Heading, shrunk: f64) -> Self {
        let (size, lang) = (sheet.size, sheet.lang);
        let width = size.width() * shrunk;
        let room = width - 2.0 * size.margin();
        let title = wrap_balanced(&heading.title, size.title(), room, size.title_lines());
        let (lead, what) = (&sheet.lead, &heading.subtitle);
        let subtitle = wrap(text!("{lead}。{what}", "{lead}. {what}").get(lang), THEME.subtitle, room, 5);
        let footer = wrap(&sheet.footer, THEME.tick, room, 4);
        let height = |lines: &[String], style: Type| lines.len() as f64 * style.leading();
        let edge = size.margin().min(34.0);
        let above = edge + height(&title, size.title()) + 4.0 + height(&subtitle, THEME.subtitle) + 18.0;
        let below = 16.0 + height(&footer, THEME.tick) + edge * 0.65;
        Self { title, subtitle, footer, width, above, below }
    }

    /// Height of the largest body that there is room for.
    fn most(&self, size: Size, shrunk: f64) -> f64 {
        size.most_height() * shrunk - self.above - self.below
    }
}

/// Height of the largest body that a sheet with this heading has room for, px.
pub fn room(sheet: &Sheet, heading: &Heading) -> f64 {
    Frame::new(sheet, heading, MOST_SHRUNK).most(sheet.size, MOST_SHRUNK)
}

/// Words of a subtitle for rows or panels that are not drawn.
pub fn hidden(n: usize) -> Text {
    match n {
        0 => Text::same(""),
        n => text!("；另有{n}项未画，见结果表", "; not drawn, see the tables: {n} more"),
    }
}

/// Number of rows of panels of a height that there is room for below a heading of the usual size.
pub fn rows_of_panels(sheet: &Sheet, height: f64) -> usize {
    ((sheet.size.most_height() * MOST_SHRUNK - USUAL_FRAME) / height).max(1.0) as usize
}

/// Height of title, subtitle and footer together where they take the lines that they may.
const USUAL_FRAME: f64 = 250.0;

/// The first rows for which there is room, of the given heights above a foot, and the heading that says how many are left
/// out: `heading` makes it from their number.
pub fn rows_that_fit(
    sheet: &Sheet,
    heights: &[f64],
    foot: f64,
    heading: impl Fn(usize) -> Heading,
) -> (usize, Heading) {
    let mut hidden = 0;
    loop {
        let heading = heading(hidden);
        let mut left = room(sheet, &heading) - foot;
        let fits = heights.iter().take_while(|height| {
            left -= **height;
            left >= 0.0
        });
        let shown = fits.count().max(1).min(heights.len());
        // To say that rows are left out can take a line, and so a row more.
        if heights.len() - shown <= hidden {
            return (heights.len() - hidden, heading);
        }
        hidden = heights.len() - shown;
    }
}

/// Lays out a sheet whose body is at least `needed` px high, as far as there is room, and draws it; `draw` fills the body.
pub fn compose(
    sheet: &Sheet,
    heading: Heading,
    needed: f64,
    draw: impl FnOnce(&Pen, Rect) -> Result<(), ChartError>,
) -> Result<Sketch, ChartError> {
    let size = sheet.size;
    let (mut shrunk, mut frame) = (1.0, Frame::new(sheet, &heading, 1.0));
    while frame.most(size, shrunk) < needed && shrunk + SHRINKING <= MOST_SHRUNK + 1e-9 {
        shrunk += SHRINKING;
        frame = Frame::new(sheet, &heading, shrunk);
    }
    let Frame { title, subtitle, footer, width, above, below } = frame;
    let (least, most) = (size.least_height() * shrunk, size.most_height() * shrunk);
    let height = (above + needed + below).ceil().clamp(least, most);
    let mut scene = Scene::new(width, height, shrunk);
    let pen = Pen::on(&mut scene);
    let (left, edge) = (size.margin(), size.margin().min(34.0));
    let title_height = title.len() as f64 * size.title().leading();
    let subtitle_height = subtitle.len() as f64 * THEME.subtitle.leading();
    let footer_height = footer.len() as f64 * THEME.tick.leading();
    pen.lines(&title, size.title(), (left, edge + title_height / 2.0), Anchor::Left)?;
    let middle = edge + title_height + 4.0 + subtitle_height / 2.0;
    pen.lines(&subtitle, THEME.subtitle, (left, middle), Anchor::Left)?;
    let bottom = height - edge * 0.65;
    pen.lines(&footer, THEME.tick, (left, bottom - footer_height / 2.0), Anchor::Left)?;
    draw(&pen, Rect::new(left, above, width - left, height - below))?;
    drop(pen);
    Ok(Sketch { title: heading.title, reading: heading.reading, scene })
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

/// The finding about what is led with, where that is one target, goal or score.
pub fn headline_finding(results: &Results) -> Option<Text> {
    match results.lead() {
        Lead::All => None,
        Lead::Target(target) => Some(finding(target)),
        Lead::Other(name, p) => {
            let (zh_name, en_name) = (quoted(name, Lang::Zh), quoted(name, Lang::En));
            let Text { zh, en } = words::probability_clause(p);
            Some(text!("实现{zh_name}的概率{zh}", "The chance of reaching {en_name} {en}"))
        }
    }
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
