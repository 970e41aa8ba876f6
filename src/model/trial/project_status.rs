//! Status of projects at the end of the run.

use super::lanes::add;
use super::projects::Projects;
use super::{Block, Month, NEVER, Trials};
use crate::plan::{Rows, StatusRow};
use crate::random::LANES;
use crate::scenario::ParkMetric;
use crate::wide::each;

/// Counts the projects that prepare, build, operate and have stopped. The arrivals that prepare are counted already, and
/// those that wait, or are lost, are among the figures of the last month and year.
#[inline(always)]
pub(super) fn note(Trials { plan, values, .. }: Trials<'_>, projects: &mut Projects, block: &mut Block) {
    let (first, end) = (plan.known_months as Month + 1, plan.months as Month);
    let (mut preparing, mut stopped, mut lost_building) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
    for (p, project) in plan.projects.iter().enumerate() {
        let (known, prep) = (projects.history(p), values.lanes(project.prep));
        for lane in 0..LANES {
            let (started, lost) = (known.start[lane] != NEVER, known.lost[lane] != NEVER);
            let one = |holds: bool| f64::from(u8::from(holds));
            let begins = known.signed[lane].max(first);
            let prepares = begins <= end && prep[lane] > f64::from(end - begins);
            preparing[lane] += one(!started && !lost && prepares);
            stopped[lane] += one(known.stop[lane] != NEVER);
            lost_building[lane] += one(started && lost);
        }
    }
    let (layout, last) = (&plan.layout, plan.years - 1);
    let Rows { park, status, .. } = &mut block.rows;
    let started = &park[layout.park(last, ParkMetric::ProjectsStarted)];
    let operated = &park[layout.park(last, ParkMetric::ProjectsOperating)];
    add(&mut status[layout.status(StatusRow::Preparing)], &preparing);
    status[layout.status(StatusRow::Building)] =
        each(|lane| started[lane] - operated[lane] - lost_building[lane]);
    status[layout.status(StatusRow::Operating)] = each(|lane| operated[lane] - stopped[lane]);
    status[layout.status(StatusRow::Stopped)] = stopped;
    std::mem::swap(&mut block.arrival_losses, &mut projects.arrivals.losses);
}
