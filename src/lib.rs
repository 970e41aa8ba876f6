//! parkcast asks how likely an industrial park is to reach its output targets.
//!
//! "Three industries over 10 billion yuan, one enterprise over 5 billion, ten over 1 billion, ten flagships by
//! 2024": a scenario file describes the park, its enterprises, land, pipeline and promotion; the park is
//! tried many times over; what is reported is the probability with which each target holds, with its error. One
//! pipeline leads from the file to the answer, and the modules follow it:
//!
//! ```text
//! scenario file -> Scenario -> (+ mix) Plan -> trials -> Summary -> Results -> tables, charts
//!     read         scenario       plan         trial     summary    results    terminal, chart
//! ```
//!
//! What a scenario means is in `docs/MODEL.md`, whose sections the code cites.
//!
//! A run, as `parkcast run` does it:
//!
//! ```
//! use parkcast::plan::Plan;
//! use parkcast::results::{RunFacts, assemble};
//! use parkcast::summary::simulate;
//! use std::{num::NonZeroUsize, path::Path, sync::atomic::AtomicBool};
//!
//! # let folder = tempfile::tempdir().unwrap();
//! # let path = folder.path().join("park.toml");
//! let file = r#"
//!     [park]
//!     name = "Sample park"
//!     base_year = 2023
//!     end_year = 2024
//!     [[industries]]
//!     id = "textile"
//!     name = "Textiles"
//!     growth = "6% to 16%"
//!     volatility = 0.2
//!     [[enterprises]]
//!     name = "First Mill"
//!     industry = "textile"
//!     output = "9亿元"
//!     [[targets]]
//!     id = "one-billion"
//!     name = "An enterprise over 1 billion yuan"
//!     count = "enterprises"
//!     where = { output = ">= 10亿元" }
//!     at_least = 1
//!     year = 2024
//! "#;
//! # std::fs::write(&path, file).unwrap();
//! let reading = parkcast::read::read_scenario(&path).expect("the scenario is legal");
//! let (seed, trials) = (1, 10_000);
//! let plan = Plan::new(&reading.scenario, &[], seed);
//! let threads = NonZeroUsize::new(2).unwrap();
//! let summary = simulate(&plan, trials, threads, &AtomicBool::new(false), &|_done| ()).unwrap();
//! let results = assemble(&reading.scenario, &plan, &summary, RunFacts { seed, mix: None, trials, stopping: None });
//!
//! let answer = &results.targets[0].probability;
//! let [low, high] = answer.ci95;
//! assert!(low < answer.probability && answer.probability < high);
//! assert!((answer.probability - 0.49).abs() < 0.03, "{answer:?}");
//! ```

pub mod chart;
pub mod cli;
pub mod compare;
mod digest;
pub mod format;
pub mod plan;
pub mod program;
pub mod random;
pub mod rare;
pub mod read;
pub mod report;
pub mod results;
pub mod scenario;
pub mod stamp;
pub mod starter;
pub mod stopping;
pub mod stored;
pub mod summary;
pub mod tables;
pub mod terminal;
pub mod text;
pub mod trial;
pub mod wide;
pub mod words;
pub mod write;
