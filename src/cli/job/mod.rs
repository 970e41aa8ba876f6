//! What is simulated, told apart from who asks for it: `run` and `compare` by their options, `verify` by a seal. From a job
//! to its results is one function each.

mod comparison;
mod run;

pub use comparison::{ComparisonJob, Delay, Lineup, Split, compare};
pub use run::{RunJob, Simulated, simulate};
