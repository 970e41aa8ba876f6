//! Sums over the projects of a block, by year.

use crate::plan::Plan;
use crate::random::{LANES, Lanes};

/// Sums over the projects of each trial, by year.
#[derive(Debug)]
pub(super) struct Sums {
    /// New enterprises: output and number by year and industry.
    pub output: Vec<Lanes>,
    pub enterprises: Vec<Lanes>,
    /// New enterprises: above-scale output and number, and land, by year.
    pub above_scale: Vec<Lanes>,
    pub above_scale_enterprises: Vec<Lanes>,
    pub land: Vec<Lanes>,
    /// Land of expansions by year and incumbent.
    pub expansion_land: Vec<Lanes>,
    /// Projects signed by the end of each year.
    pub signed: Vec<Lanes>,
    /// Projects by the year in which they took their resources, began to operate or were lost; those that channels
    /// signed and that were never carried out apart.
    pub started: Vec<Lanes>,
    pub operating: Vec<Lanes>,
    pub lost: Vec<Lanes>,
    pub withdrawn: Vec<Lanes>,
    /// Amounts of each resource at each year's end.
    pub free: Vec<Lanes>,
    pub used: Vec<Lanes>,
    /// New enterprises that each target counts, places as in [`Plan::judged`].
    pub counted: Vec<Lanes>,
}

impl Sums {
    pub fn new(plan: &Plan) -> Self {
        let rows = |n: usize| vec![[0.0; LANES]; n];
        let years = plan.years;
        Self {
            output: rows(years * plan.industries.len()),
            enterprises: rows(years * plan.industries.len()),
            above_scale: rows(years),
            above_scale_enterprises: rows(years),
            land: rows(years),
            expansion_land: rows(years * plan.enterprises.len()),
            signed: rows(years),
            started: rows(years),
            operating: rows(years),
            lost: rows(years),
            withdrawn: rows(years),
            free: rows(years * plan.resources()),
            used: rows(years * plan.resources()),
            counted: rows(plan.targets.len() + plan.other_years.len()),
        }
    }

    pub fn clear(&mut self) {
        for rows in [
            &mut self.output,
            &mut self.enterprises,
            &mut self.above_scale,
            &mut self.above_scale_enterprises,
            &mut self.land,
            &mut self.expansion_land,
            &mut self.started,
            &mut self.operating,
            &mut self.lost,
            &mut self.withdrawn,
            &mut self.counted,
        ] {
            rows.fill([0.0; LANES]);
        }
    }
}
