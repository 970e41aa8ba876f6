//! The end of a run that went by precision or time.

use serde::{Deserialize, Serialize};

/// Reason for which a run ended before it was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Every interval is narrow enough.
    Precision,
    /// All trials are done.
    Trials,
    /// Time is up.
    Time,
}

/// End of a run with a precision or a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stopping {
    /// Reason.
    pub reason: Reason,
    /// Half-width that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// Number of looks at the intervals.
    pub looks: u32,
}
