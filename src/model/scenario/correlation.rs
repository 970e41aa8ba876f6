//! Correlation matrices: whether numbers can be correlations of anything, the nearest that can, and the factor
//! that turns independent normals into correlated ones.

use nalgebra::{DMatrix, SymmetricEigen};

/// Depth below zero at which an eigenvalue may lie by rounding alone.
const TOLERANCE: f64 = 1e-9;
/// Parts of one to which the nearest matrix is given: four decimals.
const PARTS: f64 = 1e4;
/// Alternating projections for a small matrix, and for one of more than 40 rows, where each takes long.
const ITERATIONS: (usize, usize) = (200, 30);

/// True if a symmetric matrix is positive semidefinite, but for rounding. Correlations of 1 and -1 are, where
/// they agree with one another.
pub fn is_semidefinite(matrix: &DMatrix<f64>) -> bool {
    matrix.nrows() == 0 || SymmetricEigen::new(matrix.clone()).eigenvalues.min() >= -TOLERANCE
}

/// The nearest correlation matrix in the Frobenius norm, by alternating projections with Dykstra's correction
/// (Higham 2002), rounded to four decimals so that it can be written into a file and is still one.
pub fn nearest(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let mut point = matrix.clone();
    let mut correction = DMatrix::zeros(matrix.nrows(), matrix.ncols());
    for _ in 0..if matrix.nrows() > 40 { ITERATIONS.1 } else { ITERATIONS.0 } {
        let shifted = &point - &correction;
        let projected = semidefinite_part(&shifted);
        correction = &projected - &shifted;
        let next = with_unit_diagonal(projected);
        let moved = (&next - &point).norm();
        point = next;
        if moved < 1e-12 {
            break;
        }
    }
    rounded(&point)
}

/// The matrix with its negative eigenvalues made zero.
fn semidefinite_part(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let eigen = SymmetricEigen::new(matrix.clone());
    let clipped = eigen.eigenvalues.map(|value| value.max(0.0));
    &eigen.eigenvectors * DMatrix::from_diagonal(&clipped) * eigen.eigenvectors.transpose()
}

fn with_unit_diagonal(mut matrix: DMatrix<f64>) -> DMatrix<f64> {
    matrix.fill_diagonal(1.0);
    matrix
}

/// Rounds, and draws the matrix towards the identity as far as rounding has made it indefinite.
fn rounded(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let mut shrink = 1.0;
    for _ in 0..40 {
        let candidate = DMatrix::from_fn(matrix.nrows(), matrix.ncols(), |i, j| {
            let value = 0.5 * (matrix[(i, j)] + matrix[(j, i)]);
            if i == j { 1.0 } else { (value * shrink * PARTS).round() / PARTS }
        });
        if is_semidefinite(&candidate) {
            return candidate;
        }
        shrink -= 0.5 / PARTS * matrix.nrows() as f64;
    }
    DMatrix::identity(matrix.nrows(), matrix.ncols())
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[[f64; 3]; 3]) -> DMatrix<f64> {
        DMatrix::from_fn(3, 3, |i, j| rows[i][j])
    }

    #[test]
    fn one_and_minus_one_are_correlations_where_they_agree() {
        assert!(is_semidefinite(&of(&[[1.0, 1.0, 1.0], [1.0, 1.0, 1.0], [1.0, 1.0, 1.0]])));
        assert!(is_semidefinite(&of(&[[1.0, 1.0, -1.0], [1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]])));
        assert!(!is_semidefinite(&of(&[[1.0, 1.0, -1.0], [1.0, 1.0, 1.0], [-1.0, 1.0, 1.0]])));
    }

    #[test]
    fn the_nearest_matrix_of_a_known_case() {
        // Higham (2002): [[1,1,0],[1,1,1],[0,1,1]] has its nearest correlations at 0.7607 and 0.1573.
        let nearest = nearest(&of(&[[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]]));
        assert!((nearest[(0, 1)] - 0.7607).abs() < 1e-3, "{nearest}");
        assert!((nearest[(0, 2)] - 0.1573).abs() < 1e-3, "{nearest}");
    }

    #[test]
    fn what_is_repaired_is_a_correlation_matrix_in_four_decimals() {
        for n in 2..12 {
            let matrix = DMatrix::from_fn(n, n, |i, j| match (i, j) {
                _ if i == j => 1.0,
                _ if (i + j) % 3 == 0 => 0.9,
                _ => -0.9,
            });
            let nearest = nearest(&matrix);
            assert!(is_semidefinite(&nearest), "{nearest}");
            assert!(nearest.diagonal().iter().all(|&x| x == 1.0));
            assert!(nearest.iter().all(|x| ((x * 1e4).round() / 1e4 - x).abs() < 1e-12));
            assert_eq!(nearest, nearest.transpose());
        }
    }

    fn product(lower: &[Vec<f64>]) -> DMatrix<f64> {
        let n = lower.len();
        let l = DMatrix::from_fn(n, n, |i, j| lower[i].get(j).copied().unwrap_or(0.0));
        &l * l.transpose()
    }

    #[test]
    fn the_factor_gives_the_matrix_again_even_where_it_is_singular() {
        let regular = nalgebra::dmatrix![1.0, 0.5, 0.2; 0.5, 1.0, -0.3; 0.2, -0.3, 1.0];
        let singular = nalgebra::dmatrix![1.0, 1.0, 0.4; 1.0, 1.0, 0.4; 0.4, 0.4, 1.0];
        for matrix in [regular, singular] {
            assert!((product(&lower_factor(&matrix)) - &matrix).abs().max() < 1e-12);
        }
    }
}
