//! parkcast (placeholder while the parts are being joined).
pub mod format;
pub mod read;
pub mod results;
pub mod scenario;
pub mod starter;
pub mod text;
pub mod write;

mod digest;
