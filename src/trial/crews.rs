//! Idle land where only so many parcels can be worked on at once (MODEL section 6).

use super::land::{draw_months, route_row};
use super::{Worker, mask};
use crate::plan::{Plan, ValueBuffer};
use crate::random::{LANES, Lanes};

/// Parcels of a word of a bit set.
const WORD: usize = u64::BITS as usize;

/// What crews can do; of a plan in which they are not limited, nothing.
#[derive(Debug)]
pub(super) struct Crews {
    pub attempts: Attempts,
    /// The parcels whose start comes in each month, as bit sets of so many words each, a bit for each parcel in the file's order.
    starting: Vec<u64>,
    /// In one trial, those whose start has come that no crew has begun with.
    waiting: Vec<u64>,
    /// In one trial, the crews that are free again in each month.
    back: Vec<usize>,
}

impl Crews {
    pub fn new(plan: &Plan) -> Self {
        let parcels = if plan.crews.is_some() { &plan.parcels[..] } else { &[] };
        let words = parcels.len().div_ceil(WORD);
        let mut starting = vec![0; (plan.months + 1) * words];
        for (p, parcel) in parcels.iter().enumerate().filter(|(_, parcel)| parcel.start <= plan.months) {
            let month = parcel.start.max(plan.known_months + 1);
            starting[month * words + p / WORD] |= 1 << (p % WORD);
        }
        let back = vec![0; plan.months + 1];
        Self { attempts: Attempts::new(plan), starting, waiting: vec![0; words], back }
    }
}

/// What comes of every attempt on every parcel of a block, by the stretch of months in which it would begin.
#[derive(Debug)]
pub(super) struct Attempts {
    /// Months that it takes: (attempt · stretches + stretch), attempts numbered parcel by parcel.
    months: Vec<Lanes>,
    /// The trials in which it succeeds.
    succeeds: Vec<u64>,
    /// Number of each parcel's first attempt.
    first: Vec<usize>,
    stretches: usize,
}

impl Attempts {
    pub fn new(plan: &Plan) -> Self {
        let stretches = plan.stretches.len();
        let mut count = 0;
        let mut first = Vec::new();
        if plan.crews.is_some() {
            for parcel in &plan.parcels {
                first.push(count);
                count += parcel.attempts.len();
            }
        }
        let all = count * stretches;
        Self { months: vec![[0.0; LANES]; all], succeeds: vec![0; all], first, stretches }
    }

    #[inline(always)]
    pub fn draw(&mut self, plan: &Plan, values: &ValueBuffer, first_trial: u64) {
        let (mut months, mut success) = ([0.0; LANES], [0.0; LANES]);
        for (parcel, &first) in plan.parcels.iter().zip(&self.first) {
            for (j, attempt) in parcel.attempts.iter().enumerate() {
                parcel.success_key.uniforms(first_trial, j as u64, &mut success);
                for (stretch, template) in attempt.months.iter().enumerate() {
                    draw_months(template, values, parcel, (first_trial, j), &mut months);
                    let at = (first + j) * self.stretches + stretch;
                    let chance = values.lanes(attempt.success[stretch]);
                    self.months[at] = months;
                    self.succeeds[at] = mask(|lane| success[lane] < chance[lane]);
                }
            }
        }
    }

    /// The month in which a parcel begun in `month` is finished with, and the route that reclaimed it, if one did. What
    /// lies beyond the run is not followed.
    #[inline]
    fn follow(&self, plan: &Plan, parcel: usize, month: usize, lane: usize) -> (usize, Option<usize>) {
        let mut month = month;
        for (j, attempt) in plan.parcels[parcel].attempts.iter().enumerate() {
            let at = (self.first[parcel] + j) * self.stretches + plan.epoch_of_month[month];
            month += self.months[at][lane] as usize;
            let succeeds = self.succeeds[at] >> lane & 1 == 1;
            if succeeds || month > plan.months {
                return (month, succeeds.then_some(attempt.route));
            }
        }
        (month, None)
    }
}

impl Worker<'_> {
    /// Works on the parcels of one trial with a limited number of crews: in each month the crews that are free take,
    /// in the file's order, parcels whose start has come.
    pub(super) fn reclaim_with_crews(&mut self, crews: usize, lane: usize) {
        let plan = self.plan;
        let Crews { attempts, starting, waiting, back } = &mut self.crews;
        let words = waiting.len();
        waiting.fill(0);
        back.fill(0);
        let mut free = crews;
        for month in plan.known_months + 1..=plan.months {
            free += back[month];
            let starting = &starting[month * words..][..words];
            for (word, (waiting, starting)) in waiting.iter_mut().zip(starting).enumerate() {
                *waiting |= starting;
                while free > 0 && *waiting != 0 {
                    let p = word * WORD + waiting.trailing_zeros() as usize;
                    *waiting &= *waiting - 1;
                    free -= 1;
                    let (end, route) = attempts.follow(plan, p, month, lane);
                    if let Some(back) = back.get_mut(end) {
                        *back += 1;
                        if let Some(route) = route {
                            let area = self.values.at(plan.parcels[p].area, lane);
                            self.reclaimed[end][lane] += area;
                            self.block.routes[route_row(plan, end, route)][lane] += area;
                        }
                    }
                }
            }
        }
    }
}
