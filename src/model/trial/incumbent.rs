//! What an incumbent comes to at the end of a year (MODEL section 8), worked out where something looks at it.

use super::measure::add;
use super::{Month, Worker};
use crate::plan::TaxRule;
use crate::random::{LANES, Lanes};
use crate::scenario::figure::Figures;
use crate::wide::each;

impl Worker<'_> {
    /// Its output of the year.
    #[inline(always)]
    pub(super) fn output(&self, e: usize, year: usize) -> &Lanes {
        &self.block.rows.enterprise[self.plan.layout.enterprise(year, e)]
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
            add(&mut land, &self.sums.expansion_land[self.plan.layout.enterprise(year, e)]);
        }
        land
    }

    /// What it comes to in a year.
    #[inline(always)]
    pub(super) fn incumbent(&self, e: usize, year: usize) -> Incumbent<'_, '_> {
        Incumbent { worker: self, e, year }
    }
}

/// An incumbent in one year, in all trials of the block.
pub(super) struct Incumbent<'w, 'a> {
    worker: &'w Worker<'a>,
    e: usize,
    year: usize,
}

impl Figures for Incumbent<'_, '_> {
    type Number = Lanes;

    #[inline(always)]
    fn output(&self) -> Lanes {
        *self.worker.output(self.e, self.year)
    }

    #[inline(always)]
    fn output_before(&self) -> Lanes {
        self.worker.output_before(self.e, self.year)
    }

    #[inline(always)]
    fn tax(&self) -> Lanes {
        self.worker.tax(self.e, self.year)
    }

    #[inline(always)]
    fn land(&self) -> Lanes {
        self.worker.land(self.e, self.year, &self.worker.open(self.e, self.year))
    }
}
