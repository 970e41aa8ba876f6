//! The bridge from the incumbents' base-year output to the park's output of a year: growth, exits, and what projects make.

use super::Worker;
use super::measure::add;
use crate::plan::BridgeRow;
use crate::random::{LANES, Lanes};
use crate::wide::each;

impl Worker<'_> {
    /// Steps of the incumbents: what they make beyond their base-year output, apart for those that operate at a year's end and those that
    /// have closed by then. Enterprises have closed, and expansions have not yet added to their output.
    #[inline(always)]
    pub(super) fn bridge_incumbents(&mut self) {
        let plan = self.plan;
        self.block.base = [0.0; LANES];
        for enterprise in &plan.enterprises {
            add(&mut self.block.base, &self.values.lanes(enterprise.output));
        }
        for year in 0..plan.years {
            let outputs = &self.block.rows.enterprise[plan.layout.enterprise_year(year)];
            let mut growth = [0.0; LANES];
            outputs.iter().for_each(|output| add(&mut growth, output));
            // Few have closed: what they make beyond goes from one part to the other.
            let mut exits = [0.0; LANES];
            for &(lane, e) in self.closings[..=12 * (year + 1)].iter().flatten() {
                exits[lane] += outputs[e][lane] - self.values.at(plan.enterprises[e].output, lane);
            }
            let growth = each(|lane| growth[lane] - self.block.base[lane] - exits[lane]);
            *self.bridge(year, BridgeRow::Growth) = growth;
            *self.bridge(year, BridgeRow::Exits) = exits;
        }
    }

    /// The output of all new enterprises so far, less what other steps have of it.
    #[inline(always)]
    pub(super) fn bridge_new_enterprises(&mut self, row: BridgeRow, others: &[BridgeRow]) {
        let layout = &self.plan.layout;
        for year in 0..self.plan.years {
            let mut output = [0.0; LANES];
            let by_industry = layout.by_industry(year, 0)..layout.by_industry(year + 1, 0);
            self.sums.output[by_industry].iter().for_each(|of_one| add(&mut output, of_one));
            for &other in others {
                let other = self.bridge(year, other);
                output = each(|lane| output[lane] - other[lane]);
            }
            *self.bridge(year, row) = output;
        }
    }

    /// A step of the bridge to a year's output.
    #[inline(always)]
    pub(super) fn bridge(&mut self, year: usize, row: BridgeRow) -> &mut Lanes {
        &mut self.block.rows.bridge[self.plan.layout.bridge(year, row)]
    }
}
