//! The model of parkcast: a scenario is read, tried many times over and counted, without a word printed or drawn.
//!
//! What commands, pictures and reports need lies in `parkcast`, which gives out all that is here; a caller that only
//! runs scenarios (a page, a Python module, a worker) needs this crate alone.
//!
//! One pipeline leads from the file to the answer, and the modules follow it:
//!
//! ```text
//! scenario file -> Scenario -> (+ mix) Plan -> trials -> Summary -> Results
//!     read         scenario       plan    trial, observe  summary    results
//! ```
//!
//! The meaning of a scenario is in `docs/MODEL.md`, whose sections the code cites.

// Ground: what knows nothing of the model.
pub mod digest;
pub mod text;
#[doc(hidden)]
pub mod wide;

// Input: from files to a scenario.
pub mod format;
pub mod law;
pub mod random;
pub mod read;
pub mod scenario;

// Engine: trials of a scenario's plan, block by block.
pub mod observe;
pub mod plan;
pub mod summary;
pub mod trial;

// Answers: from trials to results.
pub mod compare;
pub mod program;
pub mod results;
pub mod study;

pub use compare::Comparison;
pub use read::read_scenario;
pub use results::{Results, json};
pub use scenario::Scenario;
pub use study::{Compare, Run, Watch};
