//! parkcast (placeholder while the parts are being joined).
pub mod format;
pub mod plan;
pub mod random;
pub mod read;
pub mod results;
pub mod scenario;
pub mod summary;
pub mod text;
pub mod trial;
