//! Work on idle land, parcel by parcel (MODEL section 6).

use super::Trials;
use super::lanes::{mask, ones};
use crate::plan::{ParcelPlan, Template, ValueBuffer};
use crate::random::{LANES, Lanes};

/// Works on one parcel in some trials of the block, beginning in these months; adds the land by month, and by year and
/// route. Returns the months in which it is finished with in those trials, within the run or some time after.
#[inline(always)]
pub(super) fn reclaim(
    Trials { plan, values, first: first_trial, .. }: Trials<'_>,
    parcel: &ParcelPlan,
    (trials, mut begins): (u64, Lanes),
    (reclaimed, by_route): (&mut [Lanes], &mut [Lanes]),
) -> Lanes {
    let (area, end) = (values.lanes(parcel.area), plan.months as f64);
    let mut finished = begins;
    let (mut months, mut success, mut chance) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
    // The trials in which it is still worked on.
    let mut open = trials;
    for (j, attempt) in parcel.attempts.iter().enumerate() {
        if open == 0 {
            break;
        }
        parcel.success_key.uniforms(first_trial, j as u64, &mut success);
        if let ([template], [of_success]) = (&attempt.months[..], &attempt.success[..]) {
            draw_months(template, values, parcel, (first_trial, j), &mut months);
            chance = values.lanes(*of_success);
        } else {
            for (epoch, template) in attempt.months.iter().enumerate() {
                let begun = mask(|lane| {
                    plan.epoch_of_month.get(begins[lane] as usize).is_some_and(|&of_month| of_month == epoch)
                });
                if open & begun == 0 {
                    continue;
                }
                let mut drawn = [0.0; LANES];
                draw_months(template, values, parcel, (first_trial, j), &mut drawn);
                let chances = values.lanes(attempt.success[epoch]);
                for lane in ones(open & begun) {
                    (months[lane], chance[lane]) = (drawn[lane], chances[lane]);
                }
            }
        }
        for lane in 0..LANES {
            begins[lane] += months[lane];
        }
        for lane in 0..LANES {
            finished[lane] = if open >> lane & 1 == 1 { begins[lane] } else { finished[lane] };
        }
        let succeeds = mask(|lane| success[lane] < chance[lane]);
        let within = mask(|lane| begins[lane] <= end);
        for lane in ones(open & succeeds & within) {
            let month = begins[lane] as usize;
            reclaimed[month][lane] += area[lane];
            by_route[plan.layout.route((month - 1) / 12, attempt.route)][lane] += area[lane];
        }
        open &= within & !succeeds;
    }
    finished
}

/// Every lane.
const ALL_LANES: [u8; LANES] = {
    let mut lanes = [0; LANES];
    let mut lane = 0;
    while lane < LANES {
        lanes[lane] = lane as u8;
        lane += 1;
    }
    lanes
};

/// The months that the j-th attempt on a parcel takes in each trial of the block.
#[inline(always)]
fn draw_months(
    template: &Template,
    values: &ValueBuffer,
    parcel: &ParcelPlan,
    (first_trial, j): (u64, usize),
    months: &mut Lanes,
) {
    template.values(
        values,
        &ALL_LANES,
        #[inline(always)]
        |out| {
            if let Some(out) = out.first_chunk_mut() {
                parcel.months_key.uniforms(first_trial, j as u64, out);
            }
        },
        months,
    );
}
