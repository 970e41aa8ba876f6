//! What the park's output is made of: the incumbents' base-year output, what they make beyond it, what went with those
//! that closed, and what projects make.

use super::measure::add;
use super::{PART_ROWS, Worker, part_row};
use crate::random::{LANES, Lanes};
use crate::wide::each;

impl Worker<'_> {
    /// What incumbents make beyond their base-year output, apart for those that operate at a year's end and those that
    /// have closed by then. Enterprises have closed, and expansions have not yet added to their output.
    #[inline(always)]
    pub(super) fn part_incumbents(&mut self) {
        let (plan, n) = (self.plan, self.plan.enterprises.len());
        self.block.base = [0.0; LANES];
        for enterprise in &plan.enterprises {
            add(&mut self.block.base, &self.values.lanes(enterprise.output));
        }
        for year in 0..plan.years {
            let outputs = &self.block.enterprise[year * n..(year + 1) * n];
            let mut growth = [0.0; LANES];
            outputs.iter().for_each(|output| add(&mut growth, output));
            // Few have closed: what they make beyond goes from one part to the other.
            let mut exits = [0.0; LANES];
            for &(lane, e) in self.closings[..=12 * (year + 1)].iter().flatten() {
                exits[lane] += outputs[e][lane] - self.values.at(plan.enterprises[e].output, lane);
            }
            let growth = each(|lane| growth[lane] - self.block.base[lane] - exits[lane]);
            *self.part(year, part_row::GROWTH) = growth;
            *self.part(year, part_row::EXITS) = exits;
        }
    }

    /// The output of all new enterprises so far, less what other parts have of it.
    #[inline(always)]
    pub(super) fn part_new_enterprises(&mut self, row: usize, others: &[usize]) {
        let n = self.plan.industries.len();
        for year in 0..self.plan.years {
            let mut output = [0.0; LANES];
            self.sums.output[year * n..(year + 1) * n].iter().for_each(|of_one| add(&mut output, of_one));
            for &other in others {
                let other = self.part(year, other);
                output = each(|lane| output[lane] - other[lane]);
            }
            *self.part(year, row) = output;
        }
    }

    /// One part of a year's output.
    #[inline(always)]
    pub(super) fn part(&mut self, year: usize, row: usize) -> &mut Lanes {
        &mut self.block.parts[year * PART_ROWS + row]
    }
}
