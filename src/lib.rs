//! parkcast asks how likely an industrial park is to reach its output targets.
//!
//! "Three industries over 10 billion yuan, one enterprise over 5 billion, ten over 1 billion, ten flagships by
//! 2024": a scenario file describes the park, its enterprises, land, pipeline and promotion; the park is
//! tried many times over; what is reported is the probability with which each target holds, with its error.
//!
//! These lines do what `parkcast run scenarios/baseline.toml --trials 4096 --json` does, to the byte:
//!
//! ```
//! let scenario = parkcast::read("scenarios/baseline.toml")?.scenario;
//! let results = parkcast::Run::of(&scenario).trials(4096).run(&())?;
//! println!("{}", parkcast::json(&results));
//!
//! let answer = &results.targets[0].probability;
//! let [low, high] = answer.ci95;
//! assert!(low < answer.probability && answer.probability < high);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Compare`] does the same for `parkcast compare`. Scenarios are read from the disk, or from memory by
//! [`read::read_from`]; the `()` is a [`Watch`] that only waits: one of your own follows the progress from any thread, may stop
//! the work, and brings a clock where time matters.
//!
//! One pipeline leads from the file to the answer, and the modules follow it:
//!
//! ```text
//! scenario file -> Scenario -> (+ mix) Plan -> trials -> Summary -> Results -> tables, charts
//!     read         scenario       plan    trial, observe  summary    results    terminal, chart
//! ```
//!
//! The meaning of a scenario is in `docs/MODEL.md`, whose sections the code cites.

// The model: from files to results.
pub use parkcast_model::{Compare, Comparison, Results, Run, Scenario, Watch, json, read_scenario as read};
pub use parkcast_model::{
    compare, format, law, observe, plan, program, random, read, results, scenario, study, summary, text,
    trial,
};

// Words: results as people read them.
#[cfg(feature = "cli")]
pub mod chart;
#[cfg(feature = "cli")]
pub mod report;
pub mod tables;
#[cfg(feature = "cli")]
pub mod terminal;
pub mod words;

// Keep: files that are written, read again and verified.
#[cfg(feature = "cli")]
pub mod stamp;
#[cfg(feature = "cli")]
pub mod starter;
pub mod stored;
#[cfg(feature = "cli")]
pub mod write;

// Command: `parkcast` itself.
#[doc(hidden)]
#[cfg(feature = "cli")]
pub mod cli;
