//! All tests that need nothing of their own, in one program: what each asks is said where it stands.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod arrows;
mod assumptions;
mod bad_input;
mod charts;
mod cli;
mod closed_forms;
mod common;
mod comparisons;
mod draws;
mod estimates;
mod figures;
mod laws;
mod offices;
mod papers;
mod platform;
mod report;
mod rosters;
mod scenarios;
mod sheets;
mod sources;
mod stamp;
mod stored;
mod streams;
mod study;
mod summaries;
mod texts;
mod write;
