//! parkcast (placeholder while the parts are being joined).
pub mod chart;
pub mod cli;
pub mod format;
pub mod plan;
pub mod random;
pub mod read;
pub mod results;
pub mod scenario;
pub mod starter;
pub mod summary;
pub mod terminal;
pub mod text;
pub mod trial;
pub mod words;
pub mod write;

mod digest;
