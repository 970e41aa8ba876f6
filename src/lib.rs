//! parkcast (placeholder while the parts are being joined).
mod digest;
pub mod format;
pub mod read;
pub mod results;
pub mod scenario;
pub mod starter;
pub mod text;
pub mod write;
