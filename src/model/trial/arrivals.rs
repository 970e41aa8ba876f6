//! Signings of the channels (MODEL section 7), counted and drawn for the whole block.

use super::growth::Factors;
use super::lanes::{add, mask, ones};
use super::projects::Projects;
use super::queue::{Joiner, Joiners};
use super::rank::Rank;
use super::sums::Sums;
use super::{Loss, Month, TrialError, Trials};
use crate::law::gamma_by_rejection;
use crate::plan::{
    ChannelPlan, Dispersion, Plan, Recurring, StatusRow, ValueBuffer, arrival_index, month_of,
};
use crate::random::elementary::exp;
use crate::random::{LANES, Lanes, first_lanes, poisson};
use crate::wide::each;

/// Most signings of a channel in a month that are followed; no park comes near.
const MAX_SIGNINGS: u32 = 20_000;

/// The signings of one channel in the block, month by month, a column for each property.
#[derive(Debug, Default)]
pub(super) struct Signings {
    lanes: Vec<u8>,
    /// Index of each signing's draws, which holds its month.
    indices: Vec<u64>,
    join: Vec<f64>,
    capacity: Vec<f64>,
    priority: Vec<f64>,
    patience: Vec<f64>,
    build: Vec<f64>,
    ramp: Vec<f64>,
    draws: Vec<f64>,
}

impl Signings {
    /// Leaves only those of which `keeps` says so, given trial, index and what is in `join`.
    #[inline(always)]
    fn retain(&mut self, mut keeps: impl FnMut(usize, u64, f64) -> bool) {
        let n = self.lanes.len();
        let (lanes, indices, join) = (&mut self.lanes[..n], &mut self.indices[..n], &mut self.join[..n]);
        let mut to = 0;
        for from in 0..n {
            let (lane, index, x) = (lanes[from], indices[from], join[from]);
            (lanes[to], indices[to], join[to]) = (lane, index, x);
            to += usize::from(keeps(lane as usize % LANES, index, x));
        }
        self.lanes.truncate(to);
        self.indices.truncate(to);
        self.join.truncate(to);
    }
}

impl Signings {
    /// Signs the projects of all channels and lists those that are carried out.
    ///
    /// # Errors
    /// Where one of the first `used` trials signs more than can be followed.
    #[inline(always)]
    pub fn sign(
        &mut self,
        trials: Trials<'_>,
        factors: &Factors,
        projects: &mut Projects,
        joiners: &mut Joiners,
        sums: &mut Sums,
        status: &mut [Lanes],
    ) -> Result<(), TrialError> {
        let plan = trials.plan;
        sums.signed.fill([0.0; LANES]);
        for (c, channel) in plan.channels.iter().enumerate() {
            self.lanes.clear();
            self.indices.clear();
            for year in plan.known_months / 12..plan.years {
                let weight = weight(trials, factors, channel, year);
                self.count_year(trials, (c, channel), year, &weight, &mut sums.signed[year])?;
            }
            self.list(trials, channel, (projects, joiners), &mut sums.withdrawn, status);
        }
        // What is still under negotiation counts once it is known who closes before it is signed.
        let known = plan.projects.iter().filter(|project| project.negotiation.is_none()).count();
        let mut total = [known as f64; LANES];
        for signed in &mut sums.signed {
            for lane in 0..LANES {
                total[lane] += signed[lane];
            }
            *signed = total;
        }
        Ok(())
    }

    /// Counts the signings of a channel in each month of a year and notes those that are carried out.
    #[inline(always)]
    fn count_year(
        &mut self,
        Trials { plan, values, first: first_trial, used, .. }: Trials<'_>,
        (c, channel): (usize, &ChannelPlan),
        year: usize,
        weight: &Lanes,
        signed: &mut Lanes,
    ) -> Result<(), TrialError> {
        let (mut uniforms, mut counts) = ([0.0; LANES], [0; LANES]);
        for month in (12 * year).max(plan.known_months) + 1..=12 * (year + 1) {
            let profile = channel.profile[(month - 1) % 12] / 12.0;
            let mut mean = values.lanes(channel.rate[plan.epoch_of_month[month]]);
            for lane in 0..LANES {
                mean[lane] = mean[lane] * profile * weight[lane];
            }
            channel.count_key.uniforms(first_trial, month as u64, &mut uniforms);
            poisson::counts(&uniforms, &mean, MAX_SIGNINGS, &mut counts);
            let wanted = first_lanes(used);
            if let Some(lane) = ones(mask(|lane| counts[lane] >= MAX_SIGNINGS) & wanted).next() {
                return Err(too_many(c, month, mean[lane], first_trial + lane as u64));
            }
            for n in 0.. {
                let signing = mask(|lane| counts[lane] > n) & wanted;
                if signing == 0 {
                    break;
                }
                let (first, more) = (self.lanes.len(), signing.count_ones() as usize);
                self.lanes.resize(first + more, 0);
                for (place, lane) in self.lanes[first..].iter_mut().zip(ones(signing)) {
                    *place = lane as u8;
                }
                self.indices.resize(first + more, arrival_index(month, u64::from(n)));
            }
            add(signed, &each(|lane| f64::from(counts[lane])));
        }
        Ok(())
    }

    /// Draws the properties of the signings of one channel that are carried out, and lists them. One that is still
    /// preparing when the run ends needs no place: nothing of it but the signing is ever seen.
    #[inline(always)]
    fn list(
        &mut self,
        Trials { plan, values, first: first_trial, .. }: Trials<'_>,
        channel: &ChannelPlan,
        (projects, joiners): (&mut Projects, &mut Joiners),
        withdrawn: &mut [Lanes],
        status: &mut [Lanes],
    ) {
        let s = self;
        let drawn = Drawn { plan, values, first_trial };
        s.join.resize(s.lanes.len(), 0.0);
        channel.conversion_key.uniforms_at(first_trial, &s.lanes, &s.indices, &mut s.join);
        let first = values.lanes(channel.conversion[0]);
        let (is_dated, signed) = (channel.conversion.len() > 1, s.lanes.len());
        s.retain(
            #[inline(always)]
            |lane, index, u| {
                let month = month_of(index);
                let conversion = if is_dated {
                    values.at(channel.conversion[plan.epoch_of_month[month]], lane)
                } else {
                    first[lane]
                };
                let converts = u < conversion;
                withdrawn[(month - 1) / 12][lane] += f64::from(u8::from(!converts));
                converts
            },
        );
        projects.arrivals.losses.add(Loss::WITHDRAWN, (signed - s.lanes.len()) as u64);
        drawn.draw(&channel.prep, &s.lanes, &s.indices, &mut s.join);
        for (join, &index) in s.join.iter_mut().zip(&s.indices) {
            *join += month_of(index) as f64;
        }
        let preparing = &mut status[plan.layout.status(StatusRow::Preparing)];
        s.retain(
            #[inline(always)]
            |lane, _, join| {
                let joins = join <= plan.months as f64;
                preparing[lane] += f64::from(u8::from(!joins));
                joins
            },
        );
        drawn.draw_all(&channel.capacity, &s.lanes, &s.indices, &mut s.capacity);
        drawn.draw_all(&channel.priority, &s.lanes, &s.indices, &mut s.priority);
        drawn.draw_all(&channel.patience, &s.lanes, &s.indices, &mut s.patience);
        drawn.draw_all(&channel.build, &s.lanes, &s.indices, &mut s.build);
        drawn.draw_all(&channel.ramp, &s.lanes, &s.indices, &mut s.ramp);
        let needs = &mut projects.needs;
        let first_need = needs.append(s.lanes.len());
        for (resource, need) in &channel.needs {
            drawn.draw_all(need, &s.lanes, &s.indices, &mut s.draws);
            for (i, &need) in s.draws.iter().enumerate() {
                *needs.cell(first_need + i, *resource) = need;
            }
        }
        for (resource, need) in &channel.needs_per_output {
            drawn.draw_all(need, &s.lanes, &s.indices, &mut s.draws);
            for (i, (&need, &capacity)) in s.draws.iter().zip(&s.capacity).enumerate() {
                *needs.cell(first_need + i, *resource) += capacity * need;
            }
        }
        let first_cell = projects.append(s.lanes.len());
        let (needs, arrivals) = (&projects.needs, &mut projects.arrivals);
        arrivals.first.push(arrivals.lanes.len());
        for i in 0..s.lanes.len() {
            let (join, land) = (s.join[i] as Month, needs.land(first_need + i));
            let joiner = Joiner {
                rank: Rank::new(s.priority[i], s.capacity[i], land),
                leave: join + s.patience[i] as Month + 1,
                build: s.build[i] as Month,
                cell: (first_cell + i) as u32,
                needs: (first_need + i) as u32,
                lane: u32::from(s.lanes[i]),
            };
            joiners.push(join, joiner);
            arrivals.land.push(land);
        }
        arrivals.lanes.extend_from_slice(&s.lanes);
        arrivals.capacity.extend_from_slice(&s.capacity);
        arrivals.ramp.extend(s.ramp.iter().map(|&ramp| ramp as Month));
    }
}

/// Factor by which a channel signs more or less in a year: its Gamma factor, times exp(λF - λ²/2), as promotion does
/// better in good years.
#[inline(always)]
fn weight(trials: Trials<'_>, factors: &Factors, channel: &ChannelPlan, year: usize) -> Lanes {
    let Trials { plan, values, .. } = trials;
    let mut weight = dispersion(trials, channel, year);
    if plan.values.known(channel.factor_loading) == Some(0.0) {
        return weight;
    }
    let loading = values.lanes(channel.factor_loading);
    let factor = factors.of_industry(plan, year, channel.industry);
    for lane in 0..LANES {
        weight[lane] *= exp(loading[lane] * (factor[lane] - 0.5 * loading[lane]));
    }
    weight
}

/// Gamma factor of one channel and year.
#[inline(always)]
fn dispersion(Trials { values, first, .. }: Trials<'_>, channel: &ChannelPlan, year: usize) -> Lanes {
    let mut gamma = [1.0; LANES];
    match &channel.dispersion {
        Dispersion::None => {}
        Dispersion::Fixed(law) => {
            channel.dispersion_key.uniforms(first, year as u64, &mut gamma);
            law.values(&mut gamma);
        }
        Dispersion::Varying(variance) => {
            for (lane, gamma) in gamma.iter_mut().enumerate() {
                let variance = values.at(*variance, lane);
                let mut words = channel.dispersion_key.words(first + lane as u64, year as u64);
                *gamma = gamma_by_rejection(variance, &mut words);
            }
        }
    }
    gamma
}

/// Source of the draws of signings.
struct Drawn<'a> {
    plan: &'a Plan,
    values: &'a ValueBuffer,
    first_trial: u64,
}

impl Drawn<'_> {
    /// Draws a field of each signing.
    #[inline(always)]
    fn draw_all(&self, field: &Recurring, lanes: &[u8], indices: &[u64], out: &mut Vec<f64>) {
        out.resize(lanes.len(), 0.0);
        self.draw(field, lanes, indices, out);
    }

    /// Draws a field of some signings, stretch by stretch of months with the same dated values.
    #[inline(always)]
    fn draw(&self, field: &Recurring, lanes: &[u8], indices: &[u64], out: &mut [f64]) {
        let epoch = |i: usize| self.plan.epoch_of_month[month_of(indices[i])];
        let dated = field.template.len() > 1;
        let mut from = 0;
        while from < out.len() {
            let here = if dated { epoch(from) } else { 0 };
            let until =
                if dated { (from..out.len()).find(|&i| epoch(i) != here) } else { None }.unwrap_or(out.len());
            let (lanes, indices) = (&lanes[from..until], &indices[from..until]);
            field.template[here].values(
                self.values,
                lanes,
                #[inline(always)]
                |out| field.key.uniforms_at(self.first_trial, lanes, indices, out),
                &mut out[from..until],
            );
            from = until;
        }
    }
}

fn too_many(c: usize, month: usize, mean: f64, trial: u64) -> TrialError {
    let what = format!(
        "channel {} signs {mean:.0} projects or more in month {month}; lower its rate, dispersion or factor_loading",
        c + 1
    );
    TrialError { trial, what }
}
