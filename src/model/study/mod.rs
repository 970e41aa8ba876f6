//! Studies: from scenarios to the results of a run or a comparison.
//!
//! ```text
//! Scenario  -> Run     -> plan -> trials, until a limit is reached -> Summary -> (+ rare targets apart) Results
//! Scenarios -> Compare -> ComparisonDesign -> trials under all alternatives, coalitions, delays -> Comparison
//! ```
//!
//! All who run something come here: the commands, tests and benchmarks, and whoever uses the library. Nothing is printed,
//! no clock is read and no state outlives a study; a [`Watch`] of the caller's follows the progress and may stop it.

mod comparison;
mod design;
mod efficiency;
mod error;
mod importance;
mod rare;
mod run;
mod stopping;

pub use crate::observe::{Stage, Watch};
pub use comparison::Compare;
pub use design::{ComparisonDesign, Delay, Lineup, Remark, Split};
pub use efficiency::{Efficiency, efficiencies};
pub use error::StudyError;
pub use importance::{Event, Rare, measure};
pub use run::{Run, Simulated};
