//! Stored summaries: parts of a run as bytes, to be kept, sent and merged elsewhere.
//!
//! Numbers of any size take as many bytes as they need, bins and digits stand in ascending order and those that are empty
//! are left out. So a summary has one encoding, whatever the threads and the merges that it comes from, and equal
//! summaries can be told by a hash. Whatever is read is checked: what this module accepts, it would write itself.

use super::bytes::{Damage, Reader, Writer};
use super::{HitSums, ProjectTally, Summary, Sums};
use crate::plan::{Plan, Seeds};
use crate::random::{DRAWS, LANES, Sampling};
use crate::scenario::{PolicyIx, RunDefaults, Scenario};
use crate::trial::{Loss, Losses, Method};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::ops::Range;
use std::path::PathBuf;

/// First bytes of every stored summary.
const MAGIC: &[u8; 8] = b"parksum\n";

/// Version of the encoding.
const VERSION: u64 = 1;

/// Length of a SHA-256.
const HASH: usize = 32;

/// Identity of a run: parts of runs with the same identity can be merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Identity([u8; HASH]);

impl Identity {
    /// Identity of a run of `trials` trials of a scenario with policies at doses: a digest of all that its figures depend
    /// on, the versions of this program and of its draws among it.
    pub fn new(
        scenario: &Scenario,
        doses: &[(PolicyIx, f64)],
        seeds: impl Into<Seeds>,
        trials: u64,
        method: &Method,
    ) -> Self {
        let seeds: Seeds = seeds.into();
        // Where the file lies on this machine does not matter, nor what is led with.
        let scenario = Scenario { path: PathBuf::new(), headline: None, ..scenario.clone() };
        let sampling = match &method.sampling {
            Sampling::Random => "random".to_owned(),
            Sampling::Sobol(sobol) => format!("sobol {}", sobol.points()),
            Sampling::Tilted(tilt) => format!("tilted {:?}", tilt.shifts),
        };
        let mut text = String::new();
        // Numbers are written so that they are read back as they were, so nothing that differs is written alike.
        let _ = write!(
            text,
            "{} {DRAWS} {seeds:?} {trials} {sampling} {} {doses:?} {scenario:?}",
            env!("CARGO_PKG_VERSION"),
            method.conditional
        );
        Self(Sha256::digest(text).into())
    }
}

/// Some trials of a run, summarised.
#[derive(Debug, Clone)]
pub struct Part {
    identity: Identity,
    /// Ascending, with gaps between them.
    trials: Vec<Range<u64>>,
    summary: Summary,
}

/// Why bytes are no part of a run, or parts do not go together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    /// The bytes begin differently.
    #[error("not a stored summary")]
    Foreign,
    /// The encoding is another.
    #[error("stored in version {0} of the encoding; this program reads version {VERSION}")]
    Version(u64),
    /// The bytes are not as they were written.
    #[error("damaged at byte {}: {}", .0.at, .0.what)]
    Damaged(Damage),
    /// The parts are of different runs.
    #[error("a part of another run: scenario, policies, seed, trials, method or version differ")]
    OtherRun,
    /// Trials are in both.
    #[error("trials {} to {} are in both parts", .0.start, .0.end - 1)]
    Overlap(Range<u64>),
}

impl From<Damage> for PartError {
    fn from(damage: Damage) -> Self {
        Self::Damaged(damage)
    }
}

impl Part {
    /// The part of a run that a summary of its trials from `first_trial` on is; that trial is a multiple of [`LANES`].
    pub fn new(identity: Identity, first_trial: u64, summary: Summary) -> Self {
        let range = first_trial..first_trial + summary.trials;
        let trials = if range.is_empty() { Vec::new() } else { vec![range] };
        Self { identity, trials, summary }
    }

    /// Run that it is a part of.
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// Trials of the part, in ascending ranges with gaps between them.
    pub fn trials(&self) -> &[Range<u64>] {
        &self.trials
    }

    /// Trials that it lacks of `0..trials`.
    pub fn missing(&self, trials: u64) -> Vec<Range<u64>> {
        let starts = std::iter::once(0).chain(self.trials.iter().map(|range| range.end));
        let ends = self.trials.iter().map(|range| range.start).chain(std::iter::once(trials));
        starts.zip(ends).map(|(start, end)| start..end.min(trials)).filter(|gap| !gap.is_empty()).collect()
    }

    /// Summary of its trials.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Adds other trials of the same run.
    ///
    /// # Errors
    /// Where the other is of another run or has trials that this has too; it is then left as it is.
    pub fn merge(&mut self, other: &Self) -> Result<(), PartError> {
        if self.identity != other.identity {
            return Err(PartError::OtherRun);
        }
        let mut trials: Vec<Range<u64>> = self.trials.iter().chain(&other.trials).cloned().collect();
        trials.sort_by_key(|range| range.start);
        if let Some(pair) = trials.windows(2).find(|pair| pair[1].start < pair[0].end) {
            return Err(PartError::Overlap(pair[1].start..pair[0].end.min(pair[1].end)));
        }
        trials.dedup_by(|next, before| {
            let is_next = next.start == before.end;
            if is_next {
                before.end = next.end;
            }
            is_next
        });
        self.trials = trials;
        self.summary.merge(&other.summary);
        Ok(())
    }

    /// Encoding of the part.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Writer::default();
        body.number(VERSION);
        body.raw(&self.identity.0);
        body.number(self.trials.len() as u64);
        for range in &self.trials {
            body.number(range.start);
            body.number(range.end - range.start);
        }
        write_summary(&self.summary, &mut body);
        let body = body.into_bytes();
        [&MAGIC[..], &Sha256::digest(&body), &body].concat()
    }

    /// The part that bytes are the encoding of, given the plan and the method of its run.
    ///
    /// # Errors
    /// Where they are of something else, in another version, of another plan or damaged.
    pub fn from_bytes(bytes: &[u8], plan: &Plan, method: &Method) -> Result<Self, PartError> {
        let sealed = bytes.strip_prefix(MAGIC).and_then(|rest| rest.split_at_checked(HASH));
        let (hash, body) = sealed.ok_or(PartError::Foreign)?;
        let mut reader = Reader::new(body);
        let version = reader.number()?;
        if version != VERSION {
            return Err(PartError::Version(version));
        }
        reader.check(Sha256::digest(body)[..] == *hash, "the checksum differs")?;
        let identity = Identity(reader.array()?);
        let trials = read_ranges(&mut reader)?;
        let summary = read_summary(&mut reader, plan, method)?;
        let total: u64 = trials.iter().map(|range| range.end - range.start).sum();
        reader.check(total == summary.trials, "numbers of trials differ")?;
        reader.end()?;
        let part = Self { identity, trials, summary };
        // Numbers that are longer than they need be are the only other way to say the same.
        reader.check(part.to_bytes() == bytes, "not the only encoding")?;
        Ok(part)
    }
}

fn read_ranges(reader: &mut Reader<'_>) -> Result<Vec<Range<u64>>, Damage> {
    let mut trials: Vec<Range<u64>> = Vec::new();
    for _ in 0..reader.number()? {
        let start = reader.number()?;
        let length = reader.number()?;
        let is_behind = trials.last().is_none_or(|before| start > before.end);
        let is_within =
            start < RunDefaults::MAX_TRIALS && (1..=RunDefaults::MAX_TRIALS - start).contains(&length);
        reader.check(is_behind && is_within && start % LANES as u64 == 0, "no such trials")?;
        trials.push(start..start + length);
    }
    Ok(trials)
}

fn write_summary(summary: &Summary, out: &mut Writer) {
    // What cannot be forgotten cannot be left out.
    let Summary {
        trials,
        rows,
        enterprise_reached,
        base,
        arrival_losses,
        projects,
        outcomes,
        counts,
        crossings,
        reached,
        thresholds: _,
        conditional: _,
    } = summary;
    out.number(*trials);
    rows.families().into_iter().flatten().for_each(|spread| spread.write(out));
    out.numbers(enterprise_reached);
    base.write(out);
    write_losses(arrival_losses, out);
    for project in projects {
        out.number(project.operated);
        write_losses(&project.losses, out);
    }
    write_outcomes(outcomes, out);
    for counts in counts {
        out.number(counts.len() as u64);
        out.numbers(counts);
    }
    for of_target in crossings {
        out.numbers(&of_target.crossed);
        out.numbers(&of_target.reached);
    }
    out.numbers(reached);
}

fn read_summary(reader: &mut Reader<'_>, plan: &Plan, method: &Method) -> Result<Summary, Damage> {
    let mut summary = Summary::of(plan, method);
    let trials = reader.number()?;
    reader.check(trials <= RunDefaults::MAX_TRIALS, "too many trials")?;
    summary.trials = trials;
    for spread in summary.rows.families_mut().into_iter().flatten() {
        spread.read_into(reader, trials)?;
    }
    reader.numbers(&mut summary.enterprise_reached, trials)?;
    summary.base.read_into(reader)?;
    // No park signs as many projects in a trial.
    summary.arrival_losses = read_losses(reader, plan, trials << 30)?;
    for project in &mut summary.projects {
        let operated = reader.number_up_to(trials)?;
        *project = ProjectTally { operated, losses: read_losses(reader, plan, trials)? };
    }
    read_outcomes(reader, plan, trials, &mut summary)?;
    for counts in &mut summary.counts {
        let length = reader.length()?;
        counts.resize(length, 0);
        reader.numbers(counts, trials)?;
        let total = counts.iter().try_fold(0_u64, |sum, &n| sum.checked_add(n));
        reader.check(total == Some(trials) && counts.last() != Some(&0), "counts do not add up")?;
    }
    for of_target in &mut summary.crossings {
        reader.numbers(&mut of_target.crossed, trials)?;
        reader.numbers(&mut of_target.reached, trials)?;
        let both = of_target.reached.iter().zip(&of_target.crossed);
        reader.check(
            both.into_iter().all(|(reached, crossed)| reached <= crossed),
            "crossings do not add up",
        )?;
    }
    reader.numbers(&mut summary.reached, trials)?;
    reader.check(summary.reached.iter().sum::<u64>() == trials, "targets reached do not add up")?;
    Ok(summary)
}

/// In the order of the ways of losing a project.
fn write_losses(losses: &Losses, out: &mut Writer) {
    let mut list: Vec<(Loss, u64)> = losses.iter().filter(|&(_, n)| n > 0).collect();
    list.sort_unstable();
    out.number(list.len() as u64);
    for (loss, n) in list {
        out.number(loss.0);
        out.number(n);
    }
}

fn read_losses(reader: &mut Reader<'_>, plan: &Plan, most: u64) -> Result<Losses, Damage> {
    let is_known = |loss: Loss| {
        let has_all = || loss.resources().all(|r| r < plan.layout.resources);
        loss == Loss::WITHDRAWN
            || loss == Loss::CLOSED
            || loss != Loss::NONE && loss < Loss::CLOSED && has_all()
    };
    let (mut losses, mut before) = (Losses::default(), None);
    for _ in 0..reader.length()? {
        let loss = Loss(reader.number()?);
        let n = reader.number_up_to(most)?;
        reader.check(n > 0 && before < Some(loss), "losses out of order")?;
        reader.check(is_known(loss), "a loss of another kind")?;
        losses.add(loss, n);
        before = Some(loss);
    }
    Ok(losses)
}

fn write_outcomes(outcomes: &HitSums, out: &mut Writer) {
    out.number(outcomes.replicates.len() as u64);
    for (&replicate, sums) in &outcomes.replicates {
        let Sums { trials, targets, other_years, goals, scores, chances } = sums;
        out.number(replicate);
        out.number(*trials);
        [targets, other_years, goals, scores].into_iter().for_each(|hits| out.numbers(hits));
        chances.iter().for_each(|sum| sum.write(out));
    }
    outcomes.squares.iter().for_each(|sum| sum.write(out));
}

fn read_outcomes(
    reader: &mut Reader<'_>,
    plan: &Plan,
    total: u64,
    summary: &mut Summary,
) -> Result<(), Damage> {
    let chances = if summary.is_conditional() { plan.conditional.len() } else { 0 };
    let (mut before, mut left) = (None, total);
    for _ in 0..reader.length()? {
        let replicate = reader.number()?;
        reader.check(before < Some(replicate), "replicates out of order")?;
        reader.check(summary.outcomes.is_replicated() || replicate == 0, "trials have no replicates")?;
        before = Some(replicate);
        let trials = reader.number_up_to(left)?;
        left -= trials;
        let mut sums = Sums {
            trials,
            targets: vec![0; plan.targets.len()],
            other_years: vec![0; plan.other_years.len()],
            goals: vec![0; plan.goals.len() + 1],
            scores: vec![0; plan.scores.len()],
            chances: vec![super::ExactSum::default(); chances],
        };
        let Sums { targets, other_years, goals, scores, chances, .. } = &mut sums;
        for hits in [targets, other_years, goals, scores] {
            reader.numbers(hits, trials)?;
        }
        for sum in chances {
            sum.read_into(reader)?;
            // Each is at most 1, but for rounding.
            let most = trials as f64 * (1.0 + 1e-9);
            reader.check((0.0..=most).contains(&sum.read()), "chances beyond 1")?;
        }
        reader.check(trials > 0, "a replicate without trials")?;
        summary.outcomes.replicates.insert(replicate, sums);
    }
    reader.check(left == 0, "replicates do not add up")?;
    summary.outcomes.squares.iter_mut().try_for_each(|sum| sum.read_into(reader))
}
