//! Where a value stands, and what it is for.

use super::unit::Scale;

/// What a value is for, which decides its range and how "a to b" is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A field of the model: in the range of its dimension.
    Value,
    /// Added to a field: of any sign, always normal.
    Add,
    /// Multiplies a field: never negative, always lognormal.
    Multiply,
    /// A bound or threshold: a fixed number of any size.
    Threshold,
}

/// Where a value stands, on which scale it is read and what for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Site<'a> {
    /// Path of its key.
    pub(crate) path: &'a str,
    /// Its scale.
    pub(crate) scale: Scale<'a>,
    /// Its role.
    pub(crate) role: Role,
}
