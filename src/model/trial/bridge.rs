//! The bridge from the incumbents' base-year output to the park's output of a year: growth, exits, and what projects make.

use super::exits::Exits;
use super::lanes::add;
use super::sums::Sums;
use super::{Block, Trials};
use crate::plan::{BridgeRow, Plan};
use crate::random::{LANES, Lanes};
use crate::wide::each;

/// Steps of the incumbents: what they make beyond their base-year output, apart for those that operate at a year's end and those that have
/// closed by then. Exits are drawn, and expansions have not yet added to the outputs.
#[inline(always)]
pub(super) fn of_incumbents(Trials { plan, values, .. }: Trials<'_>, exits: &Exits, block: &mut Block) {
    block.base = [0.0; LANES];
    for enterprise in &plan.enterprises {
        add(&mut block.base, &values.lanes(enterprise.output));
    }
    for year in 0..plan.years {
        let outputs = &block.rows.enterprise[plan.layout.enterprise_year(year)];
        let mut growth = [0.0; LANES];
        outputs.iter().for_each(|output| add(&mut growth, output));
        // Few have closed: what they make beyond goes from one step to the other.
        let mut closed = [0.0; LANES];
        for (lane, e) in exits.until(12 * (year + 1)) {
            closed[lane] += outputs[e][lane] - values.at(plan.enterprises[e].output, lane);
        }
        let growth = each(|lane| growth[lane] - block.base[lane] - closed[lane]);
        block.rows.bridge[plan.layout.bridge(year, BridgeRow::Growth)] = growth;
        block.rows.bridge[plan.layout.bridge(year, BridgeRow::Exits)] = closed;
    }
}

/// The output of all new enterprises so far, less what other steps have of it.
#[inline(always)]
pub(super) fn of_new_enterprises(
    plan: &Plan,
    sums: &Sums,
    bridge: &mut [Lanes],
    row: BridgeRow,
    others: &[BridgeRow],
) {
    let layout = &plan.layout;
    for year in 0..plan.years {
        let mut output = [0.0; LANES];
        let by_industry = layout.by_industry(year, 0)..layout.by_industry(year + 1, 0);
        sums.output[by_industry].iter().for_each(|of_one| add(&mut output, of_one));
        for &other in others {
            let other = &bridge[layout.bridge(year, other)];
            output = each(|lane| output[lane] - other[lane]);
        }
        bridge[layout.bridge(year, row)] = output;
    }
}
