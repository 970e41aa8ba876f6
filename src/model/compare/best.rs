//! How likely each alternative is the best, as far as the trials can tell.

use crate::random::elementary::normal_quantiles;
use crate::random::{LANES, StreamKey};
use nalgebra::{DMatrix, DVector, SymmetricEigen};

/// Blocks of draws from the law of the estimates: 16,384 draws, an error of at most 0.4 points.
const BLOCKS: u64 = 256;

/// Estimates nearer than this are the same number.
const SAME: f64 = 1e-9;

/// Eigenvalues below this part of the largest are 0.
const ROUNDING: f64 = 1e-13;

/// For each of some estimates with jointly normal errors the chance that what it estimates is the largest; equals share
/// theirs. `covariance` is that of the estimates.
pub fn chances(estimates: &[f64], covariance: DMatrix<f64>, key: StreamKey) -> Vec<f64> {
    let n = estimates.len();
    if n == 0 {
        return Vec::new();
    }
    let SymmetricEigen { eigenvectors, eigenvalues } = SymmetricEigen::new(covariance);
    // Rounding can leave an eigenvalue of 0 a little off it, which would tell equals apart.
    let rounding = ROUNDING * eigenvalues.amax();
    let scale = eigenvalues.map(|value| if value > rounding { value.sqrt() } else { 0.0 });
    let root = eigenvectors * DMatrix::from_diagonal(&scale);
    let mean = DVector::from_column_slice(estimates);
    let mut chances = vec![0.0; n];
    for block in 0..BLOCKS {
        let mut normals = vec![[0.0; LANES]; n];
        for (i, normals) in normals.iter_mut().enumerate() {
            key.uniforms(block * LANES as u64, i as u64, normals);
            normal_quantiles(normals);
        }
        for lane in 0..LANES {
            let draw = &mean + &root * DVector::from_fn(n, |i, _| normals[i][lane]);
            let largest = draw.max();
            let best: Vec<usize> = (0..n).filter(|&i| draw[i] >= largest - SAME).collect();
            best.iter().for_each(|&i| chances[i] += 1.0 / best.len() as f64);
        }
    }
    let draws = (BLOCKS * LANES as u64) as f64;
    chances.iter().map(|n| n / draws).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::elementary::normal_probability;

    fn key() -> StreamKey {
        StreamKey::new(1, "tests", "best", "draw")
    }

    #[test]
    fn of_two_the_chance_is_that_of_their_difference() {
        // The difference is normal with variance 1 + 4 - 2·0.5 = 4 and mean 1.
        let covariance = DMatrix::from_row_slice(2, 2, &[1.0, 0.5, 0.5, 4.0]);
        let found = chances(&[1.0, 0.0], covariance, key());
        let expected = normal_probability(0.5);
        let error = (expected * (1.0 - expected) / 16_384.0).sqrt();
        assert!((found[0] - expected).abs() < 4.0 * error, "{found:?}, {expected} ± {error}");
        assert!((found[0] + found[1] - 1.0).abs() < 1e-12);
    }

    #[test]
    fn equals_share_and_the_certain_is_certain() {
        let same = DMatrix::from_element(2, 2, 1.0);
        assert_eq!(chances(&[0.3, 0.3], same.clone(), key()), [0.5, 0.5]);
        assert_eq!(chances(&[0.3, 0.2], same, key()), [1.0, 0.0]);
        assert_eq!(chances(&[0.0; 4], DMatrix::zeros(4, 4), key()), [0.25; 4]);
        for chance in chances(&[0.5; 8], DMatrix::from_element(8, 8, 0.25 / 4.0), key()) {
            assert!((chance - 0.125).abs() < 1e-12, "{chance}");
        }
    }
}
