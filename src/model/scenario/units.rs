//! Units of the model and what they are worth in each other.

/// 万元 in an 亿元.
pub const WAN_PER_YI: f64 = 1e4;

/// 亿元 in a 万元.
pub const YI_PER_WAN: f64 = 1e-4;

/// Output from which an enterprise is above scale (规上), 亿元: 2,000 万元.
pub const ABOVE_SCALE_YI: f64 = 0.2;
