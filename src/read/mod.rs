//! From files to a scenario.

pub mod node;
pub mod problem;
mod sheet;
