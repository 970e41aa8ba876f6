//! parkcast (placeholder while the parts are being joined).
pub mod chart;
pub mod format;
pub mod read;
pub mod results;
pub mod scenario;
pub mod terminal;
pub mod text;
pub mod words;
