//! Idle land that a limited number of crews works on (MODEL section 6).
//!
//! Between the months in which parcels' starts come, crews take those that wait in the file's order, whatever the trial. So all
//! trials of a block go through these phases side by side, parcel by parcel, with a look at every crew for each.

use super::Trials;
use super::lanes::mask;
use super::parcels::reclaim;
use crate::plan::{Plan, ValueRef};
use crate::random::{LANES, Lanes};
use crate::wide::each;

/// Crews and what waits for them; of a plan in which they are not limited, nothing.
#[derive(Debug)]
pub(super) struct Crews {
    /// The first month of each phase: those of the run in which some parcel's start comes.
    phases: Vec<usize>,
    /// The trials in which each parcel has been begun.
    begun: Vec<u64>,
    /// The month from which on each crew is free.
    free: Vec<Lanes>,
}

impl Crews {
    pub fn new(plan: &Plan) -> Self {
        let parcels = if plan.crews.is_some() { &plan.parcels[..] } else { &[] };
        let starts = parcels.iter().map(|parcel| parcel.start);
        let mut phases: Vec<usize> = starts.filter(|&month| month <= plan.months).collect();
        phases.sort_unstable();
        phases.dedup();
        Self { phases, begun: vec![0; parcels.len()], free: Vec::with_capacity(parcels.len()) }
    }

    /// Begins another block, with the number of crews in each trial.
    #[inline(always)]
    fn begin_block(&mut self, crews: &Lanes) {
        self.begun.fill(0);
        self.free.clear();
        for number in (0..self.begun.len()).map(|number| number as f64) {
            if mask(|lane| number < crews[lane]) == 0 {
                break;
            }
            self.free.push(each(|lane| if number < crews[lane] { 0.0 } else { f64::INFINITY }));
        }
    }

    /// The first month in which a crew is free.
    #[inline(always)]
    fn earliest(&self) -> Lanes {
        let mut earliest = [f64::INFINITY; LANES];
        for free in &self.free {
            for lane in 0..LANES {
                earliest[lane] = if free[lane] < earliest[lane] { free[lane] } else { earliest[lane] };
            }
        }
        earliest
    }

    /// In some trials, the first crew that is free from this month on works until that one.
    #[inline(always)]
    fn occupy(&mut self, trials: u64, free_in: &Lanes, until: &Lanes) {
        // No crew's month equals NaN: neither in the other trials, nor once one has taken the work.
        let mut free_in: Lanes = each(|lane| if trials >> lane & 1 == 1 { free_in[lane] } else { f64::NAN });
        for free in &mut self.free {
            for lane in 0..LANES {
                let takes = free[lane] == free_in[lane];
                free[lane] = if takes { until[lane] } else { free[lane] };
                free_in[lane] = if takes { f64::NAN } else { free_in[lane] };
            }
        }
    }

    /// Works on the parcels with a limited number of crews: in each month those that are free take, in the file's order, parcels
    /// whose start has come.
    #[inline(always)]
    pub fn reclaim(
        &mut self,
        trials: Trials<'_>,
        crews: ValueRef,
        reclaimed: &mut [Lanes],
        by_route: &mut [Lanes],
    ) {
        let Trials { plan, values, .. } = trials;
        self.begin_block(&values.lanes(crews));
        for phase in 0..self.phases.len() {
            let from = self.phases[phase];
            let until = self.phases.get(phase + 1).map_or(plan.months + 1, |&next| next) as f64;
            for (p, parcel) in plan.parcels.iter().enumerate() {
                if parcel.start > from || self.begun[p] == !0 {
                    continue;
                }
                let free_in = self.earliest();
                let begins =
                    each(|lane| if free_in[lane] > from as f64 { free_in[lane] } else { from as f64 });
                let have_crew = mask(|lane| begins[lane] < until);
                if have_crew == 0 {
                    break;
                }
                let begin = have_crew & !self.begun[p];
                let finished = reclaim(trials, parcel, (begin, begins), (reclaimed, by_route));
                self.begun[p] |= begin;
                self.occupy(begin, &free_in, &finished);
            }
        }
    }
}
