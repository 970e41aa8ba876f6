//! How the coordinates of a trial are sampled: what is drawn once in every trial and matters most (uncertain values,
//! industry factors, shocks of enterprises). All other draws come from their streams whatever the sampling.

use super::elementary::{exp, normal_probabilities, normal_quantiles};
use super::sobol::{MAX_DIMENSIONS, MAX_POINTS, SobolDimension};
use super::stream::StreamKey;
use super::{LANES, Lanes};

/// A stream whose draws, one for each index, are coordinates of a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// The stream.
    pub key: StreamKey,
    /// Number of the coordinate that index 0 stands for; the others follow.
    pub first: usize,
}

impl Source {
    /// Where the draw of an index stands among the coordinates.
    #[inline(always)]
    pub fn coordinate(self, index: u64) -> usize {
        self.first + index as usize
    }
}

/// How the coordinates are sampled.
#[derive(Debug, Clone, Default)]
pub enum Sampling {
    /// Each from its stream.
    #[default]
    Random,
    /// From scrambled Sobol points.
    Sobol(Sobol),
    /// From their streams, moved towards a rare event.
    Tilted(Tilt),
}

/// Scrambled Sobol points for some of the coordinates. The trials fall into runs of equal length, each with a
/// scrambling of its own: the replicates.
#[derive(Debug, Clone)]
pub struct Sobol {
    /// The coordinates that have a dimension, in the order of the dimensions, with the stream and index that
    /// randomise it.
    dimensions: Vec<(StreamKey, u64)>,
    /// The dimension of each coordinate.
    of_coordinate: Vec<Option<usize>>,
    log2_points: u32,
}

/// Fewest scramblings from which an error is told.
pub const MIN_REPLICATES: u64 = 16;

impl Sobol {
    /// Points for the first [`MAX_DIMENSIONS`] of these coordinates, the most important first, in replicates as long
    /// as leaves [`MIN_REPLICATES`] of them in so many trials.
    pub fn new(coordinates: &[(Source, u64)], number_of_coordinates: usize, trials: u64) -> Self {
        let taken = &coordinates[..coordinates.len().min(MAX_DIMENSIONS)];
        let mut of_coordinate = vec![None; number_of_coordinates];
        for (dimension, (source, index)) in taken.iter().enumerate() {
            of_coordinate[source.coordinate(*index)] = Some(dimension);
        }
        let longest = (trials / MIN_REPLICATES).clamp(LANES as u64, MAX_POINTS);
        Self {
            dimensions: taken.iter().map(|(source, index)| (source.key, *index)).collect(),
            of_coordinate,
            log2_points: longest.ilog2(),
        }
    }

    /// Trials of one replicate.
    pub fn points(&self) -> u64 {
        1 << self.log2_points
    }
}

/// Every coordinate's normal score moved by a shift of its own (importance sampling), in all lanes of a block but
/// every `PLAIN`th, which stay as they are. A trial then counts with the weight that undoes the shifts in the mean;
/// for the sake of the plain lanes no weight exceeds `PLAIN` (the defensive mixture of T. Hesterberg, "Weighted
/// average importance sampling and defensive mixture distributions", Technometrics 37 (1995), 185-194).
#[derive(Debug, Clone)]
pub struct Tilt {
    /// Shift of each coordinate, in standard deviations.
    pub shifts: Vec<f64>,
}

/// One lane in so many is not shifted.
const PLAIN: usize = 8;

/// Draws the coordinates of one block after another.
#[derive(Debug)]
pub struct Sampler<'a> {
    sampling: &'a Sampling,
    first_trial: u64,
    /// The scrambled dimensions of the replicate at hand.
    scrambled: Vec<SobolDimension>,
    replicate: Option<u64>,
    /// Where the sampling is tilted: the normal score of each coordinate in each trial, and Σ shift·score.
    scores: Vec<Lanes>,
    exponent: Lanes,
}

impl<'a> Sampler<'a> {
    /// Prepared for its first block.
    pub fn new(sampling: &'a Sampling) -> Self {
        let (dimensions, scores) = match sampling {
            Sampling::Random => (0, 0),
            Sampling::Sobol(sobol) => (sobol.dimensions.len(), 0),
            Sampling::Tilted(tilt) => (0, tilt.shifts.len()),
        };
        Self {
            sampling,
            first_trial: 0,
            scrambled: Vec::with_capacity(dimensions),
            replicate: None,
            scores: vec![[0.0; LANES]; scores],
            exponent: [0.0; LANES],
        }
    }

    /// Turns to the block that begins with this trial.
    pub fn begin(&mut self, first_trial: u64) {
        self.first_trial = first_trial;
        self.exponent = [0.0; LANES];
        let Sampling::Sobol(sobol) = self.sampling else { return };
        let replicate = first_trial >> sobol.log2_points;
        if self.replicate != Some(replicate) {
            self.replicate = Some(replicate);
            let dimensions = sobol.dimensions.iter().enumerate();
            self.scrambled.clear();
            self.scrambled.extend(dimensions.map(|(number, &at)| SobolDimension::new(number, at, replicate)));
        }
    }

    /// The first trial of the block.
    pub fn first_trial(&self) -> u64 {
        self.first_trial
    }

    /// The uniforms of one coordinate.
    #[inline(always)]
    pub fn uniforms(&mut self, source: Source, index: u64, out: &mut Lanes) {
        match self.sampling {
            Sampling::Random => source.key.uniforms(self.first_trial, index, out),
            Sampling::Sobol(sobol) => match sobol.of_coordinate[source.coordinate(index)] {
                Some(dimension) => {
                    self.scrambled[dimension].uniforms(self.first_trial & (sobol.points() - 1), out);
                }
                None => source.key.uniforms(self.first_trial, index, out),
            },
            Sampling::Tilted(tilt) => {
                source.key.uniforms(self.first_trial, index, out);
                let coordinate = source.coordinate(index);
                self.tilt(coordinate, tilt.shifts[coordinate], out);
            }
        }
    }

    #[inline(always)]
    fn tilt(&mut self, coordinate: usize, shift: f64, out: &mut Lanes) {
        let scores = &mut self.scores[coordinate];
        *scores = *out;
        normal_quantiles(scores);
        if shift == 0.0 {
            return;
        }
        for lane in 0..LANES {
            scores[lane] += if lane % PLAIN == 0 { 0.0 } else { shift };
            self.exponent[lane] += shift * scores[lane];
        }
        *out = *scores;
        normal_probabilities(out);
        // The laws take uniforms inside (0, 1).
        out.iter_mut().for_each(|u| *u = u.clamp(f64::MIN_POSITIVE, 1.0 - 0.5 * f64::EPSILON));
    }

    /// Where the sampling is tilted: the weight of each trial of the block, once its coordinates are drawn. For
    /// scores z and shifts μ it is 1 / (p + (1 - p)·exp(μ·z - μ·μ/2)), p the share of plain lanes.
    pub fn weights(&self) -> Lanes {
        let Sampling::Tilted(tilt) = self.sampling else { return [1.0; LANES] };
        let half_square = 0.5 * tilt.shifts.iter().map(|shift| shift * shift).sum::<f64>();
        let plain = 1.0 / PLAIN as f64;
        self.exponent.map(|exponent| 1.0 / (plain + (1.0 - plain) * exp(exponent - half_square)))
    }

    /// Where the sampling is tilted: the normal scores of the block, by coordinate.
    pub fn scores(&self) -> &[Lanes] {
        &self.scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(first: usize) -> Source {
        Source { key: StreamKey::new(4, "tests", &format!("{first}"), "draw"), first }
    }

    fn draw(sampling: &Sampling, source: Source, index: u64, trials: u64) -> (Vec<f64>, Vec<f64>) {
        let mut sampler = Sampler::new(sampling);
        let (mut uniforms, mut weights) = (Vec::new(), Vec::new());
        for first in (0..trials).step_by(LANES) {
            let mut block = [0.0; LANES];
            sampler.begin(first);
            sampler.uniforms(source, index, &mut block);
            uniforms.extend(block);
            weights.extend(sampler.weights());
        }
        (uniforms, weights)
    }

    #[test]
    fn replicates_are_as_long_as_leaves_sixteen() {
        let points = |trials| Sobol::new(&[(source(0), 0)], 1, trials).points();
        assert_eq!([1, 10_000, 100_000, 1 << 20].map(points), [64, 512, 4096, 1 << 16]);
    }

    /// Every replicate of a dimension is a net: each of its intervals holds one point.
    #[test]
    fn each_replicate_fills_its_intervals() {
        let sampling = Sampling::Sobol(Sobol::new(&[(source(0), 0), (source(1), 3)], 8, 4096));
        let (uniforms, _) = draw(&sampling, source(1), 3, 4096);
        for replicate in uniforms.chunks(256) {
            let mut hit = [false; 256];
            replicate.iter().for_each(|u| hit[(u * 256.0) as usize] = true);
            assert!(hit.iter().all(|&hit| hit));
        }
        assert_ne!(uniforms[..256], uniforms[256..512]);
    }

    #[test]
    fn coordinates_beyond_the_dimensions_come_from_their_streams() {
        let sampling = Sampling::Sobol(Sobol::new(&[(source(0), 0)], 8, 4096));
        assert_eq!(draw(&sampling, source(5), 2, 128), draw(&Sampling::Random, source(5), 2, 128));
    }

    /// The weights undo the shift: P(z > 4) = 3.167e-5 within four of its standard errors, and they sum to about the
    /// number of trials.
    #[test]
    fn tilted_trials_count_with_their_weights() {
        let n = 20_000 / LANES * LANES;
        let sampling = Sampling::Tilted(Tilt { shifts: vec![4.0] });
        let (uniforms, weights) = draw(&sampling, source(0), 0, n as u64);
        assert!(weights.iter().all(|&w| w <= PLAIN as f64));
        let tail = 3.167_124_183e-5;
        let hits: Vec<f64> =
            uniforms.iter().zip(&weights).map(|(&u, &w)| if 1.0 - u < tail { w } else { 0.0 }).collect();
        let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
        let error = (hits.iter().map(|h| (h - mean(&hits)).powi(2)).sum::<f64>()).sqrt() / n as f64;
        assert!(error < 0.02 * tail, "{error}");
        assert!((mean(&hits) - tail).abs() < 4.0 * error, "{} by {error}", mean(&hits));
        assert!((mean(&weights) - 1.0).abs() < 0.05);
    }
}
