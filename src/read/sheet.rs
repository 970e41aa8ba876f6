//! Rosters (stands in until the readers of CSV and Excel files join).

use super::node::{Node, Origin, Sources};
use super::problem::{Problem, Problems};
use crate::format::TableSpec;
use crate::text::text;
use std::path::Path;

/// Reads the rows of a roster as entries of `table`.
pub(crate) fn read(
    _sources: &mut Sources,
    path: &Path,
    named_at: Origin,
    _sheet: Option<&str>,
    _table: &'static TableSpec,
    problems: &mut Problems,
) -> Vec<Node> {
    let shown = path.display();
    problems.push(Problem::error(
        named_at,
        "",
        text!("尚不能读取名册 {shown}", "rosters cannot be read yet: {shown}"),
    ));
    Vec::new()
}
