//! Correlation matrices: factorisation and the nearest valid matrix.

use nalgebra::DMatrix;

/// Pivots below this count as zero: what is left of a row is rounding.
const ZERO_PIVOT: f64 = 1e-12;

/// The lower triangular L with L·Lᵀ = R, row by row, for a positive semidefinite R. Where R is singular
/// (industries that move as one) the column of a vanishing pivot is zero.
pub fn lower_factor(r: &DMatrix<f64>) -> Vec<Vec<f64>> {
    if let Some(cholesky) = r.clone().cholesky() {
        let l = cholesky.l();
        return (0..r.nrows()).map(|i| (0..=i).map(|j| l[(i, j)]).collect()).collect();
    }
    let n = r.nrows();
    let mut lower: Vec<Vec<f64>> = Vec::with_capacity(n);
    for i in 0..n {
        let mut row: Vec<f64> = Vec::with_capacity(i + 1);
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| row[k] * if j == i { row[k] } else { lower[j][k] }).sum();
            let rest = r[(i, j)] - known;
            row.push(if j == i {
                if rest > ZERO_PIVOT { rest.sqrt() } else { 0.0 }
            } else if lower[j][j] > 0.0 {
                rest / lower[j][j]
            } else {
                0.0
            });
        }
        lower.push(row);
    }
    lower
}
