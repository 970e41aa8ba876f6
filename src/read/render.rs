//! Problems as people read them.
pub fn x() {}
