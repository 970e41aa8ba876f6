//! A caller's view of work in progress, and its say in it.

use std::time::Duration;

/// A stage of a run or comparison, for whoever shows its progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The trials of a run.
    Trials,
    /// The trials of a comparison, each under every alternative.
    Comparison,
    /// Trials under coalitions of a mix's policies.
    Contributions,
    /// Trials in which a policy begins in one month after another.
    Delay,
}

/// A watcher of a run or comparison: it is told how far the work is and asked whether to go on, from any thread.
///
/// `()` watches nothing, never stops and has no clock.
pub trait Watch: Sync {
    /// Says that a stage of about so many trials begins.
    fn begin(&self, _stage: Stage, _trials: u64) {}

    /// Says how many trials of the stage are done.
    fn done(&self, trials: u64);

    /// Tells whether to stop early; trials that are done by then are kept.
    fn stop(&self) -> bool;

    /// Time since a moment of the caller's choice; `None` where there is no clock. The library has none of its own:
    /// without this one no run ends by time, and none is timed.
    fn elapsed(&self) -> Option<Duration> {
        None
    }
}

impl Watch for () {
    fn done(&self, _trials: u64) {}

    fn stop(&self) -> bool {
        false
    }
}

/// A watcher of work that is counted in units of several trials each.
pub(crate) struct InUnits<'a> {
    /// The watcher, who counts trials.
    pub watch: &'a dyn Watch,
    /// Trials of a unit.
    pub trials: u64,
}

impl Watch for InUnits<'_> {
    fn done(&self, units: u64) {
        self.watch.done(units * self.trials);
    }

    fn stop(&self) -> bool {
        self.watch.stop()
    }
}
