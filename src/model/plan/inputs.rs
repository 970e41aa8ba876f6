//! Inputs of a trial: the coordinates that samplers draw, each with its stream and its law.

use super::{Plan, ShockPlan, Stream};
use crate::law::{Laplace, Normal};
use crate::random::{Draw, Source};

/// An input: what is drawn once in every trial, or once in every year of it.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its stream, which has its name.
    pub stream: Stream,
    /// Source of its uniforms.
    pub source: Source,
    /// Number of draws in a trial: 1, or one for each year.
    pub draws: usize,
    /// Law of each draw: the value that a uniform stands for.
    pub law: Draw,
}

impl Plan {
    /// The inputs of a trial, in the order of their coordinates. Industry factors are independent here: their correlation
    /// comes after.
    pub fn inputs(&self) -> Vec<Input> {
        let normal = Draw::of(Normal { mean: 0.0, sd: 1.0 });
        let laplace = Draw::of(Laplace);
        let yearly = |source: Source, law: &Draw| (source, self.years, law.clone());
        let factors = self.factors.sources.iter().map(|&source| yearly(source, &normal));
        let chi_squared = self.factors.chi_squared.iter().map(|(source, law, _)| yearly(*source, law));
        let shocks = self.enterprises.iter().map(|enterprise| {
            let law = match &enterprise.shock {
                ShockPlan::Normal => &normal,
                ShockPlan::Laplace => &laplace,
                ShockPlan::StudentT { draw, .. } => draw,
            };
            yearly(enterprise.shock_source, law)
        });
        let values = self.values.draws().map(|(source, law)| (source, 1, law.clone()));
        let all = factors.chain(chi_squared).chain(shocks).chain(values);
        let named = |(source, draws, law): (Source, usize, Draw)| {
            Some(Input { stream: self.stream(source.key)?, source, draws, law })
        };
        all.filter_map(named).collect()
    }
}
