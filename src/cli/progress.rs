//! A terminal that watches a study: a bar for whatever takes more than a second, Ctrl-C, and a clock.

use super::machine::Machine;
use crate::study::{Stage, Watch};
use crate::text::{Lang, Text, text};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Work shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Progress of a study on the terminal.
pub struct Progress<'a> {
    machine: &'a Machine,
    /// Name of the run.
    label: &'a str,
    lang: Lang,
    began: Instant,
    /// The bar of the present stage.
    bar: Mutex<Option<Bar>>,
}

impl<'a> Progress<'a> {
    /// Progress of a study that begins now.
    pub fn new(machine: &'a Machine, label: &'a str, lang: Lang) -> Self {
        Self { machine, label, lang, began: Instant::now(), bar: Mutex::new(None) }
    }

    fn label_of(&self, stage: Stage) -> Text {
        match stage {
            Stage::Trials => Text::same(self.label),
            Stage::Comparison => text!("比较", "comparing"),
            Stage::Contributions => text!("分解作用", "contributions"),
            Stage::Delay => text!("推迟", "delays"),
        }
    }
}

impl Watch for Progress<'_> {
    fn begin(&self, stage: Stage, trials: u64) {
        let bar = Bar::new(self.label_of(stage).get(self.lang), trials, self.machine.quiet, self.lang);
        *self.bar.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar);
    }

    fn done(&self, trials: u64) {
        if let Some(bar) = &*self.bar.lock().unwrap_or_else(PoisonError::into_inner) {
            bar.set(trials);
        }
    }

    fn stop(&self) -> bool {
        self.machine.is_interrupted()
    }

    fn elapsed(&self) -> Option<Duration> {
        Some(self.began.elapsed())
    }
}

/// A progress bar, which is taken away when it is dropped.
struct Bar {
    bar: ProgressBar,
    began: Instant,
    shown: AtomicBool,
}

impl Bar {
    /// A bar up to `trials`, hidden at first and for good where `quiet`.
    fn new(label: &str, trials: u64, quiet: bool, lang: Lang) -> Self {
        let bar = ProgressBar::with_draw_target(Some(trials), ProgressDrawTarget::hidden());
        let unit = text!("次试验", "trials");
        let template = format!("{{msg}} [{{bar:30}}] {{human_pos}}/{{human_len}} {} {{eta}}", unit.get(lang));
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(label.to_owned());
        Self { bar, began: Instant::now(), shown: AtomicBool::new(quiet) }
    }

    fn set(&self, done: u64) {
        if self.began.elapsed() > PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
