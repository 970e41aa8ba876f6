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
mod enterprises;
mod fan;
mod font;
mod land;
mod output;
mod page;
mod pen;
mod raster;
mod spread;
mod svg;
mod targets;
mod theme;
mod wrap;

pub use canvas::{Label, Rect};

use crate::compare::Comparison;
use crate::results::Results;
use crate::text::{Lang, Text, text};
use canvas::{Op, Scene};
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
    pub const OF_RUN: [Kind; 5] = [Kind::Targets, Kind::Output, Kind::Counts, Kind::Enterprises, Kind::Land];

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
            Kind::Mixes => "mixes",
            Kind::Heatmap => "heatmap",
            Kind::Frontier => "frontier",
            Kind::Contributions => "contributions",
            Kind::Ridges => "ridges",
            Kind::Delay => "delay",
        }
    }
}

/// A chart, drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Which.
    pub kind: Kind,
    /// The finding that stands above it.
    pub title: String,
    /// SVG document.
    pub svg: String,
    /// PNG file.
    pub png: Vec<u8>,
    /// Width and height, px.
    pub size: (f64, f64),
    /// Every text of the picture with its box.
    pub labels: Vec<Label>,
    /// Characters that the bundled font lacks and that were drawn as boxes.
    pub missing_glyphs: BTreeSet<char>,
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

/// Draws every chart that the results have something to show for, in parallel, in the order of [`Kind::OF_RUN`].
pub fn draw_all(results: &Results, lang: Lang) -> Result<Vec<Picture>, ChartError> {
    in_parallel(&Kind::OF_RUN, |kind| draw(results, kind, lang))
}

/// Draws every chart that a comparison has something to show for.
pub fn draw_comparison(results: &Comparison, lang: Lang) -> Result<Vec<Picture>, ChartError> {
    in_parallel(&Kind::OF_COMPARISON, |kind| {
        let drawn = match kind {
            Kind::Mixes => compare::mixes::draw(results, lang),
            Kind::Heatmap => compare::heatmap::draw(results, lang),
            Kind::Frontier => compare::frontier::draw(results, lang),
            Kind::Contributions => compare::contributions::draw(results, lang),
            Kind::Ridges => compare::ridges::draw(results, lang),
            Kind::Delay => compare::delay::draw(results, lang),
            _ => Ok(None),
        }?;
        drawn.map(|drawn| picture(kind, drawn, &provenance_of_comparison(results))).transpose()
    })
}

fn in_parallel(
    kinds: &[Kind],
    draw: impl Fn(Kind) -> Result<Option<Picture>, ChartError> + Sync,
) -> Result<Vec<Picture>, ChartError> {
    let drawn: Result<Vec<_>, _> = kinds.par_iter().map(|&kind| draw(kind)).collect();
    Ok(drawn?.into_iter().flatten().collect())
}

/// Draws one chart of a run; `None` where the results have nothing to show in it (no counting target, no land, …).
pub fn draw(results: &Results, kind: Kind, lang: Lang) -> Result<Option<Picture>, ChartError> {
    let drawn = match kind {
        Kind::Targets => targets::draw(results, lang),
        Kind::Output => output::draw(results, lang),
        Kind::Counts => counts::draw(results, lang),
        Kind::Enterprises => enterprises::draw(results, lang),
        Kind::Land => land::draw(results, lang),
        _ => Ok(None),
    }?;
    drawn.map(|drawn| picture(kind, drawn, &provenance(results))).transpose()
}

/// A title and scene as a picture, with what is to be known of it inside its files.
fn picture(
    kind: Kind,
    (title, scene): (String, Scene),
    facts: &[(&'static str, String)],
) -> Result<Picture, ChartError> {
    let (svg, png) =
        rayon::join(|| svg::write(&scene, &title, facts), || raster::write(&scene, &title, facts));
    let missing_glyphs = missing_glyphs(&scene);
    let (size, png) = ((scene.width, scene.height), png?);
    Ok(Picture { kind, title, svg, png, size, labels: scene.labels, missing_glyphs })
}

/// What is written into each file of a run besides the picture.
fn provenance(results: &Results) -> Vec<(&'static str, String)> {
    let run = &results.provenance;
    let clean = |text: &str| crate::words::clean(text, 200);
    let mut facts = vec![
        ("Software", format!("parkcast {}", clean(&run.version))),
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
    facts
}

/// The same of a comparison; of several scenarios each is listed.
fn provenance_of_comparison(results: &Comparison) -> Vec<(&'static str, String)> {
    let run = &results.provenance;
    let clean = |text: &str| crate::words::clean(text, 200);
    let list = |pick: fn(&crate::compare::ScenarioFile) -> &String| {
        run.scenarios.iter().map(|file| clean(pick(file))).collect::<Vec<_>>().join(" ")
    };
    vec![
        ("Software", format!("parkcast {}", clean(&run.version))),
        ("Scenario", list(|file| &file.scenario)),
        ("Scenario-SHA256", list(|file| &file.scenario_sha256)),
        ("Inputs-SHA256", list(|file| &file.inputs_sha256)),
        ("Seed", run.seed.to_string()),
        ("Trials", run.trials.to_string()),
        ("Reference", clean(&run.reference)),
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
