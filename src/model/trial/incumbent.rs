//! Incumbents as they stand at the end of a year (MODEL section 8): what is worked out where something looks at it.

use super::exits::Exits;
use super::lanes::add;
use super::sums::Sums;
use crate::plan::{Plan, TaxRule, ValueBuffer};
use crate::random::{LANES, Lanes};
use crate::scenario::figure::Figures;
use crate::wide::each;

/// All incumbents in all years, in the trials of the block.
#[derive(Clone, Copy)]
pub(super) struct Incumbents<'w> {
    pub plan: &'w Plan,
    pub values: &'w ValueBuffer,
    pub exits: &'w Exits,
    pub sums: &'w Sums,
    /// Their outputs by year.
    pub outputs: &'w [Lanes],
}

/// An incumbent in one year.
#[derive(Clone, Copy)]
pub(super) struct Incumbent<'w> {
    all: Incumbents<'w>,
    e: usize,
    year: usize,
}

impl<'w> Incumbents<'w> {
    /// An incumbent in one year.
    #[inline(always)]
    pub fn at(self, e: usize, year: usize) -> Incumbent<'w> {
        Incumbent { all: self, e, year }
    }

    /// 1 where an incumbent operates at the year's end, else 0.
    #[inline(always)]
    pub fn open(&self, e: usize, year: usize) -> Lanes {
        self.exits.open(self.plan, e, year)
    }

    /// Tax of an incumbent in 万元 per 亿元 of output.
    #[inline(always)]
    pub fn tax_per_output(&self, e: usize) -> Lanes {
        let Self { plan, values, .. } = *self;
        let enterprise = &plan.enterprises[e];
        match enterprise.tax {
            TaxRule::Own(own) => {
                let (own, base) = (values.lanes(own), values.lanes(enterprise.output));
                each(|lane| if base[lane] > 0.0 { own[lane] / base[lane] } else { 0.0 })
            }
            TaxRule::PerOutput(rate) => values.lanes(rate),
        }
    }
}

impl<'w> Incumbent<'w> {
    /// Output of the year, by reference.
    #[inline(always)]
    pub fn output_ref(&self) -> &'w Lanes {
        &self.all.outputs[self.all.plan.layout.enterprise(self.year, self.e)]
    }

    /// The land that it and its expansions hold, 亩, given where it operates.
    #[inline(always)]
    pub fn land_where(&self, open: &Lanes) -> Lanes {
        let Incumbents { plan, values, .. } = self.all;
        let enterprise = &plan.enterprises[self.e];
        let mut land = values.lanes(enterprise.land);
        for lane in 0..LANES {
            land[lane] *= open[lane];
        }
        // Closed expansions hold nothing any more, so this is 0 where the enterprise has closed.
        if !enterprise.expansions.is_empty() {
            add(&mut land, &self.all.sums.expansion_land[plan.layout.enterprise(self.year, self.e)]);
        }
        land
    }
}

impl Figures for Incumbent<'_> {
    type Number = Lanes;

    #[inline(always)]
    fn output(&self) -> Lanes {
        *self.output_ref()
    }

    #[inline(always)]
    fn output_before(&self) -> Lanes {
        match self.year {
            0 => self.all.values.lanes(self.all.plan.enterprises[self.e].output),
            _ => self.all.at(self.e, self.year - 1).output(),
        }
    }

    #[inline(always)]
    fn tax(&self) -> Lanes {
        let Incumbents { plan, values, .. } = self.all;
        let (enterprise, output) = (&plan.enterprises[self.e], self.output_ref());
        match enterprise.tax {
            TaxRule::Own(own) => {
                let (own, base) = (values.lanes(own), values.lanes(enterprise.output));
                each(|lane| if base[lane] > 0.0 { own[lane] * (output[lane] / base[lane]) } else { 0.0 })
            }
            TaxRule::PerOutput(rate) => {
                let rate = values.lanes(rate);
                each(|lane| output[lane] * rate[lane])
            }
        }
    }

    #[inline(always)]
    fn land(&self) -> Lanes {
        self.land_where(&self.all.open(self.e, self.year))
    }
}
