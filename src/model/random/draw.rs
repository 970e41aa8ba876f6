//! Draws: quantile functions of laws, read for whole blocks of uniforms. One uniform in, one value out.

use super::table::QuantileTable;
use crate::wide::wide;
use std::fmt::Debug;
use std::sync::Arc;

/// Uniforms that are looked up in a table at a time.
const LOOKED_UP: usize = 32;

/// The quantile function of a law.
pub trait Quantiles: Debug + Send + Sync {
    /// Quantile at u in (0, 1).
    fn at(&self, u: f64) -> f64;

    /// Turns uniforms into quantiles, in place.
    #[inline(always)]
    fn of_block(&self, block: &mut [f64]) {
        block.iter_mut().for_each(|x| *x = self.at(*x));
    }

    /// Turns uniforms into quantiles inside a window, in place. It stands here, with the loops of each law inlined into
    /// it, so that a block takes one call.
    fn of_block_within(&self, window: Option<Window>, block: &mut [f64]) {
        wide(
            #[inline(always)]
            || {
                if let Some(window) = window {
                    block.iter_mut().for_each(|u| *u = window.base + window.span * *u);
                }
                self.of_block(block);
                if let Some(window) = window {
                    block.iter_mut().for_each(|x| *x = x.clamp(window.min, window.max));
                }
            },
        );
    }
}

/// Truncation to [min, max], which draws uniforms from [base, base + span] = [P(X < min), P(X <= max)].
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Probability of less than the minimum.
    pub base: f64,
    /// Probability of the interval.
    pub span: f64,
    /// Minimum.
    pub min: f64,
    /// Maximum.
    pub max: f64,
}

/// A law made ready for drawing.
#[derive(Debug, Clone)]
pub struct Draw {
    quantiles: Arc<dyn Quantiles>,
    window: Option<Window>,
}

impl Draw {
    /// Draws by a quantile function.
    pub fn of(quantiles: impl Quantiles + 'static) -> Self {
        Self { quantiles: Arc::new(quantiles), window: None }
    }

    /// Draws of offset + scale·x, x by a table.
    pub fn tabulated(table: Arc<QuantileTable>, offset: f64, scale: f64) -> Self {
        Self::of(Tabulated { table, offset, scale })
    }

    /// The law inside a window, or inside a window of its window.
    pub fn within(self, inner: Window) -> Self {
        let window = self.window.map_or(inner, |outer| Window {
            base: outer.base + outer.span * inner.base,
            span: outer.span * inner.span,
            min: outer.min.max(inner.min),
            max: outer.max.min(inner.max),
        });
        Self { window: Some(window), ..self }
    }

    /// Value at u in (0, 1).
    pub fn value(&self, u: f64) -> f64 {
        match self.window {
            None => self.quantiles.at(u),
            Some(window) => self.quantiles.at(window.base + window.span * u).clamp(window.min, window.max),
        }
    }

    /// Turns uniforms into values, in place.
    #[inline]
    pub fn values(&self, block: &mut [f64]) {
        self.quantiles.of_block_within(self.window, block);
    }
}

/// A tabulated quantile function, moved and scaled.
#[derive(Debug)]
struct Tabulated {
    table: Arc<QuantileTable>,
    offset: f64,
    scale: f64,
}

impl Quantiles for Tabulated {
    fn at(&self, u: f64) -> f64 {
        self.offset + self.scale * self.table.at(u)
    }

    #[inline(always)]
    fn of_block(&self, block: &mut [f64]) {
        for chunk in block.chunks_mut(LOOKED_UP) {
            let mut uniforms = [0.5; LOOKED_UP];
            uniforms[..chunk.len()].copy_from_slice(chunk);
            let quantiles = self.table.quantiles(&uniforms);
            chunk
                .iter_mut()
                .zip(quantiles)
                .for_each(|(x, quantile)| *x = self.offset + self.scale * quantile);
        }
    }
}

/// Name and shapes of a tabulated law.
type Shape = (&'static str, [f64; 2]);

/// Quantile tables, each shape tabulated once.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    known: Vec<(Shape, Arc<QuantileTable>)>,
}

impl Tables {
    /// The table of a shape, made where it is not known yet.
    pub fn get(&mut self, shape: Shape, make: impl FnOnce() -> QuantileTable) -> Arc<QuantileTable> {
        if let Some((_, table)) = self.known.iter().find(|(known, _)| *known == shape) {
            return Arc::clone(table);
        }
        let table = Arc::new(make());
        self.known.push((shape, Arc::clone(&table)));
        table
    }
}
