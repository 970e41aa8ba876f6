//! Signings of the channels (MODEL section 7), counted for the whole block.

use super::{TrialError, Worker};
use crate::plan::{ChannelPlan, Dispersion};
use crate::random::elementary::exp;
use crate::random::{LANES, Lanes, poisson};
use rand_distr::{Distribution, Gamma};

/// Most signings of a channel in a month that are followed; no park comes near.
const MAX_SIGNINGS: u64 = 20_000;

impl Worker<'_> {
    /// The number of projects that each channel signs in each month.
    ///
    /// # Errors
    /// Where one of the first `used` trials signs more than can be followed.
    pub(super) fn sign(&mut self, first_trial: u64, used: usize) -> Result<(), TrialError> {
        let plan = self.plan;
        let mut uniforms = [0.0; LANES];
        for (c, channel) in plan.channels.iter().enumerate() {
            for year in 0..plan.years {
                let mut weight = self.dispersion(channel, first_trial, year);
                self.load_on_factor(channel, year, &mut weight);
                for month in (12 * year).max(plan.known_months) + 1..=12 * (year + 1) {
                    let profile = channel.profile[(month - 1) % 12] / 12.0;
                    let rate = self.values.lanes(channel.rate[plan.epoch_of_month[month]]);
                    channel.count_key.uniforms(first_trial, month as u64, &mut uniforms);
                    let counts = &mut self.signings[c * (plan.months + 1) + month];
                    for lane in 0..LANES {
                        let mean = rate[lane] * profile * weight[lane];
                        let count = if mean < MAX_SIGNINGS as f64 {
                            poisson::count(uniforms[lane], mean)
                        } else {
                            MAX_SIGNINGS
                        };
                        if count >= MAX_SIGNINGS && lane < used {
                            let what = format!(
                                "channel {} signs {mean:.0} projects or more in month {month}; lower its rate, dispersion or \
                                 factor_loading",
                                c + 1
                            );
                            return Err(TrialError { trial: first_trial + lane as u64, what });
                        }
                        counts[lane] = count as u32;
                    }
                }
            }
        }
        Ok(())
    }

    /// Γ of one channel and year.
    fn dispersion(&self, channel: &ChannelPlan, first_trial: u64, year: usize) -> Lanes {
        let mut gamma = [1.0; LANES];
        match &channel.dispersion {
            Dispersion::None => {}
            Dispersion::Fixed(law) => {
                channel.dispersion_key.uniforms(first_trial, year as u64, &mut gamma);
                law.values(&mut gamma);
            }
            Dispersion::Varying(variance) => {
                for (lane, gamma) in gamma.iter_mut().enumerate() {
                    let variance = self.values.at(*variance, lane);
                    let mut words = channel.dispersion_key.words(first_trial + lane as u64, year as u64);
                    // No law of variance 0, or one too small to tell from it: the factor stays 1.
                    if let Ok(law) = Gamma::new(1.0 / variance, variance) {
                        *gamma = law.sample(&mut words);
                    }
                }
            }
        }
        gamma
    }

    /// Times exp(λF - λ²/2): promotion does better in good years.
    fn load_on_factor(&self, channel: &ChannelPlan, year: usize, weight: &mut Lanes) {
        if self.plan.values.known(channel.factor_loading) == Some(0.0) {
            return;
        }
        let loading = self.values.lanes(channel.factor_loading);
        let factor = &self.factors[year * self.plan.industries.len() + channel.industry];
        for lane in 0..LANES {
            weight[lane] *= exp(loading[lane] * (factor[lane] - 0.5 * loading[lane]));
        }
    }
}
