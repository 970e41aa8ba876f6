//! Durations that are written as dates.

use super::super::calendar::{self, Calendar, calendar};
use super::super::fields::Fields;
use super::super::node::{Node, NodeValue};
use super::super::problem::{Problem, Problems};
use super::super::quantity;
use super::super::scalar::{Role, Site, interval_ends};
use super::super::unit::Scale;
use super::park::Clock;
use crate::format::Dimension;
use crate::scenario::Quantity;
use crate::text::text;

/// The steps of a project or a supply, one after another. A duration may be written as the month in which it ends, and is
/// then counted from the month in which what comes before it ends.
pub(crate) struct Dates<'a> {
    pub(crate) entry: &'a Fields<'a>,
    pub(crate) clock: Clock,
    /// Month in which the next step begins, where that is certain.
    pub(crate) from: Option<i64>,
}

impl Dates<'_> {
    /// The months of the next step, of which there are at least so many.
    pub(crate) fn next(&mut self, key: &str, least: f64, out: &mut Problems) -> Quantity {
        let months = self.months(key, least, out).unwrap_or(Quantity::Fixed(least));
        let lasts = months.fixed().map(|months| months.ceil().max(least) as i64);
        self.from = self.from.zip(lasts).map(|(from, lasts)| from + lasts);
        months
    }

    fn months(&self, key: &str, least: f64, out: &mut Problems) -> Option<Quantity> {
        let node = self.entry.node(key)?;
        let path = self.entry.path_of(key);
        let site = Site { path: &path, scale: Scale::of(Dimension::Months), role: Role::Value };
        let ends = date_range(node);
        if ends.is_none() && calendar(&node.value).is_none() {
            return quantity::quantity(node, site, out);
        }
        let [begin, end] = ends.unwrap_or([node.clone(), node.clone()]);
        let (begin, end) = (self.index(&begin, &path, out)?, self.index(&end, &path, out)?);
        let Some(from) = self.from else {
            out.push(
                Problem::error(
                    node.origin,
                    path,
                    text!(
                        "写成月份，而前一步的月数不确定",
                        "a month, where the duration before it is uncertain"
                    ),
                )
                .remedy(text!(
                    "前一步也写成月份或确定的月数，或这里写月数",
                    "write that as a month or a fixed number too, or write months here"
                )),
            );
            return None;
        };
        let (begin, end) = ((begin - from) as f64, (end - from) as f64);
        if begin < least {
            let (shown, least) = (shown(node), least);
            out.push(Problem::warning(
                node.origin,
                &*path,
                text!(
                    "{shown} 早于这一步最早能完成的月份：按 {least} 个月计",
                    "{shown} is before this can be over: taken as {least} months"
                ),
            ));
        }
        let (begin, end) = (begin.max(least), end.max(least));
        let written = NodeValue::Text(format!("{begin} to {end}"));
        quantity::quantity(&Node { value: written, origin: node.origin }, site, out)
    }

    /// The calendar month of a value, counted from January of the first year.
    pub(crate) fn index(&self, node: &Node, path: &str, out: &mut Problems) -> Option<i64> {
        let month = calendar::month(node, path).map_err(|problem| out.push(*problem)).ok()?;
        self.clock.sure.then(|| self.clock.index(month))
    }
}

/// The ends of "2024-06 to 2024-09".
fn date_range(node: &Node) -> Option<[Node; 2]> {
    let NodeValue::Text(text) = &node.value else { return None };
    let (begin, end) = interval_ends(text)?;
    let ends = [begin, end].map(|end| Node { value: NodeValue::Text(end.to_owned()), origin: node.origin });
    ends.iter().all(|end| matches!(calendar(&end.value), Some(Calendar::Month(..)))).then_some(ends)
}

/// A date as it is written.
pub(crate) fn shown(node: &Node) -> String {
    match &node.value {
        NodeValue::Text(text) | NodeValue::Date(text) => text.clone(),
        NodeValue::Integer(number) => number.to_string(),
        NodeValue::Float(number) => number.to_string(),
        _ => String::new(),
    }
}
