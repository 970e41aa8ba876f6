//! Comparisons: mixes of policies, and scenarios, tried on the same trials.
//!
//! ```text
//! scenarios -> alternatives -> a plan each -> the same trials for all -> Tally -> Comparison (inert data)
//! ```
//!
//! Draws are addressed by name (MODEL section 11), so a policy changes no draw that it does not touch: two alternatives
//! that are tried on the same trials differ by what the policies do and by nothing else. What is compared is counted in
//! trials that flip: those in which one alternative reaches a target and the other does not.

mod alternative;
mod assemble;
mod batches;
mod best;
mod choice;
mod coalitions;
mod control_variate;
mod criterion;
mod delay;
mod difference;
mod error;
mod rank;
mod results;
mod tally;

pub use alternative::{Alternative, alternatives, find, mark_budget, name_by_scenario, select};
pub use assemble::{Facts, assemble};
pub use choice::Choice;
pub use coalitions::{Contributions, MOST_EXACT, MOST_POLICIES, coalitions, contributions, least_effort};
pub use control_variate::{Whole, whole};
pub use criterion::{Criterion, CriterionKind, Shared, headline, shared};
pub use delay::{Delayed, can_wait, delay, delayed};
pub use error::CompareError;
pub use results::*;
pub use tally::{Arm, Tally, run};
