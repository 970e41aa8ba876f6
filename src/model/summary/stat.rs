//! Statistics of a figure over trials, as they are reported.

use serde::{Deserialize, Serialize};

/// Mean, spread and quantiles of a figure over the trials in which it is defined.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stat {
    /// Mean.
    pub mean: f64,
    /// Standard deviation over n - 1.
    pub sd: f64,
    /// 5% quantile.
    pub p05: f64,
    /// 25% quantile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75% quantile.
    pub p75: f64,
    /// 95% quantile.
    pub p95: f64,
    /// Trials in which the figure is undefined and which are left out.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub undefined: u64,
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}
