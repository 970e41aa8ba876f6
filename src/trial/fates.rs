//! Where projects stand at the end of the run.

use super::measure::{add, row};
use super::{NEVER, Worker, fate_row};
use crate::random::LANES;
use crate::wide::each;

impl Worker<'_> {
    /// Counts the projects that prepare, build, operate and have stopped. The arrivals that prepare are counted already,
    /// and those that wait, or are lost, are among the figures of the last month and year.
    #[inline(always)]
    pub(super) fn note_fates(&mut self) {
        let plan = self.plan;
        let last = (plan.months - plan.known_months - 1) as f64;
        let (mut preparing, mut stopped, mut lost_building) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        for (p, project) in plan.projects.iter().enumerate() {
            let (known, prep) = (self.projects.history(p), self.values.lanes(project.prep));
            for lane in 0..LANES {
                let (started, lost) = (known.start[lane] != NEVER, known.lost[lane] != NEVER);
                let one = |holds: bool| f64::from(u8::from(holds));
                preparing[lane] += one(!started && !lost && prep[lane] > last);
                stopped[lane] += one(known.stop[lane] != NEVER);
                lost_building[lane] += one(started && lost);
            }
        }
        let park = &self.block.park[(plan.years - 1) * plan.park_rows()..];
        let (started, operated) = (&park[row::PROJECTS_STARTED], &park[row::PROJECTS_OPERATING]);
        let fates = &mut self.block.fates;
        add(&mut fates[fate_row::PREPARING], &preparing);
        fates[fate_row::BUILDING] = each(|lane| started[lane] - operated[lane] - lost_building[lane]);
        fates[fate_row::OPERATING] = each(|lane| operated[lane] - stopped[lane]);
        fates[fate_row::STOPPED] = stopped;
        std::mem::swap(&mut self.block.arrival_losses, &mut self.projects.arrivals.losses);
    }
}
