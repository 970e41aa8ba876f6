//! Problems in the order in which they are read: errors first, and those of many rows as one.
//!
//! A column that is wrong is wrong in every row: said a hundred times it hides what else is wrong.

use super::node::{FileIx, Origin, Place};
use super::problem::{Problem, Problems, Severity};
use std::collections::HashMap;

/// So many problems alike are said once.
const ALIKE: usize = 3;

/// Problems that are said together: one alone, or several alike.
#[derive(Debug)]
pub(super) struct Fold<'a> {
    /// The one that stands first in its file.
    pub(super) first: &'a Problem,
    /// The others, in the order of the file.
    pub(super) others: Vec<&'a Problem>,
}

impl<'a> Fold<'a> {
    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a Problem> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }
}

/// What problems that are alike have in common: all but the row, and the numbers and names in their texts.
type Alike = (Severity, FileIx, Option<usize>, String, [String; 3]);

/// Folds problems: errors before warnings before notices, each in the order of the files.
pub(super) fn fold(problems: &Problems) -> Vec<Fold<'_>> {
    let mut order: Vec<&Problem> = problems.list.iter().collect();
    order.sort_by_key(|problem| (problem.severity, problem.origin));
    order.dedup();
    let mut groups: Vec<Vec<&Problem>> = Vec::new();
    let mut places: HashMap<Alike, usize> = HashMap::new();
    for problem in order {
        let next = groups.len();
        let place = alike(problem).map_or(next, |alike| *places.entry(alike).or_insert(next));
        match groups.get_mut(place) {
            Some(group) => group.push(problem),
            None => groups.push(vec![problem]),
        }
    }
    let mut folds: Vec<Fold<'_>> = Vec::new();
    for group in groups {
        match group.as_slice() {
            [first, others @ ..] if group.len() >= ALIKE => {
                folds.push(Fold { first, others: others.to_vec() });
            }
            few => folds.extend(few.iter().map(|first| Fold { first, others: Vec::new() })),
        }
    }
    // Those that are alike but too few to fold go back to their places.
    folds.sort_by_key(|fold| (fold.first.severity, fold.first.origin));
    folds
}

/// `None` for what concerns no line or cell: it is said by itself.
fn alike(problem: &Problem) -> Option<Alike> {
    let Origin { file, place } = problem.origin?;
    let sheet = match place {
        Place::File => return None,
        Place::Span { .. } => None,
        Place::Cell { sheet, .. } => Some(sheet),
    };
    let texts = [Some(&problem.found), problem.allowed.as_ref(), problem.remedy.as_ref()];
    let texts = texts.map(|text| text.map_or_else(String::new, |text| skeleton(&text.zh)));
    Some((problem.severity, file, sheet, generic(&problem.path), texts))
}

/// A path without the places in its brackets: `enterprises[].output`.
pub(super) fn generic(path: &str) -> String {
    let mut inside = false;
    let keep = |c: &char| {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            _ => return !inside,
        }
        true
    };
    path.chars().filter(keep).collect()
}

/// A text without what differs from row to row: its numbers, and what stands in quotation marks.
fn skeleton(text: &str) -> String {
    let mut quoted = false;
    let keep = |c: &char| {
        match c {
            '“' => quoted = true,
            '”' => quoted = false,
            _ => return !quoted && !c.is_ascii_digit() && !matches!(c, '.' | ',' | '-'),
        }
        true
    };
    text.chars().filter(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::text;

    fn at(row: usize) -> Origin {
        Origin { file: FileIx(1), place: Place::Cell { sheet: 0, row, column: 2 } }
    }

    fn folded(list: Vec<Problem>) -> Vec<(String, usize)> {
        let problems = Problems { list };
        fold(&problems).iter().map(|fold| (fold.first.found.en.clone(), fold.others.len())).collect()
    }

    #[test]
    fn errors_come_first_and_rows_alike_are_one() {
        let zero = |row| Problem::warning(at(row), format!("enterprises[{row}].output"), text!("零", "zero"));
        let mut list: Vec<Problem> = (1..=120).map(zero).collect();
        list.push(Problem::error(at(121), "enterprises[121].output", text!("“8.6亿”", "8.6")));
        assert_eq!(folded(list), [("8.6".to_owned(), 0), ("zero".to_owned(), 119)]);
    }

    #[test]
    fn what_differs_by_more_than_numbers_and_names_stays_apart() {
        let unit = |row: usize| {
            let problem =
                Problem::error(at(row), format!("enterprises[{row}].tax"), text!("“{row}亿”", "{row}"));
            problem.remedy(text!("写作 {row}亿元", "write {row}"))
        };
        let mut list: Vec<Problem> = (1..=3).map(unit).collect();
        list.push(Problem::error(at(2), "enterprises[2].land", text!("“2亿”", "other column")));
        list.push(Problem::error(at(9), "enterprises[9].tax", text!("空", "other fault")));
        let others = [("other column".to_owned(), 0), ("other fault".to_owned(), 0)];
        assert_eq!(folded(list), [[("1".to_owned(), 2)].as_slice(), &others].concat());
    }

    #[test]
    fn two_rows_are_said_one_by_one_in_their_places() {
        let zero =
            |row| Problem::warning(at(row), format!("enterprises[{row}].output"), text!("零", "{row}"));
        let list = vec![zero(1), Problem::warning(at(2), "x", text!("甲", "between")), zero(3)];
        assert_eq!(
            folded(list).iter().map(|(found, _)| found.as_str()).collect::<Vec<_>>(),
            ["1", "between", "3"]
        );
    }
}
