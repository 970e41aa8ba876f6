//! Loops over blocks, compiled for the widest vectors that the machine at hand has.

use multiversion::multiversion;

/// Does the work with the widest vector instructions that the processor has, chosen when the program runs, so
/// that one program is fast on new machines and runs on old ones. The results are the same: every operation is
/// one that IEEE 754 fixes, and none are contracted.
///
/// What the work calls takes part only where it is inlined; closures given to this carry `#[inline(always)]`.
///
/// Builds with debug assertions leave out the widest, to compile the kernel one time less.
#[cfg_attr(debug_assertions, multiversion(targets("x86_64+avx2+fma+bmi1+bmi2+lzcnt+popcnt")))]
#[cfg_attr(
    not(debug_assertions),
    multiversion(targets(
        "x86_64+avx512f+avx512dq+avx512vl+avx512bw+avx512cd+avx2+fma+bmi1+bmi2+lzcnt+popcnt",
        "x86_64+avx2+fma+bmi1+bmi2+lzcnt+popcnt",
    ))
)]
pub fn wide<R>(work: impl FnOnce() -> R) -> R {
    work()
}

/// The array of f(0), f(1), …: `std::array::from_fn`, but certain to be inlined, so that it is part of the work.
#[inline(always)]
pub fn each<T: Copy + Default, const N: usize>(f: impl Fn(usize) -> T) -> [T; N] {
    let mut all = [T::default(); N];
    for (i, one) in all.iter_mut().enumerate() {
        *one = f(i);
    }
    all
}

/// The rows of a table at some places. Rows that are read from copies like these take half the time of rows from which the
/// processor gathers column by column. Places count modulo the number of rows, a power of two, so that none can miss.
#[inline(always)]
pub fn rows<const WIDTH: usize, const ROWS: usize, const N: usize>(
    table: &[[f64; WIDTH]; ROWS],
    places: &[u16; N],
) -> [[f64; WIDTH]; N] {
    const { assert!(ROWS.is_power_of_two() && ROWS <= 1 << u16::BITS) };
    let mut rows = [[0.0; WIDTH]; N];
    for (row, &place) in rows.iter_mut().zip(places) {
        *row = table[place as usize % ROWS];
    }
    rows
}
