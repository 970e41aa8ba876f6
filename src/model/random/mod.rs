//! Random numbers: every draw is a pure function of (seed, thing, purpose, trial, index).
//!
//! `philox` turns a key and a counter into words, `stream` addresses them and makes uniforms, `elementary` holds the
//! functions of blocks that laws need (`normal` the distribution function from a table), `special` those that tables of
//! laws and intervals are made with, `table` the quantile functions that have no closed form (`tail` finds their nodes) and
//! `draw` what is made of a block of uniforms: one uniform in, one value out, always by inversion, so that draws stay
//! comparable when a parameter changes. The laws are in [`law`](crate::law).

pub mod draw;
pub mod elementary;
pub mod normal;
pub mod philox;
pub mod poisson;
pub mod sampling;
pub mod sobol;
pub mod special;
pub mod stream;
pub mod table;
pub(crate) mod tail;

pub use draw::Draw;
pub use sampling::{Sampler, Sampling, Source};
pub use stream::{StreamKey, Words};

/// Number of the draws, kept in every result: programs with the same one come to the same numbers from the same scenario, seed, trials
/// and sampling, to the last digit that is written.
///
/// Whatever moves such a number raises it by one: another draw of a stream or a law, another order in which things are served,
/// another rounding. What only adds a number to the results does not. `tests/it/draws.rs` keeps the numbers of each.
pub const DRAWS: u32 = 2;

/// Trials that are computed side by side. A mask of them fits one machine word.
pub const LANES: usize = 64;

/// One figure of each trial of a block.
pub type Lanes = [f64; LANES];

/// The mask of the first `used` trials of a block.
#[inline(always)]
pub fn first_lanes(used: usize) -> u64 {
    if used == LANES { !0 } else { (1 << used) - 1 }
}
