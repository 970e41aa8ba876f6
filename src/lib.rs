//! parkcast (placeholder while the parts are being joined).
pub mod format;
pub mod read;
pub mod results;
pub mod scenario;
pub mod text;
