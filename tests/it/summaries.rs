//! Laws of stored summaries: parts merge to what one run says, byte for byte; and whatever else is read is refused.

use crate::common::*;
use parkcast::observe::{observe, on_threads};
use parkcast::plan::Plan;
use parkcast::random::Sampling;
use parkcast::random::sampling::Sobol;
use parkcast::results::{RunFacts, assemble, json};
use parkcast::scenario::*;
use parkcast::summary::{Identity, Part, PartError, Summary};
use parkcast::trial::Method;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::LazyLock;

const TRIALS: u64 = 4096;
const SEED: u64 = 7;

/// A run of a park, of which parts can be worked out apart.
struct Run {
    park: Scenario,
    plan: Plan,
    method: Method,
    identity: Identity,
}

impl Run {
    fn new(by_sobol: bool) -> Self {
        let mut park = busy_park(2);
        park.targets.push(Target {
            measure: Measure::Park(ParkMetric::Output),
            bounds: Bounds { at_least: Some(150.0), at_most: None },
            ..count_target("output", 0.0, 0.0)
        });
        let plan = Plan::new(&park, &[], SEED);
        let sobol = || Sobol::new(&plan.coordinates_by_importance(), plan.values.coordinates(), TRIALS);
        let sampling = if by_sobol { Sampling::Sobol(sobol()) } else { Sampling::Random };
        let method = Method { sampling, conditional: true };
        let identity = Identity::new(&park, &[], SEED, TRIALS, &method);
        Self { park, plan, method, identity }
    }

    fn part(&self, trials: Range<u64>, threads: usize) -> Part {
        let first = trials.start;
        let begin = || Summary::of(&self.plan, &self.method);
        let run = || observe(&self.plan, &self.method, trials, &(), begin);
        Part::new(self.identity, first, on_threads(NonZeroUsize::new(threads).unwrap(), run).unwrap().by)
    }

    fn read(&self, bytes: &[u8]) -> Result<Part, PartError> {
        Part::from_bytes(bytes, &self.plan, &self.method)
    }

    fn results(&self, part: &Part) -> String {
        let facts = RunFacts { seed: SEED, mix: None, headline: None, trials: TRIALS, stopping: None };
        json(&assemble(&self.park, &self.plan, part.summary(), facts))
    }
}

/// Four parts, shuffled, stored and read, by one thread or several, are the one run: in their bytes and in its results.
#[test]
fn parts_merge_to_the_whole() {
    for by_sobol in [false, true] {
        let run = Run::new(by_sobol);
        let whole = run.part(0..TRIALS, 1);
        let bytes = whole.to_bytes();
        assert_eq!(run.part(0..TRIALS, 3).to_bytes(), bytes);
        let parts = [(2048..3072, 2), (0..1024, 1), (3072..TRIALS, 3), (1024..2048, 2)];
        let stored: Vec<Vec<u8>> =
            parts.into_iter().map(|(trials, threads)| run.part(trials, threads).to_bytes()).collect();
        let mut merged = run.read(&stored[0]).unwrap();
        for bytes in &stored[1..] {
            merged.merge(&run.read(bytes).unwrap()).unwrap();
        }
        assert_eq!(merged.trials(), std::slice::from_ref(&(0..TRIALS)));
        assert!(merged.missing(TRIALS).is_empty());
        assert_eq!(merged.to_bytes(), bytes);
        assert_eq!(run.results(&merged), run.results(&whole));
        assert_eq!(run.results(&run.read(&bytes).unwrap()), run.results(&whole));
    }
}

#[test]
fn parts_that_do_not_go_together_are_refused() {
    let run = Run::new(false);
    let mut part = run.part(64..192, 1);
    assert_eq!(part.missing(256), [0..64, 192..256]);
    assert_eq!(part.merge(&run.part(128..256, 1)), Err(PartError::Overlap(128..192)));
    assert_eq!(part.trials(), std::slice::from_ref(&(64..192)));
    let mut other = Run::new(false);
    let identities = [
        Identity::new(&other.park, &[], SEED + 1, TRIALS, &other.method),
        Identity::new(&other.park, &[], SEED, TRIALS + 1, &other.method),
        Identity::new(&other.park, &[], SEED, TRIALS, &Method::default()),
        Identity::new(&other.park, &[(PolicyIx(0), 0.5)], SEED, TRIALS, &other.method),
        Identity::new(&busy_park(2), &[], SEED, TRIALS, &other.method),
    ];
    for identity in identities {
        other.identity = identity;
        assert_eq!(part.merge(&other.part(256..320, 1)), Err(PartError::OtherRun));
    }
    // A summary of one plan is none of another.
    let bytes = part.to_bytes();
    let three_years = Plan::new(&busy_park(3), &[], SEED);
    assert!(matches!(Part::from_bytes(&bytes, &three_years, &run.method), Err(PartError::Damaged(_))));
}

#[test]
fn what_is_no_summary_is_said_to_be_none() {
    let run = Run::new(false);
    let bytes = run.part(0..64, 1).to_bytes();
    assert_eq!(run.read(b"{}").unwrap_err(), PartError::Foreign);
    assert!(matches!(run.read(&bytes[..bytes.len() - 1]), Err(PartError::Damaged(_))));
    let newer = bytes[40] + 1;
    let of_newer = [&bytes[..40], &[newer], &bytes[41..]].concat();
    assert_eq!(run.read(&of_newer).unwrap_err(), PartError::Version(newer.into()));
    assert!(run.read(&bytes).is_ok());
}

/// A run and a part of it, in bytes.
static STORED: LazyLock<(Run, Vec<u8>)> = LazyLock::new(|| {
    let run = Run::new(true);
    let bytes = run.part(0..256, 1).to_bytes();
    (run, bytes)
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_bytes_make_it_stumble(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let (run, _) = &*STORED;
        prop_assert!(run.read(&bytes).is_err());
    }

    /// Bytes that were changed are refused; with a checksum to match they are refused, or are a summary that can be stored,
    /// merged and reported.
    #[test]
    fn changed_bytes_are_refused_or_harmless(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let (run, bytes) = &*STORED;
        let (mut changed, body) = (bytes.clone(), 40..bytes.len());
        for (place, byte) in changes {
            changed[body.start + place.index(body.len())] = byte;
        }
        if changed == *bytes {
            return Ok(());
        }
        prop_assert!(run.read(&changed).is_err());
        let checksum = Sha256::digest(&changed[body]);
        changed[8..40].copy_from_slice(&checksum);
        if let Ok(mut part) = run.read(&changed) {
            prop_assert_eq!(part.to_bytes(), &changed[..]);
            if part.summary().trials > 0 {
                run.results(&part);
            }
            let _ = part.merge(&run.part(256..320, 1));
        }
    }
}
