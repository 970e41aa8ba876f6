//! Results that were kept: `results.json` read again, and believed only as far as it is what `run` and `compare` write.

mod check;
mod error;

pub use error::{Fault, Unreadable};

use crate::compare::Comparison;
use crate::results::{Results, SCHEMA};
use crate::text::Name;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Bytes of a file at the most.
pub const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// Results of a run or of a comparison.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "there is one at a time")]
pub enum Stored {
    /// Of a run.
    Run(Results),
    /// Of a comparison.
    Comparison(Comparison),
}

/// What tells results apart.
#[derive(Deserialize)]
struct Shape {
    schema: Option<u32>,
    kind: Option<String>,
    provenance: Option<serde::de::IgnoredAny>,
}

impl Stored {
    /// Reads the `results.json` called `name`.
    ///
    /// # Errors
    /// Where it is something else, or holds what no run and no comparison comes to.
    pub fn read(bytes: &[u8], name: &str) -> Result<Self, Unreadable> {
        read(bytes).map_err(|fault| Unreadable { name: name.to_owned(), fault })
    }

    /// Names that are shown, by which its language is told where nothing else says.
    pub fn names(&self) -> Vec<&Name> {
        let (facts, others): (_, Vec<&Name>) = match self {
            Self::Run(results) => {
                let targets = results.targets.iter().map(|target| &target.name);
                let industries = results.industries.iter().map(|industry| &industry.name);
                let enterprises = results.enterprises.iter().map(|enterprise| &enterprise.name);
                (&results.scenario, targets.chain(industries).chain(enterprises).collect())
            }
            Self::Comparison(results) => {
                let outcomes = results.outcomes.iter().map(|outcome| &outcome.name);
                let alternatives = results.alternatives.iter().map(|one| &one.name);
                (&results.scenario, outcomes.chain(alternatives).collect())
            }
        };
        [&facts.title, &facts.park].into_iter().chain(others).collect()
    }
}

fn read(bytes: &[u8]) -> Result<Stored, Fault> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Fault::TooLarge);
    }
    if !is_json(bytes) {
        return Err(Fault::Foreign);
    }
    let bytes = without_mark(bytes);
    let shape: Shape = parse(bytes)?;
    let (Some(schema), Some(_)) = (shape.schema, shape.provenance) else { return Err(Fault::Foreign) };
    if schema > SCHEMA {
        return Err(Fault::Newer(schema));
    }
    match shape.kind.as_deref() {
        None => {
            let results = parse(bytes)?;
            check::run(&results)?;
            Ok(Stored::Run(results))
        }
        Some("comparison") => {
            let results = parse(bytes)?;
            check::comparison(&results)?;
            Ok(Stored::Comparison(results))
        }
        Some(_) => Err(Fault::Foreign),
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(bytes).map_err(|error| Fault::Damaged(error.to_string()))
}

/// Without the mark that some editors put before UTF-8.
pub fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Whether a file can be `results.json`.
pub fn is_json(bytes: &[u8]) -> bool {
    without_mark(bytes).trim_ascii_start().starts_with(b"{")
}
