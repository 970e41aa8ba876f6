//! A finished chart in every form in which it is written, and what its files say of themselves.

use super::canvas::{Label, Op, Rect, Scene};
use super::font;
use super::page::Sketch;
use super::raster;
use super::size::Size;
use super::svg;
use super::{ChartError, Kind};
use crate::compare::{Comparison, ScenarioFile};
use crate::results::Results;
use crate::stamp::{self, Stamp};
use crate::words;
use std::collections::{BTreeMap, BTreeSet};

/// A chart, laid out and ready to be written in any form.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Chart that it is.
    pub kind: Kind,
    /// Finding that stands above it.
    pub title: String,
    /// Plain words for what it says.
    pub reading: String,
    size: Size,
    scene: Scene,
    /// Facts that its files carry.
    facts: Vec<Fact>,
}

/// A fact that a file states of itself: key and value.
pub(super) type Fact = (&'static str, String);

impl Picture {
    /// A sketch of a chart, with the facts that its files carry.
    pub(super) fn new(kind: Kind, size: Size, sketch: Sketch, facts: &[Fact]) -> Self {
        let Sketch { title, reading, scene } = sketch;
        Self { kind, title, reading, size, scene, facts: facts.to_vec() }
    }

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

    /// A PNG file with `scale` dots to the px.
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

    /// Sheet on which the picture is laid out, which is larger than its size where much is shown.
    pub fn sheet(&self) -> Rect {
        Rect::new(0.0, 0.0, self.scene.width, self.scene.height)
    }

    /// Characters that the bundled font lacks and that are drawn as boxes, each with the texts that hold it.
    pub fn missing_glyphs(&self) -> BTreeMap<char, BTreeSet<String>> {
        let mut missing: BTreeMap<char, BTreeSet<String>> = BTreeMap::new();
        for op in &self.scene.ops {
            let Op::Text { text, weight, .. } = op else { continue };
            for glyph in font::set(text, *weight).glyphs.iter().filter(|glyph| glyph.id.is_none()) {
                missing.entry(glyph.character).or_default().insert(text.clone());
            }
        }
        missing
    }
}

/// Facts of a run that each of its files carries: for people, and last for programs.
pub(super) fn facts_of_run(results: &Results) -> Vec<Fact> {
    let run = &results.provenance;
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

/// Facts of a comparison that each of its files carries; of several scenarios each is listed.
pub(super) fn facts_of_comparison(results: &Comparison) -> Vec<Fact> {
    let run = &results.provenance;
    let list = |pick: fn(&ScenarioFile) -> &String| {
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

fn clean(text: &str) -> String {
    words::clean(text, 200)
}
