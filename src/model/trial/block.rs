//! Blocks of trials that have been worked out: figures, one row for each, one cell for each trial.

use super::TrialError;
use super::lanes::{mask, ones};
use crate::plan::{Plan, Rows};
use crate::random::{LANES, Lanes};

/// Way of losing a project: 0 for not at all, else one of the two constants or the set of resources that were
/// short, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Loss(pub u64);

impl Loss {
    /// No loss.
    pub const NONE: Self = Self(0);
    /// Loss of a project that is never carried out.
    pub const WITHDRAWN: Self = Self(1 << 63);
    /// Loss of an expansion whose enterprise closes.
    pub const CLOSED: Self = Self(1 << 62);

    /// The resources that were short.
    pub fn resources(self) -> impl Iterator<Item = usize> {
        (0..62).filter(move |r| self.0 >> r & 1 == 1)
    }
}

/// Numbers of projects by how they were lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Losses(Vec<(Loss, u64)>);

impl Losses {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Adds `n` projects lost in one way.
    pub fn add(&mut self, loss: Loss, n: u64) {
        match self.0.iter_mut().find(|(known, _)| *known == loss) {
            Some((_, tally)) => *tally += n,
            None => self.0.push((loss, n)),
        }
    }

    /// Adds the losses of a project in some trials of a block.
    #[inline(always)]
    pub fn add_block(&mut self, losses: &[Loss; LANES], trials: u64) {
        let mut left = mask(|lane| losses[lane] != Loss::NONE) & trials;
        while left != 0 {
            let loss = losses[left.trailing_zeros() as usize];
            let same = mask(|lane| losses[lane] == loss) & left;
            self.add(loss, same.count_ones().into());
            left &= !same;
        }
    }

    /// Adds all of another.
    pub fn merge(&mut self, other: &Self) {
        other.iter().for_each(|(loss, n)| self.add(loss, n));
    }

    /// Each way with its number, in no order of meaning.
    pub fn iter(&self) -> impl Iterator<Item = (Loss, u64)> {
        self.0.iter().copied()
    }
}

/// The figures of a block of trials. Rows of years come in the order of the years.
#[derive(Debug)]
pub struct Block {
    /// Figures by family, addressed by the plan's layout; undefined ones are NaN.
    pub rows: Rows<Lanes>,
    /// Base-year output of all incumbents.
    pub base: Lanes,
    /// Trials in which each known project has operated.
    pub project_operated: Vec<u64>,
    /// Loss of each known project.
    pub project_loss: Vec<[Loss; LANES]>,
    /// Losses of projects that channels signed.
    pub arrival_losses: Losses,
    /// Trials in which each target holds.
    pub target_hits: Vec<u64>,
    /// Trials in which each target would hold at the end of other years, rows as the plan's; where not only judged.
    pub other_year_hits: Vec<u64>,
    /// Trials in which all targets hold.
    pub all_hits: u64,
    /// Trials in which each goal holds.
    pub goal_hits: Vec<u64>,
    /// Trials in which each score is reached; of one that asks for none, zeros.
    pub score_hits: Vec<u64>,
    /// Probability of each of the plan's conditional targets given all but the shocks of some enterprises, where it is
    /// asked for.
    pub chances: Vec<Lanes>,
    /// The count of each counting target, then of those of other years; of others, zeros.
    pub counts: Vec<[u32; LANES]>,
}

impl Block {
    pub(super) fn new(plan: &Plan) -> Self {
        let rows = |n: usize| vec![[0.0; LANES]; n];
        Self {
            rows: plan.layout.rows(rows),
            base: [0.0; LANES],
            project_operated: vec![0; plan.projects.len()],
            project_loss: vec![[Loss::NONE; LANES]; plan.projects.len()],
            arrival_losses: Losses::default(),
            target_hits: vec![0; plan.targets.len()],
            other_year_hits: vec![0; plan.other_years.len()],
            all_hits: 0,
            goal_hits: vec![0; plan.goals.len()],
            score_hits: vec![0; plan.scores.len()],
            chances: rows(plan.conditional.len()),
            counts: vec![[0; LANES]; plan.targets.len() + plan.other_years.len()],
        }
    }

    /// Forgets what is added up.
    pub(super) fn clear(&mut self) {
        let Rows { month, bridge, status, .. } = &mut self.rows;
        [month, bridge, status].into_iter().for_each(|rows| rows.fill([0.0; LANES]));
    }

    /// Every output must be a finite number.
    #[inline(always)]
    pub(super) fn check(&self, first_trial: u64, used: usize) -> Result<(), TrialError> {
        for (row, outputs) in self.rows.enterprise.iter().enumerate() {
            let broken = mask(|lane| !outputs[lane].is_finite());
            if let Some(lane) = ones(broken).next().filter(|&lane| lane < used) {
                return Err(TrialError {
                    trial: first_trial + lane as u64,
                    what: format!("output in row {row} of the enterprises is {}", outputs[lane]),
                });
            }
        }
        Ok(())
    }
}
