//! Charts: pure functions of [`Results`] and a language.
//!
//! ```text
//! Results -> finding (title) + layout -> plotters -> Canvas -> Scene -> SVG and PNG
//! ```
//!
//! No statistic is computed here: charts choose, place and word what the results hold. The same results give the same
//! bytes on every machine, since the typeface is bundled and nothing depends on clocks, threads or fonts that happen to be
//! installed. Only this folder names plotters.

mod axis;
mod canvas;
mod compare;
mod counts;
mod dots;
mod enterprises;
mod fan;
mod fates;
mod font;
mod grid;
mod land;
mod output;
mod page;
mod parts;
mod pen;
mod raster;
mod routes;
mod size;
mod spread;
mod steps;
mod svg;
mod targets;
mod theme;
mod wrap;
mod years;

pub use canvas::{Label, Rect};
pub(crate) use font::{Weight, file as font_file};
pub use size::Size;

use crate::compare::Comparison;
use crate::results::Results;
use crate::stamp::{self, Stamp};
use crate::text::{Lang, Text, text};
use canvas::{Op, Scene};
use page::{Sheet, Sketch};
use plotters::drawing::DrawingAreaErrorKind;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::convert::Infallible;

/// The charts there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The probability of each target and goal.
    Targets,
    /// The output of the park and its industries by year.
    Output,
    /// The distribution of each counting target's count.
    Counts,
    /// The enterprises nearest to a threshold.
    Enterprises,
    /// Land and waiting projects by month.
    Land,
    /// A hundred possible years: how many targets each reaches, and how far.
    Dots,
    /// The probability of each target by the year in which it is judged.
    Years,
    /// From the output of the base year to that of the targets' year.
    Parts,
    /// Where projects end up.
    Fates,
    /// Idle land by the route that reclaimed it.
    Routes,
    /// Of a comparison: the probability of each alternative, away from the reference.
    Mixes,
    /// Of a comparison: probabilities of all alternatives as a table of shades.
    Heatmap,
    /// Of a comparison: cost against probability.
    Frontier,
    /// Of a comparison: what each policy of a mix contributes.
    Contributions,
    /// Of a comparison: the distribution of the park's output under each alternative.
    Ridges,
    /// Of a comparison: probability by the month in which a policy begins.
    Delay,
}

impl Kind {
    /// Those of a run, in the order in which a reader wants them.
    pub const OF_RUN: [Kind; 10] = [
        Kind::Targets,
        Kind::Dots,
        Kind::Counts,
        Kind::Enterprises,
        Kind::Parts,
        Kind::Output,
        Kind::Years,
        Kind::Fates,
        Kind::Land,
        Kind::Routes,
    ];

    /// Those of a comparison.
    pub const OF_COMPARISON: [Kind; 6] =
        [Kind::Mixes, Kind::Heatmap, Kind::Frontier, Kind::Contributions, Kind::Ridges, Kind::Delay];

    /// Stem of the file that the chart is written to.
    pub fn stem(self) -> &'static str {
        match self {
            Kind::Targets => "targets",
            Kind::Output => "output",
            Kind::Counts => "counts",
            Kind::Enterprises => "enterprises",
            Kind::Land => "land",
            Kind::Dots => "dots",
            Kind::Years => "years",
            Kind::Parts => "parts",
            Kind::Fates => "fates",
            Kind::Routes => "routes",
            Kind::Mixes => "mixes",
            Kind::Heatmap => "heatmap",
            Kind::Frontier => "frontier",
            Kind::Contributions => "contributions",
            Kind::Ridges => "ridges",
            Kind::Delay => "delay",
        }
    }
}

/// A chart, laid out and ready to be written in any form.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Which.
    pub kind: Kind,
    /// The finding that stands above it.
    pub title: String,
    /// What it says, in plain words.
    pub reading: String,
    size: Size,
    scene: Scene,
    /// What is to be known of it inside its files.
    facts: Vec<Fact>,
}

/// Something that a file says of itself: key and value.
type Fact = (&'static str, String);

impl Picture {
    /// Width and height, px.
    pub fn size(&self) -> (f64, f64) {
        self.scene.size()
    }

    /// An SVG document.
    pub fn svg(&self) -> String {
        svg::write(&self.scene, &self.title, &self.facts)
    }

    /// An `<svg>` element to stand in a web page whose style can change its colours by their classes.
    pub fn inline_svg(&self) -> String {
        svg::inline(&self.scene, &self.title)
    }

    /// A PNG file with so many dots to the px.
    ///
    /// # Errors
    /// Where it has more pixels than memory.
    pub fn png(&self, scale: f64) -> Result<Vec<u8>, ChartError> {
        raster::write(&self.scene, &self.title, &self.facts, (scale, self.size.px_per_metre()))
    }

    /// Every text of the picture with its box, on [`Picture::sheet`].
    pub fn labels(&self) -> &[Label] {
        &self.scene.labels
    }

    /// The sheet on which it is laid out, which is larger than its size where much is shown.
    pub fn sheet(&self) -> Rect {
        Rect::new(0.0, 0.0, self.scene.width, self.scene.height)
    }

    /// Characters that the bundled font lacks and that are drawn as boxes.
    pub fn missing_glyphs(&self) -> BTreeSet<char> {
        missing_glyphs(&self.scene)
    }
}

/// Why a chart could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// plotters refused.
    #[error("the chart could not be laid out: {0}")]
    Layout(#[from] DrawingAreaErrorKind<Infallible>),
    /// The PNG could not be written.
    #[error("the PNG could not be encoded: {0}")]
    Png(#[from] png::EncodingError),
    /// The picture has more pixels than memory.
    #[error("a picture of {width} by {height} pixels is too large")]
    TooLarge {
        /// Width, device pixels.
        width: u32,
        /// Height, device pixels.
        height: u32,
    },
}

impl ChartError {
    /// What to tell the user.
    pub fn text(&self) -> Text {
        match self {
            ChartError::Layout(cause) => {
                text!("图表排版失败：{cause}", "the chart could not be laid out: {cause}")
            }
            ChartError::Png(cause) => text!("PNG编码失败：{cause}", "the PNG could not be encoded: {cause}"),
            ChartError::TooLarge { width, height } => {
                text!("图片{width}×{height}像素过大", "a picture of {width} by {height} pixels is too large")
            }
        }
    }
}

/// Lays out every chart that the results have something to show for, in the order of [`Kind::OF_RUN`].
///
/// # Errors
/// Where plotters refuses, which is a defect.
pub fn draw_all(results: &Results, lang: Lang, size: Size) -> Result<Vec<Picture>, ChartError> {
    let (sheet, facts) = (Sheet::of_run(results, lang, size), provenance(results));
    in_parallel(&Kind::OF_RUN, |kind| draw_on(results, kind, &sheet, &facts))
}

/// Lays out every chart that a comparison has something to show for.
///
/// # Errors
/// As [`draw_all`].
pub fn draw_comparison(results: &Comparison, lang: Lang, size: Size) -> Result<Vec<Picture>, ChartError> {
    let (sheet, facts) = (Sheet::of_comparison(results, lang, size), provenance_of_comparison(results));
    in_parallel(&Kind::OF_COMPARISON, |kind| draw_comparison_on(results, kind, &sheet, &facts))
}

fn in_parallel(
    kinds: &[Kind],
    draw: impl Fn(Kind) -> Result<Option<Picture>, ChartError> + Sync,
) -> Result<Vec<Picture>, ChartError> {
    let drawn: Result<Vec<_>, _> = kinds.par_iter().map(|&kind| draw(kind)).collect();
    Ok(drawn?.into_iter().flatten().collect())
}

/// Lays out one chart of a run; `None` where the results have nothing to show in it (no counting target, no land, …).
///
/// # Errors
/// As [`draw_all`].
pub fn draw(results: &Results, kind: Kind, lang: Lang, size: Size) -> Result<Option<Picture>, ChartError> {
    draw_on(results, kind, &Sheet::of_run(results, lang, size), &provenance(results))
}

fn draw_on(
    results: &Results,
    kind: Kind,
    sheet: &Sheet,
    facts: &[Fact],
) -> Result<Option<Picture>, ChartError> {
    let sketch = match kind {
        Kind::Targets => targets::draw(results, sheet),
        Kind::Output => output::draw(results, sheet),
        Kind::Counts => counts::draw(results, sheet),
        Kind::Enterprises => enterprises::draw(results, sheet),
        Kind::Land => land::draw(results, sheet),
        Kind::Parts => parts::draw(results, sheet),
        Kind::Fates => fates::draw(results, sheet),
        Kind::Routes => routes::draw(results, sheet),
        Kind::Dots => dots::draw(results, sheet),
        Kind::Years => years::draw(results, sheet),
        _ => Ok(None),
    }?;
    Ok(sketch.map(|sketch| picture(kind, sheet.size, sketch, facts)))
}

/// Lays out one chart of a comparison; `None` where it has nothing to show in it.
///
/// # Errors
/// As [`draw_all`].
pub fn draw_of_comparison(
    results: &Comparison,
    kind: Kind,
    lang: Lang,
    size: Size,
) -> Result<Option<Picture>, ChartError> {
    let (sheet, facts) = (Sheet::of_comparison(results, lang, size), provenance_of_comparison(results));
    draw_comparison_on(results, kind, &sheet, &facts)
}

fn draw_comparison_on(
    results: &Comparison,
    kind: Kind,
    sheet: &Sheet,
    facts: &[Fact],
) -> Result<Option<Picture>, ChartError> {
    let sketch = match kind {
        Kind::Mixes => compare::mixes::draw(results, sheet),
        Kind::Heatmap => compare::heatmap::draw(results, sheet),
        Kind::Frontier => compare::frontier::draw(results, sheet),
        Kind::Contributions => compare::contributions::draw(results, sheet),
        Kind::Ridges => compare::ridges::draw(results, sheet),
        Kind::Delay => compare::delay::draw(results, sheet),
        _ => Ok(None),
    }?;
    Ok(sketch.map(|sketch| picture(kind, sheet.size, sketch, facts)))
}

fn picture(kind: Kind, size: Size, sketch: Sketch, facts: &[Fact]) -> Picture {
    let Sketch { title, reading, scene } = sketch;
    Picture { kind, title, reading, size, scene, facts: facts.to_vec() }
}

/// What is written into each file of a run besides the picture: for people, and last for programs.
fn provenance(results: &Results) -> Vec<Fact> {
    let run = &results.provenance;
    let clean = |text: &str| crate::words::clean(text, 200);
    let mut facts = vec![
        ("Software", format!("parkcast {}", clean(&run.program.version))),
        ("Scenario", clean(&run.scenario)),
        ("Scenario-SHA256", clean(&run.scenario_sha256)),
        ("Inputs-SHA256", clean(&run.inputs_sha256)),
        ("Seed", run.seed.to_string()),
        ("Trials", run.trials.to_string()),
        ("Sampling", clean(&run.sampling)),
    ];
    if let Some(mix) = &run.mix {
        facts.push(("Mix", clean(&mix.id)));
    }
    facts.push((stamp::KEY, Stamp::of_run(results).to_json()));
    facts
}

/// The same of a comparison; of several scenarios each is listed.
fn provenance_of_comparison(results: &Comparison) -> Vec<Fact> {
    let run = &results.provenance;
    let clean = |text: &str| crate::words::clean(text, 200);
    let list = |pick: fn(&crate::compare::ScenarioFile) -> &String| {
        run.scenarios.iter().map(|file| clean(pick(file))).collect::<Vec<_>>().join(" ")
    };
    vec![
        ("Software", format!("parkcast {}", clean(&run.program.version))),
        ("Scenario", list(|file| &file.scenario)),
        ("Scenario-SHA256", list(|file| &file.scenario_sha256)),
        ("Inputs-SHA256", list(|file| &file.inputs_sha256)),
        ("Seed", run.seed.to_string()),
        ("Trials", run.trials.to_string()),
        ("Reference", clean(&run.reference)),
        (stamp::KEY, Stamp::of_comparison(results).to_json()),
    ]
}

fn missing_glyphs(scene: &Scene) -> BTreeSet<char> {
    let texts = scene.ops.iter().filter_map(|op| match op {
        Op::Text { text, weight, .. } => Some(font::set(text, *weight)),
        _ => None,
    });
    let glyphs = texts.flat_map(|line| line.glyphs);
    glyphs.filter(|glyph| glyph.id.is_none()).map(|glyph| glyph.character).collect()
}
