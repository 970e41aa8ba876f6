//! Threads, the interrupt, and what every command that simulates says of failures and pictures.

use super::console::say;
use crate::chart::{ChartError, Picture};
use crate::summary::{Interrupt, RunError};
use crate::text::{Lang, Text, text};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// More threads than this are never of use.
const MAX_THREADS: usize = 512;

/// What trials are worked out on.
pub struct Machine {
    /// The threads to use.
    pub threads: NonZeroUsize,
    /// Asks to stop.
    pub interrupt: Arc<Interrupt>,
    /// Whether no progress is shown.
    pub quiet: bool,
}

impl Machine {
    /// With so many threads, all cores where nothing is said.
    pub fn new(wanted: Option<NonZeroUsize>, quiet: bool) -> Self {
        Self { threads: threads(wanted), interrupt: interrupt(), quiet }
    }
}

/// The threads to use. What is done side by side besides the trials keeps to the same number.
fn threads(wanted: Option<NonZeroUsize>) -> NonZeroUsize {
    let all = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let threads = wanted.unwrap_or_else(all).min(NonZeroUsize::MIN.saturating_add(MAX_THREADS - 1));
    // Only a first call can set it, and there is no other.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build_global();
    threads
}

/// The first interrupt asks the run to stop and to keep what is done, the second one ends the program at once.
fn interrupt() -> Arc<Interrupt> {
    let flag = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&flag);
    let handler = move || {
        if seen.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    // Without a handler an interrupt ends the program at once, which is no worse than the second one would.
    let _ = ctrlc::set_handler(handler);
    flag
}

/// A simulation that failed.
pub fn failed(error: RunError) -> Text {
    text!("模拟失败：{error}", "the simulation failed: {error}")
}

/// Every chart as PNG, with so many dots to the px, and SVG.
pub fn picture_files(
    pictures: Result<Vec<Picture>, ChartError>,
    scale: f64,
    lang: Lang,
) -> Result<Vec<(String, Vec<u8>)>, Text> {
    let pictures = pictures.map_err(|error| error.text())?;
    warn_of_missing_glyphs(&pictures, lang);
    let files = |picture: &Picture| {
        let (png, svg) = rayon::join(|| picture.png(scale), || picture.svg());
        let stem = picture.kind.stem();
        Ok([(format!("{stem}.png"), png?), (format!("{stem}.svg"), svg.into_bytes())])
    };
    let files: Result<Vec<_>, ChartError> = pictures.par_iter().map(files).collect();
    Ok(files.map_err(|error| error.text())?.into_iter().flatten().collect())
}

/// One warning for all characters that the charts' font lacks.
pub fn warn_of_missing_glyphs(pictures: &[Picture], lang: Lang) {
    let missing: BTreeSet<char> = pictures.iter().flat_map(|picture| picture.missing_glyphs()).collect();
    if !missing.is_empty() {
        let missing: String = missing.into_iter().collect();
        let warning = text!(
            "警告：图表字体缺少这些字符：{missing}",
            "warning: the charts' font lacks these characters: {missing}"
        );
        say(warning.get(lang));
    }
}
