//! The summary: what is kept of all trials, in memory that does not grow with their number.
//!
//! Summaries are `push / merge / read`. All that is merged is whole numbers and exact sums, so any split of the
//! trials into blocks, over any number of threads, gives the same bytes.

mod bins;
mod bytes;
mod counters;
mod crossings;
mod distribution;
mod exact;
mod hit_sums;
mod stat;
mod stored;

pub use bytes::Damage;
pub use crossings::Crossings;
pub use distribution::Distribution;
pub use exact::ExactSum;
pub use hit_sums::{HitSums, Sums};
pub use stat::Stat;
pub use stored::{Identity, Part, PartError};

use crate::observe::Observer;
use crate::plan::{Plan, Rows};
use crate::random::first_lanes;
use crate::trial::{Block, Losses, Method};
use crate::wide::wide;
use rayon::prelude::*;
use std::ops::AddAssign;

/// Sums over the trials of a known project.
#[derive(Debug, Clone, Default)]
pub struct ProjectTally {
    /// Trials in which it has operated.
    pub operated: u64,
    /// Trials by way of losing it.
    pub losses: Losses,
}

/// Summary of some trials. Rows are those of [`Block`].
#[derive(Debug, Clone)]
pub struct Summary {
    /// Trials seen.
    pub trials: u64,
    /// Figures by family, addressed by the plan's layout.
    pub rows: Rows<Distribution>,
    /// Trials in which an enterprise's output reached each of the plan's thresholds:
    /// enterprise row · thresholds + threshold.
    pub enterprise_reached: Vec<u64>,
    /// Sum of the incumbents' base-year outputs.
    pub base: ExactSum,
    /// Losses of projects that channels signed.
    pub arrival_losses: Losses,
    /// Known projects.
    pub projects: Vec<ProjectTally>,
    /// Targets and goals.
    pub outcomes: HitSums,
    /// Trials by count, of each target.
    pub counts: Vec<Vec<u64>>,
    /// Enterprises that cross thresholds by which targets count them.
    pub crossings: Vec<Crossings>,
    /// Trials by the number of targets that hold.
    pub reached: Vec<u64>,
    thresholds: Vec<f64>,
    conditional: bool,
}

impl Summary {
    /// An empty summary of plain trials of the plan.
    pub fn new(plan: &Plan) -> Self {
        Self::of(plan, &Method::default())
    }

    /// An empty summary of trials by this method.
    pub fn of(plan: &Plan, method: &Method) -> Self {
        let spreads = |n: usize| vec![Distribution::default(); n];
        let rows = plan.layout.rows(spreads);
        Self {
            trials: 0,
            enterprise_reached: vec![0; rows.enterprise.len() * plan.thresholds.len()],
            rows,
            base: ExactSum::default(),
            arrival_losses: Losses::default(),
            projects: vec![ProjectTally::default(); plan.projects.len()],
            outcomes: HitSums::new(plan, method.trials_of_replicate()),
            counts: vec![Vec::new(); plan.targets.len()],
            crossings: Crossings::of(plan),
            reached: vec![0; plan.targets.len() + 1],
            thresholds: plan.thresholds.clone(),
            conditional: method.conditional,
        }
    }

    /// True if the probabilities of conditional targets were computed.
    pub fn is_conditional(&self) -> bool {
        self.conditional
    }

    /// Adds the first `used` trials of a block that begins with this trial.
    pub fn push(&mut self, block: &Block, first_trial: u64, used: usize) {
        self.trials += used as u64;
        self.outcomes.push(block, first_trial, used, self.conditional);
        self.arrival_losses.merge(&block.arrival_losses);
        self.base.push(block.base[..used].iter().sum());
        self.push_figures(block, used);
        self.push_thresholds(block, used);
        self.push_projects(block, used);
        self.crossings.iter_mut().for_each(|crossings| crossings.push(block, used));
        for lane in 0..used {
            let holds = |hits: &&u64| **hits >> lane & 1 == 1;
            self.reached[block.target_hits.iter().filter(holds).count()] += 1;
        }
        for (tally, counts) in self.counts.iter_mut().zip(&block.counts) {
            for &n in &counts[..used] {
                let n = n as usize;
                if n >= tally.len() {
                    tally.resize(n + 1, 0);
                }
                tally[n] += 1;
            }
        }
    }

    fn push_figures(&mut self, block: &Block, used: usize) {
        for (spreads, rows) in self.rows.families_mut().into_iter().zip(block.rows.families()) {
            wide(
                #[inline(always)]
                || Distribution::push_rows(spreads, rows, used),
            );
        }
    }

    fn push_thresholds(&mut self, block: &Block, used: usize) {
        if self.thresholds.is_empty() {
            return;
        }
        let Self { enterprise_reached, thresholds, .. } = self;
        wide(
            #[inline(always)]
            || {
                for (reached, row) in
                    enterprise_reached.chunks_mut(thresholds.len()).zip(&block.rows.enterprise)
                {
                    for (reached, &threshold) in reached.iter_mut().zip(&thresholds[..]) {
                        *reached +=
                            row[..used].iter().map(|&output| u64::from(output >= threshold)).sum::<u64>();
                    }
                }
            },
        );
    }

    fn push_projects(&mut self, block: &Block, used: usize) {
        let wanted = first_lanes(used);
        let projects = &mut self.projects;
        wide(
            #[inline(always)]
            || {
                for (p, tally) in projects.iter_mut().enumerate() {
                    tally.operated += u64::from((block.project_operated[p] & wanted).count_ones());
                    tally.losses.add_block(&block.project_loss[p], wanted);
                }
            },
        );
    }

    /// Adds another summary of the same plan.
    pub fn merge(&mut self, other: &Self) {
        self.trials += other.trials;
        let families = self.rows.families_mut().into_iter().zip(other.rows.families());
        let rows = families.flat_map(|(ours, theirs)| ours.iter_mut().zip(theirs));
        rows.collect::<Vec<_>>().into_par_iter().for_each(|(ours, theirs)| ours.merge(theirs));
        self.arrival_losses.merge(&other.arrival_losses);
        self.base.merge(&other.base);
        self.outcomes.merge(&other.outcomes);
        add_all(&mut self.enterprise_reached, &other.enterprise_reached);
        add_all(&mut self.reached, &other.reached);
        self.crossings.iter_mut().zip(&other.crossings).for_each(|(ours, theirs)| ours.merge(theirs));
        for (ours, theirs) in self.projects.iter_mut().zip(&other.projects) {
            ours.operated += theirs.operated;
            ours.losses.merge(&theirs.losses);
        }
        for (ours, theirs) in self.counts.iter_mut().zip(&other.counts) {
            ours.resize(ours.len().max(theirs.len()), 0);
            add_all(ours, theirs);
        }
    }
}

impl Observer for Summary {
    fn push(&mut self, block: &Block, first_trial: u64, used: usize) {
        Self::push(self, block, first_trial, used);
    }

    fn merge(&mut self, other: Self) {
        Self::merge(self, &other);
    }
}

fn add_all<T: Copy + AddAssign>(ours: &mut [T], theirs: &[T]) {
    for (ours, theirs) in ours.iter_mut().zip(theirs) {
        *ours += *theirs;
    }
}
