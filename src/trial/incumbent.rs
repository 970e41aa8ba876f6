//! What an incumbent comes to at the end of a year (MODEL section 8), worked out where something looks at it.

use super::measure::{add, growth, in_wan, per_mu};
use super::{Month, Worker};
use crate::plan::TaxRule;
use crate::random::{LANES, Lanes};
use crate::scenario::Metric;
use crate::wide::each;

impl Worker<'_> {
    /// Its output of the year.
    #[inline(always)]
    pub(super) fn output(&self, e: usize, year: usize) -> &Lanes {
        &self.block.enterprise[year * self.plan.enterprises.len() + e]
    }

    /// Its output of the year before.
    #[inline(always)]
    pub(super) fn output_before(&self, e: usize, year: usize) -> Lanes {
        match year {
            0 => self.values.lanes(self.plan.enterprises[e].output),
            _ => *self.output(e, year - 1),
        }
    }

    /// 1 where it operates at the year's end, else 0.
    #[inline(always)]
    pub(super) fn open(&self, e: usize, year: usize) -> Lanes {
        if self.plan.enterprises[e].exits.is_empty() {
            return [1.0; LANES];
        }
        let end = 12 * (year as Month + 1);
        each(|lane| f64::from(u8::from(self.closes[e][lane] > end)))
    }

    /// Its tax, 万元.
    #[inline(always)]
    pub(super) fn tax(&self, e: usize, year: usize) -> Lanes {
        let (enterprise, output) = (&self.plan.enterprises[e], self.output(e, year));
        match enterprise.tax {
            TaxRule::Own(own) => {
                let (own, base) = (self.values.lanes(own), self.values.lanes(enterprise.output));
                each(|lane| if base[lane] > 0.0 { own[lane] * (output[lane] / base[lane]) } else { 0.0 })
            }
            TaxRule::PerOutput(rate) => {
                let rate = self.values.lanes(rate);
                each(|lane| output[lane] * rate[lane])
            }
        }
    }

    /// The land that it and its expansions hold, 亩, given where it operates.
    #[inline(always)]
    pub(super) fn land(&self, e: usize, year: usize, open: &Lanes) -> Lanes {
        let enterprise = &self.plan.enterprises[e];
        let mut land = self.values.lanes(enterprise.land);
        for lane in 0..LANES {
            land[lane] *= open[lane];
        }
        // Closed expansions hold nothing any more, so this is 0 where the enterprise has closed.
        if !enterprise.expansions.is_empty() {
            add(&mut land, &self.sums.expansion_land[year * self.plan.enterprises.len() + e]);
        }
        land
    }

    /// One of its figures.
    #[inline(always)]
    pub(super) fn figure(&self, e: usize, year: usize, metric: Metric) -> Lanes {
        let land = || self.land(e, year, &self.open(e, year));
        match metric {
            Metric::Output => *self.output(e, year),
            Metric::Growth => growth(self.output(e, year), &self.output_before(e, year)),
            Metric::Tax => self.tax(e, year),
            Metric::Land => land(),
            Metric::OutputPerMu => per_mu(&in_wan(self.output(e, year)), &land()),
            Metric::TaxPerMu => per_mu(&self.tax(e, year), &land()),
            Metric::Enterprises => [f64::NAN; LANES],
        }
    }
}
