//! The stamp: what was run and what came out, small enough to go into every file that is made from results, so that the
//! numbers behind a picture or a report can be run again and compared.
//!
//! ```text
//! Results, Comparison -> Stamp -> a line of JSON in PNG, SVG, HTML, xlsx, docx -> Stamp -> run again -> the same numbers?
//! ```

mod differ;
mod read;

pub use differ::{Difference, of_answers, of_results};

use crate::compare::{Comparison, ComparisonProvenance, CriterionKind, TOLERANCE};
use crate::program::Program;
use crate::results::{Provenance, Results, json};
use crate::scenario::Mix;
use crate::stored::Stored;
use parkcast_model::digest::sha256;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Version of the shape of a stamp.
pub const SCHEMA: u32 = 1;

/// Under this name a file carries its stamp.
pub const KEY: &str = "parkcast";

/// Id of the element of a web page that holds its stamp.
pub const ELEMENT: &str = "parkcast-provenance";

/// Stamp: what was run and what came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stamp {
    /// Version of this shape.
    pub schema: u32,
    /// Facts of the run.
    #[serde(flatten)]
    pub made: Made,
    /// The probabilities of targets, goals and scores, in the order of the results.
    pub answers: Vec<Answer>,
    /// SHA-256 of all that can come out again: see [`canonical_of_run`]; of a comparison of all its results.
    pub results_sha256: String,
}

/// Origin of the results, with all that is needed besides the scenario to have them again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Made {
    /// A run.
    Run {
        /// Provenance of the results.
        provenance: Provenance,
    },
    /// A comparison.
    Comparison {
        /// Provenance of the results.
        provenance: ComparisonProvenance,
        /// Request that the comparison answers.
        request: Request,
    },
}

/// Request of a comparison, besides its reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Ids of the alternatives.
    pub alternatives: Vec<String>,
    /// Id of what it leads with.
    pub headline: String,
    /// Kind of the headline.
    pub headline_kind: CriterionKind,
    /// Loss of probability below which what costs less is named beside the best.
    #[serde(default = "tolerance")]
    pub tolerance: f64,
    /// Mixes that were split into what their policies contribute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contributions: Vec<Effort>,
    /// Policies that were begun later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delays: Vec<Effort>,
}

/// The tolerance of stamps that do not name it.
fn tolerance() -> f64 {
    TOLERANCE
}

/// Number of trials for a part of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effort {
    /// Id of the mix or policy.
    pub id: String,
    /// Trials: of each coalition, or of each month.
    pub trials: u64,
}

/// The probability of a target, goal or score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Kind of the criterion.
    pub kind: CriterionKind,
    /// Id of the target, goal or score.
    pub id: String,
    /// Probability by the mix that was applied, or "none"; of a comparison by alternative.
    pub probabilities: BTreeMap<String, f64>,
}

impl Stamp {
    /// The stamp of a run.
    pub fn of_run(results: &Results) -> Self {
        let mix = results.provenance.mix.as_ref().map_or(Mix::NONE, |mix| mix.id.as_str());
        let answer = |kind, id: &str, probability| Answer {
            kind,
            id: id.to_owned(),
            probabilities: BTreeMap::from([(mix.to_owned(), probability)]),
        };
        let targets = results
            .targets
            .iter()
            .map(|target| answer(CriterionKind::Target, &target.id, target.probability.probability));
        let goals = results
            .goals
            .iter()
            .map(|goal| answer(CriterionKind::Goal, &goal.id, goal.probability.probability));
        let scores = results
            .scores
            .iter()
            .filter_map(|score| Some(answer(CriterionKind::Score, &score.id, score.reached?.probability)));
        Self {
            schema: SCHEMA,
            answers: targets.chain(goals).chain(scores).collect(),
            results_sha256: sha256(json(&canonical_of_run(results)).as_bytes()),
            made: Made::Run { provenance: results.provenance.clone() },
        }
    }

    /// The stamp of a comparison.
    pub fn of_comparison(results: &Comparison) -> Self {
        let answers = results.outcomes.iter().map(|outcome| Answer {
            kind: outcome.kind,
            id: outcome.id.clone(),
            probabilities: outcome
                .alternatives
                .iter()
                .map(|chance| (chance.id.clone(), chance.probability.probability))
                .collect(),
        });
        let effort = |(id, trials): (&String, u64)| Effort { id: id.clone(), trials };
        let contributions = results.contributions.iter().map(|one| (&one.mix, one.trials));
        let delays = results.delays.iter().map(|one| (&one.policy, one.trials));
        let request = Request {
            alternatives: results.alternatives.iter().map(|one| one.id.clone()).collect(),
            headline: results.headline.clone(),
            headline_kind: results.headline_kind,
            tolerance: results.tolerance,
            contributions: contributions.map(effort).collect(),
            delays: delays.map(effort).collect(),
        };
        Self {
            schema: SCHEMA,
            answers: answers.collect(),
            results_sha256: sha256(json(results).as_bytes()),
            made: Made::Comparison { provenance: results.provenance.clone(), request },
        }
    }

    /// The stamp of results that were kept.
    pub fn of(stored: &Stored) -> Self {
        match stored {
            Stored::Run(results) => Self::of_run(results),
            Stored::Comparison(results) => Self::of_comparison(results),
        }
    }

    /// One line of JSON that can stand in HTML and XML: what has a meaning there, is not seen or may not stand there at all,
    /// is written by its number.
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string(self).expect("a stamp is plain data");
        let is_plain =
            |c: char| c.is_alphanumeric() || (matches!(c, ' '..='~') && !matches!(c, '<' | '>' | '&'));
        let mut line = String::with_capacity(json.len());
        for c in json.chars() {
            if is_plain(c) {
                line.push(c);
                continue;
            }
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(line, "\\u{unit:04x}");
            }
        }
        line
    }

    /// The program that made the results.
    pub fn program(&self) -> &Program {
        match &self.made {
            Made::Run { provenance } => &provenance.program,
            Made::Comparison { provenance, .. } => &provenance.program,
        }
    }
}

/// Results of a run without what cannot come out again: all but how it was stopped (`stopping`) and the interval that holds at all looks
/// together (`anytime95`), which depend on when the clock or the precision asked for let it look. A run of a given number of
/// trials has neither, so its checksum is that of `results.json` itself.
pub fn canonical_of_run(results: &Results) -> Results {
    let mut results = results.clone();
    results.provenance.stopping = None;
    results.targets.iter_mut().for_each(|target| target.method.anytime95 = None);
    results.goals.iter_mut().for_each(|goal| goal.method.anytime95 = None);
    results
}
