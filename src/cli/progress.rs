//! A progress bar for whatever takes more than a second.

use crate::text::{Lang, text};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Runs shorter than this show no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Progress of one run.
pub struct Progress {
    bar: ProgressBar,
    began: Instant,
    shown: AtomicBool,
}

impl Progress {
    /// A bar up to `trials`, hidden at first and for good where `quiet`.
    pub fn new(label: &str, trials: u64, quiet: bool, lang: Lang) -> Self {
        let bar = ProgressBar::with_draw_target(Some(trials), ProgressDrawTarget::hidden());
        let unit = text!("次试验", "trials");
        let template = format!("{{msg}} [{{bar:30}}] {{human_pos}}/{{human_len}} {} {{eta}}", unit.get(lang));
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(label.to_owned());
        Self { bar, began: Instant::now(), shown: AtomicBool::new(quiet) }
    }

    /// Notes that so many trials are done.
    pub fn set(&self, done: u64) {
        if self.began.elapsed() > PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_position(done);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
